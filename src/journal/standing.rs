//! What a commit as a whole is worth: stream, signature, grant, rulings and ends, in this order. A pure
//! function of the ledger's entries (format.md, "What counts").

use std::collections::{BTreeMap, HashMap};

use super::authority::{Accepted, EndV1, RulingTarget};
use super::commit::Audience;
use super::counting::{Held, Judgement, OpStatus, Quarantine};
use super::entry::Entry;
use super::id::{Act, Hash, OpId, StreamId};
use super::ledger::{First, Ledger};
use super::table::Roles;

/// What a commit as a whole is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its operations count as far as these roles reach.
    Counts {
        /// The grant's.
        roles: Roles,
        /// Signed on an office machine.
        office_machine: bool,
        /// A ruling lifts the limits of roles.
        lifted: bool,
    },
    /// A commit of authority operations: the status of each.
    Authority(Vec<(u16, OpStatus)>),
    /// None counts yet.
    Held(Held),
    /// None counts.
    Quarantined(Quarantine),
}

impl Standing {
    pub(super) fn status(&self, judgement: &Judgement, index: u16) -> OpStatus {
        match self {
            Self::Held(held) => OpStatus::Held(*held),
            Self::Quarantined(reason) => OpStatus::Quarantined(*reason),
            Self::Authority(statuses) => match (judgement, statuses.iter().find(|(at, _)| *at == index)) {
                (Judgement::Authority, Some((_, status))) => *status,
                _ => judgement.for_roles(Roles::default(), false, false),
            },
            Self::Counts { roles, office_machine, lifted } => {
                judgement.for_roles(*roles, *office_machine, *lifted)
            }
        }
    }
}

/// The ancestors of the headers that ends accept, found once per round of judging.
#[derive(Default)]
pub(super) struct Lineages(HashMap<Hash, BTreeMap<u64, Hash>>);

impl Lineages {
    /// Sequence and hash of the header named and of all its ancestors, down to the first gap.
    fn of(&mut self, ledger: &Ledger, last: &Accepted) -> &BTreeMap<u64, Hash> {
        self.0.entry(last.hash).or_insert_with(|| {
            let mut line = BTreeMap::new();
            let mut at = last.hash;
            while let Some(node) = ledger.nodes.get(&at).filter(|node| node.entry.is_signed()) {
                line.insert(node.entry.header.sequence, at);
                at = node.entry.header.previous;
            }
            line
        })
    }

    /// Whether an end that accepts up to `last` accepts this entry; `None` = undecidable across a gap.
    fn accepts(&mut self, ledger: &Ledger, last: &Accepted, entry: &Entry) -> Option<bool> {
        let sequence = entry.header.sequence;
        if sequence >= last.sequence {
            return Some(entry.hash == last.hash && sequence == last.sequence);
        }
        let line = self.of(ledger, last);
        match line.get(&sequence) {
            Some(hash) => Some(*hash == entry.hash),
            // A line that goes on below without this sequence is no unbroken chain and accepts nothing there.
            None => line.keys().next().is_some_and(|lowest| *lowest < sequence).then_some(false),
        }
    }
}

impl Ledger {
    /// Stream, data set, signature and id are in order: what must hold before a commit is asked for its
    /// grant.
    pub(super) fn sound(&self, entry: &Entry) -> Result<First, Standing> {
        let first = self.streams.get(&entry.stream()).and_then(|index| index.first);
        let first = first.ok_or(Standing::Held(Held::FirstHeaderMissing))?;
        let quarantined = |reason| Err(Standing::Quarantined(reason));
        if !entry.is_signed() {
            return quarantined(Quarantine::Signature);
        }
        let named = if first.data_set.is_zero() { self.founder_of(entry) } else { first.data_set };
        if named != self.data_set() {
            return quarantined(Quarantine::OtherDataSet { data_set: named });
        }
        let signed = |hash: &&Hash| self.nodes.get(*hash).is_some_and(|node| node.entry.is_signed());
        if self.hashes(entry.id).iter().filter(signed).count() > 1 {
            return quarantined(Quarantine::CommitIdTwice);
        }
        Ok(first)
    }

    /// The data set that an entry's stream founds: the hash of its first header.
    fn founder_of(&self, entry: &Entry) -> Hash {
        let index = self.streams.get(&entry.stream());
        let first = index.and_then(|index| index.headers.iter().find(|(sequence, _)| *sequence == 1));
        first.map(|(_, hash)| *hash).unwrap_or_default()
    }

    pub(super) fn standing_of(&self, entry: &Entry, lineages: &mut Lineages) -> Standing {
        self.standing_or(entry, lineages).unwrap_or_else(|standing| standing)
    }

    fn standing_or(&self, entry: &Entry, lineages: &mut Lineages) -> Result<Standing, Standing> {
        let first = self.sound(entry)?;
        if entry.is_authority() {
            return Ok(self.authority_standing(entry, first));
        }
        let quarantined = |reason| Err(Standing::Quarantined(reason));
        let (grant_id, officer) = (entry.header.grant, entry.header.officer);
        let grants = &self.authority().grants;
        let grant = grants.get(&grant_id).ok_or(Standing::Held(Held::GrantUnknown { grant: grant_id }))?;
        let unknown = Standing::Held(Held::DeviceUnknown { device: grant.device });
        let device = self.authority().devices.get(&grant.device).ok_or(unknown)?;
        if device.signing_key != first.key {
            return quarantined(Quarantine::GrantOfAnotherDevice { grant: grant_id });
        }
        if grant.officer != officer {
            return quarantined(Quarantine::GrantOfAnotherOfficer { grant: grant_id });
        }
        let lifted = self.ruled(entry)?;
        if !lifted {
            let ends = self.authority().ends_of(grant_id, grant.device);
            let mut undecided = None;
            for (id, end) in ends {
                match self.accepted(end, entry, lineages) {
                    Some(true) => {}
                    Some(false) => return quarantined(Quarantine::Ended { end: id }),
                    None => undecided = undecided.or(Some(id)),
                }
            }
            if let Some(end) = undecided {
                return Err(Standing::Held(Held::EndAcrossGap { end }));
            }
        }
        Ok(Standing::Counts { roles: grant.roles, office_machine: device.office_machine, lifted })
    }

    /// Ends and rulings never reach authority; its set is made in `authority.rs`.
    fn authority_standing(&self, entry: &Entry, first: First) -> Standing {
        let status = |index| match first.audience {
            Audience::Everyone => self.authority().status(OpId::new(entry.id, index)),
            Audience::Office => OpStatus::Quarantined(Quarantine::AuthorityMixed),
        };
        Standing::Authority(entry.authority.iter().map(|(index, _)| (*index, status(*index))).collect())
    }

    /// Whether a ruling lifts ends and roles; an error if one says that the commit does not count.
    fn ruled(&self, entry: &Entry) -> Result<bool, Standing> {
        let targets = [RulingTarget::Commit(entry.id), RulingTarget::Act(entry.stream(), entry.header.act)];
        let rulings = &self.authority().rulings;
        let verdicts: Vec<bool> = targets.iter().filter_map(|target| rulings.get(target)).copied().collect();
        if verdicts.contains(&false) {
            return Err(Standing::Quarantined(Quarantine::RuledOut));
        }
        Ok(!verdicts.is_empty())
    }

    /// True if this names commits of authority, which no ruling reaches.
    pub fn is_authority(&self, target: &RulingTarget) -> bool {
        match target {
            RulingTarget::Commit(id) => {
                self.hashes(*id).iter().filter_map(|hash| self.entry(hash)).any(Entry::is_authority)
            }
            RulingTarget::Act(stream, act) => self
                .entries()
                .any(|entry| entry.is_authority() && entry.header.act == *act && entry.stream() == *stream),
        }
    }

    /// True if a ruling says that an act as a whole does not count, in whatever stream.
    pub fn act_is_out(&self, act: Act) -> bool {
        let least = RulingTarget::Act(StreamId::ZERO, Act::ZERO);
        let of_acts = self.authority().rulings.range(least..);
        of_acts.filter(|(_, counts)| !**counts).any(|(target, _)| match target {
            RulingTarget::Act(_, other) => *other == act,
            RulingTarget::Commit(_) => false,
        })
    }

    /// Whether an end accepts this entry; `None` = undecidable across a gap.
    fn accepted(&self, end: &EndV1, entry: &Entry, lineages: &mut Lineages) -> Option<bool> {
        let stream = entry.stream();
        let mut undecided = false;
        for last in end.accepted.iter().filter(|accepted| accepted.stream == stream) {
            match lineages.accepts(self, last, entry) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => undecided = true,
            }
        }
        if undecided { None } else { Some(false) }
    }
}
