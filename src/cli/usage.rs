//! How a command line is read (命令行解析), what is said of one that cannot be, and the help in Chinese.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches, ValueEnum};

use super::args::LangName;
use crate::i18n::usage::Misused;
use crate::i18n::{Lang, help};

/// Reads a command line.
pub fn read<T: CommandFactory + FromArgMatches>(
    words: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<T, clap::Error> {
    let mut command = one_word_for_why(T::command());
    let mut found = command.try_get_matches_from_mut(words)?;
    T::from_arg_matches_mut(&mut found).map_err(|error| error.format(&mut command))
}

/// `--why` and `--reason` are one word: who gives a reason need not know which of them a command has.
fn one_word_for_why(command: Command) -> Command {
    let has = |name| command.get_arguments().any(|option| option.get_long() == Some(name));
    if has("why") && has("reason") {
        return command; // two different things there
    }
    let command = command.mut_args(|option| match option.get_long() {
        Some("why") => option.alias("reason"),
        Some("reason") => option.alias("why"),
        _ => option,
    });
    command.mut_subcommands(one_word_for_why)
}

/// The language that is asked for by words that may not be a command line.
pub fn lang_asked(words: &[OsString]) -> Option<LangName> {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let behind = words.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let within = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    behind.chain(within).find_map(|name| LangName::from_str(name, true).ok())
}

/// True if help or version was asked for, which is no fault.
pub fn is_asked(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
}

/// What is wrong, as a sentence.
pub fn sentence(error: &clap::Error, lang: Lang) -> String {
    misused(error).text(lang)
}

fn misused(error: &clap::Error) -> Misused {
    let all = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    };
    let one = |kind| all(kind).join(" ");
    let option = || one(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidSubcommand => Misused::Command(one(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => Misused::Unknown(option()),
        ErrorKind::MissingRequiredArgument => Misused::Missing(all(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue if one(ContextKind::InvalidValue).is_empty() => Misused::NoValue(option()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Misused::Value(option(), one(ContextKind::InvalidValue), all(ContextKind::ValidValue))
        }
        ErrorKind::ArgumentConflict => {
            let others = all(ContextKind::PriorArg).into_iter().filter(|other| *other != option());
            Misused::Together(option(), others.collect())
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Misused::NoCommand
        }
        _ => Misused::Other,
    }
}

/// The usage below a sentence: what clap says behind its own.
pub fn below(error: &clap::Error, lang: Lang) -> String {
    const USAGE: &str = "Usage: ";
    const MORE: &str = "For more information";
    let text = error.to_string();
    let usage = text.find(USAGE).and_then(|at| text.get(at..)).unwrap_or_default();
    match (lang, error.kind()) {
        (_, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) => text,
        (Lang::En, _) => usage.to_owned(),
        (Lang::Zh, _) => {
            let usage = usage.split(MORE).next().unwrap_or_default();
            format!("{}{}", usage.replace(USAGE, help::USAGE), help::MORE)
        }
    }
}

/// What clap says to these words, with its help in Chinese.
pub fn chinese_help<T: CommandFactory>(words: &[OsString]) -> Option<clap::Error> {
    let mut command = T::command().about(help::PROGRAM).long_about(help::PROGRAM);
    command.build(); // the program's own options and `help` are there only now
    in_chinese(command).try_get_matches_from_mut(words).err()
}

/// A built command with everything below it, explained in Chinese.
fn in_chinese(command: Command) -> Command {
    let about = command.get_about().and_then(|english| help::chinese(&english.to_string()));
    let template = format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}", help::USAGE);
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    let command = command.help_template(template).subcommand_help_heading(help::COMMANDS);
    command.mut_args(option_in_chinese).mut_subcommands(in_chinese)
}

fn option_in_chinese(option: Arg) -> Arg {
    let english = |help: Option<&clap::builder::StyledStr>| help.map(ToString::to_string).unwrap_or_default();
    let of = |text: String| help::chinese(&text).map(str::to_owned);
    let (short, long) = (of(english(option.get_help())), of(english(option.get_long_help())));
    let takes = if option.get_action().takes_values() { option.get_possible_values() } else { Vec::new() };
    let takes: Vec<(String, Option<&str>)> = takes
        .iter()
        .map(|value| (value.get_name().to_owned(), help::chinese(&english(value.get_help()))))
        .collect();
    let values = option.get_default_values().iter().filter(|value| !value.is_empty());
    let stands: Vec<String> = values.map(|value| value.to_string_lossy().into_owned()).collect();
    let shown = option.get_action().takes_values() && !option.is_hide_default_value_set();
    let behind = |text: String| {
        let takes = if takes.is_empty() { String::new() } else { help::takes(&takes) };
        let else_is =
            if shown && !stands.is_empty() { help::else_is(&stands.join(" ")) } else { String::new() };
        format!("{text}{else_is}{takes}")
    };
    let heading = if option.is_positional() { help::ARGUMENTS } else { help::OPTIONS };
    let option = option.help_heading(heading).hide_possible_values(true).hide_default_value(true);
    let option = match &short {
        Some(short) => option.help(behind(short.clone())),
        None => option,
    };
    match long.or(short) {
        Some(long) => option.long_help(behind(long)),
        None => option,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use std::collections::BTreeSet;
    use std::ffi::OsString;

    use super::super::args::{Arguments, Line};
    use super::{below, chinese_help, one_word_for_why, read, sentence};
    use crate::i18n::{Lang, help};

    fn fault(words: &[&str]) -> (String, String, String) {
        let words = [&["kuqu"], words].concat();
        let error = read::<Arguments>(words).expect_err("no command line");
        (sentence(&error, Lang::Zh), sentence(&error, Lang::En), below(&error, Lang::En))
    }

    #[test]
    fn what_is_wrong_with_a_command_line_is_said_with_its_words() {
        let said = |words: &[&str], zh: &str, en: &str, usage: &str| {
            let (chinese, english, below) = fault(words);
            assert!(chinese.contains(zh) && english.contains(en), "{chinese} / {english}");
            assert!(below.contains(usage), "{below}");
        };
        said(&["bundl"], "没有命令“bundl”", "no command 'bundl'", "Usage: kuqu");
        said(&["bundle", "undo"], "少了 <ID>", "Missing: <ID>", "kuqu bundle undo");
        said(&["find", "--colour"], "不认“--colour”", "not take '--colour'", "kuqu find");
        said(&["--lang", "fr", "keys"], "可以写：zh、en", "it takes: zh, en", "");
        said(&["find", "a", "--limit"], "后面少了内容", "needs a value", "");
        said(&["find", "a", "--limit", "many"], "不能是“many”", "cannot be 'many'", "");
        said(&["keys", "--lang", "zh", "--lang", "en"], "不止一次", "more than once", "kuqu keys");
        said(&["bundle"], "做哪一样", "which of these", "undo");
    }

    #[test]
    fn a_reason_goes_by_either_name() {
        for name in ["--why", "--reason"] {
            for words in [&["bundle", "undo", "1a2b"][..], &["household", "move", "0001", "某村"]] {
                read::<Arguments>([&["kuqu"], words, &[name, "错"]].concat()).expect("a command line");
            }
            read::<Line>(["correct", "0001", "phone", "1", name, "错"]).expect("a line of a batch");
        }
        one_word_for_why(Arguments::command()).debug_assert();
        one_word_for_why(Line::command()).debug_assert();
    }
    /// Every line of help below a command.
    fn lines(command: &clap::Command, found: &mut BTreeSet<String>) {
        found.extend(command.get_about().map(ToString::to_string));
        for option in command.get_arguments() {
            let values = option.get_possible_values();
            found.extend(values.iter().filter_map(|value| Some(value.get_help()?.to_string())));
            let lines = [option.get_help(), option.get_long_help()];
            found.extend(lines.into_iter().flatten().map(ToString::to_string));
        }
        command.get_subcommands().for_each(|command| lines(command, found));
    }

    #[test]
    fn every_line_of_help_has_its_chinese_and_no_other_line_has() {
        let mut command = Arguments::command();
        command.build();
        let (mut english, root) = (BTreeSet::new(), command.get_about().map(ToString::to_string));
        lines(&command, &mut english);
        english.retain(|line| Some(line) != root.as_ref());
        let known: BTreeSet<String> = help::lines().map(|(english, _)| english.to_owned()).collect();
        assert_eq!(english.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "without Chinese");
        assert_eq!(known.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "said nowhere");
        for (english, chinese) in help::lines() {
            assert!(!chinese.is_empty() && !chinese.contains("  "), "{english}");
        }
    }

    #[test]
    fn help_is_asked_for_in_chinese_wherever_it_stands() {
        let asked = |words: &[&str]| {
            let words: Vec<OsString> = ["kuqu"].iter().chain(words).map(OsString::from).collect();
            let english = read::<Arguments>(&words).expect_err("help").to_string();
            (english, chinese_help::<Arguments>(&words).expect("help").to_string())
        };
        for words in [&["--help"][..], &["-h"], &["help"], &["bundle", "--help"], &["bundle", "undo", "-h"]] {
            let (english, chinese) = asked(words);
            assert!(english.contains("Usage: kuqu") && chinese.contains("用法：kuqu"), "{chinese}");
            assert!(!chinese.contains("Print") && chinese.contains("看说明"), "{chinese}");
        }
        let (_, demo) = asked(&["demo", "--help"]);
        assert!(demo.contains("（不写是 5000）") && demo.contains("zh＝中文，en＝英文"), "{demo}");
    }
}
