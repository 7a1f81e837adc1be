//! Words and options of papers that leave the office.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `proof`.
#[derive(Debug, Subcommand)]
pub enum Proof {
    /// Issue a proof for a person or a whole household, and enter it in the register.
    Issue(ProofIssue),
    /// The register of what was issued.
    List(ProofList),
}

/// `proof issue`.
#[derive(Debug, Args)]
pub struct ProofIssue {
    /// The code of a person or household, or VILLAGE/CODE.
    pub code: String,
    /// What for, as printed.
    #[arg(long, value_name = "TEXT")]
    pub purpose: String,
    /// XLSX or plain text, by the name's ending (.xlsx, .txt); a file that exists is never replaced.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// How many copies are handed out.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub copies: u32,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `proof list`.
#[derive(Debug, Args)]
pub struct ProofList {
    /// Only this village (or TOWNSHIP/VILLAGE).
    #[arg(long, value_name = "NAME")]
    pub village: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Print the register there, too: XLSX or plain text, by the name's ending (.xlsx, .txt).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
