//! Half-typed forms as bytes (草稿): one frozen struct with a version, so that after a kill the same field of the same record
//! opens, with what was seen then, and saving still names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroizing;

use super::content::{At, Cell, Content, Mark, Row};
use super::focus::Focus;
use super::{Context, Form, FormSpec, lists_of};
use crate::domain::acts::Seen;
use crate::domain::value::{Value, ValueError};
use crate::journal::codec::{decode_limited, encode_limited};
use crate::journal::fold::RecordKey;
use crate::journal::{Act, Audience, CodecError, EntityId, OpId};

/// Most bytes of one draft: a household of 40 with every field full fits.
pub const DRAFT_BYTES_MAX: usize = 1 << 20;

/// Why bytes are no draft of this form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DraftError {
    /// Not readable, or too long.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// Of another form or another version of it.
    #[error("draft of form {form} version {version}")]
    OtherForm {
        /// The form's id as written.
        form: String,
        /// Its version as written.
        version: u16,
    },
    /// Rows or marks that the form does not have.
    #[error("draft does not fit the form: {0}")]
    Shape(&'static str),
    /// A value that this program does not read.
    #[error(transparent)]
    Value(#[from] ValueError),
}

/// Both layouts; frozen.
#[derive(Serialize, Deserialize)]
enum DraftFile {
    V1(DraftV1),
    /// With the wall clock of saving, milliseconds since 1970 UTC: a form knows no clock, who keeps it does.
    V2(u64, DraftV1),
}

/// A draft and when it was saved.
fn read(bytes: &[u8]) -> Result<(Option<u64>, DraftV1), DraftError> {
    Ok(match decode_limited("draft", bytes, DRAFT_BYTES_MAX)? {
        DraftFile::V1(draft) => (None, draft),
        DraftFile::V2(saved_ms, draft) => (Some(saved_ms), draft),
    })
}

/// The same draft with the wall clock of saving.
pub fn stamped(bytes: &[u8], wall_ms: u64) -> Result<Zeroizing<Vec<u8>>, DraftError> {
    let (_, draft) = read(bytes)?;
    Ok(Zeroizing::new(encode_limited("draft", &DraftFile::V2(wall_ms, draft), DRAFT_BYTES_MAX)?))
}

#[derive(Serialize, Deserialize)]
struct DraftV1 {
    form: String,
    version: u16,
    subject: Option<SubjectV1>,
    act: Act,
    /// Section, row, field and caret; none = the line of saving.
    at: Option<[u32; 4]>,
    /// Rows per section; the second list is as the form was opened, where it differs in number of rows.
    sections: Vec<Vec<RowV1>>,
    opened_rows: Vec<u32>,
    /// Section, row, field, rule, reason.
    reasons: Vec<([u32; 3], String, String)>,
}

#[derive(Serialize, Deserialize)]
struct SubjectV1 {
    office: bool,
    kind: u16,
    scope: EntityId,
    entity: EntityId,
}

#[derive(Serialize, Deserialize)]
struct RowV1 {
    about: Option<EntityId>,
    cells: Vec<CellV1>,
}

#[derive(Serialize, Deserialize)]
struct CellV1 {
    text: String,
    mark: u8,
    was: String,
    seen: Option<SeenV1>,
}

#[derive(Serialize, Deserialize)]
struct SeenV1 {
    shown: Option<(u8, Vec<u8>)>,
    others: Vec<Option<(u8, Vec<u8>)>>,
    ops: Vec<OpId>,
}

/// What a list of drafts shows without opening one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftHead {
    /// The form's id.
    pub form: String,
    /// The record that it is about.
    pub subject: Option<RecordKey>,
    /// The act: a draft whose act is in the journal was saved.
    pub act: Act,
    /// Fields with something in them.
    pub filled: usize,
    /// Wall clock of saving, milliseconds since 1970 UTC, where it is known.
    pub saved_ms: Option<u64>,
}

/// Reads what a list of drafts shows.
pub fn head(bytes: &[u8]) -> Result<DraftHead, DraftError> {
    let (saved_ms, draft) = read(bytes)?;
    let cells = draft.sections.iter().flatten().flat_map(|row| &row.cells);
    Ok(DraftHead {
        saved_ms,
        filled: cells.filter(|cell| !cell.text.is_empty()).count(),
        form: draft.form,
        subject: draft.subject.map(subject_of),
        act: draft.act,
    })
}

impl Form {
    /// The form as bytes.
    pub fn draft(&self) -> Result<Vec<u8>, DraftError> {
        let at = self.focused().or_else(|| self.asked.first().map(|(at, _)| *at));
        let at =
            at.map(|at| [number(at.section), number(at.row), number(at.field), number(self.field.caret())]);
        let sections = 0..self.spec.sections.len();
        let rows = |section: usize| self.content.rows(section).iter().map(|row| row_v1(row)).collect();
        let draft = DraftV1 {
            form: self.spec.id.to_owned(),
            version: self.spec.version,
            subject: self.subject.map(subject_v1),
            act: self.act,
            at,
            sections: sections.clone().map(rows).collect::<Result<_, _>>()?,
            opened_rows: sections.map(|section| number(self.start.rows(section).len())).collect(),
            reasons: self
                .reasons
                .iter()
                .map(|((at, rule), reason)| (place_v1(*at), rule.clone(), reason.clone()))
                .collect(),
        };
        Ok(encode_limited("draft", &DraftFile::V1(draft), DRAFT_BYTES_MAX)?)
    }

    /// Opens a draft: the same field, the caret where it was. Options and defaults come from a context made anew.
    pub fn resume(spec: &'static FormSpec, bytes: &[u8], context: Context) -> Result<Self, DraftError> {
        let (_, draft) = read(bytes)?;
        if (draft.form.as_str(), draft.version) != (spec.id, spec.version) {
            return Err(DraftError::OtherForm { form: draft.form, version: draft.version });
        }
        if draft.sections.len() != spec.sections.len() || draft.opened_rows.len() != spec.sections.len() {
            return Err(DraftError::Shape("sections"));
        }
        let mut rows = Vec::new();
        for (section, typed) in spec.sections.iter().zip(draft.sections) {
            let typed: Vec<Row> = typed.into_iter().map(row_of).collect::<Result<_, _>>()?;
            if typed.iter().any(|row| row.cells.len() != section.fields.len()) {
                return Err(DraftError::Shape("fields"));
            }
            rows.push(typed);
        }
        let lists = lists_of(spec, &context);
        let start = Content::new(spec, opened(&rows, &draft.opened_rows));
        let mut form = Self::with(spec, context, lists, start);
        form.content = Content::new(spec, rows);
        form.subject = draft.subject.map(subject_of);
        form.act = draft.act;
        let reasons = draft.reasons.into_iter();
        form.reasons =
            reasons.map(|(at, rule, reason)| ((at_of(at), rule), reason)).collect::<BTreeMap<_, _>>();
        let place = draft.at.map(|[section, row, field, _]| at_of([section, row, field]));
        let place = place.filter(|at| form.content.cell(*at).is_some());
        form.focus = Focus::from(place);
        form.reopen(draft.at.map_or(0, |at| usize::try_from(at[3]).unwrap_or(usize::MAX)));
        form.check();
        Ok(form)
    }
}

/// The rows as the form was opened: their first texts; rows that were added are left out.
fn opened(rows: &[Vec<Row>], counts: &[u32]) -> Vec<Vec<Row>> {
    let first = |row: &Row| {
        let cell = |cell: &Cell| Cell { text: cell.was.clone(), mark: Mark::Untouched, ..cell.clone() };
        Row { about: row.about, cells: row.cells.iter().map(cell).collect() }
    };
    let of = |(rows, count): (&Vec<Row>, &u32)| {
        rows.iter().take(usize::try_from(*count).unwrap_or(usize::MAX)).map(first).collect()
    };
    rows.iter().zip(counts).map(of).collect()
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn place_v1(at: At) -> [u32; 3] {
    [number(at.section), number(at.row), number(at.field)]
}

fn at_of([section, row, field]: [u32; 3]) -> At {
    let index = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    At { section: index(section), row: index(row), field: index(field) }
}

fn subject_v1(key: RecordKey) -> SubjectV1 {
    SubjectV1 {
        office: key.audience == Audience::Office,
        kind: key.kind,
        scope: key.scope,
        entity: key.entity,
    }
}

fn subject_of(subject: SubjectV1) -> RecordKey {
    let audience = if subject.office { Audience::Office } else { Audience::Everyone };
    RecordKey { audience, kind: subject.kind, scope: subject.scope, entity: subject.entity }
}

const MARKS: [Mark; 5] = [Mark::Untouched, Mark::Edited, Mark::Copied, Mark::Default, Mark::Filled];

fn row_v1(row: &Row) -> Result<RowV1, DraftError> {
    let cell = |cell: &Cell| {
        let mark = MARKS.iter().position(|mark| *mark == cell.mark).unwrap_or(0);
        let seen = cell.seen.as_ref().map(|seen| seen_v1(seen)).transpose()?;
        let mark = u8::try_from(mark).unwrap_or(0);
        Ok(CellV1 { text: cell.text.clone(), mark, was: cell.was.clone(), seen })
    };
    Ok(RowV1 { about: row.about, cells: row.cells.iter().map(cell).collect::<Result<_, DraftError>>()? })
}

fn row_of(row: RowV1) -> Result<Row, DraftError> {
    let cell = |cell: CellV1| {
        let mark = MARKS.get(usize::from(cell.mark)).copied().ok_or(DraftError::Shape("mark"))?;
        let seen = cell.seen.map(seen_of).transpose()?.map(Arc::new);
        Ok(Cell { text: cell.text, mark, was: cell.was, seen })
    };
    Ok(Row { about: row.about, cells: row.cells.into_iter().map(cell).collect::<Result<_, DraftError>>()? })
}

fn seen_v1(seen: &Seen) -> Result<SeenV1, ValueError> {
    let value = |value: &Option<Value>| value.as_ref().map(Value::encode).transpose();
    Ok(SeenV1 {
        shown: value(&seen.shown)?,
        others: seen.others.iter().map(value).collect::<Result<_, _>>()?,
        ops: seen.ops.clone(),
    })
}

fn seen_of(seen: SeenV1) -> Result<Seen, DraftError> {
    let value =
        |pair: Option<(u8, Vec<u8>)>| pair.map(|(schema, bytes)| Value::decode(schema, &bytes)).transpose();
    Ok(Seen {
        shown: value(seen.shown)?,
        others: seen.others.into_iter().map(value).collect::<Result<_, _>>()?,
        ops: seen.ops,
    })
}
