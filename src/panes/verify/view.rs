//! How the verification pane is drawn: progress and team on top, the route at the left, the household at the right.

use crate::flow::verify::{HouseholdLine, MemberLine, QueueLine, RouteView};
use crate::i18n::Lang;
use crate::i18n::household::{self, sex};
use crate::i18n::verify as words;
use crate::i18n::verify_pane::{Text, progress};
use crate::panes::verify::{Queue, Verify};
use crate::ui::list::{self, Fact};
use crate::ui::{Caret, Look, Pen, Role, field, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the route in windows of 80 and of 120 columns.
const ROUTE_CELLS: [u16; 2] = [31, 46];
/// Rows of the household beside its members.
const OTHER_ROWS: u16 = 9;

/// Where the household stands, beside the route.
fn beside(area: Rect) -> Rect {
    let left = ROUTE_CELLS[usize::from(area.width >= 120)];
    Rect { x: area.x + left, width: area.width - left, ..area }
}

/// Where a visit's form is drawn: over the household, so that route and progress stay in sight.
pub fn form_area(area: Rect) -> Rect {
    let right = beside(area);
    Rect { x: right.x - 1, y: area.y + 1, width: right.width + 1, height: area.height - 1 }
}

/// Draws the pane, and says where the caret is.
pub fn draw(buf: &mut Buffer, area: Rect, pane: &Verify, lang: Lang, look: Look) -> Option<Caret> {
    if let Some(queue) = &pane.queue {
        self::queue(buf, area, queue, lang, look);
        return None;
    }
    let Some(route) = &pane.route else {
        Pen::at(buf, area, 1).gap(2).text(Text::Loading.text(lang), look.role(Role::Muted));
        return None;
    };
    if route.period.is_empty() {
        let inner = Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 1 };
        list::paragraph(buf, inner, Text::NoRound.text(lang), look.role(Role::Warning));
        return None;
    }
    heading(buf, area, route, lang, look);
    let caret = second(buf, Rect { y: area.y + 1, height: 1, ..area }, pane, route, lang, look);
    let below = Rect { y: area.y + 2, height: area.height - 2, ..area };
    if route.households.is_empty() {
        Pen::at(buf, below, 1).gap(2).text(Text::NoHouseholds.text(lang), look.role(Role::Muted));
        return caret;
    }
    let right = beside(below);
    households(buf, Rect { width: right.x - below.x - 1, ..below }, pane, route, lang, look);
    for y in right.top()..right.bottom() {
        put(buf, right.x - 1, y, 1, look.border().vertical, look.role(Role::Border));
    }
    if let Some(line) = pane.household() {
        self::household(buf, right, pane, route, line, lang, look);
    }
    caret
}

fn heading(buf: &mut Buffer, area: Rect, route: &RouteView, lang: Lang, look: Look) {
    let counts = route.counts;
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1)
        .text(&route.name, look.role(Role::Title))
        .gap(2)
        .text(&route.period, look.role(Role::Text))
        .gap(2);
    let words = progress(counts.done, counts.households, counts.again, counts.proposals, lang);
    pen.text(&words, look.role(Role::Muted));
}

/// The team; or the mode, with the initials typed.
fn second(
    buf: &mut Buffer,
    area: Rect,
    pane: &Verify,
    route: &RouteView,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1);
    if pane.check {
        pen.text(Text::SecondCheck.text(lang), look.role(Role::Warning)).gap(2);
    }
    if pane.desk {
        pen.text(Text::FromPaper.text(lang), look.role(Role::Warning)).gap(2);
        pen.text(Text::Initials.text(lang), look.role(Role::Muted)).gap(1);
        let x = pen.column();
        return Some(field::draw(buf, x, area.y, 20, &pane.initials, look));
    }
    if route.team.is_empty() {
        pen.text(Text::NoTeam.text(lang), look.role(Role::Warning));
    } else {
        pen.text(Text::Team.text(lang), look.role(Role::Muted)).gap(1);
        let room = pen.room();
        pen.cell(room, &route.team.join(" "), look.role(Role::Text));
    }
    None
}

fn households(buf: &mut Buffer, area: Rect, pane: &Verify, route: &RouteView, lang: Lang, look: Look) {
    let start = list::page_start(pane.chosen, usize::from(area.height));
    for (row, (index, line)) in (0..area.height).zip(route.households.iter().enumerate().skip(start)) {
        let here = index == pane.chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mark = line.marks.first().copied();
        let why = mark.map(|mark| words::mark(mark, lang)).unwrap_or_default();
        let more = if line.marks.len() > 1 { "+" } else { "" };
        let grave = line.marks.iter().any(|mark| !matches!(mark.name(), "done" | "not_started"));
        let role = if here {
            Role::Selected
        } else if grave {
            Role::Warning
        } else {
            Role::Muted
        };
        let mut pen = Pen::at(buf, area, row);
        pen.cell(1, list::pointer(here), style).cell(8, &line.code, style);
        pen.cell(if area.width > 40 { 12 } else { 8 }, &line.head, style);
        let room = pen.room();
        let sign = if line.done {
            "*"
        } else if grave {
            "?"
        } else {
            " "
        };
        pen.cell(room, &format!("{sign}{why}{more}"), look.role(role));
    }
}

fn household(
    buf: &mut Buffer,
    area: Rect,
    pane: &Verify,
    route: &RouteView,
    line: &HouseholdLine,
    lang: Lang,
    look: Look,
) {
    let text = look.role(Role::Text);
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(&line.code, look.role(Role::Title)).gap(2).text(&line.head, text).gap(2);
    let room = pen.room();
    pen.cell(room, &line.group, look.role(Role::Muted));
    let last = match &line.last {
        Some((on, result)) => format!("{on} {}", words::result(*result, lang)),
        None => Text::Never.text(lang).to_owned(),
    };
    let mut pen = Pen::at(buf, area, 1);
    pen.gap(1).text(Text::LastVisit.text(lang), look.role(Role::Muted)).gap(1);
    let room = pen.room();
    pen.cell(room, &last, text);
    let rows = area.height.saturating_sub(OTHER_ROWS);
    let start = list::page_start(pane.member, usize::from(rows));
    for (row, (index, member)) in (2..2 + rows).zip(line.members.iter().enumerate().skip(start)) {
        self::member(buf, area, row, (member, index == pane.member, route.check), lang, look);
    }
    let below = Rect { y: area.y + 2 + rows, height: area.height - 2 - rows, ..area };
    for x in below.left()..below.right() {
        put(buf, x, below.y, 1, look.border().horizontal, look.role(Role::Border));
    }
    let inner = Rect { x: below.x + 1, y: below.y + 1, width: below.width - 2, height: below.height - 1 };
    let facts = Rect { height: inner.height.saturating_sub(2), ..inner };
    if let Some(member) = pane.at_member() {
        list::facts(buf, facts, &details(pane, member, lang, look), look);
    }
    legend(buf, Rect { y: inner.bottom() - 2, height: 2, ..inner }, route, lang, look);
}

fn member(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    (member, here, hidden): (&MemberLine, bool, bool),
    lang: Lang,
    look: Look,
) {
    let style = look.role(if here { Role::Selected } else { Role::Text });
    let found = if hidden { "" } else { member.outcome.text(lang) };
    let grave = member.conflict || !member.candidates.is_empty() || !member.comment.is_empty();
    let sign = if grave { "?" } else { " " };
    let mut pen = Pen::at(buf, area, row);
    pen.cell(1, list::pointer(here), style).cell(9, &member.name, style).cell(
        8,
        member.relation.text(lang),
        style,
    );
    pen.cell(3, member.sex.map(|of| sex(of, lang)).unwrap_or_default(), style);
    pen.number(3, &member.age.map(|age| age.to_string()).unwrap_or_default(), style);
    let role = if here { style } else { look.role(if grave { Role::Warning } else { Role::Text }) };
    let room = pen.room();
    pen.cell(room, &format!(" {sign}{found} {}", if hidden { "" } else { &member.on }), role);
}

fn details(pane: &Verify, member: &MemberLine, lang: Lang, look: Look) -> Vec<Fact> {
    let (text, warning) = (look.role(Role::Text), look.role(Role::Warning));
    let shown = pane.shown(member);
    let number = |label: household::Text, masked: &str, full: Option<&String>| Fact {
        label: label.text(lang).to_owned(),
        value: full.filter(|_| !masked.is_empty()).cloned().unwrap_or_else(|| masked.to_owned()),
        style: if full.is_some() { warning } else { text },
    };
    let said = |label: Text, value: String, style| Fact { label: label.text(lang).to_owned(), value, style };
    let mut facts = Vec::new();
    for suspect in &member.candidates {
        let words = format!("{}{}", suspect.claim.text(lang), lang.aside(suspect.by.text(lang)));
        facts.push(said(Text::Suspect, words, warning));
    }
    if !member.comment.is_empty() {
        facts.push(said(Text::Returned, member.comment.clone(), warning));
    }
    if member.conflict && !pane.check {
        facts.push(said(Text::Found, Text::Conflict.text(lang).to_owned(), warning));
    }
    if !member.proposed.text(lang).is_empty() && !pane.check {
        facts.push(said(Text::Found, member.proposed.text(lang).to_owned(), text));
    }
    facts.push(number(household::Text::IdNumber, &member.id_number, shown.map(|values| &values.id_number)));
    facts.push(number(household::Text::Account, &member.account, shown.map(|values| &values.account)));
    facts.push(number(household::Text::Phone, &member.phone, shown.map(|values| &values.phone)));
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

/// What each digit says.
fn legend(buf: &mut Buffer, area: Rect, route: &RouteView, lang: Lang, look: Look) {
    let mut row = 0;
    let mut pen = Pen::at(buf, area, row);
    for (digit, word) in &route.digits {
        let words = format!("{digit} {}", word.text(lang));
        let cells = u16::try_from(crate::text::width(&words)).unwrap_or(0) + 2;
        if pen.room() < cells {
            row += 1;
            if row >= area.height {
                return;
            }
            pen = Pen::at(buf, area, row);
        }
        pen.text(&digit.to_string(), look.role(Role::Key)).gap(1);
        pen.text(word.text(lang), look.role(Role::Muted)).gap(2);
    }
}

fn queue(buf: &mut Buffer, area: Rect, queue: &Queue, lang: Lang, look: Look) {
    Pen::at(buf, area, 0).gap(1).text(Text::Queue.text(lang), look.role(Role::Title));
    if queue.lines.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NoQueue.text(lang), look.role(Role::Muted));
        return;
    }
    let below = Rect { y: area.y + 2, height: area.height - 2, ..area };
    let start = list::page_start(queue.chosen, usize::from(below.height));
    for (row, (index, line)) in (0..below.height).zip(queue.lines.iter().enumerate().skip(start)) {
        queue_line(buf, below, row, (line, index == queue.chosen), lang, look);
    }
}

fn queue_line(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    (line, here): (&QueueLine, bool),
    lang: Lang,
    look: Look,
) {
    let style = look.role(if here { Role::Selected } else { Role::Text });
    let wide = area.width >= 120;
    let mut pen = Pen::at(buf, area, row);
    pen.gap(1).cell(2, list::pointer(here), style);
    let [who, village, asks] = if wide { [32, 20, 26] } else { [18, 12, 18] };
    pen.cell(who, &line.who, style).gap(1).cell(village, &line.village, style).gap(1);
    pen.cell(asks, line.asks.text(lang), style).gap(1).cell(11, &line.on, style);
    let room = pen.room();
    let sign = if line.changed { "? " } else { "" };
    let role = if line.changed && !here { look.role(Role::Warning) } else { style };
    let words = if line.changed { Text::Changed.text(lang) } else { line.stage.text(lang) };
    pen.cell(room, &format!("{sign}{words}"), role);
}
