//! How the import preview is drawn: a bar while it works, five counts, or the rows of one count with both
//! values.

use crate::flow::view::{Preview, PreviewRow, UnknownColumn};
use crate::i18n::Lang;
use crate::i18n::import::{Phrase, Text, Verdict};
use crate::i18n::sheets;
use crate::overlays::import::{Columns, Import, Stage, list_rows};
use crate::ui::{Look, Pen, Role, bar, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows below the list for the chosen row in full.
const WHOLE_ROWS: u16 = 3;

/// Draws the overlay.
pub fn draw(buf: &mut Buffer, area: Rect, import: &Import, lang: Lang, look: Look) {
    let title = format!("{}  {}", Text::Title.text(lang), import.file);
    let inner = popup::framed(buf, area, &title, look);
    match &import.stage {
        Stage::Reading(progress) => {
            bar::draw(buf, inner, 1, progress.job.words().text(lang), (progress.done, progress.total), look)
        }
        Stage::Columns(columns) => self::columns(buf, inner, columns, lang, look),
        Stage::Preview { preview, chosen, rows: None } => {
            counts(buf, inner, preview, Some(*chosen), lang, look)
        }
        Stage::Preview { preview, rows: Some((verdict, row)), .. } => {
            rows_of(buf, inner, preview, *verdict, *row, lang, look);
        }
        Stage::Writing { preview, progress } => {
            counts(buf, inner, preview, None, lang, look);
            bar::draw(buf, inner, 9, progress.job.words().text(lang), (progress.done, progress.total), look);
        }
    }
}

fn counts(buf: &mut Buffer, area: Rect, preview: &Preview, chosen: Option<usize>, lang: Lang, look: Look) {
    for (row, (index, verdict)) in (1..).zip(Verdict::ALL.into_iter().enumerate()) {
        let here = chosen == Some(index);
        let count = preview.counts.get(index).copied().unwrap_or(0);
        let role = match verdict {
            _ if here => Role::Selected,
            Verdict::Refused if count > 0 => Role::Error,
            Verdict::Clashing if count > 0 => Role::Warning,
            _ => Role::Text,
        };
        let style = look.role(role);
        let mut pen = Pen::at(buf, area, row);
        pen.cell(2, list::pointer(here), style).cell(2, mark(verdict, count), style);
        pen.cell(10, verdict.text(lang), style).number(9, &count.to_string(), style).cell(3, "", style);
        let room = pen.room();
        pen.cell(room, verdict.meaning(lang), style);
    }
    Pen::at(buf, area, 7).gap(4).text(&Phrase::Findings(preview.findings).text(lang), look.role(Role::Muted));
    if preview.open_elsewhere {
        Pen::at(buf, area, 11).gap(4).text(Text::OpenElsewhere.text(lang), look.role(Role::Warning));
    }
}

/// The unknown columns with what each means, or the meanings that the chosen one may have.
fn columns(buf: &mut Buffer, area: Rect, columns: &Columns, lang: Lang, look: Look) {
    let muted = look.role(Role::Muted);
    let word = |meaning: Option<crate::flow::view::Field>| {
        meaning.map_or(Text::LeaveAlone.text(lang), |field| sheets::field(lang, field))
    };
    let (heading, help, chosen, lines): (String, &str, usize, Vec<(String, &str)>) = match columns.picking {
        Some(picking) => {
            let header = columns.unknown.get(columns.chosen).map(|column| column.header.as_str());
            let heading = format!("{}  {}", header.unwrap_or_default(), Text::Meaning.text(lang));
            let lines = columns.options().into_iter().map(|option| (word(option).to_string(), "")).collect();
            (heading, "", picking, lines)
        }
        None => {
            let line = |(column, meaning): (&UnknownColumn, &Option<crate::flow::view::Field>)| {
                let place = format!("{} {}  {}", column.sheet, column.letters, column.header);
                (place.trim_start().to_string(), word(*meaning))
            };
            let asked = columns.unknown.iter().zip(&columns.meanings).map(line);
            let lines = asked.chain([(Text::GoOn.text(lang).to_string(), "")]).collect();
            (Text::Columns.text(lang).to_string(), Text::ColumnsHelp.text(lang), columns.chosen, lines)
        }
    };
    Pen::at(buf, area, 0).text(&heading, look.role(Role::Title));
    Pen::at(buf, area, 1).text(help, muted);
    let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    let start = list::page_start(chosen, usize::from(list.height));
    for (row, (index, (text, meaning))) in (0..list.height).zip(lines.iter().enumerate().skip(start)) {
        let here = index == chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, list, row);
        pen.cell(2, list::pointer(here), style).cell(44, text, style).cell(2, "", style);
        let room = pen.room();
        pen.cell(room, meaning, style);
    }
}

fn mark(verdict: Verdict, count: u64) -> &'static str {
    match verdict {
        Verdict::Refused if count > 0 => "!",
        Verdict::Clashing if count > 0 => "?",
        _ => "",
    }
}

fn rows_of(
    buf: &mut Buffer,
    area: Rect,
    preview: &Preview,
    verdict: Verdict,
    chosen: usize,
    lang: Lang,
    look: Look,
) {
    let rows = Import::rows_of(preview, verdict);
    let total = preview.counts.get(verdict as usize).copied().unwrap_or(0);
    let heading = lang.about(verdict.text(lang), &Phrase::Listed { listed: rows.len(), total }.text(lang));
    Pen::at(buf, area, 0).text(&heading, look.role(Role::Title));
    let muted = look.role(Role::Muted);
    Pen::at(buf, area, 1)
        .gap(2)
        .cell(14, Text::Row.text(lang), muted)
        .cell(14, Text::Who.text(lang), muted)
        .text(Text::Why.text(lang), muted);
    let height = list_rows(area.height);
    let start = list::page_start(chosen, height);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if let Some(row) = rows.get(chosen) {
        // A long row is cut in the list; the chosen one stands whole below it.
        let whole = Rect { y: area.bottom().saturating_sub(WHOLE_ROWS), height: WHOLE_ROWS, ..area };
        list::paragraph(buf, whole, &what(row, lang), look.role(Role::Text));
    }
    for (at, (index, row)) in (0..list.height).zip(rows.into_iter().enumerate().skip(start).take(height)) {
        let here = index == chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let place =
            if row.sheet.is_empty() { row.row.to_string() } else { format!("{} {}", row.sheet, row.row) };
        let mut pen = Pen::at(buf, list, at);
        pen.cell(2, list::pointer(here), style);
        pen.tail(14, &place, style).cell(13, &row.who, style).cell(1, "", style);
        let room = pen.room();
        pen.cell(room, &what(row, lang), style);
    }
}

/// Column, both values with their sources, reason: whatever the row has.
fn what(row: &PreviewRow, lang: Lang) -> String {
    let mut words = Vec::new();
    if !row.record.is_empty() {
        words.push(format!("{} {}", Text::OnRecord.text(lang), row.record));
    }
    if !row.file.is_empty() {
        words.push(format!("{} {}", Text::InFile.text(lang), row.file));
    }
    if !row.reason.text(lang).is_empty() {
        words.push(row.reason.text(lang).to_string());
    }
    let (field, said) = (row.field.text(lang), words.join("  "));
    if field.is_empty() { said } else { lang.about(field, &said) }
}
