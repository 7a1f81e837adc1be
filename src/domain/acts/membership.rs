//! Acts on who belongs to which household (户内成员变动): leave, join, move over, also into another village.

use super::held::Held;
use super::write::{Put, Whom, Write};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, membership, person};
use crate::domain::relation;
use crate::domain::value::Value;
use crate::journal::EntityId;

/// Code of the reason 登记.
pub const REASON_REGISTERED: u16 = 1;
/// Code of the reason 迁入.
pub const REASON_MOVED_IN: u16 = 5;
/// Code of the reason 分户.
pub const REASON_SPLIT: u16 = 6;
/// Code of the reason 并户.
pub const REASON_MERGED: u16 = 7;
/// Code of the reason 死亡.
pub const REASON_DEATH: u16 = 11;

/// How somebody stands in a household from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Relation to the head, GB/T 4761.
    pub relation: Option<u16>,
    /// First day; unknown is allowed.
    pub from: Option<Day>,
    /// Why, a code of the list of reasons.
    pub reason: u16,
    /// Place in the household's list, from 1.
    pub order: Option<i64>,
}

/// The end of a membership on a day, with its reason code.
pub fn leave(held: &Held, on: Day, reason: u16, why: Option<&str>) -> Write {
    let values =
        vec![(membership::TO, Some(Value::Day(on))), (membership::REASON, Some(Value::Code(reason)))];
    held.write(values, why)
}

/// A new membership, number `number` of the act's new entities.
pub fn join(number: usize, scope: EntityId, who: Whom, household: Whom, standing: &Standing) -> Write {
    let mut puts = vec![
        Put::refer(membership::PERSON, who),
        Put::refer(membership::HOUSEHOLD, household),
        Put::new(membership::REASON, Value::Code(standing.reason)),
    ];
    puts.extend(standing.from.map(|from| Put::new(membership::FROM, Value::Day(from))));
    puts.extend(standing.relation.map(|code| Put::new(membership::RELATION, Value::Code(code))));
    puts.extend(standing.order.map(|order| Put::new(membership::ORDER, Value::Int(order))));
    Write { scope, kind: kind::MEMBERSHIP, whom: Whom::New(number), puts, why: None }
}

/// A person with the membership that ends, as both were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover<'a> {
    /// The person's record in the village that it is in now.
    pub person: &'a Held,
    /// The membership that ends; none of a person without household.
    pub membership: Option<&'a Held>,
    /// The person's record in the village to which they go, from an earlier stay.
    pub there: Option<&'a Held>,
    /// How they stand in the new household.
    pub standing: Standing,
}

/// Moves somebody into a household that exists or that the act creates; `number` = the new membership's.
///
/// Into another village the person is closed here and restated there (format.md 1).
pub fn move_over(
    mover: &Mover<'_>,
    scope: EntityId,
    household: Whom,
    on: Day,
    number: usize,
    why: Option<&str>,
) -> Vec<Write> {
    let reason = mover.standing.reason;
    let mut writes: Vec<Write> =
        mover.membership.map(|held| leave(held, on, reason, why)).into_iter().collect();
    if mover.person.key.scope != scope {
        let village = (person::VILLAGE, Some(Value::Ref(scope)));
        writes.extend(mover.person.restate(scope, mover.there, &[village], why));
    }
    let who = Whom::Is(mover.person.key.entity);
    writes.push(join(number, scope, who, household, &mover.standing));
    writes
}

/// Changes relations after a change of head: the new head becomes 户主, all others as asked again.
pub fn relations(head: EntityId, members: &[(&Held, Option<u16>)], why: Option<&str>) -> Vec<Write> {
    let mut writes = Vec::new();
    for (held, code) in members {
        let is_head = held.shown(membership::PERSON) == Some(&Value::Ref(head));
        let code = if is_head { Some(relation::HEAD) } else { *code };
        let Some(code) = code else { continue };
        let mut values = vec![(membership::RELATION, Some(Value::Code(code)))];
        // The label of the file said the relation to the former head.
        if held.shown(membership::RELATION_TEXT).is_some()
            && held.shown(membership::RELATION) != Some(&Value::Code(code))
        {
            values.push((membership::RELATION_TEXT, None));
        }
        writes.extend(super::write::written(held.write(values, why)));
    }
    writes
}
