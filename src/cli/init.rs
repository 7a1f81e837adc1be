//! `init`: founds an office.

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::i18n::cli::Say;
use crate::runtime::desk;
use crate::store::enrol::found_field;
use crate::store::{Office, StoreError, found};
use crate::vault::Passphrase;

/// Founds an office in an absent or empty folder.
pub fn run(session: &Session, init: &args::Init, answer: &mut Answer) -> Result<Exit, Failure> {
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
        None => None,
    };
    let office = Office {
        officer: init.officer.trim(),
        device: label,
        passphrase: &passphrase,
        effort: session.effort(),
    };
    let (code, done) = match init.role {
        args::MachineRole::Office => {
            let (mut folder, code) = found(&root, &office, session.world.clone())?;
            desk::name_office(&mut folder, init.office.trim())?;
            folder.settle()?;
            (code, Say::Founded(init.office.trim().to_owned()))
        }
        args::MachineRole::Field => {
            let (_, code) = found_field(
                &root,
                office.officer,
                label,
                (&passphrase, office.effort),
                session.world.clone(),
            )?;
            (code, Say::FieldReady(label.to_owned()))
        }
    };
    let text = code.to_text();
    match &mut code_file {
        Some(file) => {
            use std::io::Write;
            let written = writeln!(file, "{}", text.as_str()).and_then(|()| file.sync_all());
            written
                .map_err(|error| Failure::Say(Say::RecoveryFile(error.kind().to_string()), Exit::Failed))?;
            answer.say(&done.text(session.lang));
        }
        None => {
            answer.say(&done.text(session.lang));
            answer.say(&Say::RecoveryCode.text(session.lang));
            answer.line(&text);
        }
    }
    Ok(Exit::Done)
}

/// From file or environment, else typed twice.
fn new_passphrase(session: &Session) -> Result<Passphrase, Failure> {
    match session.given_passphrase()? {
        Some(given) => Ok(given),
        None => session.typed_twice(),
    }
}
