//! Reasons of rulings and ends (裁定的理由): the question before one, the usual reasons by their digits, and who gave which.

use super::Lang;
use super::rulings::{entries, short};
use crate::journal::EntityId;

/// Who ruled on something or ended it, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The officer.
    pub officer: String,
    /// Label of the machine.
    pub device: String,
    /// Date and minute at UTC+8.
    pub when: String,
    /// In the officer's own words; empty for no reason.
    pub why: String,
}

/// The question before something is ruled or ended: it is done with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// End this machine?
    End { device: EntityId, label: String },
    /// Undo this import of so many commits?
    Undo { id: String, commits: usize },
    /// Count it again?
    Redo { id: String, commits: usize },
    /// Release one commit of a machine, or all: so many?
    Release { device: EntityId, label: String, commit: Option<String>, count: usize },
}

/// The question before something is ruled or ended.
pub fn ask(lang: Lang, asked: &Asked) -> String {
    match asked {
        Asked::End { label, .. } => lang.pick(
            format!("停用 {label}？以后给它的文件它打不开，它再送来的先放一边，不能恢复使用。"),
            format!("End {label}? It cannot open later files, what it still sends is put aside, and it never comes back into use."),
        ),
        Asked::Undo { id, commits } => ask_undo(lang, id, *commits),
        Asked::Redo { id, commits } => ask_redo(lang, id, *commits),
        Asked::Release { label, count, .. } => ask_release(lang, label, *count),
    }
}

/// What that question is called.
pub fn ask_title(lang: Lang, asked: &Asked) -> &'static str {
    match asked {
        Asked::End { .. } => lang.pick("停用的理由", "Why it ends"),
        Asked::Undo { .. } => lang.pick("撤回的理由", "Why it is undone"),
        Asked::Redo { .. } => lang.pick("恢复的理由", "Why it counts again"),
        Asked::Release { .. } => lang.pick("采用的理由", "Why it is released"),
    }
}

/// The usual reasons, each taken by its digit.
fn reasons(lang: Lang, asked: &Asked) -> [&'static str; 3] {
    match asked {
        Asked::End { .. } => lang.pick(["丢失", "损坏", "退下不用"], ["lost", "broken", "taken out of use"]),
        Asked::Undo { .. } => {
            lang.pick(["收错文件", "内容有误", "重复收入"], ["wrong file", "wrong content", "taken in twice"])
        }
        Asked::Redo { .. } => {
            lang.pick(["撤错了", "核实无误", "更正后再用"], ["undone by mistake", "found right", "needed"])
        }
        Asked::Release { .. } => lang
            .pick(["逐条看过", "向本人核实", "入户核实"], ["read", "the person confirms", "seen on a visit"]),
    }
}

/// How a reason is given.
pub fn ask_help(lang: Lang, asked: &Asked) -> String {
    let [first, second, third] = reasons(lang, asked);
    lang.pick(
        format!("按序号或自己写：1 {first}   2 {second}   3 {third}"),
        format!("A digit, or in words: 1 {first}   2 {second}   3 {third}"),
    )
}

/// The reason that was typed, in words or by its digit.
pub fn reason(lang: Lang, asked: &Asked, typed: &str) -> String {
    let typed = typed.trim();
    let digit = crate::text::fold_search(typed).parse::<usize>().ok();
    let usual =
        digit.and_then(|digit| digit.checked_sub(1)).and_then(|at| reasons(lang, asked).get(at).copied());
    usual.unwrap_or(typed).to_owned()
}

/// Who ruled on the chosen import last.
pub fn spoken_of(lang: Lang, of: &Spoken) -> String {
    lang.about(lang.pick("最后的裁定", "Last ruling"), &spoken(lang, of))
}

/// Who ended a machine.
pub fn ended_by(lang: Lang, of: &Spoken) -> String {
    lang.about(lang.pick("停用", "Ended"), &spoken(lang, of))
}

/// Who ruled on something or ended it, when and why.
pub(super) fn spoken(lang: Lang, spoken: &Spoken) -> String {
    let Spoken { officer, device, when, why } = spoken;
    let said = lang.pick(format!("{officer} {when} 在 {device}"), format!("{officer}, {when}, on {device}"));
    if why.is_empty() { said } else { lang.about(&said, why) }
}

/// The question before an import is undone.
fn ask_undo(lang: Lang, id: &str, commits: usize) -> String {
    let id = short(id);
    lang.pick(
        format!("撤回 {id}？它带来的 {commits} 笔在所有机器上不再算数，以后可以恢复。"),
        format!(
            "Undo {id}? Its {} no longer count on any machine; it can be counted again.",
            entries(commits)
        ),
    )
}

/// The question before an import counts again.
fn ask_redo(lang: Lang, id: &str, commits: usize) -> String {
    let id = short(id);
    lang.pick(
        format!("恢复 {id}？它带来的 {commits} 笔重新算数。"),
        format!("Count {id} again? Its {} count as before.", entries(commits)),
    )
}

/// The question before what turned up is released.
fn ask_release(lang: Lang, label: &str, count: usize) -> String {
    lang.pick(
        format!("采用 {label} 停用后的 {count} 笔？看过再答：采用以后在所有机器上算数。"),
        format!(
            "Release {} of {label} from after its end? Read first: it will count on every machine.",
            entries(count)
        ),
    )
}
