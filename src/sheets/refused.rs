//! Refused rows back to the office (退回文件): the same sheets, headers, format and encoding, and a column that
//! says why.
//!
//! "As above" is written out, because the row above is not in this file: only the corrected rows need be
//! imported again.

use std::collections::BTreeMap;

use super::fields::{Field, Words};
use super::plan::ImportPlan;
use super::refusal::{Refusal, RowAt};
use super::roster::Roster;
use super::rows::{Rows, TableRow};
use super::sheet::{Cell, Format, Row, Sheet, Workbook};
use super::writer::{Target, TextTable};

/// The refused rows of a plan as tables, and how they are to be written: XLSX for an XLS, else as they
/// came.
/// `sentence` says a reason in words.
pub fn refused_rows(
    book: &Workbook,
    roster: &Roster,
    plan: &ImportPlan,
    words: &Words,
    sentence: &dyn Fn(&Refusal) -> String,
) -> (Vec<TextTable>, Target) {
    let reasons: BTreeMap<RowAt, String> =
        plan.refusals.iter().map(|refusal| (refusal.at, sentence(refusal))).collect();
    let mut tables = Vec::new();
    for (index, (sheet, report)) in (0..).zip(book.sheets.iter().zip(&roster.sheets)) {
        let Some(layout) = &report.layout else { continue };
        let columns = layout.columns.iter().map(|column| column.index + 1).max().unwrap_or(0);
        let reason_at = layout.column(Field::Reason).unwrap_or(columns);
        let mut table = TextTable { name: sheet.name.clone(), ..TextTable::default() };
        for row in Rows::new(sheet, layout, words) {
            let Some(reason) = reasons.get(&RowAt { sheet: index, row: row.row.number }) else { continue };
            let mut cells: Vec<String> =
                (0..columns).map(|column| written_out(&row, layout, column)).collect();
            put(&mut cells, reason_at, reason);
            table.rows.push(cells);
        }
        if !table.rows.is_empty() {
            table.head = head(sheet, layout.first + layout.rows, columns);
            if let Some(last) = table.head.last_mut() {
                put(last, reason_at, words.title(Field::Reason));
            }
            tables.push(table);
        }
    }
    let target = match book.format {
        Format::Xlsx | Format::Xls => Target::Xlsx,
        Format::Text { encoding, delimiter, crlf } => Target::Text { encoding, delimiter, crlf },
    };
    (tables, target)
}

/// Titles and headers as they stand, empty rows left out.
fn head(sheet: &Sheet, rows: usize, columns: usize) -> Vec<Vec<String>> {
    let all = (0..rows).filter_map(|at| sheet.row(at));
    all.map(|row: Row<'_>| (0..columns).map(|column| row.cell(column).text().to_owned()).collect()).collect()
}

fn written_out(row: &TableRow<'_>, layout: &super::layout::Layout, column: usize) -> String {
    let field = layout.columns.iter().find(|known| known.index == column).and_then(|known| known.field);
    let own = row.row.cell(column);
    let cell = match field {
        Some(field) if field.fills_mark() => row.cell(field),
        _ => own,
    };
    match cell {
        // What a spreadsheet has spoiled is shown as spoiled, never as a number that looks whole.
        Cell::Number(value, text) if text.len() > 15 => format!("{value:e}"),
        cell => cell.text().to_owned(),
    }
}

fn put(cells: &mut Vec<String>, at: usize, text: &str) {
    while cells.len() <= at {
        cells.push(String::new());
    }
    if let Some(cell) = cells.get_mut(at) {
        text.clone_into(cell);
    }
}
