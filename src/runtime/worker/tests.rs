//! The worker with a real folder: interactive requests go between the pieces of long work.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Today, serve};
use crate::flow::effect::ExportOf;
use crate::flow::petition::{Ask, Told};
use crate::flow::{Done, Effect, Input, Job, Kept};
use crate::i18n::Lang;
use crate::i18n::problems::Problem;
use crate::runtime::desk::tests::{case, office, today};
use crate::runtime::program::Opening;
use crate::store::{Folder, Shut, World};
use crate::vault::Passphrase;

struct Screen {
    ask: Option<Sender<Effect>>,
    answers: Receiver<Input>,
    worker: Option<JoinHandle<()>>,
}

impl Screen {
    fn new(root: &Path) -> Self {
        Self::on(office(root), Today::Said(today()))
    }

    fn on(folder: Folder, today: Today) -> Self {
        let (ask, effects) = channel();
        let (to, answers) = channel();
        let worker = thread::spawn(move || serve(Opening::Open(Box::new(folder)), today, effects, &to));
        let screen = Self { ask: Some(ask), answers, worker: Some(worker) };
        assert!(matches!(screen.next(), Done::Unlocked { .. }));
        screen
    }

    fn ask(&self, effect: Effect) {
        self.ask.as_ref().unwrap().send(effect).unwrap();
    }

    fn next(&self) -> Done {
        match self.answers.recv_timeout(Duration::from_secs(120)).unwrap() {
            Input::Done(done) => *done,
            other => panic!("{other:?}"),
        }
    }

    /// What comes until this one, and this one last.
    fn until(&self, wanted: impl Fn(&Done) -> bool) -> Vec<Done> {
        let mut came = Vec::new();
        loop {
            let done = self.next();
            assert!(!matches!(done, Done::Failed { .. }) || wanted(&done), "{done:?}");
            came.push(done);
            if came.last().is_some_and(&wanted) {
                return came;
            }
        }
    }

    fn preview(&self, request: u64, file: &Path) -> [u64; 5] {
        self.ask(Effect::ImportPreview { request, path: file.display().to_string(), map: Vec::new() });
        let came = self.until(|done| matches!(done, Done::Preview { .. }));
        match came.last() {
            Some(Done::Preview { preview, .. }) => preview.counts,
            _ => unreachable!(),
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        drop(self.ask.take());
        self.worker.take().unwrap().join().unwrap();
    }
}

fn search(request: u64) -> Effect {
    Effect::Search { request, query: "王".into(), limit: 20 }
}

#[test]
fn searches_are_answered_while_a_roster_is_compared_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let screen = Screen::new(&folder.path().join("data"));
    screen.ask(Effect::ImportPreview {
        request: 1,
        path: case("roster_sheets.xlsx").display().to_string(),
        map: Vec::new(),
    });
    screen.ask(search(2));
    let came = screen.until(|done| matches!(done, Done::Preview { .. }));
    assert!(came.iter().any(|done| matches!(done, Done::Found { request: 2, .. })), "{came:?}");
    screen.ask(Effect::ImportApply { request: 3 });
    screen.until(|done| matches!(done, Done::Progress { job: Job::Writing, done: 1, .. }));
    screen.ask(search(4));
    let came = screen.until(|done| matches!(done, Done::Imported { .. }));
    let found = came.iter().position(|done| matches!(done, Done::Found { request: 4, .. }));
    assert!(found.is_some_and(|at| at + 2 < came.len()), "answered before the writing was done");
    match came.last() {
        Some(Done::Imported { report, .. }) => assert_eq!(report.counts, [5_051, 0, 0, 0, 0]),
        _ => unreachable!(),
    }
    screen.ask(search(5));
    let came = screen.until(|done| matches!(done, Done::Found { request: 5, .. }));
    assert!(matches!(came.last(), Some(Done::Found { answer, .. }) if answer.total > 20));

    // The counts come first, the findings when every person was looked at; a list of them waits.
    screen.ask(Effect::LoadToday { request: 6 });
    screen.ask(Effect::ListFinding { request: 7, check: "nothing".into(), limit: 10 });
    let came = screen.until(|done| matches!(done, Done::Found { request: 7, .. }));
    let looks: Vec<bool> = came
        .iter()
        .filter_map(|done| match done {
            Done::Today { today, .. } => Some(today.sweeping),
            _ => None,
        })
        .collect();
    assert_eq!(looks, [true, false]);

    // Cancelled: the next preview is another one.
    screen.ask(Effect::ImportPreview {
        request: 8,
        path: case("roster_sheets.xlsx").display().to_string(),
        map: Vec::new(),
    });
    screen.ask(Effect::ImportCancel { request: 8 });
    assert_eq!(screen.preview(9, &case("roster_sheets.xlsx")), [0, 5_051, 0, 0, 0]);

    // What was found leaves in clear, once, and comes in again as it was.
    let file = folder.path().join("found.xlsx");
    let whose = || ExportOf::Query("王".into());
    let path = file.display().to_string();
    screen.ask(Effect::Export { request: 10, whose: whose(), path: path.clone(), lang: Lang::Zh });
    let came = screen.until(|done| matches!(done, Done::Exported { .. }));
    let Some(Done::Exported { persons, .. }) = came.last() else { unreachable!() };
    assert_eq!(screen.preview(11, &file), [0, *persons, 0, 0, 0]);
    screen.ask(Effect::Export { request: 12, whose: whose(), path, lang: Lang::Zh });
    let came = screen.until(|done| matches!(done, Done::Failed { request: 12, .. }));
    assert!(matches!(came.last(), Some(Done::Failed { problem: Problem::FileExists { .. }, .. })));
}

#[test]
fn refused_rows_lie_beside_the_roster_and_the_lock_finishes_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("花名册.xlsx");
    std::fs::copy(case("roster_spoiled.xlsx"), &file).unwrap();
    let screen = Screen::new(&folder.path().join("data"));
    let counts = screen.preview(1, &file);
    assert_eq!(counts[4], 60);
    for (request, name) in [(2, "花名册-退回.xlsx"), (3, "花名册-退回2.xlsx")] {
        screen.ask(Effect::ImportRefused { request, lang: Lang::Zh });
        let came = screen.until(|done| matches!(done, Done::RefusedWritten { .. }));
        assert!(matches!(came.last(), Some(Done::RefusedWritten { file, .. }) if file.ends_with(name)));
        assert!(folder.path().join(name).is_file());
    }
    screen.ask(Effect::ImportApply { request: 4 });
    screen.ask(Effect::Lock);
    let came = screen.until(|done| matches!(done, Done::Imported { .. }));
    assert!(matches!(came.last(), Some(Done::Imported { report, .. }) if report.counts == counts));
}

#[test]
fn whoever_looks_after_midnight_or_after_the_clock_was_set_sees_that_day() {
    // 2026-05-03, 23:59 at UTC+8.
    const BEFORE: u64 = 1_777_823_940_000;
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("data");
    drop(office(&root));
    let clock = Arc::new(AtomicU64::new(BEFORE));
    let told = Arc::clone(&clock);
    let world = World { wall_ms: Arc::new(move || told.load(Ordering::SeqCst)), ..World::real() };
    let passphrase = Passphrase::new("a desk's passphrase").unwrap();
    let shut = Shut::open(&root, world).unwrap();
    let folder = shut.unlock(1, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1).unwrap();
    let screen = Screen::on(folder, Today::Clock(today()));
    let look = |request: u64| {
        screen.ask(Effect::Petition { request, ask: Ask::Queue });
        let came = screen.until(|done| matches!(done, Done::Petition { .. }));
        match came.last() {
            Some(Done::Petition { told, .. }) => match &**told {
                Told::Queue(queue) => queue.today.clone(),
                other => panic!("{other:?}"),
            },
            _ => unreachable!(),
        }
    };
    assert_eq!(look(1), "2026-05-03");
    clock.store(BEFORE + 120_000, Ordering::SeqCst);
    assert_eq!(look(2), "2026-05-04", "00:01");
    clock.store(BEFORE - 10 * 86_400_000, Ordering::SeqCst);
    assert_eq!(look(3), "2026-04-23", "the clock was set back");
}

#[test]
fn x7_a_village_that_was_left_goes_in_idle_time_and_is_no_longer_found() {
    use crate::exchange::reassign::give_villages;
    use crate::exchange::tests::folders::{Field, add};
    let field = Field::laid_out();
    let (mut office, [gone, kept]) = field.office();
    add(&mut office, gone, 1, "王走村");
    add(&mut office, kept, 2, "王留村");
    let mut laptop = field.laptop(&mut office, "B", &[gone, kept]);
    give_villages(&mut office, "B", &[kept], true).unwrap();
    field.send(&mut office, &mut laptop);
    let screen = Screen::on(laptop, Today::Said(today()));
    let came = screen.until(|done| matches!(done, Done::Kept { kept: Kept::Purged(_), .. }));
    let Some(Done::Kept { kept: Kept::Purged(words), .. }) = came.last() else { unreachable!() };
    assert!(words.zh.contains("何家村") && words.en.contains("何家村"), "{words:?}");
    screen.ask(search(1));
    let came = screen.until(|done| matches!(done, Done::Found { request: 1, .. }));
    assert!(matches!(came.last(), Some(Done::Found { answer, .. }) if answer.total == 1), "{came:?}");
}
