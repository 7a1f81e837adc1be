//! Kills at random moments (kill -9): of a writer that says what is confirmed, of `import roster`, of `rebuild`. Nothing
//! confirmed is lost, and the same command again ends where an undisturbed one does.
//!
//! `KUQU_KILLS` = how many in all (200 for the bar of issue 01; the default keeps `cargo test` quick).

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{DataFolder, Dice, PASSPHRASE, roster, say};
use kuqu::domain::kinds::kind;
use kuqu::domain::register::NewPerson;
use kuqu::journal::{CommitId, EntityId};
use kuqu::store::{Folder, Part, World};
use kuqu::vault::Passphrase;

const HOUSEHOLDS: u32 = 150;
const WRITER: &str = "KUQU_TEST_WRITER";

/// This many of each of the three sorts.
fn kills() -> u64 {
    super::kills().map_or(8, |all| all.div_ceil(3))
}

/// Starts the command and kills it after a random part of its usual time; true if it was killed before its end.
fn killed(mut command: Command, usual: Duration, dice: &mut Dice) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_micros(dice.below(usual.as_micros() as u64 + 1)));
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// Everything that a person sees, without the ids that chance decides: names, numbers, places of all.
fn content(place: &DataFolder) -> BTreeSet<String> {
    let desk = place.desk();
    let persons: Vec<EntityId> = desk.roll().persons.keys().copied().collect();
    let mut all = BTreeSet::new();
    for hit in desk.persons(&persons).unwrap() {
        let parts = [&hit.code, &hit.name, &hit.household_code, &hit.village, &hit.group, &hit.id_number];
        all.insert(format!("{parts:?} {} {}", hit.phone, hit.account));
    }
    all
}

fn import(place: &DataFolder) -> (Command, String) {
    let file = place.file("roster.csv", roster(HOUSEHOLDS).as_bytes());
    (place.command(&["import", "roster", &file, "--json"]), file)
}

#[test]
fn an_import_killed_anywhere_ends_at_the_same_records_when_it_is_done_again() {
    let base = DataFolder::founded();
    let whole = base.copy();
    let (mut command, _) = import(&whole);
    let start = Instant::now();
    assert!(command.output().unwrap().status.success());
    let usual = start.elapsed() * 5 / 4;
    let (wanted, sum) = (content(&whole), whole.doctor());
    let (mut dice, mut cut, mut halves) = (Dice(1), 0, 0);
    for round in 0..kills() {
        let place = base.copy();
        let mut before = 0;
        // Up to three kills on one folder: a kill may also strike the second try.
        for _ in 0..=dice.below(3) {
            cut += u64::from(killed(import(&place).0, usual, &mut dice));
            let doctor = place.doctor();
            assert!(doctor.ok, "round {round}: {doctor:?}");
            assert!(doctor.operations >= before, "round {round}: confirmed operations are gone");
            before = doctor.operations;
            halves += u64::from(before > 3 && before < sum.operations);
        }
        let (_, file) = import(&place);
        let again = place.kuqu(&["import", "roster", &file, "--json"]).with(0).json();
        assert_eq!(
            again["new"].as_u64().unwrap() + again["same"].as_u64().unwrap(),
            u64::from(HOUSEHOLDS) * 2
        );
        let doctor = place.doctor();
        assert!(doctor.ok && doctor.held + doctor.quarantined == 0, "round {round}: {doctor:?}");
        assert_eq!((doctor.persons, doctor.operations), (sum.persons, sum.operations), "round {round}");
        assert_eq!(content(&place), wanted, "round {round}");
    }
    assert!(cut > 0, "no kill came before the end");
    say(&format!("{cut} imports killed, {halves} folders found half imported"));
}

#[test]
fn a_rebuild_killed_anywhere_loses_nothing() {
    let place = DataFolder::with_roster(HOUSEHOLDS);
    let digest = place.doctor().digest;
    let start = Instant::now();
    place.kuqu(&["rebuild"]).with(0);
    let usual = start.elapsed() * 5 / 4;
    let (mut dice, mut cut) = (Dice(2), 0);
    for round in 0..kills() {
        cut += u64::from(killed(place.command(&["rebuild"]), usual, &mut dice));
        let doctor = place.doctor();
        assert!(doctor.ok, "round {round}: {doctor:?}");
        assert_eq!(doctor.digest, digest, "round {round}");
    }
    place.kuqu(&["rebuild"]).with(0);
    assert_eq!(place.doctor().digest, digest);
    assert!(cut > 0, "no kill came before the end");
    say(&format!("{cut} rebuilds killed"));
}

#[test]
fn what_a_killed_writer_called_confirmed_is_there() {
    let place = DataFolder::founded();
    let (mut dice, mut confirmed) = (Dice(3), Vec::new());
    for round in 0..kills() {
        let mut writer = Command::new(std::env::current_exe().unwrap());
        writer.args(["--ignored", "--exact", "--nocapture", "folder::kills::writes_until_it_is_killed"]);
        let mut writer =
            writer.env(WRITER, &place.data).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines().map(Result::unwrap);
        let first = lines.by_ref().find(|line| line.starts_with("confirmed "));
        confirmed.extend(first);
        std::thread::sleep(Duration::from_micros(dice.below(40_000)));
        writer.kill().unwrap();
        writer.wait().unwrap();
        confirmed.extend(lines.filter(|line| line.starts_with("confirmed ") && line.ends_with('.')));
        let folder = place.folder(World::real()).unwrap();
        assert!(!folder.condition().is_damage(), "round {round}: {:?}", folder.condition());
        let held = folder.ask(|state| Ok(state.ledger().entries().map(|entry| entry.id).collect::<Vec<_>>()));
        let held: BTreeSet<String> = held.unwrap().iter().map(|id| line(*id)).collect();
        let lost: Vec<_> = confirmed.iter().filter(|line| !held.contains(*line)).collect();
        assert!(lost.is_empty(), "round {round}: lost {lost:?} of {}", confirmed.len());
        let persons = folder.ask(|state| Ok(state.count(kind::PERSON))).unwrap();
        assert!(persons >= confirmed.len() as u64, "round {round}: {persons} of {}", confirmed.len());
    }
    assert!(place.doctor().ok);
    say(&format!("{} writers killed, {} confirmed saves, none lost", kills(), confirmed.len()));
}

fn line(commit: CommitId) -> String {
    format!("confirmed {:?}.", commit.0)
}

/// Not a test of its own: the process that the one above starts and kills.
#[test]
#[ignore = "what_a_killed_writer_called_confirmed_is_there starts it as a process, and kills it"]
fn writes_until_it_is_killed() {
    let Ok(data) = std::env::var(WRITER) else { return };
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let shut = kuqu::store::Shut::open(data.as_ref(), World::real()).unwrap();
    let mut folder = shut.unlock(1, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1).unwrap();
    let village = EntityId([9; 16]);
    for number in 0_u32.. {
        let id = save(&mut folder, village, number).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", line(id)).and_then(|()| out.flush()).unwrap();
    }
}

/// One act: a new person.
pub fn save(
    folder: &mut Folder,
    village: EntityId,
    number: u32,
) -> Result<CommitId, kuqu::store::StoreError> {
    let act = folder.new_act()?;
    folder.write(Part::whole(act), |writing| {
        let person = NewPerson {
            entity: writing.next_id().entity(),
            village,
            code: format!("H{number}-01"),
            name: "张三丰".into(),
            ..NewPerson::default()
        };
        let op = person.op().unwrap();
        writing.push(op.scope, &op.op).map(drop)
    })
}
