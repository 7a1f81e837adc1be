//! The exchange for the screen (交换柜台): looks at folders, writes and takes in bundles, tells what must be settled; one
//! previewed file waits here between its preview and the officer's word.

use std::path::{Path, PathBuf};

use super::desk::{Choose, Desk, Settled, day_of, field, said, title, when};
use crate::domain::conflict::{Clash, Sort};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::mask;
use crate::domain::record::Person;
use crate::domain::value::Value;
use crate::exchange::clash;
use crate::exchange::copied::{self, Copied};
use crate::exchange::delivery::{self, Book};
use crate::exchange::receipt::{Receipt, Said};
use crate::exchange::tally::RefusedPart;
use crate::exchange::{self, ExchangeError, Intake, Outcome, Preview, late, request, stick};
use crate::flow::exchange::{
    ArrivalView, Ask, By, ClashValue, ClashView, ExchangeView, FileLine, FileState, Gap, MachineLine,
    TakenInView, Told, WrittenView,
};
use crate::flow::view::Dated;
use crate::i18n::exchange_pane::{Count, Phrase};
use crate::i18n::moves::MoveSay;
use crate::i18n::problems::Problem;
use crate::i18n::{self, Both, Lang, uncounted};
use crate::journal::{EntityId, RecordKey};
use crate::store::StoreError;
use crate::store::files::Files;

/// Records behind a count that are handed to the screen.
const ROWS: usize = 200;
/// Files of a folder that are listed.
const FILES: usize = 500;
/// Where the system mounts sticks: each folder in these, and each folder of an officer in the first two.
const MOUNTS: [&str; 3] = ["/media", "/run/media", "/mnt"];

/// What one exchange keeps between two asks.
#[derive(Default)]
pub struct Counter {
    intake: Option<Intake>,
}

/// Hears of steps done and in all; false stops.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// The same sentence in both languages.
fn both(text: impl Fn(Lang) -> String) -> Both {
    Both::new(text(Lang::Zh), text(Lang::En))
}

pub(super) fn problem(error: &ExchangeError) -> Problem {
    Problem::Told(both(|lang| i18n::exchange::error(lang, error)))
}

/// What an ask came to; none needs no answer.
pub type Answer = Result<Option<Told>, Problem>;

impl Counter {
    /// True while a previewed file waits for the officer's word.
    pub fn is_previewing(&self) -> bool {
        self.intake.is_some()
    }

    /// Forgets a preview; what was copied for it goes.
    pub fn forget(&mut self, files: &dyn Files) {
        if let Some(intake) = self.intake.take() {
            // The next arrival writes over what cannot be removed.
            let _ = intake.cancel(files);
        }
    }

    /// Does one ask.
    pub fn answer(&mut self, desk: &mut Desk, ask: Ask, progress: Progress<'_>) -> Answer {
        let told = match ask {
            Ask::Look { folder } => Told::Seen(look(desk, folder, &mounts())?),
            Ask::Write { device, folder } => {
                let written = exchange::export(desk.folder_mut(), device, Path::new(&folder), &mut *progress);
                let written = match written {
                    Err(ExchangeError::Stopped) => return Ok(None),
                    written => written.map_err(|error| problem(&error))?,
                };
                Told::Written(WrittenView {
                    file: name_of(&written.path),
                    to: written.to,
                    commits: written.commits,
                    more: written.more,
                })
            }
            Ask::Request { folder } => {
                let path = request::write(desk.folder_mut(), Path::new(&folder));
                Told::Requested(name_of(&path.map_err(|error| problem(&error))?))
            }
            Ask::Open { path } => return self.open(desk, Path::new(&path), progress),
            Ask::TakeIn => return self.take_in(desk, progress),
            Ask::Cancel => {
                self.forget(&*desk.folder().world().files);
                return Ok(None);
            }
            Ask::Clashes { judged } => {
                Told::Clashes(clashes(desk, judged).map_err(|error| problem(&error.into()))?)
            }
            Ask::Settle { id, by, why } => settle(desk, &id, &by, &why)?,
            Ask::Rulings(ask) => Told::Rulings(super::rulings::answer(desk, ask)?),
        };
        Ok(Some(told))
    }

    fn open(&mut self, desk: &mut Desk, path: &Path, progress: Progress<'_>) -> Answer {
        let files = std::sync::Arc::clone(&desk.folder().world().files);
        self.forget(&*files);
        if request::is_request(&*files, path) {
            let from = request::take_in(desk.folder_mut(), path).map_err(|error| problem(&error))?;
            return Ok(Some(Told::RequestTaken(from)));
        }
        let intake = match Intake::open(desk.folder(), path, progress) {
            Err(ExchangeError::Stopped) => return Ok(None),
            opened => opened.map_err(|error| problem(&error))?,
        };
        let sender = intake.sender();
        let arrival = ArrivalView {
            file: name_of(path),
            from: sender.label.clone(),
            ended: sender.ended,
            made: minute(&sender.made),
            counts: counts(intake.preview()),
            already: intake.preview().already,
            rows: rows(desk, intake.preview()),
        };
        self.intake = Some(intake);
        Ok(Some(Told::Arrived(arrival)))
    }

    fn take_in(&mut self, desk: &mut Desk, progress: Progress<'_>) -> Answer {
        let Some(intake) = self.intake.take() else { return Ok(Some(Told::Stale)) };
        let outcome = intake.commit(desk.folder_mut(), progress);
        // Even what failed may have journalled a part: what is shown follows the records.
        let refreshed = desk.folder().settle().and_then(|()| desk.refresh());
        if matches!(outcome, Err(ExchangeError::Stale)) {
            return Ok(Some(Told::Stale));
        }
        let Outcome { sender, preview, digest_agrees, minted, gained, left, late, .. } =
            outcome.map_err(|error| problem(&error))?;
        refreshed.map_err(|error| problem(&error.into()))?;
        Ok(Some(Told::TakenIn(TakenInView {
            from: sender.label,
            ended: sender.ended,
            counts: counts(&preview),
            agrees: digest_agrees,
            minted,
            moved: given(desk, &gained, &left),
            late,
        })))
    }
}

/// What a bundle said about this machine's villages; empty when nothing.
fn given(desk: &Desk, gained: &[EntityId], left: &[EntityId]) -> Both {
    let names = |villages: &[EntityId]| -> Vec<String> {
        villages.iter().map(|village| desk.roll().called(*village)).collect()
    };
    let say = MoveSay::VillagesChanged { gained: names(gained), left: names(left) };
    both(|lang| say.text(lang))
}

/// Date and minute of what a sender wrote.
fn minute(made: &str) -> String {
    made.replace('T', " ").chars().take(16).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn counts(preview: &Preview) -> [u64; 6] {
    let lists = [
        preview.new.len(),
        preview.changed.len(),
        preview.conflicts.len(),
        preview.duplicates.len(),
        preview.held.len(),
        preview.refused.len(),
    ];
    lists.map(|count| count as u64)
}

/// The records behind each count.
fn rows(desk: &Desk, preview: &Preview) -> Vec<(Count, Both)> {
    let mut rows = Vec::new();
    let mut keep = |count, words: &mut dyn Iterator<Item = Both>| {
        rows.extend(words.take(ROWS).map(|words| (count, words)));
    };
    keep(Count::New, &mut preview.new.iter().map(|key| Both::same(title(desk, key))));
    keep(Count::Changed, &mut preview.changed.iter().map(|key| Both::same(title(desk, key))));
    let slot =
        |key: &RecordKey, slot: u16| both(|lang| lang.about(&title(desk, key), &field(lang, key.kind, slot)));
    keep(Count::Conflict, &mut preview.conflicts.iter().map(|(key, at)| slot(key, *at)));
    let pair = |left: &RecordKey, right: &RecordKey| {
        Both::same(format!("{} / {}", title(desk, left), title(desk, right)))
    };
    keep(Count::Duplicate, &mut preview.duplicates.iter().map(|(left, right)| pair(left, right)));
    let held = preview.waiting();
    keep(Count::Held, &mut held.iter().map(|of| both(|lang| uncounted::waiting(lang, of))));
    let unreadable = preview.refused.iter().filter_map(|part| match part {
        RefusedPart::Record { index, .. } => Some(both(|lang| uncounted::unreadable(lang, index + 1))),
        RefusedPart::Operation(_) => None,
    });
    let refused = preview.quarantined();
    let refused = refused.iter().map(|of| both(|lang| uncounted::refused(lang, of)));
    keep(Count::Refused, &mut refused.chain(unreadable));
    rows
}

fn dated(wall_ms: Option<u64>, today: Day) -> Option<Dated> {
    let date = day_of(wall_ms?)?;
    Some(Dated { date: date.iso(), days_ago: i64::from(today.days()) - i64::from(date.days()) })
}

/// What the office has not confirmed and since how many days; none in the office itself.
pub fn unconfirmed(desk: &Desk) -> Result<Option<(u64, i64)>, StoreError> {
    if desk.folder().actor().office_machine {
        return Ok(None);
    }
    let key = desk.folder().vault().1.signing_public();
    let left = desk.folder().ask(move |state| Ok(Book::read(state, &key)?.unconfirmed(state.ledger())))?;
    let days = dated(left.since_ms, desk.day()).map_or(0, |dated| dated.days_ago);
    Ok(Some((left.operations, days)))
}

/// Copied folders that somebody still goes on in.
pub fn copied(desk: &Desk) -> Result<Vec<Copied>, StoreError> {
    let own = desk.folder().device();
    desk.folder().ask(move |state| Ok(copied::copied(state.ledger(), own)))
}

/// The last word of another machine: of an office machine on a laptop, of any in the office.
pub fn last_receipt(desk: &Desk) -> Result<Option<Dated>, StoreError> {
    let (own, laptop) = (desk.folder().actor().device, !desk.folder().actor().office_machine);
    let newest = desk.folder().ask(move |state| {
        let devices = &state.ledger().authority().devices;
        let office = |said: &Said| devices.get(&said.device).is_some_and(|device| device.office_machine);
        let receipts = state.receipts()?.into_iter();
        let said = receipts.filter_map(|kept| Receipt::decode(&kept.bytes).ok()?.said(state.ledger()));
        let heard = said.filter(|said| said.device != own && (!laptop || office(said)));
        Ok(heard.map(|said| said.wall_ms).max())
    })?;
    Ok(dated(newest, desk.day()))
}

/// The sticks that are there, the newest first.
fn mounts() -> Vec<PathBuf> {
    MOUNTS.iter().flat_map(|root| sticks(Path::new(root))).collect()
}

/// Mounted folders below a root, one or two levels down, the newest first.
fn sticks(root: &Path) -> Vec<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).take(100).collect()
    };
    let mut found: Vec<(std::time::SystemTime, PathBuf)> = Vec::new();
    for first in below(root) {
        let second = below(&first).into_iter();
        for folder in std::iter::once(first.clone()).chain(second).filter(|folder| is_mounted(folder)) {
            let changed = folder.metadata().and_then(|about| about.modified());
            found.push((changed.unwrap_or(std::time::SystemTime::UNIX_EPOCH), folder));
        }
    }
    found.sort_by(|left, right| right.cmp(left));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// True if another device begins at this folder.
#[cfg(unix)]
fn is_mounted(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().ok().map(|about| about.dev());
    folder.parent().is_some_and(|parent| device(parent) != device(folder))
}

#[cfg(not(unix))]
fn is_mounted(_: &Path) -> bool {
    true
}

/// Machines, gaps, and what lies in the folder.
fn look(desk: &Desk, folder: Option<String>, sticks: &[PathBuf]) -> Result<ExchangeView, Problem> {
    let told = |error: StoreError| super::views::problem(&error.into());
    let own = desk.folder().actor().device;
    let devices = desk.folder().ask(move |state| delivery::devices(state, own)).map_err(told)?;
    let waiting = desk.folder().ask(|state| Ok(delivery::waiting(state.ledger())));
    let unconfirmed = unconfirmed(desk).map_err(told)?;
    let today = desk.day();
    let sticks: Vec<String> = sticks.iter().map(|stick| stick.to_string_lossy().into_owned()).collect();
    let folder = folder.or_else(|| sticks.first().cloned()).unwrap_or_default();
    let (files, folder_fault) = match lying(desk, &folder) {
        _ if folder.is_empty() => (Vec::new(), None),
        Ok(files) => (files, None),
        Err(error) => (Vec::new(), Some(both(|lang| i18n::exchange::error(lang, &error)))),
    };
    let turned_up = desk.folder().ask(|state| Ok(late::counts(state.ledger()))).map_err(told)?;
    let machine = |device: delivery::DeviceState| MachineLine {
        device: device.device,
        label: device.label,
        office: device.office_machine,
        own: device.own,
        ended: device.ended,
        villages: device
            .villages
            .iter()
            .map(|village| desk.roll().called(*village))
            .filter(|name| !name.is_empty())
            .collect(),
        receipt: dated(device.receipt_ms, today),
        sent: dated(device.sent_ms, today),
        late: device.late,
        lacks: device.lacks,
        turned_up: turned_up.get(&device.device).copied().unwrap_or(0) as u64,
    };
    let gap = |gap: delivery::Waiting| Gap {
        label: gap.label.unwrap_or_default(),
        first: gap.first,
        last: gap.last,
    };
    Ok(ExchangeView {
        machines: devices.into_iter().map(machine).collect(),
        unconfirmed: unconfirmed.map(|(count, _)| count),
        unconfirmed_days: unconfirmed.map_or(0, |(_, days)| days),
        gaps: waiting.map_err(told)?.into_iter().map(gap).collect(),
        folder,
        folder_fault,
        sticks,
        files,
    })
}

/// Bundles and requests of a folder, the new ones first, then the newest by what their senders say.
fn lying(desk: &Desk, folder: &str) -> Result<Vec<FileLine>, ExchangeError> {
    if folder.is_empty() {
        return Ok(Vec::new());
    }
    let path = Path::new(folder);
    let bundle = |lying: stick::Lying| match lying.found {
        Ok(bundle) => FileLine {
            name: lying.name,
            from: bundle.from,
            made: minute(&bundle.made),
            state: match (bundle.readable, bundle.known) {
                (false, _) if bundle.own => FileState::Own,
                (false, _) => FileState::NotForUs,
                (true, true) => FileState::Known,
                (true, false) => FileState::New,
            },
        },
        Err(_) => {
            let (from, made) = Default::default();
            FileLine { name: lying.name, from, made, state: FileState::Broken }
        }
    };
    let mut files: Vec<FileLine> = stick::lying(desk.folder(), path)?.into_iter().map(bundle).collect();
    let disk = std::sync::Arc::clone(&desk.folder().world().files);
    for name in disk.list(path)? {
        if request::is_request(&*disk, &path.join(&name)) {
            let (from, made) = Default::default();
            files.push(FileLine { name, from, made, state: FileState::Request });
        }
    }
    let rank = |state: FileState| match state {
        FileState::New => 0,
        FileState::Request => 1,
        FileState::Broken => 2,
        FileState::Known => 3,
        FileState::Own => 4,
        FileState::NotForUs => 5,
    };
    files.sort_by(|left, right| {
        (rank(left.state), &right.made, &right.name).cmp(&(rank(right.state), &left.made, &left.name))
    });
    files.truncate(FILES);
    Ok(files)
}

/// What a person must settle, or the pairs that were judged, in the words of the work.
fn clashes(desk: &Desk, judged: bool) -> Result<Vec<ClashView>, StoreError> {
    Ok(desk.conflicts(judged)?.iter().map(|open| clash_view(desk, &open.told)).collect())
}

/// What is to be settled, in one line.
pub fn clash_line(desk: &Desk, told: &clash::Told, lang: Lang) -> String {
    let view = clash_view(desk, told);
    let (who, other, field) = (view.who.as_str(), view.other.as_str(), view.field.text(lang));
    Phrase::Clash { sort: view.sort, who, other, field, values: view.values.len() }.text(lang)
}

fn clash_view(desk: &Desk, told: &clash::Told) -> ClashView {
    let own = desk.folder().actor().label.clone();
    let clash: &Clash = &told.clash;
    let (of, slot) = (clash.record.kind, clash.slot.unwrap_or_default());
    let words = |value: &Value| both(|lang| said(desk, lang, of, slot, value, false));
    let values = clash.choices.iter().zip(&told.hands).map(|(choice, hands)| {
        let hand = hands.first();
        ClashValue {
            value: both(|lang| desk.choice_words(lang, clash, choice, false).unwrap_or_default()),
            officer: hand.map(|hand| hand.officer.clone()).unwrap_or_default(),
            when: hand.map(|hand| when(hand.wall_ms)).unwrap_or_default(),
            device: hand.map(|hand| hand.device.clone()).unwrap_or_default(),
            here: hand.is_some_and(|hand| hand.device == own),
            why: hand.and_then(|hand| hand.why.clone()).unwrap_or_default(),
        }
    });
    let by_value = matches!(clash.sort, Sort::Conflict | Sort::Fork);
    let before = told.hands.iter().flatten().flat_map(|hand| &hand.before).flatten().next();
    let field = match clash.sort {
        Sort::Rulings => desk.ruled_work(clash).unwrap_or_default(),
        _ => clash.slot.map(|slot| both(|lang| field(lang, of, slot))).unwrap_or_default(),
    };
    let sure = matches!(of, kind::PERSON | kind::MEMBERSHIP | kind::HOUSEHOLD);
    let twins = [Some(clash.record), clash.other].into_iter().flatten();
    let twins = twins.filter(|_| clash.sort == Sort::Duplicate).map(|key| about(desk, &key));
    ClashView {
        id: clash.id.clone(),
        sort: clash.sort,
        who: title(desk, &clash.record),
        other: clash.other.as_ref().map(|other| title(desk, other)).unwrap_or_default(),
        field,
        before: before.map(words).unwrap_or_default(),
        persons: twins.collect(),
        values: values.collect(),
        own_value: by_value && super::desk::Target::of_slot(of, slot).is_some(),
        holds_money: sure && matches!(clash.sort, Sort::Conflict | Sort::Overlap | Sort::TwoVillages),
    }
}

/// By what a person is known, in one line: to be compared with another's.
fn about(desk: &Desk, key: &RecordKey) -> Both {
    let record = desk.record(*key).ok().flatten().unwrap_or_default();
    let person = Person::from_record(*key, &record);
    let household = desk.roll().persons.get(&key.entity).map(|row| row.household);
    let household = household.and_then(|household| desk.roll().households.get(&household));
    both(|lang| {
        let sex = person.sex.shown.map(|sex| i18n::checks::sex(lang, sex).to_owned());
        let number = person.id_number.shown.as_deref().map(mask::id_number);
        let parts = [
            Some(title(desk, key)),
            sex,
            person.birth.shown.map(Day::iso),
            number,
            household.map(|row| row.code.clone()),
            Some(desk.roll().place(key.scope).to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join("  ")
    })
}

/// Settles one, or says why it is not settled so.
fn settle(desk: &mut Desk, id: &str, by: &By, why: &str) -> Result<Told, Problem> {
    let choice = match by {
        By::Take(number) => Choose::Take(*number),
        By::Value(typed) => Choose::Value(typed),
    };
    let settled = match desk.settle_conflict(id, choice, why) {
        // Who may rule is said, and nothing is wrong.
        Err(error @ ExchangeError::Store(StoreError::Ruling(_))) => {
            return Ok(Told::NotSettled(both(|lang| i18n::exchange::error(lang, &error))));
        }
        settled => settled.map_err(|error| problem(&error))?,
    };
    Ok(match settled {
        Settled::Written => Told::Settled,
        Settled::NoSuch => return Err(problem(&ExchangeError::NoSuchClash)),
        Settled::Not(error) => {
            let error = ExchangeError::Settle(error);
            Told::NotSettled(both(|lang| i18n::exchange::error(lang, &error)))
        }
        Settled::Refused(facts) => {
            let say = |lang| i18n::acts::ActSay::Refused(id.to_owned(), facts.clone()).text(lang);
            Told::NotSettled(both(say))
        }
    })
}

#[cfg(test)]
mod tests;
