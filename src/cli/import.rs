//! `import`: office files in.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session, file_name};
use crate::domain::roles;
use crate::i18n::cli::Say;
use crate::i18n::rulings;
use crate::i18n::sheets as words;
use crate::runtime::desk::{Desk, Planned, UnknownColumn};
use crate::sheets::{Format, Refusal};

/// Takes a roster in: rows are imported, or refused one by one with the reason.
pub fn roster(session: &Session, roster: &args::Roster, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    if !roles::may_import(desk.folder().actor().roles) {
        return Err(Failure::Say(Say::MayNotImport, Exit::Failed));
    }
    let of_file = |error| Failure::of_file(&roster.file, error);
    let planning = desk.planning(&roster.file, &roster.map).map_err(of_file)?;
    let mut planned = planning.run(&mut |_, _, _| true).map_err(of_file)?;
    warn(session, &planned, answer);
    // The same id in a dry run: what is shown before is what comes.
    let writes = planned.plan.parts.iter().any(|part| !part.is_empty());
    let act = if writes { Some(desk.import_act(planned.plan.file)?.hex()) } else { None };
    if !roster.dry_run {
        let mut applying = desk.begin_apply(planned).map_err(of_file)?;
        while !desk.apply_part(&mut applying).map_err(of_file)? {}
        planned = applying.into_planned();
        desk.refresh()?;
        desk.folder().settle()?;
    }
    report(session, (&desk, act.as_deref()), &planned, roster, answer);
    let refused = planned.plan.counts.refused > 0;
    if let Some(file) = roster.refused.as_deref().filter(|_| refused) {
        let village = |entity| desk.roll().place(entity).to_owned();
        let sentence = |refusal: &Refusal| words::reason(session.lang, &refusal.reason, &village);
        let written =
            planned.write_refused(file, &sentence).map_err(|error| Failure::of_file(file, error))?;
        let xls = planned.format == Format::Xls;
        let file = file_name(&written);
        answer.say(&Say::RefusedWritten { rows: planned.plan.counts.refused, file, xls }.text(session.lang));
    }
    Ok(if refused { Exit::Refused } else { Exit::Done })
}

/// What the officer should know of the file beside its rows.
fn warn(session: &Session, planned: &Planned, answer: &mut Answer) {
    if planned.open_elsewhere {
        answer.say(&words::open_elsewhere(session.lang, &file_name(&planned.path)));
    }
    // The same header in twenty sheets is one question.
    let mut said = Vec::new();
    for column in &planned.unknown {
        if !said.contains(&column.header) {
            said.push(column.header.clone());
            let UnknownColumn { sheet, letters, header } = column.clone();
            answer.say(&Say::UnknownColumn { sheet, letters, header }.text(session.lang));
        }
    }
}

fn report(
    session: &Session,
    (desk, act): (&Desk, Option<&str>),
    planned: &Planned,
    roster: &args::Roster,
    answer: &mut Answer,
) {
    let (plan, lang) = (&planned.plan, session.lang);
    let village = |entity| desk.roll().place(entity).to_owned();
    if roster.json {
        answer.document(&document(session, (desk, act), planned));
        return;
    }
    let say = Say::Imported {
        new: plan.counts.new,
        same: plan.counts.same,
        changed: plan.counts.changed,
        refused: plan.counts.refused,
        findings: plan.findings.len(),
        dry: roster.dry_run,
    };
    answer.line(&say.text(lang));
    if let Some(act) = act.filter(|_| !roster.dry_run && desk.folder().may_rule().is_ok()) {
        answer.say(&rulings::undoable(lang, act));
    }
    for refusal in &plan.refusals {
        let sheet = planned.roster.sheet_name(refusal.at);
        let reason = words::reason(lang, &refusal.reason, &village);
        answer.line(&Say::Row(sheet.to_owned(), refusal.at.row, reason).text(lang));
    }
    for clash in plan.clashes() {
        let sheet = planned.roster.sheet_name(clash.at);
        let field = words::field(lang, clash.field).to_owned();
        let clash_text =
            Say::Clash { code: clash.code, field, file: clash.file, record: clash.record.join(" / ") };
        answer.line(&Say::Row(sheet.to_owned(), clash.at.row, clash_text.text(lang)).text(lang));
    }
    for finding in &plan.findings {
        let sheet = planned.roster.sheet_name(finding.at);
        answer.line(
            &Say::Row(sheet.to_owned(), finding.at.row, words::remark(lang, &finding.remark)).text(lang),
        );
    }
}

/// What was imported, as one document.
fn document(session: &Session, (desk, act): (&Desk, Option<&str>), planned: &Planned) -> Value {
    let (plan, lang) = (&planned.plan, session.lang);
    let village = |entity| desk.roll().place(entity).to_owned();
    let refusals: Vec<_> = plan
        .refusals
        .iter()
        .map(|refusal| {
            json!({
                "sheet": planned.roster.sheet_name(refusal.at),
                "row": refusal.at.row,
                "reason": words::reason(lang, &refusal.reason, &village),
            })
        })
        .collect();
    let clashes: Vec<_> = plan
        .clashes()
        .map(|clash| {
            json!({
                "row": clash.at.row,
                "code": clash.code,
                "field": clash.field.word(),
                "file": clash.file,
                "record": clash.record.join(" / "),
            })
        })
        .collect();
    json!({
        "import": act,
        "new": plan.counts.new,
        "same": plan.counts.same,
        "changed": plan.counts.changed,
        "refused": plan.counts.refused,
        "findings": plan.findings.len(),
        "absent": plan.counts.absent,
        "refusals": refusals,
        "clashes": clashes,
    })
}
