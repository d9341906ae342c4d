//! Replicate weights: the sample taken apart many times, and the estimate made again each time.
//!
//! V(θ) = scale · Σ r · rscale_r · (θ_r − θ̄)², θ_r from the weights of replicate r (Wolter 2007). Replicates serve for
//! estimates without a linearisation at hand, and for files that come with replicate weights instead of a design.

mod build;
mod estimate;
mod hadamard;
#[cfg(test)]
mod tests;

pub use build::{Fay, bootstrap, brr, from_columns, jk1, jkn};
pub use estimate::ReplicateEstimate;
use rayon::prelude::*;
use serde::Serialize;

use crate::Caution;

/// How the replicates were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Each unit left out once, no strata.
    Jk1,
    /// Each unit left out once, within strata.
    Jkn,
    /// Balanced half samples.
    Brr,
    /// Half samples softened by Fay's ρ.
    Fay,
    /// Rao and Wu's rescaled bootstrap.
    Bootstrap,
    /// Read from the file.
    Columns,
}

/// What a replicate's squared difference is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Centre {
    /// From the mean of the replicates, as R does unless told `mse = TRUE`.
    #[default]
    Replicates,
    /// From the estimate of the whole sample: never smaller.
    Estimate,
}

/// Replicate weights with their scales.
#[derive(Clone, Debug)]
pub struct Replicates {
    pub kind: Kind,
    pub scale: f64,
    /// One for each replicate.
    pub rscales: Vec<f64>,
    /// Degrees of freedom of the variance: the rank of the replicate weights less one.
    pub freedom: f64,
    pub centre: Centre,
    pub cautions: Vec<Caution>,
    /// The weight of each row in the whole sample.
    weights: Vec<f64>,
    /// What the factor of a row's unit is multiplied by: the weight; 1 where the factors are weights already.
    multiplier: Vec<f64>,
    /// The unit of each row.
    unit: Vec<u32>,
    factors: Factors,
}

/// What each replicate does to each unit's weight.
#[derive(Clone, Debug)]
enum Factors {
    /// Replicate r leaves the unit `left_out[r]` out and lets the others of its stratum stand for it.
    Jackknife { left_out: Vec<u32>, stratum: Vec<u32>, drawn: Vec<f64> },
    /// factors[replicate][unit]
    Table(Vec<Vec<f64>>),
}

impl Replicates {
    /// The number of replicates.
    pub fn count(&self) -> usize {
        self.rscales.len()
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// The weight of each row in the whole sample.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The weight of each row in `replicate`; nothing where there is no such replicate.
    pub fn weights_of(&self, replicate: usize) -> Vec<f64> {
        let mut weights = Vec::new();
        if replicate < self.count() {
            self.fill(replicate, &mut weights);
        }
        weights
    }

    fn fill(&self, replicate: usize, weights: &mut Vec<f64>) {
        weights.clear();
        let rows = self.unit.iter().zip(&self.multiplier);
        match &self.factors {
            Factors::Table(table) => {
                let factors = &table[replicate];
                weights.extend(rows.map(|(unit, multiplier)| multiplier * factors[*unit as usize]));
            }
            Factors::Jackknife { left_out, stratum, drawn } => {
                let out = left_out[replicate];
                let there = stratum[out as usize];
                let (rest, others) = jackknife_factors(drawn[there as usize], drawn.len() as f64);
                let factor = |unit: u32| match unit {
                    _ if unit == out => 0.0,
                    _ if stratum[unit as usize] == there => rest,
                    _ => others,
                };
                weights.extend(rows.map(|(unit, multiplier)| multiplier * factor(*unit)));
            }
        }
    }

    /// Σ weight · value in the whole sample, and in each replicate.
    fn totals(&self, values: &[f64]) -> (f64, Vec<f64>) {
        let whole = values.iter().zip(&self.weights).map(|(value, weight)| value * weight).sum();
        let units = match &self.factors {
            Factors::Jackknife { stratum, .. } => stratum.len(),
            Factors::Table(table) => table.first().map_or(0, Vec::len),
        };
        let mut sums = vec![0.0; units];
        for ((value, multiplier), unit) in values.iter().zip(&self.multiplier).zip(&self.unit) {
            sums[*unit as usize] += value * multiplier;
        }
        let replicates = match &self.factors {
            Factors::Table(table) => {
                let dot = |factors: &Vec<f64>| factors.iter().zip(&sums).map(|(a, b)| a * b).sum();
                table.par_iter().map(dot).collect()
            }
            Factors::Jackknife { left_out, stratum, drawn } => {
                let mut within = vec![0.0; drawn.len()];
                stratum.iter().zip(&sums).for_each(|(stratum, sum)| within[*stratum as usize] += sum);
                let all: f64 = within.iter().sum();
                let without = |unit: &u32| {
                    let there = stratum[*unit as usize] as usize;
                    let (rest, others) = jackknife_factors(drawn[there], drawn.len() as f64);
                    (all - within[there]) * others + (within[there] - sums[*unit as usize]) * rest
                };
                left_out.iter().map(without).collect()
            }
        };
        (whole, replicates)
    }
}

/// The factors of the rest of the stratum and of the other strata. Where the unit is alone in its stratum, all others
/// stand for it, as R's `adjust` has it.
fn jackknife_factors(drawn: f64, strata: f64) -> (f64, f64) {
    if drawn > 1.0 { (drawn / (drawn - 1.0), 1.0) } else { (0.0, strata / (strata - 1.0)) }
}
