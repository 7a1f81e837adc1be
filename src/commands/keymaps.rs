//! The shipped keymaps (自带键位) and what a user's file adds to them.

use crate::commands::{Action, known};
use crate::keys::{Fault, Keymap, Layer, load};

/// The default keymap's file.
pub const DEFAULT: Layer<'static> =
    Layer { file: "default.toml", text: include_str!("../../keymaps/default.toml") };

/// For machines whose function keys need Fn.
pub const LAPTOP: Layer<'static> =
    Layer { file: "laptop.toml", text: include_str!("../../keymaps/laptop.toml") };

/// The shipped keymap of this name (`default`, `laptop`).
///
/// # Errors
/// `Ok(None)` when no keymap is shipped under that name; faults only if a shipped file is broken, which a test forbids.
pub fn shipped(name: &str) -> Result<Option<Keymap<Action>>, Vec<Fault>> {
    match name {
        "default" => load(&[DEFAULT], &known()).map(Some),
        "laptop" => load(&[DEFAULT, LAPTOP], &known()).map(Some),
        _ => Ok(None),
    }
}

/// The default keymap with a user's file over it.
///
/// # Errors
/// Every fault with file and line; the caller then works with [`shipped`] and shows them.
pub fn with_user(file: &str, text: &str) -> Result<Keymap<Action>, Vec<Fault>> {
    load(&[DEFAULT, Layer { file, text }], &known())
}
