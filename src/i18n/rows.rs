//! Sentences about the rows of an office file (表格的行): why one is refused, what is remarked on one that comes in.

use super::Lang;
use super::sheets::field;
use crate::domain::account::{AccountError, DIGITS_MAX, DIGITS_MIN};
use crate::domain::day::{YEAR_MAX, YEAR_MIN};
use crate::domain::idnumber::{IdError, Spoiling};
use crate::domain::name::LENGTH_MAX;
use crate::journal::EntityId;
use crate::sheets::{Field, Reason, Remark, RowAt};

fn row(lang: Lang, at: RowAt) -> String {
    match at.sheet {
        0 => lang.pick(format!("第 {} 行", at.row), format!("row {}", at.row)),
        sheet => {
            let sheet = u32::from(sheet) + 1;
            lang.pick(
                format!("第 {sheet} 张工作表第 {} 行", at.row),
                format!("row {} of sheet {sheet}", at.row),
            )
        }
    }
}

/// Why a row is not imported; `village` gives a village's name.
pub fn reason(lang: Lang, reason: &Reason, village: &dyn Fn(EntityId) -> String) -> String {
    match reason {
        Reason::NoName => lang.pick("没有姓名。补上再导入。", "No name. Add it, then import.").into(),
        Reason::LongName => lang.pick(
            format!("姓名超过 {LENGTH_MAX} 字，像是几格并成一格。改对再导入。"),
            format!(
                "The name has more than {LENGTH_MAX} characters, perhaps merged cells. Correct it, \
             then import."
            ),
        ),
        Reason::SpoiledNumber(error) | Reason::NumberDate(error) => id_error(lang, error),
        Reason::ImpossibleDate(date) => lang.pick(
            format!("{}是不存在的日期。对照证件改对再导入。", field(lang, *date)),
            format!(
                "Column {}: no such date. Correct it from the papers, then \
             import.",
                field(lang, *date)
            ),
        ),
        Reason::NoVillage => lang
            .pick(
                "没有村：既没有村这一列，工作表也不是村名。补上村再导入。",
                "No village: neither a column nor the sheet's name says it. Add it, then import.",
            )
            .into(),
        Reason::AmbiguousVillage => lang
            .pick(
                "同名的村不止一个。补上乡镇再导入。",
                "Several villages have this name. Add the \
             township, then import.",
            )
            .into(),
        Reason::NoHousehold => lang
            .pick(
                "没有户编号，也没有户主。补上一样再导入。",
                "Neither household code nor head. Add one, \
             then import.",
            )
            .into(),
        Reason::Twice(at) => lang.pick(
            format!("与{}是同一人。留一行再导入。", row(lang, *at)),
            format!("The same person stands in {}. Keep one row, then import.", row(lang, *at)),
        ),
        Reason::OtherVillage { code, village: other } => lang.pick(
            format!("此人已在{}（编号 {code}）。搬迁另办，不能靠导入；核对村名。", village(*other)),
            format!(
                "This person is on record in {} (code {code}). Check the village; a move is entered \
             on its own.",
                village(*other)
            ),
        ),
    }
}

/// What is remarked on a row that is imported.
pub fn remark(lang: Lang, remark: &Remark) -> String {
    match remark {
        Remark::CheckDigit => id_error_of_check(lang),
        Remark::FifteenAfter1999 => lang
            .pick(
                "1999 年以后出生，却是 15 位证号，已收下。换成 18 位。",
                "Born after 1999 with a 15-digit number; taken in. Get the 18 digits.",
            )
            .into(),
        Remark::OddNumber(error) => {
            let fault = id_fault(lang, error);
            lang.pick(
                format!("身份证号照原样收下：{fault}。对照证件改。"),
                format!("The ID number is kept as written: {fault}. Compare the card."),
            )
        }
        Remark::DuplicateNumber(at) => lang.pick(
            format!("身份证号与{}相同，都已收下。对照证件改一个。", row(lang, *at)),
            format!("The ID number is also in {}; both are taken in. Compare the cards.", row(lang, *at)),
        ),
        Remark::KnownNumber(code) => lang.pick(
            format!("身份证号与档案里编号 {code} 的人相同，已收下。对照证件改一个。"),
            format!("The ID number is also that of {code} on record; taken in. Compare the cards."),
        ),
        Remark::NoNumber => {
            lang.pick("没有身份证号，已收下。补上。", "No ID number; taken in. Add it.").into()
        }
        Remark::UnknownArea(code) => lang.pick(
            format!("身份证号开头的区划码 {code} 查不到，已收下。对照证件。"),
            format!("The ID number's area code {code} is in no table; taken in. Compare the card."),
        ),
        Remark::BirthDiffers => lang
            .pick(
                "出生日期与身份证号不符，已收下。对照证件改。",
                "The date of birth differs from the ID number; taken in. Compare the card.",
            )
            .into(),
        Remark::SexDiffers => lang
            .pick(
                "性别与身份证号不符，已收下。对照证件改。",
                "The sex differs from the ID number; taken in. Compare the card.",
            )
            .into(),
        Remark::Account(error) => {
            let fault = account_fault(lang, error);
            lang.pick(
                format!("账号没有收下：{fault}。照存折或卡补录。"),
                format!("The account was left out: {fault}. Type it from passbook or card."),
            )
        }
        Remark::UnreadDate(cell) => left_out(lang, *cell, ("不是日期", "is no date")),
        Remark::UnreadWord(cell) => lang.pick(
            format!("{}一格的词不在代码表里，没有收下或照原样留着。核对后改。", field(lang, *cell)),
            format!(
                "Column {}: the word is in no code list; left out, or kept as text. Check it.",
                field(lang, *cell)
            ),
        ),
        Remark::OddPhone => lang
            .pick(
                "电话不像电话号码，照原样收下。核对后改。",
                "The phone does not look like one; kept as written. Check it.",
            )
            .into(),
        Remark::Mark(cell) => {
            left_out(lang, *cell, ("写“同上”，这里不能这样写", "says \"as above\" where that cannot be"))
        }
        Remark::Formula(cell) => {
            left_out(lang, *cell, ("是没有结果或出错的公式", "is a formula without a result"))
        }
        Remark::TooLong(cell) => left_out(lang, *cell, ("太长", "is too long")),
        Remark::HouseholdDiffers(cell) => lang.pick(
            format!("同户各行的{}不一样，以第一行为准。核对后改。", field(lang, *cell)),
            format!(
                "Column {}: other rows of the household differ; the first one counts. Check it.",
                field(lang, *cell)
            ),
        ),
        Remark::NoHead => lang
            .pick("这一户没有户主，已收下。指定户主。", "The household has no head; taken in. Choose one.")
            .into(),
        Remark::SeveralHeads => lang
            .pick(
                "这一户有几个户主，一个也没定。指定一个。",
                "The household has several heads; none was chosen. Choose one.",
            )
            .into(),
        Remark::Ambiguous => lang
            .pick(
                "档案里有几个人像是此人，已按新人收下。核对是否重复。",
                "Several persons on record could be this one; taken in as new. Check for a double.",
            )
            .into(),
        Remark::SetAside(code) => lang.pick(
            format!("编号 {code} 的人已作废，这一行没有改动。要恢复请找负责人。"),
            format!("Person {code} was set aside; the row changes nothing. Ask the head to restore it."),
        ),
    }
}

fn left_out(lang: Lang, cell: Field, (zh, en): (&str, &str)) -> String {
    let cell = field(lang, cell);
    lang.pick(
        format!("{cell}一格{zh}，没有收下。核对后补录。"),
        format!("Column {cell}: it {en} and was left out. Check it, then add it."),
    )
}

fn id_error_of_check(lang: Lang) -> String {
    lang.pick(
        "身份证号最后一位（校验码）不对，已收下。对照证件改。",
        "The ID number's last character (check digit) does not fit; taken in. Compare the card.",
    )
    .into()
}

/// What is wrong with an identity number, which part, and what to do.
pub fn id_error(lang: Lang, error: &IdError) -> String {
    let fault = id_fault(lang, error);
    lang.pick(format!("身份证号：{fault}。对照证件改。"), format!("ID number: {fault}. Compare the card."))
}

/// The same as a clause: which part fails. The number itself is never repeated.
pub(super) fn id_fault(lang: Lang, error: &IdError) -> String {
    match error {
        IdError::Empty => lang.pick("没有填", "nothing there").into(),
        IdError::Spoiled(how) => spoiled(lang, *how).into(),
        IdError::Length { found } => lang.pick(
            format!("有 {found} 位，应为 18 位或 15 位"),
            format!(
                "{found} characters, not 18 or \
             15"
            ),
        ),
        IdError::Character { position, found: _ } => lang.pick(
            format!("第 {position} 位的字符不对"),
            format!(
                "character {position} cannot stand \
             there"
            ),
        ),
        IdError::Date { year: _, month, day: _ } if !(1..=12).contains(month) => {
            lang.pick(format!("出生月份不对，写成 {month} 月"), format!("there is no birth month {month}"))
        }
        IdError::Date { year, month, day } => match (YEAR_MIN..=YEAR_MAX).contains(year) {
            true => lang.pick(
                format!("出生日不存在，{month} 月没有 {day} 日"),
                format!("no such birth day, month {month} has no day {day}"),
            ),
            false => lang.pick(
                format!("出生年份不对，写成 {year} 年"),
                format!(
                    "the birth year {year} cannot \
                 be"
                ),
            ),
        },
        IdError::CheckDigit { .. } => {
            lang.pick("最后一位校验码不对", "the last character, the check digit, does not fit").into()
        }
    }
}

fn spoiled(lang: Lang, how: Spoiling) -> &'static str {
    match how {
        Spoiling::Computed => lang.pick(
            "被表格软件变成计算数，如 5.3E+17，后几位已丢",
            "a spreadsheet made it a computed number like 5.3E+17, digits are lost",
        ),
        Spoiling::Zeros => lang.pick(
            "被表格软件截断，15 位以后都成了零",
            "a spreadsheet cut it, all after 15 digits are \
             zeros",
        ),
    }
}

/// What is wrong with an account, and what to do.
pub fn account_error(lang: Lang, error: &AccountError) -> String {
    let fault = account_fault(lang, error);
    lang.pick(
        format!("账号：{fault}。照存折或卡改。"),
        format!(
            "Account: {fault}. Compare passbook or \
     card."
        ),
    )
}

/// The same as a clause.
pub(super) fn account_fault(lang: Lang, error: &AccountError) -> String {
    match error {
        AccountError::Empty => lang.pick("没有填", "nothing there").into(),
        AccountError::Spoiled(how) => spoiled(lang, *how).into(),
        AccountError::Character { position, found: _ } => {
            lang.pick(format!("第 {position} 位不是数字"), format!("character {position} is no digit"))
        }
        AccountError::Length { found } => lang.pick(
            format!("有 {found} 位，应为 {DIGITS_MIN} 至 {DIGITS_MAX} 位"),
            format!("{found} digits, not {DIGITS_MIN} to {DIGITS_MAX}"),
        ),
    }
}
