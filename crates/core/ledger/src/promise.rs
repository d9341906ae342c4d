//! Promises: the log's word that an entry will have its place by a stated moment.
//!
//! A promise is handed out with the answer to a submission, before the entry has its place in the tree. Should the entry
//! never get one, the promise and the checkpoint served after the deadline together prove it.

use comity_kernel::Millis;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::checkpoint::{LogKey, Vkey};
use crate::commitment::{Commitment, CommitmentError, canonical};

const DOMAIN: &[u8] = b"comity/promise/v1\n";

/// Why a promise was not made or does not hold.
#[derive(Debug, thiserror::Error)]
pub enum PromiseError {
    /// The deadline lies before the promise.
    #[error("a promise's deadline ({by}) must not lie before the moment it is made ({time})")]
    Deadline { time: i64, by: i64 },
    /// A moment that cannot be recorded.
    #[error(transparent)]
    Time(#[from] CommitmentError),
    /// It names another key.
    #[error("the promise is by the key {found:?}, expected {expected:?}")]
    OtherKey { expected: String, found: String },
    /// The signature does not fit.
    #[error("the promise's signature is not that of {0:?} over this commitment and these times")]
    Signature(String),
}

/// Signed: the entry with `commitment` will have its place `by` then. Times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The entry's commitment.
    pub commitment: Commitment,
    /// When the promise was made.
    pub time: Millis,
    /// The moment by which the entry will be in the log.
    pub by: Millis,
    /// Which key signed: `name+8 hexadecimal digits` (see [`Vkey::id_text`]).
    pub key: String,
    /// Ed25519 over `comity/promise/v1`, a line feed and the four fields above in canonical JSON; base64.
    pub signature: String,
}

impl Promise {
    /// Promises at `time` that the entry with `commitment` will be in the log `by` then.
    ///
    /// # Errors
    /// [`PromiseError::Deadline`] if `by` lies before `time`; [`PromiseError::Time`] beyond what JSON can hold.
    pub fn sign(commitment: Commitment, time: Millis, by: Millis, key: &LogKey) -> Result<Self, PromiseError> {
        let mut promise = Self { commitment, time, by, key: key.vkey().id_text(), signature: String::new() };
        promise.signature = BASE64.encode(&key.sign_bytes(&promise.message()?));
        Ok(promise)
    }

    /// Whether `key` made this promise.
    ///
    /// # Errors
    /// [`PromiseError`] if it did not, or if the promise is not written as [`Promise::sign`] writes it.
    pub fn verify(&self, key: &Vkey) -> Result<(), PromiseError> {
        if self.key != key.id_text() {
            return Err(PromiseError::OtherKey { expected: key.id_text(), found: self.key.clone() });
        }
        let wrong = || PromiseError::Signature(self.key.clone());
        let signature = BASE64.decode(self.signature.as_bytes()).map_err(|_| wrong())?;
        if key.holds(&self.message()?, &signature) { Ok(()) } else { Err(wrong()) }
    }

    fn message(&self) -> Result<Vec<u8>, PromiseError> {
        if self.by < self.time {
            return Err(PromiseError::Deadline { time: self.time.0, by: self.by.0 });
        }
        let Self { commitment, time, by, key, signature: _ } = self;
        let signed = canonical(&json!({ "by": by, "commitment": commitment, "key": key, "time": time }))?;
        Ok([DOMAIN, &signed].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> LogKey {
        LogKey::from_seed("log.example", &[seed; 32]).unwrap()
    }

    #[test]
    fn every_part_of_a_promise_is_signed() {
        let promise = Promise::sign(Commitment([1; 32]), Millis(1_000), Millis(61_000), &key(1)).unwrap();
        promise.verify(key(1).vkey()).unwrap();
        assert!(promise.verify(key(2).vkey()).is_err());
        let json = serde_json::to_string(&promise).unwrap();
        assert_eq!(serde_json::from_str::<Promise>(&json).unwrap(), promise);

        let mut changed: Vec<Promise> = (0..6).map(|_| promise.clone()).collect();
        changed[0].commitment.0[0] ^= 1;
        changed[1].time = Millis(1_001);
        changed[2].by = Millis(61_001);
        changed[3].key = key(2).vkey().id_text();
        changed[4].signature.replace_range(0..1, if promise.signature.starts_with('A') { "B" } else { "A" });
        changed[5].signature.push('=');
        for other in changed {
            assert!(other.verify(key(1).vkey()).is_err(), "{other:?}");
        }
    }

    #[test]
    fn a_promise_needs_a_deadline_that_can_be_kept() {
        let sign = |time, by| Promise::sign(Commitment([1; 32]), Millis(time), Millis(by), &key(1));
        assert!(matches!(sign(2, 1), Err(PromiseError::Deadline { .. })));
        assert!(matches!(sign(0, i64::MAX), Err(PromiseError::Time(_))));
        assert!(sign(1, 1).is_ok());
    }
}
