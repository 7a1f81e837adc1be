//! A disk that fails: at every call of the file layer, in every way, while a folder is founded, saved to, imported into and
//! rebuilt. Opened again on a sound disk, it holds every save that was confirmed and takes the next one.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::kills::save;
use super::{DataFolder, roster, today};
use kuqu::journal::EntityId;
use kuqu::runtime::desk::{Desk, DeskError};
use kuqu::store::files::twin::Planned;
use kuqu::store::files::{Appender, Disk, FileError, Files, Operation, Result};
use kuqu::store::{StoreError, World};

const VILLAGE: EntityId = EntityId([9; 16]);

/// What can happen at a call.
const FAULTS: [Planned; 4] = [
    Planned::Fails(ErrorKind::StorageFull),
    Planned::Tears(20, ErrorKind::Other),
    Planned::DiesAfter,
    Planned::Dies(20),
];

#[derive(Default)]
struct Plan {
    calls: u64,
    fault: Option<(u64, Planned)>,
    dead: bool,
}

/// The real disk, with one planned fault. (The twin in memory cannot hold what sled writes.)
#[derive(Clone, Default)]
struct FaultyDisk(Arc<Mutex<Plan>>);

impl FaultyDisk {
    fn failing(call: u64, fault: Planned) -> Self {
        Self(Arc::new(Mutex::new(Plan { fault: Some((call, fault)), ..Plan::default() })))
    }

    fn world(&self) -> World {
        World { files: Arc::new(self.clone()), ..World::real() }
    }

    fn calls(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).calls
    }

    /// Counts a call; `act` is told how many bytes of a write to do.
    fn call<T>(&self, operation: Operation, path: &Path, act: impl FnOnce(usize) -> Result<T>) -> Result<T> {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        plan.calls += 1;
        let told = |kind: ErrorKind| Err(FileError::new(operation, path, &kind.into()));
        if plan.dead {
            return told(ErrorKind::BrokenPipe);
        }
        let writes = matches!(operation, Operation::Write | Operation::Append);
        match plan.fault.filter(|(at, _)| *at == plan.calls).map(|(_, fault)| fault) {
            None => return act(usize::MAX),
            Some(Planned::Fails(kind)) => return told(kind),
            Some(Planned::Tears(bytes, kind)) => {
                let _ = writes.then(|| act(bytes));
                return told(kind);
            }
            Some(Planned::Dies(bytes)) => drop(writes.then(|| act(bytes))),
            Some(Planned::DiesAfter) => drop(act(usize::MAX)),
        }
        plan.dead = true;
        told(ErrorKind::BrokenPipe)
    }
}

fn part(bytes: &[u8], most: usize) -> &[u8] {
    &bytes[..bytes.len().min(most)]
}

impl Files for FaultyDisk {
    fn make_folder(&self, folder: &Path) -> Result<()> {
        self.call(Operation::MakeFolder, folder, |_| Disk.make_folder(folder))
    }
    fn list(&self, folder: &Path) -> Result<Vec<String>> {
        self.call(Operation::List, folder, |_| Disk.list(folder))
    }
    fn folders(&self, folder: &Path) -> Result<Vec<String>> {
        self.call(Operation::List, folder, |_| Disk.folders(folder))
    }
    fn len(&self, path: &Path) -> Result<u64> {
        self.call(Operation::Length, path, |_| Disk.len(path))
    }
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>> {
        self.call(Operation::Read, path, |_| Disk.read(path, limit))
    }
    fn read_at(&self, path: &Path, offset: u64, count: usize) -> Result<Vec<u8>> {
        self.call(Operation::Read, path, |_| Disk.read_at(path, offset, count))
    }
    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.call(Operation::Write, path, |most| Disk.write_new(path, part(bytes, most)))
    }
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.call(Operation::Write, path, |most| Disk.overwrite(path, part(bytes, most)))
    }
    fn sync(&self, path: &Path) -> Result<()> {
        self.call(Operation::Sync, path, |_| Disk.sync(path))
    }
    fn sync_folder(&self, folder: &Path) -> Result<()> {
        self.call(Operation::SyncFolder, folder, |_| Disk.sync_folder(folder))
    }
    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.call(Operation::Rename, to, |_| Disk.rename(from, to))
    }
    fn remove(&self, path: &Path) -> Result<()> {
        self.call(Operation::Remove, path, |_| Disk.remove(path))
    }
    fn truncate(&self, path: &Path, length: u64) -> Result<()> {
        self.call(Operation::Truncate, path, |_| Disk.truncate(path, length))
    }
    fn appender(&self, path: &Path) -> Result<Box<dyn Appender>> {
        let open = self.call(Operation::Open, path, |_| Disk.appender(path))?;
        Ok(Box::new(Open { disk: self.clone(), path: path.to_owned(), open }))
    }
}

struct Open {
    disk: FaultyDisk,
    path: std::path::PathBuf,
    open: Box<dyn Appender>,
}

impl Appender for Open {
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.disk.call(Operation::Append, &self.path, |most| self.open.append(part(bytes, most)))
    }
    fn sync_data(&mut self) -> Result<()> {
        self.disk.call(Operation::Sync, &self.path, |_| self.open.sync_data())
    }
}

/// Plays the scene once to learn its calls, then with faults at each of them (with all four ways where `KUQU_KILLS` is
/// set). Gives the number of cases.
fn at_every_call(mut scene: impl FnMut(&FaultyDisk, &str)) -> u64 {
    let sound = FaultyDisk::default();
    scene(&sound, "sound");
    let (calls, mut cases) = (sound.calls(), 0);
    let all = super::kills().is_some();
    for call in 1..=calls {
        for (number, fault) in FAULTS.into_iter().enumerate() {
            // Each call fails and each call is the last; the other half of the ways takes turns.
            if all || number as u64 % 2 == call % 2 {
                scene(&FaultyDisk::failing(call, fault), &format!("call {call} of {calls}: {fault:?}"));
                cases += 1;
            }
        }
    }
    super::say(&format!("{cases} faults at {calls} calls"));
    cases
}

#[test]
fn a_save_that_was_confirmed_survives_a_fault_at_every_call() {
    let base = DataFolder::founded();
    let cases = at_every_call(|disk, case| {
        let place = base.copy();
        let mut confirmed = Vec::new();
        if let Ok(mut folder) = place.folder(disk.world()) {
            // After a fault nothing more may be called saved by chance: the later ones must fail or be true.
            confirmed.extend((0..4).filter_map(|number| save(&mut folder, VILLAGE, number).ok()));
        }
        let mut folder = place.folder(World::real()).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert!(!folder.condition().is_damage(), "{case}: {:?}", folder.condition());
        for id in &confirmed {
            let id = *id;
            assert!(folder.ask(move |state| Ok(state.ledger().holds(id))).unwrap(), "{case}: lost");
        }
        save(&mut folder, VILLAGE, 9).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert!(case != "sound" || confirmed.len() == 4);
    });
    assert!(cases >= 30, "{cases}");
}

#[test]
fn a_founding_that_failed_can_be_done_again() {
    at_every_call(|disk, case| {
        let place = DataFolder::absent();
        let failed = place.found(disk.world()).is_err();
        let founded = kuqu::store::is_founded(&place.data);
        if failed && !founded {
            let again = place.found(World::real());
            assert!(again.is_ok(), "{case}: {:?}", again.err());
        }
        // A dying machine cannot tidy up; whatever is left opens, or names what is missing.
        match place.folder(World::real()) {
            Ok(mut folder) => drop(save(&mut folder, VILLAGE, 1).unwrap()),
            Err(error) => panic!("{case}: {error}"),
        }
    });
}

fn import(place: &DataFolder, world: World) -> std::result::Result<u64, DeskError> {
    let file = place.file("roster.csv", roster(9).as_bytes());
    let mut desk = Desk::open(place.folder(world)?, today()).map_err(DeskError::from)?;
    let planned = desk.planning(file.as_ref(), &[])?.run(&mut |_, _, _| true)?;
    let new = planned.plan.counts.new as u64;
    let mut applying = desk.begin_apply(planned)?;
    while !desk.apply_part(&mut applying)? {}
    desk.folder().settle()?;
    Ok(new)
}

#[test]
fn an_import_that_failed_at_any_call_is_finished_by_the_next() {
    let base = DataFolder::founded();
    let whole = base.copy();
    import(&whole, World::real()).unwrap();
    let wanted = whole.doctor();
    let start = base.doctor().operations;
    let cases = at_every_call(|disk, case| {
        let place = base.copy();
        let first = import(&place, disk.world());
        let half = place.doctor();
        assert!(half.ok && half.operations >= start, "{case}: {half:?}");
        assert!(first.is_err() || half.operations == wanted.operations, "{case}: called done and is not");
        import(&place, World::real()).unwrap_or_else(|error| panic!("{case}: {error}"));
        let after = place.doctor();
        assert!(after.ok, "{case}: {after:?}");
        assert_eq!((after.persons, after.operations), (wanted.persons, wanted.operations), "{case}");
    });
    assert!(cases >= 30, "{cases}");
}

#[test]
fn a_rebuild_that_failed_at_any_call_loses_nothing() {
    let base = DataFolder::with_roster(9);
    let wanted = base.doctor().digest;
    let cases = at_every_call(|disk, case| {
        let place = base.copy();
        let rebuilt: std::result::Result<_, StoreError> =
            place.folder(disk.world()).and_then(|folder| folder.rebuild(&mut |_, _| {}));
        drop(rebuilt);
        let doctor = place.doctor();
        assert!(doctor.ok, "{case}: {doctor:?}");
        assert_eq!(doctor.digest, wanted, "{case}");
    });
    assert!(cases >= 30, "{cases}");
}
