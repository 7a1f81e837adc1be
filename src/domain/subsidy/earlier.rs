//! Earlier years' payments (往年发放): whom a row of an old roster means, and which periods of the rule its sum pays. Nothing is
//! guessed: a row is one person or it is refused with the reason.

use std::collections::{BTreeMap, HashMap};

use super::period::Period;
use super::rule::Rule;
use crate::domain::{account, idnumber, name};
use crate::journal::EntityId;

/// What the cell of a sum holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Fen, more than nothing.
    Fen(i64),
    /// Nothing, or not more than nothing.
    Nothing,
    /// Words.
    Unread,
}

/// One row of a roster of payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRow {
    /// Number of the sheet, from 0.
    pub sheet: u16,
    /// The sheet's own row, from 1.
    pub row: u32,
    /// The person's code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Identity number.
    pub id_number: String,
    /// Code of the household.
    pub household: String,
    /// Township.
    pub township: String,
    /// Village, or the sheet's name.
    pub village: String,
    /// Name of the account.
    pub account_name: String,
    /// Account.
    pub account: String,
    /// What was paid.
    pub sum: Sum,
    /// Periods that it paid, where a column says so.
    pub periods: Option<u32>,
    /// Persons for whom it was, where a column says so.
    pub persons: Option<u32>,
}

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Nobody of the register is meant.
    Nobody,
    /// Several could be.
    Several,
    /// The number is one person's, the name another one's.
    NameDiffers,
    /// No sum.
    NoSum,
    /// The sum is written in words.
    SumUnread,
    /// One row for several persons.
    ForSeveral(u32),
    /// The person stands in another row of this file.
    Twice(u32),
    /// The opening balance counts this period already.
    InOpening(Period),
    /// The period was paid by another batch: its number and what it paid.
    Paid(String, i64),
}

impl NotTaken {
    /// Stable name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            NotTaken::Nobody => "nobody",
            NotTaken::Several => "ambiguous",
            NotTaken::NameDiffers => "name_differs",
            NotTaken::NoSum => "no_amount",
            NotTaken::SumUnread => "amount_unread",
            NotTaken::ForSeveral(_) => "several_persons",
            NotTaken::Twice(_) => "twice",
            NotTaken::InOpening(_) => "in_opening",
            NotTaken::Paid(..) => "paid_otherwise",
        }
    }
}

/// A person of the register, as far as old rosters name persons.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Who.
    pub person: EntityId,
    /// Their village.
    pub village: EntityId,
    /// Code.
    pub code: String,
    /// Code of the household.
    pub household: String,
    /// Name and former names.
    pub names: Vec<String>,
    /// Identity number.
    pub id_number: String,
    /// Account.
    pub account: String,
}

/// Persons by what tells them.
pub struct Register<'a> {
    known: &'a [Known],
    by: HashMap<(u8, String), Vec<usize>>,
}

const BY_NUMBER: u8 = 0;
const BY_CODE: u8 = 1;
const BY_ACCOUNT: u8 = 2;
const BY_NAME: u8 = 3;

impl<'a> Register<'a> {
    /// All who may be meant.
    pub fn new(known: &'a [Known]) -> Self {
        let mut by: HashMap<(u8, String), Vec<usize>> = HashMap::new();
        for (at, one) in known.iter().enumerate() {
            let mut add = |sort: u8, key: String| by.entry((sort, key)).or_default().push(at);
            if let Some(number) = idnumber::same_key(&one.id_number) {
                add(BY_NUMBER, number);
            }
            add(BY_CODE, one.code.clone());
            if let Ok(account) = account::parse(&one.account) {
                add(BY_ACCOUNT, account);
            }
            for called in &one.names {
                add(BY_NAME, name::key(called));
            }
        }
        Self { known, by }
    }

    fn those(&self, sort: u8, key: String) -> &[usize] {
        self.by.get(&(sort, key)).map_or(&[], Vec::as_slice)
    }

    fn is_called(&self, at: usize, wanted: &str) -> bool {
        self.known.get(at).is_some_and(|one| one.names.iter().any(|called| name::key(called) == wanted))
    }

    /// Whom a row means: by identity number; by code, household, account or village together with the name. `villages` =
    /// what the row's village is called here.
    pub fn whom(&self, row: &PastRow, villages: &[EntityId]) -> Result<&'a Known, NotTaken> {
        let called = name::key(&row.name);
        let one = |at: usize| self.known.get(at).ok_or(NotTaken::Nobody);
        if let Some(number) = idnumber::same_key(&row.id_number) {
            match self.those(BY_NUMBER, number) {
                [at] if called.is_empty() || self.is_called(*at, &called) => return one(*at),
                [_] => return Err(NotTaken::NameDiffers),
                [] => {}
                several => {
                    let mut named = several.iter().filter(|at| self.is_called(**at, &called));
                    return match (named.next(), named.next()) {
                        (Some(at), None) => one(*at),
                        _ => Err(NotTaken::Several),
                    };
                }
            }
        }
        let here = |at: &usize| {
            villages.is_empty() || self.known.get(*at).is_some_and(|one| villages.contains(&one.village))
        };
        let home = |at: &usize| self.known.get(*at).is_some_and(|one| one.household == row.household);
        let of_code = self.those(BY_CODE, row.code.clone()).iter().filter(|_| !row.code.is_empty());
        let account = account::parse(&row.account).unwrap_or_default();
        let of_account = self.those(BY_ACCOUNT, account).iter();
        let of_name = || self.those(BY_NAME, called.clone()).iter().copied();
        let ways: [Vec<usize>; 4] = [
            of_code.copied().filter(|at| self.is_called(*at, &called)).filter(here).collect(),
            of_name().filter(|_| !row.household.is_empty()).filter(home).filter(here).collect(),
            of_account.copied().filter(|at| self.is_called(*at, &called)).collect(),
            // A name alone tells nobody in a whole district.
            of_name().filter(|_| !villages.is_empty()).filter(here).collect(),
        ];
        let mut several = false;
        for way in &ways {
            match way.as_slice() {
                [at] => return one(*at),
                [] => {}
                _ => several = true,
            }
        }
        Err(if several { NotTaken::Several } else { NotTaken::Nobody })
    }
}

/// The periods of the rule that a roster's period covers; none if it is shorter than what is paid then.
pub fn covered(rule: &Rule, period: Period) -> Option<Vec<Period>> {
    let mut periods = Vec::new();
    let mut next = rule.period_of(period.first())?;
    while next.first() <= period.last() {
        if next.first() < period.first() || next.last() > period.last() {
            return None;
        }
        periods.push(next);
        let following = rule.next(next);
        if following == next {
            break;
        }
        next = following;
    }
    Some(periods)
}

/// A sum over the periods that it paid, in order: each what was due where that is the whole sum, else in equal parts with
/// the rest in the last one.
pub fn spread(fen: i64, due: &[(Period, i64)]) -> BTreeMap<Period, i64> {
    let all: i64 = due.iter().map(|(_, fen)| fen).sum();
    if all == fen {
        return due.iter().filter(|(_, fen)| *fen > 0).copied().collect();
    }
    let count = i64::try_from(due.len().max(1)).unwrap_or(1);
    let mut spread: BTreeMap<Period, i64> = due.iter().map(|(period, _)| (*period, fen / count)).collect();
    if let Some(mut last) = spread.last_entry() {
        *last.get_mut() += fen - fen / count * count;
    }
    spread.retain(|_, fen| *fen > 0);
    spread
}

#[cfg(test)]
mod tests {
    use super::super::shipped;
    use super::*;

    fn known(person: u8, code: &str, called: &str, number: &str, account: &str) -> Known {
        Known {
            person: EntityId([person; 16]),
            village: EntityId([person / 10; 16]),
            code: code.to_owned(),
            household: code.split_once('-').map(|(home, _)| home.to_owned()).unwrap_or_default(),
            names: vec![called.to_owned()],
            id_number: number.to_owned(),
            account: account.to_owned(),
        }
    }

    fn row(change: impl Fn(&mut PastRow)) -> PastRow {
        let mut row = PastRow {
            sheet: 0,
            row: 3,
            code: String::new(),
            name: "王大壮".into(),
            id_number: String::new(),
            household: String::new(),
            township: String::new(),
            village: String::new(),
            account_name: String::new(),
            account: String::new(),
            sum: Sum::Fen(15_000),
            periods: None,
            persons: None,
        };
        change(&mut row);
        row
    }

    #[test]
    fn a_row_is_one_person_or_it_is_refused() {
        let all = [
            known(11, "0101-01", "王大壮", "530399195001011238", "6223000000000001"),
            known(12, "0102-01", "王大壮", "", "6223000000000002"),
            known(21, "0201-01", "李小花", "", "6223000000000003"),
        ];
        let register = Register::new(&all);
        let village = [EntityId([1; 16])];
        let told =
            |row: PastRow, villages: &[EntityId]| register.whom(&row, villages).map(|one| one.person.0[0]);
        assert_eq!(told(row(|row| row.id_number = "530399195001011238".into()), &[]), Ok(11));
        let other = row(|row| (row.id_number, row.name) = ("530399195001011238".into(), "李小花".into()));
        assert_eq!(told(other, &[]), Err(NotTaken::NameDiffers));
        assert_eq!(told(row(|row| row.code = "0102-01".into()), &[]), Ok(12));
        assert_eq!(told(row(|row| row.household = "0102".into()), &village), Ok(12));
        assert_eq!(told(row(|row| row.account = "6223 0000 0000 0002".into()), &[]), Ok(12));
        assert_eq!(told(row(|_| {}), &village), Err(NotTaken::Several));
        assert_eq!(told(row(|_| {}), &[]), Err(NotTaken::Nobody));
        assert_eq!(told(row(|row| row.name = "李小花".into()), &village), Err(NotTaken::Nobody));
        assert_eq!(told(row(|row| row.name = "李小花".into()), &[EntityId([2; 16])]), Ok(21));
    }

    #[test]
    fn a_year_pays_its_quarters_and_a_month_no_quarter() {
        let rule = shipped::rule(shipped::DEFAULT).unwrap();
        let read = |text: &str| Period::read(text).unwrap();
        let quarters = covered(rule, read("2015")).unwrap();
        assert_eq!(
            quarters.iter().map(Period::to_string).collect::<Vec<_>>(),
            ["2015Q1", "2015Q2", "2015Q3", "2015Q4"]
        );
        assert_eq!(covered(rule, read("2015Q3")).map(|all| all.len()), Some(1));
        assert_eq!(covered(rule, read("2015M07")), None);
        let due = |fen: [i64; 4]| quarters.iter().copied().zip(fen).collect::<Vec<_>>();
        assert_eq!(spread(30_000, &due([15_000, 15_000, 0, 0])).len(), 2);
        let odd: Vec<i64> = spread(60_001, &due([15_000; 4])).into_values().collect();
        assert_eq!(odd, [15_000, 15_000, 15_000, 15_001]);
    }
}
