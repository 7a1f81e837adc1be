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
    /// What was taken in here, bundles and rosters, with the ids by which an import is undone.
    List(BundleList),
    /// What an import brought, and what stands here now.
    Show(BundleShow),
    /// Rule that an import does not count, while nothing rests on it; on the office's first machine, for all machines.
    Undo(BundleRule),
    /// Count an import again that was undone.
    Redo(BundleRule),
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

/// `bundle list`.
#[derive(Debug, Args)]
pub struct BundleList {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `bundle show`.
#[derive(Debug, Args)]
pub struct BundleShow {
    /// Id of the import (`bundle list`), or its first digits.
    pub id: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `bundle undo` and `bundle redo`.
#[derive(Debug, Args)]
pub struct BundleRule {
    /// Id of the import (`bundle list`), or its first digits.
    pub id: String,
    /// Why; kept with the ruling.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
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
    /// What to do; nothing = list them.
    #[command(subcommand)]
    pub act: Option<DevicesAct>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// What is done about a machine.
#[derive(Debug, Subcommand)]
pub enum DevicesAct {
    /// Give a laptop these villages and no others.
    Villages(DeviceVillages),
    /// End a lost or retired machine and say which households nobody has heard of since its last receipt.
    End(DevicesEnd),
    /// What turned up of an ended machine: put aside, to be read.
    Late(DevicesLate),
    /// Release what turned up of an ended machine: all of it, or single commits.
    Release(DevicesRelease),
}

/// `devices end`.
#[derive(Debug, Args)]
pub struct DevicesEnd {
    /// Its label.
    pub label: String,
    /// Why; kept with the end.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Write the list of these households as a paper (.xlsx or .txt).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Say what would be lost and end nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `devices late`.
#[derive(Debug, Args)]
pub struct DevicesLate {
    /// Its label.
    pub label: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `devices release`.
#[derive(Debug, Args)]
pub struct DevicesRelease {
    /// Its label.
    pub label: String,
    /// A commit (`devices late`), by its id or its first digits; none = all.
    #[arg(long, value_name = "ID")]
    pub commit: Vec<String>,
    /// Why; kept with the ruling.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `devices villages`.
#[derive(Debug, Args)]
pub struct DeviceVillages {
    /// The laptop's label.
    pub label: String,
    /// Every village that it carries from now on: VILLAGE, or TOWNSHIP/VILLAGE.
    #[arg(required = true, value_name = "NAME")]
    pub villages: Vec<String>,
    /// Also if it alone carries a village that is taken away and was not heard of since something was written for it.
    #[arg(long)]
    pub force: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `household ...`.
#[derive(Debug, Subcommand)]
pub enum HouseholdAct {
    /// Move it with its members to another village.
    Move(HouseholdMove),
}

/// `household move`.
#[derive(Debug, Args)]
pub struct HouseholdMove {
    /// The household's code.
    pub code: String,
    /// Where to: VILLAGE, or TOWNSHIP/VILLAGE.
    pub village: String,
    /// Since when they live there; today unless said (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The household's code there; it keeps its own unless said.
    #[arg(long = "code", value_name = "CODE")]
    pub new_code: Option<String>,
    /// The address there.
    #[arg(long, value_name = "TEXT")]
    pub address: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub why: String,
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
