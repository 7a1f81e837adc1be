//! Passphrases change (口令), by their owner or with the recovery code (恢复码); the use of the code is recorded and told.

use super::error::StoreError;
use super::folder::Folder;
use super::locals::{LocalFact, Occasion};
use super::officers::{OfficerError, refuse_taken};
use super::opening::{Progress, Shut};
use crate::vault::{Effort, Passphrase, RecoveryCode, System};

/// Why a folder was not recovered; the folder itself comes back where it can be tried again.
type Refused = Box<(Option<Shut>, StoreError)>;

impl Folder {
    /// Sets one's own passphrase; the old one no longer opens. Another officer's is set with the recovery code.
    pub fn change_passphrase(
        &mut self,
        number: u32,
        new: &Passphrase,
        effort: Effort,
    ) -> Result<(), StoreError> {
        if number != self.actor.number {
            return Err(OfficerError::NotYours(number).into());
        }
        self.set_passphrase(number, new, effort)?;
        self.show_drawer_seat_again()
    }

    fn set_passphrase(&mut self, number: u32, new: &Passphrase, effort: Effort) -> Result<(), StoreError> {
        refuse_taken(&self.vault, new, Some(number))?;
        let mut vault = self.vault.clone();
        vault.set_passphrase(&self.keys, number, new, effort, &mut System)?;
        self.save_vault(vault)
    }

    /// The newest use of the recovery code of which this officer was not told yet; `count` is the number of the officer
    /// whose passphrase was replaced.
    pub fn recovery_to_tell(&self) -> Result<Option<Occasion>, StoreError> {
        let officer = self.actor.officer;
        Ok(self.ask(move |state| state.recovery_for(officer))?.map(|(_, occasion)| occasion))
    }

    /// Notes that this officer was told.
    pub fn recovery_told(&mut self) -> Result<(), StoreError> {
        let officer = self.actor.officer;
        let Some((frame, _)) = self.ask(move |state| state.recovery_for(officer))? else { return Ok(()) };
        let wall_ms = (self.world.wall_ms)();
        self.note(&LocalFact::Noticed(Occasion { officer, what: "recovery".into(), count: frame, wall_ms }))
    }
}

impl Shut {
    /// Opens with the recovery code and sets the passphrase of officer `number`; the old one no longer opens. The use of
    /// the code is recorded first, unless the journal is damaged: then the folder must open all the same, to be repaired.
    pub fn recover(
        self,
        code: &RecoveryCode,
        number: u32,
        new: (&Passphrase, Effort),
        progress: Progress<'_>,
    ) -> Result<Folder, Refused> {
        let keys = match self.vault.open_with_code(code) {
            Ok(keys) => keys,
            Err(error) => return Err(Box::new((Some(self), error.into()))),
        };
        if !self.vault.officers().contains(&number) {
            return Err(Box::new((Some(self), StoreError::NoSuchOfficer(number))));
        }
        let (passphrase, effort) = new;
        if let Err(error) = refuse_taken(&self.vault, passphrase, Some(number)) {
            return Err(Box::new((Some(self), error.into())));
        }
        let recovered = || -> Result<Folder, StoreError> {
            let mut folder = self.open_as(keys, number, progress)?;
            if folder.writable() {
                let (officer, wall_ms) = (folder.actor.officer, (folder.world.wall_ms)());
                let what = "recovery".to_owned();
                let occasion = Occasion { officer, what, count: u64::from(number), wall_ms };
                folder.note(&LocalFact::Recovery(occasion))?;
            }
            folder.set_passphrase(number, passphrase, effort)?;
            // Wrong tries were those of the forgotten passphrase; a count that stays costs a wait, nothing else.
            let _ = folder.vault_files.set_tries(0);
            Ok(folder)
        };
        recovered().map_err(|error| Box::new((None, error)))
    }
}
