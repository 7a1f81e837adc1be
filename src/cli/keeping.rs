//! What keeps a folder alive: passphrases, recovery, backup, restore, repair.

use std::path::Path;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session, file_name};
use crate::i18n::cli::Say;
use crate::i18n::copies::CopySay;
use crate::i18n::store as words;
use crate::runtime::desk;
use crate::store::restore as bring_back;
use crate::vault::RecoveryCode;

/// `passphrase`: changes one's own.
pub fn passphrase(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut folder = session.folder()?;
    let new = session.new_passphrase()?;
    let number = folder.actor().number;
    folder.change_passphrase(number, &new, session.effort())?;
    answer.line(&Say::PassphraseChanged(number).text(session.lang));
    Ok(Exit::Done)
}

/// `recover`: a new passphrase with the recovery code; recorded and shown at the next start.
pub fn recover(session: &Session, recover: &args::Recover, answer: &mut Answer) -> Result<Exit, Failure> {
    let shut = session.shut()?;
    let typed = match &recover.code_file {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .map_err(|_| Failure::Say(Say::PassphraseFile(file_name(file)), Exit::Usage))?;
            let text = zeroize::Zeroizing::new(text);
            zeroize::Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
        }
        None => session.typed(Say::AskRecoveryCode)?,
    };
    let code = RecoveryCode::parse(&typed).map_err(crate::store::StoreError::from)?;
    let new = session.new_passphrase()?;
    let number = u32::from(session.common.acting);
    let folder = shut
        .recover(&code, number, (&new, session.effort()), &mut |_, _| {})
        .map_err(|refused| Failure::Store(refused.1))?;
    folder.settle()?;
    answer.line(&Say::PassphraseChanged(number).text(session.lang));
    Ok(Exit::Done)
}

/// `backup DIR`.
pub fn backup(session: &Session, dir: &Path, answer: &mut Answer) -> Result<Exit, Failure> {
    let made = session.folder()?.backup(dir, &mut |_, _| {})?;
    let place = dir.display().to_string();
    answer.line(&Say::BackedUp { place, frames: made.last_frame, bytes: made.copied }.text(session.lang));
    Ok(Exit::Done)
}

/// `restore DIR`.
pub fn restore(session: &Session, dir: &Path, answer: &mut Answer) -> Result<Exit, Failure> {
    let root = session.data("office")?;
    let passphrase = session.passphrase()?;
    let opener = (u32::from(session.common.acting), &passphrase);
    let (folder, restored) = bring_back(dir, &root, opener, session.world.clone(), &mut |_, _| {})?;
    folder.settle()?;
    let made = desk::day_of(restored.made_ms).map(|day| day.iso()).unwrap_or_default();
    let office = folder.actor().office_machine;
    answer.line(&CopySay::Restored { frames: restored.last_frame, made, office }.text(session.lang));
    Ok(Exit::Done)
}

/// `journal repair`.
pub fn repair(session: &Session, repair: &args::Repair, answer: &mut Answer) -> Result<Exit, Failure> {
    let passphrase = session.passphrase()?;
    let opener = (u32::from(session.common.acting), &passphrase);
    let shut = session.shut()?;
    let (folder, mended) = shut.repair(opener, repair.from.as_deref(), repair.accept_loss, &mut |_, _| {})?;
    folder.settle()?;
    let repaired = &mended.repaired;
    let say = Say::Mended {
        restored: repaired.restored.len(),
        lost: repaired.filled.clone(),
        missing: repaired.missing.clone(),
    };
    answer.line(&say.text(session.lang));
    if let Some(sentence) = words::condition(session.lang, &mended.after) {
        answer.line(&sentence);
    }
    Ok(if mended.after.is_damage() { Exit::Damaged } else { Exit::Done })
}
