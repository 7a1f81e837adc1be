//! Every fault of a folder that can be made has its sentence in both languages, with its facts.

use std::io::ErrorKind;

use super::sentences_test::{entity, hold, hold_words};
use super::{Lang, store};
use crate::domain::roles::{FIELD, OFFICE, Refusal, Role};
use crate::journal::codec::CodecError;
use crate::journal::draft::DraftError;
use crate::journal::verify::Misshapen;
use crate::journal::{CommitId, ledger};
use crate::store::engine::EngineError;
use crate::store::files::{Fault, FileError, Operation};
use crate::store::locals::LocalError;
use crate::store::lock::Holder;
use crate::store::segments::frame::HeadFault;
use crate::store::segments::{Condition, Damage, DamageKind, JournalError, Position};
use crate::store::state::StateError;
use crate::store::state::cells::CellError;
use crate::store::vault_files::VaultFileError;
use crate::store::{OpenReport, StoreError};
use crate::vault::boxes::BoxError;
use crate::vault::{CodeError, NoRandomness, PassphraseError, SealError, SlotKind, VaultError};

fn files() -> Vec<FileError> {
    use Operation::*;
    let operations =
        [MakeFolder, List, Length, Read, Write, Open, Append, Sync, SyncFolder, Rename, Remove, Truncate];
    let faults =
        [Fault::DiskFull, Fault::Permission, Fault::NotFound, Fault::Exists, Fault::TooLong, Fault::Other];
    let name = |operation| if operation == List { String::new() } else { "vault.0".to_owned() };
    let all = operations.into_iter().flat_map(|operation| faults.map(|fault| (operation, fault)));
    all.map(|(operation, fault)| FileError {
        operation,
        name: name(operation),
        fault,
        detail: ErrorKind::Other,
    })
    .collect()
}

fn seals() -> Vec<SealError> {
    use SealError::*;
    vec![
        Short,
        Version(2),
        Algorithm(3),
        KeyUnknown(4),
        Broken,
        Padding,
        TooLong,
        NoRandomness(crate::vault::NoRandomness),
    ]
}

fn codecs() -> Vec<CodecError> {
    let scope = entity(1);
    let shapes = [
        Misshapen::Format(9),
        Misshapen::Opening,
        Misshapen::WallClock,
        Misshapen::HybridTime,
        Misshapen::GroupOrder { scope },
        Misshapen::GroupEmpty { scope },
        Misshapen::TooManyOps { count: 2001 },
        Misshapen::BodyGroups { expected: 1, found: 2 },
        Misshapen::BodyTooLong { length: 9 },
        Misshapen::NoChange,
        Misshapen::SlotOrder { slot: 2 },
        Misshapen::TooManyReplaces { slot: 2, count: 99 },
        Misshapen::ReplacesOrder { slot: 2 },
    ];
    let mut all = vec![
        CodecError::TooLong { what: "value", length: 9, limit: 8 },
        CodecError::Undecodable { what: "frame" },
        CodecError::NotCanonical { what: "frame" },
    ];
    all.extend(shapes.map(CodecError::Misshapen));
    all
}

fn vaults() -> Vec<VaultError> {
    let slot = |kind| VaultError::NoSlot { kind, number: 3 };
    let mut all = vec![
        VaultError::NotWhole,
        VaultError::Newer(2),
        slot(SlotKind::Officer),
        slot(SlotKind::Recovery),
        slot(SlotKind::Recipient),
        VaultError::WrongPassphrase(1),
        VaultError::WrongCode,
        VaultError::SlotExists(2),
        VaultError::LastOfficer(1),
        VaultError::TooLarge("name"),
        VaultError::ForeignKeys,
        VaultError::Effort,
        VaultError::Part("names"),
        VaultError::NoRandomness(NoRandomness),
        VaultError::Box(BoxError::NoRecipient),
        VaultError::Box(BoxError::NotAKey),
        VaultError::Box(BoxError::NotForThisKey),
        VaultError::Box(BoxError::Damaged),
        VaultError::Box(BoxError::Io(ErrorKind::Other.into())),
    ];
    all.extend(seals().into_iter().map(VaultError::Seal));
    all
}

fn journals() -> Vec<JournalError> {
    let at = Position { segment: 3, offset: 4096 };
    let mut all = vec![
        JournalError::NoFrame(at),
        JournalError::ReadOnly,
        JournalError::OpenAgain,
        JournalError::TooLong(9),
        JournalError::NoKey(2),
        JournalError::Exhausted,
        JournalError::NoRandomness(NoRandomness),
        JournalError::Newer { segment: 2, algorithm: 7 },
    ];
    all.extend(seals().into_iter().map(|fault| JournalError::Frame { at, fault }));
    all.extend(files().into_iter().map(JournalError::File));
    all
}

fn states() -> Vec<StateError> {
    let (commit, scope) = (CommitId([1; 14]), entity(1));
    let mut all = vec![
        StateError::Cells(CellError::Database("gone".into())),
        StateError::Cells(CellError::Seal(SealError::Broken)),
        StateError::Cells(CellError::Shape("record")),
        StateError::OtherLayout,
        StateError::Refused(ledger::Refusal::Signature { commit }),
        StateError::Refused(ledger::Refusal::CommitUnknown { commit }),
        StateError::Refused(ledger::Refusal::BodiesDoNotFit { commit, scope }),
    ];
    all.extend(journals().into_iter().map(StateError::Journal));
    all.extend(codecs().into_iter().map(StateError::Codec));
    all
}

fn store_errors() -> Vec<StoreError> {
    let holder = Holder { pid: 4711, host: "OFFICE-1".into(), since_ms: 1_790_000_000_000 };
    let (scope, before) = (entity(1), entity(2));
    let refused = Refusal::Role { kind: "place", slot: "name", roles: Role::Recorder.bit(), writers: OFFICE };
    let mut all = vec![
        StoreError::Missing,
        StoreError::NotEmpty,
        StoreError::InUse(None),
        StoreError::InUse(Some(Holder { since_ms: u64::MAX, ..holder.clone() })),
        StoreError::InUse(Some(holder)),
        StoreError::WrongPassphrase { wait_ms: 500 },
        StoreError::NoSuchOfficer(9),
        StoreError::NotFounded,
        StoreError::NoGrant(2),
        StoreError::Role(refused),
        StoreError::Role(Refusal::Unknown { kind: 99, slot: 2 }),
        StoreError::ReadOnly,
        StoreError::Engine(EngineError::Stuck),
        StoreError::Engine(EngineError::Panicked("in a job".into())),
        StoreError::Draft(DraftError::ScopeOrder { scope, before }),
        StoreError::Draft(DraftError::RecordTwice { kind: 12, entity: scope }),
        StoreError::Draft(DraftError::TooManyOps),
        StoreError::Draft(DraftError::TooLarge),
        StoreError::Local(LocalError { kind: 1 }),
        StoreError::NoRandomness(NoRandomness),
        StoreError::Code(CodeError::Length { found: 39 }),
        StoreError::Code(CodeError::Group { group: 3 }),
        StoreError::VaultFiles(VaultFileError::Absent),
        StoreError::VaultFiles(VaultFileError::NotWhole),
        StoreError::VaultFiles(VaultFileError::Newer(2)),
        StoreError::VaultFiles(VaultFileError::Exists),
    ];
    all.extend(files().into_iter().map(|error| StoreError::VaultFiles(VaultFileError::File(error))));
    all.extend(files().into_iter().map(StoreError::File));
    all.extend(codecs().into_iter().map(|error| StoreError::Draft(DraftError::Codec(error))));
    all.extend(codecs().into_iter().map(StoreError::Codec));
    all.extend(vaults().into_iter().map(StoreError::Vault));
    all.extend(journals().into_iter().map(StoreError::Journal));
    all.extend(states().into_iter().map(StoreError::State));
    all
}

#[test]
fn every_fault_of_a_folder_has_its_sentence() {
    for error in store_errors() {
        hold(|lang| store::sentence(lang, &error));
    }
    for error in [PassphraseError::TooShort { found: 3 }, PassphraseError::TooLong] {
        hold(|lang| store::passphrase(lang, &error));
    }
    for role in Role::ALL {
        hold_words(|lang| store::role(lang, role).to_owned());
    }
}

#[test]
fn a_sentence_says_its_facts() {
    let zh = |error: &StoreError| store::sentence(Lang::Zh, error);
    let held = Holder { pid: 4711, host: "OFFICE-1".into(), since_ms: 1_790_000_000_000 };
    let text = zh(&StoreError::InUse(Some(held)));
    assert!(
        text.contains("OFFICE-1") && text.contains("4711") && text.contains("2026-09-21 22:13"),
        "{text}"
    );
    let refused = Refusal::Role { kind: "place", slot: "name", roles: FIELD, writers: OFFICE };
    let text = zh(&StoreError::Role(refused));
    assert!(text.contains("登记、经办、负责人") && text.contains("请换经办或负责人来做"), "{text}");
    let full = files().into_iter().find(|error| error.fault == Fault::DiskFull && error.name == "vault.0");
    let text = zh(&StoreError::File(full.unwrap()));
    assert!(text.contains("vault.0") && text.contains("磁盘满了"), "{text}");
    assert!(zh(&StoreError::Code(CodeError::Group { group: 3 })).contains("第 3 组"));
    assert!(zh(&StoreError::WrongPassphrase { wait_ms: 1_500 }).contains("2 秒"));
}

#[test]
fn what_opening_found_is_said_and_nothing_else() {
    let tail = |aside| Condition::TornTail { segment: 2, from: 45, bytes: 100, frame: 9, aside };
    let place = |kind, first, next| Damage { kind, segment: 3, from: 45, to: 145, first, next };
    let kinds = [
        DamageKind::Bytes,
        DamageKind::Hole,
        DamageKind::Seal,
        DamageKind::Head(HeadFault::Damaged),
        DamageKind::Head(HeadFault::Newer(2)),
        DamageKind::ForeignSegment,
        DamageKind::MissingSegment,
    ];
    let mut conditions = vec![
        tail(Some("00000002.tail".to_owned())),
        tail(None),
        Condition::Damaged(vec![]),
        Condition::Damaged(vec![place(DamageKind::Bytes, 5, 6), place(DamageKind::Hole, 8, 9)]),
        Condition::Damaged(vec![place(DamageKind::Bytes, 0, 0)]),
        Condition::Shortened { last: 8, confirmed: 9 },
    ];
    conditions.extend(kinds.map(|kind| Condition::Damaged(vec![place(kind, 5, 9)])));
    for condition in conditions {
        hold(|lang| store::condition(lang, &condition).unwrap());
        let text = store::condition(Lang::En, &condition).unwrap();
        let newer = text.contains("Update kuqu");
        assert_eq!(
            condition.is_damage() && !newer,
            text.contains("kuqu journal repair --from DIR"),
            "{text}"
        );
    }
    let text = store::condition(Lang::Zh, &Condition::Damaged(vec![place(DamageKind::Bytes, 5, 9)])).unwrap();
    assert!(
        text.contains("第 3 册") && text.contains("45 至 145") && text.contains("第 5 至 8 条"),
        "{text}"
    );

    let quiet = quiet_report();
    assert_eq!(store::condition(Lang::Zh, &Condition::Whole), None);
    assert!(store::report(Lang::Zh, &quiet).is_empty());
    assert!(store::report(Lang::Zh, &OpenReport { rebuilt: true, replayed: 1, ..quiet.clone() }).is_empty());
    for unusable in [false, true] {
        let condition = Condition::Shortened { last: 1, confirmed: 2 };
        let report = OpenReport {
            condition,
            rebuilt: true,
            state_was_unusable: unusable,
            replayed: 7,
            ..quiet_report()
        };
        assert_eq!(store::report(Lang::Zh, &report).len(), 2);
        hold(|lang| store::report(lang, &report).pop().unwrap());
    }
}

#[test]
fn a_torn_vault_and_a_new_stream_are_said() {
    let report = OpenReport { vault_mended: true, new_stream: true, ..quiet_report() };
    for at in 0..2 {
        hold(|lang| store::report(lang, &report)[at].clone());
    }
}

/// Nothing to say.
fn quiet_report() -> OpenReport {
    OpenReport {
        condition: Condition::Whole,
        rebuilt: false,
        state_was_unusable: false,
        replayed: 3,
        unclean: false,
        vault_mended: false,
        new_stream: false,
    }
}
