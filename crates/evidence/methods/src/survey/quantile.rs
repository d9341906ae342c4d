//! Quantiles, with Woodruff's intervals.

use rayon::prelude::*;
use serde::Serialize;

use super::design::{Design, Domain};
use super::estimate::{Settings, Statistic, cautions, estimate};
use super::proportion::{Method, Share};
use crate::numeric::distribution::t_two_sided_quantile;
use crate::{Caution, Error, Interval, check, sound};

/// Which value is the quantile where the cumulated weights step over it; the names are those of R's `svyquantile`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// The smallest value at which the cumulated share reaches p; R's `math` and `hf1`.
    #[default]
    Math,
    /// As `Math`; halfway to the next value where the share is exactly p. R's `school` and `hf2`.
    School,
    /// As `Math`; where the share is exactly p, that value if its number among the distinct ones is even, else the next.
    Hf3,
    /// Linear between the cumulated shares.
    Hf4,
    /// Linear between the middles of the steps.
    Hf5,
    /// Linear, the values standing at Sₖ/(S + w of the largest); Weibull's for equal weights.
    Hf6,
    /// Linear, the smallest at 0 and the largest at 1; R's `quantile` for equal weights.
    Hf7,
    /// Linear, the values at a third from the end of their step: about median-unbiased.
    Hf8,
    /// Linear, the values at three eighths from the end of their step: about unbiased for a normal.
    Hf9,
    /// Shah and Vaish 2006: the largest value whose (Sₖ + ½ − wₖ/2)/(n+1) is at most p, the weights taken to mean 1.
    ShahVaish,
}

/// A quantile and how sure it is.
#[derive(Clone, Debug, Serialize)]
pub struct Quantile {
    /// The share of people at or below it.
    pub probability: f64,
    pub estimate: f64,
    /// The interval's width over 2t; `None` where the interval has no end.
    pub se: Option<f64>,
    /// `None` where the sample is too small to tell the lower end.
    pub ci: Option<Interval>,
    pub freedom: Option<f64>,
    /// Rows with a weight.
    pub n: usize,
    pub population: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The values of a domain in order, with the weights up to each.
#[derive(Debug)]
struct Sorted {
    values: Vec<f64>,
    weights: Vec<f64>,
    cumulated: Vec<f64>,
}

/// The quantiles of `values` (one a row) over `domain`, at each of `probabilities`.
///
/// The interval is Woodruff's (1952): that of the share of people at or below the estimate, by `method`, read back through
/// the same `rule`. Its standard error is its width over 2t. Reproduces R's `svyquantile` (survey 4.1) with
/// `interval.type` `mean`, `xlogit`, `beta` and `asin`, whose degrees of freedom are those of the domain. R 4.1's `math`,
/// `school` and `hf1` to `hf4` answer the second value where the smallest one alone holds the share asked for, and its
/// `shahvaish` forgets to scale one of its weights; neither is repeated here. Where equal values carry different weights,
/// the linear rules depend a little on the order of the rows, as R's do; `Math`, `School` and `Hf3` never do.
///
/// Errors: a probability outside of 0 to 1, a value that is not a number, no rows with a weight.
pub fn quantiles(
    design: &Design,
    domain: &Domain,
    values: &[f64],
    probabilities: &[f64],
    (rule, method): (Rule, Method),
    settings: &Settings,
) -> Result<Vec<Quantile>, Error> {
    settings.check()?;
    check::length("value", values.len(), design.rows())?;
    for probability in probabilities {
        check::level("probability", *probability)?;
    }
    let sorted = Sorted::new(design, domain, values)?;
    probabilities.iter().map(|p| one(design, domain, values, *p, &sorted, (rule, method), settings)).collect()
}

fn one(
    design: &Design,
    domain: &Domain,
    values: &[f64],
    probability: f64,
    sorted: &Sorted,
    (rule, method): (Rule, Method),
    settings: &Settings,
) -> Result<Quantile, Error> {
    let found = sorted.quantile(rule, probability);
    let below: Vec<f64> = values.iter().map(|value| f64::from(*value <= found)).collect();
    let share = estimate(design, domain, Statistic::Mean(&below), settings)?;
    let freedom = settings.freedom(design, domain);
    let design_freedom = Some(design.freedom_in(domain)).filter(|freedom| *freedom > 0.0);
    let of = Share {
        share: share.estimate.clamp(0.0, 1.0),
        se: share.se,
        rows: domain.rows().len(),
        freedom,
        level: settings.level,
        census: design.is_census(domain),
    };
    let ends = of.interval(method, design_freedom).map(|interval| (interval.lower, interval.upper.unwrap_or(1.0)));
    let lower = ends.filter(|ends| ends.0 >= 0.0).map(|ends| sorted.quantile(rule, ends.0));
    let upper = ends.filter(|ends| ends.1 <= 1.0).map(|ends| sorted.quantile(rule, ends.1));
    let width = lower.zip(upper).map(|(lower, upper)| upper - lower);
    let se = width.zip(freedom).map(|(width, freedom)| width / (2.0 * t_two_sided_quantile(settings.level, freedom)));
    let mut cautions = cautions(share.n, freedom, (found, se.unwrap_or(0.0)));
    if freedom.is_some() && (lower.is_none() || upper.is_none()) {
        let text = "The sample is too small for both ends of the interval of a quantile this far out.";
        cautions.push(Caution::found("far-out", text));
    }
    sound(Quantile {
        probability,
        estimate: found,
        se,
        ci: lower.map(|lower| Interval { lower, upper, level: settings.level }),
        freedom: share.freedom,
        n: share.n,
        population: share.population,
        cautions,
    })
}

impl Sorted {
    fn new(design: &Design, domain: &Domain, values: &[f64]) -> Result<Self, Error> {
        let mut pairs = Vec::with_capacity(domain.rows().len());
        for row in domain.rows().iter().map(|row| *row as usize) {
            let (value, weight) = (values[row], design.weights()[row]);
            if !value.is_finite() {
                return Err(Error::value("value", row, value, "a number"));
            }
            if weight > 0.0 {
                pairs.push((value, row, weight));
            }
        }
        if pairs.is_empty() {
            return Err(Error::none("there is no row with a weight to estimate from"));
        }
        // Zero and minus zero are one value; equal values stand as their rows do.
        pairs.par_sort_unstable_by(|one, other| (one.0 + 0.0).total_cmp(&(other.0 + 0.0)).then(one.1.cmp(&other.1)));
        let mut sum = 0.0;
        let cumulated = pairs.iter().map(|(_, _, weight)| {
            sum += weight;
            sum
        });
        let cumulated = cumulated.collect();
        let (values, weights) = pairs.into_iter().map(|(value, _, weight)| (value, weight)).unzip();
        Ok(Self { values, weights, cumulated })
    }

    fn total(&self) -> f64 {
        self.cumulated.last().copied().unwrap_or(0.0)
    }

    /// The first place whose cumulated weight reaches `p` of the whole, and whether it does so exactly. A sum of weights
    /// is exact to about its twelfth digit.
    fn step(&self, p: f64) -> (usize, bool) {
        let (wanted, slack) = (p * self.total(), 1e-12 * self.total());
        let place = self.cumulated.partition_point(|sum| *sum < wanted - slack);
        let place = place.min(self.values.len() - 1);
        (place, (self.cumulated[place] - wanted).abs() <= slack)
    }

    fn quantile(&self, rule: Rule, p: f64) -> f64 {
        let (n, total) = (self.values.len(), self.total());
        let last = self.weights[n - 1];
        let up = |place: usize| self.cumulated[place];
        let down = |place: usize| self.cumulated[place] - self.weights[place];
        match rule {
            Rule::Math | Rule::School | Rule::Hf3 => self.stepped(rule, p),
            Rule::Hf4 => self.line(p, |place| up(place) / total),
            Rule::Hf5 => self.line(p, |place| (up(place) - self.weights[place] / 2.0) / total),
            Rule::Hf6 => self.line(p, |place| up(place) / (total + last)),
            Rule::Hf7 if n == 1 => self.values[0],
            Rule::Hf7 => self.line(p, |place| down(place) / (total - last)),
            Rule::Hf8 => self.line(p, |place| (down(place) / 3.0 + up(place) * 2.0 / 3.0) / (total + last / 3.0)),
            Rule::Hf9 => self.line(p, |place| (down(place) * 0.375 + up(place) * 0.625) / (total + last / 4.0)),
            Rule::ShahVaish => {
                let mean = total / n as f64;
                let at = |place: usize| (up(place) / mean + 0.5 - self.weights[place] / mean / 2.0) / (n as f64 + 1.0);
                let after = first_where(n, |place| at(place) > p + 1e-12);
                self.values[after.saturating_sub(1)]
            }
        }
    }

    fn stepped(&self, rule: Rule, p: f64) -> f64 {
        let (place, exact) = self.step(p);
        let next = self.values[(place + 1).min(self.values.len() - 1)];
        match rule {
            Rule::School if exact => (self.values[place] + next) / 2.0,
            Rule::Hf3 if exact => {
                let distinct = 1 + self.values[..=place].windows(2).filter(|pair| pair[0] != pair[1]).count();
                if next == self.values[place] || distinct % 2 == 0 { self.values[place] } else { next }
            }
            _ => self.values[place],
        }
    }

    /// Linear between the values at the places `at`, which grow; the ends beyond them.
    fn line(&self, p: f64, at: impl Fn(usize) -> f64) -> f64 {
        let n = self.values.len();
        let after = first_where(n, |place| at(place) > p);
        if after == 0 {
            return self.values[0];
        }
        if after == n {
            return self.values[n - 1];
        }
        let (low, high) = (at(after - 1), at(after));
        self.values[after - 1] + (self.values[after] - self.values[after - 1]) * (p - low) / (high - low)
    }
}

/// The first place below `count` for which `holds`, which stays true once it is; `count` if there is none.
fn first_where(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}
