//! Undo inside a form (撤销): steps of content with the place of the caret, bounded.

use std::collections::VecDeque;

use super::content::{At, Content};

/// Most steps; the oldest are forgotten.
pub const UNDO_STEPS_MAX: usize = 500;

/// The form before a change.
#[derive(Clone, Debug)]
pub struct Step {
    /// What stood in it.
    pub content: Content,
    /// The field; none = the line on which it is saved.
    pub at: Option<At>,
    /// Characters before the caret.
    pub caret: usize,
}

/// The steps, and the field in which letters are being typed: a run of letters is one step.
#[derive(Clone, Debug, Default)]
pub struct History {
    steps: VecDeque<Step>,
    run: Option<At>,
}

impl History {
    /// Remembers the form before a change. `typing` = the field, where one character was typed or deleted.
    pub fn push(&mut self, step: Step, typing: Option<At>) {
        if typing.is_some() && typing == self.run {
            return;
        }
        self.run = typing;
        if self.steps.len() == UNDO_STEPS_MAX {
            self.steps.pop_front();
        }
        self.steps.push_back(step);
    }

    /// Ends a run of letters.
    pub fn end_run(&mut self) {
        self.run = None;
    }

    /// The step to go back to.
    pub fn pop(&mut self) -> Option<Step> {
        self.run = None;
        self.steps.pop_back()
    }

    /// True if nothing can be undone.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}
