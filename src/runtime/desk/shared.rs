//! Reverse look-up (反查): everyone who has this identity number, phone or account; shared across households is a finding.

use std::collections::BTreeSet;

use super::{Desk, HitRow};
use crate::domain::{idnumber, phone};
use crate::journal::EntityId;
use crate::search::EntryKind;
use crate::store::StoreError;

/// Most persons that are looked at for one number.
const SHARERS_MAX: usize = 2_000;
/// Fewest digits of a number that can be anybody's own.
const DIGITS_MIN: usize = 5;

/// What somebody shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shares {
    /// Identity number.
    IdNumber,
    /// Phone.
    Phone,
    /// Account.
    Account,
}

impl Shares {
    /// The field's name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Shares::IdNumber => "id_number",
            Shares::Phone => "phone",
            Shares::Account => "account",
        }
    }
}

/// Somebody who has the value.
#[derive(Clone, Debug)]
pub struct Sharer {
    /// The person.
    pub row: HitRow,
    /// In which field.
    pub field: Shares,
}

impl Desk {
    /// Everyone who has this number, in the order of the look-up; blanks and hyphens do not matter.
    pub fn shared(&self, value: &str) -> Result<Vec<Sharer>, StoreError> {
        let digits: String =
            idnumber::tidy(value).chars().filter(|c| c.is_ascii_digit() || *c == 'X').collect();
        if digits.chars().count() < DIGITS_MIN {
            return Ok(Vec::new());
        }
        let found = self.find(&digits, SHARERS_MAX, false)?;
        let number = idnumber::same_key(&digits);
        let mut sharers = Vec::new();
        for row in found.hits.into_iter().filter(|row| row.kind == EntryKind::Person) {
            let fields = [
                (Shares::IdNumber, idnumber::same_key(&row.id_number) == number),
                (Shares::Phone, phone::tidy(&row.phone) == phone::tidy(&digits)),
                (Shares::Account, row.account == digits),
            ];
            let same = fields.iter().find(|(_, same)| *same).map(|(field, _)| *field);
            sharers.extend(same.map(|field| Sharer { row, field }));
        }
        Ok(sharers)
    }
}

/// The households of these persons; those without one count each.
pub fn households(sharers: &[Sharer]) -> BTreeSet<EntityId> {
    let home = |row: &HitRow| if row.household.is_zero() { row.entity } else { row.household };
    sharers.iter().map(|sharer| home(&sharer.row)).collect()
}
