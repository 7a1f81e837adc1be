//! The office's acts on batches and lists (批次操作): each asks before it writes, naming payments and yuan.

use super::state::{Page, Subsidy};
use crate::commands::Action;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::payment::{Settling, Stage};
use crate::flow::subsidy::{Ask, Asked};
use crate::flow::{Cx, Opening, Reply};
use crate::i18n::counter;
use crate::panes::moved;

/// Lines that PgUp and PgDn move.
const PAGE_LINES: usize = 10;

impl Subsidy {
    pub(super) fn on_batches(&mut self, action: Action, cx: &mut Cx) -> Reply {
        let Some(Page::Batches(batches, next)) = self.pages.last_mut() else { return Reply::none() };
        if let Some(at) = moved(action, batches.at, batches.lines.len(), PAGE_LINES) {
            batches.at = at;
            return Reply::none();
        }
        let next = *next;
        match action {
            Action::BatchList => Reply::open(Opening::ListPeriod(next.to_string())),
            Action::BatchSweep => self.ask(Ask::Sweep, cx),
            Action::BatchForecast => self.ask(Ask::Forecast, cx),
            Action::BatchReturn => Reply::open(Opening::BankReturn),
            Action::BatchStep => match self.batch().and_then(|batch| batch.next()) {
                Some(to) => self.step(to),
                None => Reply::none(),
            },
            Action::BatchWithdraw => self.step(Stage::Withdrawn),
            Action::BatchExport => match self.batch() {
                Some(batch) => Reply::open(Opening::BatchExport(batch.number.clone())),
                None => Reply::none(),
            },
            _ => Reply::none(),
        }
    }

    /// The list of a period, as it would be now.
    pub fn list_of(&mut self, period: Period, cx: &mut Cx) -> Reply {
        self.ask(Ask::Preview { period }, cx)
    }

    /// Takes a bank's file in.
    pub fn take_in(&mut self, path: String, cx: &mut Cx) -> Reply {
        self.ask(Ask::TakeIn { path }, cx)
    }

    /// Asks whether a batch may leave in clear.
    pub fn export(&self, path: String) -> Reply {
        let Some(batch) = self.batch() else { return Reply::none() };
        let (number, lines) = (batch.number.clone(), batch.lines);
        Reply::open(Opening::Payment(Asked::Export { number, lines, path }))
    }

    /// Writes the answer to the person at hand.
    pub fn print_slip(&mut self, path: String, cx: &mut Cx) -> Reply {
        let person = self.person().and_then(|page| page.account()).map(|account| account.person);
        match person {
            Some(person) => self.ask(Ask::Slip { person, path }, cx),
            None => Reply::none(),
        }
    }

    /// Asks whether the open item at hand goes out once more.
    pub(super) fn pay_again(&self) -> Reply {
        let item = self.open_item().and_then(|item| Some((item, item.period?)));
        let Some((item, period)) = item else { return Reply::none() };
        let as_it_failed = counter::is_bank(item.reason) && !item.corrected;
        let (person, name, fen) = (item.person, item.name.clone(), item.fen);
        let asked = Asked::PayAgain { person, name, period, fen, as_it_failed };
        Reply::open(Opening::Payment(asked))
    }

    /// Closes the open item at hand.
    pub fn close_item(&mut self, reason: String, cx: &mut Cx) -> Reply {
        let item = self.open_item().and_then(|item| Some((item.person, item.period?)));
        match item {
            Some((person, period)) => self.ask(Ask::CloseItem { person, period, reason }, cx),
            None => Reply::none(),
        }
    }

    /// Enters a step of getting the money of the period at hand back.
    pub fn settle(&mut self, how: Settling, line: String, cx: &mut Cx) -> Reply {
        let at = self.person().and_then(|page| Some((page.account()?.person, page.cell()?.period)));
        match at {
            Some((person, period)) => self.ask(Ask::Settle { person, period, how, line }, cx),
            None => Reply::none(),
        }
    }

    pub(super) fn freeze(&self) -> Reply {
        let Some(list) = self.list().filter(|list| list.frozen.is_none()) else { return Reply::none() };
        let (period, persons, fen) = (list.period, list.persons, list.fen);
        Reply::open(Opening::Payment(Asked::Freeze { period, persons, fen }))
    }
}
