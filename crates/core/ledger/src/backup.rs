//! Backups: one file with the record, its state, its objects and its keys, the same for both databases.
//!
//! A backup holds the tables of the ledger and of state, read in one transaction of the running system; projections are
//! not in it, they follow from the entries. Restoring makes a new epoch (see [`crate::Ledger::open_epoch`]). Because it
//! is engine-neutral, it is also the way from SQLite to PostgreSQL.

use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Seek, Write};
use std::path::Path;

use comity_kernel::Millis;
use comity_store::{Kind, Objects, Read, Row, Store, Table, Value};
use data_encoding::BASE64;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::event::Refusal;
use crate::keys::{self, KeyError};
use crate::ledger::Ledger;
use crate::{Settings, log, stored};

const FORMAT: &str = "comity-backup/1";

/// What a backup says of itself: its first part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub created: Millis,
    pub origin: String,
    pub demonstration: bool,
    /// The last published checkpoint at that time.
    pub checkpoint: String,
    /// Table by table, how many rows.
    pub tables: Vec<(String, u64)>,
    pub keys: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("the backup cannot be written or read: {0}")]
    File(#[from] io::Error),
    #[error("this is not a backup of Comity, or it is damaged: {0}")]
    Damaged(String),
    #[error("there is a record in this place already: restore into an empty one")]
    NotEmpty,
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<comity_store::StoreError> for BackupError {
    fn from(error: comity_store::StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl Ledger {
    /// Writes a backup of the running system to `file`. `keys` is the folder of the keys, if they are to be in it.
    pub fn backup(&self, file: std::fs::File, keys: Option<&Path>) -> Result<Manifest, BackupError> {
        let (ledger, keys) = (self.clone(), keys.map(Path::to_owned));
        let created = self.clock.now();
        self.store.read_now(move |tx| {
            let tables: Vec<Table> =
                ledger.tables(Kind::Ledger).into_iter().chain(ledger.tables(Kind::State)).collect();
            let (mut dumps, mut counts) = (Vec::new(), Vec::new());
            for table in tables {
                let (dump, rows) = dump(tx, table.name)?;
                counts.push((table.name.to_owned(), rows));
                dumps.push((table.name, dump));
            }
            let head = log::head(tx)?;
            let manifest = Manifest {
                format: FORMAT.to_owned(),
                created,
                origin: ledger.parts.settings.origin.clone(),
                demonstration: ledger.parts.settings.demonstration,
                checkpoint: head.published_checkpoint,
                tables: counts,
                keys: keys.is_some(),
            };
            let mut archive = tar::Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
            let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
            add(&mut archive, "manifest.json", text.len() as u64, text.as_slice())?;
            for (name, mut dump) in dumps {
                let size = dump.stream_position()?;
                dump.rewind()?;
                add(&mut archive, &format!("tables/{name}.jsonl"), size, dump)?;
            }
            ledger.add_objects(tx, &mut archive)?;
            for name in keys::FILES.iter().filter(|_| keys.is_some()) {
                let bytes = std::fs::read(keys.as_deref().unwrap_or(Path::new("")).join(name))?;
                add(&mut archive, &format!("keys/{name}"), bytes.len() as u64, bytes.as_slice())?;
            }
            let file = archive.into_inner()?.finish()?.into_inner().map_err(|error| error.into_error())?;
            file.sync_all()?;
            Ok(manifest)
        })
    }

    fn add_objects<W: Write>(&self, tx: &mut Read<'_>, archive: &mut tar::Builder<W>) -> Result<(), BackupError> {
        let mut after = (String::new(), 0);
        loop {
            let page = stored::page(tx, &after, 1000)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = (last.entry.header.stream.clone(), last.entry.header.version);
            let recorded: Vec<_> = page.iter().map(stored::StoredEntry::recorded).collect();
            for entry in &recorded {
                for hash in self.parts.projections.iter().flat_map(|projection| projection.objects(entry)) {
                    let object = self.parts.objects.open(&hash).map_err(Refusal::from)?;
                    let size = object.metadata()?.len();
                    add(archive, &format!("objects/{hash}"), size, object)?;
                }
            }
        }
    }
}

fn add<W: Write>(archive: &mut tar::Builder<W>, name: &str, size: u64, from: impl io::Read) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_cksum();
    archive.append_data(&mut header, name, from)
}

/// All rows of a table, one JSON array a line, in a file without a name.
fn dump(tx: &mut Read<'_>, table: &str) -> Result<(std::fs::File, u64), BackupError> {
    let mut out = BufWriter::new(tempfile::tempfile()?);
    let rows = tx.query(&format!("SELECT * FROM {table}"), &[])?;
    for row in &rows {
        let values: Vec<serde_json::Value> = row.0.iter().map(to_json).collect();
        serde_json::to_writer(&mut out, &values).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    let file = out.into_inner().map_err(|error| error.into_error())?;
    Ok((file, rows.len() as u64))
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => serde_json::json!({ "real": number }),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => serde_json::json!({ "bytes": BASE64.encode(bytes) }),
    }
}

fn from_json(value: &serde_json::Value) -> Result<Value, BackupError> {
    let wrong = || BackupError::Damaged(format!("a row holds {value}"));
    match value {
        serde_json::Value::Null => Ok(Value::Null),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Integer).ok_or_else(wrong),
        serde_json::Value::String(text) => Ok(Value::Text(text.clone())),
        serde_json::Value::Object(object) => match (object.get("real"), object.get("bytes")) {
            (Some(real), None) => real.as_f64().map(Value::Real).ok_or_else(wrong),
            (None, Some(bytes)) => {
                let bytes = bytes.as_str().and_then(|text| BASE64.decode(text.as_bytes()).ok());
                bytes.map(Value::Bytes).ok_or_else(wrong)
            }
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

/// Reads a backup into `store` (tables there, no record yet), `objects` and the folder `keys`. Projections are not
/// rebuilt yet and no epoch is opened: the caller opens the ledger and does both.
///
/// # Errors
/// [`BackupError::NotEmpty`] if there is a record already; [`BackupError::Damaged`]: then nothing was kept in the store.
pub fn restore(file: std::fs::File, store: &Store, objects: &Objects, keys: &Path) -> Result<Manifest, BackupError> {
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let damaged = |error: &dyn std::fmt::Display| BackupError::Damaged(error.to_string());
    let (mut manifest, mut tables) = (None, Vec::new());
    for part in archive.entries()? {
        let mut part = part.map_err(|error| damaged(&error))?;
        let path = part.path()?.to_string_lossy().into_owned();
        match path.split_once('/') {
            None if path == "manifest.json" => {
                let read: Manifest = serde_json::from_reader(&mut part).map_err(|error| damaged(&error))?;
                if read.format != FORMAT {
                    return Err(damaged(&format!("expected the format {FORMAT}, found {}", read.format)));
                }
                manifest = Some(read);
            }
            Some(("tables", name)) => {
                let mut spool = tempfile::tempfile()?;
                io::copy(&mut part, &mut spool)?;
                spool.rewind()?;
                tables.push((name.trim_end_matches(".jsonl").to_owned(), spool));
            }
            Some(("objects", hash)) => restore_object(&mut part, objects, hash)?,
            Some(("keys", name)) if keys::FILES.contains(&name) => restore_key(&mut part, keys, name)?,
            _ => return Err(damaged(&format!("unexpected part {path}"))),
        }
    }
    let manifest = manifest.ok_or_else(|| damaged(&"the manifest is missing"))?;
    let mut pending = Some(tables);
    let expected = manifest.tables.clone();
    store.write_now(move |tx| {
        if tx.optional("SELECT one FROM log_identity", &[])?.is_some() {
            return Err(BackupError::NotEmpty);
        }
        for (name, spool) in pending.take().unwrap_or_default() {
            let found = insert_all(tx, &name, spool)?;
            if expected.iter().find(|(table, _)| *table == name).is_none_or(|(_, rows)| *rows != found) {
                return Err(BackupError::Damaged(format!("the table {name} is not complete")));
            }
        }
        Ok(())
    })?;
    Ok(manifest)
}

fn restore_object(part: &mut impl io::Read, objects: &Objects, hash: &str) -> Result<(), BackupError> {
    let mut draft = objects.draft().map_err(Refusal::from)?;
    io::copy(part, &mut draft)?;
    let found = draft.keep().map_err(Refusal::from)?;
    if found == hash { Ok(()) } else { Err(BackupError::Damaged(format!("the object {hash} has another hash"))) }
}

fn restore_key(part: &mut impl io::Read, folder: &Path, name: &str) -> Result<(), BackupError> {
    let mut bytes = Vec::new();
    part.take(1024).read_to_end(&mut bytes)?;
    keys::make_private_folder(folder)?;
    keys::write_private(&folder.join(name), &bytes).map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => BackupError::NotEmpty,
        _ => BackupError::File(cause),
    })
}

fn insert_all(tx: &mut comity_store::Write<'_>, table: &str, spool: std::fs::File) -> Result<u64, BackupError> {
    let mut rows = 0;
    for line in BufReader::new(spool).lines() {
        let values: Vec<serde_json::Value> =
            serde_json::from_str(&line?).map_err(|error| BackupError::Damaged(error.to_string()))?;
        let Row(values) = Row(values.iter().map(from_json).collect::<Result<_, _>>()?);
        let binds: Vec<String> = (1..=values.len()).map(|number| format!("${number}")).collect();
        tx.execute(&format!("INSERT INTO {table} VALUES ({})", binds.join(", ")), &values)?;
        rows += 1;
    }
    Ok(rows)
}

impl Manifest {
    /// The settings with which the restored record must be opened.
    pub fn settings(&self, present: &Settings) -> Settings {
        Settings { origin: self.origin.clone(), demonstration: self.demonstration, ..present.clone() }
    }
}
