//! Making proofs from the stored record.

use std::cell::RefCell;

use comity_store::Read;

use crate::checkpoint::{Checkpoint, Vkey};
use crate::event::{Recorded, Refusal};
use crate::ledger::Ledger;
use crate::log;
use crate::promise::Promise;
use crate::proof::{Place, ProofFile, ProvenEntry};
use crate::stored::{self, StoredEntry};
use crate::tree::{self, Fault, Tiles};

/// The stored tiles, read inside a transaction.
pub(crate) struct StoredTiles<'r, 'c>(RefCell<&'r mut Read<'c>>);

impl<'r, 'c> StoredTiles<'r, 'c> {
    pub(crate) fn new(tx: &'r mut Read<'c>) -> Self {
        Self(RefCell::new(tx))
    }
}

impl Tiles for StoredTiles<'_, '_> {
    fn tile(&self, level: u8, index: u64, _width: u32) -> Result<Vec<u8>, Fault> {
        let mut tx = self.0.borrow_mut();
        log::tile(&mut tx, i64::from(level), index)?.ok_or_else(|| "there is no such tile".into())
    }
}

impl Ledger {
    /// The proof that the entries of `stream` are on record, against the published checkpoint. Private parts that are
    /// left are added if `with_private`: the caller has decided that they are the asker's to see.
    ///
    /// # Errors
    /// [`Refusal::Broken`] names an entry that was altered or added: nothing is signed about it.
    pub fn prove(&self, tx: &mut Read<'_>, stream: &str, with_private: bool) -> Result<ProofFile, Refusal> {
        let broken = |error: &dyn std::fmt::Display| Refusal::Broken(error.to_string());
        let published = log::head(tx)?.published_checkpoint;
        let key: Vkey = self.parts.log_key.vkey().clone();
        let tree = Checkpoint::verify(&published, &key).map_err(|error| broken(&error))?.head;
        let mut entries = Vec::new();
        for stored in stored::stream(tx, stream)? {
            stored.check(&self.parts.keys)?;
            let place = match stored.place.filter(|place| *place < tree.size) {
                None => None,
                Some(index) => {
                    let tiles = StoredTiles::new(tx);
                    let inclusion = tree::prove_inclusion(index, &tree, &tiles).map_err(|error| broken(&error))?;
                    Some(Place { index, inclusion })
                }
            };
            entries.push(self.proven(stored, place, with_private)?);
        }
        Ok(ProofFile { key, checkpoint: published, entries })
    }

    /// The entries of `stream` as they were recorded, each with what is left of its private parts, after checking that
    /// they are what this program recorded: whoever relies on tables alone relies on everybody who can write to them.
    ///
    /// # Errors
    /// [`Refusal::Broken`] names the entry that was altered, added or removed.
    pub fn intact(&self, tx: &mut Read<'_>, stream: &str) -> Result<Vec<Recorded>, Refusal> {
        let (mut recorded, mut version) = (Vec::new(), 0);
        for stored in stored::stream(tx, stream)? {
            version += 1;
            stored.check(&self.parts.keys)?;
            if stored.entry.header.version != version {
                return Err(Refusal::Broken(format!("{stream}: entry {version} is not the one that was recorded")));
            }
            stored.private.iter().try_for_each(|part| stored.entry.check_private(part))?;
            recorded.push(stored.recorded());
        }
        Ok(recorded)
    }

    fn proven(&self, stored: StoredEntry, place: Option<Place>, with_private: bool) -> Result<ProvenEntry, Refusal> {
        let StoredEntry { entry, private, due, .. } = stored;
        // Signing is deterministic: this is the promise that was given when the entry was submitted.
        let promise = Promise::sign(entry.commitment, entry.header.time, due, &self.parts.log_key)
            .map_err(|error| Refusal::Broken(error.to_string()))?;
        let private = if with_private { private } else { Vec::new() };
        let (header, body, salt) = (entry.header, entry.body, entry.salt);
        Ok(ProvenEntry { header, body, salt, place, promise: Some(promise), private })
    }
}
