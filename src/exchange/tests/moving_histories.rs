//! Random histories in which households move between villages and villages between laptops: equal operations come to equal
//! records, each village is what its own operations say, and what moving left to be settled can be settled (Y11; F33).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::histories::{STICK, change, disk, village};
use super::memory::{Dice, Held as Holds, Memory};
use crate::domain::Day;
use crate::domain::acts::{Held, guard, operations};
use crate::domain::conflict::{self, Settlement, Sort};
use crate::domain::kinds::{household, kind, membership, person};
use crate::domain::moving::{self, NewPlace, Restated};
use crate::domain::record::Common;
use crate::domain::register::{Edit, Scoped};
use crate::domain::value::Value;
use crate::exchange::choose::{self, Item};
use crate::exchange::clash;
use crate::exchange::parcel::Parcel;
use crate::journal::codec::Frame;
use crate::journal::*;

const HOUSEHOLDS: u8 = 3;
const TURNS: usize = 30;

fn home(number: u8) -> [(u16, EntityId); 3] {
    [
        (kind::HOUSEHOLD, EntityId([50 + number; 16])),
        (kind::PERSON, EntityId([100 + number; 16])),
        (kind::MEMBERSHIP, EntityId([150 + number; 16])),
    ]
}

fn at(of: (u16, EntityId), scope: EntityId) -> RecordKey {
    RecordKey { audience: Audience::Everyone, kind: of.0, scope, entity: of.1 }
}

fn held(machine: &Memory, key: RecordKey) -> Option<Held> {
    Some(Held::of(key, machine.held.records.get(&key)?).unwrap())
}

/// The villages in which an entity stands, as a machine sees it.
fn stands(holds: &Holds, of: (u16, EntityId)) -> Vec<EntityId> {
    let all = (1..=3).map(village);
    all.filter(|scope| {
        let key = at(of, *scope);
        holds.records.get(&key).is_some_and(|record| Common::read(key, record).stands())
    })
    .collect()
}

fn write(machine: &mut Memory, scoped: Vec<Scoped>) {
    if !scoped.is_empty() {
        machine.write_all(scoped.into_iter().map(|one| (one.scope, one.op)).collect());
    }
}

struct History {
    dice: Dice,
    /// The office, then laptops of two villages each.
    machines: Vec<Memory>,
    files: Vec<(usize, PathBuf)>,
    moves: usize,
    late: usize,
}

impl History {
    fn new(seed: u64) -> Self {
        let disk = disk();
        let mut dice = Dice(seed);
        let mut root = Memory::found(dice.next(), &disk);
        for number in 0..HOUSEHOLDS {
            let scope = village(1 + number % 3);
            let [house, who, stay] = home(number);
            let ops = [
                Edit::new(house.0, house.1).set(household::VILLAGE, Value::Ref(scope), &[]),
                Edit::new(who.0, who.1).set(person::NAME, Value::Text(format!("张{number}")), &[]).set(
                    person::VILLAGE,
                    Value::Ref(scope),
                    &[],
                ),
                Edit::new(stay.0, stay.1).set(membership::PERSON, Value::Ref(who.1), &[]).set(
                    membership::HOUSEHOLD,
                    Value::Ref(house.1),
                    &[],
                ),
            ];
            root.write_all(ops.into_iter().map(|edit| (scope, edit.finish().unwrap())).collect());
        }
        let sets = [[1, 2], [2, 3], [1, 3]].map(|pair| pair.map(village));
        let mut machines = Vec::new();
        for (label, villages) in ["B", "C", "D"].into_iter().zip(sets) {
            machines.push(root.enrol(dice.next(), label, Roles(1), false, &villages));
        }
        machines.insert(0, root);
        let mut history = Self { dice, machines, files: Vec::new(), moves: 0, late: 0 };
        (1..4).for_each(|to| history.ship(0, to));
        history.take_all();
        history
    }

    /// Whoever holds both villages may move a household between them.
    fn moves(&mut self, machine: usize, number: u8) {
        let [house, who, stay] = home(number);
        let to = village(1 + self.dice.below(3) as u8);
        let machine = &mut self.machines[machine];
        let reach = choose::reach_of(&machine.held.ledger, machine.device);
        let from = stands(&machine.held, house);
        let [from] = from.as_slice() else { return };
        let from = *from;
        let together = [who, stay].iter().all(|of| stands(&machine.held, *of) == [from]);
        if from == to || !together || !(reach.includes(from) && reach.includes(to)) {
            return;
        }
        let restated = |of| {
            let here = held(machine, at(of, from)).unwrap();
            Restated { here, there: held(machine, at(of, to)) }
        };
        let (own, others) = (restated(house), [restated(who), restated(stay)]);
        let all = std::iter::once(&own).chain(&others);
        if all.clone().any(|one| !guard::of_restating(&one.here).is_empty()) {
            return;
        }
        let open = clash::open(&machine.held).unwrap();
        let of_it =
            |clash: &&conflict::Clash| all.clone().any(|one| one.here.key.entity == clash.record.entity);
        if open.iter().filter(of_it).any(|clash| clash.sort == Sort::Late) {
            return;
        }
        let place = NewPlace { village: to, code: None, address: None, on: Day::ymd(2026, 3, 1).unwrap() };
        let writes = moving::move_household(&own, &others, &place, Some("搬"));
        write(machine, operations(writes, CommitId([0; 14]), 0).unwrap());
        self.moves += 1;
    }

    /// Somebody writes where the person stands, as they see it; a laptop also where it should not any more.
    fn edits(&mut self, machine: usize, number: u8) {
        let [_, who, _] = home(number);
        let machine = &mut self.machines[machine];
        let places = stands(&machine.held, who);
        if places.is_empty() {
            return;
        }
        let scope = places[self.dice.below(places.len())];
        let (slot, text) = match self.dice.below(3) {
            0 => (person::NAME, format!("张{}", self.dice.below(3))),
            1 => (person::PHONE, format!("139{:08}", self.dice.below(1000))),
            _ => (person::REMARK, format!("{}", self.dice.below(1000))),
        };
        let op = change(machine, scope, who.1, slot, Value::Text(text), true);
        machine.write(scope, op);
    }

    /// Settles one thing; false if nothing is open.
    fn settles(&mut self, machine: usize) -> bool {
        let machine = &mut self.machines[machine];
        let open = clash::open(&machine.held).unwrap();
        let open: Vec<_> = open.into_iter().filter(|one| one.sort != Sort::Duplicate).collect();
        let Some(clash) = open.get(self.dice.below(open.len())) else { return false };
        // A member who is left out is set aside, and would be missed at the end.
        let member = clash.sort == Sort::Late && clash.slot.is_none();
        let number = if member { 1 } else { 1 + self.dice.below(clash.choices.len()) };
        self.late += usize::from(clash.sort == Sort::Late);
        let scoped = match clash.sort {
            Sort::Late | Sort::TwoVillages => {
                clash::settle_moved(&machine.held, clash, number, "看过").unwrap()
            }
            _ => {
                let record = machine.held.records[&clash.record].clone();
                vec![conflict::settle(clash, &record, Settlement::Take(number), "看过").unwrap()]
            }
        };
        assert!(!scoped.is_empty(), "{clash:?}");
        write(machine, scoped);
        true
    }

    /// The office gives a laptop two other villages.
    fn regrants(&mut self) {
        let laptop = 1 + self.dice.below(3);
        let (grant, first) = (self.machines[laptop].grant, self.dice.below(3) as u8);
        let villages = [village(1 + first), village(1 + (first + 1) % 3)];
        self.machines[0].regrant(grant, &villages);
    }

    fn ship(&mut self, from: usize, to: usize) {
        let device = self.machines[to].device;
        if self.machines[from].held.ledger.authority().devices.contains_key(&device) {
            let path = self.machines[from].export(device, Path::new(STICK)).unwrap().path;
            self.files.push((to, path));
        }
    }

    fn take(&mut self, index: usize) {
        let (to, path) = self.files[index].clone();
        let outcome = self.machines[to].import(&path).unwrap();
        assert!(outcome.digest_agrees, "{:?}", outcome.disagreeing);
    }

    fn take_all(&mut self) {
        (0..self.files.len()).for_each(|index| self.take(index));
        self.files.clear();
    }

    fn turn(&mut self) {
        let machine = self.dice.below(4);
        let number = self.dice.below(usize::from(HOUSEHOLDS)) as u8;
        match self.dice.below(16) {
            0..=4 => self.edits(machine, number),
            5..=7 => self.moves(machine, number),
            8 => drop(self.settles(machine)),
            9 => self.regrants(),
            10..=12 => {
                let to = self.dice.below(4);
                if machine != to {
                    self.ship(machine, to);
                }
            }
            _ if self.files.is_empty() => {}
            13 => drop(self.files.swap_remove(self.dice.below(self.files.len()))),
            _ => {
                let index = self.dice.below(self.files.len());
                self.take(index);
            }
        }
    }

    fn meet(&mut self) {
        self.files.clear();
        for (from, to) in [(1, 0), (2, 0), (3, 0), (0, 1), (0, 2), (0, 3)] {
            self.ship(from, to);
            self.take_all();
        }
    }
}

/// The digests of a village, folded of its own operations and nothing else.
fn alone(office: &Memory, scope: EntityId) -> Digests {
    let mut holds = Holds::new(office.held.ledger.data_set());
    let reach = Reach { office: false, villages: BTreeSet::from([scope]) };
    for hash in office.held.commits.keys() {
        match choose::parcel(&office.held, Item::Commit(*hash), &reach).unwrap() {
            Some(Parcel::Commit(commit)) => holds.put(Frame::Commit(commit)),
            _ => unreachable!("a commit gives a commit"),
        }
    }
    holds.fold();
    holds.digests.get(&(Audience::Everyone, scope)).copied().unwrap_or_default()
}

fn check(history: &History, seed: u64) {
    let office = &history.machines[0];
    for left in &history.machines {
        for right in &history.machines {
            for (name, digests) in &left.held.digests {
                let other = right.held.digests.get(name).copied().unwrap_or_default();
                assert_ne!(digests.agrees(&other), Some(false), "seed {seed}");
            }
        }
    }
    for laptop in &history.machines[1..] {
        for scope in choose::reach_of(&office.held.ledger, laptop.device).villages {
            let name = (Audience::Everyone, scope);
            assert_eq!(laptop.held.digests.get(&name), office.held.digests.get(&name), "seed {seed}");
        }
    }
    for scope in (1..=3).map(village) {
        let known = office.held.digests.get(&(Audience::Everyone, scope)).copied().unwrap_or_default();
        assert_eq!(alone(office, scope), known, "seed {seed}: a village is more than its operations");
    }
}

/// One history. Gives moves, late edits settled, and commits.
fn run(seed: u64) -> [usize; 3] {
    let mut history = History::new(seed);
    (0..TURNS).for_each(|_| history.turn());
    history.meet();
    history.meet();
    check(&history, seed);
    // A person settles what is left; then every household is whole, in one village, everywhere alike.
    let mut left = 400;
    while history.settles(0) {
        left -= 1;
        assert!(left > 0, "seed {seed}: settling does not end: {:?}", clash::open(&history.machines[0].held));
    }
    history.meet();
    check(&history, seed);
    let office = &history.machines[0].held;
    for number in 0..HOUSEHOLDS {
        let places: BTreeMap<u16, Vec<EntityId>> =
            home(number).into_iter().map(|of| (of.0, stands(office, of))).collect();
        assert!(places.values().all(|villages| villages.len() == 1), "seed {seed}: {number} {places:?}");
        let distinct: BTreeSet<&Vec<EntityId>> = places.values().collect();
        assert_eq!(distinct.len(), 1, "seed {seed}: {number} {places:?}");
    }
    [history.moves, history.late, office.commits.len()]
}

/// `KUQU_MOVES=500 cargo test --lib histories_with_moves`; fewer without it, so that a check stays within minutes.
#[test]
fn histories_with_moves_between_villages_come_to_one_digest() {
    let count = super::histories_asked("KUQU_MOVES", 30);
    let mut sums = [0; 3];
    // Two of a thousand that once left a family in two villages.
    for seed in (0..count).chain([227, 425]) {
        for (sum, one) in sums.iter_mut().zip(run(seed)) {
            *sum += one;
        }
    }
    let [moves, late, commits] = sums;
    assert!(moves as u64 > count && late as u64 > count / 2, "{moves} moves, {late} late, {commits} commits");
}
