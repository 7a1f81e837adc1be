//! Passphrase, keys, sealing, signing (密钥柜): what keeps a stolen laptop silent (format.md 4 and 5).
//!
//! Pure: bytes in, bytes out. The two files `vault.0` and `vault.1` are written by `store::vault_files`;
//! random bytes are handed in as a [`Random`], time for the calibration as a closure. Roles of several
//! officers are not enforced here: whoever opens the folder holds all its data keys.

pub mod boxes;
mod bytes;
mod cabinet;
mod drawer;
pub mod effort;
mod generation;
mod keys;
pub mod passphrase;
pub mod random;
pub mod recovery;
pub mod seal;
mod slots;

#[cfg(test)]
mod tests;

pub use boxes::{Identity, Recipient};
pub use cabinet::{Founding, Vault, VaultError, WayIn};
pub use drawer::{DRAWERS_BYTES_MAX, drawers_of, drawers_text};
pub use effort::Effort;
pub use generation::VAULT_BYTES_MAX;
pub use keys::{FolderId, Keys, Purpose, verify};
pub use passphrase::{Passphrase, PassphraseError, wait_ms};
pub use random::{NoRandomness, Random, System};
pub use recovery::{CodeError, RecoveryCode};
pub use seal::{SealError, Sealer};
pub use slots::SlotKind;
