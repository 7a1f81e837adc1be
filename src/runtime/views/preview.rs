//! What an import would do, as the screen shows it (预览): rows with both values, columns to ask about, where refused rows go.

use std::path::{Path, PathBuf};

use super::{both, file_name};
use crate::domain::mask;
use crate::flow::view::{Preview, PreviewRow, UnknownColumn};
use crate::i18n::import::{Verdict, refused_name};
use crate::i18n::{self, Both, Lang};
use crate::runtime::desk::{Desk, Planned};
use crate::sheets::{CellChange, Counts, Field, Refusal, RowKind};

/// An import's counts in the order of the preview; a clashing row is not counted as changed too.
pub fn counts(counts: &Counts) -> [u64; 5] {
    let changed = counts.changed.saturating_sub(counts.clashing);
    [counts.new, counts.same, changed, counts.clashing, counts.refused].map(|count| count as u64)
}

/// What an import would do.
pub fn preview(desk: &Desk, path: &Path, planned: &Planned, limit: usize) -> Preview {
    let plan = &planned.plan;
    let village = |entity| desk.roll().place(entity).to_owned();
    let sheet = |at| planned.roster.sheet_name(at).to_owned();
    let mut rows = Vec::new();
    let mut room = [limit; Verdict::ALL.len()];
    let mut push = |row: PreviewRow| {
        let at = Verdict::ALL.iter().position(|verdict| *verdict == row.verdict).unwrap_or(0);
        if room[at] > 0 {
            room[at] -= 1;
            rows.push(row);
        }
    };
    let who = |at| {
        // Rows stand in the order of the file.
        let found = planned.roster.rows.binary_search_by_key(&at, |row| row.at);
        let row = found.ok().and_then(|found| planned.roster.rows.get(found));
        row.map(|row| row.name.to_string()).unwrap_or_default()
    };
    for row in &plan.rows {
        let whole = |verdict| PreviewRow {
            verdict,
            sheet: sheet(row.at),
            row: u64::from(row.at.row),
            who: who(row.at),
            field: Both::default(),
            file: String::new(),
            record: String::new(),
            reason: Both::same(row.code.clone()),
        };
        match row.kind {
            RowKind::New => push(whole(Verdict::New)),
            RowKind::Same => push(whole(Verdict::Same)),
            RowKind::Changed => {
                for change in &row.changes {
                    let verdict = if change.clash { Verdict::Clashing } else { Verdict::Changed };
                    push(change_row(whole(verdict), change));
                }
            }
        }
    }
    for refusal in &plan.refusals {
        push(PreviewRow {
            verdict: Verdict::Refused,
            sheet: sheet(refusal.at),
            row: u64::from(refusal.at.row),
            who: who(refusal.at),
            field: Both::default(),
            file: String::new(),
            record: String::new(),
            reason: both(|lang| i18n::sheets::reason(lang, &refusal.reason, &village)),
        });
    }
    Preview {
        file: file_name(path),
        counts: counts(&plan.counts),
        findings: plan.findings.len() as u64,
        rows,
        unknown: unknown(planned),
        free: free(planned),
        open_elsewhere: planned.open_elsewhere,
    }
}

fn change_row(row: PreviewRow, change: &CellChange) -> PreviewRow {
    PreviewRow {
        field: both(|lang| i18n::sheets::field(lang, change.field).to_owned()),
        file: masked(change.field, &change.file),
        record: change.record.iter().map(|text| masked(change.field, text)).collect::<Vec<_>>().join(" / "),
        ..row
    }
}

/// A value of the preview; numbers are masked as everywhere.
fn masked(field: Field, text: &str) -> String {
    match field {
        Field::IdNumber => mask::id_number(text),
        Field::Account => mask::account(text),
        Field::Phone => mask::phone(text),
        _ => text.to_owned(),
    }
}

/// Each unknown header once, whatever the number of its sheets.
fn unknown(planned: &Planned) -> Vec<UnknownColumn> {
    let mut columns: Vec<UnknownColumn> = Vec::new();
    for column in &planned.unknown {
        if columns.iter().all(|known| known.header != column.header) {
            columns.push(UnknownColumn {
                sheet: column.sheet.clone(),
                letters: column.letters.clone(),
                header: column.header.clone(),
            });
        }
    }
    columns
}

fn free(planned: &Planned) -> Vec<Field> {
    let layouts = || planned.roster.sheets.iter().filter_map(|sheet| sheet.layout.as_ref());
    let taken = |field: Field| layouts().any(|layout| layout.column(field).is_some());
    Field::ALL.iter().copied().filter(|field| !field.is_left_alone() && !taken(*field)).collect()
}

/// Where the refused rows of a roster go: beside it, under a name that is free.
pub fn refused_beside(lang: Lang, roster: &Path, is_taken: impl Fn(&Path) -> bool) -> PathBuf {
    let stem = roster.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = roster.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    // An XLS comes back as XLSX.
    let ending = match ending.as_deref() {
        Some("xls") | None => "xlsx".to_owned(),
        Some(other) => other.to_owned(),
    };
    let named = |number| roster.with_file_name(format!("{}.{ending}", refused_name(lang, &stem, number)));
    (1..).map(named).find(|path| !is_taken(path)).unwrap_or_else(|| named(1))
}

/// Why a row is refused, in words.
pub fn refused_sentence(lang: Lang, desk: &Desk, refusal: &Refusal) -> String {
    i18n::sheets::reason(lang, &refusal.reason, &|entity| desk.roll().place(entity).to_owned())
}

/// The name of an export's sheet.
pub fn export_sheet(lang: Lang) -> String {
    i18n::import::Text::ExportSheet.text(lang).to_owned()
}
