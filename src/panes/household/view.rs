//! One household on one screen (户): head line, relocation, members, the chosen member, what to look at, what
//! is not recorded.

use crate::domain::status::Status;
use crate::flow::view::{Finding, HouseholdView, MemberView, NoteLine, Revealed, Value};
use crate::i18n::Lang;
use crate::i18n::chrome;
use crate::i18n::exchange_pane::Text::MoneyHeld;
use crate::i18n::household::{Phrase, Text, status};
use crate::panes::household::Household;
use crate::panes::members::view as members;
use crate::text;
use crate::ui::list::{self, Fact};
use crate::ui::{Look, Pen, Role, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of everything but the members: two of head, one of titles, one rule, six of the chosen member, one of
/// the slots.
const OTHER_ROWS: u16 = 11;

/// Everything on record of the chosen member and the household, for the page of its own.
pub fn everything(open: &Household, lang: Lang, look: Look) -> Vec<(Text, Vec<Fact>)> {
    let mut parts = Vec::new();
    if let Some(member) = open.member() {
        let mut facts = vec![
            fact(Text::Name, &member.name.text, lang, look.role(Role::Text)),
            fact(Text::Code, &member.code, lang, look.role(Role::Text)),
        ];
        facts.extend(details(member, open.shown(member), lang, look));
        facts.extend(member.findings.iter().map(|finding| finding_fact(finding, lang, look)));
        parts.push((Text::Person, facts));
    }
    let mut facts = head_facts(&open.view, lang, look);
    facts.extend(open.view.findings.iter().map(|finding| finding_fact(finding, lang, look)));
    facts.extend(open.view.notes.iter().map(|note| note_fact(note, lang, look)));
    parts.push((Text::Household, facts));
    parts
}

fn finding_fact(finding: &Finding, lang: Lang, look: Look) -> Fact {
    let words = format!("{} {}", finding.severity.mark(), finding.words.text(lang));
    fact(Text::Findings, &words, lang, look.severity(finding.severity))
}

fn note_fact(note: &NoteLine, lang: Lang, look: Look) -> Fact {
    let parts = [note.on.as_str(), note.who.as_str(), note.text.as_str()];
    let words: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    fact(Text::Notes, &words.join(" "), lang, look.role(Role::Text))
}

/// Draws an opened household.
pub fn draw(buf: &mut Buffer, area: Rect, open: &Household, lang: Lang, look: Look) {
    let view = &open.view;
    head(buf, area, view, lang, look);
    let part = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
    let rows = area.height.saturating_sub(OTHER_ROWS);
    members::draw(buf, part(2, rows + 1), open, lang, look);
    let below = 3 + rows;
    rule(buf, part(below, 1), open, members::shown_lines(open, rows, lang), lang, look);
    let inner = Rect { x: area.x + 1, width: area.width - 2, ..part(below + 1, 6) };
    if let Some(member) = open.member() {
        let shown = open.shown(member);
        // Findings keep two rows at least; the person on a page of its own has everything.
        let kept = u16::try_from(member.findings.len() + view.findings.len()).unwrap_or(2).clamp(1, 2);
        let facts = Rect { height: inner.height - kept, ..inner };
        let used = list::facts(buf, facts, &details(member, shown, lang, look), look);
        let rest = Rect { y: inner.y + used, height: inner.height - used, ..inner };
        findings(buf, rest, view, member, lang, look);
    } else {
        findings_of_household(buf, inner, view, lang, look);
    }
    slots(buf, part(area.height - 1, 1), view, lang, look);
}

fn head(buf: &mut Buffer, area: Rect, view: &HouseholdView, lang: Lang, look: Look) {
    let text = look.role(Role::Text);
    let head = if view.head.is_empty() {
        format!("! {}", Text::NoHead.text(lang))
    } else {
        format!("{} {}", Text::Head.text(lang), view.head)
    };
    let place: Vec<&str> = [&view.township, &view.village, &view.group]
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(&view.code, look.role(Role::Title)).gap(3).text(&head, text).gap(3);
    pen.text(&Phrase::Members(view.members.len()).text(lang), text).gap(3);
    let room = pen.room().saturating_sub(1);
    pen.cell(room, &place.join(" "), text);
    let line = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: 1 };
    list::facts(buf, line, &head_facts(view, lang, look), look);
}

fn head_facts(view: &HouseholdView, lang: Lang, look: Look) -> Vec<Fact> {
    let text = look.role(Role::Text);
    let mut facts = vec![
        // Where they live first: the rest stands with each member, too.
        fact(Text::Address, &view.address, lang, text),
        fact(Text::Settlement, &view.settlement, lang, text),
        conflicting(Text::Relocated, &view.relocated, lang, look),
        fact(Text::Reservoir, &view.reservoir, lang, text),
        fact(Text::MigrantKind, view.migrant_kind.text(lang), lang, text),
        fact(Text::Remark, &view.remark, lang, text),
    ];
    if view.set_aside {
        let words = status(Status::SetAside, lang);
        facts.insert(0, fact(Text::Status, words, lang, look.role(Role::Warning)));
    }
    facts.retain(|fact| !fact.value.is_empty());
    if facts.is_empty() {
        facts.push(fact(Text::Relocated, Text::NotRecorded.text(lang), lang, look.role(Role::Muted)));
    }
    facts
}

/// The line between members and details: whose details these are, and whether the numbers are masked.
fn rule(buf: &mut Buffer, area: Rect, open: &Household, lines: Option<String>, lang: Lang, look: Look) {
    for x in area.left()..area.right() {
        put(buf, x, area.top(), 1, look.border().horizontal, look.role(Role::Border));
    }
    if let Some(lines) = lines {
        let cells = u16::try_from(text::width(&lines)).unwrap_or(0);
        let left = area.width.saturating_sub(cells + 4);
        Pen::at(buf, area, 0).gap(left).text(&format!(" {lines} "), look.role(Role::Text));
    }
    let Some(member) = open.member() else { return };
    let shown = open.shown(member).is_some();
    let (words, role) = if shown { (Text::Shown, Role::Warning) } else { (Text::Hidden, Role::Muted) };
    let mark = if shown { "! " } else { "" };
    Pen::at(buf, area, 0)
        .gap(2)
        .text(&format!(" {} {} ", member.name.text, member.code), look.role(Role::Title))
        .gap(2)
        .text(&format!(" {mark}{} ", words.text(lang)), look.role(role));
}

fn details(member: &MemberView, shown: Option<&Revealed>, lang: Lang, look: Look) -> Vec<Fact> {
    let (text, muted) = (look.role(Role::Text), look.role(Role::Muted));
    let number = |label: Text, masked: &Value, full: Option<&String>| match full {
        Some(full) if !masked.text.is_empty() => fact(label, full, lang, look.role(Role::Warning)),
        _ if masked.text.is_empty() => fact(label, Text::NotRecorded.text(lang), lang, muted),
        _ => conflicting(label, masked, lang, look),
    };
    let mut facts = vec![
        number(Text::IdNumber, &member.id_number, shown.map(|values| &values.id_number)),
        conflicting(Text::Birth, &member.birth, lang, look),
        fact(Text::Ethnic, member.ethnic.text(lang), lang, text),
        number(Text::Account, &member.account, shown.map(|values| &values.account)),
        fact(Text::Bank, &member.bank, lang, text),
        number(Text::Phone, &member.phone, shown.map(|values| &values.phone)),
        conflicting(Text::Relocated, &member.relocated, lang, look),
        fact(Text::Reservoir, &member.reservoir, lang, text),
        fact(Text::MigrantKind, member.migrant_kind.text(lang), lang, text),
        fact(Text::Support, &member.support, lang, text),
        fact(Text::FormerName, &member.former_name, lang, text),
        fact(Text::Nickname, &member.nickname, lang, text),
        fact(Text::Remark, &member.remark, lang, text),
    ];
    if !member.since.is_empty() {
        let words = format!("{} {}", status(member.status, lang), member.since);
        facts.push(fact(Text::Status, &words, lang, text));
    }
    let settled = [&member.name, &member.birth, &member.id_number, &member.account, &member.relocated];
    if settled.into_iter().any(Value::in_conflict) {
        let held = MoneyHeld.text(lang);
        facts.insert(0, fact(Text::Conflicts, held, lang, look.role(Role::Warning)));
    }
    if member.name.in_conflict() {
        facts.push(conflicting(Text::Name, &member.name, lang, look));
    }
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

fn fact(label: Text, value: &str, lang: Lang, style: ratatui::style::Style) -> Fact {
    Fact { label: label.text(lang).to_string(), value: value.to_string(), style }
}

/// A value with all its live readings when they are in conflict.
fn conflicting(label: Text, of: &Value, lang: Lang, look: Look) -> Fact {
    let role = if of.in_conflict() { Role::Warning } else { Role::Text };
    fact(label, &value(of, lang), lang, look.role(role))
}

fn value(of: &Value, lang: Lang) -> String {
    if !of.in_conflict() {
        return of.text.clone();
    }
    let all: Vec<&str> = std::iter::once(&of.text).chain(&of.others).map(String::as_str).collect();
    format!("? {}{}", all.join(" / "), lang.aside(chrome::Text::Conflict.text(lang)))
}

fn findings(buf: &mut Buffer, area: Rect, view: &HouseholdView, member: &MemberView, lang: Lang, look: Look) {
    let all = member.findings.iter().chain(&view.findings);
    let count = member.findings.len() + view.findings.len();
    list_findings(buf, area, all, count, lang, look);
}

fn findings_of_household(buf: &mut Buffer, area: Rect, view: &HouseholdView, lang: Lang, look: Look) {
    list_findings(buf, area, view.findings.iter(), view.findings.len(), lang, look);
}

/// One finding a row, gravest first as they come; the last row says how many more there are.
fn list_findings<'a>(
    buf: &mut Buffer,
    area: Rect,
    findings: impl Iterator<Item = &'a Finding>,
    count: usize,
    lang: Lang,
    look: Look,
) {
    let label = Text::Findings.text(lang);
    if count == 0 {
        Pen::at(buf, area, 0).text(Text::NoFindings.text(lang), look.role(Role::Muted));
        return;
    }
    let indent = u16::try_from(text::width(label)).unwrap_or(0) + 1;
    let rows = usize::from(area.height);
    Pen::at(buf, area, 0).text(label, look.role(Role::Muted));
    for (row, (index, finding)) in (0..).zip(findings.enumerate().take(rows)) {
        let more = count - index;
        let mut pen = Pen::at(buf, area, row);
        pen.gap(indent);
        let style = look.severity(finding.severity);
        if index + 1 == rows && more > 1 {
            pen.text(&format!(".. +{more}"), style);
        } else {
            let room = pen.room();
            pen.cell(room, &format!("{} {}", finding.severity.mark(), finding.words.text(lang)), style);
        }
    }
}

/// What other parts of the work fill; until then they say so. What holds money comes first, so that it is never cut.
fn slots(buf: &mut Buffer, area: Rect, view: &HouseholdView, lang: Lang, look: Look) {
    let conflicts = Phrase::InConflict(view.conflicts).text(lang);
    let visit = view.visit.as_ref().map(|visit| visit.text(lang));
    let petition = view.petition.as_ref().map(|petition| petition.text(lang));
    let notes = (!view.notes.is_empty()).then(|| Phrase::Notes(view.notes.len()).text(lang));
    let slots = [
        (Text::Conflicts, Some(conflicts.as_str())),
        (Text::Visit, visit),
        (Text::Payment, view.payment.as_ref().map(|payment| payment.text(lang))),
        (Text::Petition, petition),
        (Text::Notes, notes.as_deref()),
    ];
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1);
    for (label, filled) in slots {
        let words = format!("{} {}", label.text(lang), filled.unwrap_or(Text::NotYet.text(lang)));
        let grave = label == Text::Conflicts && view.conflicts > 0;
        let role = if grave { Role::Warning } else { Role::Muted };
        pen.text(&if grave { format!("? {words}") } else { words }, look.role(role)).gap(2);
    }
}
