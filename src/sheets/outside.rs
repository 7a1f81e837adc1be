//! Another office's list (外部名单): deaths, public payroll, register moves, in whatever columns. Its header says where name,
//! number, day and place stand, and what the list claims.

use std::sync::LazyLock;

use serde::Deserialize;

use super::dates::{DateCell, read_date};
use super::fields::header_key;
use super::sheet::{Sheet, Workbook};
use crate::domain::verify::matching::Line;

/// Rows in which the header is looked for.
const HEADER_ROWS: usize = 20;

#[derive(Default, Deserialize)]
struct Document {
    name: Vec<String>,
    number: Vec<String>,
    birth: Vec<String>,
    place: Vec<String>,
    list: Vec<Claim>,
}

#[derive(Default, Deserialize)]
struct Claim {
    outcome: u16,
    words: Vec<String>,
}

static WORDS: LazyLock<Document> =
    LazyLock::new(|| toml::from_str(include_str!("../rules/outside.toml")).unwrap_or_default());

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutsideList {
    /// Code of the outcome that it claims; none where nothing in it says what it is about.
    pub claims: Option<u16>,
    /// Its lines with a name or a number.
    pub lines: Vec<Line>,
}

/// Where the columns stand.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    name: Option<usize>,
    number: Option<usize>,
    birth: Option<usize>,
    place: Option<usize>,
    on: Option<usize>,
}

/// Reads every sheet that has a column of names or numbers; none where no sheet has one.
pub fn read_outside(book: &Workbook, file: &str) -> Option<OutsideList> {
    let mut list: Option<OutsideList> = None;
    for sheet in &book.sheets {
        let Some((at, columns, claims)) = header(sheet) else { continue };
        let list = list.get_or_insert_with(OutsideList::default);
        list.claims = list.claims.or(claims).or_else(|| claim_in(&sheet.name));
        list.lines.extend(lines(sheet, at, columns));
    }
    let mut list = list?;
    list.claims = list.claims.or_else(|| claim_in(file));
    Some(list)
}

fn header(sheet: &Sheet) -> Option<(usize, Columns, Option<u16>)> {
    let mut title = None;
    for (at, row) in sheet.rows().enumerate().take(HEADER_ROWS) {
        let mut columns = Columns::default();
        let mut claims = title;
        for (column, cell) in row.cells().enumerate() {
            let word = header_key(cell.text());
            if word.is_empty() {
                continue;
            }
            let claim = claim_in(&word);
            claims = claims.or(claim);
            let dated = claim.is_some() && word.contains('\u{65e5}');
            let place = match sort_of(&word) {
                Some(Sort::Name) => &mut columns.name,
                Some(Sort::Number) => &mut columns.number,
                Some(Sort::Birth) => &mut columns.birth,
                Some(Sort::Place) if !dated => &mut columns.place,
                _ if dated || claim.is_some() => &mut columns.on,
                _ => continue,
            };
            place.get_or_insert(column);
        }
        if columns.name.is_some() || columns.number.is_some() {
            return Some((at, columns, claims));
        }
        title = title.or(claims);
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Name,
    Number,
    Birth,
    Place,
}

/// What a heading means: of all words that it contains the longest.
fn sort_of(word: &str) -> Option<Sort> {
    let all = [
        (Sort::Name, &WORDS.name),
        (Sort::Number, &WORDS.number),
        (Sort::Birth, &WORDS.birth),
        (Sort::Place, &WORDS.place),
    ];
    let found = all.into_iter().flat_map(|(sort, words)| {
        let longest = words.iter().filter(|known| word.contains(known.as_str())).map(String::len).max();
        longest.map(|length| (length, sort))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, sort)| sort)
}

fn claim_in(text: &str) -> Option<u16> {
    let says = |claim: &&Claim| claim.words.iter().any(|word| text.contains(word.as_str()));
    WORDS.list.iter().find(says).map(|claim| claim.outcome)
}

fn lines(sheet: &Sheet, header: usize, columns: Columns) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in sheet.rows().skip(header + 1) {
        let text = |column: Option<usize>| {
            column.map(|column| row.cell(column).text().trim().to_owned()).unwrap_or_default()
        };
        let day = |column: Option<usize>| match column.map(|column| read_date(row.cell(column))) {
            Some(DateCell::Day(day)) => Some(day),
            _ => None,
        };
        let line = Line {
            row: row.number.into(),
            name: text(columns.name),
            id_number: text(columns.number),
            birth: day(columns.birth),
            on: day(columns.on),
            place: text(columns.place),
        };
        if !line.name.is_empty() || !line.id_number.is_empty() {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::reader::read_bytes;
    use super::*;

    fn read(text: &str, file: &str) -> Option<OutsideList> {
        read_outside(&read_bytes(text.as_bytes()).unwrap(), file)
    }

    #[test]
    fn a_list_says_by_its_header_or_name_what_it_claims() {
        let deaths = "姓名,身份证件号码,死亡日期,户籍地\n孔静,530399201104196646,2021-03-07,麻衣\n,,,\n";
        let list = read(deaths, "a.csv").unwrap();
        assert_eq!((list.claims, list.lines.len()), (Some(3), 1));
        let line = &list.lines[0];
        assert_eq!((line.row, line.name.as_str(), line.place.as_str()), (2, "孔静", "麻衣"));
        assert_eq!(line.on.map(|on| on.iso()).as_deref(), Some("2021-03-07"));
        let payroll = "2026年财政供养人员\n序号,姓名,身份证号,单位\n1,李明,,某局\n";
        assert_eq!(read(payroll, "b.csv").unwrap().claims, Some(5));
        assert_eq!(read("姓名\n李明\n", "户口迁出名单.csv").unwrap().claims, Some(4));
        assert_eq!(read("姓名\n李明\n", "名单.csv").unwrap().claims, None);
        assert_eq!(read("甲,乙\n1,2\n", "c.csv"), None);
    }
}
