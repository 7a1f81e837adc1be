//! The dictionary of characters in names, each with its readings: what a fragment is judged against once, instead of every name.

use std::collections::HashMap;

use crate::text::pinyin::{Position, readings_of_words};
use crate::text::readings_of_name;

/// Most characters of a name that are looked at.
pub const NAME_MAX: usize = 64;

/// A character in one role: 尉 as a surname, as a part of 尉迟 and in a given name are three glyphs.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// The character, folded.
    pub character: char,
    /// Numbers of its readings in [`Glyphs::syllables`].
    pub readings: Box<[u16]>,
    /// How many of them are right in this role.
    pub primary: usize,
}

/// All glyphs and syllables of one part of the index.
#[derive(Clone, Debug, Default)]
pub struct Glyphs {
    /// By glyph number.
    pub list: Vec<Glyph>,
    /// By syllable number.
    pub syllables: Vec<&'static str>,
    syllable_numbers: HashMap<&'static str, u16>,
    numbers: HashMap<(char, Option<&'static str>), u32>,
}

impl Glyphs {
    /// Appends the glyphs of a person's name.
    pub fn push_name(&mut self, name: &str, out: &mut Vec<u32>) {
        for position in readings_of_name(name).positions.iter().take(NAME_MAX) {
            out.push(self.number(position));
        }
    }

    /// Appends the glyphs of a place's name or a nickname.
    pub fn push_words(&mut self, words: &str, out: &mut Vec<u32>) {
        for position in readings_of_words(words).positions.iter().take(NAME_MAX) {
            out.push(self.number(position));
        }
    }

    fn number(&mut self, position: &Position) -> u32 {
        let surname = position.primary < position.readings.len();
        let key = (position.character, position.readings.first().copied().filter(|_| surname));
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let readings = position.readings.iter().map(|reading| self.syllable(reading)).collect();
        let number = self.list.len() as u32;
        self.list.push(Glyph { character: position.character, readings, primary: position.primary });
        self.numbers.insert(key, number);
        number
    }

    fn syllable(&mut self, reading: &'static str) -> u16 {
        let next = self.syllables.len() as u16;
        *self.syllable_numbers.entry(reading).or_insert_with(|| {
            self.syllables.push(reading);
            next
        })
    }
}
