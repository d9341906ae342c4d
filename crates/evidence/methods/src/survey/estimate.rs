//! Means, totals and ratios, of everyone or of a group, with design-based errors and design effects.

use rayon::prelude::*;
use serde::Serialize;

use super::design::{Design, Domain, Lonely};
use crate::numeric::distribution::t_two_sided_quantile;
use crate::{Caution, Error, Interval, check, sound};

/// What is estimated; every slice has one value a row. Rows outside of the domain may hold any number.
#[derive(Clone, Copy, Debug)]
pub enum Statistic<'a> {
    /// Σwy / Σw
    Mean(&'a [f64]),
    /// Σwy
    Total(&'a [f64]),
    /// Σwy / Σwx, of (y, x)
    Ratio(&'a [f64], &'a [f64]),
}

/// Against which sample of the same size the design effect is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compared {
    /// A simple random sample without replacement; R's `deff = TRUE`.
    #[default]
    WithoutReplacement,
    /// A simple random sample with replacement; R's `deff = "replace"`.
    WithReplacement,
}

/// The choices that an estimate takes.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The confidence of the interval.
    pub level: f64,
    /// The degrees of freedom of the interval; `None`: units less strata of the domain. Infinite: the normal's.
    pub freedom: Option<f64>,
    pub compared: Compared,
}

impl Default for Settings {
    fn default() -> Self {
        Self { level: 0.95, freedom: None, compared: Compared::default() }
    }
}

impl Settings {
    /// Errors: a level outside of 0 to 1, degrees of freedom that are not above zero.
    pub fn check(&self) -> Result<(), Error> {
        check::level("level", self.level)?;
        match self.freedom {
            Some(freedom) if freedom.is_nan() || freedom <= 0.0 => {
                Err(Error::setting("degrees of freedom", freedom, "a number above zero"))
            }
            _ => Ok(()),
        }
    }

    /// The degrees of freedom in use over `domain`; `None` where the design leaves none.
    pub fn freedom(&self, design: &Design, domain: &Domain) -> Option<f64> {
        self.freedom.or_else(|| Some(design.freedom_in(domain)).filter(|freedom| *freedom > 0.0))
    }

    /// estimate ± t · error; `None` without degrees of freedom.
    pub fn interval(&self, estimate: f64, error: f64, freedom: Option<f64>) -> Option<Interval> {
        let reach = t_two_sided_quantile(self.level, freedom?) * error;
        reach.is_finite().then(|| Interval::new(estimate - reach, estimate + reach, self.level))
    }
}

/// An estimate and how sure it is.
#[derive(Clone, Debug, Serialize)]
pub struct Estimate {
    pub estimate: f64,
    /// The standard error under the design.
    pub se: f64,
    /// The variance over that of a simple random sample of as many rows; `None` where that one is zero or unknown.
    pub deff: Option<f64>,
    /// `None` where the design leaves no degrees of freedom.
    pub ci: Option<Interval>,
    /// The standard error over the size of the estimate; `None` for an estimate of zero.
    pub cv: Option<f64>,
    /// Degrees of freedom: first-stage units less first-stage strata; zero where there are none, `None` for infinitely
    /// many.
    pub freedom: Option<f64>,
    /// Rows with a weight.
    pub n: usize,
    /// The sum of the weights: how many the rows stand for.
    pub population: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Estimates `statistic` over `domain`.
///
/// Variance: [`Design::covariance_in`] of the influences w(y − ȳ)/Σw (mean), wy (total), w(y − Rx)/Σwx (ratio). Design
/// effect: Kish 1965, section 8.2, with Σw(y − ȳ)²/Σw · n/(n−1) for the variance of one value.
///
/// Reproduces R's survey: `apistrat` mean of api00 662.28736, SE 9.40894, deff 1.20446; total of enroll 3,687,177.53, SE
/// 114,641.72; `apiclus1` mean of api00 644.16940, SE 23.54224; ratio api.stu/enroll 0.8497087, SE 0.0083863.
///
/// Errors: slices of another length than the design; a value in the domain that is not a number; no weight in the
/// domain; a denominator of zero; what [`Design::covariance_in`] refuses.
pub fn estimate(
    design: &Design,
    domain: &Domain,
    statistic: Statistic<'_>,
    settings: &Settings,
) -> Result<Estimate, Error> {
    settings.check()?;
    let linear = linearise(design, domain, statistic)?;
    let se = design.covariance_in(domain, std::slice::from_ref(&linear.influence))?[(0, 0)].sqrt();
    let deff = linear.simple_variance(settings.compared).map(|simple| se * se / simple).filter(|deff| deff.is_finite());
    finite(linear.estimate, se)?;
    let freedom = settings.freedom(design, domain);
    let mut cautions = cautions(linear.n, freedom, (linear.estimate, se));
    let lonely = design.lonely_strata();
    if matches!(statistic, Statistic::Total(_)) && design.lonely() == Lonely::Adjust && lonely > 0 {
        let text = format!(
            "Strata with one unit: {lonely}. Held against zero, such a unit adds all of itself to the error of a total, which \
             comes out too large; join the strata, or average over the others."
        );
        cautions.push(Caution::found("lonely-total", text));
    }
    sound(Estimate {
        estimate: linear.estimate,
        se,
        deff,
        ci: settings.interval(linear.estimate, se, freedom),
        cv: (linear.estimate != 0.0).then(|| se / linear.estimate.abs()),
        freedom: freedom.map_or(Some(0.0), |freedom| freedom.is_finite().then_some(freedom)),
        n: linear.n,
        population: linear.weight,
        cautions,
    })
}

/// Estimates `statistic` over each of `domains`, spread over the threads; the answers stand as the domains do.
///
/// Errors: the first domain's error, in the order of the domains.
pub fn by_domain(
    design: &Design,
    domains: &[Domain],
    statistic: Statistic<'_>,
    settings: &Settings,
) -> Result<Vec<Estimate>, Error> {
    let all: Vec<Result<Estimate, Error>> =
        domains.par_iter().map(|domain| estimate(design, domain, statistic, settings)).collect();
    all.into_iter().collect()
}

/// An estimate as a sum of influences over the rows of a domain.
pub(super) struct Linear {
    pub estimate: f64,
    /// One for each row of the domain, weighted.
    pub influence: Vec<f64>,
    /// The sum of weights.
    pub weight: f64,
    /// Rows with a weight.
    pub n: usize,
    /// Σw(z − z̄)²/Σw of the value z behind the influence wz, and what turns its variance into that of the estimate.
    spread: f64,
    scale: f64,
}

impl Linear {
    /// The variance under simple random sampling of as many rows.
    fn simple_variance(&self, compared: Compared) -> Option<f64> {
        let n = self.n as f64;
        let left = match compared {
            Compared::WithReplacement => 1.0,
            Compared::WithoutReplacement => (self.weight - n) / self.weight,
        };
        let variance = self.spread * n / (n - 1.0) * left / n * self.scale * self.scale;
        (variance.is_finite() && variance > 0.0).then_some(variance)
    }
}

/// The estimate and its influences.
pub(super) fn linearise(design: &Design, domain: &Domain, statistic: Statistic<'_>) -> Result<Linear, Error> {
    let rows = domain.rows();
    let weights = design.weights();
    let own: Vec<f64> = rows.iter().map(|row| weights[*row as usize]).collect();
    let weight: f64 = own.iter().sum();
    let n = own.iter().filter(|weight| **weight != 0.0).count();
    if n == 0 {
        return Err(Error::none("there is no row with a weight to estimate from"));
    }
    let (estimate, mut values, scale) = match statistic {
        Statistic::Mean(y) => {
            let y = gather("value", y, design, rows)?;
            let mean = dot(&own, &y) / weight;
            (mean, y.into_iter().map(|value| value - mean).collect::<Vec<f64>>(), 1.0)
        }
        Statistic::Total(y) => {
            let y = gather("value", y, design, rows)?;
            (dot(&own, &y), y, weight)
        }
        Statistic::Ratio(y, x) => {
            let (y, x) = (gather("numerator", y, design, rows)?, gather("denominator", x, design, rows)?);
            let below = dot(&own, &x);
            if below == 0.0 {
                return Err(Error::none("the denominator adds up to zero: there is no ratio"));
            }
            let ratio = dot(&own, &y) / below;
            (ratio, y.iter().zip(&x).map(|(y, x)| (y - ratio * x) / below).collect(), weight)
        }
    };
    let mean = if matches!(statistic, Statistic::Mean(_)) { 0.0 } else { dot(&own, &values) / weight };
    let spread = own.iter().zip(&values).map(|(w, z)| w * (z - mean) * (z - mean)).sum::<f64>() / weight;
    let each = if matches!(statistic, Statistic::Mean(_)) { 1.0 / weight } else { 1.0 };
    values.iter_mut().zip(&own).for_each(|(value, w)| *value *= w * each);
    Ok(Linear { estimate, influence: values, weight, n, spread, scale })
}

/// The values of the domain's rows, each a number.
fn gather(what: &'static str, values: &[f64], design: &Design, rows: &[u32]) -> Result<Vec<f64>, Error> {
    check::length(what, values.len(), design.rows())?;
    let own: Vec<f64> = rows.iter().map(|row| values[*row as usize]).collect();
    match own.iter().position(|value| !value.is_finite()) {
        None => Ok(own),
        Some(at) => Err(Error::value(what, rows[at] as usize, own[at], "a number")),
    }
}

/// Numbers so large that their products leave the range of numbers have no answer.
pub(super) fn finite(estimate: f64, se: f64) -> Result<(), Error> {
    if estimate.is_finite() && se.is_finite() {
        return Ok(());
    }
    Err(Error::none("the values or weights are too large to be added up"))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Under which conditions an estimate of `n` rows misleads, and which of them were found.
pub(super) fn cautions(n: usize, freedom: Option<f64>, (estimate, se): (f64, f64)) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "silent-people",
        "The error is that of drawing the sample. It does not tell what those who were never reached, or did not answer, \
         would have said, nor what was asked badly.",
    )];
    if n < 30 {
        cautions.push(Caution::found("few-answers", format!("{n} answers: the interval rests on few people")));
    }
    match freedom {
        None => cautions.push(Caution::found(
            "no-freedom",
            "No more units than strata: the design leaves no degrees of freedom, and there is no interval.",
        )),
        Some(freedom) if freedom < 10.0 => cautions.push(Caution::found(
            "few-units",
            format!("{freedom} degrees of freedom: the standard error itself is known roughly"),
        )),
        Some(_) => {}
    }
    if estimate != 0.0 && se > 0.3 * estimate.abs() {
        cautions.push(Caution::found("large-error", "The standard error is above 30% of the estimate."));
    }
    cautions
}
