//! Journeys, screens, store and merge.
mod tidy;
