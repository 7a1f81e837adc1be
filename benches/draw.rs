//! What drawing a household of twenty at 120x40 costs, beside putting the same text into an empty buffer.

use kuqu::app::{Start, State, update};
use kuqu::commands::keymaps;
use kuqu::flow::{Done, Effect, Event, Input};
use kuqu::i18n::Lang;
use kuqu::keys::Key;
use kuqu::screen::paint;
use kuqu::ui::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[allow(dead_code)] // the tests' office has more than a household
#[path = "../tests/suite/office.rs"]
mod office;

const AREA: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

fn main() {
    divan::main();
}

/// An officer who has looked `lm` up, chosen the household of twenty and opened it.
fn household() -> State {
    let keymap = keymaps::shipped("default").ok().flatten().expect("keys");
    let mut state = State::new(Start::new(Lang::Zh, keymap, ""));
    let mut inputs = vec![
        Input::Resize { columns: AREA.width, rows: AREA.height },
        Input::from(Done::Unlocked { request: 0, session: office::session(1) }),
    ];
    inputs.extend("F3 z s f Down Down Enter".split(' ').filter_map(Key::parse).map(Input::Key));
    for input in inputs {
        let mut effects = update(&mut state, Event { at_ms: 1, input });
        while let Some(effect) = effects.pop() {
            let done = answer(effect);
            effects.extend(done.into_iter().flat_map(|done| -> Vec<Effect> {
                update(&mut state, Event { at_ms: 1, input: done.into() })
            }));
        }
    }
    assert!(state.lookup.household.is_some(), "the household is open");
    state
}

/// What the worker would say.
fn answer(effect: Effect) -> Option<Done> {
    match effect {
        Effect::Search { request, .. } => Some(Done::Found { request, answer: office::many() }),
        Effect::OpenHousehold { request, .. } => {
            Some(Done::Household { request, household: Box::new(office::full_household()) })
        }
        _ => None,
    }
}

#[divan::bench(sample_count = 200)]
fn household_120x40(bencher: divan::Bencher) {
    let state = household();
    bencher.bench(|| {
        let mut buffer = Buffer::empty(AREA);
        paint(&mut buffer, &state, Look::default());
        buffer
    });
}

#[divan::bench(sample_count = 200)]
fn bare_text_120x40(bencher: divan::Bencher) {
    let state = household();
    let mut drawn = Buffer::empty(AREA);
    paint(&mut drawn, &state, Look::default());
    let line = |y| (0..AREA.width).map(|x| drawn[(x, y)].symbol()).collect::<String>();
    let lines: Vec<String> = (0..AREA.height).map(line).collect();
    bencher.bench(|| {
        let mut buffer = Buffer::empty(AREA);
        for (y, line) in (0..).zip(&lines) {
            buffer.set_string(0, y, line, Style::default());
        }
        buffer
    });
}
