//! Words of the today pane (今日): what is here, as of when, what to look at.

use crate::i18n::{Lang, counted};

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Here,
    Office,
    Officer,
    Persons,
    Households,
    Villages,
    Round,
    Petitions,
    AsOf,
    Roster,
    Exchange,
    Backup,
    Unconfirmed,
    LookAt,
    NothingToLookAt,
    Never,
    Empty,
    Loading,
    Looking,
    SentBack,
    Late,
    Left,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::Here => ("这里有", "What is here"),
            Text::Office => ("单位", "Office"),
            Text::Officer => ("操作人", "Officer"),
            Text::Persons => ("移民", "Persons"),
            Text::Households => ("户", "Households"),
            Text::Villages => ("村", "Villages"),
            Text::Round => ("核查", "Verification"),
            Text::Petitions => ("信访", "Petitions"),
            Text::AsOf => ("截至何时", "As of when"),
            Text::Roster => ("名册导入", "Roster import"),
            Text::Exchange => ("与办公室交换", "Exchange"),
            Text::Backup => ("上次备份", "Last backup"),
            Text::Unconfirmed => ("办公室未确认", "Not confirmed"),
            Text::LookAt => ("要看一看的", "To look at"),
            Text::NothingToLookAt => ("没有", "nothing"),
            Text::Never => ("从未", "never"),
            Text::Empty => ("还没有资料。先导入花名册。", "No records yet. Import a roster first."),
            Text::Loading => ("读取中..", "reading.."),
            Text::SentBack => ("退票待处理", "Sent back by the bank"),
            Text::Late => ("调整后补录", "Late edits"),
            Text::Left => ("已交出的村", "Villages left"),
            Text::Looking => ("正在逐人检查..", "every person is being checked.."),
        };
        lang.pick(zh, en)
    }
}

/// Sentences with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    Persons(u64),
    Households(u64),
    Villages(u64),
    /// A date and how many days ago it was.
    Dated {
        date: &'a str,
        days_ago: i64,
    },
    /// Age of the last backup, with the work done since.
    Backup {
        days_ago: i64,
        late: bool,
    },
    Entries(u64),
    /// How far the round of verification is.
    Round {
        period: &'a str,
        done: usize,
        left: usize,
        again: usize,
        to_decide: usize,
    },
    /// So many payments.
    Payments(u64),
    /// An amount in fen.
    Yuan(i64),
    /// Lines that the window has no room for.
    Further(usize),
}

impl Phrase<'_> {
    /// The sentence in `lang`.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Phrase::Persons(n) => lang.pick(format!("{n} 人"), n.to_string()),
            Phrase::Households(n) => lang.pick(format!("{n} 户"), n.to_string()),
            Phrase::Villages(n) => lang.pick(format!("{n} 个"), n.to_string()),
            Phrase::Dated { date, days_ago } => {
                format!("{date}{}", lang.aside(&days(*days_ago, lang)))
            }
            Phrase::Backup { days_ago, late: false } => days(*days_ago, lang),
            Phrase::Backup { days_ago, late: true } => {
                let age = days(*days_ago, lang);
                lang.pick(format!("{age}，该备份了"), format!("{age}: back up"))
            }
            Phrase::Round { period, done, left, again, to_decide } => lang.pick(
                format!("{period}  已核 {done} 户  未核 {left} 户  再访 {again} 户  待审 {to_decide} 人"),
                format!("{period}  {done} done  {left} left  {again} again  {to_decide} to decide"),
            ),
            Phrase::Payments(n) => lang.pick(format!("{n} 笔"), format!("{n} payments")),
            Phrase::Yuan(fen) => {
                let yuan = super::counter::short(*fen);
                lang.pick(format!("{yuan}元"), format!("{yuan} yuan"))
            }
            Phrase::Further(n) => lang.pick(format!("下面还有 {n} 项"), format!("{n} more below")),
            Phrase::Entries(n) => lang.pick(format!("{n} 条"), counted(*n, "entry", "entries")),
        }
    }
}

fn days(count: i64, lang: Lang) -> String {
    match count {
        ..=0 => lang.pick("今天", "today").to_string(),
        1 => lang.pick("昨天", "yesterday").to_string(),
        more => lang.pick(format!("{more} 天前"), format!("{more} days ago")),
    }
}
