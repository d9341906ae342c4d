//! The anchor: the last checkpoint that was signed, kept outside the database.
//!
//! Without it the program would sign whatever the database says, and somebody who can write there could have the past
//! signed anew. With it, nothing is signed that does not extend what was signed last.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use comity_store::Read;

use crate::checkpoint::Checkpoint;
use crate::event::Refusal;
use crate::ledger::Parts;
use crate::log::LogHead;
use crate::prove::StoredTiles;
use crate::tree;

fn broken(cause: &dyn std::fmt::Display) -> Refusal {
    Refusal::Broken(cause.to_string())
}

/// Refuses to go on with a log that this key did not sign as it stands, or that lacks what was signed last.
pub(crate) fn hold(tx: &mut Read<'_>, parts: &Parts, head: &LogHead) -> Result<(), Refusal> {
    let key = parts.log_key.vkey();
    let signed = Checkpoint::verify(&head.checkpoint, key).map_err(|error| broken(&error))?;
    if signed.head != head.tree || signed.origin.epoch() != head.epoch {
        return Err(broken(&"the stored log is not the one that its checkpoint signs"));
    }
    let Some(note) = read(parts.anchor.as_deref())? else { return Ok(()) };
    let last = Checkpoint::verify(&note, key).map_err(|error| broken(&error))?;
    if last.origin.epoch() < head.epoch {
        return Ok(());
    }
    let lost = || {
        broken(&format!(
            "the stored log is not what was signed last ({} leaves in epoch {}); if a backup was put back, open a new epoch",
            last.head.size,
            last.origin.epoch()
        ))
    };
    if last.origin.epoch() > head.epoch || last.head.size > head.tree.size {
        return Err(lost());
    }
    let root = tree::root(last.head.size, &head.tree, &StoredTiles::new(tx)).map_err(|error| broken(&error))?;
    if root == last.head.root { Ok(()) } else { Err(lost()) }
}

/// The checkpoint that was signed last; `None` where none is kept.
pub(crate) fn read(anchor: Option<&Path>) -> Result<Option<String>, Refusal> {
    let Some(path) = anchor else { return Ok(None) };
    match fs::read_to_string(path) {
        Ok(note) => Ok(Some(note)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(broken(&format!("{}: {error}", path.display()))),
    }
}

/// Keeps the checkpoint that was signed last. The file is there whole or not at all.
pub(crate) fn keep(parts: &Parts, checkpoint: &str) -> Result<(), Refusal> {
    let Some(path) = &parts.anchor else { return Ok(()) };
    let place = || -> io::Result<()> {
        let mut draft: PathBuf = path.clone();
        draft.as_mut_os_string().push(format!(".{}", std::process::id()));
        let mut file = fs::File::create(&draft)?;
        file.write_all(checkpoint.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, path)
    };
    place().map_err(|error| broken(&format!("{}: {error}", path.display())))
}
