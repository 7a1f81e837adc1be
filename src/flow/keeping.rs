//! What slips ask for (看护): what is asked of the worker about backup, passphrases, officers and papers, and what it
//! answers.

use crate::domain::subsidy::mandate::Receiver;
use crate::flow::message::Severity;
use crate::flow::secret::Secret;
use crate::i18n::Both;
use crate::journal::EntityId;

/// One thing to be done, that a slip asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Bring the backup below this folder up to date and read it back; answered by `Progress` and `Made`.
    Backup { dir: String },
    /// A new passphrase of one's own; answered by `Made`.
    Passphrase { new: Secret },
    /// Who may open the folder; answered by `Officers`.
    Officers,
    /// A new officer: role bits as in `Session`, villages by name, none = all; answered by `Made`.
    AddOfficer { name: String, roles: u8, villages: Vec<String>, passphrase: Secret },
    /// Take an officer's access away; answered by `Made`, or `Left` when it is one's own.
    EndOfficer { number: u32 },
    /// Issue a proof of migrant identity for a person, else the household, into this folder or file; answered by `Made`.
    Proof { household: EntityId, person: Option<EntityId>, purpose: String, path: String },
    /// Enter who receives a person's money by a signed form; answered by `Made`.
    Mandate { person: EntityId, receiver: Receiver },
    /// Give the laptop of this label these villages and no others; `sure` = although it alone carries some of them and was not
    /// heard of. Answered by `Made`.
    GiveVillages { label: String, villages: Vec<String>, sure: bool },
    /// Pass villages and drafts on; answered by `List`.
    HandOver { from: u32, to: u32 },
}

/// One officer of this folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeatLine {
    /// From 1.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Role bits as in `Session`.
    pub roles: u8,
    /// Names of their villages, or the word for all.
    pub villages: Both,
    /// Where they stand: active, no passphrase, ended.
    pub state: Both,
    /// The grant has ended and nothing of theirs opens the folder.
    pub gone: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is done, and this is what was done.
    Made(Both),
    /// The officer who works here has ended: the folder is locked next.
    Left(Both),
    /// It is done, and this list is to be read and signed.
    List(Both),
    /// Who may open the folder.
    Officers(Vec<SeatLine>),
    /// The clock says an earlier time than the newest entry: both as date and time.
    ClockBehind { newest: String, now: String },
    /// A village that this machine has left is gone from here: what is shown follows.
    Purged(Both),
    /// Something that the worker noticed by itself.
    Noticed(Severity, Both),
}
