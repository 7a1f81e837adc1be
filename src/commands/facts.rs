//! What the enabled-rules may know (可用条件): a small snapshot taken from the state before each key and each
//! frame.

/// Where the officer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Locked out.
    Locked,
    /// The today pane.
    #[default]
    Today,
    /// The look-up pane, with its box.
    Lookup,
    /// One household.
    Household,
    /// Files from and to other machines.
    Exchange,
    /// The route of a village, or the office's queue.
    Verify,
    /// The queue of petitions, or one of them.
    Petition,
    /// Somebody's subsidy, or the office's lists of payments.
    Subsidy,
    /// A form being filled.
    Form,
}

/// The snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Where the officer is, below any overlay.
    pub place: Place,
    /// A question or preview on top wants an answer first.
    pub question: bool,
    /// The question has more than one answer.
    pub two_answers: bool,
    /// The active list has a chosen line that opens something.
    pub chosen: bool,
    /// The chosen member has numbers to show.
    pub has_numbers: bool,
    /// They are shown.
    pub shown: bool,
    /// The results hold a household before the opened one.
    pub previous: bool,
    /// The results hold a household after it.
    pub next: bool,
    /// This officer does the office's own work, such as importing rosters: maker or head.
    pub may_import: bool,
    /// A file is being read or written.
    pub working: bool,
    /// What is opened to be settled takes a value of one's own.
    pub own_value: bool,
    /// The machine that is looked at has not ended.
    pub not_ended: bool,
    /// Something turned up of the machine that is looked at.
    pub turned_up: bool,
    /// The preview has rows that would be written.
    pub can_apply: bool,
    /// The preview has refused rows.
    pub refused: bool,
    /// The results hold anybody.
    pub results: bool,
    /// A household or person is at hand: opened, or chosen in the results.
    pub at_hand: bool,
    /// A member of the opened household is chosen.
    pub member: bool,
    /// The field with the caret has a history.
    pub field_history: bool,
    /// Something was saved in this sitting.
    pub can_undo: bool,
    /// An act was saved that can be repeated.
    pub can_repeat: bool,
    /// A laptop of the office is chosen in the list of machines.
    pub laptop: bool,
    /// This officer is a head.
    pub head: bool,
    /// An officer who has access is chosen.
    pub seat: bool,
    /// The slip has a passphrase.
    pub secret: bool,
    /// A round is under way and a household of the route is focused.
    pub on_route: bool,
    /// The chosen member is on another office's list.
    pub suspect: bool,
    /// Households of the village are left that nobody went through or tried.
    pub rest: bool,
    /// A petition is chosen or open.
    pub petition: bool,
    /// Something is to be done of it.
    pub petition_open: bool,
    /// A period of somebody's subsidy is looked at.
    pub account: bool,
    /// Too much was paid for it.
    pub over: bool,
    /// A payment is chosen that waits for somebody.
    pub open_item: bool,
    /// Their household has other members.
    pub members: bool,
    /// A batch is chosen.
    pub batch: bool,
    /// It has a step left.
    pub next_step: bool,
    /// It was not submitted yet, nor withdrawn.
    pub unsubmitted: bool,
    /// A list is shown that can be frozen.
    pub list: bool,
    /// A line of the office's queue is chosen.
    pub queued: bool,
    /// The opened household, or the chosen member, was set aside.
    pub aside: bool,
    /// The opened household has something to settle.
    pub conflicts: bool,
    /// A path is asked for on top.
    pub path: bool,
    /// The field with the caret has a list of options.
    pub options: bool,
    /// Something stands in the row or record before, to be copied.
    pub copies: bool,
}

/// The enabled-rules.
pub(super) mod rules {
    use super::{Facts, Place};
    use crate::i18n::commands::Why;

    pub fn always(_: &Facts) -> Result<(), Why> {
        Ok(())
    }

    pub fn no_question(facts: &Facts) -> Result<(), Why> {
        unless(facts.question, Why::AnswerFirst)
    }

    pub fn unlocked(facts: &Facts) -> Result<(), Why> {
        unless(facts.place == Place::Locked, Why::UnlockFirst)?;
        no_question(facts)?;
        unless(facts.place == Place::Form, Why::LeaveForm)
    }

    pub fn at_hand(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.at_hand, Why::NoHousehold)
    }

    pub fn member(facts: &Facts) -> Result<(), Why> {
        in_household(facts)?;
        unless(!facts.member, Why::NothingChosen)
    }

    pub fn history(facts: &Facts) -> Result<(), Why> {
        if facts.place == Place::Form {
            return unless(!facts.field_history, Why::NothingChosen);
        }
        at_hand(facts)
    }

    pub fn undo(facts: &Facts) -> Result<(), Why> {
        unless(facts.place == Place::Locked, Why::UnlockFirst)?;
        no_question(facts)?;
        unless(facts.place != Place::Form && !facts.can_undo, Why::NothingToUndo)
    }

    pub fn repeat(facts: &Facts) -> Result<(), Why> {
        in_household(facts)?;
        unless(!facts.can_repeat || !facts.next, Why::NothingToRepeat)
    }

    pub fn two_answers(facts: &Facts) -> Result<(), Why> {
        unless(!facts.two_answers, Why::OneAnswer)
    }

    pub fn find(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)
    }

    pub fn refresh(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)
    }

    pub fn import(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(facts.working, Why::Working)?;
        unless(!facts.may_import, Why::NotYourRole)
    }

    pub fn lock(facts: &Facts) -> Result<(), Why> {
        unless(facts.place == Place::Locked, Why::NothingToLock)
    }

    pub fn chosen(facts: &Facts) -> Result<(), Why> {
        unless(!facts.chosen, Why::NothingChosen)
    }

    pub fn reveal(facts: &Facts) -> Result<(), Why> {
        in_household(facts)?;
        unless(!facts.has_numbers, Why::NothingHidden)?;
        unless(facts.shown, Why::AlreadyShown)
    }

    pub fn previous(facts: &Facts) -> Result<(), Why> {
        in_household(facts)?;
        unless(!facts.previous, Why::NoNeighbour)
    }

    pub fn next(facts: &Facts) -> Result<(), Why> {
        in_household(facts)?;
        unless(!facts.next, Why::NoNeighbour)
    }

    pub fn not_ended(facts: &Facts) -> Result<(), Why> {
        exchange(facts)?;
        unless(!facts.not_ended, Why::EndedAlready)
    }

    pub fn turned_up(facts: &Facts) -> Result<(), Why> {
        exchange(facts)?;
        unless(!facts.turned_up, Why::NothingChosen)
    }

    pub fn head(facts: &Facts) -> Result<(), Why> {
        unless(!facts.head, Why::ForHead)
    }

    pub fn end_officer(facts: &Facts) -> Result<(), Why> {
        head(facts)?;
        unless(!facts.seat, Why::NothingChosen)
    }

    pub fn not_working(facts: &Facts) -> Result<(), Why> {
        unless(facts.working, Why::Working)
    }

    pub fn secret(facts: &Facts) -> Result<(), Why> {
        unless(!facts.secret, Why::NoSecret)
    }

    pub fn exchange(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(facts.place != Place::Exchange, Why::NotHere)?;
        unless(facts.working, Why::Working)
    }

    pub fn laptop(facts: &Facts) -> Result<(), Why> {
        exchange(facts)?;
        head(facts)?;
        unless(!facts.laptop, Why::NotALaptop)
    }

    pub fn own_value(facts: &Facts) -> Result<(), Why> {
        exchange(facts)?;
        unless(!facts.own_value, Why::NoOwnValue)
    }

    pub fn apply_import(facts: &Facts) -> Result<(), Why> {
        unless(facts.working, Why::Working)?;
        unless(!facts.can_apply, Why::NothingToWrite)
    }

    pub fn write_refused(facts: &Facts) -> Result<(), Why> {
        unless(facts.working, Why::Working)?;
        unless(!facts.refused, Why::NothingRefused)
    }

    pub fn export(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.results || facts.place != Place::Lookup, Why::NoResults)
    }

    pub fn bring_back(facts: &Facts) -> Result<(), Why> {
        in_household(facts)?;
        unless(!facts.aside, Why::NotSetAside)
    }

    pub fn conflicts(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(facts.place == Place::Household && !facts.conflicts, Why::NoConflict)
    }

    pub fn options(facts: &Facts) -> Result<(), Why> {
        unless(!facts.options, Why::NoOptions)
    }

    pub fn copies(facts: &Facts) -> Result<(), Why> {
        unless(!facts.copies, Why::NothingToRepeat)
    }

    pub fn completes(facts: &Facts) -> Result<(), Why> {
        unless(!facts.path, Why::NotHere)
    }

    pub fn in_household(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(facts.place != Place::Household && !facts.on_route, Why::NoHousehold)
    }

    pub fn verify(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.on_route, Why::NoRound)
    }

    pub fn round(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(facts.place != Place::Verify, Why::NotHere)?;
        unless(!facts.may_import, Why::NotYourRole)
    }

    pub fn suspect(facts: &Facts) -> Result<(), Why> {
        verify(facts)?;
        unless(!facts.suspect, Why::NoSuspect)
    }

    pub fn rest(facts: &Facts) -> Result<(), Why> {
        verify(facts)?;
        unless(!facts.rest, Why::NothingLeft)
    }

    pub fn petition(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.petition, Why::NothingChosen)
    }

    pub fn petition_open(facts: &Facts) -> Result<(), Why> {
        petition(facts)?;
        unless(!facts.petition_open, Why::NothingLeftToDo)
    }

    pub fn queued(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.queued, Why::NothingChosen)
    }

    pub fn support(facts: &Facts) -> Result<(), Why> {
        at_hand(facts)?;
        unless(!matches!(facts.place, Place::Lookup | Place::Household), Why::NotHere)
    }

    pub fn account(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.account, Why::NothingChosen)
    }

    pub fn over(facts: &Facts) -> Result<(), Why> {
        account(facts)?;
        unless(!facts.over, Why::NothingOver)
    }

    pub fn open_item(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.open_item, Why::NothingChosen)
    }

    pub fn members(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.members, Why::OneMember)
    }

    pub fn batch(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.batch, Why::NothingChosen)
    }

    pub fn next_step(facts: &Facts) -> Result<(), Why> {
        batch(facts)?;
        unless(!facts.next_step, Why::NoStepLeft)
    }

    pub fn unsubmitted(facts: &Facts) -> Result<(), Why> {
        batch(facts)?;
        unless(!facts.unsubmitted, Why::SubmittedAlready)
    }

    pub fn list(facts: &Facts) -> Result<(), Why> {
        unlocked(facts)?;
        unless(!facts.list, Why::NothingToFreeze)
    }

    fn unless(refused: bool, why: Why) -> Result<(), Why> {
        if refused { Err(why) } else { Ok(()) }
    }
}
