//! Seals: what shows that this program recorded an entry, and nobody who can merely write to the database.
//!
//! A commitment can be computed by anybody who has the entry. The seal cannot: it is made under the log's secret, which
//! lies outside the database. An entry without its seal gets no place in the log, and is among the problems of an audit.

use comity_kernel::Millis;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Keys;
use crate::commitment::Commitment;
use crate::event::Refusal;

fn mac(keys: &Keys, commitment: Commitment, due: Millis) -> Result<Hmac<Sha256>, Refusal> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&keys.log.0).map_err(|error| Refusal::Broken(error.to_string()))?;
    mac.update(b"comity/seal/v1\n");
    mac.update(&commitment.0);
    mac.update(&due.0.to_be_bytes());
    Ok(mac)
}

/// The seal of an entry: HMAC-SHA-256 under the log's secret over a domain tag, commitment and promised time.
pub(crate) fn seal(keys: &Keys, commitment: Commitment, due: Millis) -> Result<[u8; 32], Refusal> {
    Ok(mac(keys, commitment, due)?.finalize().into_bytes().into())
}

/// Whether this is the seal of the entry, compared in constant time.
pub(crate) fn holds(keys: &Keys, commitment: Commitment, due: Millis, seal: &[u8; 32]) -> Result<bool, Refusal> {
    Ok(mac(keys, commitment, due)?.verify_slice(seal).is_ok())
}
