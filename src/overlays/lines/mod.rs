//! Lists on top (列表浮层): the history of a record, who shares a number, half-typed forms.

pub mod view;

use crate::flow::form::{DraftLine, HistoryLine, HistoryOf, SharedLine};
use crate::keys::Scope;

/// What is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// 历史, the newest first.
    History(HistoryOf, Vec<HistoryLine>),
    /// 反查
    Shared(Vec<SharedLine>),
    /// 草稿
    Drafts(Vec<DraftLine>),
}

/// The overlay's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinesPage {
    /// Whom it is about; empty for drafts.
    pub about: String,
    /// The lines.
    pub lines: Lines,
    /// The chosen one.
    pub chosen: usize,
}

impl LinesPage {
    /// A page with the first line chosen.
    pub fn new(about: String, lines: Lines) -> Self {
        Self { about, lines, chosen: 0 }
    }

    /// How many lines.
    pub fn len(&self) -> usize {
        match &self.lines {
            Lines::History(_, lines) => lines.len(),
            Lines::Shared(lines) => lines.len(),
            Lines::Drafts(lines) => lines.len(),
        }
    }

    /// True without lines.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True for a history with lines of members, whose names then have a column.
    pub fn has_members(&self) -> bool {
        matches!(&self.lines, Lines::History(_, lines) if lines.iter().any(|line| !line.who.is_empty()))
    }

    /// True when Enter opens the chosen line.
    pub fn can_open(&self) -> bool {
        !self.is_empty() && !matches!(self.lines, Lines::History(..))
    }

    /// Its scopes, innermost first.
    pub fn scopes(&self) -> &'static [Scope] {
        match self.lines {
            Lines::Drafts(_) => &[Scope::Drafts, Scope::List],
            Lines::History(..) => &[Scope::History, Scope::List],
            _ => &[Scope::List],
        }
    }
}
