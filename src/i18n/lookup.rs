//! Words of the look-up pane (查询): the box, the results and why each of them is there.

use crate::i18n::Lang;

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Box,
    Hint,
    HintMore,
    Searching,
    Code,
    Name,
    Place,
    Reason,
    Born,
    Approximate,
    NoVillages,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Box => ("找", "Find"),
            Text::Hint => (
                "一个框都能找：姓名、拼音首字母、证件号电话账号尾数、户号、村名。",
                "One box finds all: name, initials, tail of number or phone, code, village.",
            ),
            Text::HintMore => (
                "可以几段一起，用空格隔开：姓名首字母、组、出生年。",
                "Several pieces go together, with spaces: initials, group, year of birth.",
            ),
            Text::Searching => ("查询中..", "searching.."),
            Text::Code => ("编号", "Code"),
            Text::Name => ("姓名", "Name"),
            Text::Place => ("村组", "Village, group"),
            Text::Reason => ("依据", "Because of"),
            Text::Born => ("出生", "Born"),
            Text::Approximate => ("近似", "similar"),
            Text::NoVillages => ("还没有任何村的资料", "no village yet"),
        };
        lang.pick(zh, en)
    }
}

/// What of a record met a piece of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchReason {
    Code,
    HouseholdCode,
    CodePart,
    Name,
    FullPinyin,
    Initials,
    Mixed,
    FormerName,
    Nickname,
    IdNumber,
    IdTail,
    IdPart,
    Phone,
    PhoneTail,
    PhonePart,
    Account,
    AccountTail,
    AccountPart,
    Village,
    Township,
    Group,
    BirthYear,
    BirthDate,
    Petition,
}

impl MatchReason {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            MatchReason::Petition => ("信访件", "petition"),
            MatchReason::Code => ("编号", "code"),
            MatchReason::HouseholdCode => ("户号", "household code"),
            MatchReason::CodePart => ("编号一段", "part of code"),
            MatchReason::Name => ("姓名", "name"),
            MatchReason::FullPinyin => ("全拼", "pinyin"),
            MatchReason::Initials => ("首字母", "initials"),
            MatchReason::Mixed => ("混拼", "mixed"),
            MatchReason::FormerName => ("曾用名", "former name"),
            MatchReason::Nickname => ("小名", "nickname"),
            MatchReason::IdNumber => ("证件号", "ID number"),
            MatchReason::IdTail => ("证件号尾数", "ID tail"),
            MatchReason::IdPart => ("证件号开头", "ID beginning"),
            MatchReason::Phone => ("电话", "phone"),
            MatchReason::PhoneTail => ("电话尾数", "phone tail"),
            MatchReason::PhonePart => ("电话开头", "phone beginning"),
            MatchReason::Account => ("账号", "account"),
            MatchReason::AccountTail => ("账号尾数", "account tail"),
            MatchReason::AccountPart => ("账号开头", "account beginning"),
            MatchReason::Village => ("村", "village"),
            MatchReason::Township => ("乡镇", "township"),
            MatchReason::Group => ("组", "group"),
            MatchReason::BirthYear => ("出生年", "birth year"),
            MatchReason::BirthDate => ("出生日期", "birth date"),
        };
        lang.pick(zh, en)
    }
}

/// Sentences with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// How many results; more exist than are listed.
    Count { listed: usize, total: u64 },
    /// What a list of a check's findings shows.
    OfFinding { name: &'a str, total: u64 },
    /// Nothing was found *here*: what was looked for.
    NotHere { query: &'a str },
    /// Which villages this folder holds.
    Held { villages: &'a str, more: usize },
    /// As of when: last roster import and last exchange, ISO dates.
    AsOf { roster: Option<&'a str>, exchange: Option<&'a str> },
    /// Local records not yet sent are part of the search.
    WithLocal { unconfirmed: u64 },
}

impl Phrase<'_> {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::Count { listed, total } if *total > *listed as u64 => lang.pick(
                format!("{total} 条，列出前 {listed} 条"),
                format!("{total} found, the first {listed} listed"),
            ),
            Phrase::Count { total, .. } => lang.pick(format!("{total} 条"), format!("{total} found")),
            Phrase::OfFinding { name, total } => {
                lang.pick(format!("待看：{name}，{total} 条"), format!("To look at: {name}, {total}"))
            }
            Phrase::NotHere { query } => lang.pick(
                format!("这台机器上没有找到 \"{query}\"。别处也许有。"),
                format!("\"{query}\" was not found on this machine. It may exist elsewhere."),
            ),
            Phrase::Held { villages, more: 0 } => {
                lang.pick(format!("这里有的村：{villages}"), format!("Villages held here: {villages}"))
            }
            Phrase::Held { villages, more } => lang.pick(
                format!("这里有的村：{villages} 等，另有 {more} 个"),
                format!("Villages held here: {villages} and {more} more"),
            ),
            Phrase::AsOf { roster, exchange } => {
                let roster = roster.unwrap_or(lang.pick("从未", "never"));
                let exchange = exchange.unwrap_or(lang.pick("从未", "never"));
                lang.pick(
                    format!("资料截至：名册导入 {roster}，与办公室交换 {exchange}"),
                    format!("As of: roster import {roster}, exchange with the office {exchange}"),
                )
            }
            Phrase::WithLocal { unconfirmed } => lang.pick(
                format!("本机尚未得到确认的 {unconfirmed} 条也已查过。"),
                format!("The {unconfirmed} local entries not yet confirmed were searched too."),
            ),
        }
    }
}

/// That other records were judged to be the same person; none where there are none.
pub fn same_as(lang: Lang, codes: &[String]) -> Option<String> {
    let list = codes.join(lang.pick("、", ", "));
    (!codes.is_empty()).then(|| lang.pick(format!("同一人 {list}"), format!("same as {list}")))
}
