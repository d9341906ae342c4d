//! Weights that reproduce known totals of the population: post-stratification, raking and calibration.
//!
//! The weights w = d·g stay as near to the design's weights d as a distance allows while Σ w x equals the known total
//! of x (Deville and Särndal 1992). The variance of an estimate from such weights is that of the residuals of its
//! linearised values from their regression on x, weighted by d ([`Calibrated::apply`]): what the known totals say
//! already is no longer uncertain (Särndal, Swensson and Wretman 1992, 6.6).

mod linear;
mod margin;
mod residual;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Serialize;

pub use linear::{Distance, calibrate};
pub use margin::{Margin, post_stratify, rake};
use residual::Projection;

use super::design::{Design, Residual};
use crate::{Caution, Error};

/// Calibrated weights, and what the variance of their estimates needs.
#[derive(Clone, Debug, Serialize)]
pub struct Calibrated {
    /// The new weight of each row.
    pub weights: Vec<f64>,
    /// g: the new weight divided by the design's, for each row; 1 where the design's weight is 0.
    pub ratios: Vec<f64>,
    /// Rows with a weight.
    pub n: usize,
    pub smallest_ratio: f64,
    pub largest_ratio: f64,
    /// The greatest |Σ w x − total| / (1 + |total|) that is left.
    pub misfit: f64,
    /// Steps until the totals were met.
    pub steps: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
    #[serde(skip)]
    projection: Projection,
}

impl Calibrated {
    /// `design` with these weights, its variances those of the residuals.
    ///
    /// Errors: a design of another number of rows, or negative weights.
    pub fn apply(self, design: Design) -> Result<Design, Error> {
        design.with_calibration(self.weights.clone(), Arc::new(self))
    }

    fn new(design: &[f64], weights: Vec<f64>, misfit: f64, steps: usize, projection: Projection) -> Self {
        let ratio = |(new, old): (&f64, &f64)| if *old > 0.0 { new / old } else { 1.0 };
        let ratios: Vec<f64> = weights.iter().zip(design).map(ratio).collect();
        let used = || ratios.iter().zip(design).filter(|(_, old)| **old > 0.0).map(|(ratio, _)| *ratio);
        let smallest_ratio = used().fold(f64::INFINITY, f64::min);
        let largest_ratio = used().fold(f64::NEG_INFINITY, f64::max);
        let cautions = cautions(&weights, smallest_ratio, largest_ratio);
        let n = used().count();
        Self { weights, ratios, n, smallest_ratio, largest_ratio, misfit, steps, cautions, projection }
    }
}

/// Replaces w·z by w·(z − xB): B is the regression of z on the calibration variables, weighted by the design's weights.
/// With one margin these are the deviations from the post-stratum's mean (R `postStratify`), else R `calibrate`'s.
impl Residual for Calibrated {
    fn take_out(&self, influence: &mut [f64]) {
        let part = |(weighted, weight): (&f64, &f64)| if *weight == 0.0 { 0.0 } else { weighted / weight };
        let values: Vec<f64> = influence.iter().zip(&self.weights).map(part).collect();
        let left = self.projection.residuals(&values);
        for ((influence, left), weight) in influence.iter_mut().zip(left).zip(&self.weights) {
            *influence = left * weight;
        }
    }
}

fn cautions(weights: &[f64], smallest: f64, largest: f64) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "known-totals",
        "The totals are taken as known without error and as counting the same people, at the same time and by the same \
         definitions, as the survey does; weights repair who answered only as far as the margins tell people apart.",
    )];
    let negative = weights.iter().filter(|weight| **weight < 0.0).count();
    if negative > 0 {
        cautions.push(Caution::found(
            "negative-weights",
            format!("{negative} weights are negative: use raking, or the logit distance with bounds."),
        ));
    }
    if largest > 5.0 * smallest.max(f64::MIN_POSITIVE) && negative == 0 {
        cautions.push(Caution::found(
            "uneven-ratios",
            format!(
                "The weights are multiplied by {smallest:.3} to {largest:.3}: a few answers stand for many people; \
                 join small categories, or trim."
            ),
        ));
    }
    cautions
}

/// The design's weights: not below zero, and some above it.
fn check_design(weights: &[f64]) -> Result<(), Error> {
    crate::check::at_least("rows", weights.len(), 1)?;
    crate::check::not_negative("weight", weights)?;
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(Error::none("every weight is 0"));
    }
    Ok(())
}
