//! What each row under a header is: a person, a sum, a signature, the header again, or nothing; and what
//! "as above" means in it.

use super::fields::{Field, Words, header_key};
use super::layout::Layout;
use super::sheet::{Cell, Row, Sheet};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowClass {
    /// Nothing, or a printed serial number and nothing else.
    Blank,
    /// A sum (合计).
    Total,
    /// A line that people sign.
    Signature,
    /// The header again, on the next printed page.
    Header,
    /// A line of text beside the table.
    Note,
    /// A person.
    Data,
}

/// The rows of a sheet under its header, with "as above" filled in.
pub struct Rows<'a> {
    sheet: &'a Sheet,
    words: &'a Words,
    columns: Vec<(usize, Field)>,
    headers: Vec<(usize, String)>,
    next: usize,
    above: [Cell<'a>; COUNT],
}

const COUNT: usize = Field::ALL.len();

/// One row with its cells by meaning.
#[derive(Clone, Copy)]
pub struct TableRow<'a> {
    /// The row as it stands in the sheet.
    pub row: Row<'a>,
    /// What it is.
    pub class: RowClass,
    cells: [Cell<'a>; COUNT],
    marked: u64,
}

impl<'a> TableRow<'a> {
    /// The cell of a field; empty if the sheet has no such column.
    pub fn cell(&self, field: Field) -> Cell<'a> {
        self.cells.get(field as usize).copied().unwrap_or(Cell::Empty)
    }

    /// True where a mark for "as above" stands although it cannot mean anything there.
    pub fn is_marked(&self, field: Field) -> bool {
        self.marked & (1 << field as u64) != 0
    }
}

impl<'a> Rows<'a> {
    /// The rows of `sheet` under the header of `layout`.
    pub fn new(sheet: &'a Sheet, layout: &Layout, words: &'a Words) -> Self {
        let columns = layout
            .columns
            .iter()
            .filter_map(|column| column.field.map(|field| (column.index, field)))
            .collect();
        let headers =
            layout.columns.iter().map(|column| (column.index, header_key(&column.header))).collect();
        Self { sheet, words, columns, headers, next: layout.first + layout.rows, above: [Cell::Empty; COUNT] }
    }

    fn classify(&self, row: &Row<'a>, cells: &[Cell<'a>; COUNT]) -> RowClass {
        let at = |field: Field| cells.get(field as usize).copied().unwrap_or(Cell::Empty);
        let mut filled = row.cells().filter(|cell| !cell.is_blank());
        let Some(first) = filled.next() else { return RowClass::Blank };
        let more = filled.count();
        if self.is_header(row, more + 1) {
            return RowClass::Header;
        }
        if at(Field::IdNumber).is_blank() {
            let places = [Field::Serial, Field::Township, Field::Village, Field::Group, Field::HouseholdCode];
            let names = [Field::Head, Field::Name];
            let total = |cell: Cell<'_>| self.words.is_total(cell.text());
            if total(first) || places.iter().chain(&names).any(|field| total(at(*field))) {
                return RowClass::Total;
            }
            if at(Field::Name).is_blank() && row.cells().any(|cell| self.words.is_signature(cell.text())) {
                return RowClass::Signature;
            }
        }
        let person =
            [Field::Name, Field::IdNumber, Field::Head, Field::HouseholdCode, Field::Birth, Field::Account];
        if person.iter().any(|field| !at(*field).is_blank()) && (more > 0 || self.columns.len() == 1) {
            return RowClass::Data;
        }
        let only_serial = more == 0 && !at(Field::Serial).is_blank();
        let only_marks = row
            .cells()
            .all(|cell| cell.is_blank() || self.words.is_as_above(cell.text()) || cell == at(Field::Serial));
        if only_serial || only_marks { RowClass::Blank } else { RowClass::Note }
    }

    fn is_header(&self, row: &Row<'a>, filled: usize) -> bool {
        let same = self
            .headers
            .iter()
            .filter(|(index, key)| matches!(row.cell(*index), Cell::Text(text) if header_key(text) == *key));
        filled >= 2 && same.count() * 10 >= filled * 6
    }

    fn fill(&mut self, cells: &mut [Cell<'a>; COUNT]) -> u64 {
        let mut marked = 0;
        self.forget(cells);
        for (_, field) in &self.columns {
            let (Some(cell), Some(above)) =
                (cells.get_mut(*field as usize), self.above.get_mut(*field as usize))
            else {
                continue;
            };
            let mark = self.words.is_as_above(cell.text());
            if (mark && field.fills_mark()) || (cell.is_blank() && field.fills_blank()) {
                *cell = *above;
            } else if mark {
                *cell = Cell::Empty;
                marked |= 1 << *field as u64;
            }
            *above = *cell;
        }
        marked
    }

    /// What stands above is no longer meant once the place or the household above it has changed.
    fn forget(&mut self, cells: &[Cell<'a>; COUNT]) {
        use Field::{Group, Head, HouseholdCode, Relation, Settlement, Township, Village};
        let said = |field: Field| {
            let cell = cells.get(field as usize).copied().unwrap_or(Cell::Empty);
            (!cell.is_blank() && !self.words.is_as_above(cell.text())).then(|| cell.text().trim())
        };
        let differs = |field: Field| {
            said(field).is_some_and(|text| {
                self.above.get(field as usize).is_some_and(|above| above.text().trim() != text)
            })
        };
        let mut gone: Vec<Field> = Vec::new();
        if differs(Township) {
            gone.extend([Village, Group, Settlement, HouseholdCode, Head]);
        }
        if differs(Village) {
            gone.extend([Group, Settlement, HouseholdCode, Head]);
        }
        if differs(HouseholdCode) {
            gone.push(Head);
        }
        if differs(Head) {
            gone.push(HouseholdCode);
        }
        let mark =
            |field: Field| cells.get(field as usize).is_some_and(|cell| self.words.is_as_above(cell.text()));
        if said(Relation).is_some_and(|text| self.words.is_head_relation(text)) {
            gone.extend([HouseholdCode, Head]);
        }
        // A mark says in so many words that the cell above is meant.
        for field in gone.into_iter().filter(|field| !mark(*field)) {
            if let Some(above) = self.above.get_mut(field as usize) {
                *above = Cell::Empty;
            }
        }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = TableRow<'a>;

    fn next(&mut self) -> Option<TableRow<'a>> {
        let row = self.sheet.row(self.next)?;
        self.next += 1;
        let mut cells = [Cell::Empty; COUNT];
        for (index, field) in &self.columns {
            if let Some(cell) = cells.get_mut(*field as usize) {
                *cell = row.cell(*index);
            }
        }
        let class = self.classify(&row, &cells);
        let marked = if class == RowClass::Data { self.fill(&mut cells) } else { 0 };
        Some(TableRow { row, class, cells, marked })
    }
}
