//! Sentences about machines that have ended (已停用): the list of one, what is put aside of it, its label given again.

use super::reasons::{self, Spoken};
use super::rulings::entries;
use super::{Lang, sheets};
use crate::exchange::late::NotReleased;
use crate::sheets::SheetError;
use crate::store::StoreError;

/// Why the list of an ended machine is not put on paper.
#[derive(Debug)]
pub enum NoPaper {
    /// The name ends in none of the forms of a paper.
    Ending,
    /// It is a folder.
    Folder,
    /// Something has this name already.
    Taken,
    /// The folder of the file is not there.
    NoFolder,
    /// The file.
    Sheet(SheetError),
    /// The records.
    Store(StoreError),
}

impl From<SheetError> for NoPaper {
    fn from(error: SheetError) -> Self {
        Self::Sheet(error)
    }
}

impl From<StoreError> for NoPaper {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A new machine may not have this label.
pub fn label_taken(lang: Lang, label: &str) -> String {
    lang.pick(
        format!("代号 {label} 有一台机器正在用，没有受理。请它换一个代号（kuqu init --device）重新申请；要顶替旧的那台，先 kuqu devices end {label}。"),
        format!("A machine works under the label {label}; nothing was accepted. Let the new one ask again with another (kuqu init --device), or end the old one first: kuqu devices end {label}."),
    )
}

/// A machine has ended before: since when and by whom; nothing is ruled twice.
pub fn ended_before(lang: Lang, label: &str, spoken: &Spoken) -> String {
    let said = reasons::spoken(lang, spoken);
    lang.pick(
        format!("{label} 已经停用过了（{said}），没有再停用。它的清单可以再写一份：--out 文件。"),
        format!("{label} has ended already ({said}); it was not ended again. Its list can be written once more: --out FILE."),
    )
}

/// Why the list was not written; nothing was ended.
pub fn no_paper(lang: Lang, file: &str, why: &NoPaper) -> String {
    match why {
        NoPaper::Ending => lang.pick(
            format!("“{file}”不能用：文件名要以 .xlsx 或 .txt 结尾。没有停用，也没有写。"),
            format!("\"{file}\" will not do: name a file that ends in .xlsx or .txt. Nothing was ended or written."),
        ),
        NoPaper::Folder => lang.pick(
            format!("“{file}”是文件夹，不是文件。在后面加上以 .xlsx 或 .txt 结尾的文件名。没有停用，也没有写。"),
            format!("\"{file}\" is a folder. Add the name of a file that ends in .xlsx or .txt. Nothing was ended or written."),
        ),
        NoPaper::Taken => lang.pick(
            format!("{file} 已经有了，不覆盖。换一个文件名；没有停用，也没有写。"),
            format!("{file} exists and is not replaced. Take another name; nothing was ended or written."),
        ),
        NoPaper::NoFolder => lang.pick(
            format!("要放 {file} 的文件夹不在。核对路径，插好 U 盘；没有停用，也没有写。"),
            format!("The folder for {file} is not there. Check path and stick; nothing was ended or written."),
        ),
        NoPaper::Sheet(error) => not_written(lang, file, error),
        NoPaper::Store(error) => super::store::sentence(lang, error),
    }
}

fn not_written(lang: Lang, file: &str, error: &SheetError) -> String {
    let why = match error {
        SheetError::Denied | SheetError::Io(_) => lang.pick(
            format!("{file} 写不进去：U 盘或文件夹只能读，或者坏了。换一个地方。"),
            format!(
                "{file} cannot be written: stick or folder is read-only, or fails. Choose another place."
            ),
        ),
        error => sheets::error(lang, file, error),
    };
    lang.pick(format!("{why}没有停用。"), format!("{why} Nothing was ended."))
}

/// Nothing of this label is put aside, and what to do.
pub fn nothing_late(lang: Lang, label: &str, ended: bool) -> String {
    match ended {
        true => lang.pick(
            format!("{label} 停用后没有再收到什么，或者已经采用。再找到它的文件：kuqu bundle import 文件。"),
            format!("Nothing of {label} is put aside: nothing came since its end, or it is released. If a file of it turns up: kuqu bundle import FILE."),
        ),
        false => lang.pick(
            format!("{label} 没有停用，它的记录都照常算数，没有放一边的。各机情况：kuqu devices。"),
            format!("{label} has not ended: its work counts and nothing of it is put aside. See kuqu devices."),
        ),
    }
}

/// Why nothing was released; `ended` = a machine with the label has ended.
pub fn not_released(lang: Lang, label: &str, ended: bool, why: &NotReleased) -> String {
    match why {
        NotReleased::Nothing => nothing_late(lang, label, ended),
        NotReleased::NoSuch(_) => super::rulings::not_released(lang, label, why),
    }
}

/// No machine has this label; these there are.
pub fn no_machine(lang: Lang, label: &str, known: &[String]) -> String {
    if label.trim().is_empty() {
        return lang.pick(
            format!("要写明哪台机器。有：{}。", known.join("、")),
            format!("Say which machine. There are: {}.", known.join(", ")),
        );
    }
    super::rulings::no_machine(lang, label.trim(), known)
}

/// What a file brought of a machine that has ended does not count.
pub fn put_aside(lang: Lang, label: &str, operations: u64, dry: bool) -> String {
    match dry {
        true => lang.pick(
            format!("{label} 已停用：它停用以后写的 {operations} 项收入后放一边，不算数。"),
            format!("{label} has ended: {operations} of what it wrote since would be put aside and not count."),
        ),
        false => lang.pick(
            format!("{label} 已停用：它停用以后写的 {operations} 项放一边，没有算数。看：kuqu devices late {label}。"),
            format!("{label} has ended: {operations} of what it wrote since is put aside and does not count. Read: kuqu devices late {label}."),
        ),
    }
}

/// So many commits were read.
pub fn listed(lang: Lang, label: &str, count: usize) -> String {
    lang.pick(
        format!("{label} 停用后收到 {count} 笔，没有算数。采用：kuqu devices release {label}；只采用一笔：加 --commit 编号。"),
        format!("{} of {label} came after its end; none counts. Use all: kuqu devices release {label}; one: add --commit ID.", entries(count)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::sentences_test::hold;

    #[test]
    fn every_sentence_says_what_and_what_next_in_both_languages() {
        let spoken = Spoken {
            officer: "Li".into(),
            device: "A".into(),
            when: "2026-11-24".into(),
            why: String::new(),
        };
        hold(|lang| label_taken(lang, "B"));
        hold(|lang| ended_before(lang, "B", &spoken));
        hold(|lang| nothing_late(lang, "B", true));
        hold(|lang| nothing_late(lang, "B", false));
        hold(|lang| no_machine(lang, " ", &["A".into(), "B".into()]));
        hold(|lang| put_aside(lang, "B", 2, false));
        hold(|lang| listed(lang, "B", 2));
        let full = NoPaper::Sheet(SheetError::DiskFull);
        let denied = NoPaper::Sheet(SheetError::Denied);
        for why in [NoPaper::Ending, NoPaper::Folder, NoPaper::Taken, NoPaper::NoFolder, full, denied] {
            hold(|lang| no_paper(lang, "a.txt", &why));
        }
    }
}
