//! Proofs of migrant identity (移民身份证明) on the desk: issuing one, and the register of what was issued (证明登记簿).

use std::path::{Path, PathBuf};

use super::export::is_taken;
use super::walk::{of_scope, walk};
use super::{Desk, DeskError};
use crate::domain::kinds::{kind, proof as slots};
use crate::domain::papers::papers;
use crate::domain::proof::{self, Asked, Issuing, Named, NoProof};
use crate::domain::record::Proof;
use crate::domain::value::Value;
use crate::journal::{EntityId, OpId};
use crate::search::EntryKind;
use crate::sheets::{Home, PaperForm, ProofLine, Staged, proof_paper, register_paper, write_whole};
use crate::store::StoreError;

/// The words under which papers in clear are recorded.
const PROOF: &str = "proof";
const REGISTER: &str = "register of proofs";

/// Why no proof was issued, or the register not written.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The records do not allow it.
    #[error("no proof: {0:?}")]
    No(NoProof),
    /// Neither a folder nor a file that ends in .xlsx or .txt.
    #[error("neither folder nor .xlsx nor .txt")]
    Ending,
    /// A file of that name exists.
    #[error("the file exists")]
    Taken(PathBuf),
    /// The folder, or the file.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<NoProof> for ProofError {
    fn from(no: NoProof) -> Self {
        Self::No(no)
    }
}

impl From<StoreError> for ProofError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// A proof that stands in the register, and on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its line in the register.
    pub line: ProofLine,
    /// Where the paper is.
    pub file: PathBuf,
}

/// A line of the register with whom it names and when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The person or household.
    pub subject: EntityId,
    /// The line.
    pub line: ProofLine,
    /// The device's label, and its wall clock in milliseconds since 1970 UTC.
    pub device: String,
    /// See `device`.
    pub wall_ms: u64,
}

impl Desk {
    /// Issues a proof for a person or household: the paper and its line in the register. `file` = a file that ends in
    /// `.xlsx` or `.txt` and does not exist, or a folder, where it is named by its number.
    ///
    /// `clear` is told how many persons leave in clear, and in which file, before it is recorded and done; the line is on the disk before the paper has its name.
    pub fn issue_proof(
        &mut self,
        of: EntryKind,
        asked: Asked,
        file: &Path,
        clear: &mut dyn FnMut(usize, &Path),
    ) -> Result<Issued, ProofError> {
        let (village, about, named, home) = self.proven(of, asked.subject)?;
        let on = self.day();
        let taken: Vec<String> = self.proofs(None)?.into_iter().map(|one| one.line.number).collect();
        let number = proof::next_number(on, &self.letter(), taken.iter().map(String::as_str));
        let file = paper_file(file, &number)?;
        let form = PaperForm::of_name(&file).ok_or(ProofError::Ending)?;
        let issuing = Issuing { asked, number, on, village, about, named };
        let paper = proof_paper(&issuing, &home);
        clear(issuing.named.len(), &file);
        self.record_reveal(issuing.named.iter().map(|named| named.person).collect())?;
        self.record_export(PROOF, issuing.named.len())?;
        let digest = paper.check_code();
        let bytes = paper.bytes(form).map_err(DeskError::from)?;
        let staged = Staged::write(&file, &bytes).map_err(DeskError::from)?;
        let act = self.folder().new_act()?;
        self.write(act, vec![issuing.write(&digest)])?;
        staged.publish().map_err(DeskError::from)?;
        let line = ProofLine {
            village: self.roll().place(village).to_owned(),
            issued: Some(on),
            by: self.folder().actor().name.clone(),
            persons: i64::try_from(issuing.named.len()).unwrap_or(i64::MAX),
            copies: i64::from(issuing.asked.copies),
            number: issuing.number,
            about: issuing.about,
            purpose: issuing.asked.purpose,
            digest,
        };
        Ok(Issued { line, file })
    }

    /// Village, name, persons and home of the subject.
    fn proven(
        &self,
        of: EntryKind,
        subject: EntityId,
    ) -> Result<(EntityId, String, Vec<Named>, Home), ProofError> {
        let office = self.office_name()?;
        let person = match of {
            EntryKind::Person => Some(self.person(subject)?.ok_or(NoProof::Gone)?),
            _ => None,
        };
        let household = person.as_ref().map_or(subject, |card| card.household);
        let card = self.household(household)?;
        let home = card.as_ref().map(|card| Home {
            office: office.clone(),
            place: [card.township.as_ref(), card.village.shown.as_ref(), card.group.shown.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            household: card.code.shown.clone().unwrap_or_default(),
            head: card.head_name.shown.clone().unwrap_or_default(),
        });
        if let Some(person) = person {
            let named = proof::of_person(&person.member)?;
            let home = home.unwrap_or(Home { office, place: person.village, ..Home::default() });
            return Ok((person.member.person.scope, self.about_person(subject)?, named, home));
        }
        let card = card.ok_or(NoProof::Gone)?;
        let named = proof::of_household(&card, self.day())?;
        Ok((card.household.scope, self.about(&card.household)?, named, home.unwrap_or_default()))
    }

    /// What was issued, of one village or all, by day and number; what was set aside is left out.
    pub fn proofs(&self, village: Option<EntityId>) -> Result<Vec<Registered>, StoreError> {
        let mut found = Vec::new();
        let asker = self.folder().asker();
        let mut each = |key, record: crate::journal::Record| {
            let op = record.live_ids(slots::NUMBER).first().copied();
            found.push((Proof::from_record(key, &record), op));
        };
        match village {
            Some(village) => of_scope(&asker, &[kind::PROOF], village, &mut each)?,
            None => {
                walk(&asker, &[kind::PROOF], &mut |_| true, &mut each)?;
            }
        }
        self.registered(found)
    }

    /// What was issued for a person or household.
    pub fn proofs_of(&self, subject: EntityId) -> Result<Vec<Registered>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(subject).encode() else { return Ok(Vec::new()) };
        let records = self.folder().ask(move |state| state.holding(kind::PROOF, slots::SUBJECT, &bytes))?;
        let found = records.iter().map(|(key, record)| {
            (Proof::from_record(*key, record), record.live_ids(slots::NUMBER).first().copied())
        });
        self.registered(found.collect())
    }

    fn registered(&self, found: Vec<(Proof, Option<OpId>)>) -> Result<Vec<Registered>, StoreError> {
        let signers = self.signers()?;
        let mut lines = Vec::new();
        for (proof, op) in found.into_iter().filter(|(proof, _)| proof.common.stands()) {
            let header = match op {
                Some(op) => self.header_of(op.commit())?.into_iter().next(),
                None => None,
            };
            let signer = header.as_ref().map(|header| signers.of(header)).unwrap_or_default();
            let text = |slot: crate::domain::record::Slot<String>| slot.shown.unwrap_or_default();
            lines.push(Registered {
                subject: proof.subject.shown.unwrap_or(EntityId::ZERO),
                line: ProofLine {
                    village: self.roll().place(proof.common.key.scope).to_owned(),
                    number: text(proof.number),
                    issued: proof.issued.shown,
                    about: text(proof.about),
                    purpose: text(proof.purpose),
                    by: signer.0,
                    persons: proof.persons.shown.unwrap_or_default(),
                    copies: proof.copies.shown.unwrap_or_default(),
                    digest: text(proof.digest),
                },
                device: signer.1,
                wall_ms: header.map_or(0, |header| header.wall_ms),
            });
        }
        lines.sort_by(|left, right| {
            (left.line.issued, &left.line.number).cmp(&(right.line.issued, &right.line.number))
        });
        Ok(lines)
    }

    /// Writes the register of one village or all as a paper; an existing file is replaced. How many lines it has.
    pub fn print_register(&mut self, village: Option<EntityId>, file: &Path) -> Result<usize, ProofError> {
        let form = PaperForm::of_name(file).ok_or(ProofError::Ending)?;
        let lines: Vec<ProofLine> = self.proofs(village)?.into_iter().map(|one| one.line).collect();
        let name = village.map(|village| self.roll().place(village).to_owned());
        let paper = register_paper(&lines, &self.office_name()?, name.as_deref(), self.day());
        self.record_export(REGISTER, lines.len())?;
        let bytes = paper.bytes(form).map_err(DeskError::from)?;
        write_whole(file, &bytes).map_err(DeskError::from)?;
        Ok(lines.len())
    }
}

/// The file itself, or one in this folder that is named by the proof's number; none that exists.
fn paper_file(wanted: &Path, number: &str) -> Result<PathBuf, ProofError> {
    let named = PaperForm::of_name(wanted).is_some();
    let file = match named {
        true => wanted.to_owned(),
        false if wanted.is_dir() => wanted.join(format!("{}-{number}.xlsx", papers().proof.list.title)),
        false => return Err(ProofError::Ending),
    };
    if is_taken(&file) { Err(ProofError::Taken(file)) } else { Ok(file) }
}
