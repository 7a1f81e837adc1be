//! What became of the money (发放事实): attempts to pay a period and how they ended, recoveries, and the account of a person,
//! which always ties out: should = paid + owed - over - written off (domain.md 1.3).

use std::collections::BTreeMap;

use super::claim::Opening;
use super::course::State;
use super::explanation::Explanation;
use super::period::Period;
pub use super::settling::{Settled, Settling};
use crate::domain::day::Day;

/// How far a batch has come (环节).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 锁定
    Frozen,
    /// 公示
    Posted,
    /// 复核
    Reviewed,
    /// 审批
    Approved,
    /// 提交
    Submitted,
    /// 作废重编
    Withdrawn,
}

impl Stage {
    /// All, in the order of the work.
    pub const ALL: [Stage; 6] =
        [Stage::Frozen, Stage::Posted, Stage::Reviewed, Stage::Approved, Stage::Submitted, Stage::Withdrawn];

    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Stage::Frozen => 1,
            Stage::Posted => 2,
            Stage::Reviewed => 3,
            Stage::Approved => 4,
            Stage::Submitted => 5,
            Stage::Withdrawn => 6,
        }
    }

    /// The stage of a stored number.
    pub fn from_code(code: u16) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The stage from which this one is reached; a batch is withdrawn from any that is not submitted.
    pub const fn comes_after(self, before: Stage) -> bool {
        match self {
            Stage::Frozen => false,
            Stage::Posted => matches!(before, Stage::Frozen),
            Stage::Reviewed => matches!(before, Stage::Posted),
            Stage::Approved => matches!(before, Stage::Reviewed),
            Stage::Submitted => matches!(before, Stage::Approved),
            Stage::Withdrawn => !matches!(before, Stage::Submitted | Stage::Withdrawn),
        }
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Frozen => "frozen",
            Stage::Posted => "posted",
            Stage::Reviewed => "reviewed",
            Stage::Approved => "approved",
            Stage::Submitted => "submitted",
            Stage::Withdrawn => "withdrawn",
        }
    }
}

/// What a batch is (批次类别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// 正常发放: the list of a period.
    Regular,
    /// 补发: what was returned, held or forgotten.
    Again,
    /// 历史导入: taken from an earlier year's roster.
    Imported,
}

impl Sort {
    /// Stored number; frozen. A batch without one is the list of a period.
    pub const fn code(self) -> u16 {
        match self {
            Sort::Regular => 1,
            Sort::Again => 2,
            Sort::Imported => 3,
        }
    }

    /// The sort of a stored number.
    pub fn of(code: Option<u16>) -> Sort {
        [Sort::Again, Sort::Imported]
            .into_iter()
            .find(|sort| Some(sort.code()) == code)
            .unwrap_or(Sort::Regular)
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Sort::Regular => "regular",
            Sort::Again => "again",
            Sort::Imported => "imported",
        }
    }
}

/// The stored outcome "credited"; every other number is a reason of return, but these two.
pub const CREDITED: u16 = 1;
/// The stored outcome "held back by the office before submission" (暂缓).
pub const HELD_BACK: u16 = 2;
/// The stored outcome "reversed": a credit that was taken back (冲正).
pub const REVERSED: u16 = 3;

/// Stable name of the reason behind an outcome; none if the money arrived.
pub fn reason_of(outcome: u16) -> Option<&'static str> {
    match outcome {
        HELD_BACK => Some("office"),
        REVERSED => Some("reversed"),
        other => Bounce::from_code(other).map(Bounce::name),
    }
}

/// Why the bank sent a line back (退票原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bounce {
    /// 户名不符
    Name,
    /// 账号有误
    Number,
    /// 账户已销户
    Closed,
    /// 账户冻结
    Frozen,
    /// 久悬户
    Dormant,
    /// Anything else.
    Other,
}

impl Bounce {
    /// All, the commonest first.
    pub const ALL: [Bounce; 6] =
        [Bounce::Closed, Bounce::Name, Bounce::Number, Bounce::Frozen, Bounce::Dormant, Bounce::Other];

    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Bounce::Name => 11,
            Bounce::Number => 12,
            Bounce::Closed => 13,
            Bounce::Frozen => 14,
            Bounce::Dormant => 15,
            Bounce::Other => 19,
        }
    }

    /// The reason of a stored outcome; what a newer program wrote is another reason.
    pub fn from_code(code: u16) -> Option<Bounce> {
        let found = Bounce::ALL.into_iter().find(|bounce| bounce.code() == code);
        found.or(Some(Bounce::Other)).filter(|_| code != CREDITED)
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Bounce::Name => "name_differs",
            Bounce::Number => "number_wrong",
            Bounce::Closed => "account_closed",
            Bounce::Frozen => "account_frozen",
            Bounce::Dormant => "account_dormant",
            Bounce::Other => "other",
        }
    }
}

/// Why a line of a list is not paid out (暂缓原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// 档案冲突
    Clash,
    /// 没有账号
    NoAccount,
    /// 规则暂缓
    Rule,
    /// 已发满年限: as much as 20 times a year's periods was credited.
    Ceiling,
    /// What a newer program gave as a reason.
    Other,
}

impl Withheld {
    /// Stored number; frozen. 0 is "paid out".
    pub const fn code(self) -> u16 {
        match self {
            Withheld::Clash => 1,
            Withheld::NoAccount => 2,
            Withheld::Rule => 3,
            Withheld::Ceiling => 4,
            Withheld::Other => 9,
        }
    }

    /// The reason of a stored number; none for 0.
    pub fn from_code(code: u16) -> Option<Withheld> {
        match code {
            0 => None,
            1 => Some(Withheld::Clash),
            2 => Some(Withheld::NoAccount),
            3 => Some(Withheld::Rule),
            4 => Some(Withheld::Ceiling),
            _ => Some(Withheld::Other),
        }
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Withheld::Clash => "conflict",
            Withheld::NoAccount => "no_account",
            Withheld::Rule => "rule",
            Withheld::Ceiling => "ceiling",
            Withheld::Other => "other",
        }
    }
}

/// One attempt to pay a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Number of the batch.
    pub batch: String,
    /// When the batch was frozen: the order of attempts.
    pub frozen: Option<Day>,
    /// How far the batch has come.
    pub stage: Stage,
    /// Fen.
    pub fen: i64,
    /// Stored reason for withholding; 0 = paid out.
    pub withheld: u16,
    /// The last word of the bank: when, and the stored outcome.
    pub outcome: Option<(Day, u16)>,
}

impl Attempt {
    fn credited(&self) -> bool {
        self.stage != Stage::Withdrawn && self.outcome.is_some_and(|(_, outcome)| outcome == CREDITED)
    }
}

/// All that happened to one period of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// In the order of freezing.
    pub attempts: Vec<Attempt>,
    /// In the order of days.
    pub settled: Vec<Settled>,
}

/// What a period came to (最终状态).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// As the rule says, and nothing was listed.
    Nothing(State),
    /// 已列入清单
    Listed,
    /// 暂缓
    Withheld,
    /// 已提交
    Submitted,
    /// 已到账
    Credited,
    /// 退票
    Returned,
    /// 退票后重发
    Resent,
    /// 已冲正
    Reversed,
    /// 待追缴、追缴中
    Recovering,
    /// 已追回
    Recovered,
    /// 已核销
    WrittenOff,
}

impl Came {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Came::Nothing(state) => state.name(),
            Came::Listed => "listed",
            Came::Withheld => "withheld",
            Came::Submitted => "submitted",
            Came::Credited => "credited",
            Came::Returned => "returned",
            Came::Resent => "resent",
            Came::Reversed => "reversed",
            Came::Recovering => "recovering",
            Came::Recovered => "recovered",
            Came::WrittenOff => "written_off",
        }
    }
}

/// One period of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub period: Period,
    /// What it came to.
    pub came: Came,
    /// Fen: what the last attempt was about, else what is due.
    pub fen: i64,
    /// Number of the last batch.
    pub batch: Option<String>,
    /// When that happened.
    pub on: Option<Day>,
    /// Stable name of the reason of a return or of withholding.
    pub reason: Option<&'static str>,
    /// Money of the period.
    pub sums: Sums,
}

/// Money in fen; `should` = `paid` + `owed` - `over` - `written_off` by construction of every period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// What the rules give.
    pub should: i64,
    /// Credited, net of returns and of what came back.
    pub paid: i64,
    /// Still to be paid.
    pub owed: i64,
    /// Still to come back.
    pub over: i64,
    /// Given up with approval.
    pub written_off: i64,
}

impl Sums {
    /// From what is due, what was paid net, and what was given up of it.
    pub fn of(should: i64, paid: i64, given_up: i64) -> Sums {
        let over = (paid - should).max(0);
        let written_off = given_up.clamp(0, over);
        Sums { should, paid, owed: (should - paid).max(0), over: over - written_off, written_off }
    }

    /// Both together.
    pub fn plus(self, other: Sums) -> Sums {
        Sums {
            should: self.should + other.should,
            paid: self.paid + other.paid,
            owed: self.owed + other.owed,
            over: self.over + other.over,
            written_off: self.written_off + other.written_off,
        }
    }
}

/// A person's account (个人账).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Periods after the opening balance, ascending.
    pub entries: Vec<Entry>,
    /// What the opening balance covers.
    pub opening: Option<Sums>,
    /// All of it.
    pub sums: Sums,
}

/// The account: every explained period against what happened to it.
pub fn account(
    explained: &[Explanation],
    opening: Option<&Opening>,
    mut facts: BTreeMap<Period, Facts>,
) -> Account {
    let covered = |period: Period| opening.is_some_and(|opening| period.first() <= opening.through.last());
    let mut due: BTreeMap<Period, (State, i64)> = BTreeMap::new();
    let mut before = 0;
    for one in explained {
        match covered(one.period) && !facts.contains_key(&one.period) {
            true => before += one.total(),
            false => drop(due.insert(one.period, (one.state, one.total()))),
        }
    }
    // What was paid for a period that the rule does not know at all is over-paid, and not forgotten.
    for period in facts.keys() {
        due.entry(*period).or_insert((State::NotEligible, 0));
    }
    let entries: Vec<Entry> = due
        .into_iter()
        .map(|(period, (state, fen))| entry(period, state, fen, facts.remove(&period).unwrap_or_default()))
        .collect();
    let opening = opening.map(|opening| Sums::of(before, opening.fen, 0));
    let all = entries.iter().map(|entry| entry.sums).chain(opening);
    Account { sums: all.fold(Sums::default(), Sums::plus), entries, opening }
}

fn entry(period: Period, state: State, due: i64, mut facts: Facts) -> Entry {
    facts.attempts.sort_by(|left, right| (left.frozen, &left.batch).cmp(&(right.frozen, &right.batch)));
    facts.settled.sort_by_key(|step| (step.on, step.how));
    let credited: i64 = facts.attempts.iter().filter(|one| one.credited()).map(|one| one.fen).sum();
    let of = |counts: fn(Settling) -> bool| -> i64 {
        facts.settled.iter().filter(|step| counts(step.how)).map(|step| step.fen).sum()
    };
    let (came_back, booked) = (of(Settling::comes_back), of(|how| how == Settling::Booked));
    let sums = Sums::of(due, credited + booked - came_back, of(|how| how == Settling::WrittenOff));
    let standing = facts.attempts.iter().rev().find(|one| one.stage != Stage::Withdrawn);
    let failed = |one: &Attempt| one.outcome.is_some_and(|(_, outcome)| outcome != CREDITED);
    let came = match standing {
        _ if sums.written_off > 0 => Came::WrittenOff,
        _ if sums.over > 0 => Came::Recovering,
        Some(_) if came_back > 0 => Came::Recovered,
        _ if booked > 0 && sums.owed == 0 => Came::Credited,
        None => Came::Nothing(state),
        Some(one) => match (one.outcome, one.withheld, one.stage) {
            (Some((_, CREDITED)), ..) => Came::Credited,
            (Some((_, HELD_BACK)), ..) => Came::Withheld,
            (Some((_, REVERSED)), ..) => Came::Reversed,
            (Some(_), ..) => Came::Returned,
            (None, 1.., _) => Came::Withheld,
            (None, 0, Stage::Submitted) if facts.attempts.iter().any(failed) => Came::Resent,
            (None, 0, Stage::Submitted) => Came::Submitted,
            (None, 0, _) => Came::Listed,
        },
    };
    let step = facts.settled.last().and_then(|step| step.on);
    let said = standing.and_then(|one| one.outcome.map(|(on, _)| on).or(one.frozen));
    let reason = standing.and_then(|one| match (one.outcome, one.withheld) {
        (Some((_, outcome)), _) => reason_of(outcome),
        (None, withheld) => Withheld::from_code(withheld).map(Withheld::name),
    });
    Entry {
        period,
        came,
        fen: standing.map_or(due, |one| one.fen),
        batch: standing.map(|one| one.batch.clone()),
        on: step.or(said),
        reason: reason.or((booked > 0).then_some("offset")),
        sums,
    }
}
