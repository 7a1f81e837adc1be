//! How the subsidy pane changes: the box, walking the grid, pages that are opened and closed, the worker's answers.

use super::state::{Awaits, Chosen, Page, Person, Subsidy};
use super::{FOUND_MAX, Grid};
use crate::commands::{Action, Facts, Place};
use crate::domain::subsidy::Period;
use crate::domain::subsidy::payment::Stage;
use crate::flow::subsidy::{Accounts, Ask, Asked, Told};
use crate::flow::view::SearchAnswer;
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::form::Field;
use crate::i18n::messages::Note;
use crate::journal::EntityId;
use crate::keys::Scope;
use crate::panes::{Pane, moved};

/// Lines that PgUp and PgDn move in a list.
const PAGE_LINES: usize = 10;

impl Pane for Subsidy {
    fn place(&self) -> Place {
        Place::Subsidy
    }

    fn scopes(&self) -> &'static [Scope] {
        match self.page() {
            None | Some(Page::Findings(_) | Page::Forecast(_)) => &[Scope::Subsidy, Scope::List],
            Some(Page::Open(_)) => &[Scope::OpenItem, Scope::Subsidy, Scope::List],
            Some(Page::Person(_) | Page::Explained(_)) => &[Scope::Account, Scope::Subsidy, Scope::List],
            Some(Page::Slip) => &[Scope::Answer, Scope::Account, Scope::Subsidy, Scope::List],
            Some(Page::Batches(..)) => &[Scope::Batch, Scope::Subsidy, Scope::List],
            Some(Page::Preview(..)) => &[Scope::PayList, Scope::Subsidy, Scope::List],
        }
    }

    fn tell(&self, facts: &mut Facts) {
        facts.chosen = self.can_open();
        facts.account = self.person().is_some_and(|page| page.cell().is_some());
        let cell = self.person().and_then(Person::cell);
        facts.over = cell.is_some_and(|cell| cell.sums.over > 0);
        facts.open_item = self.open_item().is_some_and(|item| item.period.is_some());
        facts.members = self.person().is_some_and(|page| page.view.members.len() > 1);
        facts.list = self.list().is_some_and(|list| list.frozen.is_none() && list.persons > 0);
        if let Some(batch) = self.batch() {
            facts.batch = true;
            facts.next_step = batch.next().is_some();
            facts.unsubmitted = Stage::Withdrawn.comes_after(batch.stage);
        }
    }

    /// The household and person that the pane is about now.
    fn at_hand(&self) -> Option<(EntityId, Option<EntityId>)> {
        self.about()
    }

    /// Reads what is in front anew.
    fn load(&mut self, cx: &mut Cx) -> Reply {
        let household = self.person().map(|page| {
            let person = page.account().map(|account| account.person);
            (page.view.household, person)
        });
        if let Some((household, person)) = household {
            return self.show(household, person, cx);
        }
        match self.page() {
            Some(Page::Batches(..)) => self.ask(Ask::Batches, cx),
            Some(Page::Open(_)) => self.ask(Ask::Open, cx),
            Some(Page::Preview(preview, _)) => {
                let period = preview.period;
                self.ask(Ask::Preview { period }, cx)
            }
            Some(Page::Findings(_)) => self.ask(Ask::Sweep, cx),
            Some(Page::Forecast(_)) => self.ask(Ask::Forecast, cx),
            _ => self.search(cx),
        }
    }

    /// What was saved meanwhile may have changed what is shown.
    fn shown(&mut self, cx: &mut Cx) -> Reply {
        self.stale = true;
        if self.pages.is_empty() { Reply::none() } else { self.load(cx) }
    }

    /// Does an act.
    fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        match action {
            Action::SupportBatches => return self.ask(Ask::Batches, cx),
            Action::SupportOpen => return self.ask(Ask::Open, cx),
            _ => {}
        }
        match self.page() {
            None => self.in_box(action, cx),
            Some(Page::Person(_) | Page::Explained(_) | Page::Slip) => self.on_person(action, cx),
            Some(Page::Batches(..)) => self.on_batches(action, cx),
            Some(Page::Open(_) | Page::Preview(..) | Page::Findings(_) | Page::Forecast(_)) => {
                self.on_list(action, cx)
            }
        }
    }

    /// Takes the topmost page away, or empties the box; `None` when there is nothing to go back from.
    fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        self.pending = None;
        if self.pages.pop().is_some() {
            let lists =
                !matches!(self.page(), None | Some(Page::Person(_) | Page::Explained(_) | Page::Slip));
            let anew = lists && std::mem::take(&mut self.stale);
            return Some(if anew { self.load(cx) } else { Reply::none() });
        }
        if self.field.is_empty() {
            return None;
        }
        self.field.set("");
        self.found = None;
        self.chosen = 0;
        Some(Reply::none())
    }

    /// The box, as long as no page lies on it.
    fn field(&mut self) -> Option<&mut Field> {
        self.pages.is_empty().then_some(&mut self.field)
    }

    fn edited(&mut self, cx: &mut Cx) -> Reply {
        self.search(cx)
    }
}

impl Subsidy {
    pub(super) fn ask(&mut self, ask: Ask, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        self.awaits = match ask {
            Ask::Batches | Ask::Open | Ask::Preview { .. } | Ask::Sweep | Ask::Forecast => Awaits::List,
            _ => Awaits::Page,
        };
        Reply::ask(Effect::Subsidy { request, ask })
    }

    /// Looks up what is typed.
    pub fn search(&mut self, cx: &mut Cx) -> Reply {
        self.chosen = 0;
        let query = self.field.text().trim().to_owned();
        if query.is_empty() {
            self.found = None;
            self.pending = None;
            return Reply::none();
        }
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        self.awaits = Awaits::Found;
        Reply::ask(Effect::Search { request, query, limit: FOUND_MAX })
    }

    /// A household's accounts, standing on a person; what lies above the box is taken away unless it is a list.
    pub fn show(&mut self, household: EntityId, person: Option<EntityId>, cx: &mut Cx) -> Reply {
        self.person = person;
        self.ask(Ask::Household { household }, cx)
    }

    /// The open items on top of the box.
    pub fn show_open(&mut self, cx: &mut Cx) -> Reply {
        self.pages.clear();
        self.ask(Ask::Open, cx)
    }

    fn in_box(&mut self, action: Action, cx: &mut Cx) -> Reply {
        if let Some(chosen) = moved(action, self.chosen, self.hits().len(), PAGE_LINES) {
            self.chosen = chosen;
            return Reply::none();
        }
        match (action, self.about()) {
            (Action::Open, Some((household, person))) => self.show(household, person, cx),
            _ => Reply::none(),
        }
    }

    fn on_person(&mut self, action: Action, cx: &mut Cx) -> Reply {
        match action {
            Action::Explain if matches!(self.page(), Some(Page::Explained(_))) => {
                self.pages.pop();
                Reply::none()
            }
            Action::Explain => self.explain(cx),
            Action::PrintSlip => Reply::open(Opening::AnswerSlip),
            Action::Mandate => Reply::open(Opening::Mandate),
            Action::SettleOver => Reply::open(Opening::Settlings),
            Action::AnswerSlip if matches!(self.page(), Some(Page::Slip)) => Reply::none(),
            Action::AnswerSlip => {
                if matches!(self.page(), Some(Page::Explained(_))) {
                    self.pages.pop();
                }
                self.pages.push(Page::Slip);
                Reply::none()
            }
            Action::NextMember => self.member(1),
            Action::PreviousMember => self.member(-1),
            _ => {
                let before = self.person().map(|page| page.cell);
                if let Some(page) = self.person_mut() {
                    page.walk(action);
                }
                let walked = before != self.person().map(|page| page.cell);
                let explained = matches!(self.page(), Some(Page::Explained(_)));
                if walked && explained { self.explain(cx) } else { Reply::none() }
            }
        }
    }

    fn explain(&mut self, cx: &mut Cx) -> Reply {
        let Some(page) = self.person() else { return Reply::none() };
        let (Some(account), Some(cell)) = (page.account(), page.cell()) else { return Reply::none() };
        let (person, period) = (account.person, cell.period);
        self.ask(Ask::Explain { person, period }, cx)
    }

    /// The next or the last member; what is said of the one before goes.
    fn member(&mut self, by: isize) -> Reply {
        if matches!(self.page(), Some(Page::Explained(_))) {
            self.pages.pop();
        }
        if let Some(page) = self.person_mut() {
            let count = page.view.members.len().max(1);
            let step = if by < 0 { count - 1 } else { 1 };
            page.go_to((page.member + step) % count);
        }
        Reply::none()
    }

    fn on_list(&mut self, action: Action, cx: &mut Cx) -> Reply {
        match action {
            Action::Freeze => return self.freeze(),
            Action::PayAgain => return self.pay_again(),
            Action::CloseItem => return Reply::open(Opening::CloseItem),
            _ => {}
        }
        let (at, count) = match self.pages.last_mut() {
            Some(Page::Open(open)) => (&mut open.at, open.lines.len()),
            Some(Page::Findings(odd)) => (&mut odd.at, odd.lines.len()),
            Some(Page::Forecast(months)) => (&mut months.at, months.lines.len()),
            Some(Page::Preview(preview, at)) => (at, preview.lines.len()),
            _ => return Reply::none(),
        };
        if let Some(next) = moved(action, *at, count, PAGE_LINES) {
            *at = next;
            return Reply::none();
        }
        match (action, self.about()) {
            (Action::Open, Some((household, person))) => self.show(household, person, cx),
            _ => Reply::none(),
        }
    }

    /// What a question was answered with yes.
    pub fn go_on(&mut self, asked: Asked, cx: &mut Cx) -> Reply {
        let ask = match asked {
            Asked::Step { number, to, .. } => Ask::Advance { number, to },
            Asked::Freeze { period, persons, fen } => Ask::Freeze { period, persons, fen },
            Asked::PayAgain { person, period, .. } => Ask::PayAgain { person, period },
            Asked::Export { number, path, .. } => Ask::Export { number, path },
        };
        self.ask(ask, cx)
    }

    /// Takes results; true if they are the current search's.
    pub fn absorb_found(&mut self, request: u64, found: &SearchAnswer) -> bool {
        let awaited = self.awaits == Awaits::Found;
        if self.pending.take_if(|(waited, _)| awaited && *waited == request).is_none() {
            return false;
        }
        self.chosen = self.chosen.min(found.hits.len().saturating_sub(1));
        self.found = Some(found.clone());
        true
    }

    /// Takes the answer to the current request; none if it is another one's.
    pub fn absorb(&mut self, request: u64, told: Told, cx: &mut Cx) -> Option<Reply> {
        self.pending.take_if(|(waited, _)| *waited == request)?;
        Some(match told {
            Told::Household(accounts) => self.take_household(*accounts),
            Told::Explained(explained) => {
                if matches!(self.page(), Some(Page::Explained(_))) {
                    self.pages.pop();
                }
                if self.person().is_some() {
                    self.pages.push(Page::Explained(explained));
                }
                Reply::none()
            }
            Told::Batches(lines, next) => self.put(|at| Page::Batches(Chosen::new(lines, at), next)),
            Told::Open(lines) => self.put(|at| Page::Open(Chosen::new(lines, at))),
            Told::Preview(preview) => self.put(|at| {
                let at = at.min(preview.lines.len().saturating_sub(1));
                Page::Preview(preview, at)
            }),
            Told::Findings(lines) => self.put(|at| Page::Findings(Chosen::new(lines, at))),
            Told::Forecast(lines) => self.put(|at| Page::Forecast(Chosen::new(lines, at))),
            Told::Refused(why) => {
                // What was refused may be another list now than the one that was shown.
                let listed = matches!(self.page(), Some(Page::Preview(..)));
                let mut reply = if listed { self.load(cx) } else { Reply::none() };
                reply.notes.push((Severity::Warning, Note::Told(why)));
                reply
            }
            Told::Written { words, payments } => {
                let mut reply = if payments { self.after_payments(cx) } else { Reply::none() };
                reply.notes.push((Severity::Note, Note::Told(words)));
                reply
            }
        })
    }

    /// After batches or outcomes changed: a frozen list goes, what lies below is read anew.
    fn after_payments(&mut self, cx: &mut Cx) -> Reply {
        if matches!(self.page(), Some(Page::Preview(..))) {
            self.pages.pop();
        }
        self.load(cx)
    }

    /// Puts a list on top: in the place of one of its kind, which keeps its chosen line, and of what lay above that.
    fn put(&mut self, page: impl FnOnce(usize) -> Page) -> Reply {
        let mut page = page(usize::MAX);
        let kind = std::mem::discriminant(&page);
        let same = self.pages.iter().position(|one| std::mem::discriminant(one) == kind);
        let at = same.and_then(|index| self.pages.get(index)).map_or(0, Page::at);
        if let Some(index) = same {
            self.pages.truncate(index);
        } else if !matches!(page, Page::Preview(..) | Page::Findings(_) | Page::Forecast(_)) {
            // The office's lists lie side by side, not on each other.
            self.pages.clear();
        }
        page.go_to(at);
        self.pages.push(page);
        Reply::none()
    }

    fn take_household(&mut self, accounts: Accounts) -> Reply {
        let wanted = self.person.take();
        let known = self.person().filter(|page| page.view.household == accounts.household);
        let same = known.map(|page| {
            let period = page.cell().map(|cell| cell.period);
            (page.account().map(|account| account.person), period)
        });
        let mut page = Person::new(accounts, wanted.or(same.and_then(|(person, _)| person)));
        let here = page.account().map(|account| account.person);
        if let Some((person, Some(period))) = same.filter(|(person, _)| *person == here)
            && person.is_some()
        {
            page.stand_on(period);
        }
        while matches!(self.page(), Some(Page::Person(_) | Page::Explained(_) | Page::Slip)) {
            self.pages.pop();
        }
        self.pages.push(Page::Person(Box::new(page)));
        Reply::none()
    }

    /// The worker could not answer; true if this pane waited for it.
    pub fn give_up(&mut self, request: u64) -> bool {
        self.pending.take_if(|(waited, _)| request == 0 || *waited == request).is_some()
    }

    /// The step of a batch that is asked about before it is done.
    pub(super) fn step(&self, to: Stage) -> Reply {
        let Some(batch) = self.batch() else { return Reply::none() };
        let (number, lines, fen) = (batch.number.clone(), batch.lines, batch.fen);
        Reply::open(Opening::Payment(Asked::Step { number, to, lines, fen }))
    }
}

impl Page {
    /// Index of its chosen line.
    fn at(&self) -> usize {
        match self {
            Page::Batches(lines, _) => lines.at,
            Page::Open(lines) => lines.at,
            Page::Preview(_, at) => *at,
            Page::Findings(lines) => lines.at,
            Page::Forecast(lines) => lines.at,
            Page::Person(_) | Page::Explained(_) | Page::Slip => 0,
        }
    }

    fn go_to(&mut self, line: usize) {
        let (at, count) = match self {
            Page::Batches(lines, _) => (&mut lines.at, lines.lines.len()),
            Page::Open(lines) => (&mut lines.at, lines.lines.len()),
            Page::Preview(preview, at) => (at, preview.lines.len()),
            Page::Findings(lines) => (&mut lines.at, lines.lines.len()),
            Page::Forecast(lines) => (&mut lines.at, lines.lines.len()),
            Page::Person(_) | Page::Explained(_) | Page::Slip => return,
        };
        *at = line.min(count.saturating_sub(1));
    }
}

impl Person {
    /// Stands on a period, if the person has it.
    fn stand_on(&mut self, period: Period) {
        self.cell = self.grid().of(period).unwrap_or(self.cell);
    }

    /// Walks the grid.
    fn walk(&mut self, action: Action) {
        let count = self.account().map_or(0, |account| account.cells.len());
        let grid: Grid<'_> = self.grid();
        let to = match action {
            Action::EarlierYear => grid.beside(self.cell, -1),
            Action::LaterYear => grid.beside(self.cell, 1),
            Action::PageUp => grid.beside(self.cell, -5),
            Action::PageDown => grid.beside(self.cell, 5),
            other => moved(other, self.cell, count, 1),
        };
        self.cell = to.unwrap_or(self.cell);
    }
}
