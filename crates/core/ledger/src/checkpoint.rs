//! Checkpoints: the log's signed statement of its size and root (C2SP tlog-checkpoint in a C2SP signed-note).
//!
//! The first line, the origin, names the log and its epoch: `<name>` at first, `<name>/epoch/<n>` after the nth opening. A
//! restore from a backup opens a new epoch, so that two different trees never carry one origin. The key keeps the name
//! `<name>` throughout: who trusts the log need not learn a new key after a restore.
//!
//! A checkpoint is accepted only as this module writes it, with the log's one signature: a byte more or less is refused.
//! Cosignatures of witnesses are notes of their own and do not belong here.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use signed_note::{Note, Signer, Verifier, VerifierList};

use crate::tree::{Head, LARGEST_TREE, hash_from_base64};

mod origin;

pub use origin::Origin;

/// The signature type Ed25519 of C2SP signed-note.
const ED25519: u8 = 1;
const EPOCH: &str = "/epoch/";
/// No checkpoint of ours is longer.
const LONGEST_NOTE: usize = 4096;

/// Why a key, an origin or a checkpoint was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The log's name cannot be used.
    #[error("expected a log's name of 1 to 200 printable characters without spaces, '+' and \"/epoch/\", found {0:?}")]
    Name(String),
    /// A first line that is not an origin.
    #[error("expected a log's origin (a name, or a name and \"/epoch/\" with a number from 2), found {0:?}")]
    Origin(String),
    /// Text that is not a key.
    #[error("expected a log's public key as name+8 hexadecimal digits+base64, found {0:?}: {1}")]
    Key(String, &'static str),
    /// Text that is not a checkpoint.
    #[error("expected a checkpoint (origin, size, root, an empty line and the log's one signature): {0}")]
    Form(&'static str),
    /// The signature is not by the trusted key.
    #[error("the checkpoint is not signed by {key}: {cause}")]
    Signature { key: String, cause: String },
    /// The checkpoint is another log's.
    #[error("the checkpoint is of the log {found:?}, but the key belongs to {expected:?}")]
    OtherLog { expected: String, found: String },
    /// The note could not be made.
    #[error("the checkpoint could not be signed: {0}")]
    Signing(String),
}

/// The log's secret key. `Debug` shows only whose it is.
#[derive(Clone)]
pub struct LogKey {
    public: Vkey,
    secret: SigningKey,
}

impl fmt::Debug for LogKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LogKey({})", self.public.id_text())
    }
}

impl LogKey {
    /// The key of the log called `name` from 32 secret random bytes; the same bytes give the same key.
    ///
    /// # Errors
    /// [`CheckpointError::Name`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, CheckpointError> {
        check_name(name)?;
        let secret = SigningKey::from_bytes(seed);
        Ok(Self { public: Vkey { name: name.to_owned(), key: secret.verifying_key() }, secret })
    }

    /// What others need to check signatures.
    pub fn vkey(&self) -> &Vkey {
        &self.public
    }

    /// The Ed25519 signature over `message`.
    pub(crate) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl Signer for LogKey {
    fn name(&self) -> &str {
        &self.public.name
    }

    fn key_id(&self) -> u32 {
        self.public.id()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        Ok(self.sign_bytes(message).to_vec())
    }
}

/// A log's public key, written `name+8 hexadecimal digits+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vkey {
    name: String,
    key: VerifyingKey,
}

impl Vkey {
    /// The name of the log whose key it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first 32 bits of the hash over name and key.
    pub fn id(&self) -> u32 {
        signed_note::key_id(&self.name, &self.encoded())
    }

    /// Name and id as `name+8 hexadecimal digits`: which key it is, without the key.
    pub fn id_text(&self) -> String {
        format!("{}+{:08x}", self.name, self.id())
    }

    /// Whether `signature` (64 bytes) is this key's over `message`, by the strict rules: one message, one key, one form.
    pub(crate) fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }

    fn encoded(&self) -> Vec<u8> {
        [&[ED25519][..], self.key.as_bytes()].concat()
    }
}

impl fmt::Display for Vkey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}+{}", self.id_text(), BASE64.encode(&self.encoded()))
    }
}

impl FromStr for Vkey {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |cause| CheckpointError::Key(shortened(text), cause);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("a part is missing"));
        };
        check_name(name).map_err(|_| wrong("the name cannot be a log's"))?;
        let bytes = BASE64.decode(key.as_bytes()).map_err(|_| wrong("the last part is not base64"))?;
        let key = match bytes.split_first() {
            Some((&ED25519, key)) => key.try_into().map_err(|_| wrong("an Ed25519 key has 32 bytes"))?,
            _ => return Err(wrong("it is not an Ed25519 key")),
        };
        let key = VerifyingKey::from_bytes(key).map_err(|_| wrong("the bytes are no point of the curve"))?;
        let vkey = Self { name: name.to_owned(), key };
        if vkey.to_string() == text { Ok(vkey) } else { Err(wrong("the digits are not those of this name and key")) }
    }
}

impl Verifier for Vkey {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id()
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.holds(message, signature)
    }
}

/// The size and root of a log's tree, in one epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Which log, in which epoch.
    pub origin: Origin,
    /// Its tree.
    pub head: Head,
}

impl Checkpoint {
    /// The signed note, as it is stored and served.
    ///
    /// # Errors
    /// [`CheckpointError::OtherLog`] if the key is not this log's; [`CheckpointError::Signing`].
    pub fn sign(&self, key: &LogKey) -> Result<String, CheckpointError> {
        self.check_log(key.vkey())?;
        let failed = |cause: &dyn fmt::Display| CheckpointError::Signing(cause.to_string());
        let mut note = Note::new(self.text().as_bytes(), &[]).map_err(|error| failed(&error))?;
        note.add_sigs(&[key]).map_err(|error| failed(&error))?;
        String::from_utf8(note.to_bytes()).map_err(|error| failed(&error))
    }

    /// Reads a signed note and checks its signature.
    ///
    /// # Errors
    /// [`CheckpointError`] unless it is, byte for byte, what [`Checkpoint::sign`] writes with the secret of `key`.
    pub fn verify(note: &str, key: &Vkey) -> Result<Self, CheckpointError> {
        let (checkpoint, parsed) = parse(note)?;
        checkpoint.check_log(key)?;
        let failed = |cause: String| CheckpointError::Signature { key: key.id_text(), cause };
        let known = VerifierList::new(vec![Box::new(key.clone())]);
        let (_, others) = parsed.verify(&known).map_err(|error| failed(error.to_string()))?;
        if !others.is_empty() {
            return Err(failed("it also carries signatures by others".to_owned()));
        }
        Ok(checkpoint)
    }

    /// Reads a signed note without checking its signature: for messages, and to find out which log it is.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] or [`CheckpointError::Origin`].
    pub fn parse_unchecked(note: &str) -> Result<Self, CheckpointError> {
        parse(note).map(|(checkpoint, _)| checkpoint)
    }

    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.head.size, self.head.root)
    }

    fn check_log(&self, key: &Vkey) -> Result<(), CheckpointError> {
        if self.origin.name() != key.name {
            let (expected, found) = (key.name.clone(), self.origin.name().to_owned());
            return Err(CheckpointError::OtherLog { expected, found });
        }
        Ok(())
    }
}

fn parse(note: &str) -> Result<(Checkpoint, Note), CheckpointError> {
    let form = CheckpointError::Form;
    if note.len() > LONGEST_NOTE {
        return Err(form("it is longer than 4096 bytes"));
    }
    let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| form("it is not a signed note"))?;
    let text = std::str::from_utf8(parsed.text()).map_err(|_| form("it is not text"))?;
    let mut lines = text.split('\n');
    let (Some(origin), Some(size), Some(root), Some(""), None) =
        (lines.next(), lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return Err(form("there should be exactly three lines above the signature"));
    };
    let size = size.parse().ok().filter(|size| *size <= LARGEST_TREE).ok_or(form("the size is not a number"))?;
    let root = hash_from_base64(root).map_err(|_| form("the root is not a hash in base64"))?;
    let checkpoint = Checkpoint { origin: origin.parse()?, head: Head { size, root } };
    // Written back, it must be the same; and one line of signature follows the empty one.
    if checkpoint.text() != text || parsed.to_bytes() != note.as_bytes() {
        return Err(form("it is not written as a checkpoint is"));
    }
    if note.split('\n').count() != 6 {
        return Err(form("there should be exactly one signature"));
    }
    Ok((checkpoint, parsed))
}

fn check_name(name: &str) -> Result<(), CheckpointError> {
    let fits = (1..=200).contains(&name.len())
        && signed_note::is_key_name_valid(name)
        && !name.contains(EPOCH)
        && !name.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(CheckpointError::Name(shortened(name))) }
}

/// Text from outside, short enough for a message.
fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Hash;

    fn key() -> LogKey {
        LogKey::from_seed("log.example/town", &[4; 32]).unwrap()
    }

    fn checkpoint(epoch: u32) -> Checkpoint {
        let origin = Origin::new("log.example/town", epoch).unwrap();
        Checkpoint { origin, head: Head { size: 1_234, root: Hash([0xa5; 32]) } }
    }

    #[test]
    fn a_checkpoint_is_signed_and_read_back_in_every_epoch() {
        for epoch in [1, 2, 17] {
            let note = checkpoint(epoch).sign(&key()).unwrap();
            assert_eq!(Checkpoint::verify(&note, key().vkey()).unwrap(), checkpoint(epoch));
            let first = note.lines().next().unwrap();
            assert_eq!(
                first,
                if epoch == 1 { "log.example/town".into() } else { format!("log.example/town/epoch/{epoch}") }
            );
            // The crate that others use accepts it with the key as text.
            let other = signed_note::StandardVerifier::new(&key().vkey().to_string()).unwrap();
            Note::from_bytes(note.as_bytes()).unwrap().verify(&VerifierList::new(vec![Box::new(other)])).unwrap();
        }
    }

    #[test]
    fn no_byte_of_a_checkpoint_or_key_can_change() {
        let (note, vkey) = (checkpoint(2).sign(&key()).unwrap(), key().vkey().to_string());
        for place in 0..note.len() {
            for bit in 0..8 {
                let mut bytes = note.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let changed = String::from_utf8_lossy(&bytes);
                assert!(Checkpoint::verify(&changed, key().vkey()).is_err(), "{changed}");
            }
        }
        for place in 0..vkey.len() {
            let mut bytes = vkey.clone().into_bytes();
            bytes[place] ^= 1;
            assert!(String::from_utf8_lossy(&bytes).parse::<Vkey>().is_err());
        }
        let upper = vkey.replacen(&format!("{:08x}", key().vkey().id()), &format!("{:08X}", key().vkey().id()), 1);
        assert!(upper == vkey || upper.parse::<Vkey>().is_err());
        assert_eq!(vkey.parse::<Vkey>().unwrap(), *key().vkey());
    }

    #[test]
    fn what_was_added_to_a_checkpoint_is_refused() {
        let note = checkpoint(1).sign(&key()).unwrap();
        let signature = note.lines().last().unwrap();
        let stranger = LogKey::from_seed("log.example/town", &[5; 32]).unwrap();
        let by_stranger = checkpoint(1).sign(&stranger).unwrap();
        for wrong in [
            format!("{note}{signature}\n"),
            format!("{note}{}\n", by_stranger.lines().last().unwrap()),
            format!("{note}\n"),
            note.replace("1234\n", "1234\nextension\n").to_string(),
            note.replace("1234", "01234"),
            note.replace("1234", "+1234"),
            note.replace('\n', "\r\n"),
            by_stranger,
            "x".repeat(5_000),
            String::new(),
        ] {
            assert!(Checkpoint::verify(&wrong, key().vkey()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_and_origins_have_one_spelling() {
        for wrong in ["", "a b", "a+b", "a/epoch/2", "a\nb", &"x".repeat(201)] {
            assert!(LogKey::from_seed(wrong, &[0; 32]).is_err(), "{wrong:?}");
        }
        for wrong in ["a/epoch/1", "a/epoch/0", "a/epoch/02", "a/epoch/+2", "a/epoch/", "a/epoch/2/epoch/3", "/epoch/2"]
        {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong:?}");
        }
        assert_eq!("a/epoch/2".parse::<Origin>().unwrap(), Origin::new("a", 2).unwrap());
        let other = LogKey::from_seed("other", &[4; 32]).unwrap();
        assert!(matches!(checkpoint(1).sign(&other), Err(CheckpointError::OtherLog { .. })));
        assert_eq!(format!("{:?}", key()), format!("LogKey({})", key().vkey().id_text()));
    }
}
