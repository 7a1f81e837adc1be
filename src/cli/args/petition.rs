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
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3_660))]
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
