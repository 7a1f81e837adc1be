//! The officers of a folder (人员): who has a seat here, and a new one's grant and way in.
//!
//! An officer's number is the place of their grant among the grants that name this device, in the order in which they
//! came into this folder's journal: no clock, and no grant that comes back late after a restore, can move it.

use super::error::StoreError;
use super::folder::{Folder, Part};
use super::state::State;
use crate::domain::roles;
use crate::journal::authority::{self, EndTarget, GrantV1, OfficerV1, VillagesV1};
use crate::journal::{Change, EntityId, Op, OpId, Roles, codec};
use crate::vault::{Effort, Passphrase, Purpose, SlotKind, System, Vault, WayIn};

/// Most bytes of an officer's name: what a slot of the vault takes.
pub const NAME_BYTES_MAX: usize = 256;

/// Why something about officers is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfficerError {
    /// Grants are made on the office's first machine alone; here a request has to be written for it.
    #[error("not the root device: a request has to be written")]
    RequestNeeded,
    /// These roles may not do it, those may.
    #[error("roles {roles:?} may not, only {may:?}")]
    MayNot {
        /// Of who tried.
        roles: Roles,
        /// Of who may.
        may: Roles,
    },
    /// Another officer's passphrase: it is set with the recovery code.
    #[error("the passphrase of officer {0}")]
    NotYours(u32),
    /// The officer's grant has ended.
    #[error("officer {0} has ended")]
    Ended(u32),
    /// The last head stays: nobody could make another one.
    #[error("officer {0} is the last head")]
    LastHead(u32),
    /// Another officer of this folder has this passphrase.
    #[error("the passphrase is another officer's")]
    PassphraseTaken,
    /// A grant without any role.
    #[error("no role")]
    NoRole,
    /// The name is empty or longer than [`NAME_BYTES_MAX`].
    #[error("a name of {bytes} bytes")]
    Name {
        /// Its length.
        bytes: usize,
    },
    /// More villages than one operation holds.
    #[error("{0} villages are too many")]
    TooManyVillages(usize),
    /// From an officer to the same officer.
    #[error("officer {0} to themself")]
    SameOfficer(u32),
    /// The officer has a way in already.
    #[error("officer {0} has access")]
    HasAccess(u32),
}

/// One officer of this folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seated {
    /// From 1.
    pub number: u32,
    /// The officer's entity.
    pub officer: EntityId,
    /// Their grant on this machine.
    pub grant: EntityId,
    /// This machine.
    pub device: EntityId,
    /// Name, as written on papers.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
    /// What is sent to them; whoever shows it resolves the names.
    pub villages: VillagesV1,
    /// Their grant has ended.
    pub ended: bool,
    /// A passphrase of theirs opens this folder.
    pub has_access: bool,
}

/// What a new officer's grant says, and what opens the folder for them.
pub struct NewOfficer<'a> {
    /// Name, as written on papers.
    pub name: &'a str,
    /// May do what.
    pub roles: Roles,
    /// Every village, or these.
    pub villages: VillagesV1,
    /// Opens the folder; no other officer's.
    pub passphrase: &'a Passphrase,
    /// How hard it is to guess.
    pub effort: Effort,
}

/// The grants that name this device, in the order in which they came; whether they have access is the vault's to say.
pub(super) fn seats(state: &State, signing_key: &[u8; 32]) -> Vec<Seated> {
    let authority = state.ledger().authority();
    let device = authority.devices.iter().find(|(_, device)| device.signing_key == *signing_key);
    let Some((device, _)) = device else { return Vec::new() };
    let names = authority.officers();
    let mut grants: Vec<_> = authority.grants.iter().filter(|(_, grant)| grant.device == *device).collect();
    grants.sort_by_key(|(entity, _)| {
        let commit = OpId(entity.0).commit();
        (state.arrival(commit).map_or((u32::MAX, 0), |at| (at.segment, at.offset)), **entity)
    });
    let ended = |grant: EntityId| {
        authority.ends.values().any(|end| match end.target {
            EndTarget::Grant(target) => target == grant,
            EndTarget::Device(target) => target == *device,
        })
    };
    let name = |officer: &EntityId| names.get(officer).and_then(|names| names.first());
    (1..)
        .zip(grants)
        .map(|(number, (entity, grant))| Seated {
            number,
            officer: grant.officer,
            grant: *entity,
            device: *device,
            name: name(&grant.officer).map(|officer| officer.name.clone()).unwrap_or_default(),
            roles: grant.roles,
            villages: villages(state, *entity),
            ended: ended(*entity),
            has_access: false,
        })
        .collect()
}

/// All live values of a grant's villages together.
fn villages(state: &State, grant: EntityId) -> VillagesV1 {
    let mut all = VillagesV1 { all: false, villages: Vec::new() };
    let record = state.ledger().authority().record(authority::kind::GRANT, grant);
    for value in record.iter().flat_map(|record| record.values(authority::SLOT_VILLAGES)) {
        if let Some(Ok(live)) = value.bytes.map(codec::decode_value::<VillagesV1>) {
            all.all |= live.all;
            all.villages.extend(live.villages);
        }
    }
    all.villages.sort_unstable();
    all.villages.dedup();
    all
}

impl NewOfficer<'_> {
    fn check(&self) -> Result<(), StoreError> {
        let bytes = self.name.len();
        if self.name.trim().is_empty() || bytes > NAME_BYTES_MAX {
            return Err(OfficerError::Name { bytes }.into());
        }
        if !self.roles.meets(roles::ANYONE) {
            return Err(OfficerError::NoRole.into());
        }
        Ok(())
    }
}

/// The operation that gives a grant its villages; a new grant's value goes with it.
pub(super) fn villages_op(
    grant: EntityId,
    value: Option<&GrantV1>,
    villages: &VillagesV1,
    replaces: Vec<OpId>,
) -> Result<Op, StoreError> {
    use authority::{SLOT_VALUE, SLOT_VILLAGES, schema};
    let mut sorted = villages.clone();
    sorted.villages.sort_unstable();
    sorted.villages.dedup();
    let too_many = |_| OfficerError::TooManyVillages(sorted.villages.len());
    let bytes = codec::encode_value(&sorted).map_err(too_many)?;
    let mut changes = Vec::new();
    if let Some(grant) = value {
        let value = Some(codec::encode_value(grant)?);
        changes.push(Change { slot: SLOT_VALUE, schema: schema::GRANT, value, replaces: Vec::new() });
    }
    changes.push(Change { slot: SLOT_VILLAGES, schema: schema::VILLAGES, value: Some(bytes), replaces });
    Ok(Op { entity: grant, kind: authority::kind::GRANT, changes, why: None })
}

impl Folder {
    /// Every officer of this folder, by number.
    pub fn officers(&self) -> Result<Vec<Seated>, StoreError> {
        let key = self.keys.signing_public();
        let mut seats = self.ask(move |state| Ok(seats(state, &key)))?;
        let open = self.vault.officers();
        for seat in &mut seats {
            seat.has_access = open.contains(&seat.number);
        }
        Ok(seats)
    }

    /// The officer with this number.
    pub(super) fn officer(&self, number: u32) -> Result<Seated, StoreError> {
        let found = self.officers()?.into_iter().find(|seat| seat.number == number);
        found.ok_or(StoreError::NoSuchOfficer(number))
    }

    /// Whether this officer may import rosters: maker and head may.
    pub fn may_import(&self) -> Result<(), OfficerError> {
        let roles = self.actor.roles;
        if roles::may_import(roles) {
            Ok(())
        } else {
            Err(OfficerError::MayNot { roles, may: roles::OFFICE })
        }
    }

    /// Whether authority can be exercised here: by a head, on the root device.
    pub fn govern(&self) -> Result<(), StoreError> {
        let roles = self.actor.roles;
        let may = roles::Role::Head.bit();
        if !roles.meets(may) {
            return Err(OfficerError::MayNot { roles, may }.into());
        }
        let key = self.keys.signing_public();
        if self.ask(|state| Ok(state.ledger().authority().root))? != Some(key) {
            return Err(OfficerError::RequestNeeded.into());
        }
        if self.journal.writable() { Ok(()) } else { Err(self.not_writable()) }
    }

    /// Makes an officer: officer and grant in a commit of their own, then the way in. Gives their number. A kill between
    /// the two leaves an officer without access, who gets it by [`Folder::give_access`]. Takes as long as opening once
    /// for each officer, because no two may have one passphrase.
    pub fn add_officer(&mut self, new: &NewOfficer<'_>) -> Result<u32, StoreError> {
        self.govern()?;
        new.check()?;
        let seats = self.officers()?;
        let number = u32::try_from(seats.len()).unwrap_or(u32::MAX).saturating_add(1);
        if self.vault.officers().contains(&number) {
            // A way in whose grant was lost with the journal's end.
            self.take_slot_away(number)?;
        }
        let vault = self.with_slot(number, new.name, new.passphrase, new.effort)?;
        let device = self.actor.device;
        let act = self.new_act()?;
        let officer_value = OfficerV1 { name: new.name.to_owned() };
        self.write(Part::whole(act), |writing| {
            use authority::{SLOT_VALUE, kind, schema};
            let officer = writing.next_id().entity();
            let at = (SLOT_VALUE, schema::OFFICER);
            let op = authority::authority_op(kind::OFFICER, officer, at, &officer_value, Vec::new())?;
            writing.push(EntityId::ZERO, &op)?;
            let grant = GrantV1 { officer, device, roles: new.roles };
            let op = villages_op(writing.next_id().entity(), Some(&grant), &new.villages, Vec::new())?;
            writing.push(EntityId::ZERO, &op).map(drop)
        })?;
        self.save_vault(vault)?;
        Ok(number)
    }

    /// Gives an officer a way in who has a grant and none: a kill came between, or the vault is older than the journal.
    pub fn give_access(
        &mut self,
        number: u32,
        passphrase: &Passphrase,
        effort: Effort,
    ) -> Result<(), StoreError> {
        self.govern()?;
        let seat = self.officer(number)?;
        match (seat.ended, seat.has_access) {
            (true, _) => return Err(OfficerError::Ended(number).into()),
            (_, true) => return Err(OfficerError::HasAccess(number).into()),
            _ => {}
        }
        let vault = self.with_slot(number, &seat.name, passphrase, effort)?;
        self.save_vault(vault)
    }

    /// The vault with a further slot, not yet written.
    fn with_slot(
        &self,
        number: u32,
        name: &str,
        passphrase: &Passphrase,
        effort: Effort,
    ) -> Result<Vault, StoreError> {
        refuse_taken(&self.vault, passphrase, None)?;
        let mut vault = self.vault.clone();
        vault.add_officer(&self.keys, number, name, (passphrase, effort), &mut System)?;
        Ok(vault)
    }

    /// Writes a changed vault. What reached the disk holds from then on, also when the second file could not follow.
    pub(super) fn save_vault(&mut self, mut vault: Vault) -> Result<(), StoreError> {
        let before = self.vault_files.generation();
        let saved = self.vault_files.save(&mut vault);
        if self.vault_files.generation() > before {
            self.vault = vault;
        }
        Ok(saved?)
    }

    /// Takes a way in away and seals with a new data key from now on: journal, state and drafts. The rest of the state is
    /// sealed anew by [`Folder::sweep_slice`].
    pub(super) fn take_slot_away(&mut self, number: u32) -> Result<(), StoreError> {
        let mut vault = self.vault.clone();
        let fresh = vault.remove(&mut self.keys, SlotKind::Officer, number, &mut System)?;
        let saved = self.save_vault(vault);
        if self.vault.officers().contains(&number) {
            self.keys.forget(fresh);
            return saved;
        }
        self.journal.rekey(self.keys.sealer(Purpose::Journal));
        let (sealer, reader) = (self.keys.sealer(Purpose::State), self.journal.reader().clone());
        self.engine.ask(move |state| state.rekey(sealer, super::opening::source(reader)))?;
        self.swept.clear();
        saved
    }

    /// Every way into the folder: officers, recovery code, keys held elsewhere.
    pub fn ways_in(&self) -> Result<Vec<WayIn>, StoreError> {
        Ok(self.vault.ways_in(&self.keys)?)
    }

    /// True if both generations of the vault are whole.
    pub fn vault_is_whole(&self) -> bool {
        self.vault_files.both_whole()
    }
}

/// Refuses a passphrase that opens another officer's slot.
pub(super) fn refuse_taken(
    vault: &Vault,
    passphrase: &Passphrase,
    own: Option<u32>,
) -> Result<(), OfficerError> {
    let others = vault.officers().into_iter().filter(|number| Some(*number) != own);
    let mut taken = others.map(|number| vault.open(number, passphrase).is_ok());
    if taken.any(|taken| taken) { Err(OfficerError::PassphraseTaken) } else { Ok(()) }
}
