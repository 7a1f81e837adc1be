//! The import preview (导入预览): reading, unknown columns, the five counts and the rows behind them, writing. Nothing is
//! written before the officer says so; Esc leaves everything as it was.

mod columns;
pub mod view;

use crate::commands::Action;
use crate::flow::done::Progress;
use crate::flow::view::{Preview, PreviewRow};
use crate::flow::{Cx, Effect, Job, Reply};
use crate::i18n::Lang;
use crate::i18n::import::Verdict;
use crate::panes::moved;
pub use columns::Columns;

/// Rows of a count's list in an overlay with `inner` rows inside: two of titles, one blank, three for the
/// chosen row in full.
pub fn list_rows(inner: u16) -> usize {
    usize::from(inner.saturating_sub(6)).max(1)
}

/// Where the import is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// The file is read and compared.
    Reading(Progress),
    /// What do the unknown columns mean?
    Columns(Columns),
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
    /// Since when it is or was awaited.
    pub since_ms: u64,
    /// The file.
    pub path: String,
    /// Its name for the title.
    pub file: String,
    /// What was said about columns, as `COLUMN=FIELD`.
    pub map: Vec<String>,
    /// The refused rows that are being written: the request.
    pub refusing: Option<u64>,
    /// Where they were written.
    pub refused_file: Option<String>,
    /// Where it is.
    pub stage: Stage,
}

impl Import {
    /// Begins to read `path`.
    pub fn begin(path: String, cx: &mut Cx) -> (Self, Effect) {
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default().to_string();
        let stage = reading();
        let map = Vec::new();
        let mut import =
            Self { request: 0, since_ms: 0, path, file, map, refusing: None, refused_file: None, stage };
        let effect = import.read(cx);
        (import, effect)
    }

    fn read(&mut self, cx: &mut Cx) -> Effect {
        (self.request, self.since_ms) = (cx.request(), cx.now_ms);
        self.stage = reading();
        Effect::ImportPreview { request: self.request, path: self.path.clone(), map: self.map.clone() }
    }

    /// True while the worker is at it.
    pub fn working(&self) -> bool {
        matches!(self.stage, Stage::Reading(_) | Stage::Writing { .. })
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

    /// True when the preview has refused rows.
    pub fn has_refused(&self) -> bool {
        matches!(&self.stage, Stage::Preview { preview, .. } if preview.counts[4] > 0)
    }

    /// True when Enter opens something.
    pub fn can_open(&self) -> bool {
        match &self.stage {
            Stage::Columns(_) => true,
            Stage::Preview { preview, chosen, rows: None } => Verdict::ALL
                .get(*chosen)
                .is_some_and(|verdict| preview.rows.iter().any(|row| row.verdict == *verdict)),
            _ => false,
        }
    }

    /// The rows of a count.
    pub fn rows_of(preview: &Preview, verdict: Verdict) -> Vec<&PreviewRow> {
        preview.rows.iter().filter(|row| row.verdict == verdict).collect()
    }

    /// Asks for the refused rows as a file.
    pub fn write_refused(&mut self, lang: Lang, cx: &mut Cx) -> Reply {
        let request = cx.request();
        self.refusing = Some(request);
        Reply::ask(Effect::ImportRefused { request, lang })
    }

    /// Does an act of the lists, or writes.
    pub fn act(&mut self, action: Action, cx: &mut Cx) -> Reply {
        let can_open = self.can_open();
        if let Stage::Columns(columns) = &mut self.stage {
            return match columns.act(action) {
                Some(map) => {
                    self.map.extend(map);
                    Reply::ask(self.read(cx))
                }
                None => Reply::none(),
            };
        }
        let Stage::Preview { preview, chosen, rows } = &mut self.stage else { return Reply::none() };
        if action == Action::ApplyImport {
            let preview = std::mem::take(preview);
            (self.request, self.since_ms) = (cx.request(), cx.now_ms);
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
            Stage::Columns(columns) => columns.back(),
            _ => false,
        }
    }

    /// How far the worker is, while it is at it.
    pub fn now(&self) -> Option<Progress> {
        match &self.stage {
            Stage::Reading(progress) | Stage::Writing { progress, .. } => Some(*progress),
            _ => None,
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

    /// Takes the preview of the awaited request; unknown columns are asked about first. It may come instead of the
    /// writing, when records have changed since the last one.
    pub fn absorb(&mut self, request: u64, preview: &Preview) -> bool {
        let awaited = self.request == request && self.working();
        if awaited {
            self.stage = if preview.unknown.is_empty() {
                Stage::Preview { preview: preview.clone(), chosen: 0, rows: None }
            } else {
                Stage::Columns(Columns::of(preview))
            };
        }
        awaited
    }
}

fn reading() -> Stage {
    Stage::Reading(Progress { job: Job::Reading, done: 0, total: 0 })
}
