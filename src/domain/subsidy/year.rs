//! The money of a year (年度资金): opening + received + recovered = credited net of returns + to projects + withdrawn by finance
//! + closing (domain.md 1.3), each booked on the day on which it happened, so that a closed year does not move any more.

use std::collections::BTreeMap;

use super::office::Flow;
use super::payment::CREDITED;
use crate::domain::day::Day;
use crate::domain::value::Figure;

/// What a published figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// 上年结余
    Opening,
    /// 以前年度更正: what became known of closed years after they were published.
    Corrections,
    /// 本年拨入
    Received,
    /// 追缴收回
    Recovered,
    /// 直补发放净额
    Credited,
    /// 转项目
    ToProjects,
    /// 财政收回
    Withdrawn,
    /// 年末结余
    Closing,
    /// 其中退票未补发
    Unpaid,
    /// 批准人数
    Approved,
    /// 在册人数
    Listed,
    /// 实发人数
    Paid,
    /// 一期的实发人数
    PeriodPersons,
    /// 一期的发放净额
    PeriodCredited,
}

impl What {
    /// All, as they are listed; those of single periods last.
    pub const ALL: [What; 14] = [
        What::Opening,
        What::Corrections,
        What::Received,
        What::Recovered,
        What::Credited,
        What::ToProjects,
        What::Withdrawn,
        What::Closing,
        What::Unpaid,
        What::Approved,
        What::Listed,
        What::Paid,
        What::PeriodPersons,
        What::PeriodCredited,
    ];

    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            What::Opening => 1,
            What::Corrections => 2,
            What::Received => 3,
            What::Recovered => 4,
            What::Credited => 5,
            What::ToProjects => 6,
            What::Withdrawn => 7,
            What::Closing => 8,
            What::Unpaid => 9,
            What::Approved => 20,
            What::Listed => 21,
            What::Paid => 22,
            What::PeriodPersons => 30,
            What::PeriodCredited => 31,
        }
    }

    /// What a stored number counts.
    pub fn from_code(code: u16) -> Option<What> {
        What::ALL.into_iter().find(|what| what.code() == code)
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            What::Opening => "opening",
            What::Corrections => "corrections",
            What::Received => "received",
            What::Recovered => "recovered",
            What::Credited => "credited",
            What::ToProjects => "projects",
            What::Withdrawn => "withdrawn",
            What::Closing => "closing",
            What::Unpaid => "returned_unpaid",
            What::Approved => "approved",
            What::Listed => "on_list",
            What::Paid => "paid",
            What::PeriodPersons => "period_persons",
            What::PeriodCredited => "period_credited",
        }
    }

    /// True for fen, false for persons.
    pub const fn is_money(self) -> bool {
        !matches!(self, What::Approved | What::Listed | What::Paid | What::PeriodPersons)
    }
}

/// Money of one year, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// What came in from above.
    pub received: i64,
    /// What was there before the first year that is kept.
    pub opened: i64,
    /// To projects.
    pub projects: i64,
    /// Taken back by finance.
    pub withdrawn: i64,
    /// Paid to persons, net of returns and reversals.
    pub credited: i64,
    /// Came back in cash or through the bank.
    pub recovered: i64,
}

impl Sums {
    /// What the year adds to the balance.
    pub const fn net(&self) -> i64 {
        self.opened + self.received + self.recovered - self.credited - self.projects - self.withdrawn
    }
}

/// All years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    years: BTreeMap<i32, Sums>,
}

impl Books {
    /// The sums of a year, to add to.
    pub fn year(&mut self, year: i32) -> &mut Sums {
        self.years.entry(year).or_default()
    }

    /// Takes an allocation in.
    pub fn flow(&mut self, flow: Flow, on: Day, fen: i64) {
        let sums = self.year(on.year());
        let field = match flow {
            Flow::Received => &mut sums.received,
            Flow::ToProjects => &mut sums.projects,
            Flow::Withdrawn => &mut sums.withdrawn,
            Flow::Opening => &mut sums.opened,
        };
        *field += fen;
    }

    /// The loop of a year. `published` = the closing balance of the year before, if it was closed.
    pub fn round(&self, year: i32, published: Option<i64>) -> Loop {
        let before: i64 = self.years.range(..year).map(|(_, sums)| sums.net()).sum();
        let sums = self.years.get(&year).copied().unwrap_or_default();
        // What was there before the books begin is there at the begin of the year in which it was entered.
        let opening = published.unwrap_or(before + sums.opened);
        let corrections = before + sums.opened - opening;
        Loop { opening, corrections, sums, closing: before + sums.net() }
    }
}

/// A year's loop of money: [`Loop::difference`] is nothing by arithmetic of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loop {
    /// At the begin, as it was published, if it was.
    pub opening: i64,
    /// What became known later of closed years.
    pub corrections: i64,
    /// Within the year.
    pub sums: Sums,
    /// At its end, from the first day of the books on.
    pub closing: i64,
}

impl Loop {
    /// What comes in less what goes out and stays: 0 if the loop closes.
    pub const fn difference(&self) -> i64 {
        let sums = &self.sums;
        let came = self.opening + self.corrections + sums.received + sums.recovered;
        came - (sums.credited + sums.projects + sums.withdrawn + self.closing)
    }

    /// As published figures.
    pub fn figures(&self) -> Vec<Figure> {
        let whole = |what: What, value| Figure { what: what.code(), period: 0, value };
        vec![
            whole(What::Opening, self.opening),
            whole(What::Corrections, self.corrections),
            whole(What::Received, self.sums.received),
            whole(What::Recovered, self.sums.recovered),
            whole(What::Credited, self.sums.credited),
            whole(What::ToProjects, self.sums.projects),
            whole(What::Withdrawn, self.sums.withdrawn),
            whole(What::Closing, self.closing),
        ]
    }
}

/// The days on which money of one line moved, by the bank's words in any order: credited adds, anything else takes back what
/// was credited before. Of two words of one day the credit comes first.
pub fn moves(mut words: Vec<(Day, u16)>, fen: i64) -> Vec<(Day, i64)> {
    words.sort();
    let (mut paid, mut moved) = (false, Vec::new());
    for (on, outcome) in words {
        match (outcome == CREDITED, paid) {
            (true, false) => moved.push((on, fen)),
            (false, true) => moved.push((on, -fen)),
            _ => continue,
        }
        paid = !paid;
    }
    moved
}

/// One figure that is not what was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which: number and period as stored.
    pub figure: (u16, u16),
    /// As published; none if it was not.
    pub published: Option<i64>,
    /// As it is now; none if it is gone.
    pub now: Option<i64>,
}

/// What differs between two sets of figures, in the order of their numbers.
pub fn differences(published: &[Figure], now: &[Figure]) -> Vec<Difference> {
    let mut both: BTreeMap<(u16, u16), (Option<i64>, Option<i64>)> = BTreeMap::new();
    for one in published {
        both.entry((one.what, one.period)).or_default().0 = Some(one.value);
    }
    for one in now {
        both.entry((one.what, one.period)).or_default().1 = Some(one.value);
    }
    let differs = both.into_iter().filter(|(_, (was, is))| was != is);
    differs.map(|(figure, (published, now))| Difference { figure, published, now }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        crate::domain::day::read(text).unwrap()
    }

    #[test]
    fn a_return_in_january_lands_in_the_next_year() {
        let words = vec![(day("2026-01-10"), 13), (day("2025-12-28"), 1)];
        assert_eq!(moves(words, 15_000), [(day("2025-12-28"), 15_000), (day("2026-01-10"), -15_000)]);
        let twice = vec![(day("2025-12-28"), 1), (day("2025-12-29"), 1), (day("2025-12-30"), 3)];
        assert_eq!(moves(twice, 7).iter().map(|(_, fen)| fen).sum::<i64>(), 0);
        assert!(moves(vec![(day("2025-12-28"), 12)], 7).is_empty());
    }

    #[test]
    fn nanhua_over_five_years() {
        // domain.md 1.3: 672,000 a year for 1,120 persons; 2020-2024 received 3,360,000, paid 2,878,650, left over 481,350.
        let mut books = Books::default();
        for year in 2020..=2024 {
            books.flow(Flow::Received, Day::ymd(year, 3, 1).unwrap(), 67_200_000);
            books.year(year).credited += 287_865_000 / 5;
        }
        assert_eq!(books.round(2024, None).closing, 48_135_000);
        books.flow(Flow::ToProjects, day("2024-11-01"), 40_000_000);
        let closed = books.round(2024, None);
        assert_eq!((closed.closing, closed.difference()), (8_135_000, 0));
        // A credit of 2023 that became known after 2023 was published stands apart.
        let published = books.round(2023, None).closing;
        books.year(2023).credited += 15_000;
        let next = books.round(2024, Some(published));
        assert_eq!((next.opening, next.corrections, next.closing), (published, -15_000, 8_120_000));
        assert_eq!(next.difference(), 0);
    }

    #[test]
    fn what_differs_is_named_and_what_does_not_is_not() {
        let figure = |what, value| Figure { what, period: 0, value };
        let found = differences(&[figure(5, 10), figure(8, 1)], &[figure(5, 9), figure(8, 1), figure(22, 3)]);
        let plain: Vec<_> = found.iter().map(|one| (one.figure.0, one.published, one.now)).collect();
        assert_eq!(plain, [(5, Some(10), Some(9)), (22, None, Some(3))]);
        assert!(What::ALL.into_iter().all(|what| What::from_code(what.code()) == Some(what)));
    }
}
