//! Exact intervals and tests of counts and shares.

use crate::Interval;
use crate::numeric::distribution::{beta_quantile, binomial_cdf, gamma_quantile, ln_gamma, normal_two_sided_quantile};

/// Garwood (1936): the interval of a Poisson count's mean, from the mean at which as many or more are too many, to the
/// one at which as few or fewer are too few; R's `poisson.test`.
pub fn poisson_interval(count: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let lower = if count > 0.0 { gamma_quantile(tail, count) } else { 0.0 };
    Interval::new(lower, gamma_quantile(1.0 - tail, count + 1.0), level)
}

/// Clopper and Pearson (1934): the interval of a share; R's `binom.test`.
pub fn share_interval(yes: f64, n: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let lower = if yes > 0.0 { beta_quantile(tail, yes, n - yes + 1.0) } else { 0.0 };
    let upper = if yes < n { beta_quantile(1.0 - tail, yes + 1.0, n - yes) } else { 1.0 };
    Interval::new(lower, upper, level)
}

/// Wilson (1927): the interval of a share by the score test, R's `prop.test` without correction.
pub fn wilson(yes: f64, n: f64, level: f64) -> Interval {
    let z = normal_two_sided_quantile(level);
    let (share, z2) = (yes / n, z * z);
    let middle = share + z2 / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let below = 1.0 + z2 / n;
    Interval::new(((middle - reach) / below).max(0.0), ((middle + reach) / below).min(1.0), level)
}

/// The ratio of two Poisson rates given the sum of the counts: the share's exact interval turned into odds; R's
/// `poisson.test` with two counts. No upper end where the second count is zero.
pub fn ratio_interval(a: f64, b: f64, exposure: f64, other: f64, level: f64) -> Option<Interval> {
    if a + b == 0.0 {
        return None;
    }
    let share = share_interval(a, a + b, level);
    let odds = |share: f64| share / (1.0 - share) * (other / exposure);
    let upper = share.upper.filter(|share| *share < 1.0 && b > 0.0).map(odds);
    Some(Interval { lower: odds(share.lower), upper, level })
}

/// Two-sided p of `yes` successes in `n` with chance `share`: the sum over all outcomes no more likely; `binom.test`.
pub fn binomial_test(yes: f64, n: f64, share: f64) -> f64 {
    if n == 0.0 || share <= 0.0 || share >= 1.0 {
        let expected = n * share.clamp(0.0, 1.0);
        return if yes == expected { 1.0 } else { 0.0 };
    }
    let log = |k: f64| {
        ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0) + k * share.ln() + (n - k) * (-share).ln_1p()
    };
    // R's tolerance: outcomes of the same likelihood but for rounding count.
    let most = log(yes) + 1e-7;
    let mean = n * share;
    if yes == mean {
        return 1.0;
    }
    // The likelihood falls away from the mean on both sides: the other tail's end is found by bisection.
    let (below, above) = if yes < mean {
        let (mut low, mut high) = (mean.ceil(), n + 1.0);
        while low < high {
            let middle = ((low + high) / 2.0).floor();
            if log(middle) <= most { high = middle } else { low = middle + 1.0 }
        }
        (yes, low)
    } else {
        let (mut low, mut high) = (-1.0, mean.floor());
        while low < high {
            let middle = ((low + high) / 2.0).ceil();
            if log(middle) <= most { low = middle } else { high = middle - 1.0 }
        }
        (low, yes)
    };
    let at_most = |k: f64, share: f64| if k < 0.0 { 0.0 } else { binomial_cdf(k as u64, n as u64, share) };
    // The upper tail as the lower tail of failures, which keeps its digits.
    (at_most(below, share) + at_most(n - above, 1.0 - share)).min(1.0)
}

/// Fisher's exact p of a two by two table, two-sided: the sum over all tables with these margins no more likely;
/// `fisher.test`.
///
/// The cost grows as the spread of the likely tables: both tails' ends are found by halving, and each sum goes outwards until
/// nothing more can be added.
pub fn fisher_test(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let (row, column, n) = (a + b, a + c, a + b + c + d);
    let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let log = |x: f64| choose(row, x) + choose(n - row, column - x) - choose(n, column);
    let most = log(a) + 1e-7;
    let (least, last) = ((row + column - n).max(0.0), row.min(column));
    let centre = ((row + 1.0) * (column + 1.0) / (n + 2.0)).floor().clamp(least, last);
    let top = log(centre);
    if top <= most {
        return 1.0;
    }
    // From `start` on, until a term is nothing beside the sum.
    let outwards = |start: f64, step: f64| {
        let (mut sum, mut x) = (0.0, start);
        while (least..=last).contains(&x) {
            let chance = (log(x) - top).exp();
            sum += chance;
            if chance <= 1e-18 * sum {
                break;
            }
            x += step;
        }
        sum
    };
    // The likelihood falls away from the centre on both sides.
    let (mut low, mut high) = (least - 1.0, centre);
    while low < high {
        let middle = ((low + high) / 2.0).ceil();
        if log(middle) <= most { low = middle } else { high = middle - 1.0 }
    }
    let below = low;
    let (mut low, mut high) = (centre, last + 1.0);
    while low < high {
        let middle = ((low + high) / 2.0).floor();
        if log(middle) <= most { high = middle } else { low = middle + 1.0 }
    }
    let whole = outwards(centre, 1.0) + outwards(centre - 1.0, -1.0);
    ((outwards(below, -1.0) + outwards(high, 1.0)) / whole).min(1.0)
}

/// The odds ratio at which a table without an event in its first cell would be as unlikely as `tail`: the upper end of the
/// exact interval of `fisher.test` for the rows (0, `b`) and (`c`, `d`). `None` where there is no such number, because no
/// other table has these margins.
pub fn odds_upper_of_none(b: f64, d: f64, c: f64, tail: f64) -> Option<f64> {
    let last = b.min(c);
    if last < 1.0 {
        return None;
    }
    // ln of (tables with x in the first cell / tables with 0 there), by their ratios one after the other.
    let none = |log_odds: f64| {
        let (mut term, mut sum, mut x) = (0.0_f64, 1.0_f64, 0.0);
        while x < last {
            term += ((b - x) * (c - x) / ((x + 1.0) * (d + x + 1.0))).ln() + log_odds;
            sum += term.exp();
            x += 1.0;
            if sum > 1.0 / tail || term < -45.0 {
                break;
            }
        }
        1.0 / sum
    };
    let (mut low, mut high) = (-60.0, 60.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if none(middle) > tail { low = middle } else { high = middle }
    }
    Some(f64::exp(0.5 * (low + high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    /// R: fisher.test(matrix(c(3, 1, 1, 3), 2)), the lady tasting tea; binom.test(682, 925, 3/4); poisson.test(137, 24.19893)
    #[test]
    fn examples_of_r() {
        near(fisher_test(3.0, 1.0, 1.0, 3.0), 0.485_714_285_714_285_7);
        near((binomial_test(682.0, 925.0, 0.75) * 1e7).round(), 3_824_916.0);
        let interval = poisson_interval(137.0, 0.95);
        near((interval.lower / 24.198_93 * 1e6).round(), 4_753_125.0);
        near((interval.upper.unwrap() / 24.198_93 * 1e6).round(), 6_692_709.0);
    }

    /// R: qgamma(0.025, n), qgamma(0.975, n + 1).
    #[test]
    fn intervals_of_r() {
        for (count, lower, upper) in [
            (1.0, 0.025_317_807_984_289_876, 5.571_643_390_938_899),
            (10.0, 4.795_388_696_132_433, 18.390_356_042_017_78),
            (1000.0, 938.973_018_407_695_2, 1_063.952_136_016_302),
            (52_341.0, 51_893.544_294_758_2, 52_791.354_291_990_23),
            (1e9, 999_938_021.444_278_8, 1_000_061_981.450_408_9),
            (1e13, 9_999_993_802_050.625, 10_000_006_197_952.27),
        ] {
            let found = poisson_interval(count, 0.95);
            let close = |found: f64, expected: f64| (found - expected).abs() <= 1e-11 * expected;
            assert!(close(found.lower, lower) && close(found.upper.unwrap(), upper), "{count}: {found:?}");
        }
    }

    /// R: fisher.test; the table of a billion takes no longer than its spread.
    #[test]
    fn fisher_of_large_tables() {
        near(fisher_test(300.0, 12_000.0, 500.0, 14_000.0), 1.318_789_836_671_488e-6);
        near(fisher_test(3000.0, 120_000.0, 2900.0, 141_000.0), 1.355_852_776_642_274e-13);
        assert!(fisher_test(5e8, 5e8, 5e8, 5e8) > 0.999_9);
        // Far out in the tail the likely tables are half a billion steps away.
        assert_eq!(fisher_test(1e9, 0.0, 0.0, 1e9), 0.0);
        let apart = fisher_test(0.0, 1e9, 40.0, 1e9) / 1.818_988_694e-12;
        assert!((apart - 1.0).abs() < 1e-4, "{apart}");
    }

    /// scipy: odds_ratio([[0, 8], [12, 9]], kind="conditional").confidence_interval(0.95).high, and of 0, 200, 150, 300.
    #[test]
    fn the_bound_of_nothing() {
        near(odds_upper_of_none(8.0, 9.0, 12.0, 0.025).unwrap(), 0.604_616_978_798_887);
        near(odds_upper_of_none(200.0, 300.0, 150.0, 0.025).unwrap(), 0.038_034_550_551_716_13);
        assert!(odds_upper_of_none(0.0, 9.0, 12.0, 0.025).is_none());
    }

    #[test]
    fn the_ends_are_finite() {
        assert_eq!(poisson_interval(0.0, 0.95).lower, 0.0);
        near(poisson_interval(0.0, 0.95).upper.unwrap(), -(0.025_f64).ln());
        assert_eq!(share_interval(5.0, 5.0, 0.95).upper, Some(1.0));
        assert_eq!(ratio_interval(3.0, 0.0, 1.0, 1.0, 0.95).unwrap().upper, None);
        assert!(ratio_interval(0.0, 0.0, 1.0, 1.0, 0.95).is_none());
        assert_eq!(binomial_test(0.0, 0.0, 0.5), 1.0);
    }
}
