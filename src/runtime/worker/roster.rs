//! Rosters behind the screen (名册导入): compared on a thread of their own, written part by part between two requests, refused
//! rows given back; and what leaves the folder in clear.

use std::path::{Path, PathBuf};

use super::Worker;
use super::long::{Finding, goes_on};
use crate::domain::roles;
use crate::flow::effect::ExportOf;
use crate::flow::view::ImportReport;
use crate::flow::{Done, Job};
use crate::i18n::Lang;
use crate::i18n::problems::Problem;
use crate::runtime::desk::{Desk, DeskError, PERSONS, Planned, Wanted, Whose, is_taken};
use crate::runtime::views;

/// Rows of each count of a preview that are handed to the screen.
const PREVIEW_ROWS: usize = 10_000;
/// Rows between two reports of progress.
const REPORT_EVERY: usize = 512;

impl Worker<'_> {
    /// Begins to read a roster and to compare it.
    pub(super) fn begin_preview(
        &mut self,
        desk: &mut Desk,
        request: u64,
        path: PathBuf,
        map: &[String],
    ) -> Result<(), DeskError> {
        if !roles::may_import(desk.folder().actor().roles) {
            self.fail(request, Problem::NotAllowed);
            return Ok(());
        }
        if self.applying.is_some() {
            self.fail(request, Problem::Importing);
            return Ok(());
        }
        self.planned = None;
        let planning = desk.planning(&path, map)?;
        let to = self.to.clone();
        let started = self.helpers.plan(request, move |stop| {
            let mut told = None;
            let planned = planning.run(&mut |job, done, total| {
                let step = Some((job, done / REPORT_EVERY));
                if told != step {
                    told = step;
                    let (done, total) = (done as u64, total as u64);
                    let _ = to.send(Done::Progress { request, job, done, total }.into());
                }
                goes_on(stop)
            });
            Finding::Planned(request, path, planned.map(Box::new))
        });
        if !started {
            self.fail(request, Problem::WorkerStopped);
        }
        Ok(())
    }

    /// Takes what comparing found; what was cancelled meanwhile is dropped.
    pub(super) fn take_plan(&mut self, request: u64, path: &Path, planned: Result<Box<Planned>, DeskError>) {
        if !self.helpers.take_planning(request) {
            return;
        }
        match planned {
            Ok(planned) => self.with_desk(request, |this, desk| {
                let preview = views::preview(desk, path, &planned, PREVIEW_ROWS);
                this.planned = Some(*planned);
                this.send(Done::Preview { request, preview });
                Ok(())
            }),
            Err(DeskError::Stopped) => {}
            Err(error) => self.fail(request, views::file_problem(path, &error)),
        }
    }

    /// Stops the reading, and forgets the preview. What is being written is finished.
    pub(super) fn cancel_import(&mut self, request: u64) {
        self.helpers.stop_planning(request);
        self.planned = None;
    }

    /// Begins to write what the preview showed. If records have changed since, it is compared anew and shown again.
    pub(super) fn begin_apply(&mut self, desk: &mut Desk, request: u64) -> Result<(), DeskError> {
        let Some(planned) = self.planned.take() else { return Ok(()) };
        if desk.is_outdated(&planned)? {
            return self.begin_preview(desk, request, planned.path, &planned.said);
        }
        self.applying = Some((request, desk.begin_apply(planned)?));
        Ok(())
    }

    /// Writes the next part of the roster that is being written.
    pub(super) fn apply_part(&mut self) {
        let Some((request, mut applying)) = self.applying.take() else { return };
        self.with_desk(request, |this, desk| {
            let (done, total) = applying.progress();
            let (done, total) = (done as u64, total as u64);
            this.send(Done::Progress { request, job: Job::Writing, done, total });
            match desk.apply_part(&mut applying) {
                Ok(true) => {}
                Ok(false) => {
                    this.applying = Some((request, applying));
                    return Ok(());
                }
                Err(error) => {
                    // What was written before is there, and is found.
                    this.read_roll(desk)?;
                    return Err(error);
                }
            }
            let planned = applying.into_planned();
            let report = ImportReport {
                counts: views::counts(&planned.plan.counts),
                findings: planned.plan.findings.len() as u64,
                refused_file: None,
            };
            this.imported = Some(Done::Imported { request, report });
            this.read_roll(desk)
        });
    }

    /// Writes the refused rows beside the roster.
    pub(super) fn write_refused(&mut self, desk: &Desk, request: u64, lang: Lang) -> Result<(), DeskError> {
        let Some(planned) = &self.planned else { return Ok(()) };
        let beside = views::refused_beside(lang, &planned.path, is_taken);
        match planned.write_refused(&beside, &|refusal| views::refused_sentence(lang, desk, refusal)) {
            Ok(file) => self.send(Done::RefusedWritten { request, file: file.display().to_string() }),
            Err(error) => self.fail(request, views::file_problem(&beside, &error)),
        }
        Ok(())
    }

    /// Begins to write persons to a file in clear.
    pub(super) fn export(
        &mut self,
        desk: &mut Desk,
        request: u64,
        whose: ExportOf,
        path: PathBuf,
        lang: Lang,
    ) -> Result<(), DeskError> {
        if is_taken(&path) {
            self.fail(request, Problem::FileExists { file: views::file_name(&path) });
            return Ok(());
        }
        let whose = match whose {
            ExportOf::Query(query) => Whose::Query(query),
            ExportOf::Finding(check) => Whose::Finding(check),
        };
        let wanted = Wanted {
            file: path.clone(),
            columns: Vec::new(),
            gb18030: false,
            sheet: views::export_sheet(lang),
        };
        let exporting = desk.exporting(&whose, wanted)?;
        let persons = exporting.persons();
        if persons == 0 {
            self.fail(request, Problem::NobodyToExport);
            return Ok(());
        }
        desk.record_export(PERSONS, persons)?;
        let started = self.helpers.export(move |stop| {
            let written = exporting.run(&mut |_, _| goes_on(stop));
            Finding::Exported(request, path, persons, written)
        });
        if !started {
            self.fail(request, Problem::Exporting);
        }
        Ok(())
    }
}
