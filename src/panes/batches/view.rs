//! How batches, open payments and the preview of a list are drawn: one line each, the chosen one in full below.

use crate::domain::migrant::Cohort;
use crate::domain::subsidy::answer::Change;
use crate::domain::subsidy::payment::Stage;
use crate::flow::subsidy::{BatchLine, ChangeLine, FindingLine, ForecastLine, OpenLine, Preview};
use crate::i18n::subsidy as words;
use crate::i18n::subsidy_pane::{self as pane_words, Text};
use crate::i18n::{Lang, checks, counter};
use crate::panes::subsidy::Chosen;
use crate::ui::{Look, Pen, Role, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows above a list: its title and the names of its columns.
const HEAD_ROWS: u16 = 2;

/// The rows of a list below its head.
fn body(area: Rect) -> Rect {
    Rect { y: area.y + HEAD_ROWS, height: area.height.saturating_sub(HEAD_ROWS), ..area }
}

fn title(buf: &mut Buffer, area: Rect, words: &str, aside: &str, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(words, look.role(Role::Title)).gap(2);
    let room = pen.room();
    pen.cell(room, aside, look.role(Role::Muted));
}

/// A cell with at least one blank behind its text.
fn cell(pen: &mut Pen<'_>, cells: u16, text: &str, style: Style) {
    pen.cell(cells.saturating_sub(1), text, style).cell(1, "", style);
}

/// Draws the batches, the newest first.
pub fn batches(buf: &mut Buffer, area: Rect, batches: &Chosen<BatchLine>, lang: Lang, look: Look) {
    title(buf, area, Text::Batches.text(lang), "", look);
    if batches.lines.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NoBatches.text(lang), look.role(Role::Muted));
        return;
    }
    let wide = area.width >= 120;
    let number = if wide { 18 } else { 12 };
    let muted = look.role(Role::Muted);
    let mut pen = Pen::at(buf, area, 1);
    pen.gap(2);
    cell(&mut pen, number, Text::Number.text(lang), muted);
    if wide {
        cell(&mut pen, 9, Text::PeriodWord.text(lang), muted);
    }
    pen.number(7, Text::Lines.text(lang), muted).number(16, Text::Amount.text(lang), muted).gap(2);
    cell(&mut pen, 11, Text::StageWord.text(lang), muted);
    cell(&mut pen, 12, Text::Submitted.text(lang), muted);
    pen.text(Text::NextWord.text(lang), muted);
    let below = body(area);
    let start = list::page_start(batches.at, usize::from(below.height));
    for (row, (index, line)) in (0..below.height).zip(batches.lines.iter().enumerate().skip(start)) {
        let here = index == batches.at;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, below, row);
        pen.cell(2, list::pointer(here), style);
        cell(&mut pen, number, &line.number, style);
        let period = line.period.map(|period| period.to_string()).unwrap_or_default();
        if wide {
            cell(&mut pen, 9, &period, style);
        }
        pen.number(7, &line.lines.to_string(), style).number(16, &counter::short(line.fen), style);
        pen.cell(2, "", style);
        cell(&mut pen, 11, words::stage(lang, line.stage), style);
        cell(&mut pen, 12, &line.submitted, style);
        let next = match line.next() {
            _ if line.fork => Text::Fork.text(lang).to_owned(),
            Some(to) => pane_words::step(lang, to).to_owned(),
            None if line.stage == Stage::Submitted => {
                pane_words::after_submission(lang, line.unanswered, line.open)
            }
            None => String::new(),
        };
        let room = pen.room();
        pen.cell(room, &next, style);
    }
}

/// Draws what was sent back or held, the oldest first.
pub fn open(buf: &mut Buffer, area: Rect, open: &Chosen<OpenLine>, lang: Lang, look: Look) {
    let fen = open.lines.iter().map(|line| line.fen).sum();
    let sum = pane_words::open_sum(lang, open.lines.len(), fen);
    title(buf, area, Text::Open.text(lang), &sum, look);
    if open.lines.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NoOpen.text(lang), look.role(Role::Muted));
        return;
    }
    let wide = area.width >= 120;
    let village = if wide { 24 } else { lang.pick(13, 11) };
    let below = body(area);
    let start = list::page_start(open.at, usize::from(below.height));
    for (row, (index, line)) in (0..below.height).zip(open.lines.iter().enumerate().skip(start)) {
        let here = index == open.at;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, below, row);
        pen.cell(2, list::pointer(here), style);
        cell(&mut pen, 11, &line.code, style);
        cell(&mut pen, if wide { 14 } else { 9 }, &line.name, style);
        cell(&mut pen, village, &line.village, style);
        let period = line.period.map(|period| period.to_string()).unwrap_or_default();
        cell(&mut pen, 8, &period, style);
        pen.number(7, &counter::short(line.fen), style).cell(2, "", style);
        if wide {
            cell(&mut pen, 12, &line.on, style);
        }
        cell(&mut pen, if wide { 18 } else { lang.pick(12, 17) }, words::reason(lang, line.reason), style);
        let next = match (line.corrected, counter::is_bank(line.reason)) {
            (true, _) => Text::Corrected.text(lang),
            (false, true) => Text::ToCorrect.text(lang),
            (false, false) => "",
        };
        let room = pen.room();
        pen.cell(room, next, style);
    }
}

/// Draws a list that is not frozen: its sums, how many of each change, and the lines that differ from the last.
pub fn preview(buf: &mut Buffer, area: Rect, preview: &Preview, at: usize, lang: Lang, look: Look) {
    let heading = format!("{} {}", Text::Preview.text(lang), preview.period);
    let sum = pane_words::preview_sum(lang, preview.persons, preview.fen, preview.last.as_ref());
    title(buf, area, &heading, &sum, look);
    let mut pen = Pen::at(buf, area, 1);
    pen.gap(1);
    for (change, count) in Change::ALL.into_iter().zip(preview.counts) {
        let role = if count > 0 { Role::Text } else { Role::Muted };
        pen.text(&format!("{} {count}", pane_words::change(lang, change)), look.role(role)).gap(3);
    }
    let mut row = 2;
    let (waiting, persons, fen) = preview.pending;
    if waiting > 0 {
        let words = pane_words::pending(lang, waiting, persons, fen);
        Pen::at(buf, area, row).gap(1).text(&words, look.role(Role::Warning));
        row += 1;
    }
    if let Some(number) = &preview.frozen {
        let words = pane_words::frozen_as(lang, number);
        Pen::at(buf, area, row).gap(1).text(&words, look.role(Role::Warning));
        row += 1;
    }
    if preview.left_out() > 0 {
        let words = pane_words::left_out(lang, preview.lines.len(), preview.left_out());
        Pen::at(buf, area, row).gap(1).text(&words, look.role(Role::Warning));
        row += 1;
    }
    let below = Rect { y: area.y + row, height: area.height.saturating_sub(row), ..area };
    if preview.lines.is_empty() {
        Pen::at(buf, below, 1).gap(2).text(Text::NoChanges.text(lang), look.role(Role::Muted));
        return;
    }
    let start = list::page_start(at, usize::from(below.height));
    for (row, (index, line)) in (0..below.height).zip(preview.lines.iter().enumerate().skip(start)) {
        change(buf, below, row, (line, index == at), lang, look);
    }
}

fn change(buf: &mut Buffer, area: Rect, row: u16, (line, here): (&ChangeLine, bool), lang: Lang, look: Look) {
    let style = look.role(if here { Role::Selected } else { Role::Text });
    let grave = matches!(line.change, Change::Held | Change::Gone);
    let role = if here { style } else { look.role(if grave { Role::Warning } else { Role::Text }) };
    let wide = area.width >= 120;
    let mut pen = Pen::at(buf, area, row);
    pen.cell(2, list::pointer(here), style);
    cell(&mut pen, lang.pick(10, 8), pane_words::change(lang, line.change), role);
    cell(&mut pen, 11, &line.code, style);
    cell(&mut pen, if wide { 14 } else { 9 }, &line.name, style);
    cell(&mut pen, if wide { 24 } else { 13 }, &line.village, style);
    let fen = match line.change {
        Change::Gone => counter::short(line.before),
        Change::Amount => {
            format!("{} -> {}", counter::short(line.before), counter::short(line.fen))
        }
        Change::Held | Change::New | Change::Again => counter::short(line.fen),
    };
    pen.number(12, &fen, style).cell(2, "", style);
    let room = pen.room();
    pen.cell(room, line.why.text(lang), style);
}

/// Draws what the sweep found: what is odd, about whom, in which periods.
pub fn findings(buf: &mut Buffer, area: Rect, odd: &Chosen<FindingLine>, lang: Lang, look: Look) {
    title(buf, area, Text::Sweep.text(lang), &pane_words::odd_sum(lang, odd.lines.len()), look);
    if odd.lines.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NothingOdd.text(lang), look.role(Role::Muted));
        return;
    }
    let below = body(area);
    let start = list::page_start(odd.at, usize::from(below.height));
    for (row, (index, line)) in (0..below.height).zip(odd.lines.iter().enumerate().skip(start)) {
        let here = index == odd.at;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, below, row);
        pen.cell(2, list::pointer(here), style);
        cell(&mut pen, lang.pick(20, 26), words::oddity(lang, line.oddity), style);
        let persons: Vec<String> = line.persons.iter().map(|(code, name)| format!("{code} {name}")).collect();
        let periods: Vec<String> = line.periods.iter().map(|period| period.to_string()).collect();
        let said = [persons.join(lang.pick("、", ", ")), periods.join(" ")].join("  ");
        let room = pen.room();
        pen.cell(room, said.trim_end(), style);
    }
}

/// Draws the ends of terms: month, cohort, how many, and who begins the list.
pub fn forecast(buf: &mut Buffer, area: Rect, months: &Chosen<ForecastLine>, lang: Lang, look: Look) {
    let of = |cohort: Cohort| -> usize {
        months.lines.iter().filter(|line| line.cohort == cohort).map(|line| line.persons).sum()
    };
    let sum = pane_words::ends_sum(lang, of(Cohort::Pre2006), of(Cohort::Post2006));
    title(buf, area, Text::Forecast.text(lang), &sum, look);
    if months.lines.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NobodyEnds.text(lang), look.role(Role::Muted));
        return;
    }
    let below = body(area);
    let start = list::page_start(months.at, usize::from(below.height));
    for (row, (index, line)) in (0..below.height).zip(months.lines.iter().enumerate().skip(start)) {
        let here = index == months.at;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, below, row);
        pen.cell(2, list::pointer(here), style);
        cell(&mut pen, 9, &line.month.iso(), style);
        cell(&mut pen, lang.pick(10, 25), checks::cohort(lang, line.cohort), style);
        pen.number(7, &line.persons.to_string(), style).cell(2, "", style);
        let more = if line.persons > line.codes.len() { " .." } else { "" };
        let room = pen.room();
        pen.cell(room, &format!("{}{more}", line.codes.join(" ")), style);
    }
}
