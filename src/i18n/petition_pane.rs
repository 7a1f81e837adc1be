//! Words of the petition pane (信访页): its acts, its fixed words, the signs of its days.

use super::commands::Action;
use super::{Lang, petition_words as words};
use crate::domain::petition::course::Group;

/// Label and sentence of an act of this pane: Chinese and English of both; none for others.
pub fn action_words(action: Action) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    Some(match action {
        Action::PetitionNext => (
            "办下一步",
            "Next act",
            "打开下一步的表，已填好能填的",
            "Opens the form of the next legal act, filled in",
        ),
        Action::PetitionInto => {
            ("看这一件", "Look into", "打开这一件；在件里到后一天", "Opens the item; in it, a day on")
        }
        Action::PetitionBefore => ("前一天", "Day before", "在期限里到前一天", "A day back in the clock"),
        Action::PetitionRegister => ("登记", "Register", "登记一件信访", "Registers a petition"),
        Action::PetitionSheet => (
            "事实清单",
            "Fact sheet",
            "户、核查、兑现的事实和出处，再按收起",
            "Facts with their sources; again: away",
        ),
        Action::PetitionAssign => ("承办人", "Handler", "指定这一件的承办人", "Names who handles the item"),
        Action::PetitionMerge => (
            "并入",
            "Merge",
            "把这一件并入另一件，两个编号都留着",
            "Merges the item into another; both numbers stay",
        ),
        Action::PetitionLink => ("关联", "Link", "把这一件和另一件连起来", "Ties the item to another"),
        Action::PetitionLog => ("记联系", "Contact", "记一次电话、接访或下访", "Writes down a call or visit"),
        Action::PetitionRate => ("评价", "Rating", "记信访人的评价", "Writes down how the person rates"),
        _ => return None,
    })
}

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Loading,
    NothingOpen,
    Forked,
    NoClock,
    NoSheet,
    Legend,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Loading => ("正在读信访件", "reading the petitions"),
            Text::NothingOpen => ("没有等着办的信访件", "no petition waits"),
            Text::Forked => ("分叉", "forked"),
            Text::NoClock => ("这一件没有期限", "no clock runs for this item"),
            Text::NoSheet => ("没有连到户或人，没有可列的事实", "tied to no household or person: no facts"),
            Text::Legend => (
                ". 工作日  - 休息日  x 不计  @ 今天  + 稳妥日  ! 期限",
                ". working  - rest day  x not counted  @ today  + safe day  ! due",
            ),
        };
        lang.pick(zh, en)
    }
}

/// How many stand in each group.
pub fn counts(of: impl Iterator<Item = Group>, lang: Lang) -> String {
    let groups: Vec<Group> = of.collect();
    let count = |group: Group| groups.iter().filter(|one| **one == group).count();
    let named = |group: &Group| format!("{} {}", words::group(*group, lang), count(*group));
    Group::ALL.iter().map(named).collect::<Vec<_>>().join("  ")
}

/// How many days are left; with a mark at 7, 3 and 1.
pub fn left(days: Option<i32>, lang: Lang) -> String {
    match days {
        None => String::new(),
        Some(days) if days < 0 => {
            let over = -i64::from(days);
            lang.pick(format!("!! 过 {over} 天"), format!("!! {over} over"))
        }
        Some(0) => lang.pick("!! 今天".to_owned(), "!! today".to_owned()),
        Some(days) => {
            let sign = match days {
                1 => "! ",
                2..=3 => "? ",
                4..=7 => "* ",
                _ => "",
            };
            lang.pick(format!("{sign}剩 {days} 天"), format!("{sign}{days} left"))
        }
    }
}
