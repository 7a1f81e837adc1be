//! Words of the papers of verification (核查纸面文字), shipped as `src/rules/verify_papers.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::papers::ListWords;

/// One paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SheetWords {
    /// Title, facts, columns, signatures.
    #[serde(flatten)]
    pub list: ListWords,
    /// Half-width characters of the columns.
    pub cells: Vec<usize>,
    /// Rows of a table of facts: their names.
    #[serde(default)]
    pub rows: std::collections::BTreeMap<String, String>,
    /// Paragraphs before the table; `{name}` stands for a fact.
    pub before: Vec<String>,
    /// Paragraphs after it.
    pub after: Vec<String>,
}

/// Every paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct VerifyPapers {
    /// 公示表
    pub posting: SheetWords,
    /// 公示结果证明
    pub result: SheetWords,
    /// 入户核查记录
    pub visit: SheetWords,
    /// 变更表
    pub change: SheetWords,
    /// 告知书
    pub notice: SheetWords,
    /// 年度汇总表
    pub summary: SheetWords,
}

const TEXT: &str = include_str!("../../rules/verify_papers.toml");

// A shipped document that does not parse is caught by the test below.
static PAPERS: LazyLock<VerifyPapers> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The shipped words.
pub fn papers() -> &'static VerifyPapers {
    &PAPERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_document_parses_and_no_paper_is_wider_than_its_page() {
        let papers: VerifyPapers = toml::from_str(TEXT).unwrap();
        let all = [&papers.posting, &papers.result, &papers.visit, &papers.change, &papers.notice];
        for paper in all {
            assert_eq!(paper.list.columns.len(), paper.cells.len(), "{}", paper.list.title);
            let widest = if std::ptr::eq(paper, &papers.visit) { 64 } else { 86 };
            let across: usize = paper.cells.iter().map(|cells| cells + 1).sum();
            assert!(across <= widest, "{}", paper.list.title);
            assert!(!paper.list.signatures.is_empty());
        }
        let across: usize = papers.summary.cells.iter().map(|cells| cells + 1).sum();
        assert!(across <= 126);
    }
}
