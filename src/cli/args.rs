//! The command line: words and options that offices' scripts rely on.

mod exchange;
mod keeping;
mod money;
mod paper;
mod petition;
mod subsidy;
mod verify;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use exchange::*;
pub use keeping::*;
pub use money::*;
pub use paper::*;
pub use petition::*;
pub use subsidy::*;
pub use verify::*;

/// kuqu (库区通): the field system of a county resettlement office, offline, in a terminal.
///
/// Without a command the program opens on its data folder.
/// Exit codes: 0 done, 1 failed, 2 wrong command line, 3 some rows or files refused, 4 in use by another,
/// 5 wrong passphrase, 6 damaged.
#[derive(Debug, Parser)]
#[command(name = "kuqu", version, about, long_about)]
pub struct Arguments {
    /// Options that go before or after the command.
    #[command(flatten)]
    pub common: Common,
    /// What to do; nothing = open the program.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that every command takes.
#[derive(Debug, Args, Clone)]
pub struct Common {
    /// The data folder (a stick works too).
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Language of the screen and of every sentence.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangName>,
    /// Keymap: default, laptop, or the name of a file of one's own.
    #[arg(long, global = true, value_name = "NAME")]
    pub keymap: Option<String>,
    /// Today's date, for demos and tests (YYYY-MM-DD).
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<String>,
    /// The officer who acts (number from 1).
    #[arg(long = "as", global = true, value_name = "NUMBER", default_value_t = 1, hide_default_value = true)]
    pub acting: u16,
    /// A file whose first line is the passphrase (else KUQU_PASSPHRASE, else it is asked for).
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// Language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangName {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Found an office in the data folder.
    Init(Init),
    /// Open the program on a generated office.
    Demo(Demo),
    /// Practise what goes wrong once a year, step by step, on folders of its own.
    Drill(Drill),
    /// Take in an office file.
    #[command(subcommand)]
    Import(Import),
    /// Write a file for other programs; it is in clear.
    #[command(subcommand)]
    Export(Export),
    /// Look people, households and villages up.
    Find(Find),
    /// Show one record.
    #[command(subcommand)]
    Show(Show),
    /// Correct one field of a person or household.
    Correct(Correct),
    /// Who gave which field which value, when and why.
    History(History),
    /// Keep a note on a person or household.
    Note(Note),
    /// A household as a whole.
    #[command(subcommand)]
    Household(HouseholdAct),
    /// Everyone who has this identity number, phone or account.
    Shared(Shared),
    /// Proofs of migrant identity; the files are in clear.
    #[command(subcommand)]
    Proof(Proof),
    /// What is due to whom, and what was paid.
    #[command(subcommand)]
    Subsidy(Subsidy),
    /// The rules that say what is due.
    #[command(subcommand)]
    Rules(Rules),
    /// What has to be settled.
    Conflicts(Conflicts),
    /// Many commands under one unlock, one a line, from a file or standard input.
    Batch(Batch),
    /// Build the state anew from the journal.
    Rebuild,
    /// Check everything that can be checked.
    Doctor(Doctor),
    /// The journal itself.
    #[command(subcommand)]
    Journal(Journal),
    /// Who may open this folder, and do what.
    #[command(subcommand)]
    Officer(Officer),
    /// Make a laptop part of the office, in three files.
    #[command(subcommand)]
    Enrol(Enrol),
    /// Files that carry records between machines.
    #[command(subcommand)]
    Bundle(Bundle),
    /// The machines of the office, and what each of them has.
    Devices(Devices),
    /// The device's own key.
    #[command(subcommand)]
    Identity(Identity),
    /// Change one's own passphrase (the new one in KUQU_NEW_PASSPHRASE, else asked for).
    Passphrase,
    /// Set a new passphrase with the recovery code.
    Recover(Recover),
    /// Copy what is new to a stick, sealed as the folder is, and read it back.
    Backup(Backup),
    /// Bring a backup back into an absent or empty folder.
    Restore(Restore),
    /// Household verification: rounds, visits, proposals, decisions, lists and papers.
    #[command(subcommand)]
    Verify(Verify),
    /// Petitions: items, steps, deadlines explained, indicators.
    #[command(subcommand)]
    Petition(PetitionAct),
    /// Working days: tables of days off and make-up days.
    #[command(subcommand)]
    Calendar(CalendarAct),
    /// Count days from an event as a law counts them; needs no folder.
    Deadline(DeadlineOf),
    /// Print the key table.
    Keys,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// What this machine is.
    #[arg(long, value_enum)]
    pub role: MachineRole,
    /// The office's name.
    #[arg(long)]
    pub office: String,
    /// The officer's name.
    #[arg(long)]
    pub officer: String,
    /// The device's label: 1 to 3 letters or digits.
    #[arg(long)]
    pub device: String,
    /// Write the recovery code there instead of showing it.
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
}

/// What a machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MachineRole {
    /// The office's own machine.
    Office,
    /// A laptop that the office enrols.
    Field,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Number of persons, 10 to 200000.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(10..=200_000))]
    pub persons: u32,
    /// Seed of the generator: the same seed makes the same office.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Make the data and do not open the program.
    #[arg(long)]
    pub only_generate: bool,
}

/// `import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A roster of migrants (花名册).
    Roster(Roster),
    /// A roster of payments of an earlier period (往年发放名册).
    History(PastPayments),
    /// Opening balances (期初): what persons were paid before the first period that is kept.
    Opening(PastOpenings),
    /// A list of petitions (信访台账), as another system writes it.
    Petitions(Petitions),
}

/// `import roster`.
#[derive(Debug, Args)]
pub struct Roster {
    /// XLSX, XLS, CSV or delimited text.
    pub file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write the refused rows there, in the same shape, with a reason column.
    #[arg(long, value_name = "FILE")]
    pub refused: Option<PathBuf>,
    /// A column that the program does not know: its heading and the field it holds.
    #[arg(long, value_name = "COLUMN=FIELD", num_args = 1..)]
    pub map: Vec<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Persons, as a register sheet that can be imported again.
    Persons(Persons),
}

/// `export persons`.
#[derive(Debug, Args)]
pub struct Persons {
    /// XLSX where the name ends so, else CSV.
    pub file: PathBuf,
    /// Only this village (or TOWNSHIP/VILLAGE).
    #[arg(long, value_name = "NAME")]
    pub village: Option<String>,
    /// Only whom this query finds.
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// The columns, in this order.
    #[arg(long, value_name = "A,B")]
    pub columns: Option<String>,
    /// CSV in GB18030 instead of UTF-8.
    #[arg(long)]
    pub gb18030: bool,
}

/// `drill`.
#[derive(Debug, Args)]
pub struct Drill {
    /// Which.
    #[arg(value_enum)]
    pub name: DrillName,
    /// Only open the program on the machine of the step that is due.
    #[arg(long, hide = true, conflicts_with = "json")]
    pub open: bool,
    /// One JSON document on standard output; never opens the program.
    #[arg(long)]
    pub json: bool,
}

/// A drill on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DrillName {
    /// Two laptops differ.
    Conflict,
    /// A laptop is lost, replaced, and turns up again.
    LostLaptop,
    /// The file on the stick is spoiled.
    DamagedStick,
    /// The bank sends payments back.
    FailedPayment,
}

/// `find`.
#[derive(Debug, Args)]
pub struct Find {
    /// Name, pinyin, tail of a number, household code, village: up to four fragments.
    #[arg(required = true, num_args = 1..)]
    pub query: Vec<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Most hits that are listed.
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
    /// Show numbers in full; this is recorded.
    #[arg(long)]
    pub reveal: bool,
    /// Take n and l, zh and z, ing and in for the same, as the screen does.
    #[arg(long)]
    pub blur: bool,
}

/// `show`.
#[derive(Debug, Subcommand)]
pub enum Show {
    /// A household with its members.
    Household(ShowOne),
    /// A person.
    Person(ShowOne),
}

/// `show household|person`.
#[derive(Debug, Args)]
pub struct ShowOne {
    /// The code, or VILLAGE/CODE.
    pub code: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Show numbers in full; this is recorded.
    #[arg(long)]
    pub reveal: bool,
}

/// `correct`.
#[derive(Debug, Args)]
pub struct Correct {
    /// The code of a person or household, or VILLAGE/CODE.
    #[arg(required_unless_present = "fields")]
    pub code: Option<String>,
    /// The field: a name of --fields.
    #[arg(required_unless_present = "fields")]
    pub field: Option<String>,
    /// The new value; an empty one empties the field.
    #[arg(required_unless_present = "fields", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// Why; also acknowledges what is doubtful.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// List the fields that can be corrected.
    #[arg(long)]
    pub fields: bool,
}

/// `history`.
#[derive(Debug, Args)]
pub struct History {
    /// The code of a person or household, or VILLAGE/CODE.
    pub code: String,
    /// One field; else all.
    pub field: Option<String>,
    /// Only what was true on that day.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Only what had been written by the end of that day.
    #[arg(long, value_name = "DATE")]
    pub known_on: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Show numbers in full; this is recorded.
    #[arg(long)]
    pub reveal: bool,
}

/// `note`.
#[derive(Debug, Args)]
pub struct Note {
    /// The code of a person or household, or VILLAGE/CODE.
    pub code: String,
    /// What is to be kept.
    pub text: String,
}

/// `shared`.
#[derive(Debug, Args)]
pub struct Shared {
    /// The whole number.
    pub value: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `conflicts`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Conflicts {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Pairs of persons that were judged: `resolve ID --take 3` takes the judgement back.
    #[arg(long)]
    pub judged: bool,
    /// Late edits alone: what was written to records that had gone on in another village.
    #[arg(long, conflicts_with = "judged")]
    pub late: bool,
    /// Show numbers in full; this is recorded.
    #[arg(long)]
    pub reveal: bool,
    /// Settle one; without it they are listed.
    #[command(subcommand)]
    pub act: Option<ConflictAct>,
}

/// `conflicts ...`.
#[derive(Debug, Subcommand)]
pub enum ConflictAct {
    /// Settle one.
    Resolve(Resolve),
}

/// `conflicts resolve`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("choice").required(true))]
pub struct Resolve {
    /// The conflict's id, as the list has it.
    pub id: String,
    /// Take the n-th value, from 1. Of a possible duplicate: 1 the same, 2 distinct, 3 take the judgement back. Of a late
    /// edit: 1 carries it over, 2 leaves it out (with --why).
    #[arg(long, value_name = "N", group = "choice")]
    pub take: Option<usize>,
    /// Another value; an empty one empties the field.
    #[arg(long, value_name = "V", group = "choice", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `batch`.
#[derive(Debug, Args)]
pub struct Batch {
    /// One command a line, quoted as in a shell; else standard input.
    pub file: Option<PathBuf>,
    /// One JSON document on standard output, with the outcome of each line.
    #[arg(long)]
    pub json: bool,
    /// Go on after a line that fails.
    #[arg(long)]
    pub keep_going: bool,
}

/// A line of `batch`: a command without options of the program.
#[derive(Debug, Parser)]
#[command(name = "kuqu", no_binary_name = true)]
pub struct Line {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}
