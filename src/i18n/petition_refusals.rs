//! Why an act on a petition is refused (不能办的理由): one sentence each, with the article that says so.

use super::{Lang, petition_words as words};
use crate::domain::petition::guard::{Fault, Refusal};
use crate::sheets::{LineAt, RowFlaw};

/// The sentence: what is wrong, what to do, and the article.
pub fn refusal(of: &Refusal, lang: Lang) -> String {
    let what = fault(&of.fault, lang);
    if of.article.is_empty() {
        return what;
    }
    let (law, article) = (&of.law, &of.article);
    lang.pick(format!("{what}（《{law}》{article}）"), format!("{what} ({law} {article})"))
}

fn fault(of: &Fault, lang: Lang) -> String {
    let (zh, en) = said(of, lang);
    lang.pick(zh, en)
}

/// Chinese and English; words of acts and stages in the language that is asked for.
fn said(of: &Fault, lang: Lang) -> (String, String) {
    match of {
        Fault::AfterToday(day) => (
            format!("{} 还没有到；请填已经发生的日期", day.iso()),
            format!("{} is yet to come; give the day on which it was done", day.iso()),
        ),
        Fault::BeforeReceipt(one, day) => (
            format!("{}不能早于收到日期 {}；请核对两个日期", words::act(*one, lang), day.iso()),
            format!("{:?} cannot be before receipt on {}; compare both dates", words::act(*one, lang), day.iso()),
        ),
        Fault::BeforeStep(one, other, day) => (
            format!("{}不能早于{} {}；请核对日期", words::act(*one, lang), words::act(*other, lang), day.iso()),
            format!("{:?} cannot be before {:?} on {}; compare the dates", words::act(*one, lang), words::act(*other, lang), day.iso()),
        ),
        Fault::Backwards(one) => (
            format!("{}的第二个日期早于第一个；请核对", words::act(*one, lang)),
            format!("the second date of {:?} is before the first; compare them", words::act(*one, lang)),
        ),
        Fault::Impossible(one, stage) => {
            let stage = words::stage(*stage, lang);
            (
                format!("本件{stage}，不能{}；请看 petition show 里的下一步", words::act(*one, lang)),
                format!("the item is {stage}: {:?} is not possible; see the next act in `petition show`", words::act(*one, lang)),
            )
        }
        Fault::NotAccepted => (
            "还没有受理，不能出具处理意见；请先受理".to_owned(),
            "not accepted yet, so no opinion can be issued; accept it first".to_owned(),
        ),
        Fault::SecondExtension => (
            "已经延期过一次，不能再延；请在期限内办结".to_owned(),
            "it was extended once and cannot be again; finish it within the period".to_owned(),
        ),
        Fault::ExtensionTooLong(asked, most) => (
            format!("延期 {asked} 日超过上限；最多延 {most} 日"),
            format!("an extension of {asked} days is too long; at most {most}"),
        ),
        Fault::NoDays => ("延期要写日数；请加 --days".to_owned(), "an extension needs its days; add --days".to_owned()),
        Fault::NoApprover => (
            "延期须经本机关负责人批准；请加 --approver 写明谁批的".to_owned(),
            "an extension is approved by the head of the office; name them with --approver".to_owned(),
        ),
        Fault::NoNotice => (
            "延期须告知信访人；请加 --told 写明告知日期".to_owned(),
            "the person is told of an extension; give the day with --told".to_owned(),
        ),
        Fault::NoReason(one) => (
            format!("{}要写理由；请加 --reason", words::act(*one, lang)),
            format!("{:?} needs a reason; add --reason", words::act(*one, lang)),
        ),
        Fault::ExtensionLate(day) => (
            format!("期限 {} 已过才延期", day.iso()),
            format!("the period was over on {}", day.iso()),
        ),
        Fault::NotDelivered => (
            "处理意见还没有送达，不能评价；请先送达".to_owned(),
            "nothing was delivered yet, so nothing can be rated; deliver it first".to_owned(),
        ),
        Fault::RequestLate(one, day) => (
            format!("{}的 30 日已于 {} 届满，逾期的请求不再受理；请告知信访人", words::act(*one, lang), day.iso()),
            format!("the 30 days to {:?} ended on {}; a late request is not taken up, tell the person", words::act(*one, lang), day.iso()),
        ),
        Fault::NoResult(one) => (
            format!("{}要写结果；请加 --result，可用的词见 petition words", words::act(*one, lang)),
            format!("{:?} needs a result; add --result, the words are in `petition words`", words::act(*one, lang)),
        ),
        Fault::RouteOfOther(route) => {
            let route = words::route(*route, lang);
            (
                format!("本件不走这条途径（{route}）；请先核对类别和途径"),
                format!("this is not the item's route ({route}); look at its kind and route first"),
            )
        }
        Fault::NotHandedOver => (
            "本件不是转来的，没有可提异议的机关；不归本单位的请转送".to_owned(),
            "it was not handed over, so there is nobody to object to; transfer what is not ours".to_owned(),
        ),
        Fault::ObjectionLate(day) => (
            format!("提异议的五个工作日已于 {} 届满", day.iso()),
            format!("the five working days to object ended on {}", day.iso()),
        ),
        Fault::OtherKind(one, kind) => {
            let kind = words::kind(*kind, lang);
            (
                format!("本件是{kind}，不能{}；类别错了请先改类别", words::act(*one, lang)),
                format!("the item is a {kind}: {:?} does not apply; change the kind first if it is wrong", words::act(*one, lang)),
            )
        }
        Fault::Twice(one) => {
            (format!("已经{}过了；写错了请更正那一步", words::act(*one, lang)), format!("{:?} was done; correct that step if it is wrong", words::act(*one, lang)))
        }
        Fault::AgainstHead => (
            "涉及本单位负责人的检举控告只登记编号、日期并移送纪委监委；请用 pass_on".to_owned(),
            "of an accusation of the head only number, date and transfer are kept; use pass_on".to_owned(),
        ),
        Fault::TextAgainstHead => (
            "涉及本单位负责人的检举控告不写任何内容；请去掉文字，只留编号、日期和移送".to_owned(),
            "nothing is written about an accusation of the head; leave the text out: number, date, transfer".to_owned(),
        ),
        Fault::TooManyRepresentatives(found, most) => (
            format!("代表 {found} 人，超过 {most} 人；请推选代表"),
            format!("{found} representatives, at most {most}; let them choose"),
        ),
        Fault::Related(name) => (
            format!("{name}与本件有利害关系，应当回避；请换承办人"),
            format!("{name} is related to the matter and must withdraw; name another handler"),
        ),
        Fault::KindShared => (
            "已写入共享记录的件不能改成检举控告（也不能改回），写过的收不回来；请另行登记一件检举控告并移送".to_owned(),
            "what stands in shared records cannot become an accusation, or stop being one; register a new one and pass it on".to_owned(),
        ),
        Fault::KindSettled => (
            "受理以后不能改类别；请另行登记".to_owned(),
            "the kind cannot be changed after acceptance; register it anew".to_owned(),
        ),
        Fault::Missing(field) => {
            let (zh, en) = words::slot(field).or(more(field)).unwrap_or((field, field));
            (format!("“{zh}”没有填或与收到日期不合；请补上"), format!("{en} is missing or does not fit the day of receipt; give it"))
        }
    }
}

fn more(field: &str) -> Option<(&'static str, &'static str)> {
    match field {
        "to" => Some(("对象", "to whom (--to)")),
        _ => None,
    }
}

/// Why a row of a list is refused.
pub fn row(at: &LineAt, flaw: &RowFlaw, lang: Lang) -> String {
    let field = |stable: &'static str| words::slot(stable).map_or(stable, |(zh, en)| lang.pick(zh, en));
    let what = match flaw {
        RowFlaw::Missing(stable) => {
            lang.pick(format!("缺“{}”", field(stable)), format!("no {}", field(stable)))
        }
        RowFlaw::NoDate(stable) => lang.pick(
            format!("“{}”不是年月日齐全的日期", field(stable)),
            format!("{} is no whole date", field(stable)),
        ),
        RowFlaw::Later(stable) => {
            lang.pick(format!("“{}”在今天之后", field(stable)), format!("{} is after today", field(stable)))
        }
        RowFlaw::Order(stable) => lang.pick(
            format!("“{}”早于前一步的日期", field(stable)),
            format!("{} is before the step that it follows", field(stable)),
        ),
        RowFlaw::NoWord(stable) => lang.pick(
            format!("“{}”的词不认识", field(stable)),
            format!("the word of {} is not known", field(stable)),
        ),
        RowFlaw::Accusation => lang.pick(
            "检举控告不从表格导入；请单独登记，登记即密封".to_owned(),
            "accusations are not imported; register each, it is sealed at once".to_owned(),
        ),
    };
    line(at, &what, lang)
}

/// A line of a sheet, and what is said of it.
pub fn line(at: &LineAt, what: &str, lang: Lang) -> String {
    let LineAt { sheet, row } = at;
    let sheet = match sheet.is_empty() {
        true => String::new(),
        false => lang.pick(format!("工作表“{sheet}”"), format!("sheet \"{sheet}\", ")),
    };
    lang.pick(format!("{sheet}第 {row} 行：{what}"), format!("{sheet}row {row}: {what}"))
}
