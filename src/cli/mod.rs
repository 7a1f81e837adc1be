//! The commands (命令行): every reading of the program as plain text or one JSON document, with frozen words and exit codes.

mod answer;
mod args;
mod batch;
mod batches;
mod bundle;
mod check;
mod conflicts;
mod correct;
mod deadline;
mod demo;
mod devices;
mod drill;
mod earlier;
mod enrol;
mod export;
mod find;
mod history;
mod import;
mod init;
mod keeping;
mod mandate;
mod moves;
mod officer;
mod petition;
mod place;
mod program;
mod proof;
mod purge;
mod quoting;
mod rules;
mod session;
mod settle;
mod shared;
mod show;
mod subsidy;
mod transcript;
mod undo;
mod usage;
mod verify;
mod year;

use std::ffi::OsString;
use std::process::ExitCode;

use answer::{Answer, Exit};
use args::{Arguments, Command};
use session::{Failure, Session};

use crate::i18n::Lang;

/// Runs one command line and gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut answer = Answer::default();
    let words: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match usage::read::<Arguments>(&words) {
        Ok(parsed) => parsed,
        Err(error) => {
            let lang = place::lang(usage::lang_asked(&words));
            let said = match lang {
                Lang::Zh => usage::chinese_help::<Arguments>(&words),
                Lang::En => None,
            };
            let said = said.as_ref().unwrap_or(&error);
            if usage::is_asked(&error) {
                // Only a closed pipe can fail here, and nobody is left to be told.
                let _ = said.print();
                return ExitCode::from(Exit::Done as u8);
            }
            answer.say(&usage::sentence(&error, lang));
            answer.say(usage::below(said, lang).trim_end());
            return ExitCode::from(Exit::Usage as u8);
        }
    };
    let lang = place::lang(parsed.common.lang);
    let ended = Session::new(parsed.common).and_then(|session| {
        let ended = dispatch(&session, parsed.command, &mut answer);
        session.settle();
        ended
    });
    match ended {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(failure) => {
            answer.say(&failure.sentence(lang));
            ExitCode::from(failure.exit() as u8)
        }
    }
}

fn dispatch(session: &Session, command: Option<Command>, answer: &mut Answer) -> Result<Exit, Failure> {
    match command {
        None => program::open(session),
        Some(Command::Init(init)) => init::run(session, &init, answer),
        Some(Command::Drill(drill)) => drill::run(session, &drill, answer),
        Some(Command::Demo(demo)) => demo::run(session, &demo, answer),
        Some(Command::Import(args::Import::Roster(roster))) => import::roster(session, &roster, answer),
        Some(Command::Import(args::Import::History(past))) => earlier::history(session, &past, answer),
        Some(Command::Import(args::Import::Opening(past))) => earlier::openings(session, &past, answer),
        Some(Command::Import(args::Import::Petitions(list))) => petition::import(session, &list, answer),
        Some(Command::Export(args::Export::Persons(persons))) => export::persons(session, &persons, answer),
        Some(Command::Find(find)) => find::run(session, &find, answer),
        Some(Command::Show(args::Show::Household(one))) => show::household(session, &one, answer),
        Some(Command::Show(args::Show::Person(one))) => show::person(session, &one, answer),
        Some(Command::Correct(correct)) => correct::run(session, &correct, answer),
        Some(Command::History(history)) => history::run(session, &history, answer),
        Some(Command::Household(args::HouseholdAct::Move(one))) => moves::household(session, &one, answer),
        Some(Command::Note(note)) => correct::note(session, &note, answer),
        Some(Command::Shared(shared)) => shared::run(session, &shared, answer),
        Some(Command::Proof(proof)) => proof::run(session, &proof, answer),
        Some(Command::Subsidy(subsidy)) => subsidy::run(session, &subsidy, answer),
        Some(Command::Rules(rules)) => rules::run(session, &rules, answer),
        Some(Command::Conflicts(conflicts)) => conflicts::run(session, &conflicts, answer),
        Some(Command::Batch(batch)) => batch::run(session, &batch, answer),
        Some(Command::Rebuild) => check::rebuild(session, answer),
        Some(Command::Doctor(doctor)) => check::doctor(session, &doctor, answer),
        Some(Command::Journal(args::Journal::Verify)) => check::verify(session, answer),
        Some(Command::Journal(args::Journal::Purge(purge))) => purge::run(session, &purge, answer),
        Some(Command::Journal(args::Journal::Repair(repair))) => keeping::repair(session, &repair, answer),
        Some(Command::Officer(officer)) => officer::run(session, &officer, answer),
        Some(Command::Enrol(enrol)) => enrol::run(session, &enrol, answer),
        Some(Command::Bundle(bundle)) => bundle::run(session, &bundle, answer),
        Some(Command::Devices(devices)) => devices::run(session, &devices, answer),
        Some(Command::Identity(args::Identity::File(_))) => bundle::identity(session, answer),
        Some(Command::Passphrase) => keeping::passphrase(session, answer),
        Some(Command::Recover(recover)) => keeping::recover(session, &recover, answer),
        Some(Command::Backup(backup)) => keeping::backup(session, &backup.folder, answer),
        Some(Command::Restore(restore)) => keeping::restore(session, &restore.folder, answer),
        Some(Command::Verify(verify)) => verify::run(session, &verify, answer),
        Some(Command::Petition(act)) => petition::run(session, &act, answer),
        Some(Command::Calendar(act)) => petition::calendar(session, &act, answer),
        Some(Command::Deadline(of)) => deadline::run(session, &of, answer),
        Some(Command::Keys) => program::keys(session, answer),
    }
}
