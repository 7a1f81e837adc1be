//! Whether two persons are one (同一人判断): who look alike are judged the same or distinct, and every judgement can be taken
//! back. Nothing is merged: both records stay, and what is shown together is derived.
//!
//! A judgement's entity is a natural key of the two persons, so two machines that judge one pair write to one record: the
//! same verdict is one value, different verdicts are a conflict. It lives in the persons' common village; where they have
//! none, in an office stream, because a laptop of one village is not told of persons in another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::kinds::{SLOT_VOID, kind, pair};
use super::record::Judgement;
use super::register::{Edit, EditError, Scoped};
use super::value::Value;
use crate::journal::{Audience, EntityId, Record, RecordKey, hash};

/// What was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// 同一人.
    Same,
    /// 不是同一人.
    Distinct,
}

impl Verdict {
    /// Both, in the order in which they are offered.
    pub const ALL: [Verdict; 2] = [Verdict::Same, Verdict::Distinct];

    /// Stored number; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Verdict::Same => 1,
            Verdict::Distinct => 2,
        }
    }

    /// The verdict of that number.
    pub fn from_code(code: u16) -> Option<Self> {
        Verdict::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// The entity of what is judged about two persons, in whatever order they are named.
pub fn entity(left: EntityId, right: EntityId) -> EntityId {
    let (one, other) = (left.min(right), left.max(right));
    hash::natural(kind::PAIR).fixed(&one.0).fixed(&other.0).entity()
}

/// Where a first judgement about two persons is written: their village, else the office's own stream.
pub fn place(left: &RecordKey, right: &RecordKey) -> RecordKey {
    let entity = entity(left.entity, right.entity);
    let common =
        left.scope == right.scope && [left, right].iter().all(|key| key.audience == Audience::Everyone);
    let (audience, scope) =
        if common { (Audience::Everyone, left.scope) } else { (Audience::Office, EntityId::ZERO) };
    RecordKey { audience, kind: kind::PAIR, scope, entity }
}

/// The operation that judges two persons, or takes the judgement back (`verdict` none). `record` = the judgement as it is
/// now; `lead` = the person whose record leads, if they are one.
pub fn judge(
    key: &RecordKey,
    record: &Record,
    persons: [EntityId; 2],
    verdict: Option<Verdict>,
    lead: EntityId,
    why: &str,
) -> Result<Scoped, EditError> {
    let [left, right] = persons;
    let live = |slot: u16| record.live_ids(slot);
    let edit = Edit::new(kind::PAIR, key.entity)
        .set(pair::ONE, Value::Ref(left.min(right)), &live(pair::ONE))
        .set(pair::OTHER, Value::Ref(left.max(right)), &live(pair::OTHER));
    let edit = match verdict {
        Some(verdict) => edit.set(pair::VERDICT, Value::Code(verdict.code()), &live(pair::VERDICT)),
        None => edit.clear(pair::VERDICT, &live(pair::VERDICT)),
    };
    let edit = match verdict {
        Some(Verdict::Same) => edit.set(pair::LEAD, Value::Ref(lead), &live(pair::LEAD)),
        _ if record.live_ids(pair::LEAD).is_empty() => edit,
        _ => edit.clear(pair::LEAD, &live(pair::LEAD)),
    };
    // Whoever judges again brings back what was set aside.
    let edit = if live(SLOT_VOID).is_empty() { edit } else { edit.clear(SLOT_VOID, &live(SLOT_VOID)) };
    edit.why(why).finish_in(key.scope)
}

/// Everything that was judged, by record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements(BTreeMap<RecordKey, Judgement>);

impl Judgements {
    /// Notes a judgement as it is now, in place of what was noted of this record; an empty record is none.
    pub fn take(&mut self, key: RecordKey, record: &Record) {
        if record.is_empty() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, Judgement::from_record(key, record));
        }
    }

    /// What was said about two persons in their [`place`], if ever: what a village does not hold decides nothing there.
    pub fn of(&self, left: &RecordKey, right: &RecordKey) -> Option<&Judgement> {
        self.0.get(&place(left, right))
    }

    /// True if these two need not be looked at: they were judged, even if in contradiction (which is a conflict then).
    pub fn is_judged(&self, left: &RecordKey, right: &RecordKey) -> bool {
        self.of(left, right).is_some_and(is_judged)
    }

    /// The judgements that stand, in the order of their records.
    pub fn standing(&self) -> impl Iterator<Item = &Judgement> {
        self.0.values().filter(|word| is_judged(word))
    }

    /// For each person who was judged the same as others: all of them, whoever said which two, in the order of entities.
    pub fn classes(&self) -> HashMap<EntityId, Vec<EntityId>> {
        let same = self.standing().filter(|word| verdict(word) == Some(Verdict::Same));
        let mut class_of: HashMap<EntityId, BTreeSet<EntityId>> = HashMap::new();
        for word in same {
            let (Some(one), Some(other)) = (word.one.settled(), word.other.settled()) else { continue };
            let mut joined = class_of.remove(one).unwrap_or_else(|| BTreeSet::from([*one]));
            joined.extend(class_of.remove(other).unwrap_or_else(|| BTreeSet::from([*other])));
            for person in &joined {
                class_of.insert(*person, joined.clone());
            }
        }
        let others = |person: EntityId, class: BTreeSet<EntityId>| {
            (person, class.into_iter().filter(|other| *other != person).collect())
        };
        class_of.into_iter().map(|(person, class)| others(person, class)).collect()
    }
}

fn is_judged(word: &Judgement) -> bool {
    word.common.set_aside.is_none() && !word.verdict.is_empty()
}

/// What a judgement says; none if it says nothing, or two things.
pub fn verdict(word: &Judgement) -> Option<Verdict> {
    word.verdict.settled().and_then(|code| Verdict::from_code(*code)).filter(|_| is_judged(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{CommitId, OpId};

    fn person(number: u8, village: u8) -> RecordKey {
        let (scope, entity) = (EntityId([village; 16]), EntityId([number; 16]));
        RecordKey { audience: Audience::Everyone, kind: kind::PERSON, scope, entity }
    }

    struct Desk {
        records: BTreeMap<RecordKey, Record>,
        commits: u8,
    }

    impl Desk {
        fn judge(&mut self, left: u8, right: u8, verdict: Option<Verdict>) {
            let (left, right) = (person(left, 9), person(right, 9));
            let key = place(&left, &right);
            let record = self.records.entry(key).or_default();
            let persons = [left.entity, right.entity];
            let scoped = judge(&key, record, persons, verdict, left.entity, "").unwrap();
            self.commits += 1;
            let id = OpId::new(CommitId([self.commits; 14]), 0);
            assert!(record.apply(scoped.op, id, u64::from(self.commits)));
        }

        fn judgements(&self) -> Judgements {
            let mut judgements = Judgements::default();
            self.records.iter().for_each(|(key, record)| judgements.take(*key, record));
            judgements
        }

        fn mates(&self, of: u8) -> Vec<u8> {
            let classes = self.judgements().classes();
            let mates = classes.get(&EntityId([of; 16])).cloned().unwrap_or_default();
            mates.iter().map(|mate| mate.0[0]).collect()
        }
    }

    #[test]
    fn the_order_of_the_two_does_not_matter_and_the_village_decides_the_place() {
        let (a, b, c) = (person(1, 7), person(2, 7), person(3, 8));
        assert_eq!(place(&a, &b), place(&b, &a));
        assert_eq!((place(&a, &b).audience, place(&a, &b).scope), (Audience::Everyone, a.scope));
        assert_eq!((place(&a, &c).audience, place(&a, &c).scope), (Audience::Office, EntityId::ZERO));
        assert_ne!(place(&a, &b).entity, place(&a, &c).entity);
    }

    #[test]
    fn f24_who_is_the_same_as_one_is_the_same_as_all_of_them_until_it_is_taken_back() {
        let mut desk = Desk { records: BTreeMap::new(), commits: 0 };
        desk.judge(1, 2, Some(Verdict::Same));
        desk.judge(3, 2, Some(Verdict::Same));
        assert_eq!((desk.mates(1), desk.mates(2), desk.mates(3)), (vec![2, 3], vec![1, 3], vec![1, 2]));
        desk.judge(2, 1, None);
        assert_eq!((desk.mates(1), desk.mates(2), desk.mates(3)), (vec![], vec![3], vec![2]));
        desk.judge(2, 3, Some(Verdict::Distinct));
        assert_eq!(desk.mates(2), Vec::<u8>::new());
        let (two, three) = (person(2, 9), person(3, 9));
        let judgements = desk.judgements();
        assert_eq!(judgements.of(&three, &two).and_then(verdict), Some(Verdict::Distinct));
        assert!(judgements.is_judged(&two, &three) && !judgements.is_judged(&two, &person(1, 9)));
    }
}
