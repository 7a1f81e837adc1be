//! The words of what keeps a folder alive: doctor, journal, recovery, backups.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
