//! What stands on papers (纸面文字): the shipped words of `src/rules/papers.toml`, with the law behind a paper and the day from
//! which it is in force.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::day::{self, Day};

/// The words of every paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Papers {
    /// What stands on every page.
    pub page: PageWords,
    /// 移民身份证明
    pub proof: ProofWords,
    /// 证明登记簿
    pub register_of_proofs: ListWords,
    /// 答复条
    pub answer: AnswerWords,
    /// 失联范围清单
    pub loss: LossWords,
}

/// What stands on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PageWords {
    /// Before the sums of a page.
    pub subtotal: String,
    /// Before the sums of all pages.
    pub total: String,
    /// The page's number: `{page}` of `{pages}`.
    pub number: String,
    /// Where nothing is on record.
    pub blank: String,
    /// Check code of the paper: `{digest}`.
    pub check: String,
}

/// A list on paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListWords {
    /// Title.
    pub title: String,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Names of the facts above the list.
    pub facts: BTreeMap<String, String>,
    /// Who signs.
    pub signatures: Vec<String>,
}

impl ListWords {
    /// The name of a fact.
    pub fn fact(&self, name: &str) -> String {
        self.facts.get(name).cloned().unwrap_or_default()
    }
}

/// The households of a lost machine (失联范围清单).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LossWords {
    /// Its title, facts, columns and signatures.
    #[serde(flatten)]
    pub list: ListWords,
    /// What the list is, before it.
    pub before: String,
    /// What to do, after it.
    pub after: String,
}

/// The proof of migrant identity.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ProofWords {
    /// Its title, facts, columns and signatures.
    #[serde(flatten)]
    pub list: ListWords,
    /// What it states.
    pub statement: String,
    /// How far it goes.
    pub notice: String,
    /// Before the law.
    pub basis: String,
    /// Purposes to choose from; the first has number 1.
    pub purposes: Vec<String>,
    /// Where they come from.
    pub purposes_source: String,
    /// The law behind it.
    pub law: Vec<Law>,
}

/// The answer at the counter.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AnswerWords {
    /// Its title, facts, columns and signatures.
    #[serde(flatten)]
    pub list: ListWords,
    /// How far it goes.
    pub notice: String,
}

/// One law or document.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Law {
    /// As it is named on paper.
    pub name: String,
    /// First day in force, ISO.
    pub from: String,
    /// What it settles, and where that is known from.
    pub source: String,
}

impl ProofWords {
    /// The law in force on a day.
    pub fn law_on(&self, on: Day) -> impl Iterator<Item = &Law> {
        self.law.iter().filter(move |law| day::read(&law.from).is_ok_and(|from| from.first() <= on))
    }

    /// The purpose that was chosen by its number, else the text itself.
    pub fn purpose<'a>(&'a self, typed: &'a str) -> &'a str {
        let number = typed.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        number.and_then(|at| self.purposes.get(at)).map_or(typed.trim(), String::as_str)
    }
}

const TEXT: &str = include_str!("../rules/papers.toml");

// A shipped document that does not parse is caught by the test below, so an empty one is never met in practice.
static PAPERS: LazyLock<Papers> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The shipped words.
pub fn papers() -> &'static Papers {
    &PAPERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_document_parses_and_every_law_has_its_day_and_source() {
        let papers: Papers = toml::from_str(TEXT).unwrap();
        assert!(!papers.proof.purposes_source.is_empty());
        for law in &papers.proof.law {
            assert!(day::read(&law.from).is_ok() && !law.source.is_empty(), "{}", law.name);
        }
        let laws = |year| papers.proof.law_on(Day::ymd(year, 8, 1).unwrap()).count();
        assert_eq!((laws(2005), laws(2006), laws(2026)), (0, 1, 3));
        for name in ["number", "issued", "place", "household", "head", "purpose", "persons", "copies"] {
            assert!(!papers.proof.list.fact(name).is_empty(), "{name}");
        }
        for name in ["office", "person", "cohort", "term", "on"] {
            assert!(!papers.answer.list.fact(name).is_empty(), "{name}");
        }
        for name in ["office", "village", "printed", "all"] {
            assert!(!papers.register_of_proofs.fact(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_purpose_is_chosen_by_number_or_written() {
        let words = &papers().proof;
        assert_eq!(words.purpose(" 1 "), words.purposes[0]);
        assert_eq!(words.purpose("99"), "99");
        assert_eq!(words.purpose(" 入党 "), "入党");
    }
}
