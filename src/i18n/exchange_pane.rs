//! Words of the exchange pane (交换) and of the list of what must be settled (待处理).

use crate::domain::conflict::Sort;
use crate::domain::pair::Verdict;
use crate::i18n::{Lang, counted};

/// What a bundle's records come to, in the order of the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Records that were not here.
    New,
    /// Records that say something else.
    Changed,
    /// Values that a person must settle.
    Conflict,
    /// Persons that look like one.
    Duplicate,
    /// What waits for something.
    Held,
    /// What does not count.
    Refused,
}

impl Count {
    /// All, in order.
    pub const ALL: [Count; 6] =
        [Count::New, Count::Changed, Count::Conflict, Count::Duplicate, Count::Held, Count::Refused];

    /// Its word, at most 10 cells.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Count::New => ("新增", "new"),
            Count::Changed => ("变更", "changed"),
            Count::Conflict => ("冲突", "conflicts"),
            Count::Duplicate => ("疑似重复", "duplicates"),
            Count::Held => ("等待", "waiting"),
            Count::Refused => ("拒收", "refused"),
        };
        lang.pick(zh, en)
    }

    /// What it means.
    pub fn meaning(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Count::New => ("本机还没有的资料", "records that are not here yet"),
            Count::Changed => ("本机有、内容会变的资料", "records here that will say something else"),
            Count::Conflict => ("两边写得不一样，由人来定", "both sides differ; a person decides"),
            Count::Duplicate => ("像是同一个人的两份资料", "two records that look like one person"),
            Count::Held => ("缺前面的文件，到了才算数", "counts when what came before arrives"),
            Count::Refused => ("不算数，留着备查", "does not count; kept to be looked at"),
        };
        lang.pick(zh, en)
    }
}

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Title,
    ThisMachine,
    OfficeMachine,
    Laptop,
    Machines,
    Never,
    NothingLacks,
    Ended,
    Sent,
    Folder,
    NoFolder,
    Stick,
    NoFiles,
    FileNew,
    FileKnown,
    FileNotForUs,
    FileOwn,
    FileBroken,
    FileRequest,
    Loading,
    Path,
    PathHint,
    Writing,
    Reading,
    TakingIn,
    EscStops,
    Unstoppable,
    EnterTakesIn,
    NothingNew,
    SenderEnded,
    NoRows,
    AskForGaps,
    Clashes,
    NoClashes,
    Before,
    Value,
    Who,
    When,
    Where,
    Why,
    Here,
    Empty,
    Take,
    Judge,
    TakeByDigit,
    OwnValue,
    OwnWhy,
    JudgeByDigit,
    Judged,
    NoJudged,
    TakenBack,
    MoneyHeld,
    StaysAside,
    ComesBack,
    Stays,
    Follows,
    LeftOut,
    LateByDigit,
    RuleByDigit,
    Alone,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = self.words();
        lang.pick(zh, en)
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Text::Title => ("收入预览", "What this file brings"),
            Text::ThisMachine => ("本机", "This machine"),
            Text::OfficeMachine => ("办公室", "office"),
            Text::Laptop => ("外出机", "laptop"),
            Text::Machines => ("其他机器", "Other machines"),
            Text::Never => ("还没有回执", "no receipt yet"),
            Text::NothingLacks => ("资料齐全", "has everything"),
            Text::Ended => ("已停用", "ended"),
            Text::Sent => ("上次给它", "last file"),
            Text::Folder => ("交换目录", "Folder"),
            Text::NoFolder => (
                "没有找到优盘。插好再刷新，或填一个目录。",
                "No stick found. Plug one in and refresh, or name a folder.",
            ),
            Text::Stick => ("优盘", "stick"),
            Text::NoFiles => ("这里没有交换文件", "no exchange files here"),
            Text::FileNew => ("新的", "new"),
            Text::FileKnown => ("已收过", "known"),
            Text::FileNotForUs => ("不是给本机的", "not for this one"),
            Text::FileOwn => ("本机写的", "written here"),
            Text::FileBroken => ("读不出", "unreadable"),
            Text::FileRequest => ("补发申请", "asks again"),
            Text::Loading => ("读取中..", "reading.."),
            Text::Path => ("目录", "Folder"),
            Text::PathHint => {
                ("填优盘或共享盘上的目录，回车打开。", "A folder on a stick or a share; Enter opens it.")
            }
            Text::Writing => ("正在写出", "writing"),
            Text::Reading => ("正在核对", "checking"),
            Text::TakingIn => ("正在收入", "taking in"),
            Text::EscStops => ("Esc 停下，什么也不变。", "Esc stops; nothing changes."),
            Text::Unstoppable => ("正在入账，请等它做完。", "Being written; please wait for the end."),
            Text::EnterTakesIn => {
                ("回车收入，Esc 不收：什么也不变。", "Enter takes it in; Esc leaves everything as it is.")
            }
            Text::NothingNew => {
                ("没有新内容。收入也不会改变资料。", "Nothing new: taking it in changes no record.")
            }
            Text::SenderEnded => (
                "这台机器已停用：它停用前的记录仍然算数。",
                "That machine has ended; what it did before still counts.",
            ),
            Text::NoRows => ("没有", "none"),
            Text::AskForGaps => ("可写一份补发申请带去。", "A request file asks for it again."),
            Text::Clashes => ("待处理", "To settle"),
            Text::NoClashes => ("没有待处理的事。", "Nothing to settle."),
            Text::Before => ("原来", "Before"),
            Text::Value => ("写的是", "Value"),
            Text::Who => ("谁", "Who"),
            Text::When => ("何时", "When"),
            Text::Where => ("在哪台", "Where"),
            Text::Why => ("为何", "Why"),
            Text::Here => ("本机", "here"),
            Text::Empty => ("（空）", "(empty)"),
            Text::Take => ("取值", "take"),
            Text::Judge => ("判断", "judge"),
            Text::TakeByDigit => {
                ("按数字取那一个；没取的留在历史里。", "A digit takes that one; the others stay in history.")
            }
            Text::OwnValue => ("另填的值", "Other value"),
            Text::OwnWhy => ("理由", "Reason"),
            Text::JudgeByDigit => (
                "按数字判断；两份资料都留着，判断可以收回。",
                "A digit judges; both records stay, and it can be taken back.",
            ),
            Text::Judged => ("判断过的疑似重复", "Judged pairs"),
            Text::NoJudged => ("还没有判断过。", "No pair was judged yet."),
            Text::TakenBack => ("收回判断", "take it back"),
            Text::MoneyHeld => ("金额暂扣", "money held"),
            Text::StaysAside => ("仍然作废", "stays set aside"),
            Text::ComesBack => ("恢复", "comes back"),
            Text::Stays => ("留在", "stays in"),
            Text::Follows => ("随户带过去", "follows the household"),
            Text::LeftOut => ("不采用，此项作废", "left out, set aside"),
            Text::RuleByDigit => (
                "按数字定下来，写明理由；新的裁定随文件带到各机。定下来之前不算数。",
                "A digit settles it, with a reason; files carry the ruling on. Until then it does not count.",
            ),
            Text::LateByDigit => (
                "按 1 带过去，按 2 不采用（写明理由）；两边都留在历史里。",
                "1 carries it over, 2 leaves it out with a reason; both stay in history.",
            ),
            Text::Alone => (
                "还没有别的机器。外出机先写入网申请，由办公室受理。",
                "There are no other machines. A laptop asks first, the office accepts.",
            ),
        }
    }
}

/// Sentences with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// What the office has not confirmed, and the age of the oldest of it in days.
    Unconfirmed { count: u64, days: i64 },
    /// Numbers that have not arrived.
    Gap { label: &'a str, first: u64, last: u64 },
    /// What a machine lacks.
    Lacks(u64),
    /// Commits that came after a machine's end.
    CameLate(u64),
    /// Its receipt.
    Receipt(&'a str),
    /// Villages.
    Villages { first: &'a str, count: usize },
    /// From whom and when.
    From { from: &'a str, made: &'a str },
    /// Already here.
    Already(u64),
    /// A row of what must be settled.
    Clash { sort: Sort, who: &'a str, other: &'a str, field: &'a str, values: usize },
    /// How many there are.
    Open(usize),
    /// How many pairs were judged.
    Judged(usize),
}

/// Days after which unconfirmed work is warned of.
pub const LATE_DAYS: i64 = 7;

impl Phrase<'_> {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::Unconfirmed { count, days } if *days >= LATE_DAYS => lang.pick(
                format!("未被办公室确认 {count} 条，最早 {days} 天前"),
                format!("unconfirmed {count}, for {days} days"),
            ),
            Phrase::Unconfirmed { count, .. } => {
                lang.pick(format!("未被办公室确认 {count} 条"), format!("unconfirmed {count}"))
            }
            Phrase::Gap { label: "", first, last } => lang.pick(
                format!("等待一台还不认识的机器 {first}-{last} 号"),
                format!("waiting for a machine not known yet, {first} to {last}"),
            ),
            Phrase::Gap { label, first, last } => lang.pick(
                format!("等待 {label} 号机 {first}-{last} 号"),
                format!("waiting for machine {label}, {first} to {last}"),
            ),
            Phrase::Lacks(count) => lang.pick(format!("还缺 {count} 条"), format!("lacks {count}")),
            Phrase::CameLate(count) => {
                lang.pick(format!("停用后收到 {count} 笔，待看"), format!("{count} came after, to read"))
            }
            Phrase::Receipt(date) => lang.pick(format!("{date} 回执"), format!("receipt {date}")),
            Phrase::Villages { first, count } => lang.pick(
                if *count > 1 { format!("{first}等 {count} 村") } else { (*first).to_owned() },
                if *count > 1 { format!("{first} +{}", count - 1) } else { (*first).to_owned() },
            ),
            Phrase::From { from, made } => {
                lang.pick(format!("来自 {from}，写于 {made}"), format!("from {from}, written {made}"))
            }
            Phrase::Already(count) => {
                lang.pick(format!("另有 {count} 条本机已有"), format!("{count} more are here already"))
            }
            Phrase::Clash { sort, who, other, field, values } => {
                clash(lang, *sort, (who, other), field, *values)
            }
            Phrase::Open(count) => lang.pick(format!("{count} 件"), format!("{count}")),
            Phrase::Judged(count) => lang.pick(format!("{count} 对"), format!("{count}")),
        }
    }
}

fn clash(lang: Lang, sort: Sort, (who, other): (&str, &str), field: &str, values: usize) -> String {
    match sort {
        Sort::Conflict => lang.pick(
            format!("{who}：{field}有 {values} 个不同的值"),
            format!("{who}: {values} different values of {field}"),
        ),
        Sort::Fork => lang.pick(
            format!("{who}：{field}这一步走了 {values} 条路"),
            format!("{who}: {values} different steps of {field}"),
        ),
        Sort::Overlap => {
            lang.pick(format!("{who}：同时在两户"), format!("{who}: in two households at one time"))
        }
        Sort::Duplicate => lang
            .pick(format!("{who} 和 {other}：像是同一人"), format!("{who} and {other}: perhaps one person")),
        Sort::SetAside => lang
            .pick(format!("{who}：已作废，作废后又有改动"), format!("{who}: set aside, and changed since")),
        Sort::TwoVillages => {
            lang.pick(format!("{who}：在 {values} 个村里都有"), format!("{who}: stands in {values} villages"))
        }
        Sort::Rulings => lang.pick(
            format!("{field}：有 {values} 个相反的裁定"),
            format!("{field}: {values} rulings that contradict"),
        ),
        Sort::Late if field.is_empty() => {
            lang.pick(format!("{who}：调整后补录的成员"), format!("{who}: a member entered late"))
        }
        Sort::Late => lang.pick(format!("{who}：调整后补录，{field}"), format!("{who}: late edit, {field}")),
    }
}

/// What the message line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// A bundle was written: file, for whom, commits, more is left.
    Written { file: String, to: String, commits: u64, more: bool },
    /// A request file was written.
    Requested(String),
    /// A request was taken in.
    RequestTaken(String),
    /// A bundle was taken in; counts in the order of [`Count::ALL`], what it said of this machine's villages, how many late
    /// edits it brought, and whether its machine has ended.
    TakenIn { from: String, counts: [u64; 6], moved: crate::i18n::Both, late: u64, ended: bool },
    /// Equal records came to different digests.
    Disagree(String),
    /// This folder was copied.
    Minted,
    /// The preview was left.
    NotTaken,
    /// Writing or checking was stopped.
    Stopped,
    /// Something was settled.
    Settled,
    /// It was not.
    NotSettled(crate::i18n::Both),
    /// No folder to write to.
    NoFolder,
    /// No machine to write for.
    NoMachine,
    /// Something was written since the preview.
    Stale,
    /// What is typed needs a reason.
    WhyFirst,
    /// The chosen machine has ended.
    EndedMachine(String),
}

impl Say {
    /// True where a person has something to settle after it.
    pub fn leaves_to_settle(&self) -> bool {
        let settled = |count: &Count| matches!(count, Count::Conflict | Count::Duplicate);
        matches!(self, Say::TakenIn { counts, .. } if Count::ALL.iter().zip(counts).any(|(count, number)| settled(count) && *number > 0))
    }

    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Say::Written { file, to, commits, more } => {
                let rest = if *more {
                    lang.pick("还有余下的，请再写一份。", " More is left: write another.")
                } else {
                    ""
                };
                lang.pick(
                    format!("已写出 {file}，给 {to}，{commits} 条，读回检查无误。{rest}"),
                    format!(
                        "Written {file} for {to}: {}, read back and proved.{rest}",
                        counted(*commits, "entry", "entries")
                    ),
                )
            }
            Say::Requested(file) => lang.pick(
                format!("已写补发申请 {file}。带给有这些资料的人。"),
                format!("Wrote the request {file}. Take it to those who have the missing part."),
            ),
            Say::RequestTaken(from) => lang.pick(
                format!("已收下 {from} 的补发申请。给它写一份，缺的就会带上。"),
                format!("Took the request of {from}. Write it a file: what it lacks goes with it."),
            ),
            Say::TakenIn { from, counts, moved, late, ended } => {
                let came = taken_in(lang, from, counts);
                let late = super::moves::late(lang, *late);
                let aside = match ended {
                    true => lang.pick(
                        format!("{from} 已停用，停用后的记录另放：打开 {from} 一行来看。"),
                        format!(" {from} has ended; what it wrote since is put aside: open the line of {from}."),
                    ),
                    false => String::new(),
                };
                format!("{came}{late}{aside}{}", moved.text(lang))
            }
            Say::Disagree(from) => lang.pick(
                format!("与 {from} 的资料指纹对不上：请先 kuqu doctor，再告诉负责人。"),
                format!("The records of {from} add up differently: run kuqu doctor and tell the head."),
            ),
            Say::Minted => lang
                .pick(
                    "这个目录是拷贝来的，此后另起一本账。",
                    "This folder is a copy; it goes on in a book of its own.",
                )
                .to_owned(),
            Say::NotTaken => {
                lang.pick("没有收入，什么也没有变。", "Not taken in; nothing changed.").to_owned()
            }
            Say::Stopped => lang.pick("已停下，什么也没有变。", "Stopped; nothing changed.").to_owned(),
            Say::Settled => lang
                .pick(
                    "已处理，会随下一份文件带给别的机器。",
                    "Settled; it goes to the others with the next file.",
                )
                .to_owned(),
            Say::NotSettled(why) => why.text(lang).to_owned(),
            Say::NoFolder => lang.pick("先填一个目录。", "Name a folder first.").to_owned(),
            Say::Stale => lang
                .pick(
                    "看预览以后这里又有变动，没有收入，什么也没有变。再按回车打开这份文件看一次。",
                    "Something changed here since the preview; nothing was taken in. Press Enter to look again.",
                )
                .to_owned(),
            Say::WhyFirst => lang.pick("先写明理由，再按确定。", "Give the reason first.").to_owned(),
            Say::EndedMachine(label) => lang.pick(
                format!("{label} 已停用，不再给它写。选中另一台再按。"),
                format!("{label} has ended and gets no more files. Choose another machine."),
            ),
            Say::NoMachine => lang.pick("没有可以给的机器。", "There is no machine to write for.").to_owned(),
        }
    }
}

fn taken_in(lang: Lang, from: &str, counts: &[u64; 6]) -> String {
    let words = Count::ALL.iter().zip(counts).filter(|(_, count)| **count > 0);
    let list: Vec<String> = words.map(|(word, count)| format!("{} {count}", word.text(lang))).collect();
    if list.is_empty() {
        return lang.pick(
            format!("已收入 {from} 的文件：没有新内容。"),
            format!("Took in the file of {from}: nothing new."),
        );
    }
    lang.pick(
        format!("已收入 {from} 的文件：{}。", list.join("，")),
        format!("Took in the file of {from}: {}.", list.join(", ")),
    )
}

/// A judgement about two persons.
pub fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => lang.pick("同一人", "the same as"),
        Verdict::Distinct => lang.pick("不是同一人", "distinct from"),
    }
}
