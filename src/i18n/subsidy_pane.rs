//! Words of the subsidy pane (补贴页): its acts, its fixed words, its questions, the office's lists.

use super::Lang;
use super::commands::Action;
use super::counter::short;
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::answer::Change;
use crate::domain::subsidy::payment::Stage;

/// Label and sentence of an act of this pane: Chinese and English of both; empty for others.
pub fn action_words(action: Action) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    Some(match action {
        Action::Support => (
            "补贴",
            "Subsidy",
            "看选中的人或户的补贴：为什么停，付了多少",
            "The subsidy of the chosen person or household",
        ),
        Action::SupportBatches => {
            ("批次", "Batches", "列出各期批次，办下一步", "Lists the batches and their next steps")
        }
        Action::SupportHousehold => {
            ("户卡", "Household", "打开此人的户，可以更正账号", "Opens the household, to correct an account")
        }
        Action::SupportOpen => {
            ("退票", "Sent back", "列出退票和暂缓的款，逐笔办", "Lists payments that were sent back or held")
        }
        Action::Explain => {
            ("依据", "Explain", "逐行说明这一期的金额", "Explains the amount of the period line by line")
        }
        Action::AnswerSlip => (
            "答复条",
            "Answer",
            "大字显示答复；再按一次写成文件打印",
            "The answer in large print; again: as a file to print",
        ),
        Action::EarlierYear => ("前一年", "Year before", "看前一年的同一期", "The same period a year before"),
        Action::LaterYear => ("后一年", "Year after", "看后一年的同一期", "The same period a year later"),
        Action::NextMember => ("换成员", "Member", "看这一户的下一个人", "The next member of the household"),
        Action::PreviousMember => {
            ("上一成员", "Member back", "看这一户的上一个人", "The member before of the household")
        }
        Action::BatchStep => (
            "下一步",
            "Next step",
            "公示、复核、审批、提交：办批次的下一步",
            "Posts, checks, approves or submits the batch",
        ),
        Action::BatchList => {
            ("编清单", "New list", "试算一期的清单，与上期比较", "Computes a period's list against the last")
        }
        Action::BatchExport => (
            "导出",
            "Export",
            "把批次写成给财政和银行的文件，不加密，有记录",
            "Writes the batch for finance and bank, in clear, recorded",
        ),
        Action::BatchReturn => ("收回盘", "Bank file", "读入银行的回盘文件", "Takes the bank's file in"),
        Action::BatchWithdraw => {
            ("作废", "Withdraw", "作废没有提交的批次，编号保留", "Withdraws a batch that is not submitted")
        }
        Action::Freeze => ("锁定", "Freeze", "锁定试算的清单，成为批次", "Freezes the list as a batch"),
        _ => return None,
    })
}

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Loading,
    SearchHelp,
    Search,
    NobodyFound,
    NothingHere,
    NoEvents,
    Explained,
    Amount,
    Total,
    Records,
    Unsettled,
    Batches,
    NoBatches,
    Open,
    NoOpen,
    Corrected,
    ToCorrect,
    Preview,
    NoChanges,
    SlipTitle,
    Fork,
    LastStep,
    AskPeriod,
    AskPeriodHelp,
    AskExport,
    AskExportHelp,
    AskReturn,
    AskReturnHelp,
    AskSlip,
    AskSlipHelp,
    Number,
    PeriodWord,
    Lines,
    StageWord,
    NextWord,
    Submitted,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Loading => ("正在读", "reading"),
            Text::SearchHelp => (
                "姓名、拼音首字母、证件号尾数或编号；回车看此人或此户的补贴。",
                "Name, initials, tail of a number, or code; Enter shows the subsidy.",
            ),
            Text::Search => ("找人或户", "person or household"),
            Text::NobodyFound => ("没有找到", "nobody found"),
            Text::NothingHere => ("这一户没有人", "nobody is in this household"),
            Text::NoEvents => ("没有列入过清单", "never on a list"),
            Text::Explained => ("发放依据", "Why this amount"),
            Text::Amount => ("金额", "yuan"),
            Text::Total => ("合计", "total"),
            Text::Records => ("依据的记录", "records behind it"),
            Text::Unsettled => {
                ("没有文件依据，按本单位设定", "settled by no source, the office's assumption")
            }
            Text::Batches => ("发放批次", "Batches"),
            Text::NoBatches => ("还没有批次", "no batch yet"),
            Text::Open => ("待处理的款", "Payments to work off"),
            Text::NoOpen => ("没有退票，也没有暂缓的款", "nothing was sent back or held"),
            Text::Corrected => ("已更正，下批补发", "next batch pays"),
            Text::ToCorrect => ("核对账号和户名", "check account"),
            Text::Preview => ("清单试算", "New list"),
            Text::NoChanges => ("与上期没有不同", "nothing differs from the last list"),
            Text::SlipTitle => ("答复条", "Answer"),
            Text::Fork => ("先处理冲突", "settle it first"),
            Text::LastStep => ("收回盘、办退票", "bank's answers"),
            Text::AskPeriod => ("编哪一期的清单", "Which period"),
            Text::AskPeriodHelp => {
                ("写成 2026Q3、2026H2、2026M07 或 2026", "As 2026Q3, 2026H2, 2026M07 or 2026")
            }
            Text::AskExport => ("导出批次", "Export the batch"),
            Text::AskExportHelp => (
                "完整路径，以 .xlsx 或 .csv 结尾；文件不加密，写明完整账号。",
                "A whole path that ends in .xlsx or .csv; in clear, with full account numbers.",
            ),
            Text::AskReturn => ("收银行回盘", "Take the bank's file in"),
            Text::AskReturnHelp => (
                "回盘文件的完整路径；表格或文本都行，同一文件收两次不变。",
                "The whole path of the bank's file; taken in twice it changes nothing.",
            ),
            Text::AskSlip => ("打印答复条", "Print the answer"),
            Text::AskSlipHelp => {
                ("完整路径，以 .xlsx 或 .txt 结尾", "A whole path that ends in .xlsx or .txt")
            }
            Text::Number => ("批次", "batch"),
            Text::PeriodWord => ("期", "period"),
            Text::Lines => ("笔数", "lines"),
            Text::StageWord => ("环节", "stage"),
            Text::NextWord => ("下一步", "next"),
            Text::Submitted => ("提交", "submitted"),
        };
        lang.pick(zh, en)
    }
}

/// The act that brings a batch to a stage.
pub fn step(lang: Lang, to: Stage) -> &'static str {
    match to {
        Stage::Frozen => lang.pick("锁定", "freeze"),
        Stage::Posted => lang.pick("公示", "post"),
        Stage::Reviewed => lang.pick("复核", "check"),
        Stage::Approved => lang.pick("审批", "approve"),
        Stage::Submitted => lang.pick("提交", "submit"),
        Stage::Withdrawn => lang.pick("作废", "withdraw"),
    }
}

/// How a line differs from the last list.
pub fn change(lang: Lang, change: Change) -> &'static str {
    match change {
        Change::Held => lang.pick("暂缓", "held"),
        Change::Gone => lang.pick("不再列入", "gone"),
        Change::New => lang.pick("新增", "new"),
        Change::Amount => lang.pick("金额变动", "amount"),
        Change::Again => lang.pick("补发", "again"),
    }
}

/// The question before a step of a batch: what, which, lines, fen.
pub fn ask_step(lang: Lang, to: Stage, number: &str, lines: i64, fen: i64) -> String {
    let (step, yuan) = (step(lang, to), money::grouped(fen));
    lang.pick(
        format!("{step}批次 {number}：{lines} 笔，{yuan}元？"),
        format!("{step} batch {number}: {lines} lines, {yuan} yuan?"),
    )
}

/// The question before a list is frozen.
pub fn ask_freeze(lang: Lang, period: Period, persons: usize, fen: i64) -> String {
    let yuan = money::grouped(fen);
    lang.pick(
        format!("锁定 {period} 的清单：发 {persons} 笔，{yuan}元？锁定后只能作废重编。"),
        format!(
            "Freeze the list of {period}: {persons} payments, {yuan} yuan? It can only be withdrawn after."
        ),
    )
}

/// The question before a batch leaves in clear.
pub fn ask_export(lang: Lang, number: &str, lines: i64, file: &str) -> String {
    lang.pick(
        format!("批次 {number} 的 {lines} 笔连同完整账号写入 {file}，不加密，有记录？"),
        format!("Write {lines} lines of {number} with full account numbers to {file}, in clear, recorded?"),
    )
}

/// The list changed since it was shown.
pub fn changed_since(lang: Lang) -> &'static str {
    lang.pick(
        "清单在看过之后变了，没有锁定；按新的数再看一遍。",
        "The list changed since it was shown; nothing was frozen. Look at it again.",
    )
}

/// The household is not here any more.
pub fn gone(lang: Lang) -> &'static str {
    lang.pick("这一户现在不在这台机器上。", "That household is not here any more.")
}

/// The answer slip was written: the file's name.
pub fn slip_written(lang: Lang, file: &str) -> String {
    lang.pick(format!("答复条已写入 {file}。"), format!("The answer is in {file}."))
}

/// Sum of the open items.
pub fn open_sum(lang: Lang, count: usize, fen: i64) -> String {
    let yuan = short(fen);
    lang.pick(format!("{count} 笔，{yuan}元"), format!("{count}, {yuan} yuan"))
}

/// The preview's head: persons and yuan, and those of the last list.
pub fn preview_sum(lang: Lang, persons: usize, fen: i64, last: Option<&(String, i64, i64)>) -> String {
    let yuan = short(fen);
    let now = lang.pick(format!("发 {persons} 笔，{yuan}元"), format!("{persons}, {yuan} yuan"));
    match last {
        Some((number, lines, fen)) => {
            let before = short(*fen);
            lang.pick(
                format!("{now}；上期 {number}：{lines} 笔，{before}元"),
                format!("{now}; last {number}: {lines}, {before} yuan"),
            )
        }
        None => now,
    }
}

/// Proposals that are not decided.
pub fn pending(lang: Lang, count: usize) -> String {
    lang.pick(format!("另有 {count} 条待审提议没有算进来"), format!("{count} open proposals are not counted"))
}

/// The period is frozen already.
pub fn frozen_as(lang: Lang, number: &str) -> String {
    lang.pick(format!("这一期已锁定为 {number}"), format!("frozen already as {number}"))
}

/// Which member of how many.
pub fn member_of(lang: Lang, at: usize, of: usize) -> String {
    lang.pick(format!("第{at}/{of}人"), format!("{at} of {of}"))
}
