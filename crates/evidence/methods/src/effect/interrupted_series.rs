//! Interrupted time series: did the level or the course of a series change when the action began?

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use crate::numeric::autocorrelation::{autocorrelation, lag, ljung_box, long_lag, newey_west, nothing_left};
use crate::numeric::distribution::{t_two_sided, t_two_sided_quantile};
use crate::numeric::glm::{Family, Fit, fit};
use crate::numeric::negative_binomial::fit_negative_binomial;
use crate::{Caution, Error, Interval, check, sound};

/// How the series behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    Linear,
    /// Counts, log link.
    Poisson,
    /// Counts that vary more than Poisson counts, log link.
    NegativeBinomial,
}

/// How the year's course is allowed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    None,
    /// An effect for each place in a cycle of this many values: 12 for months.
    Each(usize),
    /// So many pairs of sine and cosine over a cycle of this many values.
    Waves {
        period: usize,
        pairs: usize,
    },
}

/// A series, one value for each time, evenly spaced and in order.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    pub values: &'a [f64],
    /// The number (from 0) of the first value under the action.
    pub start: usize,
    /// What the counts come from; `None` for one throughout. Count models alone.
    pub exposure: Option<&'a [f64]>,
    /// Other columns to allow for (prices, traffic), each as long as the series.
    pub others: &'a [Vec<f64>],
    pub season: Season,
    pub model: Model,
    /// Values further apart than this are taken as unrelated, less than half of all; `None` for ⌊4(n/100)^(2/9)⌋.
    pub lag: Option<usize>,
}

/// One coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// A number (linear) or a log ratio (counts); `None` where counts of 0 leave it without a bound.
    pub estimate: Option<f64>,
    pub se: Option<f64>,
    pub t: Option<f64>,
    pub p: Option<f64>,
    /// `None` where the model leaves nothing to measure an error by.
    pub ci: Option<Interval>,
    /// Counts: e^estimate and its interval.
    pub ratio: Option<f64>,
    pub ratio_ci: Option<Interval>,
}

impl Change {
    const UNBOUNDED: Self = Self { estimate: None, se: None, t: None, p: None, ci: None, ratio: None, ratio_ci: None };
}

/// The interrupted series.
#[derive(Clone, Debug, Serialize)]
pub struct Interrupted {
    /// The change at the start.
    pub level: Change,
    /// The change of the course, per time.
    pub slope: Change,
    /// The course before, per time.
    pub trend_before: Change,
    /// All that is over (or under) the course that would have gone on, from the start to the end.
    pub total: f64,
    pub total_se: f64,
    pub total_ci: Option<Interval>,
    pub n: usize,
    pub n_before: usize,
    pub n_after: usize,
    /// The lag of the errors.
    pub lag: usize,
    /// Pearson's chi-squared by its degrees of freedom: about 1 where the model's variance holds (counts).
    pub dispersion: f64,
    /// The negative binomial's θ, where it was fitted.
    pub theta: Option<f64>,
    /// The residuals' correlation with the one before; `None` for a perfect fit.
    pub autocorrelation: Option<f64>,
    /// Ljung and Box over the lags up to a cycle (10 without one).
    pub autocorrelation_p: Option<f64>,
    /// What the model says for each time.
    pub fitted: Vec<f64>,
    /// What it would have said had the course gone on.
    pub without: Vec<f64>,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Segmented regression (Wagner et al. 2002): 1, t, after, t since the start (1 at the first value under the action), the
/// season and other columns, with errors of Newey and West (1987) and Student's t with n−k degrees of freedom.
///
/// Reproduces R's `glm(DriversKilled ~ t + law + since + mo, poisson)`, `MASS::glm.nb` and `lm` on the seat-belt series,
/// and the errors of `statsmodels` (`cov_type="HAC"`). Where all counts on a side of the start are 0 the log ratio has no
/// bound (Correia, Guimaraes and Zylkin 2020): it is not told, the total is.
///
/// Errors: a start that leaves fewer than three values on a side, fewer values than the model needs, counts below zero or
/// none above it, columns that depend on each other, a lag of half the values or more.
pub fn interrupted(series: &Series, level: f64) -> Result<Interrupted, Error> {
    check::level("level", level)?;
    checked(series)?;
    let n = series.values.len();
    let lag = lag(series.lag, n)?;
    let columns = columns(series);
    let (fitted, theta) = fitted(series, &columns)?;
    let unbounded = fitted.unbounded(&columns);
    let covariance = newey_west(&fitted, &columns, series.values, lag);
    // What rounding leaves is no error.
    let covariance = if nothing_left(&fitted, series.values) { covariance * 0.0 } else { covariance };
    let freedom = (n - columns.ncols()) as f64;
    let change = |place: usize| match unbounded[place] {
        true => Change::UNBOUNDED,
        false => change(&fitted, &covariance, place, freedom, level),
    };
    let total = total(&fitted, &columns, &covariance, series);
    let reach = t_two_sided_quantile(level, freedom) * total.1;
    let pearson = pearson(&fitted, series.values);
    let lags = cycle(series.season).unwrap_or(10).min(n / 4).max(1);
    let correlations = autocorrelation(&pearson, lags);
    let mut result = Interrupted {
        level: change(2),
        slope: change(3),
        trend_before: change(1),
        total: total.0,
        total_se: total.1,
        total_ci: (reach > 0.0).then(|| Interval::new(total.0 - reach, total.0 + reach, level)),
        n,
        n_before: series.start,
        n_after: n - series.start,
        lag,
        dispersion: fitted.dispersion,
        theta,
        autocorrelation: correlations.as_ref().and_then(|all| all.first().copied()),
        autocorrelation_p: correlations.map(|all| ljung_box(&all, n)),
        fitted: fitted.means.clone(),
        without: total.2,
        cautions: Vec::new(),
    };
    result.cautions = cautions(series, &result, level);
    sound(result)
}

fn checked(series: &Series) -> Result<(), Error> {
    let n = series.values.len();
    match series.model {
        Model::Linear => check::finite("values", series.values)?,
        _ => check::not_negative("values", series.values)?,
    }
    if series.start < 3 || n < series.start + 3 {
        let expected = format!("at least 3 values before and 3 after, of {n}");
        return Err(Error::setting("start", format!("value number {}", series.start + 1), expected));
    }
    if let Some(exposure) = series.exposure {
        check::length("exposure", exposure.len(), n)?;
        check::positive("exposure", exposure)?;
    }
    for column in series.others {
        check::length("others", column.len(), n)?;
        check::finite("others", column)?;
    }
    let of_season = match series.season {
        Season::None => 0,
        Season::Each(period) if period < 2 => return Err(Error::setting("period", period, "2 or more")),
        Season::Each(period) => period - 1,
        Season::Waves { period, pairs } if pairs < 1 || pairs >= period.div_ceil(2) => {
            return Err(Error::setting("pairs of waves", pairs, format!("1 or more, and less than half of {period}")));
        }
        Season::Waves { pairs, .. } => pairs.saturating_mul(2),
    };
    // Before the columns are laid out: a season of millions would take the memory.
    check::at_least("values", n, of_season.saturating_add(series.others.len() + 6))?;
    if series.model != Model::Linear && series.values.iter().all(|value| *value == 0.0) {
        return Err(Error::none("there are no events at any time: a rate of nothing does not change"));
    }
    Ok(())
}

fn cycle(season: Season) -> Option<usize> {
    match season {
        Season::None => None,
        Season::Each(period) | Season::Waves { period, .. } => Some(period),
    }
}

/// 1, t, after, since, season, others.
fn columns(series: &Series) -> DMatrix<f64> {
    let n = series.values.len();
    let mut all: Vec<Vec<f64>> = vec![
        vec![1.0; n],
        (0..n).map(|t| t as f64 + 1.0).collect(),
        (0..n).map(|t| if t >= series.start { 1.0 } else { 0.0 }).collect(),
        (0..n).map(|t| (t + 1).saturating_sub(series.start) as f64).collect(),
    ];
    match series.season {
        Season::None => {}
        Season::Each(period) => all.extend(
            (1..period).map(|place| (0..n).map(|t| if t % period == place { 1.0 } else { 0.0 }).collect::<Vec<f64>>()),
        ),
        Season::Waves { period, pairs } => {
            let turn = |t: usize, pair: usize| std::f64::consts::TAU * (pair * t) as f64 / period as f64;
            for pair in 1..=pairs {
                all.push((0..n).map(|t| turn(t, pair).sin()).collect());
                all.push((0..n).map(|t| turn(t, pair).cos()).collect());
            }
        }
    }
    all.extend(series.others.iter().cloned());
    DMatrix::from_fn(n, all.len(), |row, column| all[column][row])
}

fn fitted(series: &Series, columns: &DMatrix<f64>) -> Result<(Fit, Option<f64>), Error> {
    let n = series.values.len();
    let offset: Vec<f64> = match (series.exposure, series.model) {
        (Some(exposure), Model::Poisson | Model::NegativeBinomial) => exposure.iter().map(|one| one.ln()).collect(),
        _ => vec![0.0; n],
    };
    if series.model == Model::NegativeBinomial {
        let found = fit_negative_binomial(columns, series.values, &offset)?;
        let theta = if let Family::NegativeBinomial { theta } = found.family { Some(theta) } else { None };
        return Ok((found, theta));
    }
    let family = if series.model == Model::Linear { Family::Gaussian } else { Family::Poisson };
    Ok((fit(family, columns, series.values, &offset, &vec![1.0; n])?, None))
}

fn pearson(fit: &Fit, values: &[f64]) -> Vec<f64> {
    let of = |(value, mean): (&f64, &f64)| (value - mean) / fit.family.variance(*mean).max(1e-300).sqrt();
    values.iter().zip(&fit.means).map(of).collect()
}

fn change(fit: &Fit, covariance: &DMatrix<f64>, place: usize, freedom: f64, level: f64) -> Change {
    let (estimate, se) = (fit.coefficients[place], covariance[(place, place)].max(0.0).sqrt());
    let t = (se > 0.0).then(|| estimate / se);
    let reach = t_two_sided_quantile(level, freedom) * se;
    let (counts, known) = (fit.family != Family::Gaussian, se > 0.0);
    let (lower, upper) = (estimate - reach, estimate + reach);
    Change {
        estimate: Some(estimate),
        se: Some(se),
        t,
        p: t.map(|t| t_two_sided(t, freedom)),
        ci: known.then(|| Interval::new(lower, upper, level)),
        ratio: counts.then(|| estimate.exp()),
        ratio_ci: (counts && known).then(|| Interval::new(lower.exp(), upper.exp(), level)),
    }
}

/// The sum of what the action changed, its error by the delta method, and each value without it.
fn total(fit: &Fit, columns: &DMatrix<f64>, covariance: &DMatrix<f64>, series: &Series) -> (f64, f64, Vec<f64>) {
    let (mut sum, mut gradient) = (0.0, DVector::<f64>::zeros(columns.ncols()));
    let mut without = fit.means.clone();
    for row in series.start..columns.nrows() {
        let part = fit.coefficients[2] + fit.coefficients[3] * columns[(row, 3)];
        let gaussian = fit.family == Family::Gaussian;
        without[row] = if gaussian { fit.means[row] - part } else { fit.means[row] * (-part).exp() };
        sum += fit.means[row] - without[row];
        let (with, other) = (fit.family.slope(fit.means[row]), fit.family.slope(without[row]));
        for column in 0..columns.ncols() {
            let alone = if column == 2 || column == 3 { 0.0 } else { columns[(row, column)] };
            gradient[column] += with * columns[(row, column)] - other * alone;
        }
    }
    let variance = (gradient.transpose() * covariance * &gradient)[(0, 0)];
    (sum, variance.max(0.0).sqrt(), without)
}

fn cautions(series: &Series, found: &Interrupted, level: f64) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "nothing-else-changed",
        "The answer takes the course before as what would have gone on: anything else that changed at the same time is \
         counted as the action's. A comparison series guards against that.",
    )];
    cautions.extend(long_lag(found.lag, found.n));
    cautions.extend(no_bound(series, found, level));
    if found.level.ci.is_none() && found.level.estimate.is_some() {
        let text =
            "The model meets every value: there is nothing left to measure an error by, and there are no intervals.";
        cautions.push(Caution::found("nothing-varies", text));
    }
    let needed = cycle(series.season).unwrap_or(8).max(8);
    if found.n_before < needed || found.n_after < needed {
        let text = format!(
            "{} values before and {} after: fewer than {needed} on a side tell a course from chance poorly.",
            found.n_before, found.n_after
        );
        cautions.push(Caution::found("short-series", text));
    }
    if found.autocorrelation_p.is_some_and(|p| p < 0.05) {
        let text = "The residuals still depend on those before them: a season or a cause is missing from the model.";
        cautions.push(Caution::found("autocorrelation", text));
    }
    if let Some(related) = found.autocorrelation.filter(|related| *related > 0.2) {
        let text = format!(
            "Neighbouring residuals are correlated ({related:.2}): errors of Newey and West allow for most of that, not for \
             all; the intervals are somewhat too narrow."
        );
        cautions.push(Caution::found("related-values", text));
    }
    if series.model == Model::Poisson && found.dispersion > 1.5 {
        let text = format!(
            "The counts vary {:.1} times as much as Poisson counts; the errors allow for it, a negative binomial may fit \
             better.",
            found.dispersion
        );
        cautions.push(Caution::found("overdispersion", text));
    }
    if series.model == Model::NegativeBinomial && found.theta.is_none() {
        let text = "The counts vary no more than Poisson counts: a Poisson model was fitted.";
        cautions.push(Caution::found("no-overdispersion", text));
    }
    if series.model == Model::Linear && series.exposure.is_some() {
        let text = "A linear model has no exposure: the column was not used.";
        cautions.push(Caution::found("exposure-not-used", text));
    }
    cautions
}

/// What is to be said where a coefficient that the answer tells has no bound.
fn no_bound(series: &Series, found: &Interrupted, level: f64) -> Option<Caution> {
    if [found.level, found.slope, found.trend_before].iter().all(|change| change.estimate.is_some()) {
        return None;
    }
    let none = |values: &[f64]| values.iter().all(|value| *value == 0.0);
    let (before, after) = series.values.split_at(series.start);
    let text = if none(after) {
        let expected: f64 = found.without[series.start..].iter().sum();
        // The chance of nothing is e^(−ratio · expected).
        let most = -((1.0 - level) / 2.0).ln() / expected;
        format!(
            "There are no events from the start on: the ratio has no lower bound, and no error, t or p. The total says how \
             many fewer there were. Where the course before is taken as known, {expected:.1} were to be expected, and \
             Poisson counts allow a ratio of at most {most:.3}."
        )
    } else if none(before) {
        "There are no events before the start: the ratio has no upper bound, and no error, t or p.".to_owned()
    } else {
        "Counts of 0 leave the change without a bound: it has no error, t or p. Fewer columns, or a shorter cycle, may help."
            .to_owned()
    };
    Some(Caution::found("no-bound", text))
}
