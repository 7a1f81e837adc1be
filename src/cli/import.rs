//! `import`: office files in.

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::domain::roles;
use crate::i18n::cli::Say;
use crate::i18n::sheets as words;
use crate::runtime::desk::{Desk, Planned};

/// Takes a roster in: rows are imported, or refused one by one with the reason.
pub fn roster(session: &Session, roster: &args::Roster, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    if !roles::may_import(desk.folder().actor().roles) {
        return Err(Failure::Say(Say::MayNotImport, Exit::Failed));
    }
    let of_file = |error| Failure::of_file(&roster.file, error);
    let planned = desk.plan_roster(&roster.file, &roster.map, &mut |_, _| true).map_err(of_file)?;
    if planned.book.open_elsewhere {
        answer.say(&words::open_elsewhere(session.lang, &super::session::file_name(&roster.file)));
    }
    if !roster.dry_run {
        desk.apply_roster(&planned, &mut |_, _| {}).map_err(of_file)?;
        desk.folder().settle()?;
    }
    report(session, &desk, &planned, roster, answer);
    Ok(if planned.plan.counts.refused > 0 { Exit::Refused } else { Exit::Done })
}

fn report(session: &Session, desk: &Desk, planned: &Planned, roster: &args::Roster, answer: &mut Answer) {
    let (plan, lang) = (&planned.plan, session.lang);
    let village = |entity| desk.roll().place(entity).to_owned();
    if roster.json {
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
        answer.document(&json!({
            "new": plan.counts.new,
            "same": plan.counts.same,
            "changed": plan.counts.changed,
            "refused": plan.counts.refused,
            "findings": plan.findings.len(),
            "absent": plan.counts.absent,
            "refusals": refusals,
            "clashes": clashes,
        }));
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
