//! The enrolment proof (入网证明): that the root of an office once enrolled the device that signed a file. It can be
//! checked without folder and key, and proves nothing more: whether the device has ended is the ledger's to say.

use serde::{Deserialize, Serialize};

use crate::journal::authority::{self, DeviceV1, SLOT_VALUE, schema};
use crate::journal::codec::{self, decode_value};
use crate::journal::commit::{Body, BodySlot, Commit, GroupBodies};
use crate::journal::verify::signature_holds;
use crate::journal::{EntityId, Hash, OpId, StreamId, hash, octets};

/// Most body hashes of the enrolling commit: what a commit can have.
const HASHES_MAX: usize = 2_000;

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The founding header does not found this data set.
    #[error("the founding header is another")]
    Founding,
    /// The enrolling stream is not the root's.
    #[error("the enrolling stream is not the root's")]
    Stream,
    /// The root did not sign.
    #[error("the root did not sign")]
    Signature,
    /// The device's operation is not in the enrolling commit.
    #[error("the device is not in the enrolling commit")]
    Group,
    /// The operation enrols another key.
    #[error("another device was enrolled")]
    Device,
}

/// A header as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHeader {
    #[serde(with = "octets")]
    bytes: Vec<u8>,
    #[serde(with = "octets::signature")]
    signature: [u8; 64],
}

impl SignedHeader {
    fn of(commit: &Commit) -> Self {
        Self { bytes: commit.header_bytes.clone(), signature: commit.signature }
    }
}

/// What a bundle's clear header carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    founding: SignedHeader,
    /// First header of the stream in which the root enrolled the device.
    first: SignedHeader,
    enrolment: SignedHeader,
    body_hashes: Vec<Hash>,
    device: Body,
}

/// What a proof says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The device's entity.
    pub entity: EntityId,
    /// Label and keys.
    pub device: DeviceV1,
    /// The root's signing key.
    pub root: [u8; 32],
}

impl Proof {
    /// Puts a proof together of the founding commit, the first commit of the enrolling stream, and the enrolling commit
    /// with its bodies. `None` if the enrolling commit does not hold the device.
    pub fn new(founding: &Commit, first: &Commit, enrolment: &Commit, device: EntityId) -> Option<Self> {
        let GroupBodies::Present(slots) = enrolment.bodies.first()? else { return None };
        let at = usize::from(OpId(device.0).index());
        let BodySlot::Held(body) = slots.get(at)? else { return None };
        Some(Self {
            founding: SignedHeader::of(founding),
            first: SignedHeader::of(first),
            enrolment: SignedHeader::of(enrolment),
            body_hashes: slots.iter().map(hash::slot_hash).collect(),
            device: body.clone(),
        })
    }

    /// Checks everything; `data_set` and `key` are the bundle's.
    pub fn check(&self, data_set: Hash, key: &[u8; 32]) -> Result<Proven, ProofFault> {
        let decode = |signed: &SignedHeader, fault| codec::decode_header(&signed.bytes).map_err(|_| fault);
        let founding = decode(&self.founding, ProofFault::Founding)?;
        let opening = founding.opening.as_ref().ok_or(ProofFault::Founding)?;
        if hash::header_hash(&self.founding.bytes) != data_set || !opening.data_set.is_zero() {
            return Err(ProofFault::Founding);
        }
        let root = opening.signing_key;
        let first = decode(&self.first, ProofFault::Stream)?;
        let first_hash = hash::header_hash(&self.first.bytes);
        let opens = first.opening.as_ref().is_some_and(|opening| {
            opening.signing_key == root && (opening.data_set == data_set || first_hash == data_set)
        });
        let enrolment = decode(&self.enrolment, ProofFault::Stream)?;
        let stream: StreamId = hash::stream_id(first_hash);
        let inside = enrolment.stream == stream || hash::header_hash(&self.enrolment.bytes) == first_hash;
        if !opens || !inside {
            return Err(ProofFault::Stream);
        }
        let signed = [&self.founding, &self.first, &self.enrolment];
        if !signed.iter().all(|header| signature_holds(&root, &header.bytes, &header.signature)) {
            return Err(ProofFault::Signature);
        }
        let group = enrolment.groups.first().filter(|group| group.scope.is_zero());
        let group = group.ok_or(ProofFault::Group)?;
        let counted =
            self.body_hashes.len() == usize::from(group.count) && self.body_hashes.len() <= HASHES_MAX;
        if !counted || hash::group_hash(self.body_hashes.iter().copied()) != group.hash {
            return Err(ProofFault::Group);
        }
        let body = hash::body_hash(&self.device);
        let at = self.body_hashes.iter().position(|hash| *hash == body).ok_or(ProofFault::Group)?;
        let at = u16::try_from(at).map_err(|_| ProofFault::Group)?;
        let entity = OpId::new(hash::id_of(&enrolment), at).entity();
        let device = self.enrolled(entity).filter(|device| device.signing_key == *key);
        Ok(Proven { entity, device: device.ok_or(ProofFault::Device)?, root })
    }

    fn enrolled(&self, entity: EntityId) -> Option<DeviceV1> {
        let op = codec::decode_op(&self.device.bytes).ok().filter(|_| self.device.form == 0)?;
        if op.kind != authority::kind::DEVICE || op.entity != entity {
            return None;
        }
        let change =
            op.changes.iter().find(|change| (change.slot, change.schema) == (SLOT_VALUE, schema::DEVICE))?;
        decode_value(change.value.as_deref()?).ok()
    }
}
