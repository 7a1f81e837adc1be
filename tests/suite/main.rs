//! Journeys, screens, store and merge.
