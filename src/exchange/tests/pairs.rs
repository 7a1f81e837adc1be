//! Whether two persons are one: judged, taken back, contradicted, across villages; in real folders, and in random histories
//! of judging, taking back and editing (Y10; F22 to F25).

use super::folders::{Field, add, digests, entity, key, reopen, set, settle};
use crate::domain::conflict::{self, Settlement, Sort};
use crate::domain::kinds::{kind, person};
use crate::domain::pair::{self, Judgements};
use crate::domain::value::Value;
use crate::exchange::choose::reach_of;
use crate::exchange::clash;
use crate::exchange::tests::histories::{change, disk, village};
use crate::exchange::tests::memory::{Dice, Memory};
use crate::journal::codec::{Frame, LateBodies};
use crate::journal::*;
use crate::store::Folder;

/// The codes of a pair's judgement, listed as open, listed as judged.
fn listed(folder: &Folder) -> (usize, usize) {
    let found = folder.ask(|state| Ok((clash::open(state)?.len(), clash::judged(state)?.len())));
    found.unwrap()
}

#[test]
fn y10_a_pair_is_judged_distinct_or_the_same_and_taken_back_and_the_word_travels() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    add(&mut office, village, 2, "张三");
    for number in [1, 2] {
        set(&mut office, village, number, person::ID_NUMBER, "440524188001010014");
    }
    let mut b = field.laptop(&mut office, "B", &[village]);
    let clash = b.ask(|state| clash::open(state)).unwrap().remove(0);
    assert_eq!((clash.sort, clash.choices.len(), clash.record), (Sort::Duplicate, 2, key(village, 1)));
    let id = clash.id.clone();
    settle(&mut b, &id, Settlement::Take(2), "两个人都见过").unwrap();
    assert_eq!(listed(&b), (0, 1), "judged distinct: not listed again");
    // The other side hears of it with the next file, and its preview does not count the pair again.
    let outcome = field.send(&mut b, &mut office);
    assert_eq!((outcome.preview.new.len(), outcome.preview.duplicates.len()), (1, 0));
    assert_eq!(listed(&office), (0, 1));
    set(&mut office, village, 2, person::PHONE, "13900000001");
    assert_eq!(listed(&office), (0, 1), "an edit does not open it again");
    // Taken back: as before, and told as a possible duplicate where the word arrives.
    let told = office.ask(|state| {
        clash::judged(state)?.into_iter().map(|c| clash::tell(state, c)).collect::<Result<Vec<_>, _>>()
    });
    let told = told.unwrap().remove(0);
    assert_eq!((told.clash.id.as_str(), told.clash.choices.len()), (id.as_str(), 3));
    assert_eq!(told.hands[1][0].why.as_deref(), Some("两个人都见过"));
    settle(&mut office, &id, Settlement::Take(3), "弄错了").unwrap();
    assert_eq!(listed(&office), (1, 0));
    let outcome = field.send(&mut office, &mut b);
    assert_eq!(outcome.preview.duplicates, [(key(village, 1), key(village, 2))]);
    assert_eq!(listed(&b), (1, 0));
    settle(&mut b, &id, Settlement::Take(1), "").unwrap();
    let classes = b.ask(|state| {
        let mut judgements = Judgements::default();
        state.each(kind::PAIR, |key, record| judgements.take(key, &record))?;
        Ok(judgements.classes())
    });
    assert_eq!(classes.unwrap().get(&entity(2)), Some(&vec![entity(1)]));
    assert!(settle(&mut b, &id, Settlement::Value(None), "").is_err(), "not by a value");
}

#[test]
fn f25_the_same_here_and_distinct_there_is_a_conflict_and_the_same_twice_is_one_word() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    for number in [1, 2] {
        add(&mut office, village, number, "张三");
        set(&mut office, village, number, person::ID_NUMBER, "440524188001010014");
    }
    let mut b = field.laptop(&mut office, "B", &[village]);
    let id = office.ask(|state| clash::open(state)).unwrap()[0].id.clone();
    settle(&mut office, &id, Settlement::Take(1), "").unwrap();
    settle(&mut b, &id, Settlement::Take(2), "").unwrap();
    let outcome = field.send(&mut b, &mut office);
    assert_eq!((outcome.preview.conflicts.len(), outcome.preview.duplicates.len()), (1, 0));
    let open = office.ask(|state| clash::open(state)).unwrap();
    assert_eq!((open.len(), open[0].sort, open[0].choices.len()), (1, Sort::Conflict, 2));
    assert_eq!(listed(&office), (1, 0), "one thing to settle, not two");
    settle(&mut office, &open[0].id, Settlement::Take(1), "").unwrap();
    assert_eq!(listed(&office), (0, 1));
    field.send(&mut office, &mut b);
    assert_eq!(digests(&office, village), digests(&b, village));
    // The same verdict on both sides is one value.
    for folder in [&mut office, &mut b] {
        settle(folder, &id, Settlement::Take(1), "").unwrap();
    }
    let outcome = field.send(&mut b, &mut office);
    assert_eq!((outcome.preview.conflicts.len(), listed(&office)), (0, (0, 1)));
}

#[test]
fn a_pair_across_villages_is_judged_in_the_offices_own_stream_and_no_laptop_is_told() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    for (village, number) in [(one, 1), (other, 2)] {
        add(&mut office, village, number, "张三");
        set(&mut office, village, number, person::ID_NUMBER, "440524188001010014");
    }
    let mut b = field.laptop(&mut office, "B", &[one]);
    let mut c = field.laptop(&mut office, "C", &[one, other]);
    let id = office.ask(|state| clash::open(state)).unwrap()[0].id.clone();
    let written = settle(&mut office, &id, Settlement::Take(2), "隔村同号，已核").unwrap();
    assert_eq!((written.audience, listed(&office)), (Audience::Office, (0, 1)));
    for folder in [&mut b, &mut c] {
        field.send(&mut office, folder);
        assert!(folder.ask(move |state| state.record(&written)).unwrap().is_none());
    }
    // A laptop with both villages judges for the office; the office hears of it. Its stream goes on after a new start.
    settle(&mut c, &id, Settlement::Take(1), "").unwrap();
    drop(c);
    let mut c = reopen(&field.root.join("C"));
    settle(&mut c, &id, Settlement::Take(2), "").unwrap();
    settle(&mut office, &id, Settlement::Take(2), "").unwrap();
    let outcome = field.send(&mut c, &mut office);
    assert_eq!((outcome.preview.conflicts.len(), listed(&office)), (0, (0, 1)));
    let streams = office.ask(|state| Ok(state.ledger().vector().streams.len())).unwrap();
    assert_eq!(streams, 4, "two to everyone, two to the office");
}

/// An office and two laptops; the second has another village too.
struct Judging {
    dice: Dice,
    machines: Vec<Memory>,
}

impl Judging {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut root = Memory::found(dice.next(), &disk());
        let mut machines = Vec::new();
        for (label, villages) in [("B", vec![village(1)]), ("C", vec![village(1), village(2)])] {
            machines.push(root.enrol(dice.next(), label, Roles(1), false, &villages));
        }
        machines.insert(0, root);
        let mut judging = Self { dice, machines };
        judging.meet();
        judging
    }

    /// What `to` lacks and may have, as a bundle would bring it.
    fn bring(&mut self, from: usize, to: usize) {
        let reach = reach_of(&self.machines[0].held.ledger, self.machines[to].device);
        let held = &self.machines[from].held;
        let lacking = held.ledger.lacking(&self.machines[to].held.ledger.vector(), &reach);
        let mut frames = Vec::new();
        for hash in lacking.headers {
            let mut commit = held.commits[&hash].clone();
            for (group, bodies) in commit.header.groups.iter().zip(&mut commit.bodies) {
                if !reach.includes(group.scope) {
                    *bodies = GroupBodies::Withheld;
                }
            }
            frames.push(Frame::Commit(Box::new(commit)));
        }
        for (hash, scope) in lacking.bodies {
            let commit = &held.commits[&hash];
            let groups = commit.header.groups.iter().zip(&commit.bodies);
            frames.extend(groups.filter(|(group, _)| group.scope == scope).filter_map(|(_, bodies)| {
                match bodies {
                    GroupBodies::Present(slots) => {
                        Some(Frame::Bodies(LateBodies { commit: commit.id, scope, slots: slots.clone() }))
                    }
                    GroupBodies::Withheld => None,
                }
            }));
        }
        let to = &mut self.machines[to].held;
        frames.into_iter().for_each(|frame| to.put(frame));
        to.fold();
    }

    fn meet(&mut self) {
        for (from, to) in [(1, 0), (2, 0), (0, 1), (0, 2)] {
            self.bring(from, to);
        }
    }

    /// Judges any two persons that are listed or were judged, as the list would.
    fn judge(&mut self, at: usize) {
        let held = &self.machines[at].held;
        let mut clashes = clash::open(held).unwrap();
        clashes.extend(clash::judged(held).unwrap());
        let decidable = |clash: &conflict::Clash| {
            clash.sort == Sort::Duplicate || clash.sort == Sort::Conflict && clash.record.kind == kind::PAIR
        };
        clashes.retain(decidable);
        if clashes.is_empty() {
            return;
        }
        let clash = &clashes[self.dice.below(clashes.len())];
        let by = Settlement::Take(1 + self.dice.below(clash.choices.len()));
        let key = conflict::written_by(clash, &by);
        let record = held.records.get(&key).cloned().unwrap_or_default();
        let scoped = conflict::settle(clash, &record, by, "试").unwrap();
        match key.audience {
            Audience::Everyone => drop(self.machines[at].write(scoped.scope, scoped.op)),
            Audience::Office => self.machines[at].write_for_office(scoped.scope, scoped.op),
        }
    }

    fn edit(&mut self, at: usize) {
        let scope = village(if at == 1 { 1 } else { 1 + self.dice.below(2) as u8 });
        let entity = EntityId([100 + self.dice.below(4) as u8; 16]);
        let numbers = ["440524188001010014", "440524188001010030"];
        let (slot, text) = match self.dice.below(3) {
            0 => (person::NAME, "张三"),
            _ => (person::ID_NUMBER, numbers[self.dice.below(2)]),
        };
        let machine = &mut self.machines[at];
        let op = change(machine, scope, entity, slot, Value::Text(text.into()), true);
        machine.write(scope, op);
    }

    fn turn(&mut self) {
        let at = self.dice.below(3);
        match self.dice.below(10) {
            0..=3 => self.edit(at),
            4..=7 => self.judge(at),
            _ => {
                let to = (at + 1 + self.dice.below(2)) % 3;
                self.bring(at, to);
            }
        }
    }
}

/// What is open and what is judged in one village.
fn seen(machine: &Memory, scope: EntityId) -> (Vec<conflict::Clash>, Vec<conflict::Clash>) {
    let inside = |clash: &conflict::Clash| {
        clash.record.scope == scope && clash.other.is_none_or(|other| other.scope == scope)
    };
    let mut found = [clash::open(&machine.held).unwrap(), clash::judged(&machine.held).unwrap()];
    found.iter_mut().for_each(|clashes| clashes.retain(inside));
    let [open, judged] = found;
    (open, judged)
}

/// One history; gives how many pairs are judged at its end, and how many are in contradiction.
fn judged_history(seed: u64) -> (usize, usize) {
    let mut judging = Judging::new(seed);
    for _ in 0..30 {
        judging.turn();
    }
    judging.meet();
    judging.meet();
    let [office, laptops @ ..] = judging.machines.as_slice() else { panic!() };
    for machine in laptops {
        for scope in reach_of(&office.held.ledger, machine.device).villages {
            let name = (Audience::Everyone, scope);
            assert_eq!(machine.held.digests.get(&name), office.held.digests.get(&name), "seed {seed}");
            assert_eq!(seen(machine, scope), seen(office, scope), "seed {seed}");
        }
    }
    let (open, judged) = (clash::open(&office.held).unwrap(), clash::judged(&office.held).unwrap());
    let is_open = |id: &str| open.iter().any(|clash| clash.id == id);
    assert!(judged.iter().all(|clash| !is_open(&clash.id)), "seed {seed}: judged and listed");
    let torn = open.iter().filter(|clash| clash.record.kind == kind::PAIR).count();
    // Everything taken back: what is listed is what looks alike, as if nobody had ever judged.
    let mut judgements = Judgements::default();
    for (key, record) in &office.held.records {
        if key.kind == kind::PAIR {
            judgements.take(*key, record);
        }
    }
    let back: Vec<Op> = judgements
        .standing()
        .map(|word| {
            let key = word.common.key;
            let persons = [word.one.shown.unwrap(), word.other.shown.unwrap()];
            let record = &office.held.records[&key];
            pair::judge(&key, record, persons, None, persons[0], "").unwrap().op
        })
        .collect();
    let mut records = office.held.records.clone();
    for ((number, op), key) in back.iter().enumerate().zip(judgements.standing().map(|word| word.common.key))
    {
        let id = OpId::new(CommitId([0xff; 14]), u16::try_from(number).unwrap());
        assert!(records.get_mut(&key).unwrap().apply(op.clone(), id, u64::MAX));
    }
    let mut plain = Memory::found(seed, &disk());
    plain.held.records = records;
    let listed = |machine: &Memory| -> Vec<String> {
        let open = clash::open(&machine.held).unwrap().into_iter();
        open.filter(|clash| clash.sort == Sort::Duplicate).map(|clash| clash.id).collect()
    };
    let taken_back = listed(&plain);
    plain.held.records.retain(|key, _| key.kind != kind::PAIR);
    assert_eq!(taken_back, listed(&plain), "seed {seed}: taken back is as before");
    (judged.len(), torn)
}

/// More by `KUQU_PAIR_HISTORIES=n cargo test --release pairs`.
#[test]
fn f23_to_f25_histories_of_judging_taking_back_and_editing_converge() {
    let count = super::histories_asked("KUQU_PAIR_HISTORIES", 250);
    let (mut judged, mut torn) = (0, 0);
    for seed in 0..count {
        let (some, contradicted) = judged_history(seed);
        (judged, torn) = (judged + some, torn + contradicted);
    }
    assert!(judged > 10 && torn > 0, "{judged} judged, {torn} in contradiction");
}
