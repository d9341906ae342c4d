//! Reading a backup to its end, within bounds, before anything is done with it.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use comity_store::Objects;
use flate2::read::GzDecoder;
use tar::EntryType;

use super::{damaged, not_json};
use crate::backup::{BackupError, FORMAT, Manifest};
use crate::event::Refusal;
use crate::keys;

/// The longest manifest, in bytes.
const LONGEST_MANIFEST: u64 = 1 << 20;
/// More bytes than any key has.
const LONGEST_KEY: u64 = 1024;

pub(super) struct Unpacked {
    pub(super) manifest: Manifest,
    pub(super) tables: Vec<(String, File)>,
    pub(super) keys: Vec<(&'static str, Vec<u8>)>,
}

type Part<'p> = tar::Entry<'p, GzDecoder<BufReader<File>>>;

/// Reads the whole backup. Its objects are in the object folder then, its tables in files without a name beside them.
pub(super) fn unpack(file: File, objects: &Objects, migrations: &[&str]) -> Result<Unpacked, BackupError> {
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    // As they stand: other headers, such as those of long names, are none of ours and are not to be obeyed.
    let mut parts = archive.entries().map_err(unread)?.raw(true);
    let first = parts.next().ok_or_else(|| damaged(&"there is nothing in it"))?.map_err(unread)?;
    let mut unpacked = Unpacked { manifest: read_manifest(first, migrations)?, tables: Vec::new(), keys: Vec::new() };
    for part in parts {
        unpacked.take(part.map_err(unread)?, objects)?;
    }
    // What follows the last part is checked as well: without it the end may be missing.
    let mut packed = archive.into_inner();
    io::copy(&mut packed, &mut io::sink()).map_err(unread)?;
    if !packed.into_inner().fill_buf().map_err(unread)?.is_empty() {
        return Err(damaged(&"there are further bytes after its end"));
    }
    if unpacked.manifest.keys && unpacked.keys.len() != keys::FILES.len() {
        return Err(damaged(&format!("it should hold {} keys, found {}", keys::FILES.len(), unpacked.keys.len())));
    }
    Ok(unpacked)
}

impl Unpacked {
    fn take(&mut self, mut part: Part<'_>, objects: &Objects) -> Result<(), BackupError> {
        let path = path_of(&part)?;
        let unexpected = || damaged(&format!("unexpected part {}", shown(&path)));
        match path.split_once('/').ok_or_else(unexpected)? {
            ("tables", file) => {
                let named = file.strip_suffix(".jsonl").filter(|name| {
                    self.manifest.tables.iter().any(|table| table.name == *name)
                        && self.tables.iter().all(|(there, _)| there != name)
                });
                let name = named.ok_or_else(unexpected)?.to_owned();
                self.tables.push((name, spool(&mut part, objects.folder())?));
            }
            ("objects", hash) => restore_object(&mut part, objects, hash)?,
            ("keys", name) => {
                let there = |name: &str| self.keys.iter().any(|(there, _)| *there == name);
                let known = keys::FILES.into_iter().find(|known| *known == name && !there(known));
                let (name, mut bytes) = (known.ok_or_else(unexpected)?, Vec::new());
                part.take(LONGEST_KEY).read_to_end(&mut bytes).map_err(unread)?;
                self.keys.push((name, bytes));
            }
            _ => return Err(unexpected()),
        }
        Ok(())
    }
}

fn path_of(part: &Part<'_>) -> Result<String, BackupError> {
    let path = part.path().map_err(unread)?.to_string_lossy().into_owned();
    match part.header().entry_type() {
        EntryType::Regular => Ok(path),
        _ => Err(damaged(&format!("the part {} is no file", shown(&path)))),
    }
}

fn spool(part: &mut Part<'_>, folder: &Path) -> Result<File, BackupError> {
    let mut spool = tempfile::tempfile_in(folder)?;
    io::copy(part, &mut spool).map_err(unread)?;
    Ok(spool)
}

/// Comes first in the file, so that nothing is taken from a backup that cannot be read.
fn read_manifest(part: Part<'_>, migrations: &[&str]) -> Result<Manifest, BackupError> {
    let path = path_of(&part)?;
    if path != "manifest.json" {
        return Err(damaged(&format!("it should begin with its manifest, found {}", shown(&path))));
    }
    if part.size() > LONGEST_MANIFEST {
        return Err(damaged(&format!("its manifest has {} bytes, expected at most {LONGEST_MANIFEST}", part.size())));
    }
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

fn restore_object(part: &mut Part<'_>, objects: &Objects, hash: &str) -> Result<(), BackupError> {
    let mut draft = objects.draft().map_err(Refusal::from)?;
    io::copy(part, &mut draft).map_err(unread)?;
    let found = draft.keep().map_err(Refusal::from)?;
    if found == hash { Ok(()) } else { Err(damaged(&format!("the object {} has another hash", shown(hash)))) }
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

/// What was found in the file, so that it can be shown: short, and on one line.
fn shown(found: &str) -> String {
    format!("{:?}", found.chars().take(100).collect::<String>())
}
