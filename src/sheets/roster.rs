//! A roster (花名册) as typed rows: who stands where, what each row says, which rows are refused and why.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::day::Day;
use crate::domain::name;
use crate::journal::Hash;

use super::error::SheetError;
use super::fields::{Field, Words};
use super::layout::{Layout, Learned, Wishes};
use super::person_row::{self, IdCell};
use super::refusal::{Finding, Reason, Refusal, RowAt};
use super::rows::{RowClass, Rows, TableRow};
use super::said::{Note, Said, plain_text};
use super::sheet::{Format, Sheet, Workbook};

/// Where a person lives, as the file names it. Interned: a roster has a thousand rows for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlaceNames {
    /// Township.
    pub township: Option<Arc<str>>,
    /// Village: its column, else the sheet's name.
    pub village: Arc<str>,
}

/// One person's row.
#[derive(Clone, Debug)]
pub struct RosterRow {
    /// Where it stands.
    pub at: RowAt,
    /// Index into [`Roster::places`].
    pub place: u32,
    /// Villager group.
    pub group: Option<Arc<str>>,
    /// Settlement point.
    pub settlement: Option<Arc<str>>,
    /// Household code; none where the file has none for this row, then the head tells the household.
    pub household: Option<Arc<str>>,
    /// Name of the head.
    pub head: Option<Arc<str>>,
    /// Name.
    pub name: Box<str>,
    /// Identity number.
    pub id: Option<IdCell>,
    /// Birth.
    pub birth: Option<Day>,
    /// Relation to the head.
    pub relation: Option<u16>,
    /// The relation's own word.
    pub relation_text: Option<Box<str>>,
    /// What the row says about slots of person and household, by field.
    pub said: Vec<(Field, Said)>,
}

/// Why a sheet gave no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// Nothing in it, or a picture only.
    Empty,
    /// No header row.
    NoHeader,
    /// A header, but no column of names: another kind of table.
    OtherTable,
}

/// What was found in one sheet.
#[derive(Clone, Debug)]
pub struct SheetReport {
    /// Its name; empty for delimited text.
    pub name: String,
    /// Header and columns; none if it was skipped.
    pub layout: Option<Layout>,
    /// Why it was skipped.
    pub skipped: Option<Skipped>,
    /// Rows under the header by class.
    pub rows: BTreeMap<RowClass, u32>,
}

/// A roster that was read.
#[derive(Clone, Debug)]
pub struct Roster {
    /// SHA-256 of the file: what names the import.
    pub hash: Hash,
    /// The file's format.
    pub format: Format,
    /// Its sheets.
    pub sheets: Vec<SheetReport>,
    /// Villages as the file names them.
    pub places: Vec<PlaceNames>,
    /// Persons, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// Rows that are not imported.
    pub refusals: Vec<Refusal>,
    /// Remarks on rows that are.
    pub findings: Vec<Finding>,
    /// How often normalising changed what.
    pub notes: BTreeMap<(Field, Note), u32>,
    /// What a person decided about columns, to be kept for the office's next file.
    pub learned: Vec<Learned>,
}

impl Roster {
    /// Reads a workbook as a roster. Sheets without a header of a roster are reported and skipped; an error
    /// if none has one.
    pub fn read(book: &Workbook, words: &Words, wishes: &Wishes) -> Result<Roster, SheetError> {
        let mut roster = Roster {
            hash: book.hash,
            format: book.format,
            sheets: Vec::new(),
            places: Vec::new(),
            rows: Vec::new(),
            refusals: Vec::new(),
            findings: Vec::new(),
            notes: BTreeMap::new(),
            learned: Vec::new(),
        };
        let mut names = Interner::default();
        for (index, sheet) in book.sheets.iter().enumerate() {
            let report = roster.sheet(index as u16, sheet, words, wishes, &mut names)?;
            roster.sheets.push(report);
        }
        roster.check_headers(book, words, wishes)?;
        Ok(roster)
    }

    /// Rows that stand for a person, imported or refused.
    pub fn persons(&self) -> usize {
        self.rows.len() + self.refusals.len()
    }

    /// Name of a sheet.
    pub fn sheet_name(&self, at: RowAt) -> &str {
        self.sheets.get(usize::from(at.sheet)).map_or("", |sheet| sheet.name.as_str())
    }

    fn sheet(
        &mut self,
        index: u16,
        sheet: &Sheet,
        words: &Words,
        wishes: &Wishes,
        names: &mut Interner,
    ) -> Result<SheetReport, SheetError> {
        let mut report =
            SheetReport { name: sheet.name.clone(), layout: None, skipped: None, rows: BTreeMap::new() };
        if sheet.rows().all(|row| row.is_blank()) {
            report.skipped = Some(Skipped::Empty);
            return Ok(report);
        }
        let Some(layout) = Layout::find(sheet, words, wishes)? else {
            report.skipped = Some(Skipped::NoHeader);
            return Ok(report);
        };
        let has = |field| layout.column(field).is_some();
        let person =
            has(Field::Name) && (has(Field::IdNumber) || has(Field::HouseholdCode) || has(Field::Head));
        if !person {
            report.layout = Some(layout);
            report.skipped = Some(Skipped::OtherTable);
            return Ok(report);
        }
        let named = (!words.is_plain_sheet(&sheet.name)).then_some(sheet.name.as_str());
        for row in Rows::new(sheet, &layout, words) {
            *report.rows.entry(row.class).or_default() += 1;
            if row.class == RowClass::Data {
                let at = RowAt { sheet: index, row: row.row.number };
                if let Err(reason) = self.row(at, &row, named, words, names) {
                    self.refusals.push(Refusal { at, reason });
                }
            }
        }
        self.learned.extend(layout.learned(wishes));
        report.layout = Some(layout);
        Ok(report)
    }

    fn row(
        &mut self,
        at: RowAt,
        row: &TableRow<'_>,
        named: Option<&str>,
        words: &Words,
        names: &mut Interner,
    ) -> Result<(), Reason> {
        let person = person_row::read(row, words)?;
        let mut text = |field: Field| {
            let plain = plain_text(row.cell(field).text()).value;
            (!plain.is_empty() && !words.is_nothing(&plain)).then(|| names.name(&plain))
        };
        let township = text(Field::Township);
        let village = text(Field::Village);
        let (group, settlement) = (text(Field::Group), text(Field::Settlement));
        let household = text(Field::HouseholdCode).filter(|code| code.len() <= CODE_BYTES);
        let head = text(Field::Head);
        let head = head.map(|head| names.name(&name::tidy(&head)));
        let village = match (village, named) {
            (Some(village), _) => village,
            (None, Some(sheet)) => names.name(sheet.trim()),
            (None, None) => return Err(Reason::NoVillage),
        };
        // A person known by number needs no household to be found: whether one is needed shows when
        // comparing.
        let place = names.place(PlaceNames { township, village }, &mut self.places);
        self.findings.extend(person.remarks.into_iter().map(|remark| Finding { at, remark }));
        for (key, count) in person.notes {
            *self.notes.entry(key).or_default() += count;
        }
        self.rows.push(RosterRow {
            at,
            place,
            group,
            settlement,
            household,
            head,
            name: person.name.into(),
            id: person.id,
            birth: person.birth,
            relation: person.relation,
            relation_text: person.relation_text,
            said: person.said,
        });
        Ok(())
    }

    fn check_headers(&self, book: &Workbook, words: &Words, wishes: &Wishes) -> Result<(), SheetError> {
        if self.sheets.iter().all(|sheet| sheet.skipped.is_some()) {
            let other = self.sheets.iter().find(|sheet| sheet.skipped == Some(Skipped::OtherTable));
            if let Some((sheet, layout)) =
                other.and_then(|sheet| sheet.layout.as_ref().map(|layout| (sheet, layout)))
            {
                let missing = [Field::Name, Field::IdNumber, Field::HouseholdCode];
                return Err(SheetError::MissingColumns {
                    sheet: sheet.name.clone(),
                    fields: missing.into_iter().filter(|field| layout.column(*field).is_none()).collect(),
                    unknown: layout.unknown().map(|column| column.header.clone()).collect(),
                });
            }
            let sheets = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
            return Err(SheetError::NoHeader { sheets, best: best_header(book, words) });
        }
        let layouts = || self.sheets.iter().filter_map(|sheet| sheet.layout.as_ref());
        for (column, _) in &wishes.said {
            if !layouts().any(|layout| layout.columns.iter().any(|known| known.is_called(column))) {
                return Err(SheetError::WishColumn { column: column.clone() });
            }
        }
        Ok(())
    }
}

/// Most bytes of a household's code.
const CODE_BYTES: usize = 64;
/// Rows looked at for what might be a header.
const BEST_ROWS: usize = 20;

/// The row that looks most like a header, for a person to map.
fn best_header(book: &Workbook, words: &Words) -> Vec<String> {
    let mut best: (usize, Vec<String>) = (0, Vec::new());
    for sheet in &book.sheets {
        for row in sheet.rows().take(BEST_ROWS) {
            let texts: Vec<String> = row
                .cells()
                .map(|cell| cell.text().trim().to_owned())
                .filter(|text| !text.is_empty())
                .collect();
            let known = texts.iter().filter(|text| words.field(text).is_some()).count();
            let score = known * 100 + texts.len();
            if score > best.0 {
                best = (score, texts);
            }
        }
    }
    best.1
}

/// Names that thousands of rows share, each kept once.
#[derive(Default)]
struct Interner {
    names: HashMap<Arc<str>, ()>,
    places: HashMap<PlaceNames, u32>,
}

impl Interner {
    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some((name, ())) = self.names.get_key_value(text) {
            return name.clone();
        }
        let name: Arc<str> = text.into();
        self.names.insert(name.clone(), ());
        name
    }

    fn place(&mut self, names: PlaceNames, places: &mut Vec<PlaceNames>) -> u32 {
        *self.places.entry(names.clone()).or_insert_with(|| {
            places.push(names);
            places.len() as u32 - 1
        })
    }
}
