//! Typed records of petitions (信访记录), their natural keys, and what a course is made of.

use super::course::{Item, Taken, Written};
use super::stages::{Act, Channel, ItemKind, Source, Stage};
use crate::domain::day::Day;
use crate::domain::kinds::{calendar, drawer_seat, item, kind, log, party, taken, tally, tie};
use crate::domain::record::{Fen, Slot, Staged, typed_record};
use crate::journal::{Audience, EntityId, RecordKey, hash};

typed_record!(
    /// 信访件
    Petition, kind::PETITION, {
        /// Receipt number.
        number: String = item::NUMBER,
        /// The office's number.
        final_number: String = item::FINAL_NUMBER,
        channel: u16 = item::CHANNEL,
        kind: u16 = item::KIND,
        source: u16 = item::SOURCE,
        source_number: String = item::SOURCE_NUMBER,
        received: Day = item::RECEIVED,
        paper_date: Day = item::PAPER_DATE,
        registered: Day = item::REGISTERED,
        topic: u16 = item::TOPIC,
        request: String = item::REQUEST,
        place: String = item::PLACE,
        household: EntityId = item::HOUSEHOLD,
        /// How many persons.
        count: i64 = item::COUNT,
        /// 1 real name, 2 anonymous, 3 name or address unclear.
        real_name: u16 = item::REAL_NAME,
        money: Fen = item::MONEY,
        period: Day = item::PERIOD,
        /// The officer who handles it.
        handler: EntityId = item::HANDLER,
        stage: Staged = item::STAGE,
        accused: String = item::ACCUSED,
        against_head: u16 = item::AGAINST_HEAD,
        system_number: String = item::SYSTEM_NUMBER,
        first_handler: EntityId = item::FIRST_HANDLER,
        archive: String = item::ARCHIVE,
    }
);

typed_record!(
    /// 步骤: a fact.
    Step, kind::STEP, {
        petition: EntityId = taken::PETITION,
        act: u16 = taken::ACT,
        on: Day = taken::ON,
        until: Day = taken::UNTIL,
        days: i64 = taken::DAYS,
        result: u16 = taken::RESULT,
        whom: String = taken::WHOM,
        paper: String = taken::PAPER,
        archive: String = taken::ARCHIVE,
        note: String = taken::NOTE,
        corrects: EntityId = taken::CORRECTS,
        about: EntityId = taken::ABOUT,
    }
);

typed_record!(
    /// 联系记录: a fact.
    Log, kind::LOG, {
        petition: EntityId = log::PETITION,
        on: Day = log::ON,
        how: u16 = log::HOW,
        with: String = log::WITH,
        text: String = log::TEXT,
    }
);

typed_record!(
    /// 信访人
    Party, kind::PARTY, {
        petition: EntityId = party::PETITION,
        /// The migrant, where known.
        person: EntityId = party::PERSON,
        name: String = party::NAME,
        phone: String = party::PHONE,
        address: String = party::ADDRESS,
        /// 1 = a representative.
        speaks: u16 = party::SPEAKS,
        order: i64 = party::ORDER,
    }
);

typed_record!(
    /// 关联
    Link, kind::TIE, {
        one: EntityId = tie::ONE,
        other: EntityId = tie::OTHER,
        how: u16 = tie::HOW,
    }
);

typed_record!(
    /// 放假安排
    Table, kind::CALENDAR, {
        year: i64 = calendar::YEAR,
        /// The year's document, as `calendar::read` takes it.
        text: String = calendar::TEXT,
    }
);

typed_record!(
    /// 往年件数
    Tally, kind::TALLY, {
        year: i64 = tally::YEAR,
        channel: u16 = tally::CHANNEL,
        count: i64 = tally::COUNT,
    }
);

typed_record!(
    /// 密件柜席位
    DrawerSeat, kind::DRAWER_SEAT, {
        grant: EntityId = drawer_seat::GRANT,
        /// The public half of the officer's slot.
        public: String = drawer_seat::PUBLIC,
        /// The drawer's keys, sealed to it.
        share: String = drawer_seat::SHARE,
        /// The drawer when the share was made.
        drawer: String = drawer_seat::DRAWER,
    }
);

/// The record of an officer's seat at the drawer: with the office.
pub fn seat_key(grant: EntityId) -> RecordKey {
    let entity = hash::natural(kind::DRAWER_SEAT).fixed(&grant.0).entity();
    RecordKey { audience: Audience::Office, kind: kind::DRAWER_SEAT, scope: EntityId::ZERO, entity }
}

/// Where a plain item's records live: in its village, else with the office alone.
pub fn place(village: Option<EntityId>) -> (Audience, EntityId) {
    village.map_or((Audience::Office, EntityId::ZERO), |village| (Audience::Everyone, village))
}

/// The record of a year's working-day table: in every machine.
pub fn table_key(year: i32) -> RecordKey {
    let entity = hash::natural(kind::CALENDAR).text(&year.to_string()).entity();
    RecordKey { audience: Audience::Everyone, kind: kind::CALENDAR, scope: EntityId::ZERO, entity }
}

/// The record of a year's count by channel: with the office.
pub fn tally_key(year: i32, channel: Channel) -> RecordKey {
    let entity = hash::natural(kind::TALLY).text(&format!("{year} {}", channel.name())).entity();
    RecordKey { audience: Audience::Office, kind: kind::TALLY, scope: EntityId::ZERO, entity }
}

/// The record that ties two items, whichever is named first; it lies where the first of them lies.
pub fn tie_key(at: RecordKey, one: EntityId, other: EntityId) -> RecordKey {
    let (low, high) = if one <= other { (one, other) } else { (other, one) };
    RecordKey {
        kind: kind::TIE,
        entity: hash::natural(kind::TIE).fixed(&low.0).fixed(&high.0).entity(),
        ..at
    }
}

/// Where an item stands, and the other stages of a fork.
pub fn stage_of(slot: &Slot<Staged>) -> (Stage, Vec<Stage>) {
    let mut stages: Vec<Stage> = slot.all().filter_map(|staged| Stage::from_code(staged.stage)).collect();
    stages.sort_by_key(|stage| (std::cmp::Reverse(stage.precedence()), *stage));
    let shown = stages.first().copied().unwrap_or(Stage::Registered);
    (shown, stages.into_iter().skip(1).collect())
}

impl Petition {
    /// What its course is made of; none if it has no day of receipt.
    pub fn item(&self) -> Option<Item> {
        let (stage, fork) = stage_of(&self.stage);
        Some(Item {
            kind: self.kind.shown.and_then(ItemKind::from_code).unwrap_or(ItemKind::Appeal),
            channel: self.channel.shown.and_then(Channel::from_code).unwrap_or(Channel::Letter),
            source: self.source.shown.and_then(Source::from_code).unwrap_or(Source::Direct),
            received: self.received.shown?.first(),
            reachable: self.real_name.shown.is_none_or(|code| code == 1),
            period: self.period.shown,
            stage,
            fork,
        })
    }
}

impl Step {
    /// The fact, if it names an act and a day; `written` = when it was.
    pub fn taken(&self, written: Written) -> Option<Taken> {
        Some(Taken {
            entity: self.entity(),
            written,
            act: self.act.shown.and_then(Act::from_code)?,
            on: self.on.shown?.first(),
            until: self.until.shown,
            days: self.days.shown.and_then(|days| u32::try_from(days).ok()),
            result: self.result.shown,
            whom: self.whom.shown.clone().unwrap_or_default(),
            corrects: self.corrects.shown,
        })
    }
}
