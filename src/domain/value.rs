//! Values of slots (字段值): one frozen struct per schema number, read for ever, refused unless canonical.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::day::Day;
use crate::journal::{CodecError, EntityId, Hash, decode_value, encode_value};

/// Schema numbers; frozen.
pub mod schema {
    pub const TEXT: u8 = 1;
    pub const DAY: u8 = 2;
    pub const REF: u8 = 3;
    pub const CODE: u8 = 4;
    pub const TEXTS: u8 = 5;
    pub const INT: u8 = 6;
    pub const MONEY: u8 = 7;
    pub const VOID: u8 = 10;
    pub const CLOSED: u8 = 11;
    pub const STEP: u8 = 12;
    pub const REFS: u8 = 13;
    /// 14: lines of a payment list. (12 and 13 are given to stages and lists of entities.)
    pub const LINES: u8 = 14;
    /// 15: what became of lines.
    pub const OUTCOMES: u8 = 15;
    /// 16: a rule document.
    pub const DOCUMENT: u8 = 16;
    /// 17: published figures.
    pub const FIGURES: u8 = 17;
}

/// Most bytes (UTF-8) of one text.
pub const TEXT_BYTES_MAX: usize = 8_000;
/// Most entries of a list of texts (aliases, former codes).
pub const TEXTS_MAX: usize = 64;
/// Most entities of one list (the villages of a round, the persons of a posting).
pub const REFS_MAX: usize = 500;

/// Most lines of one payment list's chunk; an operation's bytes are the closer limit.
pub const LINES_MAX: usize = 500;

/// Most bytes (UTF-8) of a rule document: one operation has to hold it.
pub const DOCUMENT_BYTES_MAX: usize = 20_000;

/// One published figure (公布数).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Figure {
    /// What it counts; see `subsidy::year`.
    pub what: u16,
    /// Stored number of the period that it is about; 0 = the whole year.
    pub period: u16,
    /// Persons, or fen.
    pub value: i64,
}

/// One line of a payment list (发放明细) as it was frozen: name, account and amount do not follow later corrections.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PayLine {
    /// Whose money.
    pub person: EntityId,
    /// Stored number of the period that it pays.
    pub period: u16,
    /// Name of the account.
    pub name: String,
    /// Its number; empty where the line is withheld for want of one.
    pub account: String,
    /// Fen.
    pub fen: i64,
    /// Why it is not paid out; 0 = it is.
    pub withheld: u16,
}

/// What the bank says of one line (回盘).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PayOutcome {
    /// Whose line.
    pub person: EntityId,
    /// Stored number of its period.
    pub period: u16,
    /// 1 = credited, else the reason of its return.
    pub outcome: u16,
    /// Days since 1970-01-01.
    pub on: i32,
}

/// One value of a slot. Money is in fen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Text as typed.
    Text(String),
    /// A date with its precision.
    Day(Day),
    /// Another entity.
    Ref(EntityId),
    /// A number of a code list.
    Code(u16),
    /// A short list of texts.
    Texts(Vec<String>),
    /// A whole number (order in a list).
    Int(i64),
    /// An amount in fen.
    Money(i64),
    /// Set aside (作废): why, and the digest of the record's slots 1 and up as seen.
    Void {
        /// In the officer's words.
        reason: String,
        /// Digest as seen.
        seen: Hash,
    },
    /// Closed here, restated in another scope (迁往他村), with the digest of slots 2 and up as seen.
    Closed {
        /// The new scope.
        scope: EntityId,
        /// Digest as seen.
        seen: Hash,
    },
    /// A stage of a workflow (环节), with the digest of the content that it judges.
    Step {
        /// A number of the kind's list of stages.
        stage: u16,
        /// Digest of the content as seen; zeros where the stage judges nothing.
        seen: Hash,
    },
    /// A short list of entities, ascending, each once.
    Refs(Vec<EntityId>),
    /// Lines of a payment list, at most [`LINES_MAX`].
    Lines(Vec<PayLine>),
    /// Outcomes of such lines, at most [`LINES_MAX`].
    Outcomes(Vec<PayOutcome>),
    /// A rule document, at most [`DOCUMENT_BYTES_MAX`].
    Document(String),
    /// Published figures, at most [`LINES_MAX`].
    Figures(Vec<Figure>),
}

/// Why bytes are not a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ValueError {
    /// A newer program's schema.
    #[error("schema {0} is unknown")]
    Schema(u8),
    /// Not the canonical encoding of that schema.
    #[error("bytes are not a canonical value of schema {0}")]
    Bytes(u8),
    /// A date outside its range, with a precision that does not exist, or not on the first day of its month or year.
    #[error("date {days} with precision {precision} is not allowed")]
    Day {
        /// Days since 1970.
        days: i32,
        /// Precision as stored.
        precision: u8,
    },
    /// More than [`TEXT_BYTES_MAX`] bytes.
    #[error("text of {bytes} bytes is too long")]
    TextTooLong {
        /// Its length.
        bytes: usize,
    },
    /// More than [`LINES_MAX`] lines or outcomes.
    #[error("{count} lines are too many")]
    TooManyLines {
        /// How many.
        count: usize,
    },
    /// More than [`TEXTS_MAX`] entries.
    #[error("{count} texts are too many")]
    TooManyTexts {
        /// How many.
        count: usize,
    },
    /// More than [`REFS_MAX`] entities.
    #[error("{count} entities are too many")]
    TooManyRefs {
        /// How many.
        count: usize,
    },
    /// Entities that do not ascend, or stand twice.
    #[error("entities of a list ascend")]
    RefsDisordered,
}

/// Schema 2.
#[derive(Serialize, Deserialize)]
struct Day2 {
    days: i32,
    precision: u8,
}

/// Schema 10.
#[derive(Serialize, Deserialize)]
struct Void10 {
    reason: String,
    seen: Hash,
}

/// Schema 11.
#[derive(Serialize, Deserialize)]
struct Closed11 {
    scope: EntityId,
    seen: Hash,
}

/// Schema 12.
#[derive(Serialize, Deserialize)]
struct Step12 {
    stage: u16,
    seen: Hash,
}

impl Value {
    /// A list of entities in its one order.
    pub fn refs(entities: impl IntoIterator<Item = EntityId>) -> Value {
        let mut entities: Vec<EntityId> = entities.into_iter().collect();
        entities.sort();
        entities.dedup();
        Value::Refs(entities)
    }

    /// The schema number with which this value is written.
    pub fn schema(&self) -> u8 {
        match self {
            Value::Text(_) => schema::TEXT,
            Value::Day(_) => schema::DAY,
            Value::Ref(_) => schema::REF,
            Value::Code(_) => schema::CODE,
            Value::Texts(_) => schema::TEXTS,
            Value::Int(_) => schema::INT,
            Value::Money(_) => schema::MONEY,
            Value::Void { .. } => schema::VOID,
            Value::Closed { .. } => schema::CLOSED,
            Value::Step { .. } => schema::STEP,
            Value::Refs(_) => schema::REFS,
            Value::Lines(_) => schema::LINES,
            Value::Outcomes(_) => schema::OUTCOMES,
            Value::Document(_) => schema::DOCUMENT,
            Value::Figures(_) => schema::FIGURES,
        }
    }

    /// Schema number and canonical bytes; refused where a limit of this file is passed, as reading would.
    pub fn encode(&self) -> Result<(u8, Vec<u8>), ValueError> {
        self.check()?;
        let bytes = match self {
            Value::Text(text) | Value::Document(text) => encode_value(text),
            Value::Day(day) => encode_value(&Day2 { days: day.days(), precision: day.precision().number() }),
            Value::Ref(entity) => encode_value(entity),
            Value::Code(code) => encode_value(code),
            Value::Texts(texts) => encode_value(texts),
            Value::Int(number) | Value::Money(number) => encode_value(number),
            Value::Void { reason, seen } => encode_value(&Void10 { reason: reason.clone(), seen: *seen }),
            Value::Closed { scope, seen } => encode_value(&Closed11 { scope: *scope, seen: *seen }),
            Value::Step { stage, seen } => encode_value(&Step12 { stage: *stage, seen: *seen }),
            Value::Refs(entities) => encode_value(entities),
            Value::Lines(lines) => encode_value(lines),
            Value::Outcomes(outcomes) => encode_value(outcomes),
            Value::Figures(figures) => encode_value(figures),
        };
        Ok((self.schema(), bytes.map_err(|_: CodecError| ValueError::Bytes(self.schema()))?))
    }

    /// Reads canonical bytes of a schema, within the limits of this file.
    pub fn decode(number: u8, bytes: &[u8]) -> Result<Value, ValueError> {
        fn read<T: Serialize + DeserializeOwned>(number: u8, bytes: &[u8]) -> Result<T, ValueError> {
            decode_value(bytes).map_err(|_| ValueError::Bytes(number))
        }
        let value = match number {
            schema::TEXT => Value::Text(read(number, bytes)?),
            schema::DAY => {
                let Day2 { days, precision } = read(number, bytes)?;
                Value::Day(Day::from_stored(days, precision).ok_or(ValueError::Day { days, precision })?)
            }
            schema::REF => Value::Ref(read(number, bytes)?),
            schema::CODE => Value::Code(read(number, bytes)?),
            schema::TEXTS => Value::Texts(read(number, bytes)?),
            schema::INT => Value::Int(read(number, bytes)?),
            schema::MONEY => Value::Money(read(number, bytes)?),
            schema::VOID => {
                let Void10 { reason, seen } = read(number, bytes)?;
                Value::Void { reason, seen }
            }
            schema::CLOSED => {
                let Closed11 { scope, seen } = read(number, bytes)?;
                Value::Closed { scope, seen }
            }
            schema::STEP => {
                let Step12 { stage, seen } = read(number, bytes)?;
                Value::Step { stage, seen }
            }
            schema::REFS => Value::Refs(read(number, bytes)?),
            schema::LINES => Value::Lines(read(number, bytes)?),
            schema::OUTCOMES => Value::Outcomes(read(number, bytes)?),
            schema::DOCUMENT => Value::Document(read(number, bytes)?),
            schema::FIGURES => Value::Figures(read(number, bytes)?),
            unknown => return Err(ValueError::Schema(unknown)),
        };
        value.check()?;
        Ok(value)
    }

    /// Holds the limits of texts.
    fn check(&self) -> Result<(), ValueError> {
        let fits = |text: &String| match text.len() {
            bytes if bytes > TEXT_BYTES_MAX => Err(ValueError::TextTooLong { bytes }),
            _ => Ok(()),
        };
        match self {
            Value::Text(text) | Value::Void { reason: text, .. } => fits(text),
            Value::Texts(texts) if texts.len() > TEXTS_MAX => {
                Err(ValueError::TooManyTexts { count: texts.len() })
            }
            Value::Lines(lines) if lines.len() > LINES_MAX => {
                Err(ValueError::TooManyLines { count: lines.len() })
            }
            Value::Outcomes(outcomes) if outcomes.len() > LINES_MAX => {
                Err(ValueError::TooManyLines { count: outcomes.len() })
            }
            Value::Figures(figures) if figures.len() > LINES_MAX => {
                Err(ValueError::TooManyLines { count: figures.len() })
            }
            Value::Document(text) if text.len() > DOCUMENT_BYTES_MAX => {
                Err(ValueError::TextTooLong { bytes: text.len() })
            }
            // Together they must fit into one body as well.
            Value::Texts(texts) => match texts.iter().map(String::len).sum() {
                bytes if bytes > TEXT_BYTES_MAX => Err(ValueError::TextTooLong { bytes }),
                _ => Ok(()),
            },
            Value::Refs(entities) if entities.len() > REFS_MAX => {
                Err(ValueError::TooManyRefs { count: entities.len() })
            }
            Value::Refs(entities) if entities.windows(2).any(|pair| pair[0] >= pair[1]) => {
                Err(ValueError::RefsDisordered)
            }
            _ => Ok(()),
        }
    }
}

/// What a void says was seen: asked by [`crate::journal::Record::set_aside`].
pub fn seen_of_void(number: u8, bytes: &[u8]) -> Option<Hash> {
    match Value::decode(number, bytes) {
        Ok(Value::Void { seen, .. }) => Some(seen),
        _ => None,
    }
}

/// All schema numbers readable where `written` is the one written today.
pub fn readable(written: u8) -> &'static [u8] {
    match written {
        schema::TEXT => &[schema::TEXT],
        schema::DAY => &[schema::DAY],
        schema::REF => &[schema::REF],
        schema::CODE => &[schema::CODE],
        schema::TEXTS => &[schema::TEXTS],
        schema::INT => &[schema::INT],
        schema::MONEY => &[schema::MONEY],
        schema::VOID => &[schema::VOID],
        schema::CLOSED => &[schema::CLOSED],
        schema::STEP => &[schema::STEP],
        schema::REFS => &[schema::REFS],
        schema::LINES => &[schema::LINES],
        schema::OUTCOMES => &[schema::OUTCOMES],
        schema::DOCUMENT => &[schema::DOCUMENT],
        schema::FIGURES => &[schema::FIGURES],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::id::Hash32;
    use proptest::prelude::*;

    fn samples() -> Vec<Value> {
        vec![
            Value::Text("马龙区".into()),
            Value::Text(String::new()),
            Value::Day(Day::ymd(2019, 3, 5).unwrap()),
            Value::Day(Day::of_month(1954, 12).unwrap()),
            Value::Day(Day::of_year(1900).unwrap()),
            Value::Ref(EntityId([0xAB; 16])),
            Value::Code(97),
            Value::Code(65_535),
            Value::Texts(vec!["车马碧".into(), "车马碧村".into()]),
            Value::Int(-1),
            Value::Int(300),
            Value::Money(60_000),
            Value::Void { reason: "重复".into(), seen: Hash32([1; 32]) },
            Value::Closed { scope: EntityId([2; 16]), seen: Hash32([3; 32]) },
            Value::Step { stage: 5, seen: Hash32([4; 32]) },
            Value::Refs(vec![EntityId([1; 16]), EntityId([2; 16])]),
            Value::Lines(vec![PayLine {
                person: EntityId([1; 16]),
                period: 40_434,
                name: "王大壮".into(),
                account: "6223".into(),
                fen: 15_000,
                withheld: 0,
            }]),
            Value::Outcomes(vec![PayOutcome {
                person: EntityId([1; 16]),
                period: 40_434,
                outcome: 11,
                on: 18_900,
            }]),
            Value::Document("rule_id = \"a\"".into()),
            Value::Figures(vec![Figure { what: 20, period: 40_434, value: -15_000 }]),
        ]
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_bytes_of_every_schema_are_frozen() {
        let written: Vec<String> = samples()
            .iter()
            .map(|value| value.encode().map(|(number, bytes)| format!("{number}\t{}", hex(&bytes))).unwrap())
            .collect();
        let golden = include_str!("../../tests/golden/values_1.tsv");
        let frozen: Vec<&str> = golden.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(written, frozen);
    }

    #[test]
    fn frozen_bytes_read_back() {
        for value in samples() {
            let (number, bytes) = value.encode().unwrap();
            assert_eq!(Value::decode(number, &bytes), Ok(value));
        }
    }

    #[test]
    fn what_is_not_canonical_is_refused() {
        // One, written in three bytes instead of one.
        assert_eq!(Value::decode(schema::CODE, &[0xFB, 1, 0]), Err(ValueError::Bytes(schema::CODE)));
        assert_eq!(Value::decode(schema::CODE, &[1, 0]), Err(ValueError::Bytes(schema::CODE)));
        assert_eq!(Value::decode(99, &[1]), Err(ValueError::Schema(99)));
        let day = |days: i32, precision: u8| {
            let bytes = encode_value(&Day2 { days, precision }).unwrap();
            Value::decode(schema::DAY, &bytes)
        };
        assert!(day(0, 0).is_ok() && day(0, 2).is_ok());
        assert_eq!(day(1, 1), Err(ValueError::Day { days: 1, precision: 1 }));
        assert_eq!(day(0, 3), Err(ValueError::Day { days: 0, precision: 3 }));
        assert_eq!(day(i32::MIN, 0), Err(ValueError::Day { days: i32::MIN, precision: 0 }));
    }

    #[test]
    fn limits_hold_in_both_directions() {
        let long = "长".repeat(TEXT_BYTES_MAX / 3 + 1);
        let bytes = encode_value(&long).unwrap();
        let too_long = Err(ValueError::TextTooLong { bytes: long.len() });
        assert_eq!(Value::decode(schema::TEXT, &bytes), too_long);
        assert_eq!(Value::Text(long).encode().map(|_| ()), too_long.map(|_: Value| ()));
        let many = vec![String::new(); TEXTS_MAX + 1];
        assert_eq!(Value::Texts(many).encode(), Err(ValueError::TooManyTexts { count: TEXTS_MAX + 1 }));
    }

    proptest! {
        #[test]
        fn hostile_bytes_are_refused_or_mean_themselves(number in 0_u8..16, bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(value) = Value::decode(number, &bytes) {
                prop_assert_eq!(value.encode(), Ok((number, bytes)));
            }
        }
    }
}
