//! Resident identity numbers (公民身份号码), GB 11643: 18 digits, and the 15 digits issued until 1999-10-01.
//!
//! A failure names its part. The area code is never a failure: it is the county's code on the day of issue, and most
//! adults of a renamed county carry one that no current table has (features.md Q1).

use thiserror::Error;

use super::day::Day;
use super::halfwidth::{bare, is_computed};
use super::rulebook::{self, Area};
use super::sex::Sex;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Why a text is not an identity number. Positions count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    /// Nothing but spaces.
    #[error("empty")]
    Empty,
    /// A spreadsheet stored it as a number: digits are lost for good.
    #[error("spoiled by a spreadsheet: {0:?}")]
    Spoiled(Spoiling),
    /// Neither 15 nor 18 characters.
    #[error("{found} characters instead of 18 or 15")]
    Length {
        /// Characters after folding.
        found: usize,
    },
    /// A character that cannot stand there: a letter O for a zero, an X before the end.
    #[error("character {position} cannot stand there")]
    Character {
        /// From 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// No such day, or a year before 1800.
    #[error("the birth date inside the number does not exist")]
    Date {
        /// Year as it stands (a 15-digit number's with its century).
        year: i32,
        /// Month as it stands.
        month: u32,
        /// Day as it stands.
        day: u32,
    },
    /// The last character does not fit the others.
    #[error("check digit")]
    CheckDigit {
        /// What fits.
        expected: char,
        /// What stands there.
        found: char,
    },
}

/// How a spreadsheet spoiled a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoiling {
    /// `5.3E+17`, or a fraction.
    Computed,
    /// Fifteen digits kept, the rest turned to zeros.
    Zeros,
}

impl IdError {
    /// True if the row is refused; else it comes in, with a finding (design.md 3: never guessed).
    pub fn refuses_row(&self) -> bool {
        matches!(self, IdError::Spoiled(_) | IdError::Date { .. })
    }
}

/// A well-formed number. Its own text is kept: the 15 digits stay 15 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber {
    characters: [char; 18],
    fifteen: bool,
}

impl IdNumber {
    /// Reads what people and files write: full-width digits, `x`, spaces, a leading apostrophe.
    pub fn parse(text: &str) -> Result<IdNumber, IdError> {
        let number = IdNumber::parse_unchecked(text)?;
        let (expected, found) = (check_digit(&number.characters), number.characters[17]);
        if expected != found {
            return Err(spoiled(&number).unwrap_or(IdError::CheckDigit { expected, found }));
        }
        Ok(number)
    }

    /// As [`IdNumber::parse`], but a wrong check digit passes: birth and sex of such a number still say something.
    pub fn parse_unchecked(text: &str) -> Result<IdNumber, IdError> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if is_computed(&text) {
            return Err(IdError::Spoiled(Spoiling::Computed));
        }
        let typed: Vec<char> = text.chars().collect();
        if !matches!(typed.len(), 15 | 18) {
            return Err(IdError::Length { found: typed.len() });
        }
        for (at, found) in typed.iter().enumerate() {
            if !(found.is_ascii_digit() || (at == 17 && *found == 'X')) {
                return Err(IdError::Character { position: at + 1, found: *found });
            }
        }
        let number = IdNumber { characters: eighteen(&typed), fifteen: typed.len() == 15 };
        let (year, month, day) = number.date_parts();
        if Day::ymd(year, month, day).is_none() {
            return Err(spoiled(&number).unwrap_or(IdError::Date { year, month, day }));
        }
        Ok(number)
    }

    /// A number of its parts: six digits of area, birth, serial 0 to 999 (odd male). For made-up offices and tests.
    pub fn compose(area: &str, birth: Day, serial: u16) -> Option<IdNumber> {
        let (year, month, day) = birth.full()?;
        let body = format!("{area}{year:04}{month:02}{day:02}{serial:03}");
        let digits: Vec<char> = body.chars().collect();
        let whole = digits.len() == 17 && digits.iter().all(char::is_ascii_digit);
        let mut characters = ['0'; 18];
        whole.then(|| {
            characters[..17].copy_from_slice(&digits);
            characters[17] = check_digit(&characters);
            IdNumber { characters, fifteen: false }
        })
    }

    /// As it stands on paper, 15 or 18 characters, with a capital X.
    pub fn text(&self) -> String {
        if self.fifteen {
            return self.characters[..6].iter().chain(&self.characters[8..17]).collect();
        }
        self.eighteen()
    }

    /// Its 18 characters; of 15 digits by the rule of GB 11643. Two numbers are the same if these are.
    pub fn eighteen(&self) -> String {
        self.characters.iter().collect()
    }

    /// True for an old number of 15 digits.
    pub fn is_fifteen(&self) -> bool {
        self.fifteen
    }

    /// The six digits of the county of first registration.
    pub fn area_code(&self) -> String {
        self.characters[..6].iter().collect()
    }

    /// What is known of that county.
    pub fn area(&self) -> Area {
        rulebook::area(&self.area_code())
    }

    /// The date of birth inside the number.
    pub fn birth(&self) -> Option<Day> {
        let (year, month, day) = self.date_parts();
        Day::ymd(year, month, day)
    }

    /// Odd serial male, even female.
    pub fn sex(&self) -> Sex {
        if self.digits(16, 17) % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// True if 18 digits end in 000: possible, but also what a spreadsheet leaves of one in eleven cut numbers.
    pub fn may_be_cut(&self) -> bool {
        !self.fifteen && self.characters[15..] == ['0'; 3]
    }

    fn digits(&self, from: usize, to: usize) -> u32 {
        let digits = self.characters[from..to].iter();
        digits.fold(0, |sum, character| sum * 10 + character.to_digit(10).unwrap_or(0))
    }

    fn date_parts(&self) -> (i32, u32, u32) {
        let year = i32::try_from(self.digits(6, 10)).unwrap_or(0);
        (year, self.digits(10, 12), self.digits(12, 14))
    }
}

/// The text as a number is kept, right or wrong: folded, without spaces and apostrophes, X in capitals.
pub fn tidy(text: &str) -> String {
    bare(text).to_ascii_uppercase()
}

/// What two texts must share to be the same number: the 18 characters, of 15 digits those that they become; a malformed
/// text equals itself only. None if empty.
pub fn same_key(text: &str) -> Option<String> {
    let tidied = tidy(text);
    // Of 18 characters the key is the text itself, right or wrong; only 15 digits have another form.
    let longer = (tidied.len() == 15).then(|| IdNumber::parse(&tidied).ok()).flatten();
    match longer {
        Some(number) => Some(number.eighteen()),
        None => (!tidied.is_empty()).then_some(tidied),
    }
}

/// Which half of 1800 to 1999 a number of 15 digits means: serials 996 to 999 marked people of a hundred and more.
fn eighteen(typed: &[char]) -> [char; 18] {
    let mut characters = ['0'; 18];
    if typed.len() == 18 {
        characters.copy_from_slice(typed);
        return characters;
    }
    let centenarian = typed[12..14] == ['9', '9'] && typed[14] >= '6';
    characters[..6].copy_from_slice(&typed[..6]);
    characters[6..8].copy_from_slice(if centenarian { &['1', '8'] } else { &['1', '9'] });
    characters[8..17].copy_from_slice(&typed[6..]);
    characters[17] = check_digit(&characters);
    characters
}

/// Of 18 digits that fail: did a spreadsheet keep 15 digits and write zeros behind them?
fn spoiled(number: &IdNumber) -> Option<IdError> {
    number.may_be_cut().then_some(IdError::Spoiled(Spoiling::Zeros))
}

/// The 18th character that belongs to 17 digits (ISO 7064 MOD 11-2).
fn check_digit(characters: &[char; 18]) -> char {
    let digits = characters.iter().map(|character| character.to_digit(10).unwrap_or(0));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    // The remainder is below 11.
    CHECKS.get(sum as usize % 11).copied().unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<IdNumber, IdError> {
        IdNumber::parse(text)
    }

    #[test]
    fn the_published_assertions_of_two_packages_agree() {
        let mut seen = 0;
        for line in include_str!("../../tests/golden/identity_numbers.tsv").lines() {
            if line.starts_with('#') {
                continue;
            }
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or("");
            let (package, text, verdict, birth, sex, long) = (cell(), cell(), cell(), cell(), cell(), cell());
            if !verdict.is_empty() {
                assert_eq!(parse(text).is_ok(), verdict == "valid", "{package} {text}");
            }
            let Ok(number) = IdNumber::parse_unchecked(text) else { continue };
            assert_eq!(number.text(), text);
            if !birth.is_empty() {
                assert_eq!(number.birth().map(|day| day.iso()).as_deref(), Some(birth), "{text}");
                assert_eq!(number.sex().name(), sex, "{text}");
            }
            if !long.is_empty() {
                assert_eq!(number.eighteen(), long);
            }
            seen += 1;
        }
        assert!(seen > 30, "only {seen} valid numbers in the golden file");
    }

    #[test]
    fn a_failure_names_its_part() {
        let cases = [
            ("", IdError::Empty),
            ("11010519491231002", IdError::Length { found: 17 }),
            ("1101051949I231002X", IdError::Character { position: 11, found: 'I' }),
            ("11O10519491231002X", IdError::Character { position: 3, found: 'O' }),
            ("X10105194912310021", IdError::Character { position: 1, found: 'X' }),
            ("110105194902310022", IdError::Date { year: 1949, month: 2, day: 31 }),
            ("110105194912310021", IdError::CheckDigit { expected: 'X', found: '1' }),
            ("5.303992007080522E+17", IdError::Spoiled(Spoiling::Computed)),
            ("5.3e17", IdError::Spoiled(Spoiling::Computed)),
            ("530399200708052000", IdError::Spoiled(Spoiling::Zeros)),
            ("110105491331002", IdError::Date { year: 1949, month: 13, day: 31 }),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn dirt_of_files_and_input_methods_is_folded() {
        for text in
            ["'11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X\u{feff}"]
        {
            assert_eq!(parse(text).map(|number| number.text()).as_deref(), Ok("11010519491231002X"));
        }
    }

    #[test]
    fn fifteen_digits_keep_their_text_and_equal_their_eighteen() {
        let old = parse("110105491231002").unwrap();
        assert!(old.is_fifteen());
        assert_eq!(old.text(), "110105491231002");
        assert_eq!(old.eighteen(), "11010519491231002X");
        assert_eq!(same_key("110105491231002"), same_key("11010519491231002x"));
        assert_eq!((old.birth(), old.sex()), (Day::ymd(1949, 12, 31), Sex::Female));
    }

    #[test]
    fn serials_of_centenarians_belong_to_the_century_before() {
        let sample = parse("440524188001010014").unwrap();
        assert_eq!((sample.birth(), sample.sex()), (Day::ymd(1880, 1, 1), Sex::Male));
        for (serial, year) in [("995", 1980), ("996", 1880), ("999", 1880)] {
            let number = parse(&format!("530399800101{serial}")).unwrap();
            assert_eq!(number.birth(), Day::ymd(year, 1, 1), "{serial}");
        }
    }

    #[test]
    fn an_area_is_never_an_error() {
        let with_area = |area: &str| IdNumber::compose(area, Day::ymd(1980, 1, 1).unwrap(), 1).unwrap();
        for (code, area) in [
            ("530321", Area::Abolished("马龙县", 2017)),
            ("530304", Area::Known("马龙区")),
            ("532223", Area::Abolished("马龙县", 1996)),
            ("530328", Area::Abolished("沾益县", 2015)),
            ("530399", Area::Unknown),
        ] {
            let number = with_area(code);
            assert_eq!(parse(&number.text()), Ok(number));
            assert_eq!(number.area(), area);
        }
    }

    #[test]
    fn what_is_refused_and_what_comes_in_with_a_finding() {
        let refused = |text: &str| parse(text).is_err_and(|error| error.refuses_row());
        assert!(refused("5.3E+17") && refused("530399200708052000") && refused("530399201213324756"));
        assert!(!refused("530399199002213561") && !refused("") && !refused("53039919900221356"));
    }

    proptest! {
        #[test]
        fn every_composed_number_reads_back(days in -40_000_i32..20_000, serial in 0_u16..1_000) {
            let birth = Day::from_stored(days, 0).unwrap();
            let number = IdNumber::compose("530399", birth, serial).unwrap();
            prop_assert_eq!(IdNumber::parse(&number.text()), Ok(number));
            prop_assert_eq!(number.birth(), Some(birth));
            prop_assert_eq!(number.sex() == Sex::Male, serial % 2 == 1);
        }

        #[test]
        fn one_changed_digit_is_always_noticed(
            days in -20_000_i32..20_000,
            serial in 0_u16..1_000,
            at in 0_usize..17,
            by in 1_u32..10,
        ) {
            let number = IdNumber::compose("530399", Day::from_stored(days, 0).unwrap(), serial).unwrap();
            let mut changed = number;
            let digit = (changed.characters[at].to_digit(10).unwrap() + by) % 10;
            changed.characters[at] = char::from_digit(digit, 10).unwrap();
            prop_assert!(IdNumber::parse(&changed.text()).is_err());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = IdNumber::parse(&text);
            let _ = same_key(&text);
        }
    }
}
