//! Words and options of acts on money: lines, recoveries, openings, approvals, years.

use std::path::PathBuf;

use clap::Args;

use super::SubsidyBatch;

/// Commands with nothing but `--json`.
#[derive(Debug, Args)]
pub struct SubsidyJson {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy withdraw`.
#[derive(Debug, Args)]
pub struct SubsidyWithdraw {
    /// The batch.
    #[command(flatten)]
    pub one: SubsidyBatch,
    /// Why.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub reason: String,
}

/// `subsidy hold|reverse`.
#[derive(Debug, Args)]
pub struct SubsidyStrike {
    /// The batch's number.
    pub batch: String,
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// Which period, where the person has several lines.
    #[arg(long)]
    pub period: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `subsidy again`.
#[derive(Debug, Args)]
pub struct SubsidyAgain {
    /// Persons; without any: all failures whose account was corrected.
    pub codes: Vec<String>,
    /// The period in which it is paid.
    #[arg(long)]
    pub period: String,
    /// All persons of an approval: back-pay from its start.
    #[arg(long, value_name = "DOCUMENT", conflicts_with = "codes")]
    pub approval: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy settle`.
#[derive(Debug, Args)]
pub struct SubsidySettle {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// Which period.
    #[arg(long)]
    pub period: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// How over-paid money comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RecoverBy {
    /// Asked for by a notice.
    Demand,
    /// Paid back in cash.
    Cash,
    /// Taken back by the bank.
    Bank,
    /// Offset against another period of the person.
    Offset,
    /// Offset against a relative's period, with a signed consent.
    Relative,
}

/// `subsidy recover`.
#[derive(Debug, Args)]
pub struct SubsidyRecover {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// The period that was over-paid.
    #[arg(long)]
    pub period: String,
    /// How.
    #[arg(long, value_enum)]
    pub by: RecoverBy,
    /// Yuan; without it all that is open.
    #[arg(long)]
    pub amount: Option<String>,
    /// When; without it today.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The period that an offset pays.
    #[arg(long, value_name = "PERIOD")]
    pub into: Option<String>,
    /// The relative whose period that is.
    #[arg(long, value_name = "CODE")]
    pub relative: Option<String>,
    /// The paper that it rests on: consent, receipt, notice.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub paper: String,
}

/// `subsidy writeoff`.
#[derive(Debug, Args)]
pub struct SubsidyWriteOff {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// The period that was over-paid.
    #[arg(long)]
    pub period: String,
    /// Yuan; without it all that is open.
    #[arg(long)]
    pub amount: Option<String>,
    /// Why it is given up.
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "approve",
        default_value = "",
        hide_default_value = true
    )]
    pub reason: String,
    /// Approve what somebody else proposed.
    #[arg(long, requires = "paper")]
    pub approve: bool,
    /// Number of the approval.
    #[arg(long, value_name = "TEXT")]
    pub paper: Option<String>,
}

/// `subsidy opening`.
#[derive(Debug, Args)]
pub struct SubsidyOpening {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// The last period that it covers.
    #[arg(long, value_name = "PERIOD")]
    pub through: String,
    /// Periods that were credited.
    #[arg(long)]
    pub periods: u32,
    /// Yuan that were credited.
    #[arg(long)]
    pub amount: String,
    /// Where it stands.
    #[arg(long, value_name = "TEXT")]
    pub source: String,
}

/// Cohort of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CohortName {
    /// Relocated on or before 2006-06-30.
    Pre2006,
    /// Relocated later.
    Post2006,
}

/// `subsidy approval`.
#[derive(Debug, Args)]
pub struct SubsidyApproval {
    /// Number of the document.
    #[arg(long)]
    pub document: String,
    /// Its date.
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// For which reservoir.
    #[arg(long)]
    pub reservoir: String,
    /// So many persons.
    #[arg(long)]
    pub persons: u32,
    /// Of which cohort.
    #[arg(long, value_enum)]
    pub cohort: CohortName,
    /// Support from.
    #[arg(long, value_name = "DATE")]
    pub start: String,
    /// A remark.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub remark: String,
}

/// Where money comes from or goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FlowName {
    /// Received from above.
    Received,
    /// To projects.
    Projects,
    /// Taken back by finance.
    Withdrawn,
    /// There before the first year that is kept.
    Opening,
}

/// `subsidy allocation`.
#[derive(Debug, Args)]
pub struct SubsidyAllocation {
    /// Where from or to.
    #[arg(long, value_enum, default_value = "received")]
    pub flow: FlowName,
    /// For which year.
    #[arg(long)]
    pub year: i32,
    /// Number of the document.
    #[arg(long)]
    pub document: String,
    /// Yuan.
    #[arg(long)]
    pub amount: String,
    /// When it came or went.
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// For which reservoir; without it for all.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reservoir: String,
    /// Persons that it was made of.
    #[arg(long)]
    pub persons: Option<u32>,
    /// A remark.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub remark: String,
}

/// `subsidy year|close`.
#[derive(Debug, Args)]
pub struct SubsidyYear {
    /// Which.
    #[arg(long)]
    pub year: i32,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `import history`.
#[derive(Debug, Args)]
pub struct PastPayments {
    /// XLSX, XLS, CSV or delimited text.
    pub file: PathBuf,
    /// The period that it paid: 2015Q3, 2015H1, 2015M07 or 2015.
    #[arg(long)]
    pub period: String,
    /// A column that the program does not know: its heading and the field it holds.
    #[arg(long, value_name = "COLUMN=FIELD", num_args = 1..)]
    pub map: Vec<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `import opening`.
#[derive(Debug, Args)]
pub struct PastOpenings {
    /// A table with the number of periods and the amount of each person.
    pub file: PathBuf,
    /// The last period that it covers.
    #[arg(long, value_name = "PERIOD")]
    pub through: String,
    /// Where it stands.
    #[arg(long, value_name = "TEXT")]
    pub source: String,
    /// A column that the program does not know: its heading and the field it holds.
    #[arg(long, value_name = "COLUMN=FIELD", num_args = 1..)]
    pub map: Vec<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy letter|posting`.
#[derive(Debug, Args)]
pub struct SubsidyPaper {
    /// The batch's number.
    pub batch: String,
    /// .xlsx or .txt; a file that exists is never replaced.
    pub file: PathBuf,
}

/// `subsidy notice`.
#[derive(Debug, Args)]
pub struct SubsidyNotice {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// .xlsx or .txt; a file that exists is never replaced.
    pub file: PathBuf,
}

/// `subsidy fill`.
#[derive(Debug, Args)]
pub struct SubsidyFill {
    /// The batch's number.
    pub batch: String,
    /// The platform's own empty table.
    pub template: PathBuf,
    /// XLSX where the name ends so, else CSV; a file that exists is never replaced.
    pub file: PathBuf,
    /// A column that the program does not know: its heading and the field it holds; kept for the next time.
    #[arg(long, value_name = "COLUMN=FIELD", num_args = 1..)]
    pub map: Vec<String>,
}

/// `subsidy payee`.
#[derive(Debug, Args)]
pub struct SubsidyPayee {
    /// The person's code, or VILLAGE/CODE.
    pub code: String,
    /// Number of the signed form.
    #[arg(long, value_name = "TEXT")]
    pub paper: String,
    /// Who receives.
    #[arg(long, value_name = "TEXT", required_unless_present = "end")]
    pub name: Option<String>,
    /// What they are to the person.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub relation: String,
    /// Into which account.
    #[arg(long, value_name = "NUMBER", required_unless_present = "end")]
    pub account: Option<String>,
    /// When it was signed.
    #[arg(long, value_name = "DATE", required_unless_present = "end")]
    pub on: Option<String>,
    /// An heir, not an agent.
    #[arg(long)]
    pub heir: bool,
    /// First day; without it the day of signing.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day; without it until it is taken back.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// The form counts until this day and no longer.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["name", "account", "on", "from", "until", "heir"])]
    pub end: Option<String>,
}
