//! Banks' files in and payment lists out (银行文件): columns by the words of `rules/bank.toml`, results by theirs.

use std::sync::LazyLock;

use serde::Deserialize;

use super::error::SheetError;
use super::fields::Words as Headings;
use super::sheet::{Row, Sheet, Workbook};
use super::writer::TextTable;
use crate::domain::money;
use crate::domain::subsidy::bank::{BankRow, Item, item_number};
use crate::domain::subsidy::payment::CREDITED;

/// Rows in which the headings are looked for.
const HEAD_ROWS: usize = 20;
/// Cells at the begin of a row in which the word for a sum stands.
const TOTAL_CELLS: usize = 3;

#[derive(Deserialize, Default)]
struct Columns {
    item: Vec<String>,
    account: Vec<String>,
    name: Vec<String>,
    amount: Vec<String>,
    code: Vec<String>,
    result: Vec<String>,
    remark: Vec<String>,
}

#[derive(Deserialize)]
struct ResultWords {
    outcome: u16,
    words: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Codes {
    credited: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Export {
    sheet: String,
    columns: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Words {
    columns: Columns,
    result: Vec<ResultWords>,
    codes: Codes,
    export: Export,
}

// A shipped document that does not parse is caught by the test below.
static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../rules/bank.toml")).unwrap_or_default());

/// Which column is what.
#[derive(Clone, Copy)]
struct Layout {
    item: Option<usize>,
    account: Option<usize>,
    name: Option<usize>,
    amount: usize,
    code: Option<usize>,
    result: Option<usize>,
    remark: Option<usize>,
}

/// The rows of a bank's file, from all its sheets.
pub fn bank_rows(workbook: &Workbook) -> Result<Vec<BankRow>, SheetError> {
    let mut rows = Vec::new();
    let mut found = false;
    for sheet in &workbook.sheets {
        let Some((head, layout)) = layout(sheet) else { continue };
        found = true;
        let data = sheet.rows().filter(|row| row.number > head && !row.is_blank() && !is_total(row));
        rows.extend(data.map(|row| read(&row, layout)));
    }
    if found { Ok(rows) } else { Err(SheetError::NoBankHeader { seen: seen(workbook) }) }
}

/// The first row that could be one of headings.
fn seen(workbook: &Workbook) -> Vec<String> {
    let words = |row: Row<'_>| -> Vec<String> {
        row.cells().map(|cell| cell.text().trim().to_owned()).filter(|text| !text.is_empty()).collect()
    };
    let rows = workbook.sheets.iter().flat_map(Sheet::rows).take(HEAD_ROWS);
    rows.map(words).find(|words| words.len() > 1).unwrap_or_default()
}

/// The sum that the file itself states in a row of totals (合计), if it has one with an amount.
pub fn bank_total(workbook: &Workbook) -> Option<i64> {
    workbook.sheets.iter().find_map(|sheet| {
        let (head, layout) = layout(sheet)?;
        let mut totals = sheet.rows().filter(|row| row.number > head && is_total(row));
        totals.find_map(|row| money::read(row.cell(layout.amount).text()).ok())
    })
}

fn is_total(row: &Row<'_>) -> bool {
    row.cells().take(TOTAL_CELLS).any(|cell| Headings::shipped().is_total(cell.text()))
}

fn layout(sheet: &Sheet) -> Option<(u32, Layout)> {
    let words = &WORDS.columns;
    sheet.rows().take(HEAD_ROWS).find_map(|row| {
        let heads: Vec<String> = row.cells().map(|cell| super::header_key(cell.text())).collect();
        let of = |names: &[String]| {
            names.iter().find_map(|name| heads.iter().position(|head| *head == super::header_key(name)))
        };
        let amount = of(&words.amount)?;
        let (item, account, name) = (of(&words.item), of(&words.account), of(&words.name));
        let (code, result, remark) = (of(&words.code), of(&words.result), of(&words.remark));
        let tells_who = item.is_some() || (account.is_some() && name.is_some());
        let tells_what = code.is_some() || result.is_some() || remark.is_some();
        let layout = Layout { item, account, name, amount, code, result, remark };
        (tells_who && tells_what).then_some((row.number, layout))
    })
}

fn read(row: &Row<'_>, layout: Layout) -> BankRow {
    let text = |column: Option<usize>| {
        column
            .map(|column| row.cell(column).text().trim().trim_start_matches('\'').to_owned())
            .unwrap_or_default()
    };
    BankRow {
        row: row.number,
        item: text(layout.item),
        account: text(layout.account),
        name: text(layout.name),
        fen: money::read(row.cell(layout.amount).text()).ok(),
        outcome: outcome(&text(layout.code), &text(layout.result), &text(layout.remark)),
    }
}

/// What the columns say: the remark first, which has the reason, then the result, then the code, because codes differ between
/// banks. A remark beside a result of success is somebody's note.
fn outcome(code: &str, result: &str, remark: &str) -> Option<u16> {
    let known = |text: &str| {
        let says = |one: &&ResultWords| one.words.iter().any(|word| text.contains(word.as_str()));
        WORDS.result.iter().find(says).map(|one| one.outcome)
    };
    let credited = || WORDS.codes.credited.iter().any(|known| known == code || known == result);
    match known(result) {
        Some(CREDITED) => Some(CREDITED),
        said => known(remark).or(said).or_else(|| {
            let silent = remark.is_empty() && (result.is_empty() || code.is_empty());
            (silent && credited()).then_some(CREDITED)
        }),
    }
}

/// The payment list for finance and bank: item number, name, account, amount, village and person's code.
pub fn payment_table(
    batch: &str,
    items: &[Item],
    village: &dyn Fn(&Item) -> String,
    code: &dyn Fn(&Item) -> String,
) -> TextTable {
    let row = |item: &Item| {
        vec![
            item_number(batch, item.line),
            item.name.clone(),
            item.account.clone(),
            money::plain(item.fen),
            village(item),
            code(item),
        ]
    };
    let words = &WORDS.export;
    TextTable {
        name: words.sheet.clone(),
        head: vec![words.columns.clone()],
        rows: items.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_bytes;
    use super::*;

    #[test]
    fn words_parse_and_results_are_told_apart() {
        assert!(toml::from_str::<Words>(include_str!("../rules/bank.toml")).is_ok());
        for (code, remark, expected) in [
            ("00", "成功", Some(1)),
            ("00", "", Some(1)),
            ("11", "户名不符", Some(11)),
            ("12", "账户已销户", Some(13)),
            ("13", "账号错误", Some(12)),
            ("14", "账户冻结", Some(14)),
            ("15", "睡眠户", Some(15)),
            ("99", "交易不成功", Some(19)),
            ("99", "", None),
            ("00", "待处理", None),
        ] {
            assert_eq!(outcome(code, "", remark), expected, "{code} {remark}");
        }
        for (result, remark, expected) in [
            ("成功", "", Some(1)),
            ("成功", "原账户已销户", Some(1)),
            ("失败", "账户已销户", Some(13)),
            ("失败", "", Some(19)),
            ("0", "", Some(1)),
            ("处理中", "", None),
        ] {
            assert_eq!(outcome("", result, remark), expected, "{result} {remark}");
        }
    }

    #[test]
    fn bars_tabs_and_a_title_above_the_headings() {
        let text = "发放回盘\n序号\t账号\t户名\t金额\t返回信息\n1\t6223001\t王大壮\t150.00\t成功\n2\t6223002\t李小花\t一百五\t账号不存在\n";
        let rows = bank_rows(&read_bytes(text.as_bytes()).unwrap()).unwrap();
        let read: Vec<(u32, &str, Option<i64>, Option<u16>)> =
            rows.iter().map(|row| (row.row, row.item.as_str(), row.fen, row.outcome)).collect();
        assert_eq!(read, [(3, "1", Some(15_000), Some(1)), (4, "2", None, Some(12))]);
        let text = "编号,户名,账号,金额,结果,原因\n1,王大壮,6223001,150.00,失败,账户已销户\n";
        assert_eq!(bank_rows(&read_bytes(text.as_bytes()).unwrap()).unwrap()[0].outcome, Some(13));
        let error = bank_rows(&read_bytes("甲|乙\n1|2\n".as_bytes()).unwrap()).unwrap_err();
        assert_eq!(error, SheetError::NoBankHeader { seen: vec!["甲".into(), "乙".into()] });
    }

    #[test]
    fn a_row_of_totals_is_no_payment_and_its_sum_is_told() {
        let text = "序号|账号|户名|金额|返回信息\n1|6223001|王大壮|150.00|成功\n合计|||300.00|\n";
        let book = read_bytes(text.as_bytes()).unwrap();
        assert_eq!((bank_rows(&book).unwrap().len(), bank_total(&book)), (1, Some(30_000)));
    }
}
