//! Settings (设置): what the office decided for all its machines. One record each, named by what it decides.

use super::kinds::{kind, setting};
use super::register::{Edit, EditError, Scoped};
use super::value::Value;
use crate::journal::fold::RecordKey;
use crate::journal::{Audience, EntityId, OpId, hash};

/// The office's name, as written on papers.
pub const OFFICE_NAME: &str = "office_name";
/// Tells a demo folder from an office's own.
pub const DEMO: &str = "demo";
/// Idle minutes before a screen locks itself, from 1 to 240.
pub const IDLE_MINUTES: &str = "idle_minutes";

/// Id of the rule document of verification; without it the default.
pub const VERIFY_RULES: &str = "verify_rules";
/// Id of the rule document of direct support; without it the default.
pub const SUPPORT_RULE: &str = "support_rule";
/// `yes`: who made something may approve it, with a recorded reason (a small office).
pub const APPROVE_OWN: &str = "approve_own";

/// Which law a petition has that crosses 2022-05-01: `by_step` (as shipped) or `by_receipt`.
pub const PETITION_CROSSING: &str = "petition_crossing";
/// When the last day of a petition's period is a rest day: `as_counted` or `next_working_day`; else as the law's document has it.
pub const PETITION_LAST_DAY: &str = "petition_last_day";
/// From when the 60 days run without an acceptance paper: `notice`, `receipt`, `none`; else as the law's document has it.
pub const PETITION_WITHOUT_PAPER: &str = "petition_without_paper";

/// The record of a setting.
pub fn key(name: &str) -> RecordKey {
    let entity = hash::natural(kind::SETTING).text(name).entity();
    RecordKey { audience: Audience::Everyone, kind: kind::SETTING, scope: EntityId::ZERO, entity }
}

/// Decides a setting; `replaces` = the live operations of its value that were seen.
pub fn decide(name: &str, value: &str, replaces: &[OpId]) -> Result<Scoped, EditError> {
    let edit = Edit::new(kind::SETTING, key(name).entity);
    let edit =
        if replaces.is_empty() { edit.set(setting::NAME, Value::Text(name.into()), &[]) } else { edit };
    edit.set(setting::VALUE, Value::Text(value.into()), replaces).finish_in(EntityId::ZERO)
}
