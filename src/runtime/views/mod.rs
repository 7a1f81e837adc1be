//! From records to what the screens show (所示): numbers masked, codes as words in both languages, failures as problems.

pub mod petition;
mod preview;
pub mod subsidy;
pub mod verify;

use std::path::Path;

use super::desk::{Desk, DeskError, Found, HitRow};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::checks::{self, Check, Finding};
use crate::domain::day::Day;
use crate::domain::record::Slot;
use crate::domain::status::Status;
use crate::domain::{ethnic, mask, relation, setting};
use crate::flow::message::Severity;
use crate::flow::view;
use crate::flow::view::{
    Dated, FindingCount, HitKind, HitView, HouseholdView, MatchPart, MemberView, NoteLine, SearchAnswer,
    Session, TodayView, VillageLine,
};
use crate::i18n::problems::Problem;
use crate::i18n::{self, Both, Lang};
use crate::journal::EntityId;
use crate::search::EntryKind;
use crate::store::{OpenReport, StoreError};

pub use preview::{counts, export_sheet, preview, refused_beside, refused_sentence};

/// Days of work after which a backup is late.
const BACKUP_LATE_DAYS: u64 = 7;
/// Idle minutes that a setting may say.
const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 1..=240;

/// The same sentence in both languages.
fn both(text: impl Fn(Lang) -> String) -> Both {
    Both::new(text(Lang::Zh), text(Lang::En))
}

/// Who works here.
pub fn session(desk: &mut Desk) -> Session {
    let recovered = desk.folder().recovery_to_tell().ok().flatten();
    if recovered.is_some() {
        // Not noted means that it is told once more, which does no harm.
        let _ = desk.folder_mut().recovery_told();
    }
    let recovery_used = recovered.and_then(|occasion| super::desk::day_of(occasion.wall_ms)).map(Day::iso);
    let actor = desk.folder().actor();
    Session {
        office: desk.office_name().unwrap_or_default(),
        officer: actor.name.clone(),
        number: actor.number,
        roles: actor.roles.0,
        recovery_used,
        idle_minutes: idle_minutes(desk),
    }
}

/// Idle minutes of the office's setting; what is no sensible number is none.
fn idle_minutes(desk: &Desk) -> Option<u32> {
    let said = desk.setting(setting::IDLE_MINUTES).ok().flatten()?;
    said.trim().parse().ok().filter(|minutes| IDLE_MINUTES.contains(minutes))
}

/// What opening the folder found, as far as somebody has to know.
pub fn report(report: &OpenReport) -> Vec<Both> {
    let zh = i18n::store::report(Lang::Zh, report);
    let en = i18n::store::report(Lang::En, report);
    zh.into_iter().zip(en).map(|(zh, en)| Both::new(zh, en)).collect()
}

/// A failure as a sentence.
pub fn problem(error: &DeskError) -> Problem {
    match error {
        DeskError::Store(StoreError::Role(_)) => Problem::NotAllowed,
        DeskError::Store(error) => Problem::Told(both(|lang| i18n::store::sentence(lang, error))),
        DeskError::Sheet(error) => Problem::Told(both(|lang| i18n::sheets::error(lang, "", error))),
        DeskError::Held(_) => Problem::Told(both(|lang| i18n::acts::ActSay::Newer.text(lang))),
        DeskError::Stopped => Problem::Told(both(|lang| i18n::cli::Say::Stopped.text(lang))),
    }
}

/// A failure of reading or writing a file.
pub fn file_problem(path: &Path, error: &DeskError) -> Problem {
    match error {
        DeskError::Sheet(error) => {
            Problem::Told(both(|lang| i18n::sheets::error(lang, &file_name(path), error)))
        }
        other => problem(other),
    }
}

/// The last part of a path, which is what sentences name.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What is here today.
pub fn today(desk: &Desk) -> Result<TodayView, StoreError> {
    let today = desk.today()?;
    let day = desk.day();
    let backup = desk.folder().backup_age()?;
    let unconfirmed = super::exchange::unconfirmed(desk)?;
    let findings = today.findings.iter().flatten().map(|count| FindingCount {
        check: count.check.name().to_owned(),
        name: both(|lang| i18n::checks::name(lang, count.check).to_owned()),
        severity: severity(count.severity),
        count: count.count,
    });
    Ok(TodayView {
        persons: today.persons,
        households: today.households,
        villages: today.villages.iter().map(village_line).collect(),
        roster: today.roster_ms.map(|ms| dated(ms, day)),
        exchange: super::exchange::last_receipt(desk)?,
        backup: backup.made_ms.map(|ms| dated(ms, day)),
        backup_late: backup.days_of_work >= BACKUP_LATE_DAYS,
        unconfirmed: unconfirmed.map(|(count, _)| count),
        unconfirmed_days: unconfirmed.map_or(0, |(_, days)| days),
        copied: super::exchange::copied(desk)?.into_iter().map(|copied| copied.label).collect(),
        round: if today.findings.is_some() { verify::round(desk)? } else { None },
        petitions: desk.petition_queue(false)?.rows.iter().filter_map(|row| row.group).collect(),
        returned: today.returned.unwrap_or_default(),
        late: today.late.unwrap_or_default(),
        left: today.left,
        findings: findings.collect(),
        sweeping: today.findings.is_none(),
    })
}

/// A village as the screen lists it.
pub fn village_line(village: &super::desk::VillageCount) -> VillageLine {
    VillageLine {
        township: village.township.clone(),
        name: village.name.clone(),
        households: village.households,
        persons: village.persons,
    }
}

/// A wall clock as a date at UTC+8, with its age.
fn dated(wall_ms: u64, today: Day) -> Dated {
    let date = super::desk::day_of(wall_ms);
    let days_ago = date.map_or(0, |date| i64::from(today.days()) - i64::from(date.days()));
    Dated { date: date.map(Day::iso).unwrap_or_default(), days_ago }
}

/// What a search found, and what was searched.
pub fn answer(desk: &mut Desk, found: Found) -> Result<SearchAnswer, StoreError> {
    let brief = desk.today_brief()?;
    let hits = found.hits.iter().filter(|hit| hit.kind != EntryKind::Village);
    Ok(SearchAnswer {
        total: found.total as u64,
        hits: hits.map(hit_view).collect(),
        villages: brief.villages,
        roster_as_of: brief.roster,
        exchange_as_of: None,
        unconfirmed: 0,
    })
}

fn hit_view(hit: &HitRow) -> HitView {
    let person = hit.kind == EntryKind::Person;
    HitView {
        kind: if person { HitKind::Person } else { HitKind::Household },
        household: hit.household,
        person: person.then_some(hit.entity),
        code: hit.code.clone(),
        name: hit.name.clone(),
        village: hit.village.clone(),
        group: hit.group.clone(),
        born: hit.born.map(|year| year.to_string()).unwrap_or_default(),
        status: hit.status,
        matched: hit.matched.iter().map(MatchPart::from).collect(),
        same_as: hit.same_as.clone(),
    }
}

fn severity(severity: checks::Severity) -> Severity {
    match severity {
        checks::Severity::Hard => Severity::Error,
        checks::Severity::Warning => Severity::Warning,
        checks::Severity::Note => Severity::Note,
    }
}

/// A household on one screen.
pub fn household(desk: &Desk, card: &HouseholdCard) -> Result<HouseholdView, StoreError> {
    let members: Vec<MemberView> = card.members.iter().map(|member| member_view(desk, member)).collect();
    let head = card.members.iter().find(|member| Some(member.person.entity) == card.head.shown);
    let first = head.or(card.members.first());
    let conflicts = card.all_findings().filter(|(_, finding)| finding.check == Check::SlotConflict).count();
    Ok(HouseholdView {
        household: card.household.entity,
        code: shown(&card.code),
        head: shown(&card.head_name),
        township: card.township.clone().unwrap_or_default(),
        village: shown(&card.village),
        group: shown(&card.group),
        settlement: shown(&card.settlement),
        address: shown(&card.address),
        relocated: first.map(|member| value(&member.relocated, |day| day.iso())).unwrap_or_default(),
        reservoir: first.map(|member| shown(&member.reservoir)).unwrap_or_default(),
        migrant_kind: first.map(cohort).unwrap_or_default(),
        remark: shown(&card.remark),
        members,
        findings: card.findings.iter().map(|finding| finding_view(desk, finding)).collect(),
        conflicts,
        set_aside: card.set_aside.is_some(),
        notes: notes(desk, card)?,
        visit: visit(desk, card.household.entity),
        payment: subsidy::last_payment(desk, &card.members)?,
        petition: petition::open_of(desk, card.household.entity),
    })
}

/// What was noted on the household and its members.
fn notes(desk: &Desk, card: &HouseholdCard) -> Result<Vec<NoteLine>, StoreError> {
    let members = card.members.iter().map(|member| (member.person.entity, shown(&member.name)));
    let subjects = std::iter::once((card.household.entity, String::new())).chain(members);
    let mut lines = Vec::new();
    for (subject, who) in subjects {
        lines.extend(desk.notes(subject)?.into_iter().map(|note| NoteLine {
            on: note.on.shown.map(Day::iso).unwrap_or_default(),
            who: who.clone(),
            text: shown(&note.text),
        }));
    }
    lines.sort_by(|left, right| right.on.cmp(&left.on));
    Ok(lines)
}

/// The last visit of a household, in the words of the screen; none where nobody was ever there.
fn visit(desk: &Desk, household: EntityId) -> Option<Both> {
    let visit = desk.last_visit(household).ok().flatten()?;
    let result = visit.result.shown.and_then(crate::domain::verify::VisitResult::from_code)?;
    let on = visit.on.shown?.iso();
    Some(both(|lang| format!("{on} {}", i18n::verify::result(result, lang))))
}

fn cohort(member: &MemberCard) -> Both {
    member.cohort.map(|cohort| both(|lang| i18n::checks::cohort(lang, cohort).to_owned())).unwrap_or_default()
}

fn member_view(desk: &Desk, member: &MemberCard) -> MemberView {
    let word = |code: Option<u16>, of: fn(u16) -> Option<&'static str>| {
        Both::same(code.and_then(of).unwrap_or_default())
    };
    let relation = match (&member.relation.shown, &member.relation_text.shown) {
        (None, Some(label)) => Both::same(label.clone()),
        (code, _) => word(*code, relation::name),
    };
    let support = match (member.support_from.shown, member.support_to.shown) {
        (None, None) => String::new(),
        (from, to) => {
            format!("{} - {}", from.map(Day::iso).unwrap_or_default(), to.map(Day::iso).unwrap_or_default())
        }
    };
    let same = desk.same_as(member.person.entity).unwrap_or_default();
    let words = both(|lang| i18n::lookup::same_as(lang, &same).unwrap_or_default());
    let same = (!same.is_empty()).then_some(view::Finding { severity: Severity::Note, words });
    MemberView {
        person: member.person.entity,
        code: shown(&member.code),
        relation,
        name: value(&member.name, String::clone),
        former_name: shown(&member.former_name),
        nickname: shown(&member.nickname),
        sex: member.sex.shown,
        birth: value(&member.birth, |day| day.iso()),
        age: member.age.and_then(|age| u16::try_from(age).ok()),
        status: member.status,
        since: since(member),
        ethnic: word(member.ethnic.shown, ethnic::name),
        id_number: value(&member.id_number, |text| mask::id_number(text)),
        account: value(&member.account, |text| mask::account(text)),
        bank: shown(&member.bank),
        phone: value(&member.phone, |text| mask::phone(text)),
        migrant_kind: cohort(member),
        relocated: value(&member.relocated, |day| day.iso()),
        reservoir: shown(&member.reservoir),
        support,
        remark: shown(&member.remark),
        findings: member.findings.iter().map(|finding| finding_view(desk, finding)).chain(same).collect(),
    }
}

fn since(member: &MemberCard) -> String {
    let day = match member.status {
        Status::Deceased => member.death.shown,
        Status::MovedOut => member.member_to.shown,
        Status::Registered | Status::SetAside => None,
    };
    day.map(Day::iso).unwrap_or_default()
}

fn finding_view(desk: &Desk, finding: &Finding) -> view::Finding {
    let name = |entity: EntityId| desk.person_name(entity).ok().flatten().unwrap_or_default();
    view::Finding {
        severity: severity(finding.check.severity()),
        words: both(|lang| i18n::checks::finding(lang, finding, &name)),
    }
}

fn shown(slot: &Slot<String>) -> String {
    slot.shown.clone().unwrap_or_default()
}

fn value<T>(slot: &Slot<T>, turn: impl Fn(&T) -> String) -> view::Value {
    view::Value {
        text: slot.shown.as_ref().map(&turn).unwrap_or_default(),
        others: if slot.conflict { slot.others.iter().map(&turn).collect() } else { Vec::new() },
    }
}
