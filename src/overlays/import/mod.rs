//! The import preview (导入预览): reading, the five counts and the rows behind them, writing. Nothing is written before the
//! officer says so; Esc leaves everything as it was.

pub mod view;

use crate::commands::Action;
use crate::flow::view::{Preview, PreviewRow};
use crate::flow::{Cx, Effect, Job, Reply};
use crate::i18n::import::Verdict;
use crate::panes::moved;

/// Rows of a count's list in an overlay with `inner` rows inside: two of titles, one blank, three for the chosen row in full.
pub fn list_rows(inner: u16) -> usize {
    usize::from(inner.saturating_sub(6)).max(1)
}

/// How far a long job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which job.
    pub job: Job,
    /// Steps done, and all steps; 0 when not known.
    pub done: u64,
    pub total: u64,
}

/// Where the import is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The file is read and compared.
    Reading(Progress),
    /// The counts; `rows` is the count that was opened, with the chosen row of it.
    Preview { preview: Preview, chosen: usize, rows: Option<(Verdict, usize)> },
    /// It is being written.
    Writing { preview: Preview, progress: Progress },
}

/// The overlay's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The request that is awaited, or was answered last.
    pub request: u64,
    /// File name for the title.
    pub file: String,
    /// Where it is.
    pub stage: Stage,
}

impl Import {
    /// Begins to read `path`.
    pub fn begin(path: String, cx: &mut Cx) -> (Self, Effect) {
        let request = cx.request();
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default().to_string();
        let stage = Stage::Reading(Progress { job: Job::Reading, done: 0, total: 0 });
        (Self { request, file, stage }, Effect::ImportPreview { request, path })
    }

    /// True while the worker is at it.
    pub fn working(&self) -> bool {
        !matches!(self.stage, Stage::Preview { .. })
    }

    /// True while it is being written.
    pub fn writing(&self) -> bool {
        matches!(self.stage, Stage::Writing { .. })
    }

    /// True when the preview would write something.
    pub fn can_apply(&self) -> bool {
        let Stage::Preview { preview, .. } = &self.stage else { return false };
        let [new, _, changed, clashing, _] = preview.counts;
        new + changed + clashing > 0
    }

    /// True when Enter opens something.
    pub fn can_open(&self) -> bool {
        let Stage::Preview { preview, chosen, rows: None } = &self.stage else { return false };
        Verdict::ALL
            .get(*chosen)
            .is_some_and(|verdict| preview.rows.iter().any(|row| row.verdict == *verdict))
    }

    /// The rows of a count.
    pub fn rows_of(preview: &Preview, verdict: Verdict) -> Vec<&PreviewRow> {
        preview.rows.iter().filter(|row| row.verdict == verdict).collect()
    }

    /// Does an act of the lists, or writes.
    pub fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        let can_open = self.can_open();
        let Stage::Preview { preview, chosen, rows } = &mut self.stage else { return Reply::none() };
        if action == Action::ApplyImport {
            let preview = std::mem::take(preview);
            self.request = cx.request();
            let total = preview.counts.iter().sum();
            self.stage = Stage::Writing { preview, progress: Progress { job: Job::Writing, done: 0, total } };
            return Reply::ask(Effect::ImportApply { request: self.request });
        }
        match rows {
            Some((verdict, row)) => {
                let count = Self::rows_of(preview, *verdict).len();
                *row = moved(action, *row, count, list_rows(cx.rows.saturating_sub(8))).unwrap_or(*row);
            }
            None if action == Action::Open && can_open => {
                *rows = Verdict::ALL.get(*chosen).map(|verdict| (*verdict, 0));
            }
            None => *chosen = moved(action, *chosen, Verdict::ALL.len(), 1).unwrap_or(*chosen),
        }
        Reply::none()
    }

    /// One step back: from the rows to the counts. False when the whole import is to be left.
    pub fn back(&mut self) -> bool {
        match &mut self.stage {
            Stage::Preview { rows, .. } => rows.take().is_some(),
            _ => false,
        }
    }

    /// Takes a progress report of the awaited request.
    pub fn progress(&mut self, request: u64, now: Progress) -> bool {
        match &mut self.stage {
            Stage::Reading(progress) | Stage::Writing { progress, .. } if self.request == request => {
                let changed = *progress != now;
                *progress = now;
                changed
            }
            _ => false,
        }
    }

    /// Takes the preview of the awaited request.
    pub fn absorb(&mut self, request: u64, preview: &Preview) -> bool {
        let awaited = self.request == request && matches!(self.stage, Stage::Reading(_));
        if awaited {
            self.stage = Stage::Preview { preview: preview.clone(), chosen: 0, rows: None };
        }
        awaited
    }
}
