//! Random numbers from explicit seeds: xoshiro256++, one stream for each piece of work.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A stream of random numbers, the same for the same seed and number on every machine.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream `number` of `seed`: every permutation or row takes its own, so that threads change nothing.
    pub fn new(seed: u64, number: u64) -> Self {
        // SplitMix64's finaliser over both keeps neighbouring numbers apart before the generator spreads them again.
        let mut mixed = seed ^ number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self(Xoshiro256PlusPlus::seed_from_u64(mixed ^ (mixed >> 31)))
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in `0..bound` (0 when `bound` is 0), by Lemire's multiplication without bias.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        let mut product = (self.bits() >> 32) * u64::from(bound);
        if (product as u32) < bound {
            let least = bound.wrapping_neg() % bound;
            while (product as u32) < least {
                product = (self.bits() >> 32) * u64::from(bound);
            }
        }
        (product >> 32) as u32
    }

    /// Uniform in [0, 1).
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Standard normal, by the polar method.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                return u * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Poisson with `mean`: multiplication for small means, in pieces of 30 for large ones.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let (mut left, mut count) = (mean, 0);
        while left > 0.0 {
            let piece = left.min(30.0);
            let (limit, mut product) = ((-piece).exp(), self.unit());
            while product > limit {
                count += 1;
                product *= self.unit();
            }
            left -= piece;
        }
        count
    }

    /// Puts `values` into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.below(u32::try_from(last + 1).unwrap_or(u32::MAX)) as usize;
            values.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_uniform_normal_and_poisson() {
        let (mut stream, rows) = (Stream::new(1, 0), 60_000);
        let mut seen = [0.0; 6];
        (0..rows).for_each(|_| seen[stream.below(6) as usize] += 1.0);
        let chi: f64 = seen.iter().map(|count| (count - 10_000.0_f64).powi(2) / 10_000.0).sum();
        assert!(chi < 20.5, "chi-squared with 5 degrees is {chi}");
        let normal: Vec<f64> = (0..rows).map(|_| stream.normal()).collect();
        let square = normal.iter().map(|value| value * value).sum::<f64>() / rows as f64;
        assert!((square - 1.0).abs() < 0.03, "the variance is {square}");
        let mean = (0..rows).map(|_| stream.poisson(47.5) as f64).sum::<f64>() / rows as f64;
        assert!((mean - 47.5).abs() < 0.15, "the mean is {mean}");
    }

    #[test]
    fn streams_differ_and_repeat() {
        let first = |seed, number| Stream::new(seed, number).bits();
        assert_eq!(first(7, 3), first(7, 3));
        assert_ne!(first(7, 3), first(7, 4));
        assert_ne!(first(7, 3), first(8, 3));
    }
}
