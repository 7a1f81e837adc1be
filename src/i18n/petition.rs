//! Words of petitions (信访): deadlines day by day, stages and acts, refusals with their article, sentences of the commands.

use super::petition_drawer::DrawerSay;
use super::{Both, Lang, petition_refusals, petition_words as words};
use crate::domain::day::Day;
use crate::domain::money;
use crate::domain::petition::calendar::{self, Calendar, CalendarError, Flaw, Kind};
use crate::domain::petition::clock::{Counted, Deadline};
use crate::domain::petition::course::Clock;
use crate::domain::petition::facts::Figure;
use crate::domain::petition::guard::Refusal;
use crate::domain::petition::law::Unit;
use crate::domain::petition::rates::Rate;
use crate::domain::petition::stages::{Act, Stage};
use crate::sheets::{LineAt, OtherColumn, RowFlaw};

/// What is said of a year whose table is missing, whatever the language of scripts.
const NOT_IMPORTED: &str = "放假安排未导入";

/// The holiday's name of a day off or a make-up day; empty for others.
pub fn holiday(kind: &Kind) -> &str {
    match kind {
        Kind::Off(name) | Kind::MakeUp(name) => name,
        Kind::Work | Kind::Weekend | Kind::Unknown { .. } => "",
    }
}

/// What a day is.
pub fn kind(of: &Kind, lang: Lang) -> String {
    match of {
        Kind::Work => lang.pick("工作日", "working day").to_owned(),
        Kind::MakeUp(name) => lang.pick(format!("{name}调休上班"), format!("makes up for {name}")),
        Kind::Weekend => lang.pick("周末", "weekend").to_owned(),
        Kind::Off(name) => lang.pick(format!("{name}放假"), format!("off, {name}")),
        Kind::Unknown { weekend: true } => lang.pick(
            format!("周末，{NOT_IMPORTED}"),
            format!("weekend, {NOT_IMPORTED} (no table of this year)"),
        ),
        Kind::Unknown { weekend: false } => {
            lang.pick(NOT_IMPORTED.to_owned(), format!("{NOT_IMPORTED} (no table of this year)"))
        }
    }
}

/// One day and whether it counts.
pub fn cell(of: &Counted, lang: Lang) -> String {
    let date = of.day.iso();
    let what = kind(&of.kind, lang);
    match of.number {
        Some(number) => {
            lang.pick(format!("{date} 第 {number} 日（{what}）"), format!("{date} day {number} ({what})"))
        }
        None if of.hearing => lang.pick(
            format!("{date} 不计：听证期间（{what}）"),
            format!("{date} not counted: hearing ({what})"),
        ),
        None => lang.pick(format!("{date} 不计：{what}"), format!("{date} not counted: {what}")),
    }
}

/// The tables that a deadline was counted with, as JSON has them: year and notice, or that there is none.
pub fn tables(of: &Deadline, calendar: &Calendar) -> String {
    let (first, last) = (of.from.year(), of.counted.max(of.next).year());
    let year = |year: i32| match calendar.year(year) {
        Some(table) => format!("{year} {}", table.document),
        None => format!("{year} {NOT_IMPORTED}"),
    };
    (first..=last).map(year).collect::<Vec<_>>().join("；")
}

/// A deadline in lines: how it is counted, the last day, the safe day, what is missing, each day that is not counted.
pub fn deadline(of: &Deadline, calendar: &Calendar, lang: Lang) -> Vec<String> {
    let (from, days) = (of.from.iso(), of.days);
    let unit = match of.unit {
        Unit::Working => lang.pick("个工作日", "working days"),
        Unit::Calendar => lang.pick("日", "days"),
    };
    let mut lines = vec![lang.pick(
        format!("{from} 起算，次日为第 1 日，{days} {unit}"),
        format!("from {from}, the next day is day 1, {days} {unit}"),
    )];
    lines.push(due(of, lang));
    if of.ends_on_rest_day() || of.due != of.counted {
        lines.push(safe(of, lang));
    }
    if let Some(missing) = missing(of, lang) {
        lines.push(missing);
    }
    lines.extend(of.skipped().map(|skipped| cell(skipped, lang)));
    lines.push(tables_said(of, calendar, lang));
    lines
}

/// The same as a line.
pub fn tables_said(of: &Deadline, calendar: &Calendar, lang: Lang) -> String {
    let tables = tables(of, calendar);
    lang.pick(format!("放假安排：{tables}"), format!("working days: {tables}"))
}

/// Said of a step that a later one stands in place of.
pub fn corrected(lang: Lang) -> &'static str {
    lang.pick("已更正", "corrected")
}

/// The last day and what it is.
pub fn due(of: &Deadline, lang: Lang) -> String {
    let last = of.cells.last().map(|cell| kind(&cell.kind, lang)).unwrap_or_default();
    let due = of.due.iso();
    if of.due == of.counted {
        lang.pick(format!("期限 {due}（{last}）"), format!("due {due} ({last})"))
    } else {
        let counted = of.counted.iso();
        lang.pick(
            format!("期限 {due}（第 {} 日 {counted} 是{last}，顺延）", of.days),
            format!("due {due} (day {} is {counted}, {last}: moved on)", of.days),
        )
    }
}

/// The safe day, and the first working day after the last.
pub fn safe(of: &Deadline, lang: Lang) -> String {
    lang.pick(
        format!("稳妥日 {}，其后第一个工作日 {}", of.safe.iso(), of.next.iso()),
        format!("safe day {}, first working day after it {}", of.safe.iso(), of.next.iso()),
    )
}

/// One day of a clock, with what it is beside: today, the last day, the safe day.
pub fn cell_with(cell: &Counted, of: &Deadline, today: Day, lang: Lang) -> String {
    let weekday = weekday(calendar::weekday(cell.day), lang);
    let marks = [
        (cell.day == today, lang.pick("今天", "today")),
        (cell.day == of.due, lang.pick("期限", "due")),
        (cell.day == of.safe, lang.pick("稳妥日", "safe day")),
    ];
    let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| format!("  {mark}"));
    format!("{}  {weekday}{}", self::cell(cell, lang), marks.collect::<String>())
}

/// That tables are missing, with both days; none where all are here.
pub fn missing(of: &Deadline, lang: Lang) -> Option<String> {
    let first = of.missing.first()?;
    let (early, late) = (of.possible.0.iso(), of.possible.1.iso());
    Some(lang.pick(
        format!("{first} 年{NOT_IMPORTED}：可能是 {early}，也可能是 {late}，请按早的办，导入后再看"),
        format!("{NOT_IMPORTED}: no table of {first}; it may be {early} or {late}, keep the earlier until it is imported"),
    ))
}

/// What a clock is: whose, since which event, by which law and article, and how it ended.
pub fn clock(of: &Clock, lang: Lang) -> String {
    let (name, start) = (words::clock(of.id, lang), words::start(of.start, lang));
    let (law, whose) = (&of.law.name, words::whose(of.whose, lang));
    let article = match of.article.as_str() {
        "" => lang.pick("无条文，本单位自定".to_owned(), "no article, the office's own".to_owned()),
        article => article.to_owned(),
    };
    let end = match of.met {
        Some(met) => lang.pick(format!("，{} 已办", met.iso()), format!(", done {}", met.iso())),
        None if of.ended => lang.pick("，不再计".to_owned(), ", counted no more".to_owned()),
        None => String::new(),
    };
    let more = match of.extended {
        0 => String::new(),
        days => lang.pick(format!("，含延期 {days} 日"), format!(", {days} days of extension in it")),
    };
    lang.pick(
        format!("{name}：{start}起，《{law}》{article}，{whose}的期限{more}{end}"),
        format!("{name}: from {start}, {law} {article}, of {whose}{more}{end}"),
    )
}

/// A rate in per cent, one place, rounded down; empty of nothing.
pub fn percent(of: &Rate) -> String {
    of.per_mille().map(|tenths| format!("{}.{}%", tenths / 10, tenths % 10)).unwrap_or_default()
}

/// A line of the fact sheet; `named` = the word of an outcome.
pub fn figure(of: &Figure, named: &str, lang: Lang) -> String {
    match of {
        Figure::Members(count) => lang.pick(format!("在册 {count} 人"), format!("{count} registered")),
        Figure::Status(status) => super::checks::status(lang, *status).to_owned(),
        Figure::Due(fen, rule) => {
            let yuan = money::plain(*fen);
            lang.pick(
                format!("至今应发 {yuan} 元（{rule}）"),
                format!("due until today {yuan} yuan ({rule})"),
            )
        }
        Figure::Paid(fen) => {
            let yuan = money::plain(*fen);
            lang.pick(format!("已发 {yuan} 元"), format!("paid {yuan} yuan"))
        }
        Figure::Owed(fen) => {
            let yuan = money::plain(*fen);
            lang.pick(format!("未发 {yuan} 元"), format!("still to be paid {yuan} yuan"))
        }
        Figure::Verified(_, on) => {
            let on = on.map(Day::iso).unwrap_or_default();
            lang.pick(format!("{on} 核查：{named}"), format!("verified {on}: {named}"))
        }
    }
}

/// Which day of the week, from 1 = Monday.
pub fn weekday(number: u8, lang: Lang) -> &'static str {
    let (zh, en) = match number {
        1 => ("一", "Mo"),
        2 => ("二", "Tu"),
        3 => ("三", "We"),
        4 => ("四", "Th"),
        5 => ("五", "Fr"),
        6 => ("六", "Sa"),
        _ => ("日", "Su"),
    };
    lang.pick(zh, en)
}

/// Why a working-day table is refused.
fn calendar_error(error: &CalendarError, lang: Lang) -> String {
    let line = error.line;
    let what = match &error.flaw {
        Flaw::Shape(reader) => {
            let said = super::toml_words::reader(lang, reader);
            lang.pick(format!("格式不对：{said}"), format!("not of this shape: {said}"))
        }
        Flaw::NoDate(text) => lang.pick(format!("“{text}”不是日期"), format!("{text:?} is no date")),
        Flaw::OutOfYear(day) => lang.pick(format!("{day} 不在本年"), format!("{day} is not in its year")),
        Flaw::Contradiction(day) => lang.pick(
            format!("{day} 写了两次，既放假又上班，自相矛盾"),
            format!("{day} stands twice, off and working: it contradicts itself"),
        ),
        Flaw::NoMakeUp(day) => lang.pick(
            format!("{day} 本来就是工作日，不能是调休上班日"),
            format!("{day} is a working day anyway and makes up for nothing"),
        ),
        Flaw::Years(year) => lang.pick(
            format!("{year} 年的安排缺、重或太多"),
            format!("the table of {year} is missing, stands twice or is too long"),
        ),
    };
    lang.pick(
        format!("放假安排第 {line} 行：{what}；请按国务院办公厅的通知核对后再导入，什么也没有改"),
        format!("working-day table, line {line}: {what}; compare it with the notice and import again, nothing was changed"),
    )
}

/// What the commands say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PetitionSay {
    /// A file that cannot be read.
    Unreadable(String),
    /// A working-day table that is refused.
    Calendar(CalendarError),
    /// A table was taken in (or would be): years, how many open deadlines moved.
    CalendarTaken(Vec<i32>, usize, bool),
    /// A deadline moved: number of the item, from, to.
    Moved(String, Day, Day),
    /// An act is refused.
    Refused(Vec<Refusal>),
    /// Doubts that need a reason.
    ReasonWanted(Vec<Refusal>),
    /// A word that no list has: it, and the option.
    NoWord(String, &'static str),
    /// Nobody has that number.
    NoNumber(String),
    /// The check character does not fit.
    WrongCheck(String),
    /// Several have that number.
    SeveralNumbers(String, usize),
    /// A period that ends after the last year that this program knows.
    BeyondYears,
    /// All numbers of a year are given.
    NumbersFull,
    /// No officer of that number.
    NoOfficer(u32),
    /// No household or person of that code.
    NoCode(String),
    /// Only a head names the handler of an accusation.
    HeadNames,
    /// The drawer is not set up.
    NoDrawer,
    /// No step of that place.
    NoStep(usize),
    /// A correction names a step of another act.
    OtherAct,
    /// The act needs to know about whom or what.
    WhomMissing,
    /// Not the same item, and not an accusation with another.
    NotMerged,
    /// Final numbers are given on a machine of the office.
    OfficeNumbers,
    /// A list without the columns.
    NoColumns,
    /// An item was registered.
    Registered(String),
    /// Items that it may repeat.
    Similar(Vec<String>),
    /// A step was taken: number, act, stage.
    Stepped(String, Act, Stage),
    /// A note, link, number or kind was kept.
    Kept(String),
    /// Doubts that were overridden.
    Doubted(Vec<Refusal>),
    /// What a list came to: new, known, refused; written or only asked.
    ListTaken(usize, usize, usize, bool),
    /// A row that was refused.
    Row(LineAt, RowFlaw),
    /// A line that is no item: a total, a signature, the header again.
    Passed(LineAt),
    /// A column without a field: sheet, letters, heading.
    KeptColumn(OtherColumn),
    /// A sheet without a header.
    SheetUnread(String),
    /// A fork: the other stages.
    Forked(Vec<Stage>),
    /// A setting was decided.
    Decided(String, String),
    /// Of the drawer.
    Drawer(DrawerSay),
}

fn all(refusals: &[Refusal], lang: Lang) -> String {
    let sentences: Vec<String> = refusals.iter().map(|one| petition_refusals::refusal(one, lang)).collect();
    sentences.join(lang.pick("；", "; "))
}

impl PetitionSay {
    /// Both sentences, for the screen.
    pub fn both(&self) -> Both {
        Both::new(self.text(Lang::Zh), self.text(Lang::En))
    }

    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(file) => lang.pick(
                format!("读不了文件 {file}；请看看它在不在、有没有被别的程序占用"),
                format!("cannot read the file {file}; see whether it is there and not in use"),
            ),
            Self::Calendar(error) => calendar_error(error, lang),
            Self::CalendarTaken(years, moved, written) => {
                let years = years.iter().map(i32::to_string).collect::<Vec<_>>().join("、");
                let done = if *written { lang.pick("已导入", "taken in") } else { lang.pick("试算", "not written") };
                lang.pick(
                    format!("{done} {years} 年的放假安排；{moved} 个未办结的期限有变"),
                    format!("working days of {years} {done}; {moved} open deadlines moved"),
                )
            }
            Self::Moved(number, from, to) => {
                let (from, to) = (from.iso(), to.iso());
                lang.pick(format!("{number}：{from} 改为 {to}"), format!("{number}: {from} is now {to}"))
            }
            Self::Refused(found) => {
                lang.pick(format!("不能办：{}", all(found, lang)), format!("refused: {}", all(found, lang)))
            }
            Self::ReasonWanted(found) => lang.pick(
                format!("要写明原因才能办：{}；请加 --why", all(found, lang)),
                format!("a reason is wanted: {}; add --why", all(found, lang)),
            ),
            Self::Doubted(found) => {
                lang.pick(format!("请留意：{}", all(found, lang)), format!("note: {}", all(found, lang)))
            }
            Self::NoWord(word, option) => lang.pick(
                format!("{option} 没有“{word}”这个词；可用的见 petition words"),
                format!("{option} has no word {word:?}; see `petition words`"),
            ),
            Self::NoNumber(number) => lang.pick(
                format!("没有编号 {number} 的信访件；请核对编号，或用 petition list --all 查"),
                format!("no petition has the number {number}; compare it, or look in `petition list --all`"),
            ),
            Self::WrongCheck(number) => lang.pick(
                format!("编号 {number} 的校验字符不对，可能抄错了；请对照回执核对"),
                format!("the check character of {number} does not fit; compare it with the receipt"),
            ),
            Self::SeveralNumbers(number, count) => lang.pick(
                format!(
                    "有 {count} 件都是编号 {number}（资料夹被复制过）；写 {number}/1 到 {number}/{count} 指明是哪一件，再由\
                     办公室各给一个正式编号"
                ),
                format!(
                    "{count} items have the number {number} (a folder was copied); write {number}/1 to \
                     {number}/{count} for one of them, and let the office give each a final number"
                ),
            ),
            Self::BeyondYears => lang.pick(
                format!("期限超过了 {} 年；请核对起算日和天数", crate::domain::day::YEAR_MAX),
                format!("the period ends after {}; check the first day and the days", crate::domain::day::YEAR_MAX),
            ),
            Self::NumbersFull => lang.pick(
                "这台机器今年的编号用完了；请换一台机器登记".to_owned(),
                "this machine has no number left this year; register on another one".to_owned(),
            ),
            Self::NoOfficer(number) => lang.pick(
                format!("没有 {number} 号人员，或已停用；请用 officer list 查"),
                format!("no officer {number}, or they have ended; see `officer list`"),
            ),
            Self::NoCode(code) => lang.pick(
                format!("没有编号 {code} 的户或人，或有几个；请写全编号，不是移民就空着"),
                format!("no household or person {code}, or several; give the whole code, or leave it empty"),
            ),
            Self::HeadNames => lang.pick(
                "检举控告的承办人只能由负责人指定；请负责人来办".to_owned(),
                "only a head names the handler of an accusation; let a head do it".to_owned(),
            ),
            Self::NoDrawer => lang.pick(
                "密件柜还没有设，检举控告无处密封；请负责人先在主机上运行 petition drawer".to_owned(),
                "the drawer is not set up, so an accusation cannot be sealed; a head runs `petition drawer` first".to_owned(),
            ),
            Self::NoStep(at) => lang.pick(
                format!("本件没有第 {at} 步；步骤的次序见 petition show"),
                format!("the item has no step {at}; `petition show` lists them"),
            ),
            Self::OtherAct => lang.pick(
                "更正要和原来那一步是同一种办理；请核对是第几步".to_owned(),
                "a correction is of the same act as the step; compare its place".to_owned(),
            ),
            Self::WhomMissing => lang.pick(
                "要写明交给谁或并入哪一件；请加 --about".to_owned(),
                "say to whom, or into which item; add --about".to_owned(),
            ),
            Self::NotMerged => lang.pick(
                "这两件不能连在一起；请核对编号，检举控告只能和检举控告连".to_owned(),
                "these two cannot be joined; compare the numbers, accusations join accusations alone".to_owned(),
            ),
            Self::OfficeNumbers => lang.pick(
                "正式编号由办公室的机器给；请带回办公室再编".to_owned(),
                "final numbers are given on a machine of the office; do it there".to_owned(),
            ),
            Self::NoColumns => lang.pick(
                "表里找不到诉求和收到日期两列；请核对表头".to_owned(),
                "no sheet has columns of a request and a day of receipt; look at its header".to_owned(),
            ),
            Self::Registered(number) => {
                lang.pick(format!("已登记，编号 {number}"), format!("registered under the number {number}"))
            }
            Self::Similar(numbers) => {
                let numbers = numbers.join("、");
                lang.pick(
                    format!("可能重复：{numbers}；确是重复的请用 petition link 连上"),
                    format!("may repeat {numbers}; tie them with `petition link` if it does"),
                )
            }
            Self::Stepped(number, act, stage) => {
                let (act, stage) = (words::act(*act, lang), words::stage(*stage, lang));
                lang.pick(format!("{number}：{act}，现为{stage}"), format!("{number}: {act}, now {stage}"))
            }
            Self::Kept(number) => lang.pick(format!("{number}：已记下"), format!("{number}: kept")),
            Self::ListTaken(new, known, refused, written) => {
                let done = if *written { lang.pick("已登记", "registered") } else { lang.pick("可登记", "would be registered") };
                lang.pick(
                    format!("{done} {new} 件，已有 {known} 件，退回 {refused} 行"),
                    format!("{new} {done}, {known} are here already, {refused} rows refused"),
                )
            }
            Self::Row(at, flaw) => petition_refusals::row(at, flaw, lang),
            Self::Passed(at) => {
                let what = lang.pick("合计、落款或重复的表头，不是信访件", "a total, signature or repeated header, no item");
                petition_refusals::line(at, what, lang)
            }
            Self::KeptColumn(OtherColumn { sheet, letters, header, .. }) => {
                let sheet = if sheet.is_empty() { String::new() } else { lang.pick(format!("工作表“{sheet}”"), format!("sheet \"{sheet}\", ")) };
                lang.pick(
                    format!("{sheet}{letters} 列“{header}”没认出，原文记在每件的联系记录里；要用它就写 --map {letters}=field，不要就写 --map {letters}=-"),
                    format!("{sheet}column {letters} \"{header}\" is not known; its cells are kept in each item's log; --map {letters}=field uses it, --map {letters}=- leaves it out"),
                )
            }
            Self::SheetUnread(sheet) => lang.pick(
                format!("工作表“{sheet}”没有诉求和收到日期两列，没有读；要读就用 --map 指明"),
                format!("sheet \"{sheet}\" has no columns of a request and a day of receipt and was not read; --map names them"),
            ),
            Self::Forked(stages) => {
                let stages: Vec<&str> = stages.iter().map(|stage| words::stage(*stage, lang)).collect();
                let stages = stages.join(lang.pick("、", ", "));
                lang.pick(
                    format!("分叉：另有一步走到{stages}；请负责人看两步，再走一步定下来"),
                    format!("forked: another step led to {stages}; a head looks at both and takes the next one"),
                )
            }
            Self::Decided(name, value) => lang.pick(format!("{name} 定为 {value}"), format!("{name} is {value}")),
            Self::Drawer(said) => said.text(lang),
        }
    }
}
