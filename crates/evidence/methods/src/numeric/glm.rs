//! Generalised linear models by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5).

use nalgebra::{DMatrix, DVector};

use super::distribution::{digamma, ln_gamma, trigamma};
use super::linear::least_squares;
use crate::{Error, check};

const STEPS: usize = 100;

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
        match self {
            Self::Gaussian => (value - mean).powi(2),
            Self::Poisson => 2.0 * (log(value / mean) - (value - mean)),
            Self::NegativeBinomial { theta } => {
                2.0 * (log(value / mean) - (value + theta) * ((value + theta) / (mean + theta)).ln())
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
}

/// Fits `response` on `columns` with `offset` added to the linear predictor and prior `weights`.
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
    let mut predictor: Vec<f64> = response.iter().map(|value| family.start(*value)).collect();
    let mut last = f64::INFINITY;
    for _ in 0..STEPS {
        let before: Vec<f64> = predictor.iter().map(|value| family.mean(*value)).collect();
        let working = |row: usize| {
            predictor[row] - offset[row] + (response[row] - before[row]) / family.slope(before[row]).max(1e-300)
        };
        let target: Vec<f64> = (0..rows).map(working).collect();
        let step = least_squares(columns, &target, &working_weights(family, &before, weights))?;
        predictor = step.fitted.iter().zip(offset).map(|(fitted, offset)| fitted + offset).collect();
        let means: Vec<f64> = predictor.iter().map(|value| family.mean(*value)).collect();
        let told = |row: &usize| weights[*row] * family.deviance(response[*row], means[*row]);
        let deviance: f64 = (0..rows).filter(|row| weights[*row] > 0.0).map(|row| told(&row)).sum();
        if (deviance - last).abs() <= 1e-13 * (deviance.abs() + 0.1) {
            // The covariance belongs to the weights of the last means, not of those before them.
            let inverse = least_squares(columns, &target, &working_weights(family, &means, weights))?.inverse;
            return Ok(finish(family, response, weights, step.coefficients, inverse, means, deviance));
        }
        last = deviance;
    }
    Err(Error::NotSettled { what: "the regression", steps: STEPS })
}

fn working_weights(family: Family, means: &[f64], weights: &[f64]) -> Vec<f64> {
    let of = |(mean, weight): (&f64, &f64)| weight * family.slope(*mean).powi(2) / family.variance(*mean).max(1e-300);
    means.iter().zip(weights).map(of).collect()
}

fn finish(
    family: Family,
    response: &[f64],
    weights: &[f64],
    coefficients: DVector<f64>,
    inverse: DMatrix<f64>,
    means: Vec<f64>,
    deviance: f64,
) -> Fit {
    let used = weights.iter().filter(|weight| **weight > 0.0).count();
    let freedom = used.saturating_sub(coefficients.len());
    let squares =
        |row: usize| weights[row] * (response[row] - means[row]).powi(2) / family.variance(means[row]).max(1e-300);
    let pearson: f64 = (0..response.len()).map(squares).sum();
    let dispersion = if freedom > 0 { pearson / freedom as f64 } else { 0.0 };
    Fit { family, coefficients, inverse, means, deviance, dispersion, freedom }
}

/// Fits counts with variance μ + μ²/θ and finds θ by maximum likelihood, in turns, as `MASS::glm.nb` does.
///
/// θ grows without bound where the counts vary no more than a Poisson's: then the Poisson model is what is fitted, and
/// the fit's `family` says so. Errors: as [`fit`], and a θ that swings without growing.
pub fn fit_negative_binomial(columns: &DMatrix<f64>, response: &[f64], offset: &[f64]) -> Result<Fit, Error> {
    let weights = vec![1.0; response.len()];
    let poisson = fit(Family::Poisson, columns, response, offset, &weights)?;
    if poisson.dispersion <= 1.0 {
        return Ok(poisson);
    }
    let (mut means, mut last, mut grows) = (poisson.means.clone(), f64::INFINITY, false);
    for _ in 0..STEPS {
        let Some(theta) = theta(response, &means) else { return Ok(poisson) };
        let fitted = match fit(Family::NegativeBinomial { theta }, columns, response, offset, &weights) {
            // So large a θ adds less than a hundredth to the variance, and to the deviance little but rounding.
            Err(Error::NotSettled { .. }) if means.iter().all(|mean| theta > 100.0 * mean) => return Ok(poisson),
            other => other?,
        };
        if (theta - last).abs() <= 1e-9 * theta {
            return Ok(fitted);
        }
        (means, grows, last) = (fitted.means, theta > last, theta);
    }
    if grows {
        return Ok(poisson);
    }
    Err(Error::NotSettled { what: "the negative binomial's dispersion", steps: STEPS })
}

/// The θ of greatest likelihood given the means, by Newton's steps as `MASS::theta.ml`; `None` when it has no bound.
fn theta(response: &[f64], means: &[f64]) -> Option<f64> {
    let spread: f64 = response.iter().zip(means).map(|(y, mean)| (y / mean - 1.0).powi(2)).sum();
    let mut theta = response.len() as f64 / spread.max(1e-12);
    for _ in 0..STEPS {
        let score: f64 = response
            .iter()
            .zip(means)
            .map(|(y, mean)| {
                digamma(theta + y) - digamma(theta) + theta.ln() + 1.0
                    - (theta + mean).ln()
                    - (y + theta) / (mean + theta)
            })
            .sum();
        let information: f64 = response
            .iter()
            .zip(means)
            .map(|(y, mean)| {
                -trigamma(theta + y) + trigamma(theta) - 1.0 / theta + 2.0 / (mean + theta)
                    - (y + theta) / (mean + theta).powi(2)
            })
            .sum();
        let step = score / information;
        // A step below zero is halved towards zero; one without bound says that there is no extra variance.
        theta = if theta + step > 0.0 { theta + step } else { theta / 2.0 };
        if !theta.is_finite() || theta > 1e7 {
            return None;
        }
        if step.abs() < 1e-10 * theta {
            return Some(theta);
        }
    }
    Some(theta)
}

/// The log likelihood of a count model (Poisson or negative binomial), constants included, as R's `logLik` gives it.
pub fn log_likelihood(family: Family, response: &[f64], means: &[f64]) -> f64 {
    let of = |(y, mean): (&f64, &f64)| match family {
        Family::NegativeBinomial { theta } => {
            ln_gamma(theta + y) - ln_gamma(theta) - ln_gamma(y + 1.0)
                + theta * (theta / (theta + mean)).ln()
                + if *y > 0.0 { y * (mean / (theta + mean)).ln() } else { 0.0 }
        }
        _ => (if *y > 0.0 { y * mean.ln() } else { 0.0 }) - mean - ln_gamma(y + 1.0),
    };
    response.iter().zip(means).map(of).sum()
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

    /// With an intercept alone θ solves Σψ(y+θ) − nψ(θ) = n ln(1 + ȳ/θ).
    #[test]
    fn theta_solves_its_equation() {
        let counts = [0., 1., 9., 2., 14., 0., 3., 7.];
        let fit = fit_negative_binomial(&DMatrix::from_element(8, 1, 1.0), &counts, &[0.0; 8]).unwrap();
        let Family::NegativeBinomial { theta } = fit.family else { panic!("{:?}", fit.family) };
        let left: f64 = counts.iter().map(|y| digamma(y + theta) - digamma(theta)).sum();
        near(left, 8.0 * (1.0 + 4.5 / theta).ln());
    }

    #[test]
    fn counts_without_extra_variance_are_fitted_as_a_poissons() {
        let columns = DMatrix::from_element(4, 1, 1.0);
        let fit = fit_negative_binomial(&columns, &[5., 5., 6., 5.], &[0.0; 4]).unwrap();
        assert_eq!(fit.family, Family::Poisson);
        near(fit.coefficients[0], 5.25_f64.ln());
    }
}
