//! What the worker answers (答复).

use crate::flow::form::FormDone;
use crate::flow::keeping::Kept;
use crate::flow::view::{HouseholdView, ImportReport, Preview, Revealed, SearchAnswer, Session, TodayView};
use crate::i18n::import::Text;
use crate::i18n::problems::Problem;

/// Long work that shows a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Reading,
    Comparing,
    Writing,
    Rebuilding,
    Indexing,
    Copying,
}

impl Job {
    /// Its word.
    pub fn words(self) -> Text {
        match self {
            Job::Reading => Text::Reading,
            Job::Comparing => Text::Comparing,
            Job::Writing => Text::Writing,
            Job::Rebuilding => Text::Rebuilding,
            Job::Indexing => Text::Indexing,
            Job::Copying => Text::Copying,
        }
    }
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

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// The folder is open for this officer.
    Unlocked { request: u64, session: Session },
    /// Wrong passphrase or number; the next try has to wait this many milliseconds (it grows).
    WrongPassphrase { request: u64, wait_ms: u64 },
    /// What is here.
    Today { request: u64, today: TodayView },
    /// Results of `Search` or `ListFinding`.
    Found { request: u64, answer: SearchAnswer },
    /// A household.
    Household { request: u64, household: Box<HouseholdView> },
    /// A person's numbers; the act is recorded.
    Revealed { request: u64, values: Revealed },
    /// How far a long job is; `total` 0 means that the length is not known. Request 0 is work nobody asked
    /// for.
    Progress { request: u64, job: Job, done: u64, total: u64 },
    /// What an import would do.
    Preview { request: u64, preview: Preview },
    /// Where the refused rows are.
    RefusedWritten { request: u64, file: String },
    /// What a typed path may become: whole paths, sorted.
    Names { request: u64, names: Vec<String> },
    /// A file was written in clear.
    Exported { request: u64, persons: u64, file: String },
    /// What an import did.
    Imported { request: u64, report: ImportReport },
    /// What forms asked.
    Form(Box<FormDone>),
    /// What came of a `Keep`. Request 0: the worker noticed it by itself.
    Kept { request: u64, kept: Kept },
    /// An answer of the exchange.
    Exchange { request: u64, told: Box<crate::flow::exchange::Told> },
    /// An answer of household verification.
    Verify { request: u64, told: Box<crate::flow::verify::Told> },
    /// What the petition pane is told.
    Petition { request: u64, told: Box<crate::flow::petition::Told> },
    /// An answer of direct support.
    Subsidy { request: u64, told: Box<crate::flow::subsidy::Told> },
    /// The request could not be answered. Request 0: the worker itself has a problem.
    Failed { request: u64, problem: Problem },
}

impl Done {
    /// The request that is answered; 0 for none.
    pub fn request(&self) -> u64 {
        match self {
            Done::Unlocked { request, .. }
            | Done::WrongPassphrase { request, .. }
            | Done::Today { request, .. }
            | Done::Found { request, .. }
            | Done::Household { request, .. }
            | Done::Revealed { request, .. }
            | Done::Progress { request, .. }
            | Done::Preview { request, .. }
            | Done::RefusedWritten { request, .. }
            | Done::Names { request, .. }
            | Done::Exported { request, .. }
            | Done::Imported { request, .. }
            | Done::Kept { request, .. }
            | Done::Exchange { request, .. }
            | Done::Verify { request, .. }
            | Done::Petition { request, .. }
            | Done::Subsidy { request, .. }
            | Done::Failed { request, .. } => *request,
            Done::Form(done) => done.request(),
        }
    }
}
