//! A list of petitions (信访台账) as another system writes it: its header says what stands where, its words what they mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dates::{DateCell, read_date};
use super::fields::header_key;
use super::sheet::{Row, Sheet, Workbook};
use crate::domain::day::Day;
use crate::domain::money;
use crate::domain::petition::stages::{Channel, ItemKind, Source, Topic};

/// Rows in which the header is looked for.
const HEADER_ROWS: usize = 20;
/// Most persons of one row's cell.
const NAMES_MAX: usize = 50;

type Words = BTreeMap<String, Vec<String>>;

#[derive(Default, Deserialize)]
struct Document {
    heading: Words,
    channel: Words,
    kind: Words,
    source: Words,
    topic: Words,
}

static WORDS: LazyLock<Document> =
    LazyLock::new(|| toml::from_str(include_str!("../rules/petition_sheet.toml")).unwrap_or_default());

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFlaw {
    /// A cell that must be there: stable name of the field.
    Missing(&'static str),
    /// A date that is none: stable name of the field.
    NoDate(&'static str),
    /// A word that means nothing here: stable name of the field.
    NoWord(&'static str),
    /// An accusation: it is registered by hand, so that it is sealed at once.
    Accusation,
}

/// One row as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionRow {
    /// Number of the row in its sheet, from 1.
    pub row: u32,
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
    /// Money at stake, in fen.
    pub money: Option<i64>,
    /// Accepted, opinion issued, delivered, closed on.
    pub steps: [Option<Day>; 4],
}

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PetitionList {
    /// Rows that can be registered.
    pub rows: Vec<PetitionRow>,
    /// Rows that cannot: their number and why.
    pub refused: Vec<(u32, RowFlaw)>,
}

/// Reads every sheet that has columns of a request and of a day of receipt; none where no sheet has them.
pub fn read_petitions(book: &Workbook) -> Option<PetitionList> {
    let mut list: Option<PetitionList> = None;
    for sheet in &book.sheets {
        let Some((header, columns)) = header(sheet) else { continue };
        let list = list.get_or_insert_with(PetitionList::default);
        for row in sheet.rows().skip(header + 1).filter(|row| !row.is_blank()) {
            match read_row(row, &columns) {
                Ok(read) => list.rows.push(read),
                Err(flaw) => list.refused.push((row.number, flaw)),
            }
        }
    }
    list
}

type Columns = BTreeMap<&'static str, usize>;

fn header(sheet: &Sheet) -> Option<(usize, Columns)> {
    for (at, row) in sheet.rows().enumerate().take(HEADER_ROWS) {
        let mut columns = Columns::new();
        for (column, cell) in row.cells().enumerate() {
            if let Some(field) = means(&WORDS.heading, &header_key(cell.text())) {
                columns.entry(field).or_insert(column);
            }
        }
        if columns.contains_key("request") && columns.contains_key("received") {
            return Some((at, columns));
        }
    }
    None
}

/// What a word means: of all words that it contains the longest.
fn means(words: &'static Words, said: &str) -> Option<&'static str> {
    let found =
        words.iter().flat_map(|(name, all)| all.iter().map(move |word| (word.chars().count(), name, word)));
    let found = found.filter(|(.., word)| said.contains(word.as_str()));
    found.max_by_key(|(length, ..)| *length).map(|(_, name, _)| name.as_str())
}

fn read_row(row: Row<'_>, columns: &Columns) -> Result<PetitionRow, RowFlaw> {
    let text = |field: &str| {
        columns.get(field).map(|column| row.cell(*column).text().trim().to_owned()).unwrap_or_default()
    };
    let day = |field: &'static str| match columns.get(field).map(|column| read_date(row.cell(*column))) {
        Some(DateCell::Day(day)) => Ok(Some(day.first())),
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
    let names = text("name");
    let names = names.split(['、', '，', ',', '；', ';', ' ']).map(str::trim).filter(|name| !name.is_empty());
    Ok(PetitionRow {
        row: row.number,
        system_number: text("system_number"),
        source_number: text("source_number"),
        channel: Channel::by_name(word("channel", &WORDS.channel, "letter")?).unwrap_or(Channel::Letter),
        kind,
        source: Source::by_name(word("source", &WORDS.source, "direct")?).unwrap_or(Source::Direct),
        names: names.take(NAMES_MAX).map(str::to_owned).collect(),
        phone: text("phone"),
        address: text("address"),
        count: text("count").parse().unwrap_or(1),
        received: day("received")?.ok_or(RowFlaw::Missing("received"))?,
        paper_date: day("paper_date")?,
        period: day("period")?,
        // A topic of the other system that has no word here is none: the request says it.
        topic: means(&WORDS.topic, &text("topic")).and_then(Topic::by_name),
        request,
        place: text("place"),
        village: text("village"),
        money: money::read(&text("money")).ok(),
        steps: [day("accepted")?, day("opinion")?, day("delivered")?, day("closed")?],
    })
}

#[cfg(test)]
mod tests {
    use super::super::reader::read_bytes;
    use super::*;

    fn read(text: &str) -> Option<PetitionList> {
        read_petitions(&read_bytes(text.as_bytes()).unwrap())
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
            list.refused,
            [(4, RowFlaw::NoDate("received")), (5, RowFlaw::Accusation), (6, RowFlaw::NoWord("channel"))]
        );
        assert_eq!(read("甲,乙\n1,2\n"), None);
    }
}
