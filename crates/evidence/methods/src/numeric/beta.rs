//! The regularised incomplete beta function, over parameters of any size that sums of counts have.

use std::f64::consts::TAU;

use super::distribution::ln_gamma;

/// Steps of the continued fraction; it needs some √(a + b) of them.
const STEPS: u32 = 20_000_000;

/// Iₓ(`a`, `b`), `a` and `b` above zero; each tail keeps its own digits.
pub fn regularised(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        front(a, b, x) * fraction(a, b, x) / a
    } else {
        1.0 - front(b, a, 1.0 - x) * fraction(b, a, 1.0 - x) / b
    };
    value.clamp(0.0, 1.0)
}

/// xᵃ(1−x)ᵇ / B(a, b), after Loader (2000): the logarithms of the gamma function, which are large and nearly cancel,
/// are never formed.
fn front(a: f64, b: f64, x: f64) -> f64 {
    let n = a + b;
    let log = stirling(n) - stirling(a) - stirling(b) - deviance(a, n * x) - deviance(b, n * (1.0 - x));
    log.exp() * (a * b / (n * TAU)).sqrt()
}

/// ln Γ(x+1) − (x+½) ln x + x − ½ ln 2π
fn stirling(x: f64) -> f64 {
    if x < 16.0 {
        return ln_gamma(x + 1.0) - (x + 0.5) * x.ln() + x - 0.5 * TAU.ln();
    }
    let square = 1.0 / (x * x);
    let tail = 1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0);
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * tail)) / x
}

/// x ln(x/m) + m − x, by its series where the two are close.
fn deviance(x: f64, mean: f64) -> f64 {
    let apart = (x - mean) / (x + mean);
    if apart.abs() >= 0.1 {
        return x * (x / mean).ln() + mean - x;
    }
    let (mut sum, mut power) = ((x - mean) * apart, 2.0 * x * apart);
    for odd in 1..1000 {
        power *= apart * apart;
        let next = sum + power / f64::from(2 * odd + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The continued fraction, by Lentz's method (Press et al. 2007, 6.4).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let safe = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for step in 1..STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        product *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: pbeta(x, a, b).
    #[allow(clippy::excessive_precision, reason = "written as R prints them")]
    #[test]
    fn values_of_r() {
        for (x, a, b, expected) in [
            (0.3, 2.0, 5.0, 0.579_825_000_000_000_1),
            (0.001, 0.5, 0.5, 0.020_135_041_633_377_49),
            (0.9, 100.0, 3.0, 0.0016335260315866313),
            (0.1, 60.0, 41.0, 2.1909398776320878e-34),
            (0.5, 500501.0, 499500.0, 0.15841340415195773),
            (0.5, 499501.0, 500500.0, 0.841_102_654_318_347_1),
            (0.5, 500000000.0, 500000001.0, 0.500_012_615_662_606_9),
            (0.5001, 500000000.0, 500000001.0, 0.999_999_999_873_044_7),
            (1e-06, 3.0, 1000000000.0, 1.0),
            (0.49999, 50000000000.0, 50000000000.0, 1.2698142896648817e-10),
        ] {
            let found = regularised(a, b, x);
            assert!((found - expected).abs() <= 1e-9 * expected, "{a} {b} {x}: {found} is not {expected}");
        }
    }
}
