//! The message line (消息行): what happened, to what, and which key is next.

use crate::i18n::commands::{Action, Why};
use crate::i18n::problems::Problem;
use crate::i18n::{Keys, Lang};

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
    /// An officer has unlocked.
    Welcome(String),
    /// The import was cancelled.
    ImportCancelled,
    /// Nothing happened because of a problem.
    Failed(Problem),
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
            Note::Failed(problem) => problem.text(lang, keys),
            Note::Refreshed => lang.pick("已重新读取。", "Read again.").to_string(),
            Note::RecoveryUsed(date) => lang.pick(
                format!("{date} 用恢复码改过口令。若不是本人所为，请立即告诉负责人。"),
                format!("On {date} the recovery code set a new passphrase. If that was not you, tell the head now."),
            ),
            Note::Exchange(say) => say.text(lang),
            Note::KeymapFaulty { faults, first } => lang.pick(
                format!("键位文件有 {faults} 处错误，现用自带键位。{first}"),
                format!("The keymap file has {faults} faults; the shipped keys are used. {first}"),
            ),
        }
    }
}
