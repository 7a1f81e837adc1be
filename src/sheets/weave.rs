//! Makes the plan: first who each row is and where it belongs, then what each household writes, village by
//! village.

use std::collections::{HashMap, HashSet};

use crate::domain::kinds::kind;
use crate::domain::place::Level;
use crate::journal::EntityId;

use super::fields::Field;
use super::household_plan::{HouseholdWork, Writer};
use super::known::Known;
use super::matching::{Index, Numbers, Seen, by_row_and_number, row_entity};
use super::plan::{ImportPlan, Parts, weight};
use super::refusal::{Finding, Reason, Refusal, Remark};
use super::roster::{Roster, RosterRow};
use super::village_rows::{Gatherer, PlaceFinder, VillageRows};

/// Rows between two reports of progress.
const REPORT_EVERY: usize = 256;

/// The person that a row means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant {
    /// The person's entity.
    pub entity: EntityId,
    /// Index among the known persons; none for a new one.
    pub known: Option<usize>,
}

pub(super) struct Weaver<'a, K> {
    roster: &'a Roster,
    known: &'a K,
    plan: ImportPlan,
    meant: Vec<Option<Meant>>,
}

impl<'a, K: Known> Weaver<'a, K> {
    pub fn new(roster: &'a Roster, known: &'a K) -> Self {
        let plan = ImportPlan {
            file: roster.hash,
            refusals: roster.refusals.clone(),
            findings: roster.findings.clone(),
            ..ImportPlan::default()
        };
        Self { roster, known, plan, meant: vec![None; roster.rows.len()] }
    }

    /// The plan; none if `progress` stopped it. Half of the work is matching, half comparing.
    pub fn weave(mut self, progress: &mut dyn FnMut(usize, usize) -> bool) -> Option<ImportPlan> {
        let all = self.roster.rows.len();
        let index = Index::new(self.known);
        let mut finder = PlaceFinder::new(self.known.data_set(), self.known.places());
        let villages = self.gather(&index, &mut finder, &mut |done| progress(done / 2, all))?;
        let work = self.below(&villages, &mut finder);
        let mut parts = Parts::default();
        for place in &finder.created {
            if let Ok(scoped) = place.op() {
                parts.open(EntityId::ZERO, 1, weight(&scoped.op.changes));
                parts.push(&scoped.op);
            }
        }
        let mut writer = Writer::new(self.roster, self.known, &index, finder.places(), &self.meant, parts);
        let mut done = 0;
        for (village, work) in villages.iter().zip(&work) {
            for (household, work) in village.households.iter().zip(work) {
                writer.household(village.village, household, work);
                let before = done / REPORT_EVERY;
                done += household.rows.len();
                if done / REPORT_EVERY != before && !progress((all + done) / 2, all) {
                    return None;
                }
            }
        }
        let written = writer.finish();
        self.plan.rows = written.rows;
        self.plan.findings.extend(written.findings);
        self.plan.parts = written.parts.finish();
        self.plan.counts.absent = self.absent(&villages, &index);
        self.plan.count();
        progress(all, all).then_some(self.plan)
    }

    /// Who each row is, and its village and household.
    fn gather(
        &mut self,
        index: &Index<'_>,
        finder: &mut PlaceFinder,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Option<Vec<VillageRows>> {
        let mut numbers = by_row_and_number(self.roster, index);
        let villages: Vec<Result<EntityId, Reason>> =
            self.roster.places.iter().map(|names| finder.village(names)).collect();
        let mut gatherer = Gatherer::new(self.roster, index);
        let mut seen = Seen::default();
        for (at, row) in self.roster.rows.iter().enumerate() {
            let village = villages.get(row.place as usize).cloned().unwrap_or(Err(Reason::NoVillage));
            let told = village.and_then(|village| {
                self.settle(at, row, village, index, &mut numbers, &mut gatherer, &mut seen)
            });
            match told {
                Ok(meant) => {
                    if let Some(place) = self.meant.get_mut(at) {
                        *place = Some(meant);
                    }
                }
                Err(reason) => self.plan.refusals.push(Refusal { at: row.at, reason }),
            }
            if at % REPORT_EVERY == 0 && !progress(at) {
                return None;
            }
        }
        Some(gatherer.villages)
    }

    #[expect(clippy::too_many_arguments, reason = "one row meets everything that is known of the others")]
    fn settle(
        &mut self,
        at: usize,
        row: &RosterRow,
        village: EntityId,
        index: &Index<'_>,
        numbers: &mut Numbers,
        gatherer: &mut Gatherer<'_>,
        seen: &mut Seen,
    ) -> Result<Meant, Reason> {
        if let Some(known) = numbers.known(at).and_then(|known| index.persons.get(known))
            && known.village != village
        {
            return Err(Reason::OtherVillage { code: known.code.clone(), village: known.village });
        }
        let (village_at, household_at) = gatherer.household(at, row, village, numbers)?;
        let Some(household) =
            gatherer.villages.get_mut(village_at).and_then(|rows| rows.households.get_mut(household_at))
        else {
            return Err(Reason::NoHousehold);
        };
        if let Some(other) = seen.repeated(at, self.roster, household.entity) {
            return Err(Reason::Twice(other));
        }
        let (known, remark) =
            numbers.by_household(at, self.roster, household.known.then_some(household.entity), index)?;
        household.rows.push(at);
        let mut remarks: Vec<Remark> = remark.into_iter().collect();
        if let Some(id) = &row.id {
            let other = numbers.other_row(at, &id.key).and_then(|other| self.roster.rows.get(other));
            remarks.extend(other.map(|other| Remark::DuplicateNumber(other.at)));
            let stranger = index.with_number(&id.key).iter().find(|holder| Some(**holder) != known);
            let stranger = stranger.filter(|holder| !numbers.claimed.contains_key(holder));
            let code =
                stranger.and_then(|holder| index.persons.get(*holder)).map(|person| person.code.clone());
            remarks.extend(code.map(Remark::KnownNumber));
        }
        let person = known.and_then(|known| index.persons.get(known));
        remarks.extend(
            person.filter(|person| person.set_aside).map(|person| Remark::SetAside(person.code.clone())),
        );
        self.plan.findings.extend(remarks.into_iter().map(|remark| Finding { at: row.at, remark }));
        let entity =
            person.map_or_else(|| row_entity(self.roster, row, kind::PERSON), |person| person.entity);
        Ok(Meant { entity, known })
    }

    /// Groups, settlement points and addresses of households: the first row that says one counts.
    fn below(&mut self, villages: &[VillageRows], finder: &mut PlaceFinder) -> Vec<Vec<HouseholdWork>> {
        let mut all = Vec::with_capacity(villages.len());
        for village in villages {
            let mut works = Vec::with_capacity(village.households.len());
            for household in &village.households {
                let mut work = HouseholdWork::default();
                for row in household.rows.iter().filter_map(|at| self.roster.rows.get(*at)) {
                    let levels = [
                        (Field::Group, Level::Group, &row.group, &mut work.group),
                        (Field::Settlement, Level::Settlement, &row.settlement, &mut work.settlement),
                    ];
                    for (field, level, name, kept) in levels {
                        let Some(name) = name else { continue };
                        let place = finder.below(village.village, level, name);
                        if kept.is_some_and(|kept| kept != place) {
                            let remark = Remark::HouseholdDiffers(field);
                            self.plan.findings.push(Finding { at: row.at, remark });
                        }
                        kept.get_or_insert(place);
                    }
                }
                works.push(work);
            }
            all.push(works);
        }
        all
    }

    /// Persons of the file's villages whom it does not hold.
    fn absent(&self, villages: &[VillageRows], index: &Index<'_>) -> usize {
        let villages: HashSet<EntityId> = villages.iter().map(|village| village.village).collect();
        let held: HashMap<EntityId, ()> =
            self.meant.iter().flatten().map(|meant| (meant.entity, ())).collect();
        let stands =
            index.persons.iter().filter(|person| !person.set_aside && villages.contains(&person.village));
        stands.filter(|person| !held.contains_key(&person.entity)).count()
    }
}
