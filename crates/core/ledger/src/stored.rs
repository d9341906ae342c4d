//! Reading entries and their private parts back from the tables.

use std::collections::BTreeMap;

use comity_kernel::Millis;
use comity_store::{Read, Row, StoreError, Value};

use crate::commitment::{Commitment, Salt};
use crate::decision::Written;
use crate::entry::{Entry, Header, PrivatePart};
use crate::event::{Recorded, Refusal};
use crate::{Keys, seal};

/// An entry with what is left of its private parts and its place in the log, if it has one yet.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    pub entry: Entry,
    pub private: Vec<PrivatePart>,
    /// By when its place was promised.
    pub due: Millis,
    pub(crate) seal: [u8; 32],
    pub place: Option<u64>,
}

impl StoredEntry {
    pub fn recorded(&self) -> Recorded {
        let private: BTreeMap<_, _> = self.private.iter().map(|part| (part.name.clone(), part.bytes.clone())).collect();
        Recorded { header: self.entry.header.clone(), body: self.entry.body.clone(), private }
    }

    /// Refuses an entry that is not as this program recorded it. Nothing is signed about one that was not checked so.
    pub(crate) fn check(&self, keys: &Keys) -> Result<(), Refusal> {
        let Header { id, kind, .. } = &self.entry.header;
        if !seal::holds(keys, self.entry.commitment, self.due, &self.seal)? {
            return Err(Refusal::Broken(format!("entry {id} ({kind}) is not the one that was recorded")));
        }
        self.entry.check().map_err(|error| Refusal::Broken(format!("entry {id} ({kind}): {error}")))
    }

    /// What was answered to the command that recorded it, after [`StoredEntry::check`].
    pub(crate) fn written(&self, keys: &Keys) -> Result<Written, Refusal> {
        self.check(keys)?;
        let Entry { header, commitment, .. } = &self.entry;
        Ok(Written { id: header.id.clone(), commitment: *commitment, time: header.time, due: self.due })
    }
}

const COLUMNS: &str = "id, stream, version, kind, time, actor, body, salt, commitment, place, due, seal";

fn read(row: &Row) -> Result<StoredEntry, StoreError> {
    let broken = |error: serde_json::Error| StoreError::Column { expected: "JSON", found: error.to_string() };
    let header = Header {
        id: row.get(0)?,
        stream: row.get(1)?,
        version: row.get(2)?,
        kind: row.get(3)?,
        time: row.get::<Millis>(4)?,
        actor: row.get(5)?,
    };
    let body = serde_json::from_str(&row.get::<String>(6)?).map_err(broken)?;
    let (salt, commitment) = (Salt(row.get(7)?), Commitment(row.get(8)?));
    let place = row.get::<Option<i64>>(9)?.and_then(|place| u64::try_from(place).ok());
    Ok(StoredEntry {
        entry: Entry { header, body, salt, commitment },
        private: Vec::new(),
        due: row.get(10)?,
        seal: row.get(11)?,
        place,
    })
}

fn with_private(tx: &mut Read<'_>, rows: &[Row]) -> Result<Vec<StoredEntry>, Refusal> {
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let mut stored = read(row)?;
        let sql = "SELECT name, salt, bytes FROM private_parts WHERE entry = $1 ORDER BY name";
        if stored.entry.body.get(crate::entry::PRIVATE).is_some() {
            for part in tx.query(sql, &[Value::from(&stored.entry.header.id)])? {
                let (name, salt, bytes) = (part.get(0)?, Salt(part.get(1)?), part.get(2)?);
                stored.private.push(PrivatePart { name, salt, bytes });
            }
        }
        entries.push(stored);
    }
    Ok(entries)
}

/// Before every stream and version.
pub(crate) const FIRST: (String, i64) = (String::new(), 0);

/// Entries that are in memory at once where all are read.
const PAGE: i64 = 1000;

/// The next entries in the order of `(stream, version)`, those after `after`, which is moved on; `None` after the last.
pub(crate) fn next_page(tx: &mut Read<'_>, after: &mut (String, i64)) -> Result<Option<Vec<StoredEntry>>, Refusal> {
    let page = page(tx, after, PAGE)?;
    let Some(last) = page.last() else { return Ok(None) };
    *after = (last.entry.header.stream.clone(), last.entry.header.version);
    Ok(Some(page))
}

fn page(tx: &mut Read<'_>, after: &(String, i64), limit: i64) -> Result<Vec<StoredEntry>, Refusal> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entries WHERE (stream, version) > ($1, $2)
         ORDER BY stream, version LIMIT $3"
    );
    let rows = tx.query(&sql, &[Value::from(&after.0), Value::from(after.1), Value::from(limit)])?;
    with_private(tx, &rows)
}

/// All entries of one stream, oldest first.
pub fn stream(tx: &mut Read<'_>, stream: &str) -> Result<Vec<StoredEntry>, Refusal> {
    let sql = format!("SELECT {COLUMNS} FROM entries WHERE stream = $1 ORDER BY version");
    let rows = tx.query(&sql, &[Value::from(stream)])?;
    with_private(tx, &rows)
}

/// One entry by its id.
pub fn by_id(tx: &mut Read<'_>, id: &str) -> Result<Option<StoredEntry>, Refusal> {
    let sql = format!("SELECT {COLUMNS} FROM entries WHERE id = $1");
    let rows = tx.query(&sql, &[Value::from(id)])?;
    Ok(with_private(tx, &rows)?.into_iter().next())
}
