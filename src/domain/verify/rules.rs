//! The rule document of verification (核查规则): outcomes, causes, evidence and periods of one province, as data.
//!
//! Yunnan's rule of 2022 is the default (domain brief 1.8); the office may choose another document by a setting.

use std::sync::LazyLock;

use serde::Deserialize;

use super::period::Period;

/// What a cause does to somebody's place on the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing.
    #[default]
    None,
    /// 核减: taken off the list.
    Reduce,
    /// 停发: payment stops.
    Stop,
    /// 恢复: on the list again.
    Restore,
    /// 核增: added.
    Add,
    /// 更正: an entry of the list is corrected.
    Correct,
    /// 转出: to another county's list.
    TransferOut,
    /// 转入: from another county's list.
    TransferIn,
}

impl Effect {
    /// All that a proposal can ask for.
    pub const ALL: [Effect; 7] = [
        Effect::Reduce,
        Effect::Stop,
        Effect::Restore,
        Effect::Add,
        Effect::Correct,
        Effect::TransferOut,
        Effect::TransferIn,
    ];

    /// The number that is stored; frozen.
    pub const fn code(self) -> u16 {
        match self {
            Effect::None => 0,
            Effect::Reduce => 1,
            Effect::Stop => 2,
            Effect::Restore => 3,
            Effect::Add => 4,
            Effect::Correct => 5,
            Effect::TransferOut => 6,
            Effect::TransferIn => 7,
        }
    }

    /// The effect of a stored number.
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.code() == code)
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Effect::None => "none",
            Effect::Reduce => "reduce",
            Effect::Stop => "stop",
            Effect::Restore => "restore",
            Effect::Add => "add",
            Effect::Correct => "correct",
            Effect::TransferOut => "transfer_out",
            Effect::TransferIn => "transfer_in",
        }
    }

    /// True if somebody is no longer paid after it.
    pub fn takes_off(self) -> bool {
        matches!(self, Effect::Reduce | Effect::Stop | Effect::TransferOut)
    }
}

/// How strongly something is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Want {
    /// Not asked.
    #[default]
    None,
    /// Asked, may stay empty.
    Wanted,
    /// Must be given.
    Required,
}

/// One cause.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Cause {
    /// Its number in the rule, R1 ...
    pub id: String,
    /// Chinese.
    pub name: String,
    /// English.
    pub en: String,
    /// What it does.
    pub effect: Effect,
    /// Somebody taken off by it can come back.
    #[serde(default)]
    pub restorable: bool,
    /// Another county's confirmation is needed.
    #[serde(default)]
    pub confirmation: bool,
    /// Rule and article.
    pub article: String,
}

/// One outcome that a person can have.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OutcomeRule {
    /// Stored number; frozen over all documents.
    pub code: u16,
    /// Stable name, as in JSON.
    pub id: String,
    /// Chinese.
    pub name: String,
    /// English.
    pub en: String,
    /// Other Chinese words.
    #[serde(default)]
    pub also: Vec<String>,
    /// The digit at the door.
    pub digit: Option<u16>,
    /// The person was seen.
    #[serde(default)]
    pub sees: bool,
    /// The day on which it happened.
    #[serde(default)]
    pub date: Want,
    /// The kind of evidence.
    #[serde(default)]
    pub evidence: Want,
    /// A note must say what.
    #[serde(default)]
    pub note: bool,
    /// Another visit is needed.
    #[serde(default)]
    pub again: bool,
    /// The cause that it may be.
    pub cause: Option<String>,
}

/// A kind of evidence, a reason, an item of the checklist.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Named {
    /// Stored number, where it is stored by number.
    #[serde(default)]
    pub code: u16,
    /// Stable name.
    pub id: String,
    /// Chinese.
    pub name: String,
    /// English.
    pub en: String,
}

/// One province's rule.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Rules {
    /// Stable id with its year.
    pub id: String,
    /// Chinese.
    pub name: String,
    /// English.
    pub en: String,
    /// The document it comes from.
    pub source: String,
    /// Payment period: what is stopped is stopped from the next one on.
    pub period: Period,
    /// Days that a list hangs.
    pub posting_days: i32,
    /// Officers of a visit.
    pub officers_min: usize,
    /// Percent of a village's households that are checked a second time.
    pub check_share: usize,
    /// Days without a visit after which a household is long unseen.
    pub unseen_days: i32,
    /// Causes.
    pub cause: Vec<Cause>,
    /// Outcomes, in the order in which they are listed.
    pub outcome: Vec<OutcomeRule>,
    /// Kinds of evidence.
    pub evidence: Vec<Named>,
    /// Reasons for fewer officers.
    pub few: Vec<Named>,
    /// The checklist.
    pub check: Vec<Named>,
}

/// Codes of outcomes and evidence that the program itself names.
pub mod code {
    /// 在家
    pub const HOME: u16 = 1;
    /// 死亡
    pub const DEAD: u16 = 3;
    /// 照册无变化
    pub const AS_RECORDED: u16 = 30;
    /// 见到本人
    pub const SEEN: u16 = 1;
    /// 村证明
    pub const VILLAGE: u16 = 5;
    /// 比对名单
    pub const LIST: u16 = 6;
    /// 受访人口述
    pub const STATED: u16 = 7;
    /// Account: not checked.
    pub const ACCOUNT_UNCHECKED: u16 = 0;
    /// Account: holder and last digits agree.
    pub const ACCOUNT_AGREES: u16 = 1;
    /// Account: they do not.
    pub const ACCOUNT_DIFFERS: u16 = 2;
    /// Account: no book or card was shown.
    pub const ACCOUNT_NOT_SHOWN: u16 = 3;
}

impl Rules {
    /// The outcome of a stored number.
    pub fn outcome(&self, code: u16) -> Option<&OutcomeRule> {
        self.outcome.iter().find(|outcome| outcome.code == code)
    }

    /// The outcome of that stable name, Chinese word or digit.
    pub fn outcome_named(&self, word: &str) -> Option<&OutcomeRule> {
        let digit = word.parse::<u16>().ok();
        self.outcome.iter().find(|outcome| {
            outcome.id == word
                || outcome.name == word
                || outcome.also.iter().any(|also| also == word)
                || (digit.is_some() && outcome.digit == digit)
        })
    }

    /// The cause of an outcome.
    pub fn cause_of(&self, outcome: u16) -> Option<&Cause> {
        self.cause(self.outcome(outcome)?.cause.as_deref()?)
    }

    /// The cause of that id.
    pub fn cause(&self, id: &str) -> Option<&Cause> {
        self.cause.iter().find(|cause| cause.id == id)
    }

    /// What an outcome asks for: nothing for most.
    pub fn effect_of(&self, outcome: u16) -> Effect {
        self.cause_of(outcome).map(|cause| cause.effect).unwrap_or_default()
    }

    /// The kind of evidence of a number.
    pub fn evidence(&self, code: u16) -> Option<&Named> {
        self.evidence.iter().find(|evidence| evidence.code == code)
    }

    /// The kind of evidence of that stable name, Chinese word or number.
    pub fn evidence_named(&self, word: &str) -> Option<&Named> {
        let number = word.parse::<u16>().ok();
        let fits = |known: &&Named| known.id == word || known.name == word || number == Some(known.code);
        self.evidence.iter().find(fits)
    }

    /// Rule and article, as a decision cites them.
    pub fn cites(&self, cause: &Cause) -> String {
        format!("{} {} {}", self.id, cause.id, cause.article)
    }
}

fn document(text: &str) -> Rules {
    // A shipped document that does not parse is caught by the tests below.
    toml::from_str(text).unwrap_or_default()
}

static SHIPPED: LazyLock<Vec<Rules>> = LazyLock::new(|| {
    let texts =
        [include_str!("../../rules/verify_yunnan.toml"), include_str!("../../rules/verify_zhejiang.toml")];
    texts.into_iter().map(document).collect()
});

/// The rule of that id; without one, or with an unknown one, Yunnan's.
pub fn rules(id: Option<&str>) -> &'static Rules {
    static NONE: LazyLock<Rules> = LazyLock::new(Rules::default);
    let named = id.and_then(|id| SHIPPED.iter().find(|rules| rules.id == id));
    named.or(SHIPPED.first()).unwrap_or(&NONE)
}

/// Every shipped document.
pub fn shipped() -> &'static [Rules] {
    &SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_document_parses_and_hangs_together() {
        assert_eq!(
            SHIPPED.iter().map(|rules| rules.id.as_str()).collect::<Vec<_>>(),
            ["yunnan-2022", "zhejiang"]
        );
        for rules in shipped() {
            for outcome in &rules.outcome {
                assert!(outcome.cause.is_none() || rules.cause_of(outcome.code).is_some(), "{}", outcome.id);
                assert_eq!(rules.outcome_named(&outcome.name).map(|found| found.code), Some(outcome.code));
                let asks = rules.effect_of(outcome.code) != Effect::None;
                assert!(!asks || outcome.evidence == Want::Required, "{} asks without evidence", outcome.id);
            }
            let digits: Vec<u16> = rules.outcome.iter().filter_map(|outcome| outcome.digit).collect();
            assert_eq!(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
            for code in [code::HOME, code::DEAD, code::AS_RECORDED] {
                assert!(rules.outcome(code).is_some());
            }
            for code in [code::SEEN, code::VILLAGE, code::LIST, code::STATED] {
                assert!(rules.evidence(code).is_some());
            }
        }
        // Codes mean the same in every document.
        for (one, other) in SHIPPED[0].outcome.iter().zip(&SHIPPED[1].outcome) {
            assert_eq!((one.code, &one.id), (other.code, &other.id));
        }
    }

    #[test]
    fn yunnan_reduces_prison_restorably_and_nobody_for_town_status() {
        let yunnan = rules(None);
        let of = |name: &str| yunnan.outcome_named(name).map(|outcome| yunnan.effect_of(outcome.code));
        assert_eq!(of("dead"), Some(Effect::Reduce));
        assert_eq!(of("town_status"), Some(Effect::None));
        assert_eq!(of("moved"), Some(Effect::None));
        assert_eq!(of("released"), Some(Effect::Restore));
        assert_eq!(of("6"), Some(Effect::Reduce));
        assert!(yunnan.cause("R5").is_some_and(|prison| prison.restorable));
        let other = rules(Some("zhejiang"));
        assert_eq!(other.effect_of(6), Effect::None);
        assert_eq!(other.period, Period::Year);
    }
}
