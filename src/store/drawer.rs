//! The drawer (密件柜): accusations are written in the stream that goes to the office alone, sealed to a key that only those
//! allowed can open, and folded in memory by them; state, digests and search never see them (format.md 5).

use std::collections::BTreeMap;

use super::error::StoreError;
use super::folder::{Folder, Part, Writing};
use super::officers::OfficerError;
use crate::domain::roles::{self, Role};
use crate::journal::authority::{self, DrawerV1};
use crate::journal::codec::{self, Frame};
use crate::journal::fold::RecordKey;
use crate::journal::standing::Standing;
use crate::journal::{Audience, BodySlot, Commit, CommitId, EntityId, GroupBodies, Op, OpId, Record, Roles};
use crate::vault::{Identity, Recipient, VaultError, boxes};

/// Form of a body that is sealed to the drawer.
const SEALED: u8 = 1;
/// Most bytes of an opened body: what one operation may have.
const OPENED_MAX: usize = 24 * 1024;

impl Writing {
    /// Adds an operation sealed to the drawer; only in a commit to the office.
    pub fn push_sealed(&mut self, scope: EntityId, op: &Op, drawer: &Recipient) -> Result<OpId, StoreError> {
        roles::may_write(self.roles, op)?;
        let bytes = codec::encode_op(op)?;
        let sealed = boxes::seal(std::slice::from_ref(drawer), &bytes).map_err(VaultError::from)?;
        Ok(self.draft.push_sealed(scope, sealed)?)
    }
}

impl Folder {
    /// The drawer's public key; none before it was set up.
    pub fn drawer(&self) -> Result<Option<Recipient>, StoreError> {
        let newest = self.ask(|state| {
            Ok(state.ledger().authority().drawers.values().next_back().map(|drawer| drawer.public_key))
        })?;
        Ok(newest.map(|key| Recipient::from_bytes(&key)).transpose().map_err(VaultError::from)?)
    }

    /// True if the acting officer can open it.
    pub fn opens_drawer(&self) -> bool {
        !self.keys.drawers().is_empty()
    }

    /// Numbers of the officers of this folder who can open it.
    pub fn drawer_officers(&self) -> Vec<u32> {
        self.vault.drawer_officers()
    }

    /// Sets the drawer up, once, by a head on the office's first machine: the key goes to the heads of this folder. A kill
    /// between vault and journal leaves a key without its announcement; the next call announces it.
    pub fn found_drawer(&mut self) -> Result<(), StoreError> {
        if self.drawer()?.is_some() {
            return Ok(());
        }
        self.govern()?;
        let secret = self.keys.drawers().first().cloned().unwrap_or_else(Identity::generate);
        let head = Role::Head.bit();
        let heads = self.officers()?.into_iter().filter(|seat| seat.has_access && seat.roles.meets(head));
        let heads: Vec<u32> = heads.map(|seat| seat.number).collect();
        self.keep_drawers(vec![secret.clone()], &heads)?;
        self.announce_drawer(&secret)
    }

    /// Writes the drawer's keys into the vault for these officers, and holds them.
    pub(super) fn keep_drawers(
        &mut self,
        secrets: Vec<Identity>,
        officers: &[u32],
    ) -> Result<(), StoreError> {
        let mut vault = self.vault.clone();
        vault.set_drawer(&secrets, officers)?;
        self.save_vault(vault)?;
        for secret in secrets {
            self.keys.hold_drawer(secret);
        }
        Ok(())
    }

    /// Writes the drawer's public key where every machine reads it.
    pub(super) fn announce_drawer(&mut self, secret: &Identity) -> Result<(), StoreError> {
        let public_key = secret.recipient().to_bytes().map_err(VaultError::from)?;
        let act = self.new_act()?;
        self.write(Part::whole(act), |writing| {
            use authority::{SLOT_VALUE, kind, schema};
            let entity = writing.next_id().entity();
            let at = (SLOT_VALUE, schema::DRAWER);
            let op = authority::authority_op(kind::DRAWER, entity, at, &DrawerV1 { public_key }, Vec::new())?;
            writing.push(EntityId::ZERO, &op).map(drop)
        })?;
        Ok(())
    }

    /// The drawer's keys, if the acting officer is a head who has them: only they let others in.
    pub(super) fn drawers_of_head(&self) -> Result<Vec<Identity>, StoreError> {
        let (roles, may) = (self.actor.roles, Role::Head.bit());
        if !roles.meets(may) || !self.opens_drawer() {
            return Err(OfficerError::MayNot { roles, may }.into());
        }
        Ok(self.keys.drawers().to_vec())
    }

    /// Lets an officer of this folder open the drawer; by somebody who can, and is head. Who was let in before and got a new
    /// way in since (a recovery) is let in again.
    pub fn let_into_drawer(&mut self, number: u32) -> Result<(), StoreError> {
        let secrets = self.drawers_of_head()?;
        let mut allowed = self.vault.drawer_officers();
        if !allowed.contains(&number) {
            allowed.push(number);
        }
        self.keep_drawers(secrets, &allowed)
    }

    /// Writes one commit to the office alone, for what is sealed.
    pub fn write_sealed(
        &mut self,
        part: Part,
        build: impl FnOnce(&mut Writing) -> Result<(), StoreError>,
    ) -> Result<CommitId, StoreError> {
        self.write_to(Audience::Office, part, build)
    }

    /// What is in the drawer, folded; nothing for who cannot open it.
    pub fn sealed_records(&self) -> Result<BTreeMap<RecordKey, Record>, StoreError> {
        let mut records: BTreeMap<RecordKey, Record> = BTreeMap::new();
        if !self.opens_drawer() {
            return Ok(records);
        }
        for (commit, roles) in self.commits_to_office()? {
            for (id, scope, op) in opened(&commit, self.keys.drawers()) {
                if roles.is_none_or(|roles| roles::may_write(roles, &op).is_ok()) {
                    let key =
                        RecordKey { audience: Audience::Office, kind: op.kind, scope, entity: op.entity };
                    records.entry(key).or_default().apply(op, id, commit.header.hybrid);
                }
            }
        }
        Ok(records)
    }

    /// The commits of all streams to the office that count, with the roles that they count for (none = lifted).
    fn commits_to_office(&self) -> Result<Vec<(Commit, Option<Roles>)>, StoreError> {
        let found = self.ask(|state| {
            let ledger = state.ledger();
            let mut found = Vec::new();
            for entry in ledger.entries() {
                if ledger.audience(entry.stream()) != Some(Audience::Office) {
                    continue;
                }
                if let Some(Standing::Counts { roles, lifted, .. }) = ledger.standing(&entry.hash) {
                    found.extend(state.arrival(entry.id).map(|at| (at, (!lifted).then_some(*roles))));
                }
            }
            Ok(found)
        })?;
        let mut commits = Vec::new();
        for (position, roles) in found {
            if let Frame::Commit(commit) = self.frame_at(position)? {
                commits.push((*commit, roles));
            }
        }
        Ok(commits)
    }
}

/// The operations of a commit's sealed bodies that one of these keys opens; the newest is asked first.
fn opened(commit: &Commit, secrets: &[Identity]) -> Vec<(OpId, EntityId, Op)> {
    let mut found = Vec::new();
    let mut index = 0_u16;
    for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
        let GroupBodies::Present(slots) = bodies else {
            index = index.saturating_add(group.count);
            continue;
        };
        for slot in slots {
            if let BodySlot::Held(body) = slot
                && body.form == SEALED
                && let Some(plain) =
                    secrets.iter().rev().find_map(|secret| boxes::open(secret, &body.bytes, OPENED_MAX).ok())
                && let Ok(op) = codec::decode_op(&plain)
            {
                found.push((OpId::new(commit.id, index), group.scope, op));
            }
            index = index.saturating_add(1);
        }
    }
    found
}
