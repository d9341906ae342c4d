//! The ledger: everything that happened, appended and never edited, with a public log in which each entry's place can be
//! checked by anybody entitled to it.
//!
//! An [`entry::Entry`] is header, body and private parts; its [`commitment::Commitment`] is all that the log shows. The log
//! is a Merkle tree in the tiles of C2SP ([`tree`], [`paths`]) under a signed [`checkpoint`]. A [`promise`] says by when an
//! entry will have its place; a [`receipt`] opens the dialogue; a [`proof`] shows to others that something is on record, and
//! [`remote`] checks it against the log as it is served now.
//!
//! Whatever comes from outside (files, tiles, notes, codes) is parsed strictly and cannot make anything here panic.

mod anchor;
mod audit;
mod backup;
mod cover;
mod decision;
mod epoch;
mod erase;
mod event;
mod keys;
mod ledger;
mod log;
mod once;
mod prove;
mod replay;
mod restore;
mod seal;
mod sequencer;
mod stored;
mod tables;

pub mod checkpoint;
pub mod commitment;
pub mod entry;
pub mod paths;
pub mod promise;
pub mod proof;
pub mod receipt;
pub mod remote;
pub mod tree;

pub use audit::Audit;
pub use backup::{BackupError, Dumped, Manifest};
pub use decision::{Decision, Written};
pub use epoch::Opened as EpochOpened;
pub use erase::{ERASED, Erased, Reason};
pub use event::{Event, Projection, Recorded, Refusal};
pub use keys::{KeyError, Keys, anchor as anchor_file};
pub use ledger::{Decided, Ledger, OPERATOR, RESIDENT, Settings};
pub use log::{LogHead, head, identity, place_of, published};
pub use once::{KEPT as SUBMISSIONS_KEPT, Once};
pub use replay::{Difference, Order, Replayed};
pub use restore::{EmptyPlace, Restored, restore};
pub use stored::{StoredEntry, by_id, stream};

use std::sync::Arc;

use comity_store::Migration;

/// The ledger's migrations and those of the slices, in the order in which they run.
pub fn migrations(projections: &[Arc<dyn Projection>]) -> Vec<Migration> {
    let slices = projections.iter().flat_map(|projection| projection.migrations());
    tables::MIGRATIONS.iter().chain(slices).copied().collect()
}
