//! Earlier years' payment rosters (往年发放名册) as rows: whoever made them, found and named by the same words, the same header
//! search and the same "as above" as a register. Whom a row means is asked in `domain::subsidy::earlier`.

use super::error::SheetError;
use super::fields::{Field, Words};
use super::layout::{Layout, Wishes};
use super::rows::{RowClass, Rows, TableRow};
use super::said::plain_text;
use super::sheet::{Cell, Workbook};
use crate::domain::halfwidth::bare;
use crate::domain::money;
use crate::domain::subsidy::earlier::{PastRow, Sum};

/// Reads every sheet that has names, something that tells the person, and amounts; an error if none has.
pub fn read_payments(book: &Workbook, words: &Words, wishes: &Wishes) -> Result<Vec<PastRow>, SheetError> {
    let mut rows = Vec::new();
    let mut best: Option<SheetError> = None;
    let mut found = false;
    for (at, sheet) in book.sheets.iter().enumerate() {
        let Some(layout) = Layout::find(sheet, words, wishes)? else { continue };
        let has = |field| layout.column(field).is_some();
        let tells =
            [Field::IdNumber, Field::HouseholdCode, Field::Account, Field::Code, Field::Village, Field::Head];
        if !(has(Field::Name) || has(Field::AccountName))
            || !has(Field::Amount)
            || !tells.into_iter().any(has)
        {
            let missing = [Field::Name, Field::IdNumber, Field::Amount];
            best.get_or_insert(SheetError::MissingColumns {
                sheet: sheet.name.clone(),
                fields: missing.into_iter().filter(|field| !has(*field)).collect(),
                unknown: layout.unknown().map(|column| column.header.clone()).collect(),
            });
            continue;
        }
        found = true;
        let village = (!words.is_plain_sheet(&sheet.name)).then(|| sheet.name.trim().to_owned());
        for row in Rows::new(sheet, &layout, words).filter(|row| row.class == RowClass::Data) {
            rows.push(past(at, &row, village.as_deref(), words));
        }
    }
    match (found, best) {
        (true, _) => Ok(rows),
        (false, Some(error)) => Err(error),
        (false, None) => Err(SheetError::NoHeader {
            sheets: book.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
            best: Vec::new(),
        }),
    }
}

fn past(sheet: usize, row: &TableRow<'_>, village: Option<&str>, words: &Words) -> PastRow {
    let text = |field: Field| {
        let plain = plain_text(row.cell(field).text()).value;
        if words.is_nothing(&plain) { String::new() } else { plain }
    };
    let or = |first: String, second: String| if first.is_empty() { second } else { first };
    PastRow {
        sheet: u16::try_from(sheet).unwrap_or(u16::MAX),
        row: row.row.number,
        code: text(Field::Code),
        name: or(text(Field::Name), text(Field::AccountName)),
        id_number: bare(&text(Field::IdNumber)),
        household: text(Field::HouseholdCode),
        township: text(Field::Township),
        village: or(text(Field::Village), village.unwrap_or_default().to_owned()),
        account_name: or(text(Field::AccountName), text(Field::Name)),
        account: text(Field::Account),
        sum: sum(row.cell(Field::Amount)),
        periods: count(&text(Field::Periods)),
        persons: count(&text(Field::Persons)),
    }
}

fn sum(cell: Cell<'_>) -> Sum {
    match money::read(cell.text()) {
        Ok(fen) if fen > 0 => Sum::Fen(fen),
        Ok(_) => Sum::Nothing,
        Err(_) if cell.is_blank() => Sum::Nothing,
        Err(_) => Sum::Unread,
    }
}

/// A count in a cell; none where there is no such column or no number.
fn count(text: &str) -> Option<u32> {
    let text = bare(text);
    text.split('.').next().unwrap_or_default().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::read_bytes;
    use super::*;

    fn read(text: &str) -> Result<Vec<PastRow>, SheetError> {
        read_payments(&read_bytes(text.as_bytes()).unwrap(), Words::shipped(), &Wishes::default())
    }

    #[test]
    fn a_messy_roster_is_read_with_its_title_sums_and_signatures_left_out() {
        let text = "2015年三季度移民后扶资金发放表,,,,,\n序号,村,户主,姓名,身份证号码,发放金额\n1,车马碧,王大壮,王大壮,530399195001011234,150\n2,〃,〃,李小花,’,一百五\n,,,合计,,300\n制表人：赵,,,,,\n";
        let rows = read(text).unwrap();
        let told: Vec<_> =
            rows.iter().map(|row| (row.row, row.village.as_str(), row.name.as_str(), row.sum)).collect();
        assert_eq!(told, [(3, "车马碧", "王大壮", Sum::Fen(15_000)), (4, "车马碧", "李小花", Sum::Unread)]);
    }

    #[test]
    fn a_table_without_amounts_is_refused_by_its_columns() {
        let error = read("序号,村,姓名,身份证号\n1,车马碧,王大壮,530399195001011234\n").unwrap_err();
        assert!(
            matches!(&error, SheetError::MissingColumns { fields, .. } if fields == &[Field::Amount]),
            "{error:?}"
        );
    }
}
