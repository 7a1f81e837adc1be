//! How a command line is read (命令行解析), and what is said of one that cannot be.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches, ValueEnum};

use super::args::LangName;
use crate::i18n::Lang;
use crate::i18n::usage::Misused;

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
pub fn below(error: &clap::Error) -> String {
    let text = error.to_string();
    match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => text,
        _ => text.find("Usage:").and_then(|at| text.get(at..)).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::{Arguments, Line};
    use super::{below, one_word_for_why, read, sentence};
    use crate::i18n::Lang;

    fn fault(words: &[&str]) -> (String, String, String) {
        let words = [&["kuqu"], words].concat();
        let error = read::<Arguments>(words).expect_err("no command line");
        (sentence(&error, Lang::Zh), sentence(&error, Lang::En), below(&error))
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
}
