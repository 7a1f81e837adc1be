//! Encoding of values until the journal's codec is merged; same signatures and limits, deleted then.

use bincode::Options;
use serde::{Deserialize, Serialize};

const LIMIT: u64 = 24 << 10;

fn options() -> impl Options {
    bincode::DefaultOptions::new().with_limit(LIMIT).reject_trailing_bytes()
}

pub fn encode_value<T: Serialize>(value: &T) -> Vec<u8> {
    options().serialize(value).unwrap_or_default()
}

pub fn decode_value<T: Serialize + for<'a> Deserialize<'a>>(bytes: &[u8]) -> Result<T, ()> {
    let value: T = options().deserialize(bytes).map_err(|_| ())?;
    if encode_value(&value) == bytes { Ok(value) } else { Err(()) }
}
