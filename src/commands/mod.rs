//! The command table (命令表): one row per act, from which keymap check, footer, help, palette, which-key and
//! the README's key table are printed.
//!
//! An act is added by one row here and its two words in `i18n/commands.rs`; neither compiles without the
//! other.

pub mod facts;
pub mod keymaps;
pub mod listing;
pub mod palette;

pub use crate::i18n::commands::Action;
pub use facts::{Facts, Place};

use crate::i18n::commands::Why;
use crate::keys::{Known, Scope};
use facts::rules;

/// An enabled-rule: may the act be done now, and if not, why.
pub type Rule = fn(&Facts) -> Result<(), Why>;

/// One command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// The stable id of keymap files.
    pub id: &'static str,
    /// Where it may be bound.
    pub scope: Scope,
    /// Place in the footer, small numbers first; `None` keeps it out.
    pub footer: Option<u8>,
    /// May not be left without a key.
    pub must_bind: bool,
    /// When it can be done.
    pub rule: Rule,
}

/// Every command, in the order of help.
pub const COMMANDS: &[Command] = &[
    row(Action::Help, "app.help", Scope::App, Some(22), rules::always).must(),
    row(Action::Find, "app.find", Scope::App, Some(30), rules::find),
    row(Action::Panes, "app.panes", Scope::App, Some(40), rules::unlocked),
    row(Action::Palette, "app.palette", Scope::App, Some(50), rules::no_question).must(),
    row(Action::Back, "app.back", Scope::App, Some(20), rules::always).must(),
    row(Action::Refresh, "app.refresh", Scope::App, Some(60), rules::refresh),
    row(Action::Import, "app.import", Scope::App, Some(70), rules::import),
    row(Action::Export, "app.export", Scope::App, Some(75), rules::export),
    row(Action::Language, "app.language", Scope::App, Some(80), rules::always),
    row(Action::Backup, "app.backup", Scope::App, None, rules::unlocked),
    row(Action::ChangePassphrase, "app.passphrase", Scope::App, None, rules::unlocked),
    row(Action::Officers, "app.officers", Scope::App, None, rules::unlocked),
    row(Action::Lock, "app.lock", Scope::App, None, rules::lock),
    row(Action::Quit, "app.quit", Scope::App, None, rules::always).must(),
    row(Action::Register, "app.register", Scope::App, Some(75), rules::unlocked),
    row(Action::Note, "app.note", Scope::App, None, rules::at_hand),
    row(Action::History, "app.history", Scope::App, None, rules::history),
    row(Action::Undo, "app.undo", Scope::App, None, rules::undo),
    row(Action::Drafts, "app.drafts", Scope::App, None, rules::unlocked),
    row(Action::Open, "list.open", Scope::List, Some(10), rules::chosen),
    row(Action::Up, "list.up", Scope::List, None, rules::always),
    row(Action::Down, "list.down", Scope::List, None, rules::always),
    row(Action::PageUp, "list.page_up", Scope::List, None, rules::always),
    row(Action::PageDown, "list.page_down", Scope::List, None, rules::always),
    row(Action::First, "list.first", Scope::List, None, rules::always),
    row(Action::Last, "list.last", Scope::List, None, rules::always),
    row(Action::Conflicts, "list.conflicts", Scope::List, Some(23), rules::conflicts),
    row(Action::Support, "list.support", Scope::List, Some(23), rules::support),
    row(Action::Reveal, "household.reveal", Scope::Household, Some(12), rules::reveal),
    row(Action::PreviousHousehold, "household.previous", Scope::Household, Some(16), rules::previous),
    row(Action::NextHousehold, "household.next", Scope::Household, Some(18), rules::next),
    row(Action::CorrectPerson, "household.correct", Scope::Household, Some(24), rules::member),
    row(Action::AddMember, "household.add", Scope::Household, Some(26), rules::in_household),
    row(Action::Shared, "household.shared", Scope::Household, None, rules::member),
    row(Action::RepeatAct, "household.repeat", Scope::Household, None, rules::repeat),
    row(Action::CorrectHousehold, "household.correct_household", Scope::Household, None, rules::in_household),
    row(Action::ChangeHead, "household.head", Scope::Household, None, rules::member),
    row(Action::MoveMember, "household.move", Scope::Household, None, rules::member),
    row(Action::Death, "household.death", Scope::Household, None, rules::member),
    row(Action::MoveOut, "household.move_out", Scope::Household, None, rules::member),
    row(Action::Split, "household.split", Scope::Household, None, rules::member),
    row(Action::Merge, "household.merge", Scope::Household, None, rules::member),
    row(Action::MoveHousehold, "household.to_village", Scope::Household, None, rules::in_household),
    row(Action::SetAside, "household.set_aside", Scope::Household, None, rules::in_household),
    row(Action::BringBack, "household.bring_back", Scope::Household, None, rules::bring_back),
    row(Action::Proof, "household.proof", Scope::Household, None, rules::in_household),
    row(Action::Accept, "confirm.accept", Scope::Confirm, Some(10), rules::always),
    row(Action::OtherAnswer, "confirm.other", Scope::Confirm, Some(15), rules::two_answers),
    row(Action::AcceptLine, "prompt.accept", Scope::Prompt, Some(10), rules::always),
    row(Action::CompletePath, "prompt.complete", Scope::Prompt, Some(15), rules::completes),
    row(Action::ApplyImport, "import.apply", Scope::Import, Some(5), rules::apply_import),
    row(Action::WriteRefused, "import.refused", Scope::Import, Some(12), rules::write_refused),
    row(Action::CancelImport, "import.cancel", Scope::Import, Some(15), rules::always),
    row(Action::AddOfficer, "officers.add", Scope::Officers, Some(5), rules::head),
    row(Action::EndOfficer, "officers.end", Scope::Officers, Some(7), rules::end_officer),
    row(Action::HandOver, "officers.hand_over", Scope::Officers, Some(9), rules::head),
    row(Action::SlipEnter, "slip.enter", Scope::Slip, Some(5), rules::not_working),
    row(Action::SlipNext, "slip.next", Scope::Slip, Some(12), rules::not_working),
    row(Action::SlipBack, "slip.back", Scope::Slip, None, rules::not_working),
    row(Action::SlipShow, "slip.show", Scope::Slip, Some(14), rules::secret),
    row(Action::WriteBundle, "exchange.write", Scope::Exchange, Some(5), rules::exchange),
    row(Action::ExchangeFolder, "exchange.folder", Scope::Exchange, Some(12), rules::exchange),
    row(Action::AskAgain, "exchange.ask_again", Scope::Exchange, Some(55), rules::exchange),
    row(Action::Imports, "exchange.imports", Scope::Exchange, Some(14), rules::exchange),
    row(Action::EndMachine, "exchange.end", Scope::Exchange, Some(56), rules::exchange),
    row(Action::GiveVillages, "exchange.villages", Scope::Exchange, Some(15), rules::laptop),
    row(Action::TakeIn, "arrival.take_in", Scope::Arrival, Some(5), rules::exchange),
    row(Action::OwnValue, "clash.own_value", Scope::Clash, Some(5), rules::own_value),
    row(Action::Judged, "clash.judged", Scope::Clash, Some(7), rules::exchange),
    row(Action::UndoImport, "imports.undo", Scope::Imports, Some(5), rules::exchange),
    row(Action::RedoImport, "imports.redo", Scope::Imports, Some(7), rules::exchange),
    row(Action::EndMachineNow, "loss.end", Scope::Loss, Some(5), rules::not_ended),
    row(Action::PrintLoss, "loss.print", Scope::Loss, Some(7), rules::exchange),
    row(Action::ReleaseOne, "late.release", Scope::Late, Some(5), rules::turned_up),
    row(Action::ReleaseAll, "late.release_all", Scope::Late, Some(7), rules::turned_up),
    row(Action::Enter, "lock.enter", Scope::Lock, Some(10), rules::always),
    row(Action::NextField, "lock.next", Scope::Lock, Some(15), rules::always),
    row(Action::ShowTyped, "lock.show", Scope::Lock, Some(17), rules::always),
    row(Action::FormNext, "form.next", Scope::Form, Some(10), rules::always),
    row(Action::FormSave, "form.save", Scope::Form, Some(12), rules::always),
    row(Action::FormList, "form.list", Scope::Form, Some(14), rules::options),
    row(Action::FormRepeat, "form.repeat", Scope::Form, Some(24), rules::copies),
    row(Action::FormRepeatAll, "form.repeat_all", Scope::Form, Some(26), rules::copies),
    row(Action::FormBack, "form.back", Scope::Form, None, rules::always),
    row(Action::FormDown, "form.down", Scope::Form, None, rules::always),
    row(Action::FormUp, "form.up", Scope::Form, None, rules::always),
    row(Action::FormNextSection, "form.next_section", Scope::Form, None, rules::always),
    row(Action::FormPreviousSection, "form.previous_section", Scope::Form, None, rules::always),
    row(Action::FormFirstError, "form.first_error", Scope::Form, None, rules::always),
    row(Action::FormDropRow, "form.drop_row", Scope::Form, None, rules::always),
    row(Action::DropDraft, "drafts.drop", Scope::Drafts, Some(15), rules::chosen),
    row(Action::HistoryDates, "history.dates", Scope::History, Some(15), rules::always),
    row(Action::VerifyNext, "verify.next", Scope::Verify, Some(5), rules::verify),
    row(Action::VerifyVisit, "verify.visit", Scope::Verify, Some(7), rules::verify),
    row(Action::VerifyResult, "verify.result", Scope::Verify, Some(9), rules::verify),
    row(Action::SuspectTrue, "verify.suspect_true", Scope::Verify, Some(11), rules::suspect),
    row(Action::SuspectFalse, "verify.suspect_false", Scope::Verify, Some(13), rules::suspect),
    row(Action::VerifyRound, "verify.round", Scope::Verify, Some(60), rules::round),
    row(Action::VerifyVillage, "verify.village", Scope::Verify, None, rules::unlocked),
    row(Action::VerifyTeam, "verify.team", Scope::Verify, None, rules::verify),
    row(Action::VerifyDesk, "verify.desk", Scope::Verify, None, rules::verify),
    row(Action::VerifyRest, "verify.rest", Scope::Verify, None, rules::rest),
    row(Action::VerifyCheck, "verify.check", Scope::Verify, None, rules::verify),
    row(Action::VerifySheet, "verify.sheet", Scope::Verify, None, rules::verify),
    row(Action::VerifyPosting, "verify.posting", Scope::Verify, None, rules::verify),
    row(Action::VerifyQueue, "verify.queue", Scope::Verify, None, rules::unlocked),
    row(Action::QueueOpinion, "queue.opinion", Scope::Queue, Some(5), rules::queued),
    row(Action::QueueDecide, "queue.decide", Scope::Queue, Some(7), rules::queued),
    row(Action::QueueReturn, "queue.return", Scope::Queue, Some(9), rules::queued),
    row(Action::QueueApprove, "queue.approve", Scope::Queue, Some(11), rules::queued),
    row(Action::QueueSheet, "queue.sheet", Scope::Queue, None, rules::queued),
    row(Action::PetitionNext, "petition.next", Scope::Petition, Some(5), rules::petition_open),
    row(Action::PetitionInto, "petition.into", Scope::Petition, Some(7), rules::petition),
    row(Action::PetitionRegister, "petition.register", Scope::Petition, Some(9), rules::unlocked),
    row(Action::PetitionSheet, "petition.sheet", Scope::Petition, Some(11), rules::petition),
    row(Action::PetitionBefore, "petition.before", Scope::Petition, None, rules::petition),
    row(Action::PetitionLog, "petition.log", Scope::Petition, Some(13), rules::petition),
    row(Action::PetitionAssign, "petition.assign", Scope::Petition, Some(15), rules::petition),
    row(Action::PetitionRate, "petition.rate", Scope::Petition, None, rules::petition),
    row(Action::PetitionLink, "petition.link", Scope::Petition, None, rules::petition),
    row(Action::PetitionMerge, "petition.merge", Scope::Petition, None, rules::petition),
    row(Action::SupportBatches, "subsidy.batches", Scope::Subsidy, Some(23), rules::unlocked),
    row(Action::SupportOpen, "subsidy.open", Scope::Subsidy, Some(24), rules::unlocked),
    row(Action::Explain, "account.explain", Scope::Account, Some(5), rules::account),
    row(Action::AnswerSlip, "account.slip", Scope::Account, Some(7), rules::account),
    row(Action::NextMember, "account.next_member", Scope::Account, Some(9), rules::members),
    row(Action::PreviousMember, "account.previous_member", Scope::Account, None, rules::members),
    row(Action::EarlierYear, "account.earlier", Scope::Account, None, rules::account),
    row(Action::LaterYear, "account.later", Scope::Account, None, rules::account),
    row(Action::Mandate, "account.payee", Scope::Account, Some(26), rules::account),
    row(Action::SettleOver, "account.settle", Scope::Account, Some(8), rules::over),
    row(Action::SupportHousehold, "account.household", Scope::Account, Some(25), rules::at_hand),
    row(Action::BatchStep, "batch.step", Scope::Batch, Some(5), rules::next_step),
    row(Action::BatchList, "batch.list", Scope::Batch, Some(7), rules::unlocked),
    row(Action::BatchExport, "batch.export", Scope::Batch, Some(9), rules::batch),
    row(Action::BatchReturn, "batch.return", Scope::Batch, Some(22), rules::unlocked),
    row(Action::BatchWithdraw, "batch.withdraw", Scope::Batch, None, rules::unsubmitted),
    row(Action::BatchSweep, "batch.sweep", Scope::Batch, Some(26), rules::unlocked),
    row(Action::BatchForecast, "batch.forecast", Scope::Batch, Some(27), rules::unlocked),
    row(Action::Freeze, "paylist.freeze", Scope::PayList, Some(5), rules::list),
    row(Action::PayAgain, "openitem.again", Scope::OpenItem, Some(5), rules::open_item),
    row(Action::CloseItem, "openitem.close", Scope::OpenItem, Some(7), rules::open_item),
    row(Action::PrintSlip, "answer.print", Scope::Answer, Some(5), rules::account),
];

const fn row(action: Action, id: &'static str, scope: Scope, footer: Option<u8>, rule: Rule) -> Command {
    Command { action, id, scope, footer, must_bind: false, rule }
}

impl Command {
    const fn must(mut self) -> Self {
        self.must_bind = true;
        self
    }
}

/// The table's row of an act.
pub fn command(action: Action) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.action == action)
}

/// What the keymap loader must know.
pub fn known() -> Vec<Known<Action>> {
    COMMANDS
        .iter()
        .map(|command| Known {
            id: command.id,
            scope: command.scope,
            must_bind: command.must_bind,
            action: command.action,
        })
        .collect()
}
