//! What a person must settle, told with who, when, where and why, and settled by an operation that travels.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Day;
use crate::domain::acts::Held;
use crate::domain::conflict::{self, Clash, Pair, SettleError, Settlement, Sort};
use crate::domain::kinds::{KINDS, SLOT_CLOSED, kind, membership};
use crate::domain::moving::{self, Restated, Survey};
use crate::domain::pair::{self, Judgements};
use crate::domain::record::{self, Common, Membership, Person};
use crate::domain::register::Scoped;
use crate::domain::value::Value;
use crate::journal::{EntityId, Op, OpId, Record, RecordKey};
use crate::store::Folder;
use crate::store::folder::Part;

use super::choose;
use super::error::ExchangeError;
use super::holding::{Holding, placed};
use super::spoken;

/// One operation that gave a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The operation.
    pub op: OpId,
    /// Label of the device.
    pub device: String,
    /// The officer's name.
    pub officer: String,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// Why, in the officer's own words.
    pub why: Option<String>,
    /// What it replaced: none = nothing that is held; `Some(None)` = empty.
    pub before: Vec<Option<Value>>,
}

/// A clash with the hands behind each choice, in the order of its choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The clash.
    pub clash: Clash,
    /// By choice.
    pub hands: Vec<Vec<Hand>>,
}

/// What must be settled is found in one pass over the records.
struct Gathered {
    clashes: Vec<Clash>,
    persons: Vec<(RecordKey, BTreeSet<String>)>,
    memberships: Vec<Membership>,
    judgements: Judgements,
    survey: Survey,
}

fn gather<H: Holding>(holding: &H) -> Result<Gathered, H::Error> {
    let mut clashes = Vec::new();
    let (mut persons, mut memberships) = (Vec::new(), Vec::new());
    let (mut judgements, mut survey) = (Judgements::default(), Survey::default());
    for row in KINDS {
        holding.each(row.kind, &mut |key, record| {
            survey.take(key, &record);
            clashes.extend(conflict::of_record(&key, &record));
            match row.kind {
                kind::PERSON => persons.push((key, conflict::likeness(&Person::from_record(key, &record)))),
                kind::MEMBERSHIP => memberships.push(Membership::from_record(key, &record)),
                kind::PAIR => judgements.take(key, &record),
                _ => {}
            }
        })?;
    }
    Ok(Gathered { clashes, persons, memberships, judgements, survey })
}

/// Everything that is open, in the order of kind, record and slot.
pub fn open<H: Holding>(holding: &H) -> Result<Vec<Clash>, H::Error> {
    let Gathered { mut clashes, persons, memberships, judgements, survey } = gather(holding)?;
    let several = survey.several();
    let of_one_place = |clash: &Clash| {
        clash.slot != Some(SLOT_CLOSED) || !several.contains(&(clash.record.kind, clash.record.entity))
    };
    clashes.retain(of_one_place);
    clashes.extend(survey.finish(&mut |key| holding.record(key))?);
    clashes.extend(conflict::overlaps(memberships));
    clashes.extend(spoken::open(holding.ledger()));
    for pair in conflict::pairs(persons) {
        if !judgements.is_judged(&pair.0, &pair.1) {
            clashes.push(duplicate(holding, pair, &judgements)?);
        }
    }
    Ok(clashes)
}

/// Every pair that was judged and whose persons are here: what can be taken back.
pub fn judged<H: Holding>(holding: &H) -> Result<Vec<Clash>, H::Error> {
    let Gathered { persons, judgements, .. } = gather(holding)?;
    let mut keys: BTreeMap<EntityId, Vec<RecordKey>> = BTreeMap::new();
    for (key, _) in persons {
        keys.entry(key.entity).or_default().push(key);
    }
    let mut judged = Vec::new();
    for word in judgements.standing().filter(|word| !word.verdict.conflict) {
        let here =
            |person: Option<&EntityId>| person.and_then(|person| keys.get(person)).into_iter().flatten();
        let mut pairs = here(word.one.settled())
            .flat_map(|one| here(word.other.settled()).map(|other| (*one.min(other), *one.max(other))));
        if let Some(pair) = pairs.find(|(left, right)| pair::place(left, right) == word.common.key) {
            judged.push(duplicate(holding, pair, &judgements)?);
        }
    }
    Ok(judged)
}

/// Of two persons the one who was registered first leads.
fn duplicate<H: Holding>(holding: &H, pair: Pair, judgements: &Judgements) -> Result<Clash, H::Error> {
    let born = |key: &RecordKey| -> Result<_, H::Error> {
        let record = holding.record(key)?;
        Ok(record.iter().flat_map(Record::applied).map(|(op, hybrid)| (hybrid, op)).min())
    };
    let (left, right) = (born(&pair.0)?, born(&pair.1)?);
    let lead = if right.is_some() && (left.is_none() || right < left) { pair.1 } else { pair.0 };
    Ok(conflict::duplicate(pair, lead, judgements))
}

/// Who gave the values of a clash.
pub fn tell<H: Holding>(holding: &H, clash: Clash) -> Result<Told, H::Error> {
    let mut hands = Vec::new();
    for choice in &clash.choices {
        let ops = match clash.sort {
            Sort::Overlap | Sort::TwoVillages => latest(holding, &choice.record)?,
            Sort::Late if clash.slot.is_none() && choice.record == clash.record => {
                latest(holding, &choice.record)?
            }
            _ => choice.ops.clone(),
        };
        let mut of_choice = Vec::new();
        for op in ops {
            of_choice.extend(hand(holding, &choice.record, clash.slot, op)?);
        }
        hands.push(of_choice);
    }
    Ok(Told { clash, hands })
}

/// The newest operation of a record: who last wrote a membership.
fn latest<H: Holding>(holding: &H, key: &RecordKey) -> Result<Vec<OpId>, H::Error> {
    let record = holding.record(key)?;
    let newest = record.iter().flat_map(|record| record.applied()).max_by_key(|(op, hybrid)| (*hybrid, *op));
    Ok(newest.map(|(op, _)| op).into_iter().collect())
}

/// An operation with its header and the key that signed it.
type Found = (crate::journal::Header, [u8; 32], Op);

fn find<H: Holding>(holding: &H, id: OpId) -> Result<Option<Found>, H::Error> {
    let ledger = holding.ledger();
    for hash in ledger.hashes(id.commit()) {
        let Some(commit) = holding.held(hash)? else { continue };
        let key = ledger.signing_key(commit.stream()).unwrap_or_default();
        let found = placed(ledger, &commit).into_iter().find(|placed| placed.id == id);
        if let Some((_, op)) = found.and_then(|placed| placed.about) {
            return Ok(Some((commit.header, key, op)));
        }
    }
    Ok(None)
}

pub(super) fn hand<H: Holding>(
    holding: &H,
    record: &RecordKey,
    slot: Option<u16>,
    id: OpId,
) -> Result<Option<Hand>, H::Error> {
    let Some((header, key, op)) = find(holding, id)? else { return Ok(None) };
    let ledger = holding.ledger();
    let names = ledger.authority().officers();
    let officer =
        names.get(&header.officer).and_then(|names| names.first()).map(|officer| officer.name.clone());
    let device = choose::device_of(ledger, &key).map(|(_, device)| device.label);
    let mut before = BTreeMap::new();
    for change in op.changes.iter().filter(|change| Some(change.slot) == slot) {
        for replaced in &change.replaces {
            let Some((_, _, old)) = find(holding, *replaced)? else { continue };
            let about_it = old.entity == record.entity && old.kind == record.kind;
            for was in old.changes.into_iter().filter(|was| about_it && Some(was.slot) == slot) {
                let value = was.value.as_deref().and_then(|bytes| Value::decode(was.schema, bytes).ok());
                before.insert((was.schema, was.value), value);
            }
        }
    }
    Ok(Some(Hand {
        op: id,
        device: device.unwrap_or_default(),
        officer: officer.unwrap_or_default(),
        wall_ms: header.wall_ms,
        why: op.why,
        before: before.into_values().collect(),
    }))
}

/// What has this id: something open, or a pair that was judged.
pub fn named<H: Holding>(holding: &H, id: &str) -> Result<Option<Clash>, H::Error> {
    let open = open(holding)?.into_iter().find(|clash| clash.id == id);
    Ok(match open {
        None => judged(holding)?.into_iter().find(|clash| clash.id == id),
        found => found,
    })
}

/// Settles it. The operation replaces every live value; what loses stays in history. Gives the records that were written.
pub fn settle(
    folder: &mut Folder,
    clash: &Clash,
    settlement: Settlement,
    why: &str,
) -> Result<Vec<RecordKey>, ExchangeError> {
    if clash.sort == Sort::Rulings {
        let Settlement::Take(number) = settlement else { return Err(SettleError::NotByValue.into()) };
        spoken::settle(folder, clash, number, why)?;
        return Ok(Vec::new());
    }
    let key = conflict::written_by(clash, &settlement);
    let scoped = match (clash.sort, &settlement) {
        (Sort::Late | Sort::TwoVillages, Settlement::Take(number)) => {
            let (clash, number, why) = (clash.clone(), *number, why.to_owned());
            folder.ask(move |state| Ok(settle_moved(state, &clash, number, &why)))??
        }
        _ => {
            let record = folder.ask(move |state| state.record(&key))?.unwrap_or_default();
            vec![conflict::settle(clash, &record, settlement, why)?]
        }
    };
    let act = folder.new_act()?;
    folder.write_to(key.audience, Part::whole(act), |writing| {
        scoped.iter().try_for_each(|one| writing.push(one.scope, &one.op).map(drop))
    })?;
    let written = |one: &Scoped| RecordKey {
        audience: key.audience,
        kind: one.op.kind,
        scope: one.scope,
        entity: one.op.entity,
    };
    Ok(scoped.iter().map(written).collect())
}

/// The operations that settle what moving left, by the n-th choice, from 1: in several villages, scopes ascending.
pub fn settle_moved<H: Holding>(
    holding: &H,
    clash: &Clash,
    number: usize,
    why: &str,
) -> Result<Vec<Scoped>, ExchangeError>
where
    ExchangeError: From<H::Error>,
{
    let held = |key: RecordKey| -> Result<Option<Held>, ExchangeError> {
        let record = holding.record(&key)?;
        Ok(record.map(|record| Held::of(key, &record)).transpose().map_err(|_| SettleError::Newer)?)
    };
    if clash.sort == Sort::TwoVillages {
        return Ok(moving::settle_villages(clash, number, &together(holding, clash)?, why)?);
    }
    let to = clash.other.unwrap_or(clash.record);
    if clash.slot.is_some() {
        let (closed, there) = (holding.record(&clash.record)?, holding.record(&to)?);
        let records = (&closed.unwrap_or_default(), &there.unwrap_or_default());
        return Ok(moving::settle_late(clash, number, records, why)?);
    }
    let in_new = |key: RecordKey| held(RecordKey { scope: to.scope, ..key });
    let Some(key) = membership_of(holding, clash, to)? else { return Err(SettleError::NotByValue.into()) };
    let Some(here) = held(key)? else { return Err(SettleError::NotByValue.into()) };
    let member = Restated { there: in_new(key)?, here };
    let who = match member.here.shown(membership::PERSON) {
        Some(Value::Ref(who)) => {
            let key = RecordKey { kind: kind::PERSON, entity: *who, ..clash.record };
            let here = held(key)?.filter(|one| one.shown(SLOT_CLOSED).is_none());
            here.map(|here| Ok::<_, ExchangeError>(Restated { there: in_new(key)?, here })).transpose()?
        }
        _ => None,
    };
    Ok(moving::settle_member(clash, number, &member, who.as_ref(), why)?)
}

/// The membership of somebody who is not where the household is: the record itself, or the person's in the household.
fn membership_of<H: Holding>(
    holding: &H,
    clash: &Clash,
    household: RecordKey,
) -> Result<Option<RecordKey>, H::Error> {
    if clash.record.kind == kind::MEMBERSHIP {
        return Ok(Some(clash.record));
    }
    let mut found = None;
    holding.each(kind::MEMBERSHIP, &mut |key, record| {
        let of = |slot| record::slot::<EntityId>(&record, key.kind, slot).shown;
        let is_of_both = of(membership::PERSON) == Some(clash.record.entity)
            && of(membership::HOUSEHOLD) == Some(household.entity);
        let stands = Common::read(key, &record).stands();
        let lasts = record::slot::<Day>(&record, key.kind, membership::TO).is_empty();
        if is_of_both && stands && lasts && key.scope == household.scope {
            found = Some(key);
        }
    })?;
    Ok(found)
}

/// Every record, wherever it lies, of the entity that stands in several villages; of a household those of its members too.
fn together<H: Holding>(holding: &H, clash: &Clash) -> Result<Vec<Held>, ExchangeError>
where
    ExchangeError: From<H::Error>,
{
    let mut wanted = BTreeSet::from([(clash.record.kind, clash.record.entity)]);
    let mut keys: Vec<(RecordKey, Record)> = Vec::new();
    if clash.record.kind == kind::HOUSEHOLD {
        holding.each(kind::MEMBERSHIP, &mut |key, record| {
            let of = |slot| record::slot::<EntityId>(&record, key.kind, slot).shown;
            if of(membership::HOUSEHOLD) == Some(clash.record.entity) {
                wanted.insert((kind::MEMBERSHIP, key.entity));
                wanted.extend(of(membership::PERSON).map(|who| (kind::PERSON, who)));
            }
        })?;
    }
    for of in moving::RESTATED {
        holding.each(of, &mut |key, record| {
            if wanted.contains(&(key.kind, key.entity)) {
                keys.push((key, record));
            }
        })?;
    }
    let held = keys.iter().map(|(key, record)| Held::of(*key, record));
    Ok(held.collect::<Result<_, _>>().map_err(|_| SettleError::Newer)?)
}

impl From<SettleError> for ExchangeError {
    fn from(error: SettleError) -> Self {
        Self::Settle(error)
    }
}
