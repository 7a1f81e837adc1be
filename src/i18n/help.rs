//! What `--help` says in Chinese (命令说明): the English lines stand beside the options that they explain, in `cli/args`; each
//! has its Chinese in `help.tsv`, behind a tab.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static LINES: LazyLock<BTreeMap<&str, &str>> =
    LazyLock::new(|| include_str!("help.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The Chinese of a line of help. None: nobody wrote it yet, which a test of the commands does not let pass.
pub fn chinese(english: &str) -> Option<&'static str> {
    LINES.get(english).copied()
}

/// Every line that has a Chinese, in the order of the alphabet.
#[cfg(test)]
pub fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    LINES.iter().map(|(english, chinese)| (*english, *chinese))
}

/// What the program is, above everything.
pub const PROGRAM: &str = "库区通（kuqu）：县区搬迁安置办公室的系统，在终端里离线使用。\n\n\
    不写命令就打开数据文件夹。\n退出码：0 办成，1 没办成，2 命令写得不对，3 有的行或文件被退回，\
    4 另一个程序在用，5 口令不对，6 数据损坏。";
/// Above the usage of a command.
pub const USAGE: &str = "用法：";
/// Above the commands of a group.
pub const COMMANDS: &str = "命令";
/// Above what stands without a name.
pub const ARGUMENTS: &str = "参数";
/// Above what has a name.
pub const OPTIONS: &str = "选项";
/// Below the usage of a command line that is wrong.
pub const MORE: &str = "加 --help 看说明。";

/// Behind an option: the values that it takes, each with what it means.
pub fn takes(values: &[(String, Option<&str>)]) -> String {
    let of = |(name, means): &(String, Option<&str>)| match means {
        Some(means) => format!("{name}＝{means}"),
        None => name.clone(),
    };
    format!("。可以写：{}", values.iter().map(of).collect::<Vec<_>>().join("，"))
}

/// Behind an option: what holds when it is left out.
pub fn else_is(value: &str) -> String {
    format!("（不写是 {value}）")
}
