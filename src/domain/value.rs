//! Values of slots (字段值): one frozen struct per schema number, read for ever, refused unless canonical.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::day::Day;
use crate::journal::{ClosedV1, CodecError, EntityId, Hash, VoidV1, decode_value, encode_value};

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
}

/// Most bytes (UTF-8) of one text.
pub const TEXT_BYTES_MAX: usize = 8_000;
/// Most entries of a list of texts (aliases, former codes).
pub const TEXTS_MAX: usize = 64;

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
    /// More than [`TEXTS_MAX`] entries.
    #[error("{count} texts are too many")]
    TooManyTexts {
        /// How many.
        count: usize,
    },
}

/// Schema 2.
#[derive(Serialize, Deserialize)]
struct Day2 {
    days: i32,
    precision: u8,
}

impl Value {
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
        }
    }

    /// Schema number and canonical bytes; refused where a limit of this file is passed, as reading would.
    pub fn encode(&self) -> Result<(u8, Vec<u8>), ValueError> {
        self.check()?;
        let bytes = match self {
            Value::Text(text) => encode_value(text),
            Value::Day(day) => encode_value(&Day2 { days: day.days(), precision: day.precision().number() }),
            Value::Ref(entity) => encode_value(entity),
            Value::Code(code) => encode_value(code),
            Value::Texts(texts) => encode_value(texts),
            Value::Int(number) | Value::Money(number) => encode_value(number),
            Value::Void { reason, seen } => encode_value(&VoidV1 { reason: reason.clone(), seen: *seen }),
            Value::Closed { scope, seen } => encode_value(&ClosedV1 { scope: *scope, seen: *seen }),
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
                let VoidV1 { reason, seen } = read(number, bytes)?;
                Value::Void { reason, seen }
            }
            schema::CLOSED => {
                let ClosedV1 { scope, seen } = read(number, bytes)?;
                Value::Closed { scope, seen }
            }
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
            // Together they must fit into one body as well.
            Value::Texts(texts) => match texts.iter().map(String::len).sum() {
                bytes if bytes > TEXT_BYTES_MAX => Err(ValueError::TextTooLong { bytes }),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
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
        _ => &[],
    }
}
