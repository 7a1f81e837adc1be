//! A list of petitions (信访台账) as another system writes it: its header says what stands where, its words what they mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dates::{DateCell, read_date};
use super::error::SheetError;
use super::fields::header_key;
use super::petition_columns::{self as columns, Header, OtherColumn, PetitionMap};
use super::sheet::{Row, Workbook};
use crate::domain::day::Day;
use crate::domain::halfwidth::halfwidth;
use crate::domain::money;
use crate::domain::petition::stages::{Channel, ItemKind, Source, Topic};

/// Most persons of one row's cell.
const NAMES_MAX: usize = 50;

pub(super) type Words = BTreeMap<String, Vec<String>>;

#[derive(Default, Deserialize)]
pub(super) struct Document {
    pub(super) heading: Words,
    channel: Words,
    kind: Words,
    source: Words,
    topic: Words,
    line: Words,
    word: Words,
}

pub(super) static WORDS: LazyLock<Document> =
    LazyLock::new(|| toml::from_str(include_str!("../rules/petition_sheet.toml")).unwrap_or_default());

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFlaw {
    /// A cell that must be there: stable name of the field.
    Missing(&'static str),
    /// A date that is none, or not a whole one: stable name of the field.
    NoDate(&'static str),
    /// A date after today: stable name of the field.
    Later(&'static str),
    /// A step before the one that it follows: stable name of the field.
    Order(&'static str),
    /// A word that means nothing here: stable name of the field.
    NoWord(&'static str),
    /// An accusation: it is registered by hand, so that it is sealed at once.
    Accusation,
}

/// A line of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineAt {
    /// The sheet's name; empty for delimited text.
    pub sheet: String,
    /// Number of the row in its sheet, from 1.
    pub row: u32,
}

/// One row as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionRow {
    /// Where it stands.
    pub at: LineAt,
    /// Number of the petition network.
    pub system_number: String,
    /// Number of the hand-over paper.
    pub source_number: String,
    /// By which way.
    pub channel: Channel,
    /// What kind.
    pub kind: ItemKind,
    /// From whom.
    pub source: Source,
    /// The persons.
    pub names: Vec<String>,
    /// Phone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// How many persons.
    pub count: u32,
    /// Received on.
    pub received: Day,
    /// The day on the paper.
    pub paper_date: Option<Day>,
    /// The deadline that the paper names.
    pub period: Option<Day>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The request.
    pub request: String,
    /// Place of the problem.
    pub place: String,
    /// Village by name.
    pub village: String,
    /// The heading above it.
    pub village_heading: String,
    /// Money at stake, in fen.
    pub money: Option<i64>,
    /// Accepted, opinion issued, delivered, closed on.
    pub steps: [Option<Day>; 4],
    /// What has no field here: heading and cell.
    pub rest: Vec<(String, String)>,
}

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PetitionList {
    /// Rows that can be registered.
    pub rows: Vec<PetitionRow>,
    /// Rows that cannot: where they stand and why.
    pub refused: Vec<(LineAt, RowFlaw)>,
    /// Lines that are no items: totals, signatures, the header again.
    pub passed: Vec<LineAt>,
    /// Columns that were not understood.
    pub others: Vec<OtherColumn>,
    /// Sheets with something in them and no header.
    pub unread: Vec<String>,
}

/// Reads every sheet that has columns of a request and of a day of receipt; none where no sheet has them.
pub fn read_petitions(book: &Workbook, map: &PetitionMap) -> Result<Option<PetitionList>, SheetError> {
    let mut list = PetitionList::default();
    let mut headers = Vec::new();
    for sheet in &book.sheets {
        let Some(header) = columns::header(sheet, map) else {
            if sheet.rows().any(|row| !row.is_blank()) {
                list.unread.push(sheet.name.clone());
            }
            continue;
        };
        for row in sheet.rows().skip(header.below).filter(|row| !row.is_blank()) {
            let at = LineAt { sheet: sheet.name.clone(), row: row.number };
            if is_no_item(row, &header) {
                list.passed.push(at);
                continue;
            }
            match read_row(row, at.clone(), &header) {
                Ok(read) => list.rows.push(read),
                Err(flaw) => list.refused.push((at, flaw)),
            }
        }
        list.others.extend(header.others.iter().cloned());
        headers.push(header);
    }
    columns::check_map(map, &headers)?;
    Ok((!headers.is_empty()).then_some(list))
}

/// True for a line of totals or signatures, and for the header as it stands again on the next page.
fn is_no_item(row: Row<'_>, header: &Header) -> bool {
    let keys: Vec<String> = row.cells().map(|cell| header_key(cell.text())).collect();
    let first = keys.iter().find(|key| !key.is_empty()).map(String::as_str).unwrap_or_default();
    let said = |field: &str| header.columns.get(field).and_then(|column| keys.get(*column));
    let dated = said("received").is_some_and(|text| !text.is_empty());
    let begins = WORDS.line.values().flatten().any(|word| first.starts_with(&header_key(word)));
    if !dated && begins {
        return true;
    }
    let filled = keys.iter().zip(&header.headings).filter(|(key, _)| !key.is_empty());
    let (mut all, mut same) = (0, 0);
    filled.for_each(|(key, heading)| (all, same) = (all + 1, same + usize::from(key == heading)));
    same >= 2 && same == all
}

/// What a word means: of all words that it contains the longest.
pub(super) fn means(words: &'static Words, said: &str) -> Option<&'static str> {
    let found =
        words.iter().flat_map(|(name, all)| all.iter().map(move |word| (word.chars().count(), name, word)));
    let found = found.filter(|(.., word)| said.contains(word.as_str()));
    found.max_by_key(|(length, ..)| *length).map(|(_, name, _)| name.as_str())
}

/// Words of a name in the rules of these lists.
pub(super) fn words(name: &str) -> &'static [String] {
    WORDS.word.get(name).map_or(&[], Vec::as_slice)
}

/// True for a heading that is one of those words.
pub(super) fn is_word(name: &str, key: &str) -> bool {
    words(name).iter().any(|word| word == key)
}

/// A number of persons: `6`, `６人`.
fn persons(said: &str) -> Option<u32> {
    let said = halfwidth(said);
    let said = said.trim();
    let bare = words("persons").iter().find_map(|unit| said.strip_suffix(unit.as_str())).unwrap_or(said);
    bare.trim().parse().ok().filter(|count| *count > 0)
}

fn read_row(row: Row<'_>, at: LineAt, header: &Header) -> Result<PetitionRow, RowFlaw> {
    let text = |field: &str| {
        header.columns.get(field).map(|column| row.cell(*column).text().trim().to_owned()).unwrap_or_default()
    };
    let day = |field: &'static str| match header.columns.get(field).map(|column| read_date(row.cell(*column)))
    {
        Some(DateCell::Day(day)) => day.full().map(|_| Some(day)).ok_or(RowFlaw::NoDate(field)),
        _ if text(field).is_empty() => Ok(None),
        _ => Err(RowFlaw::NoDate(field)),
    };
    let word = |field: &'static str, words: &'static Words, without: &'static str| {
        let said = text(field);
        if said.is_empty() { Ok(without) } else { means(words, &said).ok_or(RowFlaw::NoWord(field)) }
    };
    let request = text("request");
    if request.is_empty() {
        return Err(RowFlaw::Missing("request"));
    }
    let kind = ItemKind::by_name(word("kind", &WORDS.kind, "appeal")?).unwrap_or(ItemKind::Appeal);
    if kind == ItemKind::Accusation {
        return Err(RowFlaw::Accusation);
    }
    let received = day("received")?.ok_or(RowFlaw::Missing("received"))?;
    let mut names = names_of(&text("name"));
    let mut rest: Vec<(String, String)> = header
        .others
        .iter()
        .map(|other| (other.header.clone(), row.cell(other.column).text().trim().to_owned()))
        .collect();
    if names.len() > NAMES_MAX {
        rest.push((heading("name", header), names.split_off(NAMES_MAX).join("、")));
    }
    // A topic of the other system, a number or an amount that cannot be read here is kept as it was written.
    let topic = means(&WORDS.topic, &text("topic")).and_then(Topic::by_name);
    let count = persons(&text("count"));
    let money = money::read(&text("money")).ok();
    for (field, read) in [("topic", topic.is_some()), ("count", count.is_some()), ("money", money.is_some())]
    {
        if !read {
            rest.push((heading(field, header), text(field)));
        }
    }
    rest.retain(|(_, cell)| !cell.is_empty());
    let steps = [day("accepted")?, day("opinion")?, day("delivered")?, day("closed")?];
    in_order(received, &steps)?;
    Ok(PetitionRow {
        at,
        system_number: text("system_number"),
        source_number: text("source_number"),
        channel: Channel::by_name(word("channel", &WORDS.channel, "letter")?).unwrap_or(Channel::Letter),
        kind,
        source: Source::by_name(word("source", &WORDS.source, "direct")?).unwrap_or(Source::Direct),
        names,
        phone: text("phone"),
        address: text("address"),
        count: count.unwrap_or(1),
        received,
        paper_date: day("paper_date")?,
        period: day("period")?,
        topic,
        request,
        place: text("place"),
        village: text("village"),
        village_heading: heading("village", header),
        money,
        steps,
        rest,
    })
}

/// Several names of one cell.
fn names_of(said: &str) -> Vec<String> {
    let names = said.split(|c: char| c.is_whitespace() || "、，,；;/".contains(c));
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The heading of a field in this sheet.
fn heading(field: &'static str, header: &Header) -> String {
    let column = header.columns.get(field).and_then(|column| header.headings.get(*column));
    column.cloned().unwrap_or_else(|| field.to_owned())
}

/// Refuses steps that go back in time.
fn in_order(received: Day, steps: &[Option<Day>; 4]) -> Result<(), RowFlaw> {
    let mut last = received;
    for (field, on) in ["accepted", "opinion", "delivered", "closed"].into_iter().zip(steps) {
        let Some(on) = on else { continue };
        if *on < last {
            return Err(RowFlaw::Order(field));
        }
        last = *on;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::reader::read_bytes;
    use super::*;

    fn mapped(text: &str, map: &[&str]) -> Result<Option<PetitionList>, SheetError> {
        let wishes: Vec<String> = map.iter().map(|wish| (*wish).to_owned()).collect();
        read_petitions(&read_bytes(text.as_bytes()).unwrap(), &PetitionMap::read(&wishes)?)
    }

    fn read(text: &str) -> Option<PetitionList> {
        mapped(text, &[]).unwrap()
    }

    fn refused(list: &PetitionList) -> Vec<(u32, RowFlaw)> {
        list.refused.iter().map(|(at, flaw)| (at.row, flaw.clone())).collect()
    }

    #[test]
    fn a_list_of_the_petition_network_is_read_by_its_header() {
        let text = "2025年信访台账\n序号,信访编号,信访形式,信访人,人数,登记日期,反映问题,信访类别,办结日期\n\
            1,N001,来访,张三、李四,6,2025-03-02,直补停发,申诉求决,2025-04-20\n2,N002,来信,,1,2025-13-40,甲,,\n\
            3,N003,网上信访,王五,,2025-05-06,某某贪污,检举控告,\n4,N004,飞鸽,赵六,,2025-05-06,路烂,,\n";
        let list = read(text).unwrap();
        assert_eq!(list.rows.len(), 1);
        let row = &list.rows[0];
        assert_eq!((row.channel, row.kind, row.count), (Channel::Visit, ItemKind::Appeal, 6));
        assert_eq!(row.names, ["张三", "李四"]);
        assert_eq!(row.steps[3].map(|day| day.iso()).as_deref(), Some("2025-04-20"));
        assert_eq!(
            refused(&list),
            [(4, RowFlaw::NoDate("received")), (5, RowFlaw::Accusation), (6, RowFlaw::NoWord("channel"))]
        );
        assert!(list.others.is_empty(), "a running number is no column to ask about");
        assert_eq!(read("甲,乙\n1,2\n"), None);
    }

    #[test]
    fn dates_as_offices_write_them_and_what_is_no_whole_day() {
        let text = "姓名,收件日期,反映问题,受理日期,办结日期\n甲,2023.3.5,a,2023年3月8日,\n乙,2023年3月5日,b,45000,\n\
            丙,20230305,c,,2023/4/1\n丁,2023年3月,d,,\n戊,去年三月,e,,\n己,2023-03-05,f,2023-03-01,\n庚,2023-03-05 10:22,g,,\n";
        let list = read(text).unwrap();
        let days: Vec<(String, Vec<Option<String>>)> = list
            .rows
            .iter()
            .map(|row| (row.received.iso(), row.steps.iter().map(|step| step.map(|day| day.iso())).collect()))
            .collect();
        let none = || None::<String>;
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(days[0], ("2023-03-05".into(), vec![some("2023-03-08"), none(), none(), none()]));
        assert_eq!(days[1], ("2023-03-05".into(), vec![some("2023-03-15"), none(), none(), none()]));
        assert_eq!(days[2], ("2023-03-05".into(), vec![none(), none(), none(), some("2023-04-01")]));
        assert_eq!(days[3].0, "2023-03-05", "a time of day is cut off");
        let no = RowFlaw::NoDate("received");
        assert_eq!(refused(&list), [(5, no.clone()), (6, no), (7, RowFlaw::Order("accepted"))]);
    }

    #[test]
    fn two_rows_of_headings_totals_signatures_and_the_header_again() {
        let text = "某县信访台账,,,,,,,\n单位：某办,,,,,,,\n序号,信访人情况,,,收件日期,反映问题,受理,办结\n\
            ,姓名,联系电话,住址,,,日期,日期\n1,张三,13500000000,甲村,2023.3.5,停发,2023.3.8,2023.5.1\n\
            序号,姓名,联系电话,住址,收件日期,反映问题,日期,日期\n2,李四,,乙村,2023.3.6,漏登,,\n\
            合计,2,,,,,,\n填表人：王,,,,,,,\n";
        let list = read(text).unwrap();
        assert_eq!(refused(&list), []);
        let rows: Vec<(&str, &str, &str)> = list
            .rows
            .iter()
            .map(|row| (row.names[0].as_str(), row.phone.as_str(), row.address.as_str()))
            .collect();
        assert_eq!(rows, [("张三", "13500000000", "甲村"), ("李四", "", "乙村")]);
        assert_eq!(list.rows[0].steps[3].map(|day| day.iso()).as_deref(), Some("2023-05-01"));
        assert_eq!(list.passed.iter().map(|at| at.row).collect::<Vec<_>>(), [6, 8, 9]);
    }

    #[test]
    fn what_has_no_field_is_named_and_kept_and_a_map_says_what_it_is() {
        let text = "姓名,日期,反映问题,经办人,包案领导,金额,村\n张三,2023.3.5,停发,李干事,王局,约三千,甲村\n";
        let list = read(text).unwrap();
        let named: Vec<(&str, &str)> =
            list.others.iter().map(|other| (other.letters.as_str(), other.header.as_str())).collect();
        assert_eq!(named, [("D", "经办人"), ("E", "包案领导")]);
        let rest = |list: &PetitionList| list.rows[0].rest.clone();
        let cell = |heading: &str, cell: &str| (heading.to_owned(), cell.to_owned());
        assert_eq!(rest(&list), [cell("经办人", "李干事"), cell("包案领导", "王局"), cell("金额", "约三千")]);
        let map = ["经办人=place", "E=-", "G=address"];
        let list = mapped(text, &map).unwrap().unwrap();
        assert!(list.others.is_empty());
        let row = &list.rows[0];
        assert_eq!((row.place.as_str(), row.address.as_str(), row.village.as_str()), ("李干事", "甲村", ""));
        assert_eq!(rest(&list), [cell("金额", "约三千")]);
        assert!(matches!(mapped(text, &["经办人=nothing"]), Err(SheetError::Wish { .. })));
        assert!(matches!(mapped(text, &["没有的列=place"]), Err(SheetError::WishColumn { .. })));
        // A heading that nobody could guess, named by its letters.
        let odd = "甲,乙,丙\n张三,2023.3.5,停发\n";
        assert_eq!(read(odd), None);
        let list = mapped(odd, &["A=name", "B=received", "C=request"]).unwrap().unwrap();
        assert_eq!((list.rows[0].names.len(), list.rows[0].request.as_str()), (1, "停发"));
    }
}
