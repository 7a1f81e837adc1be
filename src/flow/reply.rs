//! What a pane answers to an act or to a result (回应), and what it may know while it does.

use crate::flow::effect::Effect;
use crate::flow::message::Severity;
use crate::flow::view::VillageLine;
use crate::i18n::messages::Note;

/// What a pane may know of the rest, and the source of request numbers.
#[derive(Clone, Copy, Debug)]
pub struct Cx {
    /// The steady clock, in milliseconds.
    pub now_ms: u64,
    /// Rows of the window.
    pub rows: u16,
    /// The last request number given out; numbers start at 1.
    pub last_request: u64,
}

impl Cx {
    /// A request number that was never used.
    pub fn request(&mut self) -> u64 {
        self.last_request += 1;
        self.last_request
    }
}

/// Something that a pane wants opened on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The villages of this folder, to choose one.
    Villages(Vec<VillageLine>),
    /// The machines that a file can be written for, to choose one.
    Machines(Vec<crate::flow::exchange::MachineLine>),
    /// The chosen member on a page of its own.
    Person,
    /// Another pane with this text in the search box.
    Search(String),
    /// The verification pane.
    Verification,
    /// The queue of petitions.
    Petitions,
    /// One petition.
    Petition(crate::journal::EntityId),
    /// What has to be settled.
    ToSettle,
    /// The records behind a check: its id, and its name.
    Finding(String, crate::i18n::Both),
    /// A form on what is at hand.
    Form(crate::flow::form::FormAct),
    /// The visit form of the household at hand; a digit goes to the chosen member.
    Visit { digit: Option<char>, desk: bool, check: bool },
    /// The visit form filled with the chosen member's suspicion.
    Suspect,
    /// What came of a visit, to choose.
    VisitResults,
    /// How many other households are unchanged: so many are left.
    VillageRest(usize),
    /// Villages of the round, to choose one.
    RoundVillages(Vec<crate::flow::verify::VillageLine>),
    /// Where to write the household's visit record.
    VisitSheet,
    /// Where to write the change sheet of the proposal at hand.
    ChangeSheet,
    /// Where to write the village's list.
    VillagePosting,
    /// A question about payments.
    Payment(crate::flow::subsidy::Asked),
    /// The period whose list is computed; this one is proposed.
    ListPeriod(String),
    /// Where to write the batch of this number.
    BatchExport(String),
    /// Where the bank's file is.
    BankReturn,
    /// Where to write the answer slip.
    AnswerSlip,
    /// Who receives the money of the person at hand by a signed form.
    Mandate,
    /// How the money over-paid in the period at hand comes back, to choose.
    Settlings,
    /// Why the open item at hand is closed.
    CloseItem,
    /// The payments that were sent back or held.
    OpenPayments,
    /// The machines, to choose the one that ends.
    EndMachine(Vec<crate::flow::exchange::MachineLine>),
    /// A question about a ruling or an end.
    Ruling(crate::flow::rulings::Asked),
    /// Where to write the loss window of the machine with this label.
    LossPaper(String),
}

/// Effects, messages, and at most one thing to open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// For the worker, in order.
    pub effects: Vec<Effect>,
    /// For the message line.
    pub notes: Vec<(Severity, Note)>,
    /// On top.
    pub open: Option<Opening>,
}

impl Reply {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// One effect.
    pub fn ask(effect: Effect) -> Self {
        Self { effects: vec![effect], ..Self::default() }
    }

    /// One message.
    pub fn say(severity: Severity, note: Note) -> Self {
        Self { notes: vec![(severity, note)], ..Self::default() }
    }

    /// One thing to open.
    pub fn open(opening: Opening) -> Self {
        Self { open: Some(opening), ..Self::default() }
    }
}
