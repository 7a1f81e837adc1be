//! Petitions: deadlines against tables worked by hand and counted by others, courses against the law's text.

mod deadlines;
