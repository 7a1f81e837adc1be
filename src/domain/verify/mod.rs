//! Household verification (入户核查、年度核定): rounds, visits, outcomes; what the field proposes and the office decides.
//!
//! Nothing that a recorder writes changes who is entitled: an outcome is a statement with its evidence, a proposal asks,
//! and only an approved decision counts. What leads to what is said by a rule document ([`rules`]).

pub mod acts;
pub mod guard;
pub mod lists;
pub mod matching;
pub mod papers;
pub mod period;
pub mod posting;
pub mod records;
pub mod route;
pub mod rules;
pub mod stages;
pub mod summary;

pub use records::{Candidate, Decision, Objection, Opinion, Outcome, Paper, Posting, Proposal, Round, Visit};
pub use rules::{Effect, Rules};
pub use stages::{Stage, VisitResult, Way};

#[cfg(test)]
mod tests;
