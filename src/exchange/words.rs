//! Six words (六个核对词) that two people compare by voice, so that nobody between them can have put other keys into a
//! request or an answer. 48 bits, made dear to guess: finding another request with the same words takes 2^65 hashes.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::journal::hash;
use crate::journal::{Hash, id::Hash32};

const LABEL: &str = "kuqu words 1";
/// Words in the list.
const WORDS: usize = 256;
/// How often the hash is taken again: some tens of milliseconds here, years for whoever tries to find a match.
const ROUNDS: u32 = 1 << 17;

#[derive(Default, Deserialize)]
struct Document {
    words: Vec<String>,
}

// A shipped list that does not parse is caught by the tests below.
static LIST: LazyLock<Vec<String>> = LazyLock::new(|| {
    toml::from_str::<Document>(include_str!("../rules/words.toml")).unwrap_or_default().words
});

/// The words of a request and an office.
pub fn six(request: &[u8], data_set: Hash, root: &[u8; 32]) -> [&'static str; 6] {
    let mut digest = hash::hash(LABEL).variable(request).fixed(&data_set.0).fixed(root).finish();
    for _ in 0..ROUNDS {
        digest = hash::hash(LABEL).fixed(&digest.0).finish();
    }
    words_of(digest)
}

fn words_of(digest: Hash32) -> [&'static str; 6] {
    let mut bytes = digest.0.iter();
    std::array::from_fn(|_| {
        let at = bytes.next().copied().map_or(0, usize::from);
        LIST.get(at % WORDS).map_or("", String::as_str)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::pinyin;
    use std::collections::BTreeMap;

    #[test]
    fn there_are_256_words_that_sound_different() {
        assert_eq!(LIST.len(), WORDS);
        let mut sounds: BTreeMap<String, &String> = BTreeMap::new();
        for word in LIST.iter() {
            assert_eq!(word.chars().count(), 2, "{word}");
            let sound = pinyin::readings_of_words(word).syllables();
            if let Some(other) = sounds.insert(sound.join(" "), word) {
                panic!("{word} sounds like {other}");
            }
        }
    }

    #[test]
    fn words_depend_on_everything_they_are_made_of() {
        let all = [
            six(b"a", Hash32([1; 32]), &[1; 32]),
            six(b"b", Hash32([1; 32]), &[1; 32]),
            six(b"a", Hash32([2; 32]), &[1; 32]),
            six(b"a", Hash32([1; 32]), &[2; 32]),
        ];
        assert_eq!(all[0], six(b"a", Hash32([1; 32]), &[1; 32]));
        for (at, left) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|right| right != left));
        }
    }
}
