//! Titles of the groups of acts (操作分组), in help and in the README's table.

use crate::i18n::Lang;

/// Titles of the groups in help and in the README's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Everywhere,
    Lists,
    Household,
    Question,
    Line,
    Import,
    Officers,
    Slip,
    Exchange,
    Arrival,
    Clash,
    Lock,
    Form,
    Drafts,
    History,
    Verify,
    Queue,
}

impl Section {
    /// The group's title.
    pub fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Section::Everywhere => ("到处可用", "Everywhere"),
            Section::Lists => ("列表", "Lists"),
            Section::Household => ("户", "Household"),
            Section::Question => ("提问", "Question"),
            Section::Line => ("填一行", "One line"),
            Section::Import => ("导入预览", "Import preview"),
            Section::Officers => ("人员", "Officers"),
            Section::Slip => ("填单", "A slip"),
            Section::Exchange => ("交换", "Exchange"),
            Section::Arrival => ("收入预览", "What a file brings"),
            Section::Clash => ("待处理的一件", "One thing to settle"),
            Section::Lock => ("锁屏", "Lock screen"),
            Section::Form => ("表单", "Form"),
            Section::Drafts => ("草稿", "Drafts"),
            Section::History => ("历史", "History"),
            Section::Verify => ("核查", "Verification"),
            Section::Queue => ("待审", "The queue"),
        };
        lang.pick(zh, en)
    }
}
