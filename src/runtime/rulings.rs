//! Rulings and ends for the screen (裁定与停用): the desk's answers in words.

use std::path::Path;

use super::desk::{Desk, LossLine, LossWindow, ReadEntry, ReadLine, Resting};
use super::exchange::problem;
use crate::domain::day::Day;
use crate::exchange::ExchangeError;
use crate::exchange::late;
use crate::exchange::undo::Refused;
use crate::flow::rulings::{
    Ask, BroughtView, LateView, LossRow, LossView, ReadRecord, ReadRow, RestView, Told,
};
use crate::i18n::ended::NoPaper;
use crate::i18n::problems::Problem;
use crate::i18n::{self, Both, Lang, checks, rulings as words};
use crate::journal::EntityId;
use crate::store::StoreError;

/// Operations of an import after which a page shows no further commit, so that it opens at once; `bundle show` tells all.
const OPERATIONS_SHOWN: u64 = 5_000;
/// Most records of a commit that a page shows.
const RECORDS_SHOWN: usize = 50;

fn both(text: impl Fn(Lang) -> String) -> Both {
    Both::new(text(Lang::Zh), text(Lang::En))
}

/// What somebody may not do is said on the page; anything else is a problem.
fn refused(error: ExchangeError) -> Result<Told, Problem> {
    match error {
        ExchangeError::Store(StoreError::Ruling(_)) => {
            Ok(Told::Not(both(|lang| i18n::exchange::error(lang, &error))))
        }
        other => Err(problem(&other)),
    }
}

/// Does one ask.
pub fn answer(desk: &mut Desk, ask: Ask) -> Result<Told, Problem> {
    let done = match ask {
        Ask::Imports => desk.imports().map(Told::Imports),
        Ask::Brought { id } => return brought(desk, &id),
        Ask::Rule { id, again, why } => return rule(desk, &id, again, &why),
        Ask::Loss { device } => match desk.folder().may_rule() {
            Err(error) => return refused(error.into()),
            Ok(()) => desk.loss_window(device).map(|window| Told::Loss(loss(&window, false))),
        },
        Ask::End { device, why } => return end(desk, device, &why),
        Ask::PrintLoss { device, path } => return print(desk, device, Path::new(&path)),
        Ask::Late { device } => desk.late(device).and_then(|lines| {
            let rows = lines.into_iter().map(read_row).collect();
            let ended = desk.ended(device)?;
            Ok(Told::Late(LateView { device, label: label(desk, device)?, ended, rows }))
        }),
        Ask::Release { device, commit, why } => return release(desk, device, commit, &why),
    };
    done.map_err(|error| problem(&error.into()))
}

fn label(desk: &Desk, device: EntityId) -> Result<String, StoreError> {
    desk.folder().ask(move |state| {
        let devices = &state.ledger().authority().devices;
        Ok(devices.get(&device).map(|device| device.label.clone()).unwrap_or_default())
    })
}

fn brought(desk: &Desk, id: &str) -> Result<Told, Problem> {
    let mut rows = Vec::new();
    let import = desk.brought(id, (OPERATIONS_SHOWN, RECORDS_SHOWN), &mut |line| rows.push(read_row(line)));
    Ok(match import.map_err(|error| problem(&error))? {
        Ok(import) => Told::Brought(BroughtView { import, rows }),
        Err(refused) => Told::Not(both(|lang| words::not_undone(lang, &refused))),
    })
}

fn rule(desk: &mut Desk, id: &str, again: bool, why: &str) -> Result<Told, Problem> {
    let ruled = match desk.rule_on_import(id, again, Some(why)) {
        Ok(ruled) => ruled,
        Err(error) => return refused(error),
    };
    Ok(match ruled {
        Ok(done) => {
            let (id, commits) = (words::short(&done.import.id()), done.import.commits.len());
            Told::Ruled(both(|lang| match again {
                true => words::counted_again(lang, &id, commits, done.counting),
                false => words::undone(lang, &id, commits, done.counting),
            }))
        }
        Err(why) => {
            let sentence = both(|lang| words::not_undone(lang, &why));
            match &why {
                Refused::RestedOn(all) => {
                    Told::Rested(desk.resting(all).into_iter().map(rest).collect(), sentence)
                }
                _ => Told::Not(sentence),
            }
        }
    })
}

fn rest(one: Resting) -> RestView {
    let about = |lang: Lang| match one.kind {
        "" => String::new(),
        kind => lang.about(checks::kind(lang, kind), &one.about),
    };
    RestView {
        about: both(about),
        why: both(|lang| words::why(lang, one.why).to_owned()),
        when: one.when.clone(),
        officer: one.officer.clone(),
        device: one.device.clone(),
    }
}

fn loss(window: &LossWindow, ended: bool) -> LossView {
    let iso = |day: Option<Day>| day.map(Day::iso);
    let row = |line: &LossLine| LossRow {
        village: line.village.clone(),
        code: line.code.clone(),
        head: line.head.clone(),
        plan: both(|lang| line.plan(lang)),
        heard: iso(line.heard).unwrap_or_default(),
    };
    LossView {
        device: window.device,
        label: window.label.clone(),
        receipt: iso(window.receipt),
        newest: iso(window.newest),
        villages: window.villages.clone(),
        rows: window.lines.iter().map(row).collect(),
        ended,
    }
}

fn end(desk: &mut Desk, device: EntityId, why: &str) -> Result<Told, Problem> {
    let window = desk.loss_window(device).map_err(|error| problem(&error.into()))?;
    match late::end(desk.folder_mut(), device, Some(why)) {
        Ok(()) => Ok(Told::Ended(loss(&window, true))),
        Err(error) => refused(error),
    }
}

fn print(desk: &mut Desk, device: EntityId, file: &Path) -> Result<Told, Problem> {
    let window = desk.loss_window(device).map_err(|error| problem(&error.into()))?;
    let name = super::views::file_name(file);
    Ok(match desk.print_loss(&window, file) {
        Ok(households) => Told::Printed(both(|lang| words::printed(lang, &name, households))),
        Err(NoPaper::Store(error)) => return Err(problem(&error.into())),
        Err(no) => Told::Not(both(|lang| i18n::ended::no_paper(lang, &name, &no))),
    })
}

fn read_row(line: ReadLine) -> ReadRow {
    let record = |entry: ReadEntry| ReadRecord {
        about: both(|lang| lang.about(entry.kind.text(lang), &entry.about)),
        values: entry.values,
        beyond_role: entry.beyond_role,
    };
    ReadRow {
        commit: line.commit,
        device: line.device,
        officer: line.officer,
        when: line.when,
        undecided: line.undecided,
        records: line.entries.into_iter().map(record).collect(),
        count: line.count,
    }
}

fn release(desk: &mut Desk, device: EntityId, commit: Option<String>, why: &str) -> Result<Told, Problem> {
    let only: Vec<String> = commit.into_iter().collect();
    let label = label(desk, device).map_err(|error| problem(&error.into()))?;
    Ok(match desk.release_late(&[device], &only, Some(why)) {
        Ok(Ok(count)) => Told::Released(both(|lang| words::released(lang, &label, count))),
        Ok(Err(why)) => Told::Not(both(|lang| words::not_released(lang, &label, &why))),
        Err(error) => return refused(error),
    })
}
