//! The program itself (no command), and its key table.

use std::io::IsTerminal;

use super::answer::{Answer, Exit};
use super::place;
use super::session::{Failure, Session};
use crate::commands::{Action, keymaps, listing};
use crate::i18n::cli::Say;
use crate::i18n::drill::Guide;
use crate::i18n::keymap as keymap_words;
use crate::keys::Keymap;
use crate::runtime::probe;
use crate::runtime::program::{self, Opening};
use crate::runtime::worker::Today;
use crate::store::{Folder, Shut, StoreError};

/// The default keymap's name.
const DEFAULT_KEYMAP: &str = "default";

/// Opens the program on the data folder; the lock screen asks for number and passphrase.
pub fn open(session: &Session) -> Result<Exit, Failure> {
    let root = session.data("office")?;
    let shut = match Shut::open(&root, session.world.clone()) {
        Err(StoreError::Missing) => {
            return Err(Failure::Say(Say::NoFolder(root.display().to_string()), Exit::Failed));
        }
        other => other?,
    };
    show(session, Opening::Shut(Box::new(shut)), None)?;
    Ok(Exit::Done)
}

/// Opens the program on a folder that is open already (the demo's).
pub fn open_folder(session: &Session, folder: Folder) -> Result<Exit, Failure> {
    show(session, Opening::Open(Box::new(folder)), None)?;
    Ok(Exit::Done)
}

/// The same, with the task of a drill's step. True if the program has said what the task asks for.
pub fn open_with(session: &Session, folder: Folder, guide: Guide) -> Result<bool, Failure> {
    show(session, Opening::Open(Box::new(folder)), Some(guide))
}

fn show(session: &Session, opening: Opening, guide: Option<Guide>) -> Result<bool, Failure> {
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Failure::Say(Say::NoTerminal, Exit::Failed));
    }
    let (keymap, fault) = keymap(session)?;
    let officer = u32::from(session.common.acting);
    let today = match session.common.today {
        Some(_) => Today::Said(session.today),
        None => Today::Clock(session.today),
    };
    let program = program::Program { lang: session.lang, keymap, fault, today, officer, guide };
    program.run(opening).map_err(|error| Failure::Say(Say::Terminal(error.to_string()), Exit::Failed))
}

/// The keymap asked for; a faulty file of the user's never stops work: the shipped keys and the first fault.
pub fn keymap(session: &Session) -> Result<(Keymap<Action>, Option<program::Fault>), Failure> {
    let name = session.common.keymap.as_deref().unwrap_or(DEFAULT_KEYMAP);
    let unknown = || Failure::Say(Say::NoKeymap(name.to_owned()), Exit::Usage);
    let shipped = |name: &str| keymaps::shipped(name).ok().flatten();
    if let Some(keymap) = shipped(name) {
        return Ok((keymap, None));
    }
    let file = place::keymap_file(name).filter(|file| file.exists()).ok_or_else(unknown)?;
    let text = std::fs::read_to_string(&file).map_err(|_| unknown())?;
    match keymaps::with_user(&super::session::file_name(&file), &text) {
        Ok(keymap) => Ok((keymap, None)),
        Err(faults) => {
            let first =
                faults.first().map(|fault| keymap_words::sentence(session.lang, fault)).unwrap_or_default();
            let fault = program::Fault { count: faults.len(), first };
            Ok((shipped(DEFAULT_KEYMAP).ok_or_else(unknown)?, Some(fault)))
        }
    }
}

/// Prints the key table of the keymap asked for.
pub fn keys(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    let (keymap, fault) = keymap(session)?;
    if let Some(fault) = fault {
        answer.say(&fault.first);
    }
    answer.line(listing::table(&keymap, session.lang).trim_end());
    Ok(Exit::Done)
}

/// `doctor --terminal`: measures glyphs, shows the keys that arrive, says which borders and colours fit.
pub fn terminal(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Failure::Say(Say::NoTerminal, Exit::Failed));
    }
    let measured =
        probe::measure().map_err(|error| Failure::Say(Say::Terminal(error.to_string()), Exit::Failed))?;
    for glyph in &measured.glyphs {
        let (text, expected, used) = (glyph.text.to_owned(), glyph.expected, glyph.used);
        answer.line(&Say::Glyph { text, expected, used }.text(session.lang));
    }
    answer.line(&Say::Borders(measured.lines_are_narrow()).text(session.lang));
    answer.line(&Say::Colours(crate::runtime::look_of_environment().colour).text(session.lang));
    answer.line(&Say::TerminalHint.text(session.lang));
    let mut show = |key: &str| answer.line(&Say::Key(key.to_owned()).text(session.lang));
    probe::keys(&mut show).map_err(|error| Failure::Say(Say::Terminal(error.to_string()), Exit::Failed))?;
    Ok(Exit::Done)
}
