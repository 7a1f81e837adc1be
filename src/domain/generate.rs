//! Random operations of every registered kind, for tests that fold histories: whatever a row of the table allows, and a
//! little of what it forbids nobody.

use super::day::Day;
use super::kinds::{self, Row};
use super::value::{Figure, PayLine, PayOutcome, Value, schema};
use crate::journal::{Change, EntityId, Hash, Op, OpId};

/// A small deterministic source: the same seed makes the same history.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// A source with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// The next 64 bits (SplitMix64).
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    /// One of several; none of none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(from.len()).ok().filter(|count| *count > 0)?;
        from.get(usize::try_from(self.below(count)).ok()?)
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.roll().to_le_bytes()[0])
    }
}

const TEXTS: [&str; 8] =
    ["", "马", "欧阳雪莲", "朴𬱖洋", "阿依古丽·买买提", "0112-01", "６２２３", "a\u{301}"];

/// A value that a slot of this schema may hold; none where no generator knows the schema.
pub fn value(dice: &mut Dice, number: u8) -> Option<Value> {
    let text = |dice: &mut Dice| dice.pick(&TEXTS).copied().unwrap_or_default().to_owned();
    Some(match number {
        schema::TEXT => Value::Text(text(dice)),
        schema::DAY => {
            let days = i32::try_from(dice.below(40_000)).unwrap_or(0) - 15_000;
            let precision = u8::try_from(dice.below(3)).unwrap_or(0);
            let day = Day::from_stored(days, precision).or_else(|| Day::from_stored(days, 0))?;
            Value::Day(day)
        }
        schema::REF => Value::Ref(EntityId(dice.bytes())),
        schema::CODE => Value::Code(u16::try_from(dice.below(100)).unwrap_or(0)),
        schema::TEXTS => Value::Texts((0..dice.below(4)).map(|_| text(dice)).collect()),
        schema::INT => Value::Int(i64::from_le_bytes(dice.bytes())),
        schema::MONEY => Value::Money(i64::from_le_bytes(dice.bytes())),
        schema::VOID => Value::Void {
            reason: text(dice),
            seen: Hash::from_slice(&dice.bytes::<32>()).unwrap_or_default(),
        },
        schema::CLOSED => {
            let seen = Hash::from_slice(&dice.bytes::<32>()).unwrap_or_default();
            Value::Closed { scope: EntityId(dice.bytes()), seen }
        }
        schema::STEP => Value::Step {
            stage: u16::try_from(dice.below(12)).unwrap_or(0),
            seen: Hash::from_slice(&dice.bytes::<32>()).unwrap_or_default(),
        },
        schema::REFS => Value::refs((0..dice.below(4)).map(|_| EntityId(dice.bytes())).collect::<Vec<_>>()),
        schema::LINES => Value::Lines(
            (0..dice.below(4))
                .map(|_| PayLine {
                    person: EntityId(dice.bytes()),
                    period: u16::from_le_bytes(dice.bytes()),
                    name: text(dice),
                    account: text(dice),
                    fen: i64::from_le_bytes(dice.bytes()),
                    withheld: u16::from_le_bytes(dice.bytes()),
                })
                .collect(),
        ),
        schema::OUTCOMES => Value::Outcomes(
            (0..dice.below(4))
                .map(|_| PayOutcome {
                    person: EntityId(dice.bytes()),
                    period: u16::from_le_bytes(dice.bytes()),
                    outcome: u16::from_le_bytes(dice.bytes()),
                    on: i32::from_le_bytes(dice.bytes()),
                })
                .collect(),
        ),
        schema::DOCUMENT => Value::Document(text(dice)),
        schema::FIGURES => Value::Figures(
            (0..dice.below(4))
                .map(|_| Figure {
                    what: u16::from_le_bytes(dice.bytes()),
                    period: u16::from_le_bytes(dice.bytes()),
                    value: i64::from_le_bytes(dice.bytes()),
                })
                .collect(),
        ),
        _ => return None,
    })
}

fn change(dice: &mut Dice, row: &Row, seen: &[OpId]) -> Option<Change> {
    let (number, bytes) = value(dice, row.schema)?.encode().ok()?;
    let empty = dice.below(8) == 0;
    let mut replaces: Vec<OpId> = (0..dice.below(4)).filter_map(|_| dice.pick(seen).copied()).collect();
    replaces.sort();
    replaces.dedup();
    Some(Change { slot: row.slot, schema: number, value: (!empty).then_some(bytes), replaces })
}

/// A random operation of a kind on one of the entities; `seen` = operations that it may name in `replaces`. None if the
/// kind has a slot that no generator knows, or no entity is given.
pub fn op(dice: &mut Dice, kind: u16, entities: &[EntityId], seen: &[OpId]) -> Option<Op> {
    let entity = *dice.pick(entities)?;
    let rows: Vec<&Row> = kinds::rows_of(kind).collect();
    let mut changes = Vec::new();
    for _ in 0..=dice.below(3) {
        let row = dice.pick(&rows)?;
        changes.push(change(dice, row, seen)?);
    }
    changes.sort_by_key(|change| change.slot);
    changes.dedup_by_key(|change| change.slot);
    Some(Op { entity, kind, changes, why: (dice.below(4) == 0).then(|| "更正".to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{
        Batch, Household, Judgement, ListPart, Membership, Note, Opened, Person, Place, Proof, Recovered,
        Returned,
    };
    use crate::domain::subsidy::{mandate, office};
    use crate::domain::{Kinds, petition, verify};
    use crate::journal::{Audience, CommitId, Record, RecordKey, Table};
    use proptest::prelude::*;

    #[test]
    fn every_slot_of_every_kind_has_a_generator_of_canonical_values() {
        let mut dice = Dice::new(1);
        for row in kinds::ROWS {
            for _ in 0..50 {
                let made = value(&mut dice, row.schema);
                let (number, bytes) =
                    made.clone().unwrap_or_else(|| panic!("{}", row.name)).encode().unwrap();
                assert!(Kinds.canonical(number, &bytes), "{made:?}");
                assert_eq!(Value::decode(number, &bytes).ok(), made);
            }
        }
    }

    fn history(seed: u64, kind: u16, entity: EntityId) -> Vec<(Op, OpId, u64)> {
        let mut dice = Dice::new(seed);
        let mut seen: Vec<OpId> = Vec::new();
        let mut ops = Vec::new();
        for number in 0..24_u16 {
            // Three devices that rarely see each other: mostly names of a few operations back, sometimes unknown ones.
            let mut known: Vec<OpId> =
                seen.iter().rev().skip(usize::from(number % 3)).take(6).copied().collect();
            known.push(OpId(dice.bytes()));
            let id = OpId::new(CommitId(dice.bytes()), number);
            ops.push((op(&mut dice, kind, &[entity], &known).unwrap(), id, 1 + dice.below(5)));
            seen.push(id);
        }
        ops
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn histories_of_every_kind_fold_to_one_record_in_any_order(seed in any::<u64>(), shuffle in any::<u64>()) {
            for kind in kinds::KINDS {
                let entity = EntityId([5; 16]);
                let key = RecordKey { audience: Audience::Everyone, kind: kind.kind, scope: entity, entity };
                let ops = history(seed, kind.kind, entity);
                let fold = |ops: &[(Op, OpId, u64)]| {
                    let mut record = Record::default();
                    for (op, id, hybrid) in ops {
                        record.apply(op.clone(), *id, *hybrid);
                    }
                    record
                };
                let once = fold(&ops);
                let mut mixed = ops.clone();
                let mut dice = Dice::new(shuffle);
                mixed.extend(ops.iter().take(7).cloned());
                for at in (1..mixed.len()).rev() {
                    mixed.swap(at, usize::try_from(dice.below(u64::try_from(at + 1).unwrap())).unwrap());
                }
                let again = fold(&mixed);
                prop_assert_eq!(once.digest(&key), again.digest(&key));
                prop_assert_eq!(once.encode_bare(), again.encode_bare());
                let same = match kind.kind {
                    kinds::kind::PLACE => Place::from_record(key, &once) == Place::from_record(key, &again),
                    kinds::kind::HOUSEHOLD => Household::from_record(key, &once) == Household::from_record(key, &again),
                    kinds::kind::PERSON => Person::from_record(key, &once) == Person::from_record(key, &again),
                    kinds::kind::MEMBERSHIP => Membership::from_record(key, &once) == Membership::from_record(key, &again),
                    kinds::kind::NOTE => Note::from_record(key, &once) == Note::from_record(key, &again),
                    kinds::kind::PROOF => Proof::from_record(key, &once) == Proof::from_record(key, &again),
                    kinds::kind::PAIR => Judgement::from_record(key, &once) == Judgement::from_record(key, &again),
                    kinds::kind::BATCH => Batch::from_record(key, &once) == Batch::from_record(key, &again),
                    kinds::kind::LIST => ListPart::from_record(key, &once) == ListPart::from_record(key, &again),
                    kinds::kind::RETURN => Returned::from_record(key, &once) == Returned::from_record(key, &again),
                    kinds::kind::OPENING => Opened::from_record(key, &once) == Opened::from_record(key, &again),
                    kinds::kind::RECOVERY => Recovered::from_record(key, &once) == Recovered::from_record(key, &again),
                    kinds::kind::RULE => office::RuleFile::from_record(key, &once) == office::RuleFile::from_record(key, &again),
                    kinds::kind::APPROVAL => office::Approval::from_record(key, &once) == office::Approval::from_record(key, &again),
                    kinds::kind::ALLOCATION => office::Allocation::from_record(key, &once) == office::Allocation::from_record(key, &again),
                    kinds::kind::YEAR_CLOSE => office::YearClose::from_record(key, &once) == office::YearClose::from_record(key, &again),
                    kinds::kind::MANDATE => mandate::Mandate::from_record(key, &once) == mandate::Mandate::from_record(key, &again),
                    kinds::kind::PETITION => petition::Petition::from_record(key, &once) == petition::Petition::from_record(key, &again),
                    kinds::kind::STEP => petition::Step::from_record(key, &once) == petition::Step::from_record(key, &again),
                    kinds::kind::LOG => petition::Log::from_record(key, &once) == petition::Log::from_record(key, &again),
                    kinds::kind::PARTY => petition::Party::from_record(key, &once) == petition::Party::from_record(key, &again),
                    kinds::kind::TIE => petition::Link::from_record(key, &once) == petition::Link::from_record(key, &again),
                    kinds::kind::CALENDAR => petition::Table::from_record(key, &once) == petition::Table::from_record(key, &again),
                    kinds::kind::TALLY => petition::Tally::from_record(key, &once) == petition::Tally::from_record(key, &again),
                    kinds::kind::DRAWER_SEAT => petition::DrawerSeat::from_record(key, &once) == petition::DrawerSeat::from_record(key, &again),
                    // Read by slots alone: their bytes were compared above.
                    kinds::kind::SETTING | kinds::kind::LEAFLET => true,
                    kinds::kind::ROUND => verify::Round::from_record(key, &once) == verify::Round::from_record(key, &again),
                    kinds::kind::VISIT => verify::Visit::from_record(key, &once) == verify::Visit::from_record(key, &again),
                    kinds::kind::OUTCOME => verify::Outcome::from_record(key, &once) == verify::Outcome::from_record(key, &again),
                    kinds::kind::PROPOSAL => verify::Proposal::from_record(key, &once) == verify::Proposal::from_record(key, &again),
                    kinds::kind::DECISION => verify::Decision::from_record(key, &once) == verify::Decision::from_record(key, &again),
                    kinds::kind::POSTING => verify::Posting::from_record(key, &once) == verify::Posting::from_record(key, &again),
                    kinds::kind::OBJECTION => verify::Objection::from_record(key, &once) == verify::Objection::from_record(key, &again),
                    kinds::kind::CANDIDATE => verify::Candidate::from_record(key, &once) == verify::Candidate::from_record(key, &again),
                    kinds::kind::OPINION => verify::Opinion::from_record(key, &once) == verify::Opinion::from_record(key, &again),
                    kinds::kind::PAPER => verify::Paper::from_record(key, &once) == verify::Paper::from_record(key, &again),
                    other => panic!("kind {other} has no typed record"),
                };
                prop_assert!(same);
            }
        }
    }
}
