//! The answer at the counter (柜台答复): what each period came to in one character, what happened to it day by day, and why
//! the money stopped. All of it is read off the account and its facts; nothing is decided here.

use std::collections::BTreeMap;

use super::claim::Claim;
use super::course::{State, Why};
use super::explanation::Explanation;
use super::payment::{
    Account, Bounce, CREDITED, Came, Entry, Facts, HELD_BACK, REVERSED, Settling, Stage, Withheld, reason_of,
};
use super::period::Period;
use crate::domain::day::Day;

/// What one period came to, as one character of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// 付
    Paid,
    /// 补: in a later batch than its own.
    PaidLater,
    /// 列
    Listed,
    /// 送
    Submitted,
    /// 退
    Returned,
    /// 缓
    Withheld,
    /// 欠: due, over, and on no list.
    Owed,
    /// 待: due, and the period is not over.
    Waiting,
    /// 追
    Recovering,
    /// 扣: came back by an offset.
    Offset,
    /// 收: came back in cash.
    CameBack,
    /// 销
    WrittenOff,
    /// 减
    Reduced,
    /// 停
    Suspended,
    /// 满
    Ended,
    /// 无
    NoRule,
    /// 否
    NotEligible,
    /// 初: covered by the opening balance.
    Opening,
}

impl Mark {
    /// All, in the order of the legend.
    pub const ALL: [Mark; 18] = [
        Mark::Paid,
        Mark::PaidLater,
        Mark::Opening,
        Mark::Listed,
        Mark::Submitted,
        Mark::Waiting,
        Mark::Owed,
        Mark::Returned,
        Mark::Withheld,
        Mark::Recovering,
        Mark::Offset,
        Mark::CameBack,
        Mark::WrittenOff,
        Mark::Reduced,
        Mark::Suspended,
        Mark::Ended,
        Mark::NoRule,
        Mark::NotEligible,
    ];

    /// True for what somebody has to do something about.
    pub fn is_open(self) -> bool {
        matches!(self, Mark::Owed | Mark::Returned | Mark::Withheld | Mark::Recovering)
    }

    /// True where money arrived and stayed.
    pub fn is_paid(self) -> bool {
        matches!(self, Mark::Paid | Mark::PaidLater | Mark::Opening)
    }
}

/// One thing that happened to a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// On the list of a batch.
    Listed { batch: String, fen: i64 },
    /// On it and held back; the stable name of the reason.
    Withheld { batch: String, reason: &'static str },
    /// The batch was withdrawn.
    Withdrawn { batch: String },
    /// The batch went to finance and bank.
    Submitted { batch: String },
    /// 到账
    Credited { fen: i64 },
    /// 退票; the stable name of the reason.
    Returned { reason: &'static str },
    /// 冲正: the credit was taken back.
    Reversed { fen: i64 },
    /// A step of a recovery.
    Settled { how: Settling, fen: i64 },
}

/// Something that happened, and when; none where no record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The day.
    pub on: Option<Day>,
    /// What.
    pub what: What,
}

/// The answer to "why did my money stop?", as facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the person is now.
    pub state: State,
    /// Why, as the last period is explained; none where there is no period.
    pub why: Option<Explanation>,
    /// When what stopped it happened.
    pub since: Option<Day>,
    /// Periods that were paid whole, and periods that were due so far; those before the opening day counted.
    pub paid: u32,
    /// See `paid`.
    pub due: u32,
    /// Fen that should have been paid by now.
    pub owed_fen: i64,
    /// Periods that should have been paid by now, and why they were not: the stable name of the reason of a return or of withholding, or none.
    pub owed: Vec<(Period, Option<&'static str>)>,
    /// The last credit: its period, its day, fen.
    pub last: Option<(Period, Day, i64)>,
}

/// How a line differs from the last list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// 暂缓
    Held,
    /// 不再列入
    Gone,
    /// 新增
    New,
    /// 金额变动
    Amount,
    /// 补发: a failed payment whose account was corrected.
    Again,
}

impl Change {
    /// All, in the order of the list.
    pub const ALL: [Change; 5] = [Change::Held, Change::Gone, Change::New, Change::Amount, Change::Again];
}

/// The character of a period. `entry` = its line of the account; none where the opening balance covers it.
pub fn mark(today: Day, period: Period, entry: Option<&Entry>, facts: Option<&Facts>) -> Mark {
    let Some(entry) = entry else { return Mark::Opening };
    let offset = facts.is_some_and(|facts| facts.settled.iter().any(|step| step.how == Settling::Offset));
    let standing = |facts: &Facts| facts.attempts.iter().filter(|one| one.stage != Stage::Withdrawn).count();
    match entry.came {
        Came::Nothing(State::Due) if period.last() < today.first() => Mark::Owed,
        Came::Nothing(State::Due) => Mark::Waiting,
        Came::Nothing(State::Held) => Mark::Withheld,
        Came::Nothing(State::Reduced) => Mark::Reduced,
        Came::Nothing(State::Suspended) => Mark::Suspended,
        Came::Nothing(State::Ended) => Mark::Ended,
        Came::Nothing(State::NoRule) => Mark::NoRule,
        Came::Nothing(State::NotEligible) => Mark::NotEligible,
        Came::Listed => Mark::Listed,
        Came::Withheld => Mark::Withheld,
        Came::Submitted | Came::Resent => Mark::Submitted,
        Came::Credited if facts.is_some_and(|facts| standing(facts) > 1) => Mark::PaidLater,
        Came::Credited => Mark::Paid,
        Came::Returned | Came::Reversed => Mark::Returned,
        Came::Recovering => Mark::Recovering,
        Came::Recovered if offset => Mark::Offset,
        Came::Recovered => Mark::CameBack,
        Came::WrittenOff => Mark::WrittenOff,
    }
}

/// What happened to a period, in the order of days; what has no day follows what it belongs to. `submitted` = the day on which
/// a batch went to the bank.
pub fn events(facts: &Facts, submitted: &dyn Fn(&str) -> Option<Day>) -> Vec<Happened> {
    let mut attempts: Vec<_> = facts.attempts.iter().collect();
    attempts.sort_by(|left, right| (left.frozen, &left.batch).cmp(&(right.frozen, &right.batch)));
    let mut events: Vec<Happened> = Vec::new();
    let mut tell = |on: Option<Day>, what: What| events.push(Happened { on, what });
    for attempt in attempts {
        let batch = || attempt.batch.clone();
        match Withheld::from_code(attempt.withheld) {
            Some(reason) => tell(attempt.frozen, What::Withheld { batch: batch(), reason: reason.name() }),
            None => tell(attempt.frozen, What::Listed { batch: batch(), fen: attempt.fen }),
        }
        if attempt.stage == Stage::Withdrawn {
            tell(None, What::Withdrawn { batch: batch() });
            continue;
        }
        if attempt.withheld != 0 {
            continue;
        }
        if attempt.stage == Stage::Submitted {
            tell(submitted(&attempt.batch), What::Submitted { batch: batch() });
        }
        match attempt.outcome {
            Some((on, CREDITED)) => tell(Some(on), What::Credited { fen: attempt.fen }),
            Some((on, REVERSED)) => tell(Some(on), What::Reversed { fen: attempt.fen }),
            Some((on, outcome)) => {
                let reason = reason_of(outcome).unwrap_or(Bounce::Other.name());
                let held = What::Withheld { batch: batch(), reason };
                tell(Some(on), if outcome == HELD_BACK { held } else { What::Returned { reason } });
            }
            None => {}
        }
    }
    for step in &facts.settled {
        tell(step.on, What::Settled { how: step.how, fen: step.fen });
    }
    let mut day = None;
    let mut dated: Vec<(Option<Day>, Happened)> = Vec::with_capacity(events.len());
    for event in events {
        day = event.on.or(day);
        dated.push((day, event));
    }
    dated.sort_by_key(|(day, _)| *day);
    dated.into_iter().map(|(_, event)| event).collect()
}

/// The answer: from the claim, its periods until today, and the account. A period that is not over is not owed yet.
pub fn answer(
    today: Day,
    claim: &Claim,
    explained: &[Explanation],
    account: &Account,
    facts: &BTreeMap<Period, Facts>,
) -> Answer {
    let why = explained.last();
    let since = why.and_then(|why| match why.why {
        Why::Stopped(at) => claim.stops.get(at).map(|stop| stop.from),
        _ => None,
    });
    let before = claim.opening.as_ref().map_or(0, |opening| opening.periods);
    let count = |fits: &dyn Fn(&Entry) -> bool| {
        u32::try_from(account.entries.iter().filter(|entry| fits(entry)).count()).unwrap_or(u32::MAX)
    };
    let whole = |entry: &Entry| entry.sums.should > 0 && entry.sums.paid >= entry.sums.should;
    let waits =
        |entry: &Entry| entry.came == Came::Nothing(State::Due) && entry.period.last() >= today.first();
    let owed: Vec<&Entry> =
        account.entries.iter().filter(|entry| entry.sums.owed > 0 && !waits(entry)).collect();
    let credit = |(period, facts): (&Period, &Facts)| {
        let credited = facts.attempts.iter().filter_map(|one| match one.outcome {
            Some((on, CREDITED)) if one.stage != Stage::Withdrawn => Some((on, one.fen)),
            _ => None,
        });
        credited.max().map(|(on, fen)| (*period, on, fen))
    };
    Answer {
        state: why.map_or(State::NoRule, |why| why.state),
        why: why.cloned(),
        since,
        paid: before + count(&whole),
        due: before + count(&|entry| entry.sums.should > 0 && !waits(entry)),
        owed_fen: owed.iter().map(|entry| entry.sums.owed).sum(),
        owed: owed.iter().map(|entry| (entry.period, entry.reason)).collect(),
        last: facts.iter().filter_map(credit).max_by_key(|(period, on, _)| (*on, *period)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::payment::{Attempt, Settled, account};
    use super::*;

    fn day(text: &str) -> Day {
        crate::domain::day::read(text).unwrap()
    }

    fn attempt(batch: &str, frozen: &str, stage: Stage, outcome: Option<(&str, u16)>) -> Attempt {
        Attempt {
            batch: batch.into(),
            frozen: Some(day(frozen)),
            stage,
            fen: 15_000,
            withheld: 0,
            outcome: outcome.map(|(on, outcome)| (day(on), outcome)),
        }
    }

    #[test]
    fn what_was_sent_back_and_paid_later_is_told_in_the_order_of_days() {
        let facts = Facts {
            attempts: vec![
                attempt("2019Q4-1", "2019-12-05", Stage::Submitted, Some(("2019-12-20", CREDITED))),
                attempt("2019Q3-2", "2019-09-05", Stage::Submitted, Some(("2019-09-20", 13))),
                attempt("2019Q3-1", "2019-09-01", Stage::Withdrawn, None),
            ],
            settled: vec![Settled { how: Settling::Cash, fen: 15_000, on: Some(day("2020-01-02")) }],
        };
        let submitted = |batch: &str| (batch == "2019Q4-1").then(|| day("2019-12-12"));
        let told = events(&facts, &submitted);
        let names: Vec<String> =
            told.iter().map(|one| format!("{:?}", one.what).split(' ').next().unwrap().to_owned()).collect();
        let expected = [
            "Listed",
            "Withdrawn",
            "Listed",
            "Submitted",
            "Returned",
            "Listed",
            "Submitted",
            "Credited",
            "Settled",
        ];
        assert_eq!(names, expected);
        assert_eq!(told[3].on, None);
        assert_eq!(told[6].on, Some(day("2019-12-12")));
        let account = account(&[], None, BTreeMap::from([(Period::read("2019Q3").unwrap(), facts.clone())]));
        let entry = &account.entries[0];
        assert_eq!(mark(day("2026-01-01"), entry.period, Some(entry), Some(&facts)), Mark::CameBack);
        assert_eq!(mark(day("2026-01-01"), entry.period, None, None), Mark::Opening);
        let said = answer(
            day("2026-01-01"),
            &Claim::default(),
            &[],
            &account,
            &BTreeMap::from([(entry.period, facts)]),
        );
        assert_eq!(said.last, Some((entry.period, day("2019-12-20"), 15_000)));
        assert_eq!((said.state, said.paid, said.due, said.owed.len()), (State::NoRule, 0, 0, 0));
    }

    #[test]
    fn what_is_due_is_owed_when_its_period_is_over_and_waits_before() {
        let entry = Entry {
            period: Period::read("2026Q2").unwrap(),
            came: Came::Nothing(State::Due),
            fen: 15_000,
            batch: None,
            on: None,
            reason: None,
            sums: super::super::payment::Sums::of(15_000, 0, 0),
        };
        let at = |today: &str| mark(day(today), entry.period, Some(&entry), None);
        assert_eq!((at("2026-06-30"), at("2026-07-01")), (Mark::Waiting, Mark::Owed));
    }
}
