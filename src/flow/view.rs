//! What the screens show (所示): records as plain values, already in the words of the work, filled by the
//! worker.
//!
//! Numbers, accounts and phones come masked; the full ones come only in [`Revealed`] and leave the state
//! again. Dates are ISO texts of day, month or year precision (`2005-06-30`, `2005-06`, `2005`).

use crate::domain::sex::Sex;
use crate::domain::status::Status;
use crate::flow::message::Severity;
use crate::i18n::Both;
use crate::i18n::import::Verdict;
use crate::i18n::lookup::MatchReason;
use crate::journal::EntityId;
pub use crate::sheets::Field;

/// Who works here, and on what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Name of the office.
    pub office: String,
    /// The officer's name.
    pub officer: String,
    /// The officer's number, from 1.
    pub number: u32,
    /// Role bits: recorder 1, maker 2, approver 4, head 8.
    pub roles: u8,
    /// When the recovery code was used since this officer's last start.
    pub recovery_used: Option<String>,
    /// Idle minutes before the screen locks itself, where the office's setting says so.
    pub idle_minutes: Option<u32>,
}

/// A value that may stand in conflict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// What is shown; empty when not recorded.
    pub text: String,
    /// The other live values of a conflict.
    pub others: Vec<String>,
}

impl Value {
    /// A value without conflict.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), others: Vec::new() }
    }

    /// True when several values are live.
    pub fn in_conflict(&self) -> bool {
        !self.others.is_empty()
    }
}

/// One finding on a person or household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// What was found, as one clause.
    pub words: Both,
}

/// A member of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    /// The person's record.
    pub person: EntityId,
    /// Person code.
    pub code: String,
    /// Relation to the head.
    pub relation: Both,
    /// Name.
    pub name: Value,
    /// Former name; empty when none.
    pub former_name: String,
    /// Nickname; empty when none.
    pub nickname: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of birth.
    pub birth: Value,
    /// Age in full years today, or at death.
    pub age: Option<u16>,
    /// Where the person stands.
    pub status: Status,
    /// Since when, for a standing other than listed.
    pub since: String,
    /// Ethnic group.
    pub ethnic: Both,
    /// Identity number, masked.
    pub id_number: Value,
    /// Account, masked.
    pub account: Value,
    /// Bank.
    pub bank: String,
    /// Phone, masked.
    pub phone: Value,
    /// Kind of migrant.
    pub migrant_kind: Both,
    /// Relocated on.
    pub relocated: Value,
    /// Reservoir.
    pub reservoir: String,
    /// From and to of the support; empty when not known.
    pub support: String,
    /// Remark.
    pub remark: String,
    /// Findings on this person.
    pub findings: Vec<Finding>,
}

/// A household on one screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdView {
    /// The household's record.
    pub household: EntityId,
    /// Household code.
    pub code: String,
    /// Name of the head; empty when none.
    pub head: String,
    /// Township.
    pub township: String,
    /// Village.
    pub village: String,
    /// Group; empty when none.
    pub group: String,
    /// Settlement point; empty when none.
    pub settlement: String,
    /// Address; empty when none.
    pub address: String,
    /// When the household was relocated.
    pub relocated: Value,
    /// From which reservoir.
    pub reservoir: String,
    /// Kind of migrant of the head.
    pub migrant_kind: Both,
    /// Remark.
    pub remark: String,
    /// Members in the roster's order.
    pub members: Vec<MemberView>,
    /// Findings on the household itself.
    pub findings: Vec<Finding>,
    /// Values in conflict, in household and members.
    pub conflicts: usize,
    /// The household was set aside.
    pub set_aside: bool,
    /// Notes on the household and its members, the latest first.
    pub notes: Vec<NoteLine>,
    /// Last visit, last payment, open petition: one line each, `None` as long as nothing is recorded.
    pub visit: Option<Both>,
    pub payment: Option<Both>,
    pub petition: Option<Both>,
}

/// A note (记事) on a household or one of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// The day that it is about; empty when not said.
    pub on: String,
    /// The member that it is about; empty when it is about the household.
    pub who: String,
    /// What it says.
    pub text: String,
}

/// A person's full numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Whose.
    pub person: EntityId,
    /// Identity number.
    pub id_number: String,
    /// Account.
    pub account: String,
    /// Phone.
    pub phone: String,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Revealed(..)")
    }
}

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    Person,
    Household,
    /// A petition, found by its number.
    Petition(EntityId),
}

/// One piece of a query and what it met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchPart {
    /// The piece as typed.
    pub typed: String,
    /// What it met.
    pub reason: MatchReason,
    /// What it met there, where that helps (a group's name, a tail); may be empty.
    pub met: String,
    /// Only nearly.
    pub approximate: bool,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitView {
    /// Person, household or petition.
    pub kind: HitKind,
    /// The household that Enter opens; zeros for a petition of none.
    pub household: EntityId,
    /// The member to stand on.
    pub person: Option<EntityId>,
    /// Person or household code.
    pub code: String,
    /// Name of the person, or of the head.
    pub name: String,
    /// Village.
    pub village: String,
    /// Group; empty when none.
    pub group: String,
    /// Year of birth; empty when not known.
    pub born: String,
    /// A standing other than listed is worth a word.
    pub status: Status,
    /// Why it is here.
    pub matched: Vec<MatchPart>,
    /// Codes of the records that were judged to be the same person.
    pub same_as: Vec<String>,
}

/// Results, and what was searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchAnswer {
    /// Best first, at most the limit.
    pub hits: Vec<HitView>,
    /// How many exist.
    pub total: u64,
    /// Villages that this folder holds.
    pub villages: Vec<String>,
    /// Last roster import.
    pub roster_as_of: Option<String>,
    /// Last exchange with the office.
    pub exchange_as_of: Option<String>,
    /// Local entries not yet confirmed; they were searched too.
    pub unconfirmed: u64,
}

/// A village of this folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageLine {
    /// Township.
    pub township: String,
    /// Village.
    pub name: String,
    /// Households and persons.
    pub households: u64,
    pub persons: u64,
}

/// A check's findings, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingCount {
    /// The check's id, handed back in `ListFinding`.
    pub check: String,
    /// Its name.
    pub name: Both,
    /// How grave.
    pub severity: Severity,
    /// How many.
    pub count: u64,
}

/// A date and its age in days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// ISO date.
    pub date: String,
    /// Days before today.
    pub days_ago: i64,
}

/// How far the round of verification is, over all its villages that are here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundLine {
    /// `2026` or `2026Q3`.
    pub period: String,
    /// Households, and those that are through.
    pub households: usize,
    pub done: usize,
    /// Somebody has to come again.
    pub again: usize,
    /// Proposals and decisions that wait for the office.
    pub to_decide: usize,
}

/// What is here today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TodayView {
    /// Living persons, households.
    pub persons: u64,
    pub households: u64,
    /// Villages with their counts.
    pub villages: Vec<VillageLine>,
    /// Last roster import.
    pub roster: Option<Dated>,
    /// Last exchange with the office.
    pub exchange: Option<Dated>,
    /// Last backup; `late` after seven days of work.
    pub backup: Option<Dated>,
    pub backup_late: bool,
    /// Entries that the office has not confirmed; `None` in the office itself.
    pub unconfirmed: Option<u64>,
    /// Age in days of the oldest of them.
    pub unconfirmed_days: i64,
    /// Labels of machines whose folder was copied and that have not gone on in a new stream.
    pub copied: Vec<String>,
    /// The round of verification under way, counted together with the findings.
    pub round: Option<RoundLine>,
    /// Petitions with something to be done, by group.
    pub petitions: Vec<crate::domain::petition::course::Group>,
    /// Payments that the bank sent back and nobody has paid since, and their fen.
    pub returned: (u64, i64),
    /// What was written late to records that had gone on in another village.
    pub late: u64,
    /// On a laptop: villages that it left and whose records are still here.
    pub left: Vec<String>,
    /// Findings to look at, gravest first.
    pub findings: Vec<FindingCount>,
    /// True while they are still looked for; a second answer follows.
    pub sweeping: bool,
}

/// One row of an import preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// What becomes of it.
    pub verdict: Verdict,
    /// Sheet (empty for text files) and the sheet's own row number.
    pub sheet: String,
    pub row: u64,
    /// Whose row: name, or code.
    pub who: String,
    /// The column concerned; empty for whole rows.
    pub field: Both,
    /// Value in the file, and on record.
    pub file: String,
    pub record: String,
    /// Why it is refused, or what was noticed.
    pub reason: Both,
}

/// A column of a roster that nobody has named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Its sheet; empty for text files.
    pub sheet: String,
    /// Its letters.
    pub letters: String,
    /// Its header.
    pub header: String,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The file's name without its folder.
    pub file: String,
    /// Counts in the order of [`Verdict::ALL`].
    pub counts: [u64; 5],
    /// Findings that come with the rows.
    pub findings: u64,
    /// Rows to look at, at most some thousands of each verdict.
    pub rows: Vec<PreviewRow>,
    /// Columns to ask about, each header once.
    pub unknown: Vec<UnknownColumn>,
    /// What they may mean: fields that no column of the file has.
    pub free: Vec<Field>,
    /// An office program has the file open: what was changed there and not saved is missing.
    pub open_elsewhere: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Counts in the order of [`Verdict::ALL`].
    pub counts: [u64; 5],
    /// Findings that came with the rows.
    pub findings: u64,
    /// Where the refused rows were written.
    pub refused_file: Option<String>,
}
