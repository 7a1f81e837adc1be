//! Direct support (后期扶持直补): what is due to a person in a period, by dated rules, with the reason of every fen; and what
//! became of it when it was paid.
//!
//! A [`Rule`] is one document of an office: terms by cohort, and versions that follow each other without gap or overlap
//! ([`document::read`]). A [`Claim`] is what the records say of one person. [`course::walk`] goes through the periods of the
//! term and counts; [`Explanation`] turns one counted period into lines, and the amount is the sum of its lines, so the two
//! cannot differ. Nothing here reads a clock or a store; amounts are whole fen.
//!
//! Nothing that is uncertain is a constant: a parameter that no source settles stands in the rule document and is named
//! there under `unsettled`.

pub mod answer;
pub mod bank;
pub mod basis;
pub mod claim;
pub mod course;
pub mod document;
pub mod earlier;
pub mod explanation;
pub mod mandate;
pub mod office;
pub mod page;
pub mod papers;
pub mod payment;
pub mod period;
pub mod records;
pub mod rule;
pub mod settling;
pub mod shipped;
pub mod succession;
#[cfg(test)]
mod tests;
pub mod year;

pub use basis::Basis;
pub use claim::{Claim, Opening, Stop};
pub use course::{Counted, State, Step, Why};
pub use explanation::{Explanation, Line};
pub use period::{Length, Period};
pub use rule::{Rule, Version};
