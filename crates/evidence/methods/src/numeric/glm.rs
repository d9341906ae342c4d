//! Generalised linear models by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5).

use nalgebra::{DMatrix, DVector};

use super::linear::least_squares;
use crate::{Error, check};

pub(super) const STEPS: usize = 100;

/// The distribution of the response, each with the link that goes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Family {
    /// The identity link.
    Gaussian,
    /// Counts; the log link.
    Poisson,
    /// Counts with variance μ + μ²/`theta`; the log link.
    NegativeBinomial { theta: f64 },
    /// Shares between 0 and 1; the logit link.
    Binomial,
}

impl Family {
    /// μ from the linear predictor.
    pub fn mean(self, predictor: f64) -> f64 {
        match self {
            Self::Gaussian => predictor,
            Self::Poisson | Self::NegativeBinomial { .. } => predictor.clamp(-700.0, 700.0).exp(),
            Self::Binomial => 1.0 / (1.0 + (-predictor.clamp(-700.0, 700.0)).exp()),
        }
    }

    /// The variance at mean μ, without its dispersion.
    pub fn variance(self, mean: f64) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Poisson => mean,
            Self::NegativeBinomial { theta } => mean + mean * mean / theta,
            Self::Binomial => mean * (1.0 - mean),
        }
    }

    /// dμ/dη at mean μ.
    pub fn slope(self, mean: f64) -> f64 {
        match self {
            Self::Gaussian => 1.0,
            Self::Poisson | Self::NegativeBinomial { .. } => mean,
            Self::Binomial => mean * (1.0 - mean),
        }
    }

    fn start(self, value: f64) -> f64 {
        match self {
            Self::Gaussian => value,
            Self::Poisson | Self::NegativeBinomial { .. } => (value + 0.1).ln(),
            Self::Binomial => {
                let share = (value + 0.5) / 2.0;
                (share / (1.0 - share)).ln()
            }
        }
    }

    fn deviance(self, value: f64, mean: f64) -> f64 {
        let log = |ratio: f64| if value > 0.0 { value * ratio.ln() } else { 0.0 };
        // The logarithm of value / mean, in the form that keeps its digits where both are large and near each other.
        let near = |over: f64| if value > 0.0 { value * ((value - mean) / over).ln_1p() } else { 0.0 };
        match self {
            Self::Gaussian => (value - mean).powi(2),
            Self::Poisson => 2.0 * (near(mean) - (value - mean)),
            Self::NegativeBinomial { theta } => {
                2.0 * (near(mean) - (value + theta) * ((value - mean) / (mean + theta)).ln_1p())
            }
            Self::Binomial => {
                let other = if value < 1.0 { (1.0 - value) * ((1.0 - value) / (1.0 - mean)).ln() } else { 0.0 };
                2.0 * (log(value / mean) + other)
            }
        }
    }
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Fit {
    pub family: Family,
    /// One for each column, on the scale of the link.
    pub coefficients: DVector<f64>,
    /// (XᵀWX)⁻¹: the covariance with dispersion 1.
    pub inverse: DMatrix<f64>,
    /// μ of each row.
    pub means: Vec<f64>,
    pub deviance: f64,
    /// Pearson's chi-squared divided by the residual degrees of freedom; 0 where no freedom is left.
    pub dispersion: f64,
    /// Rows with a weight less columns.
    pub freedom: usize,
    /// Rows that the model says ever more surely without end (counts of 0 whose mean falls towards 0): some coefficient
    /// has no bound there.
    pub adrift: Vec<usize>,
}

impl Fit {
    /// Which coefficients of `columns`, those of the fit, have no estimate because the likelihood grows without end along
    /// them, or says nothing of them (separation: Correia, Guimaraes and Zylkin 2020): those that the rows which are not
    /// adrift leave undetermined.
    pub fn unbounded(&self, columns: &DMatrix<f64>) -> Vec<bool> {
        let k = columns.ncols();
        if self.adrift.is_empty() {
            return vec![false; k];
        }
        let rows: Vec<usize> = (0..columns.nrows()).filter(|row| !self.adrift.contains(row)).collect();
        let of = |places: &[usize]| rank(&columns.select_rows(&rows).select_columns(places));
        let all: Vec<usize> = (0..k).collect();
        let whole = of(&all);
        let without = |place: usize| all.iter().copied().filter(|other| *other != place).collect::<Vec<usize>>();
        (0..k).map(|place| of(&without(place)) == whole).collect()
    }
}

/// The number of independent columns, each taken at the length 1.
fn rank(columns: &DMatrix<f64>) -> usize {
    let mut scaled = columns.clone();
    for mut column in scaled.column_iter_mut() {
        let length = column.norm();
        if length > 0.0 {
            column /= length;
        }
    }
    if scaled.is_empty() { 0 } else { scaled.svd(false, false).rank(1e-9) }
}

/// Steps after the deviance has settled, in which the coefficients settle too.
const POLISH: usize = 12;

/// Fits `response` on `columns` with `offset` added to the linear predictor and prior `weights`.
///
/// The deviance settles as in R's `glm` (a change of 1e-8 of it); further steps then bring the coefficients to where
/// nothing moves. Rows that go on moving then are [`Fit::adrift`]. A step that makes the fit worse is halved.
///
/// Errors: lengths, columns that depend on each other, and an iteration that does not settle.
pub fn fit(
    family: Family,
    columns: &DMatrix<f64>,
    response: &[f64],
    offset: &[f64],
    weights: &[f64],
) -> Result<Fit, Error> {
    let rows = columns.nrows();
    check::length("response", response.len(), rows)?;
    check::length("offset", offset.len(), rows)?;
    check::length("weights", weights.len(), rows)?;
    check::finite("response", response)?;
    check::finite("offset", offset)?;
    check::not_negative("weights", weights)?;
    let problem = Problem { family, columns, response, offset, weights };
    let start: Vec<f64> = response.iter().map(|value| family.start(*value)).collect();
    let mut at = problem.at(problem.step(&start)?);
    let (mut polished, mut drifted) = (0, 0);
    for _ in 0..STEPS {
        let (next, whole) = problem.better(problem.at(problem.step(&at.predictor)?), &at);
        let (farthest, still) = (problem.moved(&at, &next), settled(at.deviance, next.deviance));
        // A step that had to be halved says nothing of how near the end is.
        if !whole {
            at = next;
            continue;
        }
        if still {
            polished += 1;
            drifted += usize::from(farthest > ADRIFT);
        }
        if farthest <= 1e-11 || drifted == 2 || polished == POLISH {
            return problem.finish(&at, next);
        }
        at = next;
    }
    Err(Error::NotSettled { what: "the regression", steps: STEPS })
}

/// A row of a settled fit whose predictor moves further than this in one step moves without end: Newton's steps take 1 off
/// the logarithm of a mean that falls to 0.
const ADRIFT: f64 = 0.3;

fn settled(before: f64, after: f64) -> bool {
    (after - before).abs() <= 1e-8 * (after.abs() + 0.1)
}

/// What is fitted.
struct Problem<'a> {
    family: Family,
    columns: &'a DMatrix<f64>,
    response: &'a [f64],
    offset: &'a [f64],
    weights: &'a [f64],
}

/// Coefficients, and what they say.
struct At {
    coefficients: DVector<f64>,
    predictor: Vec<f64>,
    means: Vec<f64>,
    deviance: f64,
}

impl Problem<'_> {
    fn at(&self, coefficients: DVector<f64>) -> At {
        let linear = self.columns * &coefficients;
        let predictor: Vec<f64> = linear.iter().zip(self.offset).map(|(linear, offset)| linear + offset).collect();
        let means: Vec<f64> = predictor.iter().map(|value| self.family.mean(*value)).collect();
        let told = |row: usize| self.weights[row] * self.family.deviance(self.response[row], means[row]);
        let deviance = self.used().map(told).sum();
        At { coefficients, predictor, means, deviance }
    }

    fn used(&self) -> impl Iterator<Item = usize> {
        (0..self.response.len()).filter(move |row| self.weights[*row] > 0.0)
    }

    /// The coefficients of the next step.
    fn step(&self, predictor: &[f64]) -> Result<DVector<f64>, Error> {
        let means: Vec<f64> = predictor.iter().map(|value| self.family.mean(*value)).collect();
        let working = |row: usize| {
            predictor[row] - self.offset[row]
                + (self.response[row] - means[row]) / self.family.slope(means[row]).max(1e-300)
        };
        let target: Vec<f64> = (0..means.len()).map(working).collect();
        Ok(least_squares(self.columns, &target, &self.working_weights(&means))?.coefficients)
    }

    /// `next`, or a point on the way to it that is no worse than `at`; and whether it is all of the way.
    fn better(&self, mut next: At, at: &At) -> (At, bool) {
        let worse = |next: &At| {
            !next.deviance.is_finite() || next.deviance > at.deviance && !settled(at.deviance, next.deviance)
        };
        let mut halved = 0;
        while worse(&next) && halved < 30 {
            next = self.at((&next.coefficients + &at.coefficients) * 0.5);
            halved += 1;
        }
        (next, halved == 0)
    }

    /// How far the predictor of a row moves, by its size.
    fn row_moved(&self, row: usize, from: &At, to: &At) -> f64 {
        (to.predictor[row] - from.predictor[row]).abs() / (1.0 + 1e-3 * to.predictor[row].abs())
    }

    fn moved(&self, from: &At, to: &At) -> f64 {
        self.used().map(|row| self.row_moved(row, from, to)).fold(0.0, f64::max)
    }

    fn working_weights(&self, means: &[f64]) -> Vec<f64> {
        let of = |(mean, weight): (&f64, &f64)| {
            weight * self.family.slope(*mean).powi(2) / self.family.variance(*mean).max(1e-300)
        };
        means.iter().zip(self.weights).map(of).collect()
    }

    /// The fit at `at`, which was reached from `before`.
    fn finish(&self, before: &At, at: At) -> Result<Fit, Error> {
        // The covariance belongs to the weights of the last means, not of those before them.
        let inverse = least_squares(self.columns, self.response, &self.working_weights(&at.means))?.inverse;
        let freedom = self.used().count().saturating_sub(at.coefficients.len());
        let squares = |row: usize| {
            let variance = self.family.variance(at.means[row]).max(1e-300);
            self.weights[row] * (self.response[row] - at.means[row]).powi(2) / variance
        };
        let pearson: f64 = self.used().map(squares).sum();
        let dispersion = if freedom > 0 { pearson / freedom as f64 } else { 0.0 };
        let counts = self.family != Family::Gaussian;
        let adrift = self.used().filter(|row| counts && self.row_moved(*row, before, &at) > ADRIFT).collect();
        let (coefficients, means, deviance) = (at.coefficients, at.means, at.deviance);
        Ok(Fit { family: self.family, coefficients, inverse, means, deviance, dispersion, freedom, adrift })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-6 * expected.abs(), "{found} is not {expected}");
    }

    /// R's own example (Dobson 1990, page 93): counts of a randomised trial by outcome and treatment.
    #[test]
    fn dobsons_trial() {
        let counts = [18., 17., 15., 20., 10., 20., 25., 13., 12.];
        let columns = DMatrix::from_fn(9, 5, |row, column| {
            let (outcome, treatment) = (row % 3, row / 3);
            let is = |yes: bool| if yes { 1.0 } else { 0.0 };
            match column {
                0 => 1.0,
                1 => is(outcome == 1),
                2 => is(outcome == 2),
                3 => is(treatment == 1),
                _ => is(treatment == 2),
            }
        });
        let fit = fit(Family::Poisson, &columns, &counts, &[0.0; 9], &[1.0; 9]).unwrap();
        near(fit.coefficients[0], 3.044_522_437_723_42);
        near(fit.coefficients[1], -0.454_255_272_277_594);
        near(fit.inverse[(1, 1)].sqrt(), 0.202_170_813_320_73);
        near(fit.deviance, 5.129_141_077_001_146);
        assert_eq!(fit.freedom, 4);
    }

    /// An intercept alone: μ is the mean, and the offset moves the intercept by its own size.
    #[test]
    fn an_offset_is_an_exposure() {
        let columns = DMatrix::from_element(4, 1, 1.0);
        let fit = fit(Family::Poisson, &columns, &[2., 4., 6., 8.], &[2.0_f64.ln(); 4], &[1.0; 4]).unwrap();
        near(fit.coefficients[0], 2.5_f64.ln());
    }

    /// Counts of billions about a line, and no more than a Poisson's: rounding in the deviance keeps nothing from settling.
    #[test]
    fn large_counts_settle() {
        let columns = DMatrix::from_fn(400, 2, |row, column| if column == 0 { 1.0 } else { row as f64 / 400.0 });
        for size in [1e6_f64, 1e9, 1e12] {
            let mut stream = crate::numeric::random::Stream::new(8, 0);
            let counts: Vec<f64> = (0..400)
                .map(|row| {
                    let mean = size * (0.3 * f64::from(row) / 400.0).exp();
                    (mean + mean.sqrt() * stream.normal()).round()
                })
                .collect();
            let fit = fit(Family::Poisson, &columns, &counts, &[0.0; 400], &[1.0; 400]).unwrap();
            assert!((fit.coefficients[1] - 0.3).abs() < 5.0 * fit.inverse[(1, 1)].sqrt(), "{size}: {fit:?}");
            assert!((fit.dispersion - 1.0).abs() < 0.25 && fit.adrift.is_empty());
        }
    }

    /// A step far beyond the fit (an intercept of 60, where that of the mean is 2) is halved until it is no worse.
    #[test]
    fn a_step_that_overshoots_is_halved() {
        let columns = DMatrix::from_element(4, 1, 1.0);
        let (response, offset, weights) = ([7., 8., 6., 9.], [0.0; 4], [1.0; 4]);
        let (columns, response, offset, weights) = (&columns, &response[..], &offset[..], &weights[..]);
        let problem = Problem { family: Family::Poisson, columns, response, offset, weights };
        let at = |intercept: f64| problem.at(DVector::from_element(1, intercept));
        let (found, whole) = problem.better(at(60.0), &at(0.0));
        assert_eq!((found.coefficients[0], whole), (1.875, false));
        assert!(problem.better(at(2.0), &at(0.0)).1);
    }

    /// The likelihood of the group without events grows for ever as its mean falls: that is seen, and which coefficients
    /// it leaves without an estimate.
    #[test]
    fn a_group_without_events_is_adrift() {
        let columns = DMatrix::from_fn(9, 3, |row, column| match column {
            0 => 1.0,
            1 => row as f64,
            _ => f64::from(u8::from(row >= 6)),
        });
        let counts = [4., 7., 5., 6., 3., 5., 0., 0., 0.];
        let found = fit(Family::Poisson, &columns, &counts, &[0.0; 9], &[1.0; 9]).unwrap();
        assert_eq!(found.adrift, [6, 7, 8]);
        assert_eq!(found.unbounded(&columns), [false, false, true]);
        // One event among them is enough to bound it.
        let counts = [4., 7., 5., 6., 3., 5., 0., 1., 0.];
        let found = fit(Family::Poisson, &columns, &counts, &[0.0; 9], &[1.0; 9]).unwrap();
        assert!(found.adrift.is_empty() && found.unbounded(&columns) == [false; 3]);
    }
}
