//! When one rule document may take the place of another (规则文件接续): what was paid by the old one must come out the same by
//! the new one, so the new one only adds.

use super::rule::{Rule, Version};
use crate::domain::day::Day;
use crate::domain::migrant::Cohort;

/// Why a document does not follow the one on file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// The term of a cohort is another one, or is gone.
    #[error("the term of {0:?} differs")]
    Term(Cohort),
    /// An extension on file is another one, or is gone.
    #[error("an extension differs")]
    Extension,
    /// A version on file is gone.
    #[error("version {0} is missing")]
    Missing(u32),
    /// A version on file says something else.
    #[error("version {0} differs")]
    Differs(u32),
    /// A version begins, or ends, within what was frozen already: its number and the last frozen day.
    #[error("version {0} reaches back before {1:?}")]
    ReachesBack(u32, Day),
}

/// Whether `new` may take the place of `old`. `frozen` = last day of the newest period of which a list was frozen.
pub fn follows(old: &Rule, new: &Rule, frozen: Option<Day>) -> Result<(), Break> {
    for term in &old.terms {
        if new.term(term.cohort) != Some(term) {
            return Err(Break::Term(term.cohort));
        }
    }
    for cohort in [Cohort::Pre2006, Cohort::Post2006] {
        let of = |rule: &Rule| -> Vec<_> {
            rule.extensions.iter().filter(|more| more.cohort == cohort).cloned().collect()
        };
        if !of(new).starts_with(&of(old)) {
            return Err(Break::Extension);
        }
    }
    for was in &old.versions {
        let Some(now) = new.versions.iter().find(|now| now.version == was.version) else {
            return Err(Break::Missing(was.version));
        };
        if (Version { valid_to: was.valid_to, ..now.clone() }) != *was {
            return Err(Break::Differs(was.version));
        }
        let earlier = now.valid_to != was.valid_to;
        if let (true, Some(frozen), Some(to)) = (earlier, frozen, now.valid_to)
            && to < frozen
        {
            return Err(Break::ReachesBack(now.version, frozen));
        }
    }
    let known = |version: &&Version| !old.versions.iter().any(|was| was.version == version.version);
    match new
        .versions
        .iter()
        .filter(known)
        .find(|version| frozen.is_some_and(|day| version.valid_from <= day))
    {
        Some(version) => Err(Break::ReachesBack(version.version, frozen.unwrap_or(version.valid_from))),
        None => Ok(()),
    }
}
