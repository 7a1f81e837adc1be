//! Words and options of direct support and its rules.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// The rules that the program brings with it, and which one holds here.
    List(RulesList),
    /// Read a rule document and say whether it is whole.
    Check(RulesCheck),
}

/// `rules list`.
#[derive(Debug, Args)]
pub struct RulesList {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `rules check`.
#[derive(Debug, Args)]
pub struct RulesCheck {
    /// The document (.toml).
    pub file: PathBuf,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy`.
#[derive(Debug, Subcommand)]
pub enum Subsidy {
    /// What is due to a person in a period, line by line.
    Explain(SubsidyExplain),
    /// Every period of a person, and what was paid.
    History(SubsidyHistory),
    /// The payment list of a period as it would be now.
    List(SubsidyList),
}

/// `subsidy explain`.
#[derive(Debug, Args)]
pub struct SubsidyExplain {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// 2021Q3, 2021H1, 2021M07 or 2021.
    #[arg(long)]
    pub period: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy history`.
#[derive(Debug, Args)]
pub struct SubsidyHistory {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy list`.
#[derive(Debug, Args)]
pub struct SubsidyList {
    /// 2021Q3, 2021H1, 2021M07 or 2021.
    #[arg(long)]
    pub period: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}
