//! Values that depend on those before them: errors that allow for it, and whether there is any.

use nalgebra::{DMatrix, DVector};

use super::distribution::chi_squared_upper;
use super::glm::Fit;
use crate::{Caution, Error};

/// The covariance of the coefficients after Newey and West (1987): B·(Γ₀ + Σₗ (1 − l/(L+1))(Γₗ + Γₗᵀ))·B·n/(n−k), with Γₗ
/// the products of scores `lag` rows apart, a row's score x·(y − μ)·(dμ/dη)/V, and B the inverse of the expected
/// information. The one convention of all methods here.
///
/// As R's `sandwich::NeweyWest(prewhite = FALSE, adjust = TRUE)` has it, for `MASS::glm.nb` too, and, for Gaussian and
/// Poisson, `statsmodels` (`cov_type="HAC"`, `use_correction=True`).
pub fn newey_west(fit: &Fit, columns: &DMatrix<f64>, values: &[f64], lag: usize) -> DMatrix<f64> {
    let (n, k) = columns.shape();
    let size = |row: usize| {
        let mean = fit.means[row];
        (values[row] - mean) * fit.family.slope(mean) / fit.family.variance(mean).max(1e-300)
    };
    let sizes: Vec<f64> = (0..n).map(size).collect();
    let scores = DMatrix::from_fn(n, k, |row, column| columns[(row, column)] * sizes[row]);
    let mut meat = scores.transpose() * &scores;
    for apart in 1..=lag.min(n.saturating_sub(1)) {
        let weight = 1.0 - apart as f64 / (lag as f64 + 1.0);
        let products = scores.rows(apart, n - apart).transpose() * scores.rows(0, n - apart);
        meat += (&products + products.transpose()) * weight;
    }
    let correction = n as f64 / n.saturating_sub(k).max(1) as f64;
    &fit.inverse * meat * &fit.inverse * correction
}

/// Whether the model leaves nothing but rounding, so that there is no error to measure by.
pub fn nothing_left(fit: &Fit, values: &[f64]) -> bool {
    let left: f64 = values.iter().zip(&fit.means).map(|(value, mean)| (value - mean) * (value - mean)).sum();
    left <= 1e-20 * values.iter().map(|value| value * value).sum::<f64>()
}

/// The number of lags by the rule of Newey and West (1994): ⌊4(n/100)^(2/9)⌋.
pub fn usual_lag(n: usize) -> usize {
    (4.0 * (n as f64 / 100.0).powf(2.0 / 9.0)).floor() as usize
}

/// The lag in use: the one `asked` for, else the usual one.
///
/// Errors: half of the `n` values or more. The scores add up to zero, and so does what the weights make of all of them: the
/// error falls towards 0 as the lag nears the length of the series, whatever the series is.
pub fn lag(asked: Option<usize>, n: usize) -> Result<usize, Error> {
    match asked {
        Some(lag) if lag >= n.div_ceil(2) => {
            Err(Error::setting("lag", lag, format!("less than half of the {n} values")))
        }
        asked => Ok(asked.unwrap_or_else(|| usual_lag(n))),
    }
}

/// What is to be said of a lag beyond √n.
pub fn long_lag(lag: usize, n: usize) -> Option<Caution> {
    (lag.saturating_mul(lag) > n).then(|| {
        let text = format!(
            "A lag of {lag} is long for {n} values (more than their square root): the errors come out too small."
        );
        Caution::found("long-lag", text)
    })
}

/// The autocorrelation of `values` at lags 1 to `lags`, as R's `acf` computes it; `None` where nothing varies.
pub fn autocorrelation(values: &[f64], lags: usize) -> Option<Vec<f64>> {
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let left = DVector::from_iterator(n, values.iter().map(|value| value - mean));
    let whole = left.norm_squared();
    let at = |lag: usize| left.rows(lag, n - lag).dot(&left.rows(0, n - lag)) / whole;
    (whole > 0.0 && lags < n).then(|| (1..=lags).map(at).collect())
}

/// The p-value of Ljung and Box (1978): whether the first autocorrelations together differ from none.
pub fn ljung_box(correlations: &[f64], n: usize) -> f64 {
    let n = n as f64;
    let sum: f64 = correlations.iter().zip(1..).map(|(r, lag)| r * r / (n - f64::from(lag))).sum();
    chi_squared_upper(n * (n + 2.0) * sum, correlations.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: Box.test(lh, lag = 4, type = "Ljung-Box") and acf(lh)
    #[test]
    fn the_hormone_series_of_r() {
        let lh = [
            2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9,
            1.8, 2.7, 3.0, 2.3, 2.0, 2.0, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5,
            3.1, 2.6, 2.1, 3.4, 3.0, 2.9,
        ];
        let found = autocorrelation(&lh, 4).unwrap();
        assert!((found[0] - 0.575_524_475_524).abs() < 1e-11, "{found:?}");
        assert!((ljung_box(&found, 48) - 0.000_260_989_910_103).abs() < 1e-12);
        assert!(autocorrelation(&[1.0; 5], 2).is_none());
    }
}
