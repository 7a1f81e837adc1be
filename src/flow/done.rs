//! What the worker answers (答复).

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
    /// What an import did.
    Imported { request: u64, report: ImportReport },
    /// An answer of the exchange.
    Exchange { request: u64, told: Box<crate::flow::exchange::Told> },
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
            | Done::Imported { request, .. }
            | Done::Exchange { request, .. }
            | Done::Failed { request, .. } => *request,
        }
    }
}
