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
        Action::AnswerSlip => {
            ("答复条", "Answer", "大字显示答复，可以打印", "The answer in large print, to be printed")
        }
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
        other => return money_words(other),
    })
}

/// The same of acts on single payments, and of what the office looks through.
fn money_words(action: Action) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    Some(match action {
        Action::BatchSweep => (
            "疑点",
            "Sweep",
            "筛查所有清单里的疑点：重复、死后、停后",
            "What the lists should make one look at",
        ),
        Action::BatchForecast => {
            ("到期", "Term ends", "哪个月有多少人扶持期满", "How many reach the end of their term by month")
        }
        Action::SettleOver => {
            ("追缴", "Recover", "登记这一期多付的款怎样收回", "How the money over-paid here comes back")
        }
        Action::Mandate => {
            ("委托代领", "Payee", "登记代领人或继承人的委托书", "Enters a signed form: an agent or an heir")
        }
        Action::PrintSlip => ("打印", "Print", "把答复写成文件打印", "The answer as a file to print"),
        Action::PayAgain => ("补发", "Pay again", "把这一笔编成补发批次", "A batch that pays this once more"),
        Action::CloseItem => {
            ("销项", "Close", "写明原因，不再处理；款仍记欠", "Closes it with a reason; it stays owed")
        }
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
    WorkedOff,
    Sweep,
    NothingOdd,
    Forecast,
    NobodyEnds,
    WhichSettling,
    AskDemand,
    AskDemandHelp,
    AskMoneyBack,
    AskMoneyBackHelp,
    AskOffset,
    AskOffsetHelp,
    AskRelative,
    AskRelativeHelp,
    AskWriteOff,
    AskWriteOffHelp,
    AskClose,
    AskCloseHelp,
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
            Text::Corrected => ("已更正，下批补发", "in next batch"),
            Text::ToCorrect => ("核对账号和户名", "check account"),
            Text::Preview => ("清单试算", "New list"),
            Text::NoChanges => ("与上期没有不同", "nothing differs from the last list"),
            Text::SlipTitle => ("答复条", "Answer"),
            Text::Fork => ("先处理冲突", "settle it first"),
            Text::WorkedOff => ("已办完", "done"),
            Text::Sweep => ("疑点筛查", "Sweep"),
            Text::NothingOdd => ("没有疑点", "nothing is odd"),
            Text::Forecast => ("扶持期满", "Ends of the term"),
            Text::NobodyEnds => ("没有人的扶持期会满", "nobody's term ends"),
            Text::Number => ("批次", "batch"),
            Text::PeriodWord => ("期", "period"),
            Text::Lines => ("笔数", "lines"),
            Text::StageWord => ("环节", "stage"),
            Text::NextWord => ("下一步", "next"),
            Text::Submitted => ("提交", "submitted"),
            asked => asked.question(),
        };
        lang.pick(zh, en)
    }

    /// Title or help of a question, in Chinese and English; empty for the other words.
    const fn question(self) -> (&'static str, &'static str) {
        match self {
            Text::WhichSettling => ("怎样收回", "How it comes back"),
            Text::AskDemand => ("发追缴通知", "Ask for it"),
            Text::AskDemandHelp => {
                ("通知书编号；全部未收回的款", "Number of the notice; for all that is open")
            }
            Text::AskMoneyBack => ("登记收回的款", "Money that came back"),
            Text::AskMoneyBackHelp => {
                ("金额（元）；空一格可以写凭证号", "Yuan; behind a blank the number of the receipt")
            }
            Text::AskOffset => ("从哪一期抵扣", "Offset against"),
            Text::AskOffsetHelp => (
                "写成 2026Q3；那一期欠的款抵这一期多付的款",
                "As 2026Q3: what is owed there pays for what was over-paid here",
            ),
            Text::AskRelative => ("从亲属的款代扣", "Offset against a relative"),
            Text::AskRelativeHelp => (
                "亲属编码、期次、同意书，用空格隔开，如 H00012-02 2026Q3 同意书3号",
                "Code, period and signed consent, blanks between: H00012-02 2026Q3 consent no. 3",
            ),
            Text::AskWriteOff => ("提出核销", "Propose a write-off"),
            Text::AskWriteOffHelp => {
                ("核销的原因；要由别人批准才算", "Why it is given up; somebody else has to approve it")
            }
            Text::AskClose => ("销项", "Close the item"),
            Text::AskCloseHelp => {
                ("不再处理的原因；款仍记在欠款里", "Why nobody works on it; the money stays owed")
            }
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
            _ => ("", ""),
        }
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

/// What a submitted batch waits for: lines without the bank's answer, failures that nobody has worked off.
pub fn after_submission(lang: Lang, unanswered: usize, open: usize) -> String {
    match (unanswered, open) {
        (0, 0) => Text::WorkedOff.text(lang).to_owned(),
        (0, open) => lang.pick(format!("待办 {open} 笔"), format!("{open} to work off")),
        (waiting, _) => lang.pick(format!("等回盘 {waiting} 笔"), format!("{waiting} unanswered")),
    }
}

/// Changes beyond those that are listed.
pub fn left_out(lang: Lang, listed: usize, left_out: usize) -> String {
    lang.pick(
        format!("只列出前 {listed} 条，另有 {left_out} 条没有列出；全部用 kuqu subsidy list --compare 看"),
        format!("the first {listed} are listed, {left_out} are not; kuqu subsidy list --compare has all"),
    )
}

/// The question before a payment goes out once more: whose, which period, fen.
pub fn ask_again(lang: Lang, name: &str, (period, fen): (Period, i64), as_it_failed: bool) -> String {
    let yuan = money::grouped(fen);
    let doubt = match as_it_failed {
        true => lang.pick("账号还是退回来的那个，多半还会退。", "The account is still the one that failed. "),
        false => "",
    };
    lang.pick(
        format!("{doubt}把{name} {period} 的 {yuan}元编成补发批次？"),
        format!("{doubt}Make a batch that pays {name} {yuan} yuan for {period} once more?"),
    )
}

/// Number of findings.
pub fn odd_sum(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} 条"), format!("{count}"))
}

/// Number of persons, the first cohort apart.
pub fn ends_sum(lang: Lang, first: usize, later: usize) -> String {
    lang.pick(
        format!("现状人口 {first} 人，原迁人口 {later} 人；期满后没有规则"),
        format!("current population {first}, moved later {later}; no rule for the time after"),
    )
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

/// What proposals that wait would change: how many, persons and fen more or less.
pub fn pending(lang: Lang, count: usize, persons: i64, fen: i64) -> String {
    let yuan = money::grouped(fen);
    lang.pick(
        format!("待审提议 {count} 条没有算进来；照提议办：{persons:+} 人，{yuan}元"),
        format!("{count} open proposals are not counted; as proposed: {persons:+} persons, {yuan} yuan"),
    )
}

/// The period is frozen already.
pub fn frozen_as(lang: Lang, number: &str) -> String {
    lang.pick(format!("这一期已锁定为 {number}"), format!("frozen already as {number}"))
}

/// Which member of how many.
pub fn member_of(lang: Lang, at: usize, of: usize) -> String {
    lang.pick(format!("第{at}/{of}人"), format!("{at} of {of}"))
}
