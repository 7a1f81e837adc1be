//! Finding an option from what is typed (选项匹配): its number, Chinese, pinyin or initials; the list never blocks typing.

use super::options::Choice;
use crate::text::pinyin::{readings_of_words, spells};
use crate::text::{fold_search, graphemes};

/// What a typed text picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Exactly this option.
    One(usize),
    /// So many could be meant.
    Many(usize),
    /// None fits.
    None,
}

/// How well an option fits; smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Number,
    Word,
    Full,
    Whole,
    Begins,
    Spelled,
    Holds,
    NumberBegins,
}

/// Options that fit, best first, in list order among equals; all of them where nothing is typed.
pub fn ranked(options: &[Choice], typed: &str) -> Vec<usize> {
    fits(options, typed).into_iter().map(|(_, at)| at).collect()
}

/// The option that Enter accepts.
pub fn pick(options: &[Choice], typed: &str) -> Pick {
    // What a field was given once is read again with every check: no spelling for that.
    let mut named = options.iter().enumerate().filter(|(_, option)| option.name == typed);
    if let (Some((at, _)), None) = (named.next(), named.next()) {
        return Pick::One(at);
    }
    let found = fits(options, typed);
    let Some((best, at)) = found.first().copied() else { return Pick::None };
    let equals = found.iter().take_while(|(fit, _)| *fit == best).count();
    if found.len() == 1 || (equals == 1 && best <= Fit::Whole) {
        return Pick::One(at);
    }
    Pick::Many(found.len())
}

fn fits(options: &[Choice], typed: &str) -> Vec<(Fit, usize)> {
    let typed = fold_search(typed);
    let fit = |(at, option): (usize, &Choice)| Some((fit(option, &typed)?, at));
    let mut found: Vec<(Fit, usize)> = options.iter().enumerate().filter_map(fit).collect();
    found.sort();
    found
}

fn fit(option: &Choice, typed: &str) -> Option<Fit> {
    if typed.is_empty() {
        return Some(Fit::Holds);
    }
    let digits = typed.chars().all(|character| character.is_ascii_digit());
    if digits {
        if typed.parse() == Ok(option.number) {
            return Some(Fit::Number);
        }
        // Lists handed in have names with numbers in them: group 3, household 0112.
        let begins = option.number.to_string().starts_with(typed);
        let name = fold_search(&option.name);
        return match (name == typed, name.contains(typed), begins) {
            (true, _, _) => Some(Fit::Word),
            (_, true, _) => Some(Fit::Holds),
            (_, _, true) => Some(Fit::NumberBegins),
            _ => None,
        };
    }
    let names = || std::iter::once(&option.name).chain(&option.also);
    if names().any(|name| fold_search(name) == typed) {
        return Some(Fit::Word);
    }
    let name = fold_search(&option.name);
    let spelled = spells(typed, &name);
    if spelled && readings_of_words(&name).syllables().concat() == typed {
        return Some(Fit::Full);
    }
    // Spelled to its last character, by initials or in full.
    let but_last: String = graphemes(&name).take(graphemes(&name).count().saturating_sub(1)).collect();
    if spelled && !spells(typed, &but_last) {
        return Some(Fit::Whole);
    }
    if names().any(|name| fold_search(name).starts_with(typed)) {
        return Some(Fit::Begins);
    }
    if spelled {
        return Some(Fit::Spelled);
    }
    names().any(|name| fold_search(name).contains(typed)).then_some(Fit::Holds)
}

#[cfg(test)]
mod tests {
    use super::super::options::{Context, Source};
    use super::*;
    use crate::domain::day::Day;

    #[test]
    fn number_initials_and_chinese_pick_the_same_option() {
        let context = Context::new(Day::ymd(2026, 7, 1).unwrap());
        let table = [
            (Source::Relation, "22", Some("长子")),
            (Source::Relation, "２２", Some("长子")),
            (Source::Relation, "长子", Some("长子")),
            (Source::Relation, "zhangzi", Some("长子")),
            (Source::Relation, "2", Some("户主")),
            (Source::Relation, "hz", Some("户主")),
            (Source::Relation, "妻子", Some("妻")),
            (Source::Ethnic, "7", Some("彝族")),
            (Source::Ethnic, "yiz", Some("彝族")),
            (Source::Ethnic, "彝", Some("彝族")),
            (Source::Ethnic, "hanzu", Some("汉族")),
            (Source::Sex, "1", Some("男")),
            (Source::Sex, "n", None),
            (Source::Sex, "nan", Some("男")),
            (Source::Sex, "f", Some("女")),
            (Source::YesNo, "y", Some("是")),
            (Source::YesNo, "no", Some("否")),
            (Source::ReasonOut, "13", Some("迁出")),
            (Source::ReasonOut, "11", None),
            (Source::Relation, "邻居的猫", None),
        ];
        for (source, typed, want) in table {
            let options = context.options(source);
            let got = match pick(&options, typed) {
                Pick::One(at) => Some(options[at].name.as_str()),
                _ => None,
            };
            assert_eq!(got, want, "{source:?} {typed}");
        }
    }

    #[test]
    fn the_list_ranks_and_shows_all_where_nothing_is_typed() {
        let context = Context::new(Day::ymd(2026, 7, 1).unwrap());
        let options = context.options(Source::Relation);
        assert_eq!(ranked(&options, "").len(), options.len());
        let names = |typed: &str| -> Vec<&str> {
            ranked(&options, typed).into_iter().map(|at| options[at].name.as_str()).collect()
        };
        assert!(
            names("3")
                .iter()
                .all(|name| options.iter().any(|o| o.name == *name && o.number.to_string().starts_with('3')))
        );
        assert!(names("3").len() > 5);
        assert!(names("cn").contains(&"次女") && names("cn").contains(&"长女"));
        assert!(matches!(pick(&options, "cn"), Pick::Many(count) if count >= 2));
    }
}
