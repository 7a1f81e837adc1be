//! Slots of proofs of identity and of judged pairs: who somebody is (身份证明、同一人判断).

/// Slots of [`super::kind::PROOF`]. A proof is written once; only `void` is written later.
pub mod proof {
    pub const SUBJECT: u16 = 2;
    pub const NUMBER: u16 = 3;
    pub const ISSUED: u16 = 4;
    pub const PURPOSE: u16 = 5;
    pub const COPIES: u16 = 6;
    /// Code and name of the subject on that day.
    pub const ABOUT: u16 = 7;
    /// How many persons it names.
    pub const PERSONS: u16 = 8;
    /// Check code of what was printed.
    pub const DIGEST: u16 = 9;
}

/// Slots of [`super::kind::PAIR`]; its entity is a natural key of the two persons (see `pair`).
pub mod pair {
    pub const ONE: u16 = 2;
    pub const OTHER: u16 = 3;
    pub const VERDICT: u16 = 4;
    pub const LEAD: u16 = 5;
}
