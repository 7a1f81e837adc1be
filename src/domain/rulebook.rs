//! The shipped rule data (规则数据): `src/rules/` embedded, each document parsed once. Lists of codes, words, limits.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One code of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Stored number.
    pub code: u16,
    /// The word that is shown in Chinese.
    pub name: String,
    /// What rosters write for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The sex that the word tells (1 male, 2 female), where it tells one.
    pub sex: Option<u16>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct ListDocument {
    source: String,
    #[serde(default)]
    suffix: String,
    entry: Vec<Entry>,
}

/// A list of codes with all words that mean them.
#[derive(Clone, Debug, Default)]
pub struct CodeList {
    document: ListDocument,
    words: BTreeMap<String, u16>,
}

impl From<ListDocument> for CodeList {
    fn from(document: ListDocument) -> Self {
        let mut words = BTreeMap::new();
        for entry in &document.entry {
            for word in std::iter::once(&entry.name).chain(&entry.also) {
                words.entry(word.clone()).or_insert(entry.code);
            }
        }
        Self { document, words }
    }
}

impl CodeList {
    /// The standard or rule that the list comes from.
    pub fn source(&self) -> &str {
        &self.document.source
    }

    /// All codes, in list order.
    pub fn entries(&self) -> &[Entry] {
        &self.document.entry
    }

    /// The row of a code.
    pub fn entry(&self, code: u16) -> Option<&Entry> {
        self.document.entry.iter().find(|entry| entry.code == code)
    }

    /// The word shown for a code.
    pub fn name(&self, code: u16) -> Option<&str> {
        self.entry(code).map(|entry| entry.name.as_str())
    }

    /// The code of a word, of its digits, or of a word without the list's suffix. Give the text [bare](super::halfwidth::bare).
    pub fn read(&self, bare: &str) -> Option<u16> {
        let whole = self.words.get(bare).copied();
        let lower = || self.words.get(&bare.to_ascii_lowercase()).copied();
        let longer = || self.words.get(&format!("{bare}{}", self.document.suffix)).copied();
        let shorter = || self.words.get(bare.strip_suffix(self.document.suffix.as_str())?).copied();
        let digits = || bare.parse().ok().filter(|code| self.entry(*code).is_some());
        whole.or_else(lower).or_else(longer).or_else(shorter).or_else(digits)
    }
}

/// The code lists of the register.
#[derive(Debug, Default)]
pub struct Words {
    /// 性别
    pub sex: CodeList,
    /// 民族
    pub ethnic: CodeList,
    /// 与户主关系
    pub relation: CodeList,
    /// 人口类别
    pub migrant_kind: CodeList,
    /// 扶持方式
    pub support_mode: CodeList,
    /// 户口性质
    pub registration: CodeList,
    /// 进出户的原因
    pub reason: CodeList,
}

#[derive(Default, Deserialize)]
struct Codes {
    sex: ListDocument,
    migrant_kind: ListDocument,
    support_mode: ListDocument,
    registration: ListDocument,
    reason: ListDocument,
}

/// Dates, limits and words of `register.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Register {
    /// What separates the two cohorts.
    pub cohort: CohortRule,
    /// Limits of identity facts.
    pub identity: IdentityRule,
    /// Words between the numbers of a date.
    pub date: DateWords,
    /// Words of places.
    pub place: PlaceWords,
    /// Words of amounts.
    pub money: MoneyWords,
}

/// The two cohorts of migrants.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CohortRule {
    /// Legal source.
    pub source: String,
    /// First day of the later cohort, ISO.
    pub later_from: String,
}

/// Limits of identity facts.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct IdentityRule {
    /// Source of the last day.
    pub source: String,
    /// Last day on which 15 digits were issued, ISO.
    pub fifteen_issued_until: String,
    /// Years; a living person older than this is doubted.
    pub age_doubted_above: u32,
    /// Persons; an account shared by more is a finding.
    pub account_shared_above: usize,
}

/// Words between the numbers of a date, the longest first.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DateWords {
    /// After the year.
    pub year: Vec<String>,
    /// After the month.
    pub month: Vec<String>,
    /// After the day.
    pub day: Vec<String>,
}

/// Words of places, endings the longest first.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PlaceWords {
    /// Name of a township's pseudo-village.
    pub scattered: String,
    /// What rosters call it.
    pub scattered_also: Vec<String>,
    /// Endings of a village's organisation.
    pub village_bodies: Vec<String>,
    /// Endings of a village.
    pub village_endings: Vec<String>,
    /// Endings of a township's organisation.
    pub township_bodies: Vec<String>,
    /// Endings of a township.
    pub township_endings: Vec<String>,
    /// Endings of a county or district.
    pub district_endings: Vec<String>,
    /// Endings of a villagers' group.
    pub group_endings: Vec<String>,
    /// What stands before an ordinal number.
    pub ordinal: String,
    /// Numerals from zero to nine.
    pub digits: Vec<String>,
    /// The numeral ten.
    pub ten: String,
    /// Other numerals: (word, ASCII digit).
    pub digits_also: Vec<(String, String)>,
}

/// Words of amounts.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct MoneyWords {
    /// Units that may stand after an amount.
    pub units: Vec<String>,
}

/// One division of `divisions.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Division {
    /// Code in use: 6 digits county, 9 township.
    pub code: String,
    /// Name in use.
    pub name: String,
    /// Codes that it had before.
    #[serde(default)]
    pub former_codes: Vec<String>,
    /// Names that it had before, or that people use.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The prefecture that the shipped divisions belong to.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Prefecture {
    /// 6 digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its province's name.
    pub province: String,
}

/// Shipped divisions.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Divisions {
    /// Where the data come from.
    pub source: String,
    /// The prefecture.
    pub prefecture: Prefecture,
    /// Its counties.
    pub county: Vec<Division>,
    /// Townships; the first six digits of the code name the county.
    pub township: Vec<Division>,
}

// A shipped document that does not parse is caught by the tests below, so an empty one is never met in practice.
fn document<T: DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}

fn list(text: &str) -> CodeList {
    document::<ListDocument>(text).into()
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let codes: Codes = document(include_str!("../rules/codes.toml"));
    Words {
        sex: codes.sex.into(),
        migrant_kind: codes.migrant_kind.into(),
        support_mode: codes.support_mode.into(),
        registration: codes.registration.into(),
        reason: codes.reason.into(),
        relation: list(include_str!("../rules/relation.toml")),
        ethnic: list(include_str!("../rules/ethnic.toml")),
    }
});

static REGISTER: LazyLock<Register> = LazyLock::new(|| document(include_str!("../rules/register.toml")));

static DIVISIONS: LazyLock<Divisions> = LazyLock::new(|| document(include_str!("../rules/divisions.toml")));

/// Code, last name, year of abolition (0 = in use), ascending by code.
static AREAS: LazyLock<Vec<(&'static str, &'static str, u16)>> = LazyLock::new(|| {
    let lines = include_str!("../rules/areas.tsv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let (code, name) = (cells.next()?, cells.next()?);
        Some((code, name, cells.next().and_then(|year| year.parse().ok()).unwrap_or(0)))
    };
    lines.filter_map(row).collect()
});

/// The code lists.
pub fn words() -> &'static Words {
    &WORDS
}

/// Dates, limits and words of the register.
pub fn register() -> &'static Register {
    &REGISTER
}

/// The shipped divisions.
pub fn divisions() -> &'static Divisions {
    &DIVISIONS
}

/// What the table of areas says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// A county in use.
    Known(&'static str),
    /// Abolished in that year; normal in older people's numbers.
    Abolished(&'static str, u16),
    /// In no edition of the table.
    Unknown,
}

/// What every edition of GB/T 2260 together says of an area code of six digits.
pub fn area(code: &str) -> Area {
    match AREAS.binary_search_by(|row| row.0.cmp(code)).ok().map(|at| AREAS[at]) {
        None => Area::Unknown,
        Some((_, name, 0)) => Area::Known(name),
        Some((_, name, year)) => Area::Abolished(name, year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_document_parses_whole() {
        assert!(toml::from_str::<Codes>(include_str!("../rules/codes.toml")).is_ok());
        assert!(toml::from_str::<ListDocument>(include_str!("../rules/relation.toml")).is_ok());
        assert!(toml::from_str::<ListDocument>(include_str!("../rules/ethnic.toml")).is_ok());
        assert!(toml::from_str::<Register>(include_str!("../rules/register.toml")).is_ok());
        assert!(toml::from_str::<Divisions>(include_str!("../rules/divisions.toml")).is_ok());
        assert_eq!(AREAS.len(), 7_185);
        assert!(AREAS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn no_word_of_a_list_means_two_codes() {
        let words = words();
        for list in [
            &words.sex,
            &words.ethnic,
            &words.relation,
            &words.migrant_kind,
            &words.support_mode,
            &words.registration,
            &words.reason,
        ] {
            assert!(!list.source().is_empty());
            for entry in list.entries() {
                for word in std::iter::once(&entry.name).chain(&entry.also) {
                    assert_eq!(list.read(word), Some(entry.code), "{word}");
                }
            }
        }
    }

    #[test]
    fn divisions_hang_together() {
        let divisions = divisions();
        assert_eq!((divisions.county.len(), divisions.township.len()), (9, 10));
        for county in &divisions.county {
            assert!(matches!(area(&county.code), Area::Known(name) if name == county.name));
            for former in &county.former_codes {
                assert!(matches!(area(former), Area::Abolished(..)), "{former}");
            }
        }
        let malong = |township: &Division| township.code.len() == 9 && township.code.starts_with("530304");
        assert!(divisions.township.iter().all(malong));
    }
}
