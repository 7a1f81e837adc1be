//! Words of the form page and of the lists on top (表单页、列表浮层).

use crate::domain::day::Day;
use crate::i18n::Lang;

/// Fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The line on which Enter saves.
    SaveHere,
    /// The same while the worker writes.
    Saving,
    /// Title of the question for a reason.
    Reason,
    /// 历史
    History,
    /// 反查
    Shared,
    /// 草稿
    Drafts,
    /// An empty value.
    Empty,
    /// No value was ever given.
    NoHistory,
    /// Of another household.
    Elsewhere,
    /// Of the same household.
    SameHousehold,
    /// Asks for a village.
    WhichVillage,
    /// No village fits what is typed.
    NoSuchVillage,
    /// Asks whether to leave a form.
    LeaveForm,
    /// How to go on from the list of drafts.
    DraftsHelp,
    /// No option fits.
    NoOption,
    /// A text was copied from before.
    Copied,
    /// The proposal was accepted.
    Accepted,
    /// Filled from another field.
    Filled,
}

impl Text {
    /// The word in `lang`.
    pub fn text(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Text::SaveHere => ("[ 保存 ]", "[ Save ]"),
            Text::Saving => ("保存中..", "saving.."),
            Text::Reason => ("请说明理由", "A reason, please"),
            Text::History => ("历史", "History"),
            Text::Shared => ("同号的人", "Who shares"),
            Text::Drafts => ("没填完的表", "Half-typed forms"),
            Text::Empty => ("（空）", "(empty)"),
            Text::NoHistory => ("从来没有填过", "never filled"),
            Text::Elsewhere => ("外户", "elsewhere"),
            Text::SameHousehold => ("同户", "same house"),
            Text::NoSuchVillage => ("没有这样的村。", "No village fits this."),
            Text::WhichVillage => ("在哪个村建档", "In which village"),
            Text::LeaveForm => {
                ("离开这张表？已填的作为草稿留下。", "Leave this form? What was entered stays as a draft.")
            }
            Text::DraftsHelp => ("打开就接着填，光标在原来那一栏。", "Open one to go on in the same field."),
            Text::NoOption => ("选项里没有", "no such option"),
            Text::Copied => ("照抄", "copied"),
            Text::Accepted => ("默认", "default"),
            Text::Filled => ("自动", "filled"),
        };
        lang.pick(zh, en)
    }
}

/// Filled fields of all, errors, warnings: always in the same place.
pub fn progress((filled, total): (usize, usize), errors: usize, warnings: usize, lang: Lang) -> String {
    let mut words = lang.pick(format!("已填 {filled}/{total}"), format!("filled {filled}/{total}"));
    if errors > 0 {
        words += &lang.pick(format!("  错 {errors}"), format!("  errors {errors}"));
    }
    if warnings > 0 {
        words += &lang.pick(format!("  疑 {warnings}"), format!("  warnings {warnings}"));
    }
    words
}

/// A row of a section with several: its number from 1.
pub fn row(title: &str, number: usize, lang: Lang) -> String {
    let one = lang.pick(title, title.strip_suffix('s').unwrap_or(title));
    format!("{one} {number}")
}

/// The title of an open list: the field, and which of its lines are shown.
pub fn listed(label: &str, (first, last, all): (usize, usize, usize)) -> String {
    if first == 1 && last == all { label.to_owned() } else { format!("{label}  {first}-{last}/{all}") }
}

/// A list that has no lines in this village.
pub fn nothing_listed(label: &str, lang: Lang) -> String {
    lang.pick(format!("这个村没有{label}可选，可空着"), format!("no {label} in this village; may stay empty"))
}

/// Which of the warnings is asked about.
pub fn asked(number: usize, count: usize, lang: Lang) -> String {
    lang.pick(format!("疑问 {number}/{count}"), format!("warning {number}/{count}"))
}

/// As of which days a history is shown.
pub fn dates(as_of: Option<Day>, known_on: Option<Day>, lang: Lang) -> String {
    let as_of = as_of.map(|day| lang.pick(format!("{} 实情", day.iso()), format!("as of {}", day.iso())));
    let known =
        known_on.map(|day| lang.pick(format!("{} 已知", day.iso()), format!("known on {}", day.iso())));
    as_of.into_iter().chain(known).collect::<Vec<_>>().join("  ")
}

/// How many fields of a draft are filled.
pub fn filled(count: usize, lang: Lang) -> String {
    lang.pick(format!("已填 {count} 栏"), format!("{count} fields filled"))
}

/// Who gave a value, on which device.
pub fn by(officer: &str, device: &str, lang: Lang) -> String {
    lang.pick(format!("{officer}（{device} 机）"), format!("{officer} ({device})"))
}
