//! The grid of a person's periods (期格): columns are years, rows are the periods of a year. Walking it goes by time up and
//! down, and by years to the sides.

use crate::domain::subsidy::{Length, Period};
use crate::flow::subsidy::Cell;

/// Where the periods of an account stand.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    cells: &'a [Cell],
}

impl<'a> Grid<'a> {
    /// Of cells in the order of time.
    pub fn new(cells: &'a [Cell]) -> Self {
        Self { cells }
    }

    /// The years from the first to the last.
    pub fn years(self) -> std::ops::RangeInclusive<i32> {
        let year = |cell: Option<&Cell>| cell.map_or(0, |cell| cell.period.year());
        year(self.cells.first())..=year(self.cells.last())
    }

    /// Rows: the most periods of a year.
    pub fn depth(self) -> u32 {
        self.cells.iter().map(|cell| cell.period.length().in_a_year()).max().unwrap_or(1)
    }

    /// The length of all periods; none where it changed.
    pub fn length(self) -> Option<Length> {
        let first = self.cells.first()?.period.length();
        self.cells.iter().all(|cell| cell.period.length() == first).then_some(first)
    }

    /// Index of the cell of a year in a row, from 1.
    pub fn at(self, year: i32, row: u32) -> Option<usize> {
        self.cells.iter().position(|cell| cell.period.year() == year && cell.period.number() == row)
    }

    /// Index of the cell one year before or after, in the same row or the nearest one of that year.
    pub fn beside(self, from: usize, years: i32) -> Option<usize> {
        let here = self.cells.get(from)?.period;
        let year = here.year() + years;
        let near = |period: Period| period.number().abs_diff(here.number());
        let of_year = self.cells.iter().enumerate().filter(|(_, cell)| cell.period.year() == year);
        of_year.min_by_key(|(_, cell)| near(cell.period)).map(|(index, _)| index)
    }

    /// Index of the cell of a period.
    pub fn of(self, period: Period) -> Option<usize> {
        self.cells.iter().position(|cell| cell.period == period)
    }

    /// The cell to look at first: the last that somebody has to do something about, else the last to which something happened,
    /// else the last.
    pub fn first_look(self) -> usize {
        let open = self.cells.iter().rposition(|cell| cell.mark.is_open());
        let happened = || self.cells.iter().rposition(|cell| !cell.events.is_empty());
        open.or_else(happened).unwrap_or(self.cells.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::subsidy::State;
    use crate::domain::subsidy::answer::Mark;
    use crate::domain::subsidy::payment::Sums;
    use crate::i18n::Both;

    fn cell(period: &str, mark: Mark) -> Cell {
        Cell {
            period: Period::read(period).unwrap(),
            mark,
            state: State::Due,
            why: Both::default(),
            sums: Sums::default(),
            events: Vec::new(),
        }
    }

    #[test]
    fn years_are_walked_in_the_same_row_or_the_nearest() {
        let names = ["2021Q3", "2021Q4", "2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023"];
        let cells: Vec<Cell> = names.iter().map(|name| cell(name, Mark::Paid)).collect();
        let grid = Grid::new(&cells);
        assert_eq!((grid.years(), grid.depth(), grid.length()), (2021..=2023, 4, None));
        assert_eq!(grid.beside(1, 1), Some(5));
        assert_eq!(grid.beside(5, 1), Some(6));
        assert_eq!(grid.beside(2, -1), Some(0));
        assert_eq!((grid.beside(0, -1), grid.beside(6, 1)), (None, None));
        assert_eq!(grid.at(2022, 3), Some(4));
        assert_eq!(grid.at(2023, 2), None);
    }

    #[test]
    fn the_last_open_period_is_looked_at_first() {
        let cells = [cell("2021Q3", Mark::Returned), cell("2021Q4", Mark::Paid), cell("2022Q1", Mark::Ended)];
        assert_eq!(Grid::new(&cells).first_look(), 0);
        assert_eq!(Grid::new(&cells[1..]).first_look(), 1);
        assert_eq!(Grid::new(&[]).first_look(), 0);
    }
}
