//! How the petition pane changes: choosing, opening an item, the caret over its days, taking the worker's answers.

use super::state::{Open, Petitions};
use crate::commands::{Action, Facts, Place};
use crate::flow::form::FormAct;
use crate::flow::petition::{Ask, QueueView, Told};
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::i18n::messages::Note;
use crate::journal::EntityId;
use crate::keys::Scope;
use crate::panes::{Pane, moved};

/// Rows that PgUp and PgDn move in the queue.
const PAGE_LINES: usize = 10;
/// Days that PgUp and PgDn move the caret by: a week.
const WEEK: isize = 7;

impl Pane for Petitions {
    fn place(&self) -> Place {
        Place::Petition
    }

    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Petition, Scope::List]
    }

    fn tell(&self, facts: &mut Facts) {
        facts.petition = self.item_at_hand().is_some();
        facts.chosen = facts.petition;
        facts.petition_open = match &self.open {
            Some(open) => open.item.open,
            None => facts.petition,
        };
    }

    /// Asks for the queue, or for the open item anew.
    fn load(&mut self, cx: &mut Cx) -> Reply {
        match &self.open {
            Some(open) => {
                let item = open.item.item;
                self.ask(Ask::Item { item }, cx)
            }
            None => self.ask(Ask::Queue, cx),
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        match action {
            Action::PetitionRegister => return form(FormAct::PetitionRegister),
            Action::PetitionNext | Action::Open => return form(FormAct::PetitionStep),
            Action::PetitionAssign => return form(FormAct::PetitionAssign),
            Action::PetitionMerge => return form(FormAct::PetitionMerge),
            Action::PetitionLink => return form(FormAct::PetitionLink),
            Action::PetitionLog => return form(FormAct::PetitionLog),
            Action::PetitionRate => return form(FormAct::PetitionRate),
            Action::PetitionInto if self.open.is_none() => {
                let Some(item) = self.item_at_hand() else { return Reply::none() };
                return self.look_into(item, cx);
            }
            _ => {}
        }
        if let Some(open) = &mut self.open {
            in_item(open, action);
        } else {
            let count = self.queue.as_ref().map_or(0, |queue| queue.rows.len());
            self.chosen = moved(action, self.chosen, count, PAGE_LINES).unwrap_or(self.chosen);
        }
        Reply::none()
    }

    fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        self.open.take()?;
        Some(self.load(cx))
    }
}

fn form(act: FormAct) -> Reply {
    Reply::open(Opening::Form(act))
}

fn in_item(open: &mut Open, action: Action) {
    match action {
        Action::PetitionInto => open.step(1),
        Action::PetitionBefore => open.step(-1),
        Action::PageDown => open.step(WEEK),
        Action::PageUp => open.step(-WEEK),
        Action::First => open.cell = 0,
        Action::Last => open.step(isize::MAX),
        Action::Down => open.show_clock(open.clock.saturating_add(1)),
        Action::Up => open.show_clock(open.clock.saturating_sub(1)),
        Action::PetitionSheet => open.sheet = !open.sheet,
        _ => {}
    }
}

impl Petitions {
    /// The item that is open, else the chosen one.
    pub fn item_at_hand(&self) -> Option<EntityId> {
        match &self.open {
            Some(open) => Some(open.item.item),
            None => self.row().map(|row| row.item),
        }
    }

    /// Opens one item; going back leads to the queue.
    pub fn look_into(&mut self, item: EntityId, cx: &mut Cx) -> Reply {
        self.open = None;
        self.ask(Ask::Item { item }, cx)
    }

    fn ask(&mut self, ask: Ask, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Reply::ask(Effect::Petition { request, ask })
    }

    /// A form of this pane was saved: what it changed is read again.
    pub fn changed(&mut self, cx: &mut Cx) -> Reply {
        self.load(cx)
    }

    /// Forgets what is awaited under this request (0: everything); true if something was.
    pub fn give_up(&mut self, request: u64) -> bool {
        self.pending.take_if(|(waited, _)| request == 0 || *waited == request).is_some()
    }

    /// Takes an answer; none when it is not awaited.
    pub fn absorb(&mut self, request: u64, told: Told) -> Option<Reply> {
        self.pending.take_if(|(waited, _)| *waited == request)?;
        match told {
            Told::Queue(queue) => self.take_queue(queue),
            Told::Item(item) => {
                let kept = self.open.take().filter(|open| open.item.item == item.item);
                let mut open = Open::new(*item);
                if let Some(kept) = kept {
                    open.sheet = kept.sheet;
                }
                self.open = Some(open);
            }
            Told::Refused(why) => return Some(Reply::say(Severity::Warning, Note::Told(why))),
        }
        Some(Reply::none())
    }

    /// The chosen item stays chosen where it is still there.
    fn take_queue(&mut self, queue: QueueView) {
        let here = self.row().map(|row| row.item);
        let same = queue.rows.iter().position(|row| Some(row.item) == here);
        self.chosen = same.unwrap_or(self.chosen).min(queue.rows.len().saturating_sub(1));
        self.queue = Some(queue);
    }
}
