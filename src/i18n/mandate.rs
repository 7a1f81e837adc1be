//! Words of mandates (委托代领、继承): who receives a person's money by a signed form, and why one is not entered.

use super::Lang;
use crate::domain::subsidy::mandate::{Receiver, Sort};

/// Why a mandate is not entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Without a name, a form's number or the day of signing.
    Incomplete,
    /// Signed after today, or ended before it begins.
    Days,
    /// Its account is no account number.
    Account,
    /// No such form of this person.
    Unknown(String),
}

impl Flaw {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Flaw::Incomplete => lang.pick(
                "委托书要写明代领人、编号和签字日期；补齐后再登记。".into(),
                "A mandate needs who receives, the form's number and the day of signing; nothing was entered.".into(),
            ),
            Flaw::Days => lang.pick(
                "委托书的签字日期在今天之后，或停用早于起用；改正日期后再登记。".into(),
                "The form is signed after today, or ends before it begins; nothing was entered.".into(),
            ),
            Flaw::Account => lang.pick(
                "代领人的账号不像账号；对着银行卡核对后再登记。".into(),
                "That is no account number; check the card. Nothing was entered.".into(),
            ),
            Flaw::Unknown(paper) => lang.pick(
                format!("此人没有编号 {paper} 的委托书；用 kuqu subsidy payees 看有哪些。"),
                format!("There is no form {paper} of this person; see kuqu subsidy payees."),
            ),
        }
    }
}

/// Why somebody else receives.
pub fn sort(lang: Lang, sort: Sort) -> &'static str {
    match sort {
        Sort::Agent => lang.pick("委托代领", "agent"),
        Sort::Heir => lang.pick("继承", "heir"),
    }
}

/// Who receives, by which form.
pub fn receiver(lang: Lang, one: &Receiver) -> String {
    let (sort, relation) = (sort(lang, one.sort), lang.aside(&one.relation));
    let on = one.on.map(|on| on.iso()).unwrap_or_default();
    lang.pick(
        format!("{sort}：{}{relation}，委托书 {} {on}", one.name, one.paper),
        format!("{sort}: {}{relation}, form {} of {on}", one.name, one.paper),
    )
}

/// It was entered, or was on file.
pub fn entered(lang: Lang, one: &Receiver, changed: bool) -> String {
    let who = receiver(lang, one);
    match changed {
        true => lang.pick(format!("已登记{who}。"), format!("Entered: {who}.")),
        false => lang.pick("已登记过，没有改动。".into(), "On file already; nothing changed.".into()),
    }
}

/// It was ended.
pub fn ended(lang: Lang, paper: &str, until: &str) -> String {
    lang.pick(format!("委托书 {paper} 用到 {until} 为止。"), format!("Form {paper} counts until {until}."))
}

/// So many forms.
pub fn counted(lang: Lang, count: usize) -> String {
    lang.pick(format!("共 {count} 份委托书。"), format!("{count} forms."))
}
