//! Noise from a key: exact, and the same for the same question.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Epsilon;

/// The secret from which noise is drawn. It lies outside the database, and is never published.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Key(secret)")
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// A stream of random bits that only the holder of the key can foretell: HMAC-SHA-256 over what it is about and a counter.
pub struct Stream {
    keyed: Hmac<Sha256>,
    counter: u64,
    block: Vec<u8>,
}

impl Stream {
    /// The stream about these parts, in this order. Each is preceded by its length, so that no two lists are alike.
    pub fn new(key: &Key, about: &[&[u8]]) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&key.0);
        let mut keyed = <Hmac<Sha256> as KeyInit>::new(&block.into());
        for part in about {
            keyed.update(&(part.len() as u64).to_le_bytes());
            keyed.update(part);
        }
        Self { keyed, counter: 0, block: Vec::new() }
    }

    fn bits(&mut self) -> u64 {
        if self.block.len() < 8 {
            let mut keyed = self.keyed.clone();
            keyed.update(&self.counter.to_le_bytes());
            self.counter += 1;
            self.block = keyed.finalize().into_bytes().to_vec();
        }
        let rest = self.block.split_off(8);
        let taken = std::mem::replace(&mut self.block, rest);
        taken.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }

    /// A whole number below `end`, each as likely as the other (by rejection); 0 for an `end` of 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let fair = u64::MAX - u64::MAX.checked_rem(end).unwrap_or(0);
        loop {
            let bits = self.bits();
            if bits < fair || end == 0 {
                return bits.checked_rem(end).unwrap_or(0);
            }
        }
    }

    /// True with the chance exp(−over/under), where over ≤ under.
    fn exp(&mut self, over: u64, under: u64) -> bool {
        let mut round = 1;
        while self.below(under * round) < over {
            round += 1;
        }
        round % 2 == 1
    }

    /// A number with chances in proportion to exp(−ε·|number|), exactly: Canonne, Kamath and Steinke (2020), algorithm 2,
    /// with the scale 1/ε = 1000/thousandths.
    pub fn geometric(&mut self, epsilon: Epsilon) -> i64 {
        const SCALE: u64 = 1000;
        loop {
            let start = self.below(SCALE);
            if !self.exp(start, SCALE) {
                continue;
            }
            let mut whole = 0;
            while self.exp(1, 1) {
                whole += 1;
            }
            let size = (start + SCALE * whole) / u64::from(epsilon.get());
            let negative = self.below(2) == 1;
            if negative && size == 0 {
                continue;
            }
            let size = i64::try_from(size).unwrap_or(i64::MAX);
            return if negative { -size } else { size };
        }
    }
}
