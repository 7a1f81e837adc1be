//! Sentences of corrections, history, shared numbers, conflicts and batches (更正、历史、反查、冲突).

use super::{Lang, form};
use crate::domain::acts::Fact;

/// The reason that stands beside an act of undoing, in the language of the records.
pub const UNDO_REASON: &str = "撤销";

/// One sentence with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActSay {
    /// Corrected and on the disk: code, field.
    Corrected(String, String),
    /// It says that already: code, field.
    Same(String, String),
    /// No field of that name.
    NoField(String),
    /// A field that no correction changes; how it is changed.
    NotCorrected(String),
    /// The record is not here any more.
    NoRecord(String),
    /// It cannot be: field and what speaks against it.
    Refused(String, Vec<Fact>),
    /// It is doubtful: field and what speaks against it.
    ReasonWanted(String, Vec<Fact>),
    /// A note is on the disk.
    Noted(String),
    /// A note without text.
    NoteEmpty,
    /// So many persons of so many households have the number.
    Shared(usize, usize),
    /// Nobody has it.
    Unshared,
    /// Too few digits to be anybody's own.
    TooShort(String),
    /// No value was ever given.
    NoHistory,
    /// So much is open.
    Open(usize),
    /// So many pairs were judged.
    Judged(usize),
    /// A conflict is settled.
    Settled(String),
    /// Nothing of that id is open.
    NoConflict(String),
    /// There are not so many values: given, there are.
    NoChoice(usize, usize),
    /// Settled by taking one of the values, not by another.
    NotByValue,
    /// A value that is never replaced.
    Fixed,
    /// A text that is no date, of an option.
    NoDate(&'static str, String),
    /// The batch file cannot be read.
    BatchFile(String),
    /// A quotation mark without its pair.
    OpenQuote,
    /// A command that has no place in a batch.
    NotInBatch,
    /// A line of a batch and what is said of it.
    Line(usize, String),
    /// Lines done, lines failed.
    BatchDone(usize, usize),
    /// A record that a newer program wrote.
    Newer,
    /// What is left out needs a reason.
    ReasonNeeded,
}

impl ActSay {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Corrected(code, field) => format!("{code} 的{field}已更正；旧值留在历史里。"),
            Self::Same(code, field) => format!("{code} 的{field}本来就是这样；什么也没写。"),
            Self::NoField(field) => format!("没有叫“{field}”的栏。可更正的栏：kuqu correct --fields。"),
            Self::NotCorrected(field) => {
                format!("“{field}”不能直接更正。编号一经使用不变；户、村和状态随转户、死亡、迁出、作废而变。")
            }
            Self::NoRecord(code) => format!("{code} 已不在册，没有写入。先恢复再更正。"),
            Self::Refused(field, facts) => {
                format!("{field}没有改：{}。核对后再来。", facts_of(facts, Lang::Zh))
            }
            Self::ReasonWanted(field, facts) => {
                format!("{field}没有改：{}。属实的话加上 --why 理由。", facts_of(facts, Lang::Zh))
            }
            Self::Noted(code) => format!("{code} 的记事已写下。"),
            Self::NoteEmpty => "记事是空的，没有写入。请写上内容。".into(),
            Self::Shared(persons, 1) => format!("{persons} 人，同在一户。"),
            Self::Shared(persons, households) => {
                format!("{persons} 人，分在 {households} 户。跨户共用，请核实。")
            }
            Self::Unshared => "这台机器上没有人用这个号码。核对号码；不在这里的村查不到。".into(),
            Self::TooShort(value) => format!("“{value}”太短，不像号码。请写整个号码，至少 5 位。"),
            Self::NoHistory => "这一栏从来没有填过。".into(),
            Self::Judged(0) => "还没有判断过哪两份资料是否同一人。".into(),
            Self::Judged(count) => {
                format!("判断过 {count} 对。收回判断：kuqu conflicts resolve 编号 --take 3。")
            }
            Self::Open(0) => "没有待处理的冲突。".into(),
            Self::Open(count) => {
                format!("待处理 {count} 项。处理：kuqu conflicts resolve 编号 --take 序号。")
            }
            Self::Settled(id) => format!("{id} 已处理；没有采用的值留在历史里。"),
            Self::NoConflict(id) => format!("没有编号为 {id} 的冲突：可能已经处理。列表：kuqu conflicts。"),
            Self::NoChoice(number, 0) => format!("没有第 {number} 个值；这一项现在还不能这样处理。"),
            Self::NoChoice(number, choices) => format!("没有第 {number} 个值；共 {choices} 个，从 1 数起。"),
            Self::NotByValue => "这一项不能写另一个值；请用 --take 选一个。".into(),
            Self::Fixed => "已定的数不能改；请另立一笔冲正。".into(),
            Self::NoDate(option, text) => format!("“{text}”不是日期：{option} 要写成 2026-03-05。"),
            Self::BatchFile(file) => format!("读不了 {file}：核对路径、权限，文件要用 UTF-8。"),
            Self::OpenQuote => "引号没有配对；补上另一半。".into(),
            Self::NotInBatch => "这个命令不能放进批处理；请单独运行。".into(),
            Self::Line(line, said) => format!("第 {line} 行：{said}"),
            Self::BatchDone(done, 0) => format!("{done} 行全部办完。"),
            Self::BatchDone(done, failed) => format!("办完 {done} 行，没办成 {failed} 行。"),
            Self::ReasonNeeded => "不采用要写理由：加 --why。".into(),
            Self::Newer => "这条记录是新版程序写的，这里不能改。请升级后再来。".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Corrected(code, field) => {
                format!("{code}: {field} is corrected; the old value stays in its history.")
            }
            Self::Same(code, field) => format!("{code}: {field} says that already; nothing was written."),
            Self::NoField(field) => {
                format!("There is no field \"{field}\". Those that can be corrected: kuqu correct --fields.")
            }
            Self::NotCorrected(field) => format!(
                "\"{field}\" is not corrected by itself. A code never changes; household, village and status follow acts."
            ),
            Self::NoRecord(code) => {
                format!("{code} is not in the register any more; nothing was written. Bring it back first.")
            }
            Self::Refused(field, facts) => {
                format!("{field} was not changed: {}. Check it and try again.", facts_of(facts, Lang::En))
            }
            Self::ReasonWanted(field, facts) => {
                format!("{field} was not changed: {}. If it is true, add --why TEXT.", facts_of(facts, Lang::En))
            }
            Self::Noted(code) => format!("The note on {code} is kept."),
            Self::NoteEmpty => "The note is empty; nothing was written. Give it a text.".into(),
            Self::Shared(persons, 1) => format!("{persons} persons, of one household."),
            Self::Shared(persons, households) => {
                format!("{persons} persons of {households} households. Shared across households: verify.")
            }
            Self::Unshared => {
                "Nobody on this machine has this number. Check it; villages that are not here are not searched.".into()
            }
            Self::TooShort(value) => {
                format!("\"{value}\" is too short for a number. Give all of it, at least 5 digits.")
            }
            Self::NoHistory => "No value was ever given.".into(),
            Self::Judged(0) => "No pair of persons was judged yet.".into(),
            Self::Judged(count) => {
                format!("{count} judged. To take one back: kuqu conflicts resolve ID --take 3.")
            }
            Self::Open(0) => "Nothing has to be settled.".into(),
            Self::Open(count) => {
                format!("{count} to settle. Settle one: kuqu conflicts resolve ID --take N.")
            }
            Self::Settled(id) => format!("{id} is settled; the other values stay in its history."),
            Self::NoConflict(id) => {
                format!("There is no open conflict {id}: it may be settled. List them: kuqu conflicts.")
            }
            Self::NoChoice(number, 0) => format!("There is no value {number}; this cannot be settled like that yet."),
            Self::NoChoice(number, choices) => {
                format!("There is no value {number}; there are {choices}, counted from 1.")
            }
            Self::NotByValue => "Another value does not settle this; choose one with --take.".into(),
            Self::Fixed => "A fixed value is never replaced; enter a reversing one.".into(),
            Self::NoDate(option, text) => format!("\"{text}\" is no date: {option} wants 2026-03-05."),
            Self::BatchFile(file) => format!("{file} cannot be read: check path and permission; it must be UTF-8."),
            Self::OpenQuote => "A quotation mark has no pair; add the other one.".into(),
            Self::NotInBatch => "This command has no place in a batch; run it alone.".into(),
            Self::Line(line, said) => format!("line {line}: {said}"),
            Self::BatchDone(done, 0) => format!("All {done} lines are done."),
            Self::BatchDone(done, failed) => format!("{done} lines done, {failed} failed."),
            Self::ReasonNeeded => "Leaving it out needs a reason: add --why.".into(),
            Self::Newer => "A newer program wrote this record; it cannot be changed here. Upgrade first.".into(),
        }
    }
}

fn facts_of(facts: &[Fact], lang: Lang) -> String {
    let texts: Vec<String> = facts.iter().map(|fact| form::fact(fact, lang)).collect();
    texts.join(lang.pick("；", "; "))
}
