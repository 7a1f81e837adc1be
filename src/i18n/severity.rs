//! How grave something is (轻重): its word and its mark, which stand beside every colour, and how long a message of it stays.

use crate::domain::checks;
use crate::i18n::Lang;

/// How grave something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information.
    Note,
    /// Look at it.
    Warning,
    /// It did not work, or is wrong.
    Error,
}

impl Severity {
    /// How long a message of this severity stays, in milliseconds.
    pub fn stays_ms(self) -> u64 {
        match self {
            Severity::Note => 5_000,
            Severity::Warning => 8_000,
            Severity::Error => 20_000,
        }
    }

    /// The mark that stands beside the colour.
    pub fn mark(self) -> &'static str {
        match self {
            Severity::Note => "*",
            Severity::Warning => "?",
            Severity::Error => "!",
        }
    }

    /// The word.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Severity::Note => ("说明", "Note"),
            Severity::Warning => ("注意", "Warning"),
            Severity::Error => ("错误", "Error"),
        };
        lang.pick(zh, en)
    }
}

impl From<checks::Severity> for Severity {
    fn from(severity: checks::Severity) -> Self {
        match severity {
            checks::Severity::Hard => Severity::Error,
            checks::Severity::Warning => Severity::Warning,
            checks::Severity::Note => Severity::Note,
        }
    }
}
