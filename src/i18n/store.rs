//! Sentences about the data folder (资料夹): why it does not open or write, what opening found, what to do next.
//!
//! The field has its own words for what the program calls otherwise: journal 台账, segment 册, frame 条,
//! state 工作库, vault 密钥柜.

use chrono::{DateTime, FixedOffset};

use super::journal::{codec, commit, engine, journal, state};
pub use super::vault::{code, passphrase};
use super::vault::{newer, no_randomness, vault, vault_file};
use super::{Lang, checks, officers, rulings, slots};
use crate::domain::roles::{Refusal, Role};
use crate::journal::Roles;
use crate::store::files::{Fault, FileError, Operation};
use crate::store::lock::Holder;
use crate::store::segments::frame::HeadFault;
use crate::store::segments::{Condition, Damage, DamageKind};
use crate::store::{OpenReport, StoreError};

/// Everything that a folder can refuse.
pub fn sentence(lang: Lang, error: &StoreError) -> String {
    match error {
        StoreError::Missing => lang
            .pick(
                "这里没有库区通的资料夹。用 --data 指对文件夹；新建办公室用 kuqu init。",
                "There is no kuqu folder here. Point --data at it, or found an office with kuqu init.",
            )
            .into(),
        StoreError::NotEmpty => lang
            .pick(
                "文件夹里已有别的文件，没有新建。换一个空文件夹再来。",
                "The folder holds other files; nothing was made. Choose an empty folder.",
            )
            .into(),
        StoreError::InUse(holder) => in_use(lang, holder.as_ref()),
        StoreError::WrongPassphrase { wait_ms } => {
            let seconds = wait_ms.div_ceil(1000);
            lang.pick(
                format!("口令或编号不对。{seconds} 秒后再试；忘了口令请找负责人。"),
                format!(
                    "Wrong passphrase or number. Try again in {seconds} s; if forgotten, ask the \
                 head."
                ),
            )
        }
        StoreError::NoSuchOfficer(number) => lang.pick(
            format!("这里没有 {number} 号工作人员。核对编号（--as），或请负责人登记。"),
            format!("There is no officer {number} here. Check the number (--as), or ask the head."),
        ),
        StoreError::NotFounded => lang
            .pick(
                "台账里没有建立办公室的第一条，台账丢失或没有建完。用备份恢复；新办公室换空文件夹重建。",
                "The journal lacks the office's first entry: lost, or never finished. Restore a backup, \
                 or found anew elsewhere.",
            )
            .into(),
        StoreError::NotEnrolled => lang
            .pick(
                "这台机器还没有加入单位。先 kuqu enrol request 文件，交办公室受理后再 kuqu enrol finish 文件。",
                "This machine is not enrolled yet. kuqu enrol request FILE, let the office accept, then enrol finish.",
            )
            .into(),
        StoreError::NotWaiting => lang
            .pick(
                "这里不是等待加入单位的机器，没有改动。新机器用 kuqu init --role field。",
                "This folder does not wait for an enrolment; nothing changed. A new laptop: kuqu init --role field.",
            )
            .into(),
        StoreError::Wish(_) => lang
            .pick(
                "加入申请读不出或写不下。腾出空间，或换空文件夹重新 kuqu init --role field。",
                "The enrolment request cannot be kept or read. Free some space, or start anew: kuqu init --role field.",
            )
            .into(),
        StoreError::Edit(_) | StoreError::Write(_) => lang
            .pick(
                "这一项太长或不合字段的类型，没有写入。改短后再来。",
                "The value is too long or of the wrong kind; nothing was written. Shorten it and try again.",
            )
            .into(),
        StoreError::NoGrant(number) => lang.pick(
            format!("{number} 号工作人员没有有效的授权。请负责人重新授权。"),
            format!("Officer {number} has no valid grant. Ask the head for a new one."),
        ),
        StoreError::Role(refusal) => not_allowed(lang, refusal),
        StoreError::ReadOnly => read_only(lang),
        StoreError::Officer(error) => officers::officer(lang, error),
        StoreError::Ruling(error) => rulings::refused(lang, error),
        StoreError::Backup(error) => officers::backup(lang, error),
        StoreError::HalfTyped(error) => officers::half_typed(lang, error),
        StoreError::Vault(error) => vault(lang, error),
        StoreError::VaultFiles(error) => vault_file(lang, error),
        StoreError::Code(error) => code(lang, error),
        StoreError::File(error) => file(lang, error),
        StoreError::Journal(error) => journal(lang, error),
        StoreError::State(error) => state(lang, error),
        StoreError::Engine(error) => engine(lang, error),
        StoreError::Draft(error) => commit(lang, error),
        StoreError::Codec(error) => codec(lang, error),
        StoreError::Local(error) => lang.pick(
            format!(
                "本机的一条附记（类别 {}）读写不了，正式记录不受影响。运行 kuqu doctor \
             查看。",
                error.kind
            ),
            format!(
                "A note of this machine (kind {}) cannot be used; records are safe. Run kuqu \
             doctor.",
                error.kind
            ),
        ),
        StoreError::NoRandomness(_) => no_randomness(lang),
    }
}

/// What state the journal is in; none if it is whole.
pub fn condition(lang: Lang, condition: &Condition) -> Option<String> {
    match condition {
        Condition::Whole => None,
        Condition::TornTail { segment, from, bytes, frame, aside: Some(aside) } => Some(lang.pick(
            format!(
                "上次写到一半中断：台账第 {segment} 册第 {frame} 条（字节 {from} 起，{bytes} 字节）\
             未确认，已移到 {aside}。已确认的都在，最后一笔请核对。"
            ),
            format!(
                "The last write was cut off: journal segment {segment}, frame {frame} ({bytes} bytes \
             from {from}) was not confirmed and is now in {aside}. All that was confirmed is there; check \
             the last entry."
            ),
        )),
        Condition::TornTail { segment, from, bytes, frame, aside: None } => Some(lang.pick(
            format!(
                "上次写到一半中断：台账第 {segment} 册第 {frame} 条（字节 {from} 起，{bytes} 字节）\
             未确认。打开一次库区通，会移到一旁。"
            ),
            format!(
                "The last write was cut off: journal segment {segment}, frame {frame} ({bytes} bytes \
             from {from}) was not confirmed. Open kuqu once; it is moved aside."
            ),
        )),
        Condition::Damaged(places) => Some(damaged(lang, places)),
        Condition::Shortened { last, confirmed } => Some(lang.pick(
            format!(
                "台账变短了：确认过 {confirmed} 条，只剩 {last} 条。只能看，不能写；用备份修复：kuqu \
             journal repair --from DIR。"
            ),
            format!(
                "The journal is shorter than confirmed: it ends at frame {last}, confirmed were \
                 {confirmed}. \
             Read-only; repair from a backup: kuqu journal repair --from DIR."
            ),
        )),
    }
}

/// The word for a role.
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Recorder => lang.pick("登记", "recorder"),
        Role::Maker => lang.pick("经办", "maker"),
        Role::Approver => lang.pick("审批", "approver"),
        Role::Head => lang.pick("负责人", "head"),
    }
}

/// What opening found and did, one sentence each; empty when there is nothing to say.
pub fn report(lang: Lang, report: &OpenReport) -> Vec<String> {
    let replayed = report.replayed;
    let state = match (report.state_was_unusable, report.rebuilt) {
        (true, _) => Some(lang.pick(
            format!("工作库读不出，已由台账重建（{replayed} 条），记录没有丢。可以照常工作。"),
            format!(
                "The state could not be used and was rebuilt from the journal ({replayed} frames); no \
             record is lost. Work can go on."
            ),
        )),
        // A new folder has its founding frame alone: building that is no news.
        (false, true) if replayed > 1 => Some(lang.pick(
            format!("工作库不在，已由台账建好（{replayed} 条）。可以照常工作。"),
            format!(
                "The state was missing and was built from the journal ({replayed} frames). Work can \
             go on."
            ),
        )),
        (false, _) => None,
    };
    let vault = report.vault_mended.then(|| {
        lang.pick(
            "密钥柜的一份副本不全，已补写。可以照常工作。".to_owned(),
            "One copy of the vault was torn and was written again. Work can go on.".to_owned(),
        )
    });
    let stream = report.new_stream.then(|| {
        lang.pick(
            "资料夹是恢复来的，或有条目丢失，从现在起另记一本账。备份以后办的事请核对、补录。".to_owned(),
            "The folder was restored, or entries are lost: it goes on in a new stream. Check what was done \
             after the backup."
                .to_owned(),
        )
    });
    let journal = condition(lang, &report.condition).into_iter();
    journal.chain(state).chain(vault).chain(stream).collect()
}

fn damaged(lang: Lang, places: &[Damage]) -> String {
    let Some(first) = places.first() else { return read_only(lang) };
    let Damage { segment, from, to, .. } = first;
    if let DamageKind::Head(HeadFault::Newer(_)) = first.kind {
        return newer(lang, &format!("台账第 {segment} 册"), &format!("Journal segment {segment}"));
    }
    let kind = damage_kind(lang, first.kind);
    let lost = match first.next.checked_sub(1) {
        Some(last) if last > first.first => lang.pick(
            format!("第 {} 至 {last} 条读不出", first.first),
            format!("frames {} to {last} cannot be read", first.first),
        ),
        Some(last) if last == first.first => {
            lang.pick(format!("第 {last} 条读不出"), format!("frame {last} cannot be read"))
        }
        Some(_) | None => lang.pick("没有缺条".into(), "no frame is lost".into()),
    };
    let others = match places.len() - 1 {
        0 => String::new(),
        more => lang.pick(format!("，另有 {more} 处"), format!("; and {more} more")),
    };
    lang.pick(
        format!(
            "台账第 {segment} 册损坏：{kind}（字节 {from} 至 {to}），{lost}{others}。只能看，不能写；\
         用备份修复：kuqu journal repair --from DIR。"
        ),
        format!(
            "Journal segment {segment} is damaged: {kind} (bytes {from} to {to}), {lost}{others}. \
         Read-only; repair from a backup: kuqu journal repair --from DIR."
        ),
    )
}

fn damage_kind(lang: Lang, kind: DamageKind) -> &'static str {
    match kind {
        DamageKind::Bytes => lang.pick("内容坏了", "spoiled content"),
        DamageKind::Hole => lang.pick("中间缺条", "frames missing in the middle"),
        DamageKind::Seal => lang.pick("封条不符，被挪动或改动", "the seal does not hold, moved or changed"),
        DamageKind::Head(HeadFault::Damaged) => lang.pick("册首坏了", "spoiled beginning"),
        DamageKind::Head(HeadFault::Newer(_)) => lang.pick("由更新版本写成", "written by a newer kuqu"),
        DamageKind::ForeignSegment => lang.pick("不是本资料夹的册", "it belongs to another folder"),
        DamageKind::MissingSegment => lang.pick("整册不见", "the file is missing"),
    }
}

fn in_use(lang: Lang, holder: Option<&Holder>) -> String {
    let Some(Holder { pid, host, since_ms }) = holder else {
        return lang
            .pick(
                "资料夹正被另一个程序使用。关掉它再来。",
                "Another program uses the folder. Close it, then try again.",
            )
            .into();
    };
    let since = beijing(*since_ms);
    lang.pick(
        format!("资料夹正被使用：电脑 {host}，进程 {pid}，从 {since} 起。在那里退出库区通再来。"),
        format!(
            "The folder is in use: machine {host}, process {pid}, since {since}. Leave kuqu there, \
         then try again."
        ),
    )
}

/// Date and time at UTC+8, which is the work's own zone whatever the laptop's is.
fn beijing(wall_ms: u64) -> String {
    let zone = FixedOffset::east_opt(8 * 3600);
    let at = i64::try_from(wall_ms).ok().and_then(DateTime::from_timestamp_millis).zip(zone);
    at.map_or_else(|| "?".into(), |(at, zone)| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
}

pub(super) fn roles(lang: Lang, set: Roles, between: &str) -> String {
    let words: Vec<&str> = Role::of(set).into_iter().map(|one| role(lang, one)).collect();
    if words.is_empty() { lang.pick("无", "none").into() } else { words.join(between) }
}

fn not_allowed(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Role { kind, slot, roles: own, writers } => {
            let what = [checks::kind(lang, kind), slots::slot(lang, kind, slot)];
            let own = roles(lang, *own, lang.pick("、", ", "));
            let may = roles(lang, *writers, lang.pick("或", " or "));
            lang.pick(
                format!("您的角色（{own}）不能写{}的“{}”，没有写入。请换{may}来做。", what[0], what[1]),
                format!(
                    "Your role ({own}) may not write \"{}\" of a {}; nothing was written. Ask a {may}.",
                    what[1], what[0]
                ),
            )
        }
        Refusal::Unknown { kind, slot } => lang.pick(
            format!("本版本不认识这一项（类别 {kind}，字段 {slot}），没有写入。请升级库区通。"),
            format!(
                "This version does not know that item (kind {kind}, field {slot}); nothing was \
             written. Update kuqu."
            ),
        ),
    }
}

pub(super) fn read_only(lang: Lang) -> String {
    lang.pick(
        "台账有损坏，资料夹只能看，没有写入。用备份修复：kuqu journal repair --from DIR。",
        "The journal is damaged: read-only, nothing was written. Repair from a backup: kuqu journal \
         repair --from DIR.",
    )
    .into()
}

/// A failed file call: doing what, to which file, why, what next.
pub(super) fn file(lang: Lang, error: &FileError) -> String {
    let name = if error.name.is_empty() { lang.pick("资料夹", "the folder") } else { error.name.as_str() };
    let doing = operation(lang, error.operation);
    let (why, next) = fault(lang, error.fault);
    lang.pick(
        format!("{doing} {name} 没有成功：{why}。{next}。"),
        format!("{doing} {name} failed: {why}. {next}."),
    )
}

fn operation(lang: Lang, operation: Operation) -> &'static str {
    match operation {
        Operation::MakeFolder => lang.pick("新建文件夹", "Making the folder"),
        Operation::List => lang.pick("列出文件夹", "Listing"),
        Operation::Length => lang.pick("查看大小", "Measuring"),
        Operation::Read => lang.pick("读取", "Reading"),
        Operation::Write => lang.pick("写入", "Writing"),
        Operation::Open => lang.pick("打开", "Opening"),
        Operation::Append => lang.pick("续写", "Appending to"),
        Operation::Sync | Operation::SyncFolder => lang.pick("存盘", "Saving"),
        Operation::Rename => lang.pick("改名", "Renaming"),
        Operation::Remove => lang.pick("删除", "Removing"),
        Operation::Truncate => lang.pick("截短", "Cutting"),
    }
}

fn fault(lang: Lang, fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::DiskFull => lang.pick(
            ("磁盘满了", "腾出空间再试，已确认的都在"),
            ("the disk is full", "Free some space, then try again; all that was confirmed is there"),
        ),
        Fault::Permission => lang.pick(
            ("没有权限，或磁盘只读", "改好权限再试"),
            ("no permission, or a read-only disk", "Allow writing, then try again"),
        ),
        Fault::NotFound => lang.pick(
            ("文件不在", "插好 U 盘，核对路径；还不行就用备份恢复"),
            ("it is not there", "Check stick and path; else restore a backup"),
        ),
        Fault::Exists => lang
            .pick(("已有同名文件", "移走它再试"), ("there is one already", "Move it away, then try again")),
        Fault::TooLong => lang.pick(
            ("比应有的大，不像库区通写的", "用备份里的同名文件换回"),
            ("it is longer than kuqu writes", "Put the backup's file in its place"),
        ),
        Fault::Other => lang.pick(
            ("磁盘或 U 盘读写出错", "插好 U 盘再试；还不行就换盘，用备份恢复"),
            ("the disk or stick fails", "Plug it in again; else change it and restore a backup"),
        ),
    }
}
