//! `drill` (演练): what goes wrong once a year, practised step by step on folders of its own. The program opens on the
//! machine of the step with the task on its message line; whether the step was done is read from the folders.

mod goal;
mod scene;
mod steps;

use std::io::{BufRead, IsTerminal, Write};
use std::process::Stdio;

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::program;
use super::session::{Failure, Session};
use crate::i18n::cli::Say;
use crate::i18n::drill::Between;
use crate::runtime::terminal::{self, Lent};
use crate::text;
use scene::Scene;
use steps::{Goal, Step};

/// Cells beside a task: its number, and one at the end of a line.
const MARGIN: usize = 7;
/// What stands below the number of a task that is wrapped.
const INDENT: &str = "      ";

/// Lays the drill out or goes on with it. At a terminal it goes from step to step; else it says the step that is due.
pub fn run(session: &Session, drill: &args::Drill, answer: &mut Answer) -> Result<Exit, Failure> {
    let root = session.data(&format!("drill-{}", drill.name.word()))?;
    let mut scene = Scene::lay_out(session, drill.name, root, answer)?;
    if drill.open {
        let Some((step, machine)) = scene.due().and_then(|step| Some((step, step.machine?))) else {
            return Ok(Exit::Done);
        };
        let heard = program::open_with(session, scene.folder(machine)?, scene.guide(step))?;
        if heard && step.goal == Goal::Refused {
            scene.advance()?;
        }
        return Ok(Exit::Done);
    }
    let at_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !drill.json;
    if at_terminal {
        return guided(session, &mut scene, drill, answer);
    }
    // What the drill does itself needs nobody at the keys.
    while pass(&mut scene, answer)?.is_some_and(|step| step.machine.is_none()) {}
    if drill.json {
        document(session, &scene, answer)?;
    } else {
        tell(session, &scene, answer)?;
    }
    Ok(Exit::Done)
}

/// Goes from step to step until the last is done or the officer leaves.
fn guided(
    session: &Session,
    scene: &mut Scene<'_>,
    drill: &args::Drill,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    while let Some(step) = pass(scene, answer)? {
        tell(session, scene, answer)?;
        if !wanted(session, answer)? {
            answer.say(&Between::GoOn(again(session, scene)).text(session.lang));
            return Ok(Exit::Done);
        }
        open_apart(session, scene.root(), drill, answer)?;
        scene.read_mark()?;
        let due = scene.due().is_some_and(|due| std::ptr::eq(due, step));
        if due && !scene.is_reached(step)? {
            answer.say(&Say::DrillNotYet.text(session.lang));
        }
    }
    tell(session, scene, answer)?;
    Ok(Exit::Done)
}

/// The command that goes on with the drill.
fn again(session: &Session, scene: &Scene<'_>) -> String {
    let root = scene.root().display().to_string();
    let root = if root.contains(char::is_whitespace) { format!("\"{root}\"") } else { root };
    let keymap = session.common.keymap.as_ref().map(|keymap| format!(" --keymap {keymap}"));
    format!("kuqu --data {root}{} drill {}", keymap.unwrap_or_default(), scene.word())
}

/// Opens the program on the machine of the step that is due, in a process of its own: the thread that reads keys lives
/// as long as its process, and would take the next answer away. If it is killed, the terminal is put back here.
fn open_apart(
    session: &Session,
    root: &std::path::Path,
    drill: &args::Drill,
    answer: &mut Answer,
) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Say(Say::Terminal(error.to_string()), Exit::Failed);
    let mut program = std::process::Command::new(std::env::current_exe().map_err(failed)?);
    program.arg("--data").arg(root).args(["--today", &session.today.iso()]);
    program.args(["--lang", session.lang.pick("zh", "en")]);
    if let Some(keymap) = &session.common.keymap {
        program.arg("--keymap").arg(keymap);
    }
    if let Some(file) = &session.common.passphrase_file {
        program.arg("--passphrase-file").arg(file);
    }
    program.args(["drill", drill.name.word(), "--open"]);
    // What it says is told once the terminal is as it was.
    program.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::piped());
    let lent = Lent::to_another().map_err(failed)?;
    let ended = program.output().map_err(failed)?;
    // A program that fails puts the terminal back itself. Elsewhere than on Unix a killed one has an exit status too.
    let by_itself = ended.status.success() || (cfg!(unix) && ended.status.code().is_some());
    lent.returned(by_itself);
    let said = String::from_utf8_lossy(&ended.stderr);
    if !said.trim().is_empty() {
        answer.say(said.trim_end());
    }
    if !by_itself || (!ended.status.success() && said.trim().is_empty()) {
        answer.say(&Between::Broken.text(session.lang));
    }
    Ok(())
}

/// Goes past what is done, does what the drill does itself, and gives the step that is due.
fn pass(scene: &mut Scene<'_>, answer: &mut Answer) -> Result<Option<&'static Step>, Failure> {
    while let Some(step) = scene.due() {
        if step.machine.is_none() {
            scene.act(step, answer)?;
        } else if !scene.is_reached(step)? {
            return Ok(Some(step));
        }
        scene.advance()?;
    }
    Ok(None)
}

/// What each step asks for, with the keys of the keymap in use.
fn tasks(session: &Session, scene: &Scene<'_>) -> Result<Vec<String>, Failure> {
    let lang = session.lang;
    let keymap = program::keymap(session)?.0;
    let keys = |act| crate::commands::listing::key_of(&keymap, act, lang);
    Ok(scene.steps().iter().map(|step| scene.guide(step).task(lang, &keys)).collect())
}

/// The steps with those that are done, and the task that is due.
fn tell(session: &Session, scene: &Scene<'_>, answer: &mut Answer) -> Result<(), Failure> {
    let lang = session.lang;
    let width = terminal::columns();
    answer.line(scene.name().title(lang));
    for (at, task) in tasks(session, scene)?.into_iter().enumerate() {
        let mark = match at.cmp(&scene.done()) {
            std::cmp::Ordering::Less => "v",
            std::cmp::Ordering::Equal => ">",
            std::cmp::Ordering::Greater => " ",
        };
        let head = format!("{mark} {:>2}. ", at + 1);
        for (row, line) in text::wrap(&task, width.saturating_sub(MARGIN)).into_iter().enumerate() {
            let begun = if row == 0 { head.as_str() } else { INDENT };
            answer.line(&format!("{begun}{line}"));
        }
    }
    let folder = scene.root().display().to_string();
    let last = if scene.due().is_some() { Say::DrillFolder(folder) } else { Say::DrillOver(folder) };
    text::wrap(&last.text(lang), width.saturating_sub(1)).iter().for_each(|line| answer.line(line));
    Ok(())
}

/// Asks whether to go on; false if the officer leaves.
fn wanted(session: &Session, answer: &mut Answer) -> Result<bool, Failure> {
    answer.say(&Say::DrillGoOn.text(session.lang));
    // Nothing is lost if the terminal is gone: reading fails too.
    let _ = std::io::stdout().flush();
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed);
    Ok(read.is_ok_and(|bytes| bytes > 0) && !typed.trim().eq_ignore_ascii_case("q"))
}

fn document(session: &Session, scene: &Scene<'_>, answer: &mut Answer) -> Result<(), Failure> {
    let tasks = tasks(session, scene)?.into_iter();
    let steps = scene.steps().iter().zip(tasks).enumerate().map(|(at, (step, task))| {
        json!({
            "step": at + 1,
            "machine": step.machine,
            "task": task,
            "done": at < scene.done(),
        })
    });
    let steps: Vec<_> = steps.collect();
    answer.document(&json!({
        "drill": scene.word(),
        "folder": scene.root().display().to_string(),
        "steps": steps,
        "done": scene.due().is_none(),
    }));
    Ok(())
}
