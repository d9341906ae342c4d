//! `comity backup` and `comity restore`.

use std::fs::{File, OpenOptions};
use std::path::Path;

use comity_ledger::{BackupError, restore as read_backup};
use comity_store::Objects;

use super::print;
use crate::arguments::{Backup, Restore};
use crate::place::Place;
use crate::{Failure, slices};

pub fn backup(backup: &Backup) -> Result<(), Failure> {
    let place = Place::find(&backup.place)?;
    let keys = (!backup.without_keys).then(|| place.keys.clone());
    let opened = place.open_existing()?;
    let file = create(&backup.file)?;
    let written = opened.ledger.backup(file, keys.as_deref());
    let manifest = match written {
        Ok(manifest) => manifest,
        Err(error) => {
            // Half a backup must not be taken for one.
            std::fs::remove_file(&backup.file)?;
            return Err(error.into());
        }
    };
    if keys.is_some() {
        eprintln!("The backup holds the keys: whoever has it can read everything. Keep it encrypted.");
    }
    let entries = manifest.tables.iter().find(|(name, _)| name == "entries").map_or(0, |(_, rows)| *rows);
    print(&format!("{entries} entries written to {}", backup.file.display()))
}

fn create(path: &Path) -> Result<File, Failure> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.write(true).create_new(true).open(path);
    opened.map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

pub fn restore(restore: &Restore) -> Result<(), Failure> {
    let known = restore.known.as_ref().map(std::fs::read_to_string).transpose()?;
    let place = Place::find(&restore.place)?;
    let file =
        File::open(&restore.file).map_err(|error| Failure::new(format!("{}: {error}", restore.file.display())))?;
    let store = place.store(&slices::all())?;
    if comity_ledger::identity(&store)?.is_some() {
        return Err(BackupError::NotEmpty.into());
    }
    let objects = Objects::in_folder(&place.objects)?;
    let manifest = read_backup(file, &store, &objects, &place.keys)?;
    drop(store);
    let opened = place.open()?;
    eprintln!("rebuilding the tables from the entries …");
    let entries = opened.ledger.replay()?;
    let begun = opened.ledger.open_epoch(known.as_deref().unwrap_or(&manifest.checkpoint))?;
    opened.ledger.settle_and_publish()?;
    print(&format!("{entries} entries restored; epoch {} begins after {} common leaves", begun.epoch, begun.common))
}
