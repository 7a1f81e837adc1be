//! Words of direct support (后期扶持直补): states, reasons, flaws of rule documents.

use super::Lang;
use crate::domain::subsidy::document::{Flaw, RuleError};
use crate::domain::money;
use crate::domain::subsidy::payment::{Came, Sums};
use crate::domain::subsidy::{Counted, Explanation, Period, State, Why};

/// The word for what a period is to a person.
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Due => lang.pick("应发", "due"),
        State::Held => lang.pick("暂缓", "held"),
        State::Reduced => lang.pick("核减", "reduced"),
        State::Suspended => lang.pick("暂停", "suspended"),
        State::Ended => lang.pick("扶持期满", "term ended"),
        State::NoRule => lang.pick("无规则", "no rule"),
        State::NotEligible => lang.pick("不享受", "not eligible"),
    }
}

/// The word for what a period came to.
pub fn came(lang: Lang, came: Came) -> &'static str {
    match came {
        Came::Nothing(state) => self::state(lang, state),
        Came::Listed => lang.pick("已列清单", "listed"),
        Came::Withheld => lang.pick("暂缓", "withheld"),
        Came::Submitted => lang.pick("已提交", "submitted"),
        Came::Credited => lang.pick("已到账", "credited"),
        Came::Returned => lang.pick("退票", "returned"),
        Came::Resent => lang.pick("已重发", "sent again"),
        Came::Recovering => lang.pick("待追缴", "to be recovered"),
        Came::Recovered => lang.pick("已追回", "recovered"),
        Came::WrittenOff => lang.pick("已核销", "written off"),
    }
}

/// The words for the stable name of a reason of return or of withholding.
pub fn reason(lang: Lang, stable: &str) -> &'static str {
    match stable {
        "name_differs" => lang.pick("户名不符", "name differs"),
        "number_wrong" => lang.pick("账号有误", "account number wrong"),
        "account_closed" => lang.pick("账户已销户", "account closed"),
        "account_frozen" => lang.pick("账户冻结", "account frozen"),
        "account_dormant" => lang.pick("久悬户", "account dormant"),
        "conflict" => lang.pick("档案有冲突", "record contradicts itself"),
        "no_account" => lang.pick("没有账号", "no account"),
        "rule" => lang.pick("按规则暂缓", "held by the rule"),
        _ => lang.pick("其他原因", "another reason"),
    }
}

/// Why, in one sentence without its full stop.
pub fn why(lang: Lang, explanation: &Explanation) -> String {
    let cause = explanation.cause.as_ref();
    let cause = cause.map(|(code, label)| if label.is_empty() { code.clone() } else { label.clone() });
    let cause = cause.unwrap_or_default();
    match explanation.why {
        Why::InTerm => lang.pick("扶持期内".into(), "within the term".into()),
        Why::Stopped(_) if explanation.state == State::Held => {
            lang.pick(format!("暂缓发放：{cause}"), format!("held: {cause}"))
        }
        Why::Stopped(_) => lang.pick(format!("停发原因：{cause}"), format!("stopped: {cause}")),
        Why::PaidBack(_) => lang.pick(format!("恢复后补发：{cause}"), format!("paid back after: {cause}")),
        Why::TermOver(end) => lang.pick(
            format!("扶持期满 {}，后续政策未录入", end.iso()),
            format!("the term ended on {}; no later policy is on file", end.iso()),
        ),
        Why::RegisterEnds(end) => lang.pick(
            format!("名册上的扶持止期是 {}", end.iso()),
            format!("the register ends support on {}", end.iso()),
        ),
        Why::Ceiling => lang.pick(
            "已发满整个扶持期，不再发放".into(),
            "as much as the whole term was counted; no more is paid".into(),
        ),
        Why::NotYet(from) => {
            lang.pick(format!("扶持自 {} 起", from.iso()), format!("support begins on {}", from.iso()))
        }
        Why::Clash => lang.pick(
            "档案有冲突未处理，先不发，金额保留".into(),
            "the record contradicts itself; held, the amount is kept".into(),
        ),
        Why::NoCohort => lang.pick(
            "没有搬迁日期，也看不出现状人口还是原迁人口".into(),
            "neither relocation nor kind of migrant tells the cohort".into(),
        ),
        Why::Mode(0) => lang.pick("没有登记扶持方式".into(), "no mode of support is recorded".into()),
        Why::Mode(_) => {
            lang.pick("扶持方式不是直补到人".into(), "the mode of support does not pay persons".into())
        }
        Why::NoRule => lang.pick("这段时间没有录入规则".into(), "no rule is on file for that time".into()),
    }
}

/// What was counted.
pub fn counted(lang: Lang, counted: Counted) -> String {
    match counted {
        Counted::Nothing => String::new(),
        Counted::Period => lang.pick("1期".into(), "1 period".into()),
        Counted::Months(count, of) => lang.pick(format!("{count}/{of}个月"), format!("{count} of {of} months")),
        Counted::Days(count, of) => lang.pick(format!("{count}/{of}天"), format!("{count} of {of} days")),
    }
}

/// One sentence with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubsidySay {
    /// A rule document is refused.
    Refused(RuleError),
    /// A rule document is whole: versions.
    Whole(usize),
    /// Not a file that can be read.
    Unreadable(String),
    /// Not a period: as typed.
    NoPeriod(String),
    /// Parameters that no source settles.
    Unsettled(Vec<String>),
    /// A person's account.
    Account(Sums),
    /// The list of a period.
    Listed {
        /// Which.
        period: Period,
        /// Persons who would be paid.
        persons: usize,
        /// Fen that would be paid.
        fen: i64,
        /// Lines that are held back.
        held: usize,
    },
}

impl SubsidySay {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Refused(error) => {
                let flaw = flaw(lang, &error.flaw);
                lang.pick(
                    format!("第 {} 行：{flaw}。文件没有采用。", error.line),
                    format!("Line {}: {flaw}. The file was not taken.", error.line),
                )
            }
            Self::Whole(versions) => lang.pick(
                format!("规则文件可用：{versions} 个版本，前后相接。"),
                format!("The rule document is whole: {versions} versions, one after the other."),
            ),
            Self::Unreadable(file) => {
                lang.pick(format!("{file} 读不出来。"), format!("{file} cannot be read."))
            }
            Self::NoPeriod(typed) => lang.pick(
                format!("“{typed}”不是期次。写成 2021Q3、2021H1、2021M07 或 2021。"),
                format!("\"{typed}\" is no period. Write 2021Q3, 2021H1, 2021M07 or 2021."),
            ),
            Self::Unsettled(names) => {
                let names = names.join(lang.pick("、", ", "));
                lang.pick(
                    format!("以下参数没有文件依据，按本单位设定：{names}。"),
                    format!("No source settles these; the office's assumption holds: {names}."),
                )
            }
            Self::Account(sums) => {
                let [should, paid, owed, over, gone] =
                    [sums.should, sums.paid, sums.owed, sums.over, sums.written_off].map(money::grouped);
                lang.pick(
                    format!("应发 {should}元，已付 {paid}元，欠 {owed}元，多付 {over}元，核销 {gone}元。"),
                    format!("Due {should}, paid {paid}, owed {owed}, over-paid {over}, written off {gone} yuan."),
                )
            }
            Self::Listed { period, persons, fen, held } => {
                let total = money::grouped(*fen);
                lang.pick(
                    format!("{period}：{persons} 人，{total}元；暂缓 {held} 笔。"),
                    format!("{period}: {persons} persons, {total} yuan; {held} lines held back."),
                )
            }
        }
    }
}

fn flaw(lang: Lang, flaw: &Flaw) -> String {
    match flaw {
        Flaw::UnknownKey(key) => lang.pick(format!("不认识的项目 {key}"), format!("unknown key {key}")),
        Flaw::MissingKey(key) => lang.pick(format!("缺少项目 {key}"), format!("key {key} is missing")),
        Flaw::Value(said) => lang.pick(format!("写法不对（{said}）"), format!("not understood ({said})")),
        Flaw::Overlap(day) => lang.pick(
            format!("{day} 与前一段时间重叠"),
            format!("{day} overlaps what is before it"),
        ),
        Flaw::Gap(day) => {
            lang.pick(format!("{day} 之前有一段没有规则"), format!("before {day} there are days without a rule"))
        }
        Flaw::Backwards => lang.pick("止期早于起期".into(), "it ends before it begins".into()),
        Flaw::NotAtPeriod(day) => lang.pick(
            format!("{day} 不是一个发放周期的第一天"),
            format!("{day} does not begin a period of payment"),
        ),
        Flaw::Uneven(fen) => lang.pick(
            format!("每年 {fen} 分不能按期分成整分"),
            format!("{fen} fen a year cannot be cut into whole fen a period"),
        ),
        Flaw::Twice(name) => lang.pick(format!("{name} 出现两次"), format!("{name} stands twice")),
        Flaw::Undefined(name) => lang.pick(format!("{name} 没有定义"), format!("{name} is defined nowhere")),
        Flaw::Empty(name) => {
            lang.pick(format!("{name} 为空或超出范围"), format!("{name} is empty or out of range"))
        }
        Flaw::End(end) => lang.pick(
            format!("止期与起期、年数不符，应为 {end}"),
            format!("the end does not fit start and years; it is {end}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::subsidy::document;

    #[test]
    fn a_flaw_names_its_line_in_both_languages() {
        let error = document::read("rule_id = \"a\"\nname = \"b\"\ncolour = 1\n").unwrap_err();
        let say = SubsidySay::Refused(error);
        assert_eq!(say.text(Lang::Zh), "第 3 行：不认识的项目 colour。文件没有采用。");
        assert_eq!(say.text(Lang::En), "Line 3: unknown key colour. The file was not taken.");
    }
}
