//! One command's surroundings: folder, language, day, passphrase; and how a failure becomes a sentence and an exit code.

use std::cell::{RefCell, RefMut};
use std::io::IsTerminal;
use std::path::PathBuf;

use super::answer::Exit;
use super::args::Common;
use super::place;
use crate::domain::day::Day;
use crate::exchange::ExchangeError;
use crate::i18n::acts::ActSay;
use crate::i18n::cli::Say;
use crate::i18n::{self, Lang};
use crate::runtime::desk::{Desk, DeskError};
use crate::runtime::prompt;
use crate::sheets::SheetError;
use crate::store::segments::JournalError;
use crate::store::vault_files::VaultFileError;
use crate::store::{BackupError, Folder, Shut, StoreError, World};
use crate::vault::{Effort, Passphrase, PassphraseError, VaultError};

/// The passphrase for scripts.
const PASSPHRASE: &str = "KUQU_PASSPHRASE";
/// The second secret for scripts: a new officer's or a changed passphrase.
const NEW_PASSPHRASE: &str = "KUQU_NEW_PASSPHRASE";

/// Why a command did not end well.
#[derive(Debug)]
pub enum Failure {
    /// The folder.
    Store(StoreError),
    /// An office file: its name and what is wrong.
    Sheet(String, SheetError),
    /// A passphrase that cannot be one.
    Passphrase(PassphraseError),
    /// A file of the exchange.
    Exchange(Box<ExchangeError>),
    /// Anything else, with its exit code.
    Say(Say, Exit),
    /// A sentence in the language of the session, with its exit code.
    Told(String, Exit),
}

impl Failure {
    /// What is said on standard error.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Store(error) => i18n::store::sentence(lang, error),
            Self::Sheet(file, error) => i18n::sheets::error(lang, file, error),
            Self::Passphrase(error) => i18n::store::passphrase(lang, error),
            Self::Exchange(error) => i18n::exchange::error(lang, error),
            Self::Say(say, _) => say.text(lang),
            Self::Told(sentence, _) => sentence.clone(),
        }
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Store(error) => exit_of(error),
            Self::Sheet(_, SheetError::Wish { .. } | SheetError::WishColumn { .. }) => Exit::Usage,
            Self::Sheet(
                _,
                SheetError::Missing | SheetError::Denied | SheetError::DiskFull | SheetError::Io(_),
            ) => Exit::Failed,
            Self::Sheet(..) => Exit::Refused,
            Self::Passphrase(_) => Exit::Usage,
            Self::Exchange(error) => match **error {
                ExchangeError::Refused(_) | ExchangeError::NotAnswered => Exit::Refused,
                _ => Exit::Failed,
            },
            Self::Say(_, exit) | Self::Told(_, exit) => *exit,
        }
    }

    /// A failure of an office file's command.
    pub fn of_file(file: &std::path::Path, error: DeskError) -> Self {
        match error {
            DeskError::Sheet(error) => Self::Sheet(file_name(file), error),
            DeskError::Store(error) => Self::Store(error),
            DeskError::Stopped => Self::Say(Say::Stopped, Exit::Failed),
            DeskError::Held(_) => Self::Say(Say::Stopped, Exit::Failed),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<PassphraseError> for Failure {
    fn from(error: PassphraseError) -> Self {
        Self::Passphrase(error)
    }
}

/// The last part of a path, which is what sentences name.
pub fn file_name(file: &std::path::Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn exit_of(error: &StoreError) -> Exit {
    match error {
        StoreError::InUse(_) => Exit::InUse,
        StoreError::WrongPassphrase { .. }
        | StoreError::NoSuchOfficer(_)
        | StoreError::Vault(
            VaultError::WrongPassphrase(_) | VaultError::NoSlot { .. } | VaultError::WrongCode,
        ) => Exit::WrongPassphrase,
        StoreError::Backup(BackupError::Damaged { .. } | BackupError::Forged) => Exit::Damaged,
        StoreError::VaultFiles(VaultFileError::Newer(_)) => Exit::Failed,
        StoreError::ReadOnly | StoreError::NotFounded | StoreError::VaultFiles(_) => Exit::Damaged,
        StoreError::Journal(
            JournalError::Frame { .. } | JournalError::NoFrame(_) | JournalError::ReadOnly,
        ) => Exit::Damaged,
        _ => Exit::Failed,
    }
}

/// What a command works with.
pub struct Session {
    /// Options.
    pub common: Common,
    /// Language.
    pub lang: Lang,
    /// Today at UTC+8.
    pub today: Day,
    /// Files and clock.
    pub world: World,
    /// The folder once it is open: the commands of a batch share it.
    desk: RefCell<Option<Desk>>,
}

impl Session {
    /// Reads the options.
    pub fn new(common: Common) -> Result<Self, Failure> {
        let lang = place::lang(common.lang);
        let today = place::today(&common).ok_or_else(|| {
            Failure::Say(Say::NoDate(common.today.clone().unwrap_or_default()), Exit::Usage)
        })?;
        Ok(Self { common, lang, today, world: World::real(), desk: RefCell::default() })
    }

    /// The data folder; `name` = its last part where the option does not say.
    pub fn data(&self, name: &str) -> Result<PathBuf, Failure> {
        place::data(&self.common, name).ok_or(Failure::Say(Say::NoDataFolder, Exit::Failed))
    }

    /// The passphrase: file, environment, or asked for; never waits for keys where there is no terminal.
    pub fn passphrase(&self) -> Result<Passphrase, Failure> {
        match self.given_passphrase()? {
            Some(passphrase) => Ok(passphrase),
            None => self.ask(Say::AskPassphrase(u32::from(self.common.acting))),
        }
    }

    /// The passphrase of file or environment, if there is one.
    pub fn given_passphrase(&self) -> Result<Option<Passphrase>, Failure> {
        if let Some(file) = &self.common.passphrase_file {
            let text = std::fs::read_to_string(file)
                .map_err(|_| Failure::Say(Say::PassphraseFile(file_name(file)), Exit::Usage))?;
            let line = zeroize::Zeroizing::new(text);
            return Ok(Some(Passphrase::new(line.lines().next().unwrap_or_default())?));
        }
        match std::env::var(PASSPHRASE) {
            Ok(text) => Ok(Some(Passphrase::new(&zeroize::Zeroizing::new(text))?)),
            Err(_) => Ok(None),
        }
    }

    /// A new passphrase: environment, or typed twice.
    pub fn new_passphrase(&self) -> Result<Passphrase, Failure> {
        if let Ok(text) = std::env::var(NEW_PASSPHRASE) {
            return Ok(Passphrase::new(&zeroize::Zeroizing::new(text))?);
        }
        self.typed_twice()
    }

    /// Asks for a new passphrase until it is long enough and the same twice.
    pub fn typed_twice(&self) -> Result<Passphrase, Failure> {
        loop {
            let first = match self.ask(Say::AskNewPassphrase) {
                Err(Failure::Passphrase(PassphraseError::TooShort { .. })) => continue,
                other => other?,
            };
            if first.is_same(&self.ask(Say::AskAgain)?) {
                return Ok(first);
            }
        }
    }

    /// How hard a new passphrase is to guess, on this machine.
    pub fn effort(&self) -> Effort {
        let start = std::time::Instant::now();
        Effort::calibrate(&mut || start.elapsed())
    }

    /// Asks at the terminal without showing what is typed.
    pub fn ask(&self, question: Say) -> Result<Passphrase, Failure> {
        Ok(Passphrase::new(&self.typed(question)?)?)
    }

    /// Asks for a secret line.
    pub fn typed(&self, question: Say) -> Result<zeroize::Zeroizing<String>, Failure> {
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return Err(Failure::Say(Say::PassphraseMissing, Exit::Usage));
        }
        prompt::hidden(&question.text(self.lang)).ok_or(Failure::Say(Say::PassphraseMissing, Exit::Usage))
    }

    /// The folder, locked.
    pub fn shut(&self) -> Result<Shut, Failure> {
        Ok(Shut::open(&self.data("office")?, self.world.clone())?)
    }

    /// Opens the folder for the officer who acts; a desk that is open gives it up.
    pub fn folder(&self) -> Result<Folder, Failure> {
        self.settle();
        drop(self.desk.take());
        let shut = self.shut()?;
        let passphrase = self.passphrase()?;
        let opened = shut.unlock(u32::from(self.common.acting), &passphrase, &mut |_, _| {});
        Ok(opened.map_err(|failed| failed.1)?)
    }

    /// The folder with its look-up, opened once.
    pub fn desk(&self, answer: &mut super::answer::Answer) -> Result<RefMut<'_, Desk>, Failure> {
        if self.desk.borrow().is_none() {
            let desk = Desk::open(self.folder()?, self.today)?;
            for sentence in i18n::store::report(self.lang, desk.folder().report()) {
                answer.say(&sentence);
            }
            self.desk.replace(Some(desk));
        }
        RefMut::filter_map(self.desk.borrow_mut(), Option::as_mut)
            .map_err(|_| Failure::Say(Say::Stopped, Exit::Failed))
    }

    /// Brings the state of an open desk to the platter. What is confirmed is in the journal already.
    pub fn settle(&self) {
        if let Some(desk) = self.desk.borrow().as_ref() {
            // An unsettled state is replayed at the next start.
            let _ = desk.folder().settle();
        }
    }

    /// A sentence as a failure.
    pub fn told(&self, say: &ActSay, exit: Exit) -> Failure {
        Failure::Told(say.text(self.lang), exit)
    }

    /// A failure of the desk.
    pub fn failed(&self, error: DeskError) -> Failure {
        match error {
            DeskError::Store(error) => Failure::Store(error),
            DeskError::Sheet(error) => Failure::Sheet(String::new(), error),
            DeskError::Held(_) => self.told(&ActSay::Newer, Exit::Failed),
            DeskError::Stopped => Failure::Say(Say::Stopped, Exit::Failed),
        }
    }
}
