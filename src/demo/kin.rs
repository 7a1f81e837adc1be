//! Households of real shape: who lives together, of which sex and age, and what they are to the head (GB/T 4761).
//!
//! Ages are built from the youngest up, so that every size fits: the eldest child's age first, then the mother's,
//! the father's, the grandparents'. Nobody is a mother before twenty or after forty-six.

use super::dice::Dice;
use crate::domain::sex::Sex;
use crate::domain::sex::Sex::{Female, Male};

/// Relation codes of GB/T 4761 that this demo uses.
pub(super) mod relation {
    pub const HEAD: u16 = 2;
    pub const HUSBAND: u16 = 11;
    pub const WIFE: u16 = 12;
    pub const SON: u16 = 20;
    pub const ELDEST_SON: u16 = 22;
    pub const SON_IN_LAW: u16 = 28;
    pub const DAUGHTER: u16 = 30;
    pub const ELDEST_DAUGHTER: u16 = 32;
    pub const DAUGHTER_IN_LAW: u16 = 38;
    pub const GRANDSON: u16 = 41;
    pub const GRANDDAUGHTER: u16 = 42;
    pub const DAUGHTERS_SON: u16 = 43;
    pub const DAUGHTERS_DAUGHTER: u16 = 44;
    pub const FATHER: u16 = 51;
    pub const MOTHER: u16 = 52;
    pub const HUSBANDS_FATHER: u16 = 53;
    pub const HUSBANDS_MOTHER: u16 = 54;
    pub const GRANDMOTHER: u16 = 62;
    pub const BROTHER_YOUNGER: u16 = 73;
    pub const OTHER_SIBLING: u16 = 79;
}

/// Where someone's surname comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The household's own surname.
    Own,
    /// Married in: a surname of their own.
    MarriedIn,
    /// A child of the son-in-law, with his surname.
    SonInLaw,
}

/// One member before it has a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub sex: Sex,
    /// Age in days.
    pub age: i32,
    pub relation: u16,
    pub line: Line,
    /// 0 for the oldest generation of the household.
    pub generation: u8,
}

const YEAR: i32 = 365;

fn years(dice: &mut Dice, low: i32, high: i32) -> i32 {
    dice.between(low * YEAR, high * YEAR)
}

fn sex(dice: &mut Dice) -> Sex {
    if dice.chance(52) { Male } else { Female }
}

fn mother_of(dice: &mut Dice, eldest: i32) -> i32 {
    eldest + years(dice, 20, 27)
}

fn husband_of(dice: &mut Dice, wife: i32) -> i32 {
    (wife + years(dice, -1, 6)).max(21 * YEAR)
}

fn member(sex: Sex, age: i32, relation: u16, line: Line, generation: u8) -> Member {
    Member { sex, age, relation, line, generation }
}

/// The members of a household of `size` persons (1 to 9), the head first, in the order of a roster.
pub(super) fn household(dice: &mut Dice, size: usize) -> Vec<Member> {
    match size {
        0 | 1 => vec![alone(dice)],
        2 => match dice.below(100) {
            0..58 => couple(dice),
            58..82 => nuclear(dice, 1, true),
            82..91 => nuclear(dice, 2, false).into_iter().take(2).collect(),
            _ => left_behind(dice, 1),
        },
        3 => match dice.below(100) {
            0..56 => nuclear(dice, 1, false),
            56..72 => nuclear(dice, 2, true),
            72..86 => three_generations(dice, 3),
            86..94 => with_parents(dice, 3),
            _ => left_behind(dice, 2),
        },
        4 | 5 => match dice.below(100) {
            0..45 => nuclear(dice, size - 2, false),
            45..75 => three_generations(dice, size),
            _ => with_parents(dice, size),
        },
        6 | 7 if dice.chance(40) => with_parents(dice, size),
        _ => three_generations(dice, size),
    }
}

/// A single old person, mostly a widow; now and then an unmarried man.
fn alone(dice: &mut Dice) -> Member {
    let (sex, age) = match dice.below(100) {
        0..45 => (Female, years(dice, 62, 93)),
        45..72 => (Male, years(dice, 60, 90)),
        72..94 => (Male, years(dice, 24, 58)),
        _ => (Female, years(dice, 24, 55)),
    };
    member(sex, age, relation::HEAD, Line::Own, 0)
}

/// An old or middle-aged couple whose children have left.
fn couple(dice: &mut Dice) -> Vec<Member> {
    let wife = if dice.chance(75) { years(dice, 52, 82) } else { years(dice, 24, 48) };
    let husband = husband_of(dice, wife);
    pair(dice, husband, wife, 0)
}

/// Husband and wife; one in twelve households has the wife as head.
fn pair(dice: &mut Dice, husband: i32, wife: i32, generation: u8) -> Vec<Member> {
    if dice.one_in(12) {
        vec![
            member(Female, wife, relation::HEAD, Line::MarriedIn, generation),
            member(Male, husband, relation::HUSBAND, Line::Own, generation),
        ]
    } else {
        vec![
            member(Male, husband, relation::HEAD, Line::Own, generation),
            member(Female, wife, relation::WIFE, Line::MarriedIn, generation),
        ]
    }
}

/// Ages of `count` brothers and sisters, the eldest first, none older than `oldest` years.
fn brood(dice: &mut Dice, count: usize, oldest: i32) -> Vec<i32> {
    let gaps: Vec<i32> = (1..count).map(|_| dice.between(500, 1_300)).collect();
    let span: i32 = gaps.iter().sum();
    let mut age = dice.between((span + 20).min(oldest * YEAR), oldest * YEAR).max(span + 20);
    let mut ages = vec![age];
    for gap in gaps {
        age -= gap;
        ages.push(age);
    }
    ages
}

/// Parents (or one of them) and their unmarried children.
fn nuclear(dice: &mut Dice, children: usize, one_parent: bool) -> Vec<Member> {
    let ages = brood(dice, children, if one_parent { 34 } else { 26 });
    let wife = mother_of(dice, ages[0]);
    let husband = husband_of(dice, wife);
    let mut members = if !one_parent {
        pair(dice, husband, wife, 0)
    } else if dice.chance(60) {
        vec![member(Female, wife, relation::HEAD, Line::MarriedIn, 0)]
    } else {
        vec![member(Male, husband, relation::HEAD, Line::Own, 0)]
    };
    add_children(dice, &mut members, &ages, 1);
    members
}

/// Grandparent and grandchildren; the parents are registered elsewhere.
fn left_behind(dice: &mut Dice, grandchildren: usize) -> Vec<Member> {
    let ages = brood(dice, grandchildren, 16);
    let age = (mother_of(dice, ages[0]) + years(dice, 20, 26)).max(48 * YEAR);
    let (sex, line) = if dice.chance(60) { (Female, Line::MarriedIn) } else { (Male, Line::Own) };
    let mut members = vec![member(sex, age, relation::HEAD, line, 0)];
    for age in ages {
        members.push(grandchild(dice, age, Line::Own));
    }
    members
}

fn grandchild(dice: &mut Dice, age: i32, line: Line) -> Member {
    let sex = sex(dice);
    let relation = match (sex, line) {
        (Male, Line::Own) => relation::GRANDSON,
        (Female, Line::Own) => relation::GRANDDAUGHTER,
        (Male, _) => relation::DAUGHTERS_SON,
        (Female, _) => relation::DAUGHTERS_DAUGHTER,
    };
    member(sex, age, relation, line, 2)
}

/// Adds children with their order words: 长子, 次子 ... where there are several.
fn add_children(dice: &mut Dice, members: &mut Vec<Member>, ages: &[i32], generation: u8) {
    let sexes: Vec<Sex> = ages.iter().map(|_| sex(dice)).collect();
    let plain = dice.chance(30);
    for (at, age) in ages.iter().enumerate() {
        let before = sexes[..at].iter().filter(|other| **other == sexes[at]).count() as u16;
        let several = sexes.iter().filter(|other| **other == sexes[at]).count() > 1 || !plain;
        let relation = match (sexes[at], several && before < 5) {
            (Male, true) => relation::ELDEST_SON + before,
            (Female, true) => relation::ELDEST_DAUGHTER + before,
            (Male, false) => relation::SON,
            (Female, false) => relation::DAUGHTER,
        };
        members.push(member(sexes[at], *age, relation, Line::Own, generation));
    }
}

/// An old head, a married child with spouse and children, the unmarried others (三代同堂).
fn three_generations(dice: &mut Dice, size: usize) -> Vec<Member> {
    let widowed = size < 4 || dice.chance(if size == 4 { 45 } else { 25 });
    let room = size - if widowed { 3 } else { 4 };
    let others = match room {
        0..=2 => usize::from(room == 2 && dice.chance(35)),
        3 => dice.below(2),
        _ => room - 3,
    };
    let grandchildren = room - others;
    let ages = brood(dice, grandchildren.max(1), 17);
    let (young_wife, young_husband) = if grandchildren > 0 {
        let wife = mother_of(dice, ages[0]);
        (wife, husband_of(dice, wife))
    } else {
        (years(dice, 21, 27), years(dice, 22, 29))
    };
    let heir_is_daughter = dice.chance(12);
    let heir = if heir_is_daughter { young_wife } else { young_husband };
    let wife = mother_of(dice, heir);
    let husband = husband_of(dice, wife);
    let mut members = if !widowed {
        pair(dice, husband, wife, 0)
    } else if dice.chance(70) {
        vec![member(Female, wife, relation::HEAD, Line::MarriedIn, 0)]
    } else {
        vec![member(Male, husband, relation::HEAD, Line::Own, 0)]
    };
    if heir_is_daughter {
        members.push(member(Female, young_wife, relation::ELDEST_DAUGHTER, Line::Own, 1));
        members.push(member(Male, young_husband, relation::SON_IN_LAW, Line::MarriedIn, 1));
    } else {
        members.push(member(Male, young_husband, relation::ELDEST_SON, Line::Own, 1));
        members.push(member(Female, young_wife, relation::DAUGHTER_IN_LAW, Line::MarriedIn, 1));
    }
    for age in ages.into_iter().take(grandchildren) {
        let line = if heir_is_daughter { Line::SonInLaw } else { Line::Own };
        members.push(grandchild(dice, age, line));
    }
    younger_siblings(dice, &mut members, heir, others, heir_is_daughter);
    members
}

/// The heir's unmarried brothers and sisters, younger by two to five years each.
fn younger_siblings(dice: &mut Dice, members: &mut Vec<Member>, heir: i32, others: usize, daughter: bool) {
    let (mut sons, mut daughters) = if daughter { (0, 1) } else { (1, 0) };
    let mut age = heir;
    for _ in 0..others {
        age -= dice.between(500, 1_100);
        let sex = sex(dice);
        let relation = if sex == Male {
            sons += 1;
            relation::ELDEST_SON + sons - 1
        } else {
            daughters += 1;
            relation::ELDEST_DAUGHTER + daughters - 1
        };
        members.push(member(sex, age, relation, Line::Own, 1));
    }
}

/// A head in the middle generation with spouse, children and the husband's parents.
fn with_parents(dice: &mut Dice, size: usize) -> Vec<Member> {
    let parents = if size <= 3 || dice.chance(45) { 1 } else { 2 };
    let room = size - 2 - parents;
    let children = room.min(3);
    let ages = brood(dice, children.max(1), 22);
    let wife = if children > 0 { mother_of(dice, ages[0]) } else { years(dice, 28, 52) };
    let husband = husband_of(dice, wife);
    let mut members = pair(dice, husband, wife, 1);
    let wife_heads = members[0].sex == Female;
    add_children(dice, &mut members, &ages[..children], 2);
    let mother = husband + years(dice, 20, 26);
    let father = husband_of(dice, mother);
    let (his, her) = if wife_heads {
        (relation::HUSBANDS_FATHER, relation::HUSBANDS_MOTHER)
    } else {
        (relation::FATHER, relation::MOTHER)
    };
    if parents == 2 || dice.chance(25) {
        members.push(member(Male, father, his, Line::Own, 0));
    }
    if members.len() < 2 + children + parents {
        members.push(member(Female, mother, her, Line::MarriedIn, 0));
    }
    rest_of_the_house(dice, &mut members, size, husband, father, wife_heads);
    members
}

/// Fills a large house: the head's grandmother where she can still live, then younger brothers.
fn rest_of_the_house(
    dice: &mut Dice,
    members: &mut Vec<Member>,
    size: usize,
    husband: i32,
    father: i32,
    wife_heads: bool,
) {
    if members.len() < size && father < 70 * YEAR && !wife_heads {
        let age = father + years(dice, 20, 26);
        members.push(member(Female, age, relation::GRANDMOTHER, Line::MarriedIn, 0));
    }
    let mut age = husband;
    while members.len() < size {
        age -= dice.between(500, 1_000);
        let (relation, generation) =
            if wife_heads { (relation::OTHER_SIBLING, 1) } else { (relation::BROTHER_YOUNGER, 1) };
        members.push(member(Male, age, relation, Line::Own, generation));
    }
}
