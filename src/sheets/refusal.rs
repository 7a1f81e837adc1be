//! Why a row is refused, and what is remarked on a row that comes in: the table "What a spoiled row
//! becomes" of the design.

use crate::domain::account::AccountError;
use crate::domain::idnumber::IdError;
use crate::journal::EntityId;

use super::fields::Field;

/// A row of a file: the sheet's place in the workbook (from 0) and the row's own number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowAt {
    /// The sheet, from 0.
    pub sheet: u16,
    /// The row, as the spreadsheet numbers it.
    pub row: u32,
}

/// Why a row is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No name.
    NoName,
    /// The name is longer than any name is.
    LongName,
    /// A spreadsheet spoiled the identity number.
    SpoiledNumber(IdError),
    /// The identity number holds a date that does not exist.
    NumberDate(IdError),
    /// A date that does not exist.
    ImpossibleDate(Field),
    /// Neither a village column nor a sheet named after one.
    NoVillage,
    /// Several villages are called so; the township is missing.
    AmbiguousVillage,
    /// Neither a household code nor a head.
    NoHousehold,
    /// The same person stands in another row of this file.
    Twice(RowAt),
    /// The records have this person in another village: moving is an act of its own.
    OtherVillage {
        /// The person's code there.
        code: String,
        /// That village.
        village: EntityId,
    },
}

/// What is remarked on a row that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The check digit does not fit.
    CheckDigit,
    /// Fifteen digits, but born after 1999.
    FifteenAfter1999,
    /// Neither 15 nor 18 characters, or a letter among them; kept as written.
    OddNumber(IdError),
    /// Another row of this file has the same number.
    DuplicateNumber(RowAt),
    /// Another person of the records has the same number.
    KnownNumber(String),
    /// No identity number.
    NoNumber,
    /// The area code is in no table.
    UnknownArea(String),
    /// The birth column says another day than the number.
    BirthDiffers,
    /// The sex column says another sex than the number.
    SexDiffers,
    /// The account is spoiled or no account; left out.
    Account(AccountError),
    /// A cell that is no date; left out.
    UnreadDate(Field),
    /// A word that the code list does not have; left out, or kept as text.
    UnreadWord(Field),
    /// A phone that is none; kept as written.
    OddPhone,
    /// "As above" where it cannot be meant; left out.
    Mark(Field),
    /// A formula without a value, or with an error; left out.
    Formula(Field),
    /// Longer than a record takes; left out.
    TooLong(Field),
    /// Other rows of the household say something else; the first one counts.
    HouseholdDiffers(Field),
    /// The household has no head.
    NoHead,
    /// The household has several heads; none was chosen.
    SeveralHeads,
    /// Several persons of the records could be this one: imported as a new person.
    Ambiguous,
    /// An officer has set this person aside; the row changes nothing.
    SetAside(String),
}

/// A refused row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where.
    pub at: RowAt,
    /// Why.
    pub reason: Reason,
}

/// A remark on an imported row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub at: RowAt,
    /// What.
    pub remark: Remark,
}
