//! Matching another office's list with the register (比对): by number, else by name, birth and village with a score that is
//! shown. A match is a suspicion (疑点); nothing follows from it by itself.

use std::collections::HashMap;

use crate::domain::day::Day;
use crate::domain::place::{self, Level};
use crate::domain::{IdNumber, idnumber, name};
use crate::journal::EntityId;

/// By what a line was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// One identity number, 15 = 18 digits.
    Number,
    /// Name and birth.
    NameBirth,
    /// Name and village.
    NameVillage,
}

impl By {
    /// The number that is stored; frozen.
    pub const fn code(self) -> u16 {
        match self {
            By::Number => 1,
            By::NameBirth => 2,
            By::NameVillage => 3,
        }
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            By::Number => "number",
            By::NameBirth => "name_birth",
            By::NameVillage => "name_village",
        }
    }

    /// The one of a stored number.
    pub fn from_code(code: u16) -> Option<Self> {
        [By::Number, By::NameBirth, By::NameVillage].into_iter().find(|by| by.code() == code)
    }
}

/// Points of each agreement; the sum is at most 100.
mod points {
    pub const NAME: u8 = 50;
    pub const BIRTH: u8 = 35;
    pub const VILLAGE: u8 = 15;
    /// Fewer are no suspicion: a name alone means nothing in a district of clans.
    pub const LEAST: u8 = 65;
}

/// One line of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Row of the file, from 1.
    pub row: u64,
    /// Name as written.
    pub name: String,
    /// Identity number as written; may be empty.
    pub id_number: String,
    /// Birth, where the list has it.
    pub birth: Option<Day>,
    /// When it happened.
    pub on: Option<Day>,
    /// Village or address as written.
    pub place: String,
}

/// A person of the register, as far as matching goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub person: EntityId,
    /// The village.
    pub village: EntityId,
    /// Name.
    pub name: String,
    /// Identity number.
    pub id_number: String,
    /// Birth.
    pub birth: Option<Day>,
    /// The village's name.
    pub place: String,
}

/// A suspicion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index of the line.
    pub line: usize,
    /// Index of the person.
    pub person: usize,
    /// From 0 to 100.
    pub score: u8,
    /// By what.
    pub by: By,
}

/// Every suspicion, by line, the best first.
pub fn matches(lines: &[Line], persons: &[Person]) -> Vec<Match> {
    let mut by_number: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, person) in persons.iter().enumerate() {
        if let Some(key) = idnumber::same_key(&person.id_number) {
            by_number.entry(key).or_default().push(at);
        }
        by_name.entry(name::key(&person.name)).or_default().push(at);
    }
    let mut found = Vec::new();
    for (line, stated) in lines.iter().enumerate() {
        let number = idnumber::same_key(&stated.id_number);
        let exact = number.as_ref().and_then(|key| by_number.get(key));
        if let Some(persons) = exact {
            let sure = |person: &usize| Match { line, person: *person, score: 100, by: By::Number };
            found.extend(persons.iter().map(sure));
            continue;
        }
        let named = by_name.get(&name::key(&stated.name)).map(Vec::as_slice).unwrap_or_default();
        let mut likely: Vec<Match> =
            named.iter().filter_map(|at| likely(line, stated, *at, persons.get(*at)?)).collect();
        likely.sort_by_key(|found| (std::cmp::Reverse(found.score), found.person));
        found.extend(likely);
    }
    found
}

fn likely(line: usize, stated: &Line, at: usize, person: &Person) -> Option<Match> {
    let of_number = IdNumber::parse(&stated.id_number).ok();
    // Two whole numbers that differ are two people, whatever they are called.
    let both = of_number.is_some() && IdNumber::parse(&person.id_number).is_ok();
    let said = stated.birth.or_else(|| of_number.and_then(|number| number.birth()));
    let birth = match (said, person.birth) {
        (Some(said), Some(known)) if said.agrees(known) => points::BIRTH,
        (Some(_), Some(_)) => return None,
        _ => 0,
    };
    let village = if in_place(&stated.place, &person.place) { points::VILLAGE } else { 0 };
    let score = points::NAME + birth + village;
    let by = if birth > 0 { By::NameBirth } else { By::NameVillage };
    (score >= points::LEAST && !both).then_some(Match { line, person: at, score, by })
}

/// True if an address names the village, however its organisation is called.
fn in_place(address: &str, village: &str) -> bool {
    let village = place::key(Level::Village, village);
    !village.is_empty()
        && (address.contains(&village) || place::key(Level::Village, address).contains(&village))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u8, name: &str, id_number: &str, birth: Option<Day>, place: &str) -> Person {
        Person {
            person: EntityId([number; 16]),
            village: EntityId::ZERO,
            name: name.into(),
            id_number: id_number.into(),
            birth,
            place: place.into(),
        }
    }

    fn line(name: &str, id_number: &str, place: &str) -> Line {
        Line { name: name.into(), id_number: id_number.into(), place: place.into(), ..Line::default() }
    }

    #[test]
    fn a_number_is_sure_a_name_with_its_village_is_shown_with_its_score_and_a_name_alone_is_nothing() {
        let born = Day::ymd(1962, 5, 12);
        let number = |serial| IdNumber::compose("530399", born.unwrap(), serial).unwrap().text();
        let persons = [
            person(1, "李小花", &number(2), born, "麻衣村委会"),
            person(2, "李小花", "", None, "麻衣村委会"),
            person(3, "李小花", "", born, "窝郎村委会"),
            person(4, "林洋忠", "", None, "瓦窑社区"),
        ];
        let found = |line: Line| -> Vec<(u8, u8, &str)> {
            let found = matches(&[line], &persons).into_iter();
            found.map(|one| (persons[one.person].person.0[0], one.score, one.by.name())).collect()
        };
        assert_eq!(found(line("李小花", &number(2), "外县")), [(1, 100, "number")]);
        let unknown = line("李小花", "", "马过河镇麻衣村委会");
        assert_eq!(found(unknown), [(1, 65, "name_village"), (2, 65, "name_village")]);
        assert_eq!(found(line("李小花", "", "外县")), []);
        assert_eq!(found(line("林洋忠", "", "马鸣乡瓦窑社区")), [(4, 65, "name_village")]);
        let dated = Line { birth: born, ..line("李小花", "", "窝郎") };
        assert_eq!(found(dated)[0], (3, 100, "name_birth"));
        // Another whole number: somebody else.
        assert!(!found(line("李小花", &number(4), "麻衣")).iter().any(|one| one.0 == 1));
    }
}
