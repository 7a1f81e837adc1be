//! Where the data lies, which language is spoken, which day it is: from options, then from the environment.

use std::path::PathBuf;

use chrono::{FixedOffset, Utc};
use etcetera::BaseStrategy;

use super::args::{Common, LangName};
use crate::domain::day::{self, Day};
use crate::i18n::Lang;

/// Seconds from UTC of the whole country's clock.
const BEIJING_SECONDS: i32 = 8 * 3600;

/// The language: option, then the locale, then Chinese.
pub fn lang(asked: Option<LangName>) -> Lang {
    match asked {
        Some(LangName::Zh) => Lang::Zh,
        Some(LangName::En) => Lang::En,
        None => {
            let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            let locale =
                set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
            if locale.starts_with("en") { Lang::En } else { Lang::Zh }
        }
    }
}

/// The data folder: option, then the user's data directory.
pub fn data(common: &Common, name: &str) -> Option<PathBuf> {
    match &common.data {
        Some(folder) => Some(folder.clone()),
        None => etcetera::choose_base_strategy().ok().map(|base| base.data_dir().join("kuqu").join(name)),
    }
}

/// The user's own keymap file of this name.
pub fn keymap_file(name: &str) -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.config_dir().join("kuqu").join("keymaps").join(format!("{name}.toml")))
}

/// Today: option, then the date at UTC+8 whatever the machine's zone. None if the option is no date.
pub fn today(common: &Common) -> Option<Day> {
    match &common.today {
        Some(text) => day::read(text).ok().filter(|day| day.full().is_some()),
        None => {
            let zone = FixedOffset::east_opt(BEIJING_SECONDS)?;
            let date = Utc::now().with_timezone(&zone).date_naive();
            use chrono::Datelike;
            Day::ymd(date.year(), date.month(), date.day())
        }
    }
}
