//! What the petition pane holds: the queue, the item that is open, the day under the caret.

use crate::flow::petition::{CellView, ClockView, ItemView, QueueView, RowView};

/// The item that is open.
#[derive(Clone, Debug)]
pub struct Open {
    /// The item.
    pub item: ItemView,
    /// Index of the clock that is shown.
    pub clock: usize,
    /// Index of the day under the caret.
    pub cell: usize,
    /// The fact sheet stands in place of facts and steps.
    pub sheet: bool,
}

impl Open {
    /// An item with the caret on today, or on the last day.
    pub fn new(item: ItemView) -> Self {
        let mut open = Self { item, clock: 0, cell: 0, sheet: false };
        open.show_clock(0);
        open
    }

    /// The clock that is shown.
    pub fn at_clock(&self) -> Option<&ClockView> {
        self.item.clocks.get(self.clock)
    }

    /// The day under the caret.
    pub fn at_cell(&self) -> Option<&CellView> {
        self.at_clock()?.cells.get(self.cell)
    }

    /// Shows another clock.
    pub(super) fn show_clock(&mut self, at: usize) {
        use crate::flow::petition::Mark;
        self.clock = at.min(self.item.clocks.len().saturating_sub(1));
        let cells = self.at_clock().map(|clock| clock.cells.as_slice()).unwrap_or_default();
        let today = cells.iter().position(|cell| cell.mark == Mark::Today);
        self.cell = today.unwrap_or(cells.len().saturating_sub(1));
    }

    /// Moves the caret by days; stays within the clock.
    pub(super) fn step(&mut self, by: isize) {
        let last = self.at_clock().map_or(0, |clock| clock.cells.len().saturating_sub(1));
        self.cell = self.cell.saturating_add_signed(by).min(last);
    }
}

/// The pane's state.
#[derive(Clone, Debug, Default)]
pub struct Petitions {
    /// The queue.
    pub queue: Option<QueueView>,
    /// The answer that is awaited, and since when.
    pub pending: Option<(u64, u64)>,
    /// Index of the chosen row.
    pub chosen: usize,
    /// The item that is open.
    pub open: Option<Open>,
}

impl Petitions {
    /// The chosen row.
    pub fn row(&self) -> Option<&RowView> {
        self.queue.as_ref()?.rows.get(self.chosen)
    }
}
