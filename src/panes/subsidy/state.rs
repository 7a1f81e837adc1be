//! What the subsidy pane holds: the box with what it found, and the pages above it.

use super::Grid;
use crate::domain::subsidy::Period;
use crate::flow::subsidy::{
    Account, Accounts, BatchLine, Cell, ChangeLine, Explained, FindingLine, ForecastLine, OpenLine, Preview,
};
use crate::flow::view::{HitView, SearchAnswer};
use crate::form::Field;
use crate::journal::EntityId;

/// Longest query in characters.
const QUERY_CHARS_MAX: usize = 60;

/// Lines with one chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen<T> {
    /// The lines.
    pub lines: Vec<T>,
    /// Index of the chosen one.
    pub at: usize,
}

impl<T> Chosen<T> {
    /// The line that is chosen.
    pub fn line(&self) -> Option<&T> {
        self.lines.get(self.at)
    }

    /// Lines with this one chosen, or the last.
    pub fn new(lines: Vec<T>, at: usize) -> Self {
        let at = at.min(lines.len().saturating_sub(1));
        Self { lines, at }
    }
}

/// A household with one member and one period looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The household.
    pub view: Accounts,
    /// Index of the member.
    pub member: usize,
    /// Index of the period.
    pub cell: usize,
}

impl Person {
    /// The household standing on a person, or on its first member.
    pub fn new(view: Accounts, person: Option<EntityId>) -> Self {
        let of = |one: &Account| Some(one.person) == person;
        let member = view.members.iter().position(of).unwrap_or(0);
        let mut page = Self { view, member, cell: 0 };
        page.cell = page.grid().first_look();
        page
    }

    /// The member.
    pub fn account(&self) -> Option<&Account> {
        self.view.members.get(self.member)
    }

    /// Their periods.
    pub fn grid(&self) -> Grid<'_> {
        Grid::new(self.account().map_or(&[], |account| &account.cells))
    }

    /// The period.
    pub fn cell(&self) -> Option<&Cell> {
        self.account()?.cells.get(self.cell)
    }

    /// Goes to another member, in the same period if they have it and nothing of theirs is open.
    pub(super) fn go_to(&mut self, member: usize) {
        self.member = member;
        self.cell = self.grid().first_look();
    }
}

/// One page above the box.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// One person's periods.
    Person(Box<Person>),
    /// One period of the person below, line by line.
    Explained(Box<Explained>),
    /// The answer to the person below, in large print.
    Slip,
    /// The batches, and the period whose list comes next.
    Batches(Chosen<BatchLine>, Period),
    /// What was sent back or held.
    Open(Chosen<OpenLine>),
    /// A list that is not frozen: its lines are those that differ from the last.
    Preview(Box<Preview>, usize),
    /// What the sweep of all lists found.
    Findings(Chosen<FindingLine>),
    /// The ends of terms.
    Forecast(Chosen<ForecastLine>),
}

/// What the awaited answer brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Awaits {
    /// Results of the box.
    #[default]
    Found,
    /// A list of the office.
    List,
    /// Another page, or what was written.
    Page,
}

/// The pane's state.
#[derive(Clone, Debug)]
pub struct Subsidy {
    /// The search box.
    pub field: Field,
    /// What it found.
    pub found: Option<SearchAnswer>,
    /// Index of the chosen result.
    pub chosen: usize,
    /// Pages above the box, the topmost last.
    pub pages: Vec<Page>,
    /// The answer that is awaited, and since when.
    pub pending: Option<(u64, u64)>,
    /// What it brings.
    pub awaits: Awaits,
    /// One was elsewhere since the lists were read: they are read anew when they come up again.
    pub(super) stale: bool,
    /// The person to stand on when the household comes.
    pub(super) person: Option<EntityId>,
}

impl Default for Subsidy {
    fn default() -> Self {
        Self {
            field: Field::new(QUERY_CHARS_MAX),
            found: None,
            chosen: 0,
            pages: Vec::new(),
            pending: None,
            awaits: Awaits::Found,
            stale: false,
            person: None,
        }
    }
}

impl Subsidy {
    /// The page on top; none while the box is.
    pub fn page(&self) -> Option<&Page> {
        self.pages.last()
    }

    /// The person page that is on top or below an explanation or slip of it.
    pub fn person(&self) -> Option<&Person> {
        let below = self.pages.iter().rev().find(|page| !matches!(page, Page::Explained(_) | Page::Slip));
        match below {
            Some(Page::Person(person)) => Some(person),
            _ => None,
        }
    }

    pub(super) fn person_mut(&mut self) -> Option<&mut Person> {
        let below = self.pages.iter_mut().rev().find(|page| !matches!(page, Page::Explained(_) | Page::Slip));
        match below {
            Some(Page::Person(person)) => Some(person),
            _ => None,
        }
    }

    /// The results of the box.
    pub fn hits(&self) -> &[HitView] {
        self.found.as_ref().map_or(&[], |found| &found.hits)
    }

    /// The chosen batch.
    pub fn batch(&self) -> Option<&BatchLine> {
        match self.page() {
            Some(Page::Batches(batches, _)) => batches.line(),
            _ => None,
        }
    }

    /// The open item that is chosen.
    pub fn open_item(&self) -> Option<&OpenLine> {
        match self.page() {
            Some(Page::Open(open)) => open.line(),
            _ => None,
        }
    }

    /// The list that could be frozen.
    pub fn list(&self) -> Option<&Preview> {
        match self.page() {
            Some(Page::Preview(preview, _)) => Some(preview),
            _ => None,
        }
    }

    /// The household and person that the pane is about now.
    pub fn about(&self) -> Option<(EntityId, Option<EntityId>)> {
        if let Some(person) = self.person() {
            return Some((person.view.household, person.account().map(|account| account.person)));
        }
        let of_open = |line: &OpenLine| (line.household, Some(line.person));
        let of_change = |line: &ChangeLine| (line.household, Some(line.person));
        match self.page() {
            Some(Page::Open(open)) => open.line().map(of_open),
            Some(Page::Preview(preview, at)) => preview.lines.get(*at).map(of_change),
            Some(Page::Findings(odd)) => odd.line().map(|line| (line.household, Some(line.person))),
            Some(_) => None,
            None => self.hits().get(self.chosen).map(|hit| (hit.household, hit.person)),
        }
    }

    /// True where Enter opens something.
    pub fn can_open(&self) -> bool {
        self.about().is_some()
    }
}
