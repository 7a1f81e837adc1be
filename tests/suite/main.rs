//! Journeys, screens, keymaps: keys in, screen and effects out, without a terminal; and the rules that sources obey.

mod journeys;
mod keymaps;
mod office;
mod officer;
mod printer;
mod screens;
mod tidy;
