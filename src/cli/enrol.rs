//! `enrol`: a laptop becomes part of the office in three files; six words are compared by voice.

use super::answer::{Answer, Exit};
use super::args;
use super::officer;
use super::session::{Failure, Session};
use crate::exchange::enrol::{self, Answer as OfficeAnswer, Request, Terms};
use crate::exchange::error::Unfit;
use crate::i18n::cli::Say;
use crate::journal::Roles;
use crate::store::enrol::Pending;

/// Dispatches.
pub fn run(session: &Session, step: &args::Enrol, answer: &mut Answer) -> Result<Exit, Failure> {
    match step {
        args::Enrol::Request(request) => {
            Unfit::to_write(&request.file)?;
            enrol::ask(&pending(session)?, &request.file)?;
            answer.line(&Say::EnrolAsked.text(session.lang));
        }
        args::Enrol::Accept(accept) => self::accept(session, accept, answer)?,
        args::Enrol::Finish(finish) => {
            Unfit::to_read(&finish.file)?;
            let pending = pending(session)?;
            let office = OfficeAnswer::read(&pending, &finish.file, &mut |_, _| true)?;
            say_words(session, office.words, answer);
            let villages = office.villages.as_ref().map(Vec::len);
            let folder = office.finish(pending, &mut |_, _| {})?;
            folder.settle()?;
            answer.line(&Say::Enrolled(villages).text(session.lang));
        }
    }
    Ok(Exit::Done)
}

fn pending(session: &Session) -> Result<Pending, Failure> {
    let shut = session.shut()?;
    let passphrase = session.passphrase()?;
    let opened = shut.unlock_pending(u32::from(session.common.acting), &passphrase);
    Ok(opened.map_err(|failed| failed.1)?)
}

fn accept(session: &Session, accept: &args::EnrolAccept, answer: &mut Answer) -> Result<(), Failure> {
    Unfit::to_read(&accept.file)?;
    Unfit::to_write(&accept.out)?;
    let mut desk = session.desk(answer)?;
    let request = Request::read(&*session.world.files, &accept.file)?;
    let roles =
        accept.role.iter().fold(Roles::default(), |set, role| Roles(set.0 | officer::role_of(*role).bit().0));
    let villages = officer::villages(&desk, &accept.villages)?.villages;
    let (officer, office_machine) = (accept.officer.trim().to_owned(), accept.office_machine);
    let terms = Terms { officer, roles, villages, office_machine };
    let accepted = enrol::accept(desk.folder_mut(), &request, &terms, &accept.out, &mut |_, _| true)?;
    desk.folder().settle()?;
    say_words(session, accepted.words, answer);
    answer.line(&Say::EnrolAccepted(request.label.clone()).text(session.lang));
    Ok(())
}

fn say_words(session: &Session, words: [&str; 6], answer: &mut Answer) {
    answer.line(&Say::SixWords(words.join(" ")).text(session.lang));
}
