//! What went wrong (出错), said to an officer: what happened, to what, which key is next. No opaque codes.

use crate::i18n::commands::Action;
use crate::i18n::{Both, Keys, Lang};

/// A failure as facts; the worker maps its errors to these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file does not exist.
    FileMissing { file: String },
    /// The file exists and cannot be read: open elsewhere, no permission, a broken stick.
    FileUnreadable { file: String },
    /// The file is larger than is read: its and the largest size in megabytes.
    FileTooLarge { file: String, megabytes: u64, limit: u64 },
    /// Not a roster in a known format.
    FileKind { file: String },
    /// No row of the file has the column titles of a roster.
    NoHeader { file: String },
    /// Two columns claim the same meaning.
    SameColumn { file: String, first: String, second: String },
    /// Titles, but no rows.
    NoRows { file: String },
    /// The disk is full.
    DiskFull,
    /// The folder may not be written to.
    NoPermission,
    /// Another program or copy has the folder.
    InUse,
    /// A record is damaged: what was touched.
    Damaged { what: String },
    /// The household is no longer there.
    HouseholdGone,
    /// This officer's roles do not allow it.
    NotAllowed,
    /// The worker has stopped; what was confirmed is on the disk.
    WorkerStopped,
    /// Another roster is being written.
    Importing,
    /// Another export is being written.
    Exporting,
    /// Nobody is there to be exported.
    NobodyToExport,
    /// A file of that name exists; an export never writes over one.
    FileExists { file: String },
    /// A sentence that was made where the facts are.
    Told(Both),
    /// Anything else, in the program's own short English, without personal data.
    Other { what: String },
}

impl Problem {
    /// The sentence; `keys` prints an act's key.
    pub fn text(&self, lang: Lang, keys: Keys<'_>) -> String {
        match self {
            Problem::FileMissing { file } => lang.pick(
                format!("没有文件 {file}。核对路径后再按 {}。", keys(Action::Import)),
                format!("There is no file {file}. Check the path, then press {}.", keys(Action::Import)),
            ),
            Problem::FileUnreadable { file } => lang.pick(
                format!("读不了 {file}：可能正被别的程序打开。关掉它再按 {}。", keys(Action::Import)),
                format!(
                    "{file} cannot be read: perhaps open elsewhere. Close it, then press {}.",
                    keys(Action::Import)
                ),
            ),
            Problem::FileTooLarge { file, megabytes, limit } => lang.pick(
                format!(
                    "{file} 有 {megabytes} MB，最多读 {limit} MB。分成几个文件再按 {}。",
                    keys(Action::Import)
                ),
                format!(
                    "{file} has {megabytes} MB, the limit is {limit} MB. Split it, then press {}.",
                    keys(Action::Import)
                ),
            ),
            Problem::FileKind { file } => lang.pick(
                format!(
                    "{file} 不是能读的花名册（CSV、XLSX、XLS）。换一个文件再按 {}。",
                    keys(Action::Import)
                ),
                format!(
                    "{file} is not a roster that can be read (CSV, XLSX, XLS). {} asks again.",
                    keys(Action::Import)
                ),
            ),
            Problem::NoHeader { file } => lang.pick(
                format!(
                    "{file} 里没有找到标题行（姓名、身份证号..）。补上标题再按 {}。",
                    keys(Action::Import)
                ),
                format!("{file} has no row of column titles. Add one, then press {}.", keys(Action::Import)),
            ),
            Problem::SameColumn { file, first, second } => lang.pick(
                format!(
                    "{file} 的两列意思相同：{first}、{second}。改一个标题再按 {}。",
                    keys(Action::Import)
                ),
                format!(
                    "{file}: the columns {first} and {second} mean the same. Rename one, then {}.",
                    keys(Action::Import)
                ),
            ),
            Problem::NoRows { file } => lang.pick(
                format!("{file} 只有标题，没有人。换一个文件再按 {}。", keys(Action::Import)),
                format!("{file} has titles and no rows. {} asks for another file.", keys(Action::Import)),
            ),
            Problem::DiskFull => lang.pick(
                format!("磁盘满了，这一次没有写入。腾出空间后按 {}。", keys(Action::Refresh)),
                format!(
                    "The disk is full; this was not written. Free some space, then press {}.",
                    keys(Action::Refresh)
                ),
            ),
            Problem::NoPermission => lang.pick(
                format!("资料夹不许写入，这一次没有写。改好权限后按 {}。", keys(Action::Refresh)),
                format!(
                    "The folder may not be written; nothing was. Allow it, then press {}.",
                    keys(Action::Refresh)
                ),
            ),
            Problem::InUse => lang.pick(
                format!("资料夹正被另一个程序使用。关掉它再按 {}。", keys(Action::Refresh)),
                format!("Another program uses the folder. Close it, then press {}.", keys(Action::Refresh)),
            ),
            Problem::Damaged { what } => lang.pick(
                format!("{what} 的记录损坏，未显示。{} 退出后运行 kuqu doctor。", keys(Action::Quit)),
                format!(
                    "The record of {what} is damaged and not shown. Leave with {} and run kuqu doctor.",
                    keys(Action::Quit)
                ),
            ),
            Problem::HouseholdGone => lang.pick(
                format!("这一户已不在这里。{} 重新查。", keys(Action::Refresh)),
                format!("This household is no longer here. {} searches again.", keys(Action::Refresh)),
            ),
            Problem::NotAllowed => lang.pick(
                format!("您的角色不能做这件事，要经办或负责人。{} 锁屏换人。", keys(Action::Lock)),
                format!(
                    "Your role may not do this; a maker or head may. {} locks, for another officer.",
                    keys(Action::Lock)
                ),
            ),
            Problem::WorkerStopped => lang.pick(
                format!("存取部分停止了。已确认的都在磁盘上。{} 退出再打开。", keys(Action::Quit)),
                format!(
                    "The part that reads and writes has stopped. All that was confirmed is kept. {} leaves.",
                    keys(Action::Quit)
                ),
            ),
            Problem::Importing => lang.pick(
                format!("上一份名册还在写入。{} 看进度。", keys(Action::Import)),
                format!("The last roster is still being written. {} shows how far.", keys(Action::Import)),
            ),
            Problem::Exporting => lang.pick(
                format!("上一次导出还没写完。稍后再按 {}。", keys(Action::Export)),
                format!("The last export is still being written. Press {} later.", keys(Action::Export)),
            ),
            Problem::NobodyToExport => lang.pick(
                format!("结果里没有人，没有导出。{} 重新查。", keys(Action::Find)),
                format!(
                    "There is no person in the results; nothing was exported. {} searches.",
                    keys(Action::Find)
                ),
            ),
            Problem::FileExists { file } => lang.pick(
                format!("已有文件 {file}，没有覆盖。换个名字再按 {}。", keys(Action::Export)),
                format!(
                    "{file} exists and was not overwritten. Press {} for another name.",
                    keys(Action::Export)
                ),
            ),
            Problem::Told(sentence) => sentence.text(lang).to_owned(),
            Problem::Other { what } => lang.pick(
                format!("没有做成：{what}。{} 重试。", keys(Action::Refresh)),
                format!("It was not done: {what}. {} tries again.", keys(Action::Refresh)),
            ),
        }
    }
}
