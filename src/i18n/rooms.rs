//! The rooms whose work has not moved in yet (补贴): one honest sentence each.

use crate::i18n::Lang;

/// A room without furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Subsidy,
}

impl Room {
    /// What will be here, and what can be done today instead.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Room::Subsidy => (
                "直补的测算、清单、批次和回盘现在用命令办：kuqu subsidy --help。",
                "Explanations, lists and batches work by command: kuqu subsidy --help.",
            ),
        };
        lang.pick(zh, en)
    }
}
