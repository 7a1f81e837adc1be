//! Sentences of acts on money (直补办理): what was done, what speaks against it, what to do next.

use super::Lang;
use super::subsidy::{SubsidySay, reason};
use super::subsidy_words::settling;
use crate::domain::day::Day;
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::document::RuleError;
use crate::domain::subsidy::payment::Settling;
use crate::domain::subsidy::succession::Break;

fn breaks(lang: Lang, broken: &Break) -> String {
    match broken {
        Break::Term(cohort) => {
            let cohort = super::checks::cohort(lang, *cohort);
            lang.pick(
                format!("{cohort}的扶持期限与现行文件不同"),
                format!("the term of the {cohort} is not the one on file"),
            )
        }
        Break::Extension => {
            lang.pick("现行文件的延长条款变了".into(), "an extension on file is changed".into())
        }
        Break::Missing(version) => {
            lang.pick(format!("缺少现行版本 {version}"), format!("version {version} on file is missing"))
        }
        Break::Differs(version) => lang.pick(
            format!("现行版本 {version} 的内容变了"),
            format!("version {version} on file says something else"),
        ),
        Break::ReachesBack(version, day) => {
            let day = day.iso();
            lang.pick(
                format!("版本 {version} 影响到 {day} 以前已锁定的期次"),
                format!("version {version} reaches back before {day}, up to which lists are frozen"),
            )
        }
    }
}

/// What speaks against an act: the sentence, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// A rule document is longer than so many bytes.
    RuleTooLong(usize),
    /// A rule document is refused.
    Rule(RuleError),
    /// It does not follow the one on file.
    RuleBreaks(Break),
    /// No rule is in force that this program can read.
    NoRuleHere,
    /// No rule of that id.
    NoSuchRule(String),
    /// Rules are the head's, on the office's machine.
    RuleByHead,
    /// The person cannot be paid yet: code and reason.
    NotPaidYet(String, &'static str),
    /// The period is not over-paid by so much: what is open.
    NotOver(Period, i64),
    /// An offset without a period.
    OffsetInto,
    /// From a relative without consent.
    NoConsent,
    /// From a relative who is not named, or is the person.
    NoRelative,
    /// The period has not so much to pay: what it has.
    NothingToOffset(Period, i64),
    /// The same step of that day is on file with another amount.
    OtherStep(i64),
    /// Without a paper.
    NoPaper,
    /// No write-off of the period waits.
    NothingToApprove(Period),
    /// Who entered a write-off does not approve it.
    OwnWriteOff,
    /// Without a reason.
    NoReason,
    /// The period is no open item.
    NotOpen(Period),
    /// Several lines of the person.
    SeveralLines,
    /// No line of the person in the batch.
    NoLine(String),
    /// The line was not credited.
    NotCredited,
    /// The office's work.
    ByTheOffice,
    /// The period is shorter than what is paid then.
    ShorterThanPaid(Period),
    /// The period is not over.
    NotOverYet(Period),
    /// An opening without periods, amount or source.
    OpeningIncomplete,
    /// A period before its end is paid here.
    OpeningOverlaps(Period),
    /// More periods than a term has.
    OpeningTooMany(u32),
    /// A paper without number, reservoir, persons or amount.
    PaperIncomplete,
    /// No approval of that number.
    NoApproval(String),
    /// The year is closed.
    YearClosed(i32),
    /// A mandate.
    Mandate(super::mandate::Flaw),
    /// It was closed on that day.
    ClosedAlready(i32, Day),
    /// The year is not over.
    YearNotOver(i32),
    /// A batch of the year is under way.
    UnderWay(String),
    /// The bank's file does not add up: rows, what they sum to, what it says.
    Totals(i64, i64),
    /// A template without a row of headings that is understood.
    NoTemplate,
    /// Neither `.xlsx` nor `.txt`.
    PaperEnding(String),
    /// Nothing to write.
    NothingToWrite,
}

impl Against {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Rule(error) => SubsidySay::Refused(error.clone()).text(lang),
            Self::RuleTooLong(bytes) => lang.pick(
                format!("规则文件超过 {bytes} 字节，没有采用。请分成两个文件。"),
                format!("The rule document has more than {bytes} bytes and was not taken. Make two of it."),
            ),
            Self::RuleBreaks(broken) => {
                let broken = breaks(lang, broken);
                lang.pick(
                    format!("{broken}，文件没有采用。新规定写成新版本，旧版本一字不改。"),
                    format!("{broken}; not taken. Write what is new as a new version and leave the old ones."),
                )
            }
            Self::NoRuleHere => lang.pick(
                "这台机器没有看得懂的规则文件，没有改动。升级程序，或用“rules use”选一份。".into(),
                "No rule that this program understands is in force. Update it, or choose one by \"rules use\".".into(),
            ),
            Self::NoSuchRule(id) => lang.pick(
                format!("没有规则“{id}”。用“rules list”看有哪些。"),
                format!("No rule \"{id}\" is here. \"rules list\" names them."),
            ),
            Self::RuleByHead => lang.pick(
                "规则由负责人在办公室的机器上采用，没有改动。".into(),
                "Rules are put in force by the head on the office's machine; nothing was changed.".into(),
            ),
            Self::ByTheOffice => lang.pick(
                "这一步由经办或负责人办理，没有改动。".into(),
                "Makers and the head do this; nothing was changed.".into(),
            ),
            other => other.of_money(lang),
        }
    }

    fn of_money(&self, lang: Lang) -> String {
        match self {
            Self::NotPaidYet(code, held) => {
                let held = reason(lang, held);
                lang.pick(
                    format!("{code} 还不能发（{held}），没有编批次。先处理再补发。"),
                    format!("{code} cannot be paid yet ({held}); no batch was made. Settle that first."),
                )
            }
            Self::NotOver(period, fen) => {
                let fen = money::grouped(*fen);
                lang.pick(
                    format!("{period} 待追缴 {fen}元，金额不能是零或超过它，没有改动。"),
                    format!(
                        "{period}: {fen} yuan are open; the amount is nothing or more. Nothing was changed."
                    ),
                )
            }
            Self::OffsetInto => lang.pick(
                "抵扣要写明抵哪一期（--into），没有改动。".into(),
                "An offset names the period that it pays (--into); nothing was changed.".into(),
            ),
            Self::NoConsent => lang.pick(
                "从亲属款项代扣要有书面同意（--paper），没有改动。".into(),
                "An offset from a relative takes a signed consent (--paper); nothing was changed.".into(),
            ),
            Self::NoRelative => lang.pick(
                "写明代扣哪位亲属（--relative），不能是本人，没有改动。".into(),
                "Name the relative (--relative), who is not the person; nothing was changed.".into(),
            ),
            Self::NothingToOffset(period, fen) => {
                let fen = money::grouped(*fen);
                lang.pick(
                    format!("{period} 可抵扣 {fen}元，不够抵，没有改动。已列清单的期次不能抵。"),
                    format!(
                        "{period} has {fen} yuan to offset, which is less; what is listed cannot be offset."
                    ),
                )
            }
            Self::OtherStep(fen) => {
                let fen = money::grouped(*fen);
                lang.pick(
                    format!("同一天已记 {fen}元，没有再记。另有一笔就换日期（--on）。"),
                    format!("{fen} yuan are on file for that day; give another step another day (--on)."),
                )
            }
            Self::NoPaper => lang.pick(
                "写明批准文号（--paper），没有核销。".into(),
                "Name the approval's number (--paper); nothing was written off.".into(),
            ),
            Self::NothingToApprove(period) => lang.pick(
                format!("{period} 没有待批准的核销。先用“subsidy writeoff”提出。"),
                format!("No write-off of {period} waits. \"subsidy writeoff\" proposes one."),
            ),
            Self::OwnWriteOff => lang.pick(
                "提出核销的人不能自己批准，没有改动。换一位审批人员。".into(),
                "Who proposed a write-off does not approve it; nothing was changed.".into(),
            ),
            Self::NoReason => lang.pick(
                "写明原因（--reason），没有改动。".into(),
                "Give a reason (--reason); nothing was changed.".into(),
            ),
            Self::NotOpen(period) => lang.pick(
                format!("{period} 不是待处理款项，没有改动。用“subsidy open”看清单。"),
                format!("{period} is no open item. \"subsidy open\" lists them; nothing was changed."),
            ),
            Self::SeveralLines => lang.pick(
                "这个人在批次里有几笔，写明期次（--period），没有改动。".into(),
                "The person has several lines there; name the period (--period).".into(),
            ),
            Self::NoLine(batch) => lang.pick(
                format!("批次 {batch} 里没有这个人要发的款，没有改动。核对批次和期次。"),
                format!("Batch {batch} pays this person nothing; check batch and period."),
            ),
            Self::NotCredited => lang.pick(
                "这笔没有到账，不用冲正，没有改动。退票的在待处理里办。".into(),
                "The line was not credited, so there is nothing to reverse.".into(),
            ),
            other => other.of_office(lang),
        }
    }

    fn of_office(&self, lang: Lang) -> String {
        match self {
            Self::ShorterThanPaid(period) => lang.pick(
                format!("当时的发放周期比 {period} 长，没有导入。写成规则里的期次。"),
                format!("{period} is shorter than what was paid at a time then; name the rule's period."),
            ),
            Self::NotOverYet(period) => lang.pick(
                format!("{period} 还没有过完，不是往年发放，没有导入。"),
                format!("{period} is not over and no earlier payment; nothing was imported."),
            ),
            Self::OpeningIncomplete => lang.pick(
                "期初要有期数、金额和来源，没有改动。".into(),
                "An opening balance has periods, an amount and a source; nothing was changed.".into(),
            ),
            Self::OpeningOverlaps(period) => lang.pick(
                format!("{period} 已有发放记录，期初只能到它之前，没有改动。"),
                format!("{period} has payments here; an opening balance ends before. Nothing was changed."),
            ),
            Self::OpeningTooMany(most) => lang.pick(
                format!("期初超过整个扶持期（{most} 期），没有改动。"),
                format!("More periods than the whole term has ({most}); nothing was changed."),
            ),
            Self::PaperIncomplete => lang.pick(
                "文号、水库、人数或金额没有写全，没有改动。".into(),
                "Number, reservoir, persons or amount is missing; nothing was changed.".into(),
            ),
            Self::NoApproval(document) => lang.pick(
                format!("没有文号“{document}”的批复。先用“subsidy approval”录入。"),
                format!("No approval \"{document}\" is on file. \"subsidy approval\" enters it."),
            ),
            Self::Mandate(flaw) => flaw.text(lang),
            Self::YearClosed(year) => lang.pick(
                format!("{year} 年已年结，没有改动。更正记在发现的当天，落入下一年。"),
                format!("{year} is closed. A correction is booked on the day it is found, in the next year."),
            ),
            Self::ClosedAlready(year, on) => {
                let on = on.iso();
                lang.pick(
                    format!("{year} 年已于 {on} 年结，不能再结。之后的变化用“subsidy year”看。"),
                    format!("{year} was closed on {on}, once. \"subsidy year\" shows what changed since."),
                )
            }
            Self::YearNotOver(year) => lang.pick(
                format!("{year} 年还没有过完，没有年结。"),
                format!("{year} is not over; it was not closed."),
            ),
            Self::UnderWay(batch) => lang.pick(
                format!("批次 {batch} 还没有提交，先提交或作废再年结。"),
                format!("Batch {batch} is under way; submit or withdraw it first."),
            ),
            Self::Totals(rows, said) => {
                let (rows, said) = (money::grouped(*rows), money::grouped(*said));
                lang.pick(
                    format!("各行合计 {rows}元，文件写的是 {said}元，对不上，没有接收。请银行重发。"),
                    format!(
                        "The rows sum to {rows} yuan, the file says {said}; not taken. Ask the bank again."
                    ),
                )
            }
            Self::NoTemplate => lang.pick(
                "模板里找不到户名、账号和金额的表头，没有写。用 --map 指明一次，以后会记住。".into(),
                "The template has no headings for name, account and amount; name them by --map once.".into(),
            ),
            Self::PaperEnding(file) => lang.pick(
                format!("{file} 的扩展名写成 .xlsx 或 .txt，没有写。"),
                format!("{file}: end the name in .xlsx or .txt; nothing was written."),
            ),
            Self::NothingToWrite => {
                lang.pick("没有可写的内容，没有写文件。".into(), "There is nothing to write.".into())
            }
            _ => String::new(),
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// A document is in force: id, versions; false = it was on file.
    RuleAdded(String, usize, bool),
    /// A rule was chosen: id, name.
    RuleUsed(String, String),
    /// A step of a recovery: which, period, fen.
    Settled(Settling, Period, i64),
    /// It was on file.
    Known,
    /// A write-off was approved.
    Approved(Period, i64),
    /// A line was held back or reversed: batch, period, fen; true = reversed.
    Struck(String, Period, i64, bool),
    /// An opening balance.
    Opened,
    /// A roster of payments, or openings: batch, taken, already, refused, fen.
    Past(String, [usize; 3], i64),
    /// A paper was entered.
    Entered,
    /// More persons than approved: reservoir, linked, approved.
    Above(String, i64, i64),
    /// A year was closed.
    Closed(i32),
    /// A year is open.
    NotClosed(i32),
    /// So many figures differ from what was published.
    Differs(usize),
    /// Persons with money to come back, fen.
    Over(usize, i64),
    /// Compared with a batch: new, gone, changed, held.
    Compared(String, [usize; 4]),
    /// What waits would do: waiting, persons, fen.
    Pending(usize, i64, i64),
}

impl Done {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::RuleAdded(id, versions, true) => lang.pick(
                format!("规则 {id} 已采用：{versions} 个版本。已锁定的期次不变。"),
                format!("Rule {id} is in force: {versions} versions. What was frozen stays as it is."),
            ),
            Self::RuleAdded(id, _, false) => lang
                .pick(format!("规则 {id} 已是这一份，没有改动。"), format!("Rule {id} is this one already.")),
            Self::RuleUsed(id, name) => lang
                .pick(format!("现在按“{name}”（{id}）办理。"), format!("\"{name}\" ({id}) holds here now.")),
            Self::Settled(how, period, fen) => {
                let (how, fen) = (settling(lang, *how), money::grouped(*fen));
                lang.pick(
                    format!("{period} {how} {fen}元，已记录。"),
                    format!("{period}: {how}, {fen} yuan, recorded."),
                )
            }
            Self::Known => {
                lang.pick("已有这条记录，没有改动。".into(), "This is on file; nothing was changed.".into())
            }
            Self::Approved(period, fen) => {
                let fen = money::grouped(*fen);
                lang.pick(
                    format!("{period} 核销 {fen}元，已批准。"),
                    format!("{period}: {fen} yuan written off."),
                )
            }
            Self::Struck(batch, period, fen, reversed) => {
                let fen = money::grouped(*fen);
                let (zh, en) = if *reversed { ("冲正", "reversed") } else { ("暂缓", "held back") };
                lang.pick(
                    format!("批次 {batch} {period} {zh} {fen}元，清单总额不变。"),
                    format!("Batch {batch}, {period}: {fen} yuan {en}; the list's total stays."),
                )
            }
            Self::Opened => lang.pick("期初已记录。".into(), "The opening balance is recorded.".into()),
            Self::Past(batch, [taken, already, refused], fen) => {
                let (fen, of) = (money::grouped(*fen), if batch.is_empty() { "-" } else { batch });
                lang.pick(
                    format!("批次 {of}：导入 {taken} 人 {fen}元，原已记录 {already} 人，没有导入 {refused} 行。"),
                    format!("Batch {of}: {taken} persons, {fen} yuan; {already} known before, {refused} rows not taken."),
                )
            }
            Self::Entered => lang.pick("已录入。".into(), "Entered.".into()),
            Self::Above(reservoir, linked, approved) => lang.pick(
                format!("{reservoir}：在册 {linked} 人，超过批准的 {approved} 人，请核对。"),
                format!("{reservoir}: {linked} persons are linked, {approved} were approved; look at it."),
            ),
            Self::Closed(year) => lang.pick(
                format!("{year} 年已年结，数字已固定。"),
                format!("{year} is closed; its figures stand."),
            ),
            Self::NotClosed(year) => {
                lang.pick(format!("{year} 年没有年结。"), format!("{year} is not closed."))
            }
            Self::Differs(count) => lang.pick(
                format!("与公布数不同的有 {count} 项。"),
                format!("{count} figures differ from what was published."),
            ),
            Self::Over(count, fen) => {
                let fen = money::grouped(*fen);
                lang.pick(
                    format!("待追缴 {count} 人，{fen}元。"),
                    format!("{count} persons, {fen} yuan to come back."),
                )
            }
            Self::Compared(batch, [new, gone, changed, held]) => lang.pick(
                format!("与批次 {batch} 比：新增 {new}，减少 {gone}，金额变动 {changed}，暂缓 {held}。"),
                format!("Against batch {batch}: {new} new, {gone} gone, {changed} changed, {held} held."),
            ),
            Self::Pending(waiting, persons, fen) => {
                let fen = money::grouped(*fen);
                lang.pick(
                    format!("待批的 {waiting} 件都通过后：{persons:+} 人，{fen}元。"),
                    format!("With the {waiting} that wait: {persons:+} persons, {fen} yuan."),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_sentence_in_both_languages() {
        let period = Period::read("2021Q3").unwrap_or_else(|| panic!("period"));
        let day = Day::ymd(2026, 1, 5).unwrap_or_else(|| panic!("day"));
        let all = [
            Against::RuleTooLong(1),
            Against::NoRuleHere,
            Against::RuleByHead,
            Against::NotPaidYet("1-1".into(), "no_account"),
            Against::NotOver(period, 1),
            Against::OffsetInto,
            Against::NoConsent,
            Against::NoRelative,
            Against::NothingToOffset(period, 0),
            Against::OtherStep(1),
            Against::NoPaper,
            Against::NothingToApprove(period),
            Against::OwnWriteOff,
            Against::NoReason,
            Against::NotOpen(period),
            Against::SeveralLines,
            Against::NoLine("b".into()),
            Against::NotCredited,
            Against::ByTheOffice,
            Against::ShorterThanPaid(period),
            Against::NotOverYet(period),
            Against::OpeningIncomplete,
            Against::OpeningOverlaps(period),
            Against::OpeningTooMany(80),
            Against::PaperIncomplete,
            Against::NoApproval("x".into()),
            Against::YearClosed(2025),
            Against::ClosedAlready(2025, day),
            Against::YearNotOver(2026),
            Against::UnderWay("b".into()),
            Against::Totals(1, 2),
            Against::NoTemplate,
            Against::PaperEnding("a.pdf".into()),
            Against::NothingToWrite,
            Against::RuleBreaks(Break::Differs(2)),
        ];
        for one in all {
            for lang in [Lang::Zh, Lang::En] {
                assert!(one.text(lang).ends_with(['。', '.']), "{one:?}: {}", one.text(lang));
            }
        }
    }
}
