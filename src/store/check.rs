//! The full check (全面检查) in slices, for the background after an unclean stop: every frame with CRC and seal, then the
//! comparison of state and journal.

use super::error::StoreError;
use super::folder::Folder;
use super::segments::{Damage, Event, Frames};
use super::state::audit::{Audit, Audited};

/// How far a check is.
pub struct Check {
    stage: Stage,
    frames: u64,
    damages: Vec<Damage>,
}

enum Stage {
    Journal(Box<Frames>),
    State(Audit),
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whole frames.
    pub frames: u64,
    /// Damaged places; the journal is read-only then.
    pub damages: Vec<Damage>,
    /// Commits and records, and where they do not add up: then the state is built anew ([`Folder::rebuild`]).
    pub state: Audited,
}

impl Checked {
    /// True if nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.damages.is_empty() && self.state.wrong.is_empty()
    }
}

impl Folder {
    /// Begins a check; [`super::OpenReport::unclean`] says when one is due.
    pub fn begin_check(&self) -> Result<Check, StoreError> {
        let frames = self.journal.reader().frames_from(1)?;
        Ok(Check { stage: Stage::Journal(Box::new(frames)), frames: 0, damages: Vec::new() })
    }

    /// One slice of at most `most` frames, commits or records; the result at the end. What is written meanwhile makes
    /// the comparison of the state begin again, so slices belong into idle time.
    pub fn check_slice(&mut self, check: &mut Check, most: usize) -> Result<Option<Checked>, StoreError> {
        match &mut check.stage {
            Stage::Journal(frames) => {
                let confirmed = self.journal.confirmed();
                let mut ended = false;
                for _ in 0..most {
                    match frames.next().transpose()? {
                        Some(Event::Frame(_)) => check.frames += 1,
                        Some(Event::Damage(damage)) => check.damages.push(damage),
                        // What is being appended while the check reads is no damage.
                        Some(Event::Tail { frame, .. }) if frame > confirmed => {}
                        Some(Event::Tail { segment, from, to, frame }) => check.damages.push(Damage {
                            kind: super::segments::DamageKind::Bytes,
                            segment,
                            from,
                            to,
                            first: frame,
                            next: confirmed + 1,
                        }),
                        None => ended = true,
                    }
                    if ended {
                        break;
                    }
                }
                if ended {
                    if !check.damages.is_empty() {
                        self.journal.note(&super::segments::Condition::Damaged(check.damages.clone()));
                    }
                    check.stage = Stage::State(Audit::default());
                }
                Ok(None)
            }
            Stage::State(audit) => {
                if !check.damages.is_empty() {
                    // What cannot be read cannot be compared: the repair comes first.
                    let damages = std::mem::take(&mut check.damages);
                    self.lock.checked();
                    return Ok(Some(Checked { frames: check.frames, damages, state: Audited::default() }));
                }
                let mut taken = std::mem::take(audit);
                let (back, result) = self.ask(move |state| {
                    let result = state.audit(&mut taken, most)?;
                    Ok((taken, result))
                })?;
                *audit = back;
                Ok(result.map(|state| {
                    self.lock.checked();
                    Checked { frames: check.frames, damages: Vec::new(), state }
                }))
            }
        }
    }
}
