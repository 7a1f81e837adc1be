//! An officer leaves (离任), or passes work on (交接): the way in goes first, at once; then the end of the grant is written,
//! then villages and drafts pass to whoever goes on.

use super::drafts;
use super::error::StoreError;
use super::folder::{Folder, Part};
use super::officers::{OfficerError, Seated, villages_op};
use super::state::State;
use crate::domain::roles::Role;
use crate::journal::authority::{self, Accepted, EndTarget, EndV1, VillagesV1};
use crate::journal::{EntityId, Roles};
use crate::vault::System;

/// What passed from one officer to another: the list that both and a witness sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Who gave, as they were before.
    pub from: Seated,
    /// Who took, as they were before.
    pub to: Seated,
    /// The villages that passed; `all` if the giver had every village.
    pub villages: VillagesV1,
    /// Names of the drafts that passed, as the taker has them now.
    pub drafts: Vec<String>,
    /// Drafts that do not open and stay where they are.
    pub unreadable: Vec<String>,
}

/// An officer's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Who left, as they were before.
    pub officer: Seated,
    /// What passed to a head.
    pub handover: Handover,
    /// True if who left is the one who acts: the folder is closed next, and nothing more is written.
    pub own: bool,
}

impl Folder {
    /// Takes an officer's access away at once: their way in, by a new data key; then their grant. What they wrote before
    /// counts. Their villages and drafts pass to the head who acts, or to another head if that one leaves. The state is
    /// sealed anew afterwards ([`Folder::sweep_slice`]). After a kill the same call finishes what is left.
    pub fn end_officer(&mut self, number: u32) -> Result<Departure, StoreError> {
        self.govern()?;
        let seats = self.officers()?;
        let seat = seats.iter().find(|seat| seat.number == number).cloned();
        let seat = seat.ok_or(StoreError::NoSuchOfficer(number))?;
        if seat.ended && !seat.has_access {
            return Err(OfficerError::Ended(number).into());
        }
        let own = number == self.actor.number;
        let goes_on = |other: &&Seated| {
            let head = other.roles.meets(Role::Head.bit()) && !other.ended && other.has_access;
            other.number != number && head && (own || other.number == self.actor.number)
        };
        let heir = seats.iter().find(goes_on).cloned().ok_or(OfficerError::LastHead(number))?;
        if seat.has_access {
            self.take_slot_away(number)?;
        }
        if !seat.ended {
            self.end_grant(seat.grant)?;
        }
        let handover = self.pass_on(seat.clone(), heir)?;
        if !own && self.opens_drawer() {
            // Who left may know the drawer's keys; who cannot open it leaves this to a head who can.
            self.renew_drawer()?;
        }
        if own {
            // The grant has ended: whatever else this session wrote would not count.
            self.actor.roles = Roles(0);
        }
        Ok(Departure { officer: seat, handover, own })
    }

    /// Passes villages and drafts of one officer to another.
    pub fn handover(&mut self, from: u32, to: u32) -> Result<Handover, StoreError> {
        self.govern()?;
        let (from, to) = (self.officer(from)?, self.officer(to)?);
        if from.number == to.number {
            return Err(OfficerError::SameOfficer(to.number).into());
        }
        if to.ended {
            return Err(OfficerError::Ended(to.number).into());
        }
        self.pass_on(from, to)
    }

    /// Everything that belongs to one officer passes here: a kind of record that names who works on it joins in here.
    fn pass_on(&mut self, from: Seated, to: Seated) -> Result<Handover, StoreError> {
        let villages = from.villages.clone();
        if villages.all || !villages.villages.is_empty() {
            self.write_villages(&from, &to)?;
        }
        let (mut passed, mut unreadable) = (Vec::new(), Vec::new());
        let drafts = self.drafts()?;
        for name in drafts.list()? {
            let Some(act) = drafts::act_of(&name, from.officer) else { continue };
            match drafts.load(&name) {
                Ok(Some(plain)) => {
                    let taken = drafts::draft_name(to.officer, act);
                    drafts.save(&taken, &plain, &mut System)?;
                    drafts.discard(&name)?;
                    passed.push(taken);
                }
                Ok(None) => {}
                Err(drafts::DraftError::Seal(_)) => unreadable.push(name),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Handover { from, to, villages, drafts: passed, unreadable })
    }

    /// The taker gets the giver's villages beside their own; the giver keeps none.
    fn write_villages(&mut self, from: &Seated, to: &Seated) -> Result<(), StoreError> {
        let mut joined = to.villages.clone();
        joined.all |= from.villages.all;
        joined.villages.extend(&from.villages.villages);
        let none = VillagesV1 { all: false, villages: Vec::new() };
        let grants = [(from.grant, none), (to.grant, joined)];
        let live = self.ask(move |state| {
            let authority = state.ledger().authority();
            let live = |grant| {
                let record = authority.record(authority::kind::GRANT, grant);
                record.map(|record| record.live_ids(authority::SLOT_VILLAGES)).unwrap_or_default()
            };
            Ok(grants.map(|(grant, villages)| (grant, villages, live(grant))))
        })?;
        let act = self.new_act()?;
        self.write(Part::whole(act), |writing| {
            for (grant, villages, replaces) in live {
                let op = villages_op(grant, None, &villages, replaces)?;
                writing.push(EntityId::ZERO, &op)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Ends a grant of this device: what stands in its streams now still counts.
    fn end_grant(&mut self, grant: EntityId) -> Result<(), StoreError> {
        let key = self.keys.signing_public();
        let accepted = self.ask(move |state| Ok(accepted(state, &key)))?;
        self.write_end(&EndV1 { target: EndTarget::Grant(grant), accepted }, None)
    }

    /// True if part of the state may still lie under an older data key: [`Folder::sweep_slice`] is due.
    pub fn sweep_due(&self) -> Result<bool, StoreError> {
        self.ask(|state| state.sweep_due())
    }

    /// Seals up to `most` values of the state anew with the newest data key, and all drafts in the first slice; true when
    /// all is done. A kill between two slices begins again.
    pub fn sweep_slice(&mut self, most: usize) -> Result<bool, StoreError> {
        if self.swept.is_empty() {
            let mut drafts = self.drafts()?;
            drafts.rekey(self.keys.sealer(crate::vault::Purpose::Draft), &mut System)?;
        }
        let after = std::mem::take(&mut self.swept);
        match self.ask(move |state| state.sweep(&after, most))? {
            Some(next) => {
                self.swept = next;
                Ok(false)
            }
            None => Ok(true),
        }
    }
}

/// The last header of each unbroken run of a device's streams.
pub(super) fn accepted(state: &State, signing_key: &[u8; 32]) -> Vec<Accepted> {
    let ledger = state.ledger();
    let mut streams: Vec<_> = ledger
        .entries()
        .filter(|entry| entry.header.opening.as_ref().is_some_and(|o| o.signing_key == *signing_key))
        .map(|entry| entry.stream())
        .collect();
    streams.sort_unstable();
    streams.dedup();
    let runs = streams.into_iter().flat_map(|stream| {
        let runs = ledger.runs(stream).into_iter();
        runs.map(move |run| Accepted { stream, sequence: run.last, hash: run.hash })
    });
    runs.collect()
}
