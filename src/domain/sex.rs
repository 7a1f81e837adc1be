//! Sex (性别), GB/T 2261.1: 1 male, 2 female.

use super::halfwidth::bare;
use super::rulebook;

/// Sex as the register has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// The stored code.
    pub const fn code(self) -> u16 {
        match self {
            Sex::Male => 1,
            Sex::Female => 2,
        }
    }

    /// The sex of a stored code.
    pub const fn from_code(code: u16) -> Option<Sex> {
        match code {
            1 => Some(Sex::Male),
            2 => Some(Sex::Female),
            _ => None,
        }
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }

    /// Reads a cell: the word, the code, the English name.
    pub fn read(text: &str) -> Option<Sex> {
        rulebook::words().sex.read(&bare(text)).and_then(Sex::from_code)
    }
}
