//! The list of officers (人员): who may open the folder, with which roles, for which villages.

pub mod view;

use crate::commands::Action;
use crate::flow::keeping::{SeatLine, Wish};
use crate::flow::{Cx, Effect};
use crate::panes::moved;

/// Lines that PgUp and PgDn move.
const PAGE: usize = 10;

/// The overlay's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Officers {
    /// The officers, by number.
    pub seats: Vec<SeatLine>,
    /// The chosen one.
    pub chosen: usize,
    /// The answer that is awaited: its request and since when.
    pub pending: Option<(u64, u64)>,
}

impl Officers {
    /// Asks for the list; what is shown stays until it comes.
    pub fn load(&mut self, cx: &mut Cx) -> Effect {
        self.ask(Wish::Officers, cx)
    }

    /// Asks for something that this list awaits.
    pub fn ask(&mut self, wish: Wish, cx: &mut Cx) -> Effect {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Effect::Keep { request, wish }
    }

    /// The chosen officer.
    pub fn seat(&self) -> Option<&SeatLine> {
        self.seats.get(self.chosen)
    }

    /// Takes the list.
    pub fn absorb(&mut self, seats: Vec<SeatLine>) {
        self.pending = None;
        self.chosen = self.chosen.min(seats.len().saturating_sub(1));
        self.seats = seats;
    }

    /// Moves the choice.
    pub fn act(&mut self, action: Action) {
        self.chosen = moved(action, self.chosen, self.seats.len(), PAGE).unwrap_or(self.chosen);
    }
}
