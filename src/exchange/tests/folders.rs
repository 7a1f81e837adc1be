//! Real folders on the disk: enrolment in three files, preview and result, conflicts and their resolution, receipts, gaps,
//! a copied folder, a kill (Y1, Y4 to Y6, Y9, Y12; F3, F4, F8, F9, F12, F17 to F19, F22, F49, F51, F64).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::domain::conflict::{Settlement, Sort};
use crate::domain::kinds::{kind, person};
use crate::domain::place::Level;
use crate::domain::record::Person;
use crate::domain::register::{Edit, NewPerson, NewPlace};
use crate::domain::value::Value;
use crate::exchange::delivery;
use crate::exchange::enrol::{self, Accepted, Answer, Request, Terms};
use crate::exchange::error::{ExchangeError, Refusal};
use crate::exchange::import::{Intake, Outcome};
use crate::exchange::{clash, export, request, stick};
use crate::journal::*;
use crate::store::enrol::{Pending, found_field};
use crate::store::files::Disk;
use crate::store::folder::Part;
use crate::store::{Folder, Office, Shut, StoreError, World, found};
use crate::vault::{Effort, Passphrase};

pub fn pass() -> Passphrase {
    Passphrase::new("test-passphrase").unwrap()
}

pub fn going(_: u64, _: u64) -> bool {
    true
}

/// Frames from another machine, journalled as if a bundle had brought them.
pub fn received(folder: &mut Folder, frames: Vec<codec::Frame>) {
    folder.receive(frames, Vec::new()).unwrap();
    folder.received().unwrap();
}

/// The real disk, and a clock that is a millisecond later at every look: what is written one after the other lies apart,
/// however fast the computer is.
pub fn world() -> World {
    static LAST: Mutex<u64> = Mutex::new(0);
    let World { files, wall_ms: now, host } = World::real();
    let later = move || {
        let mut last = LAST.lock().unwrap();
        *last = now().max(*last + 1);
        *last
    };
    World { files, wall_ms: Arc::new(later), host }
}

pub struct Field {
    _temp: tempfile::TempDir,
    pub root: PathBuf,
    pub stick: PathBuf,
}

impl Field {
    pub fn laid_out() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let (root, stick) = (temp.path().to_owned(), temp.path().join("stick"));
        std::fs::create_dir(&stick).unwrap();
        Self { _temp: temp, root, stick }
    }

    pub fn office(&self) -> (Folder, [EntityId; 2]) {
        let passphrase = pass();
        let office = Office { officer: "甲", device: "A", passphrase: &passphrase, effort: Effort::FAST };
        let mut folder = found(&self.root.join("A"), &office, world()).unwrap().0;
        let data_set = folder.data_set().unwrap();
        let mut villages = [EntityId::ZERO; 2];
        for (at, name) in ["何家村", "车章村"].into_iter().enumerate() {
            let place = NewPlace::named(data_set, EntityId::ZERO, Level::Village, name);
            villages[at] = place.entity;
            write(&mut folder, place.scope_op());
        }
        (folder, villages)
    }

    fn pending(&self, label: &str) -> Pending {
        let passphrase = pass();
        let root = self.root.join(label);
        found_field(&root, "乙", label, (&passphrase, Effort::FAST), world()).unwrap().0
    }

    /// A second machine of the office, whose officer has these roles.
    pub fn office_machine(&self, office: &mut Folder, label: &str, roles: Roles) -> Folder {
        let pending = self.pending(label);
        let (asked, answer) =
            (self.stick.join(format!("{label}.req")), self.stick.join(format!("{label}.acc")));
        enrol::ask(&pending, &asked).unwrap();
        let asked = Request::read(&Disk, &asked).unwrap();
        let terms = Terms { officer: "乙".into(), roles, villages: Vec::new(), office_machine: true };
        enrol::accept(office, &asked, &terms, &answer, &mut going).unwrap();
        let answer = Answer::read(&pending, &answer, &mut going).unwrap();
        assert_eq!(answer.villages, None, "all of them");
        answer.finish(pending, &mut |_, _| {}).unwrap()
    }

    fn accept(&self, office: &mut Folder, label: &str, villages: &[EntityId]) -> Accepted {
        let asked = Request::read(&Disk, &self.stick.join(format!("{label}.req"))).unwrap();
        let terms = Terms {
            officer: "乙".into(),
            roles: Roles(1),
            villages: villages.to_vec(),
            office_machine: false,
        };
        enrol::accept(office, &asked, &terms, &self.stick.join(format!("{label}.acc")), &mut going).unwrap()
    }

    /// A laptop with these villages.
    pub fn laptop(&self, office: &mut Folder, label: &str, villages: &[EntityId]) -> Folder {
        let pending = self.pending(label);
        enrol::ask(&pending, &self.stick.join(format!("{label}.req"))).unwrap();
        let accepted = self.accept(office, label, villages);
        let answer = Answer::read(&pending, &self.stick.join(format!("{label}.acc")), &mut going).unwrap();
        assert_eq!(answer.words, accepted.words);
        answer.finish(pending, &mut |_, _| {}).unwrap()
    }

    pub fn ship(&self, from: &mut Folder, to: &Folder) -> PathBuf {
        export::export(from, to.device(), &self.stick, &mut going).unwrap().path
    }

    /// From one to the other; the preview is what comes.
    pub fn send(&self, from: &mut Folder, to: &mut Folder) -> Outcome {
        take(to, &self.ship(from, to))
    }
}

/// A village beside the two of the office.
pub fn village(folder: &mut Folder, name: &str) -> EntityId {
    let data_set = folder.data_set().unwrap();
    let place = NewPlace::named(data_set, EntityId::ZERO, Level::Village, name);
    write(folder, place.scope_op());
    place.entity
}

impl NewPlace {
    fn scope_op(&self) -> (EntityId, Op) {
        let scoped = self.op().unwrap();
        (scoped.scope, scoped.op)
    }
}

pub fn take(folder: &mut Folder, path: &Path) -> Outcome {
    let digests = folder.ask(|state| Ok(state.digests().clone())).unwrap();
    let frames = folder.frames();
    let intake = Intake::open(folder, path, &mut going).unwrap();
    assert_eq!(
        folder.ask(|state| Ok(state.digests().clone())).unwrap(),
        digests,
        "a preview changes nothing"
    );
    assert_eq!(folder.frames(), frames);
    let preview = intake.preview().clone();
    let outcome = intake.commit(folder, &mut going).unwrap();
    assert_eq!(outcome.preview, preview);
    assert!(outcome.digest_agrees, "{:?}", outcome.disagreeing);
    outcome
}

pub fn write(folder: &mut Folder, (scope, op): (EntityId, Op)) -> CommitId {
    let act = folder.new_act().unwrap();
    folder.write(Part::whole(act), |writing| writing.push(scope, &op).map(drop)).unwrap()
}

pub fn entity(number: u8) -> EntityId {
    EntityId([number; 16])
}

pub fn add(folder: &mut Folder, village: EntityId, number: u8, name: &str) {
    let new = NewPerson {
        entity: entity(number),
        village,
        code: format!("H1-{number:02}"),
        name: name.into(),
        ..NewPerson::default()
    };
    let scoped = new.op().unwrap();
    write(folder, (scoped.scope, scoped.op));
}

pub fn key(village: EntityId, number: u8) -> RecordKey {
    RecordKey { audience: Audience::Everyone, kind: kind::PERSON, scope: village, entity: entity(number) }
}

pub fn person(folder: &Folder, village: EntityId, number: u8) -> Person {
    let key = key(village, number);
    let record = folder.ask(move |state| state.record(&key)).unwrap().unwrap();
    Person::from_record(key, &record)
}

pub fn set(folder: &mut Folder, village: EntityId, number: u8, slot: u16, text: &str) {
    let record = folder.ask(move |state| state.record(&key(village, number))).unwrap().unwrap();
    let edit =
        Edit::new(kind::PERSON, entity(number)).set(slot, Value::Text(text.into()), &record.live_ids(slot));
    write(folder, (village, edit.why("核实").finish().unwrap()));
}

pub fn digests(folder: &Folder, village: EntityId) -> Digests {
    folder.ask(move |state| Ok(state.digests()[&(Audience::Everyone, village)])).unwrap()
}

pub fn reopen(root: &Path) -> Folder {
    opened(root, world())
}

/// Opened on a machine whose clock stands still there.
pub fn reopen_at(root: &Path, wall_ms: u64) -> Folder {
    opened(root, World { wall_ms: Arc::new(move || wall_ms), ..World::real() })
}

fn opened(root: &Path, world: World) -> Folder {
    Shut::open(root, world).unwrap().unlock(1, &pass(), &mut |_, _| {}).map_err(|e| e.1).unwrap()
}

/// The first millisecond of 2099, UTC.
pub const IN_2099: u64 = 4_070_908_800_000;

#[test]
fn enrolment_in_three_files_with_the_same_six_words_on_both_sides() {
    let field = Field::laid_out();
    let (mut office, villages) = field.office();
    add(&mut office, villages[0], 1, "张三");
    add(&mut office, villages[1], 2, "李四");
    // A laptop without enrolment says so, and waits however often it is opened.
    let pending = field.pending("B");
    let asked = enrol::ask(&pending, &field.stick.join("B.req")).unwrap();
    drop(pending);
    let shut = Shut::open(&field.root.join("B"), world()).unwrap();
    assert!(shut.waits_for_enrolment());
    let error = shut.unlock(1, &pass(), &mut |_, _| {}).map(|_| ()).unwrap_err().1;
    assert!(matches!(error, StoreError::NotEnrolled));
    let first = field.accept(&mut office, "B", &villages[..1]);
    let again = field.accept(&mut office, "B", &villages[..1]);
    assert_eq!((first.again, again.again, first.words), (false, true, again.words));
    assert!(first.words.iter().all(|word| word.chars().count() == 2));
    // An answer for another laptop, and another office's, are refused.
    let other = field.pending("C");
    let refused = Answer::read(&other, &field.stick.join("B.acc"), &mut going);
    assert!(matches!(refused.err(), Some(ExchangeError::Refused(Refusal::NotForUs { .. }))));
    let shut = Shut::open(&field.root.join("B"), world()).unwrap();
    let pending = shut.unlock_pending(1, &pass()).map_err(|error| error.1).unwrap();
    assert_eq!(Request::of(&pending).unwrap(), asked);
    let answer = Answer::read(&pending, &field.stick.join("B.acc"), &mut going).unwrap();
    assert_eq!((answer.words, answer.office.as_str()), (first.words, "A"));
    assert_eq!(answer.villages.as_deref(), Some(&villages[..1]));
    let laptop = answer.finish(pending, &mut |_, _| {}).unwrap();
    assert_eq!((laptop.actor().name.as_str(), laptop.actor().label.as_str()), ("乙", "B"));
    assert_eq!(person(&laptop, villages[0], 1).name.settled().map(String::as_str), Some("张三"));
    let outside = key(villages[1], 2);
    assert!(laptop.ask(move |state| state.record(&outside)).unwrap().is_none());
    // The office's key opens the laptop too (a slot sealed to it), and the folder opens as any other.
    let slots = laptop.vault().0.ways_in(laptop.vault().1).unwrap();
    assert_eq!(slots.len(), 3);
    assert!(laptop.vault().0.open_with_identity(office.vault().1.device()).is_ok());
    drop(laptop);
    let laptop = reopen(&field.root.join("B"));
    assert_eq!(digests(&laptop, villages[0]), digests(&office, villages[0]));
    let shut = laptop.shut();
    assert!(!shut.waits_for_enrolment());
}

pub fn settle(folder: &mut Folder, id: &str, by: Settlement, why: &str) -> Result<RecordKey, ExchangeError> {
    let wanted = id.to_owned();
    let clash = folder.ask(move |state| clash::named(state, &wanted))?.ok_or(ExchangeError::NoSuchClash)?;
    Ok(clash::settle(folder, &clash, by, why)?[0])
}

#[test]
fn two_laptops_and_the_office_settle_a_conflict_that_travels() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    let mut c = field.laptop(&mut office, "C", &[village]);
    set(&mut b, village, 1, person::NAME, "张叁");
    set(&mut c, village, 1, person::NAME, "张散");
    set(&mut c, village, 1, person::PHONE, "13900000001");
    // Two laptops meet without the office (F8), and what comes back is known (F9). B learned of C by what C brought.
    let outcome = field.send(&mut c, &mut b);
    assert_eq!(
        (outcome.preview.new.len(), outcome.preview.changed.len(), outcome.preview.conflicts.len()),
        (0, 1, 1)
    );
    assert!(person(&b, village, 1).name.conflict);
    let outcome = field.send(&mut b, &mut office);
    assert_eq!(outcome.preview.conflicts.len(), 1);
    let told = office
        .ask(|state| {
            let clash = clash::open(state)?.remove(0);
            clash::tell(state, clash)
        })
        .unwrap();
    assert_eq!((told.clash.sort, told.clash.choices.len()), (Sort::Conflict, 2));
    let devices: Vec<&str> = told.hands.iter().map(|hands| hands[0].device.as_str()).collect();
    assert_eq!(devices.len(), 2);
    assert!(devices.contains(&"B") && devices.contains(&"C"));
    let hand = &told.hands[0][0];
    assert_eq!((hand.officer.as_str(), hand.why.as_deref()), ("乙", Some("核实")));
    assert_eq!(hand.before, [Some(Value::Text("张三".into()))]);
    // A third value; the losers stay in history.
    let id = told.clash.id.clone();
    let none = settle(&mut office, "0000000000000000", Settlement::Take(1), "");
    assert!(matches!(none, Err(ExchangeError::NoSuchClash)));
    assert!(settle(&mut office, &id, Settlement::Take(3), "").is_err());
    settle(&mut office, &id, Settlement::Value(Some(Value::Text("张珊".into()))), "户口簿").unwrap();
    assert!(office.ask(|state| clash::open(state)).unwrap().is_empty());
    field.send(&mut office, &mut b);
    field.send(&mut office, &mut c);
    for folder in [&office, &b, &c] {
        let name = person(folder, village, 1).name;
        assert_eq!((name.settled().map(String::as_str), name.ops.len()), (Some("张珊"), 1));
        assert_eq!(digests(folder, village), digests(&office, village));
    }
    // An edit by someone who had not seen it opens it again (F18).
    assert!(c.ask(|state| clash::open(state)).unwrap().is_empty());
}

#[test]
fn f19_y9_set_aside_and_changed_elsewhere_waits_for_a_person() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let record = office.ask(move |state| state.record(&key(village, 1))).unwrap().unwrap();
    let seen = record.seen(&key(village, 1), |slot| slot > 0);
    let void = Edit::new(kind::PERSON, entity(1)).set(0, Value::Void { reason: "重复".into(), seen }, &[]);
    write(&mut office, (village, void.finish().unwrap()));
    field.send(&mut b, &mut office);
    let open = office.ask(|state| clash::open(state)).unwrap();
    assert_eq!((open.len(), open[0].sort, open[0].choices.len()), (1, Sort::SetAside, 2));
    settle(&mut office, &open[0].id, Settlement::Take(2), "").unwrap();
    assert!(office.ask(|state| clash::open(state)).unwrap().is_empty());
    assert!(person(&office, village, 1).common.stands());
}

#[test]
fn y4_f4_a_lost_bundle_is_named_and_asked_for_and_what_lies_beyond_counts() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    let mut c = field.laptop(&mut office, "C", &[village]);
    field.send(&mut office, &mut b);
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut c);
    // What C is told of B only in part: commits 2 and 3 are lost on the way, 4 comes through the office.
    set(&mut b, village, 1, person::PHONE, "13900000001");
    set(&mut b, village, 1, person::PHONE, "13900000002");
    let frames = b
        .ask(|state| {
            let own = newest(state.ledger());
            let hash = own.map(|entry| entry.hash).unwrap();
            Ok(state.held(&hash)?.unwrap())
        })
        .unwrap();
    assert_eq!(frames.header.sequence, 3);
    received(&mut c, vec![codec::Frame::Commit(Box::new(frames))]);
    let waiting = c.ask(|state| Ok(delivery::waiting(state.ledger()))).unwrap();
    assert_eq!((waiting[0].label.as_deref(), waiting[0].first, waiting[0].last), (Some("B"), 2, 2));
    assert_eq!(person(&c, village, 1).phone.shown.as_deref(), Some("13900000002"));
    let asked = request::write(&mut c, &field.stick).unwrap();
    assert!(request::is_request(&Disk, &asked));
    assert_eq!(request::take_in(&mut b, &asked).unwrap(), "C");
    let sent = export::export(&mut b, c.device(), &field.stick, &mut going).unwrap();
    assert_eq!(sent.commits, 1, "only what is missing");
    take(&mut c, &sent.path);
    assert!(c.ask(|state| Ok(delivery::waiting(state.ledger()))).unwrap().is_empty());
}

#[test]
fn y10_f22_the_same_person_on_two_laptops_is_told_before_it_is_taken_in() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 9, "王五");
    let mut b = field.laptop(&mut office, "B", &[village]);
    for (folder, number) in [(&mut office, 1), (&mut b, 2)] {
        add(folder, village, number, "张三");
        set(folder, village, number, person::ID_NUMBER, "440524188001010014");
    }
    let outcome = field.send(&mut b, &mut office);
    assert_eq!(outcome.preview.duplicates, [(key(village, 1), key(village, 2))]);
    let open = office.ask(|state| clash::open(state)).unwrap();
    assert_eq!((open.len(), open[0].sort), (1, Sort::Duplicate));
}

#[test]
fn f51_a_copied_folder_is_seen_and_goes_on_in_a_stream_of_its_own() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let b = field.laptop(&mut office, "B", &[village]);
    drop(b);
    let copy = field.root.join("copy");
    copy_folder(&field.root.join("B"), &copy);
    let (mut b, mut twin) = (reopen(&field.root.join("B")), reopen(&copy));
    set(&mut b, village, 1, person::PHONE, "13900000001");
    set(&mut twin, village, 1, person::NICKNAME, "三娃");
    field.send(&mut b, &mut office);
    let outcome = field.send(&mut twin, &mut office);
    assert_eq!(outcome.branched.len(), 1, "both branches count, and it is an alarm");
    let before = b.stream();
    let outcome = field.send(&mut office, &mut b);
    assert!(outcome.minted && b.stream() != before);
    set(&mut b, village, 1, person::PHONE, "13900000003");
    field.send(&mut b, &mut office);
    assert_eq!(digests(&office, village), digests(&b, village));
    let seen = person(&office, village, 1);
    assert_eq!(
        (seen.phone.shown.as_deref(), seen.nickname.shown.as_deref()),
        (Some("13900000003"), Some("三娃"))
    );
    drop(b);
    assert_ne!(reopen(&field.root.join("B")).stream(), before);
}

/// What was written last of all that is held.
pub fn newest(ledger: &Ledger) -> Option<&Entry> {
    ledger.entries().max_by_key(|entry| entry.header.hybrid)
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_preview_that_grew_old_is_made_again_and_what_lies_on_a_stick_is_listed() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let path = field.ship(&mut b, &office);
    let intake = Intake::open(&office, &path, &mut going).unwrap();
    set(&mut office, village, 1, person::NICKNAME, "三娃");
    assert!(matches!(intake.commit(&mut office, &mut going), Err(ExchangeError::Stale)));
    std::fs::write(field.stick.join("holiday.jpg"), b"\xff\xd8").unwrap();
    std::fs::write(field.stick.join("half.kqb"), &std::fs::read(&path).unwrap()[..100]).unwrap();
    let lying = stick::lying(&office, &field.stick).unwrap();
    let named = |name: &str| lying.iter().find(|lying| lying.name == name).map(|lying| lying.found.clone());
    assert_eq!(named("holiday.jpg"), None);
    assert!(matches!(named("half.kqb"), Some(Err(_))));
    let own = named(path.file_name().unwrap().to_str().unwrap()).unwrap().unwrap();
    assert!(own.from == "B" && own.readable && !own.known);
    take(&mut office, &path);
    let stopped = Intake::open(&office, &path, &mut |_, _| false);
    assert!(matches!(stopped.err(), Some(ExchangeError::Stopped)));
    assert_eq!(std::fs::read_dir(field.root.join("A").join("inbox")).unwrap().count(), 0, "no leavings");
}

#[test]
fn y15_f60_a_newer_kind_is_kept_passed_on_and_named_as_held() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    let mut c = field.laptop(&mut office, "C", &[village]);
    // Written by a program that knows kind 99: under B's own name, past this program's table.
    let newer = Op {
        entity: entity(7),
        kind: 99,
        changes: vec![Change { slot: 2, schema: 77, value: Some(vec![1, 2, 3]), replaces: vec![] }],
        why: None,
    };
    let refused = {
        let act = b.new_act().unwrap();
        b.write(Part::whole(act), |writing| writing.push(village, &newer).map(drop))
    };
    assert!(matches!(refused, Err(StoreError::Role(_))), "this program does not write what it does not know");
    let commit = b.sign_for_test(village, &newer);
    let hash = commit.hash;
    received(&mut b, vec![codec::Frame::Commit(Box::new(commit))]);
    let outcome = field.send(&mut b, &mut office);
    assert_eq!((outcome.preview.held.len(), outcome.preview.new.len()), (1, 0));
    field.send(&mut office, &mut c);
    let held = c.ask(move |state| state.held(&hash)).unwrap().unwrap();
    assert!(matches!(&held.bodies[0], GroupBodies::Present(slots) if slots.len() == 1));
}
