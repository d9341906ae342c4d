//! Proportions, with intervals that stay within 0 and 1.

use serde::Serialize;

use super::design::{Design, Domain};
use super::estimate::{Settings, Statistic, estimate};
use crate::numeric::distribution::{beta_quantile, normal_two_sided_quantile, t_two_sided_quantile};
use crate::{Caution, Error, Interval, check, sound};

/// How the interval of a proportion is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Symmetric on the scale of the log odds. Not possible for a proportion of 0 or 1.
    #[default]
    Logit,
    /// Korn and Graubard 1998: the exact binomial interval at the effective sample size.
    Beta,
    /// Wilson 1927 at the effective sample size (Dean and Pagano 2015).
    Wilson,
    /// Symmetric on the scale of the arcsine of the square root.
    Arcsine,
    /// estimate ± t · error: may leave 0 to 1.
    Wald,
}

/// A proportion and how sure it is.
#[derive(Clone, Debug, Serialize)]
pub struct Proportion {
    pub estimate: f64,
    pub se: f64,
    pub deff: Option<f64>,
    /// `None` where the design leaves no degrees of freedom, and for the methods that have no interval at 0 and 1.
    pub ci: Option<Interval>,
    /// As many answers of a simple random sample would be as sure; the sample size where nothing varies, or is left unsure.
    pub effective_n: f64,
    pub freedom: Option<f64>,
    /// Rows with a weight.
    pub n: usize,
    pub population: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The share of `domain` for which `holds`, which has one value a row.
///
/// Reproduces R's `svyciprop`: logit (R's `logit` and `xlogit`), beta, arcsine (`asin`), Wald (`mean`), with its degrees
/// of freedom, those of the domain. At a proportion of 0 or 1, where the design shows no variance and R's interval is not
/// a number, Beta and Wilson take the sample size for the effective one (Korn and Graubard 1998); so they do where every unit
/// happens to hold the same share. In a census there is nothing left to be unsure of, and every interval has no width.
///
/// Errors: as [`estimate`].
pub fn proportion(
    design: &Design,
    domain: &Domain,
    holds: &[bool],
    method: Method,
    settings: &Settings,
) -> Result<Proportion, Error> {
    check::length("value", holds.len(), design.rows())?;
    let values: Vec<f64> = holds.iter().map(|holds| f64::from(*holds)).collect();
    let mean = estimate(design, domain, Statistic::Mean(&values), settings)?;
    // The sum of weights over itself may miss 1 by its last bit.
    let share = mean.estimate.clamp(0.0, 1.0);
    let (alike, census) = (share == 0.0 || share == 1.0, design.is_census(domain));
    let freedom = settings.freedom(design, domain);
    let of = Share { share, se: mean.se, rows: domain.rows().len(), freedom, level: settings.level, census };
    let effective_n = if alike || mean.se == 0.0 { mean.n as f64 } else { share * (1.0 - share) / (mean.se * mean.se) };
    let ci = of.interval(method, domain_freedom(design, domain));
    let mut cautions = mean.cautions;
    if census {
        let text = "Everyone was asked (n = N): drawing leaves nothing unsure, and the interval has no width.";
        cautions.push(Caution::found("census", text));
    } else if alike {
        cautions.push(Caution::found("all-alike", "All answers are alike: the spread among people cannot be seen."));
    } else if mean.se == 0.0 {
        let text = "Every unit drawn holds the same share: the spread among units cannot be seen, and the error of zero is none.";
        cautions.push(Caution::found("units-alike", text));
    }
    sound(Proportion {
        estimate: share,
        se: mean.se,
        deff: mean.deff,
        ci,
        effective_n,
        freedom: mean.freedom,
        n: mean.n,
        population: mean.population,
        cautions,
    })
}

fn domain_freedom(design: &Design, domain: &Domain) -> Option<f64> {
    Some(design.freedom_in(domain)).filter(|freedom| *freedom > 0.0)
}

/// A share and what its intervals rest on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub share: f64,
    pub se: f64,
    /// Rows of the domain.
    pub rows: usize,
    /// The degrees of freedom in use.
    pub freedom: Option<f64>,
    pub level: f64,
    /// Whether all were drawn, so that there is nothing to be unsure of.
    pub census: bool,
}

impl Share {
    /// The interval by `method`; `design_freedom` is the design's own, by which the effective size is lessened.
    pub(super) fn interval(&self, method: Method, design_freedom: Option<f64>) -> Option<Interval> {
        let p = self.share;
        if self.census {
            return Some(Interval::new(p, p, self.level));
        }
        let t = t_two_sided_quantile(self.level, self.freedom?);
        let inside = p > 0.0 && p < 1.0;
        let (lower, upper) = match method {
            Method::Wald => (p - t * self.se, p + t * self.se),
            Method::Logit => {
                let (middle, reach) = ((p / (1.0 - p)).ln(), t * self.se / (p * (1.0 - p)));
                inside.then(|| (expit(middle - reach), expit(middle + reach)))?
            }
            Method::Arcsine => {
                let (middle, reach) = (p.sqrt().asin(), t * self.se / (2.0 * (p * (1.0 - p)).sqrt()));
                let end = |angle: f64| angle.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2);
                inside.then(|| (end(middle - reach), end(middle + reach)))?
            }
            Method::Beta => self.beta(self.effective(design_freedom)?),
            Method::Wilson => self.wilson(self.effective(design_freedom)?),
        };
        (lower.is_finite() && upper.is_finite()).then(|| Interval::new(lower, upper, self.level))
    }

    /// The effective sample size, lessened for the few degrees of freedom of the design (Korn and Graubard 1998).
    fn effective(&self, design_freedom: Option<f64>) -> Option<f64> {
        let size = if self.se > 0.0 { self.share * (1.0 - self.share) / (self.se * self.se) } else { self.rows as f64 };
        let simple = t_two_sided_quantile(self.level, (self.rows as f64 - 1.0).max(1.0));
        let complex = t_two_sided_quantile(self.level, design_freedom?);
        Some(size * (simple / complex).powi(2)).filter(|size| *size > 0.0)
    }

    fn beta(&self, size: f64) -> (f64, f64) {
        let (p, tail) = (self.share, (1.0 - self.level) / 2.0);
        let lower = if p <= 0.0 { 0.0 } else { beta_quantile(tail, size * p, size * (1.0 - p) + 1.0) };
        let upper = if p >= 1.0 { 1.0 } else { beta_quantile(1.0 - tail, size * p + 1.0, size * (1.0 - p)) };
        (lower, upper)
    }

    fn wilson(&self, size: f64) -> (f64, f64) {
        let (p, z) = (self.share, normal_two_sided_quantile(self.level));
        let square = z * z / size;
        let middle = (p + square / 2.0) / (1.0 + square);
        let reach = z / (1.0 + square) * (p * (1.0 - p) / size + square / (4.0 * size)).sqrt();
        ((middle - reach).max(0.0), (middle + reach).min(1.0))
    }
}

fn expit(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}
