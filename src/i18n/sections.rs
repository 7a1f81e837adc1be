//! Titles of the groups of acts (操作分组), in help and in the README's table.

use crate::i18n::Lang;
use crate::keys::Scope;

/// The title of the group in which a scope's acts stand.
pub fn title(scope: Scope, lang: Lang) -> &'static str {
    let (zh, en) = match scope {
        Scope::App => ("到处可用", "Everywhere"),
        Scope::List => ("列表", "Lists"),
        Scope::Household => ("户", "Household"),
        Scope::Confirm => ("提问", "Question"),
        Scope::Prompt => ("填一行", "One line"),
        Scope::Import => ("导入预览", "Import preview"),
        Scope::Officers => ("人员", "Officers"),
        Scope::Slip => ("填单", "A slip"),
        Scope::Exchange => ("交换", "Exchange"),
        Scope::Arrival => ("收入预览", "What a file brings"),
        Scope::Clash => ("待处理的一件", "One thing to settle"),
        Scope::Imports => ("收入清单", "What was taken in"),
        Scope::Loss => ("停用机器", "Ending a machine"),
        Scope::Late => ("停用后收到的", "After a machine's end"),
        Scope::Lock => ("锁屏", "Lock screen"),
        Scope::Form => ("表单", "Form"),
        Scope::Drafts => ("草稿", "Drafts"),
        Scope::History => ("历史", "History"),
        Scope::Petition => ("信访", "Petitions"),
        Scope::Verify => ("核查", "Verification"),
        Scope::Queue => ("待审", "The queue"),
        Scope::Subsidy => ("补贴", "Subsidy"),
        Scope::Account => ("个人补贴", "One person's subsidy"),
        Scope::Batch => ("批次", "Batches"),
        Scope::PayList => ("清单试算", "A list before it is frozen"),
        Scope::OpenItem => ("待处理的款", "Payments to work off"),
        Scope::Answer => ("答复条", "The answer in large print"),
    };
    lang.pick(zh, en)
}
