//! Counts that vary more than a Poisson's: the negative binomial, its θ found with the rest.

use nalgebra::DMatrix;

use super::distribution::{digamma, ln_gamma, trigamma};
use super::glm::{Family, Fit, STEPS, fit};
use crate::Error;

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
