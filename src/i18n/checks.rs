//! Words of the named checks (核对) and of a record: what was found, how serious, on whose authority.

use super::{Lang, rows, slots};
use crate::domain::checks::{Authority, Check, Facts, Finding, Severity, Source};
use crate::domain::migrant::Cohort;
use crate::domain::sex::Sex;
use crate::domain::status::Status;
use crate::journal::EntityId;

/// Most records that one finding names.
const NAMED_MAX: usize = 3;

/// A check's short name, at most 12 cells in Chinese.
pub fn name(lang: Lang, check: Check) -> &'static str {
    match check {
        Check::SlotConflict => lang.pick("两值冲突", "values in conflict"),
        Check::IdMissing => lang.pick("无身份证号", "no ID number"),
        Check::IdLength => lang.pick("证号位数不对", "ID number length"),
        Check::IdCharacter => lang.pick("证号有错字符", "ID number character"),
        Check::IdDate => lang.pick("证号日期不对", "ID number date"),
        Check::IdSpoiled => lang.pick("证号被改坏", "ID number spoiled"),
        Check::IdCheckDigit => lang.pick("校验码不对", "ID check digit"),
        Check::IdFifteenAfter1999 => lang.pick("不应是15位", "15 digits too late"),
        Check::IdEndsInZeros => lang.pick("证号尾数为零", "ID ends in zeros"),
        Check::IdAreaUnknown => lang.pick("区划码查不到", "area code unknown"),
        Check::IdAreaAbolished => lang.pick("区划码已撤销", "area code abolished"),
        Check::IdDuplicate => lang.pick("证号重复", "ID number twice"),
        Check::BirthDiffersFromId => lang.pick("出生与证不符", "birth differs from ID"),
        Check::BirthMissing => lang.pick("无出生日期", "no date of birth"),
        Check::BirthInFuture => lang.pick("出生在今后", "birth in the future"),
        Check::SexDiffersFromId => lang.pick("性别与证不符", "sex differs from ID"),
        Check::NameMissing => lang.pick("无姓名", "no name"),
        Check::NameHiddenCharacter => lang.pick("姓名有隐字符", "hidden character"),
        Check::NameTooLong => lang.pick("姓名过长", "name too long"),
        Check::PhoneOdd => lang.pick("电话不像电话", "odd phone"),
        Check::AccountMissing => lang.pick("无账号", "no account"),
        Check::AccountSpoiled => lang.pick("账号被改坏", "account spoiled"),
        Check::AccountOdd => lang.pick("账号不对", "odd account"),
        Check::AccountCheckDigit => lang.pick("卡号校验不对", "card check digit"),
        Check::AccountShared => lang.pick("账号多人共用", "account shared"),
        Check::AccountAcrossHouseholds => lang.pick("账号跨户使用", "account across households"),
        Check::AgeDoubted => lang.pick("高龄待核", "age doubted"),
        Check::DeathBeforeBirth => lang.pick("死亡早于出生", "death before birth"),
        Check::BornAfterRelocation => lang.pick("搬迁早于出生", "born after relocation"),
        Check::CohortDiffersFromDate => lang.pick("类别日期不符", "cohort differs from date"),
        Check::RelationSexDiffers => lang.pick("关系性别不符", "relation against sex"),
        Check::RelationAgeOrder => lang.pick("辈分年龄不符", "relation against age"),
        Check::HouseholdEmpty => lang.pick("户内无人", "empty household"),
        Check::HouseholdWithoutHead => lang.pick("无户主", "no head"),
        Check::HouseholdSeveralHeads => lang.pick("多个户主", "several heads"),
        Check::HeadNotMember => lang.pick("户主不在户内", "head is no member"),
        Check::HeadDiffersFromRelation => lang.pick("户主关系不一", "head against relation"),
        Check::TwoHouseholds => lang.pick("一人两户", "in two households"),
    }
}

/// One clause with the finding's facts; `name` gives the shown name of a person or household.
pub fn finding(lang: Lang, finding: &Finding, name: &dyn Fn(EntityId) -> String) -> String {
    let clause = match (finding.check, finding.field) {
        (Check::SlotConflict, Some(field)) => lang.pick(
            format!("{}有不止一个值，请选定一个", slots::slot(lang, "", field)),
            format!("{}: more than one value, choose one", slots::slot(lang, "", field)),
        ),
        (check, _) => clause(lang, check).to_owned(),
    };
    match facts(lang, finding, name) {
        Some(facts) => lang.pick(format!("{clause}（{facts}）"), format!("{clause} ({facts})")),
        None => clause,
    }
}

fn clause(lang: Lang, check: Check) -> &'static str {
    match check {
        Check::SlotConflict => {
            lang.pick("有一项不止一个值，请选定一个", "an item has more than one value, choose one")
        }
        Check::IdMissing => lang.pick("没有身份证号，请补", "no ID number, add it"),
        Check::IdLength => lang.pick("身份证号位数不对", "the ID number has a wrong length"),
        Check::IdCharacter => lang.pick(
            "身份证号里有不该有的字符",
            "the ID number holds a wrong \
         character",
        ),
        Check::IdDate => lang.pick(
            "身份证号里的出生日期不存在",
            "the date in the ID number does not \
         exist",
        ),
        Check::IdSpoiled => lang.pick(
            "身份证号被表格软件改坏，请照证件重录",
            "a spreadsheet spoiled the ID number, type it from the card",
        ),
        Check::IdCheckDigit => {
            lang.pick("身份证号有错，请对照证件", "the ID number holds a mistake, compare the card")
        }
        Check::IdFifteenAfter1999 => lang.pick(
            "此人不应有 15 位证号，请换 18 位",
            "this person cannot have a 15-digit number, get the 18 digits",
        ),
        Check::IdEndsInZeros => lang.pick(
            "身份证号末尾是零，可能被表格软件截断，请对照证件",
            "the ID number ends in zeros, perhaps cut by a spreadsheet, compare the card",
        ),
        Check::IdAreaUnknown => {
            lang.pick("身份证号的区划码查不到", "the ID number's area code is in no table")
        }
        Check::IdAreaAbolished => lang.pick(
            "身份证号的区划码已撤销，老证常见",
            "the ID number's area code is abolished, usual in older cards",
        ),
        Check::IdDuplicate => lang.pick("身份证号与他人相同", "the ID number is another person's, too"),
        Check::BirthDiffersFromId => {
            lang.pick("出生日期与身份证号不符", "the date of birth differs from the ID number")
        }
        Check::BirthMissing => lang.pick("没有出生日期，请补", "no date of birth, add it"),
        Check::BirthInFuture => lang.pick("出生日期在今天以后", "the date of birth is in the future"),
        Check::SexDiffersFromId => lang.pick("性别与身份证号不符", "the sex differs from the ID number"),
        Check::NameMissing => lang.pick("没有姓名，请补", "no name, add it"),
        Check::NameHiddenCharacter => lang.pick(
            "姓名里有看不见的字符，请重录姓名",
            "the name holds a hidden character, type it \
             again",
        ),
        Check::NameTooLong => lang.pick("姓名太长，请核对", "the name is too long, check it"),
        Check::PhoneOdd => lang.pick("电话不像电话号码", "the phone does not look like one"),
        Check::AccountMissing => lang.pick("没有账号，发不了钱", "no account, nothing can be paid"),
        Check::AccountSpoiled => lang.pick(
            "账号被表格软件改坏，没有收下，请照存折重录",
            "a spreadsheet spoiled the account, it was left out, type it from the passbook",
        ),
        Check::AccountOdd => {
            lang.pick("账号不对，请照存折或卡核对", "the account is wrong, compare passbook or card")
        }
        Check::AccountCheckDigit => lang.pick(
            "卡号校验不对，请照卡核对",
            "the card number's check digit is wrong, compare the \
             card",
        ),
        Check::AccountShared => lang.pick("同一账号用的人太多", "too many persons use this account"),
        Check::AccountAcrossHouseholds => {
            lang.pick("同一账号用在几户", "several households use this account")
        }
        Check::AgeDoubted => {
            lang.pick("年龄很高又没有死亡日期，请入户核实", "very old and no date of death, pay a visit")
        }
        Check::DeathBeforeBirth => lang.pick(
            "死亡日期早于出生日期",
            "the date of death is before the \
         birth",
        ),
        Check::BornAfterRelocation => {
            lang.pick("原迁移民，搬迁却早于出生", "an original migrant, born after the relocation")
        }
        Check::CohortDiffersFromDate => {
            lang.pick("人口类别与搬迁日期不符", "the kind of migrant differs from the date of relocation")
        }
        Check::RelationSexDiffers => {
            lang.pick("与户主关系和性别不符", "the relation to the head contradicts the sex")
        }
        Check::RelationAgeOrder => {
            lang.pick("与户主关系和年龄不符", "the relation to the head contradicts the ages")
        }
        Check::HouseholdEmpty => lang.pick("户内没有成员", "the household has no members"),
        Check::HouseholdWithoutHead => lang.pick("没有户主，请指定", "no head, choose one"),
        Check::HouseholdSeveralHeads => lang.pick("有几个户主，请定一个", "several heads, choose one"),
        Check::HeadNotMember => lang.pick("户主不是户内成员", "the head is no member of the household"),
        Check::HeadDiffersFromRelation => lang
            .pick("登记的户主与关系栏的户主不是一人", "the head on record is not the one of the relations"),
        Check::TwoHouseholds => lang.pick("同时在几户名下", "in several households at the same time"),
    }
}

fn facts(lang: Lang, finding: &Finding, name: &dyn Fn(EntityId) -> String) -> Option<String> {
    let (own, other) = sides(lang, finding.check);
    Some(match &finding.facts {
        Facts::None => return None,
        Facts::Id(error) => rows::id_fault(lang, error),
        Facts::Account(error) => rows::account_fault(lang, error),
        Facts::Area { code, name: "", until: _ } => code.clone(),
        Facts::Area { code, name, until: Some(year) } => {
            lang.pick(format!("{code} {name}，{year} 年撤销"), format!("{code}, until {year}"))
        }
        Facts::Area { code, name, until: None } => lang.pick(format!("{code} {name}"), code.clone()),
        Facts::Days { own: day, other: same } if day == same => format!("{own} {}", day.iso()),
        Facts::Days { own: day, other: against } => {
            let comma = lang.pick("，", ", ");
            format!("{own} {}{comma}{other} {}", day.iso(), against.iso())
        }
        Facts::Sexes { own: mine, other: against } => {
            let comma = lang.pick("，", ", ");
            format!("{own} {}{comma}{other} {}", sex(lang, *mine), sex(lang, *against))
        }
        Facts::Count(count) => count_of(lang, finding.check, *count),
        Facts::Character(character) => format!("U+{:04X}", u32::from(*character)),
        Facts::Entities(entities) => {
            let mut names: Vec<String> =
                entities.iter().take(NAMED_MAX).map(|entity| name(*entity)).collect();
            names.retain(|name| !name.is_empty());
            if names.is_empty() {
                return None;
            }
            if entities.len() > NAMED_MAX {
                let all = entities.len();
                names.push(lang.pick(format!("..共 {all} 个"), format!(".. {all} in all")));
            }
            names.join(lang.pick("、", ", "))
        }
    })
}

/// What the two sides of a contradiction are called.
fn sides(lang: Lang, check: Check) -> (&'static str, &'static str) {
    match check {
        Check::BirthDiffersFromId | Check::SexDiffersFromId => {
            lang.pick(("登记", "证号"), ("record", "ID number"))
        }
        Check::BirthInFuture => lang.pick(("出生", "今天"), ("born", "today")),
        Check::DeathBeforeBirth => lang.pick(("死亡", "出生"), ("died", "born")),
        Check::BornAfterRelocation | Check::CohortDiffersFromDate => {
            lang.pick(("搬迁", "出生"), ("relocated", "born"))
        }
        Check::IdFifteenAfter1999 => lang.pick(("出生", "15 位只发到"), ("born", "issued until")),
        Check::RelationAgeOrder => lang.pick(("本人", "户主"), ("own", "head")),
        Check::RelationSexDiffers => lang.pick(("登记", "按关系"), ("record", "by relation")),
        _ => lang.pick(("登记", "另一处"), ("record", "elsewhere")),
    }
}

fn count_of(lang: Lang, check: Check, count: usize) -> String {
    match check {
        Check::NameTooLong => lang.pick(format!("{count} 字"), format!("{count} characters")),
        Check::AgeDoubted => lang.pick(format!("{count} 岁"), format!("{count} years")),
        Check::AccountShared => lang.pick(format!("{count} 人"), format!("{count} persons")),
        _ => lang.pick(format!("{count} 个"), format!("{count} of them")),
    }
}

/// How serious, in a word.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => lang.pick("必改", "must fix"),
        Severity::Warning => lang.pick("要看", "look at"),
        Severity::Note => lang.pick("提示", "note"),
    }
}

/// A person's status.
pub fn status(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Registered => lang.pick("在册", "registered"),
        Status::Deceased => lang.pick("死亡", "deceased"),
        Status::MovedOut => lang.pick("迁出", "moved out"),
        Status::SetAside => lang.pick("作废", "set aside"),
    }
}

/// Which of the two populations.
pub fn cohort(lang: Lang, cohort: Cohort) -> &'static str {
    match cohort {
        Cohort::Pre2006 => lang.pick("现状人口", "current population"),
        Cohort::Post2006 => lang.pick("原迁人口", "original-move population"),
    }
}

/// A person's sex.
pub fn sex(lang: Lang, sex: Sex) -> &'static str {
    match sex {
        Sex::Male => lang.pick("男", "male"),
        Sex::Female => lang.pick("女", "female"),
    }
}

/// Where a check's rule comes from: its kind and its words.
pub fn authority(lang: Lang, source: &Source) -> String {
    let kind = match source.kind {
        Authority::Law => lang.pick("法规", "law"),
        Authority::Standard => lang.pick("标准", "standard"),
        Authority::Office => lang.pick("工作要求", "office practice"),
    };
    let words = SOURCES.iter().find(|(text, ..)| *text == source.text);
    let words = words.map_or(source.text.as_str(), |(_, zh, en)| lang.pick(zh, en));
    lang.pick(format!("{kind}：{words}"), format!("{kind}: {words}"))
}

/// The texts of `rules/checks.toml` in both languages (a test holds that none is missing).
const SOURCES: &[(&str, &str, &str)] = &[
    (
        "several values were entered; a person decides",
        "录入了几个值，由人来定",
        "several values were entered; a person decides",
    ),
    ("GB 11643", "GB 11643 公民身份号码", "GB 11643"),
    (
        "a spreadsheet keeps 15 digits of a number",
        "表格软件只留数字的前 15 位",
        "a spreadsheet keeps 15 digits of a number",
    ),
    (
        "GB 11643, ISO 7064 MOD 11-2",
        "GB 11643 公民身份号码，ISO 7064 MOD 11-2 校验",
        "GB 11643, ISO 7064 MOD 11-2",
    ),
    (
        "GB 11643-1999: 15 digits were issued until 1999-09-30",
        "GB 11643-1999，15 位号码发到 1999-09-30",
        "GB 11643-1999, 15 digits were issued until 1999-09-30",
    ),
    ("GB/T 2260, all editions", "GB/T 2260 行政区划代码各版", "GB/T 2260, all editions"),
    ("GB 11643: one number, one person", "GB 11643，一人一号", "GB 11643, one number for one person"),
    ("register sheet", "登记表要求", "register sheet"),
    ("a date of birth is not after today", "出生日期不晚于今天", "a date of birth is not after today"),
    (
        "a bank compares names character by character",
        "银行逐字核对姓名",
        "a bank compares names character by character",
    ),
    ("payment through the one-card platform", "一卡通发放", "payment through the one-card platform"),
    (
        "a spreadsheet keeps 15 digits of a number; the account was left out",
        "表格软件只留数字的前 15 位，账号没有收下",
        "a spreadsheet keeps 15 digits of a number; the account was left out",
    ),
    (
        "ISO/IEC 7812-1 (cards of 16 to 19 digits; passbooks have none)",
        "ISO/IEC 7812-1（16 至 19 位的卡；存折没有校验位）",
        "ISO/IEC 7812-1 (cards of 16 to 19 digits; passbooks have none)",
    ),
    ("one account, at most three persons", "一个账号最多三人用", "one account, at most three persons"),
    ("one account, one household", "一个账号只用于一户", "one account, one household"),
    (
        "a living person older than 105 is visited",
        "健在且超过 105 岁的入户核实",
        "a living person older than 105 is visited",
    ),
    ("dates in order", "日期先后要对", "dates in order"),
    (
        "国发〔2006〕17号: an original migrant moved, so was born before",
        "国发〔2006〕17号，原迁移民是搬迁前出生的",
        "State Council document 17 of 2006, an original migrant was born before the move",
    ),
    (
        "国发〔2006〕17号: relocated before or after 2006-07-01",
        "国发〔2006〕17号，以 2006-07-01 前后搬迁为界",
        "State Council document 17 of 2006, relocated before or after 2006-07-01",
    ),
    ("GB/T 4761", "GB/T 4761 家庭关系代码", "GB/T 4761"),
    (
        "户口登记条例 Art. 5: a household has a head",
        "户口登记条例第五条，每户有户主",
        "Household Registration Regulations Art. 5, a household has a head",
    ),
    (
        "户口登记条例 Art. 5: a household has one head",
        "户口登记条例第五条，每户一个户主",
        "Household Registration Regulations Art. 5, a household has one head",
    ),
    (
        "户口登记条例 Art. 5: the head belongs to the household",
        "户口登记条例第五条，户主是本户的人",
        "Household Registration Regulations Art. 5, the head belongs to the household",
    ),
    ("GB/T 4761: code 02 is the head", "GB/T 4761，代码 02 是户主", "GB/T 4761, code 02 is the head"),
    (
        "one person, one household of the support list at a time",
        "一人同时只在一个扶持户",
        "one person, one household of the support list at a time",
    ),
];

/// The word for a kind's stable name.
pub fn kind(lang: Lang, stable: &str) -> &'static str {
    match stable {
        "place" => lang.pick("地点", "place"),
        "household" => lang.pick("户", "household"),
        "person" => lang.pick("人员", "person"),
        "membership" => lang.pick("户内成员", "membership"),
        "setting" => lang.pick("设置", "setting"),
        "note" => lang.pick("备忘", "note"),
        "proof" => lang.pick("身份证明", "proof of identity"),
        "pair" => lang.pick("同一人判断", "judged pair"),
        "batch" => lang.pick("发放批次", "payment batch"),
        "list" => lang.pick("发放清单", "payment list"),
        "return" => lang.pick("银行回盘", "bank return"),
        "opening" => lang.pick("期初", "opening balance"),
        "recovery" => lang.pick("追缴", "recovery"),
        "rule_document" => lang.pick("规则文件", "rule document"),
        "approval" => lang.pick("批复", "approval"),
        "allocation" => lang.pick("资金拨付", "allocation"),
        "mandate" => lang.pick("委托", "mandate"),
        "year_close" => lang.pick("年结", "closed year"),
        "device" => lang.pick("设备", "device"),
        "officer" => lang.pick("工作人员", "officer"),
        "grant" => lang.pick("授权", "grant"),
        "end" => lang.pick("停用", "end of a grant"),
        "ruling" => lang.pick("裁定", "ruling"),
        "drawer" => lang.pick("密件柜", "drawer"),
        other => {
            let (zh, en) = super::verify_words::kind(other)
                .or(super::petition_words::record(other))
                .unwrap_or(("记录", "record"));
            lang.pick(zh, en)
        }
    }
}
