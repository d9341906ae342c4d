//! What a slice of the practice and the ledger say to each other: an [`Event`] to be recorded, a [`Recorded`] one to be
//! projected, and the [`Refusal`] of a command.

use std::collections::BTreeMap;

use comity_kernel::{Message, Problem};
use comity_store::{Migration, ObjectError, Objects, StoreError, Table, Write};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::entry::{EntryError, Header};

/// Something that happened, about to become an entry.
#[derive(Clone, Debug)]
pub struct Event {
    pub(crate) kind: &'static str,
    pub(crate) body: Value,
    pub(crate) private: Vec<(&'static str, Vec<u8>)>,
}

impl Event {
    /// `kind` is `<noun>.<what happened>`; `body` holds facts of the process, never anything personal and never free text.
    ///
    /// # Errors
    /// [`Refusal::Broken`] if the body is not a JSON object.
    pub fn new(kind: &'static str, body: &impl Serialize) -> Result<Self, Refusal> {
        let body = serde_json::to_value(body).map_err(|error| Refusal::Broken(format!("{kind}: {error}")))?;
        Ok(Self { kind, body, private: Vec::new() })
    }

    /// Adds words, a name or a contact, which stay apart from the body and can be erased.
    pub fn private(mut self, name: &'static str, text: &str) -> Self {
        self.private.push((name, text.as_bytes().to_vec()));
        self
    }

    /// [`Event::private`] where there is something.
    pub fn private_if(self, name: &'static str, text: Option<&str>) -> Self {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => self.private(name, text),
            None => self,
        }
    }
}

/// An entry as a projection sees it. A private part that was erased is not there.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub header: Header,
    pub body: Value,
    pub(crate) private: BTreeMap<String, Vec<u8>>,
}

impl Recorded {
    /// The body, as the type that the event was made of.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        T::deserialize(&self.body)
            .map_err(|error| Refusal::Broken(format!("entry {} ({}): {error}", self.header.id, self.header.kind)))
    }

    pub fn private(&self, name: &str) -> Option<String> {
        self.private.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The part of the stream's name after `<noun>/`.
    pub fn subject(&self) -> &str {
        self.header.stream.split_once('/').map_or("", |(_, subject)| subject)
    }
}

/// How a slice turns entries into its tables.
///
/// Rows must be computable from headers, bodies and whatever private parts are left, in any order that keeps each
/// stream's own: a row belongs to one stream, or its update commutes.
pub trait Projection: Send + Sync {
    /// The slice's name, for messages.
    fn name(&self) -> &'static str;

    fn tables(&self) -> &'static [Table];

    fn migrations(&self) -> &'static [Migration];

    /// Writes what follows from `entry`; does nothing for kinds of other slices.
    ///
    /// # Errors
    /// A [`Refusal`] undoes the whole command: a projection may refuse only what is broken.
    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal>;

    /// Removes what was derived from the private parts of `entry`, which have just been destroyed.
    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal>;

    /// The hashes of objects that `entry` names, so that they are checked and backed up with the record.
    fn objects(&self, _entry: &Recorded) -> Vec<String> {
        Vec::new()
    }
}

/// Why a command was not carried out.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refusal {
    /// Something the person can act upon.
    #[error(transparent)]
    Problem(#[from] Problem),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the object folder: {0}")]
    Object(String),
    /// What is said to be the last checkpoint known of the log cannot be that.
    #[error("the last checkpoint known: {0}")]
    Known(String),
    /// Something that should not be: a fault of the program or an altered database.
    #[error("this should not happen: {0}")]
    Broken(String),
}

impl Refusal {
    /// A rule of the practice forbids it.
    pub fn rule(id: &'static str) -> Self {
        Self::Problem(Problem::Rule(Message::new(id)))
    }
}

impl From<EntryError> for Refusal {
    fn from(error: EntryError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<ObjectError> for Refusal {
    fn from(error: ObjectError) -> Self {
        Self::Object(error.to_string())
    }
}
