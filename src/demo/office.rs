//! The generated office: its parts, and how a seed becomes one.
//!
//! Pure: the same plan gives the same office on every machine and for ever. Every village draws from a stream of its
//! own, so that a larger office does not change how one village comes about.

use chrono::NaiveDate;

use super::cases;
use super::dice::Dice;
use super::kin::{self, Line, Member};
use super::names;
use super::numbers::{self, Register};
use super::places::{self, DemoPlace, RESERVOIRS, Village};
use crate::domain::day::{Day, Precision};
use crate::domain::sex::Sex;

/// What to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Any number; equal seeds give equal offices.
    pub seed: u64,
    /// How many persons, those who died or moved away included; 10 to 200,000.
    pub persons: usize,
    /// The day on which ages are right: year, month, day.
    pub today: (i32, u8, u8),
}

/// The size of an ordinary district: 5,000 persons in 1,400 households.
pub const STD_PERSONS: usize = 5_000;

/// How a person came to be counted (人口来源).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Moved with the household.
    Moved,
    /// Born into it later.
    Born,
    /// Married into it later.
    MarriedIn,
}

/// Why a membership ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Died.
    Died,
    /// Married out or moved away.
    MovedAway,
}

/// A whole office. Indices run through the vectors; households of a village and persons of a household stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoOffice {
    /// The seed it came from.
    pub seed: u64,
    /// Parents before children.
    pub places: Vec<DemoPlace>,
    /// By village, in roster order.
    pub households: Vec<DemoHousehold>,
    /// By household, in roster order.
    pub persons: Vec<DemoPerson>,
}

/// A household of the support list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoHousehold {
    /// Unlike in other villages' lists no two are equal: H, village, number.
    pub code: String,
    /// Index of the village's place.
    pub village: usize,
    /// Index of the group's place; none among the scattered.
    pub group: Option<usize>,
    /// Index of the settlement point's place.
    pub settlement: Option<usize>,
    /// House and number.
    pub address: Option<String>,
    /// Place in the village's roster, from 1.
    pub order: u32,
    /// Index of the first member; that one is the head.
    pub first: usize,
    /// Number of members.
    pub size: usize,
}

/// A person with the facts of one roster row. Days are counted from 1970-01-01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// Household code, hyphen, two digits.
    pub code: String,
    /// Full name.
    pub name: String,
    /// An earlier name.
    pub former_name: Option<String>,
    /// What the neighbours say.
    pub nickname: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Day of birth.
    pub birth: i32,
    /// Code of GB/T 3304.
    pub ethnic: u16,
    /// 18 digits, of some old people 15, of a few none.
    pub id_number: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// 18 or 19 digits.
    pub account: Option<String>,
    /// Whose account it is said to be.
    pub account_name: Option<String>,
    /// Branch that keeps it.
    pub bank: Option<String>,
    /// How they came to be counted.
    pub origin: Origin,
    /// The day on which the household's relocation was completed.
    pub relocated: i32,
    /// The reservoir they had to make room for.
    pub reservoir: &'static str,
    /// First and last day of support; none = not entitled.
    pub support: Option<(i32, i32)>,
    /// First day in the household.
    pub joined: i32,
    /// Last day in the household, and why.
    pub left: Option<(i32, Left)>,
    /// Code of the registration's kind (户口性质): 1 agricultural, 3 town-status reform.
    pub registration: u16,
    /// Code of GB/T 4761.
    pub relation: u16,
    /// Index of the household.
    pub household: usize,
    /// Place in the household, from 1.
    pub order: u32,
}

/// Code of GB/T 3304 for 汉.
pub(super) const HAN: u16 = 1;
/// Code of GB/T 3304 for 回.
pub(super) const HUI: u16 = 3;
/// Code of GB/T 3304 for 维吾尔.
pub(super) const UYGHUR: u16 = 5;
/// Code of GB/T 3304 for 彝.
pub(super) const YI: u16 = 7;

/// Ethnic groups of the district by household: 汉, 彝, 回, 苗, 壮, 布依, 白, 傣, 哈尼, 水.
const ETHNIC: &[(u16, u32)] =
    &[(HAN, 848), (YI, 56), (HUI, 34), (6, 28), (8, 10), (9, 8), (14, 8), (18, 4), (16, 3), (25, 1)];

/// The date of a day counted from 1970-01-01.
pub(super) fn date_of(day: i32) -> NaiveDate {
    // 719,163 = 1970-01-01 counted from the first day of year 1.
    NaiveDate::from_num_days_from_ce_opt(day.saturating_add(719_163)).unwrap_or_default()
}

/// A full date of the domain.
pub(super) fn day(days: i32) -> Option<Day> {
    Day::from_stored(days, Precision::Day.number())
}

/// The day number of a date; a date that does not exist is read as the year's first day.
pub(super) fn day_of(year: i32, month: u32, day: u32) -> i32 {
    use chrono::Datelike;
    let date = NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, 1, 1));
    date.unwrap_or_default().num_days_from_ce() - 719_163
}

/// Generates the office of that plan.
pub fn generate(plan: &Plan) -> DemoOffice {
    let mut dice = Dice::new(plan.seed, 0);
    let persons = plan.persons.max(1);
    let sizes = household_sizes(&mut dice, persons);
    let (places, villages) = places::ladder(&mut dice, persons, sizes.len());
    let mut maker = Maker {
        today: day_of(plan.today.0, u32::from(plan.today.1), u32::from(plan.today.2)),
        total: sizes.len(),
        register: Register::new(plan.seed),
        office: DemoOffice {
            seed: plan.seed,
            places,
            households: Vec::with_capacity(sizes.len()),
            persons: Vec::with_capacity(persons),
        },
    };
    let mut sizes = sizes.into_iter();
    for (at, village) in villages.iter().enumerate() {
        let mut dice = Dice::new(plan.seed, 1 + at as u64);
        maker.village(&mut dice, at + 1, village, &mut sizes);
    }
    cases::plant(&mut dice, &mut maker.office, maker.today);
    maker.office
}

/// Sizes of 1 to 9, 3.57 in the mean, that add up to exactly so many persons.
fn household_sizes(dice: &mut Dice, persons: usize) -> Vec<usize> {
    const SIZES: &[(usize, u32)] =
        &[(1, 90), (2, 175), (3, 225), (4, 250), (5, 145), (6, 75), (7, 29), (8, 8), (9, 3)];
    let households = (persons * 7).div_ceil(25);
    let mut sizes: Vec<usize> = (0..households).map(|_| dice.weighted(SIZES)).collect();
    let mut sum: usize = sizes.iter().sum();
    while sum != persons {
        let size = &mut sizes[dice.below(households)];
        if sum < persons && *size < 7 {
            *size += 1;
            sum += 1;
        } else if sum > persons && *size > 1 {
            *size -= 1;
            sum -= 1;
        }
    }
    sizes
}

struct Maker {
    today: i32,
    /// Households of the whole office.
    total: usize,
    register: Register,
    office: DemoOffice,
}

/// What the members of one household share.
struct House {
    index: usize,
    surname: &'static str,
    ethnic: u16,
    /// Father's or clan's part of a name with a dot.
    dotted: Option<&'static str>,
    relocated: i32,
    reservoir: usize,
    bank: String,
    /// One account for all, in the head's name.
    joint: bool,
    /// Took part in the town-status reform (农转城).
    town_status: bool,
}

impl Maker {
    fn village(
        &mut self,
        dice: &mut Dice,
        number: usize,
        village: &Village,
        sizes: &mut impl Iterator<Item = usize>,
    ) {
        let clans: Vec<(&'static str, u32)> =
            [30, 18, 10, 6].iter().map(|share| (names::surname(dice, HAN), *share)).collect();
        let place = &self.office.places[village.place];
        let township = &self.office.places[place.parent.unwrap_or(0)].name;
        let bank = format!(
            "马龙区农村信用社{}分社",
            township.trim_end_matches(['镇', '乡']).trim_end_matches("街道")
        );
        let village_name = format!("{township}{}", place.aliases.first().unwrap_or(&place.name));
        for order in 1..=village.households {
            let Some(size) = sizes.next() else { return };
            let reservoir = if dice.chance(92) { village.reservoir } else { dice.below(RESERVOIRS.len()) };
            let mut house = House {
                index: self.office.households.len(),
                surname: "",
                ethnic: dice.weighted(ETHNIC),
                dotted: None,
                relocated: self.relocation_day(dice, reservoir),
                reservoir,
                bank: bank.clone(),
                joint: dice.chance(3),
                town_status: dice.chance(8),
            };
            self.name_house(dice, &mut house, &clans);
            let group = (!village.groups.is_empty())
                .then(|| village.groups[(order - 1) * village.groups.len() / village.households]);
            let settled = reservoir == 0 && group.is_some();
            let address = group.map(|group| {
                format!("{village_name}{}{}号", self.office.places[group].name, 1 + dice.below(90))
            });
            self.office.households.push(DemoHousehold {
                code: format!("H{number:02}{order:03}"),
                village: village.place,
                group,
                settlement: village.settlement.filter(|_| settled || dice.chance(15)),
                address,
                order: order as u32,
                first: self.office.persons.len(),
                size,
            });
            self.members(dice, &house, size);
        }
    }

    /// Relocation was completed batch by batch: on the first days of a few months.
    fn relocation_day(&self, dice: &mut Dice, reservoir: usize) -> i32 {
        let (first, last) = RESERVOIRS[reservoir].years;
        let year = dice.between(first, last);
        day_of(year, dice.pick(&[3, 6, 6, 9, 12]), dice.pick(&[1, 15, 28])).min(self.today)
    }

    /// Surname and ethnic group; some households are told to be a promised case.
    fn name_house(&self, dice: &mut Dice, house: &mut House, clans: &[(&'static str, u32)]) {
        house.surname = if house.ethnic == HAN && dice.chance(55) {
            dice.weighted(clans)
        } else {
            names::surname(dice, house.ethnic)
        };
        if house.ethnic == YI && dice.one_in(14) {
            house.dotted = Some(names::yi_clan(dice));
        }
        match cases::promised(house.index, self.total) {
            Some(cases::Promised::Surname(surname)) => {
                (house.surname, house.ethnic, house.dotted) = (surname, HAN, None);
            }
            Some(cases::Promised::Uyghur) => {
                (house.ethnic, house.dotted) = (UYGHUR, Some(names::uyghur_father(dice)));
            }
            Some(cases::Promised::Yi) => (house.ethnic, house.dotted) = (YI, Some(names::yi_clan(dice))),
            None => {}
        }
    }

    fn members(&mut self, dice: &mut Dice, house: &House, size: usize) {
        use chrono::Datelike;
        let members = kin::household(dice, size);
        let first = self.office.persons.len();
        let son_in_law = names::surname(dice, HAN);
        let shared = dice.chance(35);
        let mut shared_by: [[Option<char>; 2]; 3] = [[None; 2]; 3];
        for (at, member) in members.iter().enumerate() {
            let birth = self.today - member.age;
            let year = date_of(birth).year();
            let slot = &mut shared_by[usize::from(member.generation)][usize::from(member.sex == Sex::Female)];
            if shared && member.line == Line::Own && slot.is_none() {
                *slot = Some(names::generation_character(dice, member.sex, year));
            }
            let character = slot.filter(|_| member.line == Line::Own);
            let name = match (house.dotted, member.line) {
                (Some(part), Line::Own) if house.ethnic == UYGHUR => names::uyghur(dice, member.sex, part),
                (Some(part), Line::Own) => names::yi(dice, member.sex, part),
                (_, Line::Own) => house.surname.to_owned() + &names::given(dice, member.sex, year, character),
                (_, Line::SonInLaw) => son_in_law.to_owned() + &names::given(dice, member.sex, year, None),
                (_, Line::MarriedIn) if member.relation == kin::relation::SON_IN_LAW => {
                    son_in_law.to_owned() + &names::given(dice, member.sex, year, None)
                }
                (_, Line::MarriedIn) => {
                    names::surname(dice, HAN).to_owned() + &names::given(dice, member.sex, year, None)
                }
            };
            let person = self.person(dice, house, member, at, birth, name);
            self.office.persons.push(person);
        }
        if house.joint {
            self.share_account(first);
        }
    }

    fn person(
        &mut self,
        dice: &mut Dice,
        house: &House,
        member: &Member,
        at: usize,
        birth: i32,
        name: String,
    ) -> DemoPerson {
        let running = self.office.persons.len() as u32;
        let age = member.age / 365;
        let married_in = member.line == Line::MarriedIn;
        let ethnic = if married_in && dice.chance(70) { dice.weighted(ETHNIC) } else { house.ethnic };
        let (origin, joined) = self.origin(dice, house, birth, married_in && at > 0);
        let number = self.register.number(member.sex, birth);
        // A newborn has no number yet, and a few old people's papers were never found.
        let missing = member.age < 30 || (age >= 60 && dice.one_in(90));
        let old = age >= 72 && dice.one_in(22);
        let id_number = number
            .filter(|_| !missing)
            .map(|number| if old { numbers::old_form(&number) } else { number.text() });
        let has_account = dice.chance(if age < 16 { 45 } else { 94 });
        let phone_share = match age {
            16..70 => 78,
            70.. => 30,
            _ => 0,
        };
        DemoPerson {
            code: format!("{}-{:02}", self.office.households[house.index].code, at + 1),
            former_name: (age > 35 && dice.one_in(90))
                .then(|| format!("{}{}", first_character(&name), "狗娃")),
            nickname: (age > 20 && dice.one_in(45)).then(|| names::nickname(dice).to_owned()),
            sex: member.sex,
            birth,
            ethnic,
            id_number,
            phone: dice.chance(phone_share).then(|| numbers::phone(dice, running)),
            account: has_account.then(|| numbers::account(dice, running)),
            account_name: has_account.then(|| name.clone()),
            bank: has_account.then(|| house.bank.clone()),
            origin,
            relocated: house.relocated,
            reservoir: RESERVOIRS[house.reservoir].name,
            support: self.support(house, birth, joined, origin),
            joined,
            left: self.left(dice, member, at, joined),
            registration: if house.town_status { 3 } else { 1 },
            relation: member.relation,
            household: house.index,
            order: at as u32 + 1,
            name,
        }
    }

    /// How and when someone came into the household.
    fn origin(&self, dice: &mut Dice, house: &House, birth: i32, married_in: bool) -> (Origin, i32) {
        let grown = birth + 20 * 365;
        if married_in && grown + 400 > house.relocated {
            let latest = (grown + 5 * 365).min(self.today - 30).max(house.relocated);
            let earliest = grown.max(house.relocated).min(latest);
            return (Origin::MarriedIn, dice.between(earliest, latest));
        }
        if birth > house.relocated { (Origin::Born, birth) } else { (Origin::Moved, house.relocated) }
    }

    /// Twenty years: from 2006-07-01 for those counted on 2006-06-30, else from completed relocation for those who moved.
    fn support(&self, house: &House, birth: i32, joined: i32, origin: Origin) -> Option<(i32, i32)> {
        use chrono::{Datelike, Days, Months};
        let freeze = day_of(2006, 6, 30);
        let from = if house.relocated <= freeze {
            (birth <= freeze && joined <= freeze).then_some(freeze + 1)
        } else {
            (origin == Origin::Moved).then_some(house.relocated)
        }?;
        let end = date_of(from).checked_add_months(Months::new(240))?.checked_sub_days(Days::new(1))?;
        Some((from, end.num_days_from_ce() - 719_163))
    }

    /// Some old members died in the last three years, some grown daughters and sons went away.
    fn left(&self, dice: &mut Dice, member: &Member, at: usize, joined: i32) -> Option<(i32, Left)> {
        let age = member.age / 365;
        let kind = match (at, age, member.relation) {
            (0, ..) => return None,
            (_, 78.., _) if dice.chance(28) => Left::Died,
            (_, 58.., _) if dice.chance(9) => Left::Died,
            (_, 21..34, 20..=25 | 30..=36) if dice.chance(5) => Left::MovedAway,
            _ => return None,
        };
        let earliest = (self.today - 3 * 365).max(joined).min(self.today - 3);
        Some((dice.between(earliest, self.today - 3), kind))
    }

    /// Puts one account, the head's, beside every member of the household.
    fn share_account(&mut self, first: usize) {
        let Some((head, others)) = self.office.persons[first..].split_first_mut() else { return };
        for other in others {
            other.account.clone_from(&head.account);
            other.account_name.clone_from(&head.account_name);
            other.bank.clone_from(&head.bank);
        }
    }
}

fn first_character(name: &str) -> String {
    name.chars().take(1).collect()
}
