//! The words of `deadline`, `calendar` and `petition`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// A law on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LawName {
    /// 信访工作条例
    #[value(name = "2022")]
    Of2022,
    /// 信访条例
    #[value(name = "2005")]
    Of2005,
}

impl LawName {
    /// The id of the law's document.
    pub fn id(self) -> &'static str {
        match self {
            LawName::Of2022 => "2022",
            LawName::Of2005 => "2005",
        }
    }
}

/// `deadline`.
#[derive(Debug, Args)]
pub struct DeadlineOf {
    /// The law whose rule for a last day that is a rest day holds.
    #[arg(long, value_enum)]
    pub law: LawName,
    /// The day of the event; the day after it is day 1.
    #[arg(long, value_name = "DATE")]
    pub from: String,
    /// How many days.
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=3_660))]
    pub days: u32,
    /// Count working days only.
    #[arg(long)]
    pub working: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// A working-day table (放假安排) to count with instead of the shipped one of the same year.
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<PathBuf>,
}

/// `calendar ...`.
#[derive(Debug, Subcommand)]
pub enum CalendarAct {
    /// The years whose working days are known, and from where.
    List(CalendarList),
    /// Take a table in, and list every open deadline that moved.
    Import(CalendarImport),
}

/// `calendar list`.
#[derive(Debug, Args)]
pub struct CalendarList {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `calendar import`.
#[derive(Debug, Args)]
pub struct CalendarImport {
    /// A file of one `[[year]]` after another.
    pub file: PathBuf,
    /// Say which deadlines would move and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition ...`.
#[derive(Debug, Subcommand)]
pub enum PetitionAct {
    /// The next legal act of every open item, overdue first.
    List(PetitionList),
    /// One item whole: persons, steps, log, clocks.
    Show(PetitionOne),
    /// Why each date of an item is what it is, day by day.
    Why(PetitionOne),
    /// The indicators of a year, each with the items counted.
    Rates(PetitionRates),
    /// Register an item; its receipt number is printed.
    Register(Box<PetitionRegister>),
    /// Take a step: a word of `petition words`.
    Step(Box<PetitionStep>),
    /// Write down a contact or visit.
    Log(PetitionLog),
    /// Tie two items.
    Link(PetitionLink),
    /// Give an item the office's number.
    Number(PetitionNumber),
    /// Give an item another kind.
    Kind(PetitionKind),
    /// Facts for the reply: household, verification, payments, each with its source.
    Facts(PetitionOne),
    /// How many items a channel had in an earlier year, where the items are not kept here.
    Tally(PetitionTally),
    /// What the laws leave to the office; without options what holds now.
    Settings(PetitionSettings),
    /// Set the drawer up, into which accusations are sealed, or renew its key; say who has it.
    Drawer(PetitionDrawer),
    /// The words of channels, kinds, topics, routes, steps, results.
    Words,
}

/// `petition drawer`.
#[derive(Debug, Args)]
pub struct PetitionDrawer {
    /// Ask for its key, as an officer of another machine of the office.
    #[arg(long)]
    pub ask: bool,
    /// Give its key to the one at this place of the list (a head who has it).
    #[arg(long, value_name = "PLACE", conflicts_with = "ask")]
    pub give: Option<usize>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition list`.
#[derive(Debug, Args)]
pub struct PetitionList {
    /// Items of which nothing is to be done as well.
    #[arg(long)]
    pub all: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition show|why|facts`.
#[derive(Debug, Args)]
pub struct PetitionOne {
    /// Receipt number or final number.
    pub number: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition rates`.
#[derive(Debug, Args)]
pub struct PetitionRates {
    /// The year.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1949..=2199))]
    pub year: i32,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition register`.
#[derive(Debug, Args)]
pub struct PetitionRegister {
    /// By which way: letter, visit, phone, network, fax, hotline.
    #[arg(long)]
    pub channel: String,
    /// What kind: suggestion, accusation, appeal.
    #[arg(long)]
    pub kind: String,
    /// Received on; today without it.
    #[arg(long, value_name = "DATE")]
    pub received: Option<String>,
    /// The day on the paper.
    #[arg(long, value_name = "DATE")]
    pub paper_date: Option<String>,
    /// Registered on; today without it.
    #[arg(long, value_name = "DATE")]
    pub registered: Option<String>,
    /// The request.
    #[arg(long, default_value = "")]
    pub request: String,
    /// What it is about: a word of `petition words`.
    #[arg(long)]
    pub topic: Option<String>,
    /// Name of a person, again for each.
    #[arg(long = "name", value_name = "NAME")]
    pub names: Vec<String>,
    /// Code of a person who is a migrant here, again for each.
    #[arg(long = "person", value_name = "CODE")]
    pub persons: Vec<String>,
    /// Name of a representative, again for each.
    #[arg(long = "representative", value_name = "NAME")]
    pub representatives: Vec<String>,
    /// Phone of the first person.
    #[arg(long, default_value = "")]
    pub phone: String,
    /// Address of the first person.
    #[arg(long, default_value = "")]
    pub address: String,
    /// How many persons, if more than are named.
    #[arg(long, default_value_t = 1)]
    pub count: u32,
    /// Anonymous.
    #[arg(long)]
    pub anonymous: bool,
    /// Name or address are unclear, so that nobody can be told.
    #[arg(long)]
    pub unclear: bool,
    /// The household, by its code.
    #[arg(long, value_name = "CODE")]
    pub household: Option<String>,
    /// The village, by name (or TOWNSHIP/VILLAGE); the household's or person's without it.
    #[arg(long, value_name = "NAME")]
    pub village: Option<String>,
    /// Place of the problem.
    #[arg(long, default_value = "")]
    pub place: String,
    /// Money at stake, in yuan.
    #[arg(long)]
    pub money: Option<String>,
    /// From whom: direct, bureau, higher.
    #[arg(long, default_value = "direct")]
    pub source: String,
    /// Number of the hand-over paper or work order.
    #[arg(long, default_value = "")]
    pub source_number: String,
    /// Number of the petition network.
    #[arg(long, default_value = "")]
    pub system_number: String,
    /// The deadline that the paper names.
    #[arg(long, value_name = "DATE")]
    pub deadline: Option<String>,
    /// Number of the officer who handles it.
    #[arg(long)]
    pub handler: Option<u32>,
    /// Who is accused.
    #[arg(long, default_value = "")]
    pub accused: String,
    /// The head is accused: number, date and transfer only.
    #[arg(long)]
    pub against_head: bool,
    /// Where the papers lie.
    #[arg(long, default_value = "")]
    pub archive: String,
    /// The item that it repeats.
    #[arg(long, value_name = "NUMBER")]
    pub repeats: Option<String>,
    /// Why, in spite of doubts.
    #[arg(long)]
    pub why: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition step`.
#[derive(Debug, Args)]
pub struct PetitionStep {
    /// Receipt number or final number.
    pub number: String,
    /// The step: a word of `petition words`.
    pub act: String,
    /// When; today without it.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The second date: told on, served on, last day of a hearing, end of a period.
    #[arg(long, value_name = "DATE", visible_aliases = ["told", "served"])]
    pub until: Option<String>,
    /// Days of an extension.
    #[arg(long)]
    pub days: Option<u32>,
    /// Route, outcome or rating.
    #[arg(long, value_name = "WORD", visible_aliases = ["route", "outcome", "rating"])]
    pub result: Option<String>,
    /// To whom, who approved, who leads.
    #[arg(long, value_name = "TEXT", default_value = "", visible_aliases = ["approver", "leader"])]
    pub to: String,
    /// Number of the officer who takes it over, or of the item into which it is merged.
    #[arg(long, value_name = "NUMBER")]
    pub about: Option<String>,
    /// The paper.
    #[arg(long, default_value = "")]
    pub paper: String,
    /// Where it lies in the archive.
    #[arg(long, default_value = "")]
    pub archive: String,
    /// Reason, basis or remark.
    #[arg(long, default_value = "", visible_alias = "note")]
    pub reason: String,
    /// Place (from 1) of the step that this one stands in place of.
    #[arg(long, value_name = "PLACE")]
    pub corrects: Option<usize>,
    /// Why, in spite of doubts.
    #[arg(long)]
    pub why: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition log`.
#[derive(Debug, Args)]
pub struct PetitionLog {
    /// Receipt number or final number.
    pub number: String,
    /// What was said or seen.
    pub text: String,
    /// When; today without it.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// How: phone, reception, visit, letter, meeting, other.
    #[arg(long, default_value = "phone")]
    pub how: String,
    /// With whom.
    #[arg(long, default_value = "")]
    pub with: String,
}

/// `petition link`.
#[derive(Debug, Args)]
pub struct PetitionLink {
    /// The later item.
    pub number: String,
    /// The earlier one.
    pub other: String,
    /// How: repeat, related, joint.
    #[arg(long, default_value = "related")]
    pub how: String,
}

/// `petition number`.
#[derive(Debug, Args)]
pub struct PetitionNumber {
    /// Receipt number.
    pub number: String,
}

/// `petition kind`.
#[derive(Debug, Args)]
pub struct PetitionKind {
    /// Receipt number or final number.
    pub number: String,
    /// suggestion, accusation, appeal.
    pub kind: String,
    /// Why.
    #[arg(long, default_value = "")]
    pub why: String,
}

/// `petition tally`.
#[derive(Debug, Args)]
pub struct PetitionTally {
    /// The year; with nothing else all that is kept is listed.
    pub year: Option<i32>,
    /// letter, visit, phone, network, fax, hotline.
    #[arg(requires = "year")]
    pub channel: Option<String>,
    /// How many.
    #[arg(requires = "channel")]
    pub count: Option<u32>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `petition settings`.
#[derive(Debug, Args)]
pub struct PetitionSettings {
    /// Which law an item has that crosses 2022-05-01: by_step, by_receipt.
    #[arg(long, value_parser = ["by_step", "by_receipt"])]
    pub crossing: Option<String>,
    /// When the last day is a rest day: as_counted, next_working_day.
    #[arg(long, value_parser = ["as_counted", "next_working_day"])]
    pub last_day: Option<String>,
    /// From when the 60 days run without an acceptance paper: notice, receipt, none.
    #[arg(long, value_parser = ["notice", "receipt", "none"])]
    pub without_paper: Option<String>,
}

/// `import petitions`.
#[derive(Debug, Args)]
pub struct Petitions {
    /// XLSX, XLS, CSV or delimited text.
    pub file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// A column that the program does not know: its heading or letters and the field it holds; `-` leaves it out.
    #[arg(long, value_name = "COLUMN=FIELD", num_args = 1..)]
    pub map: Vec<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}
