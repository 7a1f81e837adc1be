//! Reads one row of a roster: each cell by the normaliser of its kind, refused or remarked on as the
//! design's table says.

use std::collections::BTreeMap;

use crate::domain::account::{self, AccountError};
use crate::domain::day::{Day, Precision};
use crate::domain::idnumber::{self, IdError, IdNumber, Spoiling};
use crate::domain::rulebook::Area;
use crate::domain::sex::Sex;
use crate::domain::{ethnic, migrant, name, phone, relation};

use super::dates::{DateCell, read_date};
use super::fields::{Field, Words};
use super::refusal::{Reason, Remark};
use super::rows::TableRow;
use super::said::{Normalised, Note, Said, plain_text};
use super::sheet::Cell;

/// Digits of a number that a spreadsheet keeps.
const TRUE_DIGITS: usize = 15;
/// Most bytes of a text but the remark.
const TEXT_BYTES: usize = 1_000;
/// Most bytes of a remark.
const REMARK_BYTES: usize = 6_000;
/// First year in which no number of fifteen digits was given to a newborn child.
const LONG_NUMBERS_SINCE: i32 = 2000;

/// Reads a word of a code list.
type ReadCode = fn(&str) -> Option<u16>;

/// The identity number of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdCell {
    /// As it is kept.
    pub text: Box<str>,
    /// What two texts of the same number share.
    pub key: Box<str>,
}

/// What one row says.
#[derive(Debug, Default)]
pub struct PersonRow {
    /// The name as kept.
    pub name: String,
    /// The identity number.
    pub id: Option<IdCell>,
    /// Date of birth, by the column and the number.
    pub birth: Option<Day>,
    /// Code of the relation to the head.
    pub relation: Option<u16>,
    /// The relation as the file has it.
    pub relation_text: Option<Box<str>>,
    /// Other slots of person and household, by field.
    pub said: Vec<(Field, Said)>,
    /// Remarks.
    pub remarks: Vec<Remark>,
    /// What normalising changed.
    pub notes: BTreeMap<(Field, Note), u32>,
}

/// Reads a data row.
pub(super) fn read(row: &TableRow<'_>, words: &Words) -> Result<PersonRow, Reason> {
    let mut reading = Reading { row, words, out: PersonRow::default() };
    reading.name()?;
    let number = reading.id_number()?;
    reading.birth(number.as_ref())?;
    reading.sex(number.as_ref());
    reading.codes();
    reading.account();
    reading.dates()?;
    reading.texts();
    Ok(reading.out)
}

struct Reading<'a> {
    row: &'a TableRow<'a>,
    words: &'a Words,
    out: PersonRow,
}

impl Reading<'_> {
    /// The cell's cleaned text; none if it says nothing. Marks and failed formulas are remarked on.
    fn text(&mut self, field: Field) -> Option<String> {
        if self.row.is_marked(field) {
            self.out.remarks.push(Remark::Mark(field));
            return None;
        }
        let cell = self.row.cell(field);
        if let Cell::Error(_) = cell {
            self.out.remarks.push(Remark::Formula(field));
            return None;
        }
        let raw = cell.text();
        if raw.is_empty() {
            return None;
        }
        let plain = plain_text(raw);
        let text = self.noted(field, plain);
        (!text.is_empty() && !self.words.is_nothing(&text)).then_some(text)
    }

    fn noted(&mut self, field: Field, normalised: Normalised<String>) -> String {
        for note in normalised.notes {
            *self.out.notes.entry((field, note)).or_default() += 1;
        }
        normalised.value
    }

    fn say(&mut self, field: Field, said: Said) {
        self.out.said.push((field, said));
    }

    fn name(&mut self) -> Result<(), Reason> {
        let Some(text) = self.text(Field::Name) else { return Err(Reason::NoName) };
        let tidied = name::tidy(&text);
        let kept = self.noted(Field::Name, Normalised::of(&text, tidied));
        if kept.is_empty() || kept.chars().all(|c| c.is_ascii_digit()) {
            return Err(Reason::NoName);
        }
        if name::is_too_long(&kept) {
            return Err(Reason::LongName);
        }
        self.say(Field::Name, Said::Text(kept.as_str().into()));
        self.out.name = kept;
        Ok(())
    }

    fn id_number(&mut self) -> Result<Option<IdNumber>, Reason> {
        let Some(text) = self.text(Field::IdNumber) else {
            self.out.remarks.push(Remark::NoNumber);
            return Ok(None);
        };
        if let Cell::Number(value, digits) = self.row.cell(Field::IdNumber)
            && (digits.len() > TRUE_DIGITS || value.fract() != 0.0)
        {
            return Err(Reason::SpoiledNumber(IdError::Spoiled(Spoiling::Computed)));
        }
        let tidied = idnumber::tidy(&text);
        let kept = self.noted(Field::IdNumber, Normalised::of(&text, tidied));
        let number = match IdNumber::parse(&kept) {
            Ok(number) => Some(number),
            Err(IdError::Empty) => {
                self.out.remarks.push(Remark::NoNumber);
                return Ok(None);
            }
            Err(error @ IdError::Spoiled(_)) => return Err(Reason::SpoiledNumber(error)),
            Err(IdError::Date { .. }) if self.fifteen_for_a_child(&kept) => {
                self.out.remarks.push(Remark::FifteenAfter1999);
                None
            }
            Err(error) if error.refuses_row() => return Err(Reason::NumberDate(error)),
            Err(IdError::CheckDigit { .. }) => {
                self.out.remarks.push(Remark::CheckDigit);
                None
            }
            Err(error) => {
                self.out.remarks.push(Remark::OddNumber(error));
                None
            }
        };
        let fits = kept.len() <= TEXT_BYTES;
        if !fits {
            self.out.remarks.push(Remark::TooLong(Field::IdNumber));
            return Ok(None);
        }
        let key = number.map_or_else(|| kept.clone(), |number| number.eighteen());
        self.out.id = Some(IdCell { text: kept.as_str().into(), key: key.into() });
        self.say(Field::IdNumber, Said::Text(kept.as_str().into()));
        if let Some(number) = &number
            && number.area() == Area::Unknown
        {
            self.out.remarks.push(Remark::UnknownArea(number.area_code()));
        }
        if number.is_some_and(|number| number.is_fifteen()) && self.fifteen_for_a_child(&kept) {
            // The number's own century is wrong: it says nothing about birth and sex of this person.
            self.out.remarks.push(Remark::FifteenAfter1999);
            return Ok(None);
        }
        Ok(number)
    }

    fn fifteen_for_a_child(&self, number: &str) -> bool {
        let born = match read_date(self.row.cell(Field::Birth)) {
            DateCell::Day(day) => Some(day.year()),
            _ => None,
        };
        number.len() == 15 && born.is_some_and(|year| year >= LONG_NUMBERS_SINCE)
    }

    /// The column's date; a month or year that the number agrees with becomes the number's day.
    fn birth(&mut self, number: Option<&IdNumber>) -> Result<(), Reason> {
        let column = self.date(Field::Birth)?;
        let inside = number.and_then(IdNumber::birth);
        let birth = match (column, inside) {
            (Some(column), Some(inside)) if column.agrees(inside) => {
                Some(if column.precision() == Precision::Day { column } else { inside })
            }
            (Some(column), Some(_)) => {
                self.out.remarks.push(Remark::BirthDiffers);
                Some(column)
            }
            (column, inside) => column.or(inside),
        };
        if let Some(birth) = birth {
            self.say(Field::Birth, Said::Day(birth));
        }
        self.out.birth = birth;
        Ok(())
    }

    fn sex(&mut self, number: Option<&IdNumber>) {
        let inside = number.map(IdNumber::sex);
        let column = match self.text(Field::Sex) {
            None => None,
            Some(text) => {
                let sex = Sex::read(&text);
                if sex.is_none() {
                    self.out.remarks.push(Remark::UnreadWord(Field::Sex));
                }
                sex
            }
        };
        if let (Some(column), Some(inside)) = (column, inside)
            && column != inside
        {
            self.out.remarks.push(Remark::SexDiffers);
        }
        if let Some(sex) = column.or(inside) {
            self.say(Field::Sex, Said::Code(sex.code()));
        }
    }

    fn codes(&mut self) {
        let lists: [(Field, ReadCode); 4] = [
            (Field::Ethnic, ethnic::read),
            (Field::MigrantKind, migrant::read_kind),
            (Field::SupportMode, migrant::read_support_mode),
            (Field::Registration, migrant::read_registration),
        ];
        for (field, read) in lists {
            let Some(text) = self.text(field) else { continue };
            match read(&text) {
                Some(code) => self.say(field, Said::Code(code)),
                None => self.out.remarks.push(Remark::UnreadWord(field)),
            }
        }
        if let Some(text) = self.text(Field::Relation) {
            self.out.relation = relation::read(&text);
            if self.out.relation.is_none() {
                self.out.remarks.push(Remark::UnreadWord(Field::Relation));
            }
            if text.len() <= TEXT_BYTES {
                self.out.relation_text = Some(text.into());
            }
        }
    }

    fn account(&mut self) {
        let Some(text) = self.text(Field::Account) else { return };
        let spoiled = match self.row.cell(Field::Account) {
            Cell::Number(value, digits) => digits.len() > TRUE_DIGITS || value.fract() != 0.0,
            _ => false,
        };
        let read =
            if spoiled { Err(AccountError::Spoiled(Spoiling::Computed)) } else { account::parse(&text) };
        match read {
            Ok(account) => {
                let kept = self.noted(Field::Account, Normalised::of(&text, account));
                self.say(Field::Account, Said::Text(kept.into()));
            }
            Err(AccountError::Empty) => {}
            Err(error) => self.out.remarks.push(Remark::Account(error)),
        }
    }

    fn date(&mut self, field: Field) -> Result<Option<Day>, Reason> {
        if self.text(field).is_none() {
            return Ok(None);
        }
        match read_date(self.row.cell(field)) {
            DateCell::Day(day) => Ok(Some(day)),
            DateCell::Empty => Ok(None),
            DateCell::Impossible => Err(Reason::ImpossibleDate(field)),
            DateCell::Unread => {
                self.out.remarks.push(Remark::UnreadDate(field));
                Ok(None)
            }
        }
    }

    fn dates(&mut self) -> Result<(), Reason> {
        for field in [Field::Relocated, Field::SupportFrom, Field::SupportTo] {
            if let Some(day) = self.date(field)? {
                self.say(field, Said::Day(day));
            }
        }
        let Some(period) = self.text(Field::SupportPeriod) else { return Ok(()) };
        let ends = self
            .words
            .period(&period)
            .map(|(from, to)| (read_date(Cell::Text(from)), read_date(Cell::Text(to))));
        match ends {
            Some((DateCell::Day(from), DateCell::Day(to))) => {
                self.say(Field::SupportFrom, Said::Day(from));
                self.say(Field::SupportTo, Said::Day(to));
            }
            Some((DateCell::Impossible, _) | (_, DateCell::Impossible)) => {
                return Err(Reason::ImpossibleDate(Field::SupportPeriod));
            }
            _ => self.out.remarks.push(Remark::UnreadDate(Field::SupportPeriod)),
        }
        Ok(())
    }

    fn texts(&mut self) {
        let texts = [
            Field::FormerName,
            Field::Nickname,
            Field::Reservoir,
            Field::Bank,
            Field::AccountName,
            Field::Phone,
            Field::Address,
            Field::Remark,
        ];
        for field in texts {
            let Some(text) = self.text(field) else { continue };
            let tidied = match field {
                Field::FormerName | Field::Nickname | Field::AccountName => name::tidy(&text),
                Field::Phone => phone::tidy(&text),
                _ => text.clone(),
            };
            let kept = self.noted(field, Normalised::of(&text, tidied));
            if kept.len() > if field == Field::Remark { REMARK_BYTES } else { TEXT_BYTES } {
                self.out.remarks.push(Remark::TooLong(field));
                continue;
            }
            if field == Field::Phone && phone::is_odd(&kept) {
                self.out.remarks.push(Remark::OddPhone);
            }
            if !kept.is_empty() {
                self.say(field, Said::Text(kept.into()));
            }
        }
    }
}
