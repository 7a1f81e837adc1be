//! Identifiers: big-endian bytes that sort in the order in which they were made (format.md 2).

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// All zeros: "none", "everyone" or "not yet", as the place of use says.
            pub const ZERO: Self = Self([0; $len]);

            /// True for the all-zero value.
            pub fn is_zero(&self) -> bool {
                self.0.iter().all(|byte| *byte == 0)
            }

            /// Reads exactly `LEN` bytes.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// Lower-case hexadecimal text, two digits a byte.
            pub fn hex(&self) -> String {
                self.0.iter().map(|byte| format!("{byte:02x}")).collect()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.hex())
            }
        }
    };
}

identifier!(
    /// One thing of the work: a place, a household, a person, a note (实体).
    ///
    /// The id of the operation that created it, or 16 bytes of a natural key's hash. Also names a
    /// scope (a village's own id); `ZERO` as a scope = everyone.
    EntityId, 16
);
identifier!(
    /// One commit: wall-clock milliseconds (6 bytes), then 8 bytes of a hash (format.md 2).
    CommitId, 14
);
identifier!(
    /// One operation: its commit's id, then its index in the commit (2 bytes, big-endian).
    OpId, 16
);
identifier!(
    /// One device's unbroken chain of commits (流): first 16 bytes of its first header's hash.
    StreamId, 16
);
identifier!(
    /// One act of one officer (一次办理); with the stream it names the act. A large act has several commits.
    Act, 14
);

identifier!(
    /// A SHA-256 value (32 bytes). Used for header, body, group, data set and digests.
    Hash32, 32
);

/// A SHA-256 value.
pub type Hash = Hash32;

impl OpId {
    /// The id of operation `index` of `commit`.
    pub fn new(commit: CommitId, index: u16) -> Self {
        let mut bytes = [0; 16];
        bytes[..14].copy_from_slice(&commit.0);
        bytes[14..].copy_from_slice(&index.to_be_bytes());
        Self(bytes)
    }

    /// The commit that the operation stands in.
    pub fn commit(&self) -> CommitId {
        let mut bytes = [0; 14];
        bytes.copy_from_slice(&self.0[..14]);
        CommitId(bytes)
    }

    /// Its index in that commit.
    pub fn index(&self) -> u16 {
        u16::from_be_bytes([self.0[14], self.0[15]])
    }

    /// The entity that this operation creates, where it has no natural key.
    pub fn entity(&self) -> EntityId {
        EntityId(self.0)
    }
}
