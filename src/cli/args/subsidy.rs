//! Words and options of direct support and its rules.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::money::{
    SubsidyAgain, SubsidyAllocation, SubsidyApproval, SubsidyFill, SubsidyJson, SubsidyNotice,
    SubsidyOpening, SubsidyPaper, SubsidyPayee, SubsidyRecover, SubsidySettle, SubsidyStrike,
    SubsidyWithdraw, SubsidyWriteOff, SubsidyYear,
};

/// `rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// The rules that the program brings with it, and which one holds here.
    List(RulesList),
    /// Read a rule document and say whether it is whole.
    Check(RulesCheck),
    /// Put a rule document in force; what was frozen by the one before must come out the same.
    Add(RulesCheck),
    /// Choose the rule that holds here.
    Use(RulesUse),
}

/// `rules use`.
#[derive(Debug, Args)]
pub struct RulesUse {
    /// The rule's id, as `rules list` names it.
    pub id: String,
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
    /// Freeze the list of a period as a batch; corrected failures go out again with it.
    Freeze(SubsidyFreeze),
    /// The batch hangs in the villages.
    Post(SubsidyBatch),
    /// The batch was checked, by somebody else than its maker.
    Review(SubsidyBatch),
    /// The batch is approved, by somebody else than its maker.
    Approve(SubsidyBatch),
    /// The batch goes to finance and bank.
    Submit(SubsidyBatch),
    /// Give a batch up before it is submitted; its number is kept.
    Withdraw(SubsidyWithdraw),
    /// All batches, and how far they have come.
    Batches(SubsidyJson),
    /// Hold a person's line back before the batch is submitted; the list and its total stay.
    Hold(SubsidyStrike),
    /// Reverse a person's credit after it.
    Reverse(SubsidyStrike),
    /// Make a batch of what is owed: corrected failures, or all that is owed to these persons.
    Again(SubsidyAgain),
    /// Close an open item with a reason; it pays nobody.
    Settle(SubsidySettle),
    /// Who was paid too much, and what became of it.
    Over(SubsidyJson),
    /// Enter a step of getting over-paid money back.
    Recover(SubsidyRecover),
    /// Propose that over-paid money is given up, or approve that.
    Writeoff(SubsidyWriteOff),
    /// What a person was paid before the first period that is kept.
    Opening(SubsidyOpening),
    /// Who receives a person's money by a signed form: an agent or an heir.
    Payee(SubsidyPayee),
    /// All such forms.
    Payees(SubsidyJson),
    /// Enter an approval: so many persons of a reservoir, from a day.
    Approval(SubsidyApproval),
    /// Approvals, and how many persons are linked.
    Approvals(SubsidyJson),
    /// Enter money that came, or went elsewhere than to persons.
    Allocation(SubsidyAllocation),
    /// Money that came or went.
    Allocations(SubsidyJson),
    /// The figures of a year, and what differs from those published.
    Year(SubsidyYear),
    /// Close a year: its figures are published, once.
    Close(SubsidyYear),
    /// Write a batch for finance and bank: XLSX where the name ends so, else CSV; it is in clear.
    Export(SubsidyExport),
    /// Fill a platform's own empty table with a batch; it is in clear.
    Fill(SubsidyFill),
    /// The letter that asks finance for the money of a batch, with the amount in words.
    Letter(SubsidyPaper),
    /// The list that hangs in the villages, without numbers.
    Posting(SubsidyPaper),
    /// The notice that asks a person for over-paid money.
    Notice(SubsidyNotice),
    /// Take in what the bank says of a batch.
    Return(SubsidyReturn),
    /// Failed and withheld payments that nobody has paid since.
    Open(SubsidyOpen),
    /// Who reaches the end of the term, by month.
    Forecast(SubsidyForecast),
    /// What a list should make somebody look at.
    Sweep(SubsidySweep),
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
    /// Who is new, gone, changed or held against the list before, and what waiting proposals would do.
    #[arg(long)]
    pub compare: bool,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy freeze`.
#[derive(Debug, Args)]
pub struct SubsidyFreeze {
    /// 2021Q3, 2021H1, 2021M07 or 2021.
    #[arg(long)]
    pub period: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy post|review|approve|submit|withdraw`.
#[derive(Debug, Args)]
pub struct SubsidyBatch {
    /// The batch's number.
    pub batch: String,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy export`.
#[derive(Debug, Args)]
pub struct SubsidyExport {
    /// The batch's number.
    pub batch: String,
    /// XLSX where the name ends so, else CSV; a file that exists is never replaced.
    pub file: PathBuf,
}

/// `subsidy return`.
#[derive(Debug, Args)]
pub struct SubsidyReturn {
    /// XLSX, XLS, CSV or delimited text.
    pub file: PathBuf,
    /// The batch's number; without it the file's own item numbers name it.
    #[arg(long, value_name = "BATCH")]
    pub batch: Option<String>,
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy open`.
#[derive(Debug, Args)]
pub struct SubsidyOpen {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy forecast`.
#[derive(Debug, Args)]
pub struct SubsidyForecast {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `subsidy sweep`.
#[derive(Debug, Args)]
pub struct SubsidySweep {
    /// One JSON document on standard output.
    #[arg(long)]
    pub json: bool,
}
