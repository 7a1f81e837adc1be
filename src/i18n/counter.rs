//! Words at the counter (柜台用语): the characters of the grid, the answer in a sentence, what happened to a period, its amount.

use super::Lang;
use super::subsidy as words;
use super::subsidy_words::settling;
use crate::domain::day::Day;
use crate::domain::money;
use crate::domain::subsidy::answer::{Answer, Happened, Mark, What};
use crate::domain::subsidy::payment::Sums;
use crate::domain::subsidy::{Explanation, Length, Line, Period, State, Why};

/// Owed periods that the answer names; the others are counted.
const NAMED: usize = 2;

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
    let cause = explained.cause.as_ref().map(|(code, label)| super::subsidy_words::cause(lang, code, label));
    match explained.why {
        Why::TermOver(end) => {
            lang.pick(format!("扶持期满 {}", end.iso()), format!("the term ended on {}", end.iso()))
        }
        Why::Stopped(_) => {
            let cause = cause.unwrap_or_default();
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
    if answer.owed_fen > 0 {
        let (count, yuan) = (answer.owed.len(), short(answer.owed_fen));
        let which = owed(lang, &answer.owed);
        parts.push(lang.pick(
            format!("欠{count}期{yuan}元{}", lang.aside(&which)),
            format!("{count} owed, {yuan} yuan{}", lang.aside(&which)),
        ));
    }
    if sums.over > 0 {
        let yuan = short(sums.over);
        parts.push(lang.pick(format!("多付{yuan}元"), format!("{yuan} yuan over-paid")));
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
        What::Reversed { fen } => {
            let yuan = short(*fen);
            lang.pick(format!("冲正 {yuan}元"), format!("reversed, {yuan} yuan"))
        }
        What::Settled { how, fen } => format!("{} {}", settling(lang, *how), short(*fen)),
    }
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
