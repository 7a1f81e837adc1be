//! Sentences about officers, passphrases, backups and restores: why something is refused, and the way out.

use super::Lang;
use super::store::{file, roles};
use super::vault::{newer, seal};
use crate::store::drafts::DraftError;
use crate::store::files::{Fault, FileError, Operation};
use crate::store::{BackupError, OfficerError};

/// Why something about officers is refused.
pub fn officer(lang: Lang, error: &OfficerError) -> String {
    match error {
        OfficerError::RequestNeeded => lang
            .pick(
                "这台机器不是办公室的第一台机器，不能直接授权。请写一份申请，带回办公室由负责人批准。",
                "This is not the office's first machine; it cannot grant. Write a request and take it to the \
                 head at the office.",
            )
            .into(),
        OfficerError::MayNot { roles: own, may } => {
            let own = roles(lang, *own, lang.pick("、", ", "));
            let may = roles(lang, *may, lang.pick("或", " or "));
            lang.pick(
                format!("您的角色（{own}）不能办这件事，没有改动。请换{may}来做。"),
                format!("Your role ({own}) may not do this; nothing was changed. Ask a {may}."),
            )
        }
        OfficerError::NotYours(number) => lang.pick(
            format!("这是 {number} 号的口令，只有本人能改。忘了口令，用恢复码：kuqu recover --as {number}。"),
            format!(
                "That is officer {number}'s passphrase; only they change it. If forgotten, use the recovery \
                 code: kuqu recover --as {number}."
            ),
        ),
        OfficerError::Ended(number) => lang.pick(
            format!("{number} 号的授权已经终止。要再进来，请负责人重新登记。"),
            format!("Officer {number}'s grant has ended. To come back, the head adds them anew."),
        ),
        OfficerError::LastHead(number) => lang.pick(
            format!("{number} 号是最后一位负责人，不能终止。先登记另一位负责人。"),
            format!("Officer {number} is the last head and stays. Add another head first."),
        ),
        OfficerError::PassphraseTaken => lang
            .pick(
                "这个口令已有人在用，没有改动。换一个口令。",
                "Somebody here uses this passphrase; nothing was changed. Choose another one.",
            )
            .into(),
        OfficerError::NoRole => lang
            .pick(
                "没有给角色，没有登记。至少给一个：登记、经办、审批、负责人。",
                "No role was given; nobody was added. Give one at least: recorder, maker, approver, head.",
            )
            .into(),
        OfficerError::Name { bytes } => lang.pick(
            format!("姓名是空的或太长（{bytes} 字节，至多 256），没有登记。改好再来。"),
            format!(
                "The name is empty or too long ({bytes} bytes, at most 256); nobody was added. Correct it."
            ),
        ),
        OfficerError::TooManyVillages(count) => lang.pick(
            format!("一次给了 {count} 个村，太多了，没有登记。改为全部村，或少给一些。"),
            format!("{count} villages are too many for one grant; nothing was changed. Give all, or fewer."),
        ),
        OfficerError::SameOfficer(number) => lang.pick(
            format!("移交人和接收人都是 {number} 号，没有移交。核对两个编号。"),
            format!("Officer {number} cannot hand over to themself; nothing passed. Check both numbers."),
        ),
        OfficerError::HasAccess(number) => lang.pick(
            format!("{number} 号已有口令，没有改动。忘了口令，用恢复码：kuqu recover --as {number}。"),
            format!(
                "Officer {number} has a passphrase; nothing was changed. If forgotten, use the recovery \
                 code: kuqu recover --as {number}."
            ),
        ),
    }
}

/// A folder that cannot be used: what to do, without names that nobody gave.
pub fn unusable(lang: Lang, error: &FileError) -> String {
    let reads =
        matches!(error.operation, Operation::List | Operation::Length | Operation::Read | Operation::Open);
    match (error.fault, reads) {
        (Fault::NotFound | Fault::Permission, true) => lang.pick(
            "读不出这个文件夹：插好 U 盘，或换一个文件夹。",
            "The folder cannot be read: plug the stick in, or choose another folder.",
        ),
        (Fault::NotFound | Fault::Permission | Fault::Other, false) => lang.pick(
            "写不进这个文件夹：插好 U 盘，或换一个文件夹。",
            "The folder cannot be written: plug the stick in, or choose another folder.",
        ),
        _ => return file(lang, error),
    }
    .to_owned()
}

/// Why there is no backup, or why it is of no use.
pub fn backup(lang: Lang, error: &BackupError) -> String {
    match error {
        BackupError::InsideData => lang
            .pick(
                "备份不能放在资料夹里面，没有备份。换一个地方，最好是 U 盘。",
                "A backup inside the data folder would be lost with it; none was made. Choose another place, \
                 best a stick.",
            )
            .into(),
        BackupError::OtherFolder(id) => lang.pick(
            format!("那里是别的资料夹的备份（{id}），没有动它。换一个文件夹。"),
            format!("A backup of another folder ({id}) is there; it was left alone. Choose another folder."),
        ),
        BackupError::Several(ids) => lang.pick(
            format!("那里有 {} 个资料夹的备份。指明其中一个：kuqu-{}。", ids.len(), ids.join("，kuqu-")),
            format!("Backups of {} folders are there. Name one of them: kuqu-{}.", ids.len(), ids.join(", kuqu-")),
        ),
        BackupError::Absent => lang
            .pick("那里没有备份。核对路径，或换一个 U 盘。", "There is no backup there. Check the path, or the stick.")
            .into(),
        BackupError::Damaged { file } => lang.pick(
            format!("备份已损坏（{file}），没有写入任何东西。换另一份备份；在原机器上请重新备份。"),
            format!(
                "The backup is damaged ({file}); nothing was written. Use another backup; on the old machine, \
                 back up again."
            ),
        ),
        BackupError::Newer(_) => newer(lang, "这份备份", "The backup"),
        BackupError::Full { bytes } => {
            let kib = bytes.div_ceil(1024);
            lang.pick(
                format!("U 盘满了，还差约 {kib} KB；先前的备份完好。腾出空间，或换一个 U 盘。"),
                format!("The stick is full, about {kib} KB are missing; the older backup is whole. Make room."),
            )
        }
        BackupError::ReadOnly => lang
            .pick(
                "备份的地方不能写，先前的备份没有动。打开 U 盘的写保护开关，或换一个地方。",
                "The place cannot be written; an older backup there is untouched. Unlock the stick, or choose \
                 another place.",
            )
            .into(),
        BackupError::Forged => lang
            .pick(
                "备份的签名不是这个资料夹的机器签的，没有写入任何东西。换另一份备份，并查明它的来历。",
                "Another machine signed the backup; nothing was written. Use another one, and find out where \
                 this one comes from.",
            )
            .into(),
        BackupError::File(error) => unusable(lang, error),
    }
}

/// Why a half-typed form cannot be kept or read.
pub fn half_typed(lang: Lang, error: &DraftError) -> String {
    match error {
        DraftError::File(error) => file(lang, error),
        DraftError::Seal(error) => seal(lang, error),
        DraftError::Name | DraftError::TooLong(_) => lang
            .pick(
                "草稿存不下，已写入的记录不受影响。把这一页办完或改短。",
                "The draft cannot be kept; what was written is safe. Finish the form, or shorten it.",
            )
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentences_test::hold;
    use super::*;
    use crate::domain::roles::{OFFICE, Role};

    #[test]
    fn every_refusal_is_a_sentence_with_a_way_out() {
        use OfficerError::*;
        for error in [
            RequestNeeded,
            MayNot { roles: Role::Recorder.bit(), may: OFFICE },
            NotYours(2),
            Ended(2),
            LastHead(1),
            PassphraseTaken,
            NoRole,
            Name { bytes: 300 },
            TooManyVillages(9000),
            SameOfficer(2),
            HasAccess(2),
        ] {
            hold(|lang| officer(lang, &error));
        }
        let id = || "ab".repeat(16);
        for error in [
            BackupError::InsideData,
            BackupError::OtherFolder(id()),
            BackupError::Several(vec![id(), id()]),
            BackupError::Absent,
            BackupError::Damaged { file: "manifest".into() },
            BackupError::Newer(2),
            BackupError::Full { bytes: 5000 },
            BackupError::ReadOnly,
            BackupError::Forged,
        ] {
            hold(|lang| backup(lang, &error));
        }
        hold(|lang| half_typed(lang, &DraftError::Name));
    }
}
