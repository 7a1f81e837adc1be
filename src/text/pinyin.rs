//! How a name is spelled (拼音): every reading of every character, the surname's own reading first.
//!
//! Readings are kept per position and never multiplied out: a name of four characters with three readings each
//! has 81 spellings, and capping them would lose people. What matches walks the positions instead.

use super::fold::{MIDDLE_DOT, fold_search};
pub use super::readings::readings;
use super::surnames::{compound, single};

/// One character of a name with its readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The character, as [`fold_search`] leaves it.
    pub character: char,
    /// Its readings without tones, the likeliest in this place first; empty for letters, dots and unread characters.
    pub readings: Vec<&'static str>,
    /// How many of `readings` are right in this place: those of the surname; all of them in the rest of a name.
    pub primary: usize,
}

/// A name with the readings of each of its characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameReadings {
    /// In the order of the name; spaces are left out.
    pub positions: Vec<Position>,
}

impl NameReadings {
    /// The likeliest spelling, a syllable a character (`["shan", "yu", "ying"]`); a character without reading stands for itself.
    pub fn syllables(&self) -> Vec<String> {
        let syllable =
            |p: &Position| p.readings.first().map_or_else(|| p.character.to_string(), |r| (*r).to_owned());
        self.positions.iter().map(syllable).collect()
    }

    /// The likeliest initials (`syy`).
    pub fn initials(&self) -> String {
        self.syllables().iter().filter_map(|syllable| syllable.chars().next()).collect()
    }
}

/// The readings of a person's name: of a surname (of two characters first) in its place, every reading elsewhere.
///
/// A name with a dot in it has no Han surname in front; all its readings count alike.
pub fn readings_of_name(name: &str) -> NameReadings {
    let mut positions = positions(name);
    if !positions.iter().any(|position| position.character == MIDDLE_DOT) {
        let two = match positions.as_slice() {
            [first, second, ..] => compound(first.character, second.character),
            _ => None,
        };
        if let Some(syllables) = two {
            for (position, syllable) in positions.iter_mut().zip(syllables) {
                prefer(position, [syllable].into_iter());
            }
        } else if let Some(first) = positions.first_mut() {
            match single(first.character) {
                Some(surname) => prefer(first, surname),
                None => first.primary = first.readings.len().min(1),
            }
        }
    }
    NameReadings { positions }
}

/// The readings of any other words (a village, a label): every reading of each character alike.
pub fn readings_of_words(words: &str) -> NameReadings {
    NameReadings { positions: positions(words) }
}

fn positions(text: &str) -> Vec<Position> {
    let position = |character| {
        let readings = readings(character);
        Position { character, primary: readings.len(), readings }
    };
    fold_search(text).chars().filter(|c| *c != ' ').map(position).collect()
}

/// Puts these readings first and counts them as right.
fn prefer(position: &mut Position, surname: impl Iterator<Item = &'static str>) {
    let first: Vec<&'static str> = surname.collect();
    position.readings.retain(|reading| !first.contains(reading));
    position.primary = first.len();
    position.readings.splice(0..0, first);
}

/// Letters that stand for a syllable's beginning: its first one, and `zh`, `ch`, `sh`.
pub fn initial_lengths(reading: &str) -> impl Iterator<Item = usize> {
    let double = reading.starts_with("zh") || reading.starts_with("ch") || reading.starts_with("sh");
    [1, 2].into_iter().take(if double { 2 } else { 1 })
}

/// True if `typed` spells the beginning of `words`: characters, full readings, initials, or any mixture (`ymhu`, `移min`).
///
/// For options of forms and for commands; the look-up of persons has its own packed index.
pub fn spells(typed: &str, words: &str) -> bool {
    let typed: Vec<char> = fold_search(typed).chars().filter(|c| *c != ' ' && *c != '\'').collect();
    let mut reached = vec![0_usize];
    for position in &readings_of_words(words).positions {
        if reached.contains(&typed.len()) {
            return true;
        }
        let mut next = Vec::new();
        for at in reached {
            let rest = typed.get(at..).unwrap_or_default();
            steps(position, rest, |length| next.push(at + length));
        }
        next.sort_unstable();
        next.dedup();
        reached = next;
    }
    reached.contains(&typed.len())
}

/// Calls `step` with each number of typed characters that `position` can take from the front of `rest`.
fn steps(position: &Position, rest: &[char], mut step: impl FnMut(usize)) {
    if rest.first() == Some(&position.character)
        || (position.readings.is_empty() && rest.first() == Some(&'?'))
    {
        step(1);
    }
    if position.readings.is_empty() && !position.character.is_alphanumeric() {
        step(0);
    }
    for reading in &position.readings {
        let common = reading.chars().zip(rest).take_while(|(a, b)| a == *b).count();
        if common == reading.len() || common == rest.len() {
            step(common);
        }
        initial_lengths(reading).filter(|length| *length <= common).for_each(&mut step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        let table = "单shan 仇qiu 区ou 曾zeng 解xie 查zha 盖ge 朴piao 乐yue 任ren 华hua 翟zhai 覃qin 仝tong 折she 种chong \
            缪miao 秘bi 冼xian 瞿qu 佘she 阚kan 繁po 卜bu 召shao 祭zhai 洗xian 员yun 郇xun 句gou 么yao 宓mi 黑he 牟mu";
        for entry in table.split_whitespace() {
            let surname = entry.chars().next().unwrap();
            let name = readings_of_name(&format!("{surname}玉英"));
            assert_eq!(name.syllables(), [entry.strip_prefix(surname).unwrap(), "yu", "ying"]);
        }
        for (name, syllables) in [
            ("尉迟恭", "yu chi gong"),
            ("万俟卨", "mo qi xie"),
            ("澹台明", "tan tai ming"),
            ("欧阳达明", "ou yang da ming"),
            ("晁盖", "chao gai"),
            ("王单", "wang dan"),
            ("尉华", "wei hua"),
        ] {
            assert_eq!(readings_of_name(name).syllables().join(" "), syllables, "{name}");
        }
    }

    #[test]
    fn other_readings_stay() {
        let name = readings_of_name("尉迟长乐");
        let has = |at: usize, reading: &str| name.positions[at].readings.contains(&reading);
        assert!(has(0, "wei") && has(0, "yu") && has(1, "chi") && has(2, "chang") && has(2, "zhang"));
        assert!(has(3, "le") && has(3, "yue"));
        assert_eq!(
            (name.positions[0].primary, name.positions[2].primary),
            (1, name.positions[2].readings.len())
        );
    }

    #[test]
    fn names_with_dots_letters_and_rare_characters() {
        let name = readings_of_name("阿依•Ali 𰻞");
        let text: String = name.positions.iter().map(|p| p.character).collect();
        assert_eq!(text, "阿依·ali𰻞");
        assert_eq!(readings_of_name("").positions, []);
        assert_eq!(readings_of_name("盖𬱖乐").initials(), "gdl");
    }

    #[test]
    fn spells_the_beginning_of_words() {
        for typed in ["", "y", "ym", "ymh", "yimin", "yiminh", "移", "移m", "移民户", "YM", "ｙｍ", "yi'min"]
        {
            assert!(spells(typed, "移民户"), "{typed}");
        }
        for typed in ["m", "yimm", "移户", "ymhx", "zzxxqq", "?"] {
            assert!(!spells(typed, "移民户"), "{typed}");
        }
        assert!(spells("zhtg", "张廷贵") && spells("zhangtg", "张廷贵") && spells("ay", "阿·依"));
    }
}
