//! What is wrong with a command line (命令行用法): a sentence in the language of the screen, above the usage.

use super::Lang;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misused {
    /// No such command.
    Command(String),
    /// A word or option that the command does not take.
    Unknown(String),
    /// What is missing, as the usage names it.
    Missing(Vec<String>),
    /// A value that the option does not take: the option, the value, what it takes (none: anything of its shape).
    Value(String, String, Vec<String>),
    /// An option without its value.
    NoValue(String),
    /// Two that exclude each other, or one that is given twice.
    Together(String, Vec<String>),
    /// The group wants one of its commands.
    NoCommand,
    /// Anything else.
    Other,
}

impl Misused {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.chinese(),
            Lang::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Command(word) => format!("没有命令“{word}”；kuqu --help 列出全部命令。"),
            Self::Unknown(word) => format!("这条命令不认“{word}”；照下面的用法写。"),
            Self::Missing(all) => format!("少了 {}；照下面的用法补上。", all.join("、")),
            Self::Value(option, value, takes) if takes.is_empty() => {
                format!("“{option}”不能是“{value}”；照 --help 的说明改。")
            }
            Self::Value(option, value, takes) => {
                format!("“{option}”不能是“{value}”；可以写：{}。", takes.join("、"))
            }
            Self::NoValue(option) => format!("“{option}”后面少了内容；照下面的用法补上。"),
            Self::Together(option, others) if others.is_empty() => {
                format!("“{option}”给了不止一次；只留一个。")
            }
            Self::Together(option, others) => {
                format!("“{option}”和“{}”不能一起用；只留一个。", others.join("、"))
            }
            Self::NoCommand => "还要写明做哪一样；下面列出有哪些。".into(),
            Self::Other => "命令写得不对；照下面的用法改。".into(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Command(word) => {
                format!("There is no command '{word}'; kuqu --help lists all of them.")
            }
            Self::Unknown(word) => {
                format!("This command does not take '{word}'; see the usage below.")
            }
            Self::Missing(all) => format!("Missing: {}; see the usage below.", all.join(", ")),
            Self::Value(option, value, takes) if takes.is_empty() => {
                format!("'{option}' cannot be '{value}'; --help says what it takes.")
            }
            Self::Value(option, value, takes) => {
                format!("'{option}' cannot be '{value}'; it takes: {}.", takes.join(", "))
            }
            Self::NoValue(option) => format!("'{option}' needs a value; see the usage below."),
            Self::Together(option, others) if others.is_empty() => {
                format!("'{option}' is given more than once; keep one.")
            }
            Self::Together(option, others) => {
                format!("'{option}' and '{}' exclude each other; keep one.", others.join("', '"))
            }
            Self::NoCommand => "Say which of these is to be done; they are listed below.".into(),
            Self::Other => "The command line is not right; see the usage below.".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentences_test::hold;
    use super::Misused;

    #[test]
    fn every_fault_of_a_command_line_is_said_in_both_languages() {
        let word = || "X".to_owned();
        for fault in [
            Misused::Command(word()),
            Misused::Unknown(word()),
            Misused::Missing(vec![word(), word()]),
            Misused::Value(word(), word(), Vec::new()),
            Misused::Value(word(), word(), vec![word()]),
            Misused::NoValue(word()),
            Misused::Together(word(), Vec::new()),
            Misused::Together(word(), vec![word()]),
            Misused::NoCommand,
            Misused::Other,
        ] {
            hold(|lang| fault.text(lang));
        }
    }
}
