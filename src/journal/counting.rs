//! What counts (计入): the reasons why an operation is held or quarantined, and the half of the question that an operation's
//! bytes answer alone. The other half (stream, grant, ends, rulings) is `ledger.rs`'s; together they are a function of the
//! headers, authority operations and bodies held, whatever the order in which they came (format.md, "What counts").

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::authority;
use super::codec::{self, CodecError};
use super::commit::{BodySlot, Commit, GroupBodies};
use super::id::{EntityId, Hash};
use super::operation::{Op, SLOT_CLOSED};
use super::table::{Class, Roles, SlotRule, Table};
use super::verify::Misshapen;

/// Why an operation does not count yet: stored, passed on, not folded, outside digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Held {
    /// The stream's first header has not arrived, so the signature cannot be checked.
    #[error("the stream's first header is missing")]
    FirstHeaderMissing,
    /// No valid founding commit is held.
    #[error("the founding commit is missing")]
    NoFounding,
    /// The grant has not arrived.
    #[error("grant {grant:?} is unknown")]
    GrantUnknown {
        /// The grant.
        grant: EntityId,
    },
    /// The grant's device has not arrived.
    #[error("device {device:?} is unknown")]
    DeviceUnknown {
        /// The device.
        device: EntityId,
    },
    /// Whether an end still accepts this commit cannot be told, because headers between are missing.
    #[error("end {end:?} is undecidable across a gap")]
    EndAcrossGap {
        /// The end.
        end: EntityId,
    },
    /// The body is not for this machine or has not arrived.
    #[error("the body is withheld")]
    BodyWithheld,
    /// The body was purged.
    #[error("the body is purged")]
    BodyPurged,
    /// Sealed to the drawer: folded in memory by those who hold its key, never here.
    #[error("sealed to the drawer")]
    Sealed,
    /// A newer program's form of body.
    #[error("form {form} is unknown")]
    FormUnknown {
        /// The form.
        form: u8,
    },
    /// A newer program's kind or slot.
    #[error("kind {kind}, slot {slot} is unknown")]
    SlotUnknown {
        /// The kind.
        kind: u16,
        /// The slot.
        slot: u16,
    },
    /// A newer program's schema.
    #[error("kind {kind}, slot {slot}: schema {schema} is unknown")]
    SchemaUnknown {
        /// The kind.
        kind: u16,
        /// The slot.
        slot: u16,
        /// The schema.
        schema: u8,
    },
}

/// Why an operation does not count unless a person or the office does something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Quarantine {
    /// The stream belongs to another office's data.
    #[error("the stream names data set {data_set:?}")]
    OtherDataSet {
        /// That data set.
        data_set: Hash,
    },
    /// The device did not sign this.
    #[error("the signature does not hold")]
    Signature,
    /// Two signed headers with one commit id: alarm.
    #[error("two commits with one id")]
    CommitIdTwice,
    /// The grant is for another device than the one that signed.
    #[error("grant {grant:?} names another device")]
    GrantOfAnotherDevice {
        /// The grant.
        grant: EntityId,
    },
    /// The grant is for another officer than the one named.
    #[error("grant {grant:?} names another officer")]
    GrantOfAnotherOfficer {
        /// The grant.
        grant: EntityId,
    },
    /// The grant or device had ended before.
    #[error("ended by {end:?}")]
    Ended {
        /// The end.
        end: EntityId,
    },
    /// A ruling says that it does not count.
    #[error("ruled out")]
    RuledOut,
    /// The body's bytes are no operation in canonical encoding.
    #[error("not an operation")]
    NotAnOperation,
    /// The operation's shape is wrong.
    #[error("the operation's shape: {0}")]
    Misshapen(Misshapen),
    /// An earlier operation of the commit is about the same record.
    #[error("the record occurs twice in the commit")]
    RecordTwice,
    /// A `fixed` value cannot be replaced.
    #[error("fixed slot {slot} replaced")]
    FixedReplaced {
        /// The slot.
        slot: u16,
    },
    /// A record with a `fixed` slot cannot be set aside or closed.
    #[error("a fixed record set aside or closed")]
    FixedSetAside,
    /// The value's bytes are not canonical for its schema.
    #[error("slot {slot}: not a canonical value of schema {schema}")]
    ValueNotCanonical {
        /// The slot.
        slot: u16,
        /// The schema.
        schema: u8,
    },
    /// An accusation in a stream that goes to everyone.
    #[error("a sealed body in a stream to everyone")]
    SealedForEveryone,
    /// The grant's roles may not write this.
    #[error("roles {roles:?} may not write what {writers:?} may")]
    RoleMayNot {
        /// The grant's.
        roles: Roles,
        /// Those of the slot.
        writers: Roles,
    },
    /// Only office machines write this kind.
    #[error("only office machines write this")]
    OfficeMachineOnly,
    /// An authority operation signed by another key than the root's.
    #[error("authority not signed by the root")]
    AuthorityNotRoot,
    /// An authority operation under a grant without the head's role.
    #[error("authority without a head's grant")]
    AuthorityNotHead,
    /// An authority operation beside others, in a village's scope, or in a stream of the office.
    #[error("authority not in a commit of its own")]
    AuthorityMixed,
    /// An authority operation whose entity is not what its kind demands.
    #[error("malformed authority operation of kind {kind}")]
    AuthorityMalformed {
        /// The kind.
        kind: u16,
    },
    /// The root device cannot be ended.
    #[error("an end of the root device")]
    RootEnded,
}

/// What an operation is worth on this machine now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpStatus {
    /// Folded, in the digests.
    Counted,
    /// Not yet.
    Held(Held),
    /// Not.
    Quarantined(Quarantine),
}

/// What an operation's own bytes say about it: kept per commit, so that counting can change without reading bodies again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Judgement {
    /// Held whatever the rest says.
    Held(Held),
    /// Quarantined whatever the rest says.
    Quarantined(Quarantine),
    /// An authority operation in a commit of its own.
    Authority,
    /// Counts for a grant whose roles meet each of these sets.
    Ordinary {
        /// Distinct, ascending.
        writers: Vec<Roles>,
        /// Only office machines may write it.
        office_only: bool,
    },
}

impl Judgement {
    /// True if the body is not here.
    pub(super) fn is_bodiless(&self) -> bool {
        matches!(self, Self::Held(Held::BodyWithheld | Held::BodyPurged))
    }

    /// The rest of the answer for an ordinary operation.
    pub(super) fn for_roles(&self, roles: Roles, office_machine: bool, lifted: bool) -> OpStatus {
        match self {
            Self::Held(held) => OpStatus::Held(*held),
            Self::Quarantined(reason) => OpStatus::Quarantined(*reason),
            Self::Authority => OpStatus::Quarantined(Quarantine::AuthorityMixed),
            Self::Ordinary { .. } if lifted => OpStatus::Counted,
            Self::Ordinary { office_only: true, .. } if !office_machine => {
                OpStatus::Quarantined(Quarantine::OfficeMachineOnly)
            }
            Self::Ordinary { writers, .. } => match writers.iter().find(|writers| !writers.meets(roles)) {
                Some(writers) => OpStatus::Quarantined(Quarantine::RoleMayNot { roles, writers: *writers }),
                None => OpStatus::Counted,
            },
        }
    }
}

/// The rule of a slot: the journal's own six kinds first, then the domain's.
pub fn rule_of(table: &dyn Table, kind: u16, slot: u16) -> Option<SlotRule> {
    if authority::is_authority(kind) { authority::slot_rule(kind, slot) } else { table.slot(kind, slot) }
}

/// Reads every body of a commit and judges what its bytes alone can tell. One entry per operation.
pub(super) fn judge_bodies(commit: &Commit, table: &dyn Table) -> Vec<(Judgement, Option<Op>)> {
    let mut judged = Vec::new();
    let mut records = BTreeSet::new();
    for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
        match bodies {
            GroupBodies::Withheld => {
                let withheld = || (Judgement::Held(Held::BodyWithheld), None);
                judged.extend(std::iter::repeat_with(withheld).take(usize::from(group.count)));
            }
            GroupBodies::Present(slots) => judged.extend(slots.iter().map(|slot| {
                let (mut judgement, op) = judge_slot(slot, table);
                let twice = op.as_ref().is_some_and(|op| !records.insert((group.scope, op.kind, op.entity)));
                if twice {
                    judgement = Judgement::Quarantined(Quarantine::RecordTwice);
                }
                (judgement, op)
            })),
        }
    }
    let in_common = commit.header.groups.len() == 1 && commit.header.groups[0].scope.is_zero();
    let is_authority = |op: &Option<Op>| op.as_ref().is_some_and(|op| authority::is_authority(op.kind));
    if !(in_common && judged.iter().all(|(_, op)| is_authority(op))) {
        for (judgement, _) in judged.iter_mut().filter(|(judgement, _)| *judgement == Judgement::Authority) {
            *judgement = Judgement::Quarantined(Quarantine::AuthorityMixed);
        }
    }
    judged
}

fn judge_slot(slot: &BodySlot, table: &dyn Table) -> (Judgement, Option<Op>) {
    let body = match slot {
        BodySlot::Purged(_) => return (Judgement::Held(Held::BodyPurged), None),
        BodySlot::Held(body) => body,
    };
    match body.form {
        0 => match codec::decode_op(&body.bytes) {
            Ok(op) => (judge_op(&op, table), Some(op)),
            Err(CodecError::Misshapen(shape)) => (Judgement::Quarantined(Quarantine::Misshapen(shape)), None),
            Err(_) => (Judgement::Quarantined(Quarantine::NotAnOperation), None),
        },
        1 => (Judgement::Held(Held::Sealed), None),
        form => (Judgement::Held(Held::FormUnknown { form }), None),
    }
}

/// What is wrong with an operation's content comes before what is unknown in it, so that a newer program agrees.
fn judge_op(op: &Op, table: &dyn Table) -> Judgement {
    let mut unknown = None;
    let mut writers = BTreeSet::new();
    for change in &op.changes {
        let (slot, schema) = (change.slot, change.schema);
        let Some(rule) = rule_of(table, op.kind, slot) else {
            if slot <= SLOT_CLOSED && is_fixed(table, op.kind) {
                return Judgement::Quarantined(Quarantine::FixedSetAside);
            }
            unknown = unknown.or(Some(Held::SlotUnknown { kind: op.kind, slot }));
            continue;
        };
        if rule.class == Class::Fixed && !change.replaces.is_empty() {
            return Judgement::Quarantined(Quarantine::FixedReplaced { slot });
        }
        if !rule.schemas.contains(&schema) {
            unknown = unknown.or(Some(Held::SchemaUnknown { kind: op.kind, slot, schema }));
            continue;
        }
        if change.value.as_deref().is_some_and(|bytes| !canonical(table, op.kind, schema, bytes)) {
            return Judgement::Quarantined(Quarantine::ValueNotCanonical { slot, schema });
        }
        writers.insert(rule.writers);
    }
    match unknown {
        Some(held) => Judgement::Held(held),
        None if authority::is_authority(op.kind) => Judgement::Authority,
        None => Judgement::Ordinary {
            writers: writers.into_iter().collect(),
            office_only: table.office_only(op.kind),
        },
    }
}

fn is_fixed(table: &dyn Table, kind: u16) -> bool {
    authority::is_authority(kind) || table.is_fixed(kind)
}

fn canonical(table: &dyn Table, kind: u16, schema: u8, bytes: &[u8]) -> bool {
    if authority::is_authority(kind) {
        authority::canonical(schema, bytes)
    } else {
        table.canonical(schema, bytes)
    }
}
