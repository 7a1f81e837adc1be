//! Every word a user can read (文字), in Chinese and English; one file per pane, Chinese is the master.
//!
//! Words are looked up by exhaustive matches: a new act, message or problem does not compile before it has
//! both languages. Facts come in as values, sentences are made only here; names of keys are handed in, because
//! keymaps are data. It names the error types of search, store, sheets, exchange and vault on purpose: their sentences
//! are matched exhaustively, too. Chinese sentences take full-width marks, cuts are `..`.

pub mod acts;
pub mod checks;
pub mod chrome;
pub mod cli;
pub mod commands;
pub mod copies;
pub mod counter;
pub mod drill;
pub mod ended;
pub mod exchange;
pub mod exchange_pane;
pub mod fields;
#[cfg(test)]
mod folder_test;
pub mod form;
#[cfg(test)]
mod form_test;
pub mod help;
pub mod household;
pub mod import;
mod journal;
pub mod keeping;
pub mod keymap;
pub mod lock;
pub mod lookup;
pub mod mandate;
pub mod messages;
pub mod moves;
pub mod officers;
pub mod pages;
pub mod petition;
pub mod petition_drawer;
pub mod petition_pane;
mod petition_refusals;
pub mod petition_words;
pub mod problems;
pub mod proof;
pub mod purge;
pub mod reasons;
mod refusals;
mod rows;
mod ruling_acts;
pub mod rulings;
pub mod sections;
#[cfg(test)]
mod sentences_test;
pub mod severity;
pub mod sheets;
pub mod slots;
pub mod store;
pub mod subsidy;
pub mod subsidy_acts;
pub mod subsidy_pane;
pub mod subsidy_words;
pub mod today;
mod toml_words;
pub mod uncounted;
pub mod usage;
mod vault;
pub mod verify;
pub mod verify_pane;
pub mod verify_words;

use commands::Action;

/// The language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese (中文), the master.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The one of two texts that this language wants.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A remark in brackets, to be set after other words.
    pub fn aside(self, remark: &str) -> String {
        self.pick(format!("（{remark}）"), format!(" ({remark})"))
    }

    /// What is said about something: `subject: words`.
    pub fn about(self, subject: &str, words: &str) -> String {
        self.pick(format!("{subject}：{words}"), format!("{subject}: {words}"))
    }

    /// The language that a switch leads to.
    pub fn other(self) -> Self {
        self.pick(Lang::En, Lang::Zh)
    }
}

/// So many of something, in English.
pub fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// A word that comes from data (a relation, a check's name), in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Both {
    /// From the two texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same text in both languages, for words that only exist in one.
    pub fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh }
    }

    /// The text in `lang`.
    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// How a sentence learns the printed key of an act.
pub type Keys<'a> = &'a dyn Fn(Action) -> String;
