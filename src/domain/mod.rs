//! The rules of the work (业务规则), pure: no screen, no store, no clock. Today is always a parameter.
//!
//! # A new kind of record, from the table to the other laptop
//!
//! Say the office wants to know which leaflets (宣传册) a household was given. Four things are written, and no more:
//!
//! 1. **Rows in the table** ([`kinds`]): a number, a name, where its records live, and a row for each slot with its class
//!    (several live values are a conflict if `sure`, a fork if `step`; of `loose` ones the latest shows), its schema and
//!    who may write it. Raise [`kinds::TABLE_NUMBER`]: every folder folds again.
//!
//!    ```text
//!    KindRow { kind: kind::LEAFLET, name: "leaflet", reach: Reach::Village },
//!    indexed(sure(kind::LEAFLET, leaflet::SUBJECT, "subject", schema::REF)),   found by its household
//!    sure(kind::LEAFLET, leaflet::NAME, "name", schema::TEXT),
//!    sure(kind::LEAFLET, leaflet::ON, "on", schema::DAY),
//!    ```
//! 2. **A typed record** in [`record`], where code reads the kind by name: one line a slot.
//! 3. **A form** in `form::specs`, where officers write it: one line a field, and a function that makes writes of what
//!    was saved. An act that opens it is a line in `commands`.
//! 4. **Words** in `i18n`: the kind's, and each slot's name that is new.
//!
//! Saving, sealing, history, undo, bundles, merging, conflicts and their settling, digests, rebuild and the random
//! histories of the tests come from the table. `runtime/desk/new_kind_test.rs` does all this with a kind that exists in
//! tests alone, from the typed key to the other laptop and back.

pub mod account;
pub mod acts;
pub mod card;
pub mod checks;
#[cfg(test)]
mod checks_test;
pub(crate) mod coded;
pub mod conflict;
pub mod crossing;
pub mod day;
pub mod ethnic;
#[cfg(test)]
pub mod generate;
pub mod halfwidth;
pub mod idnumber;
pub mod kinds;
pub mod mask;
pub mod migrant;
pub mod money;
pub mod moving;
pub mod name;
pub mod pair;
pub mod papers;
pub mod petition;
pub mod phone;
pub mod place;
pub mod proof;
pub mod record;
pub mod register;
pub mod relation;
pub mod rests;
pub mod roles;
pub mod rulebook;
pub mod setting;
pub mod sex;
pub mod status;
pub mod subsidy;
pub mod value;
pub mod verify;

pub use day::{Day, Precision};
pub use idnumber::IdNumber;
pub use kinds::{Kinds, kind};
pub use sex::Sex;
pub use value::Value;
