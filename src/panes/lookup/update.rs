//! How the look-up pane changes: searching as one types, choosing, opening, revealing.

use crate::commands::{Action, Facts, Place};
use crate::domain::status::Status;
use crate::flow::view::{HitKind, HouseholdView, Revealed, SearchAnswer};
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::form::Field;
use crate::i18n::Both;
use crate::i18n::messages::Note;
use crate::journal::EntityId;
use crate::keys::Scope;
use crate::panes::household::{Household, Waiting};
use crate::panes::lookup::{Heading, Lookup, RESULTS_MAX, list_rows};
use crate::panes::{Pane, moved};
use crate::text::fold;

/// Members that PgUp and PgDn would move; in a household they walk the results instead.
const MEMBER_PAGE: usize = 5;

impl Pane for Lookup {
    fn place(&self) -> Place {
        if self.household.is_some() { Place::Household } else { Place::Lookup }
    }

    fn scopes(&self) -> &'static [Scope] {
        if self.household.is_some() { &[Scope::Household, Scope::List] } else { &[Scope::List] }
    }

    fn tell(&self, facts: &mut Facts) {
        facts.chosen = self.hit().is_some();
        let Some(open) = &self.household else { return };
        let member = open.member();
        facts.chosen = member.is_some();
        facts.member = member.is_some();
        facts.previous = self.neighbour(-1).is_some();
        facts.next = self.neighbour(1).is_some();
        facts.aside = open.view.set_aside;
        facts.conflicts = open.view.conflicts > 0;
        let Some(member) = member else { return };
        let numbers = [&member.id_number, &member.account, &member.phone];
        facts.has_numbers = numbers.iter().any(|value| !value.text.is_empty());
        facts.shown = open.shown(member).is_some() || open.revealing.is_some();
        facts.aside |= member.status == Status::SetAside;
    }

    fn at_hand(&self) -> Option<(EntityId, Option<EntityId>)> {
        match &self.household {
            Some(open) => Some((open.view.household, open.member().map(|member| member.person))),
            None => self.hit().filter(|hit| !hit.household.is_zero()).map(|hit| (hit.household, hit.person)),
        }
    }

    /// Asks again for what is on the screen.
    fn load(&mut self, cx: &mut Cx) -> Reply {
        if let Some(open) = &self.household {
            let (household, person) = (open.view.household, open.member().map(|member| member.person));
            return self.open(household, person, cx);
        }
        match self.heading.clone() {
            Some(Heading::Finding(check, name)) => self.list_finding(check, name, cx),
            _ => self.search(cx),
        }
    }

    /// What was found stays found.
    fn shown(&mut self, _cx: &mut Cx) -> Reply {
        Reply::none()
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        let Some(open) = &mut self.household else {
            if let Some(chosen) = moved(action, self.chosen, self.hits().len(), list_rows(cx.rows)) {
                self.chosen = chosen;
                return Reply::none();
            }
            return if action == Action::Open { self.open_hit(cx) } else { Reply::none() };
        };
        match action {
            Action::PreviousHousehold | Action::NextHousehold => {
                let step = if action == Action::NextHousehold { 1 } else { -1 };
                let Some(index) = self.neighbour(step) else { return Reply::none() };
                self.chosen = index;
                self.open_hit(cx)
            }
            Action::Reveal => open.reveal(cx),
            Action::Open => Reply::open(Opening::Person),
            _ => {
                if let Some(chosen) = moved(action, open.chosen, open.view.members.len(), MEMBER_PAGE)
                    && chosen != open.chosen
                {
                    open.chosen = chosen;
                    open.mask();
                }
                Reply::none()
            }
        }
    }

    fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        if self.household.is_some() || self.opening.is_some() {
            self.close_household();
            let last = self.field.text().to_owned();
            self.field.suggest(&last);
            return Some(Reply::none());
        }
        let used = !self.field.is_empty() || self.heading.is_some();
        used.then(|| {
            self.field.set("");
            self.search(cx)
        })
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.household.is_none().then_some(&mut self.field)
    }

    fn edited(&mut self, cx: &mut Cx) -> Reply {
        self.search(cx)
    }
}

impl Lookup {
    /// Searches for what stands in the box; an empty box shows no results.
    pub fn search(&mut self, cx: &mut Cx) -> Reply {
        self.close_household();
        self.chosen = 0;
        let query = fold(self.field.text()).trim().to_string();
        if query.is_empty() {
            self.heading = None;
            self.answer = None;
            self.searching = None;
            return Reply::none();
        }
        self.heading = Some(Heading::Query(query.clone()));
        let request = self.await_results(cx);
        Reply::ask(Effect::Search { request, query, limit: RESULTS_MAX })
    }

    /// Lists the records behind a check's count.
    pub fn list_finding(&mut self, check: String, name: Both, cx: &mut Cx) -> Reply {
        self.close_household();
        self.field.set("");
        self.chosen = 0;
        self.answer = None;
        self.heading = Some(Heading::Finding(check.clone(), name));
        let request = self.await_results(cx);
        Reply::ask(Effect::ListFinding { request, check, limit: RESULTS_MAX })
    }

    fn await_results(&mut self, cx: &mut Cx) -> u64 {
        let request = cx.request();
        self.searching = Some(Waiting { request, since_ms: cx.now_ms });
        request
    }

    /// Asks for a household, to stand on this member.
    pub fn open(&mut self, household: EntityId, person: Option<EntityId>, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.opening = Some((Waiting { request, since_ms: cx.now_ms }, person));
        Reply::ask(Effect::OpenHousehold { request, household })
    }

    fn open_hit(&mut self, cx: &mut Cx) -> Reply {
        let Some(hit) = self.hit() else { return Reply::none() };
        if let HitKind::Petition(item) = hit.kind {
            return Reply::open(Opening::Petition(item));
        }
        let (household, person) = (hit.household, hit.person);
        self.before = None;
        self.open(household, person, cx)
    }

    /// Leaves the household; its numbers are masked by that.
    pub fn close_household(&mut self) {
        self.household = None;
        self.opening = None;
        self.before = None;
    }

    /// The officer looks at another pane: the person is left, the numbers are masked.
    pub fn leave(&mut self) {
        if let Some(open) = &mut self.household {
            open.mask();
        }
    }

    /// Takes the results of the awaited search; true if they were those.
    pub fn absorb_results(&mut self, request: u64, answer: &SearchAnswer) -> bool {
        if self.searching.as_ref().is_none_or(|waiting| waiting.request != request) {
            return false;
        }
        self.searching = None;
        self.answer = Some(answer.clone());
        self.chosen = 0;
        true
    }

    /// Takes the awaited household; true if it was that one.
    pub fn absorb_household(&mut self, request: u64, view: &HouseholdView) -> bool {
        match self.opening.take() {
            Some((waiting, person)) if waiting.request == request => {
                self.household = Some(Household::new(view.clone(), person));
                true
            }
            other => {
                self.opening = other;
                false
            }
        }
    }

    /// Takes the awaited numbers, unless the person was left meanwhile.
    pub fn absorb_revealed(&mut self, request: u64, values: &Revealed) -> Option<Reply> {
        let open = self.household.as_mut()?;
        open.revealing.take_if(|waiting| waiting.request == request)?;
        let name = open.member().filter(|member| member.person == values.person)?.name.text.clone();
        open.revealed = Some(values.clone());
        Some(Reply::say(Severity::Note, Note::Revealed(name)))
    }

    /// Forgets whatever is awaited under this request (0: everything); true if something was.
    pub fn give_up(&mut self, request: u64) -> bool {
        let meant = |waiting: &Waiting| request == 0 || waiting.request == request;
        let searching = self.searching.take_if(|waiting| meant(waiting)).is_some();
        if searching {
            // The results on the screen answer an older query; under the new one they would be a lie.
            self.answer = None;
        }
        let opening = self.opening.take_if(|(waiting, _)| meant(waiting)).is_some();
        let revealing = self
            .household
            .as_mut()
            .is_some_and(|open| open.revealing.take_if(|waiting| meant(waiting)).is_some());
        searching || opening || revealing
    }
}
