//! Words of keeping the folder: doctor, journal, officers, recovery, backups.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
    /// Look at the terminal instead of the folder.
    #[arg(long, conflicts_with = "json")]
    pub terminal: bool,
}

/// `journal`.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Check every frame, chain and signature.
    Verify,
    /// Mend a damaged journal from a backup.
    Repair(Repair),
    /// Take villages that this machine has left out of its folder.
    Purge(Purge),
}

/// `journal purge`.
#[derive(Debug, Args)]
pub struct Purge {
    /// The villages; all that may go unless said.
    #[arg(value_name = "VILLAGE")]
    pub villages: Vec<String>,
    /// Say what would go and what waits; change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Discard the half-typed forms about the named villages, whoever typed them.
    #[arg(long, requires = "villages", conflicts_with = "dry_run")]
    pub drop_drafts: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `journal repair`.
#[derive(Debug, Args)]
pub struct Repair {
    /// The backup's folder.
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Go on without what no copy has; it is named.
    #[arg(long)]
    pub accept_loss: bool,
}

/// `officer`.
#[derive(Debug, Subcommand)]
pub enum Officer {
    /// Let another officer work in this folder (their passphrase in KUQU_NEW_PASSPHRASE, else asked for).
    Add(OfficerAdd),
    /// List the officers.
    List(OfficerList),
    /// Take an officer's access away at once.
    End(OfficerNumber),
    /// Pass villages and drafts from one officer to another, and print the list to be signed.
    Handover(OfficerHandover),
}

/// `officer add`.
#[derive(Debug, Args)]
pub struct OfficerAdd {
    /// Name, as written on papers.
    #[arg(long)]
    pub name: String,
    /// What they may do.
    #[arg(long, value_enum, required = true, num_args = 1..)]
    pub role: Vec<RoleName>,
    /// Their villages; all unless said.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub villages: Vec<String>,
}

/// A role on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// Field work.
    Recorder,
    /// Computes, imports, enters decisions.
    Maker,
    /// Approves.
    Approver,
    /// All of it, and officers.
    Head,
}

/// `officer list`.
#[derive(Debug, Args)]
pub struct OfficerList {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `officer end`.
#[derive(Debug, Args)]
pub struct OfficerNumber {
    /// The officer's number.
    pub number: u32,
}

/// `officer handover`.
#[derive(Debug, Args)]
pub struct OfficerHandover {
    /// Who gives.
    pub from: u32,
    /// Who takes.
    pub to: u32,
}

/// `recover`.
#[derive(Debug, Args)]
pub struct Recover {
    /// A file whose first line is the recovery code (else it is asked for).
    #[arg(long, value_name = "FILE")]
    pub code_file: Option<PathBuf>,
}

/// `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// A folder on a stick or share.
    pub folder: PathBuf,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup's folder.
    pub folder: PathBuf,
}
