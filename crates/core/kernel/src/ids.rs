//! Identifiers and randomness, from one source that tests and the demonstration can fix.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use data_encoding::{Encoding, Specification};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// Crockford's base 32 without letters that are easily confused, in lower case. Made once: that takes longer than using it.
static BASE32: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.encoding().ok()
});

/// Bytes that must not be seen: `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<const N: usize>(pub [u8; N]);

impl<const N: usize> std::fmt::Debug for Secret<N> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Secret(…)")
    }
}

/// A random name for something that is seen outside (80 bits in 16 characters): it tells neither order nor time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// Accepts what [`Ids::reference`] makes: 16 characters of the alphabet. Anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let known = |c: u8| c.is_ascii_digit() || (c.is_ascii_lowercase() && !b"ilou".contains(&c));
        (text.len() == 16 && text.bytes().all(known)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// The source of identifiers, salts and secrets. Cloning shares the source.
///
/// [`Ids::system`] takes every seed from the operating system. [`Ids::seeded`] is for tests and the demonstration: the
/// same seed gives the same values in the same order, so nothing made with it is secret.
#[derive(Clone)]
pub struct Ids(Arc<Mutex<ChaCha20Rng>>);

impl std::fmt::Debug for Ids {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Ids(…)")
    }
}

/// The operating system gave no randomness: nothing safe can be made.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

impl Ids {
    pub fn system() -> Result<Self, NoRandomness> {
        let mut seed = [0u8; 32];
        #[allow(clippy::disallowed_methods, reason = "this is the one place that asks the system for randomness")]
        getrandom::fill(&mut seed).map_err(NoRandomness)?;
        Ok(Self::seeded(seed))
    }

    pub fn seeded(seed: [u8; 32]) -> Self {
        Self(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed))))
    }

    /// `N` fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0u8; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut out);
        out
    }

    /// A source of its own, from a seed drawn here: what a command draws from it is the same however often the command
    /// is run again.
    pub fn fork(&self) -> Self {
        Self::seeded(self.bytes())
    }

    /// A UUIDv7 of `now`, for entries: sorts by time, never shown outside.
    pub fn entry_id(&self, now: Millis) -> String {
        let millis = u64::try_from(now.0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid().to_string()
    }

    pub fn reference(&self) -> Reference {
        Reference(encode(&self.bytes::<10>()))
    }

    /// A uniform number below `bound` (0 if `bound` is 0).
    pub fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Rejection keeps the distribution uniform.
        let zone = u64::MAX - u64::MAX % bound;
        loop {
            let value = u64::from_le_bytes(self.bytes());
            if value < zone {
                return value % bound;
            }
        }
    }
}

/// Bytes in lower-case Crockford base 32, without padding.
pub fn encode(bytes: &[u8]) -> String {
    BASE32.as_ref().map(|base| base.encode(bytes)).unwrap_or_default()
}

/// Reads what people type: any case, spaces and hyphens anywhere, `o` for `0`, `i` and `l` for `1`.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let tidy: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    BASE32.as_ref()?.decode(tidy.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_read_with_their_slips() {
        let bytes = [7u8, 250, 3, 99, 0, 255, 16, 1, 2, 3];
        let code = encode(&bytes);
        assert_eq!(code.len(), 16);
        let (first, rest) = code.split_at(4);
        let typed = format!(" {}-{rest} ", first.to_uppercase()).replace('0', "O").replace('1', "l");
        assert_eq!(decode(&typed).unwrap(), bytes);
        assert_eq!(decode("u!"), None);
    }

    #[test]
    fn a_fork_repeats_itself_and_its_parent_does_not() {
        let ids = Ids::seeded([1; 32]);
        let (first, second) = (ids.fork(), ids.fork());
        assert_ne!(first.bytes::<16>(), second.bytes::<16>());
        assert_eq!(Ids::seeded([1; 32]).fork().bytes::<16>(), Ids::seeded([1; 32]).fork().bytes::<16>());
    }

    #[test]
    fn references_parse_back_and_entry_ids_sort_by_time() {
        let ids = Ids::seeded([2; 32]);
        let reference = ids.reference();
        assert_eq!(Reference::parse(reference.as_str()), Some(reference));
        assert_eq!(Reference::parse("../../etc/passwd"), None);
        assert!(ids.entry_id(Millis(1_000)) < ids.entry_id(Millis(2_000)));
    }

    #[test]
    fn below_is_below_and_reaches_everything() {
        let ids = Ids::seeded([3; 32]);
        let mut seen = [false; 5];
        (0..200).for_each(|_| seen[ids.below(5) as usize] = true);
        assert_eq!(seen, [true; 5]);
    }
}
