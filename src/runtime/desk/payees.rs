//! Whom money goes to (领款人): what the list of a period needs of every person who stands, read with the roll and held in memory,
//! so that a list opens no record.

use std::collections::BTreeMap;

use crate::domain::day::Day;
use crate::domain::kinds::{kind, person};
use crate::domain::record::{Common, shown};
use crate::domain::subsidy::Basis;
use crate::journal::{EntityId, Record, RecordKey};

/// One record of a person that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// What support is counted from.
    pub basis: Basis,
    /// Day of birth.
    pub birth: Option<Day>,
    /// Code; empty for none.
    pub code: Box<str>,
    /// Name; empty for none.
    pub name: Box<str>,
    /// Number of the account.
    pub account: Option<Box<str>>,
    /// Its name, where it is not the person's.
    account_name: Option<Box<str>>,
}

impl Payee {
    /// Reads it from a record; none of one that does not stand.
    pub fn of(key: RecordKey, record: &Record) -> Option<Payee> {
        if !Common::read(key, record).stands() {
            return None;
        }
        let text = |slot| shown::<String>(record, kind::PERSON, slot).map(String::into_boxed_str);
        let name = text(person::NAME).unwrap_or_default();
        Some(Payee {
            basis: Basis::of(record),
            birth: shown(record, kind::PERSON, person::BIRTH),
            code: text(person::CODE).unwrap_or_default(),
            account: text(person::ACCOUNT),
            account_name: text(person::ACCOUNT_NAME).filter(|account_name| *account_name != name),
            name,
        })
    }

    /// Whose name the account has.
    pub fn account_name(&self) -> &str {
        self.account_name.as_deref().unwrap_or(&self.name)
    }
}

/// Everybody who stands, by village and person: one who stands in two villages is there twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payees(BTreeMap<(EntityId, EntityId), Payee>);

impl Payees {
    /// Of rows in the order of the records.
    pub fn new(rows: impl IntoIterator<Item = ((EntityId, EntityId), Payee)>) -> Payees {
        Payees(rows.into_iter().collect())
    }

    /// Brings one record up to what it says now.
    pub fn take(&mut self, key: RecordKey, record: &Record) {
        match Payee::of(key, record) {
            Some(payee) => self.0.insert((key.scope, key.entity), payee),
            None => self.0.remove(&(key.scope, key.entity)),
        };
    }

    /// Village, person and what is known of them, in that order.
    pub fn iter(&self) -> impl Iterator<Item = (EntityId, EntityId, &Payee)> {
        self.0.iter().map(|((village, person), payee)| (*village, *person, payee))
    }
}
