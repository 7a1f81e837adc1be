//! What the household screen and `show household|person` say (户卡): one pure function from typed records. Numbers are
//! whole here; whoever shows them masks them.

use super::checks::{self, Check, Finding, Severity};
use super::day::Day;
use super::idnumber::IdNumber;
use super::migrant::{self, Cohort};
use super::place::{Level, Places};
use super::record::{Household, Membership, Person, Slot};
use super::sex::Sex;
use super::status::{Status, status};
use crate::journal::{EntityId, RecordKey};

/// One person, as a member of the household on whose card they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCard {
    /// The person's record.
    pub person: RecordKey,
    /// The membership's record; none for a person shown without a household.
    pub membership: Option<RecordKey>,
    pub code: Slot<String>,
    pub name: Slot<String>,
    pub former_name: Slot<String>,
    pub nickname: Slot<String>,
    pub reading: Slot<String>,
    pub sex: Slot<Sex>,
    pub birth: Slot<Day>,
    /// Completed years today, or at death; by the record's date of birth, else by the number's.
    pub age: Option<u32>,
    /// GB/T 4761.
    pub relation: Slot<u16>,
    /// The label as the file had it.
    pub relation_text: Slot<String>,
    /// GB/T 3304.
    pub ethnic: Slot<u16>,
    pub status: Status,
    pub id_number: Slot<String>,
    pub phone: Slot<String>,
    pub account: Slot<String>,
    pub bank: Slot<String>,
    pub account_name: Slot<String>,
    pub migrant_kind: Slot<u16>,
    pub cohort: Option<Cohort>,
    pub relocated: Slot<Day>,
    pub reservoir: Slot<String>,
    pub support_mode: Slot<u16>,
    pub support_from: Slot<Day>,
    pub support_to: Slot<Day>,
    pub registration: Slot<u16>,
    pub member_from: Slot<Day>,
    pub member_to: Slot<Day>,
    pub reason: Slot<u16>,
    pub death: Slot<Day>,
    pub remark: Slot<String>,
    /// The gravest first.
    pub findings: Vec<Finding>,
}

/// One household with its members in roster order, those who left or died included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdCard {
    /// The household's record.
    pub household: RecordKey,
    pub code: Slot<String>,
    /// The village's name, empty where the place is not here.
    pub village: Slot<String>,
    pub township: Option<String>,
    pub district: Option<String>,
    pub group: Slot<String>,
    pub settlement: Slot<String>,
    /// The head's person.
    pub head: Slot<EntityId>,
    /// The head's name, empty where the person is not here.
    pub head_name: Slot<String>,
    pub address: Slot<String>,
    pub remark: Slot<String>,
    /// Set aside, and whether it changed since.
    pub set_aside: Option<crate::journal::SetAside>,
    pub members: Vec<MemberCard>,
    /// Of the household itself; the gravest first.
    pub findings: Vec<Finding>,
}

impl MemberCard {
    /// One person on a day. `membership` = the one under which they are shown; `others` = all of their memberships, that
    /// one included, which decide the status; `head` = the household's head, if known.
    pub fn build(
        person: &Person,
        membership: Option<&Membership>,
        others: &[&Membership],
        head: Option<&Person>,
        today: Day,
    ) -> MemberCard {
        let mut findings = checks::of_person(person, today);
        if let Some(membership) = membership {
            findings.extend(checks::of_relation(membership, person, head));
        }
        gravest_first(&mut findings);
        MemberCard {
            person: person.common.key,
            membership: membership.map(|membership| membership.common.key),
            code: person.code.clone(),
            name: person.name.clone(),
            former_name: person.former_name.clone(),
            nickname: person.nickname.clone(),
            reading: person.reading.clone(),
            sex: person.sex.clone(),
            birth: person.birth.clone(),
            age: age(person, today),
            relation: membership.map(|membership| membership.relation.clone()).unwrap_or_default(),
            relation_text: membership.map(|membership| membership.relation_text.clone()).unwrap_or_default(),
            ethnic: person.ethnic.clone(),
            status: status(person, others.iter().copied(), today),
            id_number: person.id_number.clone(),
            phone: person.phone.clone(),
            account: person.account.clone(),
            bank: person.bank.clone(),
            account_name: person.account_name.clone(),
            migrant_kind: person.migrant_kind.clone(),
            cohort: migrant::cohort(person.relocated.shown, person.migrant_kind.shown),
            relocated: person.relocated.clone(),
            reservoir: person.reservoir.clone(),
            support_mode: person.support_mode.clone(),
            support_from: person.support_from.clone(),
            support_to: person.support_to.clone(),
            registration: person.registration.clone(),
            member_from: membership.map(|membership| membership.from.clone()).unwrap_or_default(),
            member_to: membership.map(|membership| membership.to.clone()).unwrap_or_default(),
            reason: membership.map(|membership| membership.reason.clone()).unwrap_or_default(),
            death: person.death.clone(),
            remark: person.remark.clone(),
            findings,
        }
    }

    /// Adds findings of checks across records.
    pub fn add(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
        gravest_first(&mut self.findings);
    }
}

impl HouseholdCard {
    /// The card on a day. `members` = every membership of this household with its person, in any order; `person_name`
    /// is asked for a head who is no member.
    pub fn build(
        household: &Household,
        members: &[(Membership, Person)],
        places: &Places,
        person_name: &dyn Fn(EntityId) -> Option<String>,
        today: Day,
    ) -> HouseholdCard {
        let mut ordered: Vec<&(Membership, Person)> =
            members.iter().filter(|(membership, _)| membership.common.set_aside.is_none()).collect();
        ordered.sort_by(|left, right| roster_order(left).cmp(&roster_order(right)));
        let all = ordered.clone();
        ordered.retain(|own| {
            let same = all.iter().filter(|other| other.1.entity() == own.1.entity());
            same.max_by_key(|(membership, _)| newest(membership, today))
                .is_some_and(|newest| std::ptr::eq(*newest, *own))
        });
        let person_of = |entity: EntityId| {
            members.iter().find(|(_, person)| person.entity() == entity).map(|(_, person)| person)
        };
        let head = household.head.shown.and_then(person_of);
        let present: Vec<(&Membership, &Person)> = ordered
            .iter()
            .filter(|(membership, person)| membership.holds_on(today) && person.common.set_aside.is_none())
            .map(|(membership, person)| (membership, person))
            .collect();
        let mut findings = checks::of_household(household, &present);
        gravest_first(&mut findings);
        let cards = ordered.iter().map(|(membership, person)| {
            let own = all.iter().filter(|(_, other)| other.entity() == person.entity());
            let own: Vec<&Membership> = own.map(|(membership, _)| membership).collect();
            MemberCard::build(person, Some(membership), &own, head, today)
        });
        let place = |entity: &EntityId| places.name(*entity).unwrap_or_default().to_owned();
        let above = |level| {
            let village = household.village.shown?;
            places.above(village, level).map(|node| node.name.clone())
        };
        let head_name = |entity: &EntityId| {
            let member = person_of(*entity).and_then(|person| person.name.shown.clone());
            member.or_else(|| person_name(*entity)).unwrap_or_default()
        };
        HouseholdCard {
            household: household.common.key,
            code: household.code.clone(),
            village: household.village.map(place),
            township: above(Level::Township),
            district: above(Level::District),
            group: household.group.map(place),
            settlement: household.settlement.map(place),
            head: household.head.clone(),
            head_name: household.head.map(head_name),
            address: household.address.clone(),
            remark: household.remark.clone(),
            set_aside: household.common.set_aside,
            members: cards.collect(),
            findings,
        }
    }

    /// Every finding of the card with the person that it is about.
    pub fn all_findings(&self) -> impl Iterator<Item = (Option<EntityId>, &Finding)> {
        let own = self.findings.iter().map(|finding| (None, finding));
        let of_members = self
            .members
            .iter()
            .flat_map(|member| member.findings.iter().map(|finding| (Some(member.person.entity), finding)));
        own.chain(of_members)
    }
}

/// Someone who left and came back stands once on the card, under the membership that holds or ended last.
fn newest(membership: &Membership, today: Day) -> (bool, Option<Day>, EntityId) {
    let until = membership.to.shown.or(membership.from.shown);
    (membership.holds_on(today), until, membership.entity())
}

/// By the membership's order, then code and name; nobody is left out for lack of an order.
fn roster_order((membership, person): &(Membership, Person)) -> (i64, Option<&str>, Option<&str>, EntityId) {
    let order = membership.order.shown.unwrap_or(i64::MAX);
    (order, person.code.shown.as_deref(), person.name.shown.as_deref(), person.entity())
}

fn age(person: &Person, today: Day) -> Option<u32> {
    let by_number = || IdNumber::parse_unchecked(person.id_number.shown.as_deref()?).ok()?.birth();
    let birth = person.birth.shown.or_else(by_number)?;
    birth.age_on(person.death.shown.unwrap_or(today))
}

fn gravest_first(findings: &mut Vec<Finding>) {
    let rank = |finding: &Finding| -> (Severity, Check, Option<&'static str>) {
        (finding.check.severity(), finding.check, finding.field)
    };
    findings.sort_by_key(rank);
    findings.dedup();
}
