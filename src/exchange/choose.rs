//! What to send (取舍): what the receiver is not known to hold, as far as it may hold it. Headers of every shared stream,
//! because the chain must be checked without holes; bodies of its villages and of everyone's; the office's own streams
//! to machines of the office alone.

use std::collections::BTreeSet;

use crate::journal::authority::{DeviceV1, EndTarget};
use crate::journal::codec::LateBodies;
use crate::journal::{EntityId, GroupBodies, Hash, Ledger, Reach, StreamId, Vector};

use super::header::{Counts, Range};
use super::holding::Holding;
use super::parcel::Parcel;

/// A device that bundles can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// Its entity.
    pub entity: EntityId,
    /// Label and keys.
    pub device: DeviceV1,
    /// What it may be given.
    pub reach: Reach,
    /// Its work has ended: nothing is sealed to it.
    pub ended: bool,
}

/// One thing to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A commit that the receiver lacks.
    Commit(Hash),
    /// Bodies of a commit whose header it has.
    Bodies(Hash, EntityId),
}

/// All that is to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Authority first, so that what follows counts as it arrives.
    pub items: Vec<Item>,
    /// Headers among them.
    pub ranges: Vec<Range>,
    /// How many of each.
    pub counts: Counts,
}

/// True if a device, or every grant on it, has ended.
pub fn has_ended(ledger: &Ledger, device: EntityId) -> bool {
    let authority = ledger.authority();
    let ended = |target: EndTarget| authority.ends.values().any(|end| end.target == target);
    let mut grants = authority.grants.iter().filter(|(_, grant)| grant.device == device).peekable();
    let all_grants = grants.peek().is_some() && grants.all(|(grant, _)| ended(EndTarget::Grant(*grant)));
    ended(EndTarget::Device(device)) || all_grants
}

/// What a device may be given: of a laptop that is given every village, those that are known here.
pub fn reach_of(ledger: &Ledger, device: EntityId) -> Reach {
    let authority = ledger.authority();
    let office = authority.devices.get(&device).is_some_and(|device| device.office_machine);
    let sent = authority.villages(device);
    let mut villages: BTreeSet<EntityId> = sent.villages.into_iter().collect();
    if sent.all {
        villages
            .extend(ledger.entries().flat_map(|entry| entry.header.groups.iter().map(|group| group.scope)));
    }
    Reach { office, villages }
}

/// Every device of the office, in the order in which they were enrolled.
pub fn addressees(ledger: &Ledger) -> Vec<Addressee> {
    let devices = ledger.authority().devices.iter();
    devices
        .map(|(entity, device)| Addressee {
            entity: *entity,
            device: device.clone(),
            reach: reach_of(ledger, *entity),
            ended: has_ended(ledger, *entity),
        })
        .collect()
}

/// Those of this label: as it is spelt, else whatever its case; spaces around it do not count.
pub fn labelled<'a>(all: impl IntoIterator<Item = &'a Addressee>, label: &str) -> Vec<&'a Addressee> {
    let label = label.trim();
    let alike = all.into_iter().filter(|one| one.device.label.eq_ignore_ascii_case(label));
    let (spelt, other): (Vec<_>, Vec<_>) = alike.partition(|one| one.device.label == label);
    if spelt.is_empty() { other } else { spelt }
}

/// The device that a label means: a label may be given again after its machine was lost, so it is the one that has not
/// ended, else the one that was enrolled last.
pub fn named<'a>(all: &'a [Addressee], label: &str) -> Option<&'a Addressee> {
    labelled(all, label).into_iter().max_by_key(|one| (!one.ended, one.entity))
}

/// The device with this signing key.
pub fn device_of(ledger: &Ledger, signing_key: &[u8; 32]) -> Option<(EntityId, DeviceV1)> {
    let mut devices = ledger.authority().devices.iter();
    devices
        .find(|(_, device)| device.signing_key == *signing_key)
        .map(|(entity, device)| (*entity, device.clone()))
}

/// What a device that says it holds `theirs` lacks and may have.
///
/// Where two folders go on in a stream of the receiver's own (a copied folder), what one of them holds says nothing of the
/// other: that stream goes whole, so that both learn of it and part.
pub fn choose(ledger: &Ledger, theirs: &Vector, addressee: &Addressee) -> Choice {
    let mut lacking = ledger.lacking(theirs, &addressee.reach);
    let own = |stream: &StreamId| ledger.signing_key(*stream) == Some(addressee.device.signing_key);
    let copied: Vec<StreamId> = ledger.branched().into_iter().filter(own).collect();
    if !copied.is_empty() {
        let known: BTreeSet<Hash> = lacking.headers.iter().copied().collect();
        let of_copied = ledger.entries().filter(|entry| copied.contains(&entry.stream()));
        lacking.headers.extend(of_copied.map(|entry| entry.hash).filter(|hash| !known.contains(hash)));
        let whole: BTreeSet<Hash> = lacking.headers.iter().copied().collect();
        lacking.bodies.retain(|(hash, _)| !whole.contains(hash));
    }
    let root = ledger.authority().root;
    let of_root = |hash: &Hash| {
        let stream = ledger.entry(hash).map(|entry| entry.stream());
        stream.and_then(|stream| ledger.signing_key(stream)) == root
    };
    let (first, rest): (Vec<Hash>, Vec<Hash>) = lacking.headers.into_iter().partition(of_root);
    let commits = first.into_iter().chain(rest).map(Item::Commit);
    let bodies = lacking.bodies.into_iter().map(|(hash, scope)| Item::Bodies(hash, scope));
    described(ledger, commits.chain(bodies).collect())
}

/// Items with their ranges and counts.
pub fn described(ledger: &Ledger, items: Vec<Item>) -> Choice {
    let mut choice = Choice::default();
    for item in &items {
        let Item::Commit(hash) = item else {
            choice.counts.bodies += 1;
            continue;
        };
        choice.counts.commits += 1;
        let Some(entry) = ledger.entry(hash) else { continue };
        let (stream, sequence) = (entry.stream(), entry.header.sequence);
        let last = choice.ranges.last_mut();
        match last.filter(|range| range.stream == stream && range.to.wrapping_add(1) == sequence) {
            Some(range) => range.to = sequence,
            None => choice.ranges.push(Range { stream, from: sequence, to: sequence }),
        }
    }
    Choice { items, ..choice }
}

/// The record of one thing to send; none if it is not here any more.
pub fn parcel<H: Holding>(holding: &H, item: Item, reach: &Reach) -> Result<Option<Parcel>, H::Error> {
    let hash = match item {
        Item::Commit(hash) | Item::Bodies(hash, _) => hash,
    };
    let Some(mut commit) = holding.held(&hash)? else { return Ok(None) };
    match item {
        Item::Commit(_) => {
            for (group, bodies) in commit.header.groups.iter().zip(&mut commit.bodies) {
                // What was purged here in part is no use to anybody.
                if !reach.includes(group.scope) || !bodies.is_whole() {
                    *bodies = GroupBodies::Withheld;
                }
            }
            Ok(Some(Parcel::Commit(Box::new(commit))))
        }
        Item::Bodies(_, scope) => {
            let groups = commit.header.groups.iter().zip(commit.bodies);
            let found = groups.filter(|(group, _)| group.scope == scope && reach.includes(scope)).find_map(
                |(_, bodies)| match bodies {
                    GroupBodies::Present(slots) => Some(slots),
                    GroupBodies::Withheld => None,
                },
            );
            Ok(found.map(|slots| Parcel::Bodies(LateBodies { commit: commit.id, scope, slots })))
        }
    }
}
