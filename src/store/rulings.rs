//! Rulings and ends (裁定与停用): that commits do not count, count after all, or are left to what counts by itself; and
//! that a machine's work has come to its end. Written by a head on the office's first machine alone.

use super::departures;
use super::error::StoreError;
use super::folder::{Folder, Part};
use super::officers::OfficerError;
use crate::journal::authority::{self, EndTarget, EndV1, RulingTarget, RulingV1, SLOT_VALUE, kind, schema};
use crate::journal::draft::DraftError;
use crate::journal::{Change, EntityId, Op, OpId};

/// Rulings of one commit: an operation has at most 2,000, and bytes are the closer limit with a reason in each.
const RULINGS_FULL: usize = 1_000;
/// Most operations that one operation replaces.
const REPLACES_MAX: usize = 64;

/// Why nothing was ruled or ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulingError {
    /// Only a head on the office's first machine rules and ends.
    #[error("only a head on machine {label} may")]
    ElsewhereOnly {
        /// Label of that machine; empty while it is unknown.
        label: String,
    },
    /// Rulings never reach operations of authority: devices, officers, grants, ends, rulings.
    #[error("a ruling on authority")]
    OnAuthority,
    /// The machine that is to end is the one that ends.
    #[error("the root device does not end itself")]
    OwnDevice,
    /// No such machine.
    #[error("no such device")]
    NoSuchDevice,
    /// It has ended already.
    #[error("ended already")]
    Ended,
}

/// What is ruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It does not count.
    Out,
    /// It counts, past ends and roles.
    In,
    /// No word of ours: what counts by itself counts.
    Withdrawn,
}

impl Folder {
    /// Whether rulings and ends can be written here; else who can.
    pub fn may_rule(&self) -> Result<(), StoreError> {
        let label = match self.govern() {
            Err(StoreError::Officer(OfficerError::RequestNeeded | OfficerError::MayNot { .. })) => {
                self.ask(|state| {
                    let authority = state.ledger().authority();
                    let root = authority.devices.values().find(|one| Some(one.signing_key) == authority.root);
                    Ok(root.map(|root| root.label.clone()).unwrap_or_default())
                })?
            }
            answer => return answer,
        };
        Err(RulingError::ElsewhereOnly { label }.into())
    }

    /// Rules on commits and acts. Each ruling replaces all that stand on the same thing, so that two that differ are
    /// settled by it. None may name a commit of authority. Gives how many were written.
    pub fn rule(
        &mut self,
        targets: &[RulingTarget],
        ruling: Ruling,
        why: Option<&str>,
    ) -> Result<usize, StoreError> {
        let each: Vec<(RulingTarget, Ruling)> = targets.iter().map(|target| (*target, ruling)).collect();
        self.rule_each(&each, why)
    }

    /// The same with a ruling of its own for each, all in one act.
    pub fn rule_each(
        &mut self,
        rulings: &[(RulingTarget, Ruling)],
        why: Option<&str>,
    ) -> Result<usize, StoreError> {
        self.may_rule()?;
        let asked = rulings.to_vec();
        let live = self.ask(move |state| {
            let ledger = state.ledger();
            let live = |(target, ruling): (RulingTarget, Ruling)| {
                let record = ledger.authority().record(kind::RULING, target.entity());
                let replaces = record.map(|record| record.live_ids(SLOT_VALUE)).unwrap_or_default();
                let ruled = record.is_some_and(|record| !record.values(SLOT_VALUE).is_empty());
                (target, ruling, replaces, ruled)
            };
            let of_authority = asked.iter().any(|(target, _)| ledger.is_authority(target));
            Ok((!of_authority).then(|| asked.into_iter().map(live).collect::<Vec<_>>()))
        })?;
        let live = live.ok_or(RulingError::OnAuthority)?;
        let mut ops = Vec::new();
        for (target, ruling, mut replaces, ruled) in live {
            if ruled || ruling != Ruling::Withdrawn {
                replaces.truncate(REPLACES_MAX);
                ops.push(ruling_op(target, ruling, replaces, why)?);
            }
        }
        let act = self.new_act()?;
        let parts = ops.len().div_ceil(RULINGS_FULL);
        for ((number, part), turn) in (0_u16..).zip(ops.chunks(RULINGS_FULL)).zip(1..) {
            self.append_commit(Part { act, number, last: turn == parts }, |writing| {
                part.iter().try_for_each(|op| writing.push(EntityId::ZERO, op).map(drop))
            })?;
        }
        self.confirm()?;
        Ok(ops.len())
    }

    /// Ends a machine's work: what this folder holds of it counts as before, whatever else it wrote or goes on to write
    /// is put aside for a person to read. Nothing is sealed to it from now on.
    pub fn end_device(&mut self, device: EntityId, why: Option<&str>) -> Result<(), StoreError> {
        self.may_rule()?;
        if device == self.actor.device {
            return Err(RulingError::OwnDevice.into());
        }
        let found = self.ask(move |state| {
            let authority = state.ledger().authority();
            let key = authority.devices.get(&device).map(|device| device.signing_key);
            let target = EndTarget::Device(device);
            let ended = authority.ends.values().any(|end| end.target == target);
            Ok(key.map(|key| (departures::accepted(state, &key), ended)))
        })?;
        let Some((accepted, ended)) = found else { return Err(RulingError::NoSuchDevice.into()) };
        if ended {
            return Err(RulingError::Ended.into());
        }
        let end = EndV1 { target: EndTarget::Device(device), accepted };
        self.write_end(&end, why)
    }

    /// Writes an end.
    pub(super) fn write_end(&mut self, end: &EndV1, why: Option<&str>) -> Result<(), StoreError> {
        let act = self.new_act()?;
        self.write(Part::whole(act), |writing| {
            let entity = writing.next_id().entity();
            let place = (SLOT_VALUE, schema::END);
            let mut op = authority::authority_op(kind::END, entity, place, end, Vec::new())?;
            op.why = why.map(str::to_owned);
            writing.push(EntityId::ZERO, &op).map(drop)
        })?;
        Ok(())
    }
}

fn ruling_op(
    target: RulingTarget,
    ruling: Ruling,
    replaces: Vec<OpId>,
    why: Option<&str>,
) -> Result<Op, DraftError> {
    let value = RulingV1 { target, counts: ruling == Ruling::In };
    let value = match ruling {
        Ruling::Withdrawn => None,
        Ruling::Out | Ruling::In => Some(crate::journal::encode_value(&value)?),
    };
    let change = Change { slot: SLOT_VALUE, schema: schema::RULING, value, replaces };
    Ok(Op { entity: target.entity(), kind: kind::RULING, changes: vec![change], why: why.map(str::to_owned) })
}
