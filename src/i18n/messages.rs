//! The message line (消息行): what happened, to what, and which key is next.

use crate::i18n::commands::{Action, Why};
use crate::i18n::form::{Label, Said};
use crate::i18n::problems::Problem;
use crate::i18n::{Both, Keys, Lang};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A key that does nothing here.
    UnknownKey(String),
    /// Typed text with no field to take it.
    NoField,
    /// A known act that cannot be done now.
    CannotNow(Action, Why),
    /// The field is full: its limit in characters.
    FieldFull(usize),
    /// A person's numbers are on the screen.
    Revealed(String),
    /// They are masked again.
    Masked,
    /// The screen was locked after so many idle minutes.
    IdleLocked(u64),
    /// What a form says.
    Form(Said),
    /// An act is on the disk: which, and about whom.
    Saved(Label, String),
    /// An act was taken back: which, about whom, acts left, fields that others changed since.
    Undone(Label, String, usize, usize),
    /// Half-typed forms wait.
    DraftsWait(usize),
    /// No half-typed forms.
    NoDrafts,
    /// The form was left, its draft is kept.
    DraftKept,
    /// The half-typed form could not be kept on the disk.
    DraftLost,
    /// Nobody shares a number.
    NobodyShares(String),
    /// A draft of another version of the form.
    DraftUnreadable,
    /// An officer has unlocked.
    Welcome(String),
    /// The import was cancelled.
    ImportCancelled,
    /// A roster is written on while the officer works on something else.
    ImportGoesOn,
    /// It was written: new, changed and refused rows.
    ImportDone { new: u64, changed: u64, refused: u64 },
    /// Records have changed since the preview; it was made anew.
    PreviewAgain,
    /// Where the refused rows are.
    RefusedWritten(String),
    /// So many persons are in a file, in clear.
    Exported { persons: u64, file: String },
    /// No file or folder begins like what was typed.
    NoSuchName,
    /// Nothing happened because of a problem.
    Failed(Problem),
    /// A sentence that was made where the facts are.
    Told(Both),
    /// A household went through as recorded: its code.
    AsRecorded(String),
    /// Records of the page were read again.
    Refreshed,
    /// The recovery code was used since the last start: ISO date.
    RecoveryUsed(String),
    /// What came of an exchange, or of settling.
    Exchange(crate::i18n::exchange_pane::Say),
    /// The keymap file has faults; the shipped keys are in force: how many, and the first sentence.
    KeymapFaulty { faults: usize, first: String },
}

impl Note {
    /// The sentence; `keys` prints an act's key.
    pub fn text(&self, lang: Lang, keys: Keys<'_>) -> String {
        match self {
            Note::UnknownKey(key) => lang.pick(
                format!("{key} 在这里没有用处，{} 看有哪些键。", keys(Action::Help)),
                format!("{key} does nothing here; {} lists the keys.", keys(Action::Help)),
            ),
            Note::Form(said) => said.text(lang),
            Note::AsRecorded(code) => super::verify_pane::as_recorded(code, &keys(Action::Undo), lang),
            Note::Saved(act, about) => lang.pick(
                format!("已保存：{} {about}。{} 撤销。", act.text(lang), keys(Action::Undo)),
                format!("Saved: {} {about}. {} takes it back.", act.text(lang), keys(Action::Undo)),
            ),
            Note::Undone(act, about, left, 0) => lang.pick(
                format!("已撤销：{} {about}。{}", act.text(lang), if *left > 0 { format!("还可撤销 {left} 次。") } else { String::new() }),
                format!("Taken back: {} {about}.{}", act.text(lang), if *left > 0 { format!(" {left} more can be.") } else { String::new() }),
            ),
            Note::Undone(act, about, _, since) => lang.pick(
                format!("已撤销：{} {about}；有 {since} 处后来改过，没有动。{} 看历史。", act.text(lang), keys(Action::History)),
                format!("Taken back: {} {about}; {since} changed since, left alone. {}: history.", act.text(lang), keys(Action::History)),
            ),
            Note::DraftsWait(count) => lang.pick(
                format!("有 {count} 张没填完的表。{} 列出。", keys(Action::Drafts)),
                format!("{count} half-typed forms wait. {} lists them.", keys(Action::Drafts)),
            ),
            Note::NoDrafts => lang.pick("没有没填完的表。", "There are no half-typed forms.").to_string(),
            Note::DraftKept => lang.pick(
                format!("草稿已留下。{} 接着填。", keys(Action::Drafts)),
                format!("The draft is kept. {} goes on with it.", keys(Action::Drafts)),
            ),
            Note::DraftLost => lang
                .pick("草稿写不进磁盘，请尽快保存这张表。", "The draft cannot be written; save the form soon.")
                .to_string(),
            Note::NobodyShares(about) => lang.pick(
                format!("没有人和 {about} 同号。"),
                format!("Nobody shares a number with {about}."),
            ),
            Note::DraftUnreadable => lang
                .pick("这份草稿是旧版的表，打不开了。请重新填。", "This draft is of an older form; type it anew.")
                .to_string(),
            Note::NoField => lang.pick(
                format!("这里没有输入框。要查人请按 {}。", keys(Action::Find)),
                format!("There is no field here. To look somebody up press {}.", keys(Action::Find)),
            ),
            Note::CannotNow(act, why) => {
                lang.about(act.label(lang), why.text(lang))
            }
            Note::FieldFull(limit) => {
                lang.pick(format!("这一格最多 {limit} 个字。"), format!("At most {limit} characters here."))
            }
            Note::Revealed(name) => lang.pick(
                format!("已显示 {name} 的号码并记录。换人、离开或两分钟不动就遮住。"),
                format!("{name}'s numbers are shown; recorded. Masked again when left or after two idle minutes."),
            ),
            Note::Masked => lang.pick(
                format!("两分钟没有操作，号码已遮住。{} 再显示。", keys(Action::Reveal)),
                format!("Two idle minutes: the numbers are masked. {} shows them again.", keys(Action::Reveal)),
            ),
            Note::IdleLocked(minutes) => lang.pick(
                format!("{minutes} 分钟没有操作，已锁屏。"),
                format!("Locked after {minutes} idle minutes."),
            ),
            Note::Welcome(name) => lang.pick(
                format!("{name}，已开锁。{} 查人，{} 看有哪些键。", keys(Action::Find), keys(Action::Help)),
                format!("Unlocked, {name}. {} looks up, {} lists the keys.", keys(Action::Find), keys(Action::Help)),
            ),
            Note::ImportCancelled => lang
                .pick("导入已取消，什么也没有写。", "The import was cancelled; nothing was written.")
                .to_string(),
            Note::ImportGoesOn => lang.pick(
                format!("名册在后台继续写入，可以照常工作。{} 看进度。", keys(Action::Import)),
                format!("The roster is written on behind; work on. {} shows how far.", keys(Action::Import)),
            ),
            Note::ImportDone { new, changed, refused } => lang.pick(
                format!("名册已写完：新增 {new}，更改 {changed}，拒收 {refused}。"),
                format!("The roster is written: {new} new, {changed} changed, {refused} refused."),
            ),
            Note::PreviewAgain => lang.pick(
                format!("预览以后档案有变化，已重新比对。看过再按 {}。", keys(Action::ApplyImport)),
                format!("Records changed after the preview; it was made anew. Look, then press {}.", keys(Action::ApplyImport)),
            ),
            Note::RefusedWritten(file) => lang.pick(
                format!("拒收的行在 {file}。改好后只导入它。"),
                format!("The refused rows are in {file}. Correct them and import that file alone."),
            ),
            Note::Exported { persons, file } => lang.pick(
                format!("{persons} 人已写入 {file}，不加密，用完请删除。"),
                format!("{persons} persons are in {file}, in clear. Delete it after use."),
            ),
            Note::NoSuchName => lang
                .pick("没有这样开头的文件。核对前面的路径。", "No file begins like this. Check the path before it.")
                .to_string(),
            Note::Failed(problem) => problem.text(lang, keys),
            Note::Told(words) => words.text(lang).to_owned(),
            Note::Refreshed => lang.pick("已重新读取。", "Read again.").to_string(),
            Note::RecoveryUsed(date) => lang.pick(
                format!("{date} 用恢复码改过口令。若不是本人所为，请立即告诉负责人。"),
                format!("On {date} the recovery code set a new passphrase. If that was not you, tell the head now."),
            ),
            Note::Exchange(say) if say.leaves_to_settle() => {
                format!("{}{}", say.text(lang), lang.pick(format!("{} 处理。", keys(Action::Conflicts)), format!(" {} settles them.", keys(Action::Conflicts))))
            }
            Note::Exchange(say) => say.text(lang),
            Note::KeymapFaulty { faults, first } => lang.pick(
                format!("键位文件有 {faults} 处错误，现用自带键位。{first}"),
                format!("The keymap file has {faults} faults; the shipped keys are used. {first}"),
            ),
        }
    }
}
