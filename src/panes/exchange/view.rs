//! How the exchange pane is drawn: what this machine is and waits for, then one list of machines, sticks and files; or the
//! preview of a file; or a bar.

use crate::flow::exchange::{ArrivalView, ExchangeView, FileState, MachineLine};
use crate::i18n::Lang;
use crate::i18n::exchange_pane::{Count, LATE_DAYS, Phrase, Text};
use crate::panes::exchange::{Exchange, Line, Stage, Work};
use crate::panes::{clashes, rulings};
use crate::ui::{Caret, Look, Pen, Role, bar, field, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a label on the first rows.
const LABEL: u16 = 15;
/// Gaps that are named; the others are counted.
const GAPS_SHOWN: usize = 2;

/// Draws the pane and says where the caret is.
pub fn draw(buf: &mut Buffer, area: Rect, pane: &Exchange, lang: Lang, look: Look) -> Option<Caret> {
    match &pane.stage {
        Stage::Clashes(list) => return clashes::view::draw(buf, area, list, lang, look),
        Stage::Preview { arrival, chosen } => {
            preview(buf, area, arrival, *chosen, lang, look);
            return None;
        }
        Stage::Working { work, progress, .. } => {
            working(buf, area, *work, (progress.done, progress.total), lang, look);
            return None;
        }
        Stage::Rulings(page) => {
            rulings::view::draw(buf, area, page, lang, look);
            return None;
        }
        Stage::Overview => {}
    }
    let Some(view) = &pane.view else {
        let words = if pane.pending.is_some() { Text::Loading } else { Text::NoFolder };
        Pen::at(buf, area, 1).gap(2).text(words.text(lang), look.role(Role::Muted));
        return None;
    };
    let row = head(buf, area, view, lang, look);
    let below = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
    lines(buf, below, pane, view, lang, look)
}

/// This machine, what is not confirmed, what is waited for. Returns the next free row.
fn head(buf: &mut Buffer, area: Rect, view: &ExchangeView, lang: Lang, look: Look) -> u16 {
    if let Some(own) = view.machines.iter().find(|machine| machine.own) {
        let what = if own.office { Text::OfficeMachine } else { Text::Laptop };
        let mut pen = Pen::at(buf, area, 0);
        pen.gap(1).cell(LABEL, Text::ThisMachine.text(lang), look.role(Role::Muted));
        pen.text(&format!("{} {}", own.label, what.text(lang)), look.role(Role::Text));
        if !own.office {
            pen.gap(2).text(&villages(own, lang), look.role(Role::Text));
        }
    }
    let mut row = 1;
    if let Some(count) = view.unconfirmed.filter(|count| *count > 0) {
        let late = view.unconfirmed_days >= LATE_DAYS;
        let words = Phrase::Unconfirmed { count, days: view.unconfirmed_days }.text(lang);
        let words = if late { format!("! {words}") } else { words };
        let role = if late { Role::Warning } else { Role::Text };
        Pen::at(buf, area, row).gap(1).text(&words, look.role(role));
        row += 1;
    }
    for gap in view.gaps.iter().take(GAPS_SHOWN) {
        let words = Phrase::Gap { label: &gap.label, first: gap.first, last: gap.last }.text(lang);
        let mut pen = Pen::at(buf, area, row);
        pen.gap(1).text(&format!("? {words}"), look.role(Role::Warning));
        let more = view.gaps.len().saturating_sub(GAPS_SHOWN);
        if usize::from(row) == GAPS_SHOWN && more > 0 {
            pen.gap(1).text(&format!("+{more}"), look.role(Role::Warning));
        }
        pen.gap(2).text(Text::AskForGaps.text(lang), look.role(Role::Muted));
        row += 1;
    }
    row + 1
}

fn villages(machine: &MachineLine, lang: Lang) -> String {
    let count = machine.villages.len();
    let first = machine.villages.first().map(String::as_str).unwrap_or_default();
    if count == 0 { String::new() } else { Phrase::Villages { first, count }.text(lang) }
}

/// One row of the list.
enum Row {
    /// A title with what stands beside it.
    Title(Text, String),
    /// Words in place of lines.
    Words(String),
    /// A line that can be chosen.
    Line(Line),
}

fn rows(pane: &Exchange, view: &ExchangeView, lang: Lang) -> Vec<Row> {
    let all = pane.lines();
    let of = |wanted: fn(&Line) -> bool| all.iter().copied().filter(wanted).map(Row::Line);
    let mut rows = vec![Row::Title(Text::Machines, String::new())];
    rows.extend(of(|line| matches!(line, Line::Machine(_))));
    if rows.len() == 1 {
        rows.push(Row::Words(Text::Alone.text(lang).to_owned()));
    }
    rows.push(Row::Title(Text::Folder, view.folder.clone()));
    match &view.folder_fault {
        Some(fault) => rows.push(Row::Words(fault.text(lang).to_owned())),
        None if view.folder.is_empty() => rows.push(Row::Words(Text::NoFolder.text(lang).to_owned())),
        None if view.files.is_empty() => rows.push(Row::Words(Text::NoFiles.text(lang).to_owned())),
        None => {}
    }
    rows.extend(of(|line| matches!(line, Line::Stick(_))));
    rows.extend(of(|line| matches!(line, Line::File(_))));
    rows
}

fn lines(
    buf: &mut Buffer,
    area: Rect,
    pane: &Exchange,
    view: &ExchangeView,
    lang: Lang,
    look: Look,
) -> Option<Caret> {
    let rows = rows(pane, view, lang);
    let chosen = pane.line();
    let at = rows.iter().position(|row| matches!(row, Row::Line(line) if Some(*line) == chosen));
    let start = list::page_start(at.unwrap_or(0), usize::from(area.height));
    let mut caret = None;
    for (at, row) in (0..area.height).zip(rows.iter().skip(start)) {
        match row {
            Row::Title(words, beside) => {
                let mut pen = Pen::at(buf, area, at);
                pen.gap(1).cell(LABEL, words.text(lang), look.role(Role::Title));
                let (x, cells) = (pen.column(), pen.room().saturating_sub(1));
                match &pane.typing {
                    Some(typed) if *words == Text::Folder => {
                        caret = Some(field::draw(buf, x, area.y + at, cells, typed, look));
                    }
                    _ => {
                        pen.cell(cells, beside, look.role(Role::Text));
                    }
                }
            }
            Row::Words(words) => {
                Pen::at(buf, area, at).gap(3).text(words, look.role(Role::Muted));
            }
            Row::Line(line) => self::line(buf, area, at, (*line, Some(*line) == chosen), view, lang, look),
        }
    }
    caret
}

fn line(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    (line, here): (Line, bool),
    view: &ExchangeView,
    lang: Lang,
    look: Look,
) {
    let style = look.role(if here { Role::Selected } else { Role::Text });
    let mut pen = Pen::at(buf, area, row);
    pen.gap(1).cell(2, list::pointer(here), style);
    match line {
        Line::Machine(index) => {
            let Some(machine) = view.machines.get(index) else { return };
            let what = if machine.office { Text::OfficeMachine } else { Text::Laptop };
            let receipt = machine.receipt.as_ref().map_or_else(
                || Text::Never.text(lang).to_owned(),
                |receipt| Phrase::Receipt(&receipt.date).text(lang),
            );
            let lacks = match machine.lacks {
                _ if machine.ended => Text::Ended.text(lang).to_owned(),
                0 => Text::NothingLacks.text(lang).to_owned(),
                count => Phrase::Lacks(count).text(lang),
            };
            let sent = machine
                .sent
                .as_ref()
                .map(|sent| format!("{} {}", Text::Sent.text(lang), sent.date))
                .unwrap_or_default();
            pen.cell(6, &machine.label, style).cell(8, what.text(lang), style);
            pen.cell(20, &receipt, style).cell(16, &lacks, style);
            let sent = match machine.turned_up {
                0 => sent,
                count => Phrase::CameLate(count).text(lang),
            };
            let grave = !here && machine.turned_up > 0;
            let reach = villages(machine, lang);
            // On a narrow screen a laptop's villages stand where else is said when a file was written for it.
            if pen.room() > 36 || reach.is_empty() || machine.turned_up > 0 {
                pen.cell(24, &sent, if grave { look.role(Role::Warning) } else { style });
            }
            let room = pen.room().saturating_sub(1);
            pen.cell(room, if room < 12 { "" } else { &reach }, style);
        }
        Line::Stick(index) => {
            let stick = view.sticks.get(index).map(String::as_str).unwrap_or_default();
            pen.cell(8, Text::Stick.text(lang), style);
            let room = pen.room().saturating_sub(1);
            pen.cell(room, stick, style);
        }
        Line::File(index) => {
            let Some(file) = view.files.get(index) else { return };
            let (words, role) = match file.state {
                FileState::New => (Text::FileNew, Role::Ok),
                FileState::Known => (Text::FileKnown, Role::Muted),
                FileState::NotForUs => (Text::FileNotForUs, Role::Muted),
                FileState::Own => (Text::FileOwn, Role::Muted),
                FileState::Broken => (Text::FileBroken, Role::Error),
                FileState::Request => (Text::FileRequest, Role::Text),
            };
            let state = if here { style } else { look.role(role) };
            pen.cell(17, words.text(lang), state).cell(8, &file.from, style);
            pen.cell(17, &file.made, style);
            let room = pen.room().saturating_sub(1);
            pen.cell(room, &file.name, style);
        }
    }
}

fn working(buf: &mut Buffer, area: Rect, work: Work, steps: (u64, u64), lang: Lang, look: Look) {
    let (words, hint) = match work {
        Work::Writing => (Text::Writing, Text::EscStops),
        Work::Reading => (Text::Reading, Text::EscStops),
        Work::TakingIn => (Text::TakingIn, Text::Unstoppable),
    };
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    bar::draw(buf, inner, 2, words.text(lang), steps, look);
    Pen::at(buf, inner, 4).text(hint.text(lang), look.role(Role::Muted));
}

fn preview(buf: &mut Buffer, area: Rect, arrival: &ArrivalView, chosen: usize, lang: Lang, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(Text::Title.text(lang), look.role(Role::Title)).gap(2);
    pen.text(&arrival.file, look.role(Role::Text));
    let from = Phrase::From { from: &arrival.from, made: &arrival.made }.text(lang);
    let mut pen = Pen::at(buf, area, 1);
    pen.gap(1).text(&from, look.role(Role::Muted));
    if arrival.ended {
        Pen::at(buf, area, 2).gap(1).text(Text::SenderEnded.text(lang), look.role(Role::Warning));
    }
    for (row, (index, count)) in (3..).zip(Count::ALL.into_iter().enumerate()) {
        let here = index == chosen;
        let number = arrival.counts.get(index).copied().unwrap_or(0);
        let grave = number > 0 && matches!(count, Count::Conflict | Count::Duplicate | Count::Held);
        let role = match count {
            _ if here => Role::Selected,
            Count::Refused if number > 0 => Role::Error,
            _ if grave => Role::Warning,
            _ => Role::Text,
        };
        let mut pen = Pen::at(buf, area, row);
        pen.gap(1).cell(2, list::pointer(here), look.role(role)).cell(11, count.text(lang), look.role(role));
        pen.number(8, &number.to_string(), look.role(role)).cell(2, "", look.role(role));
        let room = pen.room().saturating_sub(1);
        pen.cell(room, count.meaning(lang), look.role(role));
    }
    let sum: u64 = arrival.counts.iter().sum();
    let hint = match sum {
        0 => Text::NothingNew.text(lang).to_owned(),
        _ => Text::EnterTakesIn.text(lang).to_owned(),
    };
    let mut pen = Pen::at(buf, area, 9);
    pen.gap(3).text(&hint, look.role(Role::Muted));
    if arrival.already > 0 {
        pen.gap(2).text(&Phrase::Already(arrival.already).text(lang), look.role(Role::Muted));
    }
    let wanted = Count::ALL.get(chosen).copied();
    let mut left = Rect {
        x: area.x + 3,
        width: area.width.saturating_sub(4),
        y: area.y + 11,
        height: area.height.saturating_sub(11),
    };
    for (_, words) in arrival.rows.iter().filter(|(count, _)| Some(*count) == wanted) {
        if left.height == 0 {
            break;
        }
        let used = list::paragraph(buf, left, words.text(lang), look.role(Role::Text));
        left = Rect { y: left.y + used, height: left.height.saturating_sub(used), ..left };
    }
}
