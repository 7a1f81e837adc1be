//! Folders that were copied, restored or damaged, and what the others bring back (F51 to F53, F65), over real bundles.

use std::path::Path;

use super::folders::{
    Field, add, copy_folder, digests, going, key, pass, person as shown, received, reopen, set, take, world,
};
use crate::domain::kinds::{kind, person};
use crate::domain::register::Edit;
use crate::domain::value::Value;
use crate::exchange::copied::copied;
use crate::exchange::delivery::{self, Book};
use crate::exchange::{export, request};
use crate::journal::codec::Frame;
use crate::journal::{Audience, EntityId};
use crate::store::folder::Part;
use crate::store::segments::Event;
use crate::store::{Folder, restore};

fn backed_up(folder: &mut Folder, stick: &Path) {
    std::fs::create_dir_all(stick).unwrap();
    folder.backup(stick, &mut |_, _| {}).unwrap();
}

fn brought_back(stick: &Path, root: &Path) -> Folder {
    restore(stick, root, (1, &pass()), world(), &mut |_, _| {}).unwrap().0
}

fn alarms(folder: &Folder) -> Vec<(String, bool)> {
    let own = folder.device();
    let found = folder.ask(move |state| Ok(copied(state.ledger(), own))).unwrap();
    found.into_iter().map(|copied| (copied.label, copied.own)).collect()
}

fn unconfirmed(folder: &Folder) -> u64 {
    let key = folder.vault().1.signing_public();
    folder.ask(move |state| Ok(Book::read(state, &key)?.unconfirmed(state.ledger()).operations)).unwrap()
}

/// A laptop and a copy of its folder, each with work of its own that the office has not seen.
struct Twins {
    field: Field,
    office: Folder,
    village: EntityId,
    b: Folder,
    twin: Folder,
}

impl Twins {
    fn at_work() -> Self {
        let field = Field::laid_out();
        let (mut office, [village, _]) = field.office();
        add(&mut office, village, 1, "张三");
        drop(field.laptop(&mut office, "B", &[village]));
        let copy = field.root.join("copy");
        copy_folder(&field.root.join("B"), &copy);
        let (mut b, mut twin) = (reopen(&field.root.join("B")), reopen(&copy));
        set(&mut b, village, 1, person::PHONE, "13900000001");
        set(&mut twin, village, 1, person::NICKNAME, "三娃");
        Self { field, office, village, b, twin }
    }
}

#[test]
fn f51_the_alarm_stays_until_the_copied_machine_goes_on_in_a_new_stream() {
    let Twins { field, mut office, village, mut b, mut twin } = Twins::at_work();
    field.send(&mut b, &mut office);
    assert!(alarms(&office).is_empty(), "nobody can know yet");
    field.send(&mut twin, &mut office);
    assert_eq!(alarms(&office), [("B".to_owned(), false)]);
    // It lasts over a restart, and until the machine itself has parted.
    drop(office);
    let mut office = reopen(&field.root.join("A"));
    assert_eq!(alarms(&office), [("B".to_owned(), false)]);
    field.send(&mut office, &mut b);
    assert!(alarms(&b).is_empty(), "parted at once");
    field.send(&mut b, &mut office);
    assert!(alarms(&office).is_empty());
    // Whoever still works on the copy raises it again, until the copy has parted as well.
    set(&mut twin, village, 1, person::NICKNAME, "三伢");
    field.send(&mut twin, &mut office);
    assert_eq!(alarms(&office).len(), 1);
    assert!(field.send(&mut office, &mut twin).minted);
    field.send(&mut twin, &mut office);
    assert!(alarms(&office).is_empty());
    field.send(&mut office, &mut b);
    assert_eq!(digests(&b, village), digests(&office, village));
}

#[test]
fn f51_a_kill_before_the_new_stream_still_ends_in_one() {
    let Twins { field, mut b, twin, .. } = Twins::at_work();
    let stream = twin.stream();
    let theirs = twin.ask(move |state| {
        let last = state
            .ledger()
            .entries()
            .filter(|entry| entry.stream() == stream)
            .max_by_key(|e| e.header.sequence);
        let hash = last.map(|entry| entry.hash).unwrap();
        Ok(state.held(&hash)?.unwrap())
    });
    // What an import journals before it ends, and then nothing more.
    received(&mut b, vec![Frame::Commit(Box::new(theirs.unwrap()))]);
    assert_eq!((b.stream(), alarms(&b)), (stream, vec![("B".to_owned(), true)]));
    drop(b);
    let b = reopen(&field.root.join("B"));
    assert!(b.stream() != stream && b.report().new_stream && alarms(&b).is_empty());
}

#[test]
fn f52_a_laptop_restored_from_last_week_gets_back_what_the_office_had_of_it() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    add(&mut office, village, 2, "李四");
    let mut b = field.laptop(&mut office, "B", &[village]);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let stick = field.root.join("backup");
    backed_up(&mut b, &stick);
    set(&mut b, village, 1, person::PHONE, "13900000002");
    set(&mut b, village, 2, person::NICKNAME, "老李");
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!(unconfirmed(&b), 0);
    set(&mut b, village, 1, person::NICKNAME, "没有交过");
    let before = b.stream();
    drop(b);
    let mut b = brought_back(&stick, &field.root.join("again"));
    assert!(b.stream() != before && b.report().new_stream);
    assert!(b.ask(|state| state.restored()).unwrap().is_some());
    assert_eq!(shown(&b, village, 1).phone.shown.as_deref(), Some("13900000001"));
    // A file from the office made for what the laptop said last week brings nothing of it; asking does.
    let blind = field.ship(&mut office, &b);
    take(&mut b, &blind);
    assert_eq!(shown(&b, village, 2).nickname.shown, None);
    let asked = request::write(&mut b, &field.root).unwrap();
    assert_eq!(request::take_in(&mut office, &asked).unwrap(), "B");
    let outcome = field.send(&mut office, &mut b);
    assert_eq!(outcome.preview.changed.len(), 2);
    assert!(!outcome.minted && outcome.branched.is_empty(), "its own old work is no copy");
    let (one, two) = (shown(&b, village, 1), shown(&b, village, 2));
    assert_eq!(
        (one.phone.shown.as_deref(), two.nickname.shown.as_deref()),
        (Some("13900000002"), Some("老李"))
    );
    assert_eq!(one.nickname.shown, None, "what was never handed in is lost");
    set(&mut b, village, 1, person::PHONE, "13900000003");
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!((unconfirmed(&b), digests(&b, village)), (0, digests(&office, village)));
    assert!(alarms(&b).is_empty() && alarms(&office).is_empty());
    assert!(b.ask(|state| Ok(delivery::waiting(state.ledger()))).unwrap().is_empty());
}

#[test]
fn f53_the_office_restored_from_last_month_gets_back_what_laptops_hold_and_says_what_it_cannot() {
    let field = Field::laid_out();
    let (mut office, [first, second]) = field.office();
    add(&mut office, first, 1, "张三");
    add(&mut office, second, 2, "李四");
    let mut b = field.laptop(&mut office, "B", &[first]);
    let stick = field.root.join("backup");
    backed_up(&mut office, &stick);
    let made = office.backup_age().unwrap().made_ms;
    // A month of work: a new laptop, edits everywhere, something for the office alone.
    let mut c = field.laptop(&mut office, "C", &[first]);
    set(&mut office, first, 1, person::PHONE, "13900000001");
    set(&mut office, second, 2, person::PHONE, "13900000002");
    for_the_office_alone(&mut office, first);
    field.send(&mut office, &mut b);
    set(&mut b, first, 1, person::NICKNAME, "三娃");
    set(&mut c, first, 1, person::FORMER_NAME, "新房二号");
    field.send(&mut b, &mut office);
    field.send(&mut c, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!(unconfirmed(&b), 0);
    let (whole, stream) = (digests(&office, first), office.stream());
    drop(office);
    let mut office = brought_back(&stick, &field.root.join("A2"));
    assert!(office.stream() != stream);
    assert_eq!(
        office.ask(|state| state.restored()).unwrap().map(|from| from.wall_ms),
        made,
        "from when, for good"
    );
    // The office's first file tells the laptop what it has; from then on the laptop's work is unconfirmed again.
    field.send(&mut office, &mut b);
    assert_eq!(unconfirmed(&b), 1);
    let outcome = field.send(&mut b, &mut office);
    assert!(outcome.branched.is_empty());
    assert_eq!(
        shown(&office, first, 1).phone.shown.as_deref(),
        Some("13900000001"),
        "the office's own, by the laptop"
    );
    // The laptop that was enrolled meanwhile is known again, and brings its own.
    let labels = office.ask(|state| {
        Ok(state.ledger().authority().devices.values().map(|device| device.label.clone()).collect::<Vec<_>>())
    });
    assert_eq!(labels.unwrap(), ["A", "B", "C"]);
    field.send(&mut office, &mut c);
    field.send(&mut c, &mut office);
    assert_eq!(digests(&office, first), whole);
    assert_eq!(shown(&office, first, 1).former_name.shown.as_deref(), Some("新房二号"));
    // Nobody carries the second village, and nobody else had what was for the office alone: named, not invented.
    assert_eq!(shown(&office, second, 2).phone.shown, None);
    let missing = office.ask(move |state| {
        let vector = state.ledger().vector();
        Ok(vector.scopes.into_iter().find(|(scope, _)| *scope == second))
    });
    assert!(
        matches!(missing.unwrap(), Some((_, crate::journal::Completeness::Missing(commits))) if commits.len() == 1)
    );
    let alone =
        office.ask(move |state| Ok(state.digests().contains_key(&(Audience::Office, first)))).unwrap();
    assert!(!alone);
    field.send(&mut office, &mut b);
    assert_eq!((unconfirmed(&b), digests(&b, first)), (0, whole));
}

/// Something in the stream that goes to machines of the office alone.
fn for_the_office_alone(office: &mut Folder, village: EntityId) {
    let edit = Edit::new(kind::PERSON, EntityId([9; 16]));
    let op = edit.set(person::NICKNAME, Value::Text("只给办公室".into()), &[]).finish().unwrap();
    let act = office.new_act().unwrap();
    office
        .write_to(Audience::Office, Part::whole(act), |writing| writing.push(village, &op).map(drop))
        .unwrap();
}

/// Spoils a byte in a frame of a folder that is closed.
fn spoil(root: &Path, number: u64) {
    let folder = reopen(root);
    let mut frames = folder.journal().reader().frames_from(number).unwrap();
    let Some(Ok(Event::Frame(frame))) = frames.next() else { panic!("no frame {number}") };
    drop(folder);
    let path = root.join(format!("journal/{:08}.kj", frame.position.segment));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[usize::try_from(frame.position.offset).unwrap() + 70] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn f65_frames_lost_from_a_damaged_journal_come_back_from_other_machines() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    (1..=4).for_each(|number| add(&mut office, village, number, "张三"));
    let mut b = field.laptop(&mut office, "B", &[village]);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let own = b.frames();
    set(&mut b, village, 2, person::PHONE, "13900000002");
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    let (root, whole) = (field.root.join("B"), digests(&b, village));
    drop(b);
    // The state is whole, the journal has lost a frame of its own and one that came: read-only, and named.
    spoil(&root, own);
    spoil_behind(&root, own);
    let mut b = reopen(&root);
    let examined = b.examine().unwrap();
    assert!(examined.condition.is_damage() && !b.writable());
    // Asking is possible even now; the answer is taken in once the loss is accepted.
    let stream = b.stream();
    let (mut b, mended) = b.repair(None, true, &mut |_, _| {}).unwrap();
    assert_eq!(mended.repaired.filled, [own, own + 1], "fillers stand for them");
    assert!(b.writable() && b.stream() != stream);
    assert_ne!(digests(&b, village), whole);
    let asked = request::write(&mut b, &field.root).unwrap();
    request::take_in(&mut office, &asked).unwrap();
    let sent = export::export(&mut office, b.device(), &field.root, &mut going).unwrap();
    assert!(sent.commits <= 3, "what is lost, and not everything: {}", sent.commits);
    let outcome = take(&mut b, &sent.path);
    assert!(outcome.branched.is_empty());
    assert_eq!(digests(&b, village), whole);
    assert!(b.ask(|state| Ok(delivery::waiting(state.ledger()))).unwrap().is_empty());
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!((unconfirmed(&b), alarms(&office).len()), (0, 0));
    let b = b.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(digests(&b, village), whole);
    let there = b.ask(move |state| state.record(&key(village, 2))).unwrap();
    assert!(there.is_some());
}

/// The frame behind one that is spoiled already.
fn spoil_behind(root: &Path, number: u64) {
    let path = root.join("journal/00000001.kj");
    let mut bytes = std::fs::read(&path).unwrap();
    let magic = |at: &usize| bytes[*at..].starts_with(b"KQF1");
    let numbered = |at: &usize| bytes[at + 4..at + 12] == (number + 1).to_le_bytes();
    let at = (0..bytes.len() - 12).find(|at| magic(at) && numbered(at)).unwrap();
    bytes[at + 70] ^= 1;
    std::fs::write(path, bytes).unwrap();
}
