//! The course of a person's support (扶持过程): period after period from the begin of the term, what counts of each and why.
//!
//! The count runs from the begin because the ceiling does (domain.md 1.10): nobody is paid for more than the years of the
//! term, opening balances included, however the rules changed on the way.

use super::super::day::Day;
use super::super::migrant::Cohort;
use super::claim::{Claim, PAID_TO_PERSON, PERSON_AND_PROJECT, Stop};
use super::period::{Period, Share, after, before, months_later};
use super::rule::{Broken, Effect, Proration, Rule, Version};

/// What a period is to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 应发
    Due,
    /// 暂缓: due, and held until something is settled.
    Held,
    /// 核减
    Reduced,
    /// 暂停
    Suspended,
    /// 扶持期满
    Ended,
    /// 无规则: no version of the rule holds then, or it knows no term for the cohort.
    NoRule,
    /// 不享受
    NotEligible,
}

impl State {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            State::Due => "due",
            State::Held => "withheld",
            State::Reduced => "reduced",
            State::Suspended => "suspended",
            State::Ended => "ended",
            State::NoRule => "no_rule",
            State::NotEligible => "not_eligible",
        }
    }
}

/// Why it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Within the term.
    InTerm,
    /// A stop (index into [`Claim::stops`]) has its effect.
    Stopped(usize),
    /// Paid later, after a return; the stop's index.
    PaidBack(usize),
    /// The term is over since that day, and no extension is on file (后续政策未录入).
    TermOver(Day),
    /// The register gives an earlier end.
    RegisterEnds(Day),
    /// As much as the whole term was counted already.
    Ceiling,
    /// Before the begin.
    NotYet(Day),
    /// Slots contradict each other.
    Clash,
    /// Neither relocation nor kind of migrant tells the cohort.
    NoCohort,
    /// The mode of support is not one that pays; 0 = none was recorded.
    Mode(u16),
    /// The rule has no term for the cohort, or no version for the time.
    NoRule,
}

/// What was counted of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Nothing.
    Nothing,
    /// The period.
    Period,
    /// Months of so many.
    Months(u32, u32),
    /// Days of so many.
    Days(u32, u32),
}

/// One counted period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub period: Period,
    /// What it is.
    pub state: State,
    /// Why.
    pub why: Why,
    /// How much of a year's amount.
    pub share: Share,
    /// In what words.
    pub counted: Counted,
    /// Index of the version that ruled it.
    pub version: Option<usize>,
}

/// When support runs, and how much there can be.
struct Span {
    begin: Day,
    /// Last day.
    end: Day,
    /// True if the register, not the term, ends it.
    by_register: bool,
    limit: Share,
}

/// One stop, with the days that its rule gives it.
struct Break {
    at: usize,
    from: Day,
    back: Option<Day>,
    effect: Effect,
    backpay: bool,
}

/// Every period from the begin of the term to the one in which `through` lies.
pub fn walk(rule: &Rule, claim: &Claim, through: Day) -> Vec<Step> {
    let mut walker = match Walker::new(rule, claim) {
        Ok(walker) => walker,
        Err((state, why)) => {
            let period = rule.period_of(through);
            return period.into_iter().map(|period| nothing(rule, period, state, why)).collect();
        }
    };
    let mut steps = Vec::new();
    let mut next = rule.period_of(walker.span.begin);
    while let Some(period) = next.filter(|period| period.first() <= through.first()) {
        steps.push(walker.step(period));
        next = Some(rule.next(period)).filter(|next| *next != period);
    }
    steps
}

/// What a period is to a person: as in [`walk`], whenever it lies.
pub fn of_period(rule: &Rule, claim: &Claim, period: Period) -> Step {
    let mut walker = match Walker::new(rule, claim) {
        Ok(walker) => walker,
        Err((state, why)) => return nothing(rule, period, state, why),
    };
    let mut next = rule.period_of(walker.span.begin);
    if next.is_none_or(|first| period.last() < first.first()) {
        return nothing(rule, period, State::NotEligible, Why::NotYet(walker.span.begin));
    }
    while let Some(here) = next.filter(|here| here.first() <= period.first()) {
        let step = walker.step(here);
        if here == period {
            return step;
        }
        next = Some(rule.next(here)).filter(|next| *next != here);
    }
    // A period of a length in which nothing is paid then.
    nothing(rule, period, State::NoRule, Why::NoRule)
}

/// The last day of support as it is known now; none where there is none. Suspensions that a rule adds are not looked at.
pub fn last_day(rule: &Rule, claim: &Claim) -> Option<Day> {
    Walker::new(rule, claim).ok().map(|walker| walker.span.end)
}

/// The period in which support ends, or the one before where the broken last one does not count.
pub fn last_step(rule: &Rule, claim: &Claim, end: Day) -> Option<Step> {
    let steps = walk(rule, claim, end);
    steps.into_iter().rev().find(|step| step.state != State::Ended)
}

fn nothing(rule: &Rule, period: Period, state: State, why: Why) -> Step {
    let version = rule.version_of(period);
    Step { period, state, why, share: Share::NONE, counted: Counted::Nothing, version }
}

struct Walker<'a> {
    rule: &'a Rule,
    claim: &'a Claim,
    span: Span,
    breaks: Vec<Break>,
    used: Share,
    /// Months of suspended periods that the rule adds at the end.
    shifted: u32,
}

impl<'a> Walker<'a> {
    fn new(rule: &'a Rule, claim: &'a Claim) -> Result<Self, (State, Why)> {
        match claim.mode {
            Some(PAID_TO_PERSON | PERSON_AND_PROJECT) => {}
            // A roster without that column: the day from which support runs says that there is one.
            None if claim.from.is_some() => {}
            mode => return Err((State::NotEligible, Why::Mode(mode.unwrap_or(0)))),
        }
        let cohort = claim.cohort.ok_or((State::NotEligible, Why::NoCohort))?;
        let span = span(rule, claim, cohort)?;
        let breaks = claim.stops.iter().enumerate().filter_map(|(at, stop)| broken(rule, claim, at, stop));
        Ok(Self { rule, claim, span, breaks: breaks.collect(), used: Share::NONE, shifted: 0 })
    }

    fn step(&mut self, period: Period) -> Step {
        self.count_opening(period);
        let Some(at) = self.rule.version_of(period) else {
            return nothing(self.rule, period, State::NoRule, Why::NoRule);
        };
        let version = &self.rule.versions[at];
        let step =
            |state, why, share, counted| Step { period, state, why, share, counted, version: Some(at) };
        let end = self.end();
        if period.first() > end || self.breaks_off(version, period, end) {
            let why = match self.span.by_register {
                true => Why::RegisterEnds(end),
                false => Why::TermOver(end),
            };
            return step(State::Ended, why, Share::NONE, Counted::Nothing);
        }
        let (share, counted, stop) = self.count(version, period, end);
        let Some(share) = Some(share).filter(|share| *share > Share::NONE) else {
            return self.not_paid(version, period, stop, &step);
        };
        let left = self.span.limit.less(self.used);
        if left == Share::NONE {
            return step(State::Ended, Why::Ceiling, Share::NONE, Counted::Nothing);
        }
        self.used = self.used.plus(share.min(left));
        let paid_back = self.paid_back(period);
        let why = match (paid_back, share > left) {
            (_, true) => Why::Ceiling,
            (Some(stop), false) => Why::PaidBack(stop),
            (None, false) => Why::InTerm,
        };
        let state = if self.claim.clashes.is_empty() { State::Due } else { State::Held };
        let why = if state == State::Held { Why::Clash } else { why };
        if let Some(stop) = self.held(period) {
            return step(State::Held, Why::Stopped(stop), share.min(left), counted);
        }
        step(state, why, share.min(left), counted)
    }

    fn not_paid(
        &mut self,
        version: &Version,
        period: Period,
        stop: Option<usize>,
        step: &dyn Fn(State, Why, Share, Counted) -> Step,
    ) -> Step {
        let Some(stop) = stop else {
            // The broken unit at the begin does not count.
            let first = after(period.last()).unwrap_or(self.span.begin);
            return step(State::NotEligible, Why::NotYet(first), Share::NONE, Counted::Nothing);
        };
        let effect = self.breaks.iter().find(|one| one.at == stop).map(|one| one.effect);
        if version.suspend_extends_term && effect == Some(Effect::Suspend) {
            self.shifted += period.length().months();
        }
        let state = if effect == Some(Effect::Suspend) { State::Suspended } else { State::Reduced };
        step(state, Why::Stopped(stop), Share::NONE, Counted::Nothing)
    }

    /// The last day, with what a rule adds for suspended periods.
    fn end(&self) -> Day {
        let first_after = after(self.span.end).and_then(|day| months_later(day, self.shifted));
        first_after.and_then(before).filter(|_| self.shifted > 0).unwrap_or(self.span.end)
    }

    /// After the last period that an opening balance covers, what it counted counts, if that is more.
    fn count_opening(&mut self, period: Period) {
        if let Some(opening) = &self.claim.opening
            && period.first() > opening.through.last()
        {
            let months = opening.periods.saturating_mul(opening.through.length().months());
            self.used = self.used.max(Share::of_months(months));
        }
    }

    /// The broken period at the end, where the rule counts periods and not the last one.
    fn breaks_off(&self, version: &Version, period: Period, end: Day) -> bool {
        let whole = version.proration == Proration::WholePeriod && version.last_period == Broken::NotCounted;
        // A person whose only period this is has begun in it.
        whole && end < period.last() && self.span.begin < period.first()
    }

    /// What counts of a period, and the stop that took something away.
    fn count(&self, version: &Version, period: Period, end: Day) -> (Share, Counted, Option<usize>) {
        let begin = self.span.begin.max(period.first());
        let last = end.min(period.last());
        match version.proration {
            Proration::WholePeriod => {
                let broken = self.span.begin > period.first();
                if broken && version.first_period == Broken::NotCounted {
                    return (Share::NONE, Counted::Nothing, None);
                }
                match self.stopped_on(begin) {
                    None => (Share::of_months(period.length().months()), Counted::Period, None),
                    stop => (Share::NONE, Counted::Nothing, stop),
                }
            }
            Proration::ByMonth => {
                let counts = |month: &Period| {
                    let (starts, ends) = (begin > month.first(), last < month.last());
                    let inside = month.first() <= last && begin <= month.last();
                    inside
                        && !(starts && version.first_period == Broken::NotCounted)
                        && !(ends && version.last_period == Broken::NotCounted)
                };
                let months: Vec<Period> = period.months().filter(counts).collect();
                let stop = months.iter().find_map(|month| self.stopped_on(month.first().max(begin)));
                let open = months.iter().filter(|month| self.stopped_on(month.first().max(begin)).is_none());
                let (count, of) = (u32::try_from(open.count()).unwrap_or(0), period.length().months());
                (Share::of_months(count), Counted::Months(count, of), stop)
            }
            Proration::ByDay => {
                let days = (begin.days()..=last.days()).filter_map(|day| Day::from_stored(day, 0));
                let (mut count, mut stop) = (0_u32, None);
                for day in days {
                    match self.stopped_on(day) {
                        None => count += 1,
                        Some(at) => stop = stop.or(Some(at)),
                    }
                }
                (Share::of_days(count, period), Counted::Days(count, period.days()), stop)
            }
        }
    }

    /// The reduction or suspension in effect on a day; what is paid back later, or only held, is none.
    fn stopped_on(&self, day: Day) -> Option<usize> {
        let stops = |one: &&Break| one.holds(day) && one.effect != Effect::Hold && !one.is_paid_back();
        self.breaks.iter().find(stops).map(|one| one.at)
    }

    fn held(&self, period: Period) -> Option<usize> {
        let held =
            |one: &&Break| one.effect == Effect::Hold && one.holds(period.first()) && one.back.is_none();
        self.breaks.iter().find(held).map(|one| one.at)
    }

    fn paid_back(&self, period: Period) -> Option<usize> {
        self.breaks.iter().find(|one| one.is_paid_back() && one.holds(period.first())).map(|one| one.at)
    }
}

impl Break {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && self.back.is_none_or(|back| day < back)
    }

    fn is_paid_back(&self) -> bool {
        self.backpay && self.back.is_some()
    }
}

fn span(rule: &Rule, claim: &Claim, cohort: Cohort) -> Result<Span, (State, Why)> {
    let term = rule.term(cohort).ok_or((State::NoRule, Why::NoRule))?;
    // Who joined the later cohort without a day of relocation has it from the day of support.
    let (start, over) =
        rule.span(cohort, claim.relocated.or(claim.from)).ok_or((State::NotEligible, Why::NoCohort))?;
    let begin = claim.from.map_or(start, |from| from.first().max(start));
    let extended = rule.extended(cohort);
    // The register's own end was written for the term as it then was: an extension on file goes past it.
    let until = claim.until.map(Day::last).filter(|until| {
        let term_end = months_later(start, term.years * 12).and_then(before);
        extended == 0 || term_end.is_none_or(|end| *until < end)
    });
    let end = until.map_or(over, |until| until.min(over));
    let limit = Share::of_months(term.years * 12 + extended);
    Ok(Span { begin, end, by_register: end < over, limit })
}

/// The days of a stop, by the version in force when it happened, so that a later version leaves earlier periods alone. A
/// cause that this version does not know stops nothing.
fn broken(rule: &Rule, claim: &Claim, at: usize, stop: &Stop) -> Option<Break> {
    let first = rule.versions.first()?;
    let version = rule.version_on(stop.from.last()).map_or(first, |at| &rule.versions[at]);
    let Some(cause) = version.cause(&stop.cause) else {
        // A cause that the rule does not know pays nobody by mistake: it is held until somebody says what it does.
        let from = version.effect_of(version.stop_effective, stop.from);
        return Some(Break { at, from, back: None, effect: Effect::Hold, backpay: true });
    };
    if claim.town_status && version.town_status_keeps && cause.code == NOT_AGRICULTURAL {
        return None;
    }
    let back = stop.back.filter(|_| cause.restorable).map(|back| {
        let version = rule.version_on(back).map_or(version, |at| &rule.versions[at]);
        version.effect_of(version.restore_effective, back)
    });
    let from = version.effect_of(version.stop_effective, stop.from);
    Some(Break { at, from, back, effect: cause.effect, backpay: cause.backpay })
}

/// Became non-agricultural (转为非农业户口): the cause that the town-status reform may be exempted from (domain.md 1.8, R4x).
const NOT_AGRICULTURAL: &str = "R4";
