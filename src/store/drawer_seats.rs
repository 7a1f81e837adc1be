//! The drawer on other machines of the office (密件柜席位): an officer there shows the public half of their own slot, a head
//! seals the drawer's keys to it, and both travel in bundles as records of the office. When somebody who could open the
//! drawer leaves, it gets a new key, which goes to all who stay; what was sealed before stays readable with the old ones.

use super::error::StoreError;
use super::folder::{Folder, Part};
use super::officers::OfficerError;
use crate::domain::kinds::drawer_seat;
use crate::domain::petition::DrawerSeat;
use crate::domain::petition::records::seat_key;
use crate::domain::register::Edit;
use crate::domain::roles::Role;
use crate::domain::value::Value;
use crate::journal::authority::EndTarget;
use crate::journal::{Audience, EntityId, Record, RecordKey};
use crate::vault::{DRAWERS_BYTES_MAX, Identity, Recipient, VaultError, boxes, drawers_of, drawers_text};

/// Most bytes of a sealed share: the keys, and what sealing adds.
const SHARE_BYTES_MAX: usize = 2 * DRAWERS_BYTES_MAX;

/// An officer of another machine who asked for the drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtDrawer {
    /// Their grant there.
    pub grant: EntityId,
    /// Name, as written on papers.
    pub name: String,
    /// The machine's label.
    pub label: String,
    /// True if the drawer's newest key was sealed to them.
    pub has: bool,
    /// True if their grant has ended.
    pub ended: bool,
    /// True if they were given any key ever.
    given: bool,
    /// True if they know the newest key, whatever pair it was sealed to.
    knows: bool,
    public: String,
}

/// What a share says of itself: the drawer's public key, and that of the slot.
fn mark(drawer: &str, public: &str) -> String {
    format!("{drawer} {public}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of such a text; none if it is not one, or too long.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits =
        digits.filter(|digits| digits.len().is_multiple_of(2) && digits.len() <= 2 * SHARE_BYTES_MAX)?;
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

impl Folder {
    /// Shows the public half of one's own slot to the office, so that a head can let one in; on a machine of the office.
    /// False if it was shown before.
    pub fn ask_for_drawer(&mut self) -> Result<bool, StoreError> {
        let (roles, may) = (self.actor.roles, Role::Head.bit());
        if !self.actor.office_machine {
            return Err(OfficerError::MayNot { roles, may }.into());
        }
        let public = self.vault.officer_public(self.actor.number)?.to_string();
        let grant = self.actor.grant;
        let (seat, _) = self.drawer_seat(grant)?;
        if seat.public.shown.as_ref() == Some(&public) {
            return Ok(false);
        }
        self.write_seat(grant, vec![(drawer_seat::PUBLIC, public)])?;
        Ok(true)
    }

    /// A new passphrase has a new pair: whoever showed theirs to the office shows it again.
    pub(super) fn show_drawer_seat_again(&mut self) -> Result<(), StoreError> {
        let shown = self.drawer_seat(self.actor.grant)?.0.public.shown.is_some();
        if shown && self.journal.writable() {
            self.ask_for_drawer()?;
        }
        Ok(())
    }

    /// All who asked, by machine and name.
    pub fn at_drawer(&self) -> Result<Vec<AtDrawer>, StoreError> {
        let newest = self.drawer()?.map(|drawer| drawer.to_string()).unwrap_or_default();
        let mut found = self.ask(move |state| {
            let mut found = Vec::new();
            let mut seats = Vec::new();
            let of = crate::domain::kinds::kind::DRAWER_SEAT;
            state.each(of, |key, record| seats.push(DrawerSeat::from_record(key, &record)))?;
            let authority = state.ledger().authority();
            let names = authority.officers();
            for seat in seats.iter().filter(|seat| seat.common.stands()) {
                let (Some(grant), Some(public)) = (seat.grant.shown, seat.public.shown.clone()) else {
                    continue;
                };
                let Some(granted) = authority.grants.get(&grant) else { continue };
                if seat.entity() != seat_key(grant).entity {
                    continue;
                }
                let device = authority.devices.get(&granted.device);
                let ended = authority.ends.values().any(|end| match end.target {
                    EndTarget::Grant(target) => target == grant,
                    EndTarget::Device(target) => target == granted.device,
                });
                let name = names.get(&granted.officer).and_then(|names| names.first());
                found.push(AtDrawer {
                    grant,
                    name: name.map(|officer| officer.name.clone()).unwrap_or_default(),
                    label: device.map(|device| device.label.clone()).unwrap_or_default(),
                    has: seat.drawer.shown == Some(mark(&newest, &public)),
                    ended: ended || device.is_none_or(|device| !device.office_machine),
                    given: seat.share.shown.is_some(),
                    knows: seat.drawer.all().any(|of| of.split(' ').next() == Some(newest.as_str())),
                    public,
                });
            }
            Ok(found)
        })?;
        found.sort_by(|a, b| (&a.label, &a.name, a.grant).cmp(&(&b.label, &b.name, b.grant)));
        Ok(found)
    }

    /// Seals the drawer's keys to an officer who asked; by a head who has them.
    /// False if there is no drawer, or they have left.
    pub fn give_drawer(&mut self, to: &AtDrawer) -> Result<bool, StoreError> {
        match self.drawer()? {
            Some(newest) if !to.ended => self.seal_share(to, &newest).map(|()| true),
            _ => Ok(false),
        }
    }

    fn seal_share(&mut self, to: &AtDrawer, drawer: &Recipient) -> Result<(), StoreError> {
        let secrets = self.drawers_of_head()?;
        let public = Recipient::from_text(&to.public).map_err(VaultError::from)?;
        let share = boxes::seal(&[public], &drawers_text(&secrets)).map_err(VaultError::from)?;
        let mark = mark(&drawer.to_string(), &to.public);
        self.write_seat(to.grant, vec![(drawer_seat::SHARE, hex(&share)), (drawer_seat::DRAWER, mark)])
    }

    /// Takes in the keys that a head sealed to the acting officer, and gives new ones on to those of this folder who were let
    /// in before. True if there was something new.
    pub fn take_drawer(&mut self) -> Result<bool, StoreError> {
        let (seat, _) = self.drawer_seat(self.actor.grant)?;
        let shares = seat.share.all().filter_map(|share| from_hex(share));
        let sent: Vec<Identity> = shares
            .filter_map(|share| self.keys.open_own(&share, DRAWERS_BYTES_MAX).ok())
            .flat_map(|text| drawers_of(&text))
            .collect();
        let mut secrets = self.keys.drawers().to_vec();
        for secret in sent {
            if secrets.iter().all(|held| held.recipient() != secret.recipient()) {
                secrets.push(secret);
            }
        }
        if secrets.len() == self.keys.drawers().len() || !self.journal.writable() {
            return Ok(false);
        }
        let mut allowed = self.vault.drawer_officers();
        if !allowed.contains(&self.actor.number) {
            allowed.push(self.actor.number);
        }
        self.keep_drawers(secrets, &allowed)?;
        Ok(true)
    }

    /// True if somebody who could open the drawer has left since it got its key.
    pub fn drawer_is_stale(&self) -> Result<bool, StoreError> {
        let Some(newest) = self.drawer()? else { return Ok(false) };
        let left = self.at_drawer()?.iter().any(|seat| seat.knows && seat.ended);
        // A kill between vault and journal left a key that nobody was told of.
        let untold = self.keys.drawers().last().is_some_and(|last| last.recipient() != newest);
        Ok(left || untold || self.vault.drawer_is_stale())
    }

    /// Gives the drawer a new key if somebody left who knows the old ones, and gives it to all who stay; by a head who has
    /// them, on the office's first machine. True if it was renewed.
    pub fn renew_drawer(&mut self) -> Result<bool, StoreError> {
        if !self.drawer_is_stale()? {
            return Ok(false);
        }
        self.govern()?;
        let mut secrets = self.drawers_of_head()?;
        let newest = self.drawer()?;
        let untold =
            secrets.last().filter(|last| Some(last.recipient()) != newest && !self.vault.drawer_is_stale());
        let fresh = match untold {
            Some(untold) => untold.clone(),
            None => {
                let fresh = Identity::generate();
                secrets.push(fresh.clone());
                let allowed = self.vault.drawer_officers();
                self.keep_drawers(secrets, &allowed)?;
                fresh
            }
        };
        // Told last: after a kill before it, the same call gives it on once more.
        for holder in self.at_drawer()?.iter().filter(|seat| seat.given && !seat.ended) {
            self.seal_share(holder, &fresh.recipient())?;
        }
        self.announce_drawer(&fresh)?;
        Ok(true)
    }

    fn drawer_seat(&self, grant: EntityId) -> Result<(DrawerSeat, Record), StoreError> {
        let key: RecordKey = seat_key(grant);
        let record = self.ask(move |state| state.record(&key))?.unwrap_or_default();
        Ok((DrawerSeat::from_record(key, &record), record))
    }

    fn write_seat(&mut self, grant: EntityId, values: Vec<(u16, String)>) -> Result<(), StoreError> {
        let (seat, record) = self.drawer_seat(grant)?;
        let key = seat_key(grant);
        let mut edit = Edit::new(key.kind, key.entity);
        if seat.grant.shown.is_none() {
            edit = edit.set(drawer_seat::GRANT, Value::Ref(grant), &[]);
        }
        for (slot, text) in values {
            edit = edit.set(slot, Value::Text(text), &record.live_ids(slot));
        }
        let scoped = edit.finish_in(EntityId::ZERO)?;
        let act = self.new_act()?;
        self.write_to(Audience::Office, Part::whole(act), |commit| {
            commit.push(scoped.scope, &scoped.op).map(drop)
        })?;
        Ok(())
    }
}
