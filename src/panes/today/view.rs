//! How the today pane is drawn: three blocks, in columns of forty cells as the width allows.

use crate::flow::Severity;
use crate::flow::view::{Dated, RoundLine, Session, TodayView, VillageLine};
use crate::i18n::Lang;
use crate::i18n::chrome::roles;
use crate::i18n::petition_pane;
use crate::i18n::today::{Phrase, Text};
use crate::panes::today::{Line, Today};
use crate::text;
use crate::ui::{Look, Pen, Role, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of one column of facts.
const COLUMN: u16 = 40;
/// Cells of a label.
const LABEL: u16 = 14;

/// Draws the pane.
pub fn draw(buf: &mut Buffer, area: Rect, today: &Today, session: Option<&Session>, lang: Lang, look: Look) {
    let Some(view) = &today.view else {
        let words = if today.pending.is_some() { Text::Loading } else { Text::Empty };
        Pen::at(buf, area, 1).gap(2).text(words.text(lang), look.role(Role::Muted));
        return;
    };
    let mut row = heading(buf, area, 0, Text::Here, lang, look);
    for fact in who(session, lang, look) {
        // Long names: a row each.
        row = facts(buf, area, row, &[fact], look);
    }
    row = facts(buf, area, row, &counts(view, lang, look), look);
    let villages: Vec<String> = view.villages.iter().map(|line| named(line, view)).collect();
    let chosen = today.line() == Some(Line::Villages);
    let style = look.role(if chosen { Role::Selected } else { Role::Text });
    let count = Phrase::Villages(view.villages.len() as u64).text(lang);
    let mut pen = Pen::at(buf, area, row);
    let label = if chosen { style } else { look.role(Role::Muted) };
    pen.gap(1).cell(1, list::pointer(chosen), style).cell(LABEL, Text::Villages.text(lang), label);
    let room = pen.room().saturating_sub(1);
    pen.cell(room, &format!("{count}  {}", villages.join(" ")), style);
    row += 1;
    if let Some(round) = &view.round {
        self::round(buf, area, row, round, (today.line() == Some(Line::Round), lang), look);
        row += 1;
    }
    if !view.petitions.is_empty() {
        let chosen = today.line() == Some(Line::Petitions);
        let style = look.role(if chosen { Role::Selected } else { Role::Text });
        let label = if chosen { style } else { look.role(Role::Muted) };
        let mut pen = Pen::at(buf, area, row);
        pen.gap(1).cell(1, list::pointer(chosen), style).cell(LABEL, Text::Petitions.text(lang), label);
        let room = pen.room().saturating_sub(1);
        pen.cell(room, &petition_pane::counts(view.petitions.iter().copied(), lang), style);
        row += 1;
    }
    row = heading(buf, area, row + 1, Text::AsOf, lang, look);
    row = facts(buf, area, row, &as_of(view, lang, look), look);
    if view.persons == 0 {
        let inner = Rect { x: area.x + 2, y: area.y + row + 1, width: area.width - 4, height: 2 };
        list::paragraph(buf, inner, Text::Empty.text(lang), look.role(Role::Warning));
        return;
    }
    row = heading(buf, area, row + 1, Text::LookAt, lang, look);
    let below = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
    findings(buf, below, today, view, lang, look);
}

/// How far the round is.
fn round(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    round: &RoundLine,
    (chosen, lang): (bool, Lang),
    look: Look,
) {
    let style = look.role(if chosen { Role::Selected } else { Role::Text });
    let label = if chosen { style } else { look.role(Role::Muted) };
    let left = round.households.saturating_sub(round.done + round.again);
    let phrase = Phrase::Round {
        period: &round.period,
        done: round.done,
        left,
        again: round.again,
        to_decide: round.to_decide,
    };
    let words = phrase.text(lang);
    let mut pen = Pen::at(buf, area, row);
    pen.gap(1).cell(1, list::pointer(chosen), style).cell(LABEL, Text::Round.text(lang), label);
    let room = pen.room().saturating_sub(1);
    pen.cell(room, &words, style);
}

/// A village's name, behind its township where another one here has the same (分散安置).
fn named(line: &VillageLine, view: &TodayView) -> String {
    let alike = view.villages.iter().filter(|other| other.name == line.name).count();
    if alike > 1 { format!("{}{}", line.township, line.name) } else { line.name.clone() }
}

fn heading(buf: &mut Buffer, area: Rect, row: u16, words: Text, lang: Lang, look: Look) -> u16 {
    Pen::at(buf, area, row).gap(1).text(words.text(lang), look.role(Role::Title));
    row + 1
}

/// Label, value, style; in columns. Returns the next free row.
fn facts(buf: &mut Buffer, area: Rect, row: u16, facts: &[(Text, String, Style, Lang)], look: Look) -> u16 {
    let columns = (area.width / COLUMN).max(1);
    let mut rows = 0;
    for (index, (label, value, style, lang)) in (0..).zip(facts) {
        let (down, across) = (index / columns, index % columns);
        let mut pen = Pen::at(buf, area, row + down);
        pen.gap(across * COLUMN + 2).cell(LABEL, label.text(*lang), look.role(Role::Muted));
        let last = across + 1 == columns || usize::from(index) + 1 == facts.len();
        let room = if last { pen.room().saturating_sub(1) } else { COLUMN - LABEL - 3 };
        pen.cell(room, value, *style);
        rows = down + 1;
    }
    row + rows
}

fn who(session: Option<&Session>, lang: Lang, look: Look) -> Vec<(Text, String, Style, Lang)> {
    let text = look.role(Role::Text);
    let Some(session) = session else { return Vec::new() };
    let number = lang.aside(&session.number.to_string());
    let officer = format!("{}{number} {}", session.officer, roles(session.roles, lang));
    vec![(Text::Office, session.office.clone(), text, lang), (Text::Officer, officer, text, lang)]
}

fn counts(view: &TodayView, lang: Lang, look: Look) -> Vec<(Text, String, Style, Lang)> {
    let text = look.role(Role::Text);
    vec![
        (Text::Persons, Phrase::Persons(view.persons).text(lang), text, lang),
        (Text::Households, Phrase::Households(view.households).text(lang), text, lang),
    ]
}

fn as_of(view: &TodayView, lang: Lang, look: Look) -> Vec<(Text, String, Style, Lang)> {
    let text = look.role(Role::Text);
    let never = || Text::Never.text(lang).to_string();
    let dated = |dated: &Option<Dated>| {
        dated.as_ref().map_or_else(never, |dated| {
            Phrase::Dated { date: &dated.date, days_ago: dated.days_ago }.text(lang)
        })
    };
    let (backup, backup_style) = match &view.backup {
        Some(backup) => {
            let style = look.role(if view.backup_late { Role::Warning } else { Role::Text });
            let words = Phrase::Backup { days_ago: backup.days_ago, late: view.backup_late }.text(lang);
            (words, style)
        }
        None if view.backup_late => (format!("! {}", never()), look.role(Role::Warning)),
        None => (never(), text),
    };
    let mut facts = vec![
        (Text::Roster, dated(&view.roster), text, lang),
        (Text::Exchange, dated(&view.exchange), text, lang),
        (Text::Backup, backup, backup_style, lang),
    ];
    if let Some(count) = view.unconfirmed {
        facts.push((Text::Unconfirmed, Phrase::Entries(count).text(lang), text, lang));
    }
    if !view.left.is_empty() {
        facts.push((Text::Left, view.left.join(lang.pick("、", ", ")), look.role(Role::Warning), lang));
    }
    facts
}

fn findings(buf: &mut Buffer, area: Rect, today: &Today, view: &TodayView, lang: Lang, look: Look) {
    let rows = to_look_at(view, lang);
    if rows.is_empty() {
        let words = if view.sweeping { Text::Looking } else { Text::NothingToLookAt };
        Pen::at(buf, area, 0).gap(2).text(words.text(lang), look.role(Role::Muted));
        return;
    }
    let chosen = today.line().and_then(|line| rows.iter().position(|row| row.line == line));
    let widest = rows.iter().map(|row| text::width(row.name)).max().unwrap_or(0);
    let start = list::page_start(chosen.unwrap_or(0), usize::from(area.height));
    let further = rows.len().saturating_sub(start + usize::from(area.height));
    if further > 0 {
        // In the row of the heading: what is cut off in silence is forgotten.
        let heading = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
        let words = Phrase::Further(further).text(lang);
        Pen::at(buf, heading, 0).gap(LABEL + 3).text(&words, look.role(Role::Muted));
    }
    for (at, (index, row)) in (0..area.height).zip(rows.iter().enumerate().skip(start)) {
        let here = chosen == Some(index);
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let grave = if here { style } else { look.severity(row.severity) };
        let mut pen = Pen::at(buf, area, at);
        pen.gap(1).cell(1, list::pointer(here), style).cell(2, row.severity.mark(), grave);
        let room = pen.room().saturating_sub(15).min(u16::try_from(widest).unwrap_or(u16::MAX));
        pen.cell(room, row.name, style).number(14, &row.count, style);
        if !row.aside.is_empty() {
            let room = pen.gap(2).room();
            pen.cell(room, &row.aside, look.role(Role::Muted));
        }
    }
}

/// One row of what is to be looked at.
struct LookAt<'a> {
    line: Line,
    severity: Severity,
    name: &'a str,
    count: String,
    aside: String,
}

/// Payments that came back first: somebody waits for their money.
fn to_look_at(view: &TodayView, lang: Lang) -> Vec<LookAt<'_>> {
    let (count, fen) = view.returned;
    let payments = (count > 0).then(|| LookAt {
        line: Line::Payments,
        severity: Severity::Warning,
        name: Text::SentBack.text(lang),
        count: Phrase::Payments(count).text(lang),
        aside: Phrase::Yuan(fen).text(lang),
    });
    let late = (view.late > 0).then(|| LookAt {
        line: Line::Late,
        severity: Severity::Warning,
        name: Text::Late.text(lang),
        count: Phrase::Entries(view.late).text(lang),
        aside: String::new(),
    });
    let mut rows: Vec<LookAt<'_>> = payments.into_iter().chain(late).collect();
    for (index, finding) in view.findings.iter().enumerate() {
        rows.push(LookAt {
            line: Line::Finding(index),
            severity: finding.severity,
            name: finding.name.text(lang),
            count: Phrase::Entries(finding.count).text(lang),
            aside: String::new(),
        });
    }
    rows
}
