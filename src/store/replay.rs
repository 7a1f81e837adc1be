//! The journal brought into the state (重放): frames are read and decoded on one thread while another takes in those before.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::engine::Engine;
use super::error::StoreError;
use super::folder::place;
use super::opening::Progress;
use super::segments::{Event, Reader};
use super::state::{State, StateError};
use crate::journal::codec::{self, Frame};
use crate::journal::fold::Position;

/// Frames between two flushes of the database while it is built.
const FRAMES_A_STEP: usize = 32;
/// Bytes of frames after which a step is full.
const STEP_BYTES: usize = 4 << 20;

/// Applies the frames after the last applied one. Damaged places are left out: the folder is read-only then, and says so.
pub(super) fn replay(
    engine: &Engine<State>,
    reader: &Reader,
    until: u64,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    let applied = engine.ask(|state| state.applied())?;
    if applied >= until {
        return Ok(());
    }
    engine.ask(|state| state.set_bulk(true))?;
    thread::scope(|scope| {
        let (steps, read) = sync_channel(1);
        scope.spawn(move || {
            if let Err(error) = read_steps(reader, applied, &steps) {
                // Nobody hears it after a failure of the state, which says more.
                let _ = steps.send(Err(error));
            }
        });
        for step in read {
            progress(take(engine, step?)?, until);
        }
        Ok::<(), StoreError>(())
    })?;
    Ok(engine.ask(|state| {
        state.set_bulk(false);
        state.settle()
    })??)
}

/// A frame as it was read and decoded; without content it is passed over.
type Ready = (u64, Option<(Position, Frame)>);

/// Reads and decodes the frames behind the applied one, step by step, while the state takes in those before.
fn read_steps(
    reader: &Reader,
    applied: u64,
    steps: &SyncSender<Result<Vec<Ready>, StoreError>>,
) -> Result<(), StoreError> {
    let (mut step, mut bytes) = (Vec::new(), 0);
    for event in reader.frames_from(applied + 1)? {
        let Event::Frame(frame) = event? else { continue };
        if frame.number > applied {
            bytes += frame.content.len();
            let content = (!frame.content.is_empty()).then(|| codec::decode_frame(&frame.content));
            let content = content.transpose()?.map(|content| (place(frame.position), content));
            step.push((frame.number, content));
        }
        if step.len() >= FRAMES_A_STEP || bytes > STEP_BYTES {
            bytes = 0;
            if steps.send(Ok(std::mem::take(&mut step))).is_err() {
                return Ok(());
            }
        }
    }
    // Nobody waits for the last step after a failure.
    let _ = steps.send(Ok(step));
    Ok(())
}

/// Applies some frames on the state's thread.
fn take(engine: &Engine<State>, frames: Vec<Ready>) -> Result<u64, StoreError> {
    let applied = engine.ask(move |state| -> Result<u64, StateError> {
        let mut ready = Vec::new();
        for (number, frame) in frames {
            match frame {
                Some((position, frame)) => ready.push((number, position, frame)),
                None => {
                    state.apply_all(std::mem::take(&mut ready))?;
                    state.pass_over(number)?;
                }
            }
        }
        state.apply_all(ready)?;
        Ok(state.applied())
    })?;
    Ok(applied?)
}
