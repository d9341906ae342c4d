//! Cover leaves: leaves that stand for no entry, so that watching the log does not tell when somebody wrote.
//!
//! To everybody else a cover leaf is 32 bytes like any other. Whoever holds the keys can recompute it from its place,
//! and so can tell it from an entry that was removed from the database: its leaf stays in the tree, and is no cover.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Keys;
use crate::commitment::Commitment;
use crate::event::Refusal;

/// The cover leaf of a place in an epoch: HMAC-SHA-256 under the log's secret over a domain tag, epoch and place.
pub(crate) fn leaf(keys: &Keys, epoch: u32, place: u64) -> Result<Commitment, Refusal> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&keys.log.0).map_err(|error| Refusal::Broken(error.to_string()))?;
    mac.update(b"comity/cover/v1\n");
    mac.update(&epoch.to_be_bytes());
    mac.update(&place.to_be_bytes());
    Ok(Commitment(mac.finalize().into_bytes().into()))
}
