//! What was typed, cut into fragments, each with all the meanings that it could have.

use super::numbers::Digits;
use crate::text::fold_search;
use crate::text::ordinal::{group_number, number};

/// Most fragments of a query that are looked for.
pub const FRAGMENTS_MAX: usize = 4;
/// Most characters of a fragment.
pub const FRAGMENT_MAX: usize = 60;
/// Fewest digits that a query of spaced digits must have to be one number.
const SPACED_NUMBER_MIN: usize = 10;

/// A typed date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthPattern {
    /// The last two digits of the year.
    ShortYear(u32),
    /// The year.
    Year(u32),
    /// Year and month.
    Month(u32, u32),
    /// The day; the year in two digits where the flag is set.
    Day(u32, u32, u32, bool),
}

/// One fragment with its possible meanings.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// Folded, without apostrophes and spaces.
    pub text: String,
    /// The same as characters.
    pub chars: Vec<char>,
    /// The digits, if it is a number of at least four, perhaps with an X at its end.
    pub digits: Option<Digits>,
    /// The number of a group.
    pub group: Option<u32>,
    /// Years and dates of birth; `620512` and `196205` can be two of them.
    pub births: Vec<BirthPattern>,
}

impl Fragment {
    fn new(text: &str) -> Self {
        let text: String =
            text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}' | ' ')).take(FRAGMENT_MAX).collect();
        let bare: String = text.chars().filter(|c| *c != '-').collect();
        let body = bare.strip_suffix('x').unwrap_or(&bare);
        let is_number = bare.len() >= 4 && body.len() >= 3 && body.bytes().all(|b| b.is_ascii_digit());
        Self {
            chars: text.chars().collect(),
            digits: is_number.then(|| Digits::of(&bare)),
            group: group_number(&text).or_else(|| number(&text).filter(|_| text.len() <= 2)),
            births: births(&text),
            text,
        }
    }

    /// True if it can spell words: it has a letter or a Han character, and no digit.
    pub fn is_words(&self) -> bool {
        self.chars.iter().any(|c| c.is_alphabetic()) && !self.chars.iter().any(char::is_ascii_digit)
    }

    /// True if some of it is Han text.
    pub fn has_han(&self) -> bool {
        self.chars.iter().any(|c| c.is_alphabetic() && !c.is_ascii())
    }
}

fn births(text: &str) -> Vec<BirthPattern> {
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    if !parts.iter().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())) {
        return Vec::new();
    }
    let values: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let year = |y: u32| (1850..2100).contains(&y);
    let month = |m: u32| (1..=12).contains(&m);
    let day = |d: u32| (1..=31).contains(&d);
    let mut found = Vec::new();
    match (values.as_slice(), text.len()) {
        ([y, m, d], _) if year(*y) && month(*m) && day(*d) => {
            found.push(BirthPattern::Day(*y, *m, *d, false))
        }
        ([y, m], _) if year(*y) && month(*m) => found.push(BirthPattern::Month(*y, *m)),
        ([y], 2) => found.push(BirthPattern::ShortYear(*y)),
        ([y], 4) if year(*y) => found.push(BirthPattern::Year(*y)),
        ([v], 6) => {
            let (y, m) = (v / 100, v % 100);
            if year(y) && month(m) {
                found.push(BirthPattern::Month(y, m));
            }
            let (y, m, d) = (v / 10_000, v / 100 % 100, v % 100);
            if month(m) && day(d) {
                found.push(BirthPattern::Day(y, m, d, true));
            }
        }
        ([v], 8) => {
            let (y, m, d) = (v / 10_000, v / 100 % 100, v % 100);
            if year(y) && month(m) && day(d) {
                found.push(BirthPattern::Day(y, m, d, false));
            }
        }
        _ => {}
    }
    found
}

/// A whole query.
#[derive(Clone, Debug)]
pub struct Query {
    /// At most [`FRAGMENTS_MAX`], none empty.
    pub fragments: Vec<Fragment>,
    /// All fragments as one, where there are several and all of them are words: a name typed with spaces.
    pub joined: Option<Fragment>,
    /// What was left out.
    pub ignored: Vec<String>,
}

impl Query {
    /// Cuts a query at spaces, commas and slashes. Digits in blocks are one number; more than four words are a name in pieces.
    pub fn parse(query: &str) -> Self {
        let folded: String = fold_search(&query.chars().take(1_000).collect::<String>());
        let pieces: Vec<&str> =
            folded.split([' ', ',', '/', '\u{3001}', '\u{FF0C}']).filter(|piece| !piece.is_empty()).collect();
        let numeric = |piece: &&str| piece.bytes().all(|b| b.is_ascii_digit() || b == b'x' || b == b'-');
        let together = pieces.concat();
        if pieces.len() > 1
            && pieces.iter().all(numeric)
            && together.bytes().filter(u8::is_ascii_digit).count() >= SPACED_NUMBER_MIN
            && !pieces.iter().any(|piece| piece.contains('-'))
        {
            return Self { fragments: vec![Fragment::new(&together)], joined: None, ignored: Vec::new() };
        }
        let mut fragments: Vec<Fragment> =
            pieces.iter().map(|piece| Fragment::new(piece)).filter(|f| !f.chars.is_empty()).collect();
        let joined = (fragments.len() > 1 && fragments.iter().all(Fragment::is_words))
            .then(|| Fragment::new(&fragments.iter().map(|f| f.text.as_str()).collect::<String>()));
        if fragments.len() > FRAGMENTS_MAX
            && let Some(name) = joined
        {
            return Self { fragments: vec![name], joined: None, ignored: Vec::new() };
        }
        let ignored = fragments.drain(FRAGMENTS_MAX.min(fragments.len())..).map(|f| f.text).collect();
        Self { fragments, joined, ignored }
    }
}
