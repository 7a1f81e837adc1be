//! Identity numbers, phones and accounts that look right and belong to nobody.
//!
//! Identity numbers carry the area code 530399, which is not assigned; phones begin with 142, 143 or 154, which no
//! network has; cards begin with 629999, which no bank has.

use super::dice::Dice;
use super::office::day;
use crate::domain::account::{self, with_luhn};
use crate::domain::idnumber::IdNumber;
use crate::domain::sex::Sex;

const AREA: &str = "530399";
/// Serials from here on marked people over a hundred in the old numbers; they stay unused.
const SERIALS: u16 = 995;
/// 1900-01-01, in days since 1970.
const FIRST_DAY: i32 = -25_567;

/// Deals out identity numbers so that no two are equal.
pub(super) struct Register {
    /// Per day of birth since 1900: how many men and women have a number.
    taken: Vec<[u16; 2]>,
    /// Moves the first serial of a day, so that the first born is not always 001.
    shift: u64,
}

impl Register {
    pub fn new(seed: u64) -> Self {
        Self { taken: Vec::new(), shift: seed | 1 }
    }

    /// The next free 18-digit number of that day and sex; none where a day's serials are used up.
    pub fn number(&mut self, sex: Sex, birth: i32) -> Option<IdNumber> {
        let at = usize::try_from(birth - FIRST_DAY).ok()?;
        if self.taken.len() <= at {
            self.taken.resize(at + 1, [0; 2]);
        }
        let taken = &mut self.taken[at][usize::from(sex == Sex::Female)];
        let start = (at as u64).wrapping_mul(2_654_435_761).wrapping_add(self.shift) % u64::from(SERIALS / 2);
        while *taken < SERIALS / 2 {
            let pair = (start as u16 + *taken) % (SERIALS / 2);
            *taken += 1;
            let number = IdNumber::compose(AREA, day(birth)?, pair * 2 + u16::from(sex == Sex::Male))?;
            // 000 at the end looks like a spreadsheet's work; the demo's findings are the planted ones.
            if !number.may_be_cut() {
                return Some(number);
            }
        }
        None
    }
}

/// The number as it stood on cards before 1999: no century, no check digit.
pub(super) fn old_form(number: &IdNumber) -> String {
    number
        .text()
        .chars()
        .enumerate()
        .filter(|(at, _)| !matches!(at, 6 | 7 | 17))
        .map(|(_, digit)| digit)
        .collect()
}

/// The same number with a check digit that does not fit.
pub(super) fn spoil_check(number: &str) -> String {
    let body: String = number.chars().take(17).collect();
    let wrong = if number.ends_with('0') { '1' } else { '0' };
    format!("{body}{wrong}")
}

/// A phone number; `running` keeps all of one office apart.
pub(super) fn phone(dice: &mut Dice, running: u32) -> String {
    // An odd factor moves neighbours far apart and no two onto one number.
    let tail = (u64::from(running) * 61_803_399 + 5_021) % 100_000_000;
    format!("{}{tail:08}", dice.pick(&["142", "143", "154"]))
}

/// An account that passes every check: a card of 19 digits, or a savings book of 18.
pub(super) fn account(dice: &mut Dice, running: u32) -> String {
    let tail = (u64::from(running) * 387_420_489 + 77_003) % 1_000_000_000;
    let head = dice.pick(&["6299990", "6299991", "6299992", "6299993", "990000"]);
    let middle = dice.below(100);
    let numbers =
        (0..100).filter_map(|step| with_luhn(&format!("{head}{:02}{tail:09}", (middle + step) % 100)));
    // Another middle changes the last digit where the tail ends in zeros, as numbers cut by a spreadsheet do.
    numbers.into_iter().find(|number| account::parse(number).is_ok()).unwrap_or_default()
}
