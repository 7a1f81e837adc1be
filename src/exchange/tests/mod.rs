//! Exchange tested.
