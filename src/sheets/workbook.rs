//! Reads the cells of an XLSX or XLS that was weighed before; values of formulas, not formulas.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, Xls, XlsError, Xlsx, XlsxError};

use super::error::{Shape, SheetError};
use super::sheet::{CellKind, Filler, Sheet};

/// The sheets of an XLSX, in order.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_error)?;
    let mut filler = Filler::new();
    let mut scratch = String::new();
    for name in sheet_names(book.sheets_metadata()) {
        filler.sheet(&name)?;
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(xlsx_error(error)),
        };
        while let Some(cell) = reader.next_cell().map_err(xlsx_error)? {
            let (row, column) = cell.get_position();
            let kind = match cell.get_value() {
                DataRef::SharedString(text) => {
                    filler.cell(row, column, text_kind(text), text)?;
                    continue;
                }
                DataRef::Int(value) => write(&mut scratch, CellKind::Number, value),
                DataRef::Float(value) => write(&mut scratch, CellKind::Number, value),
                DataRef::String(text) => write(&mut scratch, text_kind(text), text),
                DataRef::Bool(value) => write(&mut scratch, CellKind::Bool, i32::from(*value)),
                DataRef::DateTime(value) => write_date(&mut scratch, value),
                DataRef::DateTimeIso(text) => write(&mut scratch, CellKind::Date, text),
                DataRef::DurationIso(text) => write(&mut scratch, CellKind::Text, text),
                DataRef::Error(error) => write(&mut scratch, CellKind::Error, error),
                DataRef::Empty => write(&mut scratch, CellKind::Empty, ""),
            };
            filler.cell(row, column, kind, &scratch)?;
        }
    }
    Ok(filler.finish())
}

/// The sheets of an XLS, in order.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(xls_error)?;
    let mut filler = Filler::new();
    let mut scratch = String::new();
    for name in sheet_names(book.sheets_metadata()) {
        filler.sheet(&name)?;
        let range = book.worksheet_range(&name).map_err(xls_error)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let kind = match value {
                Data::Int(value) => write(&mut scratch, CellKind::Number, value),
                Data::Float(value) => write(&mut scratch, CellKind::Number, value),
                Data::String(text) => write(&mut scratch, text_kind(text), text),
                Data::Bool(value) => write(&mut scratch, CellKind::Bool, i32::from(*value)),
                Data::DateTime(value) => write_date(&mut scratch, value),
                Data::DateTimeIso(text) => write(&mut scratch, CellKind::Date, text),
                Data::DurationIso(text) => write(&mut scratch, CellKind::Text, text),
                Data::Error(error) => write(&mut scratch, CellKind::Error, error),
                Data::Empty => continue,
            };
            filler.cell(top + row as u32, left + column as u32, kind, &scratch)?;
        }
    }
    Ok(filler.finish())
}

fn sheet_names(sheets: &[calamine::Sheet]) -> Vec<String> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
}

fn text_kind(text: &str) -> CellKind {
    if text.is_empty() { CellKind::Empty } else { CellKind::Text }
}

fn write(scratch: &mut String, kind: CellKind, value: impl std::fmt::Display) -> CellKind {
    use std::fmt::Write;
    scratch.clear();
    // Writing to a String cannot fail.
    let _ = write!(scratch, "{value}");
    kind
}

fn write_date(scratch: &mut String, value: &ExcelDateTime) -> CellKind {
    if value.is_duration() {
        return write(scratch, CellKind::Number, value.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        return write(scratch, CellKind::Date, format_args!("{year:04}-{month:02}-{day:02}"));
    }
    let time = format_args!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    write(scratch, CellKind::Date, time)
}

fn xlsx_error(error: XlsxError) -> SheetError {
    match error {
        XlsxError::Password => SheetError::Password,
        other => SheetError::Damaged { shape: Shape::Xlsx, detail: other.to_string() },
    }
}

fn xls_error(error: XlsError) -> SheetError {
    match error {
        XlsError::Password => SheetError::Password,
        other => SheetError::Damaged { shape: Shape::Xls, detail: other.to_string() },
    }
}
