//! `init`: founds an office.

use std::io::IsTerminal;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::i18n::cli::Say;
use crate::runtime::desk;
use crate::store::{Office, StoreError, found};
use crate::vault::{Effort, Passphrase, PassphraseError};

/// Founds an office in an absent or empty folder.
pub fn run(session: &Session, init: &args::Init, answer: &mut Answer) -> Result<Exit, Failure> {
    let args::MachineRole::Office = init.role;
    let label = init.device.trim();
    if !(1..=3).contains(&label.len()) || !label.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(Failure::Say(Say::DeviceLabel(init.device.clone()), Exit::Usage));
    }
    for (name, what) in [(&init.office, Say::OfficeNameMissing), (&init.officer, Say::OfficerNameMissing)] {
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(Failure::Say(what, Exit::Usage));
        }
    }
    let root = session.data("office")?;
    if crate::store::is_founded(&root) {
        return Err(Failure::Store(StoreError::NotEmpty));
    }
    let passphrase = new_passphrase(session)?;
    let mut code_file = match &init.recovery_file {
        Some(file) => {
            Some(std::fs::OpenOptions::new().write(true).create_new(true).open(file).map_err(|error| {
                Failure::Sheet(super::session::file_name(file), crate::sheets::SheetError::from_io(&error))
            })?)
        }
        None if std::io::stderr().is_terminal() => None,
        None => None,
    };
    let start = std::time::Instant::now();
    let effort = Effort::calibrate(&mut || start.elapsed());
    let office = Office { officer: init.officer.trim(), device: label, passphrase: &passphrase, effort };
    let (mut folder, code) = found(&root, &office, session.world.clone())?;
    desk::name_office(&mut folder, init.office.trim())?;
    let text = code.to_text();
    match &mut code_file {
        Some(file) => {
            use std::io::Write;
            let written = writeln!(file, "{}", text.as_str()).and_then(|()| file.sync_all());
            written
                .map_err(|error| Failure::Say(Say::RecoveryFile(error.kind().to_string()), Exit::Failed))?;
            answer.say(&Say::Founded(init.office.trim().to_owned()).text(session.lang));
        }
        None => {
            answer.say(&Say::Founded(init.office.trim().to_owned()).text(session.lang));
            answer.say(&Say::RecoveryCode.text(session.lang));
            answer.line(&text);
        }
    }
    folder.settle()?;
    Ok(Exit::Done)
}

/// From file or environment, else typed twice.
fn new_passphrase(session: &Session) -> Result<Passphrase, Failure> {
    if let Some(given) = session.given_passphrase()? {
        return Ok(given);
    }
    loop {
        let first = match session.ask(Say::AskNewPassphrase) {
            Err(Failure::Passphrase(PassphraseError::TooShort { .. })) => continue,
            other => other?,
        };
        let second = session.ask(Say::AskAgain)?;
        if first.is_same(&second) {
            return Ok(first);
        }
    }
}
