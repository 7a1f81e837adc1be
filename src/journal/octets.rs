//! How byte strings and 64-byte signatures pass through serde: as one run of bytes, not byte by byte, because a
//! bundle holds hundreds of megabytes of them. The encoded form is that of `Vec<u8>`; domain structs may use it too.

use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Owned bytes that serialise as one run.
struct Octets(Vec<u8>);
/// Borrowed bytes that serialise as one run.
struct OctetsRef<'a>(&'a [u8]);

impl Serialize for OctetsRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

struct OctetsVisitor;

impl Visitor<'_> for OctetsVisitor {
    type Value = Octets;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Octets, E> {
        Ok(Octets(bytes.to_vec()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Octets, E> {
        Ok(Octets(bytes))
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(OctetsVisitor)
    }
}

/// For `#[serde(with = "octets")]` on a `Vec<u8>`.
pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// The other half of [`serialize`].
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    Octets::deserialize(deserializer).map(|octets| octets.0)
}

/// For `#[serde(with = "octets::optional")]` on an `Option<Vec<u8>>`.
pub mod optional {
    use super::{Deserialize, Deserializer, Octets, OctetsRef, Serialize, Serializer};

    /// `None` is one zero byte.
    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        bytes.as_deref().map(OctetsRef).serialize(serializer)
    }

    /// The other half of `serialize`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
        Ok(Option::<Octets>::deserialize(deserializer)?.map(|octets| octets.0))
    }
}

/// For `#[serde(with = "octets::signature")]` on a `[u8; 64]`: 64 bytes without a length.
pub mod signature {
    use super::{Deserializer, Error, SeqAccess, SerializeTuple, Serializer, Visitor};

    /// Writes 64 bytes.
    pub fn serialize<S: Serializer>(bytes: &[u8; 64], serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(64)?;
        for byte in bytes {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }

    /// Reads 64 bytes.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 64], D::Error> {
        deserializer.deserialize_tuple(64, SignatureVisitor)
    }

    struct SignatureVisitor;

    impl<'de> Visitor<'de> for SignatureVisitor {
        type Value = [u8; 64];

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("64 bytes")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<[u8; 64], A::Error> {
            let mut bytes = [0; 64];
            for (index, byte) in bytes.iter_mut().enumerate() {
                *byte = items.next_element()?.ok_or_else(|| A::Error::invalid_length(index, &"64 bytes"))?;
            }
            Ok(bytes)
        }
    }
}
