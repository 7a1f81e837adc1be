//! A slip (填单): a few fields and one act at their end: backup, passphrase, a new officer, a handover, a
//! proof.
//!
//! Enter goes on and, in the last field, does it; nothing is asked of the folder before every field is right. What the
//! folder refuses is said under the fields, which keep what was typed; passphrases alone are typed again.

pub mod view;

use crate::commands::Action;
use crate::domain::day::{self, Day};
use crate::domain::papers::papers;
use crate::domain::proof::PURPOSE_CHARS_MAX;
use crate::domain::subsidy::mandate::{Receiver, Sort};
use crate::flow::done::Progress;
use crate::flow::form::{FormEffect, HistoryOf};
use crate::flow::keeping::Wish;
use crate::flow::{Cx, Effect, Secret};
use crate::form::Field;
use crate::form::path::{is_whole, unquoted};
use crate::i18n::form::YES_NO;
use crate::i18n::keeping::{Fault, Text};
use crate::i18n::messages::Note;
use crate::journal::EntityId;
use crate::text::fold;

/// Longest path in characters.
const PATH_CHARS_MAX: usize = 1_000;
/// Longest passphrase in characters.
const PASSPHRASE_CHARS_MAX: usize = 256;
/// Longest name in characters.
const WORDS_CHARS_MAX: usize = 80;
/// Longest list of villages in characters.
const VILLAGES_CHARS_MAX: usize = 600;
/// Longest date in characters.
const DATE_CHARS_MAX: usize = 20;
/// Longest officer number in digits, and list of roles.
const DIGITS_MAX: usize = 8;

/// What the slip is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A backup into a folder.
    Backup,
    /// A new passphrase of one's own.
    Passphrase,
    /// A new officer.
    NewOfficer,
    /// Villages and drafts from one officer to another.
    HandOver,
    /// Other days for a history.
    HistoryDates(HistoryOf),
    /// Other villages for a laptop, whose label is what the slip is about.
    GiveVillages,
    /// A proof of migrant identity for a person, else the household.
    Proof { household: EntityId, person: Option<EntityId> },
    /// Who receives a person's money by a signed form.
    Mandate(EntityId),
}

impl Purpose {
    /// Title, help, and the labels of the fields.
    pub fn words(self) -> (Text, Text, &'static [Text]) {
        match self {
            Purpose::Backup => (Text::Backup, Text::BackupHelp, &[Text::Folder]),
            Purpose::Passphrase => {
                (Text::Passphrase, Text::PassphraseHelp, &[Text::NewPassphrase, Text::Again])
            }
            Purpose::NewOfficer => (
                Text::NewOfficer,
                Text::NewOfficerHelp,
                &[Text::Name, Text::Roles, Text::Villages, Text::NewPassphrase, Text::Again],
            ),
            Purpose::HandOver => (Text::HandOver, Text::HandOverHelp, &[Text::From, Text::To]),
            Purpose::HistoryDates(_) => {
                (Text::HistoryDates, Text::HistoryDatesHelp, &[Text::AsOf, Text::KnownOn])
            }
            Purpose::Mandate(_) => (
                Text::Mandate,
                Text::MandateHelp,
                &[
                    Text::MandateSort,
                    Text::Receiver,
                    Text::Relation,
                    Text::Account,
                    Text::FormNumber,
                    Text::SignedOn,
                ],
            ),
            Purpose::GiveVillages => {
                (Text::GiveVillages, Text::GiveVillagesHelp, &[Text::Villages, Text::AllTheSame])
            }
            Purpose::Proof { .. } => (Text::Proof, Text::ProofHelp, &[Text::ProofPurpose, Text::PaperPath]),
        }
    }

    fn field(label: Text) -> Field {
        match label {
            Text::Folder | Text::PaperPath => Field::new(PATH_CHARS_MAX),
            Text::ProofPurpose => Field::new(PURPOSE_CHARS_MAX),
            Text::NewPassphrase | Text::Again => Field::new(PASSPHRASE_CHARS_MAX).masked(),
            Text::AsOf | Text::KnownOn | Text::SignedOn => Field::new(DATE_CHARS_MAX),
            Text::From | Text::To | Text::Roles | Text::AllTheSame => Field::new(DIGITS_MAX),
            Text::Villages => Field::new(VILLAGES_CHARS_MAX),
            _ => Field::new(WORDS_CHARS_MAX),
        }
    }
}

/// The slip's state.
#[derive(Clone, Debug)]
pub struct Slip {
    /// What it is for.
    pub purpose: Purpose,
    /// Whom it is about; empty where it is about nobody.
    pub about: String,
    /// Its fields, in the order of their labels.
    pub fields: Vec<Field>,
    /// The field with the caret.
    pub at: usize,
    /// What is said under the fields.
    pub say: Option<Note>,
    /// The answer that is awaited: its request and since when.
    pub pending: Option<(u64, u64)>,
    /// How far the worker is.
    pub progress: Option<Progress>,
}

impl Slip {
    /// An empty slip; `first` stands in its first field already.
    pub fn new(purpose: Purpose, first: &str) -> Self {
        let mut fields: Vec<Field> = purpose.words().2.iter().map(|label| Purpose::field(*label)).collect();
        let mut at = 0;
        if let Some(field) = fields.first_mut()
            && !first.is_empty()
        {
            field.suggest(first);
            at = usize::from(purpose == Purpose::HandOver);
        }
        Self { purpose, about: String::new(), fields, at, say: None, pending: None, progress: None }
    }

    /// A slip for the days of a history, which stand in it already.
    pub fn dates(of: HistoryOf, about: String) -> Self {
        let mut slip = Self { about, ..Self::new(Purpose::HistoryDates(of), "") };
        for (field, day) in slip.fields.iter_mut().zip([of.as_of, of.known_on]) {
            field.suggest(&day.map(Day::iso).unwrap_or_default());
        }
        slip
    }

    /// A slip for the villages of a laptop; those that it has stand in it already.
    pub fn villages(label: String, villages: &[String]) -> Self {
        Self { about: label, ..Self::new(Purpose::GiveVillages, &villages.join(" ")) }
    }

    /// A slip for a proof; `path` stands in its last field already.
    pub fn proof(household: EntityId, person: Option<EntityId>, about: String, path: &str) -> Self {
        let mut slip = Self { about, ..Self::new(Purpose::Proof { household, person }, "") };
        if let Some(field) = slip.fields.last_mut() {
            field.suggest(path);
        }
        slip
    }

    /// A slip for who receives a person's money; an agent stands in its first field.
    pub fn mandate(person: EntityId, about: String) -> Self {
        Self { about, ..Self::new(Purpose::Mandate(person), "1") }
    }

    /// The field with the caret; none while the worker is at it.
    pub fn field(&mut self) -> Option<&mut Field> {
        if self.pending.is_some() { None } else { self.fields.get_mut(self.at) }
    }

    /// True if it asks for a passphrase.
    pub fn has_secret(&self) -> bool {
        self.secrets().next().is_some()
    }

    fn secrets(&self) -> impl Iterator<Item = usize> + use<> {
        let labels = self.purpose.words().2.iter().enumerate();
        labels.filter(|(_, label)| matches!(label, Text::NewPassphrase | Text::Again)).map(|(index, _)| index)
    }

    /// Forgets the passphrases that are typed in it.
    pub fn wipe(&mut self) {
        for index in self.secrets() {
            if let Some(field) = self.fields.get_mut(index) {
                drop(field.take());
                field.masked = true;
            }
        }
    }

    /// Does an act; in the last field what is asked of the worker comes back.
    pub fn act(&mut self, action: Action, cx: &mut Cx) -> Option<Effect> {
        let last = self.fields.len().saturating_sub(1);
        match action {
            Action::SlipNext => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Action::SlipBack => self.at = self.at.checked_sub(1).unwrap_or(last),
            Action::SlipShow => {
                for index in self.secrets() {
                    if let Some(field) = self.fields.get_mut(index) {
                        field.masked = !field.masked;
                    }
                }
            }
            Action::SlipEnter if self.at < last => self.at += 1,
            Action::SlipEnter => match self.effect(cx) {
                Ok(effect) => {
                    self.say = None;
                    self.pending = Some((cx.last_request, cx.now_ms));
                    return Some(effect);
                }
                Err((at, fault)) => {
                    self.at = at;
                    self.say = Some(Note::Told(fault.words()));
                }
            },
            _ => {}
        }
        None
    }

    /// What is asked of the worker, or the field that is wrong and why.
    fn effect(&mut self, cx: &mut Cx) -> Result<Effect, (usize, Fault)> {
        if let Purpose::HistoryDates(of) = self.purpose {
            let of = HistoryOf { as_of: self.day(0)?, known_on: self.day(1)?, ..of };
            return Ok(Effect::Form(FormEffect::History { request: cx.request(), of }));
        }
        let wish = self.wish()?;
        Ok(Effect::Keep { request: cx.request(), wish })
    }

    /// A day that may be left empty.
    fn day(&self, at: usize) -> Result<Option<Day>, (usize, Fault)> {
        let text = self.text(at);
        let day = day::read(text).ok().filter(|day| day.full().is_some());
        if text.is_empty() { Ok(None) } else { day.map(Some).ok_or((at, Fault::NotADay)) }
    }

    /// What the fields ask for, or the field that is wrong and why.
    fn wish(&mut self) -> Result<Wish, (usize, Fault)> {
        match self.purpose {
            Purpose::Backup => match unquoted(self.needed(0)?) {
                dir if is_whole(dir) => Ok(Wish::Backup { dir: dir.to_owned() }),
                _ => Err((0, Fault::HalfPath)),
            },
            Purpose::Passphrase => Ok(Wish::Passphrase { new: self.twice(0)? }),
            Purpose::NewOfficer => {
                let name = self.needed(0)?.to_owned();
                let roles = roles(self.needed(1)?).ok_or((1, Fault::NoSuchRole))?;
                let villages = names(self.text(2));
                let passphrase = self.twice(3)?;
                Ok(Wish::AddOfficer { name, roles, villages, passphrase })
            }
            Purpose::GiveVillages => {
                let villages = names(self.needed(0)?);
                let said = fold(self.text(1));
                let (zh, en) = YES_NO[0];
                let sure = ["1", zh, en].contains(&said.trim());
                Ok(Wish::GiveVillages { label: self.about.clone(), villages, sure })
            }
            Purpose::Proof { household, person } => {
                let purpose = papers().proof.purpose(self.needed(0)?).to_owned();
                let path = unquoted(self.needed(1)?).to_owned();
                Ok(Wish::Proof { household, person, purpose, path })
            }
            Purpose::Mandate(person) => {
                let sort = match self.needed(0)? {
                    "1" | "１" => Sort::Agent,
                    "2" | "２" => Sort::Heir,
                    _ => return Err((0, Fault::NoSuchSort)),
                };
                let text = |at| self.needed(at).map(str::to_owned);
                let (name, relation, account, paper) = (text(1)?, text(2)?, text(3)?, text(4)?);
                self.needed(5)?;
                let on = self.day(5)?;
                let receiver = Receiver { sort, name, relation, account, paper, on };
                Ok(Wish::Mandate { person, receiver })
            }
            // Asks for no wish of the folder: see `effect`.
            Purpose::HistoryDates(_) => Err((0, Fault::Empty)),
            Purpose::HandOver => {
                let number = |at: usize| number(self.needed(at)?).ok_or((at, Fault::NotANumber));
                Ok(Wish::HandOver { from: number(0)?, to: number(1)? })
            }
        }
    }

    fn text(&self, at: usize) -> &str {
        self.fields.get(at).map_or("", |field| field.text().trim())
    }

    fn needed(&self, at: usize) -> Result<&str, (usize, Fault)> {
        Some(self.text(at)).filter(|text| !text.is_empty()).ok_or((at, Fault::Empty))
    }

    /// The passphrase that stands twice, from field `at`; both fields are empty afterwards.
    fn twice(&mut self, at: usize) -> Result<Secret, (usize, Fault)> {
        let [first, second] = [at, at + 1].map(|at| self.fields.get(at).map_or("", Field::text));
        if first.is_empty() {
            return Err((at, Fault::Empty));
        }
        // The vault takes full-width forms for the half-width ones, and so must the comparison.
        let same = fold(first) == fold(second);
        let taken = self.fields.get_mut(at).map(Field::take).unwrap_or_default();
        self.wipe();
        if same { Ok(Secret::new(taken)) } else { Err((at, Fault::Different)) }
    }

    /// The worker refused: what it says stands under the fields, the caret where something has to be typed again.
    pub fn refused(&mut self, note: Note) {
        self.pending = None;
        self.progress = None;
        self.say = Some(note);
        self.at = self.secrets().next().unwrap_or(self.at);
    }
}

/// Names with blanks or commas between them.
fn names(text: &str) -> Vec<String> {
    let folded = fold(text);
    let names = folded.split([' ', ',', '、']).map(str::to_owned);
    names.filter(|name| !name.is_empty()).collect()
}

/// An officer's number.
fn number(text: &str) -> Option<u32> {
    fold(text).trim().parse().ok().filter(|number| *number > 0)
}

/// Role bits of digits 1 to 4, in any order, with blanks or commas between them.
pub fn roles(text: &str) -> Option<u8> {
    fold(text).chars().filter(|ch| !matches!(ch, ' ' | ',' | '、')).try_fold(0, |bits, ch| match ch {
        '1'..='4' => Some(bits | 1 << (ch.to_digit(10)? - 1)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_digits_in_any_order_and_nothing_else() {
        assert_eq!(roles("1"), Some(1));
        assert_eq!(roles("4, 2"), Some(2 | 8));
        assert_eq!(roles("１２３４"), Some(15));
        assert_eq!(roles("5"), None);
        assert_eq!(roles("head"), None);
    }

    #[test]
    fn numbers_start_at_one() {
        assert_eq!((number("２"), number("0"), number("x")), (Some(2), None, None));
    }
}
