//! What the reducer asks of the world (请求): done by the worker, in order.

use crate::flow::form::FormEffect;
use crate::flow::keeping::Wish;
use crate::flow::secret::Secret;
use crate::i18n::Lang;
use crate::journal::EntityId;

/// Who is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportOf {
    /// Whom a query finds.
    Query(String),
    /// The persons behind a check, by its id.
    Finding(String),
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open the folder as this officer; answered by `Unlocked` or `WrongPassphrase`.
    Unlock { request: u64, officer: u32, passphrase: Secret },
    /// Forget the keys. The screen is covered already; no answer.
    Lock,
    /// What is here today; answered by `Today`.
    LoadToday { request: u64 },
    /// Look `query` up; at most `limit` results; answered by `Found`.
    Search { request: u64, query: String, limit: usize },
    /// The records behind a check's count on the today pane; answered by `Found`.
    ListFinding { request: u64, check: String, limit: usize },
    /// One household whole; answered by `Household`.
    OpenHousehold { request: u64, household: EntityId },
    /// The full numbers of a person: the worker records the act before it answers with `Revealed`.
    Reveal { request: u64, person: EntityId },
    /// Read and compare a roster, write nothing; `map` = what was said about columns, as `COLUMN=FIELD`; answered by
    /// `Progress` and `Preview`.
    ImportPreview { request: u64, path: String, map: Vec<String> },
    /// Write what the preview showed; answered by `Progress` and `Imported`, or by `Preview` again if records have changed
    /// since.
    ImportApply { request: u64 },
    /// Write the refused rows of the preview beside the roster, in this language; answered by `RefusedWritten`.
    ImportRefused { request: u64, lang: Lang },
    /// Stop reading and forget the preview. What is being written is finished. No answer.
    ImportCancel { request: u64 },
    /// What a typed path may become; answered by `Names`.
    ListNames { request: u64, path: String },
    /// Write persons to a file in clear, recorded before; answered by `Exported`.
    Export { request: u64, whose: ExportOf, path: String, lang: Lang },
    /// What forms ask.
    Form(FormEffect),
    /// Something for the folder itself: backup, passphrase, officers; answered by `Kept`.
    Keep { request: u64, wish: Wish },
    /// Anything of household verification; answered by `Verify`.
    Verify { request: u64, ask: crate::flow::verify::Ask },
    /// Anything of petitions; answered by `Petition`.
    Petition { request: u64, ask: crate::flow::petition::Ask },
    /// Anything of direct support; answered by `Subsidy`.
    Subsidy { request: u64, ask: crate::flow::subsidy::Ask },
    /// Anything about files from and to other machines, and what must be settled; answered by `Exchange`.
    Exchange { request: u64, ask: crate::flow::exchange::Ask },
    /// Finish what is confirmed and stop; the loop ends.
    Quit,
}
