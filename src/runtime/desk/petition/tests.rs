//! Petitions on a real folder: who sees an accusation, what lies in the folder, tables that move deadlines, lists that come in.

mod alone;
mod bundles;
mod carried;
mod typed;

use std::path::Path;

use super::super::tests::office;
use super::*;
use crate::domain::day::{self, Day};
use crate::domain::petition::acts::NewParty;
use crate::domain::petition::guard::{Fault, Wish};
use crate::domain::petition::stages::{Act, Channel, Contact, ItemKind, Stage};
use crate::domain::petition::{calendar, number};
use crate::i18n::Lang;
use crate::i18n::petition::PetitionSay;
use crate::journal::Roles;
use crate::journal::authority::VillagesV1;
use crate::store::segments::Event;
use crate::store::{Folder, NewOfficer, Shut, World};
use crate::vault::{Effort, Passphrase};

const SECRET: &str = "暗语甲乙丙丁";
const ACCUSED: &str = "暗语戊己";

fn day(text: &str) -> Day {
    day::read(text).unwrap()
}

fn opened(root: &Path, number: u32, passphrase: &str) -> Desk {
    let shut = Shut::open(root, World::real()).unwrap();
    let passphrase = Passphrase::new(passphrase).unwrap();
    let folder = shut.unlock(number, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1).unwrap();
    Desk::open(folder, day("2026-03-10")).unwrap()
}

fn head(root: &Path) -> Desk {
    opened(root, 1, "a desk's passphrase")
}

/// An office with a head and two makers who are recorders, too.
fn staffed(root: &Path) {
    let mut folder = office(root);
    for (name, passphrase) in [("乙", "second passphrase"), ("丙", "third passphrase")] {
        let passphrase = Passphrase::new(passphrase).unwrap();
        let villages = VillagesV1 { all: true, villages: Vec::new() };
        let new =
            NewOfficer { name, roles: Roles(7), villages, passphrase: &passphrase, effort: Effort::FAST };
        folder.add_officer(&new).unwrap();
    }
}

fn accusation() -> Registering {
    let mut of = Registering::new(Channel::Letter, ItemKind::Accusation, day("2026-03-02"), SECRET);
    of.item.accused = ACCUSED.to_owned();
    of.item.real_name = 2;
    of.item.parties = vec![NewParty { name: "暗语庚".into(), ..NewParty::default() }];
    of
}

fn appeal(request: &str) -> Registering {
    let mut of = Registering::new(Channel::Visit, ItemKind::Appeal, day("2026-03-02"), request);
    of.item.parties = vec![NewParty { name: "张三".into(), ..NewParty::default() }];
    of
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Everything that an officer's keys open: each frame of the journal in clear, each record of the state.
fn reachable(folder: &Folder, look: &mut dyn FnMut(&[u8])) {
    for event in folder.journal().reader().frames_from(1).unwrap() {
        if let Event::Frame(frame) = event.unwrap() {
            look(&frame.content);
        }
    }
    let records = folder.ask(|state| {
        let mut all = Vec::new();
        state.each_record(|_, record| all.extend(record.encode_bare()))?;
        Ok(all)
    });
    records.unwrap().iter().for_each(|bytes| look(bytes));
}

fn on_disk(root: &Path, look: &mut dyn FnMut(&[u8])) {
    for entry in std::fs::read_dir(root).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            on_disk(&entry.path(), look);
        } else {
            look(&std::fs::read(entry.path()).unwrap_or_default());
        }
    }
}

#[test]
fn an_accusation_is_seen_by_its_handler_and_the_head_and_by_nobody_else() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("data");
    staffed(&root);
    let mut desk = head(&root);
    desk.open_drawer().unwrap();
    drop(desk);
    // Whoever took it in cannot read it again.
    let mut desk = opened(&root, 2, "second passphrase");
    let secret = desk.register_petition(&accusation()).unwrap().number;
    let plain = desk.register_petition(&appeal("直补停发")).unwrap().number;
    assert!(matches!(desk.case(&secret), Err(PetitionError::Say(PetitionSay::NoNumber(_)))));
    let log = desk.log_petition(&secret, day("2026-03-09"), Contact::Phone, "", "x");
    assert!(matches!(log, Err(PetitionError::Say(PetitionSay::NoNumber(_)))));
    drop(desk);
    let mut desk = head(&root);
    assert_eq!(desk.case(&secret).unwrap().petition.request.shown.as_deref(), Some(SECRET));
    desk.log_petition(&secret, day("2026-03-09"), Contact::Phone, "", "暗语辛").unwrap();
    let rates = desk.petition_rates(2026).unwrap();
    drop(desk);
    for (number, passphrase) in [(2, "second passphrase"), (3, "third passphrase")] {
        let desk = opened(&root, number, passphrase);
        let rows = desk.petition_queue(true).unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), [plain.as_str()]);
        assert_eq!(desk.petition_rates(2026).unwrap(), rates, "no count singles it out");
        assert!(desk.find(&secret, 50, false).unwrap().hits.is_empty());
        let words = [SECRET, ACCUSED, "暗语庚", "暗语辛", secret.as_str()];
        let mut seen_plain = false;
        reachable(desk.folder(), &mut |bytes| {
            seen_plain |= contains(bytes, "直补停发");
            for word in words {
                assert!(!contains(bytes, word), "{word} can be read by officer {number}");
            }
        });
        assert!(seen_plain, "the search looks where items lie");
        drop(desk);
        on_disk(temp.path(), &mut |bytes| {
            for word in words.into_iter().chain(["直补停发"]) {
                assert!(!contains(bytes, word), "{word} lies in clear");
            }
        });
    }
}

#[test]
fn the_head_names_the_handler_who_then_reads_and_works_on_it() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("data");
    staffed(&root);
    let mut desk = head(&root);
    let secret = desk.register_petition(&accusation()).unwrap().number;
    let other = desk.register_petition(&accusation()).unwrap().number;
    let mut assign = StepWish::new(Wish::new(Act::Assign, day("2026-03-09")));
    assign.about = Some("3".into());
    desk.take_petition_step(&secret, &assign).unwrap();
    drop(desk);
    let mut desk = opened(&root, 3, "third passphrase");
    assert_eq!(desk.case(&secret).unwrap().petition.request.shown.as_deref(), Some(SECRET));
    assert!(desk.case(&other).is_err(), "the key opens the drawer, the program shows one's own");
    let pass_on = Wish { whom: "纪委监委".into(), ..Wish::new(Act::PassOn, day("2026-03-10")) };
    assert_eq!(desk.take_petition_step(&secret, &StepWish::new(pass_on)).unwrap().stage, Stage::PassedOn);
    drop(desk);
    let desk = head(&root);
    assert_eq!(desk.case(&secret).unwrap().course.item.stage, Stage::PassedOn);
    drop(desk);
    let mut desk = opened(&root, 2, "second passphrase");
    let mut named = accusation();
    named.handler = Some(2);
    assert!(matches!(desk.register_petition(&named), Err(PetitionError::Say(PetitionSay::HeadNames))));
}

#[test]
fn whoever_is_accused_does_not_see_it_and_of_the_head_nothing_is_written() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("data");
    staffed(&root);
    let mut desk = head(&root);
    let mut own = accusation();
    own.item.accused = "乙".into();
    own.handler = Some(2);
    let found = desk.register_petition(&own);
    let refused = |fault: &Fault| matches!(fault, Fault::Related(name) if name == "乙");
    assert!(matches!(&found, Err(PetitionError::Say(PetitionSay::Refused(all))) if refused(&all[0].fault)));
    let mut against = accusation();
    against.item.against_head = true;
    assert!(desk.register_petition(&against).is_err(), "text was typed");
    (against.item.request, against.item.accused) = (String::new(), String::new());
    against.item.parties.clear();
    let number = desk.register_petition(&against).unwrap().number;
    assert!(desk.log_petition(&number, day("2026-03-09"), Contact::Phone, "", "x").is_err());
    let accept = StepWish::new(Wish::new(Act::Accept, day("2026-03-09")));
    assert!(desk.take_petition_step(&number, &accept).is_err());
    let pass_on = StepWish::new(Wish::new(Act::PassOn, day("2026-03-09")));
    assert_eq!(desk.take_petition_step(&number, &pass_on).unwrap().stage, Stage::PassedOn);
}

#[test]
fn without_a_drawer_nobody_but_a_head_takes_an_accusation_in() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("data");
    staffed(&root);
    let mut desk = opened(&root, 2, "second passphrase");
    assert!(matches!(desk.register_petition(&accusation()), Err(PetitionError::Say(PetitionSay::NoDrawer))));
    assert!(desk.cases().unwrap().is_empty());
}

#[test]
fn a_table_that_is_taken_in_names_the_deadlines_that_moved() {
    let temp = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(office(&temp.path().join("data")), day("2026-12-25")).unwrap();
    let mut of = appeal("安置点漏水");
    of.item.received = day("2026-12-22");
    let number = desk.register_petition(&of).unwrap().number;
    let clock = desk.case(&number).unwrap().course.clocks[0].deadline.clone();
    assert_eq!((clock.missing, clock.safe), (vec![2027], day("2027-01-05")));
    let table = "[[year]]\nyear = 2027\ndocument = \"x\"\noff = [\"2027-01-01 元旦\"]\nwork = []\n";
    let years = calendar::read(table).unwrap();
    let asked = desk.take_tables(years.clone(), false).unwrap();
    assert_eq!(desk.case(&number).unwrap().course.clocks[0].deadline.missing, [2027], "asked, not written");
    let taken = desk.take_tables(years, true).unwrap();
    assert_eq!(asked, taken);
    let moved: Vec<(&str, Day, Day)> =
        taken.moved.iter().map(|one| (one.number.as_str(), one.before.1, one.now.1)).collect();
    assert_eq!(moved, [(number.as_str(), day("2027-01-05"), day("2027-01-06"))]);
    assert!(desk.case(&number).unwrap().course.clocks[0].deadline.missing.is_empty());
}

#[test]
fn a_list_comes_in_once_and_repeats_are_suggested() {
    let temp = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(office(&temp.path().join("data")), day("2026-03-10")).unwrap();
    let file = temp.path().join("台账.csv");
    let text = "信访编号,信访形式,信访人,登记日期,反映问题,受理日期,办结日期\nN1,来访,张三,2025-03-02,直补停发,2025-03-05,2025-04-20\n\
        N2,来信,李四,2025-05-06,路烂,,\nN3,来信,王五,2027-01-01,未来,,\n";
    std::fs::write(&file, text).unwrap();
    let taken = desk.import_petitions(&file, &[], true).unwrap();
    assert_eq!((taken.numbers.len(), taken.known, taken.refused.len()), (2, 0, 1));
    let again = desk.import_petitions(&file, &[], true).unwrap();
    assert_eq!((again.numbers.len(), again.known), (0, 2));
    let cases = desk.cases().unwrap();
    assert_eq!(
        cases.iter().map(|case| case.course.item.stage).collect::<Vec<_>>(),
        [Stage::Closed, Stage::Registered]
    );
    let repeated = desk.register_petition(&appeal("直补又停了")).unwrap();
    assert_eq!(repeated.similar, [cases[0].number().to_owned()]);
    let mut tied = appeal("直补还是没有");
    tied.repeats = Some(cases[0].number().to_owned());
    let tied = desk.register_petition(&tied).unwrap().number;
    assert!(desk.case(&tied).unwrap().repeats() && !desk.case(&repeated.number).unwrap().repeats());
}

#[test]
fn numbers_are_found_whichever_way_they_are_typed_and_the_office_s_run() {
    let temp = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(office(&temp.path().join("data")), day("2026-03-10")).unwrap();
    let first = desk.register_petition(&appeal("甲")).unwrap().number;
    let second = desk.register_petition(&appeal("乙")).unwrap().number;
    assert_eq!(desk.number_petition(&first.to_lowercase()).unwrap(), "2026-0001");
    assert_eq!(desk.number_petition(&second).unwrap(), "2026-0002");
    assert_eq!(desk.number_petition(&first).unwrap(), "2026-0001", "it has one");
    assert_eq!(desk.case("2026-0002").unwrap().number(), second);
    let mut wrong = second.clone();
    let last = if wrong.pop() == Some('2') { '3' } else { '2' };
    wrong.push(last);
    let said = desk.case(&wrong).unwrap_err();
    assert!(matches!(said, PetitionError::Say(PetitionSay::WrongCheck(_))), "{said:?}");
    assert!(desk.change_petition_kind(&first, ItemKind::Accusation, "").is_err());
    let PetitionError::Say(say) = desk.case("2030-0001").unwrap_err() else { panic!("a folder's error") };
    assert!(say.text(Lang::Zh).contains("2030-0001"));
}

#[test]
fn f36_two_items_with_one_number_from_a_copied_folder_are_both_kept_and_told_apart() {
    use crate::exchange::tests::folders::{Field, copy_folder, reopen};
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    drop(field.laptop(&mut office, "B", &[village]));
    let copy = field.root.join("copy");
    copy_folder(&field.root.join("B"), &copy);
    let number = number::receipt("B", 2026, 7);
    for (root, request) in [(field.root.join("B"), "直补停发"), (copy, "房屋开裂")] {
        let mut desk = Desk::open(reopen(&root), day("2026-03-10")).unwrap();
        // Both draw the same number, as copies of one folder may.
        let of = appeal(request);
        let new = desk.new_item(&of, &number, None);
        let place = Place::of(Some(village), false);
        desk.keep(place, crate::domain::petition::acts::register(place.scope, &new, 0)).unwrap();
        let mut laptop = desk.close().0;
        field.send(&mut laptop, &mut office);
    }
    let mut desk = Desk::open(office, day("2026-03-10")).unwrap();
    let rows = desk.petition_queue(true).unwrap().rows;
    assert_eq!(rows.iter().filter(|row| row.number == number).count(), 2, "both are in the queue");
    let PetitionError::Say(say) = desk.case(&number).unwrap_err() else { panic!("a folder's error") };
    assert_eq!(say, PetitionSay::SeveralNumbers(number.clone(), 2));
    assert!(say.both().zh.contains(&format!("{number}/1")));
    let asked = |desk: &Desk, which: usize| desk.case(&format!("{number}/{which}")).unwrap();
    let (one, two) = (asked(&desk, 1), asked(&desk, 2));
    assert_ne!(one.petition.entity(), two.petition.entity());
    assert!(desk.case(&format!("{number}/3")).is_err() && desk.case(&format!("{number}/0")).is_err());
    // The office gives each a number of its own; from then on they are told apart by these.
    let given = [1, 2].map(|which| desk.number_petition(&format!("{number}/{which}")).unwrap());
    assert_eq!(given, ["2026-0001", "2026-0002"]);
    assert_eq!(desk.case("2026-0002").unwrap().petition.entity(), two.petition.entity());
    assert_eq!(asked(&desk, 1).petition.entity(), one.petition.entity(), "the first number still finds it");
}
