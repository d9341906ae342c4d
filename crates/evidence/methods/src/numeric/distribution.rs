//! Distribution functions and quantiles, over `statrs`.
//!
//! Each function is total over the arguments that its callers can hold: degrees of freedom above zero, probabilities
//! within 0 and 1. Outside of that the nearest limit is returned, never a NaN.

use libm::erfc;

use super::beta::regularised;
use statrs::distribution::{
    ChiSquared, Continuous as _, ContinuousCDF, DiscreteCDF, FisherSnedecor, Normal, Poisson, StudentsT,
};
use statrs::function::gamma::{gamma_lr, gamma_ur};

/// P(Z ≤ `z`) of the standard normal.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// P(|Z| ≥ |`z`|) of the standard normal.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// P(Z ≥ `z`) of the standard normal.
pub fn normal_upper(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

/// z with P(Z ≤ z) = `p`.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0))
}

/// z with P(|Z| ≤ z) = `level`: 1.959963984540054 for 0.95.
pub fn normal_two_sided_quantile(level: f64) -> f64 {
    normal_quantile(0.5 + level / 2.0)
}

/// P(|T| ≥ |`t`|) of Student's t with `freedom` degrees.
pub fn t_two_sided(t: f64, freedom: f64) -> f64 {
    let Ok(student) = StudentsT::new(0.0, 1.0, freedom) else { return normal_two_sided(t) };
    (2.0 * student.cdf(-t.abs())).clamp(0.0, 1.0)
}

/// t with P(|T| ≤ t) = `level`; the normal's where `freedom` is infinite.
pub fn t_two_sided_quantile(level: f64, freedom: f64) -> f64 {
    t_quantile(0.5 + level / 2.0, freedom)
}

/// t with P(T ≤ t) = `p`: the quantile of the library, sharpened by Newton's steps on its distribution function.
pub fn t_quantile(p: f64, freedom: f64) -> f64 {
    if freedom.is_infinite() {
        return normal_quantile(p);
    }
    let Ok(student) = StudentsT::new(0.0, 1.0, freedom) else { return normal_quantile(p) };
    let mut t = student.inverse_cdf(p);
    for _ in 0..3 {
        let density = student.pdf(t);
        if density > 0.0 && t.is_finite() {
            t -= (student.cdf(t) - p) / density;
        }
    }
    t
}

/// P(X ≥ `x`) of chi-squared with `freedom` degrees.
pub fn chi_squared_upper(x: f64, freedom: f64) -> f64 {
    ChiSquared::new(freedom).map_or(1.0, |chi| chi.sf(x.max(0.0)))
}

/// x with P(X ≤ x) = `p` of chi-squared with `freedom` degrees.
pub fn chi_squared_quantile(p: f64, freedom: f64) -> f64 {
    2.0 * gamma_quantile(p, freedom / 2.0)
}

/// The shape from which on Wilson and Hilferty's normal is the gamma distribution to twelve digits.
const VAST: f64 = 1e8;

/// x with P(X ≤ x) = `p` of the gamma distribution of shape `shape` and scale 1: Wilson and Hilferty's start, then
/// Newton's steps kept within a bracket. Above a shape of 10⁸ the start has all digits that the steps would give.
pub fn gamma_quantile(p: f64, shape: f64) -> f64 {
    let z = normal_quantile(p);
    let ninth = 1.0 / (9.0 * shape);
    let start = shape * (1.0 - ninth + z * ninth.sqrt()).max(1e-3).powi(3);
    if shape > VAST {
        return start;
    }
    let mut x = start;
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

/// P(X ≥ `x`) of F with `upper` and `lower` degrees; chi-squared / `upper` where `lower` is infinite.
pub fn f_upper(x: f64, upper: f64, lower: f64) -> f64 {
    if lower.is_infinite() {
        return chi_squared_upper(x * upper, upper);
    }
    FisherSnedecor::new(upper, lower).map_or(1.0, |f| f.sf(x.max(0.0)))
}

/// x with P(X ≤ x) = `p` of the beta distribution, `a` and `b` above zero: bisection on its distribution function to the last bit.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if regularised(a, b, middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// P(X ≤ `k`) of the binomial with `n` trials.
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 1.0 } else { regularised((n - k) as f64, k as f64 + 1.0, 1.0 - p.clamp(0.0, 1.0)) }
}

/// P(X ≤ `k`) of the Poisson with the given `mean`.
pub fn poisson_cdf(k: u64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    Poisson::new(mean).map_or(1.0, |poisson| poisson.cdf(k))
}

/// P(X ≥ `count`) of the Poisson with the given `mean`, `count` above zero.
pub fn poisson_upper(count: f64, mean: f64) -> f64 {
    if mean > 0.0 { gamma_lr(count, mean) } else { 0.0 }
}

/// P(X ≥ `count`) of the negative binomial: failures before `size` successes of chance `p`, `count` above zero.
pub fn negative_binomial_upper(count: f64, size: f64, p: f64) -> f64 {
    regularised(count, size, 1.0 - p)
}

/// ln Γ(`x`), `x` above zero.
pub fn ln_gamma(x: f64) -> f64 {
    statrs::function::gamma::ln_gamma(x)
}

/// ψ(`x`), the derivative of ln Γ.
pub fn digamma(x: f64) -> f64 {
    statrs::function::gamma::digamma(x)
}

/// ψ′(`x`), `x` above zero: recurrence up to 10, then the asymptotic series (Abramowitz and Stegun 6.4.11).
pub fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 10.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let tail = square * (1.0 / 6.0 - square * (1.0 / 30.0 - square * (1.0 / 42.0 - square * (1.0 / 30.0))));
    sum + 1.0 / x + square / 2.0 + tail / x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, digits: f64) {
        assert!((found - expected).abs() <= digits * expected.abs().max(1e-300), "{found} is not {expected}");
    }

    /// Values of R 4.2: pnorm, qnorm, qt, pt, pchisq, pf, qbeta, pbinom, ppois, digamma, trigamma.
    #[test]
    fn values_of_r() {
        near(normal_two_sided(5.0), 5.733_031_437_583_878e-7, 1e-14);
        near(normal_upper(10.0), 7.619_853_024_160_527e-24, 1e-13);
        near(normal_two_sided_quantile(0.95), 1.959_963_984_540_054, 1e-13);
        near(t_two_sided_quantile(0.95, 14.0), 2.144_786_687_917_804, 1e-12);
        near(t_two_sided_quantile(0.95, 1.0), 12.706_204_736_174_694, 1e-12);
        near(t_two_sided(2.5, 7.0), 0.040_992_218_585_752_87, 1e-12);
        near(chi_squared_upper(3.841_458_820_694_124, 1.0), 0.05, 1e-11);
        near(f_upper(4.0, 2.0, 10.0), 0.052_922_149_401_344_65, 1e-12);
        near(beta_quantile(0.025, 3.0, 8.0), 0.066_739_511_177_734_47, 1e-12);
        near(binomial_cdf(3, 10, 0.3), 0.649_610_718_4, 1e-12);
        near(binomial_cdf(500_500, 1_000_000, 0.5), 0.841_586_595_848_045_3, 1e-9);
        near(binomial_cdf(499_900_000, 1_000_000_000, 0.5), 1.270_074_179_877_275_7e-10, 1e-6);
        near(beta_quantile(0.025, 5e8, 5e8 + 1.0), 0.499_969_009_748_422_3, 1e-11);
        near(poisson_cdf(2, 3.5), 0.320_847_198_862_134, 1e-12);
        near(trigamma(1.0), std::f64::consts::PI * std::f64::consts::PI / 6.0, 1e-12);
        near(digamma(1.0), -0.577_215_664_901_532_9, 1e-12);
    }

    /// R: qchisq(p, df), from few degrees to more than any sum of counts has.
    #[test]
    fn quantiles_of_chi_squared() {
        for (freedom, p, expected) in [
            (0.5, 1e-6, 1.349_939_578_622_346_3e-24),
            (0.5, 0.999_999, 21.375_635_152_821_96),
            (1.0, 1e-6, 1.570_796_326_795_716_4e-12),
            (1.0, 0.025, 0.000_982_069_117_175_256_2),
            (2e4, 1e-6, 19_063.670_234_379_613),
            (2e4, 0.975, 20_393.883_649_999_767),
            (1e6, 0.025, 997_230.087_143_290_1),
            (2e8, 1e-6, 199_904_945.910_106_78),
            (2e10, 0.025, 19_999_608_009.097_4),
            (2e14, 0.975, 200_000_039_199_281.6),
        ] {
            near(chi_squared_quantile(p, freedom), expected, 1e-11);
        }
    }

    #[test]
    fn a_probability_at_its_ends_is_no_nan() {
        for value in
            [normal_quantile(0.0), normal_quantile(1.0), t_two_sided(f64::INFINITY, 3.0), f_upper(-1.0, 1.0, 1.0)]
        {
            assert!(!value.is_nan());
        }
    }
}
