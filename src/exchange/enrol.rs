//! Making a laptop part of an office in three files (入网): it asks, the office accepts, it finishes. Six words, compared by
//! voice, prove that the keys on both sides are those of the two who speak.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::kinds::kind;
use crate::journal::authority::{
    self, DeviceV1, GrantV1, OfficerV1, SLOT_VALUE, SLOT_VILLAGES, VillagesV1, schema,
};
use crate::journal::codec::{self, Frame};
use crate::journal::{Audience, Change, EntityId, Hash, Ledger, Op, RecordKey, Roles, octets};
use crate::store::enrol::{Admittance, Pending};
use crate::store::files::Files;
use crate::store::folder::Part;
use crate::store::{Folder, StoreError};
use crate::vault::boxes::Recipient;

use super::choose;
use super::error::{ExchangeError, Refusal};
use super::export::{self, Exported, Progress};
use super::header;
use super::parcel::Parcel;
use super::read::Bundle;
use super::request::put;
use super::words;

const MAGIC: &[u8; 8] = b"KUQUENR1";
const LABEL: &str = "kuqu enrolment request 1";
/// Most bytes of a request.
const REQUEST_BYTES_MAX: usize = 8192;
/// Most letters and digits of a label.
const LABEL_MAX: usize = 3;

/// What a laptop asks for, in clear and signed with the key that it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The device's label: 1 to 3 letters or digits.
    pub label: String,
    /// The officer's name, as the laptop has it.
    pub officer: String,
    /// Ed25519.
    pub signing_key: [u8; 32],
    /// X25519.
    pub receiving_key: [u8; 32],
}

/// The file: the request's bytes and the signature over their hash.
#[derive(Serialize, Deserialize)]
struct RequestFile {
    #[serde(with = "octets")]
    bytes: Vec<u8>,
    #[serde(with = "octets::signature")]
    signature: [u8; 64],
}

impl Request {
    fn encode(&self) -> Result<Vec<u8>, ExchangeError> {
        Ok(codec::encode_limited("enrolment request", self, REQUEST_BYTES_MAX)?)
    }

    /// The request of a laptop that waits.
    pub fn of(pending: &Pending) -> Result<Self, ExchangeError> {
        let wish = pending.wish()?;
        let (signing_key, receiving_key) = (pending.keys().signing_public(), pending.receiving_key()?);
        Ok(Self { label: wish.label, officer: wish.officer, signing_key, receiving_key })
    }

    /// Reads a request's file; whoever wrote it holds the signing key that it names.
    pub fn read(files: &dyn Files, path: &Path) -> Result<Self, ExchangeError> {
        // An answer, and any other file for a machine, may be longer than a request can be.
        if files.read_at(path, 0, header::MAGIC.len())? == header::MAGIC {
            return Err(Refusal::AnswerNotRequest.into());
        }
        let bytes = files.read(path, REQUEST_BYTES_MAX as u64 + 256)?;
        Ok(Self::decode(&bytes)?)
    }

    fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let content = bytes.strip_prefix(MAGIC).ok_or(Refusal::NotARequest)?;
        let file: RequestFile = codec::decode_limited("enrolment request", content, REQUEST_BYTES_MAX + 128)
            .map_err(|_| Refusal::Unreadable)?;
        let request: Self = codec::decode_limited("enrolment request", &file.bytes, REQUEST_BYTES_MAX)
            .map_err(|_| Refusal::Unreadable)?;
        if !crate::vault::verify(&request.signing_key, &signing_input(&file.bytes).0, &file.signature) {
            return Err(Refusal::Signature);
        }
        let allowed = request.label.chars().all(|c| c.is_ascii_alphanumeric());
        if !allowed || !(1..=LABEL_MAX).contains(&request.label.len()) {
            return Err(Refusal::Unreadable);
        }
        Ok(request)
    }

    /// The six words of this request and an office.
    pub fn words(&self, data_set: Hash, root: &[u8; 32]) -> Result<[&'static str; 6], ExchangeError> {
        Ok(words::six(&self.encode()?, data_set, root))
    }
}

fn signing_input(bytes: &[u8]) -> Hash {
    crate::journal::hash::hash(LABEL).variable(bytes).finish()
}

/// Step 1, on the laptop: writes the request to a file.
pub fn ask(pending: &Pending, file: &Path) -> Result<Request, ExchangeError> {
    let request = Request::of(pending)?;
    let bytes = request.encode()?;
    let signature = pending.keys().sign(&signing_input(&bytes).0);
    let content = codec::encode_limited(
        "enrolment request",
        &RequestFile { bytes, signature },
        REQUEST_BYTES_MAX + 128,
    )?;
    put(&*pending.world().files, file, &[MAGIC.as_slice(), &content].concat())?;
    Ok(request)
}

/// As what the office takes a laptop in.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The officer's name, as written on papers.
    pub officer: String,
    /// What the officer may do on it.
    pub roles: Roles,
    /// The villages whose records go to it.
    pub villages: Vec<EntityId>,
    /// A machine of the office: every village and what is with the office goes to it.
    pub office_machine: bool,
}

/// What accepting came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The answer.
    pub answer: Exported,
    /// To be compared by voice.
    pub words: [&'static str; 6],
    /// It was accepted before; nothing was changed, the answer was written again.
    pub again: bool,
}

/// Step 2, on the office's root machine: device, officer and grant; then the answer, a bundle for the laptop alone.
pub fn accept(
    folder: &mut Folder,
    request: &Request,
    terms: &Terms,
    answer: &Path,
    progress: Progress<'_>,
) -> Result<Accepted, ExchangeError> {
    let own_key = folder.vault().1.signing_public();
    let villages = terms.villages.clone();
    let wanted = request.signing_key;
    let label = request.label.clone();
    let (data_set, root, known, missing, taken) = folder.ask(move |state| {
        let ledger = state.ledger();
        let known = choose::device_of(ledger, &wanted).map(|(entity, _)| entity);
        let mut working = choose::addressees(ledger).into_iter().filter(|one| !one.ended);
        let taken = working.find(|one| one.device.label.eq_ignore_ascii_case(&label));
        let taken = taken.filter(|_| known.is_none()).map(|one| one.device.label);
        let mut missing = None;
        for village in villages {
            let key = RecordKey {
                audience: Audience::Everyone,
                kind: kind::PLACE,
                scope: EntityId::ZERO,
                entity: village,
            };
            missing = missing.or(state.record(&key)?.is_none().then_some(village));
        }
        Ok((ledger.data_set(), ledger.authority().root, known, missing, taken))
    })?;
    let root = root.filter(|root| *root == own_key).ok_or(ExchangeError::NotTheRoot)?;
    if !folder.actor().roles.meets(Roles::HEAD) {
        return Err(ExchangeError::NotTheRoot);
    }
    // Two that work under one label could not be told apart when one of them is given files, or ended.
    if let Some(label) = taken {
        return Err(ExchangeError::LabelTaken { label });
    }
    if let Some(village) = missing {
        return Err(ExchangeError::NoSuchVillage { village });
    }
    let device = match known {
        Some(device) => device,
        None => admit(folder, request, terms)?,
    };
    let answer = export::export_to_file(folder, device, answer, progress)?;
    Ok(Accepted { answer, words: request.words(data_set, &root)?, again: known.is_some() })
}

/// Writes the authority of a new laptop. Gives its device.
fn admit(folder: &mut Folder, request: &Request, terms: &Terms) -> Result<EntityId, ExchangeError> {
    let act = folder.new_act()?;
    let mut made = EntityId::ZERO;
    folder.write(Part::whole(act), |writing| {
        let device = writing.next_id().entity();
        made = device;
        let value = DeviceV1 {
            label: request.label.clone(),
            signing_key: request.signing_key,
            receiving_key: request.receiving_key,
            office_machine: terms.office_machine,
        };
        let place = |schema| (SLOT_VALUE, schema);
        let op = authority::authority_op(
            authority::kind::DEVICE,
            device,
            place(schema::DEVICE),
            &value,
            Vec::new(),
        )?;
        writing.push(EntityId::ZERO, &op)?;
        let officer = writing.next_id().entity();
        let value = OfficerV1 { name: terms.officer.clone() };
        let op = authority::authority_op(
            authority::kind::OFFICER,
            officer,
            place(schema::OFFICER),
            &value,
            Vec::new(),
        )?;
        writing.push(EntityId::ZERO, &op)?;
        let grant = writing.next_id().entity();
        writing.push(
            EntityId::ZERO,
            &granting(grant, GrantV1 { officer, device, roles: terms.roles }, terms)?,
        )?;
        Ok(())
    })?;
    Ok(made)
}

fn granting(entity: EntityId, grant: GrantV1, terms: &Terms) -> Result<Op, StoreError> {
    let mut villages = terms.villages.clone();
    villages.sort_unstable();
    villages.dedup();
    let villages = VillagesV1 { all: false, villages };
    let change = |slot, schema, value| Change { slot, schema, value: Some(value), replaces: Vec::new() };
    let changes = vec![
        change(SLOT_VALUE, schema::GRANT, codec::encode_value(&grant)?),
        change(SLOT_VILLAGES, schema::VILLAGES, codec::encode_value(&villages)?),
    ];
    Ok(Op { entity, kind: authority::kind::GRANT, changes, why: None })
}

/// An office's answer that was read and proved, and not taken in yet.
pub struct Answer {
    bundle: Bundle,
    /// To be compared by voice before it is taken in.
    pub words: [&'static str; 6],
    /// Label of the machine that answered.
    pub office: String,
    /// The root's fingerprint.
    pub root: String,
    /// The villages whose records came; none = this is a machine of the office, which has all of them.
    pub villages: Option<Vec<EntityId>>,
    admittance: Admittance,
}

impl Answer {
    /// Step 3, on the laptop: reads the answer and proves it; nothing is written.
    pub fn read(pending: &Pending, file: &Path, progress: Progress<'_>) -> Result<Self, ExchangeError> {
        let request = Request::of(pending)?;
        let bundle = Bundle::check(Arc::clone(&pending.world().files), file, progress)?;
        let data_set = bundle.header.data_set;
        bundle.header.admit(data_set, &request.receiving_key)?;
        let mut ledger = Ledger::new(data_set);
        each_frame(&bundle, pending, |frame| {
            // What the ledger refuses here is left out when the answer is taken in, as it will be there.
            let _ = admitted(&mut ledger, frame);
            Ok(())
        })?;
        let authority = ledger.authority();
        let root =
            authority.root.filter(|root| *root == bundle.proven.root).ok_or(ExchangeError::NotAnswered)?;
        let (device, own) =
            choose::device_of(&ledger, &request.signing_key).ok_or(ExchangeError::NotAnswered)?;
        let mut grants = authority.grants.iter().filter(|(_, grant)| grant.device == device);
        let (grant, granted) = grants.next().ok_or(ExchangeError::NotAnswered)?;
        let sender = bundle.proven.device.clone();
        if !sender.office_machine {
            return Err(ExchangeError::NotAnswered);
        }
        let admittance = Admittance {
            data_set,
            officer: granted.officer,
            grant: *grant,
            clock: ledger.clock(&request.signing_key, (pending.world().wall_ms)()),
            office: Recipient::from_bytes(&sender.receiving_key)?,
        };
        Ok(Self {
            words: request.words(data_set, &root)?,
            office: sender.label,
            root: header::fingerprint(&root),
            villages: (!own.office_machine).then(|| authority.villages(device).villages),
            bundle,
            admittance,
        })
    }

    /// Takes it in: the laptop's folder is open from here on.
    pub fn finish(
        self,
        pending: Pending,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Folder, ExchangeError> {
        let mut ledger = Ledger::new(self.admittance.data_set);
        let mut frames = Vec::new();
        let mut failed = None;
        // The payload is opened with keys that `enrol` takes over: its records are read through a copy of the identity.
        let mut records = self.bundle.records(pending.keys().device())?;
        let folder = pending.enrol(
            self.admittance,
            &mut |put| {
                loop {
                    match records.take() {
                        Ok(Some(record)) => {
                            frames.extend(Parcel::decode(&record).ok().and_then(Parcel::frame))
                        }
                        Ok(None) => return Ok(()),
                        Err(error) => {
                            failed = Some(error);
                            return Err(StoreError::NotEnrolled);
                        }
                    }
                    for frame in frames.drain(..) {
                        if admitted(&mut ledger, &frame) {
                            put(&frame)?;
                        }
                    }
                }
            },
            progress,
        );
        match failed {
            Some(error) => Err(error),
            None => Ok(folder?),
        }
    }
}

/// True if the ledger takes it and it is new.
fn admitted(ledger: &mut Ledger, frame: &Frame) -> bool {
    let table = &crate::domain::kinds::Kinds;
    let admission = match frame {
        Frame::Commit(commit) => ledger.admit(commit, table),
        Frame::Bodies(late) => ledger.admit_bodies(late.clone(), table),
        Frame::Local(_) => return false,
    };
    admission.is_ok_and(|admission| admission.novelty != crate::journal::Novelty::Nothing)
}

fn each_frame(
    bundle: &Bundle,
    pending: &Pending,
    mut each: impl FnMut(&Frame) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    let mut records = bundle.records(pending.keys().device())?;
    while let Some(record) = records.take()? {
        if let Some(frame) = Parcel::decode(&record).ok().and_then(Parcel::frame) {
            each(&frame)?;
        }
    }
    Ok(())
}
