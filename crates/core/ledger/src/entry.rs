//! Entries: one thing that happened, as header, body and private parts.
//!
//! The header says what kind of thing happened, when, in which stream and who acted (an opaque account id). The body holds
//! facts of the process, never personal ones. Words, names and contacts are private parts: they live elsewhere, and the
//! body holds only their commitments under the reserved key `private`. A private part can therefore be destroyed, and
//! header, body and leaf still verify.

use comity_kernel::Millis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::commitment::{Commitment, CommitmentError, Salt};

/// The key of a body under which the commitments of the private parts stand.
pub const PRIVATE: &str = "private";

/// Why an entry could not be made, or does not fit.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Header or body cannot be committed to.
    #[error(transparent)]
    Commitment(#[from] CommitmentError),
    /// The body is a bare value or a list.
    #[error("an entry's body must be a JSON object")]
    NotAnObject,
    /// The body uses the key that belongs to the private parts' commitments.
    #[error("an entry's body must not have the key \"private\": it is reserved for the commitments of private parts")]
    Reserved,
    /// Two private parts of one entry have one name.
    #[error("two private parts of one entry are called {0:?}; names must differ")]
    Twice(String),
    /// Header, body and salt do not give the commitment.
    #[error("header, body and salt give the commitment {found}, but {expected} was recorded: the entry was altered")]
    Altered { expected: Commitment, found: Commitment },
    /// The body names no such private part.
    #[error("the entry names no private part {0:?}")]
    NoSuchPart(String),
    /// A private part is not the one that was committed to.
    #[error("the private part {name:?} gives the commitment {found}, but the entry holds {expected}: it was altered")]
    PartAltered { name: String, expected: String, found: Commitment },
}

/// What is known of every entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// A UUIDv7, never shown outside the proof.
    pub id: String,
    /// What the entry is about: all entries of one stream are in order.
    pub stream: String,
    /// The place within the stream, from 1.
    pub version: i64,
    /// What happened.
    pub kind: String,
    /// When, in milliseconds since 1970.
    pub time: Millis,
    /// The opaque id of the account that acted.
    pub actor: String,
}

/// A header with its body, salt and commitment.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub header: Header,
    /// A JSON object; holds the commitments of the private parts under [`PRIVATE`].
    pub body: Value,
    pub salt: Salt,
    /// The log's entry.
    pub commitment: Commitment,
}

/// Words, a name or a contact: kept apart from the body and possible to destroy.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivatePart {
    /// What it is within its entry, such as `words`.
    pub name: String,
    pub salt: Salt,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for PrivatePart {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "PrivatePart({:?}, …)", self.name)
    }
}

impl PrivatePart {
    /// What the entry's body holds of this part.
    pub fn commitment(&self) -> Commitment {
        Commitment::of_private(&self.salt, &self.bytes)
    }
}

impl Entry {
    /// Commits to `header` and `body` under `salt`.
    ///
    /// # Errors
    /// [`EntryError::NotAnObject`], or [`EntryError::Commitment`] if a number cannot be recorded.
    pub fn new(header: Header, body: Value, salt: Salt) -> Result<Self, EntryError> {
        if !body.is_object() {
            return Err(EntryError::NotAnObject);
        }
        let commitment = Commitment::of_entry(&salt, &header, &body)?;
        Ok(Self { header, body, salt, commitment })
    }

    /// Recomputes the commitment.
    ///
    /// # Errors
    /// [`EntryError::Altered`] if it differs from the recorded one.
    pub fn check(&self) -> Result<(), EntryError> {
        let found = Commitment::of_entry(&self.salt, &self.header, &self.body)?;
        if found != self.commitment {
            return Err(EntryError::Altered { expected: self.commitment, found });
        }
        Ok(())
    }

    /// Recomputes the commitment of one private part and compares it with the one in the body. Says nothing about the
    /// body itself: that is [`Entry::check`].
    ///
    /// # Errors
    /// [`EntryError::NoSuchPart`] or [`EntryError::PartAltered`].
    pub fn check_private(&self, part: &PrivatePart) -> Result<(), EntryError> {
        let held = self.body.get(PRIVATE).and_then(|parts| parts.get(&part.name)).and_then(Value::as_str);
        let expected = held.ok_or_else(|| EntryError::NoSuchPart(part.name.clone()))?;
        let found = part.commitment();
        if expected != found.to_string() {
            return Err(EntryError::PartAltered { name: part.name.clone(), expected: expected.to_owned(), found });
        }
        Ok(())
    }

    /// The names of the private parts that the body commits to, in order; some may have been destroyed since.
    pub fn private_names(&self) -> Vec<&str> {
        let parts = self.body.get(PRIVATE).and_then(Value::as_object);
        let mut names: Vec<&str> = parts.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

/// `body` with the commitments of `parts` added under [`PRIVATE`]; unchanged if there are none.
///
/// # Errors
/// [`EntryError::NotAnObject`], [`EntryError::Reserved`] or [`EntryError::Twice`].
pub fn body_with_private(body: Value, parts: &[PrivatePart]) -> Result<Value, EntryError> {
    let Value::Object(mut fields) = body else { return Err(EntryError::NotAnObject) };
    if fields.contains_key(PRIVATE) {
        return Err(EntryError::Reserved);
    }
    let mut held = Map::new();
    for part in parts {
        if held.insert(part.name.clone(), Value::String(part.commitment().to_string())).is_some() {
            return Err(EntryError::Twice(part.name.clone()));
        }
    }
    if !held.is_empty() {
        fields.insert(PRIVATE.to_owned(), Value::Object(held));
    }
    Ok(Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn part(name: &str, text: &str) -> PrivatePart {
        PrivatePart { name: name.into(), salt: Salt([3; 32]), bytes: text.into() }
    }

    fn entry(parts: &[PrivatePart]) -> Entry {
        let header = Header {
            id: "01890000-0000-7000-8000-000000000000".into(),
            stream: "concern/1".into(),
            version: 1,
            kind: "raised".into(),
            time: Millis(5),
            actor: "a".into(),
        };
        Entry::new(header, body_with_private(json!({"area": "x"}), parts).unwrap(), Salt([9; 32])).unwrap()
    }

    #[test]
    fn every_part_of_an_entry_counts() {
        let whole = entry(&[part("words", "the lamp is broken")]);
        whole.check().unwrap();
        let mut changed: Vec<Entry> = (0..8).map(|_| whole.clone()).collect();
        changed[0].header.id.push('x');
        changed[1].header.stream.push('x');
        changed[2].header.version += 1;
        changed[3].header.kind.push('x');
        changed[4].header.time = Millis(6);
        changed[5].header.actor.push('x');
        changed[6].body["area"] = json!("y");
        changed[7].salt.0[31] ^= 1;
        for other in changed {
            assert!(matches!(other.check(), Err(EntryError::Altered { .. })), "{other:?}");
        }
    }

    #[test]
    fn a_private_part_is_held_to_its_words_salt_and_name() {
        let words = part("words", "the lamp is broken");
        let whole = entry(&[words.clone(), part("contact", "0123")]);
        whole.check_private(&words).unwrap();
        assert_eq!(whole.private_names(), ["contact", "words"]);
        assert!(matches!(whole.check_private(&part("words", "all is well")), Err(EntryError::PartAltered { .. })));
        assert!(matches!(whole.check_private(&part("name", "x")), Err(EntryError::NoSuchPart(_))));
        assert!(!format!("{words:?}").contains("lamp"));
    }

    #[test]
    fn the_reserved_key_cannot_be_taken() {
        let parts = [part("words", "x")];
        assert!(matches!(body_with_private(json!({"private": {}}), &parts), Err(EntryError::Reserved)));
        assert!(matches!(body_with_private(json!({"private": {}}), &[]), Err(EntryError::Reserved)));
        assert!(matches!(body_with_private(json!([1]), &[]), Err(EntryError::NotAnObject)));
        let twice = [part("words", "x"), part("words", "y")];
        assert!(matches!(body_with_private(json!({}), &twice), Err(EntryError::Twice(_))));
        assert_eq!(body_with_private(json!({"a": 1}), &[]).unwrap(), json!({"a": 1}));
    }
}
