//! How the verification pane changes: going from household to household, digits, taking the worker's answers.

use super::state::{Next, Queue, Verify};
use crate::commands::{Action, Facts, Place};
use crate::domain::verify::stages::VisitResult;
use crate::flow::form::FormAct;
use crate::flow::verify::{Ask, Counts, HouseholdLine, RouteView, Told};
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::form::Field;
use crate::i18n::messages::Note;
use crate::i18n::verify_pane::{self, Text};
use crate::i18n::{Both, Lang};
use crate::journal::EntityId;
use crate::keys::Scope;
use crate::panes::{Pane, moved};

/// Lines that PgUp and PgDn move in the queue.
const PAGE_LINES: usize = 10;

fn both(text: impl Fn(Lang) -> String) -> Note {
    Note::Told(Both::new(text(Lang::Zh), text(Lang::En)))
}

impl Pane for Verify {
    fn place(&self) -> Place {
        Place::Verify
    }

    fn scopes(&self) -> &'static [Scope] {
        match self.queue {
            Some(_) => &[Scope::Queue, Scope::List],
            None => &[Scope::Verify, Scope::Household, Scope::List],
        }
    }

    fn tell(&self, facts: &mut Facts) {
        facts.queued = self.queued().is_some();
        facts.chosen = facts.queued;
        if !self.at_work() {
            return;
        }
        facts.on_route = true;
        facts.has_numbers = true;
        facts.shown = !self.revealed.is_empty();
        facts.previous = self.neighbour(-1).is_some();
        facts.next = self.neighbour(1).is_some();
        facts.member = self.at_member().is_some();
        facts.suspect = self.suspect().is_some();
        facts.rest = self.untouched() > 0;
    }

    fn at_hand(&self) -> Option<(EntityId, Option<EntityId>)> {
        if let Some(line) = self.queued() {
            return Some((line.household, Some(line.person)));
        }
        let line = self.household()?;
        Some((line.household, self.at_member().map(|member| member.person)))
    }

    /// Asks for the village at hand, or the first.
    fn load(&mut self, cx: &mut Cx) -> Reply {
        if self.queue.is_some() {
            return self.ask(Ask::Queue, cx);
        }
        let village = self.route.as_ref().map(|route| route.village);
        self.ask(Ask::Route { village, check: self.check }, cx)
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        if self.queue.is_some() {
            return self.in_queue(action, cx);
        }
        match action {
            Action::VerifyNext if self.desk => self.begin(Next::Form(None), cx),
            Action::VerifyNext => self.begin(Next::AsRecorded, cx),
            Action::VerifyVisit => self.begin(Next::Form(None), cx),
            Action::VerifyResult => Reply::open(Opening::VisitResults),
            Action::VerifyTeam => Reply::open(Opening::Form(FormAct::Team)),
            Action::VerifyDesk => {
                self.desk = !self.desk;
                self.initials.set("");
                Reply::none()
            }
            Action::VerifyCheck => {
                self.check = !self.check;
                self.focus(0);
                self.load(cx)
            }
            Action::VerifyRest => Reply::open(Opening::VillageRest(self.untouched())),
            Action::VerifyVillage => self.ask(Ask::Villages, cx),
            Action::VerifyQueue => self.ask(Ask::Queue, cx),
            Action::SuspectTrue => Reply::open(Opening::Suspect),
            Action::SuspectFalse => self.dismiss(cx),
            Action::VerifySheet => Reply::open(Opening::VisitSheet),
            Action::VerifyPosting => Reply::open(Opening::VillagePosting),
            Action::Reveal => {
                let Some(household) = self.household().map(|line| line.household) else {
                    return Reply::none();
                };
                self.ask(Ask::Reveal { household }, cx)
            }
            Action::NextHousehold => self.step(1),
            Action::PreviousHousehold => self.step(-1),
            Action::First => self.to(0),
            Action::Last => self.to(usize::MAX),
            _ => {
                let count = self.household().map_or(0, |line| line.members.len());
                self.member = moved(action, self.member, count, count).unwrap_or(self.member);
                Reply::none()
            }
        }
    }

    fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        if self.queue.take().is_some() {
            return Some(self.load(cx));
        }
        if !self.initials.is_empty() {
            self.initials.set("");
            return Some(Reply::none());
        }
        self.desk.then(|| {
            self.desk = false;
            Reply::none()
        })
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.desk.then_some(&mut self.initials)
    }

    fn edited(&mut self, _cx: &mut Cx) -> Reply {
        if self.find_initials() {
            return Reply::none();
        }
        Reply::say(Severity::Note, both(|lang| Text::NobodySo.text(lang).to_owned()))
    }

    fn takes_digit(&self, digit: char) -> bool {
        digit.is_ascii_digit() && self.at_work() && self.at_member().is_some()
    }

    /// The outcome of the chosen member.
    fn digit(&mut self, digit: char, cx: &mut Cx) -> Reply {
        self.begin(Next::Form(Some(digit)), cx)
    }
}

impl Verify {
    /// Asks for another village.
    pub fn go_to(&mut self, village: EntityId, cx: &mut Cx) -> Reply {
        self.route = None;
        self.focus(0);
        self.ask(Ask::Route { village: Some(village), check: self.check }, cx)
    }

    fn ask(&mut self, ask: Ask, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Reply::ask(Effect::Verify { request, ask })
    }

    fn in_queue(&mut self, action: Action, cx: &mut Cx) -> Reply {
        let act = match action {
            Action::QueueOpinion => Some(FormAct::Opinion),
            Action::QueueReturn => Some(FormAct::GiveBack),
            Action::QueueDecide => Some(FormAct::Decide),
            Action::QueueApprove => Some(FormAct::Approve),
            Action::Open => {
                let approve = self.queued().is_some_and(|line| line.to_approve);
                Some(if approve { FormAct::Approve } else { FormAct::Decide })
            }
            Action::VerifyQueue => {
                self.queue = None;
                return self.load(cx);
            }
            _ => None,
        };
        if let Some(act) = act.filter(|_| self.queued().is_some()) {
            return Reply::open(Opening::Form(act));
        }
        if let Some(queue) = &mut self.queue {
            queue.chosen = moved(action, queue.chosen, queue.lines.len(), PAGE_LINES).unwrap_or(queue.chosen);
        }
        Reply::none()
    }

    fn step(&mut self, by: isize) -> Reply {
        if let Some(at) = self.neighbour(by) {
            self.focus(at);
        }
        Reply::none()
    }

    fn to(&mut self, at: usize) -> Reply {
        let last = self.route.as_ref().map_or(0, |route| route.households.len().saturating_sub(1));
        self.focus(at.min(last));
        Reply::none()
    }

    /// A visit that came to nothing.
    pub fn came_to_nothing(&mut self, result: VisitResult, cx: &mut Cx) -> Reply {
        self.begin(Next::Result(result), cx)
    }

    /// Begins what needs a team at the door; on paper nobody visits.
    pub fn begin(&mut self, next: Next, cx: &mut Cx) -> Reply {
        let Some(household) = self.household().map(|line| line.household) else { return Reply::none() };
        let said = self.desk || self.route.as_ref().is_some_and(|route| !route.team.is_empty());
        if !said {
            self.after_team = Some(next);
            return Reply::open(Opening::Form(FormAct::Team));
        }
        match next {
            Next::AsRecorded => {
                self.ask(Ask::AsRecorded { household, desk: self.desk, check: self.check }, cx)
            }
            Next::Result(result) => self.ask(Ask::Result { household, result }, cx),
            Next::Form(digit) => Reply::open(Opening::Visit { digit, desk: self.desk, check: self.check }),
        }
    }

    fn dismiss(&mut self, cx: &mut Cx) -> Reply {
        let (Some(line), Some(suspect)) = (self.household(), self.suspect()) else { return Reply::none() };
        let (household, candidate) = (line.household, suspect.id.clone());
        self.ask(Ask::Dismiss { household, candidate }, cx)
    }

    /// The other households of the village.
    pub fn report_rest(&mut self, count: usize, cx: &mut Cx) -> Reply {
        let Some(village) = self.route.as_ref().map(|route| route.village) else { return Reply::none() };
        self.ask(Ask::Rest { village, count }, cx)
    }

    /// A file for paper: the visit record of the household, or the village's posted list.
    pub fn print(&mut self, posting: bool, path: String, cx: &mut Cx) -> Reply {
        let (Some(route), Some(line)) = (&self.route, self.household()) else { return Reply::none() };
        let ask = match posting {
            true => Ask::Posting { village: route.village, path },
            false => Ask::Sheet { household: line.household, path },
        };
        self.ask(ask, cx)
    }

    /// A form of this pane was saved, or an act was taken back: what it changed is read again.
    pub fn changed(&mut self, act: Option<FormAct>, household: EntityId, cx: &mut Cx) -> Reply {
        if self.queue.is_some() {
            return self.ask(Ask::Queue, cx);
        }
        self.leaving = act.is_some_and(FormAct::is_visit);
        let here = self.household().map(|line| line.household);
        let known = self
            .route
            .as_ref()
            .and_then(|route| route.households.iter().position(|line| line.household == household));
        match known {
            Some(at) if act.is_none() => self.focus(at),
            Some(_) => {}
            None if here.is_some() && act.is_some() => return self.load(cx),
            None => return self.load(cx),
        }
        self.ask(Ask::Household { household, check: self.check }, cx)
    }

    /// The team was said.
    pub fn team_said(&mut self, names: &str, cx: &mut Cx) -> Reply {
        if let Some(route) = &mut self.route {
            route.team = names.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        }
        match self.after_team.take() {
            Some(next) if self.at_work() => self.begin(next, cx),
            _ => Reply::none(),
        }
    }

    /// Forgets what is awaited under this request (0: everything); true if something was.
    pub fn give_up(&mut self, request: u64) -> bool {
        self.leaving = false;
        self.pending.take_if(|(waited, _)| request == 0 || *waited == request).is_some()
    }

    /// Takes an answer; none when it is not awaited.
    pub fn absorb(&mut self, request: u64, told: Told, cx: &mut Cx) -> Option<Reply> {
        self.pending.take_if(|(waited, _)| *waited == request)?;
        Some(match told {
            Told::Route(route) => self.take_route(*route),
            Told::Household(line, counts) => {
                self.take_line(*line, counts);
                if std::mem::take(&mut self.leaving) { self.go_on(None) } else { Reply::none() }
            }
            Told::Visited(line, counts) => {
                let code = line.code.clone();
                self.take_line(*line, counts);
                self.go_on(Some(code))
            }
            Told::Villages(villages) => Reply::open(Opening::RoundVillages(villages)),
            Told::Reported(count) => {
                let mut reply = self.load(cx);
                reply.notes.push((Severity::Note, both(|lang| verify_pane::reported(count, lang))));
                reply
            }
            Told::Refused(why) => Reply::say(Severity::Warning, Note::Told(why)),
            Told::Revealed(values) => {
                self.revealed = values;
                let name = self.household().map(|line| line.head.clone()).unwrap_or_default();
                Reply::say(Severity::Note, Note::Revealed(name))
            }
            Told::Queue(lines) => {
                let chosen = self.queue.as_ref().map_or(0, |queue| queue.chosen);
                let chosen = chosen.min(lines.len().saturating_sub(1));
                self.queue = Some(Queue { lines, chosen });
                Reply::none()
            }
            Told::Written(words) => Reply::say(Severity::Note, Note::Told(words)),
        })
    }

    fn take_route(&mut self, route: RouteView) -> Reply {
        let here = self.household().map(|line| line.household);
        let same = route.households.iter().position(|line| Some(line.household) == here);
        let open = route.households.iter().position(|line| !line.done);
        self.chosen = same.or(open).unwrap_or(0);
        let members = route.households.get(self.chosen).map_or(0, |line| line.members.len());
        self.member = self.member.min(members.saturating_sub(1));
        self.route = Some(route);
        Reply::none()
    }

    fn take_line(&mut self, line: HouseholdLine, counts: Counts) {
        let Some(route) = &mut self.route else { return };
        route.counts = counts;
        if let Some(known) = route.households.iter_mut().find(|known| known.household == line.household) {
            *known = line;
        }
        let members = self.household().map_or(0, |line| line.members.len());
        self.member = self.member.min(members.saturating_sub(1));
    }

    /// On to the next household that is not through.
    fn go_on(&mut self, code: Option<String>) -> Reply {
        self.initials.set("");
        let mut reply = match code {
            Some(code) => Reply::say(Severity::Note, Note::AsRecorded(code)),
            None => Reply::none(),
        };
        match self.next_open() {
            Some(at) => self.focus(at),
            None => {
                self.revealed.clear();
                let done = both(|lang| Text::AllDone.text(lang).to_owned());
                reply.notes.push((Severity::Note, done));
            }
        }
        reply
    }
}
