//! What forms ask of the worker (表单请求): open, look for duplicates, save, undo, drafts, history, shared numbers.

use zeroize::Zeroizing;

use super::{Work, Worker};
use crate::domain::acts::Fact;
use crate::domain::card::MemberCard;
use crate::domain::kinds;
use crate::domain::mask;
use crate::flow::form::{
    DraftBytes, DraftLine, FormAct, FormDone, FormEffect, HistoryLine, HistoryOf, SharedLine, Wish,
};
use crate::flow::{Done, Effect};
use crate::form::{Lookup, Source, draft};
use crate::i18n::problems::Problem;
use crate::i18n::{Both, Lang, checks, proof, slots};
use crate::journal::{Act, EntityId};
use crate::runtime::desk::{
    Desk, DeskError, Kept, Likeness, Opening, Registered, Sharer, Shares, Step, Until, end_of, said_value,
    slot_name, when, wish_of,
};
use crate::runtime::views;
use crate::search::EntryKind;
use crate::store::StoreError;
use crate::store::drafts::{act_of, draft_name};
use crate::vault::System;

/// Most lines of a history or of sharers that are handed to the screen.
const LINES_MAX: usize = 500;

impl Worker<'_> {
    pub(super) fn form(&mut self, desk: &mut Desk, effect: FormEffect) -> Result<(), DeskError> {
        match effect {
            FormEffect::Open { request, wish } => {
                let opening = desk.open_form(wish, None)?;
                self.opened(request, opening, None);
            }
            FormEffect::LookAlike { request, wish, lookup } => {
                let (facts, options) = if wish.act == FormAct::PetitionRegister {
                    let (facts, repeats) = desk.petition_alike(&lookup.said)?;
                    (facts, vec![(Source::Repeats, repeats)])
                } else {
                    (look_alike(desk, &wish, &lookup)?, Vec::new())
                };
                self.tell(FormDone::Alike { request, facts, options });
            }
            FormEffect::Save { request, wish, saved } => match desk.save_form(&wish, &saved)? {
                Kept::Saved(report) => {
                    self.drop_draft(desk, saved.act);
                    self.tell(FormDone::Saved { request, saved: report });
                }
                Kept::Gone => self.fail(request, Problem::HouseholdGone),
                Kept::Refused(why) => self.fail(request, Problem::Told(why)),
            },
            FormEffect::KeepDraft { act, bytes } => {
                if !self.draft_superseded(act) {
                    self.keep_draft(desk, act, &bytes);
                }
            }
            FormEffect::DropDraft { act } => self.drop_draft(desk, act),
            FormEffect::Drafts { request } => {
                let drafts = self.drafts(desk)?;
                self.tell(FormDone::Drafts { request, drafts });
            }
            FormEffect::Resume { request, act } => self.resume(desk, request, act)?,
            FormEffect::Undo { request } => {
                let undone = desk.undo()?;
                let (left, changed_since) =
                    undone.as_ref().map_or((0, 0), |undone| (undone.left, undone.changed_since));
                let undone = undone.map(|undone| undone.report);
                self.tell(FormDone::Undone { request, undone, left, changed_since });
            }
            FormEffect::History { request, of } => {
                let (about, lines) = history(desk, of)?;
                self.tell(FormDone::History { request, of, about, lines });
            }
            FormEffect::Shared { request, person } => {
                let (about, lines) = shared(desk, person)?;
                self.tell(FormDone::Shared { request, about, lines });
            }
        }
        Ok(())
    }

    fn tell(&self, done: FormDone) {
        self.send(Done::Form(Box::new(done)));
    }

    fn opened(&self, request: u64, opening: Opening, draft: Option<DraftBytes>) {
        match opening {
            Opening::Form(mut opened) => {
                opened.draft = draft;
                self.tell(FormDone::Opened { request, opened });
            }
            Opening::Villages(villages) => {
                let villages =
                    villages.iter().map(|village| (village.village, views::village_line(village))).collect();
                self.tell(FormDone::Villages { request, villages });
            }
            Opening::Gone => self.fail(request, Problem::HouseholdGone),
        }
    }

    /// True if a newer state of the same draft, or its end, waits already.
    fn draft_superseded(&mut self, act: Act) -> bool {
        self.waiting.extend(self.inbox.try_iter());
        self.waiting.iter().any(|effect| match effect {
            Work::Asked(Effect::Form(
                FormEffect::KeepDraft { act: other, .. } | FormEffect::DropDraft { act: other },
            )) => *other == act,
            Work::Asked(Effect::Form(FormEffect::Save { saved, .. })) => saved.act == act,
            _ => false,
        })
    }

    fn keep_draft(&self, desk: &Desk, act: Act, bytes: &DraftBytes) {
        let wall_ms = (desk.folder().world().wall_ms)();
        let kept = draft::stamped(&bytes.0, wall_ms).is_ok_and(|bytes| {
            let kept = desk.folder().drafts().and_then(|drafts| {
                drafts.save(&draft_name(desk.folder().actor().officer, act), &bytes, &mut System)
            });
            kept.is_ok()
        });
        if !kept {
            self.tell(FormDone::DraftLost);
        }
    }

    fn drop_draft(&self, desk: &Desk, act: Act) {
        // A draft that stays behind is dropped at the next start: its act is in the journal.
        let _ = desk
            .folder()
            .drafts()
            .and_then(|drafts| drafts.discard(&draft_name(desk.folder().actor().officer, act)));
    }

    /// Half-typed forms, the newest first; what was saved meanwhile is dropped.
    fn drafts(&self, desk: &Desk) -> Result<Vec<DraftLine>, DeskError> {
        let Ok(drafts) = desk.folder().drafts() else { return Ok(Vec::new()) };
        let saved = desk.acts_written()?;
        let mut lines = Vec::new();
        let officer = desk.folder().actor().officer;
        for name in drafts.list().unwrap_or_default() {
            // A colleague's half-typed form is theirs.
            if act_of(&name, officer).is_none() {
                continue;
            }
            let Ok(Some(bytes)) = drafts.load(&name) else { continue };
            let Ok(head) = draft::head(&bytes) else { continue };
            if saved.contains(&head.act) {
                let _ = drafts.discard(&name);
                continue;
            }
            let Some(form) = FormAct::of_form(&head.form) else { continue };
            let about = head.subject.map(|key| desk.about(&key)).transpose()?.unwrap_or_default();
            let line = DraftLine {
                act: head.act,
                form: form.label(),
                about,
                saved: head.saved_ms.map(when).unwrap_or_default(),
                filled: head.filled,
            };
            lines.push((head.saved_ms, line));
        }
        // Their files are named at random.
        lines.sort_by(|(one, _), (other, _)| other.cmp(one));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    fn resume(&self, desk: &mut Desk, request: u64, act: Act) -> Result<(), DeskError> {
        let loaded = desk
            .folder()
            .drafts()
            .and_then(|drafts| drafts.load(&draft_name(desk.folder().actor().officer, act)))
            .ok()
            .flatten();
        let head = loaded.as_ref().and_then(|bytes| draft::head(bytes).ok());
        let wish = head.as_ref().and_then(|head| wish_of(desk, FormAct::of_form(&head.form)?, head.subject));
        let (Some(bytes), Some(wish)) = (loaded, wish) else {
            self.fail(request, Problem::HouseholdGone);
            return Ok(());
        };
        let opening = desk.open_form(wish, Some(act))?;
        self.opened(request, opening, Some(DraftBytes(Zeroizing::new(bytes.to_vec()))));
        Ok(())
    }
}

fn look_alike(desk: &Desk, wish: &Wish, lookup: &Lookup) -> Result<Vec<(&'static str, Fact)>, StoreError> {
    let household = Some(wish.household).filter(|household| !household.is_zero());
    let village = household.and_then(|household| desk.household_key(household)).map(|key| key.scope);
    desk.look_alike(&Likeness {
        about: lookup.about,
        household: household.filter(|_| wish.act != FormAct::Register),
        village: village.or(wish.village),
        name: lookup.said.text("name"),
        birth: lookup.said.day("birth"),
        id_number: lookup.said.text("id_number"),
        account: lookup.said.text("account"),
    })
}

fn both(text: impl Fn(Lang) -> String) -> Both {
    Both::new(text(Lang::Zh), text(Lang::En))
}

fn history(
    desk: &Desk,
    HistoryOf { household, person, field, as_of, known_on }: HistoryOf,
) -> Result<(String, Vec<HistoryLine>), DeskError> {
    let until = Until { known_ms: known_on.map(end_of), as_of };
    let mut steps: Vec<(String, Step)> = Vec::new();
    for (of, entity, who) in subjects(desk, household, person, field)? {
        let past = desk.history(of, entity, field, until)?;
        steps.extend(past.into_iter().map(|step| (who.clone(), step)));
    }
    // Which record belongs to which is no field that anybody fills.
    steps.retain(|(_, step)| {
        field.is_some() || !matches!(slot_name(&step.key, step.slot), "order" | "person")
    });
    // What one act wrote stays together in the order of the register, the household before its members.
    steps.sort_by_key(|(_, step)| std::cmp::Reverse((step.wall_ms, step.hybrid)));
    let line = |(who, step): &(String, Step)| HistoryLine {
        who: who.clone(),
        field: both(|lang| {
            slots::slot(lang, kinds::kind_name(step.key.kind), slot_name(&step.key, step.slot)).to_owned()
        }),
        value: both(|lang| said_value(desk, lang, step, false).unwrap_or_default()),
        when: when(step.wall_ms),
        officer: step.officer.clone(),
        device: step.device.clone(),
        why: step.why.clone().unwrap_or_default(),
        replaced: step.replaced,
    };
    let about = match person {
        Some(person) => desk.about_person(person)?,
        None => desk.household_key(household).map(|key| desk.about(&key)).transpose()?.unwrap_or_default(),
    };
    let mut lines: Vec<(u64, HistoryLine)> = steps.iter().map(|step| (step.1.wall_ms, line(step))).collect();
    if field.is_none() {
        let mut issued = proofs(desk, household)?;
        if let Some(person) = person {
            issued.extend(proofs(desk, person)?);
        }
        let end = as_of.into_iter().chain(known_on).map(end_of).min().unwrap_or(u64::MAX);
        lines.extend(issued.into_iter().filter(|(wall_ms, _)| *wall_ms <= end));
        lines.sort_by_key(|(wall_ms, _)| std::cmp::Reverse(*wall_ms));
    }
    lines.truncate(LINES_MAX);
    Ok((about, lines.into_iter().map(|(_, line)| line).collect()))
}

/// Whose values a history lists, and by what name: a person; else the household and everybody who ever belonged to it.
fn subjects(
    desk: &Desk,
    household: EntityId,
    person: Option<EntityId>,
    field: Option<&'static str>,
) -> Result<Vec<(EntryKind, EntityId, String)>, DeskError> {
    if let Some(person) = person {
        return Ok(vec![(EntryKind::Person, person, String::new())]);
    }
    let mut all = vec![(EntryKind::Household, household, String::new())];
    if field.is_none()
        && let Some(card) = desk.household(household)?
    {
        let name = |member: &MemberCard| member.name.shown.clone().unwrap_or_default();
        all.extend(card.members.iter().map(|member| (EntryKind::Person, member.person.entity, name(member))));
    }
    Ok(all)
}

/// The proofs that were issued for a person or household, as lines of its history.
fn proofs(desk: &Desk, subject: EntityId) -> Result<Vec<(u64, HistoryLine)>, StoreError> {
    let line = |Registered { line, device, wall_ms, .. }: Registered| {
        let value = proof::in_history(&line.number, &line.purpose, line.persons);
        let field = both(|lang| checks::kind(lang, kinds::kind_name(kinds::kind::PROOF)).to_owned());
        let when = when(wall_ms);
        (wall_ms, HistoryLine { field, value, when, officer: line.by, device, ..HistoryLine::default() })
    };
    Ok(desk.proofs_of(subject)?.into_iter().map(line).collect())
}

/// Everyone who shares the identity number, phone or account of a person, by field.
fn shared(desk: &Desk, person: EntityId) -> Result<(String, Vec<SharedLine>), DeskError> {
    let about = desk.about_person(person)?;
    let Some(row) = desk.persons(&[person])?.pop() else { return Ok((about, Vec::new())) };
    let mut lines = Vec::new();
    let of_persons = kinds::kind_name(kinds::kind::PERSON);
    let numbers = [
        (Shares::IdNumber, &row.id_number, mask::id_number as fn(&str) -> String),
        (Shares::Phone, &row.phone, mask::phone),
        (Shares::Account, &row.account, mask::account),
    ];
    for (field, number, masked) in numbers.into_iter().filter(|(_, number, _)| !number.is_empty()) {
        let sharers = desk.shared(number)?;
        let others = sharers.iter().filter(|sharer| sharer.field == field && sharer.row.entity != person);
        lines.extend(others.map(|Sharer { row: other, .. }| SharedLine {
            field: both(|lang| slots::slot(lang, of_persons, field.name()).to_owned()),
            value: masked(number),
            person: other.entity,
            household: other.household,
            code: other.code.clone(),
            name: other.name.clone(),
            village: other.village.clone(),
            elsewhere: other.household != row.household || other.household.is_zero(),
        }));
    }
    lines.truncate(LINES_MAX);
    Ok((about, lines))
}
