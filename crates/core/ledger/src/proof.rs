//! The proof: a file with which anybody can check that something is on record, without asking us.
//!
//! It is JSON of this form, and holds one entry or several (a concern is a chain of entries):
//!
//! ```json
//! {
//!   "format": "comity-proof/1",
//!   "origin": "the log's name and epoch",
//!   "key": "the log's public key: name+8 hexadecimal digits+base64",
//!   "checkpoint": "the signed note that all inclusion paths lead to",
//!   "entries": [{
//!     "header": {}, "body": {}, "salt": "64 hexadecimal digits",
//!     "index": 17, "inclusion": ["base64", "…"],
//!     "promise": {},
//!     "private": [{"name": "words", "salt": "…", "text": "…"}]
//!   }]
//! }
//! ```
//!
//! `index` and `inclusion` are missing until the entry has its place; `promise` is missing where none was given; `private`
//! is there only if asked for, each part as `text`, or as `base64` if it is no text. An entry's commitment is not in the
//! file: it is computed, so nobody can rely on a wrong one.
//!
//! There is one way to write a given proof, and only that one is read: a file with a changed byte, be it a space, is
//! refused or fails a check. [`check`] says what is checked.

use comity_kernel::Millis;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::checkpoint::{Checkpoint, CheckpointError, Vkey};
use crate::commitment::Salt;
use crate::entry::{Header, PrivatePart};
use crate::promise::Promise;
use crate::tree::{Hash, TreeError, hash_from_base64};

pub mod check;
pub mod report;

pub use check::check_offline;
pub use report::{Check, Finding, Outcome, Report};

/// The first field of every proof file of this kind.
pub const FORMAT: &str = "comity-proof/1";
/// Larger files are not read.
pub const LARGEST_FILE: usize = 16 << 20;

/// Why a file is not a proof file, or could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// Too long to be one.
    #[error("a proof file has at most 16 MiB, this one has {0} bytes")]
    TooLarge(usize),
    /// Not JSON, or not with these fields.
    #[error("this is not a proof file, or it was altered: {0}")]
    Json(#[from] serde_json::Error),
    /// Another format, perhaps of a later version.
    #[error("expected the format \"comity-proof/1\", found {0:?}")]
    Format(String),
    /// The key or the checkpoint is not one.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A hash is not one.
    #[error(transparent)]
    Hash(#[from] TreeError),
    /// `index` without `inclusion`, or the other way round.
    #[error("entry {0} of the file has only one of \"index\" and \"inclusion\"; they belong together")]
    HalfPlace(usize),
    /// A private part in neither or both of its forms.
    #[error("private part {0:?} must have either \"text\" or, if it is no text, \"base64\"")]
    PrivateForm(String),
    /// The same content, but other bytes.
    #[error("the file is not written as proof files are (byte {0} differs): it was altered after it was made")]
    Altered(usize),
}

/// A proof, read or to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ProofFile {
    /// The log's public key, as the file has it; trust it only if it comes from elsewhere too.
    pub key: Vkey,
    /// The signed note.
    pub checkpoint: String,
    /// What is proved, in the order in which it happened.
    pub entries: Vec<ProvenEntry>,
}

/// An entry with what shows that it is on record.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvenEntry {
    pub header: Header,
    pub body: Value,
    pub salt: Salt,
    /// `None` until it has one.
    pub place: Option<Place>,
    /// What was given when it was submitted.
    pub promise: Option<Promise>,
    /// Only those asked for; they must be ones that the body commits to.
    pub private: Vec<PrivatePart>,
}

/// An entry's place in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// From 0.
    pub index: u64,
    /// From the leaf to the root of the file's checkpoint.
    pub inclusion: Vec<Hash>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    format: String,
    origin: String,
    key: String,
    checkpoint: String,
    entries: Vec<EntryText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryText {
    header: Header,
    body: Value,
    salt: Salt,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inclusion: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    promise: Option<Promise>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    private: Vec<PrivateText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivateText {
    name: String,
    salt: Salt,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

impl ProofFile {
    /// The file's text.
    ///
    /// # Errors
    /// [`ProofError::Checkpoint`] if the checkpoint is not one.
    pub fn to_text(&self) -> Result<String, ProofError> {
        let file = FileText {
            format: FORMAT.to_owned(),
            origin: Checkpoint::parse_unchecked(&self.checkpoint)?.origin.to_string(),
            key: self.key.to_string(),
            checkpoint: self.checkpoint.clone(),
            entries: self.entries.iter().map(ProvenEntry::to_text).collect(),
        };
        let mut text = serde_json::to_string_pretty(&file)?;
        text.push('\n');
        Ok(text)
    }

    /// Reads a file, without checking what it says.
    ///
    /// # Errors
    /// [`ProofError`] unless it is, byte for byte, what [`ProofFile::to_text`] writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > LARGEST_FILE {
            return Err(ProofError::TooLarge(bytes.len()));
        }
        let file: FileText = serde_json::from_slice(bytes)?;
        if file.format != FORMAT {
            return Err(ProofError::Format(file.format.chars().take(40).collect()));
        }
        let entries = file.entries.into_iter().enumerate();
        let proof = Self {
            key: file.key.parse()?,
            checkpoint: file.checkpoint,
            entries: entries.map(|(place, entry)| entry.read(place + 1)).collect::<Result<_, _>>()?,
        };
        let written = proof.to_text()?;
        if written.as_bytes() != bytes {
            let same = written.bytes().zip(bytes).take_while(|(expected, found)| expected == *found).count();
            return Err(ProofError::Altered(same));
        }
        Ok(proof)
    }

    /// The moment by which the last of the entries without a place was promised one, if there are such.
    pub fn last_deadline(&self) -> Option<Millis> {
        let waiting = self.entries.iter().filter(|entry| entry.place.is_none());
        waiting.filter_map(|entry| entry.promise.as_ref()).map(|promise| promise.by).max()
    }
}

impl ProvenEntry {
    fn to_text(&self) -> EntryText {
        let base64 = |place: &Place| place.inclusion.iter().map(Hash::to_string).collect();
        EntryText {
            header: self.header.clone(),
            body: sorted(&self.body),
            salt: self.salt,
            index: self.place.as_ref().map(|place| place.index),
            inclusion: self.place.as_ref().map(base64),
            promise: self.promise.clone(),
            private: self.private.iter().map(PrivateText::of).collect(),
        }
    }
}

impl EntryText {
    /// `number` counts from 1 and is for messages.
    fn read(self, number: usize) -> Result<ProvenEntry, ProofError> {
        let place = match (self.index, self.inclusion) {
            (Some(index), Some(path)) => {
                let inclusion = path.iter().map(|hash| hash_from_base64(hash)).collect::<Result<_, _>>()?;
                Some(Place { index, inclusion })
            }
            (None, None) => None,
            _ => return Err(ProofError::HalfPlace(number)),
        };
        let private = self.private.into_iter().map(PrivateText::read).collect::<Result<_, _>>()?;
        let Self { header, body, salt, promise, .. } = self;
        Ok(ProvenEntry { header, body, salt, place, promise, private })
    }
}

impl PrivateText {
    fn of(part: &PrivatePart) -> Self {
        let text = std::str::from_utf8(&part.bytes).ok().map(str::to_owned);
        let base64 = text.is_none().then(|| BASE64.encode(&part.bytes));
        Self { name: part.name.clone(), salt: part.salt, text, base64 }
    }

    fn read(self) -> Result<PrivatePart, ProofError> {
        let bytes = match (self.text, self.base64) {
            (Some(text), None) => Some(text.into_bytes()),
            (None, Some(base64)) => BASE64.decode(base64.as_bytes()).ok(),
            _ => None,
        };
        let bytes = bytes.ok_or_else(|| ProofError::PrivateForm(self.name.chars().take(80).collect()))?;
        Ok(PrivatePart { name: self.name, salt: self.salt, bytes })
    }
}

/// `value` with the keys of its objects in order. Whether a map keeps the order of insertion depends on which crates the
/// program is built with; the file must not.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Object(fields) => {
            let mut ordered: Vec<(&String, &Value)> = fields.iter().collect();
            ordered.sort_by_key(|(name, _)| *name);
            Value::Object(ordered.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        other => other.clone(),
    }
}
