//! Words of the lock screen (锁屏).

use crate::i18n::Lang;

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Title,
    Officer,
    Passphrase,
    Kept,
    Opening,
    NotANumber,
    NoPassphrase,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Title => ("已锁", "Locked"),
            Text::Officer => ("编号", "Officer"),
            Text::Passphrase => ("口令", "Passphrase"),
            Text::Kept => ("锁屏前的页面原样保留。", "What was open stays as it is."),
            Text::Opening => ("正在开锁..", "unlocking.."),
            Text::NotANumber => ("编号是数字，从 1 起。", "The officer number is a number, from 1."),
            Text::NoPassphrase => ("请输入口令。", "Type the passphrase."),
        };
        lang.pick(zh, en)
    }
}

/// Sentences with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Wrong passphrase; how long the next try has to wait, in tenths of a second. Nobody notices less than two seconds.
    Wrong { wait_tenths: u64 },
    /// The wait is not over.
    Wait { wait_tenths: u64 },
}

impl Phrase {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::Wrong { wait_tenths: ..20 } => lang
                .pick("口令或编号不对，请重新输入。", "Wrong passphrase or number; type it again.")
                .to_owned(),
            Phrase::Wrong { wait_tenths } => lang.pick(
                format!("口令或编号不对。{} 秒后可再试。", seconds(*wait_tenths)),
                format!("Wrong passphrase or number. Try again in {} s.", seconds(*wait_tenths)),
            ),
            Phrase::Wait { wait_tenths } => lang.pick(
                format!("请再等 {} 秒，然后再按。", seconds(*wait_tenths)),
                format!("Wait {} s more, then press again.", seconds(*wait_tenths)),
            ),
        }
    }
}

fn seconds(tenths: u64) -> String {
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}
