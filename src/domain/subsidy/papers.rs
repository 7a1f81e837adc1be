//! Words of the papers of direct support (直补纸面文字), shipped as `src/rules/subsidy_papers.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::verify::papers::SheetWords;

/// Every paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SubsidyPapers {
    /// 请款函
    pub letter: SheetWords,
    /// 发放公示表
    pub posting: SheetWords,
    /// 追缴通知书
    pub notice: SheetWords,
}

const TEXT: &str = include_str!("../../rules/subsidy_papers.toml");

// A shipped document that does not parse is caught by the test below.
static PAPERS: LazyLock<SubsidyPapers> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The shipped words.
pub fn papers() -> &'static SubsidyPapers {
    &PAPERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_document_parses_and_no_paper_is_wider_than_its_page() {
        let papers: SubsidyPapers = toml::from_str(TEXT).unwrap();
        for paper in [&papers.letter, &papers.posting, &papers.notice] {
            assert_eq!(paper.list.columns.len(), paper.cells.len(), "{}", paper.list.title);
            assert!(paper.cells.iter().map(|cells| cells + 1).sum::<usize>() <= 86, "{}", paper.list.title);
            assert!(!paper.list.signatures.is_empty());
        }
    }
}
