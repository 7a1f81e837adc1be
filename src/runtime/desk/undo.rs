//! Undo (撤销): an act of this sitting is taken back by a compensating act that restores what stood before; nothing is erased.

use std::collections::BTreeMap;

use super::{Desk, DeskError};
use crate::domain::acts::{Given, Held, Put, Whom, Write};
use crate::domain::kinds::{SLOT_VOID, kind};
use crate::domain::value::Value;
use crate::flow::form::SavedAct;
use crate::i18n::acts::UNDO_REASON;
use crate::journal::fold::RecordKey;
use crate::journal::{Act, OpId};

/// An act that can be taken back.
#[derive(Clone, Debug)]
pub struct DoneAct {
    report: SavedAct,
    /// By record: what each slot that the act wrote showed before; none for a record that the act created.
    before: BTreeMap<RecordKey, Option<BTreeMap<u16, Option<Value>>>>,
    /// The act's operation on each record.
    ops: BTreeMap<RecordKey, OpId>,
}

/// What came of taking back.
#[derive(Clone, Debug)]
pub struct Undone {
    /// The act.
    pub report: SavedAct,
    /// Acts that can still be taken back.
    pub left: usize,
    /// Fields that others have changed since; they stay as they are.
    pub changed_since: usize,
}

impl Desk {
    /// Writes an act and remembers how to take it back.
    pub fn write_undoably(
        &mut self,
        act: Act,
        writes: Vec<Write>,
        report: &SavedAct,
    ) -> Result<Vec<RecordKey>, DeskError> {
        let mut before = BTreeMap::new();
        for write in &writes {
            let Whom::Is(entity) = write.whom else { continue };
            let key = super::key_of(write.kind, write.scope, entity);
            let Some(held) = self.held(key)? else { continue };
            let shown = write.puts.iter().map(|put| (put.slot, held.slot(put.slot).shown));
            let slots: &mut Option<BTreeMap<u16, Option<Value>>> =
                before.entry(key).or_insert_with(|| Some(BTreeMap::new()));
            slots.get_or_insert_default().extend(shown);
        }
        let keys = self.write(act, writes)?;
        let mut ops = BTreeMap::new();
        for key in &keys {
            before.entry(*key).or_insert(None);
            // The newest operation on the record is the one just written: nobody else writes here.
            let record = self.record(*key)?.unwrap_or_default();
            let newest = record.applied().max_by_key(|(id, hybrid)| (*hybrid, *id));
            ops.extend(newest.map(|(id, _)| (*key, id)));
        }
        if !keys.is_empty() {
            self.done.push(DoneAct { report: report.clone(), before, ops });
        }
        Ok(keys)
    }

    /// Takes the last act of this sitting back; none if there is none.
    pub fn undo(&mut self) -> Result<Option<Undone>, DeskError> {
        let Some(done) = self.done.last().cloned() else { return Ok(None) };
        let mut writes = Vec::new();
        let mut changed_since = 0;
        for (key, before) in &done.before {
            let (Some(op), Some(held)) = (done.ops.get(key), self.held(*key)?) else { continue };
            let puts = match before {
                Some(slots) => restored(&held, slots, *op, &mut changed_since),
                None => voided(&held),
            };
            writes.push(held.puts(puts, Some(UNDO_REASON)));
        }
        let act = self.folder.new_act()?;
        self.write(act, writes)?;
        self.done.pop();
        Ok(Some(Undone { report: done.report, left: self.done.len(), changed_since }))
    }
}

/// What gives the slots their values of before, as long as the act's own value still stands there.
fn restored(
    held: &Held,
    slots: &BTreeMap<u16, Option<Value>>,
    op: OpId,
    changed_since: &mut usize,
) -> Vec<Put> {
    let mut puts = Vec::new();
    for (slot, value) in slots {
        let seen = held.slot(*slot);
        if !seen.ops.contains(&op) {
            *changed_since += 1;
            continue;
        }
        let given = match value {
            // What was set aside is set aside as it is now.
            Some(Value::Void { reason, .. }) => {
                Given::Value(Value::Void { reason: reason.clone(), seen: held.digest_void })
            }
            value => Given::from(value.clone()),
        };
        puts.push(Put { slot: *slot, given, replaces: vec![op] });
    }
    puts
}

/// A record that the act created is set aside.
fn voided(held: &Held) -> Vec<Put> {
    if held.key.kind == kind::PLACE || held.is_void() {
        return Vec::new();
    }
    let void = Value::Void { reason: UNDO_REASON.to_owned(), seen: held.digest_void };
    held.slot(SLOT_VOID).put(SLOT_VOID, Some(void)).into_iter().collect()
}
