//! The look-up as a whole: nobody missed, the wanted person on top, nonsense finds nobody.

use proptest::prelude::*;

use super::*;
use crate::journal::EntityId;
use crate::text::pinyin::readings;

#[path = "../../benches/people.rs"]
mod people;
use people::{Draw, Invented};

fn id(kind: u8, number: usize) -> EntityId {
    let mut bytes = [kind; 16];
    bytes[8..].copy_from_slice(&(number as u64).to_be_bytes());
    EntityId(bytes)
}

fn person(number: usize, name: &str) -> Entry {
    Entry {
        kind: EntryKind::Person,
        entity: id(1, number),
        household: id(2, number),
        village_id: id(3, 0),
        code: format!("H{number:03}-01"),
        name: name.into(),
        former_name: String::new(),
        nickname: String::new(),
        household_code: format!("H{number:03}"),
        village: "车马碧村委会".into(),
        township: "马过河镇".into(),
        group: "一组".into(),
        id_number: String::new(),
        id_history: Vec::new(),
        phone: String::new(),
        account: String::new(),
        birth: None,
        order: number as u32,
    }
}

fn invented(number: usize, p: &Invented) -> Entry {
    Entry {
        household: id(2, p.household),
        village_id: id(3, p.village),
        code: p.code.clone(),
        household_code: p.household_code.clone(),
        village: p.village_name.clone(),
        township: p.township.clone(),
        group: format!("{}组", p.group),
        id_number: p.id_number.clone(),
        phone: p.phone.clone(),
        account: p.account.clone(),
        birth: Some(p.birth),
        order: p.order,
        ..person(number, &p.name)
    }
}

fn household(number: usize, code: &str) -> Entry {
    Entry {
        kind: EntryKind::Household,
        entity: id(2, number),
        household: id(2, number),
        code: code.into(),
        household_code: code.into(),
        ..person(number, "户主")
    }
}

const PLAIN: Options = Options { limit: 200, blur: false };

fn numbers(index: &Index, query: &str) -> Vec<usize> {
    let answer = index.find(query, &PLAIN);
    let number = |e: EntityId| u64::from_be_bytes(e.0[8..].try_into().unwrap()) as usize;
    answer.hits.iter().map(|hit| number(hit.entity)).collect()
}

fn names_index(names: &[&str]) -> Index {
    Index::build(names.iter().enumerate().map(|(number, name)| person(number, name)))
}

#[test]
fn surname_readings_stand_first() {
    let names = [
        "单玉英",
        "曾国强",
        "仇正华",
        "解晓红",
        "尉迟长乐",
        "欧阳达晟",
        "覃朝阳",
        "查重行",
        "盖𬱖乐",
        "丁玉英",
        "黑志明",
        "孙玉英",
    ];
    let index = names_index(&names);
    let table = "syy单玉英 shanyuying单玉英 zgq曾国强 qzh仇正华 xxh解晓红 xiexiaohong解晓红 yccl尉迟长乐 oyds欧阳达晟 \
        qcy覃朝阳 tcy覃朝阳 zcx查重行 zzh查重行 gdl盖𬱖乐 dyy丁玉英 hzm黑志明 hezhiming黑志明 wccl尉迟长乐";
    for entry in table.split_whitespace() {
        let at = entry.find(|c: char| !c.is_ascii()).unwrap();
        let (query, name) = entry.split_at(at);
        let first = numbers(&index, query).first().map(|n| names[*n]);
        assert_eq!(first, Some(name), "{query}");
    }
    assert_eq!(numbers(&index, "dyy"), [9, 0], "单 read dan comes after 丁");
    assert_eq!(numbers(&index, "zzxxqq"), [0; 0]);
}

type ReadingsOf<T> = Vec<(T, Vec<&'static str>)>;

/// Readings of the fixture by character, and surnames with their readings.
fn golden() -> (ReadingsOf<char>, ReadingsOf<&'static str>) {
    let (mut names, mut surnames) = (Vec::new(), Vec::new());
    for line in include_str!("../../tests/golden/readings.tsv").lines().filter(|line| !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let readings = fields[2].split(',').collect();
        match fields[0] {
            "name" => names.push((fields[1].chars().next().unwrap(), readings)),
            _ => surnames.push((fields[1], readings)),
        }
    }
    (names, surnames)
}

#[test]
fn every_reading_of_a_second_source_is_known() {
    let (names, surnames) = golden();
    assert!(names.len() > 3_000 && surnames.len() > 400);
    for (character, theirs) in &names {
        for reading in theirs {
            assert!(readings(*character).contains(reading), "{character} {reading}");
        }
    }
    for (surname, theirs) in &surnames {
        let name = crate::text::readings_of_name(&format!("{surname}玉"));
        for (position, reading) in name.positions.iter().zip(theirs) {
            let own = &position.readings[..position.primary];
            assert!(own.contains(reading), "{surname} {reading} {own:?}");
        }
    }
}

fn first_letter(syllable: &str) -> String {
    syllable.chars().take(1).collect()
}

#[test]
fn every_name_is_found_by_every_reading() {
    let (characters, surnames) = golden();
    let lookup: std::collections::HashMap<char, Vec<&str>> = characters.iter().cloned().collect();
    let mut draw = Draw(7);
    let mut names = Vec::new();
    for at in 0..600 {
        let (surname, _) = surnames[at % surnames.len()];
        let given: String = (0..1 + at % 3).map(|_| characters[draw.below(characters.len())].0).collect();
        names.push(format!("{surname}{given}"));
    }
    let index = Index::build(names.iter().enumerate().map(|(number, name)| person(number, name)));
    let everyone = Options { limit: 2_000, blur: false };
    let mut asked = 0;
    for (number, name) in names.iter().enumerate() {
        let spoken: Vec<&Vec<&str>> = name.chars().filter_map(|c| lookup.get(&c)).collect();
        if spoken.len() != name.chars().count() {
            continue;
        }
        let most = spoken.iter().map(|readings| readings.len()).max().unwrap_or(0);
        for turn in 0..most {
            let syllables: Vec<&str> =
                spoken.iter().enumerate().map(|(at, r)| r[(turn + at * (turn % 2)) % r.len()]).collect();
            let initials: String = syllables.iter().map(|s| first_letter(s)).collect();
            let mixed: String = syllables
                .iter()
                .enumerate()
                .map(|(at, s)| if at == 0 { (*s).to_owned() } else { first_letter(s) })
                .collect();
            for query in [syllables.concat(), initials, mixed] {
                asked += 1;
                let answer = index.find(&query, &everyone);
                let found = answer.hits.iter().any(|hit| hit.entity == id(1, number));
                assert!(found, "{name} by {query}");
            }
        }
    }
    assert!(asked > 2_000, "{asked}");
}

#[test]
fn what_officers_type_is_among_the_first_five() {
    let people = people::people(5_000, 11);
    let index = Index::build(people.iter().enumerate().map(|(number, p)| invented(number, p)));
    let mut draw = Draw(3);
    let mut missed = Vec::new();
    for turn in 0..1_000 {
        let number = draw.below(people.len());
        let p = &people[number];
        let syllables = crate::text::readings_of_name(&p.name).syllables();
        let initials: String = syllables.iter().map(|s| first_letter(s)).collect();
        let village: String = p.village_name.chars().take(3).collect();
        let village_initials: String =
            village.chars().filter_map(|c| readings(c).first().and_then(|r| r.chars().next())).collect();
        let query = match turn % 8 {
            0 => format!("{initials} {village}"),
            1 => format!("{initials} {}", p.birth.0),
            2 => format!("{village_initials} {initials} {}z", p.group),
            3 => format!("{} {:02}", syllables.concat(), p.birth.0 % 100),
            4 => p.id_number.chars().skip(12).collect(),
            5 => p.phone.chars().skip(7).collect(),
            6 => p.code.to_uppercase(),
            _ => p.account.chars().skip(13).collect(),
        };
        let place = numbers(&index, &query).iter().position(|n| *n == number);
        if place.is_none_or(|place| place >= 5) {
            missed.push(format!("{query} -> {} {place:?}", p.name));
        }
    }
    assert!(missed.len() <= 10, "{} missed: {missed:#?}", missed.len());
}

#[test]
fn hits_stand_in_order() {
    let mut entries = vec![
        person(0, "李明"),
        person(1, "李明华"),
        person(2, "王强"),
        person(3, "黎敏"),
        person(4, "赵李明"),
        person(5, "吕梦"),
    ];
    entries[2].former_name = "李明".into();
    entries[5].nickname = "李明珠".into();
    let index = Index::build(entries);
    assert_eq!(
        numbers(&index, "李明"),
        [0, 2, 1, 4, 5],
        "whole, former whole, beginning, inside, nickname's beginning"
    );
    assert_eq!(numbers(&index, "liming"), [0, 2, 1, 4, 5]);
    assert_eq!(numbers(&index, "lm"), [0, 3, 5, 2, 1, 4], "initials too: 黎敏, 吕梦");
    let answer = index.find("李明", &PLAIN);
    assert_eq!(answer.hits[1].matched[0].what, What::FormerName(Spelling::Text));
}

#[test]
fn tails_numbers_and_codes() {
    let mut one = person(1, "张三丰");
    one.id_number = "11010519491231002X".into();
    one.phone = "13900000001 / 0874-8881234".into();
    one.account = "6223106029442609809".into();
    one.id_history = vec!["110105491231003".into()];
    let mut two = person(2, "李四娘");
    two.id_number = "440524188001010014".into();
    let index = Index::build([one, two, household(1, "H001"), household(2, "H002")]);
    let what = |query: &str| {
        let answer = index.find(query, &PLAIN);
        assert!(!answer.hits.iter().any(Hit::is_approximate), "{query}");
        answer.hits.iter().map(|h| (h.kind, h.matched[0].what)).collect::<Vec<_>>()
    };
    use EntryKind::*;
    for (query, want) in [
        ("11010519491231002X", What::IdNumber),
        ("11010519491231002x", What::IdNumber),
        ("１１０１０５１９４９１２３１００２Ｘ", What::IdNumber),
        ("110105491231002", What::IdNumber),
        ("110105491231003", What::IdNumber),
        ("31002x", What::IdTail),
        ("231003", What::IdTail),
        ("110105", What::IdPart),
        ("13900000001", What::Phone),
        ("0001", What::PhoneTail),
        ("1234", What::PhoneTail),
        ("139 0000 0001", What::Phone),
        ("6223 1060 2944 2609 809", What::Account),
        ("9809", What::AccountTail),
        ("h001-01", What::Code),
    ] {
        assert_eq!(what(query), [(Person, want)], "{query}");
    }
    assert_eq!(what("H001"), [(Household, What::HouseholdCode), (Person, What::HouseholdCode)]);
    assert_eq!(what("Ｈ００２"), [(Household, What::HouseholdCode), (Person, What::HouseholdCode)]);
    assert_eq!(what("车马碧村委会/H001").len(), 2);
    assert_eq!(what("H00").len(), 4);
    assert_eq!(what("001"), []);
}

#[test]
fn a_village_lists_all_its_persons_in_roster_order() {
    let people = people::people(3_000, 5);
    let mut entries: Vec<Entry> = people.iter().enumerate().map(|(number, p)| invented(number, p)).collect();
    entries.reverse();
    let index = Index::build(entries);
    let village = &people[600].village_name;
    let want: Vec<usize> = (0..people.len()).filter(|n| people[*n].village_name == *village).collect();
    let answer = index.find(village, &Options { limit: 2_000, blur: false });
    assert_eq!((answer.total, answer.hits.len()), (want.len(), want.len()));
    assert_eq!(numbers_of(&answer), want);
    assert_eq!(answer.hits[0].matched[0].value, *village);
    assert_eq!(index.find(village, &Options { limit: 3, blur: false }).total, want.len());
    assert_eq!(index.find(village, &Options { limit: 0, blur: false }).total, want.len());
}

fn numbers_of(answer: &Answer) -> Vec<usize> {
    answer.hits.iter().map(|h| u64::from_be_bytes(h.entity.0[8..].try_into().unwrap()) as usize).collect()
}

#[test]
fn fragments_in_any_order_are_each_explained() {
    let mut entries = vec![person(0, "李明"), person(1, "李明"), person(2, "刘敏"), person(3, "李明")];
    for (entry, (group, year)) in
        entries.iter_mut().zip([("三组", 1962), ("二组", 1962), ("3", 1962), ("第三组", 1963)])
    {
        entry.group = group.into();
        entry.birth = Some((year, 5, 12));
    }
    let index = Index::build(entries);
    for query in [
        "lm 3c 62",
        "62 lm 3c",
        "3z 1962 lm",
        "三组 lm 1962",
        "LM　３Ｃ　６２",
        "lm 3 19620512",
        "lm 3组 620512",
        "lm 3c 1962.5",
    ] {
        assert_eq!(numbers(&index, query), [0, 2], "{query}");
    }
    let answer = index.find("lm 3c 62 cmb", &PLAIN);
    let explained: Vec<(What, &str)> =
        answer.hits[0].matched.iter().map(|m| (m.what, m.value.as_str())).collect();
    assert_eq!(
        explained,
        [
            (What::Name(Spelling::Initials), ""),
            (What::Group, "三组"),
            (What::BirthYear, "1962"),
            (What::Village(Spelling::Initials), "车马碧村委会")
        ]
    );
    assert_eq!(index.find("lm 3c 62 cmb mgh", &PLAIN).ignored, ["mgh"]);
    assert_eq!(numbers(&index, "li ming 3c 62"), [0]);
    assert_eq!(numbers(&index, "lm 4c 62"), [0; 0]);
    assert_eq!(numbers(&names_index(&["张廷贵", "章天"]), "zh tg"), [0]);
    assert_eq!(
        numbers(&names_index(&["贵廷张", "张廷贵"]), "zhang ting gui"),
        [1, 0],
        "in the order of the name first"
    );
}

#[test]
fn approximate_hits_are_marked_and_stand_last() {
    let mut entries = vec![
        person(0, "张廷贵"),
        person(1, "张庭贵"),
        person(2, "张丁贵"),
        person(3, "李宁"),
        person(4, "李林"),
    ];
    entries[0].id_number = "11010519491231002X".into();
    entries[1].phone = "13900000001".into();
    let index = Index::build(entries);
    let marks = |query: &str, blur: bool| {
        let answer = index.find(query, &Options { limit: 10, blur });
        assert_eq!(answer.total, answer.hits.len());
        numbers_of(&answer).into_iter().zip(answer.hits.iter().map(Hit::is_approximate)).collect::<Vec<_>>()
    };
    assert_eq!(marks("张庭贵", false), [(1, false), (0, true)]);
    assert_eq!(marks("11010519491321002X", false), [(0, true)], "two digits changed places");
    assert_eq!(marks("31003x", false), [(0, true)]);
    assert_eq!(marks("13900000002", false), [(1, true)]);
    assert_eq!(marks("0002", false), [], "too short to be nearly right");
    assert_eq!(marks("nilin", false), []);
    assert_eq!(marks("lilin", true), [(4, false), (3, true)]);
    assert_eq!(marks("zangtinggui", false), []);
    assert_eq!(marks("zangtinggui", true), [(0, true), (1, true)]);
    assert_eq!(marks("zhanglinggui", true), []);
    assert_eq!(marks("zzxxqq", true), []);
}

#[test]
fn one_edit_is_found_and_nonsense_is_not() {
    let people = people::people(5_000, 23);
    let index = Index::build(people.iter().enumerate().map(|(number, p)| invented(number, p)));
    let mut draw = Draw(9);
    for _ in 0..100 {
        let number = draw.below(people.len());
        let mut digits: Vec<char> = people[number].id_number.chars().collect();
        let at = draw.below(17);
        match digits[at] == digits[at + 1] || draw.below(2) == 0 {
            true => digits[at] = if digits[at] == '9' { '0' } else { '9' },
            false => digits.swap(at, at + 1),
        }
        let typed: String = digits.iter().collect();
        let place = numbers(&index, &typed).iter().position(|n| *n == number);
        assert!(place.is_some_and(|place| place < 10), "{typed} for {}: {place:?}", people[number].id_number);
    }
    for blur in [false, true] {
        for nonsense in
            ["zzxxqq", "vvvv", "qqqqqq", "000000000000000000", "鑫鑫鑫鑫", "!!", "·", "'", "h99999999"]
        {
            let answer = index.find(nonsense, &Options { limit: 5, blur });
            assert_eq!((answer.total, answer.hits.len()), (0, 0), "{nonsense} {blur}");
        }
    }
    assert_eq!(index.find("  ", &PLAIN).total, 0);
}

#[test]
fn rare_characters_and_other_names() {
    let index = names_index(&["阿依古丽·买买提", "𠮷田", "盖𬱖乐"]);
    assert_eq!(numbers(&index, "阿依古丽•买买提"), [0]);
    assert_eq!(numbers(&index, "ayglmmt"), [0]);
    assert_eq!(numbers(&index, "买买提"), [0]);
    assert_eq!(numbers(&index, "𠮷田"), [1]);
    assert_eq!(numbers(&index, "𬱖"), [2]);
}

#[test]
fn saving_and_removing_equals_building_anew() {
    let people = people::people(600, 31);
    let all: Vec<Entry> = people.iter().enumerate().map(|(number, p)| invented(number, p)).collect();
    let (first, second) = all.split_at(250);
    let mut index = Index::join([IndexPart::build(first.to_vec()), IndexPart::build(second[..250].to_vec())]);
    let snapshot = index.clone();
    let mut now: std::collections::BTreeMap<usize, Entry> =
        all.iter().take(500).cloned().enumerate().collect();
    let mut draw = Draw(1);
    for _ in 0..400 {
        let number = draw.below(600);
        if draw.below(4) == 0 {
            index.remove(id(1, number));
            now.remove(&number);
        } else {
            let mut entry = all[number].clone();
            entry.name = all[draw.below(600)].name.clone();
            entry.phone = format!("139{}", draw.digits(8));
            index.upsert(&entry);
            now.insert(number, entry);
        }
    }
    let anew = Index::build(now.values().cloned());
    assert_eq!(index.len(), anew.len());
    for query in [
        "w",
        "lm",
        "王",
        "zhang",
        "0",
        "1962",
        "3z",
        "139",
        "1390",
        "6223",
        people[3].village_name.as_str(),
        "wm 62",
    ] {
        for limit in [0, 3, 50, 1_000] {
            let options = Options { limit, blur: true };
            assert_eq!(index.find(query, &options), anew.find(query, &options), "{query} {limit}");
        }
    }
    assert_eq!(snapshot.len(), 500, "a snapshot does not move");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn any_query_is_answered(query in prop_oneof![any::<String>(), "[a-zA-Z0-9 张三·?x'./,-]{0,90}"], blur: bool) {
        let index = names_index(&["张三丰", "阿依·买买提", "单玉英", ""]);
        let answer = index.find(&query, &Options { limit: 3, blur });
        prop_assert!(answer.hits.len() <= 3 && answer.total >= answer.hits.len());
        prop_assert!(answer.hits.iter().all(|hit| !hit.matched.is_empty()));
    }

    #[test]
    fn any_entry_is_indexed(name in any::<String>(), code in any::<String>(), number in any::<String>(), query in any::<String>()) {
        let mut entry = person(0, &name);
        (entry.code, entry.id_number, entry.phone, entry.group) = (code.clone(), number.clone(), number, code);
        Index::build([entry]).find(&query, &PLAIN);
    }
}
