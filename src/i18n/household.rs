//! Words of the household screen (户): head line, members, one member's details, what is not recorded yet.

use crate::domain::sex::Sex;
use crate::domain::status::Status;
use crate::i18n::Lang;

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Head,
    NoHead,
    Relocated,
    Reservoir,
    MigrantKind,
    Settlement,
    Address,
    Remark,
    Relation,
    Name,
    Sex,
    Age,
    Status,
    IdNumber,
    Account,
    Phone,
    Bank,
    Ethnic,
    Birth,
    Code,
    FormerName,
    Nickname,
    Support,
    Findings,
    NoFindings,
    Visit,
    Payment,
    Petition,
    Notes,
    Conflicts,
    NotYet,
    NoMembers,
    Hidden,
    Shown,
    NotRecorded,
    Person,
    Household,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Head => ("户主", "head"),
            Text::NoHead => ("无户主", "no head"),
            Text::Relocated => ("搬迁", "Relocated"),
            Text::Reservoir => ("水库", "Reservoir"),
            Text::MigrantKind => ("类别", "Kind"),
            Text::Settlement => ("安置点", "Settlement"),
            Text::Address => ("住址", "Address"),
            Text::Remark => ("备注", "Remark"),
            Text::Relation => ("关系", "Relation"),
            Text::Name => ("姓名", "Name"),
            Text::Sex => ("性别", "Sex"),
            Text::Age => ("年龄", "Age"),
            Text::Status => ("状态", "Status"),
            Text::IdNumber => ("证件号", "ID number"),
            Text::Account => ("账号", "Account"),
            Text::Phone => ("电话", "Phone"),
            Text::Bank => ("开户行", "Bank"),
            Text::Ethnic => ("民族", "Ethnic"),
            Text::Birth => ("出生", "Born"),
            Text::Code => ("编号", "Code"),
            Text::FormerName => ("曾用名", "Former"),
            Text::Nickname => ("小名", "Nickname"),
            Text::Support => ("扶持期", "Support"),
            Text::Findings => ("待看", "To look at"),
            Text::NoFindings => ("没有待看的问题", "nothing to look at"),
            Text::Visit => ("入户", "Visit"),
            Text::Payment => ("兑现", "Payment"),
            Text::Petition => ("信访", "Petition"),
            Text::Notes => ("记事", "Notes"),
            Text::Conflicts => ("冲突", "Conflict"),
            Text::NotYet => ("尚无记录", "none"),
            Text::NoMembers => ("这一户还没有成员", "This household has no members yet"),
            Text::Hidden => ("号码已遮住", "numbers masked"),
            Text::Shown => ("号码已显示，已记录", "numbers shown, recorded"),
            Text::Person => ("此人", "Person"),
            Text::Household => ("这一户", "Household"),
            Text::NotRecorded => ("未登记", "not recorded"),
        };
        lang.pick(zh, en)
    }
}

/// A person's status, at most 7 cells.
pub fn status(status: Status, lang: Lang) -> &'static str {
    let (zh, en) = match status {
        Status::Registered => ("在册", "listed"),
        Status::MovedOut => ("迁出", "moved"),
        Status::Deceased => ("死亡", "dead"),
        Status::SetAside => ("作废", "void"),
    };
    lang.pick(zh, en)
}

/// A person's sex, at most 3 cells.
pub fn sex(sex: Sex, lang: Lang) -> &'static str {
    match sex {
        Sex::Male => lang.pick("男", "M"),
        Sex::Female => lang.pick("女", "F"),
    }
}

/// Sentences with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// How many members.
    Members(usize),
    /// How many notes.
    Notes(usize),
    /// How many values stand in conflict.
    InConflict(usize),
}

impl Phrase {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::Members(count) => lang.pick(format!("{count} 人"), format!("{count} persons")),
            Phrase::Notes(count) => lang.pick(format!("{count} 条"), count.to_string()),
            Phrase::InConflict(0) => lang.pick("无", "none").to_string(),
            Phrase::InConflict(count) => {
                let held = crate::i18n::exchange_pane::Text::MoneyHeld.text(lang);
                lang.pick(format!("{count} 处 {held}"), format!("{count} {held}"))
            }
        }
    }
}
