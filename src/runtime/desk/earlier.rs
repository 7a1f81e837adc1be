//! Starting from what exists (往年发放与期初): rosters of earlier years become payment facts; where they are lost, an opening
//! balance says what was paid. The same file twice changes nothing; what is known otherwise is never overwritten.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use super::walk::walk;
use super::{BatchError, Desk, DeskError, key_of};
use crate::domain::day::Day;
use crate::domain::kinds::{batch as slots, kind, opening, returned};
use crate::domain::place::{Found, Level};
use crate::domain::record::{Opened, Person};
use crate::domain::register::Edit;
use crate::domain::subsidy::claim::Claim;
use crate::domain::subsidy::earlier::{Known, NotTaken, PastRow, Register, Sum, covered, spread};
use crate::domain::subsidy::payment::{CREDITED, Facts, Sort, Stage};
use crate::domain::subsidy::records::{batch_entity, chunks, list_part, opening_entity, return_entity};
use crate::domain::subsidy::rule::Rule;
use crate::domain::subsidy::{Explanation, Period};
use crate::domain::value::{PayLine, Value};
use crate::exchange::brought::FileMark;
use crate::i18n::subsidy_acts::Against;
use crate::journal::{EntityId, Op};
use crate::sheets::{Wishes, Words, read_file, read_payments};
use crate::store::{Part, StoreError};

/// Operations of one commit of openings.
const OPS_FULL: usize = 1_000;

/// What became of a roster of payments, or of openings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenPast {
    /// Number of the batch; empty if nothing was new.
    pub batch: String,
    /// Rows that became facts.
    pub taken: usize,
    /// Rows that say what was known.
    pub already: usize,
    /// Fen of the rows that were taken.
    pub fen: i64,
    /// Rows that were not taken: sheet's name, row, name in it, why.
    pub refused: Vec<(String, u32, NotTaken)>,
}

/// What is entered of an opening balance.
#[derive(Clone, Debug)]
pub struct NewOpening {
    /// The last period that it covers.
    pub through: Period,
    /// Periods that were credited.
    pub periods: u32,
    /// Fen.
    pub fen: i64,
    /// Where it stands.
    pub source: String,
}

/// One row of the file and the person that it means.
struct Meant<'a> {
    row: &'a PastRow,
    who: &'a Known,
    fen: i64,
}

impl Desk {
    /// Takes a roster of an earlier period in. `said` = `COLUMN=FIELD`.
    pub fn take_history(
        &mut self,
        file: &Path,
        period: Period,
        said: &[String],
    ) -> Result<TakenPast, BatchError> {
        self.may_settle()?;
        let rule = self.support_rule()?.ok_or(Against::NoRuleHere)?;
        let periods = covered(rule, period).ok_or(Against::ShorterThanPaid(period))?;
        let last = periods.last().map_or(period.last(), |last| last.last());
        if last > self.day() {
            return Err(Against::NotOverYet(period).into());
        }
        self.open_on(last)?;
        let (rows, names, hash) = read_rows(file, said)?;
        let known = self.known_persons()?;
        let (meant, refused) = self.meant(&rows, &known);
        let mut taken = TakenPast::default();
        let mut refuse = |row: &PastRow, why| taken.refused.push((name_of(&names, row), row.row, why));
        refused.into_iter().for_each(|(row, why)| refuse(row, why));
        let (facts, openings) = (self.listed_in(&periods)?, self.openings()?);
        let claims = self.claims_of(&meant.iter().map(|one| one.who.person).collect::<Vec<_>>())?;
        let mut villages: BTreeMap<EntityId, Vec<PayLine>> = BTreeMap::new();
        let (mut fresh, mut already, mut fen) = (0, 0, 0);
        let none = BTreeMap::new();
        for one in &meant {
            let parts = parts_of(rule, claims.get(&one.who.person), &periods, one.fen);
            let facts = facts.get(&one.who.person).unwrap_or(&none);
            let opened = openings.get(&one.who.person).map(|opening| opening.through.last());
            if let Some(period) =
                parts.keys().find(|period| opened.is_some_and(|last| period.first() <= last))
            {
                refuse(one.row, NotTaken::InOpening(*period));
                continue;
            }
            match paid_otherwise(facts, &parts) {
                Paid::Same => already += 1,
                Paid::Otherwise(batch, fen) => refuse(one.row, NotTaken::Paid(batch, fen)),
                Paid::Not => {
                    (fresh, fen) = (fresh + 1, fen + one.fen);
                    let lines = villages.entry(one.who.village).or_default();
                    lines.extend(parts.into_iter().map(|(period, fen)| line_of(one, period, fen)));
                }
            }
        }
        (taken.taken, taken.already, taken.fen) = (fresh, already, fen);
        taken.refused.sort_by(|left, right| (&left.0, left.1).cmp(&(&right.0, right.1)));
        if !villages.is_empty() {
            let mark = FileMark::set(&self.folder)?;
            taken.batch = self.write_past(rule, period, last, &hash, villages)?;
            mark.note(&mut self.folder)?;
        }
        Ok(taken)
    }

    fn write_past(
        &mut self,
        rule: &Rule,
        period: Period,
        on: Day,
        hash: &str,
        villages: BTreeMap<EntityId, Vec<PayLine>>,
    ) -> Result<String, BatchError> {
        let number = self.free_number(period, "L")?;
        let batch = batch_entity(&number);
        let count = villages.values().map(Vec::len).sum::<usize>();
        let fen: i64 = villages.values().flatten().map(|line| line.fen).sum();
        let version = rule.version_of(period).map_or(0, |at| rule.versions[at].version);
        let (mut ops, mut first): (Vec<(EntityId, Op)>, i64) = (Vec::new(), 1);
        for (village, lines) in villages {
            for chunk in chunks(lines) {
                let count = i64::try_from(chunk.len()).unwrap_or(0);
                ops.push((village, list_part(batch, village, first, chunk)?.op));
                first += count;
            }
            let edit = Edit::new(kind::RETURN, return_entity(batch, village, hash))
                .set(returned::BATCH, Value::Ref(batch), &[])
                .set(returned::ON, Value::Day(on), &[])
                .set(returned::OTHERS, Value::Code(CREDITED), &[])
                .set(returned::FILE, Value::Text(hash.to_owned()), &[]);
            ops.push((village, edit.finish()?));
        }
        let head = Edit::new(kind::BATCH, batch)
            .set(slots::NUMBER, Value::Text(number.clone()), &[])
            .set(slots::PERIOD, Value::Code(period.code()), &[])
            .set(slots::PERSONS, Value::Int(i64::try_from(count).unwrap_or(0)), &[])
            .set(slots::TOTAL, Value::Money(fen), &[])
            .set(slots::RULE, Value::Text(format!("{}/{version}", rule.rule_id)), &[])
            .set(slots::FROZEN, Value::Day(on), &[])
            .set(slots::STAGE, Value::Code(Stage::Submitted.code()), &[])
            .set(slots::SUBMITTED, Value::Day(on), &[])
            .set(slots::SORT, Value::Code(Sort::Imported.code()), &[])
            .set(slots::FILE, Value::Text(hash.to_owned()), &[]);
        self.write_parts(ops, &[head.finish()?])?;
        Ok(number)
    }

    /// Gives a person an opening balance, or another one in its stead.
    pub fn open_balance(&mut self, person: EntityId, new: &NewOpening) -> Result<bool, BatchError> {
        self.may_settle()?;
        let facts = self.payment_facts(person)?;
        let mut listed = facts.iter().filter(|(_, facts)| !facts.attempts.is_empty());
        self.may_open(person, listed.next().map(|(period, _)| *period), new)?;
        let village = self.village_of(person);
        let Some((scope, op)) = self.opening_op(person, village, new)? else { return Ok(false) };
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(scope, &op).map(drop))?;
        Ok(true)
    }

    /// Takes opening balances of many persons in: a table with number of periods and amount.
    pub fn take_openings(
        &mut self,
        file: &Path,
        through: Period,
        source: &str,
        said: &[String],
    ) -> Result<TakenPast, BatchError> {
        self.may_settle()?;
        let (rows, names, _) = read_rows(file, said)?;
        let known = self.known_persons()?;
        let (meant, refused) = self.meant(&rows, &known);
        let mut taken = TakenPast::default();
        let refusals = refused.into_iter().map(|(row, why)| (name_of(&names, row), row.row, why));
        taken.refused.extend(refusals);
        let listed = self.first_listed()?;
        let mut ops: Vec<(EntityId, Op)> = Vec::new();
        for one in &meant {
            let periods = one.row.periods.unwrap_or(0);
            let new = NewOpening { through, periods, fen: one.fen, source: source.to_owned() };
            match self.may_open(one.who.person, listed.get(&one.who.person).copied(), &new) {
                Err(BatchError::Say(Against::OpeningOverlaps(period))) => {
                    let why = NotTaken::InOpening(period);
                    taken.refused.push((name_of(&names, one.row), one.row.row, why));
                    continue;
                }
                Err(BatchError::Say(_)) => {
                    taken.refused.push((name_of(&names, one.row), one.row.row, NotTaken::NoSum));
                    continue;
                }
                other => other?,
            }
            match self.opening_op(one.who.person, one.who.village, &new)? {
                None => taken.already += 1,
                Some(op) => {
                    (taken.taken, taken.fen) = (taken.taken + 1, taken.fen + one.fen);
                    ops.push(op);
                }
            }
        }
        // Scopes ascend in a commit.
        ops.sort_by_key(|(scope, _)| *scope);
        let mark = FileMark::set(&self.folder)?;
        for some in ops.chunks(OPS_FULL) {
            let act = self.folder.new_act()?;
            self.folder.write(Part::whole(act), |commit| {
                some.iter().try_for_each(|(scope, op)| commit.push(*scope, op).map(drop))
            })?;
        }
        mark.note(&mut self.folder)?;
        Ok(taken)
    }

    /// An opening lies before everything that was paid here, within the term, and pays for as many periods as it says.
    /// `listed` = the first period of which a list is kept.
    fn may_open(&self, person: EntityId, listed: Option<Period>, new: &NewOpening) -> Result<(), BatchError> {
        if new.fen < 0 || (new.periods == 0) != (new.fen == 0) || new.source.trim().is_empty() {
            return Err(Against::OpeningIncomplete.into());
        }
        if let Some(period) = listed.filter(|period| period.first() <= new.through.last()) {
            return Err(Against::OpeningOverlaps(period).into());
        }
        let rule = self.support_rule()?.ok_or(Against::NoRuleHere)?;
        let claim = self.claim(person)?;
        let term = claim.and_then(|claim| {
            let term = rule.term(claim.cohort?)?.years * 12 + rule.extended(claim.cohort?);
            Some(term / new.through.length().months())
        });
        match term {
            Some(most) if new.periods > most => Err(Against::OpeningTooMany(most).into()),
            _ => Ok(()),
        }
    }

    /// The operation of an opening with its village, the person's or the former one where it was written; none if it is on
    /// file so.
    fn opening_op(
        &self,
        person: EntityId,
        village: EntityId,
        new: &NewOpening,
    ) -> Result<Option<(EntityId, Op)>, BatchError> {
        // One of a former village says what was paid all the same.
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(None) };
        let records = self.folder.ask(move |state| state.holding(kind::OPENING, opening::PERSON, &bytes))?;
        let known = records.iter().map(|(key, record)| Opened::from_record(*key, record));
        let mut known = known.filter(|one| one.common.stands());
        let was = known.next();
        let fresh = key_of(kind::OPENING, village, opening_entity(person));
        let key = was.as_ref().map_or(fresh, |was| was.common.key);
        let mut edit = Edit::new(kind::OPENING, key.entity);
        let periods = i64::from(new.periods);
        match &was {
            None => edit = edit.set(opening::PERSON, Value::Ref(person), &[]),
            Some(was) => {
                let same = was.through.shown == Some(new.through.code())
                    && was.periods.shown == Some(periods)
                    && was.amount.shown.map(|fen| fen.0) == Some(new.fen)
                    && was.source.shown.as_deref() == Some(new.source.as_str());
                if same {
                    return Ok(None);
                }
            }
        }
        let ops = |pick: fn(&Opened) -> &Vec<crate::journal::OpId>| {
            was.as_ref().map(|was| pick(was).clone()).unwrap_or_default()
        };
        edit = edit
            .set(opening::THROUGH, Value::Code(new.through.code()), &ops(|was| &was.through.ops))
            .set(opening::PERIODS, Value::Int(periods), &ops(|was| &was.periods.ops))
            .set(opening::AMOUNT, Value::Money(new.fen), &ops(|was| &was.amount.ops))
            .set(opening::SOURCE, Value::Text(new.source.clone()), &ops(|was| &was.source.ops));
        Ok(Some((key.scope, edit.finish()?)))
    }

    /// Rows with the one person that each means, and those that are refused.
    fn meant<'a>(
        &self,
        rows: &'a [PastRow],
        known: &'a [Known],
    ) -> (Vec<Meant<'a>>, Vec<(&'a PastRow, NotTaken)>) {
        let register = Register::new(known);
        let mut seen: HashMap<EntityId, u32> = HashMap::new();
        let (mut meant, mut refused) = (Vec::new(), Vec::new());
        let mut villages: HashMap<(&str, &str), Vec<EntityId>> = HashMap::new();
        for row in rows {
            let places = villages
                .entry((row.township.as_str(), row.village.as_str()))
                .or_insert_with(|| self.villages_called(row));
            let whom = match row.sum {
                Sum::Nothing => Err(NotTaken::NoSum),
                Sum::Unread => Err(NotTaken::SumUnread),
                Sum::Fen(_) if row.persons.is_some_and(|count| count > 1) => {
                    Err(NotTaken::ForSeveral(row.persons.unwrap_or(0)))
                }
                Sum::Fen(fen) => register.whom(row, places).map(|who| (who, fen)),
            };
            match whom {
                Err(why) => refused.push((row, why)),
                Ok((who, fen)) => match seen.insert(who.person, row.row) {
                    Some(first) => refused.push((row, NotTaken::Twice(first))),
                    None => meant.push(Meant { row, who, fen }),
                },
            }
        }
        (meant, refused)
    }

    fn villages_called(&self, row: &PastRow) -> Vec<EntityId> {
        if row.village.is_empty() {
            return Vec::new();
        }
        let found = match row.township.is_empty() {
            true => self.roll.places.find(Level::Village, &row.village, None),
            false => self.roll.places.village(&row.township, &row.village),
        };
        match found {
            Found::One(entity) => vec![entity],
            Found::Many(entities) => entities,
            // A title of a sheet is no village: then the village tells nothing.
            Found::Nothing => Vec::new(),
        }
    }

    fn known_persons(&self) -> Result<Vec<Known>, StoreError> {
        let mut known = Vec::new();
        walk(&self.folder.asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            if !person.common.stands() {
                return;
            }
            let home =
                self.roll.persons.get(&key.entity).and_then(|row| self.roll.households.get(&row.household));
            let mut names: Vec<String> = person.name.all().cloned().collect();
            names.extend(person.former_name.shown);
            known.push(Known {
                person: key.entity,
                village: key.scope,
                code: person.code.shown.unwrap_or_default(),
                household: home.map(|home| home.code.clone()).unwrap_or_default(),
                names,
                id_number: person.id_number.shown.unwrap_or_default(),
                account: person.account.shown.unwrap_or_default(),
            });
        })?;
        Ok(known)
    }

    /// What is counted from of these persons, without what it rests on where they stand here.
    pub(super) fn claims_of(&self, persons: &[EntityId]) -> Result<HashMap<EntityId, Claim>, StoreError> {
        let wanted: HashSet<EntityId> = persons.iter().copied().collect();
        let (decided, openings) = (self.decided()?, self.openings()?);
        let mut claims = HashMap::new();
        for (_, person, payee) in self.roll.payees.iter().filter(|(_, person, _)| wanted.contains(person)) {
            let stops = decided.get(&person).map_or(&[][..], Vec::as_slice);
            claims.insert(person, payee.basis.claim(stops, openings.get(&person).cloned()));
        }
        // Of one who is gone the record that was left behind.
        for person in wanted.into_iter().collect::<BTreeSet<_>>() {
            if !claims.contains_key(&person) {
                claims.extend(self.claim(person)?.map(|claim| (person, claim)));
            }
        }
        Ok(claims)
    }
}

type Rows = (Vec<PastRow>, Vec<String>, String);

fn read_rows(file: &Path, said: &[String]) -> Result<Rows, BatchError> {
    let mut wishes = Wishes::default();
    for wish in said {
        wishes.say(wish, Words::shipped()).map_err(DeskError::from)?;
    }
    let book = read_file(file).map_err(DeskError::from)?;
    let rows = read_payments(&book, Words::shipped(), &wishes).map_err(DeskError::from)?;
    let names = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    Ok((rows, names, book.hash.hex()))
}

fn name_of(names: &[String], row: &PastRow) -> String {
    names.get(usize::from(row.sheet)).cloned().unwrap_or_default()
}

fn line_of(one: &Meant<'_>, period: Period, fen: i64) -> PayLine {
    PayLine {
        person: one.who.person,
        period: period.code(),
        name: one.row.account_name.clone(),
        account: one.row.account.clone(),
        fen,
        withheld: 0,
    }
}

/// What each period gets of a row's sum.
fn parts_of(rule: &Rule, claim: Option<&Claim>, periods: &[Period], fen: i64) -> BTreeMap<Period, i64> {
    let due = |period: &Period| claim.map_or(0, |claim| Explanation::of(rule, claim, *period).total());
    let dues: Vec<(Period, i64)> = periods.iter().map(|period| (*period, due(period))).collect();
    spread(fen, &dues)
}

enum Paid {
    Not,
    Same,
    Otherwise(String, i64),
}

/// Whether batches say of these periods what the row says.
fn paid_otherwise(facts: &BTreeMap<Period, Facts>, parts: &BTreeMap<Period, i64>) -> Paid {
    let mut same = 0;
    for (period, fen) in parts {
        let attempts = facts.get(period).into_iter().flat_map(|facts| &facts.attempts);
        let mut credited = attempts.filter(|one| {
            one.stage != Stage::Withdrawn && one.outcome.is_some_and(|(_, outcome)| outcome == CREDITED)
        });
        match credited.next() {
            None => {}
            Some(one) if one.fen == *fen => same += 1,
            Some(one) => return Paid::Otherwise(one.batch.clone(), one.fen),
        }
    }
    match same {
        0 => Paid::Not,
        all if all == parts.len() => Paid::Same,
        // Some of the periods were paid by another batch: a person has to look.
        _ => {
            let batch =
                facts.values().flat_map(|facts| &facts.attempts).map(|one| one.batch.clone()).next_back();
            Paid::Otherwise(batch.unwrap_or_default(), parts.values().sum())
        }
    }
}
