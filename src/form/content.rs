//! What stands in a form (表单内容): rows of cells per section. Rows are shared between undo steps, so a step costs little.

use std::sync::Arc;

use super::spec::{FieldSpec, FormSpec, Rows};
use crate::domain::acts::Seen;
use crate::journal::EntityId;

/// The place of a field: section, row and field, each from 0; sorts in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// Section of the spec.
    pub section: usize,
    /// Row of the section.
    pub row: usize,
    /// Field of the section.
    pub field: usize,
}

/// How a text came into its field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// As the form was opened.
    #[default]
    Untouched,
    /// Typed.
    Edited,
    /// Repeated from before, and not visited since.
    Copied,
    /// The proposal, accepted.
    Default,
    /// Filled from another field.
    Filled,
}

/// One field's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// As typed, or in the kept form once the field was left.
    pub text: String,
    /// How it came there.
    pub mark: Mark,
    /// The text with which the form was opened.
    pub was: String,
    /// The slot as it was read.
    pub seen: Option<Arc<Seen>>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The entity that it is about, where rows are given.
    pub about: Option<EntityId>,
    /// One per field of the section.
    pub cells: Vec<Cell>,
}

impl Row {
    /// An empty row of a section.
    pub fn empty(fields: &[FieldSpec]) -> Self {
        Self { about: None, cells: vec![Cell::default(); fields.len()] }
    }

    /// True if nothing was entered; what was filled in by itself does not count.
    pub fn is_blank(&self) -> bool {
        self.about.is_none() && self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }
}

/// All sections' rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    sections: Vec<Vec<Arc<Row>>>,
}

impl Content {
    /// The rows with which a form begins; a section that grows, or has one row, gets an empty one.
    pub fn new(spec: &FormSpec, mut seeded: Vec<Vec<Row>>) -> Self {
        seeded.resize_with(spec.sections.len(), Vec::new);
        let rows = spec.sections.iter().zip(seeded).map(|(section, mut rows)| {
            if rows.is_empty() && section.rows != Rows::Given {
                rows.push(Row::empty(section.fields));
            }
            for row in &mut rows {
                row.cells.resize_with(section.fields.len(), Cell::default);
            }
            rows.into_iter().map(Arc::new).collect()
        });
        Self { sections: rows.collect() }
    }

    /// Rows of a section.
    pub fn rows(&self, section: usize) -> &[Arc<Row>] {
        self.sections.get(section).map_or(&[], Vec::as_slice)
    }

    /// One row.
    pub fn row(&self, section: usize, row: usize) -> Option<&Row> {
        self.rows(section).get(row).map(Arc::as_ref)
    }

    /// One cell.
    pub fn cell(&self, at: At) -> Option<&Cell> {
        self.row(at.section, at.row)?.cells.get(at.field)
    }

    /// Gives a cell a text; says whether anything changed.
    pub fn set(&mut self, at: At, text: &str, mark: Mark) -> bool {
        let row = self.sections.get_mut(at.section).and_then(|rows| rows.get_mut(at.row));
        let Some(row) = row else { return false };
        let same = |cell: &Cell| cell.text == text && cell.mark == mark;
        if row.cells.get(at.field).is_none_or(same) {
            return false;
        }
        if let Some(cell) = Arc::make_mut(row).cells.get_mut(at.field) {
            cell.text = text.to_owned();
            cell.mark = mark;
        }
        true
    }

    /// Appends an empty row.
    pub fn push_row(&mut self, section: usize, fields: &[FieldSpec]) {
        if let Some(rows) = self.sections.get_mut(section) {
            rows.push(Arc::new(Row::empty(fields)));
        }
    }

    /// Takes a row out.
    pub fn remove_row(&mut self, section: usize, row: usize) {
        if let Some(rows) = self.sections.get_mut(section)
            && row < rows.len()
        {
            rows.remove(row);
        }
    }

    /// True if both are the same by pointer or by value.
    pub fn same(&self, other: &Self) -> bool {
        let rows = |a: &Vec<Arc<Row>>, b: &Vec<Arc<Row>>| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
        };
        self.sections.len() == other.sections.len()
            && self.sections.iter().zip(&other.sections).all(|(a, b)| rows(a, b))
    }

    /// Every place with its cell, in order.
    pub fn cells(&self) -> impl Iterator<Item = (At, &Cell)> {
        self.sections.iter().enumerate().flat_map(|(section, rows)| {
            rows.iter().enumerate().flat_map(move |(row, cells)| {
                cells.cells.iter().enumerate().map(move |(field, cell)| (At { section, row, field }, cell))
            })
        })
    }
}
