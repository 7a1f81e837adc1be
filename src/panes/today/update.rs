//! How the today pane changes: choosing, opening, taking the worker's answer.

use crate::commands::{Action, Facts, Place};
use crate::flow::view::TodayView;
use crate::flow::{Cx, Effect, Opening, Reply};
use crate::keys::Scope;
use crate::panes::today::{Line, Today};
use crate::panes::{Pane, moved};

/// Lines that PgUp and PgDn move.
const PAGE_LINES: usize = 5;

impl Pane for Today {
    fn place(&self) -> Place {
        Place::Today
    }

    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List]
    }

    fn tell(&self, facts: &mut Facts) {
        facts.chosen = self.line().is_some();
    }

    fn load(&mut self, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Reply::ask(Effect::LoadToday { request })
    }

    /// What was saved meanwhile is counted anew.
    fn shown(&mut self, cx: &mut Cx) -> Reply {
        if std::mem::take(&mut self.stale) { self.load(cx) } else { Reply::none() }
    }

    fn act(&mut self, action: Action, _cx: &mut Cx) -> Reply {
        let count = self.lines().len();
        let here = self.chosen.min(count.saturating_sub(1));
        if let Some(chosen) = moved(action, here, count, PAGE_LINES) {
            self.chosen = chosen;
            return Reply::none();
        }
        let (Action::Open, Some(view)) = (action, &self.view) else { return Reply::none() };
        match self.line() {
            Some(Line::Villages) => Reply::open(Opening::Villages(view.villages.clone())),
            Some(Line::Round) => Reply::open(Opening::Verification),
            Some(Line::Petitions) => Reply::open(Opening::Petitions),
            Some(Line::Payments) => Reply::open(Opening::OpenPayments),
            Some(Line::Late) => Reply::open(Opening::ToSettle),
            Some(Line::Finding(index)) => match view.findings.get(index) {
                Some(count) => Reply::open(Opening::Finding(count.check.clone(), count.name.clone())),
                None => Reply::none(),
            },
            None => Reply::none(),
        }
    }
}

impl Today {
    /// Takes the answer to the current request; true if it was that one.
    pub fn absorb(&mut self, request: u64, view: &TodayView) -> bool {
        if self.pending.is_none_or(|(waited, _)| waited != request) {
            return false;
        }
        if !view.sweeping {
            self.pending = None;
        }
        self.view = Some(view.clone());
        true
    }
}
