//! Sentences about the vault (密钥柜): passphrases, recovery codes, keys, seals.

use super::Lang;
use super::store::file;
use crate::store::vault_files::VaultFileError;
use crate::vault::boxes::BoxError;
use crate::vault::passphrase::{PASSPHRASE_BYTES_MAX, PASSPHRASE_CHARS_MIN};
use crate::vault::{CodeError, PassphraseError, SealError, SlotKind, VaultError};

/// Why a text cannot be a passphrase.
pub fn passphrase(lang: Lang, error: &PassphraseError) -> String {
    match error {
        PassphraseError::TooShort { found } => lang.pick(
            format!("口令至少 {PASSPHRASE_CHARS_MIN} 个字符，现在 {found} 个。换一个长一点的。"),
            format!(
                "A passphrase needs {PASSPHRASE_CHARS_MIN} characters, this one has {found}. Type a \
             longer one."
            ),
        ),
        PassphraseError::TooLong => lang.pick(
            format!("口令超过 {PASSPHRASE_BYTES_MAX} 字节。换一个短一点的。"),
            format!("The passphrase has more than {PASSPHRASE_BYTES_MAX} bytes. Type a shorter one."),
        ),
    }
}

/// What is wrong with a typed recovery code.
pub fn code(lang: Lang, error: &CodeError) -> String {
    match error {
        CodeError::Length { found } => lang.pick(
            format!("恢复码共 40 个字符（8 组，每组 5 个），现在 {found} 个。对照纸上补齐。"),
            format!(
                "A recovery code has 40 characters (8 groups of 5), this one has {found}. Compare it \
             with the paper."
            ),
        ),
        CodeError::Group { group } => lang.pick(
            format!("恢复码第 {group} 组不对。对照纸上改这一组；码里没有 0、O、1、I。"),
            format!(
                "Group {group} of the recovery code is wrong. Compare it with the paper; there is no \
             0, O, 1 or I in it."
            ),
        ),
    }
}

/// Why the vault does not open or change.
pub(super) fn vault(lang: Lang, error: &VaultError) -> String {
    match error {
        VaultError::NotWhole => not_whole(lang),
        VaultError::Newer(_) => newer(lang, "密钥柜", "The vault"),
        VaultError::NoSlot { kind: SlotKind::Officer, number } => lang.pick(
            format!("密钥柜里没有 {number} 号工作人员。核对编号，或请负责人登记。"),
            format!("The vault has no officer {number}. Check the number, or ask the head."),
        ),
        VaultError::NoSlot { kind: SlotKind::Recovery, number: _ } => lang
            .pick(
                "密钥柜里没有恢复码这一项。用口令打开，再请负责人换发恢复码。",
                "The vault has no recovery code. Open it with a passphrase; the head then makes a new \
                 code.",
            )
            .into(),
        VaultError::NoSlot { kind: SlotKind::Recipient, number } => lang.pick(
            format!("密钥柜里没有第 {number} 号代管密钥。核对编号，或请负责人补上。"),
            format!("The vault has no key {number} held elsewhere. Check the number, or ask the head."),
        ),
        VaultError::WrongPassphrase(number) => lang.pick(
            format!("{number} 号工作人员的口令不对。重新输入；忘了口令请找负责人。"),
            format!("Wrong passphrase for officer {number}. Type it again; if forgotten, ask the head."),
        ),
        VaultError::WrongCode => lang
            .pick(
                "恢复码写得没错，但不是这个资料夹的，或已换发。找最新的那张恢复码。",
                "The recovery code is well written, but of another folder or replaced. Look for the \
                 newest one.",
            )
            .into(),
        VaultError::SlotExists(number) => lang.pick(
            format!("编号 {number} 已有人用，没有登记。换一个编号。"),
            format!("Number {number} is taken; nothing was changed. Choose another number."),
        ),
        VaultError::LastOfficer(number) => lang.pick(
            format!("{number} 号是最后一名工作人员，不能移除。先登记另一名。"),
            format!("Officer {number} is the last one and stays. Add another officer first."),
        ),
        VaultError::TooLarge(_) => lang
            .pick(
                "名字太长，或工作人员、密钥太多，密钥柜没有改动。缩短名字，或先移除不用的人员。",
                "A name is too long, or there are too many officers or keys; nothing was changed. Shorten \
                 it, or remove some.",
            )
            .into(),
        VaultError::ForeignKeys => lang
            .pick(
                "钥匙不是这个资料夹的，或已过时，没有改动。退出再打开重做。",
                "The keys are of another folder or out of date; nothing was changed. Open again and redo \
                 it.",
            )
            .into(),
        VaultError::Effort => lang
            .pick(
                "密钥柜里口令的运算量超出范围，可能被改动。用备份里的 vault.0 和 vault.1 换回。",
                "The vault's passphrase effort is out of range, perhaps changed. Put back vault.0 and \
                 vault.1 from a backup.",
            )
            .into(),
        VaultError::Part(_)
        | VaultError::Box(BoxError::NoRecipient | BoxError::NotAKey | BoxError::Damaged) => part_broken(lang),
        VaultError::Box(BoxError::NotForThisKey) => lang
            .pick(
                "密钥柜里有一项不是封给这把钥匙的，打不开。换能开的人来，或请负责人重新授权。",
                "A part of the vault is not sealed to this key. Let another officer open it, or ask the \
                 head.",
            )
            .into(),
        VaultError::Box(BoxError::Io(_)) => lang
            .pick(
                "密钥柜读写出错，没有改动。插好 U 盘再试；还不行就用备份恢复。",
                "Reading or writing the vault failed; nothing was changed. Try again; else restore a \
                 backup.",
            )
            .into(),
        VaultError::NoRandomness(_) => no_randomness(lang),
        VaultError::Seal(error) => seal(lang, error),
    }
}

/// Why the vault's files cannot be used.
pub(super) fn vault_file(lang: Lang, error: &VaultFileError) -> String {
    match error {
        VaultFileError::File(error) => file(lang, error),
        VaultFileError::Absent => lang
            .pick(
                "没有密钥柜（vault.0、vault.1）。核对资料夹；文件丢了就用备份换回。",
                "There is no vault (vault.0, vault.1). Check the folder; if they are lost, restore a \
                 backup.",
            )
            .into(),
        VaultFileError::NotWhole => not_whole(lang),
        VaultFileError::Newer(_) => newer(lang, "密钥柜", "The vault"),
        VaultFileError::Exists => lang
            .pick(
                "这里已有密钥柜，没有新建。打开它，或换一个空文件夹。",
                "There is a vault already; nothing was made. Open it, or choose an empty folder.",
            )
            .into(),
    }
}

/// Why something sealed does not open, or cannot be sealed.
pub(super) fn seal(lang: Lang, error: &SealError) -> String {
    match error {
        SealError::Short => {
            lang.pick("内容被截短。用备份修复。", "The content was cut short. Repair from a backup.").into()
        }
        SealError::Version(_) | SealError::Algorithm(_) => newer(lang, "这一条", "It"),
        SealError::KeyUnknown(number) => lang.pick(
            format!("密钥柜里没有第 {number} 把数据密钥。用备份里的 vault.0 和 vault.1 换回。"),
            format!("The vault lacks data key {number}. Put back vault.0 and vault.1 from a backup."),
        ),
        SealError::Broken | SealError::Padding => lang
            .pick(
                "封条不符，内容被改动、挪动，或是别的资料夹的。用备份修复。",
                "The seal does not hold: changed, moved, or of another folder. Repair from a backup.",
            )
            .into(),
        SealError::TooLong => lang
            .pick(
                "内容太长，封不进一条，没有写入。分几次保存。",
                "The content is too long for one seal; nothing was written. Save it in parts.",
            )
            .into(),
        SealError::NoRandomness(_) => no_randomness(lang),
    }
}

fn not_whole(lang: Lang) -> String {
    lang.pick(
        "密钥柜的两份文件（vault.0、vault.1）都不完整。用备份里的这两个文件换回。",
        "Neither file of the vault (vault.0, vault.1) is whole. Put back both from a backup.",
    )
    .into()
}

fn part_broken(lang: Lang) -> String {
    lang.pick(
        "密钥柜有一部分打不开，可能坏了或被改动。用备份里的 vault.0 和 vault.1 换回。",
        "A part of the vault does not open: damaged or changed. Put back vault.0 and vault.1 from a \
         backup.",
    )
    .into()
}

/// What a newer program wrote.
pub(super) fn newer(lang: Lang, zh: &str, en: &str) -> String {
    lang.pick(
        format!("{zh}由更新版本的库区通写成，这里读不了。请升级库区通。"),
        format!("{en} was written by a newer kuqu and cannot be read here. Update kuqu."),
    )
}

/// No random numbers.
pub(super) fn no_randomness(lang: Lang) -> String {
    lang.pick(
        "操作系统没有给出随机数，没有写入。重启电脑再试。",
        "The system gives no random numbers; nothing was written. Restart the computer, then try again.",
    )
    .into()
}
