//! The words of `verify`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `verify ...`.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Rounds of verification.
    #[command(subcommand)]
    Round(RoundAct),
    /// How far the round is.
    Status(VerifyStatus),
    /// The households of a village in the roster's order, with why each is marked.
    Route(VerifyRoute),
    /// Record a visit; members who are not named are as recorded.
    Visit(VerifyVisit),
    /// The other households of a village: village report, no change.
    Rest(VerifyRest),
    /// Where the first and the second check of a village differ.
    Check(VerifyRoute),
    /// Proposals and decisions that wait for the office.
    Queue(VerifyQueue),
    /// An opinion of community, street or district on a proposal.
    Opinion(VerifyOpinion),
    /// Return a proposal to the field with a comment.
    Return(VerifyReturn),
    /// Take a proposal back.
    Withdraw(VerifyPerson),
    /// Enter a decision on a proposal.
    Decide(VerifyDecide),
    /// Approve a decision, or decline or revoke it.
    Approve(VerifyApprove),
    /// The notice of a decision went out, and was served.
    Notice(VerifyNotice),
    /// Match another office's list; nothing changes by itself.
    Match(VerifyMatch),
    /// Say of a suspicion that it is not so.
    Dismiss(VerifyId),
    /// Write the list to be posted in a village.
    Posting(VerifyPosting),
    /// What was posted in a village, and what was said against it.
    Postings(VerifyRoute),
    /// End a posting with its result, or take it down.
    EndPosting(VerifyEndPosting),
    /// Take an objection to a posted list in, check it again, or answer one.
    Object(VerifyObject),
    /// Note a photo or paper by its file's name and digest; the file stays where it is.
    Paper(VerifyPaper),
    /// Photos and papers of a village.
    Papers(VerifyRoute),
    /// Write a household's visit record for signature.
    Sheet(VerifySheet),
    /// Write the change sheet of a person with the three opinions.
    Change(VerifyChange),
    /// The yearly summary by reservoir, with its check.
    Summary(VerifySummary),
    /// The words of outcomes, evidence, results and causes.
    Words,
}

/// `verify round ...`.
#[derive(Debug, Subcommand)]
pub enum RoundAct {
    /// Open a round.
    Open(RoundOpen),
}

/// `verify round open`.
#[derive(Debug, Args)]
pub struct RoundOpen {
    /// A year (2026) or a quarter (2026Q3).
    #[arg(long)]
    pub period: String,
    /// The day on which the list is frozen.
    #[arg(long, value_name = "DATE")]
    pub cutoff: String,
    /// Its villages; all unless said.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub villages: Vec<String>,
    /// Why, where something is doubtful.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `verify status`.
#[derive(Debug, Args)]
pub struct VerifyStatus {
    /// Only this village (or TOWNSHIP/VILLAGE).
    #[arg(long, value_name = "NAME")]
    pub village: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `verify route`, `verify check`.
#[derive(Debug, Args)]
pub struct VerifyRoute {
    /// The village (or TOWNSHIP/VILLAGE).
    pub village: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `verify visit`.
#[derive(Debug, Args)]
pub struct VerifyVisit {
    /// The code of the household, or VILLAGE/CODE.
    pub household: String,
    /// What was found of a member: CODE=OUTCOME[,DATE[,EVIDENCE]].
    #[arg(long, value_name = "CODE=OUTCOME,..")]
    pub member: Vec<String>,
    /// What came of the visit; by the members unless said.
    #[arg(long, value_name = "RESULT")]
    pub result: Option<String>,
    /// How it came about: door, desk, village_report, check.
    #[arg(long, default_value = "door")]
    pub way: String,
    /// Who was there.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub officers: Vec<String>,
    /// Why there were fewer than two.
    #[arg(long, value_name = "TEXT")]
    pub why_few: Option<String>,
    /// The day; today unless said.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Who answered.
    #[arg(long, value_name = "NAME")]
    pub respondent: Option<String>,
    /// What was noted.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// When one comes again.
    #[arg(long, value_name = "DATE")]
    pub next: Option<String>,
    /// Why, where something is doubtful.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `verify rest`.
#[derive(Debug, Args)]
pub struct VerifyRest {
    /// The village (or TOWNSHIP/VILLAGE).
    pub village: String,
    /// How many households are left, as a confirmation.
    #[arg(long)]
    pub count: usize,
}

/// `verify queue`.
#[derive(Debug, Args)]
pub struct VerifyQueue {
    /// Only this village (or TOWNSHIP/VILLAGE).
    #[arg(long, value_name = "NAME")]
    pub village: Option<String>,
    /// Those that wait for nobody as well.
    #[arg(long)]
    pub all: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `verify opinion`.
#[derive(Debug, Args)]
pub struct VerifyOpinion {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
    /// Whose: community, street, district.
    #[arg(long)]
    pub level: String,
    /// Who signed.
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Does not agree.
    #[arg(long)]
    pub against: bool,
    /// The day; today unless said.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// In their words.
    #[arg(long, default_value = "")]
    pub text: String,
}

/// `verify return`.
#[derive(Debug, Args)]
pub struct VerifyReturn {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
    /// The field it is about: outcome, on, evidence, note.
    #[arg(long, default_value = "outcome")]
    pub field: String,
    /// What is missing or wrong.
    #[arg(long, value_name = "TEXT")]
    pub comment: String,
    /// The version that was judged, as the queue has it.
    #[arg(long, value_name = "V")]
    pub version: Option<String>,
}

/// `verify withdraw`.
#[derive(Debug, Args)]
pub struct VerifyPerson {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
}

/// `verify decide`.
#[derive(Debug, Args)]
pub struct VerifyDecide {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
    /// Papers.
    #[arg(long, num_args = 1.., value_name = "TEXT")]
    pub evidence: Vec<String>,
    /// The cause of the rule; by the outcome unless said.
    #[arg(long, value_name = "ID")]
    pub cause: Option<String>,
    /// The day it happened; as proposed unless said.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// From when it counts; the next period unless said.
    #[arg(long, value_name = "DATE")]
    pub effective: Option<String>,
    /// Number of the document.
    #[arg(long, default_value = "")]
    pub number: String,
    /// The other county of a transfer.
    #[arg(long, default_value = "", value_name = "NAME")]
    pub county: String,
    /// Number of the other county's confirmation.
    #[arg(long, default_value = "", value_name = "NUMBER")]
    pub confirmation: String,
    /// Date of the other county's confirmation.
    #[arg(long, value_name = "DATE")]
    pub confirmed_on: Option<String>,
    /// The version that was judged, as the queue has it.
    #[arg(long, value_name = "V")]
    pub version: Option<String>,
    /// Why, where something is doubtful.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `verify approve`.
#[derive(Debug, Args)]
pub struct VerifyApprove {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
    /// Does not agree: declines it, or revokes an approval.
    #[arg(long)]
    pub against: bool,
    /// The day; today unless said.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `verify notice`.
#[derive(Debug, Args)]
pub struct VerifyNotice {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
    /// The day of the notice.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The day it was served.
    #[arg(long, value_name = "DATE")]
    pub served: Option<String>,
    /// To whom.
    #[arg(long, default_value = "", value_name = "NAME")]
    pub to: String,
    /// Write the notice there, with objection, reconsideration and suit named (.xlsx or .txt).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `verify match`.
#[derive(Debug, Args)]
pub struct VerifyMatch {
    /// XLSX, XLS, CSV or delimited text.
    pub file: PathBuf,
    /// The outcome that it claims, where neither its headings nor its name say so.
    #[arg(long, value_name = "OUTCOME")]
    pub claims: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `verify dismiss`.
#[derive(Debug, Args)]
pub struct VerifyId {
    /// The id, or its first digits.
    pub id: String,
}

/// `verify posting`.
#[derive(Debug, Args)]
pub struct VerifyPosting {
    /// The village (or TOWNSHIP/VILLAGE).
    pub village: String,
    /// XLSX or text by the name's ending (.xlsx, .txt).
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// First day; today unless said.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Days that it hangs; as the rule says unless said.
    #[arg(long, value_name = "N")]
    pub days: Option<i32>,
    /// The phone for objections.
    #[arg(long, default_value = "", value_name = "NUMBER")]
    pub phone: String,
    /// Why, where something is doubtful.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// `verify end-posting`.
#[derive(Debug, Args)]
pub struct VerifyEndPosting {
    /// The village (or TOWNSHIP/VILLAGE).
    pub village: String,
    /// The result.
    #[arg(long, value_name = "TEXT")]
    pub result: String,
    /// It was taken down early.
    #[arg(long)]
    pub taken_down: bool,
    /// Why, where something is doubtful.
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Write the proof of the result there (.xlsx or .txt).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `verify object`.
#[derive(Debug, Args)]
pub struct VerifyObject {
    /// The village (or TOWNSHIP/VILLAGE).
    pub village: String,
    /// Who says it.
    #[arg(long, default_value = "", value_name = "NAME")]
    pub by: String,
    /// What they say.
    #[arg(long, default_value = "")]
    pub text: String,
    /// Whom it is about.
    #[arg(long, value_name = "CODE")]
    pub about: Option<String>,
    /// The day; today unless said.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The oldest open objection was checked again: what came of it.
    #[arg(long, value_name = "TEXT", conflicts_with = "answer")]
    pub recheck: Option<String>,
    /// The answer to the oldest open objection.
    #[arg(long, value_name = "TEXT")]
    pub answer: Option<String>,
}

/// `verify paper`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("of").required(true)))]
pub struct VerifyPaper {
    /// The photo or scan.
    pub file: PathBuf,
    /// Of the list posted in this village (or TOWNSHIP/VILLAGE).
    #[arg(long, group = "of", value_name = "VILLAGE")]
    pub posting: Option<String>,
    /// Of the last visit of this household.
    #[arg(long, group = "of", value_name = "CODE")]
    pub household: Option<String>,
    /// Of what is proposed of this person.
    #[arg(long, group = "of", value_name = "CODE")]
    pub person: Option<String>,
    /// What it is.
    #[arg(long, value_name = "TEXT")]
    pub title: String,
    /// Kind of evidence.
    #[arg(long, default_value = "document", value_name = "EVIDENCE")]
    pub evidence: String,
    /// Where the file lies.
    #[arg(long, default_value = "", value_name = "TEXT")]
    pub place: String,
    /// Its date.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// `verify sheet`.
#[derive(Debug, Args)]
pub struct VerifySheet {
    /// The code of the household, or VILLAGE/CODE.
    pub household: String,
    /// XLSX or text by the name's ending (.xlsx, .txt).
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `verify change`.
#[derive(Debug, Args)]
pub struct VerifyChange {
    /// The person's code, or VILLAGE/CODE.
    pub person: String,
    /// XLSX or text by the name's ending (.xlsx, .txt).
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `verify summary`.
#[derive(Debug, Args)]
pub struct VerifySummary {
    /// A year (2026) or a quarter (2026Q3).
    #[arg(long)]
    pub period: String,
    /// XLSX or text by the name's ending (.xlsx, .txt).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}
