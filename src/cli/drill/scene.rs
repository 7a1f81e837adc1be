//! The folders of a drill (场景): office, laptops and stick below one root, laid out once; how far it has come stands in
//! one small file, what was done is read from the records.

use std::path::{Path, PathBuf};

use super::steps::{self, Step};
use crate::cli::answer::{Answer, Exit};
use crate::cli::args::{self, DrillName};
use crate::cli::batches;
use crate::cli::demo as demo_office;
use crate::cli::session::{Failure, Session};
use crate::domain::roles::Role;
use crate::exchange::{
    self,
    enrol::{self, Answer as OfficeAnswer, Request, Terms},
};
use crate::i18n::cli::Say;
use crate::i18n::drill::{BANK_FILE, Drill, Guide, Task};
use crate::runtime::desk::Desk;
use crate::store::enrol::{Pending, found_field};
use crate::store::{Folder, Shut, StoreError};
use crate::vault::{Effort, Passphrase};

/// First line of the file that says how far a drill has come.
const MAGIC: &str = "kuqu drill 1";
/// The file's name.
const MARK: &str = "drill";
/// Persons of the drill's office.
const PERSONS: u32 = 300;
/// Seed of the drill's office.
const SEED: u64 = 1;
/// Payments that the bank sends back.
const SENT_BACK: usize = 3;
/// Most bytes of the export that the bank's answer is made from.
const EXPORT_BYTES_MAX: u64 = 1 << 20;
/// The person whom it is about: the first head of the generated office.
pub(super) const PERSON: &str = "H01001-01";
/// The office's machine.
pub(super) const OFFICE: &str = "A";

impl DrillName {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::LostLaptop => "lost-laptop",
            Self::DamagedStick => "damaged-stick",
            Self::FailedPayment => "failed-payment",
        }
    }

    fn words(self) -> Drill {
        match self {
            Self::Conflict => Drill::Conflict,
            Self::LostLaptop => Drill::LostLaptop,
            Self::DamagedStick => Drill::DamagedStick,
            Self::FailedPayment => Drill::FailedPayment,
        }
    }

    fn steps(self) -> &'static [Step] {
        match self {
            Self::Conflict => steps::CONFLICT,
            Self::LostLaptop => steps::LOST_LAPTOP,
            Self::DamagedStick => steps::DAMAGED_STICK,
            Self::FailedPayment => steps::FAILED_PAYMENT,
        }
    }

    /// The laptops that are part of the office at the beginning.
    fn laptops(self) -> &'static [&'static str] {
        match self {
            Self::Conflict => &["B", "C"],
            Self::LostLaptop | Self::DamagedStick => &["B"],
            Self::FailedPayment => &[],
        }
    }
}

/// A drill under way.
pub struct Scene<'a> {
    pub(super) session: &'a Session,
    drill: DrillName,
    root: PathBuf,
    passphrase: Passphrase,
    done: usize,
}

impl<'a> Scene<'a> {
    /// Goes on with the drill in `root`, or lays it out where nothing is; any other folder is refused.
    pub fn lay_out(
        session: &'a Session,
        drill: DrillName,
        root: PathBuf,
        answer: &mut Answer,
    ) -> Result<Self, Failure> {
        let passphrase = demo_office::passphrase(session)?;
        // The program takes whole paths alone, and is given the stick's.
        let root = std::path::absolute(&root).unwrap_or(root);
        let mut scene = Self { session, drill, root, passphrase, done: 0 };
        if scene.read_mark()? {
            return Ok(scene);
        }
        scene.found(answer)?;
        scene.write_mark()?;
        Ok(scene)
    }

    fn failed(&self, error: &std::io::Error) -> Failure {
        Failure::Say(Say::DrillFile(self.root.display().to_string(), error.to_string()), Exit::Failed)
    }

    /// True if a drill of this name is under way here; what a killed laying-out left is cleared. Read again after the program
    /// was open: what only its screen shows, it marks itself.
    pub fn read_mark(&mut self) -> Result<bool, Failure> {
        let other = || Failure::Say(Say::NotADrill(self.root.display().to_string()), Exit::Failed);
        let text = match std::fs::read_to_string(self.root.join(MARK)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return if crate::store::folder::is_free(&self.root) { Ok(false) } else { Err(other()) };
            }
            Err(error) => return Err(self.failed(&error)),
        };
        let mut lines = text.lines();
        if lines.next() != Some(MAGIC) || lines.next() != Some(self.drill.word()) {
            return Err(other());
        }
        let Some(done) = lines.next() else {
            for part in [OFFICE, "B", "C", "D", "stick"] {
                self.gone(std::fs::remove_dir_all(self.root.join(part)))?;
            }
            return Ok(false);
        };
        self.done = done.parse::<usize>().map_err(|_| other())?.min(self.steps().len());
        Ok(true)
    }

    fn write_mark(&self) -> Result<(), Failure> {
        let text = format!("{MAGIC}\n{}\n{}\n", self.drill.word(), self.done);
        self.put(&self.root.join(MARK), text.as_bytes())
    }

    /// Writes a file whole or not at all.
    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let written = crate::sheets::write_whole(path, bytes);
        written.map_err(|error| Failure::Sheet(crate::cli::session::file_name(path), error))
    }

    fn found(&mut self, answer: &mut Answer) -> Result<(), Failure> {
        let stick = self.stick();
        std::fs::create_dir_all(&self.root).map_err(|error| self.failed(&error))?;
        self.put(&self.root.join(MARK), format!("{MAGIC}\n{}\n", self.drill.word()).as_bytes())?;
        std::fs::create_dir_all(&stick).map_err(|error| self.failed(&error))?;
        let wanted = args::Demo { persons: PERSONS, seed: SEED, only_generate: true };
        let office = self.root.join(OFFICE);
        drop(demo_office::generate(self.session, &wanted, &office, &self.passphrase, answer)?);
        for label in self.drill.laptops() {
            self.enrol(label)?;
        }
        if self.drill == DrillName::FailedPayment {
            self.bank_answer()?;
        }
        Ok(())
    }

    /// Makes a laptop with all villages, as `enrol request`, `accept` and `finish` do; gives the six words, none if it is part of
    /// the office already. What a killed enrolment left is gone on with, or made anew.
    fn enrol(&self, label: &str) -> Result<Option<[&'static str; 6]>, Failure> {
        let files = [".req", ".acc"].map(|end| self.stick().join(format!("{label}{end}")));
        let words = match self.waiting(label)? {
            Some(pending) => Some(self.admit(label, pending, &files)?),
            None => None,
        };
        files.iter().try_for_each(|file| self.gone(std::fs::remove_file(file)))?;
        Ok(words)
    }

    /// The laptop that asks to be enrolled: as a killed enrolment left it, else a new one; none if its enrolment is finished.
    fn waiting(&self, label: &str) -> Result<Option<Pending>, Failure> {
        let laptop = self.root.join(label);
        let world = || self.session.world.clone();
        if crate::store::is_folder(&laptop) {
            let shut = Shut::open(&laptop, world())?;
            if !shut.waits_for_enrolment() {
                return Ok(None);
            }
            // The office may have accepted its keys already: another laptop of that label would be one too many.
            if let Ok(pending) = shut.unlock_pending(1, &self.passphrase) {
                return Ok(Some(pending));
            }
        }
        self.gone(std::fs::remove_dir_all(&laptop))?;
        let officer = Say::DrillOfficer(label.to_owned()).text(self.session.lang);
        let secret = (&self.passphrase, Effort::FAST);
        Ok(Some(found_field(&laptop, &officer, label, secret, world())?.0))
    }

    /// The three files between a laptop that asks and the office.
    fn admit(
        &self,
        label: &str,
        pending: Pending,
        [asked, answered]: &[PathBuf; 2],
    ) -> Result<[&'static str; 6], Failure> {
        // Files of a killed enrolment are written once more.
        for file in [asked, answered] {
            self.gone(std::fs::remove_file(file))?;
        }
        enrol::ask(&pending, asked)?;
        let mut office = self.folder(OFFICE)?;
        let request = Request::read(&*self.session.world.files, asked)?;
        let villages = {
            let desk = Desk::open(office, self.session.today)?;
            let villages: std::collections::BTreeSet<_> =
                desk.roll().persons.values().map(|row| row.village).collect();
            office = desk.close().0;
            villages.into_iter().collect()
        };
        let officer = Say::DrillOfficer(label.to_owned()).text(self.session.lang);
        let terms = Terms { officer, roles: Role::Recorder.bit(), villages, office_machine: false };
        let accepted = enrol::accept(&mut office, &request, &terms, answered, &mut |_, _| true)?;
        office.settle()?;
        drop(office);
        let answer = OfficeAnswer::read(&pending, answered, &mut |_, _| true)?;
        answer.finish(pending, &mut |_, _| {})?.settle()?;
        Ok(accepted.words)
    }

    /// What was to be removed is gone, or was not there.
    fn gone(&self, removed: std::io::Result<()>) -> Result<(), Failure> {
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(self.failed(&error)),
            _ => Ok(()),
        }
    }

    /// The bank's late answer: the first three lines of the newest batch came back.
    fn bank_answer(&self) -> Result<(), Failure> {
        let mut desk = Desk::open(self.folder(OFFICE)?, self.session.today)?;
        let Some(batch) = desk.batch_rows()?.into_iter().max_by_key(|row| row.period) else { return Ok(()) };
        let sent = self.stick().join("export.csv");
        let written = desk.export_batch(&batch.number, &sent);
        written.map_err(|error| batches::failure(self.session, &sent, error))?;
        desk.folder().settle()?;
        let files = &self.session.world.files;
        let text = files.read(&sent, EXPORT_BYTES_MAX).map_err(StoreError::from)?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let mut rows = text.trim_start_matches('\u{feff}').lines();
        let head = rows.next().unwrap_or_default();
        let [result, reason, failed, why] = Say::BANK_WORDS;
        let mut back = format!("{head},{result},{reason}\n");
        for row in rows.take(SENT_BACK) {
            back.push_str(&format!("{row},{failed},{why}\n"));
        }
        self.put(&self.stick().join(BANK_FILE), back.as_bytes())
    }

    /// Where everything lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that stands for the stick.
    pub(super) fn stick(&self) -> PathBuf {
        self.root.join("stick")
    }

    /// The drill in words.
    pub fn name(&self) -> Drill {
        self.drill.words()
    }

    /// The drill's word of the command line.
    pub fn word(&self) -> &'static str {
        self.drill.word()
    }

    /// All steps.
    pub fn steps(&self) -> &'static [Step] {
        self.drill.steps()
    }

    /// How many are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The step that is due.
    pub fn due(&self) -> Option<&'static Step> {
        self.steps().get(self.done)
    }

    /// What stands on the screen in a step.
    pub fn guide(&self, step: &'static Step) -> Guide {
        let at = self.steps().iter().position(|one| std::ptr::eq(one, step)).unwrap_or_default();
        Guide {
            number: at + 1,
            of: self.steps().len(),
            machine: step.machine,
            task: step.task,
            person: PERSON.to_owned(),
            stick: self.stick().display().to_string(),
            heard: false,
        }
    }

    /// Opens a machine's folder.
    pub fn folder(&self, machine: &str) -> Result<Folder, Failure> {
        let shut = Shut::open(&self.root.join(machine), self.session.world.clone())?;
        Ok(shut.unlock(1, &self.passphrase, &mut |_, _| {}).map_err(|failed| failed.1)?)
    }

    /// The step that is due is done.
    pub fn advance(&mut self) -> Result<(), Failure> {
        self.done += 1;
        self.write_mark()
    }

    /// Does what the drill does itself.
    pub fn act(&self, step: &Step, answer: &mut Answer) -> Result<(), Failure> {
        match step.task {
            Task::Enrol(label) => {
                if let Some(words) = self.enrol(label)? {
                    answer.say(&Say::SixWords(words.join(" ")).text(self.session.lang));
                }
            }
            Task::Found(label) => {
                let mut folder = self.folder(label)?;
                let to = exchange::export::addressee(&folder, Some(OFFICE))?;
                exchange::export(&mut folder, to, &self.stick(), &mut |_, _| true)?;
                folder.settle()?;
            }
            Task::Spoil => self.spoil()?,
            _ => {}
        }
        Ok(())
    }

    /// Changes one byte in the middle of every whole file on the stick. A spoiled one is left: twice changed is mended.
    fn spoil(&self) -> Result<(), Failure> {
        let files = &self.session.world.files;
        for name in files.list(&self.stick()).map_err(StoreError::from)? {
            let path = self.stick().join(name);
            if exchange::verify(std::sync::Arc::clone(files), &path).is_err() {
                continue;
            }
            let mut bytes = std::fs::read(&path).map_err(|error| self.failed(&error))?;
            let middle = bytes.len() / 2;
            if let Some(byte) = bytes.get_mut(middle) {
                *byte = !*byte;
            }
            self.put(&path, &bytes)?;
        }
        Ok(())
    }
}
