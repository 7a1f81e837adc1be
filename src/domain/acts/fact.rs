//! What speaks against an entry (检查结果): a rule with a stable id, its severity and the facts; sentences are made in `i18n`.

use crate::domain::account::AccountError;
use crate::domain::checks::Check;
use crate::domain::day::{Day, DayError};
use crate::domain::idnumber::IdError;
use crate::domain::money::MoneyError;
use crate::domain::sex::Sex;
use crate::domain::verify::guard::Doubt;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Informs.
    Note,
    /// Saving needs a reason.
    Warning,
    /// Saving is refused.
    Error,
}

/// The field that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Stable id of the section.
    pub section: &'static str,
    /// Row of a repeated section, from 0.
    pub row: usize,
    /// Stable id of the field.
    pub field: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub fact: Fact,
}

/// A rule that is broken, with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A field that must be filled is empty.
    Missing,
    /// The text names no option.
    NoOption,
    /// The text begins several options.
    ManyOptions(usize),
    /// The text is longer than is believed: characters, limit.
    TooLong(usize, usize),
    /// A character of a name that nobody sees: its code point.
    HiddenCharacter(String),
    /// Not an identity number.
    IdNumber(IdError),
    /// An old number of 15 digits with a birth after these were last issued.
    FifteenTooLate,
    /// The county of the number is in no edition of the table.
    AreaUnknown(String),
    /// Not a date.
    Date(DayError),
    /// Not an account.
    Account(AccountError),
    /// A card number whose check digit does not fit: a hint.
    CardCheckDigit,
    /// Neither mobile nor landline: digits.
    Phone(usize),
    /// Not an amount.
    Amount(MoneyError),
    /// The day is after today.
    AfterToday(Day),
    /// Born after that day.
    BeforeBirth(Day),
    /// After the death.
    AfterDeath(Day),
    /// Older than is believed of a living person: years.
    VeryOld(u32),
    /// The number says another birth.
    BirthOfNumber(Day),
    /// The number says another sex.
    SexOfNumber(Sex),
    /// The relation says another sex.
    SexOfRelation(Sex),
    /// A child by birth that is not younger than the head, or a parent that is not older.
    AgeOfRelation(Day),
    /// A household with nobody as head.
    NoHead,
    /// More than one head.
    SecondHead,
    /// The head chosen is dead since.
    HeadDead(Day),
    /// The head chosen is the head already.
    HeadAlready,
    /// The person is in that household already.
    SameHousehold,
    /// The household's code is taken in this village.
    CodeTaken(String),
    /// The day is before the person came into the household.
    BeforeJoining(Day),
    /// The first day is after the last one.
    PeriodReversed(Day),
    /// The same persons came with a like matter: number of the newest item, how many there are.
    Repeats(String, usize),
    /// Nobody was chosen.
    NobodyChosen,
    /// Everybody was chosen, so nobody would be left behind.
    NobodyLeft,
    /// The head goes: somebody else must become head.
    HeadLeaves,
    /// Died already, on that day.
    DeadAlready(Day),
    /// Set aside already.
    VoidAlready,
    /// Not set aside.
    NotVoid,
    /// Values in conflict must be settled first: the slot's stable name.
    ConflictFirst(&'static str),
    /// Somebody has the same identity number: name, code.
    SameNumber(String, String),
    /// Somebody's number differs in one digit: name, code.
    NearNumber(String, String),
    /// Somebody has the same name and birth, or name and village: name, code.
    SamePerson(String, String),
    /// Others outside the household have the same account: how many.
    SharedAccount(usize),
    /// What speaks against an act of verification.
    Verify(Doubt),
}

impl Fact {
    /// The named check of the register that finds the same in a record, where there is one.
    pub fn check(&self) -> Option<Check> {
        Some(match self {
            Fact::IdNumber(IdError::Length { .. }) => Check::IdLength,
            Fact::IdNumber(IdError::Character { .. }) => Check::IdCharacter,
            Fact::IdNumber(IdError::Date { .. }) => Check::IdDate,
            Fact::IdNumber(IdError::Spoiled(_)) => Check::IdSpoiled,
            Fact::IdNumber(IdError::CheckDigit { .. }) => Check::IdCheckDigit,
            Fact::FifteenTooLate => Check::IdFifteenAfter1999,
            Fact::AreaUnknown(_) => Check::IdAreaUnknown,
            Fact::HiddenCharacter(_) => Check::NameHiddenCharacter,
            Fact::TooLong(..) => Check::NameTooLong,
            Fact::Phone(_) => Check::PhoneOdd,
            Fact::CardCheckDigit => Check::AccountCheckDigit,
            Fact::VeryOld(_) => Check::AgeDoubted,
            Fact::BirthOfNumber(_) => Check::BirthDiffersFromId,
            Fact::SexOfNumber(_) => Check::SexDiffersFromId,
            Fact::SexOfRelation(_) => Check::RelationSexDiffers,
            Fact::AgeOfRelation(_) => Check::RelationAgeOrder,
            Fact::NoHead => Check::HouseholdWithoutHead,
            Fact::SecondHead => Check::HouseholdSeveralHeads,
            Fact::SameNumber(..) => Check::IdDuplicate,
            Fact::SharedAccount(_) => Check::AccountAcrossHouseholds,
            _ => return None,
        })
    }

    /// Stable id; stored with the reason when the warning is acknowledged. Where a check of the register finds the same,
    /// the check's name, so that a reason given while typing answers it later.
    pub fn id(&self) -> &'static str {
        match self {
            Fact::Missing => "missing",
            Fact::NoOption => "no_option",
            Fact::ManyOptions(_) => "many_options",
            Fact::Date(_) => "date_unreadable",
            Fact::Account(_) => "account_unreadable",
            Fact::Amount(_) => "amount_unreadable",
            Fact::AfterToday(_) => "after_today",
            Fact::BeforeBirth(_) => "before_birth",
            Fact::AfterDeath(_) => "after_death",
            Fact::HeadDead(_) => "head_dead",
            Fact::HeadAlready => "head_already",
            Fact::SameHousehold => "same_household",
            Fact::CodeTaken(_) => "code_taken",
            Fact::BeforeJoining(_) => "before_joining",
            Fact::PeriodReversed(_) => "period_reversed",
            Fact::Repeats(..) => "repeats",
            Fact::NobodyChosen => "nobody_chosen",
            Fact::NobodyLeft => "nobody_left",
            Fact::HeadLeaves => "head_leaves",
            Fact::DeadAlready(_) => "dead_already",
            Fact::VoidAlready => "void_already",
            Fact::NotVoid => "not_void",
            Fact::ConflictFirst(_) => "conflict_first",
            Fact::NearNumber(..) => "near_number",
            Fact::SamePerson(..) => "same_person",
            Fact::Verify(doubt) => doubt.id(),
            other => other.check().map_or("other", Check::name),
        }
    }

    /// What it weighs. Real paperwork is irregular: only what cannot be, or what would destroy something, is refused.
    pub fn severity(&self) -> Severity {
        match self {
            Fact::Verify(doubt) => doubt.severity(),
            Fact::AreaUnknown(_) | Fact::CardCheckDigit | Fact::HeadLeaves | Fact::Repeats(..) => {
                Severity::Note
            }
            Fact::IdNumber(IdError::CheckDigit { .. })
            | Fact::FifteenTooLate
            | Fact::Phone(_)
            | Fact::VeryOld(_)
            | Fact::BirthOfNumber(_)
            | Fact::SexOfNumber(_)
            | Fact::SexOfRelation(_)
            | Fact::AgeOfRelation(_)
            | Fact::NoHead
            | Fact::DeadAlready(_)
            | Fact::SameNumber(..)
            | Fact::NearNumber(..)
            | Fact::SamePerson(..)
            | Fact::SharedAccount(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
