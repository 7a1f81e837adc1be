//! Journeys, screens, keymaps: keys in, screen and effects out, without a terminal; and the rules that sources obey.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop here

mod acts;
mod commands;
mod counter;
mod drills;
mod eyes;
mod failures;
mod fake_worker;
mod files;
mod folder;
mod hands;
mod journeys;
mod keeping;
mod keymaps;
mod laptops;
mod leaving;
mod lost;
mod mistaken;
mod money;
mod moves;
mod office;
mod officer;
mod paid_apart;
mod papers;
mod payees;
mod payments;
mod petitions;
mod printer;
mod proofs;
mod readme;
mod real;
mod returns;
mod rounds;
mod rulings;
mod screens;
mod subsidies;
mod tidy;
mod traffic;
mod verifying;
mod village_hands;
