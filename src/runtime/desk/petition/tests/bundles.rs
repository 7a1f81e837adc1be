//! Petitions on two machines that do not see each other: forks (F31, F35), the same number after a copied folder (F36), two
//! logs of one item.

use super::*;
use crate::domain::petition::acts;
use crate::domain::petition::course::Group;
use crate::domain::petition::law::ClockId;
use crate::domain::petition::stages::Outcome;
use crate::exchange::tests::folders::{Field, going};
use crate::exchange::{clash, export, import::Intake};

struct Two {
    field: Field,
    office: Desk,
    laptop: Desk,
    village: EntityId,
}

fn carry(field: &Field, from: &mut Desk, to: &mut Desk) {
    let device = to.folder().device();
    let path = export::export(from.folder_mut(), device, &field.root.join("stick"), &mut going).unwrap().path;
    let intake = Intake::open(to.folder(), &path, &mut going).unwrap();
    assert!(intake.commit(to.folder_mut(), &mut going).unwrap().digest_agrees);
}

impl Two {
    fn new() -> Self {
        let field = Field::laid_out();
        let (mut office, villages) = field.office();
        let laptop = field.laptop(&mut office, "B", &villages[..1]);
        let [office, laptop] = [office, laptop].map(|folder| Desk::open(folder, day("2026-04-22")).unwrap());
        Self { field, office, laptop, village: villages[0] }
    }

    fn ship(&mut self) {
        carry(&self.field, &mut self.office, &mut self.laptop);
        carry(&self.field, &mut self.laptop, &mut self.office);
    }

    /// An item that both have, accepted.
    fn accepted(&mut self) -> String {
        let mut of = appeal("直补停发");
        of.village = Some(self.village);
        let number = self.office.register_petition(&of).unwrap().number;
        take(&mut self.office, &number, Wish::new(Act::Accept, day("2026-03-05")));
        self.ship();
        number
    }

    /// Settles the one fork that there is by the choice that gives this stage.
    fn settle(&mut self, stage: Stage) {
        let open = self.office.folder().ask(|state| clash::open(state)).unwrap();
        let [fork] = open.as_slice() else { panic!("{open:?}") };
        let is = |choice: &crate::domain::conflict::Choice| matches!(choice.value, Some(crate::domain::Value::Step { stage: code, .. }) if code == stage.code());
        let place = fork.choices.iter().position(is).unwrap() + 1;
        let settlement = crate::domain::conflict::Settlement::Take(place);
        clash::settle(self.office.folder_mut(), fork, settlement, "督办").unwrap();
    }
}

fn take(desk: &mut Desk, number: &str, wish: Wish) {
    desk.take_petition_step(number, &StepWish::new(wish)).unwrap();
}

fn extension() -> Wish {
    Wish {
        days: Some(30),
        whom: "李明".into(),
        until: Some(day("2026-04-20")),
        note: "复杂".into(),
        ..Wish::new(Act::Extend, day("2026-04-20"))
    }
}

fn opinion() -> Wish {
    Wish { result: Some(Outcome::Explained.code()), ..Wish::new(Act::Opinion, day("2026-04-21")) }
}

#[test]
fn f35_extended_in_the_office_while_replied_in_the_field_is_a_fork_that_a_supervisor_settles() {
    let mut two = Two::new();
    let number = two.accepted();
    take(&mut two.office, &number, extension());
    take(&mut two.laptop, &number, opinion());
    two.ship();
    for desk in [&two.office, &two.laptop] {
        let case = desk.case(&number).unwrap();
        assert_eq!(
            (case.course.item.stage, case.course.item.fork.as_slice()),
            (Stage::OpinionIssued, &[Stage::Extended][..])
        );
        assert_eq!(case.steps.len(), 3, "both facts are there");
        let clock = case.course.clock(ClockId::Decision).unwrap();
        assert_eq!((clock.deadline.due, clock.met), (day("2026-06-03"), Some(day("2026-04-21"))));
        let row = desk.petition_queue(false).unwrap().rows.remove(0);
        assert!(row.forked);
    }
    two.settle(Stage::OpinionIssued);
    two.ship();
    for desk in [&two.office, &two.laptop] {
        let course = desk.case(&number).unwrap().course;
        assert_eq!((course.item.stage, course.item.fork.len()), (Stage::OpinionIssued, 0));
        assert!(desk.folder().ask(|state| clash::open(state)).unwrap().is_empty());
    }
    // It goes on from there, on either machine.
    take(&mut two.laptop, &number, Wish::new(Act::Deliver, day("2026-04-22")));
    two.ship();
    assert_eq!(two.office.case(&number).unwrap().course.item.stage, Stage::Delivered);
}

#[test]
fn f31_a_withdrawal_in_the_field_beside_an_opinion_of_the_office_stops_it_until_it_is_settled() {
    let mut two = Two::new();
    let number = two.accepted();
    take(&mut two.office, &number, opinion());
    let withdrawn = Wish { note: "书面撤回".into(), ..Wish::new(Act::Withdraw, day("2026-04-21")) };
    take(&mut two.laptop, &number, withdrawn);
    two.ship();
    let course = two.office.case(&number).unwrap().course;
    assert_eq!((course.item.stage, course.item.fork), (Stage::Withdrawn, vec![Stage::OpinionIssued]));
    assert_eq!(two.office.petition_queue(false).unwrap().rows.len(), 0, "a stop holds over a go");
    two.settle(Stage::OpinionIssued);
    let course = two.office.case(&number).unwrap().course;
    assert_eq!(
        (course.item.stage, course.group(day("2026-04-22"))),
        (Stage::OpinionIssued, Some(Group::Later))
    );
}

#[test]
fn f36_one_number_twice_is_said_and_each_is_reached_and_numbered_by_the_office() {
    let mut two = Two::new();
    let number = "B26-7K3Q2".to_owned();
    for (desk, request) in [(&mut two.office, "甲事"), (&mut two.laptop, "乙事")] {
        let mut of = appeal(request);
        of.village = Some(two.village);
        let new = desk.new_item(&of, &number, None);
        let place = Place::of(of.village, false);
        desk.keep(place, acts::register(place.scope, &new, 0)).unwrap();
    }
    two.ship();
    let said = two.office.case(&number).unwrap_err();
    assert!(matches!(&said, PetitionError::Say(PetitionSay::SeveralNumbers(_, 2))), "{said:?}");
    let request = |desk: &Desk, typed: &str| desk.case(typed).unwrap().petition.request.shown.unwrap();
    let mut both = [request(&two.office, "B26-7K3Q2/1"), request(&two.office, "b26-7k3q2/2")];
    assert_eq!(
        both,
        [request(&two.laptop, "B26-7K3Q2/1"), request(&two.laptop, "B26-7K3Q2/2")],
        "on every machine"
    );
    both.sort();
    assert_eq!(both, ["乙事", "甲事"]);
    assert!(two.office.case("B26-7K3Q2/3").is_err());
    let finals = ["B26-7K3Q2/1", "B26-7K3Q2/2"].map(|typed| two.office.number_petition(typed).unwrap());
    assert_eq!(finals, ["2026-0001", "2026-0002"]);
    assert_eq!(
        two.office.petitions_by_number("b26-7k", 9).unwrap().len(),
        2,
        "the provisional number finds both"
    );
    assert_eq!(two.office.petitions_by_number("2026-0002", 9).unwrap().len(), 1);
}

#[test]
fn two_officers_who_write_the_log_of_one_item_leave_both_entries_in_the_order_of_their_days() {
    let mut two = Two::new();
    let number = two.accepted();
    two.laptop.log_petition(&number, day("2026-04-10"), Contact::Visit, "张三", "下访").unwrap();
    two.office.log_petition(&number, day("2026-04-09"), Contact::Phone, "张三", "电话").unwrap();
    two.ship();
    for desk in [&two.office, &two.laptop] {
        let said = desk.case(&number).unwrap().logs.into_iter().map(|log| log.text.shown.unwrap());
        assert_eq!(said.collect::<Vec<_>>(), ["电话", "下访"]);
        assert!(desk.folder().ask(|state| clash::open(state)).unwrap().is_empty());
    }
}
