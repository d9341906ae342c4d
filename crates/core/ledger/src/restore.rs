//! Restoring: a backup's record becomes the record of an empty place, or nothing does.
//!
//! The backup is read to its end before anything is begun, so that a truncated one is found out. Then one transaction
//! takes its tables, checks every entry against the log as an audit does, rebuilds the projections and opens a new epoch:
//! a restore that fails or is cut off leaves no half of a record, and none that would go on under its old epoch. Only the
//! objects come before; without an entry that names them they are nothing.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Ids, Millis};
use comity_store::{Objects, Row, Store, Value, Write};
use data_encoding::BASE64;
use flate2::read::GzDecoder;

use crate::audit;
use crate::backup::{BackupError, FORMAT, Manifest};
use crate::checkpoint::LogKey;
use crate::decision::Decision;
use crate::epoch::{self, Opened};
use crate::event::{Projection, Refusal};
use crate::keys::{self, KeyError, Keys};
use crate::ledger::{Ledger, OPERATOR, Parts, Settings};

/// A place where nothing is yet but the tables.
pub struct EmptyPlace {
    pub store: Store,
    pub objects: Objects,
    /// The folder of the keys: with the record's keys in it, where the backup has none.
    pub keys: PathBuf,
    pub projections: Vec<Arc<dyn Projection>>,
    pub clock: Clock,
    pub ids: Ids,
    /// Beat and cover are taken from here; name and demonstration from the backup.
    pub settings: Settings,
}

/// What a restore brought.
#[derive(Clone, Debug)]
pub struct Restored {
    pub entries: usize,
    pub epoch: Opened,
}

/// Reads the backup in `file` into an empty place. `known` is the last checkpoint known of its log, from a witness or an
/// archive; without it, the backup's own. The new epoch is open, and not yet published.
///
/// # Errors
/// [`BackupError`]; then there is still no record in this place.
pub fn restore(file: File, known: Option<&str>, place: EmptyPlace) -> Result<(Ledger, Restored), BackupError> {
    let EmptyPlace { store, objects, keys: folder, projections, clock, ids, settings } = place;
    let known_tables: Vec<&str> = crate::migrations(&projections).iter().map(|migration| migration.name).collect();
    let Unpacked { manifest, mut tables, keys } = unpack(file, &objects, &known_tables)?;
    let placed = PlacedKeys::place(folder.clone(), &keys)?;
    let anchor = crate::keys::anchor(&folder);
    let keys = Keys::load(&folder)?.ok_or(BackupError::KeysMissing(folder))?;
    let settings = Settings { origin: manifest.origin.clone(), demonstration: manifest.demonstration, ..settings };
    let log_key = LogKey::from_seed(&settings.origin, &keys.log.0).map_err(|error| damaged(&error))?;
    let parts = Arc::new(Parts { keys, log_key, projections, objects, settings, anchor: Some(anchor) });
    let ledger = Ledger { store, clock, ids, parts };
    let (inside, now, seed) = (ledger.clone(), ledger.clock.now(), ledger.ids.bytes::<32>());
    let known = known.map_or_else(|| manifest.checkpoint.clone(), str::to_owned);
    let restored = ledger.store.write_now(move |tx| {
        insert_tables(tx, &manifest, &mut tables)?;
        inside.check_identity(tx)?;
        inside.check_restored(tx, manifest.created)?;
        let entries = inside.project_all(tx)?;
        let (parts, ids) = (Arc::clone(&inside.parts), Ids::seeded(seed));
        let mut decision = Decision::new(tx, Arc::clone(&parts), ids, now, OPERATOR.to_owned());
        let epoch = epoch::open(&mut decision, &parts, &known)?;
        Ok::<_, BackupError>(Restored { entries, epoch })
    })?;
    placed.stay();
    Ok((ledger, restored))
}

impl Ledger {
    /// As an audit at the time of the backup: what waited for its place then had not waited too long.
    fn check_restored(&self, tx: &mut Write<'_>, created: Millis) -> Result<(), BackupError> {
        let found = audit::audit(tx, &self.parts, created)?;
        match found.problems.as_slice() {
            [] => Ok(()),
            [first] => Err(damaged(first)),
            [first, rest @ ..] => Err(damaged(&format!("{first}; and {} further problems", rest.len()))),
        }
    }
}

fn damaged(cause: &dyn std::fmt::Display) -> BackupError {
    BackupError::Damaged(cause.to_string())
}

/// Of what is read, most failures mean that the bytes are wrong; the others that the disk is. What the readers say of
/// wrong bytes is not passed on: it quotes them, and they are people's words.
fn unread(error: io::Error) -> BackupError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged(&"it ends too early"),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
            damaged(&"some of its bytes were changed, or it is another kind of file")
        }
        _ => BackupError::File(error),
    }
}

/// Where JSON cannot be read, without quoting it.
fn not_json(what: &str, error: &serde_json::Error) -> BackupError {
    damaged(&format!("{what} cannot be read at its byte {}", error.column()))
}

/// What was found in the file, so that it can be shown: short, and on one line.
fn shown(found: &str) -> String {
    format!("{:?}", found.chars().take(100).collect::<String>())
}

struct Unpacked {
    manifest: Manifest,
    tables: Vec<(String, File)>,
    keys: Vec<(&'static str, Vec<u8>)>,
}

/// Reads the whole backup. Its objects are in the object folder then, everything else in files without a name.
fn unpack(file: File, objects: &Objects, migrations: &[&str]) -> Result<Unpacked, BackupError> {
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let (mut manifest, mut tables, mut keys) = (None, Vec::new(), Vec::new());
    for part in archive.entries().map_err(unread)? {
        let mut part = part.map_err(unread)?;
        let path = part.path().map_err(unread)?.to_string_lossy().into_owned();
        match path.split_once('/') {
            None if path == "manifest.json" => manifest = Some(read_manifest(&mut part, migrations)?),
            Some(("tables", name)) => {
                let mut spool = tempfile::tempfile()?;
                io::copy(&mut part, &mut spool).map_err(unread)?;
                tables.push((name.trim_end_matches(".jsonl").to_owned(), spool));
            }
            Some(("objects", hash)) => restore_object(&mut part, objects, hash)?,
            Some(("keys", name)) => {
                let known = keys::FILES.into_iter().find(|known| *known == name);
                let name = known.ok_or_else(|| damaged(&format!("unexpected part {}", shown(&path))))?;
                let mut bytes = Vec::new();
                part.take(1024).read_to_end(&mut bytes).map_err(unread)?;
                keys.push((name, bytes));
            }
            _ => return Err(damaged(&format!("unexpected part {}", shown(&path)))),
        }
    }
    // What follows the last part is checked as well: without it the end may be missing.
    let mut packed = archive.into_inner();
    io::copy(&mut packed, &mut io::sink()).map_err(unread)?;
    if !packed.into_inner().fill_buf().map_err(unread)?.is_empty() {
        return Err(damaged(&"there are further bytes after its end"));
    }
    let manifest = manifest.ok_or_else(|| damaged(&"the manifest is missing"))?;
    if manifest.keys && keys.len() != keys::FILES.len() {
        return Err(damaged(&format!("it should hold {} keys, found {}", keys::FILES.len(), keys.len())));
    }
    Ok(Unpacked { manifest, tables, keys })
}

/// Comes first in the file, so that nothing is taken from a backup that cannot be read.
fn read_manifest(part: &mut impl io::Read, migrations: &[&str]) -> Result<Manifest, BackupError> {
    let manifest: serde_json::Value =
        serde_json::from_reader(part).map_err(|error| not_json("its manifest", &error))?;
    let format = manifest.get("format").and_then(serde_json::Value::as_str).unwrap_or("no format");
    if format != FORMAT {
        return Err(damaged(&format!("expected the format {FORMAT}, found {}", shown(format))));
    }
    let manifest: Manifest = serde_json::from_value(manifest).map_err(|_| damaged(&"its manifest lacks a value"))?;
    match manifest.migrations.iter().find(|name| !migrations.contains(&name.as_str())) {
        Some(unknown) => Err(BackupError::Newer(shown(unknown))),
        None => Ok(manifest),
    }
}

fn restore_object(part: &mut impl io::Read, objects: &Objects, hash: &str) -> Result<(), BackupError> {
    let mut draft = objects.draft().map_err(Refusal::from)?;
    io::copy(part, &mut draft).map_err(unread)?;
    let found = draft.keep().map_err(Refusal::from)?;
    if found == hash { Ok(()) } else { Err(damaged(&format!("the object {hash} has another hash"))) }
}

/// Keys that were written into their folder; taken away again unless they are to stay.
struct PlacedKeys(Vec<PathBuf>);

impl PlacedKeys {
    /// Keys that are there already must be the same: then an earlier restore was cut off.
    fn place(folder: PathBuf, found: &[(&'static str, Vec<u8>)]) -> Result<Self, BackupError> {
        let failed = |cause| BackupError::Keys(KeyError::Folder { folder: folder.clone(), cause });
        let mut placed = Self(Vec::new());
        if found.is_empty() {
            return Ok(placed);
        }
        comity_store::private_folder(&folder).map_err(failed)?;
        for (name, bytes) in found {
            let path = folder.join(name);
            match fs::read(&path) {
                Ok(there) if there == *bytes => {}
                Ok(_) => return Err(BackupError::OtherKeys(folder)),
                Err(_) => {
                    keys::write_private(&path, bytes).map_err(failed)?;
                    placed.0.push(path);
                }
            }
        }
        File::open(&folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(placed)
    }

    fn stay(mut self) {
        self.0.clear();
    }
}

impl Drop for PlacedKeys {
    fn drop(&mut self) {
        for path in &self.0 {
            // They are nobody's keys: no record was restored.
            let _ = fs::remove_file(path);
        }
    }
}

/// Fills the tables. May run more than once, like any transaction.
fn insert_tables(tx: &mut Write<'_>, manifest: &Manifest, tables: &mut [(String, File)]) -> Result<(), BackupError> {
    if tx.optional("SELECT one FROM log_identity", &[])?.is_some() {
        return Err(BackupError::NotEmpty);
    }
    for (name, expected) in &manifest.tables {
        let found = match tables.iter_mut().find(|(table, _)| table == name) {
            // The name becomes part of a statement.
            Some((_, spool)) if name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_') => {
                spool.rewind()?;
                insert_all(tx, name, spool)?
            }
            _ => return Err(damaged(&format!("the table {name} is missing"))),
        };
        if found != *expected {
            return Err(damaged(&format!("the table {name} should have {expected} rows, found {found}")));
        }
    }
    Ok(())
}

fn insert_all(tx: &mut Write<'_>, table: &str, spool: &File) -> Result<u64, BackupError> {
    let mut rows = 0;
    for line in BufReader::new(spool).lines() {
        rows += 1;
        let row = format!("row {rows} of the table {table}");
        let line = line.map_err(|_| damaged(&format!("{row} is no text")))?;
        let values: Vec<serde_json::Value> = serde_json::from_str(&line).map_err(|error| not_json(&row, &error))?;
        let wrong = || damaged(&format!("{row} holds a value of an unknown form"));
        let Row(values) = Row(values.iter().map(from_json).collect::<Option<_>>().ok_or_else(wrong)?);
        let binds: Vec<String> = (1..=values.len()).map(|number| format!("${number}")).collect();
        tx.execute(&format!("INSERT INTO {table} VALUES ({})", binds.join(", ")), &values)?;
    }
    Ok(rows)
}

fn from_json(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::Null => Some(Value::Null),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Integer),
        serde_json::Value::String(text) => Some(Value::Text(text.clone())),
        serde_json::Value::Object(object) => match (object.get("real"), object.get("bytes")) {
            (Some(real), None) => real.as_f64().map(Value::Real),
            (None, Some(bytes)) => Some(Value::Bytes(BASE64.decode(bytes.as_str()?.as_bytes()).ok()?)),
            _ => None,
        },
        _ => None,
    }
}
