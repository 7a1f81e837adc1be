//! Names as they are in a county of eastern Yunnan: weighted surnames, given names by sex and decade of birth.
//!
//! The tables are made by hand for this demo. They hold what a look-up stumbles over: surnames read otherwise than
//! the character alone, two-character surnames, names with a dot, characters beyond the basic plane.

use super::dice::Dice;
use crate::domain::sex::Sex;

/// Surnames with their weights.
const SURNAMES: &[(&str, u32)] = &[
    ("李", 90),
    ("王", 78),
    ("张", 76),
    ("杨", 62),
    ("陈", 55),
    ("刘", 50),
    ("赵", 38),
    ("周", 26),
    ("朱", 22),
    ("黄", 22),
    ("吴", 20),
    ("徐", 18),
    ("何", 18),
    ("马", 18),
    ("孙", 16),
    ("胡", 16),
    ("罗", 15),
    ("郭", 14),
    ("高", 14),
    ("林", 12),
    ("唐", 12),
    ("许", 11),
    ("邓", 11),
    ("韩", 10),
    ("曹", 10),
    ("曾", 9),
    ("彭", 9),
    ("董", 9),
    ("袁", 9),
    ("余", 8),
    ("潘", 8),
    ("蒋", 8),
    ("蔡", 8),
    ("杜", 8),
    ("丁", 8),
    ("叶", 7),
    ("田", 7),
    ("范", 7),
    ("方", 7),
    ("石", 7),
    ("姚", 7),
    ("谭", 6),
    ("廖", 6),
    ("邹", 6),
    ("熊", 6),
    ("金", 6),
    ("陆", 6),
    ("孔", 6),
    ("白", 6),
    ("崔", 5),
    ("康", 5),
    ("毛", 5),
    ("邱", 5),
    ("秦", 5),
    ("江", 5),
    ("史", 5),
    ("顾", 5),
    ("侯", 5),
    ("龙", 5),
    ("段", 5),
    ("雷", 5),
    ("钱", 5),
    ("尹", 5),
    ("易", 5),
    ("常", 4),
    ("武", 4),
    ("乔", 4),
    ("贺", 4),
    ("赖", 4),
    ("龚", 4),
    ("文", 4),
    ("念", 4),
    ("保", 4),
    ("陶", 4),
    ("晏", 4),
    ("耿", 3),
    ("沈", 3),
    ("宋", 8),
    ("郑", 7),
    ("谢", 8),
    ("冯", 6),
    ("萧", 3),
    ("程", 4),
    ("吕", 4),
    ("苏", 4),
    ("卢", 4),
    ("魏", 4),
    ("夏", 4),
    ("任", 4),
    ("华", 3),
    ("单", 2),
    ("仇", 2),
    ("解", 3),
    ("查", 2),
    ("区", 1),
    ("盖", 1),
    ("覃", 2),
    ("翟", 2),
    ("缪", 3),
    ("牟", 2),
    ("尉迟", 1),
    ("万俟", 1),
    ("欧阳", 2),
];

/// Surnames that every demo of some size holds: their look-up needs a reading of its own.
pub(super) const MANY_READINGS: &[&str] =
    &["单", "曾", "仇", "解", "查", "区", "盖", "覃", "尉迟", "万俟", "欧阳", "任", "翟", "缪"];

/// Surnames usual among the Hui.
const HUI_SURNAMES: &[(&str, u32)] =
    &[("马", 50), ("保", 14), ("李", 10), ("张", 8), ("沙", 6), ("锁", 6), ("纳", 6)];

/// Characters that few fonts and no GBK file hold, as given names; the first ones stand beyond the basic plane.
pub(super) const RARE: &[char] = &['𬱖', '𬭎', '䶮', '㛃', '龘', '𫖮', '𬍛', '𨱏', '𬬭', '犇', '㐂', '翀'];

/// Given names of one sex and time: first characters, second characters, names of one character.
struct Era {
    first: &'static str,
    second: &'static str,
    alone: &'static str,
    /// Percent of names that have one character.
    short: u32,
}

const MEN: [Era; 4] = [
    Era {
        first: "国正德文光家云学兴朝发应开绍永长",
        second: "才富贵祥明清华林元昌安福忠荣廷",
        alone: "福贵祥",
        short: 4,
    },
    Era {
        first: "建国志永小光云加红卫学春德家金",
        second: "华明军平伟林祥红荣云生才兵文东斌",
        alone: "军伟勇平明刚林斌",
        short: 18,
    },
    Era {
        first: "文志俊小建晓云海永家朝达",
        second: "杰强伟鹏辉飞波龙涛林云华刚行",
        alone: "伟磊强涛鹏超波飞杰龙",
        short: 22,
    },
    Era {
        first: "子梓浩宇俊思嘉天明泽一家文",
        second: "轩涵宇豪杰睿晨博阳航泽然诚熙乐",
        alone: "轩睿翔毅",
        short: 8,
    },
];

const WOMEN: [Era; 4] = [
    Era {
        first: "秀玉桂兰凤美小翠菊琼素春存树",
        second: "英兰珍仙花芬香芝莲凤琼珠美粉",
        alone: "英兰珍",
        short: 3,
    },
    Era {
        first: "丽玉美小红春琼桂秀云惠爱金彩",
        second: "芬英仙琼珍花兰红丽芳梅华萍莲香",
        alone: "丽芬英芳",
        short: 8,
    },
    Era {
        first: "丽晓艳小春红海雪玉燕",
        second: "娟梅芳萍燕玲霞丽琴英仙花婷",
        alone: "丽敏静艳娟燕芳娜婷",
        short: 20,
    },
    Era {
        first: "梓欣雨思诗子佳梦语一可怡",
        second: "涵怡萱彤琪妍欣桐瑶婷馨悦雯重",
        alone: "悦欣",
        short: 6,
    },
];

const UYGHUR_MEN: &[&str] = &["艾力", "买买提", "吐尔逊", "阿迪力", "热合曼", "依明", "阿卜杜拉"];
const UYGHUR_WOMEN: &[&str] = &["阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "阿米娜"];
const YI_CLANS: &[&str] = &["阿西", "吉克", "沙马", "阿尔", "曲比"];
const YI_MEN: &[&str] = &["木呷", "曲布", "日哈", "尔古", "拉且"];
const YI_WOMEN: &[&str] = &["阿支", "伍呷", "阿呷莫", "尔洛", "木果莫"];

const NICKNAMES: &[&str] =
    &["老幺", "小老五", "大老二", "黑娃", "石匠", "哑巴", "老憨", "张木匠", "三妹", "胖姐"];

/// A surname of that ethnic group (code of GB/T 3304).
pub(super) fn surname(dice: &mut Dice, ethnic: u16) -> &'static str {
    if ethnic == super::office::HUI { dice.weighted(HUI_SURNAMES) } else { dice.weighted(SURNAMES) }
}

fn era(sex: Sex, birth_year: i32) -> &'static Era {
    let table = if sex == Sex::Male { &MEN } else { &WOMEN };
    match birth_year {
        ..1960 => &table[0],
        1960..1980 => &table[1],
        1980..2000 => &table[2],
        _ => &table[3],
    }
}

fn one(dice: &mut Dice, characters: &str) -> char {
    let count = characters.chars().count();
    characters.chars().nth(dice.below(count)).unwrap_or('明')
}

/// The character that a family's children of one generation share (字辈).
pub(super) fn generation_character(dice: &mut Dice, sex: Sex, birth_year: i32) -> char {
    one(dice, era(sex, birth_year).first)
}

/// A given name; `shared` is the generation's character, if the family keeps one.
pub(super) fn given(dice: &mut Dice, sex: Sex, birth_year: i32, shared: Option<char>) -> String {
    let era = era(sex, birth_year);
    if dice.one_in(400) {
        return dice.pick(RARE).to_string();
    }
    if shared.is_none() && dice.chance(era.short) {
        return one(dice, era.alone).to_string();
    }
    let first = shared.unwrap_or_else(|| one(dice, era.first));
    let mut second = one(dice, era.second);
    if second == first {
        second = one(dice, era.alone);
    }
    [first, second].iter().collect()
}

/// A Uyghur name: own and father's name with a dot between.
pub(super) fn uyghur(dice: &mut Dice, sex: Sex, father: &str) -> String {
    let own = dice.pick(if sex == Sex::Male { UYGHUR_MEN } else { UYGHUR_WOMEN });
    format!("{own}·{father}")
}

/// A father's name for [`uyghur`].
pub(super) fn uyghur_father(dice: &mut Dice) -> &'static str {
    dice.pick(UYGHUR_MEN)
}

/// The clan of a household that keeps Yi names.
pub(super) fn yi_clan(dice: &mut Dice) -> &'static str {
    dice.pick(YI_CLANS)
}

/// A Yi name: clan and own name with a dot between.
pub(super) fn yi(dice: &mut Dice, sex: Sex, clan: &str) -> String {
    let own = dice.pick(if sex == Sex::Male { YI_MEN } else { YI_WOMEN });
    format!("{clan}·{own}")
}

/// What the neighbours call someone.
pub(super) fn nickname(dice: &mut Dice) -> &'static str {
    dice.pick(NICKNAMES)
}
