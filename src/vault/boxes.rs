//! Sealing to somebody's public key (age v1, X25519): the ring of data keys, the drawer, bundles.
//!
//! The only file that names the `age` crate. It draws its own ephemeral keys from the system; everything else
//! in this program has its random bytes handed in.

use std::io::{self, Read, Write};

use age::secrecy::ExposeSecret;
use age::{Decryptor, Encryptor, x25519};
use zeroize::Zeroizing;

/// Why a box cannot be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum BoxError {
    /// Sealed to nobody.
    #[error("no recipient")]
    NoRecipient,
    /// Not an age key.
    #[error("not an age key")]
    NotAKey,
    /// Not sealed to this key.
    #[error("not sealed to this key")]
    NotForThisKey,
    /// Not an age file, changed, or longer than allowed.
    #[error("the box is damaged")]
    Damaged,
    /// Reading or writing failed.
    #[error("reading or writing a box failed")]
    Io(#[source] io::Error),
}

/// The secret half of an X25519 pair; wiped when dropped.
#[derive(Clone)]
pub struct Identity(x25519::Identity);

/// The public half.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(x25519::Recipient);

impl Identity {
    /// A new pair.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1...`.
    pub fn from_text(text: &str) -> Result<Self, BoxError> {
        text.parse().map(Self).map_err(|_| BoxError::NotAKey)
    }

    /// The text that `age -d -i` reads too.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

impl Recipient {
    /// Reads `age1...`.
    pub fn from_text(text: &str) -> Result<Self, BoxError> {
        text.parse().map(Self).map_err(|_| BoxError::NotAKey)
    }

    /// The 32 bytes of the X25519 public key, as a device operation names them.
    pub fn to_bytes(&self) -> Result<[u8; 32], BoxError> {
        let (_, bytes) = bech32::decode(&self.0.to_string()).map_err(|_| BoxError::NotAKey)?;
        bytes.try_into().map_err(|_| BoxError::NotAKey)
    }

    /// The key of these bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, BoxError> {
        let prefix = bech32::Hrp::parse(RECIPIENT_PREFIX).map_err(|_| BoxError::NotAKey)?;
        let text = bech32::encode::<bech32::Bech32>(prefix, bytes).map_err(|_| BoxError::NotAKey)?;
        Self::from_text(&text)
    }
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

/// What the text of a recipient begins with (age, version 1).
const RECIPIENT_PREFIX: &str = "age";

/// Seals what is written into it; [`SealingWriter::finish`] must be called, else the box is cut short.
pub struct SealingWriter<W: Write>(age::stream::StreamWriter<W>);

impl<W: Write> SealingWriter<W> {
    /// Begins a box for `recipients` in `out`.
    pub fn begin(recipients: &[Recipient], out: W) -> Result<Self, BoxError> {
        let all = recipients.iter().map(|recipient| &recipient.0 as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(all).map_err(|_| BoxError::NoRecipient)?;
        encryptor.wrap_output(out).map(Self).map_err(BoxError::Io)
    }

    /// Ends the box.
    pub fn finish(self) -> Result<W, BoxError> {
        self.0.finish().map_err(BoxError::Io)
    }
}

impl<W: Write> Write for SealingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Opens a box for reading; bytes are proved piece by piece, and the end is proved by reading up to it.
pub fn open_reader<R: Read>(identity: &Identity, sealed: R) -> Result<impl Read + use<R>, BoxError> {
    use age::DecryptError;
    let told = |error| match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed => BoxError::NotForThisKey,
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => BoxError::Io(error),
        _ => BoxError::Damaged,
    };
    let decryptor = Decryptor::new_buffered(io::BufReader::new(sealed)).map_err(told)?;
    decryptor.decrypt(std::iter::once(&identity.0 as &dyn age::Identity)).map_err(told)
}

/// Seals a short text to all `recipients`.
pub fn seal(recipients: &[Recipient], plain: &[u8]) -> Result<Vec<u8>, BoxError> {
    let mut writer = SealingWriter::begin(recipients, Vec::new())?;
    writer.write_all(plain).map_err(BoxError::Io)?;
    writer.finish()
}

/// Opens a short box of at most `limit` bytes inside.
pub fn open(identity: &Identity, sealed: &[u8], limit: usize) -> Result<Zeroizing<Vec<u8>>, BoxError> {
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len().min(limit + 1)));
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    open_reader(identity, sealed)?.take(bound).read_to_end(&mut plain).map_err(|_| BoxError::Damaged)?;
    if plain.len() > limit { Err(BoxError::Damaged) } else { Ok(plain) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_named_open_it_and_damage_shows() {
        let (a, b, c) = (Identity::generate(), Identity::generate(), Identity::generate());
        let sealed = seal(&[a.recipient(), b.recipient()], b"ring").unwrap();
        assert_eq!(open(&a, &sealed, 4).unwrap().as_slice(), b"ring");
        assert_eq!(open(&b, &sealed, 100).unwrap().as_slice(), b"ring");
        assert!(matches!(open(&c, &sealed, 100), Err(BoxError::NotForThisKey)));
        assert!(matches!(open(&a, &sealed, 3), Err(BoxError::Damaged)));
        assert!(matches!(seal(&[], b"x"), Err(BoxError::NoRecipient)));
        for at in 0..sealed.len() {
            let mut wrong = sealed.clone();
            wrong[at] ^= 1;
            assert!(open(&a, &wrong, 100).is_err(), "byte {at}");
            assert!(open(&a, &sealed[..at], 100).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn keys_are_text_both_ways_and_secret_in_debug() {
        let a = Identity::generate();
        let again = Identity::from_text(&a.to_text()).unwrap();
        assert_eq!(again.recipient(), a.recipient());
        assert_eq!(Recipient::from_text(&a.recipient().to_string()).unwrap(), a.recipient());
        assert!(Recipient::from_text("age1nonsense").is_err());
        assert!(Identity::from_text("").is_err());
        assert_eq!(format!("{a:?}"), "Identity");
    }
}
