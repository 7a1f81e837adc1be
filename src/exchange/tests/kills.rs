//! Kills and failing file calls over export and import: on a disk in memory, and on a real folder (O5; F40, F41, F45).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bundles::{bundle, forged, pair, refusal};
use super::folders::{Field, add, copy_folder, digests, going, pass, person, reopen, set, take, world};
use super::histories::STICK;
use super::memory::{Held, Memory};
use crate::domain::kinds::person;
use crate::exchange::import::Intake;
use crate::exchange::parcel::Parcel;
use crate::exchange::write::{Target, Writing};
use crate::store::files::twin::{MemoryDisk, Planned};
use crate::store::files::{self, Disk, Files};
use crate::store::{Folder, Shut, World};

#[test]
fn f40_f41_f45_a_kill_or_fault_at_every_file_call_leaves_no_half_bundle() {
    let (start, mut office, laptop) = pair();
    let others = [Parcel::Header(vec![7; 900]).encode().unwrap()];
    let mut header = None;
    let bytes =
        forged(&mut office, &laptop, &Memory::found(1, &start), |made| header = Some(made.clone()), &[]);
    drop(bytes);
    let mut header = header.unwrap();
    header.unpacked = others.iter().map(|record| 4 + record.len() as u64).sum();
    let recipients = [laptop.identity.recipient()];
    let sign = |message: &[u8]| crate::exchange::machine::Machine::sign(&office, message);
    let write = |disk: &MemoryDisk| {
        let files: Arc<dyn Files> = Arc::new(disk.clone());
        let writing = Writing { files, spool: Path::new("/out"), recipients: &recipients, sign: &sign };
        let target = Target::Folder(Path::new(STICK), "kuqu-A-B-000001".into());
        writing.write(&header, &target, &mut |sink| others.iter().try_for_each(|record| sink(record)))
    };
    let trial = start.copy();
    write(&trial).unwrap();
    let calls = trial.calls();
    let mut whole = 0;
    for call in 1..=calls {
        let faults = [
            Planned::Dies(0),
            Planned::Dies(40),
            Planned::DiesAfter,
            Planned::Fails(std::io::ErrorKind::StorageFull),
            Planned::Tears(11, std::io::ErrorKind::BrokenPipe),
            Planned::Fails(std::io::ErrorKind::PermissionDenied),
        ];
        for (at, planned) in faults.into_iter().enumerate() {
            for power in [false, true] {
                let disk = start.copy();
                disk.plan(call, planned);
                let written = write(&disk);
                if power {
                    disk.power_cut(5)
                } else {
                    disk.restart()
                }
                for (path, bytes) in disk.all() {
                    if path.extension().is_some_and(|end| end == "kqb") {
                        // Under a bundle's name there is a whole bundle or nothing.
                        assert_eq!(
                            refusal(&disk, &path),
                            None,
                            "call {call}, fault {at}: {} bytes",
                            bytes.len()
                        );
                        whole += 1;
                    }
                }
                if let Ok(written) = written {
                    assert_eq!(refusal(&disk, &written.path), None);
                }
                // What was left behind is no obstacle.
                write(&disk).unwrap();
            }
        }
    }
    assert!(calls > 12 && whole > 0, "{calls} calls");
}

#[test]
fn f40_a_fault_at_every_file_call_of_an_import_changes_nothing_before_the_journal() {
    let (start, _, laptop, path) = bundle();
    let trial = start.copy();
    let calls = {
        let before = trial.calls();
        let machine = on(&laptop, &trial);
        machine.preview(&path).unwrap().cancel(&trial).unwrap();
        trial.calls() - before
    };
    let mut failed = 0;
    for call in 1..=calls {
        for planned in [
            Planned::Dies(3),
            Planned::Fails(std::io::ErrorKind::Other),
            Planned::Tears(5, std::io::ErrorKind::StorageFull),
        ] {
            let disk = start.copy();
            let mut machine = on(&laptop, &disk);
            disk.plan(call, planned);
            failed += usize::from(machine.preview(&path).is_err());
            assert!(machine.held.commits.is_empty());
            disk.restart();
            machine.import(&path).unwrap();
            assert_eq!(machine.held.commits.len(), 4);
        }
    }
    assert!(failed as u64 > calls, "{failed} of {calls} calls");
}

/// The same machine on another disk, as it was before anything came.
fn on(machine: &Memory, disk: &MemoryDisk) -> Memory {
    Memory {
        label: machine.label.clone(),
        key: machine.key.clone(),
        identity: machine.identity.clone(),
        device: machine.device,
        officer: machine.officer,
        grant: machine.grant,
        held: Held::new(machine.held.ledger.data_set()),
        ..Memory::found(4, &MemoryDisk::new()).moved(disk)
    }
}

/// The disk of this machine, until the call at which the program dies: everything later fails.
struct Dying {
    calls: std::sync::atomic::AtomicU64,
    at: u64,
}

impl Dying {
    fn step<T>(&self, path: &Path, act: impl FnOnce() -> files::Result<T>) -> files::Result<T> {
        let call = self.calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        if call >= self.at {
            let dead = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
            return Err(files::FileError::new(files::Operation::Write, path, &dead));
        }
        act()
    }
}

/// Its appender dies with it, in the middle of an append.
struct DyingAppender(Arc<Dying>, Box<dyn files::Appender>, PathBuf);

impl files::Appender for DyingAppender {
    fn append(&mut self, bytes: &[u8]) -> files::Result<()> {
        let whole = self.0.step(&self.2, || Ok(()));
        if whole.is_err() {
            let _ = self.1.append(&bytes[..bytes.len() / 2]);
            return whole;
        }
        self.1.append(bytes)
    }

    fn sync_data(&mut self) -> files::Result<()> {
        self.0.step(&self.2, || self.1.sync_data())
    }
}

struct DyingDisk(Arc<Dying>);

impl Files for DyingDisk {
    fn make_folder(&self, folder: &Path) -> files::Result<()> {
        self.0.step(folder, || Disk.make_folder(folder))
    }
    fn list(&self, folder: &Path) -> files::Result<Vec<String>> {
        self.0.step(folder, || Disk.list(folder))
    }
    fn folders(&self, folder: &Path) -> files::Result<Vec<String>> {
        self.0.step(folder, || Disk.folders(folder))
    }
    fn len(&self, path: &Path) -> files::Result<u64> {
        self.0.step(path, || Disk.len(path))
    }
    fn read(&self, path: &Path, limit: u64) -> files::Result<Vec<u8>> {
        self.0.step(path, || Disk.read(path, limit))
    }
    fn read_at(&self, path: &Path, offset: u64, count: usize) -> files::Result<Vec<u8>> {
        self.0.step(path, || Disk.read_at(path, offset, count))
    }
    fn write_new(&self, path: &Path, bytes: &[u8]) -> files::Result<()> {
        self.0.step(path, || Disk.write_new(path, bytes))
    }
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> files::Result<()> {
        self.0.step(path, || Disk.overwrite(path, bytes))
    }
    fn sync(&self, path: &Path) -> files::Result<()> {
        self.0.step(path, || Disk.sync(path))
    }
    fn sync_folder(&self, folder: &Path) -> files::Result<()> {
        self.0.step(folder, || Disk.sync_folder(folder))
    }
    fn rename(&self, from: &Path, to: &Path) -> files::Result<()> {
        self.0.step(to, || Disk.rename(from, to))
    }
    fn remove(&self, path: &Path) -> files::Result<()> {
        self.0.step(path, || Disk.remove(path))
    }
    fn truncate(&self, path: &Path, length: u64) -> files::Result<()> {
        self.0.step(path, || Disk.truncate(path, length))
    }
    fn appender(&self, path: &Path) -> files::Result<Box<dyn files::Appender>> {
        let appender = self.0.step(path, || Disk.appender(path))?;
        Ok(Box::new(DyingAppender(Arc::clone(&self.0), appender, path.to_owned())))
    }
}

fn mortal(at: u64) -> (World, Arc<Dying>) {
    let dying = Arc::new(Dying { calls: Default::default(), at });
    (World { files: Arc::new(DyingDisk(Arc::clone(&dying))), ..world() }, dying)
}

fn unlock(root: &Path, world: World) -> Option<Folder> {
    let shut = Shut::open(root, world).ok()?;
    shut.unlock(1, &pass(), &mut |_, _| {}).ok()
}

#[test]
fn o5_f40_a_kill_at_every_file_call_of_an_import_loses_nothing() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    for number in 1..4 {
        add(&mut office, village, number, "张三");
    }
    let mut b = field.laptop(&mut office, "B", &[village]);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    for number in 4..7 {
        add(&mut office, village, number, "李四");
    }
    let path = field.ship(&mut office, &b);
    let own = digests(&b, village);
    drop(b);
    let (start, root) = (field.root.join("B"), field.root.join("killed"));
    let mut kills = 0;
    for at in (1..400).step_by(2) {
        let _ = std::fs::remove_dir_all(&root);
        copy_folder(&start, &root);
        let (world, dying) = mortal(at);
        let ended = unlock(&root, world).map(|mut folder| {
            let taken =
                Intake::open(&folder, &path, &mut going).and_then(|it| it.commit(&mut folder, &mut going));
            taken.is_ok()
        });
        let over = dying.calls.load(std::sync::atomic::Ordering::SeqCst) < at;
        // What was there is there, and the same file can be taken in again.
        let mut folder = reopen(&root);
        assert_eq!(person(&folder, village, 1).phone.shown.as_deref(), Some("13900000001"), "kill at {at}");
        take(&mut folder, &path);
        assert_ne!(digests(&folder, village), own);
        assert!(person(&folder, village, 6).common.stands());
        kills += 1;
        if over {
            assert_eq!(ended, Some(true));
            break;
        }
    }
    assert!(kills > 20, "{kills}");
}
