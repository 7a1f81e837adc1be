//! What the exchange pane holds: the last answer, the chosen line, and how far a file's way in or out is.

use crate::flow::done::Progress;
use crate::flow::exchange::{ArrivalView, ExchangeView, FileLine, FileState, MachineLine};
use crate::form::Field;
use crate::i18n::exchange_pane::Say;
use crate::panes::clashes::Clashes;
use crate::panes::rulings::Rulings;

/// Longest path in characters.
pub(super) const PATH_CHARS_MAX: usize = 1_000;

/// Long work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A bundle is written.
    Writing,
    /// A file is verified and rehearsed.
    Reading,
    /// It is taken in: this cannot be stopped.
    TakingIn,
}

/// How far something is.
#[derive(Clone, Debug, Default)]
pub enum Stage {
    /// The pane itself.
    #[default]
    Overview,
    /// The worker is at it.
    Working { request: u64, since_ms: u64, work: Work, progress: Progress },
    /// What a file would do; which count is chosen.
    Preview { arrival: ArrivalView, chosen: usize },
    /// What must be settled.
    Clashes(Clashes),
    /// Imports, a machine that ends, what turned up of one.
    Rulings(Rulings),
}

/// The pane's state.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// The last answer.
    pub view: Option<ExchangeView>,
    /// The request that is not answered yet, and since when.
    pub pending: Option<(u64, u64)>,
    /// The folder of this sitting, once the officer or the worker chose one.
    pub folder: Option<String>,
    /// The folder being typed.
    pub typing: Option<Field>,
    /// Index among the lines.
    pub chosen: usize,
    /// How far something is.
    pub stage: Stage,
}

/// A line that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The file of this index.
    File(usize),
    /// The stick of this index.
    Stick(usize),
    /// The machine of this index in the answer.
    Machine(usize),
}

impl Exchange {
    /// The lines, from top to bottom.
    pub fn lines(&self) -> Vec<Line> {
        let Some(view) = &self.view else { return Vec::new() };
        let machines = view.machines.iter().enumerate().filter(|(_, machine)| !machine.own);
        let sticks = view.sticks.iter().enumerate().filter(|(_, stick)| **stick != view.folder);
        let machines = machines.map(|(index, _)| Line::Machine(index));
        let files = (0..view.files.len()).map(Line::File);
        machines.chain(sticks.map(|(index, _)| Line::Stick(index))).chain(files).collect()
    }

    /// The chosen line.
    pub fn line(&self) -> Option<Line> {
        self.lines().get(self.chosen).copied()
    }

    /// The file of a line.
    pub fn file(&self, line: Line) -> Option<&FileLine> {
        let (Line::File(index), Some(view)) = (line, &self.view) else { return None };
        view.files.get(index)
    }

    /// The machines that a file can be written for: the chosen one, or all.
    pub fn addressees(&self) -> Vec<MachineLine> {
        let Some(view) = &self.view else { return Vec::new() };
        if let Some(Line::Machine(index)) = self.line() {
            return view
                .machines
                .get(index)
                .filter(|machine| writable(machine))
                .cloned()
                .into_iter()
                .collect();
        }
        let all: Vec<MachineLine> =
            view.machines.iter().filter(|machine| writable(machine)).cloned().collect();
        // A laptop writes for the office first.
        let office: Vec<MachineLine> = all.iter().filter(|machine| machine.office).cloned().collect();
        let laptop = view.machines.iter().any(|machine| machine.own && !machine.office);
        if laptop && office.len() == 1 { office } else { all }
    }

    /// Why there is nobody to write for: the chosen machine has ended, or there is none.
    pub(super) fn no_addressee(&self) -> Say {
        let chosen = match (self.line(), &self.view) {
            (Some(Line::Machine(index)), Some(view)) => view.machines.get(index),
            _ => None,
        };
        let ended = chosen.filter(|machine| machine.ended && !self.endable().is_empty());
        ended.map_or(Say::NoMachine, |machine| Say::EndedMachine(machine.label.clone()))
    }

    /// The machines that can be ended, in the order of the list.
    pub fn endable(&self) -> Vec<MachineLine> {
        let machines = self.view.iter().flat_map(|view| &view.machines);
        machines.filter(|machine| writable(machine)).cloned().collect()
    }

    /// Imports, a machine that ends, what turned up of one, while it is looked at.
    pub fn rulings(&self) -> Option<&Rulings> {
        match &self.stage {
            Stage::Rulings(rulings) => Some(rulings),
            _ => None,
        }
    }

    /// The laptop that is chosen, in the office.
    pub fn laptop(&self) -> Option<&MachineLine> {
        let (Stage::Overview, Some(view), Some(Line::Machine(index))) =
            (&self.stage, &self.view, self.line())
        else {
            return None;
        };
        view.machines.get(index).filter(|machine| !machine.office && !machine.ended)
    }

    /// True while the worker is at something.
    pub fn working(&self) -> bool {
        self.work().is_some()
    }

    /// What the worker is at, and since when.
    pub fn work(&self) -> Option<(Work, u64)> {
        match self.stage {
            Stage::Working { work, since_ms, .. } => Some((work, since_ms)),
            _ => None,
        }
    }

    /// True while a file is taken in.
    pub fn taking_in(&self) -> bool {
        self.work().is_some_and(|(work, _)| work == Work::TakingIn)
    }

    /// True when Enter opens something on the pane itself.
    pub fn can_open(&self) -> bool {
        match &self.stage {
            Stage::Overview => self.line().is_some(),
            Stage::Clashes(clashes) => clashes.can_open(),
            Stage::Rulings(rulings) => rulings.can_open(),
            Stage::Working { .. } | Stage::Preview { .. } => false,
        }
    }

    /// What must be settled, while it is looked at.
    pub fn clashes(&self) -> Option<&Clashes> {
        match &self.stage {
            Stage::Clashes(clashes) => Some(clashes),
            _ => None,
        }
    }

    /// True while a field has the caret.
    pub fn has_field(&self) -> bool {
        match &self.stage {
            Stage::Clashes(clashes) => clashes.typing.is_some(),
            Stage::Overview => self.typing.is_some(),
            _ => false,
        }
    }

    /// The first line that is most likely wanted: a new file, else the first machine that works.
    pub(super) fn best_line(&self) -> usize {
        let lines = self.lines();
        let new = |line: &Line| self.file(*line).is_some_and(|file| file.state == FileState::New);
        let machines = self.view.as_ref().map(|view| view.machines.as_slice()).unwrap_or_default();
        let works =
            |line: &Line| matches!(line, Line::Machine(index) if machines.get(*index).is_some_and(writable));
        lines.iter().position(new).or_else(|| lines.iter().position(works)).unwrap_or(0)
    }
}

pub(super) fn writable(machine: &MachineLine) -> bool {
    !machine.own && !machine.ended
}
