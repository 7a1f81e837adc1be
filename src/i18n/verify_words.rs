//! Words of the kinds and slots of verification (核查记录字段名), for history, conflicts and refusals.

use super::{Both, Lang, verify};
use crate::domain::kinds::{candidate, decision, kind, outcome, proposal, visit};
use crate::domain::verify::matching::By;
use crate::domain::verify::rules::{self, Effect};
use crate::domain::verify::{Stage, VisitResult, Way};

/// The word of a slot: Chinese, English.
pub fn slot(stable: &str) -> Option<(&'static str, &'static str)> {
    Some(match stable {
        "period" => ("核定期", "Period"),
        "cutoff" => ("截止日期", "Cut-off"),
        "villages" => ("村", "Villages"),
        "rule" => ("依据", "Rule"),
        "stage" => ("环节", "Stage"),
        "round" => ("批次", "Round"),
        "result" => ("情况", "Result"),
        "way" => ("方式", "Way"),
        "officers" => ("入户人员", "Officers"),
        "why_few" => ("不足原因", "Why fewer"),
        "respondent" => ("受访人", "Respondent"),
        "checklist" => ("核对项", "Checklist"),
        "note" => ("记事", "Note"),
        "next" => ("下次", "Next visit"),
        "outcome" => ("核查结果", "Found"),
        "evidence" => ("证据", "Evidence"),
        "holder" => ("折上户名", "Holder"),
        "tail" => ("末四位", "Last four"),
        "visit" => ("入户记录", "Visit"),
        "stated_on" => ("核查日期", "Stated on"),
        "check" => ("抽查", "Second check"),
        "field" => ("退回栏", "Field"),
        "comment" => ("退回意见", "Comment"),
        "county" => ("对方县", "County"),
        "confirmation" => ("对方文号", "Confirmation"),
        "confirmed_on" => ("确认日期", "Confirmed on"),
        "act" => ("核定", "Decision"),
        "cause" => ("情形", "Cause"),
        "event_on" => ("发生日期", "Happened on"),
        "effective" => ("起算日期", "Effective"),
        "approval" => ("审批", "Approval"),
        "approved_on" => ("批准日期", "Approved on"),
        "notice_on" => ("告知日期", "Notice on"),
        "served_on" => ("送达日期", "Served on"),
        "served_to" => ("受送达人", "Served to"),
        "fingerprint" => ("名单校验码", "Fingerprint"),
        "lines" => ("公示人数", "Lines"),
        "posting" => ("公示", "Posting"),
        "by" => ("提出人", "By"),
        "answer" => ("答复", "Answer"),
        "answered_on" => ("答复日期", "Answered on"),
        "source" => ("名单", "List"),
        "row" => ("行", "Row"),
        "score" => ("匹配分", "Score"),
        "stated" => ("名单所写", "As listed"),
        "proposal" => ("提议", "Proposal"),
        "agrees" => ("同意", "Agrees"),
        "title" => ("名称", "Title"),
        "file" => ("文件名", "File"),
        "place" => ("存放处", "Place"),
        _ => return None,
    })
}

/// The word of a kind: Chinese, English.
pub fn kind(stable: &str) -> Option<(&'static str, &'static str)> {
    Some(match stable {
        "round" => ("核查批次", "round"),
        "visit" => ("入户记录", "visit"),
        "outcome" => ("核查结果", "outcome"),
        "proposal" => ("核查提议", "proposal"),
        "decision" => ("核定", "decision"),
        "posting" => ("公示", "posting"),
        "objection" => ("异议", "objection"),
        "candidate" => ("比对疑点", "suspicion"),
        "opinion" => ("意见", "opinion"),
        "paper" => ("材料", "paper"),
        _ => return None,
    })
}

/// The word of a number that a slot of verification holds.
pub fn code(of: u16, slot: u16, code: u16) -> Option<Both> {
    let spoken = |zh: &str, en: &str| Some(Both::new(zh, en));
    let rules = rules::shipped().first()?;
    let named = |word: Both| Some(word).filter(|word| !word.zh.is_empty());
    match (of, slot) {
        (kind::VISIT, visit::RESULT) => {
            let result = VisitResult::from_code(code)?;
            spoken(verify::result(result, Lang::Zh), verify::result(result, Lang::En))
        }
        (kind::VISIT, visit::WAY) => {
            let way = Way::from_code(code)?;
            spoken(verify::way(way, Lang::Zh), verify::way(way, Lang::En))
        }
        (kind::OUTCOME, outcome::OUTCOME) | (kind::CANDIDATE, candidate::OUTCOME) => {
            named(verify::outcome_both(rules, code))
        }
        (kind::OUTCOME, outcome::EVIDENCE) => named(verify::evidence_both(rules, code)),
        (kind::OUTCOME, outcome::ACCOUNT) => {
            spoken(verify::account(code, Lang::Zh), verify::account(code, Lang::En))
        }
        (kind::DECISION, decision::ACT) => {
            let effect = Effect::from_code(code)?;
            spoken(verify::effect(effect, Lang::Zh), verify::effect(effect, Lang::En))
        }
        (kind::CANDIDATE, candidate::BY) => {
            let by = By::from_code(code)?;
            spoken(verify::by(by, Lang::Zh), verify::by(by, Lang::En))
        }
        (kind::PROPOSAL, proposal::STAGE) | (kind::DECISION, decision::STAGE | decision::APPROVAL) => {
            let stage = Stage::from_code(code)?;
            spoken(verify::stage(stage, Lang::Zh), verify::stage(stage, Lang::En))
        }
        _ => None,
    }
}
