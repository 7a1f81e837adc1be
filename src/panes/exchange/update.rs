//! How the exchange pane changes: choosing, writing, taking in, settling, and the worker's answers.

use crate::commands::{Action, Facts, Place};
use crate::flow::done::Progress;
use crate::flow::exchange::{Ask, ExchangeView, MachineLine, Told};
use crate::flow::rulings;
use crate::flow::{Cx, Effect, Job, Opening, Reply, Severity};
use crate::form::Field;
use crate::form::path::{is_whole, unquoted};
use crate::i18n::exchange_pane::{Count, Say};
use crate::i18n::keeping::Fault;
use crate::i18n::messages::Note;
use crate::keys::Scope;
use crate::panes::clashes::Clashes;
use crate::panes::exchange::state::PATH_CHARS_MAX;
use crate::panes::exchange::{Exchange, Line, Stage, Work};
use crate::panes::rulings::Rulings;
use crate::panes::{Pane, moved};

/// Lines that PgUp and PgDn move.
const PAGE_LINES: usize = 8;

fn said(severity: Severity, say: Say) -> Reply {
    Reply::say(severity, Note::Exchange(say))
}

impl Pane for Exchange {
    fn place(&self) -> Place {
        Place::Exchange
    }

    /// A field, a preview, one thing to settle, or its list.
    fn scopes(&self) -> &'static [Scope] {
        match &self.stage {
            _ if self.has_field() => &[Scope::Prompt],
            Stage::Preview { .. } => &[Scope::Arrival, Scope::List],
            Stage::Clashes(_) => &[Scope::Clash, Scope::List],
            Stage::Rulings(rulings) => rulings.scopes(),
            Stage::Working { .. } => &[Scope::List],
            Stage::Overview => &[Scope::Exchange, Scope::List],
        }
    }

    fn tell(&self, facts: &mut Facts) {
        facts.laptop = self.laptop().is_some();
        facts.chosen = self.can_open();
        facts.working = self.working();
        facts.own_value = self.clashes().is_some_and(Clashes::may_type);
        if let Some(rulings) = self.rulings() {
            rulings.tell(facts);
        }
    }

    fn load(&mut self, cx: &mut Cx) -> Reply {
        match &mut self.stage {
            Stage::Clashes(clashes) => return clashes.load(cx),
            Stage::Rulings(rulings) => return rulings.load(cx),
            _ => {}
        }
        let request = cx.request();
        self.pending = Some((request, cx.now_ms));
        Reply::ask(Effect::Exchange { request, ask: Ask::Look { folder: self.folder.clone() } })
    }

    fn shown(&mut self, cx: &mut Cx) -> Reply {
        if self.working() { Reply::none() } else { self.load(cx) }
    }

    fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        match &mut self.stage {
            Stage::Working { .. } => Reply::none(),
            Stage::Clashes(clashes) => clashes.act(action, cx),
            Stage::Rulings(rulings) => rulings.act(action, cx),
            Stage::Preview { chosen, .. } => {
                if action == Action::TakeIn {
                    return self.begin(Work::TakingIn, Ask::TakeIn, cx);
                }
                *chosen = moved(action, *chosen, Count::ALL.len(), 1).unwrap_or(*chosen);
                Reply::none()
            }
            Stage::Overview => self.on_overview(action, cx),
        }
    }

    fn back(&mut self, cx: &mut Cx) -> Option<Reply> {
        match &mut self.stage {
            Stage::Working { work: Work::TakingIn, .. } => Some(Reply::none()),
            Stage::Working { request, .. } => {
                let request = *request;
                self.stage = Stage::Overview;
                let mut reply = said(Severity::Note, Say::Stopped);
                reply.effects.push(Effect::Exchange { request, ask: Ask::Cancel });
                Some(reply)
            }
            Stage::Preview { .. } => {
                let mut reply = self.forget_preview(cx);
                reply.notes.push((Severity::Note, Note::Exchange(Say::NotTaken)));
                Some(reply)
            }
            Stage::Clashes(clashes) => {
                let back = clashes.back(cx);
                if back.is_none() {
                    self.stage = Stage::Overview;
                    return Some(self.load(cx));
                }
                back
            }
            Stage::Rulings(rulings) => {
                let back = rulings.back(cx);
                if back.is_none() {
                    self.stage = Stage::Overview;
                    return Some(self.load(cx));
                }
                back
            }
            Stage::Overview => self.typing.take().map(|_| Reply::none()),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.stage {
            Stage::Clashes(clashes) => clashes.field(),
            Stage::Overview => self.typing.as_mut(),
            _ => None,
        }
    }

    fn takes_digit(&self, digit: char) -> bool {
        let number = digit.to_digit(10).unwrap_or(0) as usize;
        self.clashes().is_some_and(|clashes| clashes.takes(number))
    }

    /// The value of the opened thing to settle that the digit takes.
    fn digit(&mut self, digit: char, cx: &mut Cx) -> Reply {
        match (&mut self.stage, digit.to_digit(10)) {
            (Stage::Clashes(clashes), Some(number)) => clashes.take(number as usize, cx),
            _ => Reply::none(),
        }
    }
}

impl Exchange {
    /// Shows what must be settled; of the household with this code the first at once.
    pub fn show_clashes(&mut self, of: Option<String>, cx: &mut Cx) -> Reply {
        if self.working() {
            return Reply::none();
        }
        let mut reply = self.forget_preview(cx);
        self.typing = None;
        let mut clashes = Clashes { wanted: of, ..Clashes::default() };
        let asked = clashes.load(cx);
        self.stage = Stage::Clashes(clashes);
        reply.effects.extend(asked.effects);
        reply
    }

    fn on_overview(&mut self, action: Action, cx: &mut Cx) -> Reply {
        if let Some(chosen) = moved(action, self.chosen, self.lines().len(), PAGE_LINES) {
            self.chosen = chosen;
            return Reply::none();
        }
        match action {
            Action::AcceptLine => self.folder_typed(cx),
            Action::ExchangeFolder => {
                let mut field = Field::new(PATH_CHARS_MAX);
                field.suggest(self.folder.as_deref().unwrap_or_default());
                self.typing = Some(field);
                Reply::none()
            }
            Action::WriteBundle => match self.addressees().as_slice() {
                [] => said(Severity::Warning, self.no_addressee()),
                [one] => self.write_for(one, cx),
                several => Reply::open(Opening::Machines(several.to_vec())),
            },
            Action::AskAgain => match self.writable_folder() {
                Some(folder) => {
                    let request = cx.request();
                    self.pending = Some((request, cx.now_ms));
                    Reply::ask(Effect::Exchange { request, ask: Ask::Request { folder } })
                }
                None => said(Severity::Warning, Say::NoFolder),
            },
            Action::Imports => self.show_rulings(rulings::Ask::Imports, cx),
            Action::EndMachine => match self.endable().as_slice() {
                [] => said(Severity::Warning, Say::NoMachine),
                [one] => self.ask_to_end(one, cx),
                several => Reply::open(Opening::EndMachine(several.to_vec())),
            },
            Action::Open => self.open(cx),
            _ => Reply::none(),
        }
    }

    fn show_rulings(&mut self, ask: rulings::Ask, cx: &mut Cx) -> Reply {
        let (rulings, reply) = Rulings::ask_for(ask, cx);
        self.stage = Stage::Rulings(rulings);
        reply
    }

    /// What would be lost with a machine, and the question whether it ends.
    pub fn ask_to_end(&mut self, machine: &MachineLine, cx: &mut Cx) -> Reply {
        self.show_rulings(rulings::Ask::Loss { device: machine.device }, cx)
    }

    /// The page of rulings, to do something there.
    pub fn on_rulings(&mut self, act: impl FnOnce(&mut Rulings) -> Reply) -> Reply {
        match &mut self.stage {
            Stage::Rulings(rulings) => act(rulings),
            _ => Reply::none(),
        }
    }

    fn open(&mut self, cx: &mut Cx) -> Reply {
        let (Some(line), Some(view)) = (self.line(), &self.view) else { return Reply::none() };
        match line {
            Line::Machine(index) => match view.machines.get(index).cloned() {
                Some(machine) if machine.ended => {
                    self.show_rulings(rulings::Ask::Late { device: machine.device }, cx)
                }
                // Asked once more, so that nothing is written by a key that opens.
                Some(machine) if super::state::writable(&machine) => {
                    Reply::open(Opening::Machines(vec![machine]))
                }
                Some(_) => Reply::none(),
                None => Reply::none(),
            },
            Line::Stick(index) => {
                self.folder = view.sticks.get(index).cloned();
                self.load(cx)
            }
            Line::File(index) => match view.files.get(index) {
                Some(file) => {
                    let path = format!("{}/{}", view.folder.trim_end_matches('/'), file.name);
                    self.begin(Work::Reading, Ask::Open { path }, cx)
                }
                None => Reply::none(),
            },
        }
    }

    /// Writes a bundle for a machine.
    pub fn write_for(&mut self, machine: &MachineLine, cx: &mut Cx) -> Reply {
        match self.writable_folder() {
            Some(folder) => self.begin(Work::Writing, Ask::Write { device: machine.device, folder }, cx),
            None => said(Severity::Warning, Say::NoFolder),
        }
    }

    fn writable_folder(&self) -> Option<String> {
        self.view.as_ref().map(|view| view.folder.clone()).filter(|folder| !folder.is_empty())
    }

    fn folder_typed(&mut self, cx: &mut Cx) -> Reply {
        let Some(field) = &self.typing else { return Reply::none() };
        let folder = unquoted(field.text());
        if !folder.is_empty() && !is_whole(folder) {
            return Reply::say(Severity::Warning, Note::Told(Fault::HalfPath.words()));
        }
        self.folder = Some(folder.to_owned()).filter(|folder| !folder.is_empty());
        self.typing = None;
        self.load(cx)
    }

    fn begin(&mut self, work: Work, ask: Ask, cx: &mut Cx) -> Reply {
        let request = cx.request();
        let job = if work == Work::Reading { Job::Reading } else { Job::Writing };
        let progress = Progress { job, done: 0, total: 0 };
        self.stage = Stage::Working { request, since_ms: cx.now_ms, work, progress };
        Reply::ask(Effect::Exchange { request, ask })
    }

    fn forget_preview(&mut self, cx: &mut Cx) -> Reply {
        if !matches!(self.stage, Stage::Preview { .. }) {
            return Reply::none();
        }
        self.stage = Stage::Overview;
        Reply::ask(Effect::Exchange { request: cx.request(), ask: Ask::Cancel })
    }

    /// What must not stay when the screen is locked: previews are forgotten by the worker too.
    pub fn cover(&mut self) {
        if matches!(self.stage, Stage::Preview { .. } | Stage::Rulings(_)) {
            self.stage = Stage::Overview;
        }
    }

    /// Takes a progress report of the awaited request.
    pub fn progress(&mut self, request: u64, now: Progress) -> bool {
        match &mut self.stage {
            Stage::Working { request: waited, progress, .. } if *waited == request => {
                let changed = *progress != now;
                *progress = now;
                changed
            }
            _ => false,
        }
    }

    /// The request failed; true if it was awaited here.
    pub fn give_up(&mut self, request: u64) -> bool {
        let meant = |waited: u64| request == 0 || waited == request;
        let mut awaited = self.pending.take_if(|(waited, _)| meant(*waited)).is_some();
        match &mut self.stage {
            Stage::Working { request: waited, .. } if meant(*waited) => {
                self.stage = Stage::Overview;
                awaited = true;
            }
            Stage::Clashes(clashes) => {
                awaited |= clashes.pending.take_if(|(waited, _)| meant(*waited)).is_some();
            }
            Stage::Rulings(rulings) => {
                awaited |= rulings.pending.take_if(|(waited, _)| meant(*waited)).is_some();
                if rulings.is_waiting() {
                    self.stage = Stage::Overview;
                }
            }
            _ => {}
        }
        awaited
    }

    /// Takes an answer; `None` when it is not awaited.
    pub fn absorb(&mut self, request: u64, told: Told, cx: &mut Cx) -> Option<Reply> {
        if let Stage::Clashes(clashes) = &mut self.stage
            && matches!(told, Told::Clashes(_) | Told::Settled | Told::NotSettled(_))
        {
            return clashes.absorb(request, told, cx);
        }
        if let Told::Rulings(told) = told {
            let Stage::Rulings(rulings) = &mut self.stage else { return None };
            let reply = rulings.absorb(request, told, cx);
            if reply.is_some() && rulings.is_waiting() {
                // It was refused before there was anything to show.
                self.stage = Stage::Overview;
            }
            return reply;
        }
        if let Stage::Working { request: waited, .. } = &self.stage
            && *waited == request
        {
            self.stage = Stage::Overview;
            return Some(self.finished(told, cx));
        }
        self.pending.take_if(|(waited, _)| *waited == request)?;
        match told {
            Told::Seen(view) => {
                self.seen(view);
                Some(Reply::none())
            }
            Told::Requested(file) => {
                let mut reply = self.load(cx);
                reply.notes.push((Severity::Note, Note::Exchange(Say::Requested(file))));
                Some(reply)
            }
            _ => None,
        }
    }

    fn seen(&mut self, view: ExchangeView) {
        let first = self.view.as_ref().is_none_or(|before| before.folder != view.folder);
        if self.folder.is_none() && !view.folder.is_empty() {
            self.folder = Some(view.folder.clone());
        }
        self.view = Some(view);
        let last = self.lines().len().saturating_sub(1);
        self.chosen = if first { self.best_line() } else { self.chosen.min(last) };
    }

    /// After long work: the pane is read again, and the result is said.
    fn finished(&mut self, told: Told, cx: &mut Cx) -> Reply {
        let mut notes = Vec::new();
        match told {
            Told::Arrived(arrival) => {
                // What there is to read is open at once.
                let chosen = arrival.counts.iter().position(|number| *number > 0).unwrap_or(0);
                self.stage = Stage::Preview { arrival, chosen };
                return Reply::none();
            }
            Told::Written(written) => {
                let say = Say::Written {
                    file: written.file,
                    to: written.to,
                    commits: written.commits,
                    more: written.more,
                };
                let severity = if written.more { Severity::Warning } else { Severity::Note };
                notes.push((severity, Note::Exchange(say)));
            }
            Told::Stale => notes.push((Severity::Warning, Note::Exchange(Say::Stale))),
            Told::RequestTaken(from) => {
                notes.push((Severity::Note, Note::Exchange(Say::RequestTaken(from))));
            }
            Told::TakenIn(taken) => {
                if !taken.agrees {
                    notes.push((Severity::Error, Note::Exchange(Say::Disagree(taken.from.clone()))));
                }
                if taken.minted {
                    notes.push((Severity::Warning, Note::Exchange(Say::Minted)));
                }
                let (moved, late) = (taken.moved, taken.late);
                let say =
                    Say::TakenIn { from: taken.from, counts: taken.counts, moved, late, ended: taken.ended };
                notes.push((Severity::Note, Note::Exchange(say)));
            }
            _ => {}
        }
        let reply = self.load(cx);
        Reply { notes, ..reply }
    }
}
