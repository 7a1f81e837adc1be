//! How the counter's side of the subsidy pane is drawn: the box, one person's years with the answer on top, an amount line by
//! line, the answer in large print.

use crate::domain::day::Day;
use crate::domain::subsidy::answer::Mark;
use crate::flow::subsidy::{Account, Cell, Explained};
use crate::i18n::subsidy as words;
use crate::i18n::subsidy_pane::{self as pane_words, Text};
use crate::i18n::{Lang, counter};
use crate::panes::batches;
use crate::panes::lookup::view::results;
use crate::panes::subsidy::{Page, Person, Subsidy};
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, list, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of the words before the grid, and of a year in it: at least, and at most.
const LABEL: u16 = 6;
const YEAR: [u16; 2] = [3, 5];
/// Rows that the grid leaves to the period below it: its title, and what happened.
const BELOW: u16 = 4;
/// Cells of large print at the left and right of a line.
const SLIP_MARGIN: u16 = 4;

/// Draws the pane, and says where the caret is.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    pane: &Subsidy,
    busy: bool,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    match pane.page() {
        None => return Some(search(buf, area, pane, busy, lang, look)),
        Some(Page::Person(page)) => person(buf, area, page, lang, look),
        Some(Page::Explained(explained)) => {
            let whose = pane.person().and_then(Person::account);
            self::explained(buf, area, whose, explained, lang, look);
        }
        Some(Page::Slip) => {
            if let Some(account) = pane.person().and_then(Person::account) {
                slip(buf, area, account, lang, look);
            }
        }
        Some(Page::Batches(lines, _)) => batches::view::batches(buf, area, lines, lang, look),
        Some(Page::Open(lines)) => batches::view::open(buf, area, lines, lang, look),
        Some(Page::Preview(preview, at)) => batches::view::preview(buf, area, preview, *at, lang, look),
        Some(Page::Findings(lines)) => batches::view::findings(buf, area, lines, lang, look),
        Some(Page::Forecast(lines)) => batches::view::forecast(buf, area, lines, lang, look),
    }
    None
}

fn search(buf: &mut Buffer, area: Rect, pane: &Subsidy, busy: bool, lang: Lang, look: Look) -> Caret {
    let line = Rect { x: area.x + 1, width: area.width - 2, height: 1, ..area };
    let caret = field::labelled(buf, line, Text::Search.text(lang), &pane.field, look);
    let muted = look.role(Role::Muted);
    if pane.field.is_empty() {
        let inner = Rect { x: area.x + 2, y: area.y + 2, width: area.width - 4, height: area.height - 2 };
        list::paragraph(buf, inner, Text::SearchHelp.text(lang), muted);
    } else if pane.hits().is_empty() {
        let idle = pane.pending.is_none() && !busy;
        let said = if idle { Text::NobodyFound } else { Text::Loading };
        Pen::at(buf, area, 2).gap(2).text(said.text(lang), muted);
    } else {
        results(buf, area, (pane.hits(), pane.chosen), lang, look);
    }
    caret
}

fn person(buf: &mut Buffer, area: Rect, page: &Person, lang: Lang, look: Look) {
    let Some(account) = page.account() else {
        Pen::at(buf, area, 1).gap(2).text(Text::NothingHere.text(lang), look.role(Role::Muted));
        return;
    };
    heading(buf, area, account, Some((page.member + 1, page.view.members.len())), lang, look);
    let mut row = answer(buf, area, account, lang, look);
    if !account.receiver.zh.is_empty() {
        Pen::at(buf, area, row).gap(1).text(account.receiver.text(lang), look.role(Role::Warning));
        row += 1;
    }
    let totals = counter::totals(lang, account.sums);
    Pen::at(buf, area, row).gap(1).text(&totals, look.role(Role::Text));
    let below = Rect { y: area.y + row + 1, height: area.height.saturating_sub(row + 1), ..area };
    let rows = u16::try_from(page.grid().depth()).unwrap_or(u16::MAX);
    let rows = rows.min(below.height.saturating_sub(BELOW + 2)).max(1);
    grid(buf, Rect { height: rows + 1, ..below }, page, lang, look);
    let legend = Rect { x: area.x + 1, y: below.y + rows + 1, width: area.width - 2, height: 1 };
    self::legend(buf, legend, account, lang, look);
    let lower = Rect { y: below.y + rows + 2, height: below.height.saturating_sub(rows + 2), ..below };
    if let Some(cell) = page.cell() {
        period(buf, lower, account, cell, lang, look);
    }
}

/// Name, code, relation, cohort and term; and which member of how many.
fn heading(
    buf: &mut Buffer,
    area: Rect,
    account: &Account,
    member: Option<(usize, usize)>,
    lang: Lang,
    look: Look,
) {
    let (muted, title) = (look.role(Role::Muted), look.role(Role::Title));
    let of = member.filter(|(_, of)| *of > 1).map(|(at, of)| pane_words::member_of(lang, at, of));
    let of = of.unwrap_or_default();
    let right = u16::try_from(text::width(&of)).unwrap_or(0) + 1;
    let line = Rect { height: 1, width: area.width.saturating_sub(right), ..area };
    let mut pen = Pen::at(buf, line, 0);
    pen.gap(1).text(&account.name, title).gap(1).text(&account.code, look.role(Role::Text)).gap(1);
    pen.text(account.relation.text(lang), muted).gap(2);
    let rest = format!("{} {}", account.cohort.text(lang), account.term);
    let room = pen.room();
    pen.cell(room, rest.trim(), muted);
    Pen::at(buf, Rect { x: line.right(), width: right, ..area }, 0).text(&of, muted);
}

/// The answer, and where the person stands; returns the next free row.
fn answer(buf: &mut Buffer, area: Rect, account: &Account, lang: Lang, look: Look) -> u16 {
    let open = account.answer.owed_fen > 0 || account.sums.over > 0;
    let stopped = account.answer.state != crate::domain::subsidy::State::Due;
    let role = if open || stopped { Role::Warning } else { Role::Title };
    let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: 3 };
    let sentence = counter::answer(lang, &account.answer, account.sums);
    let used = list::paragraph(buf, inner, &sentence, look.role(role));
    let mut pen = Pen::at(buf, area, 1 + used);
    pen.gap(1);
    if stopped {
        pen.text(counter::standing(lang, account.answer.state), look.role(Role::Text)).gap(3);
    }
    if let Some((period, on, fen)) = &account.answer.last {
        let last = counter::last_credit(lang, *period, *on, *fen);
        let room = pen.room();
        pen.cell(room, &last, look.role(Role::Muted));
    }
    2 + used
}

fn mark_role(mark: Mark) -> Role {
    match mark {
        _ if mark.is_open() => Role::Warning,
        _ if mark.is_paid() => Role::Text,
        Mark::Ended | Mark::NoRule | Mark::NotEligible | Mark::Waiting => Role::Muted,
        _ => Role::Key,
    }
}

/// Years across, the periods of a year down; the window stands where the focus is.
fn grid(buf: &mut Buffer, area: Rect, page: &Person, lang: Lang, look: Look) {
    let grid = page.grid();
    let Some(here) = page.cell().map(|cell| cell.period) else { return };
    let (first, last) = (*grid.years().start(), *grid.years().end());
    let count = u16::try_from(last - first + 1).unwrap_or(1).max(1);
    let room = area.width.saturating_sub(LABEL + 1);
    let year_cells = (room / count).clamp(YEAR[0], YEAR[1]);
    let shown = (room / year_cells).min(count).max(1);
    let away = i32::from(count - shown);
    let from = first + (here.year() - first - i32::from(shown) + 1).clamp(0, away);
    let muted = look.role(Role::Muted);
    for column in 0..shown {
        let year = from + i32::from(column);
        let x = area.x + LABEL + column * year_cells;
        let words = if year_cells >= 5 { year.to_string() } else { format!("{:02}", year.rem_euclid(100)) };
        let style = if year == here.year() { look.role(Role::Title) } else { muted };
        put(buf, x + 1, area.y, year_cells - 1, &words, style);
    }
    let rows = u32::from(area.height.saturating_sub(1)).max(1);
    let top = (here.number() - 1) / rows * rows;
    for row in 1..area.height {
        let number = top + u32::from(row);
        if number > grid.depth() {
            break;
        }
        let label = counter::row_label(lang, grid.length(), number);
        put(buf, area.x + 1, area.y + row, LABEL - 1, &label, muted);
        for column in 0..shown {
            let Some(index) = grid.at(from + i32::from(column), number) else { continue };
            let Some(cell) = page.account().and_then(|account| account.cells.get(index)) else { continue };
            let x = area.x + LABEL + column * year_cells;
            let focused = index == page.cell;
            let style = look.role(if focused { Role::Selected } else { mark_role(cell.mark) });
            put(buf, x, area.y + row, 1, list::pointer(focused), style);
            put(buf, x + 1, area.y + row, 2, counter::mark(lang, cell.mark), style);
        }
    }
}

/// What the characters mean that stand in the grid; those that want something first.
fn legend(buf: &mut Buffer, area: Rect, account: &Account, lang: Lang, look: Look) {
    let held = |mark: &Mark| account.cells.iter().any(|cell| cell.mark == *mark);
    let mut marks: Vec<Mark> = Mark::ALL.into_iter().filter(held).collect();
    marks.sort_by_key(|mark| !mark.is_open());
    let mut pen = Pen::at(buf, area, 0);
    for mark in marks {
        let (sign, meaning) = (counter::mark(lang, mark), counter::meaning(lang, mark));
        let cells = text::width(sign) + text::width(meaning) + 3;
        if usize::from(pen.room()) + 2 < cells {
            return;
        }
        pen.text(sign, look.role(mark_role(mark))).gap(1).text(meaning, look.role(Role::Muted)).gap(2);
    }
}

/// A line across with words in it.
pub(in crate::panes) fn ruled(buf: &mut Buffer, area: Rect, words: &str, style: Style, look: Look) {
    for x in area.left()..area.right() {
        put(buf, x, area.y, 1, look.border().horizontal, look.role(Role::Border));
    }
    Pen::at(buf, area, 0).gap(2).text(&format!(" {words} "), style);
}

/// The period that is looked at: why, its money, and what happened to it.
fn period(buf: &mut Buffer, area: Rect, account: &Account, cell: &Cell, lang: Lang, look: Look) {
    if area.height == 0 {
        return;
    }
    let meaning = counter::meaning(lang, cell.mark);
    let title = format!("{}  {meaning}", counter::period_name(lang, cell.period));
    let role = if cell.mark.is_open() { Role::Warning } else { Role::Title };
    ruled(buf, area, &title, look.role(role), look);
    let inner = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1 };
    // The day, where it is something that happened; the words; how they look.
    let mut lines: Vec<(Option<String>, String, Role)> = Vec::new();
    let sums = cell.sums;
    if cell.mark == Mark::Opening
        && let Some(before) = &account.before
    {
        let words = counter::opening(lang, before.through, before.periods, before.fen);
        lines.push((None, words, Role::Text));
    } else if sums.should != 0 || sums.paid != 0 || cell.mark.is_open() {
        lines.push((None, counter::totals(lang, sums), Role::Text));
    }
    if !sums_explain(cell) {
        lines.push((None, cell.why.text(lang).to_owned(), Role::Text));
    }
    for one in &cell.events {
        lines.push((
            Some(one.on.map(Day::iso).unwrap_or_default()),
            counter::happened(lang, one),
            Role::Text,
        ));
    }
    if cell.events.is_empty() && cell.mark != Mark::Opening {
        lines.push((None, Text::NoEvents.text(lang).to_owned(), Role::Muted));
    }
    // What was last matters most: the first events give way.
    let fixed = lines.iter().take_while(|line| line.0.is_none()).count();
    let too_many = lines.len().saturating_sub(usize::from(inner.height));
    let movable = lines.len() - fixed;
    lines.drain(fixed..fixed + too_many.min(movable));
    for (row, (on, words, role)) in (0..inner.height).zip(&lines) {
        let mut pen = Pen::at(buf, inner, row);
        if let Some(on) = on {
            pen.cell(11, on, look.role(Role::Muted)).gap(1);
        }
        let room = pen.room();
        pen.cell(room, words, look.role(*role));
    }
}

/// Within the term nothing needs a reason.
fn sums_explain(cell: &Cell) -> bool {
    cell.why.zh.is_empty() || cell.state == crate::domain::subsidy::State::Due
}

fn explained(
    buf: &mut Buffer,
    area: Rect,
    whose: Option<&Account>,
    explained: &Explained,
    lang: Lang,
    look: Look,
) {
    let (text, muted) = (look.role(Role::Text), look.role(Role::Muted));
    if let Some(account) = whose {
        heading(buf, area, account, None, lang, look);
    }
    let title = format!(
        "{}  {}  {}",
        Text::Explained.text(lang),
        counter::period_name(lang, explained.period),
        words::state(lang, explained.state)
    );
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    ruled(buf, below, &title, look.role(Role::Title), look);
    let mut rest = Rect { x: area.x + 1, y: area.y + 2, width: area.width - 2, height: area.height - 2 };
    let down = |used: u16, rest: &mut Rect| {
        *rest = Rect { y: rest.y + used, height: rest.height.saturating_sub(used), ..*rest };
    };
    let used = list::paragraph(buf, rest, explained.why.text(lang), text);
    down(used + 1, &mut rest);
    for line in &explained.lines {
        let mut pen = Pen::at(buf, rest, 0);
        pen.number(12, &crate::domain::money::grouped(line.fen), look.role(Role::Title)).gap(2);
        let words = counter::counted_line(lang, line);
        let room = pen.room();
        pen.cell(room, &words, text);
        down(1, &mut rest);
        let basis = Rect { x: rest.x + 14, width: rest.width.saturating_sub(14), ..rest };
        let source = [line.document.as_str(), line.article.as_str()].join(" ");
        let used = list::paragraph(buf, basis, source.trim(), muted);
        down(used, &mut rest);
    }
    let mut pen = Pen::at(buf, rest, 0);
    pen.number(12, &crate::domain::money::grouped(explained.total), look.role(Role::Title)).gap(2);
    pen.text(Text::Total.text(lang), look.role(Role::Title));
    down(2, &mut rest);
    let by: Vec<String> = explained.records.iter().map(|(on, who)| format!("{on} {who}")).collect();
    for (label, said) in [
        (Text::Records, by.join(lang.pick("、", ", "))),
        (Text::Unsettled, explained.unsettled.join(lang.pick("、", ", "))),
    ] {
        if !said.is_empty() {
            let used = list::paragraph(buf, rest, &lang.about(label.text(lang), &said), muted);
            down(used, &mut rest);
        }
    }
}

/// The answer so large as a terminal prints: full-width characters, a line apart.
fn slip(buf: &mut Buffer, area: Rect, account: &Account, lang: Lang, look: Look) {
    let title = format!("{}  {} {}", Text::SlipTitle.text(lang), account.name, account.code);
    ruled(buf, area, &title, look.role(Role::Title), look);
    let inner = Rect {
        x: area.x + SLIP_MARGIN,
        y: area.y + 2,
        width: area.width.saturating_sub(2 * SLIP_MARGIN),
        height: area.height.saturating_sub(2),
    };
    let sentence = counter::sentence(lang, &account.answer, account.sums);
    let sentence = lang.pick(text::widen(&sentence), sentence);
    let lines = text::wrap(&sentence, usize::from(inner.width));
    let apart = if lines.len() * 2 <= usize::from(inner.height) { 2 } else { 1 };
    let mut row = 0;
    for line in &lines {
        Pen::at(buf, inner, row).text(line, look.role(Role::Title));
        row += apart;
    }
    let totals = counter::totals(lang, account.sums);
    if row < inner.height {
        Pen::at(buf, inner, row).text(&totals, look.role(Role::Muted));
    }
}
