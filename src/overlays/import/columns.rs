//! The unknown columns of a roster (未认出的列): asked once, then remembered for the office's layout.

use crate::commands::Action;
use crate::flow::view::{Field, Preview, UnknownColumn};
use crate::panes::moved;

/// Lines that PgUp and PgDn move.
const PAGE_LINES: usize = 10;

/// The questions and what was answered so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The columns.
    pub unknown: Vec<UnknownColumn>,
    /// What each means; none = leave alone.
    pub meanings: Vec<Option<Field>>,
    /// Fields that no column of the file has.
    free: Vec<Field>,
    /// The chosen line: a column, or the last one: go on.
    pub chosen: usize,
    /// The chosen meaning, while one is chosen.
    pub picking: Option<usize>,
}

impl Columns {
    /// The questions of a preview.
    pub fn of(preview: &Preview) -> Self {
        Self {
            unknown: preview.unknown.clone(),
            meanings: vec![None; preview.unknown.len()],
            free: preview.free.clone(),
            chosen: 0,
            picking: None,
        }
    }

    /// The meanings that the chosen column may have: none first, then what no other column means.
    pub fn options(&self) -> Vec<Option<Field>> {
        let other = |field: Field| {
            let taken = self.meanings.iter().enumerate();
            taken.filter(|(column, _)| *column != self.chosen).any(|(_, meaning)| *meaning == Some(field))
        };
        let free = self.free.iter().copied().filter(|field| !other(*field)).map(Some);
        std::iter::once(None).chain(free).collect()
    }

    /// Does an act; the answers as `COLUMN=FIELD` when the officer goes on.
    pub(super) fn act(&mut self, action: Action) -> Option<Vec<String>> {
        if let Some(picking) = self.picking {
            let options = self.options();
            match moved(action, picking, options.len(), PAGE_LINES) {
                Some(next) => self.picking = Some(next),
                None if action == Action::Open => {
                    if let (Some(meaning), Some(option)) =
                        (self.meanings.get_mut(self.chosen), options.get(picking))
                    {
                        *meaning = *option;
                    }
                    self.picking = None;
                    self.chosen += 1;
                }
                None => {}
            }
            return None;
        }
        match moved(action, self.chosen, self.unknown.len() + 1, PAGE_LINES) {
            Some(next) => self.chosen = next,
            None if action != Action::Open => {}
            None if self.chosen == self.unknown.len() => return Some(self.answers()),
            None => {
                let now = self.meanings.get(self.chosen).copied().flatten();
                self.picking = self.options().iter().position(|option| *option == now).or(Some(0));
            }
        }
        None
    }

    /// From the meanings back to the columns; false when there is nothing to leave.
    pub(super) fn back(&mut self) -> bool {
        self.picking.take().is_some()
    }

    fn answers(&self) -> Vec<String> {
        let answer = |(column, meaning): (&UnknownColumn, &Option<Field>)| {
            format!("{}={}", column.header, meaning.map_or("-", Field::word))
        };
        self.unknown.iter().zip(&self.meanings).map(answer).collect()
    }
}
