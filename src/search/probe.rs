//! One fragment against one part: judged once against every dictionary entry, then looked up for each row.

use super::entry::{EntryKind, Spelling, What};
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

/// A fragment prepared for one part.
pub struct Probe<'a> {
    fragment: &'a Fragment,
    spelled: Option<Spelled>,
    near: bool,
    places: Vec<Option<Verdict>>,
    groups: Vec<Option<Verdict>>,
    households: Vec<Option<Verdict>>,
    codes: bool,
    /// Sorted by row: what further names and numbers say.
    extras: Vec<(u32, Verdict)>,
}

impl<'a> Probe<'a> {
    /// Judges the fragment against the dictionaries of `part`. `Care::Near` finds only what is not exact.
    pub fn new(part: &IndexPart, fragment: &'a Fragment, care: Care) -> Self {
        let spelled = Spelled::compile(&part.glyphs, fragment, care);
        let near = care != Care::Exact;
        let mut probe = Self {
            fragment,
            spelled,
            near,
            places: Vec::new(),
            groups: Vec::new(),
            households: Vec::new(),
            codes: !near && fragment.text.bytes().any(|b| b.is_ascii_digit() || b == b'-')
                || !near && fragment.chars.len() > 1,
            extras: Vec::new(),
        };
        if fragment.chars.len() > 1 && probe.spelled.is_some() {
            let places = part.places.iter();
            probe.places = places.map(|p| probe.place(&p.village_glyphs, &p.township_glyphs)).collect();
        }
        if !near {
            probe.groups = part.groups.iter().map(|g| probe.group(g.number, &g.glyphs)).collect();
            if probe.groups.iter().all(Option::is_none) {
                probe.groups.clear();
            }
            if probe.codes {
                probe.households =
                    part.households.iter().map(|h| probe.household(h.code.as_bytes())).collect();
                if probe.households.iter().all(Option::is_none) {
                    probe.households.clear();
                }
            }
        }
        probe.collect_extras(part);
        probe
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

    fn household(&self, code: &[u8]) -> Option<Verdict> {
        if code == self.fragment.text.as_bytes() && !code.is_empty() {
            return Some(Verdict::of(What::HouseholdCode));
        }
        self.code_part(code)
    }

    /// A code's beginning, or its end of at least four digits.
    fn code_part(&self, code: &[u8]) -> Option<Verdict> {
        let typed = self.fragment.text.as_bytes();
        let digits = typed.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = typed.iter().any(u8::is_ascii_alphabetic);
        let begins = digits > 0 && (typed.len() >= CODE_PART_MIN || letters) && code.starts_with(typed);
        let ends = digits >= TAIL_MIN as usize && code.ends_with(typed);
        (begins || ends).then(|| Verdict::of(What::CodePart))
    }

    fn collect_extras(&mut self, part: &IndexPart) {
        let mut extras = Vec::new();
        if let Some(spelled) = &self.spelled {
            for (row, other, glyphs) in &part.other_names {
                if let Some(found) = spelled.judge(glyphs) {
                    let what = match other {
                        Other::Former => What::FormerName(found.how),
                        Other::Nick => What::Nickname(found.how),
                    };
                    let score = rank::of_other_name(found.how, found.extent);
                    extras.push((*row, self.mark(Verdict { score, what, approx: false })));
                }
            }
        }
        if let Some(digits) = self.fragment.digits {
            for (row, further, number) in &part.further_numbers {
                let verdict = match further {
                    Further::Identity => self.identity(*number, digits),
                    Further::Phone => {
                        self.number(*number, digits, [What::Phone, What::PhoneTail, What::PhonePart])
                    }
                };
                extras.extend(verdict.map(|verdict| (*row, verdict)));
            }
        }
        extras.sort_by_key(|(row, verdict)| (*row, verdict.score));
        extras.dedup_by_key(|(row, _)| *row);
        self.extras = extras;
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
        let same = match (number.len(), typed.len()) {
            (18, 15) => number.short_identity() == Some(typed),
            (15, 18) => typed.short_identity() == Some(number),
            _ => false,
        };
        same.then(|| Verdict::of(What::IdNumber))
    }

    fn numbers(&self, part: &IndexPart, row: usize) -> Option<Verdict> {
        let typed = self.fragment.digits?;
        let column = |column: &[Digits]| column.get(row).copied().unwrap_or_default();
        let id = self.identity(column(&part.ids), typed);
        let phone = self.number(column(&part.phones), typed, [What::Phone, What::PhoneTail, What::PhonePart]);
        let account =
            self.number(column(&part.accounts), typed, [What::Account, What::AccountTail, What::AccountPart]);
        better(better(id, phone), account)
    }

    fn birth(&self, part: &IndexPart, row: usize) -> Option<Verdict> {
        let born = part.births.get(row).copied().filter(|born| *born > 0)?;
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

    /// How the fragment matches a row; the best of all its meanings.
    pub fn judge(&self, part: &IndexPart, row: usize) -> Option<Verdict> {
        let at = |table: &[Option<Verdict>], column: &[u32]| {
            if table.is_empty() { None } else { *table.get(*column.get(row)? as usize)? }
        };
        let place = at(&self.places, &part.place_of);
        let group = at(&self.groups, &part.group_of);
        let household = at(&self.households, &part.household_of);
        let mut best = better(better(household, place), group);
        if part.kinds.get(row) == Some(&EntryKind::Household) {
            return best;
        }
        if self.codes {
            best = better(best, self.row_code(part.code(row)));
        }
        if part.kinds.get(row) == Some(&EntryKind::Village) {
            return best;
        }
        if let Some(found) = self.spelled.as_ref().and_then(|spelled| spelled.judge(part.name(row))) {
            let score = rank::of_name(found.how, found.extent, found.secondary);
            best =
                better(best, Some(self.mark(Verdict { score, what: What::Name(found.how), approx: false })));
        }
        if self.fragment.digits.is_some() {
            best = better(best, self.numbers(part, row));
        }
        if !self.near && !self.fragment.births.is_empty() {
            best = better(best, self.birth(part, row));
        }
        if !self.extras.is_empty()
            && let Ok(found) = self.extras.binary_search_by_key(&(row as u32), |(row, _)| *row)
        {
            best = better(best, self.extras.get(found).map(|(_, verdict)| *verdict));
        }
        best
    }

    fn row_code(&self, code: &[u8]) -> Option<Verdict> {
        if code == self.fragment.text.as_bytes() && !code.is_empty() {
            return Some(Verdict::of(What::Code));
        }
        self.code_part(code)
    }
}
