//! From payments to what the subsidy pane shows (补贴所示).

use std::collections::{BTreeMap, HashMap};

use super::{both, shown};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::day::Day;
use crate::domain::record::{Batch, Person};
use crate::domain::subsidy::answer::{self as reading, Change};
use crate::domain::subsidy::payment::{Account, Came, Entry, Stage, Sums, Withheld};
use crate::domain::subsidy::{Explanation, Period, State};
use crate::domain::{kinds, relation};
use crate::flow::subsidy::{
    self as flow, Accounts, BatchLine, Before, CHANGES_MAX, CODES_MAX, Cell, ChangeLine, FindingLine,
    ForecastLine, OpenLine, Preview,
};
use crate::i18n::{Both, checks, counter, subsidy as words};
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, DeskError, EndMonth, Odd, Outlook, Support};
use crate::store::StoreError;

/// A household with every member's account; none if it is not here.
pub fn household(desk: &Desk, household: EntityId) -> Result<Option<Accounts>, StoreError> {
    let Some(card) = desk.household(household)? else { return Ok(None) };
    let persons: Vec<EntityId> = card.members.iter().map(|member| member.person.entity).collect();
    let submitted = desk.submitted_days()?;
    let mut found: HashMap<EntityId, Support> = desk.support_of(&persons)?.into_iter().collect();
    let member = |member: &MemberCard| {
        let support = found.remove(&member.person.entity)?;
        Some(account(desk, member, &support, &submitted))
    };
    let members = card.members.iter().filter_map(member).collect::<Result<_, StoreError>>()?;
    Ok(Some(Accounts { members, ..head(&card) }))
}

fn head(card: &HouseholdCard) -> Accounts {
    Accounts {
        household: card.household.entity,
        code: shown(&card.code),
        head: shown(&card.head_name),
        village: shown(&card.village),
        members: Vec::new(),
    }
}

fn account(
    desk: &Desk,
    member: &MemberCard,
    support: &Support,
    submitted: &HashMap<String, Day>,
) -> Result<flow::Account, StoreError> {
    let claim = &support.claim;
    let relation = match (&member.relation.shown, &member.relation_text.shown) {
        (None, Some(label)) => Both::same(label.clone()),
        (code, _) => Both::same(code.and_then(relation::name).unwrap_or_default()),
    };
    let term = desk.support_term(claim)?;
    let cells = cells(desk.day(), support, submitted);
    Ok(flow::Account {
        person: member.person.entity,
        code: shown(&member.code),
        name: shown(&member.name),
        relation,
        cohort: claim
            .cohort
            .map(|cohort| both(|lang| checks::cohort(lang, cohort).to_owned()))
            .unwrap_or_default(),
        term: term.map(|(from, to)| format!("{} - {}", from.iso(), to.iso())).unwrap_or_default(),
        answer: reading::answer(desk.day(), claim, &support.explained, &support.account, &support.facts),
        sums: support.account.sums,
        receiver: desk
            .receiver_of(member.person.entity)?
            .map(|one| both(|lang| crate::i18n::mandate::receiver(lang, &one)))
            .unwrap_or_default(),
        before: claim.opening.as_ref().map(|opening| Before {
            through: opening.through,
            periods: opening.periods,
            fen: opening.fen,
        }),
        cells,
    })
}

fn cells(today: Day, support: &Support, submitted: &HashMap<String, Day>) -> Vec<Cell> {
    let entries: BTreeMap<Period, &Entry> =
        support.account.entries.iter().map(|entry| (entry.period, entry)).collect();
    let explained: BTreeMap<Period, &Explanation> =
        support.explained.iter().map(|one| (one.period, one)).collect();
    let mut periods: Vec<Period> = explained.keys().chain(entries.keys()).copied().collect();
    periods.sort_by_key(|period| (period.first(), *period));
    periods.dedup();
    let day = |batch: &str| submitted.get(batch).copied();
    let cell = |period: Period| {
        let why = explained.get(&period);
        let entry = entries.get(&period).copied();
        let facts = support.facts.get(&period);
        let state = why.map_or(State::NotEligible, |one| one.state);
        Cell {
            period,
            mark: reading::mark(today, period, entry, facts),
            state,
            why: why.map(|one| both(|lang| words::why(lang, one))).unwrap_or_default(),
            sums: entry.map(|entry| entry.sums).unwrap_or_default(),
            events: facts.map(|facts| reading::events(facts, &day)).unwrap_or_default(),
        }
    };
    periods.into_iter().map(cell).collect()
}

/// One period line by line; none if the person is not here.
pub fn explained(
    desk: &Desk,
    person: EntityId,
    period: Period,
) -> Result<Option<flow::Explained>, DeskError> {
    let Some(one) = desk.explain_support(person, period)? else { return Ok(None) };
    let mut ops: Vec<_> = one.lines.iter().flat_map(|line| line.records.iter().copied()).collect();
    ops.sort();
    ops.dedup();
    Ok(Some(flow::Explained {
        person,
        period,
        state: one.state,
        why: both(|lang| words::why(lang, &one)),
        total: one.total(),
        records: desk.written_by(&ops)?,
        lines: one.lines,
        unsettled: one.unsettled,
    }))
}

/// The batches, the newest first, each with what it waits for.
pub fn batches(desk: &Desk) -> Result<Vec<BatchLine>, StoreError> {
    let progress = desk.batch_progress()?;
    let line = |one: &Batch| {
        let mut line = batch(one);
        (line.unanswered, line.open) = progress.get(&line.number).copied().unwrap_or_default();
        line
    };
    Ok(desk.batch_lines()?.iter().map(line).collect())
}

fn batch(batch: &Batch) -> BatchLine {
    let iso = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
    BatchLine {
        number: shown(&batch.number),
        period: batch.period.shown.and_then(Period::from_code),
        lines: batch.persons.shown.unwrap_or(0),
        fen: batch.total.shown.map_or(0, |fen| fen.0),
        stage: batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen),
        fork: batch.stage.conflict,
        frozen: iso(batch.frozen.shown),
        submitted: iso(batch.submitted.shown),
        unanswered: 0,
        open: 0,
    }
}

/// Code, name and household of persons.
fn named(
    desk: &Desk,
    persons: impl Iterator<Item = EntityId>,
) -> Result<HashMap<EntityId, (String, String, EntityId)>, StoreError> {
    let mut wanted: Vec<EntityId> = persons.collect();
    wanted.sort();
    wanted.dedup();
    let mut names = HashMap::new();
    for some in wanted.chunks(400) {
        for row in desk.persons(some)? {
            names.insert(row.entity, (row.code, row.name, row.household));
        }
    }
    Ok(names)
}

/// What was sent back or held and not paid since.
pub fn open(desk: &Desk) -> Result<Vec<OpenLine>, StoreError> {
    let items = desk.open_items()?;
    let names = named(desk, items.iter().map(|item| item.person))?;
    let mut lines = Vec::with_capacity(items.len());
    for item in items {
        let (code, name, household) = names.get(&item.person).cloned().unwrap_or_default();
        let key = desk.roll().persons.get(&item.person).map(|row| row.village).unwrap_or(item.village);
        let record = desk.record(crate::runtime::desk::key_of(kinds::kind::PERSON, key, item.person))?;
        let now = record.and_then(|record| {
            let key = crate::runtime::desk::key_of(kinds::kind::PERSON, key, item.person);
            Person::from_record(key, &record).account.shown
        });
        lines.push(OpenLine {
            person: item.person,
            household,
            code,
            name,
            village: desk.roll().place(item.village).to_owned(),
            period: Period::from_code(item.period),
            batch: item.batch,
            fen: item.fen,
            reason: item.reason,
            on: item.on.map(Day::iso).unwrap_or_default(),
            corrected: now.is_some_and(|now| !now.is_empty() && now != item.account),
        });
    }
    // What the bank sent back first, the newest of it at the top: that is what somebody asks about today.
    lines.sort_by(|one, other| {
        let first = |line: &OpenLine| !counter::is_bank(line.reason);
        first(one)
            .cmp(&first(other))
            .then_with(|| other.on.cmp(&one.on))
            .then_with(|| one.code.cmp(&other.code))
    });
    Ok(lines)
}

/// A period's list against the last one.
pub fn preview(desk: &Desk, period: Period, outlook: &Outlook) -> Result<Preview, StoreError> {
    let held = |held: Option<Withheld>| {
        held.map(|held| both(|lang| words::reason(lang, held.name()).to_owned())).unwrap_or_default()
    };
    // Person, village, change, fen now and before, why.
    let mut changes: Vec<(EntityId, Option<EntityId>, Change, i64, i64, Both)> = Vec::new();
    let village_of = |person: &EntityId| desk.roll().persons.get(person).map(|row| row.village);
    let found = &outlook.compared;
    for one in &found.held {
        let (now, was) = (one.now.unwrap_or(0), one.was.unwrap_or(0));
        changes.push((one.person, village_of(&one.person), Change::Held, now, was, held(one.held)));
    }
    let parts = [(Change::New, &found.new), (Change::Amount, &found.changed), (Change::Gone, &found.gone)];
    for (change, part) in parts {
        for one in part.iter().filter(|one| one.held.is_none()) {
            let why = one.explained.as_ref().filter(|_| change == Change::Gone);
            let why = why.map(|why| both(|lang| counter::because(lang, why, None))).unwrap_or_default();
            let (now, was) = (one.now.unwrap_or(0), one.was.unwrap_or(0));
            changes.push((one.person, village_of(&one.person), change, now, was, why));
        }
    }
    for item in &outlook.again {
        let period = Period::from_code(item.period).map(|period| period.to_string()).unwrap_or_default();
        changes.push((item.person, Some(item.village), Change::Again, item.fen, 0, Both::same(period)));
    }
    let counts = Change::ALL.map(|change| changes.iter().filter(|one| one.2 == change).count());
    changes.sort_by_key(|one| (one.2, one.1, one.0));
    changes.truncate(CHANGES_MAX);
    let names = named(desk, changes.iter().map(|one| one.0))?;
    let line = |(person, village, change, fen, before, why): (
        EntityId,
        Option<EntityId>,
        Change,
        i64,
        i64,
        Both,
    )| {
        let (code, name, household) = names.get(&person).cloned().unwrap_or_default();
        let village = village.map(|village| desk.roll().place(village).to_owned()).unwrap_or_default();
        ChangeLine { person, household, code, name, village, change, fen, before, why }
    };
    let (lines, fen) = found.before;
    let last = found.batch.clone().map(|number| (number, i64::try_from(lines).unwrap_or(0), fen));
    Ok(Preview {
        period,
        persons: outlook.persons(),
        fen: outlook.total(),
        last,
        counts,
        pending: (outlook.pending.waiting, outlook.pending.persons, outlook.pending.fen),
        frozen: outlook.frozen.clone(),
        lines: changes.into_iter().map(line).collect(),
    })
}

/// What the sweep of all lists finds.
pub fn findings(desk: &Desk) -> Result<Vec<FindingLine>, StoreError> {
    let found = desk.sweep_payments()?;
    let names = named(desk, found.iter().flat_map(|odd| odd.persons.iter().copied()))?;
    let line = |odd: Odd| {
        let of = |person: &EntityId| names.get(person).cloned().unwrap_or_default();
        let person = odd.persons.first().copied().unwrap_or_default();
        FindingLine {
            oddity: odd.oddity.name(),
            person,
            household: of(&person).2,
            persons: odd.persons.iter().map(|one| (of(one).0, of(one).1)).collect(),
            periods: odd.periods,
        }
    };
    Ok(found.into_iter().map(line).collect())
}

/// The ends of terms.
pub fn forecast(desk: &Desk) -> Result<Vec<ForecastLine>, StoreError> {
    let line = |month: EndMonth| ForecastLine {
        month: month.month,
        cohort: month.cohort,
        persons: month.persons.len(),
        codes: month.persons.into_iter().take(CODES_MAX).collect(),
    };
    Ok(desk.support_forecast()?.into_iter().map(line).collect())
}

/// The last payment of a household, in the words of its card; none where nothing was ever credited.
pub fn last_payment(desk: &Desk, members: &[MemberCard]) -> Result<Option<Both>, StoreError> {
    let persons: Vec<EntityId> = members.iter().map(|member| member.person.entity).collect();
    let credit = |account: &Account| {
        let paid = account.entries.iter().filter(|entry| matches!(entry.came, Came::Credited));
        paid.filter_map(|entry| Some((entry.on?, entry.period, entry.sums))).max_by_key(|one| (one.0, one.1))
    };
    let credits: Vec<(Day, Period, Sums)> =
        desk.support_of(&persons)?.iter().filter_map(|(_, support)| credit(&support.account)).collect();
    let Some((on, period)) = credits.iter().map(|one| (one.0, one.1)).max() else { return Ok(None) };
    let fen = credits.iter().filter(|one| (one.0, one.1) == (on, period)).map(|one| one.2.paid).sum();
    Ok(Some(both(|lang| counter::last_payment(lang, &on.iso(), fen))))
}
