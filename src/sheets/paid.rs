//! Papers of direct support (直补纸面): the letter that asks for the money, the posted list without numbers, the notice of a
//! recovery; and the platform's own template, filled in.

use super::error::SheetError;
use super::fields::{Field, Words};
use super::layout::{Layout, Learned, Wishes};
use super::paper::{Paper, PaperCell, Sum};
use super::sheet::Workbook;
use super::verified::{Facts, paper};
use super::writer::TextTable;
use crate::domain::subsidy::papers::papers;

fn text(text: &str) -> PaperCell {
    PaperCell::Text(text.to_owned())
}

/// The letter to finance: villages with persons and fen.
pub fn letter_paper(facts: Facts<'_>, villages: &[(String, i64, i64)]) -> Paper {
    let row = |(village, persons, fen): &(String, i64, i64)| {
        vec![text(village), PaperCell::Count(*persons), PaperCell::Money(*fen)]
    };
    let rows = villages.iter().map(row).collect();
    paper(&papers().letter, facts, rows, &[(1, Sum::Values), (2, Sum::Values)]).checked()
}

/// One line of a posted list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostedLine {
    /// Village.
    pub village: String,
    /// Head of the household.
    pub head: String,
    /// Name.
    pub name: String,
    /// Fen.
    pub fen: i64,
    /// Why it is held, or which period is paid late.
    pub remark: String,
}

/// The list that hangs in the village: names and amounts, no numbers.
pub fn paid_posting_paper(facts: Facts<'_>, lines: &[PostedLine]) -> Paper {
    let row = |(line, number): (&PostedLine, i64)| {
        vec![
            PaperCell::Count(number),
            text(&line.village),
            text(&line.head),
            text(&line.name),
            PaperCell::Money(line.fen),
            text(&line.remark),
        ]
    };
    let rows = lines.iter().zip(1..).map(row).collect();
    paper(&papers().posting, facts, rows, &[(3, Sum::Rows), (4, Sum::Values)]).checked()
}

/// The notice of a recovery: periods with what was paid, what is to come back, and why.
pub fn recovery_notice_paper(facts: Facts<'_>, periods: &[(String, i64, i64, String)]) -> Paper {
    let row = |(period, paid, over, why): &(String, i64, i64, String)| {
        vec![text(period), PaperCell::Money(*paid), PaperCell::Money(*over), text(why)]
    };
    let rows = periods.iter().map(row).collect();
    paper(&papers().notice, facts, rows, &[(2, Sum::Values)]).checked()
}

/// A line for a template: its cells by meaning.
pub type Filled = Vec<(Field, String)>;

/// Fills a platform's empty table: its own rows down to the headings, every line in the columns that are understood, nothing
/// in the others. Gives what was decided about columns, to be kept. None if name, account or amount has no column.
pub fn fill_template(
    book: &Workbook,
    wishes: &Wishes,
    lines: &[Filled],
) -> Result<Option<(TextTable, Option<Learned>)>, SheetError> {
    for sheet in &book.sheets {
        let Some(layout) = Layout::find(sheet, Words::shipped(), wishes)? else { continue };
        let has = |field| layout.column(field).is_some();
        if !(has(Field::Account) && has(Field::Amount) && (has(Field::AccountName) || has(Field::Name))) {
            continue;
        }
        let heads = sheet.rows().take(layout.first + layout.rows);
        let head: Vec<Vec<String>> =
            heads.map(|row| row.cells().map(|cell| cell.text().to_owned()).collect()).collect();
        let width = head.iter().map(Vec::len).max().unwrap_or(0);
        let row = |line: &Filled| {
            let mut cells = vec![String::new(); width];
            for (field, value) in line {
                let place = layout.column(*field).and_then(|column| cells.get_mut(column));
                if let Some(cell) = place {
                    cell.clone_from(value);
                }
            }
            cells
        };
        let rows = lines.iter().map(row).collect();
        return Ok(Some((TextTable { name: sheet.name.clone(), head, rows }, layout.learned(wishes))));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::read_bytes;
    use super::*;

    #[test]
    fn a_template_keeps_its_headings_and_order_and_takes_a_saved_mapping() {
        let book =
            read_bytes("一卡通批量发放模板,,,\n序号,姓名,卡号,发放金额,补贴项目\n".as_bytes()).unwrap();
        let lines = vec![vec![
            (Field::Serial, "1".to_owned()),
            (Field::Name, "王大壮".to_owned()),
            (Field::Account, "6223001".to_owned()),
            (Field::Amount, "150.00".to_owned()),
        ]];
        let (table, _) = fill_template(&book, &Wishes::default(), &lines).unwrap().unwrap();
        assert_eq!(table.head.last().unwrap()[4], "补贴项目");
        assert_eq!(table.rows, [["1", "王大壮", "6223001", "150.00", ""]]);
        let strange = read_bytes("收款方,收款卡,应付\n".as_bytes()).unwrap();
        assert!(fill_template(&strange, &Wishes::default(), &lines).unwrap().is_none());
    }
}
