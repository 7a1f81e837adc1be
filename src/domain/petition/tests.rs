//! Petitions: deadlines against tables worked by hand and counted by others, courses and refusals against the law's text.

mod courses;
mod deadlines;
mod indicators;
mod refusals;

use super::course::{Course, Item, Office, Taken};
use super::guard::{self, Refusal, Wish};
use super::stages::{Act, Channel, ItemKind, Source, Stage};
use crate::domain::day::{self, Day};
use crate::journal::EntityId;

fn day(text: &str) -> Day {
    day::read(text).unwrap()
}

/// An appeal received on a day.
fn item(received: &str) -> Item {
    Item {
        kind: ItemKind::Appeal,
        channel: Channel::Visit,
        source: Source::Direct,
        received: day(received),
        reachable: true,
        period: None,
        stage: Stage::Registered,
        fork: Vec::new(),
    }
}

/// An item that is carried along step by step, as the desk does it.
struct Carried {
    item: Item,
    steps: Vec<Taken>,
}

impl Carried {
    fn new(item: Item) -> Self {
        Self { item, steps: Vec::new() }
    }

    fn course(&self, today: &str) -> Course {
        Course::of(self.item.clone(), self.steps.clone(), &Office::shipped(), day(today))
    }

    fn refusals(&self, wish: &Wish, today: &str) -> Vec<Refusal> {
        guard::of_step(&self.course(today), wish, false, &Office::shipped(), day(today))
    }

    /// Takes a step that nothing speaks against.
    fn take(&mut self, wish: &Wish) -> &mut Self {
        let on = wish.on.iso();
        let found = self.refusals(wish, &on);
        assert!(found.is_empty(), "{wish:?}: {found:?}");
        let number = u8::try_from(self.steps.len() + 1).unwrap();
        self.steps.push(Taken {
            entity: EntityId([number; 16]),
            written: Default::default(),
            act: wish.act,
            on: wish.on,
            until: wish.until,
            days: wish.days,
            result: wish.result,
            whom: wish.whom.clone(),
            corrects: None,
        });
        self.item.stage = wish.act.leads(self.item.stage).unwrap();
        self
    }

    fn act(&mut self, act: Act, on: &str) -> &mut Self {
        self.take(&Wish::new(act, day(on)))
    }
}

fn wish(act: Act, on: &str) -> Wish {
    Wish::new(act, day(on))
}

fn opinion(on: &str) -> Wish {
    Wish { result: Some(1), ..wish(Act::Opinion, on) }
}

fn extension(on: &str, days: u32) -> Wish {
    Wish {
        days: Some(days),
        until: Some(day(on)),
        whom: "李明".into(),
        note: "案情复杂".into(),
        ..wish(Act::Extend, on)
    }
}
