//! Labels and sentences of the acts about rulings and ends (裁定与停用).

/// Chinese and English label, Chinese and English sentence.
pub type Words = (&'static str, &'static str, &'static str, &'static str);

/// The list of imports.
pub const IMPORTS: Words = (
    "收入清单",
    "Taken in",
    "列出收入过的文件和花名册，可以撤回",
    "Lists the files and rosters that were taken in, to undo one",
);
/// Ending a machine, first looked at.
pub const END_MACHINE: Words = (
    "停用机器",
    "End one",
    "停用丢失或退下的机器，先看会失去什么",
    "Ends a lost or retired machine; shows first what is lost with it",
);
/// Undoing an import.
pub const UNDO_IMPORT: Words = (
    "撤回",
    "Undo",
    "撤回这次收入，只要没有什么建立在它上面",
    "Undoes this import, as long as nothing rests on it",
);
/// Counting it again.
pub const REDO_IMPORT: Words =
    ("恢复", "Count again", "让撤回过的收入重新算数", "Counts an import again that was undone");
/// Ending the machine that is looked at.
pub const END_MACHINE_NOW: Words =
    ("停用", "End it", "停用这台机器，先问一遍", "Ends this machine, after a question");
/// The households to visit again, on paper.
pub const PRINT_LOSS: Words = (
    "打印清单",
    "Print list",
    "把要回访的户写成表格或文本",
    "Writes the households to visit again as a paper",
);
/// Releasing one commit of an ended machine.
pub const RELEASE_ONE: Words =
    ("采用这笔", "Release it", "看过以后采用选中的一笔", "Releases the chosen commit, once it was read");
/// Releasing all of them.
pub const RELEASE_ALL: Words =
    ("全部采用", "Release all", "采用停用后收到的全部", "Releases everything that came after the end");
