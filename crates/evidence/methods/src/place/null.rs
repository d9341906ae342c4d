//! What a global statistic is held against: its moments and its permutations when values are placed at random.

use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::distribution::normal_two_sided;
use crate::numeric::random::Stream;
use crate::{Error, Interval};

/// A global statistic beside what values without any order in space would give.
#[derive(Clone, Debug, Serialize)]
pub struct Null {
    /// The mean where there is no order in space.
    pub expected: f64,
    /// Where values are drawn from one normal distribution.
    pub se_normal: f64,
    pub z_normal: f64,
    pub p_normal: f64,
    /// Where the values at hand are placed anew, each place as likely as any.
    pub se_randomisation: f64,
    pub z_randomisation: f64,
    pub p_randomisation: f64,
    pub permutations: u32,
    /// Two-sided, (r + 1) / (permutations + 1) of the rarer side, doubled; `None` without permutations.
    pub p_permutation: Option<f64>,
    /// Where the statistic lies, with this confidence, when there is no order in space (randomisation).
    pub reference: Interval,
}

impl Null {
    /// From the mean and both variances; p-values are two-sided.
    pub(super) fn new(found: f64, expected: f64, normal: f64, randomised: f64, level: f64) -> Result<Self, Error> {
        if !(normal > 1e-14 && randomised > 1e-14) {
            return Err(Error::none(
                "with these neighbours the statistic is the same wherever the values lie (does everyone neighbour everyone?)",
            ));
        }
        let z = |variance: f64| (found - expected) / variance.sqrt();
        Ok(Self {
            expected,
            se_normal: normal.sqrt(),
            z_normal: z(normal),
            p_normal: normal_two_sided(z(normal)),
            se_randomisation: randomised.sqrt(),
            z_randomisation: z(randomised),
            p_randomisation: normal_two_sided(z(randomised)),
            permutations: 0,
            p_permutation: None,
            reference: Interval::wald(expected, randomised.sqrt(), level),
        })
    }

    /// Adds the p-value of placing `values` anew, each of the `permutations` from a stream of its own; `statistic` gives the
    /// observed value for the values as they are, and may leave out constant factors. `rounding` is the difference that is
    /// none.
    pub(super) fn permuted(
        mut self,
        values: &[f64],
        permutations: u32,
        seed: u64,
        rounding: f64,
        statistic: impl Fn(&[f64]) -> f64 + Sync,
    ) -> Self {
        let found = statistic(values);
        let again = |copy: &mut Vec<f64>, number: u32| {
            copy.clear();
            copy.extend_from_slice(values);
            Stream::new(seed, GLOBAL + u64::from(number)).shuffle(copy);
            let drawn = statistic(copy);
            [u32::from(drawn >= found - rounding), u32::from(drawn <= found + rounding)]
        };
        let sides = (0..permutations)
            .into_par_iter()
            .map_init(Vec::new, again)
            .reduce(|| [0, 0], |a, b| [a[0] + b[0], a[1] + b[1]]);
        let tails = super::permutation::Tails { above: sides[0], below: sides[1] };
        self.permutations = permutations;
        self.p_permutation = (permutations > 0).then(|| tails.two_sided(permutations));
        self
    }
}

/// The first stream of the global permutations, after all those of the conditional ones.
const GLOBAL: u64 = 1 << 32;
