//! Sentences about villages that change hands (村换电脑) and households that move to another village (迁往他村).

use super::{Lang, form};
use crate::domain::acts::Fact;
use crate::domain::day::Day;
use crate::exchange::error::ExchangeError;

/// What the slip for a laptop's villages says above its fields, in Chinese and English.
pub const GIVE_HELP: (&str, &str) = (
    "这台外出机从此带哪些村，全部写上，用空格隔开。新加的村随下一份文件带去；拿走的村，它那里的工作交齐以后才清除。",
    "All villages that this laptop carries from now on, with spaces between. What it gains is in the next \
                 file; what it leaves is dropped there only after its work has come in.",
);

/// Why a laptop is not given these villages, and the way out.
pub fn given(lang: Lang, error: &ExchangeError) -> String {
    match error {
        ExchangeError::HasEveryVillage { label } => lang.pick(
            format!("{label} 是办公室的机器，各村的资料它都有，不用另给。只有外业电脑分村。"),
            format!(
                "{label} is a machine of the office and has every village. Only laptops are given villages."
            ),
        ),
        ExchangeError::UnsentWork { label, villages, heard } => {
            let (zh, en) = (villages.join("、"), villages.join(", "));
            let (since_zh, since_en) = match heard {
                Some(day) => {
                    (format!("{day} 以后没有收到过它的文件"), format!("nothing came from it since {day}"))
                }
                None => ("还没有收到过它的文件".to_owned(), "nothing ever came from it".to_owned()),
            };
            lang.pick(
                format!("{zh}只有 {label} 号机带着，{since_zh}，可能有没交的工作。先收入它的文件；收不到、决定要换，加 --force。"),
                format!("Only {label} carries {en}, and {since_en}; it may hold work nobody has. Take its file in first, or say --force."),
            )
        }
        _ => lang
            .pick(
                "至少给一个村。不再用的电脑请停用。",
                "Give at least one village. End a laptop that is used no more.",
            )
            .into(),
    }
}

/// How many late edits a file brought; nothing for none.
pub fn late(lang: Lang, count: u64) -> String {
    match count {
        0 => String::new(),
        count => lang.pick(format!("调整后补录 {count} 次。"), format!(" Late edits: {count}.")),
    }
}

/// One sentence with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveSay {
    /// The household is not here any more.
    NoHousehold,
    /// It is in that village already.
    SameVillage { code: String, village: String },
    /// This machine does not carry the village.
    NotHere { village: String },
    /// Conflicts first: whose, and what speaks against it.
    Conflict { who: String, fact: Fact },
    /// Late edits first: how many.
    LateFirst { code: String, count: usize },
    /// Another household of that village has the code.
    CodeTaken { code: String, village: String },
    /// A day to come.
    AfterToday(Day),
    /// A text that is no full day.
    NotADay(String),
    /// Without a reason.
    NoReason,
    /// Moved: persons with it.
    Moved { code: String, village: String, persons: usize },
    /// A laptop has other villages.
    Given { label: String, gained: Vec<String>, left: Vec<String> },
    /// A file said that this machine has other villages.
    VillagesChanged { gained: Vec<String>, left: Vec<String> },
}

impl MoveSay {
    /// The sentence; none where nothing changed.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::NoHousehold => "这一户已经不在这里。按户编号再查一次。".into(),
            Self::SameVillage { code, village } => format!("{code} 已经在{village}。换一个村。"),
            Self::NotHere { village } => {
                format!("这台机器不带{village}的资料，不能把户迁过去。请办公室来办，或先把村给这台机器。")
            }
            Self::Conflict { who, fact } => {
                format!("{who}有冲突没有处理（{}）。先在待处理里处理，再迁。", form::fact(fact, Lang::Zh))
            }
            Self::LateFirst { code, count } => {
                format!("{code} 在那个村有 {count} 项调整后补录没有处理。先在待处理里处理，再迁。")
            }
            Self::CodeTaken { code, village } => {
                format!("{village}已有户编号 {code}。另给一个编号（--code）。")
            }
            Self::AfterToday(day) => format!("{} 还没到。写实际迁过去的日期。", day.iso()),
            Self::NotADay(text) => format!("“{text}”不是日期：写成 2026-03-05 这样。"),
            Self::NoReason => "迁往他村要写理由（--why）。".into(),
            Self::Moved { code, village, persons } => {
                format!("{code} 已迁往{village}，{persons} 人同去；入户、兑现和记事留在原处，照样查得到。")
            }
            Self::Given { label, gained, left } if gained.is_empty() && left.is_empty() => {
                format!("{label} 号机本来就是这些村，没有变。")
            }
            Self::Given { label, gained, left } => {
                format!("{label} 号机：{}。下一份给它的文件带去。", changed_zh(gained, left))
            }
            Self::VillagesChanged { gained, left } if gained.is_empty() && left.is_empty() => String::new(),
            Self::VillagesChanged { gained, left } => {
                let rest = if left.is_empty() {
                    ""
                } else {
                    "；交出的村资料先留着，办公室收齐并备份后才清除，还要改的会记为调整后补录"
                };
                format!("本机的村变了：{}{rest}。", changed_zh(gained, left))
            }
        }
    }

    fn en(&self) -> String {
        match self {
            Self::NoHousehold => "This household is not here any more. Look it up by its code again.".into(),
            Self::SameVillage { code, village } => {
                format!("{code} is in {village} already. Choose another village.")
            }
            Self::NotHere { village } => format!(
                "This machine does not carry {village}, so nothing can be moved there. Let the office do it, or \
                 have the village given to this machine."
            ),
            Self::Conflict { who, fact } => {
                format!("{who}: {}. Settle it, then move.", form::fact(fact, Lang::En))
            }
            Self::LateFirst { code, count } => {
                format!("{code} has {count} late edits in that village. Settle them, then move.")
            }
            Self::CodeTaken { code, village } => {
                format!("{village} has a household {code}. Give another code (--code).")
            }
            Self::AfterToday(day) => {
                format!("{} is after today. Give the day of the move.", day.iso())
            }
            Self::NotADay(text) => format!("{text} is no day: write it like 2026-03-05."),
            Self::NoReason => "Moving to another village needs a reason (--why).".into(),
            Self::Moved { code, village, persons } => format!(
                "{code} moved to {village} with {persons} persons; visits, payments and notes stay and are found."
            ),
            Self::Given { label, gained, left } if gained.is_empty() && left.is_empty() => {
                format!("{label} has these villages already; nothing changed.")
            }
            Self::Given { label, gained, left } => {
                format!("{label}: {}. The next file for it says so.", changed_en(gained, left))
            }
            Self::VillagesChanged { gained, left } if gained.is_empty() && left.is_empty() => String::new(),
            Self::VillagesChanged { gained, left } => {
                let rest = if left.is_empty() {
                    ""
                } else {
                    "; what was left stays here until the office has all of it in a backup, and edits there are late"
                };
                format!(" This machine's villages changed: {}{rest}.", changed_en(gained, left))
            }
        }
    }
}

fn changed_zh(gained: &[String], left: &[String]) -> String {
    let part =
        |word: &str, names: &[String]| (!names.is_empty()).then(|| format!("{word}{}", names.join("、")));
    [part("增加", gained), part("交出", left)].into_iter().flatten().collect::<Vec<_>>().join("，")
}

fn changed_en(gained: &[String], left: &[String]) -> String {
    let part =
        |word: &str, names: &[String]| (!names.is_empty()).then(|| format!("{word} {}", names.join(", ")));
    [part("gained", gained), part("left", left)].into_iter().flatten().collect::<Vec<_>>().join("; ")
}
