//! Named checks (核对): what one record, or one household with its members, contradicts. Severity and source are data
//! (`rules/checks.toml`); the sentences are made in `i18n/` from check and facts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::day::Day;
use super::idnumber::{IdError, IdNumber};
use super::migrant;
use super::name;
use super::record::{Household, Membership, Person};
use super::relation::{self, Generation};
use super::rulebook;
use super::rulebook::Area;
use super::sex::Sex;
use super::{account, phone};
use crate::journal::EntityId;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stands in the way of payment until settled.
    Hard,
    /// Look at it.
    Warning,
    /// Worth knowing.
    Note,
}

/// What kind of rule a check comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Authority {
    /// A law or a document of government.
    Law,
    /// A standard.
    Standard,
    /// The office's own experience.
    Office,
}

/// Where a check's rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// Of which kind.
    pub kind: Authority,
    /// Which one.
    pub text: String,
}

/// A check's row in `rules/checks.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// How serious.
    pub severity: Severity,
    /// Where from.
    pub source: Source,
}

macro_rules! checks {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// A named check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {
            $($(#[$doc])* $variant,)*
        }

        impl Check {
            /// All checks.
            pub const ALL: &'static [Check] = &[$(Check::$variant),*];

            /// Stable name, as in JSON and in `rules/checks.toml`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Check::$variant => $name,)*
                }
            }
        }
    };
}

checks!(
    /// A `sure` slot has several live values.
    SlotConflict = "slot_conflict",
    IdMissing = "id_missing",
    IdLength = "id_length",
    IdCharacter = "id_character",
    /// Only where such a number came in by hand; a file's row is refused.
    IdDate = "id_date",
    /// As [`Check::IdDate`].
    IdSpoiled = "id_spoiled",
    IdCheckDigit = "id_check_digit",
    IdFifteenAfter1999 = "id_fifteen_after_1999",
    IdEndsInZeros = "id_ends_in_zeros",
    IdAreaUnknown = "id_area_unknown",
    IdAreaAbolished = "id_area_abolished",
    /// Across records, see `crossing`.
    IdDuplicate = "id_duplicate",
    BirthDiffersFromId = "birth_differs_from_id",
    BirthMissing = "birth_missing",
    BirthInFuture = "birth_in_future",
    SexDiffersFromId = "sex_differs_from_id",
    NameMissing = "name_missing",
    NameHiddenCharacter = "name_hidden_character",
    NameTooLong = "name_too_long",
    PhoneOdd = "phone_odd",
    AccountMissing = "account_missing",
    /// Of an import: the account was left out.
    AccountSpoiled = "account_spoiled",
    AccountOdd = "account_odd",
    AccountCheckDigit = "account_check_digit",
    /// Across records.
    AccountShared = "account_shared",
    /// Across records.
    AccountAcrossHouseholds = "account_across_households",
    AgeDoubted = "age_doubted",
    DeathBeforeBirth = "death_before_birth",
    BornAfterRelocation = "born_after_relocation",
    CohortDiffersFromDate = "cohort_differs_from_date",
    RelationSexDiffers = "relation_sex_differs",
    RelationAgeOrder = "relation_age_order",
    HouseholdEmpty = "household_empty",
    HouseholdWithoutHead = "household_without_head",
    HouseholdSeveralHeads = "household_several_heads",
    HeadNotMember = "head_not_member",
    HeadDiffersFromRelation = "head_differs_from_relation",
    /// Across records.
    TwoHouseholds = "two_households",
);

static RULES: LazyLock<BTreeMap<String, Rule>> =
    LazyLock::new(|| toml::from_str(include_str!("../rules/checks.toml")).unwrap_or_default());

static NO_RULE: Rule =
    Rule { severity: Severity::Warning, source: Source { kind: Authority::Office, text: String::new() } };

impl Check {
    /// The check of a stable name.
    pub fn by_name(name: &str) -> Option<Check> {
        Check::ALL.iter().copied().find(|check| check.name() == name)
    }

    /// Its row of the rule file (a test holds that every check has one).
    pub fn rule(self) -> &'static Rule {
        RULES.get(self.name()).unwrap_or(&NO_RULE)
    }

    /// How serious it is.
    pub fn severity(self) -> Severity {
        self.rule().severity
    }
}

/// What a sentence about a finding needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// The check says it all.
    None,
    /// What is wrong with the number itself.
    Id(IdError),
    /// What is wrong with the account itself.
    Account(account::AccountError),
    /// An area code, with its last name and the year of its end, where it is known.
    Area {
        /// Six digits.
        code: String,
        /// Last name; empty if unknown.
        name: &'static str,
        /// Year of its end.
        until: Option<u16>,
    },
    /// Two dates that contradict each other: the record's own, and the other.
    Days {
        /// In the slot of the finding.
        own: Day,
        /// What it is compared with.
        other: Day,
    },
    /// The record's sex, and what the other fact tells.
    Sexes {
        /// In the record.
        own: Sex,
        /// By the number or the relation.
        other: Sex,
    },
    /// A number of years, persons, characters or values.
    Count(usize),
    /// A character that is not seen.
    Character(char),
    /// Other records that are concerned: persons or households.
    Entities(Vec<EntityId>),
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// Stable name of the slot that it is about; `None` = the record as a whole.
    pub field: Option<&'static str>,
    /// What the sentence needs.
    pub facts: Facts,
}

impl Finding {
    /// A finding about a slot.
    pub fn on(check: Check, field: &'static str, facts: Facts) -> Self {
        Self { check, field: Some(field), facts }
    }

    /// A finding about a whole record.
    pub fn whole(check: Check, facts: Facts) -> Self {
        Self { check, field: None, facts }
    }
}

/// Findings of one identity number; `birth` decides whether 15 digits can be.
pub fn of_id_number(text: &str, birth: Option<Day>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |check, facts| findings.push(Finding::on(check, "id_number", facts));
    if let Err(error) = IdNumber::parse(text) {
        let check = match error {
            IdError::Empty => Check::IdMissing,
            IdError::Length { .. } => Check::IdLength,
            IdError::Character { .. } => Check::IdCharacter,
            IdError::Date { .. } => Check::IdDate,
            IdError::Spoiled(_) => Check::IdSpoiled,
            IdError::CheckDigit { .. } => Check::IdCheckDigit,
        };
        find(check, Facts::Id(error));
    }
    let Ok(number) = IdNumber::parse_unchecked(text) else { return findings };
    match number.area() {
        Area::Known(_) => {}
        Area::Abolished(name, year) => {
            let facts = Facts::Area { code: number.area_code(), name, until: Some(year) };
            find(Check::IdAreaAbolished, facts);
        }
        Area::Unknown => {
            find(Check::IdAreaUnknown, Facts::Area { code: number.area_code(), name: "", until: None });
        }
    }
    if number.may_be_cut() {
        find(Check::IdEndsInZeros, Facts::None);
    }
    let last_issue = super::day::read(&rulebook::register().identity.fifteen_issued_until);
    if let (true, Some(birth), Ok(other)) = (number.is_fifteen(), birth, last_issue)
        && other.is_before(birth.first())
    {
        find(Check::IdFifteenAfter1999, Facts::Days { own: birth, other });
    }
    findings
}

/// Findings of one person's record.
pub fn of_person(person: &Person, today: Day) -> Vec<Finding> {
    let conflicts = person.conflicts().into_iter();
    let mut findings: Vec<Finding> =
        conflicts.map(|field| Finding::on(Check::SlotConflict, field, Facts::None)).collect();
    identity(person, &mut findings);
    lifetime(person, today, &mut findings);
    contacts(person, &mut findings);
    findings
}

fn identity(person: &Person, findings: &mut Vec<Finding>) {
    match person.name.shown.as_deref() {
        None => findings.push(Finding::on(Check::NameMissing, "name", Facts::None)),
        Some(text) => {
            if let Some(character) = name::hidden(text).first() {
                let facts = Facts::Character(*character);
                findings.push(Finding::on(Check::NameHiddenCharacter, "name", facts));
            }
            if name::is_too_long(text) {
                let facts = Facts::Count(text.chars().count());
                findings.push(Finding::on(Check::NameTooLong, "name", facts));
            }
        }
    }
    let text = person.id_number.shown.as_deref().unwrap_or("");
    findings.extend(of_id_number(text, person.birth.shown));
    let Ok(number) = IdNumber::parse_unchecked(text) else { return };
    // Of 15 digits that cannot be this person's, the birth inside says nothing more.
    let impossible = findings.iter().any(|finding| finding.check == Check::IdFifteenAfter1999);
    if let (Some(own), Some(other), false) = (person.birth.shown, number.birth(), impossible)
        && !own.agrees(other)
    {
        findings.push(Finding::on(Check::BirthDiffersFromId, "birth", Facts::Days { own, other }));
    }
    if let (Some(own), other) = (person.sex.shown, number.sex())
        && own != other
    {
        findings.push(Finding::on(Check::SexDiffersFromId, "sex", Facts::Sexes { own, other }));
    }
}

fn lifetime(person: &Person, today: Day, findings: &mut Vec<Finding>) {
    let kind = person.migrant_kind.shown;
    if let (Some(own), Some(declared)) = (person.relocated.shown, kind.and_then(migrant::cohort_of_kind))
        && migrant::cohort_of_day(own).is_some_and(|cohort| cohort != declared)
    {
        findings.push(Finding::on(
            Check::CohortDiffersFromDate,
            "migrant_kind",
            Facts::Days { own, other: own },
        ));
    }
    let id_birth = || IdNumber::parse_unchecked(person.id_number.shown.as_deref()?).ok()?.birth();
    if person.birth.is_empty() && id_birth().is_none() {
        findings.push(Finding::on(Check::BirthMissing, "birth", Facts::None));
    }
    let Some(birth) = person.birth.shown.or_else(id_birth) else { return };
    if today.is_before(birth) {
        findings.push(Finding::on(Check::BirthInFuture, "birth", Facts::Days { own: birth, other: today }));
    }
    match person.death.shown {
        Some(own) if own.is_before(birth) => {
            findings.push(Finding::on(Check::DeathBeforeBirth, "death", Facts::Days { own, other: birth }));
        }
        Some(_) => {}
        None => {
            let age = birth.age_on(today).unwrap_or(0);
            if age > rulebook::register().identity.age_doubted_above && person.death.ops.is_empty() {
                let years = usize::try_from(age).unwrap_or(usize::MAX);
                findings.push(Finding::on(Check::AgeDoubted, "birth", Facts::Count(years)));
            }
        }
    }
    if let (Some(migrant::ORIGINAL), Some(moved)) = (kind, person.relocated.shown)
        && moved.is_before(birth)
    {
        let facts = Facts::Days { own: moved, other: birth };
        findings.push(Finding::on(Check::BornAfterRelocation, "relocated", facts));
    }
}

fn contacts(person: &Person, findings: &mut Vec<Finding>) {
    if person.phone.shown.as_deref().is_some_and(phone::is_odd) {
        findings.push(Finding::on(Check::PhoneOdd, "phone", Facts::None));
    }
    let Some(text) = person.account.shown.as_deref() else {
        findings.push(Finding::on(Check::AccountMissing, "account", Facts::None));
        return;
    };
    match account::parse(text) {
        Err(error) => findings.push(Finding::on(Check::AccountOdd, "account", Facts::Account(error))),
        Ok(digits) if account::is_card_length(&digits) && !account::luhn(&digits) => {
            findings.push(Finding::on(Check::AccountCheckDigit, "account", Facts::None));
        }
        Ok(_) => {}
    }
}

/// What a person's relation contradicts: their own sex, or the order of ages with the head.
pub fn of_relation(membership: &Membership, person: &Person, head: Option<&Person>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = membership
        .conflicts()
        .into_iter()
        .map(|field| Finding::on(Check::SlotConflict, field, Facts::None))
        .collect();
    let Some(code) = membership.relation.shown else { return findings };
    if let (Some(own), Some(other)) = (person.sex.shown, relation::sex(code))
        && own != other
    {
        findings.push(Finding::on(Check::RelationSexDiffers, "relation", Facts::Sexes { own, other }));
    }
    let head_birth = head.filter(|head| head.entity() != person.entity()).and_then(|head| head.birth.shown);
    if let (Some(own), Some(other), true) = (person.birth.shown, head_birth, relation::is_by_birth(code)) {
        let wrong = match relation::generation(code) {
            Generation::Child | Generation::Grandchild => own.is_before(other),
            Generation::Parent | Generation::Grandparent => other.is_before(own),
            _ => false,
        };
        if wrong {
            findings.push(Finding::on(Check::RelationAgeOrder, "relation", Facts::Days { own, other }));
        }
    }
    findings
}

/// Findings of a household by those who are its members on the day of the card.
pub fn of_household(household: &Household, members: &[(&Membership, &Person)]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = household
        .conflicts()
        .into_iter()
        .map(|field| Finding::on(Check::SlotConflict, field, Facts::None))
        .collect();
    if members.is_empty() {
        findings.push(Finding::whole(Check::HouseholdEmpty, Facts::None));
    }
    let called_head: Vec<EntityId> = members
        .iter()
        .filter(|(membership, _)| membership.relation.shown.is_some_and(relation::is_head))
        .map(|(_, person)| person.entity())
        .collect();
    if called_head.len() > 1 {
        let facts = Facts::Entities(called_head.clone());
        findings.push(Finding::whole(Check::HouseholdSeveralHeads, facts));
    }
    match household.head.shown {
        None => findings.push(Finding::on(Check::HouseholdWithoutHead, "head", Facts::None)),
        Some(head) if !members.iter().any(|(_, person)| person.entity() == head) => {
            findings.push(Finding::on(Check::HeadNotMember, "head", Facts::Entities(vec![head])));
        }
        Some(head) if called_head.len() == 1 && called_head[0] != head => {
            findings.push(Finding::on(Check::HeadDiffersFromRelation, "head", Facts::Entities(called_head)));
        }
        Some(_) => {}
    }
    findings
}
