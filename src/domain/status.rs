//! A person's status (人员状态): derived from records on a day, never stored.

use super::day::Day;
use super::record::{Membership, Person};

/// What a person is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 在册
    Registered,
    /// 死亡: a date of death stands, even if two contradict each other.
    Deceased,
    /// 迁出: in no household any more, or the record goes on in another village.
    MovedOut,
    /// 作废: the record was set aside.
    SetAside,
}

impl Status {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Registered => "registered",
            Status::Deceased => "deceased",
            Status::MovedOut => "moved_out",
            Status::SetAside => "set_aside",
        }
    }
}

/// The status on a day, by the person's memberships (all of them, or those of one household). Someone registered without
/// any household is registered.
pub fn status<'a>(
    person: &Person,
    memberships: impl IntoIterator<Item = &'a Membership>,
    today: Day,
) -> Status {
    if person.common.set_aside.is_some() {
        return Status::SetAside;
    }
    if !person.death.is_empty() {
        return Status::Deceased;
    }
    let mut standing = memberships.into_iter().filter(|membership| membership.common.stands()).peekable();
    let was_member = standing.peek().is_some();
    let left = was_member && !standing.any(|membership| !has_ended(membership, today));
    if left || !person.common.closed.is_empty() { Status::MovedOut } else { Status::Registered }
}

/// A membership that begins later is no leaving.
fn has_ended(membership: &Membership, today: Day) -> bool {
    membership.to.shown.is_some_and(|to| to.last() <= today)
}
