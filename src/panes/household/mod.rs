//! One opened household (户): which member is chosen, and whether the numbers are shown.

pub mod view;

use crate::flow::view::{HouseholdView, MemberView, Revealed};
use crate::flow::{Cx, Effect, Reply};
use crate::journal::EntityId;

/// A request that is not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub request: u64,
    /// Since when, in milliseconds.
    pub since_ms: u64,
}

/// The opened household.
#[derive(Clone, Debug)]
pub struct Household {
    /// Its record.
    pub view: HouseholdView,
    /// Index of the chosen member.
    pub chosen: usize,
    /// The chosen member's full numbers while they are shown.
    pub revealed: Option<Revealed>,
    /// The reveal that is awaited.
    pub revealing: Option<Waiting>,
}

impl Household {
    /// The household with the member `person` chosen, or the first.
    pub fn new(view: HouseholdView, person: Option<EntityId>) -> Self {
        let chosen = view.members.iter().position(|member| Some(member.person) == person).unwrap_or(0);
        Self { view, chosen, revealed: None, revealing: None }
    }

    /// The chosen member.
    pub fn member(&self) -> Option<&MemberView> {
        self.view.members.get(self.chosen)
    }

    /// The full numbers of `member`, if they are shown.
    pub fn shown(&self, member: &MemberView) -> Option<&Revealed> {
        self.revealed.as_ref().filter(|values| values.person == member.person)
    }

    /// Masks again; true if something was shown or on its way.
    pub fn mask(&mut self) -> bool {
        let awaited = self.revealing.take().is_some();
        self.revealed.take().is_some() || awaited
    }
}

impl Household {
    /// Asks for the chosen member's full numbers; the worker records it.
    pub fn reveal(&mut self, cx: &mut Cx) -> Reply {
        let Some(person) = self.member().map(|member| member.person) else { return Reply::none() };
        let request = cx.request();
        self.revealing = Some(Waiting { request, since_ms: cx.now_ms });
        Reply::ask(Effect::Reveal { request, person })
    }
}
