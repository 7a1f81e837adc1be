//! What the subsidy pane asks of the worker (补贴请求).

use std::path::Path;

use super::Worker;
use crate::domain::day::Day;
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::payment::Settling;
use crate::flow::Done;
use crate::flow::subsidy::{Ask, Cell, Told};
use crate::i18n::subsidy::SubsidySay;
use crate::i18n::subsidy_acts::Done as Acted;
use crate::i18n::{Both, Lang, counter, subsidy_pane};
use crate::journal::EntityId;
use crate::runtime::desk::{BatchError, Brought, Desk, DeskError, Resolved, Settle, is_taken};
use crate::runtime::views::{self, file_name};
use crate::search::EntryKind;
use crate::sheets::{PaperForm, answer_paper, write_whole};
use crate::text;

/// The word under which an answer on paper is recorded.
const SLIP: &str = "answer";

/// A refusal in words, or what went wrong with the folder.
type Answer = Result<Told, BatchError>;

impl Worker<'_> {
    pub(super) fn subsidy(&mut self, desk: &mut Desk, request: u64, ask: Ask) -> Result<(), DeskError> {
        let file = match &ask {
            Ask::Export { path, .. } | Ask::TakeIn { path } | Ask::Slip { path, .. } => path.clone(),
            _ => String::new(),
        };
        let told = match answer(desk, ask) {
            Ok(told) => told,
            Err(BatchError::Desk(DeskError::Store(error))) => return Err(error.into()),
            Err(BatchError::Desk(error)) => {
                let problem = views::file_problem(Path::new(&file), &error);
                self.fail(request, problem);
                return Ok(());
            }
            Err(error) => {
                let say = error.say(Path::new(&file));
                Told::Refused(say.unwrap_or_default())
            }
        };
        self.send(Done::Subsidy { request, told: Box::new(told) });
        Ok(())
    }
}

fn both(text: impl Fn(Lang) -> String) -> Both {
    Both::new(text(Lang::Zh), text(Lang::En))
}

fn said(say: &SubsidySay) -> Both {
    both(|lang| say.text(lang))
}

fn answer(desk: &mut Desk, ask: Ask) -> Answer {
    Ok(match ask {
        Ask::Household { household } => match views::subsidy::household(desk, household)? {
            Some(accounts) => Told::Household(Box::new(accounts)),
            None => Told::Refused(both(|lang| subsidy_pane::gone(lang).to_owned())),
        },
        Ask::Explain { person, period } => match views::subsidy::explained(desk, person, period)? {
            Some(explained) => Told::Explained(Box::new(explained)),
            None => Told::Refused(both(|lang| subsidy_pane::gone(lang).to_owned())),
        },
        Ask::Batches => batches(desk)?,
        Ask::Open => Told::Open(views::subsidy::open(desk)?),
        Ask::Preview { period } => {
            let outlook = desk.outlook(period)?;
            Told::Preview(Box::new(views::subsidy::preview(desk, period, &outlook)?))
        }
        Ask::Freeze { period, persons, fen } => {
            let now = desk.outlook(period)?;
            if now.frozen.is_none() && (now.persons(), now.total()) != (persons, fen) {
                return Ok(Told::Refused(both(|lang| subsidy_pane::changed_since(lang).to_owned())));
            }
            brought(desk.freeze(period)?)
        }
        Ask::Advance { number, to } => brought(desk.advance(&number, to)?),
        Ask::Export { number, path } => {
            let lines = desk.export_batch(&number, Path::new(&path))?;
            let say = SubsidySay::Written(lines, file_name(Path::new(&path)));
            Told::Written { words: said(&say), payments: false }
        }
        Ask::TakeIn { path } => {
            let taken = desk.take_return(Path::new(&path), None)?;
            let unmatched = taken.unmatched.len().saturating_sub(taken.ambiguous);
            let counts = [taken.matched, taken.failed, taken.already, unmatched, taken.ambiguous];
            Told::Written { words: said(&SubsidySay::TakenIn(taken.batch, counts)), payments: true }
        }
        Ask::Sweep => Told::Findings(views::subsidy::findings(desk)?),
        Ask::Forecast => Told::Forecast(views::subsidy::forecast(desk)?),
        Ask::PayAgain { person, period } => brought(desk.pay_item(person, period)?),
        Ask::CloseItem { person, period, reason } => {
            settled(Settling::Closed, period, desk.close_item(person, period, &reason)?)
        }
        Ask::Settle { person, period, how, line } => match typed(desk, how, &line) {
            Ok(what) => settled(how, period, desk.settle_over(person, period, how, &what)?),
            Err(say) => Told::Refused(said(&say)),
        },
        Ask::Slip { person, path } => slip(desk, person, Path::new(&path))?,
    })
}

fn settled(how: Settling, period: Period, fen: i64) -> Told {
    let done = if fen == 0 { Acted::Known } else { Acted::Settled(how, period, fen) };
    Told::Written { words: both(|lang| done.text(lang)), payments: fen != 0 }
}

/// What was typed for a way in which money comes back: a notice's number, an amount with a receipt's number behind it, a
/// period, a relative's code with period and consent, a reason.
fn typed(desk: &Desk, how: Settling, line: &str) -> Result<Settle, SubsidySay> {
    let line = line.trim();
    let mut what = Settle::default();
    match how {
        Settling::Cash | Settling::Bank => {
            let (amount, paper) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let no = || SubsidySay::NoAmount(amount.to_owned());
            let fen = money::read(&text::fold(amount)).map_err(|_| no())?;
            (what.fen, what.step.paper) = (Some(fen), paper.trim().to_owned());
        }
        Settling::Offset => what.step.against = Some(period_of(line)?),
        Settling::Relative => {
            let (code, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let rest = rest.trim();
            let (period, paper) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let Resolved::One(relative) = desk.resolve(&text::fold(code), EntryKind::Person) else {
                return Err(SubsidySay::NoRelative(code.to_owned()));
            };
            (what.step.relative, what.step.against) = (Some(relative), Some(period_of(period)?));
            what.step.paper = paper.trim().to_owned();
        }
        Settling::WrittenOff => what.step.remark = line.to_owned(),
        _ => what.step.paper = line.to_owned(),
    }
    Ok(what)
}

fn period_of(typed: &str) -> Result<Period, SubsidySay> {
    Period::read(&text::fold(typed).to_uppercase()).ok_or_else(|| SubsidySay::NoPeriod(typed.to_owned()))
}

fn batches(desk: &Desk) -> Answer {
    let lines = views::subsidy::batches(desk)?;
    let next = desk.next_period()?;
    let next = next.unwrap_or_else(|| Period::of(crate::domain::subsidy::Length::Quarter, desk.day()));
    Ok(Told::Batches(lines, next))
}

fn brought(brought: Brought) -> Told {
    let say = SubsidySay::Brought(brought.number, brought.stage, brought.lines, brought.fen);
    Told::Written { words: said(&say), payments: true }
}

/// The answer to a person as a paper; recorded as a file in clear.
fn slip(desk: &mut Desk, person: EntityId, file: &Path) -> Answer {
    let form = PaperForm::of_name(file).ok_or(BatchError::Ending)?;
    if is_taken(file) {
        return Err(BatchError::Taken);
    }
    let household = desk.roll().persons.get(&person).map(|row| row.household).unwrap_or_default();
    let accounts = views::subsidy::household(desk, household)?.unwrap_or_default();
    let Some(one) = accounts.members.iter().find(|one| one.person == person) else {
        return Ok(Told::Refused(both(|lang| subsidy_pane::gone(lang).to_owned())));
    };
    let zh = Lang::Zh;
    let facts = [
        ("office", desk.office_name()?),
        ("person", format!("{} {}", one.name, one.code)),
        ("cohort", one.cohort.zh.clone()),
        ("term", one.term.clone()),
        ("on", desk.day().iso()),
    ];
    let open = one.cells.iter().filter(|cell| cell.mark.is_open());
    let row = |cell: &Cell| {
        let fen = if cell.sums.over > 0 { cell.sums.over } else { cell.sums.owed };
        let happened = cell.events.last().map(|one| {
            let on = one.on.map(Day::iso).unwrap_or_default();
            format!("{on} {}", counter::happened(zh, one)).trim().to_owned()
        });
        let why = happened.unwrap_or_else(|| cell.why.zh.clone());
        (cell.period.to_string(), counter::meaning(zh, cell.mark).to_owned(), fen, why)
    };
    let paper = answer_paper(
        &facts,
        &counter::sentence(zh, &one.answer, one.sums),
        &counter::totals(zh, one.sums),
        open.map(row).collect(),
    );
    let bytes = paper.bytes(form).map_err(DeskError::from)?;
    desk.record_export(SLIP, 1)?;
    write_whole(file, &bytes).map_err(DeskError::from)?;
    let name = file_name(file);
    Ok(Told::Written { words: both(|lang| subsidy_pane::slip_written(lang, &name)), payments: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{self, Plan};
    use crate::runtime::desk::tests::{office, today};

    #[test]
    fn a_relative_s_offset_is_typed_with_code_period_and_consent() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = office(root.path());
        let made = demo::generate(&Plan { seed: 5, persons: 20, today: (2026, 11, 24) });
        let data_set = folder.ask(|state| Ok(state.ledger().data_set())).unwrap();
        for ops in demo::parts(&made, data_set) {
            let (scope, ops) = ops.unwrap();
            folder.append_act(scope, &ops).unwrap();
        }
        folder.confirm_and_replay(&mut |_, _| {}).unwrap();
        let desk = Desk::open(folder, today()).unwrap();
        let (person, code) = desk
            .roll()
            .payees
            .iter()
            .map(|(_, person, payee)| (person, payee.code.to_string()))
            .next()
            .unwrap();
        let what = typed(&desk, Settling::Relative, &format!(" {code}  2026q4 同意书 3号 ")).unwrap();
        assert_eq!((what.step.relative, what.fen), (Some(person), None));
        assert_eq!(what.step.against, Period::read("2026Q4"));
        assert_eq!(what.step.paper, "同意书 3号");
        let said = |line: &str| typed(&desk, Settling::Relative, line).unwrap_err().text(Lang::En);
        assert!(said("H99999-99 2026Q4 x").contains("H99999-99"));
        assert!(said(&code).contains("is no period"));
    }
}
