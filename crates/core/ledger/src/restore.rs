//! Restoring: a backup's record becomes the record of an empty place, or nothing does.
//!
//! The backup is read to its end before anything is begun, so that a truncated one is found out. Then one transaction
//! takes its tables, checks every entry against the log as an audit does, rebuilds the projections and opens a new epoch:
//! a restore that fails or is cut off leaves no half of a record, and none that would go on under its old epoch. Only the
//! objects come before; without an entry that names them they are nothing.

mod fill;
mod unpack;

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Ids};
use comity_store::{Objects, Store, StoreError, Write};

use crate::backup::{BackupError, Manifest};
use crate::checkpoint::LogKey;
use crate::decision::Decision;
use crate::epoch::{self, Opened};
use crate::event::{Projection, Refusal};
use crate::keys::{self, KeyError, Keys};
use crate::ledger::{Ledger, OPERATOR, Parts, Settings};
use crate::{audit, log};

use unpack::{Unpacked, unpack};

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
/// archive; without it, the one kept beside the keys if they are there, or the backup's own. The new epoch is open, and not
/// yet published.
///
/// # Errors
/// [`BackupError`]; then there is still no record in this place, except after [`BackupError::Unsure`].
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
    let known = known.map(str::to_owned);
    let restored = ledger.store.write_now(move |tx| {
        inside.fill(tx, &manifest, &mut tables)?;
        inside.check_identity(tx)?;
        inside.check_restored(tx, &manifest)?;
        let entries = inside.project_all(tx)?;
        let (parts, ids) = (Arc::clone(&inside.parts), Ids::seeded(seed));
        let mut decision = Decision::new(tx, Arc::clone(&parts), ids, now, OPERATOR.to_owned());
        let epoch = epoch::open(&mut decision, &parts, known.as_deref())?;
        Ok::<_, BackupError>(Restored { entries, epoch })
    });
    let restored = placed.settle(restored)?;
    Ok((ledger, restored))
}

impl Ledger {
    /// As an audit at the time of the backup: what waited for its place then had not waited too long. The anchor is not
    /// asked: it may well be of a later time than the backup, which is what the new epoch is for.
    fn check_restored(&self, tx: &mut Write<'_>, manifest: &Manifest) -> Result<(), BackupError> {
        let then = Parts { anchor: None, ..(*self.parts).clone() };
        let found = audit::audit(tx, &then, manifest.created)?;
        match found.problems.as_slice() {
            [] => {}
            [first] => return Err(damaged(first)),
            [first, rest @ ..] => return Err(damaged(&format!("{first}; and {} further problems", rest.len()))),
        }
        if log::head(tx)?.published_checkpoint == manifest.checkpoint {
            Ok(())
        } else {
            Err(damaged(&"its manifest names another checkpoint than its tables"))
        }
    }
}

fn damaged(cause: &dyn std::fmt::Display) -> BackupError {
    BackupError::Damaged(cause.to_string())
}

/// Where JSON cannot be read, without quoting it.
fn not_json(what: &str, error: &serde_json::Error) -> BackupError {
    damaged(&format!("{what} cannot be read at its byte {}", error.column()))
}

/// Keys that were written into their folder; taken away again unless they are to stay.
struct PlacedKeys {
    folder: PathBuf,
    placed: Vec<PathBuf>,
}

impl PlacedKeys {
    /// Keys that are there already must be the same: then an earlier restore was cut off.
    fn place(folder: PathBuf, found: &[(&'static str, Vec<u8>)]) -> Result<Self, BackupError> {
        let failed = |cause| BackupError::Keys(KeyError::Folder { folder: folder.clone(), cause });
        let mut placed = Self { folder: folder.clone(), placed: Vec::new() };
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
                    placed.placed.push(path);
                }
            }
        }
        File::open(&folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(placed)
    }

    /// They stay if the record was restored, and if nobody knows whether it was.
    fn settle<T>(mut self, outcome: Result<T, BackupError>) -> Result<T, BackupError> {
        let outcome = match outcome {
            Err(BackupError::Refused(Refusal::Store(cause @ (StoreError::Unsure(_) | StoreError::Stopped)))) => {
                Err(BackupError::Unsure { cause, keys: self.folder.clone() })
            }
            outcome => outcome,
        };
        if matches!(outcome, Ok(_) | Err(BackupError::Unsure { .. })) {
            self.placed.clear();
        }
        outcome
    }
}

impl Drop for PlacedKeys {
    fn drop(&mut self) {
        for path in &self.placed {
            // They are nobody's keys: no record was restored.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a key that was placed, after a restore that came to this.
    fn left(outcome: Result<(), BackupError>) -> (bool, String) {
        let folder = tempfile::tempdir().unwrap();
        let placed = PlacedKeys::place(folder.path().join("keys"), &[("log.key", b"secret".to_vec())]).unwrap();
        let told = placed.settle(outcome).unwrap_err().to_string();
        (folder.path().join("keys/log.key").exists(), told)
    }

    #[test]
    fn keys_stay_where_the_record_may_have_been_restored() {
        for lost in [StoreError::Unsure("the line was cut".to_owned()), StoreError::Stopped] {
            let (there, told) = left(Err(lost.into()));
            assert!(there && told.contains("restore again") && told.contains("/keys"), "{told}");
        }
        for (refused, words) in
            [(BackupError::NotEmpty, "already"), (StoreError::NotWritten("full".to_owned()).into(), "full")]
        {
            let (there, told) = left(Err(refused));
            assert!(!there && told.contains(words), "{told}");
        }
    }
}
