//! The rules of the work (业务规则), pure: no screen, no store, no clock. Today is always a parameter.

mod codec_standin;
pub mod day;
pub mod kinds;
pub mod roles;
pub mod value;

pub use day::{Day, Precision};
pub use kinds::{Kinds, kind};
pub use value::Value;
