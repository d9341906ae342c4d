//! One command being decided: it reads the present state and records what follows.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use comity_kernel::{Ids, Millis, Problem};
use comity_store::{Read, Value, Write};

use crate::commitment::{Commitment, Salt};
use crate::entry::{Entry, Header, PrivatePart, body_with_private};
use crate::event::{Event, Recorded, Refusal};
use crate::ledger::Parts;
use crate::seal;

/// The entry that a command recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub id: String,
    pub commitment: Commitment,
    pub time: Millis,
    /// By when its place in the log is promised.
    pub due: Millis,
}

/// The inside of a command: asks like a [`Read`], and changes nothing but by recording events.
#[derive(Debug)]
pub struct Decision<'t, 'c> {
    tx: &'t mut Write<'c>,
    parts: Arc<Parts>,
    ids: Ids,
    now: Millis,
    actor: String,
    written: Vec<Written>,
}

impl<'t, 'c> Decision<'t, 'c> {
    pub(crate) fn new(tx: &'t mut Write<'c>, parts: Arc<Parts>, ids: Ids, now: Millis, actor: String) -> Self {
        Self { tx, parts, ids, now, actor, written: Vec::new() }
    }

    /// The command's time: the same in all its entries, and when it is run again.
    pub fn now(&self) -> Millis {
        self.now
    }

    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    pub fn actor(&self) -> &str {
        &self.actor
    }

    pub fn keys(&self) -> &crate::Keys {
        &self.parts.keys
    }

    /// How many entries the stream has; 0 if there is no such stream.
    pub fn version(&mut self, stream: &str) -> Result<i64, Refusal> {
        version(self.tx, stream)
    }

    /// Refuses a decision taken on a state that somebody has changed since: `seen` is the version the person saw.
    pub fn expect(&mut self, stream: &str, seen: i64) -> Result<(), Refusal> {
        if self.version(stream)? == seen { Ok(()) } else { Err(Problem::Stale.into()) }
    }

    /// Records an event at the end of `stream` and projects it.
    pub fn record(&mut self, stream: &str, event: Event) -> Result<Written, Refusal> {
        let version = self.version(stream)? + 1;
        self.append(stream, version, event)
    }

    /// Records the first event of a stream; [`Problem::Stale`] if the stream is there already.
    pub fn record_first(&mut self, stream: &str, event: Event) -> Result<Written, Refusal> {
        self.append(stream, 1, event)
    }

    fn append(&mut self, stream: &str, version: i64, event: Event) -> Result<Written, Refusal> {
        let id = self.ids.entry_id(self.now);
        let draw = |(name, bytes): (&'static str, Vec<u8>)| PrivatePart {
            name: name.to_owned(),
            salt: Salt::draw(&self.ids),
            bytes,
        };
        let private: Vec<PrivatePart> = event.private.into_iter().map(draw).collect();
        let body = body_with_private(event.body, &private)?;
        let (stream, kind) = (stream.to_owned(), event.kind.to_owned());
        let header = Header { id, stream, version, kind, time: self.now, actor: self.actor.clone() };
        let entry = Entry::new(header, body, Salt::draw(&self.ids))?;
        let due = self.parts.due(self.now);
        self.insert(&entry, due, &private)?;
        let names = private.into_iter().map(|part| (part.name, part.bytes)).collect::<BTreeMap<_, _>>();
        let recorded = Recorded { header: entry.header, body: entry.body, private: names };
        self.parts.project(self.tx, &recorded)?;
        let written = Written { id: recorded.header.id, commitment: entry.commitment, time: self.now, due };
        self.written.push(written.clone());
        Ok(written)
    }

    fn insert(&mut self, entry: &Entry, due: Millis, private: &[PrivatePart]) -> Result<(), Refusal> {
        let header = &entry.header;
        let binds = [
            Value::from(&header.id),
            Value::from(&header.stream),
            Value::from(header.version),
            Value::from(&header.kind),
            Value::from(header.time),
            Value::from(&header.actor),
            Value::from(entry.body.to_string()),
            Value::from(entry.salt.0),
            Value::from(entry.commitment.0),
            Value::from(due),
            Value::from(seal::seal(&self.parts.keys, entry.commitment, due)?),
        ];
        // One statement asks and appends: with a question before it, each of very many commands would wait once more.
        let sql = "INSERT INTO entries (id, stream, version, kind, time, actor, body, salt, commitment, due, seal)
                   SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
                   WHERE NOT EXISTS (SELECT 1 FROM entries WHERE stream = $2 AND version >= $3)";
        if self.tx.execute(sql, &binds)? == 0 {
            return Err(Problem::Stale.into());
        }
        self.tx.committed_if("SELECT id FROM entries WHERE id = $1", header.id.as_str());
        self.insert_private(&header.id, private)
    }

    fn insert_private(&mut self, entry: &str, parts: &[PrivatePart]) -> Result<(), Refusal> {
        if parts.is_empty() {
            return Ok(());
        }
        let mut binds = vec![Value::from(entry)];
        let mut rows = Vec::new();
        for part in parts {
            let next = binds.len() + 1;
            rows.push(format!("($1, ${next}, ${}, ${})", next + 1, next + 2));
            binds.extend([Value::from(&part.name), Value::from(part.salt.0), Value::from(part.bytes.as_slice())]);
        }
        let sql = format!("INSERT INTO private_parts (entry, name, salt, bytes) VALUES {}", rows.join(", "));
        self.tx.execute(&sql, &binds)?;
        Ok(())
    }

    /// Destroys the private parts of `entry` and what was derived from them.
    pub(crate) fn destroy_private(&mut self, entry: &Recorded) -> Result<(), Refusal> {
        self.tx.execute("DELETE FROM private_parts WHERE entry = $1", &[Value::from(&entry.header.id)])?;
        self.parts.erase(self.tx, entry)
    }

    /// Writes rows that are not computed from entries (a password's hash), together with the entry they belong to.
    pub fn state(&mut self, sql: &str, binds: &[Value]) -> Result<u64, Refusal> {
        Ok(self.tx.execute(sql, binds)?)
    }

    /// The transaction itself, for the ledger's own tables.
    pub(crate) fn write(&mut self) -> &mut Write<'c> {
        self.tx
    }

    pub(crate) fn into_written(self) -> Vec<Written> {
        self.written
    }
}

pub(crate) fn version(tx: &mut Read<'_>, stream: &str) -> Result<i64, Refusal> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM entries WHERE stream = $1";
    Ok(tx.value(sql, &[Value::from(stream)])?.unwrap_or(0))
}

impl<'c> Deref for Decision<'_, 'c> {
    type Target = Read<'c>;
    fn deref(&self) -> &Read<'c> {
        self.tx
    }
}

impl DerefMut for Decision<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.tx
    }
}
