//! The panes (各页): one folder each with state, update and view. Order and names are those of the tabs.

pub mod batches;
pub mod clashes;
pub mod exchange;
pub mod household;
pub mod lookup;
pub mod members;
pub mod room;
pub mod subsidy;
pub mod today;
pub mod verify;

use crate::i18n::chrome::Text;
use crate::i18n::rooms::Room;

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

    /// The room whose sentence stands there as long as its work has not moved in.
    pub fn room(self) -> Option<Room> {
        match self {
            PaneKind::Today
            | PaneKind::Lookup
            | PaneKind::Verify
            | PaneKind::Subsidy
            | PaneKind::Exchange => None,
            PaneKind::Petition => Some(Room::Petition),
        }
    }

    /// Index in [`PaneKind::ALL`].
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|kind| *kind == self).unwrap_or(0)
    }
}

/// Moves a choice in a list of `count` lines; `None` for acts that do not move it.
pub fn moved(action: crate::commands::Action, chosen: usize, count: usize, page: usize) -> Option<usize> {
    use crate::commands::Action;
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
