//! Numbers of items (编号): the receipt number that any machine gives, with its letter and a check character, and the final
//! number that the office gives.
//!
//! Receipt numbers do not run: a gap in running numbers would tell everybody that an accusation was taken in.

use super::stages::ItemKind;
use crate::domain::halfwidth::halfwidth;

/// Characters of a number: no I, L, O, U, 0, 1, which hands and eyes mistake.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of the drawn part: 810,000 numbers a machine and year.
const DRAWN: usize = 4;

fn place(character: char) -> Option<u32> {
    ALPHABET.iter().position(|known| char::from(*known) == character).and_then(|at| u32::try_from(at).ok())
}

/// The check character over label, year and drawn part: weights run, so a turned-round pair is noticed (mod 29, a prime).
fn check(text: &str) -> char {
    let value = |character: char| match character {
        '0'..='9' => u32::from(character) - u32::from('0'),
        'A'..='Z' => u32::from(character) - u32::from('A') + 10,
        _ => 0,
    };
    let sum: u32 = text.chars().zip(2_u32..).map(|(character, weight)| value(character) * weight % 29).sum();
    char::from(ALPHABET[usize::try_from(sum % 29).unwrap_or(0)])
}

/// `A26-7K3QX`: the device's label, the year, four drawn characters and the check character.
pub fn receipt(label: &str, year: i32, drawn: u64) -> String {
    let mut left = drawn;
    let mut code = String::new();
    for _ in 0..DRAWN {
        let at = usize::try_from(left % 30).unwrap_or(0);
        code.push(char::from(ALPHABET[at]));
        left /= 30;
    }
    let head = format!("{label}{:02}-{code}", year.rem_euclid(100));
    format!("{head}{}", check(&head))
}

/// The number as it is kept: half-width, upper case, without blanks.
pub fn tidy(typed: &str) -> String {
    halfwidth(typed)
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect::<String>()
        .to_ascii_uppercase()
}

/// True if it has the shape of a receipt number and its check character fits; false tells a slip of the hand.
pub fn is_whole(number: &str) -> bool {
    let Some((_, code)) = number.split_once('-') else { return false };
    let drawn = code.chars().count() == DRAWN + 1 && code.chars().all(|character| place(character).is_some());
    let mut head = number.to_owned();
    let last = head.pop();
    drawn && last == Some(check(&head))
}

/// True if it has that shape, whether or not its check character fits.
pub fn is_shaped(number: &str) -> bool {
    number.split_once('-').is_some_and(|(head, code)| {
        head.chars().any(|character| character.is_ascii_alphabetic()) && code.chars().count() == DRAWN + 1
    })
}

/// The start of a number as it is looked up, without the hyphen; none for other words: names, codes of persons, and the digits
/// of an identity number, a phone or an account, which are typed all day and must not cost a look at every item.
pub fn start(typed: &str) -> Option<String> {
    let tidied = tidy(typed);
    let bare: String = tidied.chars().filter(|character| *character != '-').collect();
    if !bare.chars().all(|character| character.is_ascii_alphanumeric()) {
        return None;
    }
    let likely = match tidied.split_once('-') {
        Some((head, rest)) => !rest.is_empty() && is_head(head),
        // Without its hyphen, as many characters as hardly anything else has; identity numbers do not begin with 20.
        None => {
            let lettered = bare.chars().take(3).any(|character| character.is_ascii_alphabetic());
            bare.chars().count() >= 7 && (bare.starts_with("20") || lettered && begins_with_year(&bare))
        }
    };
    likely.then_some(bare)
}

/// A device's label of one to three characters and two digits of a year, or four digits of a year.
fn is_head(head: &str) -> bool {
    let digits = head.chars().rev().take_while(char::is_ascii_digit).count();
    (3..=5).contains(&head.chars().count()) && digits >= 2
}

/// True if two digits follow the one to three characters of a label.
fn begins_with_year(bare: &str) -> bool {
    let digit = |at: usize| bare.chars().nth(at).is_some_and(|character| character.is_ascii_digit());
    (1..=3).any(|label| digit(label) && digit(label + 1))
}

/// True if a number begins with such a start.
pub fn begins(number: &str, start: &str) -> bool {
    let mut bare = number.chars().filter(|character| *character != '-');
    start.chars().all(|character| bare.next() == Some(character))
}

/// The office's number: `2026-0012`; accusations have a row of their own, `2026-M003`.
pub fn final_number(year: i32, kind: ItemKind, running: u32) -> String {
    match kind {
        ItemKind::Accusation => format!("{year}-M{running:03}"),
        ItemKind::Suggestion | ItemKind::Appeal => format!("{year}-{running:04}"),
    }
}

/// The running part of a final number of that year and row; none of others.
pub fn running(number: &str, year: i32, sealed: bool) -> Option<u32> {
    let rest = number.strip_prefix(&format!("{year}-"))?;
    match (rest.strip_prefix('M'), sealed) {
        (Some(rest), true) => rest.parse().ok(),
        (None, false) => rest.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_or_turned_character_is_noticed() {
        let (mut slips, mut found) = (0, 0);
        for drawn in (0..810_000).step_by(40_503) {
            let number = receipt("B", 2026, drawn);
            assert!(is_whole(&number) && number.starts_with("B26-"), "{number}");
            let letters: Vec<char> = number.chars().collect();
            for at in 4..letters.len() {
                for other in ALPHABET.iter().map(|other| char::from(*other)) {
                    let mut wrong = letters.clone();
                    wrong[at] = other;
                    slips += usize::from(wrong != letters);
                    found += usize::from(wrong != letters && !is_whole(&wrong.iter().collect::<String>()));
                }
                if at + 1 < letters.len() && letters[at] != letters[at + 1] {
                    let mut turned = letters.clone();
                    turned.swap(at, at + 1);
                    slips += 1;
                    found += usize::from(!is_whole(&turned.iter().collect::<String>()));
                }
            }
        }
        // Modulo 29 with values up to 34, a few pairs of characters are the same.
        assert!(found * 100 >= slips * 95, "{found} of {slips}");
        assert!(!is_whole("2026-0012") && !is_shaped("2026-0012") && is_shaped("A26-7K3QZ"));
    }

    #[test]
    fn final_numbers_run_in_two_rows() {
        assert_eq!(final_number(2026, ItemKind::Appeal, 12), "2026-0012");
        assert_eq!(running("2026-0012", 2026, false), Some(12));
        assert_eq!(running("2026-M003", 2026, true), Some(3));
        assert_eq!(running("2026-M003", 2026, false), None);
        assert_eq!(tidy(" ａ26-7k3qx "), "A26-7K3QX");
        assert_eq!(start(" a26-7"), Some("A267".into()));
        assert_eq!(start("a267k3q"), Some("A267K3Q".into()));
        assert_eq!((start("2026-00"), start("20260012")), (Some("202600".into()), Some("20260012".into())));
        for word in
            ["lm 62", "H09006", "张三-26", "H09006-02", "530102198001", "13900000009", "6217001234567"]
        {
            assert_eq!(start(word), None, "{word}");
        }
        assert!(
            begins("A26-7K3QX", "A267") && begins("2026-0012", "2026001") && !begins("A26-7K3QX", "A268")
        );
    }
}
