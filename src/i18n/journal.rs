//! Sentences about what is written down (台账): the journal, the state that is built from it, entries that cannot be made.

use super::Lang;
use super::store::{file, read_only};
use super::vault::{newer, no_randomness, seal};
use crate::journal::codec::CodecError;
use crate::journal::draft::DraftError;
use crate::journal::ledger::Refusal;
use crate::journal::verify::Misshapen;
use crate::store::engine::{EngineError, STUCK_SECONDS};
use crate::store::segments::JournalError;
use crate::store::state::StateError;
use crate::store::state::cells::CellError;

/// Why the journal cannot do what it was asked.
pub(super) fn journal(lang: Lang, error: &JournalError) -> String {
    match error {
        JournalError::File(error) => file(lang, error),
        JournalError::Frame { at, fault } => lang.pick(
            format!("台账第 {} 册字节 {} 处有一条读不出。{}", at.segment, at.offset, seal(lang, fault)),
            format!(
                "A frame of journal segment {} at byte {} cannot be read. \
             {}",
                at.segment,
                at.offset,
                seal(lang, fault)
            ),
        ),
        JournalError::NoFrame(at) => lang.pick(
            format!(
                "台账第 {} 册字节 {} 处没有完整的一条。运行 kuqu rebuild；\
             还不行就用备份修复。",
                at.segment, at.offset
            ),
            format!(
                "There is no whole frame in journal segment {} at byte {}. Run kuqu rebuild; else \
             repair from a backup.",
                at.segment, at.offset
            ),
        ),
        JournalError::ReadOnly => read_only(lang),
        JournalError::OpenAgain => lang
            .pick(
                "上一次写台账没有成功，这一次没有写入。退出再打开，核对最后一笔。",
                "An earlier write to the journal failed; nothing was written now. Leave, open again, \
                 check the last entry.",
            )
            .into(),
        JournalError::TooLong(bytes) => lang.pick(
            format!("这一笔有 {bytes} 字节，台账一条装不下，没有写入。分几次保存。"),
            format!(
                "This entry has {bytes} bytes, too many for one frame; nothing was written. Save it \
             in parts."
            ),
        ),
        JournalError::NoKey(number) => lang.pick(
            format!("密钥柜里没有第 {number} 把数据密钥，台账写不了。用备份里的 vault.0 和 vault.1 换回。"),
            format!(
                "The vault lacks data key {number}; the journal cannot be written. Put back vault.0 \
             and vault.1 from a backup."
            ),
        ),
        JournalError::Exhausted => lang
            .pick(
                "台账的册号或条号用完了，没有写入。运行 kuqu doctor，把结果交给维护人员。",
                "The journal has no numbers left; nothing was written. Run kuqu doctor and hand its \
                 result to support.",
            )
            .into(),
        JournalError::NoRandomness(_) => no_randomness(lang),
        JournalError::Newer { segment, algorithm: _ } => {
            newer(lang, &format!("台账第 {segment} 册"), &format!("Journal segment {segment}"))
        }
    }
}

/// Why the state cannot be used.
pub(super) fn state(lang: Lang, error: &StateError) -> String {
    let rebuild = |(zh, en): (&str, &str)| {
        lang.pick(
            format!("工作库{zh}，台账不受影响。运行 kuqu rebuild 重建。"),
            format!("The state {en}; the journal is not touched. Run kuqu rebuild."),
        )
    };
    match error {
        StateError::Cells(CellError::Database(_)) => rebuild(("出错", "failed")),
        StateError::Cells(CellError::DiskFull) => lang
            .pick(
                "磁盘满了，工作库没有跟上；已确认的都在台账里。腾出空间再试。",
                "The state needs room and the disk is full; all that was confirmed is in the journal. Free \
                 some space, then try again.",
            )
            .into(),
        StateError::Cells(CellError::Seal(_)) => rebuild((
            "有内容对不上封条",
            "holds a value whose seal \
         is broken",
        )),
        StateError::Cells(CellError::Shape(_)) => rebuild((
            "有内容读不懂",
            "holds a value that cannot be \
         read",
        )),
        StateError::OtherLayout => rebuild(("是别的版本或别的资料夹的", "is of another version or folder")),
        StateError::Journal(error) => journal(lang, error),
        StateError::Codec(error) => codec(lang, error),
        StateError::Refused(
            Refusal::Signature { .. } | Refusal::CommitUnknown { .. } | Refusal::BodiesDoNotFit { .. },
        ) => lang
            .pick(
                "台账里有一笔签名或内容对不上，不是库区通写的。运行 kuqu journal verify 查看，\
                 再用备份修复。",
                "An entry of the journal does not fit its signature: kuqu did not write it. Run kuqu \
                 journal verify, then repair from a backup.",
            )
            .into(),
    }
}

/// Why the state gave no answer.
pub(super) fn engine(lang: Lang, error: &EngineError) -> String {
    match error {
        EngineError::Stuck => lang.pick(
            format!(
                "工作库 {STUCK_SECONDS} 秒没有动静，已确认的都在台账里。退出再打开；还不行就运行 kuqu \
             rebuild。"
            ),
            format!(
                "The state made no progress for {STUCK_SECONDS} s; all that was confirmed is kept. \
             Leave and open again; else run kuqu rebuild."
            ),
        ),
        EngineError::Panicked(_) => lang
            .pick(
                "工作库出错停了，已确认的都在台账里。退出再打开；还不行就运行 kuqu rebuild。",
                "The state has stopped; all that was confirmed is kept. Leave and open again; else run \
                 kuqu rebuild.",
            )
            .into(),
    }
}

fn too_large(lang: Lang) -> String {
    lang.pick(
        "这一次改动太多，一笔装不下，没有写入。分几次保存。",
        "The change is too large for one entry; nothing was written. Save it in parts.",
    )
    .into()
}

fn program_fault(lang: Lang) -> String {
    lang.pick(
        "这一笔写法不对，是程序的错，没有写入。退出再打开重做；再出现请告诉维护人员。",
        "The entry was put together wrongly, a fault of the program; nothing was written. Open again and \
         redo it; tell support if it returns.",
    )
    .into()
}

/// Why an entry cannot be made.
pub(super) fn commit(lang: Lang, error: &DraftError) -> String {
    match error {
        DraftError::ScopeOrder { .. } | DraftError::RecordTwice { .. } => program_fault(lang),
        DraftError::TooManyOps | DraftError::TooLarge => too_large(lang),
        DraftError::Codec(error) => codec(lang, error),
    }
}

/// Why bytes are not read or not written.
pub(super) fn codec(lang: Lang, error: &CodecError) -> String {
    match error {
        CodecError::TooLong { length, limit, what: _ } => lang.pick(
            format!("一条内容有 {length} 字节，最多 {limit} 字节。写短一些，或分几次保存。"),
            format!(
                "An entry has {length} bytes, at most {limit} are allowed. Shorten it, or save it in \
             parts."
            ),
        ),
        CodecError::Undecodable { .. } | CodecError::NotCanonical { .. } => lang
            .pick(
                "台账有一条内容读不懂，可能由更新版本写成。先升级库区通，再运行 kuqu journal verify。",
                "An entry of the journal cannot be read, perhaps of a newer kuqu. Update kuqu, then run \
                 kuqu journal verify.",
            )
            .into(),
        CodecError::Misshapen(Misshapen::Format(_)) => newer(lang, "台账的一条", "An entry of the journal"),
        CodecError::Misshapen(
            Misshapen::TooManyOps { .. } | Misshapen::BodyTooLong { .. } | Misshapen::TooManyReplaces { .. },
        ) => too_large(lang),
        CodecError::Misshapen(
            Misshapen::Opening
            | Misshapen::WallClock
            | Misshapen::HybridTime
            | Misshapen::GroupOrder { .. }
            | Misshapen::GroupEmpty { .. }
            | Misshapen::BodyGroups { .. }
            | Misshapen::NoChange
            | Misshapen::SlotOrder { .. }
            | Misshapen::ReplacesOrder { .. },
        ) => program_fault(lang),
    }
}
