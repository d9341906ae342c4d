//! `comity backup` and `comity restore`.

use std::fs::File;
use std::path::Path;

use comity_kernel::{Clock, Ids};
use comity_ledger::{BackupError, EmptyPlace, Settings, restore as read_backup};

use super::print;
use crate::arguments::{Backup, Restore};
use crate::place::Place;
use crate::{Failure, slices};

pub fn backup(backup: &Backup) -> Result<(), Failure> {
    let place = Place::find(&backup.place)?;
    let keys = (!backup.without_keys).then(|| place.keys.clone());
    let opened = place.open_existing()?;
    let file = create(&backup.file)?;
    let beside = backup.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = opened.ledger.backup(file, beside, keys.as_deref());
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
    let entries = manifest.tables.iter().find(|table| table.name == "entries").map_or(0, |table| table.rows);
    print(&format!("{entries} entries written to {}", backup.file.display()))
}

fn create(path: &Path) -> Result<File, Failure> {
    comity_store::private_file(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

pub fn restore(restore: &Restore) -> Result<(), Failure> {
    let known = restore.known.as_ref().map(std::fs::read_to_string).transpose()?;
    let place = Place::find(&restore.place)?;
    let file =
        File::open(&restore.file).map_err(|error| Failure::new(format!("{}: {error}", restore.file.display())))?;
    let slices = slices::all();
    let store = place.store(&slices)?;
    if comity_ledger::identity(&store)?.is_some() {
        return Err(BackupError::NotEmpty.into());
    }
    let (beat, cover) = (place.configuration.beat, place.configuration.cover);
    let empty = EmptyPlace {
        store,
        objects: place.objects()?,
        keys: place.keys,
        projections: slices::projections(&slices),
        clock: Clock::system(),
        ids: Ids::system()?,
        settings: Settings { origin: String::new(), beat, cover, demonstration: false },
    };
    eprintln!("reading the backup, checking its record and rebuilding the tables …");
    let (ledger, restored) = read_backup(file, known.as_deref(), empty)?;
    ledger.settle_and_publish()?;
    let (entries, epoch) = (restored.entries, restored.epoch);
    let signed: Option<i64> = epoch.known_checkpoint.lines().nth(1).and_then(|size| size.parse().ok());
    if let Some(lost) = signed.map(|signed| signed - epoch.common).filter(|lost| *lost > 0) {
        eprintln!(
            "the log was {lost} leaves longer when it was last signed: what was recorded since is not in this backup, and \
             words that were erased since are here again. Have them erased once more."
        );
    }
    print(&format!("{entries} entries restored; epoch {} begins after {} common leaves", epoch.epoch, epoch.common))
}
