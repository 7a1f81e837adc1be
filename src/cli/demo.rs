//! `demo`: opens the program on a generated office.

use std::path::Path;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::demo::{self, Plan};
use crate::domain::setting;
use crate::i18n::cli::Say;
use crate::journal::{Audience, EntityId, Op};
use crate::runtime::desk;
use crate::store::{Folder, Office, Part, Shut, StoreError, found};
use crate::vault::{Effort, Passphrase};

/// The demo's passphrase where the environment gives none.
const PASSPHRASE: &str = "kuqu-demo";

/// Makes the demo where the folder is absent or empty, reopens a demo folder, refuses any other.
pub fn run(session: &Session, demo: &args::Demo, answer: &mut Answer) -> Result<Exit, Failure> {
    let root = session.data("demo")?;
    let passphrase = passphrase(session)?;
    let folder = if crate::store::is_folder(&root) {
        reopen(session, &root, &passphrase)?
    } else {
        generate(session, demo, &root, &passphrase, answer)?
    };
    folder.settle()?;
    if demo.only_generate {
        answer.say(&Say::DemoReady(root.display().to_string()).text(session.lang));
        return Ok(Exit::Done);
    }
    super::program::open_folder(session, folder)
}

/// The passphrase of a generated office: the environment's, else the one that everybody knows.
pub fn passphrase(session: &Session) -> Result<Passphrase, Failure> {
    match session.given_passphrase()? {
        Some(given) => Ok(given),
        None => Ok(Passphrase::new(PASSPHRASE)?),
    }
}

fn reopen(session: &Session, root: &Path, passphrase: &Passphrase) -> Result<Folder, Failure> {
    let shut = Shut::open(root, session.world.clone())?;
    let folder = shut.unlock(1, passphrase, &mut |_, _| {}).map_err(|failed| failed.1)?;
    let mark = setting::key(setting::DEMO);
    match folder.ask(move |state| state.record(&mark))? {
        Some(_) => Ok(folder),
        None => Err(Failure::Say(Say::NotADemo(root.display().to_string()), Exit::Failed)),
    }
}

/// Makes a demo in a folder that is absent or empty.
pub fn generate(
    session: &Session,
    demo: &args::Demo,
    root: &Path,
    passphrase: &Passphrase,
    answer: &mut Answer,
) -> Result<Folder, Failure> {
    answer.say(&Say::DemoMaking(demo.persons).text(session.lang));
    let words = demo::words();
    // The demo's passphrase is known to everybody: guessing it need not be hard, and the demo opens at once.
    let office = Office { officer: words.officer, device: "A", passphrase, effort: Effort::FAST };
    let (mut folder, _) = found(root, &office, session.world.clone())?;
    desk::name_office(&mut folder, words.office)?;
    let (year, month, day) = session.today.full().unwrap_or((2026, 1, 1));
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let plan =
        Plan { seed: demo.seed, persons: demo.persons as usize, today: (year, part(month), part(day)) };
    let made = demo::generate(&plan);
    let data_set = folder.ask(|state| Ok(state.ledger().data_set()))?;
    let paid = demo::payments(&made, data_set, session.today);
    for ops in demo::parts(&made, data_set).chain(paid) {
        let (scope, ops) = ops.map_err(StoreError::from)?;
        // The state reads them from the journal afterwards, as after any rebuild.
        folder.append_act(scope, &ops)?;
    }
    round(&mut folder, &made, data_set, session.today.days())?;
    let petitions = demo::petitions(&made, data_set, session.today).map_err(StoreError::from)?;
    for (scope, ops) in &petitions.villages {
        folder.append_act(*scope, ops)?;
    }
    folder.confirm_and_replay(&mut |_, _| {})?;
    seal(&mut folder, &petitions.sealed)?;
    // The mark comes last: a demo that was killed half-way is not reopened as if it were whole.
    desk::decide(&mut folder, setting::DEMO, &demo.seed.to_string())?;
    Ok(folder)
}

/// Puts the accusations into the drawer.
fn seal(folder: &mut Folder, sealed: &[Vec<Op>]) -> Result<(), Failure> {
    folder.found_drawer()?;
    let Some(drawer) = folder.drawer()? else { return Ok(()) };
    let act = folder.new_act()?;
    folder.write_to(Audience::Office, Part::whole(act), |commit| {
        let mut ops = sealed.iter().flatten();
        ops.try_for_each(|op| commit.push_sealed(EntityId::ZERO, op, &drawer).map(drop))
    })?;
    Ok(())
}

/// Writes the round that is under way.
fn round(
    folder: &mut Folder,
    made: &demo::DemoOffice,
    data_set: crate::journal::Hash,
    today: i32,
) -> Result<(), Failure> {
    let mut round = demo::DemoRound::new(made, data_set, today);
    for phase in 0..demo::DemoRound::PHASES {
        for (scope, ops) in round.phase(phase).map_err(StoreError::from)? {
            let act = folder.new_act()?;
            let mut ids = Vec::new();
            folder.append_commit(Part::whole(act), |commit| {
                ops.iter().try_for_each(|op| commit.push(scope, op).map(|id| ids.push(id)))
            })?;
            folder.forget_pending();
            ops.iter().zip(ids).for_each(|(op, id)| round.take(scope, op, id));
        }
    }
    Ok(())
}
