//! Rulings and ends on screen (裁定与停用): the imports that can be undone, what rests on one, what is lost with a machine, what
//! turned up of it later.

pub mod view;

use crate::commands::{Action, Facts};
use crate::flow::exchange;
use crate::flow::rulings::{Ask, Asked, BroughtView, ImportView, LateView, LossView, RestView, Told};
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::i18n::messages::Note;
use crate::i18n::{Both, rulings as words};
use crate::journal::EntityId;
use crate::keys::Scope;
use crate::panes::moved;

/// Lines that PgUp and PgDn move.
const PAGE_LINES: usize = 10;

/// What is shown.
#[derive(Clone, Debug)]
pub enum Page {
    /// Nothing yet: the first answer is awaited.
    Waiting,
    /// The imports.
    Imports(Vec<ImportView>),
    /// What one of them brought.
    Brought(BroughtView),
    /// What rests on one of them, and the sentence.
    Rested(Vec<RestView>, Both),
    /// What is lost with a machine.
    Loss(LossView),
    /// What turned up of a machine.
    Late(LateView),
}

/// The page's state.
#[derive(Clone, Debug)]
pub struct Rulings {
    /// What is shown.
    pub page: Page,
    /// The request that is not answered yet, and since when.
    pub pending: Option<(u64, u64)>,
    /// Index of the chosen line.
    pub chosen: usize,
}

impl Rulings {
    /// A page that is asked for.
    pub fn ask_for(ask: Ask, cx: &mut Cx) -> (Self, Reply) {
        let mut rulings = Self { page: Page::Waiting, pending: None, chosen: 0 };
        let reply = rulings.ask(ask, cx);
        (rulings, reply)
    }

    fn ask(&mut self, ask: Ask, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Reply::ask(Effect::Exchange { request, ask: exchange::Ask::Rulings(ask) })
    }

    /// Its scopes, innermost first.
    pub fn scopes(&self) -> &'static [Scope] {
        match self.page {
            Page::Imports(_) | Page::Brought(_) => &[Scope::Imports, Scope::List],
            Page::Loss(_) => &[Scope::Loss, Scope::List],
            Page::Late(_) => &[Scope::Late, Scope::List],
            Page::Waiting | Page::Rested(..) => &[Scope::List],
        }
    }

    /// Lines that can be chosen.
    pub fn len(&self) -> usize {
        match &self.page {
            Page::Waiting => 0,
            Page::Imports(list) => list.len(),
            Page::Brought(view) => view.rows.len(),
            Page::Rested(rows, _) => rows.len(),
            Page::Loss(view) => view.rows.len(),
            Page::Late(view) => view.rows.len(),
        }
    }

    /// True without lines.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The machine that the page is about.
    fn device(&self) -> Option<EntityId> {
        match &self.page {
            Page::Loss(view) => Some(view.device),
            Page::Late(view) => Some(view.device),
            _ => None,
        }
    }

    /// True while there is nothing to show.
    pub fn is_waiting(&self) -> bool {
        matches!(self.page, Page::Waiting) && self.pending.is_none()
    }

    /// The import that is chosen, or that is read.
    fn import(&self) -> Option<&ImportView> {
        match &self.page {
            Page::Imports(list) => list.get(self.chosen),
            Page::Brought(view) => Some(&view.import),
            _ => None,
        }
    }

    /// True when Enter leads on to what an import brought, or back to the list.
    pub fn can_open(&self) -> bool {
        match &self.page {
            Page::Imports(list) => !list.is_empty(),
            Page::Rested(..) => true,
            _ => false,
        }
    }

    /// Says what can be done here.
    pub fn tell(&self, facts: &mut Facts) {
        facts.not_ended = matches!(&self.page, Page::Loss(view) if !view.ended);
        facts.turned_up = matches!(&self.page, Page::Late(view) if !view.rows.is_empty());
    }

    /// Reads the page again.
    pub fn load(&mut self, cx: &mut Cx) -> Reply {
        let ask = match &self.page {
            Page::Loss(_) => return Reply::none(),
            Page::Late(view) => Ask::Late { device: view.device },
            Page::Brought(view) => Ask::Brought { id: view.import.id.clone() },
            Page::Imports(_) | Page::Rested(..) | Page::Waiting => Ask::Imports,
        };
        self.ask(ask, cx)
    }

    /// Does an act.
    pub fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        if let Some(chosen) = moved(action, self.chosen, self.len(), PAGE_LINES) {
            self.chosen = chosen;
            return Reply::none();
        }
        if self.pending.is_some() {
            return Reply::none();
        }
        match (&self.page, action) {
            (Page::Imports(_), Action::Open) => {
                let Some(import) = self.import() else { return Reply::none() };
                self.ask(Ask::Brought { id: import.id.clone() }, cx)
            }
            (Page::Imports(_) | Page::Brought(_), Action::UndoImport | Action::RedoImport) => {
                let Some(import) = self.import() else { return Reply::none() };
                let (id, commits) = (import.id.clone(), import.commits);
                Reply::open(Opening::Ruling(match action {
                    Action::RedoImport => Asked::Redo { id, commits },
                    _ => Asked::Undo { id, commits },
                }))
            }
            (Page::Loss(view), Action::EndMachineNow) if !view.ended => {
                Reply::open(Opening::Ruling(end_of(view)))
            }
            (Page::Loss(view), Action::PrintLoss) => Reply::open(Opening::LossPaper(view.label.clone())),
            (Page::Late(view), Action::ReleaseOne | Action::ReleaseAll) => {
                let (device, label) = (view.device, view.label.clone());
                let one = view.rows.get(self.chosen).map(|row| row.commit.clone());
                let all = action == Action::ReleaseAll;
                let (commit, count) = if all { (None, view.rows.len()) } else { (one.clone(), 1) };
                if one.is_none() {
                    return Reply::none();
                }
                Reply::open(Opening::Ruling(Asked::Release { device, label, commit, count }))
            }
            // Which import it was about is on the list.
            (Page::Rested(..), Action::Open) => self.load(cx),
            _ => Reply::none(),
        }
    }

    /// One step back; none when the page is to be left.
    pub fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        match self.page {
            Page::Rested(..) | Page::Brought(_) => Some(self.ask(Ask::Imports, cx)),
            _ => None,
        }
    }

    /// A reason was given.
    pub fn go_on(&mut self, asked: Asked, why: String, cx: &mut Cx) -> Reply {
        let ask = match asked {
            Asked::End { device, .. } => Ask::End { device, why },
            Asked::Undo { id, .. } => Ask::Rule { id, again: false, why },
            Asked::Redo { id, .. } => Ask::Rule { id, again: true, why },
            Asked::Release { device, commit, .. } => Ask::Release { device, commit, why },
        };
        self.ask(ask, cx)
    }

    /// Writes the paper to this file.
    pub fn print(&mut self, path: String, cx: &mut Cx) -> Reply {
        match self.device() {
            Some(device) => self.ask(Ask::PrintLoss { device, path }, cx),
            None => Reply::none(),
        }
    }

    /// Takes an answer; `None` when it is not awaited.
    pub fn absorb(&mut self, request: u64, told: Told, cx: &mut Cx) -> Option<Reply> {
        self.pending.take_if(|(waited, _)| *waited == request)?;
        let said = |severity, words| Some(Reply::say(severity, Note::Told(words)));
        match told {
            Told::Imports(list) => {
                if let Page::Brought(view) = &self.page {
                    let here = list.iter().position(|one| one.id == view.import.id);
                    self.chosen = here.unwrap_or_default();
                }
                self.show(Page::Imports(list));
                Some(Reply::none())
            }
            Told::Brought(view) => {
                if !matches!(self.page, Page::Brought(_)) {
                    self.chosen = 0;
                }
                self.show(Page::Brought(view));
                Some(Reply::none())
            }
            Told::Rested(rows, sentence) => {
                self.chosen = 0;
                self.page = Page::Rested(rows, sentence);
                Some(Reply::none())
            }
            Told::Loss(view) => {
                let asked = end_of(&view);
                let ended = view.ended;
                self.show(Page::Loss(view));
                Some(if ended { Reply::none() } else { Reply::open(Opening::Ruling(asked)) })
            }
            Told::Ended(view) => {
                let label = view.label.clone();
                self.show(Page::Loss(view));
                said(
                    Severity::Note,
                    Both::new(
                        words::ended(crate::i18n::Lang::Zh, &label, false),
                        words::ended(crate::i18n::Lang::En, &label, false),
                    ),
                )
            }
            Told::Late(view) => {
                self.show(Page::Late(view));
                Some(Reply::none())
            }
            Told::Ruled(sentence) | Told::Released(sentence) => {
                let mut reply = self.load(cx);
                reply.notes.push((Severity::Note, Note::Told(sentence)));
                Some(reply)
            }
            Told::Printed(sentence) => said(Severity::Note, sentence),
            Told::Not(sentence) => said(Severity::Warning, sentence),
        }
    }

    fn show(&mut self, page: Page) {
        self.page = page;
        self.chosen = self.chosen.min(self.len().saturating_sub(1));
    }
}

fn end_of(view: &LossView) -> Asked {
    Asked::End { device: view.device, label: view.label.clone() }
}
