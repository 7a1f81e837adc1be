//! Words around the panes (界面框架): title, tabs, overlays' titles, questions, the notice for a small
//! window.

use crate::i18n::Lang;

/// Fixed words of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Program,
    Today,
    Lookup,
    Verify,
    Subsidy,
    Petition,
    Exchange,
    Help,
    HelpFilter,
    Palette,
    PaletteFilter,
    NoCommand,
    Panes,
    Villages,
    Machines,
    Continuations,
    Notice,
    Question,
    Yes,
    No,
    Working,
    Unbound,
    Conflict,
    Error,
    Import,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Program => ("库区通", "kuqu"),
            Text::Today => ("今日", "Today"),
            Text::Lookup => ("查询", "Look-up"),
            Text::Verify => ("核查", "Verify"),
            Text::Subsidy => ("补贴", "Subsidy"),
            Text::Petition => ("信访", "Petition"),
            Text::Exchange => ("交换", "Exchange"),
            Text::Help => ("帮助", "Help"),
            Text::HelpFilter => ("筛选", "Filter"),
            Text::Palette => ("命令", "Commands"),
            Text::PaletteFilter => ("找命令", "Find"),
            Text::NoCommand => ("没有这样的命令", "No such command"),
            Text::Panes => ("换页", "Panes"),
            Text::Machines => ("给哪台机器写文件", "Write a file for"),
            Text::Villages => ("这里的村", "Villages held here"),
            Text::Continuations => ("接着按", "Then press"),
            Text::Notice => ("提示", "Notice"),
            Text::Question => ("请确认", "Please confirm"),
            Text::Yes => ("是", "Yes"),
            Text::No => ("否", "No"),
            Text::Working => ("处理中..", "working.."),
            Text::Unbound => ("无键", "no key"),
            Text::Conflict => ("冲突", "conflict"),
            Text::Error => ("错误", "Error"),
            Text::Import => ("名册", "roster"),
        };
        lang.pick(zh, en)
    }
}

/// Sentences of the frame with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// The window is smaller than the program needs: needed and current columns and rows.
    TooSmall { need: (u16, u16), now: (u16, u16) },
    /// Asks whether to leave.
    Quit,
    /// Asks whether to leave while an import is being written.
    QuitWhileWorking,
    /// Asks whether to write so many persons to a file in clear.
    ExportClear { persons: u64, file: String },
    /// How many lines of a list are shown: first, last, all.
    Lines { first: usize, last: usize, all: usize },
}

impl Phrase {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::TooSmall { need, now } => lang.pick(
                format!(
                    "窗口太小：需要 {}x{}，现在 {}x{}。请拉大窗口，内容都还在。",
                    need.0, need.1, now.0, now.1
                ),
                format!(
                    "The window is too small: {}x{} needed, {}x{} now. Enlarge it; nothing is lost.",
                    need.0, need.1, now.0, now.1
                ),
            ),
            Phrase::Quit => lang.pick("退出库区通？", "Leave kuqu?").to_string(),
            Phrase::QuitWhileWorking => lang
                .pick(
                    "导入还没有写完。已写的村会留下，再导入同一份文件就补完。退出？",
                    "The import is not finished. What is written stays; the same file again writes the rest. Leave?",
                )
                .to_string(),
            Phrase::ExportClear { persons, file } => lang.pick(
                format!("把 {persons} 条写到 {file}？文件不加密，号码是全的；这次导出会记录。"),
                format!("Write {persons} to {file}? It is in clear, with full numbers; this is recorded."),
            ),
            Phrase::Lines { first, last, all } => lang
                .pick(format!("第 {first}-{last} 行，共 {all} 行"), format!("lines {first}-{last} of {all}")),
        }
    }
}

/// Words for the role bits of an officer (recorder 1, maker 2, approver 4, head 8), the highest last.
pub fn roles(bits: u8, lang: Lang) -> String {
    let words =
        [(1, "登记", "recorder"), (2, "经办", "maker"), (4, "审批", "approver"), (8, "负责人", "head")];
    let held: Vec<&str> =
        words.iter().filter(|(bit, _, _)| bits & bit != 0).map(|(_, zh, en)| lang.pick(*zh, *en)).collect();
    held.join(lang.pick(" ", ", "))
}
