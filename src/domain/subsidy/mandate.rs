//! Mandates (委托、继承): by a signed form somebody else receives a person's money, an agent while the person lives (委托代领,
//! 民法典 Art. 161 to 165) or an heir of what was still owed (继承, Art. 1122). Nobody may hold another's card without one
//! (domain.md 1.7); the form's number and day are kept, and a line of a list says into whose account it went.

use crate::domain::day::Day;
use crate::domain::kinds::{kind, mandate};
use crate::domain::record::typed_record;
use crate::journal::{EntityId, hash};

typed_record!(
    /// 委托
    Mandate, kind::MANDATE, {
        person: EntityId = mandate::PERSON,
        /// See [`Sort`].
        sort: u16 = mandate::SORT,
        /// Who receives.
        name: String = mandate::NAME,
        /// What they are to the person.
        relation: String = mandate::RELATION,
        account: String = mandate::ACCOUNT,
        /// Number of the signed form.
        paper: String = mandate::PAPER,
        /// When it was signed.
        on: Day = mandate::ON,
        from: Day = mandate::FROM,
        until: Day = mandate::UNTIL,
    }
);

/// Why somebody else receives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// 委托代领
    #[default]
    Agent,
    /// 继承
    Heir,
}

impl Sort {
    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Sort::Agent => 1,
            Sort::Heir => 2,
        }
    }

    /// The sort of a stored number; what a newer program wrote is an agent's.
    pub fn of(code: Option<u16>) -> Sort {
        if code == Some(Sort::Heir.code()) { Sort::Heir } else { Sort::Agent }
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Sort::Agent => "agent",
            Sort::Heir => "heir",
        }
    }
}

/// A mandate as lists, accounts and explanations show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receiver {
    /// Why.
    pub sort: Sort,
    /// Who receives.
    pub name: String,
    /// What they are to the person, in the office's words.
    pub relation: String,
    /// The account.
    pub account: String,
    /// Number of the signed form.
    pub paper: String,
    /// When it was signed.
    pub on: Option<Day>,
}

impl Mandate {
    /// The first day on which it counts.
    fn begins(&self) -> Option<Day> {
        self.from.shown.or(self.on.shown)
    }

    /// True if money of that day goes to who is named; not as long as two machines name different people or accounts.
    pub fn holds_on(&self, day: Day) -> bool {
        let whole = !self.name.conflict && !self.account.conflict && !self.account.is_empty();
        let begun = self.begins().is_some_and(|from| from <= day);
        self.common.stands() && whole && begun && self.until.shown.is_none_or(|until| day <= until)
    }

    /// Who receives.
    pub fn receiver(&self) -> Receiver {
        Receiver {
            sort: Sort::of(self.sort.shown),
            name: self.name.shown.clone().unwrap_or_default(),
            relation: self.relation.shown.clone().unwrap_or_default(),
            account: self.account.shown.clone().unwrap_or_default(),
            paper: self.paper.shown.clone().unwrap_or_default(),
            on: self.on.shown,
        }
    }
}

/// Who receives on a day: of several mandates the one that began last.
pub fn receiver_on<'a>(mandates: impl IntoIterator<Item = &'a Mandate>, day: Day) -> Option<Receiver> {
    let holding = mandates.into_iter().filter(|mandate| mandate.holds_on(day));
    holding.max_by_key(|mandate| (mandate.begins(), mandate.entity())).map(Mandate::receiver)
}

/// The entity of a mandate; the same form entered twice is one.
pub fn mandate_entity(person: EntityId, paper: &str) -> EntityId {
    hash::natural(kind::MANDATE).fixed(&person.0).text(paper.trim()).entity()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Slot;
    use crate::journal::{Audience, Record, RecordKey};

    fn mandate(name: &str, from: &str, until: Option<&str>) -> Mandate {
        let day = |text: &str| crate::domain::day::read(text).ok();
        let entity = mandate_entity(EntityId([1; 16]), name);
        let key = RecordKey { audience: Audience::Everyone, kind: kind::MANDATE, scope: entity, entity };
        let mut made = Mandate::from_record(key, &Record::default());
        made.name = Slot { shown: Some(name.to_owned()), ..Slot::default() };
        made.account = Slot { shown: Some("6223".to_owned()), ..Slot::default() };
        made.on = Slot { shown: day(from), ..Slot::default() };
        made.until = Slot { shown: until.and_then(day), ..Slot::default() };
        made
    }

    #[test]
    fn the_form_that_began_last_counts_and_an_ended_or_disputed_one_does_not() {
        let day = |text: &str| crate::domain::day::read(text).unwrap();
        let mut all =
            vec![mandate("甲", "2024-01-10", None), mandate("乙", "2025-03-01", Some("2025-12-31"))];
        let on = |all: &[Mandate], text: &str| receiver_on(all, day(text)).map(|one| one.name);
        assert_eq!(on(&all, "2024-01-09"), None);
        assert_eq!(on(&all, "2024-06-01").as_deref(), Some("甲"));
        assert_eq!(on(&all, "2025-12-31").as_deref(), Some("乙"));
        assert_eq!(on(&all, "2026-01-01").as_deref(), Some("甲"));
        all[0].account.conflict = true;
        assert_eq!(on(&all, "2026-01-01"), None, "two machines name two accounts");
    }
}
