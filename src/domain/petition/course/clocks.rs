//! The clocks of an item (各项期限): which ones its facts started, by which law, and whether they were met.

use super::super::clock::{self, Pause};
use super::super::law::{ClockId, Matter, Start, Whose, WithoutPaper, law_on};
use super::super::stages::{Act, Channel, Route, Source};
use super::{Clock, Item, Office, Taken, route_of};
use crate::domain::day::Day;

/// What clocks are counted from.
pub(super) struct Clocks<'a> {
    pub(super) item: &'a Item,
    pub(super) steps: &'a [Taken],
    pub(super) office: &'a Office<'a>,
}

impl Clocks<'_> {
    pub(super) fn all(&self) -> Vec<Clock> {
        let mut clocks: Vec<Clock> = [
            self.notice(),
            self.objection(),
            self.decision(),
            self.asked(ClockId::ReviewRequest, Act::Deliver, Act::RequestReview),
            self.answered(ClockId::Review, Act::RequestReview, Act::Review),
            self.asked(ClockId::RereviewRequest, Act::Review, Act::RequestRereview),
            self.answered(ClockId::Rereview, Act::RequestRereview, Act::Rereview),
            self.named(),
        ]
        .into_iter()
        .flatten()
        .collect();
        clocks.sort_by_key(|clock| (clock.deadline.from, clock.id));
        clocks
    }

    fn first(&self, acts: &[Act]) -> Option<&Taken> {
        self.steps.iter().find(|step| acts.contains(&step.act))
    }

    fn last(&self, act: Act) -> Option<&Taken> {
        self.steps.iter().rev().find(|step| step.act == act)
    }

    /// A clock of the law in force on its first day.
    fn clock(&self, id: ClockId, from: Day, more: u32, pauses: &[Pause], met: Option<Day>) -> Option<Clock> {
        let law = self.office.crossing.law(self.item.received, from);
        let rule = law.clock(id)?;
        let pauses = if rule.pauses_for_hearing { pauses } else { &[] };
        let days = rule.days.saturating_add(more);
        let deadline = clock::count(from, days, rule.unit, pauses, self.office.counting(law));
        let handed = self.item.source != Source::Direct && !rule.article_handed.is_empty();
        let article = if handed { &rule.article_handed } else { &rule.article };
        let over = [Act::Withdraw, Act::Merge];
        let ended = met.is_none() && (self.first(&over).is_some() || self.item.stage.is_final());
        Some(Clock {
            id,
            law,
            article: article.clone(),
            whose: rule.whose,
            start: rule.start,
            extended: more,
            deadline,
            met,
            ended,
        })
    }

    fn notice(&self) -> Option<Clock> {
        if self.item.channel == Channel::Hotline || !self.item.reachable {
            return None;
        }
        let told = [
            Act::Notify,
            Act::Accept,
            Act::Refuse,
            Act::NoLonger,
            Act::Transfer,
            Act::LegalWay,
            Act::Answer,
            Act::PassOn,
            Act::HandBack,
        ];
        let met = self.first(&told).map(|step| step.on);
        self.clock(ClockId::Notice, self.item.received, 0, &[], met)
    }

    fn objection(&self) -> Option<Clock> {
        if self.item.source == Source::Direct || self.item.channel == Channel::Hotline {
            return None;
        }
        let met = self.first(&[Act::Object]).map(|step| step.on);
        let mut clock = self.clock(ClockId::Objection, self.item.received, 0, &[], met)?;
        clock.ended |= met.is_none() && self.first(&[Act::Accept, Act::Notify]).is_some();
        Some(clock)
    }

    fn decision(&self) -> Option<Clock> {
        if self.item.channel == Channel::Hotline {
            return None;
        }
        let law = law_on(self.item.received);
        let open = self.office.without_paper.unwrap_or(law.settings.acceptance_without_paper);
        let accepted = self.last(Act::Accept);
        let from = match (accepted, self.last(Act::Notify), open) {
            (Some(accepted), ..) => accepted.on,
            (None, Some(notice), WithoutPaper::Notice) => notice.on,
            (None, Some(_), WithoutPaper::Receipt) => self.item.received,
            _ => return None,
        };
        let said = accepted.and_then(|step| step.result).and_then(Route::from_code);
        let route = said
            .unwrap_or_else(|| route_of(self.item.kind, self.office.crossing.law(self.item.received, from)));
        if !route.is_decided() {
            return None;
        }
        let more = self.first(&[Act::Extend]).and_then(|step| step.days).unwrap_or(0);
        let met = self.last(Act::Opinion).map(|step| step.on);
        let mut clock = self.clock(ClockId::Decision, from, more, &[], met)?;
        clock.ended |= met.is_none() && self.first(&[Act::Mediate, Act::LegalWay, Act::Close]).is_some();
        Some(clock)
    }

    /// A request of the person: from the day on which an answer was served.
    fn asked(&self, id: ClockId, served: Act, asks: Act) -> Option<Clock> {
        let step = self.last(served)?;
        let met = self.last(asks).map(|step| step.on);
        self.clock(id, step.until.unwrap_or(step.on).first(), 0, &[], met)
    }

    /// The answer of the higher office: from the day on which the request was received.
    fn answered(&self, id: ClockId, asked: Act, answers: Act) -> Option<Clock> {
        let from = self.last(asked)?.on;
        let met = self.last(answers).map(|step| step.on);
        let held = self.steps.iter().filter(|step| step.act == Act::Hear && step.on > from);
        let pauses: Vec<Pause> = held.map(|step| (step.on, step.until.unwrap_or(step.on).first())).collect();
        self.clock(id, from, 0, &pauses, met)
    }

    /// A period that a paper names: of a hand-over, or of a work order.
    fn named(&self) -> Option<Clock> {
        let due = self.last(Act::SetPeriod).and_then(|step| step.until).or(self.item.period)?.first();
        let hotline = self.item.channel == Channel::Hotline;
        let ends: &[Act] = if hotline { &[Act::Answer, Act::Close, Act::Report] } else { &[Act::Report] };
        let law = self.office.crossing.law(self.item.received, self.item.received);
        let met = self.first(ends).map(|step| step.on);
        Some(Clock {
            id: if hotline { ClockId::Paper } else { ClockId::Assigned },
            law,
            article: if hotline { String::new() } else { law.article(Matter::Assigned).to_owned() },
            whose: Whose::Ours,
            start: Start::Named,
            extended: 0,
            deadline: clock::named(self.item.received, due, self.office.counting(law)),
            met,
            ended: self.first(&[Act::Withdraw, Act::Merge, Act::HandBack]).is_some(),
        })
    }
}
