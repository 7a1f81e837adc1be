//! Papers of verification (核查纸面): the posted list and its proof, the visit record, the change sheet, the notice, the summary.

use super::paper::{Paper, PaperCell, PaperColumn, Sum};
use crate::domain::papers::papers as pages;
use crate::domain::verify::papers::{SheetWords, papers};
use crate::domain::verify::posting::Line;
use crate::domain::verify::summary;

/// Facts by their name in the shipped words.
pub type Facts<'a> = &'a [(&'a str, String)];

fn blank(text: &str) -> String {
    if text.is_empty() { pages().page.blank.clone() } else { text.to_owned() }
}

/// A paper with these words, facts and rows; `sums` = columns that are summed.
pub(super) fn paper(
    words: &SheetWords,
    facts: Facts<'_>,
    rows: Vec<Vec<PaperCell>>,
    sums: &[(usize, Sum)],
) -> Paper {
    let filled = |text: &String| {
        facts
            .iter()
            .fold(text.clone(), |text, (name, value)| text.replace(&format!("{{{name}}}"), &blank(value)))
    };
    let named = facts.iter().filter(|(name, _)| !words.list.fact(name).is_empty());
    let column = |(at, (title, cells)): (usize, (&String, &usize))| PaperColumn {
        title: title.clone(),
        cells: *cells,
        sum: sums.iter().find(|(column, _)| *column == at).map(|(_, sum)| *sum).unwrap_or_default(),
    };
    Paper {
        title: words.list.title.clone(),
        facts: named.map(|(name, value)| (words.list.fact(name), blank(value))).collect(),
        before: words.before.iter().map(filled).collect(),
        columns: words.list.columns.iter().zip(&words.cells).enumerate().map(column).collect(),
        rows,
        after: words.after.iter().map(filled).collect(),
        signatures: words.list.signatures.clone(),
        words: pages().page.clone(),
        ..Paper::default()
    }
}

/// A table of facts, in the order in which they are given.
fn table(words: &SheetWords, facts: Facts<'_>) -> Vec<Vec<PaperCell>> {
    let row =
        |(name, value): &(&str, String)| Some(cells(vec![words.rows.get(*name)?.clone(), blank(value)]));
    facts.iter().filter_map(row).collect()
}

fn cells(texts: Vec<String>) -> Vec<PaperCell> {
    texts.into_iter().map(PaperCell::Text).collect()
}

/// The list to be posted; its fingerprint stands in the facts and at the foot of each page. `word` = the word of a line's
/// effect.
pub fn posting_paper(lines: &[Line], facts: Facts<'_>, word: &dyn Fn(&Line) -> String) -> Paper {
    let row = |(line, number): (&Line, i64)| {
        let mut row = vec![PaperCell::Count(number)];
        row.extend(cells(vec![line.group.clone(), line.head.clone(), line.name.clone(), word(line)]));
        row
    };
    let rows = lines.iter().zip(1..).map(row).collect();
    let mut paper = paper(&papers().posting, facts, rows, &[(3, Sum::Rows)]);
    let print = facts.iter().find(|(name, _)| *name == "print").map(|(_, print)| print.as_str());
    paper.foot = pages().page.check.replace("{digest}", print.unwrap_or_default());
    paper
}

/// The proof of a posting's result.
pub fn posting_result_paper(facts: Facts<'_>) -> Paper {
    paper(&papers().result, facts, table(&papers().result, facts), &[]).checked()
}

/// A household's visit record for signature.
pub fn visit_paper(facts: Facts<'_>, members: Vec<Vec<String>>) -> Paper {
    let rows = members.into_iter().map(cells).collect();
    paper(&papers().visit, facts, rows, &[]).checked()
}

/// The change sheet of a person with the opinions of community, street and district.
pub fn change_paper(facts: Facts<'_>, opinions: Vec<Vec<String>>) -> Paper {
    let rows = opinions.into_iter().map(cells).collect();
    paper(&papers().change, facts, rows, &[]).checked()
}

/// The notice of a decision, with what can be done against it and the receipt of its service.
pub fn notice_paper(facts: Facts<'_>) -> Paper {
    paper(&papers().notice, facts, table(&papers().notice, facts), &[]).checked()
}

/// The summary by reservoir.
pub fn summary_paper<'a>(
    facts: Facts<'_>,
    lines: impl IntoIterator<Item = (&'a String, &'a summary::Line)>,
) -> Paper {
    let row = |(reservoir, line): (&String, &summary::Line)| {
        let counts = line.counts().into_iter().chain([line.off_effective]).map(PaperCell::Count);
        std::iter::once(PaperCell::Text(blank(reservoir))).chain(counts).collect()
    };
    let sums: Vec<(usize, Sum)> = (1..12).map(|column| (column, Sum::Values)).collect();
    let mut paper = paper(&papers().summary, facts, lines.into_iter().map(row).collect(), &sums);
    paper.lying = true;
    paper.checked()
}

#[cfg(test)]
mod tests {
    use super::super::paper::PaperForm;
    use super::*;
    use crate::domain::verify::Effect;

    #[test]
    fn a_posted_list_shows_names_and_no_numbers_and_its_fingerprint_on_each_page() {
        let line = |number: i64| Line {
            order: number,
            group: "一组".into(),
            head: "张三丰".into(),
            member: 1,
            name: format!("李{number}"),
            effect: if number == 3 { Effect::Reduce } else { Effect::None },
        };
        let lines: Vec<Line> = (1..=60).map(line).collect();
        let facts = [("village", "新村".to_owned()), ("print", "ab12-cd34-ef56-7890".to_owned())];
        let paper = posting_paper(&lines, &facts, &|line| line.effect.name().to_owned());
        let text = String::from_utf8(paper.bytes(PaperForm::Text).unwrap()).unwrap();
        let pages: Vec<&str> = text.split('\u{c}').collect();
        assert!(pages.len() > 1);
        for page in &pages {
            assert!(page.contains("ab12-cd34-ef56-7890"), "{page}");
            assert!(page.contains("村民小组"));
        }
        assert!(text.contains("reduce") && text.contains("合计"));
        assert!(paper.bytes(PaperForm::Xlsx).is_ok());
    }

    #[test]
    fn a_notice_names_objection_reconsideration_and_suit() {
        let facts = [("asks", "核减".to_owned()), ("cause", "死亡".to_owned()), ("to", String::new())];
        let text = String::from_utf8(notice_paper(&facts).bytes(PaperForm::Text).unwrap()).unwrap();
        // A word may go on in the next line.
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        for word in ["核减", "死亡", "异议", "行政复议", "行政诉讼", "送达回证"] {
            assert!(text.contains(word), "{word}");
        }
    }
}
