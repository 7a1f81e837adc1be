//! What the today pane holds: the last answer, and which of its lines is chosen.

use crate::flow::view::TodayView;

/// The pane's state.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// The last answer.
    pub view: Option<TodayView>,
    /// The request that is not answered yet, and since when.
    pub pending: Option<(u64, u64)>,
    /// Index among the lines that open something; past the last it means the last, so that lines that come and go while
    /// they are counted do not move the choice.
    pub chosen: usize,
    /// Something was saved since: counted anew when the pane comes to the front.
    pub stale: bool,
}

/// A line that Enter opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The villages that are here.
    Villages,
    /// The round of verification.
    Round,
    /// Petitions to be worked on.
    Petitions,
    /// Payments that the bank sent back.
    Payments,
    /// Late edits of records that went on in another village.
    Late,
    /// The findings of the check with this index.
    Finding(usize),
}

impl Today {
    /// The lines that open something, from top to bottom.
    pub fn lines(&self) -> Vec<Line> {
        let Some(view) = &self.view else { return Vec::new() };
        let villages = (!view.villages.is_empty()).then_some(Line::Villages);
        let round = view.round.is_some().then_some(Line::Round);
        let petitions = (!view.petitions.is_empty()).then_some(Line::Petitions);
        let payments = (view.returned.0 > 0).then_some(Line::Payments);
        let late = (view.late > 0).then_some(Line::Late);
        let findings = (0..view.findings.len()).map(Line::Finding);
        villages
            .into_iter()
            .chain(round)
            .chain(petitions)
            .chain(payments)
            .chain(late)
            .chain(findings)
            .collect()
    }

    /// The chosen line.
    pub fn line(&self) -> Option<Line> {
        let lines = self.lines();
        lines.get(self.chosen).or(lines.last()).copied()
    }
}
