//! The form engine (表单): pure state, no drawing. At present one line of edited text.

pub mod field;

pub use field::Field;
