//! Words of the subsidy pane (补贴页): its acts, the characters of the grid, the answer at the counter, what happened to a
//! period.

use super::Lang;
use super::commands::Action;
use super::subsidy as words;
use crate::domain::day::Day;
use crate::domain::money;
use crate::domain::subsidy::answer::{Answer, Change, Happened, Mark, What};
use crate::domain::subsidy::payment::{Settling, Stage, Sums};
use crate::domain::subsidy::{Explanation, Length, Line, Period, State, Why};

/// Owed periods that the answer names; the others are counted.
const NAMED: usize = 2;

/// Label and sentence of an act of this pane: Chinese and English of both; empty for others.
pub fn action_words(action: Action) -> (&'static str, &'static str, &'static str, &'static str) {
    match action {
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
            ("依据", "Why so much", "逐行说明这一期的金额", "Explains the amount of the period line by line")
        }
        Action::AnswerSlip => (
            "答复条",
            "Answer slip",
            "大字显示答复；再按一次写成文件打印",
            "The answer in large print; again: as a file to print",
        ),
        Action::EarlierYear => ("前一年", "Year before", "看前一年的同一期", "The same period a year before"),
        Action::LaterYear => ("后一年", "Year after", "看后一年的同一期", "The same period a year later"),
        Action::NextMember => {
            ("换成员", "Next member", "看这一户的下一个人", "The next member of the household")
        }
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
        _ => ("", "", "", ""),
    }
}

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Loading,
    SearchHelp,
    Search,
    NobodyFound,
    NothingHere,
    Events,
    NoEvents,
    Explained,
    Rule,
    Basis,
    Counted,
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
    Computing,
    SlipTitle,
    Fork,
    LastStep,
    NotYours,
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
    NoChar,
    More,
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
            Text::Events => ("经过", "What happened"),
            Text::NoEvents => ("没有列入过清单", "never on a list"),
            Text::Explained => ("发放依据", "Why this amount"),
            Text::Rule => ("规则", "rule"),
            Text::Basis => ("文件", "document"),
            Text::Counted => ("计算", "counted"),
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
            Text::Corrected => ("账号已更正，下批补发", "corrected, next batch pays"),
            Text::ToCorrect => ("核对账号和户名", "check account and name"),
            Text::Preview => ("清单试算", "The list as it would be"),
            Text::NoChanges => ("与上期没有不同", "nothing differs from the last list"),
            Text::Computing => ("正在试算", "computing the list"),
            Text::SlipTitle => ("答复条", "Answer"),
            Text::Fork => ("两台机器步骤不同，先处理冲突", "two machines differ; settle it"),
            Text::LastStep => ("等银行回盘", "wait for the bank's file"),
            Text::NotYours => ("换一位复核、审批", "another officer checks"),
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
            Text::NoChar => ("没有", "none"),
            Text::More => ("另有", "more"),
        };
        lang.pick(zh, en)
    }
}

/// The character of a period in the grid: one Han character, or one letter.
pub fn mark(lang: Lang, mark: Mark) -> &'static str {
    let (zh, en) = match mark {
        Mark::Paid => ("付", "P"),
        Mark::PaidLater => ("补", "B"),
        Mark::Listed => ("列", "L"),
        Mark::Submitted => ("送", "S"),
        Mark::Returned => ("退", "R"),
        Mark::Withheld => ("缓", "H"),
        Mark::Owed => ("欠", "O"),
        Mark::Waiting => ("待", "W"),
        Mark::Recovering => ("追", "C"),
        Mark::Offset => ("扣", "D"),
        Mark::CameBack => ("收", "K"),
        Mark::WrittenOff => ("销", "X"),
        Mark::Reduced => ("减", "T"),
        Mark::Suspended => ("停", "U"),
        Mark::Ended => ("满", "E"),
        Mark::NoRule => ("无", "N"),
        Mark::NotEligible => ("否", "-"),
        Mark::Opening => ("初", "I"),
    };
    lang.pick(zh, en)
}

/// What the character means.
pub fn meaning(lang: Lang, mark: Mark) -> &'static str {
    let (zh, en) = match mark {
        Mark::Paid => ("已付", "paid"),
        Mark::PaidLater => ("补发", "paid later"),
        Mark::Listed => ("已列清单", "listed"),
        Mark::Submitted => ("已提交", "submitted"),
        Mark::Returned => ("退票", "returned"),
        Mark::Withheld => ("暂缓", "held"),
        Mark::Owed => ("未付", "owed"),
        Mark::Waiting => ("本期待付", "due now"),
        Mark::Recovering => ("待追缴", "to recover"),
        Mark::Offset => ("已抵扣", "offset"),
        Mark::CameBack => ("已收回", "came back"),
        Mark::WrittenOff => ("已核销", "written off"),
        Mark::Reduced => ("核减", "taken off"),
        Mark::Suspended => ("暂停", "suspended"),
        Mark::Ended => ("期满", "term ended"),
        Mark::NoRule => ("无规则", "no rule"),
        Mark::NotEligible => ("不享受", "not eligible"),
        Mark::Opening => ("期初", "before records"),
    };
    lang.pick(zh, en)
}

/// Where a person stands, for the head of the page.
pub fn standing(lang: Lang, state: State) -> &'static str {
    let (zh, en) = match state {
        State::Due => ("正常发放", "is paid"),
        State::Held => ("暂缓发放，金额保留", "held, the amount is kept"),
        State::Reduced => ("已核减", "taken off the list"),
        State::Suspended => ("暂停发放", "suspended"),
        State::Ended => ("扶持期满，后续政策未录入", "term ended; no later policy on file"),
        State::NoRule => ("没有录入规则", "no rule on file"),
        State::NotEligible => ("不享受直补", "not entitled to payments"),
    };
    lang.pick(zh, en)
}

/// Why, short, with the day where there is one.
pub fn because(lang: Lang, explained: &Explanation, since: Option<Day>) -> String {
    let cause = explained.cause.as_ref().map(|(code, label)| if label.is_empty() { code } else { label });
    match explained.why {
        Why::TermOver(end) => {
            lang.pick(format!("扶持期满 {}", end.iso()), format!("the term ended on {}", end.iso()))
        }
        Why::Stopped(_) => {
            let cause = cause.map(String::as_str).unwrap_or_default();
            let since = since.map(Day::iso).unwrap_or_default();
            format!("{cause} {since}").trim().to_owned()
        }
        _ => words::why(lang, explained),
    }
}

/// The answer at the counter, in one sentence without its full stop.
pub fn answer(lang: Lang, answer: &Answer, sums: Sums) -> String {
    let why = answer.why.as_ref().map(|why| because(lang, why, answer.since)).unwrap_or_default();
    let first = match answer.state {
        State::Due => lang.pick("正常发放".to_owned(), "Payments go on".to_owned()),
        State::Held => lang.pick(format!("暂缓原因：{why}"), format!("Held: {why}")),
        State::NotEligible => lang.pick(format!("不享受：{why}"), format!("Not entitled: {why}")),
        State::NoRule => lang.pick(format!("停发原因：{why}"), format!("Stopped: {why}")),
        State::Reduced | State::Suspended | State::Ended => {
            lang.pick(format!("停发原因：{why}"), format!("Stopped: {why}"))
        }
    };
    let mut parts = vec![first];
    if answer.due > 0 || answer.paid > 0 {
        let (paid, due) = (answer.paid, answer.due);
        parts.push(lang.pick(format!("已付{paid}/{due}期"), format!("paid {paid} of {due}")));
    }
    if sums.owed > 0 {
        let (count, yuan) = (answer.owed.len(), short(sums.owed));
        let which = owed(lang, &answer.owed);
        parts.push(lang.pick(
            format!("欠{count}期{yuan}元{}", lang.aside(&which)),
            format!("{count} owed, {yuan} yuan{}", lang.aside(&which)),
        ));
    }
    if sums.over > 0 {
        let yuan = short(sums.over);
        parts.push(lang.pick(format!("多付{yuan}元待追缴"), format!("{yuan} yuan to be paid back")));
    }
    parts.join(lang.pick("，", ", "))
}

/// The same as a whole sentence.
pub fn sentence(lang: Lang, answer: &Answer, sums: Sums) -> String {
    format!("{}{}", self::answer(lang, answer, sums), lang.pick("。", "."))
}

fn owed(lang: Lang, owed: &[(Period, Option<&'static str>)]) -> String {
    let one = |(period, reason): &(Period, Option<&'static str>)| match reason {
        Some(reason) if is_bank(reason) => lang.pick(format!("{period}退票"), format!("{period} sent back")),
        Some(_) => lang.pick(format!("{period}暂缓"), format!("{period} held")),
        None => lang.pick(format!("{period}未发"), format!("{period} not paid")),
    };
    let mut named: Vec<String> = owed.iter().take(NAMED).map(one).collect();
    if owed.len() > NAMED {
        named.push(lang.pick("等".to_owned(), "..".to_owned()));
    }
    named.join(lang.pick("、", ", "))
}

/// True for a reason that the bank gave.
pub fn is_bank(reason: &str) -> bool {
    !matches!(reason, "conflict" | "no_account" | "rule")
}

/// An amount without empty decimals.
pub fn short(fen: i64) -> String {
    let grouped = money::grouped(fen);
    grouped.strip_suffix(".00").map(str::to_owned).unwrap_or(grouped)
}

/// The totals in a line that ties.
pub fn totals(lang: Lang, sums: Sums) -> String {
    let [should, paid, owed, over, gone] =
        [sums.should, sums.paid, sums.owed, sums.over, sums.written_off].map(short);
    lang.pick(
        format!("应发 {should} = 已付 {paid} + 欠 {owed} - 多付 {over} - 核销 {gone}（元）"),
        format!("due {should} = paid {paid} + owed {owed} - over {over} - written off {gone} (yuan)"),
    )
}

/// What happened, without its day.
pub fn happened(lang: Lang, one: &Happened) -> String {
    match &one.what {
        What::Listed { batch, fen } => {
            let yuan = short(*fen);
            lang.pick(format!("列入批次 {batch}，{yuan}元"), format!("on the list of {batch}, {yuan} yuan"))
        }
        What::Withheld { batch, reason } => {
            let reason = words::reason(lang, reason);
            lang.pick(format!("批次 {batch} 暂缓：{reason}"), format!("held in {batch}: {reason}"))
        }
        What::Withdrawn { batch } => {
            lang.pick(format!("批次 {batch} 已作废"), format!("{batch} was withdrawn"))
        }
        What::Submitted { batch } => {
            lang.pick(format!("批次 {batch} 提交银行"), format!("{batch} went to the bank"))
        }
        What::Credited { fen } => {
            let yuan = short(*fen);
            lang.pick(format!("到账 {yuan}元"), format!("credited, {yuan} yuan"))
        }
        What::Returned { reason } => {
            let reason = words::reason(lang, reason);
            lang.pick(format!("退票：{reason}"), format!("sent back: {reason}"))
        }
        What::Settled { how, fen } => format!("{} {}", settling(lang, *how), short(*fen)),
    }
}

/// A step of a recovery.
pub fn settling(lang: Lang, how: Settling) -> &'static str {
    match how {
        Settling::Demanded => lang.pick("发追缴通知", "demand sent"),
        Settling::Cash => lang.pick("现金退回", "paid back in cash"),
        Settling::Offset => lang.pick("抵扣", "offset"),
        Settling::WrittenOff => lang.pick("核销", "written off"),
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
    let now = lang.pick(format!("发 {persons} 笔，{yuan}元"), format!("{persons} payments, {yuan} yuan"));
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

/// Periods and fen of the opening balance.
pub fn opening(lang: Lang, through: Period, periods: u32, fen: i64) -> String {
    let yuan = short(fen);
    lang.pick(
        format!("期初：到 {through} 已付 {periods} 期，{yuan}元"),
        format!("before records: {periods} periods to {through}, {yuan} yuan"),
    )
}

/// The last payment of a household: day and fen.
pub fn last_payment(lang: Lang, on: &str, fen: i64) -> String {
    let yuan = short(fen);
    lang.pick(format!("{on} {yuan}元"), format!("{on} {yuan} yuan"))
}

/// The last credit of a person.
pub fn last_credit(lang: Lang, period: Period, on: Day, fen: i64) -> String {
    let (yuan, on) = (short(fen), on.iso());
    lang.pick(format!("最近到账 {on} {period} {yuan}元"), format!("last credit {on} {period} {yuan} yuan"))
}

/// What stands before a row of the grid.
pub fn row_label(lang: Lang, length: Option<Length>, number: u32) -> String {
    match length {
        Some(Length::Year) => lang.pick("全年".to_owned(), "year".to_owned()),
        Some(Length::Half) => lang.pick(format!("{number}半年"), format!("H{number}")),
        Some(Length::Quarter) => lang.pick(format!("{number}季度"), format!("Q{number}")),
        Some(Length::Month) => lang.pick(format!("{number}月"), format!("M{number}")),
        None => number.to_string(),
    }
}

/// A period in words, with its short name.
pub fn period_name(lang: Lang, period: Period) -> String {
    let (year, number) = (period.year(), period.number());
    let zh = match period.length() {
        Length::Year => format!("{year}年"),
        Length::Half => format!("{year}年{}", if number == 1 { "上半年" } else { "下半年" }),
        Length::Quarter => format!("{year}年第{number}季度"),
        Length::Month => format!("{year}年{number}月"),
    };
    lang.pick(zh, period.to_string())
}

/// Rule, what was counted and of how much: `yunnan/2  1期  每年600元`.
pub fn counted_line(lang: Lang, line: &Line) -> String {
    let mut parts = vec![line.rule.clone()];
    parts.extend(line.group.clone());
    let counted = words::counted(lang, line.counted);
    if !counted.is_empty() {
        let yuan = short(line.fen_per_year);
        parts.push(counted);
        parts.push(lang.pick(format!("每年{yuan}元"), format!("{yuan} yuan a year")));
    }
    parts.join("  ")
}

/// Which member of how many.
pub fn member_of(lang: Lang, at: usize, of: usize) -> String {
    lang.pick(format!("第{at}/{of}人"), format!("{at} of {of}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_one_character_of_its_own_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let mut seen: Vec<&str> = Mark::ALL.iter().map(|one| mark(lang, *one)).collect();
            assert!(seen.iter().all(|word| word.chars().count() == 1));
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), Mark::ALL.len());
        }
    }
}
