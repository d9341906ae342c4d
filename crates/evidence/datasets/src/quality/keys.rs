//! How many rows have the same number or the same content, in bounded memory.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

/// The most keys that are remembered.
const MOST: usize = 1 << 18;

/// Repetitions of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    /// Different keys.
    pub distinct: u64,
    /// Rows beyond the first of their key.
    pub repeated: u64,
    /// 1 where every row was looked at; else both numbers are estimated from one key in so many.
    pub one_in: u64,
}

impl Default for Repeats {
    fn default() -> Self {
        Self { distinct: 0, repeated: 0, one_in: 1 }
    }
}

/// Remembers keys by their hash. When there are too many, it goes on with every second one, chosen by the hash, so
/// that all rows of a key are counted or none (Gibbons 2001, distinct sampling).
#[derive(Default)]
pub struct Sampler {
    level: u32,
    seen: HashMap<u64, u32, FixedState>,
}

impl Sampler {
    pub fn add(&mut self, hash: u64) {
        if hash.trailing_zeros() < self.level {
            return;
        }
        *self.seen.entry(hash).or_default() += 1;
        while self.seen.len() > MOST {
            self.level += 1;
            let level = self.level;
            self.seen.retain(|hash, _| hash.trailing_zeros() >= level);
        }
    }

    pub fn repeats(&self) -> Repeats {
        let repeated: u64 = self.seen.values().map(|&count| u64::from(count) - 1).sum();
        Repeats {
            distinct: (self.seen.len() as u64) << self.level,
            repeated: repeated << self.level,
            one_in: 1 << self.level,
        }
    }
}

/// The numbers and the whole content of rows.
pub struct Keys {
    ids: Option<Sampler>,
    rows: Sampler,
}

impl Keys {
    pub fn new(has_ids: bool) -> Self {
        Self { ids: has_ids.then(Sampler::default), rows: Sampler::default() }
    }

    /// A row by the hashes of its number, if it has one, and of its content.
    pub fn add(&mut self, id: Option<u64>, row: u64) {
        if let (Some(ids), Some(id)) = (&mut self.ids, id) {
            ids.add(id);
        }
        self.rows.add(row);
    }

    pub fn finish(self) -> (Option<Repeats>, Repeats) {
        (self.ids.map(|ids| ids.repeats()), self.rows.repeats())
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn few_keys_are_counted_exactly_and_many_nearly() {
        let hash = |key: u64| FixedState::default().hash_one(key);
        let mut few = Sampler::default();
        (0..1000u64).for_each(|row| few.add(hash(row % 400)));
        assert_eq!(few.repeats(), Repeats { distinct: 400, repeated: 600, one_in: 1 });
        let mut many = Sampler::default();
        (0..1_500_000u64).for_each(|row| many.add(hash(row % 1_000_000)));
        let told = many.repeats();
        assert!(told.one_in > 1 && many.seen.len() <= MOST, "{told:?}");
        for (told, truth) in [(told.distinct, 1_000_000f64), (told.repeated, 500_000f64)] {
            assert!((told as f64 / truth - 1.0).abs() < 0.02, "{told} for {truth}");
        }
    }
}
