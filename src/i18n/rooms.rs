//! The rooms whose work has not moved in yet (补贴, 信访): one honest sentence each.

use crate::i18n::Lang;

/// A room without furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Subsidy,
    Petition,
}

impl Room {
    /// What will be here, and what can be done today instead.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Room::Subsidy => (
                "后期扶持直补的测算、清单和兑现将在这里。这一版还没有：不计算任何金额。",
                "Entitlements, payment lists and payments will be here. Not in this version yet: no amount is computed.",
            ),
            Room::Petition => (
                "信访登记、期限和答复将在这里。这一版还没有：不要指望它提醒期限。",
                "Petitions with their deadlines will be here. Not in this version yet: do not rely on it for a deadline.",
            ),
        };
        lang.pick(zh, en)
    }
}
