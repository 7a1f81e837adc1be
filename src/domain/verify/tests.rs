//! Verification as the work knows it: worked cases.
