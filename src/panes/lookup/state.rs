//! What the look-up pane holds: the box, the last answer, what is still awaited, and the opened household.

use crate::flow::view::{HitKind, HitView, SearchAnswer};
use crate::form::Field;
use crate::i18n::Both;
use crate::journal::EntityId;
use crate::panes::household::{Household, Waiting};

/// Most results that are asked for; the count says how many exist.
pub const RESULTS_MAX: usize = 200;

/// Longest query in characters.
const QUERY_CHARS_MAX: usize = 60;

/// What the results answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading {
    /// What was typed.
    Query(String),
    /// The findings of a check: its id and name.
    Finding(String, Both),
}

/// The pane's state.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The search box.
    pub field: Field,
    /// What the results answer; `None` before the first search.
    pub heading: Option<Heading>,
    /// The last answer.
    pub answer: Option<SearchAnswer>,
    /// Index of the chosen result.
    pub chosen: usize,
    /// The search that is awaited.
    pub searching: Option<Waiting>,
    /// The household that is awaited, and the member to stand on.
    pub opening: Option<(Waiting, Option<EntityId>)>,
    /// The opened household.
    pub household: Option<Household>,
    /// The household and member from which it was reached, if not from the results.
    pub before: Option<(EntityId, Option<EntityId>)>,
}

impl Default for Lookup {
    fn default() -> Self {
        Self {
            field: Field::new(QUERY_CHARS_MAX),
            heading: None,
            answer: None,
            chosen: 0,
            searching: None,
            opening: None,
            household: None,
            before: None,
        }
    }
}

impl Lookup {
    /// The results.
    pub fn hits(&self) -> &[HitView] {
        self.answer.as_ref().map_or(&[], |answer| &answer.hits)
    }

    /// The chosen result.
    pub fn hit(&self) -> Option<&HitView> {
        self.hits().get(self.chosen)
    }

    /// Index of the nearest result before (`-1`) or after (`1`) the chosen one that opens another household.
    pub fn neighbour(&self, step: isize) -> Option<usize> {
        let here = self.household.as_ref()?.view.household;
        let of_register = |hit: &HitView| !matches!(hit.kind, HitKind::Petition(_));
        let other = |index: &usize| {
            self.hits().get(*index).is_some_and(|hit| of_register(hit) && hit.household != here)
        };
        if step < 0 {
            (0..self.chosen).rev().find(other)
        } else {
            (self.chosen + 1..self.hits().len()).find(other)
        }
    }
}
