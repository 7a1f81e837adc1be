//! The answer at the counter on paper (答复条): the sentence in large print, the totals, and the periods that are open.

use super::paper::{Paper, PaperCell, PaperColumn, Sum};
use crate::domain::papers::papers;

/// Half-width characters of the columns, as `papers.toml` names them.
const CELLS: [usize; 4] = [10, 12, 14, 46];

/// The paper. `facts` by their name in the shipped words; `rows` = period, what it came to, fen, what happened.
pub fn answer_paper(
    facts: &[(&str, String)],
    answer: &str,
    totals: &str,
    rows: Vec<(String, String, i64, String)>,
) -> Paper {
    let words = &papers().answer;
    let blank = |text: &str| {
        if text.is_empty() { papers().page.blank.clone() } else { text.to_owned() }
    };
    let column =
        |(title, cells): (&String, usize)| PaperColumn { title: title.clone(), cells, sum: Sum::Nothing };
    let row = |(period, came, fen, why): (String, String, i64, String)| {
        vec![PaperCell::Text(period), PaperCell::Text(came), PaperCell::Money(fen), PaperCell::Text(why)]
    };
    Paper {
        title: words.list.title.clone(),
        facts: facts.iter().map(|(name, value)| (words.list.fact(name), blank(value))).collect(),
        large: vec![answer.to_owned()],
        before: vec![totals.to_owned()],
        columns: words.list.columns.iter().zip(CELLS).map(column).collect(),
        rows: rows.into_iter().map(row).collect(),
        after: vec![words.notice.clone()],
        signatures: words.list.signatures.clone(),
        words: papers().page.clone(),
        ..Paper::default()
    }
    .checked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::PaperForm;

    #[test]
    fn the_answer_stands_on_the_paper_with_what_is_open() {
        let facts = [("office", "演示办".to_owned()), ("term", String::new())];
        let rows = vec![("2019Q3".to_owned(), "退票".to_owned(), 15_000, "账户已销户".to_owned())];
        let paper = answer_paper(&facts, "停发原因：扶持期满 2026-06-30。", "应发 12,000", rows);
        let text = String::from_utf8(paper.bytes(PaperForm::Text).unwrap()).unwrap();
        for words in ["答复条", "扶持期满 2026-06-30", "2019Q3", "150.00", "账户已销户", "扶持期：—"]
        {
            assert!(text.contains(words), "{words}\n{text}");
        }
        let other = answer_paper(&facts, "正常发放。", "应发 12,000", Vec::new());
        assert_ne!(other.check_code(), paper.check_code());
        assert!(paper.bytes(PaperForm::Xlsx).unwrap().starts_with(b"PK"));
    }
}
