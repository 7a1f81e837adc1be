//! The panes (各页): one folder each. Order and names are those of the tabs; [`Pane`] is what each of them answers.

pub mod batches;
pub mod clashes;
pub mod exchange;
pub mod household;
pub mod lookup;
pub mod members;
pub mod petition;
pub mod rulings;
pub mod subsidy;
pub mod today;
pub mod verify;

use crate::commands::{Action, Facts, Place};
use crate::flow::{Cx, Reply};
use crate::form::Field;
use crate::i18n::chrome::Text;
use crate::journal::EntityId;
use crate::keys::Scope;

/// What every pane answers (各页的约定). The reducer asks the pane in front and knows no more of it; what a pane has no use
/// for, it leaves as it is here. The worker's answers have a type for each pane and go to it by name (`app/absorb.rs`).
pub trait Pane {
    /// Where the officer is, for the rules that say what can be done there.
    fn place(&self) -> Place;

    /// The scopes of its keys, innermost first; that of the program follows.
    fn scopes(&self) -> &'static [Scope];

    /// Says what the enabled-rules may know of it.
    fn tell(&self, _facts: &mut Facts) {}

    /// Who is at hand: a household, and a person of it.
    fn at_hand(&self) -> Option<(EntityId, Option<EntityId>)> {
        None
    }

    /// Asks anew for what it shows.
    fn load(&mut self, cx: &mut Cx) -> Reply;

    /// Comes to the front.
    fn shown(&mut self, cx: &mut Cx) -> Reply {
        self.load(cx)
    }

    /// Does an act.
    fn act(&mut self, action: Action, cx: &mut Cx) -> Reply;

    /// One step back; `None` when the pane itself is to be left.
    fn back(&mut self, _cx: &mut Cx) -> Option<Reply> {
        None
    }

    /// The field with the caret.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// What stands in the field has changed.
    fn edited(&mut self, _cx: &mut Cx) -> Reply {
        Reply::none()
    }

    /// True where this digit means something by itself, though no key of the keymap says so.
    fn takes_digit(&self, _digit: char) -> bool {
        false
    }

    /// A digit that it takes.
    fn digit(&mut self, _digit: char, _cx: &mut Cx) -> Reply {
        Reply::none()
    }
}

/// The panes, in the order of the tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaneKind {
    /// What is here (今日).
    #[default]
    Today,
    /// Somebody or some household (查询).
    Lookup,
    /// Household verification (核查).
    Verify,
    /// Entitlement and payment (补贴).
    Subsidy,
    /// Letters and visits (信访).
    Petition,
    /// Files to and from others (交换).
    Exchange,
}

impl PaneKind {
    /// All panes in order.
    pub const ALL: [PaneKind; 6] = [
        PaneKind::Today,
        PaneKind::Lookup,
        PaneKind::Verify,
        PaneKind::Subsidy,
        PaneKind::Petition,
        PaneKind::Exchange,
    ];

    /// The tab's word.
    pub fn title(self) -> Text {
        match self {
            PaneKind::Today => Text::Today,
            PaneKind::Lookup => Text::Lookup,
            PaneKind::Verify => Text::Verify,
            PaneKind::Subsidy => Text::Subsidy,
            PaneKind::Petition => Text::Petition,
            PaneKind::Exchange => Text::Exchange,
        }
    }

    /// Index in [`PaneKind::ALL`].
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|kind| *kind == self).unwrap_or(0)
    }
}

/// Moves a choice in a list of `count` lines; `None` for acts that do not move it.
pub fn moved(action: Action, chosen: usize, count: usize, page: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    Some(match action {
        Action::Up => chosen.saturating_sub(1),
        Action::Down => (chosen + 1).min(last),
        Action::PageUp => chosen.saturating_sub(page.max(1)),
        Action::PageDown => (chosen + page.max(1)).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    })
}
