//! The command line: words and options that offices' scripts rely on.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Build the state anew from the journal.
    Rebuild,
    /// Check everything that can be checked.
    Doctor(Doctor),
    /// The journal itself.
    #[command(subcommand)]
    Journal(Journal),
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

/// `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `journal`.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Check every frame, chain and signature.
    Verify,
}
