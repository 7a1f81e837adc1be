//! Sentences of the drawer (密件柜): who asked for it on other machines, to whom it was given, that it was renewed.

use super::Lang;

/// What is said of the drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawerSay {
    /// It stands; who can open it here.
    Stands(usize),
    /// It got a new key.
    Renewed,
    /// Somebody left who knows its key; a head renews it on the first machine.
    Stale,
    /// One's own request is written; the next bundle takes it to the office.
    Asked,
    /// It was written before.
    AskedBefore,
    /// An officer of another machine: place in the list, machine, name, has its newest key, has left.
    Seat {
        /// From 1.
        place: usize,
        /// The machine's label.
        label: String,
        /// The officer's name.
        name: String,
        /// The newest key was given.
        has: bool,
        /// Their grant has ended.
        ended: bool,
    },
    /// The keys were sealed to an officer: name, machine.
    Given(String, String),
    /// Nobody stands at that place.
    NoSeat(usize),
}

impl DrawerSay {
    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Stands(count) => lang.pick(
                format!("密件柜已设好，本机 {count} 人有钥匙"),
                format!("the drawer is set up; {count} officers of this machine have its key"),
            ),
            Self::Renewed => lang.pick(
                "有钥匙的人离任，密件柜已换新钥匙，并交给留任的人；下次交换送到各办公机".to_owned(),
                "somebody who had the key has left: the drawer has a new key, and those who stay have it with the next exchange"
                    .to_owned(),
            ),
            Self::Stale => lang.pick(
                "有钥匙的人已离任，密件柜该换钥匙；请有钥匙的负责人在主机上运行 petition drawer".to_owned(),
                "somebody who had the key has left; a head who has it runs `petition drawer` on the first machine".to_owned(),
            ),
            Self::Asked => lang.pick(
                "已申请密件柜钥匙；交换到主机后，请负责人运行 petition drawer --give 序号".to_owned(),
                "asked for the drawer's key; after the exchange a head runs `petition drawer --give PLACE` on the first machine"
                    .to_owned(),
            ),
            Self::AskedBefore => lang.pick(
                "申请过了；等主机的负责人交钥匙，下次交换带回".to_owned(),
                "asked before; a head gives the key, the next exchange brings it".to_owned(),
            ),
            Self::Seat { place, label, name, has, ended } => {
                let state = match (has, ended) {
                    (_, true) => lang.pick("已离任", "has left"),
                    (true, false) => lang.pick("有钥匙", "has the key"),
                    (false, false) => lang.pick("等钥匙", "waits for the key"),
                };
                format!("{place}\t{label}\t{name}\t{state}")
            }
            Self::Given(name, label) => lang.pick(
                format!("密件柜钥匙已封给 {label} 机的 {name}；下次交换送到"),
                format!("the drawer's keys are sealed to {name} on machine {label}; the next exchange brings them"),
            ),
            Self::NoSeat(place) => lang.pick(
                format!("申请名单里没有第 {place} 位，或此人已离任；名单见 petition drawer"),
                format!("nobody waits at place {place}, or they have left; `petition drawer` lists who asked"),
            ),
        }
    }
}
