//! The verification pane in the reducer (核查归约): what it opens, forms filled by a digit or a suspicion, lines that are typed.

use crate::app::{State, act, forms};
use crate::flow::form::FormAct;
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::form::FormKey;
use crate::form::path::folder_of;
use crate::i18n::messages::Note;
use crate::i18n::verify_pane::Text;
use crate::journal::EntityId;
use crate::overlays::form::FormPage;
use crate::overlays::{Ask, Options, Overlay};
use crate::panes::PaneKind;
use crate::panes::verify::{Sheet, Verify};

/// Takes what a pane answered, with what it opens.
pub(super) fn take_reply(state: &mut State, reply: Reply, effects: &mut Vec<Effect>) {
    if let Some(opening) = state.take(reply, effects) {
        act::open(state, opening, effects);
    }
}

/// Something of the verification pane, with what it opens.
pub(super) fn on_verify(
    state: &mut State,
    effects: &mut Vec<Effect>,
    call: impl FnOnce(&mut Verify, &mut Cx) -> Reply,
) {
    let reply = state.with_cx(|state, cx| call(&mut state.verify, cx));
    take_reply(state, reply, effects);
}

/// Opens something of this pane.
pub(super) fn open(state: &mut State, opening: Opening, effects: &mut Vec<Effect>) {
    let overlay = match opening {
        Opening::Form(FormAct::Round) => {
            // A round is about no household and no single village.
            return forms::open(state, FormAct::Round, Some(EntityId::ZERO), false, effects);
        }
        Opening::Form(act) => return forms::open(state, act, None, false, effects),
        Opening::Visit { digit, desk, check } => return open_visit(state, digit, (desk, check), effects),
        Opening::Verification => return act::show_pane(state, PaneKind::Verify, effects),
        Opening::Suspect => return open_suspect(state, effects),
        Opening::VisitResults => {
            let results = crate::domain::verify::VisitResult::ALL.iter().copied();
            let results = results.filter(|result| !result.is_done()).collect();
            Overlay::pick(Options::VisitResults(results), 0)
        }
        Opening::RoundVillages(villages) => Overlay::pick(Options::RoundVillages(villages), 0),
        Opening::VillageRest(left) => Overlay::prompt(Ask::VillageRest(left), ""),
        Opening::VisitSheet => {
            let code = state.verify.household().map(|line| line.code.clone()).unwrap_or_default();
            paper(state, Ask::VisitSheet, Text::SheetTitle, &code)
        }
        Opening::ChangeSheet => {
            let who = state.verify.queued().map(|line| line.who.clone()).unwrap_or_default();
            paper(state, Ask::ChangeSheet, Text::ChangeTitle, &who)
        }
        Opening::VillagePosting => {
            let village = state.verify.route.as_ref().map(|route| route.name.clone()).unwrap_or_default();
            paper(state, Ask::VillagePosting, Text::PostingTitle, &village)
        }
        _ => return,
    };
    state.overlays.push(overlay);
}

/// Asks where to write a paper; where a file was written before, its name there is proposed.
fn paper(state: &State, ask: Ask, title: Text, about: &str) -> Overlay {
    let of = about.replace([' ', '/', '\\'], "");
    let proposed = match state.export_dir.as_str() {
        "" => String::new(),
        folder => format!("{folder}{}{of}.xlsx", title.text(state.lang)),
    };
    Overlay::prompt(ask, &proposed)
}

/// A line that was typed for this pane: a number of households, or a file.
pub(super) fn accept_line(state: &mut State, ask: &Ask, path: String, effects: &mut Vec<Effect>) {
    match ask {
        Ask::VillageRest(_) => match crate::text::fold_search(&path).parse() {
            Ok(count) => on_verify(state, effects, |verify, cx| verify.report_rest(count, cx)),
            Err(_) => state.say(Severity::Warning, Note::Form(crate::i18n::form::Said::DigitsOnly)),
        },
        Ask::VisitSheet | Ask::ChangeSheet | Ask::VillagePosting => {
            state.export_dir = folder_of(&path).to_owned();
            let sheet = match ask {
                Ask::VillagePosting => Sheet::Posting,
                Ask::ChangeSheet => Sheet::Change,
                _ => Sheet::Visit,
            };
            on_verify(state, effects, |verify, cx| verify.print(sheet, path, cx));
        }
        Ask::Roster
        | Ask::Export { .. }
        | Ask::ListPeriod
        | Ask::LossPaper
        | Ask::Ruling(_)
        | Ask::BatchExport(_)
        | Ask::BankReturn
        | Ask::AnswerSlip
        | Ask::Settle(_)
        | Ask::CloseItem => {}
    }
}

/// Opens the visit form; a digit is typed for the chosen member as soon as it is there.
fn open_visit(
    state: &mut State,
    digit: Option<char>,
    (desk, check): (bool, bool),
    effects: &mut Vec<Effect>,
) {
    let person = state.verify.at_member().map(|member| member.person);
    let typed = digit.map(|digit| vec![("outcome", digit.to_string())]);
    state.forms.typed = person.zip(typed);
    let act = match (check, desk) {
        (true, _) => FormAct::VisitCheck,
        (_, true) => FormAct::VisitPaper,
        _ => FormAct::Visit,
    };
    forms::open(state, act, None, false, effects);
}

/// Opens the visit form filled with the suspicion of the chosen member: what the list claims, its day, and that it is a list.
fn open_suspect(state: &mut State, effects: &mut Vec<Effect>) {
    use crate::domain::verify::rules::code;
    let (Some(member), Some(suspect)) = (state.verify.at_member(), state.verify.suspect()) else { return };
    let fields = vec![
        ("outcome", number_of(suspect.outcome)),
        ("on", suspect.on.clone()),
        ("evidence", code::LIST.to_string()),
    ];
    state.forms.typed = Some((member.person, fields));
    let act = if state.verify.desk { FormAct::VisitPaper } else { FormAct::Visit };
    forms::open(state, act, None, false, effects);
}

/// The number by which the form's list has an outcome: its digit where it has one.
fn number_of(outcome: u16) -> String {
    let rule = crate::domain::verify::rules::rules(None).outcome(outcome);
    rule.and_then(|rule| rule.digit).unwrap_or(outcome).to_string()
}

/// Types into the row of a member, as the officer would.
pub(super) fn type_in(
    page: &mut FormPage,
    person: EntityId,
    fields: &[(&'static str, String)],
) -> Option<Effect> {
    let section = page.form.spec().section("members")?;
    let row = (0..page.form.row_count(section)).find(|row| page.form.about(section, *row) == Some(person))?;
    for (field, text) in fields.iter().filter(|(_, text)| !text.is_empty()) {
        if page.form.go_to("members", row, field) {
            let before = page.form.focus();
            page.form.key(FormKey::Text(text.clone()));
            if page.form.focus() == before {
                page.form.key(FormKey::Enter);
            }
        }
    }
    page.draft()
}
