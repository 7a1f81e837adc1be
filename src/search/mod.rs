//! The look-up (查找): one box that finds persons, households and villages by whatever an officer remembers.
//!
//! A query is at most four fragments in any order (`lm 3c 62`: initials, third group, born 1962); every fragment
//! must match the same record, and every match is explained. The index is packed columns and small dictionaries:
//! a fragment is first judged against each distinct character, place, group and household code, then one pass
//! over the rows looks the answers up. Exact matches first; only when those are few, a second pass admits one wrong
//! or swapped digit, one homophone and, if wished, blurred sounds, marked and never above exact ones.
//! Pure: no store, no screen, no clock. The words of an explanation are made in `i18n/`.

mod entry;
mod glyphs;
mod index;
mod numbers;
mod part;
mod probe;
mod query;
mod rank;
mod spell;
#[cfg(test)]
mod tests;

pub use entry::{Answer, Entry, EntryKind, Hit, Match, Options, Spelling, What};
pub use index::Index;
pub use part::IndexPart;
