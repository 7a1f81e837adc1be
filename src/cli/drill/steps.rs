//! The steps of each drill (步骤): on which machine, what is to be done, and how the folders show that it was.

use crate::i18n::drill::Task;

/// One step.
#[derive(Debug)]
pub struct Step {
    /// The machine that the program opens on; none = the drill does it itself.
    pub machine: Option<&'static str>,
    /// What is to be done.
    pub task: Task,
    /// How it is seen that it was done.
    pub goal: Goal,
}

/// How a step is seen to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The person has this account or phone here, alone or among others.
    Has(&'static str),
    /// The person's account is settled here.
    Settled,
    /// Whole files of this machine for that one lie on the stick, and carry this.
    Written { to: &'static str, held: Held },
    /// Every whole file of that machine on the stick has been taken in.
    TakenIn { from: &'static str },
    /// This machine has ended.
    Ended(&'static str),
    /// Every whole file of the office on the stick has been taken in, and the person's account is settled as there.
    AsOffice,
    /// The screen has shown why the file is refused: nothing of it is left in a folder, the program itself marks the step.
    Refused,
    /// The bank's answer was taken in.
    CameBack,
    /// A batch pays again what came back of the person's.
    PaidAgain,
    /// The drill's own steps: done once the drill has done them.
    Made,
}

/// What files have to carry to a machine that lacks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The person's account as the sender has it. What else the sender does meanwhile may stay.
    Account,
    /// All that the sender has: rulings too, which stand in no record.
    All,
}

const fn on(machine: &'static str, task: Task, goal: Goal) -> Step {
    Step { machine: Some(machine), task, goal }
}

const fn by_the_drill(task: Task) -> Step {
    Step { machine: None, task, goal: Goal::Made }
}

const fn account_for(to: &'static str) -> Goal {
    Goal::Written { to, held: Held::Account }
}

/// What B gives; a passbook's number.
pub const FIRST: &str = "62170012345678";
/// What C gives.
pub const SECOND: &str = "62170087654321";
/// The phone that the lost machine had not sent.
pub const UNSENT: &str = "13900000009";

/// See [`crate::i18n::drill::Drill::Conflict`].
pub const CONFLICT: &[Step] = &[
    on("B", Task::Account(FIRST), Goal::Has(FIRST)),
    on("B", Task::Write("A"), account_for("A")),
    on("C", Task::Account(SECOND), Goal::Has(SECOND)),
    on("C", Task::Write("A"), account_for("A")),
    on("A", Task::TakeIn("B"), Goal::TakenIn { from: "B" }),
    on("A", Task::TakeIn("C"), Goal::TakenIn { from: "C" }),
    on("A", Task::Settle, Goal::Settled),
    on("A", Task::Write("B"), account_for("B")),
    on("A", Task::Write("C"), account_for("C")),
    on("B", Task::TakeIn("A"), Goal::AsOffice),
    on("C", Task::TakeIn("A"), Goal::AsOffice),
];

/// See [`crate::i18n::drill::Drill::LostLaptop`].
pub const LOST_LAPTOP: &[Step] = &[
    on("B", Task::Account(FIRST), Goal::Has(FIRST)),
    on("B", Task::Write("A"), account_for("A")),
    on("A", Task::TakeIn("B"), Goal::Has(FIRST)),
    on("B", Task::Phone(UNSENT), Goal::Has(UNSENT)),
    on("A", Task::End("B"), Goal::Ended("B")),
    by_the_drill(Task::Enrol("D")),
    by_the_drill(Task::Found("B")),
    on("A", Task::TakeIn("B"), Goal::TakenIn { from: "B" }),
    on("A", Task::Release("B"), Goal::Has(UNSENT)),
    on("A", Task::Write("D"), Goal::Written { to: "D", held: Held::All }),
    on("D", Task::TakeIn("A"), Goal::Has(UNSENT)),
];

/// See [`crate::i18n::drill::Drill::DamagedStick`].
pub const DAMAGED_STICK: &[Step] = &[
    on("B", Task::Account(FIRST), Goal::Has(FIRST)),
    on("B", Task::Write("A"), account_for("A")),
    by_the_drill(Task::Spoil),
    on("A", Task::Refused, Goal::Refused),
    on("B", Task::Write("A"), account_for("A")),
    on("A", Task::TakeIn("B"), Goal::Has(FIRST)),
];

/// See [`crate::i18n::drill::Drill::FailedPayment`].
pub const FAILED_PAYMENT: &[Step] = &[
    on("A", Task::Return, Goal::CameBack),
    on("A", Task::Account(FIRST), Goal::Has(FIRST)),
    on("A", Task::PayAgain, Goal::PaidAgain),
];
