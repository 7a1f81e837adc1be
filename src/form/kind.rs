//! What each kind of field lets in, how it is read and how a value is written into it (字段类型).
//!
//! While typing only the impossible is refused (a 19th digit); everything else is judged when the field is left.

use super::answers::Datum;
use super::choice::{self, Pick};
use super::options::{Choice, Source};
use super::spec::Kind;
use crate::domain::acts::{Fact, guard};
use crate::domain::day::{self, Day, DayError};
use crate::domain::idnumber::{self, IdError};
use crate::domain::{account, money, name, phone};
use crate::i18n::form::Said;
use crate::text::fold::{fold_char, is_middle_dot};

/// Most characters of a name, a code, an address while typing; what is believed is less and is said when the field is left.
pub const LINE_CHARS_MAX: usize = 200;
/// Most characters of a note.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Most characters of a date with its words.
pub const DATE_CHARS_MAX: usize = 12;
/// Most characters of an amount.
pub const MONEY_CHARS_MAX: usize = 18;
/// Most characters of a phone with its marks.
pub const PHONE_CHARS_MAX: usize = 20;
/// Characters of an identity number.
pub const ID_CHARS: usize = 18;

/// What becomes of one typed character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// It goes in, in this form.
    Take(char),
    /// It means nothing here (the gaps of a card number) and is left out.
    Skip,
    /// It cannot stand here.
    Refuse(Said),
}

impl Kind {
    /// Longest text in characters.
    pub fn limit(self) -> usize {
        match self {
            Kind::Note => NOTE_CHARS_MAX,
            Kind::Date => DATE_CHARS_MAX,
            Kind::Money => MONEY_CHARS_MAX,
            Kind::Phone => PHONE_CHARS_MAX,
            Kind::IdNumber => ID_CHARS,
            Kind::Account => account::DIGITS_MAX,
            _ => LINE_CHARS_MAX,
        }
    }

    /// The list behind the field.
    pub fn source(self) -> Option<Source> {
        match self {
            Kind::Choice(source) => Some(source),
            Kind::YesNo => Some(Source::YesNo),
            Kind::Reason => Some(Source::Why),
            _ => None,
        }
    }

    /// True where the first letter replaces what stands there: nobody appends to a code, a date or a number.
    pub fn is_retyped(self) -> bool {
        let number = matches!(self, Kind::IdNumber | Kind::Phone | Kind::Account | Kind::Money);
        number || matches!(self, Kind::Choice(_) | Kind::YesNo | Kind::Date)
    }

    /// True where an Enter at the end of a burst is a card reader's (design.md 6).
    pub fn takes_card_reader(self) -> bool {
        matches!(self, Kind::IdNumber | Kind::Account)
    }

    /// True where the screen masks the value until it is asked for.
    pub fn is_masked(self) -> bool {
        matches!(self, Kind::IdNumber | Kind::Account | Kind::Phone)
    }

    /// Judges one typed character against the text that stands there.
    pub fn accept(self, text: &str, typed: char) -> Accept {
        let length = text.chars().count();
        if length >= self.limit() {
            let full = if self == Kind::IdNumber { Said::IdFull } else { Said::Full(self.limit()) };
            return Accept::Refuse(full);
        }
        let folded = fold_char(typed);
        let digit = folded.is_ascii_digit();
        let take = |allowed: bool, else_say: Said| {
            if allowed { Accept::Take(folded) } else { Accept::Refuse(else_say) }
        };
        match self {
            Kind::Digits => take(digit, Said::DigitsOnly),
            Kind::IdNumber if folded.eq_ignore_ascii_case(&'x') => {
                if length == ID_CHARS - 1 {
                    Accept::Take('X')
                } else {
                    Accept::Refuse(Said::IdXLast)
                }
            }
            Kind::IdNumber | Kind::Account if matches!(folded, ' ' | '-') => Accept::Skip,
            Kind::IdNumber | Kind::Account => take(digit, Said::DigitsOnly),
            Kind::Phone => take(digit || matches!(folded, '+' | '-' | ' ' | '(' | ')'), Said::DigitsOnly),
            Kind::Money => take(digit || matches!(folded, '.' | ',' | '-'), Said::DigitsOnly),
            Kind::Date => {
                let word = folded.is_alphabetic() && !folded.is_ascii();
                take(digit || matches!(folded, '.' | '-' | '/' | ' ') || word, Said::DateOnly)
            }
            Kind::Name if is_middle_dot(typed) => Accept::Take(name::DOT),
            Kind::Fixed => Accept::Refuse(Said::FixedField),
            _ => Accept::Take(typed),
        }
    }

    /// Reads a text: the value, and what speaks against it by itself.
    pub fn read(self, text: &str, options: &[Choice], today: Day) -> (Datum, Vec<Fact>) {
        if text.trim().is_empty() {
            return (Datum::Nothing, Vec::new());
        }
        match self {
            Kind::Name => {
                let kept = name::tidy(text);
                let facts = guard::of_name(text);
                (Datum::Text(kept), facts)
            }
            Kind::IdNumber => (Datum::Text(idnumber::tidy(text)), guard::of_id_number(text)),
            Kind::Phone => (Datum::Text(phone::tidy(text)), guard::of_phone(text)),
            Kind::Account => match account::parse(text) {
                Ok(digits) => {
                    let facts = guard::of_account(&digits);
                    (Datum::Text(digits), facts)
                }
                Err(error) => (Datum::Nothing, vec![Fact::Account(error)]),
            },
            Kind::Money => read_money(text),
            Kind::Date => read_day(text, today),
            Kind::Choice(_) | Kind::YesNo => match choice::pick(options, text) {
                Pick::One(at) => {
                    (options.get(at).map(|option| option.datum.clone()).unwrap_or_default(), Vec::new())
                }
                Pick::Many(count) => (Datum::Nothing, vec![Fact::ManyOptions(count)]),
                Pick::None => (Datum::Nothing, vec![Fact::NoOption]),
            },
            Kind::Reason => (Datum::Text(reason(text, options)), Vec::new()),
            Kind::Text | Kind::Note | Kind::Digits | Kind::Fixed => {
                (Datum::Text(text.trim().to_owned()), Vec::new())
            }
        }
    }

    /// A value as the field shows it; reading it again gives the same value.
    pub fn write(self, datum: &Datum, options: &[Choice]) -> String {
        match datum {
            Datum::Nothing => String::new(),
            Datum::Text(text) => text.clone(),
            Datum::Day(day) => day.iso(),
            Datum::Money(fen) => money::plain(*fen),
            Datum::Code(code) => named(options, datum).unwrap_or_else(|| code.to_string()),
            Datum::Ref(_) | Datum::Yes(_) => named(options, datum).unwrap_or_default(),
        }
    }
}

/// The name of an option; its number where two options have the same name.
fn named(options: &[Choice], datum: &Datum) -> Option<String> {
    let option = options.iter().find(|option| option.datum == *datum)?;
    let alone =
        matches!(choice::pick(options, &option.name), Pick::One(at) if options.get(at) == Some(option));
    Some(if alone { option.name.clone() } else { option.number.to_string() })
}

fn reason(text: &str, options: &[Choice]) -> String {
    let number = |option: &&Choice| fold_number(text) == Some(option.number);
    let option = options.iter().find(number);
    option.map_or_else(|| text.trim().to_owned(), |option| option.name.clone())
}

fn fold_number(text: &str) -> Option<u32> {
    text.trim().chars().map(fold_char).collect::<String>().parse().ok()
}

fn read_day(text: &str, today: Day) -> (Datum, Vec<Fact>) {
    match day::read_typed(text, today) {
        Ok(day) => (Datum::Day(day), Vec::new()),
        Err(DayError::Empty) => (Datum::Nothing, Vec::new()),
        Err(error) => (Datum::Nothing, vec![Fact::Date(error)]),
    }
}

fn read_money(text: &str) -> (Datum, Vec<Fact>) {
    match money::read(text) {
        Ok(fen) => (Datum::Money(fen), Vec::new()),
        Err(error) => (Datum::Nothing, vec![Fact::Amount(error)]),
    }
}

/// True for facts that make a number unusable, so that nothing is filled from it.
pub fn spoils(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| matches!(fact, Fact::IdNumber(error) if !matches!(error, IdError::Empty | IdError::CheckDigit { .. })))
}

#[cfg(test)]
mod tests {
    use super::super::options::Context;
    use super::*;
    use crate::domain::acts::Severity;

    fn today() -> Day {
        Day::ymd(2026, 7, 1).unwrap()
    }

    fn typed(kind: Kind, text: &str) -> (String, Option<Said>) {
        let mut kept = String::new();
        let mut said = None;
        for character in text.chars() {
            match kind.accept(&kept, character) {
                Accept::Take(character) => kept.push(character),
                Accept::Skip => {}
                Accept::Refuse(why) => said = Some(why),
            }
        }
        (kept, said)
    }

    #[test]
    fn only_the_impossible_is_refused_while_typing() {
        let table = [
            (Kind::IdNumber, "53039919571113881x0", "53039919571113881X", Some(Said::IdFull)),
            (Kind::IdNumber, "５３０399 1957-1113", "53039919571113", None),
            (Kind::IdNumber, "5x3", "53", Some(Said::IdXLast)),
            (Kind::IdNumber, "53O", "53", Some(Said::DigitsOnly)),
            (Kind::Phone, "138 0013 8000", "138 0013 8000", None),
            (Kind::Phone, "138a", "138", Some(Said::DigitsOnly)),
            (Kind::Account, "6223 1060 2944", "622310602944", None),
            (Kind::Date, "1985年5月12日", "1985年5月12日", None),
            (Kind::Date, "3.5", "3.5", None),
            (Kind::Date, "abc3", "3", Some(Said::DateOnly)),
            (Kind::Money, "１２．５元", "12.5", Some(Said::DigitsOnly)),
            (Kind::Name, "阿依•买买提", "阿依·买买提", None),
            (Kind::Digits, "0a1", "01", Some(Said::DigitsOnly)),
            (Kind::Fixed, "a", "", Some(Said::FixedField)),
        ];
        for (kind, text, want, said) in table {
            assert_eq!(typed(kind, text), (want.to_owned(), said), "{kind:?} {text}");
        }
    }

    #[test]
    fn dates_are_read_as_they_are_typed() {
        for (text, want) in [
            ("0512", Some("2026-05-12")),
            ("19850512", Some("1985-05-12")),
            ("3.5", Some("2026-03-05")),
            ("1985", Some("1985")),
            ("1985年5月", Some("1985-05")),
            ("0230", None),
            ("19850230", None),
            ("x", None),
        ] {
            let (datum, facts) = Kind::Date.read(text, &[], today());
            assert_eq!(
                matches!(&datum, Datum::Day(day) if Some(day.iso().as_str()) == want),
                want.is_some(),
                "{text}"
            );
            assert_eq!(facts.is_empty(), want.is_some(), "{text}");
        }
    }

    #[test]
    fn bad_input_of_the_trade_has_its_weight() {
        let worst = |kind: Kind, text: &str| kind.read(text, &[], today()).1.iter().map(Fact::severity).max();
        let long = "长".repeat(60);
        let table = [
            (Kind::IdNumber, "123", Some(Severity::Error)),
            (Kind::IdNumber, "11010519491231002X", None),
            (Kind::IdNumber, "110105194912310021", Some(Severity::Warning)),
            (Kind::IdNumber, "530399199902301234", Some(Severity::Error)),
            (Kind::Phone, "1390000123", Some(Severity::Warning)),
            (Kind::Phone, "13900001234", None),
            (Kind::Account, "1234567", Some(Severity::Error)),
            (Kind::Name, long.as_str(), Some(Severity::Error)),
            (Kind::Name, "张三", None),
            (Kind::Money, "12.345", Some(Severity::Error)),
        ];
        for (kind, text, want) in table {
            assert_eq!(worst(kind, text), want, "{kind:?} {text}");
        }
    }

    #[test]
    fn what_is_written_reads_as_the_same_value() {
        let context = Context::new(today());
        for source in [Source::Relation, Source::Ethnic, Source::Sex, Source::MigrantKind, Source::YesNo] {
            let options = context.options(source);
            for option in &options {
                let text = Kind::Choice(source).write(&option.datum, &options);
                let (datum, facts) = Kind::Choice(source).read(&text, &options, today());
                assert_eq!((datum, facts), (option.datum.clone(), Vec::new()), "{source:?} {text}");
            }
        }
        let days = [Day::ymd(1985, 5, 12), Day::of_month(2001, 3), Day::of_year(1985)];
        for day in days.into_iter().flatten() {
            let text = Kind::Date.write(&Datum::Day(day), &[]);
            assert_eq!(Kind::Date.read(&text, &[], today()).0, Datum::Day(day));
        }
        let text = Kind::Money.write(&Datum::Money(-1_250), &[]);
        assert_eq!(Kind::Money.read(&text, &[], today()).0, Datum::Money(-1_250));
    }
}
