//! What is read of one household or one number alone is what stands among all items; and steps of one day stand as they were
//! written.

use std::collections::BTreeSet;

use super::*;
use crate::demo::{self, Plan};
use crate::domain::petition::stages::Tie;
use crate::runtime::desk::Desk;
use crate::runtime::desk::tests::today;

/// An office with generated items, the accusations in the drawer.
fn carried(root: &Path) -> Desk {
    let mut folder = office(root);
    let made = demo::generate(&Plan { seed: 3, persons: 300, today: (2026, 11, 24) });
    let data_set = folder.ask(|state| Ok(state.ledger().data_set())).unwrap();
    let petitions = demo::petitions(&made, data_set, today()).unwrap();
    let plain = demo::parts(&made, data_set).map(Result::unwrap).chain(petitions.villages);
    for (scope, ops) in plain {
        folder.append_act(scope, &ops).unwrap();
    }
    folder.confirm_and_replay(&mut |_, _| {}).unwrap();
    folder.found_drawer().unwrap();
    let drawer = folder.drawer().unwrap().unwrap();
    let part = Part::whole(folder.new_act().unwrap());
    folder
        .write_to(Audience::Office, part, |commit| {
            let mut ops = petitions.sealed.iter().flatten();
            ops.try_for_each(|op| commit.push_sealed(EntityId::ZERO, op, &drawer).map(drop))
        })
        .unwrap();
    Desk::open(folder, today()).unwrap()
}

#[test]
fn what_is_read_alone_is_what_stands_among_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = carried(folder.path());
    let numbers: Vec<String> = desk
        .cases()
        .unwrap()
        .iter()
        .filter(|case| !case.sealed)
        .map(|case| case.number().to_owned())
        .collect();
    for pair in numbers.chunks_exact(2).take(6) {
        desk.tie_petitions(&pair[1], &pair[0], Tie::Repeat).unwrap();
    }
    let (all, queue) = (desk.cases().unwrap(), desk.petition_queue(false).unwrap());
    let sealed = all.iter().filter(|case| case.sealed).count();
    assert!(all.len() > 20 && sealed > 0, "{} with {sealed} sealed", all.len());
    assert!(all.iter().filter(|case| !case.ties.is_empty()).count() >= 6);
    let mut homes: BTreeSet<EntityId> = desk.roll().households.keys().copied().collect();
    homes.extend(all.iter().filter_map(|case| case.petition.household.shown));
    let mut met = 0;
    for home in homes {
        let of: Vec<&Case> = all.iter().filter(|case| case.petition.household.shown == Some(home)).collect();
        met += of.len();
        assert_eq!(desk.cases_of_household(home).unwrap().iter().collect::<Vec<_>>(), of);
        let waiting: Vec<_> = queue.rows.iter().filter(|row| row.household == Some(home)).collect();
        assert_eq!(desk.petition_queue_of(home).unwrap().rows.iter().collect::<Vec<_>>(), waiting);
    }
    assert!(met > 10, "{met}");
    for case in &all {
        assert_eq!(desk.case_of(case.petition.entity()).unwrap().as_ref(), Some(case));
        assert_eq!(&desk.case(case.number()).unwrap(), case);
        let found = desk.petitions_by_number(case.number(), 9).unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), [case]);
    }
    // What several numbers begin with finds them all, by number.
    let starts = all.iter().map(|case| case.number().chars().take(5).collect::<String>());
    let begins = |case: &&Case, start: &str| case.number().starts_with(start);
    let start = starts.max_by_key(|start| all.iter().filter(|case| begins(case, start)).count()).unwrap();
    let mut begin: Vec<&Case> = all.iter().filter(|case| begins(case, &start)).collect();
    begin.sort_by(|a, b| a.number().cmp(b.number()));
    assert!(begin.len() > 1, "{start}");
    assert_eq!(desk.petitions_by_number(&start, 500).unwrap().iter().collect::<Vec<_>>(), begin);
}

#[test]
fn steps_and_entries_of_one_day_stand_as_they_were_written() {
    let folder = tempfile::tempdir().unwrap();
    staffed(folder.path());
    let mut desk = head(folder.path());
    // Steps have drawn entities: by them one item in two would stand the other way round.
    for _ in 0..6 {
        let number = desk.register_petition(&appeal("直补停发")).unwrap().number;
        for act in [Act::Notify, Act::Accept, Act::Investigate] {
            desk.take_petition_step(&number, &StepWish::new(Wish::new(act, day("2026-03-05")))).unwrap();
        }
        for text in ["一", "二", "三"] {
            desk.log_petition(&number, day("2026-03-06"), Contact::Phone, "张三", text).unwrap();
        }
        let case = desk.case(&number).unwrap();
        let acts: Vec<Act> = case.course.steps.iter().map(|step| step.act).collect();
        assert_eq!(acts, [Act::Notify, Act::Accept, Act::Investigate]);
        let listed: Vec<_> = case.steps.iter().filter_map(|step| step.act.shown).collect();
        assert_eq!(listed, acts.iter().map(|act| act.code()).collect::<Vec<_>>());
        let logs: Vec<_> = case.logs.iter().filter_map(|log| log.text.shown.as_deref()).collect();
        assert_eq!(logs, ["一", "二", "三"]);
    }
}
