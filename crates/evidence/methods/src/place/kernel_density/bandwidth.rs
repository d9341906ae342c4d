//! How far should each event reach?

use rayon::prelude::*;

use super::Kernel;
use crate::{Error, check};

/// A rule that finds the bandwidth from the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// s·n^(−1/6) along each axis, s the standard deviation (Scott 1992, equation 6.42, in two dimensions).
    Scott,
    /// min(s, IQR/1.34)·n^(−1/6) along each axis: not led astray by a few far points (Silverman 1986, sections 3.4.2
    /// and 4.3.2).
    Silverman,
    /// The multiple of Silverman's that gives each point the greatest likelihood from all others (Duin 1976), with a
    /// Gaussian kernel.
    Likelihood,
}

/// How much wider a kernel must be to smooth as much as a Gaussian of bandwidth one: the ratio of the canonical
/// bandwidths (∫K²)^(1/6) / μ₂^(1/3) (Marron and Nolan 1988); Silverman's table 4.1 has 2.78 and 2.40.
fn canonical(kernel: Kernel) -> f64 {
    match kernel {
        Kernel::Gaussian => 1.0,
        Kernel::Quartic => 460.8_f64.powf(1.0 / 6.0),
        Kernel::Epanechnikov => 192.0_f64.powf(1.0 / 6.0),
    }
}

/// The bandwidths along x and y that the `rule` finds for points and this kernel.
///
/// Errors: coordinates that are not numbers, fewer than two points, points on one line along an axis; for the
/// likelihood more than 20,000 points, which it looks at pair by pair.
pub fn bandwidth(x: &[f64], y: &[f64], kernel: Kernel, rule: Rule) -> Result<[f64; 2], Error> {
    check::at_least("points", x.len(), 2)?;
    check::length("y", y.len(), x.len())?;
    check::finite("x", x)?;
    check::finite("y", y)?;
    let n = x.len() as f64;
    let spread = |what: &str, values: &[f64]| {
        let s = deviation(values);
        let s = if rule == Rule::Scott { s } else { robust(values, s) };
        let none =
            || Error::none(format!("all values of {what} are the same: there is no spread to find a bandwidth from"));
        if s > 0.0 { Ok(s * n.powf(-1.0 / 6.0)) } else { Err(none()) }
    };
    let plain = [spread("x", x)?, spread("y", y)?];
    let multiple = if rule == Rule::Likelihood { likeliest(x, y, plain)? } else { 1.0 };
    Ok(plain.map(|h| h * multiple * canonical(kernel)))
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// The smaller of s and IQR/1.34; s where half of the points or more share one value.
fn robust(values: &[f64], s: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // R's type 7, the default of quantile().
    let quantile = |p: f64| {
        let at = p * (sorted.len() - 1) as f64;
        let (low, part) = (at.floor() as usize, at.fract());
        sorted[low] + part * (sorted[(low + 1).min(sorted.len() - 1)] - sorted[low])
    };
    let range = (quantile(0.75) - quantile(0.25)) / 1.34;
    if range > 0.0 { s.min(range) } else { s }
}

/// The points that the likelihood looks at pair by pair at most.
const PAIRWISE: usize = 20_000;

/// The multiple of `plain` between 1/20 and 3 with the greatest Σ ln d₋ᵢ(pᵢ): a grid, then golden section.
fn likeliest(x: &[f64], y: &[f64], plain: [f64; 2]) -> Result<f64, Error> {
    if x.len() > PAIRWISE {
        let expected = format!("at most {PAIRWISE} for the likelihood rule; use scott or silverman");
        return Err(Error::setting("the number of points", x.len(), expected));
    }
    // Rising steps of 15%.
    let grid: Vec<f64> = (0..=29).map(|step| 0.05 * 1.15_f64.powi(step)).collect();
    let values: Vec<f64> = grid.iter().map(|multiple| likelihood(x, y, plain, *multiple)).collect();
    let best = (0..grid.len()).max_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap_or(0);
    if best == 0 {
        return Err(Error::none(
            "points lie on top of each other: their likelihood grows without end as the bandwidth shrinks",
        ));
    }
    let (mut low, mut high) = (grid[best - 1], grid[(best + 1).min(grid.len() - 1)]);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..20 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if likelihood(x, y, plain, a) >= likelihood(x, y, plain, b) { high = b } else { low = a }
    }
    Ok(0.5 * (low + high))
}

/// Σ ln of the density at each point from all others, constants left out.
fn likelihood(x: &[f64], y: &[f64], plain: [f64; 2], multiple: f64) -> f64 {
    let [hx, hy] = plain.map(|h| h * multiple);
    let of = |at: usize| {
        let one = |other: usize| {
            let (dx, dy) = ((x[other] - x[at]) / hx, (y[other] - y[at]) / hy);
            (-0.5 * (dx * dx + dy * dy)).exp()
        };
        // The point itself adds one, which is taken away again before small terms would be lost.
        let sum = (0..at).map(one).sum::<f64>() + (at + 1..x.len()).map(one).sum::<f64>();
        sum.max(f64::MIN_POSITIVE).ln() - (hx * hy).ln()
    };
    let logs: Vec<f64> = (0..x.len()).into_par_iter().map(of).collect();
    logs.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratios_are_those_of_silvermans_table() {
        assert!((canonical(Kernel::Quartic) - 2.78).abs() < 0.005);
        assert!((canonical(Kernel::Epanechnikov) - 2.40).abs() < 0.005);
    }
}
