//! The command line of exchange (交换): enrolment, bundles, devices, identity.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::RoleName;

/// `enrol`.
#[derive(Debug, Subcommand)]
pub enum Enrol {
    /// On the laptop: write the request.
    Request(OneFile),
    /// In the office: take the laptop in and write the answer.
    Accept(EnrolAccept),
    /// On the laptop: take the answer in.
    Finish(OneFile),
}

/// A command with one file.
#[derive(Debug, Args)]
pub struct OneFile {
    /// The file.
    pub file: PathBuf,
}

/// `enrol accept`.
#[derive(Debug, Args)]
pub struct EnrolAccept {
    /// The request.
    pub file: PathBuf,
    /// The officer's name.
    #[arg(long)]
    pub officer: String,
    /// What they may do.
    #[arg(long, value_enum, required = true, num_args = 1..)]
    pub role: Vec<RoleName>,
    /// The villages whose records go to the laptop.
    #[arg(long, required_unless_present = "office_machine", num_args = 1.., value_name = "NAME")]
    pub villages: Vec<String>,
    /// A machine of the office: every village and what is with the office goes to it.
    #[arg(long, conflicts_with = "villages")]
    pub office_machine: bool,
    /// Where the answer is written.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `bundle`.
#[derive(Debug, Subcommand)]
pub enum Bundle {
    /// Write what another machine lacks.
    Export(BundleExport),
    /// Take in what another machine wrote.
    Import(BundleImport),
    /// Check a bundle with the program alone: no folder, no key.
    Verify(BundleVerify),
    /// Say what a bundle's header says; write the sealed payload.
    Inspect(BundleInspect),
    /// Ask for what is missing here.
    Request(OneFolder),
}

/// `bundle export`.
#[derive(Debug, Args)]
pub struct BundleExport {
    /// The receiving device's label.
    #[arg(long, value_name = "DEVICE")]
    pub to: Option<String>,
    /// A folder on a stick or share.
    pub folder: PathBuf,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `bundle import`.
#[derive(Debug, Args)]
pub struct BundleImport {
    /// A bundle, or a request for one.
    pub file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `bundle verify`.
#[derive(Debug, Args)]
pub struct BundleVerify {
    /// The bundle.
    pub file: PathBuf,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `bundle inspect`.
#[derive(Debug, Args)]
pub struct BundleInspect {
    /// The bundle.
    pub file: PathBuf,
    /// Write the payload there, as `age -d` reads it.
    #[arg(long, value_name = "OUT")]
    pub payload: Option<PathBuf>,
}

/// A command with one folder.
#[derive(Debug, Args)]
pub struct OneFolder {
    /// The folder.
    pub folder: PathBuf,
}

/// `devices`.
#[derive(Debug, Args)]
pub struct Devices {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `identity`.
#[derive(Debug, Subcommand)]
pub enum Identity {
    /// Print the device's age key, for `age -d`; recorded.
    File(IdentityFile),
}

/// `identity file`.
#[derive(Debug, Args)]
pub struct IdentityFile {
    /// Yes, the key that opens every bundle for this machine is to be printed.
    #[arg(long, required = true)]
    pub yes: bool,
}
