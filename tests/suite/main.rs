//! Journeys, screens, keymaps: keys in, screen and effects out, without a terminal.

mod journeys;
mod keymaps;
mod office;
mod officer;
mod printer;
mod screens;
