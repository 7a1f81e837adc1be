//! The yearly summary (年度汇总表) by reservoir, with its check: end = start - reduced - suspended - term ended - moved to another
//! county + restored + added + moved in (domain brief 2.4 f). Events count by the day on which they were approved; the figure
//! by the day from which they count stands beside it.

use std::collections::BTreeMap;

use super::period::Span;
use super::rules::Effect;
use crate::domain::day::Day;

/// An approved decision on a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was done.
    pub effect: Effect,
    /// When it was approved.
    pub approved: Day,
    /// From when it counts.
    pub effective: Day,
}

/// A person of the list, as far as the summary goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The reservoir.
    pub reservoir: String,
    /// First and last day of support.
    pub support: Option<(Day, Option<Day>)>,
    /// Death or leaving by the register, without any decision.
    pub gone_on: Option<Day>,
    /// Approved decisions.
    pub decided: Vec<Decided>,
}

/// One line of the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// On the list the day before the period.
    pub start: i64,
    /// 核减
    pub reduced: i64,
    /// Of the events approved in the period, those that count in it: 核减、停发、转出.
    pub off_effective: i64,
    /// 停发
    pub suspended: i64,
    /// 期满
    pub term_ended: i64,
    /// 转出
    pub moved_out: i64,
    /// 恢复
    pub restored: i64,
    /// 核增, people whose support begins included.
    pub added: i64,
    /// 转入
    pub moved_in: i64,
    /// 更正, without a change of the number.
    pub corrected: i64,
    /// On the list at the period's last day.
    pub end: i64,
}

impl Line {
    /// The columns of the summary in the order of the paper; what counts in the period ([`Line::off_effective`]) stands apart.
    pub fn counts(&self) -> [i64; 10] {
        [
            self.start,
            self.reduced,
            self.suspended,
            self.term_ended,
            self.moved_out,
            self.restored,
            self.added,
            self.moved_in,
            self.corrected,
            self.end,
        ]
    }

    /// What the events make of the start.
    pub fn expected(&self) -> i64 {
        self.start - self.reduced - self.suspended - self.term_ended - self.moved_out
            + self.restored
            + self.added
            + self.moved_in
    }

    /// True if it closes.
    pub fn closes(&self) -> bool {
        self.expected() == self.end
    }

    fn add(&mut self, other: &Line) {
        self.start += other.start;
        self.reduced += other.reduced;
        self.off_effective += other.off_effective;
        self.suspended += other.suspended;
        self.term_ended += other.term_ended;
        self.moved_out += other.moved_out;
        self.restored += other.restored;
        self.added += other.added;
        self.moved_in += other.moved_in;
        self.corrected += other.corrected;
        self.end += other.end;
    }
}

/// The lines by reservoir, and their sum. None for a period that has no days.
pub fn summary<'a>(
    span: Span,
    listed: impl IntoIterator<Item = &'a Listed>,
) -> Option<(BTreeMap<String, Line>, Line)> {
    let (first, last) = (span.first()?, span.last()?);
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for person in listed {
        let line = of_person(person, first, last);
        lines.entry(person.reservoir.clone()).or_default().add(&line);
    }
    lines.retain(|_, line| *line != Line::default());
    let mut sum = Line::default();
    lines.values().for_each(|line| sum.add(line));
    Some((lines, sum))
}

/// What happens to somebody's place on the list, in order of days. On one day a decision comes before the term's end.
#[derive(Clone, Copy)]
enum Event {
    Decided(Decided),
    Begins,
    TermEnds,
}

fn of_person(person: &Listed, first: Day, last: Day) -> Line {
    let mut line = Line::default();
    let Some((from, to)) = person.support else { return line };
    // Gone before the period without a decision: such a roster was imported like that, and they were off before.
    if person.decided.is_empty() && person.gone_on.is_some_and(|gone| gone.is_before(first)) {
        return line;
    }
    let mut events: Vec<(i32, u8, Event)> = vec![(from.first().days(), 0, Event::Begins)];
    // The day after the last one.
    events.extend(to.map(|to| (to.last().days() + 1, 2, Event::TermEnds)));
    events.extend(person.decided.iter().map(|one| (one.approved.first().days(), 1, Event::Decided(*one))));
    events.sort_by_key(|(day, order, _)| (*day, *order));
    let (mut on, mut over) = (false, false);
    for (day, _, event) in events {
        if day > last.days() {
            break;
        }
        let inside = day >= first.days();
        let before = on;
        match event {
            Event::Begins => on = !over,
            Event::TermEnds => {
                on = false;
                over = true;
            }
            Event::Decided(one) if one.effect.takes_off() => on = false,
            Event::Decided(one) if one.effect != Effect::Correct => on = !over,
            Event::Decided(_) => line.corrected += i64::from(inside),
        }
        if inside && before != on {
            count(&mut line, &event, last);
        } else if !inside {
            line.start = i64::from(on);
        }
    }
    line.end = i64::from(on);
    line
}

fn count(line: &mut Line, event: &Event, last: Day) {
    match event {
        Event::Begins => line.added += 1,
        Event::TermEnds => line.term_ended += 1,
        Event::Decided(one) => {
            let counts = i64::from(one.effect.takes_off() && !last.is_before(one.effective));
            line.off_effective += counts;
            match one.effect {
                Effect::Reduce => line.reduced += 1,
                Effect::Stop => line.suspended += 1,
                Effect::TransferOut => line.moved_out += 1,
                Effect::Restore => line.restored += 1,
                Effect::Add => line.added += 1,
                Effect::TransferIn => line.moved_in += 1,
                Effect::Correct | Effect::None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, date: u32) -> Day {
        Day::ymd(year, month, date).unwrap()
    }

    fn listed(from: Day, to: Day, decided: Vec<Decided>) -> Listed {
        Listed { reservoir: "车马碧".into(), support: Some((from, Some(to))), gone_on: None, decided }
    }

    fn decided(effect: Effect, approved: Day, effective: Day) -> Decided {
        Decided { effect, approved, effective }
    }

    #[test]
    fn the_year_2026_closes_when_the_first_cohorts_term_ends() {
        let first = (day(2006, 7, 1), day(2026, 6, 30));
        let later = (day(2018, 6, 1), day(2038, 5, 31));
        let people = [
            listed(first.0, first.1, vec![]),
            listed(first.0, first.1, vec![decided(Effect::Reduce, day(2026, 3, 2), day(2026, 4, 1))]),
            // Reduced after the term had ended: no second leaving.
            listed(first.0, first.1, vec![decided(Effect::Reduce, day(2026, 8, 2), day(2026, 10, 1))]),
            listed(later.0, later.1, vec![]),
            // November: approved this year, counts next year.
            listed(later.0, later.1, vec![decided(Effect::Reduce, day(2026, 11, 12), day(2027, 1, 1))]),
            listed(
                later.0,
                later.1,
                vec![
                    decided(Effect::Reduce, day(2025, 3, 2), day(2025, 4, 1)),
                    decided(Effect::Restore, day(2026, 3, 2), day(2026, 4, 1)),
                ],
            ),
            listed(later.0, later.1, vec![decided(Effect::TransferOut, day(2026, 2, 1), day(2026, 4, 1))]),
            listed(day(2026, 5, 1), day(2046, 4, 30), vec![]),
            Listed { gone_on: Some(day(2024, 1, 1)), ..listed(later.0, later.1, vec![]) },
        ];
        let (lines, sum) = summary(Span::read("2026").unwrap(), &people).unwrap();
        assert_eq!(lines.len(), 1);
        let want = Line {
            start: 6,
            reduced: 2,
            off_effective: 2,
            term_ended: 2,
            moved_out: 1,
            restored: 1,
            added: 1,
            end: 3,
            ..Line::default()
        };
        assert_eq!(sum, want);
        assert!(sum.closes());
    }

    #[test]
    fn what_a_recorder_writes_without_a_decision_takes_nobody_off() {
        let mut person = listed(day(2018, 6, 1), day(2038, 5, 31), vec![]);
        person.gone_on = Some(day(2026, 5, 12));
        let (_, sum) = summary(Span::read("2026").unwrap(), [&person]).unwrap();
        assert_eq!((sum.start, sum.end), (1, 1));
    }
}
