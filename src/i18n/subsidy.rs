//! Words of direct support (后期扶持直补): states, reasons, flaws of rule documents.

use super::Lang;
use crate::domain::money;
use crate::domain::subsidy::bank::{Fit, NoFit};
use crate::domain::subsidy::document::{Flaw, RuleError};
use crate::domain::subsidy::payment::{Came, Sort, Stage, Sums};
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
        Came::Reversed => lang.pick("已冲正", "reversed"),
        Came::Resent => lang.pick("已重发", "sent again"),
        Came::Recovering => lang.pick("待追缴", "to be recovered"),
        Came::Recovered => lang.pick("已追回", "recovered"),
        Came::WrittenOff => lang.pick("已核销", "written off"),
    }
}

/// The word for how far a batch has come.
pub fn stage(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Frozen => lang.pick("已锁定", "frozen"),
        Stage::Posted => lang.pick("公示中", "posted"),
        Stage::Reviewed => lang.pick("已复核", "checked"),
        Stage::Approved => lang.pick("已审批", "approved"),
        Stage::Submitted => lang.pick("已提交", "submitted"),
        Stage::Withdrawn => lang.pick("已作废", "withdrawn"),
    }
}

/// The word for what a batch is.
pub fn sort(lang: Lang, sort: Sort) -> &'static str {
    match sort {
        Sort::Regular => lang.pick("正常发放", "regular"),
        Sort::Again => lang.pick("补发", "paid again"),
        Sort::Imported => lang.pick("往年导入", "imported"),
    }
}

/// The word for how a person stands on a list beside the one before, by its stable name.
pub fn change(lang: Lang, stable: &str) -> &'static str {
    match stable {
        "new" => lang.pick("新增", "new"),
        "gone" => lang.pick("减少", "gone"),
        "changed" => lang.pick("变动", "changed"),
        _ => lang.pick("暂缓", "held"),
    }
}

/// Why a row of a bank's file is no line of the batch.
pub fn no_fit(lang: Lang, fit: Fit) -> &'static str {
    match fit {
        Fit::Line(_) => lang.pick("已对上", "matched"),
        Fit::Ambiguous => lang.pick("有几笔都符合", "several lines fit"),
        Fit::Unmatched(NoFit::OtherBatch) => lang.pick("是另一批次的序号", "another batch's item number"),
        Fit::Unmatched(NoFit::Check) => {
            lang.pick("序号的校验位不对", "the item number's check character is wrong")
        }
        Fit::Unmatched(NoFit::Nobody) => {
            lang.pick("批次里没有这个账号和户名", "no line has this account and name")
        }
        Fit::Unmatched(NoFit::Amount) => lang.pick("金额不符或不是金额", "another amount, or none"),
        Fit::Unmatched(NoFit::Outcome) => lang.pick("看不出成功还是退票", "the result is not understood"),
        Fit::Unmatched(NoFit::DoubleCredit) => {
            lang.pick("同一笔写了两次到账，请银行核对", "credited twice; ask the bank")
        }
        Fit::Unmatched(NoFit::Twice) => {
            lang.pick("同一笔前后结果不同", "two rows say different things of one line")
        }
    }
}

/// The words for the stable name of a finding of the sweep.
pub fn oddity(lang: Lang, stable: &str) -> &'static str {
    match stable {
        "shared_account" => lang.pick("多户共用一个账号", "one account, several households"),
        "paid_after_death" => lang.pick("死亡后仍发放", "paid after death"),
        "paid_after_stop" => lang.pick("停发后仍发放", "paid after a stop"),
        "two_villages" => lang.pick("两个村重复列名", "on the lists of two villages"),
        "no_entitlement" => lang.pick("无资格发放", "paid without a claim"),
        "two_households" => lang.pick("同时在两户", "in two households"),
        "other_account" => lang.pick("账号与档案不同", "another account by now"),
        _ => lang.pick("两人同一证件号", "two persons, one number"),
    }
}

/// The words for the stable name of a reason of return or of withholding.
pub fn reason(lang: Lang, stable: &str) -> &'static str {
    match stable {
        "name_differs" => lang.pick("户名不符", "name differs"),
        "number_wrong" => lang.pick("账号有误", "wrong number"),
        "account_closed" => lang.pick("账户已销户", "account closed"),
        "account_frozen" => lang.pick("账户冻结", "account frozen"),
        "account_dormant" => lang.pick("久悬户", "account dormant"),
        "conflict" => lang.pick("档案有冲突", "contradiction"),
        "no_account" => lang.pick("没有账号", "no account"),
        "rule" => lang.pick("按规则暂缓", "held by the rule"),
        "ceiling" => lang.pick("已发满扶持年限", "term is full"),
        "office" => lang.pick("提交前暂缓", "held by us"),
        "reversed" => lang.pick("已冲正", "reversed"),
        "offset" => lang.pick("抵扣", "offset"),
        _ => lang.pick("其他原因", "another reason"),
    }
}

/// Why, in one sentence without its full stop.
pub fn why(lang: Lang, explanation: &Explanation) -> String {
    let cause = explanation.cause.as_ref();
    let cause = cause.map(|(code, label)| super::subsidy_words::cause(lang, code, label)).unwrap_or_default();
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
        Counted::Months(count, of) => {
            lang.pick(format!("{count}/{of}个月"), format!("{count} of {of} months"))
        }
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
    /// Not an amount: as typed.
    NoAmount(String),
    /// A code that nobody has, or several have: as typed.
    NoRelative(String),
    /// Parameters that no source settles.
    Unsettled(Vec<String>),
    /// No batch of that number: as typed.
    NoBatch(String),
    /// The period is frozen already, as that batch.
    AlreadyFrozen(String),
    /// Nobody would be paid.
    NobodyPaid,
    /// The batch stands at that step, so the act does not fit.
    StandsAt(Stage),
    /// Two machines took different steps.
    Fork,
    /// The maker of a batch neither checks nor approves it.
    Maker,
    /// The officer's roles do not approve.
    NotApprover,
    /// A file of that name exists.
    Taken(String),
    /// A paper is neither a workbook nor plain text: name.
    Ending(String),
    /// A batch came to a step: number, step, lines, fen.
    Brought(String, Stage, i64, i64),
    /// A file will be in clear: lines, name.
    Clear(usize, String),
    /// It was written: lines, name.
    Written(usize, String),
    /// A bank's file was taken in: batch, matched, failed, known before, unmatched, ambiguous.
    TakenIn(String, [usize; 5]),
    /// So many open items, fen.
    Open(usize, i64),
    /// So many findings of the sweep.
    Swept(usize),
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
                lang.pick(
                    format!("{file} 读不出来。规则文件是 UTF-8 文字（TOML）；核对路径和文件再试。"),
                    format!("{file} cannot be read. A rule file is UTF-8 text (TOML); check path and file."),
                )
            }
            Self::NoPeriod(typed) => lang.pick(
                format!("“{typed}”不是期次。写成 2021Q3、2021H1、2021M07 或 2021。"),
                format!("\"{typed}\" is no period. Write 2021Q3, 2021H1, 2021M07 or 2021."),
            ),
            Self::NoRelative(typed) => lang.pick(
                format!("没有单独一个人的编码是“{typed}”。写亲属的人员编码，重号的写成 村名/编码。"),
                format!("\"{typed}\" is not the code of one person. Write the relative's code, or VILLAGE/CODE."),
            ),
            Self::NoAmount(typed) => lang.pick(
                format!("“{typed}”不是金额。写成 150 或 150.00。"),
                format!("\"{typed}\" is no amount. Write 150 or 150.00."),
            ),
            Self::Unsettled(names) => {
                let names = names.join(lang.pick("、", ", "));
                lang.pick(
                    format!("以下参数没有文件依据，按本单位设定：{names}。"),
                    format!("No source settles these; the office's assumption holds: {names}."),
                )
            }
            Self::NoBatch(number) => lang.pick(
                format!("这台机器没有批次“{number}”，没有改动。到办公室的机器上办，或先接收交换包。"),
                format!("No batch \"{number}\" is here; nothing was changed. Use the office's machine, or take its bundle in first."),
            ),
            Self::AlreadyFrozen(number) => lang.pick(
                format!("这一期已锁定为批次 {number}，没有再锁定。要重编，先作废。"),
                format!("The period is frozen as {number}; nothing was frozen. Withdraw it first to make it anew."),
            ),
            Self::NobodyPaid => lang.pick("这一期没有人可发，没有锁定。".into(), "Nobody is due; nothing was frozen.".into()),
            Self::StandsAt(stage) => {
                let stage = self::stage(lang, *stage);
                lang.pick(
                    format!("批次现在是“{stage}”，不能做这一步，没有改动。"),
                    format!("The batch is {stage}; this step does not follow. Nothing was changed."),
                )
            }
            Self::Fork => lang.pick(
                "两台机器对这个批次做了不同的步骤，先在“冲突”里处理。没有改动。".into(),
                "Two machines took different steps with this batch; settle it in the conflicts first.".into(),
            ),
            Self::Maker => lang.pick(
                "编制人不能复核、审批自己的批次，没有改动。换一位工作人员。".into(),
                "Who made a batch neither checks nor approves it; nothing was changed. Another officer does.".into(),
            ),
            Self::NotApprover => lang.pick(
                "复核、审批要有审批或负责人的角色，没有改动。".into(),
                "Checking and approving take an approver or the head; nothing was changed.".into(),
            ),
            Self::Taken(file) => lang.pick(
                format!("{file} 已经有了，不覆盖。换一个文件名；没有导出。"),
                format!("{file} exists and is not replaced. Take another name; nothing was written."),
            ),
            Self::Ending(file) => lang.pick(
                format!("{file} 要以 .xlsx 或 .txt 结尾；没有写出。改名再试。"),
                format!("{file} must end in .xlsx or .txt; nothing was written. Rename and try again."),
            ),
            Self::Brought(number, stage, lines, fen) => {
                let (stage, total) = (self::stage(lang, *stage), money::grouped(*fen));
                lang.pick(
                    format!("批次 {number}：{stage}，{lines} 笔，{total}元。"),
                    format!("Batch {number}: {stage}, {lines} lines, {total} yuan."),
                )
            }
            Self::Clear(lines, file) => lang.pick(
                format!("{file} 会有 {lines} 笔的完整账号，不加密；这次导出已记录。用完请删除。"),
                format!("{file} will hold {lines} full accounts, in clear; this is recorded. Delete it after use."),
            ),
            Self::Written(lines, file) => {
                lang.pick(format!("{lines} 笔已写入 {file}。"), format!("{lines} lines are in {file}."))
            }
            Self::TakenIn(batch, [matched, failed, already, unmatched, ambiguous]) => lang.pick(
                format!("批次 {batch}：对上 {matched} 笔（退票 {failed}，原已记录 {already}），没对上 {unmatched} 笔，说不准 {ambiguous} 笔。"),
                format!("Batch {batch}: {matched} matched ({failed} sent back, {already} known before), {unmatched} unmatched, {ambiguous} ambiguous."),
            ),
            Self::Open(count, fen) => {
                let total = money::grouped(*fen);
                lang.pick(format!("待处理 {count} 笔，{total}元。"), format!("{count} open items, {total} yuan."))
            }
            Self::Swept(0) => lang.pick("没有疑点。".into(), "Nothing was found.".into()),
            Self::Swept(count) => lang.pick(format!("疑点 {count} 条。"), format!("{count} findings.")),
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
        Flaw::Value(said) => {
            let said = super::toml_words::reader(lang, said);
            lang.pick(format!("写法不对：{said}"), format!("not understood: {said}"))
        }
        Flaw::Overlap(day) => {
            lang.pick(format!("{day} 与前一段时间重叠"), format!("{day} overlaps what is before it"))
        }
        Flaw::Gap(day) => lang
            .pick(format!("{day} 之前有一段没有规则"), format!("before {day} there are days without a rule")),
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
