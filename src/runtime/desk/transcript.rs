//! A commit in words (一笔的内容): its records, their fields, and what stands here now.

use super::{Desk, field, said, slot_name, title, when};
use crate::domain::kinds::{self, household, kind, person};
use crate::domain::value::Value;
use crate::exchange::transcript::{ReadOp, Transcript};
use crate::i18n::{Both, Lang, checks};

/// One record of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadEntry {
    /// The record by what officers call it.
    pub about: String,
    /// The word for its kind.
    pub kind: Both,
    /// Field, value, and what stands here now; numbers masked.
    pub values: Vec<(Both, Both, Both)>,
    /// Stable name of its kind.
    pub kind_name: &'static str,
    /// Stable names of the fields, one for each of the values.
    pub field_names: Vec<&'static str>,
    /// The officer's roles would not have allowed it.
    pub beyond_role: bool,
}

/// One commit as a person reads it: of what turned up of an ended machine, or of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLine {
    /// Its id, in hexadecimal.
    pub commit: String,
    /// Label of the machine that wrote it.
    pub device: String,
    /// The officer whom it names.
    pub officer: String,
    /// Date and minute at UTC+8, by the machine's clock.
    pub when: String,
    /// Whether it came before the end is not known yet.
    pub undecided: bool,
    /// What is in it, as far as it came: the first of them where so many were asked for.
    pub entries: Vec<ReadEntry>,
    /// How many there are.
    pub count: usize,
}

impl Desk {
    /// A commit in words, at most so many records of it.
    pub(super) fn read_line(&self, of: Transcript, records: usize) -> ReadLine {
        ReadLine {
            commit: of.commit.hex(),
            device: of.device,
            officer: of.officer,
            when: when(of.wall_ms),
            undecided: of.undecided,
            entries: of.ops.iter().take(records).map(|one| self.read_entry(one)).collect(),
            count: of.ops.len(),
        }
    }

    fn read_entry(&self, one: &ReadOp) -> ReadEntry {
        let (key, now) = (one.key, self.record(one.key).ok().flatten());
        let stable = kinds::kind_name(key.kind);
        let (mut values, mut field_names) = (Vec::new(), Vec::new());
        for change in &one.op.changes {
            let value = change.value.as_deref().and_then(|bytes| Value::decode(change.schema, bytes).ok());
            let stands = now.as_ref().and_then(|record| {
                let live = record.values(change.slot);
                live.last().and_then(|value| Value::decode(value.schema, value.bytes?).ok())
            });
            let words = |value: &Option<Value>| {
                let said =
                    |lang| value.as_ref().map(|value| said(self, lang, key.kind, change.slot, value, false));
                Both::new(said(Lang::Zh).unwrap_or_default(), said(Lang::En).unwrap_or_default())
            };
            let name = |lang| field(lang, key.kind, change.slot);
            field_names.push(slot_name(&key, change.slot));
            values.push((Both::new(name(Lang::Zh), name(Lang::En)), words(&value), words(&stands)));
        }
        ReadEntry {
            about: if now.is_some() { title(self, &key) } else { self.title_of_new(one) },
            kind: Both::new(
                checks::kind(Lang::Zh, stable).to_owned(),
                checks::kind(Lang::En, stable).to_owned(),
            ),
            values,
            kind_name: stable,
            field_names,
            beyond_role: one.beyond_role,
        }
    }

    /// A record that is not here yet: by the name or code that the operation itself gives it, else by its village.
    fn title_of_new(&self, one: &ReadOp) -> String {
        let named = match one.key.kind {
            kind::PERSON => &[person::NAME, person::CODE][..],
            kind::HOUSEHOLD => &[household::CODE],
            kind::PLACE => &[kinds::place::NAME],
            _ => &[],
        };
        let text = |slot: &u16| {
            let change = one.op.changes.iter().find(|change| change.slot == *slot)?;
            match Value::decode(change.schema, change.value.as_deref()?).ok()? {
                Value::Text(text) => Some(text),
                _ => None,
            }
        };
        let known: Vec<String> = named.iter().filter_map(text).collect();
        if known.is_empty() { title(self, &one.key) } else { known.join(" ") }
    }
}
