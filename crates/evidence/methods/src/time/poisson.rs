//! Exact intervals of a Poisson mean.

use crate::numeric::distribution::ln_gamma;
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// The exact interval of the mean behind a `count` (Garwood 1936): from the mean at which as many or more are too many,
/// to the one at which as few or fewer are too few.
pub(super) fn interval(count: f64, level: f64) -> (f64, f64) {
    let tail = 0.5 - level / 2.0;
    let lower = if count > 0.0 { gamma_quantile(tail, count) } else { 0.0 };
    (lower, gamma_quantile(1.0 - tail, count + 1.0))
}

/// x with P(X ≤ x) = `p` of the gamma distribution of shape `shape` and scale 1: Wilson and Hilferty's start, then
/// Newton's steps kept within a bracket.
pub(super) fn gamma_quantile(p: f64, shape: f64) -> f64 {
    let z = crate::numeric::distribution::normal_quantile(p);
    let ninth = 1.0 / (9.0 * shape);
    let mut x = shape * (1.0 - ninth + z * ninth.sqrt()).max(1e-3).powi(3);
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..200 {
        // The smaller tail keeps its digits.
        let above = if p < 0.5 { gamma_lr(shape, x) - p } else { (1.0 - p) - gamma_ur(shape, x) };
        if above > 0.0 {
            high = x
        } else {
            low = x
        }
        let density = ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp();
        let mut next = x - above / density;
        if next.is_nan() || next <= low || next >= high {
            next = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * x };
        }
        if (next - x).abs() <= 4.0 * f64::EPSILON * x {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: qgamma(0.025, n), qgamma(0.975, n + 1).
    #[test]
    fn intervals_of_r() {
        for (count, lower, upper) in [
            (0.0, 0.0, 3.688_879_454_113_935),
            (1.0, 0.025_317_807_984_289_876, 5.571_643_390_938_899),
            (10.0, 4.795_388_696_132_433, 18.390_356_042_017_78),
            (1000.0, 938.973_018_407_695_2, 1_063.952_136_016_302),
            (52_341.0, 51_893.544_294_758_2, 52_791.354_291_990_23),
        ] {
            let found = interval(count, 0.95);
            let near = |found: f64, expected: f64| (found - expected).abs() <= 1e-11 * expected;
            assert!(near(found.0, lower) && near(found.1, upper), "{count}: {found:?}");
        }
    }
}
