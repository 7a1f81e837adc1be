//! The recovery code (恢复码): 128 bits that a person can copy from paper, and that says where a copy is wrong.
//!
//! Eight groups of five characters from 32 without 0, O, 1 and I. Four characters carry 16 bits of the code
//! and the group's place (so that exchanged groups are noticed); the fifth is a check over GF(32) that
//! notices every single wrong character and every exchanged pair within the group.

use zeroize::{Zeroize, Zeroizing};

use super::passphrase::half_width;
use super::random::{NoRandomness, Random};

const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GROUPS: usize = 8;
const GROUP_CHARS: usize = 5;

/// What is wrong with a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not 40 letters and digits in all.
    #[error("a recovery code has 40 characters, this one has {found}")]
    Length {
        /// Characters found, without separators.
        found: usize,
    },
    /// This group, counted from 1, is wrong (the first one that is).
    #[error("group {group} of the recovery code is wrong")]
    Group {
        /// 1 to 8.
        group: u8,
    },
}

/// The code itself; wiped when dropped.
pub struct RecoveryCode(Zeroizing<[u8; 16]>);

impl RecoveryCode {
    /// Draws a new code.
    pub fn draw(random: &mut dyn Random) -> Result<Self, NoRandomness> {
        let mut bits = Zeroizing::new([0; 16]);
        random.fill(bits.as_mut())?;
        Ok(Self(bits))
    }

    /// Reads what a person typed: any case, full-width too, any separators.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let typed = Zeroizing::new(typed.chars().map(half_width).collect::<String>().to_ascii_uppercase());
        let apart = |c: char| !c.is_alphanumeric();
        let mut groups: Vec<Vec<char>> = typed
            .split(apart)
            .filter(|group| !group.is_empty())
            .map(|group| group.chars().collect())
            .collect();
        if groups.len() != GROUPS {
            let mut all = groups.concat();
            groups.zeroize();
            if all.len() != GROUPS * GROUP_CHARS {
                let found = all.len();
                all.zeroize();
                return Err(CodeError::Length { found });
            }
            groups = all.chunks(GROUP_CHARS).map(<[char]>::to_vec).collect();
            all.zeroize();
        }
        let mut bits = Zeroizing::new([0; 16]);
        let mut wrong = None;
        for (place, group) in (0u8..).zip(&groups) {
            match (read_group(place, group), bits.chunks_exact_mut(2).nth(usize::from(place))) {
                (Some(value), Some(to)) => to.copy_from_slice(&value.to_be_bytes()),
                _ => wrong = wrong.or(Some(place + 1)),
            }
        }
        groups.zeroize();
        match wrong {
            Some(group) => Err(CodeError::Group { group }),
            None => Ok(Self(bits)),
        }
    }

    /// The text for paper: eight groups, hyphens between.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP_CHARS + 1)));
        for (place, pair) in (0u8..).zip(self.0.chunks_exact(2)) {
            if place > 0 {
                text.push('-');
            }
            let value = pair.iter().fold(0u16, |value, byte| value << 8 | u16::from(*byte));
            let symbols = symbols(place, value);
            for symbol in symbols.into_iter().chain([check(symbols)]) {
                text.push(char::from(ALPHABET[usize::from(symbol % 32)]));
            }
        }
        text
    }

    pub(super) fn bits(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

/// Four symbols of 5 bits: 16 bits of value, then 4 bits of place.
fn symbols(place: u8, value: u16) -> [u8; 4] {
    let wide = u32::from(value) << 4 | u32::from(place);
    [15, 10, 5, 0].map(|shift| (wide >> shift & 31) as u8)
}

fn read_group(place: u8, group: &[char]) -> Option<u16> {
    let mut values = [0u8; GROUP_CHARS];
    if group.len() != GROUP_CHARS {
        return None;
    }
    for (to, c) in values.iter_mut().zip(group) {
        let index = ALPHABET.iter().position(|symbol| char::from(*symbol) == *c)?;
        *to = u8::try_from(index).ok()?;
    }
    let [a, b, c, d, checked] = values;
    let wide = [a, b, c, d].iter().fold(0u32, |wide, symbol| wide << 5 | u32::from(*symbol));
    let whole = check([a, b, c, d]) == checked && wide & 15 == u32::from(place);
    if whole { u16::try_from(wide >> 4).ok() } else { None }
}

/// The sum of x^i times the i-th symbol, i from 1, in GF(32) modulo x^5 + x^2 + 1. The factors differ from
/// each other and from the check's own factor 1, which is why every exchange of two characters shows.
fn check(symbols: [u8; 4]) -> u8 {
    symbols.iter().rev().fold(0, |sum, symbol| times_x(sum ^ symbol))
}

fn times_x(symbol: u8) -> u8 {
    let wide = symbol << 1;
    if wide & 32 == 0 { wide } else { (wide ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::super::random::Repeatable;
    use super::*;

    fn code(seed: u64) -> RecoveryCode {
        RecoveryCode::draw(&mut Repeatable::new(seed)).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        for seed in 0..200 {
            let code = code(seed);
            let text = code.to_text();
            assert_eq!(text.len(), 47);
            assert!(!text.contains(['0', 'O', '1', 'I']));
            assert_eq!(RecoveryCode::parse(&text).unwrap().bits(), code.bits());
            let sloppy = format!(" {} \n", text.to_lowercase().replace('-', "  "));
            assert_eq!(RecoveryCode::parse(&sloppy).unwrap().bits(), code.bits());
            assert_eq!(RecoveryCode::parse(&text.replace('-', "")).unwrap().bits(), code.bits());
            let wide: String = text.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
            assert_eq!(RecoveryCode::parse(&wide).unwrap().bits(), code.bits());
        }
    }

    #[test]
    fn every_wrong_character_names_its_group() {
        let text: Vec<char> = code(7).to_text().chars().collect();
        for at in (0..text.len()).filter(|at| text[*at] != '-') {
            for symbol in ALPHABET.iter().map(|symbol| char::from(*symbol)).chain(['0', 'O', '1', 'I', '水'])
            {
                if symbol == text[at] {
                    continue;
                }
                let mut wrong = text.clone();
                wrong[at] = symbol;
                let group = (at / 6 + 1) as u8;
                let found = RecoveryCode::parse(&wrong.iter().collect::<String>()).unwrap_err();
                assert_eq!(found, CodeError::Group { group });
            }
        }
    }

    #[test]
    fn exchanged_characters_and_groups_are_noticed() {
        for seed in 0..50 {
            let text: Vec<char> = code(seed).to_text().chars().collect();
            for a in 0..text.len() {
                for b in a + 1..text.len() {
                    if a / 6 != b / 6 || text[a] == text[b] || text[a] == '-' || text[b] == '-' {
                        continue;
                    }
                    let mut wrong = text.clone();
                    wrong.swap(a, b);
                    assert!(RecoveryCode::parse(&wrong.iter().collect::<String>()).is_err());
                }
            }
            let text: String = text.iter().collect();
            let mut groups: Vec<&str> = text.split('-').collect();
            groups.swap(2, 5);
            assert_eq!(RecoveryCode::parse(&groups.join("-")).unwrap_err(), CodeError::Group { group: 3 });
        }
    }

    #[test]
    fn lengths_are_told() {
        assert_eq!(RecoveryCode::parse("").unwrap_err(), CodeError::Length { found: 0 });
        let text = code(1).to_text();
        let short: String = text.chars().take(46).collect();
        assert_eq!(RecoveryCode::parse(&short).unwrap_err(), CodeError::Group { group: 8 });
        assert_eq!(
            RecoveryCode::parse(&format!("{}A", text.replace('-', ""))).unwrap_err(),
            CodeError::Length { found: 41 }
        );
        assert_eq!(format!("{:?}", code(1)), "RecoveryCode");
    }
}
