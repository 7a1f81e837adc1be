//! The two laws (信访条例 2005, 信访工作条例 2022) as dated documents: articles, clocks, limits, and what their texts leave open.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::day::{self, Day};

/// How days are counted (日的算法).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 日: every day counts.
    Calendar,
    /// 工作日: rest days do not count.
    Working,
}

/// What happens when the last day is a rest day (末日遇休息日). Neither law says; shipped: it stays as counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDay {
    /// The day as counted; the safe day before it stands beside it.
    #[default]
    AsCounted,
    /// The next working day, by analogy with the civil code, Art. 203.
    NextWorkingDay,
}

impl LastDay {
    /// The one of that name, as the setting has it.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "as_counted" => Some(LastDay::AsCounted),
            "next_working_day" => Some(LastDay::NextWorkingDay),
            _ => None,
        }
    }
}

/// From when the 60 days run if no acceptance paper was made (无受理告知书时的起算).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithoutPaper {
    /// From the notice to the person.
    #[default]
    Notice,
    /// From receipt.
    Receipt,
    /// They do not run.
    None,
}

impl WithoutPaper {
    /// The one of that name, as the setting has it.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "notice" => Some(WithoutPaper::Notice),
            "receipt" => Some(WithoutPaper::Receipt),
            "none" => Some(WithoutPaper::None),
            _ => None,
        }
    }
}

/// Whose act a clock waits for (等谁).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// 本单位
    Ours,
    /// 信访人
    Person,
    /// 上一级机关
    Higher,
}

impl Whose {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Whose::Ours => "ours",
            Whose::Person => "person",
            Whose::Higher => "higher",
        }
    }
}

/// The clocks that a law has (期限); each is one row of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockId {
    /// 告知: 15 days from receipt.
    Notice,
    /// 异议: five working days from receipt of a hand-over that is not ours.
    Objection,
    /// 办理: 60 days from acceptance, and the extension.
    Decision,
    /// 提出复查: 30 days from service; the person's.
    ReviewRequest,
    /// 复查答复: 30 days from the request.
    Review,
    /// 提出复核: 30 days from service of the review answer; the person's.
    RereviewRequest,
    /// 复核答复: 30 days from the request, hearing time not counted.
    Rereview,
    /// 交办期限: as the hand-over paper says; no row of a law.
    Assigned,
    /// 来文期限: a deadline that the paper of a work order names (12345); no row of a law.
    Paper,
}

impl ClockId {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            ClockId::Notice => "notice",
            ClockId::Objection => "objection",
            ClockId::Decision => "decision",
            ClockId::ReviewRequest => "review_request",
            ClockId::Review => "review",
            ClockId::RereviewRequest => "rereview_request",
            ClockId::Rereview => "rereview",
            ClockId::Assigned => "assigned",
            ClockId::Paper => "paper",
        }
    }
}

/// The event that starts a clock (起算事件).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// 收到
    Received,
    /// 受理
    Accepted,
    /// 送达处理意见书
    Served,
    /// 收到复查申请
    ReviewRequested,
    /// 送达复查意见书
    ReviewServed,
    /// 收到复核申请
    RereviewRequested,
    /// A date named in a paper.
    Named,
}

impl Start {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Start::Received => "received",
            Start::Accepted => "accepted",
            Start::Served => "served",
            Start::ReviewRequested => "review_requested",
            Start::ReviewServed => "review_served",
            Start::RereviewRequested => "rereview_requested",
            Start::Named => "named",
        }
    }
}

/// One clock of a law.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Which.
    pub id: ClockId,
    /// What starts it.
    pub start: Start,
    /// Days; the day after the event is day 1.
    pub days: u32,
    /// How they are counted.
    pub unit: Unit,
    /// Whose act it waits for.
    pub whose: Whose,
    /// Article; empty where the text has none and the number is the office's own.
    pub article: String,
    /// Article where the item was handed over by another office, if it is another one.
    #[serde(default)]
    pub article_handed: String,
    /// True if hearing time is not counted.
    #[serde(default)]
    pub pauses_for_hearing: bool,
}

/// What the text leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// When the last day is a rest day.
    pub last_day: LastDay,
    /// When there is no acceptance paper.
    pub acceptance_without_paper: WithoutPaper,
}

/// Numbers that the text names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Most days of an extension.
    pub extension_days: u32,
    /// How often one may be given; the total is capped.
    pub extensions: usize,
    /// Most representatives of a joint visit.
    pub representatives: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawText {
    id: String,
    name: String,
    document: String,
    valid_from: String,
    kinds: bool,
    settings: Settings,
    limits: Limits,
    articles: BTreeMap<String, String>,
    clock: Vec<ClockRule>,
}

/// One law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Law {
    /// `2022` or `2005`, as on the command line.
    pub id: String,
    /// Its title.
    pub name: String,
    /// Who issued it, and when.
    pub document: String,
    /// First day in force.
    pub valid_from: Option<Day>,
    /// True if suggestions, accusations and requests have procedures of their own.
    pub kinds: bool,
    /// What the text leaves open.
    pub settings: Settings,
    /// Numbers that the text names.
    pub limits: Limits,
    articles: BTreeMap<String, String>,
    clocks: Vec<ClockRule>,
}

impl Law {
    /// The article that governs a matter; empty where the text says nothing of it.
    pub fn article(&self, matter: Matter) -> &str {
        self.articles.get(matter.name()).map_or("", String::as_str)
    }

    /// A clock.
    pub fn clock(&self, id: ClockId) -> Option<&ClockRule> {
        self.clocks.iter().find(|clock| clock.id == id)
    }
}

/// What an article is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matter {
    /// 登记
    Register,
    /// 受理、告知
    Accept,
    /// 异议
    Objection,
    /// 转送
    Transfer,
    /// 建议意见
    Suggestion,
    /// 检举控告
    Accusation,
    /// 泄露检举控告的责任
    Breach,
    /// 分类途径
    Route,
    /// 处理意见书
    Opinion,
    /// 调解和解
    Mediation,
    /// 办理期限和延期
    Decision,
    /// 复查
    Review,
    /// 复核
    Rereview,
    /// 不再受理
    Ended,
    /// 办理中的不另受理
    Running,
    /// 代表
    Representatives,
    /// 评价
    Rating,
    /// 回避
    Recusal,
    /// 重大紧急
    Grave,
    /// 交办
    Assigned,
    /// 听证
    Hearing,
}

impl Matter {
    /// The key in a law's document.
    pub const fn name(self) -> &'static str {
        match self {
            Matter::Register => "register",
            Matter::Accept => "accept",
            Matter::Objection => "objection",
            Matter::Transfer => "transfer",
            Matter::Suggestion => "suggestion",
            Matter::Accusation => "accusation",
            Matter::Breach => "breach",
            Matter::Route => "route",
            Matter::Opinion => "opinion",
            Matter::Mediation => "mediation",
            Matter::Decision => "decision",
            Matter::Review => "review",
            Matter::Rereview => "rereview",
            Matter::Ended => "ended",
            Matter::Running => "running",
            Matter::Representatives => "representatives",
            Matter::Rating => "rating",
            Matter::Recusal => "recusal",
            Matter::Grave => "grave",
            Matter::Assigned => "assigned",
            Matter::Hearing => "hearing",
        }
    }
}

/// Which law holds for an item that crosses the day on which the later one came into force (跨期适用). Neither text settles it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Crossing {
    /// The law in force on the day on which a clock starts.
    #[default]
    ByStep,
    /// The law of the day of receipt, to the end.
    ByReceipt,
}

impl Crossing {
    /// Stable name, as the setting has it.
    pub const fn name(self) -> &'static str {
        match self {
            Crossing::ByStep => "by_step",
            Crossing::ByReceipt => "by_receipt",
        }
    }

    /// The one of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        [Crossing::ByStep, Crossing::ByReceipt].into_iter().find(|one| one.name() == name)
    }

    /// The law for a clock that starts on `start`, of an item received on `received`.
    pub fn law(self, received: Day, start: Day) -> &'static Law {
        match self {
            Crossing::ByStep => law_on(start),
            Crossing::ByReceipt => law_on(received),
        }
    }
}

fn read(text: &str) -> Option<Law> {
    let text: LawText = toml::from_str(text).ok()?;
    let mut clocks = text.clock;
    clocks.sort_by_key(|clock| clock.id);
    Some(Law {
        id: text.id,
        name: text.name,
        document: text.document,
        valid_from: Some(day::read(&text.valid_from).ok()?),
        kinds: text.kinds,
        settings: text.settings,
        limits: text.limits,
        articles: text.articles,
        clocks,
    })
}

// A shipped document that does not parse is caught by the tests below.
static LAWS: LazyLock<Vec<Law>> = LazyLock::new(|| {
    let texts =
        [include_str!("../../rules/petition-2005.toml"), include_str!("../../rules/petition-2022.toml")];
    texts.into_iter().filter_map(read).collect()
});

/// Stands where no document could be read; never met in practice.
static NONE: LazyLock<Law> = LazyLock::new(Law::default);

/// The shipped laws, the earlier first.
pub fn laws() -> &'static [Law] {
    &LAWS
}

/// The law of that id.
pub fn law(id: &str) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.id == id)
}

/// The law in force on a day; before the first one, the first.
pub fn law_on(on: Day) -> &'static Law {
    let in_force = LAWS.iter().rev().find(|law| law.valid_from.is_none_or(|from| from <= on.first()));
    in_force.or(LAWS.first()).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_laws_parse_and_each_has_the_clocks_of_its_text() {
        assert_eq!(laws().iter().map(|law| law.id.as_str()).collect::<Vec<_>>(), ["2005", "2022"]);
        for law in laws() {
            let ids: Vec<&str> = law.clocks.iter().map(|clock| clock.id.name()).collect();
            let all = [
                "notice",
                "objection",
                "decision",
                "review_request",
                "review",
                "rereview_request",
                "rereview",
            ];
            assert_eq!(ids, all, "{}", law.id);
            assert_eq!((law.limits.extension_days, law.limits.extensions), (30, 1));
            assert_eq!(law.limits.representatives, 5);
        }
        let articles = |id: &str| {
            let law = law(id).unwrap();
            [ClockId::Notice, ClockId::Decision, ClockId::Review, ClockId::Rereview]
                .map(|clock| law.clock(clock).unwrap().article.as_str())
        };
        assert_eq!(articles("2022"), ["第二十三条", "第三十四条", "第三十五条", "第三十六条"]);
        assert_eq!(articles("2005"), ["第二十二条", "第三十三条", "第三十四条", "第三十五条"]);
        assert!(law("2005").unwrap().clock(ClockId::Objection).unwrap().article.is_empty());
    }

    #[test]
    fn the_law_is_that_of_the_step_or_that_of_the_receipt() {
        let day = |text: &str| day::read(text).unwrap();
        assert_eq!(law_on(day("2022-04-30")).id, "2005");
        assert_eq!(law_on(day("2022-05-01")).id, "2022");
        let (received, accepted) = (day("2022-04-20"), day("2022-05-05"));
        assert_eq!(Crossing::ByStep.law(received, accepted).id, "2022");
        assert_eq!(Crossing::ByReceipt.law(received, accepted).id, "2005");
    }
}
