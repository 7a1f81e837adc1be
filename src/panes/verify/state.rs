//! What the verification pane holds: the village, where the officer stands in it, what is awaited.

use crate::domain::verify::stages::VisitResult;
use crate::flow::verify::{CandidateLine, HouseholdLine, MemberLine, QueueLine, RouteView};
use crate::flow::view::Revealed;
use crate::form::Field;
use crate::journal::EntityId;
use crate::text::fold_search;
use crate::text::pinyin::spells;

/// Longest initials typed to find a household.
const INITIALS_MAX: usize = 20;

/// What goes on as soon as the team was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// All as recorded.
    AsRecorded,
    /// The visit form, with this digit for the chosen member.
    Form(Option<char>),
    /// A visit that came to nothing.
    Result(VisitResult),
}

/// A paper that is written from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The focused household's visit record.
    Visit,
    /// The village's list.
    Posting,
    /// The change sheet of the chosen proposal.
    Change,
}

/// The office's queue.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Its lines.
    pub lines: Vec<QueueLine>,
    /// The chosen one.
    pub chosen: usize,
}

/// The pane's state.
#[derive(Clone, Debug)]
pub struct Verify {
    /// The village.
    pub route: Option<RouteView>,
    /// The answer that is awaited, and since when.
    pub pending: Option<(u64, u64)>,
    /// Index of the focused household.
    pub chosen: usize,
    /// Index of the chosen member.
    pub member: usize,
    /// Paper from a village is entered.
    pub desk: bool,
    /// The blind second check.
    pub check: bool,
    /// Initials typed so far.
    pub initials: Field,
    /// The queue lies on top of the route.
    pub queue: Option<Queue>,
    /// Numbers of the focused household while they are shown.
    pub revealed: Vec<Revealed>,
    /// Goes on after the team was said, if this household and member are still at hand.
    pub after_team: Option<(Next, EntityId, Option<EntityId>)>,
    /// The household that was worked on is left when its line comes.
    pub(super) leaving: bool,
}

impl Default for Verify {
    fn default() -> Self {
        Self {
            route: None,
            pending: None,
            chosen: 0,
            member: 0,
            desk: false,
            check: false,
            initials: Field::new(INITIALS_MAX),
            queue: None,
            revealed: Vec::new(),
            after_team: None,
            leaving: false,
        }
    }
}

impl Verify {
    /// The focused household.
    pub fn household(&self) -> Option<&HouseholdLine> {
        self.route.as_ref()?.households.get(self.chosen)
    }

    /// The chosen member.
    pub fn at_member(&self) -> Option<&MemberLine> {
        self.household()?.members.get(self.member)
    }

    /// The first candidate of the chosen member.
    pub fn suspect(&self) -> Option<&CandidateLine> {
        self.at_member()?.candidates.first()
    }

    /// The chosen line of the queue.
    pub fn queued(&self) -> Option<&QueueLine> {
        let queue = self.queue.as_ref()?;
        queue.lines.get(queue.chosen)
    }

    /// True while a round is under way and a household is focused.
    pub fn at_work(&self) -> bool {
        self.queue.is_none()
            && self.route.as_ref().is_some_and(|route| !route.period.is_empty())
            && self.household().is_some()
    }

    /// Households that nobody went through or tried.
    pub fn untouched(&self) -> usize {
        use crate::domain::verify::route::Mark;
        let open = |line: &&HouseholdLine| {
            line.marks.iter().any(|mark| matches!(mark, Mark::NotStarted | Mark::LongUnseen))
        };
        self.route.as_ref().map_or(0, |route| route.households.iter().filter(open).count())
    }

    /// The place of the household `by` lines further; none beyond the ends.
    pub fn neighbour(&self, by: isize) -> Option<usize> {
        let count = self.route.as_ref()?.households.len();
        let at = self.chosen.checked_add_signed(by)?;
        (self.queue.is_none() && at < count).then_some(at)
    }

    /// Focuses a household; what was revealed is masked again.
    pub(super) fn focus(&mut self, at: usize) {
        self.chosen = at;
        self.member = 0;
        self.revealed.clear();
    }

    /// The full numbers of a member, if they are shown.
    pub fn shown(&self, member: &MemberLine) -> Option<&Revealed> {
        self.revealed.iter().find(|values| values.person == member.person)
    }

    /// Masks again; true if something was shown.
    pub fn mask(&mut self) -> bool {
        let shown = !self.revealed.is_empty();
        self.revealed.clear();
        shown
    }

    /// The next household that is not through, from the focused one on, then from the first.
    pub(super) fn next_open(&self) -> Option<usize> {
        let households = &self.route.as_ref()?.households;
        let open = |at: &usize| households.get(*at).is_some_and(|line| !line.done);
        let after = self.chosen + 1..households.len();
        after.chain(0..self.chosen).find(open)
    }

    /// Goes to the first household that the typed initials begin: its head, a member, or its code. False if there is none.
    pub fn find_initials(&mut self) -> bool {
        let typed = fold_search(self.initials.text());
        if typed.is_empty() {
            return true;
        }
        let Some(route) = &self.route else { return false };
        let fits =
            |words: &str| !words.is_empty() && (spells(&typed, words) || fold_search(words).contains(&typed));
        let of = |line: &HouseholdLine| {
            let head = fits(&line.code) || fits(&line.head);
            let member =
                line.members.iter().position(|member| fits(&member.name) || member.also.split(' ').any(fits));
            member.or(head.then_some(0))
        };
        // Heads first: the paper lists households by them.
        let by_head = route.households.iter().position(|line| fits(&line.head) || fits(&line.code));
        let found = by_head
            .map(|at| (at, route.households.get(at).and_then(of).unwrap_or(0)))
            .or_else(|| route.households.iter().enumerate().find_map(|(at, line)| Some((at, of(line)?))));
        if let Some((at, member)) = found {
            self.focus(at);
            self.member = member;
        }
        found.is_some()
    }
}
