//! Sentences about rulings and ends (裁定与停用): undoing an import, ending a machine, what turns up of it later.

use std::collections::BTreeSet;

use super::{Lang, counted};
use crate::exchange::brought::Ruled;
use crate::exchange::late::NotReleased;
use crate::exchange::undo::{Dependent, Refused, Why};
use crate::store::{Ruling, RulingError};

/// Why nothing was ruled or ended.
pub fn refused(lang: Lang, error: &RulingError) -> String {
    match error {
        RulingError::ElsewhereOnly { label } if label.is_empty() => lang
            .pick(
                "这要由负责人在办公室的第一台机器上做。",
                "Only the head does this, on the office's first machine.",
            )
            .into(),
        RulingError::ElsewhereOnly { label } => lang.pick(
            format!("这要由负责人在办公室的第一台机器（{label}）上做；做了以后随文件带到各机。"),
            format!("Only the head does this, on the office's first machine ({label}); files carry it on."),
        ),
        RulingError::OnAuthority => lang
            .pick(
                "机器、人员、授权、停用和裁定本身不能被裁定。要改，停用它，或另写一份授权。",
                "Machines, officers, grants, ends and rulings are not ruled on. End it, or grant anew.",
            )
            .into(),
        RulingError::OwnDevice => lang
            .pick(
                "这是办公室的第一台机器，不能停用自己。要换机器，用备份在新机器上恢复。",
                "This is the office's first machine and cannot end itself. To replace it, restore a backup.",
            )
            .into(),
        RulingError::NoSuchDevice => lang
            .pick("没有这台机器。kuqu devices 看有哪些。", "No such machine. kuqu devices lists them.")
            .into(),
        RulingError::Ended => lang
            .pick(
                "这台机器已经停用过了，不用再做。",
                "That machine has ended already; there is nothing left to do.",
            )
            .into(),
    }
}

/// Nobody has this label; these there are.
pub fn no_machine(lang: Lang, label: &str, known: &[String]) -> String {
    lang.pick(
        format!("没有叫 {label} 的机器。有：{}。", known.join("、")),
        format!("There is no machine {label}. There are: {}.", known.join(", ")),
    )
}

/// Why an import is not undone, or not counted again.
pub fn not_undone(lang: Lang, why: &Refused) -> String {
    match why {
        Refused::NoSuch(id) => lang.pick(
            format!("没有编号以 {id} 开头的收入。kuqu bundle list 看有哪些。"),
            format!("No import has an id that begins with {id}. See kuqu bundle list."),
        ),
        Refused::TooShort => lang
            .pick(
                "编号至少写四位。kuqu bundle list 看有哪些。",
                "Give at least four digits of the id. See kuqu bundle list.",
            )
            .into(),
        Refused::Several(ids) => lang.pick(
            format!("有 {} 次收入都这样开头，请多写几位：{}。", ids.len(), ids.join("、")),
            format!("{} imports begin like that; give more digits: {}.", ids.len(), ids.join(", ")),
        ),
        Refused::AuthorityOnly => lang
            .pick(
                "这次收入只带来机器、人员和授权，这些不能撤回。要改，停用它，或另写一份授权。",
                "This import brought machines, officers and grants alone; those are not undone. End them instead.",
            )
            .into(),
        Refused::Unfinished => lang
            .pick(
                "这次导入没有做完。先用同一个文件再导一次，做完了再撤回。",
                "This import was not finished. Import the same file again first, then undo it.",
            )
            .into(),
        Refused::Already => lang
            .pick(
                "这次收入已经撤回了。要它重新算数，用 kuqu bundle redo。",
                "This import is undone already. kuqu bundle redo counts it again.",
            )
            .into(),
        Refused::NotUndone => lang
            .pick(
                "这次收入没有撤回过，不用恢复。哪些撤回了：kuqu bundle list。",
                "This import was not undone; there is nothing to count again. kuqu bundle list tells which are undone.",
            )
            .into(),
        Refused::RestedOn(all) => rested(lang, all),
    }
}

/// What rests on an import, and what to do about it: money that is out is corrected, a batch that is not is given up.
fn rested(lang: Lang, all: &[Dependent]) -> String {
    let count = all.len();
    let places = counted(count as u64, "place", "places");
    if all.iter().any(Dependent::is_paid) {
        return lang.pick(
            format!("有发放建立在这次收入上（共 {count} 处），不能撤回。钱上的错用冲销或追缴更正。"),
            format!("Payments rest on this import ({places}); it is not undone. Correct money by a reversal or a recovery."),
        );
    }
    let batches: BTreeSet<&str> = all.iter().filter_map(Dependent::to_be_given_up).collect();
    if !batches.is_empty() {
        let batches: Vec<&str> = batches.into_iter().collect();
        let (zh, en) = (batches.join("、"), batches.join(", "));
        return lang.pick(
            format!("还没有提交的发放建立在这次收入上（共 {count} 处），不能撤回。先作废批次 {zh}：kuqu subsidy withdraw 批次号 --reason 原因，再来。"),
            format!("A payment that is not submitted rests on this import ({places}); it is not undone. Give up {en} first: kuqu subsidy withdraw NUMBER --reason WHY, then try again."),
        );
    }
    let (things, those) = match count {
        1 => ("1 thing rests".to_owned(), "that"),
        _ => (format!("{count} things rest"), "those"),
    };
    lang.pick(
        format!("有 {count} 处建立在这次收入上，不能撤回。先撤销或更正这些，再来。"),
        format!("{things} on this import; it is not undone. Take {those} back first, then try again."),
    )
}

/// Why something rests on an import, in a few words.
pub fn why(lang: Lang, why: Why) -> &'static str {
    let (zh, en) = match why {
        Why::Replaces => ("改过它带来的值", "changed a value that it brought"),
        Why::SetAside => ("按它带来的样子作废了", "set aside as it left it"),
        Why::Refers => ("写到了它新建的资料", "names what it created"),
        Why::Carries => ("依据它带来的资料", "stands on what it brought"),
        Why::SameAct => ("同一次办理的另一部分", "another part of the same act"),
        Why::CameInParts => ("有一部分以前就收到了", "a part of it was here before"),
    };
    lang.pick(zh, en)
}

/// Two rulings on one import differ.
pub fn differ(lang: Lang, id: &str) -> String {
    lang.pick(
        format!("对 {id} 有两个相反的裁定：定下来之前不算数。在待处理里定（kuqu conflicts）。"),
        format!(
            "Two rulings on {id} differ; until one is chosen it does not count. Settle it: kuqu conflicts."
        ),
    )
}

/// So many commits, in English.
pub(super) fn entries(count: usize) -> String {
    counted(count as u64, "commit", "commits")
}

/// What a ruling says.
pub fn verdict(lang: Lang, ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Out => lang.pick("不算数", "does not count"),
        Ruling::In => lang.pick("算数", "counts"),
        Ruling::Withdrawn => lang.pick("没有裁定，照原样", "no ruling: as it was"),
    }
}

/// What contradicting rulings are about.
pub fn work(lang: Lang, label: &str, commits: usize, since: &str) -> String {
    lang.pick(
        format!("{label} 的 {commits} 笔（{since} 起）"),
        format!("{} of {label} (from {since})", entries(commits)),
    )
}

/// Why nothing was released.
pub fn not_released(lang: Lang, label: &str, why: &NotReleased) -> String {
    match why {
        NotReleased::Nothing => lang.pick(
            format!("{label} 没有停用后收到的记录。各机情况：kuqu devices。"),
            format!("Nothing of {label} is put aside. See kuqu devices."),
        ),
        NotReleased::NoSuch(id) => lang.pick(
            format!("{label} 停用后收到的记录里没有（或不止一笔）编号以 {id} 开头的（至少四位）。kuqu devices late {label} 看有哪些。"),
            format!("No commit of {label}, or more than one, begins with {id} (four digits at least). kuqu devices late {label} lists them."),
        ),
    }
}

/// Digits of an id that are shown; more are taken, too.
const DIGITS: usize = 12;

/// The first digits of an id, enough to name it.
pub fn short(id: &str) -> String {
    id.chars().take(DIGITS).collect()
}

/// How an import that was just taken in is undone.
pub fn undoable(lang: Lang, id: &str) -> String {
    let id = short(id);
    lang.pick(
        format!("编号 {id}。收错了：kuqu bundle undo {id}。"),
        format!("Id {id}. If it was a mistake: kuqu bundle undo {id}."),
    )
}

/// An import that is an office's file.
pub fn office_file(lang: Lang) -> &'static str {
    lang.pick("办公室文件", "office file")
}

/// How much an import brought.
pub fn counts(lang: Lang, commits: usize, operations: u64) -> String {
    lang.pick(
        format!("{commits} 笔，{operations} 项"),
        format!("{}, {}", entries(commits), counted(operations, "operation", "operations")),
    )
}

/// How many commits an import has, where there is room for no more.
pub fn commits(lang: Lang, commits: usize) -> String {
    lang.pick(format!("{commits} 笔"), entries(commits))
}

/// What the rulings say of an import, in a word.
pub fn ruled(lang: Lang, ruled: Ruled, unfinished: bool) -> &'static str {
    let (zh, en) = match ruled {
        _ if unfinished => ("没做完", "unfinished"),
        Ruled::Open => ("算数", "counts"),
        Ruled::Aside => ("没有算数", "does not count"),
        Ruled::Out => ("已撤回", "undone"),
        Ruled::Partly => ("部分已撤回", "partly undone"),
        Ruled::Differ => ("裁定相反", "two rulings"),
    };
    lang.pick(zh, en)
}

/// An import was undone: of its commits so many counted.
pub fn undone(lang: Lang, id: &str, commits: usize, counting: usize) -> String {
    let (zh, en) = match counting {
        0 => (format!("{commits} 笔本来就没有算数"), format!("{}, of which none counted", entries(commits))),
        _ if counting == commits => {
            (format!("{commits} 笔不再算数"), format!("{} no longer counted", entries(commits)))
        }
        _ => (
            format!("{commits} 笔里算数的 {counting} 笔不再算数"),
            format!("{counting} of {} no longer counted", entries(commits)),
        ),
    };
    lang.pick(
        format!("已撤回 {id}：{zh}，随文件带到各机。要恢复：kuqu bundle redo {id}。"),
        format!("Undid {id}: {en}; files carry it on. To count again: kuqu bundle redo {id}."),
    )
}

/// An import is not undone any longer: of its commits so many count.
pub fn counted_again(lang: Lang, id: &str, commits: usize, counting: usize) -> String {
    match counting {
        0 => lang.pick(
            format!("{id} 不再是撤回的，{commits} 笔仍没有算数，和撤回以前一样。放在一边的：kuqu devices 看。"),
            format!("{id} is no longer undone; none of {} counts, as before. kuqu devices tells what is put aside.", entries(commits)),
        ),
        _ if counting == commits => lang.pick(
            format!("{id} 重新算数：{commits} 笔，随文件带到各机。"),
            format!("{id} counts again: {}; files carry it on.", entries(commits)),
        ),
        _ => lang.pick(
            format!("{id} 重新算数：{commits} 笔里的 {counting} 笔，随文件带到各机。"),
            format!("{id} counts again: {counting} of {}; files carry it on.", entries(commits)),
        ),
    }
}

/// Authority that an import brought stays.
pub fn authority_stays(lang: Lang, count: usize) -> String {
    lang.pick(
        format!("它还带来 {count} 笔机器和授权的记录，那些不受撤回影响。"),
        format!("It also brought {} about machines and grants; what is in them stays.", entries(count)),
    )
}

/// A machine was ended, or would be.
pub fn ended(lang: Lang, label: &str, dry: bool) -> String {
    match dry {
        true => lang.pick(
            format!("试算：停用 {label} 会怎样。还没有停用。"),
            format!("What ending {label} would mean; it was not ended."),
        ),
        false => lang.pick(
            format!("{label} 已停用：以后的文件它打不开；它再送来的记录先放一边，由人看过再定。"),
            format!(
                "{label} has ended: it cannot open later files; what it still sends is put aside to be read."
            ),
        ),
    }
}

/// The known loss window.
pub fn window(lang: Lang, receipt: Option<&str>, households: usize) -> String {
    match receipt {
        Some(date) => lang.pick(
            format!("失联范围：{date} 的回执以后，有 {households} 户没有再收到它的记录。"),
            format!(
                "Known loss window: of {households} households nothing came since its receipt of {date}."
            ),
        ),
        None => lang.pick(
            format!("失联范围：它从来没有回执，{households} 户都在内。"),
            format!("Known loss window: it never sent a receipt; all {households} households are in it."),
        ),
    }
}

/// What to do next.
pub fn next(lang: Lang, label: &str) -> String {
    lang.pick(
        format!("下一步：用备用笔记本写入网申请（kuqu enrol request），带到这里受理（kuqu enrol accept），给它同样的村；再按清单回访。{label} 若找到：收入它的文件，kuqu devices late {label} 看，kuqu devices release {label} 采用。"),
        format!("Next: on a spare laptop kuqu enrol request, here kuqu enrol accept with the same villages, then visit the households of the list. If {label} turns up: take its file in, read kuqu devices late {label}, then kuqu devices release {label}."),
    )
}

/// The list was written.
pub fn printed(lang: Lang, file: &str, households: usize) -> String {
    lang.pick(
        format!("{households} 户的清单已写入 {file}，里面有姓名，不加密；这次导出已记录。"),
        format!("The list of {households} households is in {file}, in clear, with names; recorded."),
    )
}

/// How much of an ended machine is put aside.
pub fn turned_up(lang: Lang, label: &str, count: usize) -> String {
    lang.pick(
        format!("{label} 停用后收到 {count} 笔，没有算数。看：kuqu devices late {label}；采用：kuqu devices release {label}。"),
        format!("Put aside of {label}, as it came after its end: {}. Read: kuqu devices late {label}; use: kuqu devices release {label}.", entries(count)),
    )
}

/// It is not known whether a commit came before the end.
pub fn undecided(lang: Lang) -> &'static str {
    lang.pick(
        "缺前面的记录，还不能断定在停用之前还是之后",
        "records before it are missing: before or after the end is open",
    )
}

/// A record that goes beyond the officer's role.
pub fn beyond_role(lang: Lang) -> &'static str {
    lang.pick("超出职责", "beyond the role")
}

/// What turned up was released.
pub fn released(lang: Lang, label: &str, count: usize) -> String {
    lang.pick(
        format!("{label} 的 {count} 笔已采用，从现在起算数，随文件带到各机。"),
        format!("Released {} of {label}: it counts from now on; files carry it on.", entries(count)),
    )
}

/// Fixed words of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Loading,
    Imports,
    NoImports,
    Rested,
    Village,
    Code,
    Head,
    Plan,
    Heard,
    NeverHeard,
    NothingLate,
    NothingBrought,
    SameNow,
    Undecided,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Loading => ("读取中..", "reading.."),
            Text::Imports => ("收入清单", "What was taken in"),
            Text::NoImports => ("还没有收入过文件。", "Nothing was taken in yet."),
            Text::Rested => ("建立在这次收入上的", "What rests on this import"),
            Text::Village => ("村", "Village"),
            Text::Code => ("户编号", "Household"),
            Text::Head => ("户主", "Head"),
            Text::Plan => ("本轮计划", "Planned"),
            Text::Heard => ("上次收到", "Last heard"),
            Text::NeverHeard => ("从未", "never"),
            Text::NothingLate => ("没有待看的记录。", "Nothing of it waits to be read."),
            Text::NothingBrought => (
                "只带来机器、人员和授权，没有记录。",
                "It brought machines, officers and grants alone, no records.",
            ),
            Text::SameNow => ("现在也是", "the same now"),
            Text::Undecided => ("先后未定", "order open"),
        };
        lang.pick(zh, en)
    }
}

/// The title of what an import brought; from no machine = an office file.
pub fn brought_title(lang: Lang, from: Option<&str>, when: &str) -> String {
    match from {
        Some(from) => {
            lang.pick(format!("{when} 收入 {from} 的内容"), format!("What came from {from} at {when}"))
        }
        None => lang.pick(
            format!("{when} 收入的{}", office_file(lang)),
            format!("What an {} brought at {when}", office_file(lang)),
        ),
    }
}

/// That a long list is shown in part.
pub fn first_of(lang: Lang, shown: usize, all: usize) -> String {
    lang.pick(
        format!("只列前 {shown} 笔（共 {all} 笔），全部用 kuqu bundle show 看"),
        format!("The first {shown} of {all}; kuqu bundle show tells all"),
    )
}

/// How many records of a commit have no room on the page.
pub fn left_off(lang: Lang, count: usize) -> String {
    let more = counted(count as u64, "more record", "more records");
    lang.pick(format!("还有 {count} 条记录没有列出，用命令能看全"), format!("{more}; the command tells all"))
}

/// The title of a loss window.
pub fn loss_title(lang: Lang, label: &str, ended: bool) -> String {
    match ended {
        true => lang.pick(format!("{label} 已停用"), format!("{label} has ended")),
        false => lang.pick(format!("停用 {label} 会怎样"), format!("What ending {label} means")),
    }
}

/// The last day of which anything of a machine came.
pub fn newest(lang: Lang, date: &str) -> String {
    lang.pick(
        format!("收到的最后一笔写于 {date}。"),
        format!("The last entry that came was written on {date}."),
    )
}

/// The title of what turned up.
pub fn late_title(lang: Lang, label: &str) -> String {
    lang.pick(format!("{label} 停用后收到的"), format!("Of {label}, after its end"))
}

/// How much turned up.
pub fn late_count(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} 笔，没有算数"), format!("{}; none counts", entries(count)))
}

/// Records of one commit.
pub fn records(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} 条记录"), counted(count as u64, "record", "records"))
}

/// What stands here now, beside a value that does not count.
pub fn stands(lang: Lang, now: &str) -> String {
    if now.is_empty() {
        return lang.pick("现在：空", "now: empty").to_owned();
    }
    lang.pick(format!("现在：{now}"), format!("now: {now}"))
}

/// The title of the list of machines of which one ends.
pub fn which_ends(lang: Lang) -> &'static str {
    lang.pick("停用哪一台", "Which machine ends")
}

/// The question for the file of a loss window.
pub fn ask_paper(lang: Lang) -> &'static str {
    lang.pick("失联范围清单写到哪里", "Where to write the list")
}

/// What stands in that file.
pub fn ask_paper_help(lang: Lang) -> &'static str {
    lang.pick(
        "填 .xlsx 或 .txt 的完整路径。里面有户主姓名，不加密；这次导出会记录。",
        "A whole path that ends in .xlsx or .txt. It has names in clear; this is recorded.",
    )
}
