//! Backups: one file with the record, its state, its objects and its keys, the same for both databases.
//!
//! A backup holds the tables of the ledger and of state, read in one transaction of the running system; projections are
//! not in it, they follow from the entries. Reading it back is [`crate::restore()`]. Because it is engine-neutral, it is
//! also the way from SQLite to PostgreSQL.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use comity_kernel::Millis;
use comity_store::{Kind, ObjectError, Read, StoreError, Table, Value};
use data_encoding::BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::event::Refusal;
use crate::keys::{self, KeyError};
use crate::ledger::Ledger;
use crate::{log, stored};

pub(crate) const FORMAT: &str = "comity-backup/3";

/// What a backup says of itself: its first part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub created: Millis,
    pub origin: String,
    pub demonstration: bool,
    /// The last published checkpoint at that time.
    pub checkpoint: String,
    /// The changes of the tables that the database had: a program that does not know one of them cannot read it.
    pub migrations: Vec<String>,
    pub tables: Vec<Dumped>,
    pub keys: bool,
}

/// A table in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dumped {
    pub name: String,
    /// In the order of the values of each row.
    pub columns: Vec<String>,
    pub rows: u64,
}

/// The longest row that is written or read, in bytes: far more than any form or event has.
pub(crate) const LONGEST_ROW: u64 = 16 << 20;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("the backup cannot be written or read: {0}")]
    File(#[from] io::Error),
    #[error("this is not a backup of Comity, or it is damaged: {0}")]
    Damaged(String),
    #[error(
        "this backup was made by a later version of this program (it has the tables of {0}): restore it with that \
         version or a later one"
    )]
    Newer(String),
    #[error("{0}; put it back from an earlier backup, where it lies under objects/, or bring in its file again")]
    Object(ObjectError),
    #[error("a row of the table {table} has more than {most} bytes and could not be restored", most = LONGEST_ROW)]
    LongRow { table: String },
    #[error(
        "the answer of the database was lost, and it is not known whether the record was restored ({cause}): restore \
         again; if there is a record in this place then, it was. The keys stay in {}", keys.display()
    )]
    Unsure { cause: StoreError, keys: PathBuf },
    #[error("there is a record in this place already: restore into an empty one")]
    NotEmpty,
    #[error("the backup holds no keys and there are none in {}: put the record's keys there first", .0.display())]
    KeysMissing(PathBuf),
    #[error("there are other keys than the backup's in {}: restore into an empty place", .0.display())]
    OtherKeys(PathBuf),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl Ledger {
    /// Writes a backup of the running system to `file`. `keys` is the folder of the keys, if they are to be in it. The
    /// tables wait meanwhile in files without a name in the folder `beside`, which needs room for them.
    ///
    /// # Errors
    /// [`BackupError::Object`] names an object that is missing or altered: with it the backup could not be restored.
    pub fn backup(&self, file: File, beside: &Path, keys: Option<&Path>) -> Result<Manifest, BackupError> {
        let (ledger, beside, keys) = (self.clone(), beside.to_owned(), keys.map(Path::to_owned));
        let created = self.clock.now();
        self.store.read_now(move |tx| {
            let tables: Vec<Table> =
                ledger.tables(Kind::Ledger).into_iter().chain(ledger.tables(Kind::State)).collect();
            let mut dumps = Vec::new();
            for table in tables {
                dumps.push(dump(tx, table.name, tempfile::tempfile_in(&beside)?)?);
            }
            let head = log::head(tx)?;
            let manifest = Manifest {
                format: FORMAT.to_owned(),
                created,
                origin: ledger.parts.settings.origin.clone(),
                demonstration: ledger.parts.settings.demonstration,
                checkpoint: head.published_checkpoint,
                migrations: ledger.migrations().iter().map(|migration| migration.name.to_owned()).collect(),
                tables: dumps.iter().map(|(dumped, _)| dumped.clone()).collect(),
                keys: keys.is_some(),
            };
            let mut archive = tar::Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
            let text = serde_json::to_vec_pretty(&manifest).map_err(|error| BackupError::Damaged(error.to_string()))?;
            add(&mut archive, "manifest.json", text.len() as u64, text.as_slice())?;
            for (Dumped { name, .. }, mut rows) in dumps {
                let size = rows.stream_position()?;
                rows.rewind()?;
                add(&mut archive, &format!("tables/{name}.jsonl"), size, rows)?;
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
        let mut after = stored::FIRST;
        while let Some(page) = stored::next_page(tx, &mut after)? {
            let recorded: Vec<_> = page.iter().map(stored::StoredEntry::recorded).collect();
            for entry in &recorded {
                for hash in self.parts.projections.iter().flat_map(|projection| projection.objects(entry)) {
                    let mut object = self.parts.objects.read(&hash).map_err(BackupError::Object)?;
                    add(archive, &format!("objects/{hash}"), object.size(), &mut object)?;
                    object.end().map_err(BackupError::Object)?;
                }
            }
        }
        Ok(())
    }
}

fn add<W: Write>(archive: &mut tar::Builder<W>, name: &str, size: u64, from: impl io::Read) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_cksum();
    archive.append_data(&mut header, name, from)
}

/// All rows of a table, one JSON array a line, written to `file`.
fn dump(tx: &mut Read<'_>, table: &str, file: File) -> Result<(Dumped, File), BackupError> {
    let columns = tx.columns(&format!("SELECT * FROM {table}"))?;
    let (mut out, mut rows, mut line) = (BufWriter::new(file), 0, Vec::new());
    tx.each(&format!("SELECT {} FROM {table}", columns.join(", ")), &[], |row| {
        let values: Vec<serde_json::Value> = row.0.iter().map(to_json).collect();
        line.clear();
        serde_json::to_writer(&mut line, &values).map_err(io::Error::from)?;
        if line.len() as u64 >= LONGEST_ROW {
            return Err(BackupError::LongRow { table: table.to_owned() });
        }
        line.push(b'\n');
        out.write_all(&line)?;
        rows += 1;
        Ok(())
    })?;
    let file = out.into_inner().map_err(|error| error.into_error())?;
    Ok((Dumped { name: table.to_owned(), columns, rows }, file))
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
