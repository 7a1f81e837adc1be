//! Words of the import preview (导入预览): five counts, the rows behind each, progress.

use crate::i18n::Lang;

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Ask,
    AskHelp,
    Title,
    File,
    Nothing,
    InFile,
    OnRecord,
    Row,
    Who,
    Why,
    Reading,
    Comparing,
    Writing,
    Rebuilding,
    Indexing,
    Copying,
    ReportTitle,
    ExportSheet,
    AskExport,
    AskExportHelp,
    Columns,
    ColumnsHelp,
    LeaveAlone,
    GoOn,
    Meaning,
    OpenElsewhere,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Ask => ("花名册文件", "Roster file"),
            Text::AskHelp => (
                "输入或拖入文件路径。先看预览，不会马上写入。",
                "Type or drop the file's path. A preview comes first; nothing is written yet.",
            ),
            Text::Title => ("导入预览", "Import preview"),
            Text::File => ("文件", "File"),
            Text::Nothing => ("没有这样的行", "no such rows"),
            Text::InFile => ("文件", "file"),
            Text::OnRecord => ("档案", "record"),
            Text::Row => ("行", "Row"),
            Text::Who => ("何人", "Who"),
            Text::Why => ("内容", "What"),
            Text::Reading => ("读文件", "reading"),
            Text::Comparing => ("比对", "comparing"),
            Text::Writing => ("写入", "writing"),
            Text::Rebuilding => ("重建", "rebuilding"),
            Text::Copying => ("写入并核对", "copying"),
            Text::Indexing => ("建索引", "indexing"),
            Text::ReportTitle => ("导入完成", "Import done"),
            Text::AskExport => ("导出到文件", "Export to a file"),
            Text::AskExportHelp => (
                "输入文件名：.xlsx 是表格，.csv 是文本。内容不加密。",
                "Type the file's name: .xlsx for a workbook, .csv for text. It is in clear.",
            ),
            Text::Columns => ("有几列没认出", "Columns that were not understood"),
            Text::ColumnsHelp => (
                "回车选一列的意思。同样的表以后不再问。",
                "Enter says what a column means. The same layout is not asked about again.",
            ),
            Text::LeaveAlone => ("不导入", "leave alone"),
            Text::GoOn => ("就这样，继续", "Go on like this"),
            Text::Meaning => ("这一列是", "This column is"),
            Text::OpenElsewhere => (
                "别的程序也打开着它：没保存的改动不在里面。",
                "Open in another program too: changes not saved there are missing.",
            ),
            Text::ExportSheet => ("人员", "Persons"),
        };
        lang.pick(zh, en)
    }
}

/// The name of a file of refused rows, without its ending; `number` from 1 tells several apart.
pub fn refused_name(lang: Lang, roster: &str, number: u32) -> String {
    let number = if number > 1 { number.to_string() } else { String::new() };
    lang.pick(format!("{roster}-退回{number}"), format!("{roster}-refused{number}"))
}

/// What becomes of a row (each is one count of the preview).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    New,
    Same,
    Changed,
    Clashing,
    Refused,
}

impl Verdict {
    /// In the order of the preview.
    pub const ALL: [Verdict; 5] =
        [Verdict::New, Verdict::Same, Verdict::Changed, Verdict::Clashing, Verdict::Refused];

    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Verdict::New => ("新增", "new"),
            Verdict::Same => ("相同", "same"),
            Verdict::Changed => ("更改", "changed"),
            Verdict::Clashing => ("冲突", "clashing"),
            Verdict::Refused => ("拒收", "refused"),
        };
        lang.pick(zh, en)
    }

    /// What it means, in one clause.
    pub fn meaning(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Verdict::New => ("档案里没有的人", "persons not on record"),
            Verdict::Same => ("与档案一致，不写", "as on record, not written"),
            Verdict::Changed => ("办公室文件有变化，将更新", "changed in the office's file, will be updated"),
            Verdict::Clashing => {
                ("与工作人员的更正不一致，两个值都留下", "differs from an officer's work, both values kept")
            }
            Verdict::Refused => ("有错，不导入，说明原因", "faulty, not imported, with the reason"),
        };
        lang.pick(zh, en)
    }
}

/// Sentences with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// What was written.
    Report { new: u64, changed: u64, clashing: u64, same: u64, refused: u64 },
    /// Where the refused rows were put.
    RefusedFile { file: &'a str },
    /// How many rows are listed of how many.
    Listed { listed: usize, total: u64 },
    /// The findings that came with the rows.
    Findings(u64),
}

impl Phrase<'_> {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::Report { new, changed, clashing, same, refused } => lang.pick(
                format!("新增 {new}，更改 {changed}，冲突 {clashing}，相同 {same}，拒收 {refused}。"),
                format!("{new} new, {changed} changed, {clashing} clashing, {same} same, {refused} refused."),
            ),
            Phrase::RefusedFile { file } => {
                lang.pick(format!("拒收的行在 {file}"), format!("The refused rows are in {file}"))
            }
            Phrase::Listed { listed, total } => lang
                .pick(format!("列出 {listed} 行，共 {total} 行"), format!("{listed} of {total} rows listed")),
            Phrase::Findings(0) => lang.pick("没有待看的问题。", "Nothing to look at.").to_string(),
            Phrase::Findings(n) => lang.pick(
                format!("有 {n} 处要看一看，见今日页。"),
                format!("{n} to look at, on the today pane."),
            ),
        }
    }
}
