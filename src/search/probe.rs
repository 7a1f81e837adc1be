//! One fragment against one part: judged once against every dictionary entry, then looked up for each row.

use super::entry::{Spelling, What};
use super::numbers::Digits;
use super::part::{Further, IndexPart, Other};
use super::query::{BirthPattern, Fragment};
use super::rank::{self, APPROXIMATE};
use super::spell::{Care, Spelled};

/// Fewest digits of a tail (后几位).
const TAIL_MIN: u32 = 4;
/// Fewest digits of a beginning, and of a number that may have a wrong digit.
const LONG_MIN: u32 = 6;
/// Fewest characters of the beginning or end of a code.
const CODE_PART_MIN: usize = 3;

/// Why and how well a fragment matches a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Lower is better.
    pub score: u16,
    /// What matches.
    pub what: What,
    /// Only approximately.
    pub approx: bool,
}

impl Verdict {
    fn of(what: What) -> Self {
        Self { score: rank::of(what), what, approx: false }
    }

    fn near(self) -> Self {
        Self { score: self.score + APPROXIMATE, approx: true, ..self }
    }
}

fn better(one: Option<Verdict>, other: Option<Verdict>) -> Option<Verdict> {
    match (one, other) {
        (Some(a), Some(b)) => Some(if b.score < a.score { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Which rows are judged: a row that an earlier fragment has turned away is not looked at again.
#[derive(Clone, Copy)]
pub enum Rows<'a> {
    /// All of them.
    All,
    /// These, ascending.
    Only(&'a [u32]),
}

impl Rows<'_> {
    fn each(self, len: usize, mut each: impl FnMut(usize)) {
        match self {
            Rows::All => (0..len).for_each(each),
            Rows::Only(rows) => rows.iter().for_each(|row| each(*row as usize)),
        }
    }
}

/// A fragment judged against one part: a verdict for each row that was looked at.
pub struct Probe<'a> {
    fragment: &'a Fragment,
    spelled: Option<Spelled>,
    near: bool,
    verdicts: Vec<Option<Verdict>>,
    found: bool,
}

impl<'a> Probe<'a> {
    /// Judges the fragment, column by column, on these rows (and perhaps on others). `Care::Near` finds only what is not
    /// exact: words that sound alike, long numbers with one wrong digit.
    pub fn new(part: &IndexPart, fragment: &'a Fragment, care: Care, rows: Rows<'_>) -> Self {
        let near = care != Care::Exact;
        let spelled = !near || fragment.is_words();
        let mut probe = Self {
            fragment,
            spelled: spelled.then(|| Spelled::compile(&part.glyphs, fragment, care)).flatten(),
            near,
            verdicts: vec![None; part.len()],
            found: false,
        };
        probe.read_names(part, rows);
        probe.read_places(part, rows);
        probe.read_numbers(part, rows);
        if !probe.near {
            probe.read_groups(part, rows);
            probe.read_codes(part, rows);
            probe.read_births(part, rows);
        }
        probe
    }

    /// How the fragment matches a row; the best of all its meanings.
    pub fn judge(&self, row: usize) -> Option<Verdict> {
        self.verdicts.get(row).copied().flatten()
    }

    /// True if it matches any row.
    pub fn found(&self) -> bool {
        self.found
    }

    fn put(&mut self, row: usize, verdict: Option<Verdict>) {
        if let (Some(verdict), Some(place)) = (verdict, self.verdicts.get_mut(row)) {
            self.found = true;
            if place.is_none_or(|known| verdict.score < known.score) {
                *place = Some(verdict);
            }
        }
    }

    /// Gives each row the verdict on the dictionary entry that it names.
    fn put_column(&mut self, column: &[u32], rows: Rows<'_>, verdicts: &[Option<Verdict>]) {
        if verdicts.iter().any(Option::is_some) {
            rows.each(column.len(), |row| {
                let entry = column.get(row).copied().unwrap_or(u32::MAX);
                self.put(row, verdicts.get(entry as usize).copied().flatten());
            });
        }
    }

    fn read_names(&mut self, part: &IndexPart, rows: Rows<'_>) {
        let Some(spelled) = self.spelled.take() else { return };
        rows.each(part.len(), |row| {
            if let Some(found) = spelled.judge(part.name(row)) {
                let score = rank::of_name(found.how, found.extent, found.secondary);
                self.put(row, Some(self.mark(Verdict { score, what: What::Name(found.how), approx: false })));
            }
        });
        for (row, other, glyphs) in &part.other_names {
            if let Some(found) = spelled.judge(glyphs) {
                let what = match other {
                    Other::Former => What::FormerName(found.how),
                    Other::Nick => What::Nickname(found.how),
                };
                let score = rank::of_other_name(found.how, found.extent);
                self.put(*row as usize, Some(self.mark(Verdict { score, what, approx: false })));
            }
        }
        self.spelled = Some(spelled);
    }

    fn read_places(&mut self, part: &IndexPart, rows: Rows<'_>) {
        if self.fragment.chars.len() > 1 && self.spelled.is_some() {
            let places = part.places.iter();
            let verdicts: Vec<_> =
                places.map(|p| self.place(&p.village_glyphs, &p.township_glyphs)).collect();
            self.put_column(&part.place_of, rows, &verdicts);
        }
    }

    fn read_groups(&mut self, part: &IndexPart, rows: Rows<'_>) {
        let verdicts: Vec<_> = part.groups.iter().map(|g| self.group(g.number, &g.glyphs)).collect();
        self.put_column(&part.group_of, rows, &verdicts);
    }

    fn read_codes(&mut self, part: &IndexPart, rows: Rows<'_>) {
        if self.fragment.chars.len() < 2 {
            return;
        }
        let typed = CodeTyped::new(&self.fragment.text);
        let households = part.households.iter();
        let verdicts: Vec<_> =
            households.map(|h| typed.judge(h.code.as_bytes(), What::HouseholdCode)).collect();
        self.put_column(&part.household_of, rows, &verdicts);
        rows.each(part.len(), |row| self.put(row, typed.judge(part.code(row), What::Code)));
    }

    fn read_births(&mut self, part: &IndexPart, rows: Rows<'_>) {
        if !self.fragment.births.is_empty() {
            rows.each(part.len(), |row| {
                let born = part.births.get(row).copied().filter(|born| *born > 0);
                self.put(row, born.and_then(|born| self.birth(born)));
            });
        }
    }

    fn read_numbers(&mut self, part: &IndexPart, rows: Rows<'_>) {
        const PHONE: [What; 3] = [What::Phone, What::PhoneTail, What::PhonePart];
        const ACCOUNT: [What; 3] = [What::Account, What::AccountTail, What::AccountPart];
        let Some(typed) = self.fragment.digits else { return };
        let of = |column: &[Digits], row: usize| column.get(row).copied().unwrap_or_default();
        rows.each(part.len(), |row| self.put(row, self.identity(of(&part.ids, row), typed)));
        for (column, whats) in [(&part.phones, PHONE), (&part.accounts, ACCOUNT)] {
            rows.each(part.len(), |row| self.put(row, self.number(of(column, row), typed, whats)));
        }
        for (row, further, number) in &part.further_numbers {
            let verdict = match further {
                Further::Identity => self.identity(*number, typed),
                Further::Phone => self.number(*number, typed, PHONE),
            };
            self.put(*row as usize, verdict);
        }
    }

    fn mark(&self, verdict: Verdict) -> Verdict {
        if self.near { verdict.near() } else { verdict }
    }

    fn place(&self, village: &[u32], township: &[u32]) -> Option<Verdict> {
        let spelled = self.spelled.as_ref()?;
        let judge = |glyphs, is_township| {
            let found = spelled.judge(glyphs)?;
            let what = if is_township { What::Township(found.how) } else { What::Village(found.how) };
            let score = rank::of_place(is_township, found.how, found.extent);
            Some(self.mark(Verdict { score, what, approx: false }))
        };
        better(judge(village, false), judge(township, true))
    }

    fn group(&self, number: Option<u32>, glyphs: &[u32]) -> Option<Verdict> {
        let by_number = self.fragment.group.is_some() && self.fragment.group == number;
        let by_name = || {
            let found = self.spelled.as_ref().filter(|_| self.fragment.has_han())?.judge(glyphs)?;
            (found.how == Spelling::Text && self.fragment.chars.len() > 1).then_some(())
        };
        (by_number || by_name().is_some()).then(|| Verdict::of(What::Group))
    }

    fn number(&self, number: Digits, typed: Digits, [whole, tail, head]: [What; 3]) -> Option<Verdict> {
        if self.near {
            let near = typed.len() >= LONG_MIN && number.nearly_ends_with(typed);
            return near.then(|| Verdict::of(if number.len() == typed.len() { whole } else { tail }).near());
        }
        if typed.len() >= TAIL_MIN && number.ends_with(typed) {
            return Some(Verdict::of(if number.len() == typed.len() { whole } else { tail }));
        }
        (typed.len() >= LONG_MIN && number.starts_with(typed)).then(|| Verdict::of(head))
    }

    fn identity(&self, number: Digits, typed: Digits) -> Option<Verdict> {
        let direct = self.number(number, typed, [What::IdNumber, What::IdTail, What::IdPart]);
        if direct.is_some() || self.near {
            return direct;
        }
        let same = match typed.len() {
            15 => number.short_identity() == Some(typed),
            18 => typed.short_identity() == Some(number),
            _ => false,
        };
        same.then(|| Verdict::of(What::IdNumber))
    }

    fn birth(&self, born: u32) -> Option<Verdict> {
        let (year, month, day) = (born / 10_000, born / 100 % 100, born % 100);
        self.fragment.births.iter().find_map(|pattern| match *pattern {
            BirthPattern::ShortYear(y) if y == year % 100 => Some(Verdict::of(What::BirthYear)),
            BirthPattern::Year(y) if y == year => Some(Verdict::of(What::BirthYear)),
            BirthPattern::Month(y, m) if (y, m) == (year, month) => Some(Verdict::of(What::BirthDate)),
            BirthPattern::Day(y, m, d, short) => {
                let same = if short { y == year % 100 } else { y == year };
                (same && (m, d) == (month, day)).then(|| Verdict::of(What::BirthDate))
            }
            _ => None,
        })
    }
}

/// A fragment as a code: its whole, its beginning, or its end of at least four digits.
struct CodeTyped<'a> {
    bytes: &'a [u8],
    begins: bool,
    ends: bool,
}

impl<'a> CodeTyped<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = bytes.iter().any(u8::is_ascii_alphabetic);
        let begins = digits > 0 && (bytes.len() >= CODE_PART_MIN || letters);
        Self { bytes, begins, ends: digits >= TAIL_MIN as usize }
    }

    fn judge(&self, code: &[u8], whole: What) -> Option<Verdict> {
        if code.len() < self.bytes.len() {
            return None;
        }
        if code.len() == self.bytes.len() {
            return (code == self.bytes).then(|| Verdict::of(whole));
        }
        let part = self.begins && code.starts_with(self.bytes) || self.ends && code.ends_with(self.bytes);
        part.then(|| Verdict::of(What::CodePart))
    }
}
