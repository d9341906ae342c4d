//! Difference in differences: how much more did the treated change than the others?

mod cautions;
mod rows;

use serde::Serialize;

use self::cautions::cautions;
use self::rows::{Rows, count, treated, treated_clusters, with_events};
use super::two_way::TwoWay;
use crate::numeric::distribution::{t_two_sided, t_two_sided_quantile};
use crate::numeric::exact::odds_upper_of_none;
use crate::numeric::glm::Family;
use crate::{Caution, Error, Interval, check, sound};

const STEPS: usize = 100;

/// Steps after the deviance has settled, in which the estimate settles too.
const POLISH: usize = 12;

/// An estimate that moves further than this in one step of a settled fit moves without end.
const ADRIFT: f64 = 0.01;

/// A panel: one row for each unit and time.
#[derive(Clone, Copy, Debug)]
pub struct Panel<'a> {
    pub outcome: &'a [f64],
    /// The unit of each row, numbered from 0 without gaps.
    pub unit: &'a [usize],
    /// The time of each row, numbered from 0 without gaps, in order.
    pub time: &'a [usize],
    /// 1 where the unit is under the action at that time, 0 where it is not (shares are possible).
    pub treatment: &'a [f64],
    /// What the counts come from (people, hours); `None` for one throughout. Used by the Poisson model alone.
    pub exposure: Option<&'a [f64]>,
    /// The groups within which errors may be related, numbered from 0; `None` for the units.
    pub cluster: Option<&'a [usize]>,
}

/// How treatment acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// It adds a number: least squares.
    Linear,
    /// It multiplies by a ratio: Poisson with a log link, for counts.
    Poisson,
}

/// A coefficient with its cluster-robust error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// On the scale of the model: a number (linear) or a log ratio (Poisson). `None`, as all the others, where counts of 0
    /// leave the log ratio without a bound.
    pub estimate: Option<f64>,
    pub se: Option<f64>,
    pub t: Option<f64>,
    /// Two-sided, Student's t with as many degrees of freedom as clusters less one.
    pub p: Option<f64>,
    pub ci: Option<Interval>,
}

/// The difference in differences.
#[derive(Clone, Debug, Serialize)]
pub struct DifferenceInDifferences {
    #[serde(flatten)]
    pub effect: Effect,
    /// Poisson: the rate ratio e^estimate and its interval. Without a lower bound the ratio is 0, and its interval, where one
    /// is simple, the exact one of Poisson counts given the sums (one start, every unit at every time, no exposure).
    pub ratio: Option<f64>,
    pub ratio_ci: Option<Interval>,
    /// Whether the treated were already drifting away before: the change per time of treated less others, before the
    /// first treatment. `None` with fewer than three times before, and where nothing can be told; a caution says why.
    pub trend_before: Option<Effect>,
    pub n: usize,
    pub units: usize,
    pub times: usize,
    pub clusters: usize,
    pub treated_units: usize,
    /// Clusters with a treated unit: what the error of the treated rests on.
    pub treated_clusters: usize,
    /// Rows of units (or times) without any event, which a Poisson model cannot use.
    pub rows_without_events: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Outcome on treatment with an effect for each unit and each time (two-way fixed effects), errors clustered (Liang and
/// Zeger 1986) with the factor G/(G−1)·(N−1)/(N−K), K all effects counted: CR1 as `statsmodels` (`cov_type="cluster"`)
/// and `sandwich::vcovCL(type = "HC1")` give it.
///
/// The effects are partialled out (Frisch, Waugh and Lovell), weighted by the means in the Poisson model, which leaves
/// estimate and error the same as with a column for each. Where counts of 0 leave the log ratio without a bound (separation:
/// Correia, Guimaraes and Zylkin 2020) that is said, and no error, t or p is told.
///
/// Errors: lengths, counts below zero (Poisson), nobody treated, everyone always treated, fewer than two clusters, a
/// treatment that the effects say already.
pub fn difference_in_differences(panel: &Panel, model: Model, level: f64) -> Result<DifferenceInDifferences, Error> {
    check::level("level", level)?;
    checked(panel, model)?;
    let (rows, without) = if model == Model::Poisson { with_events(panel) } else { (Rows::all(panel), 0) };
    let found = estimate(&rows, model, level)?;
    let drift = trend_before(&rows, model, level);
    let ever = treated(&rows);
    let clusters = count(&rows.cluster);
    let counted = Counted {
        clusters,
        treated_units: ever.iter().filter(|yes| **yes).count(),
        treated_clusters: treated_clusters(&rows, &ever),
        without,
    };
    let (ratio, ratio_ci) = if model == Model::Poisson { ratio(&found, panel, level) } else { (None, None) };
    let trend_before = drift.as_ref().ok().copied();
    sound(DifferenceInDifferences {
        effect: found.effect(),
        ratio,
        ratio_ci,
        trend_before,
        n: rows.outcome.len(),
        units: count(&rows.unit),
        times: count(&rows.time),
        clusters,
        treated_units: counted.treated_units,
        treated_clusters: counted.treated_clusters,
        rows_without_events: without,
        cautions: cautions(&rows, &counted, &found, drift, ratio_ci),
    })
}

/// What the cautions look at.
struct Counted {
    clusters: usize,
    treated_units: usize,
    treated_clusters: usize,
    without: usize,
}

/// An estimate, or the side on which it has no bound.
enum Found {
    Effect(Effect),
    /// The ratio falls to 0.
    NoLower,
    /// It grows without end.
    NoUpper,
}

impl Found {
    fn effect(&self) -> Effect {
        match self {
            Self::Effect(effect) => *effect,
            _ => Effect { estimate: None, se: None, t: None, p: None, ci: None },
        }
    }
}

/// The ratio and its interval.
fn ratio(found: &Found, panel: &Panel, level: f64) -> (Option<f64>, Option<Interval>) {
    match found {
        Found::Effect(effect) => {
            let ends = |ci: Interval| Interval { lower: ci.lower.exp(), upper: ci.upper.map(f64::exp), level };
            (effect.estimate.map(f64::exp), effect.ci.map(ends))
        }
        Found::NoLower => {
            let upper = upper_of_none(panel, (1.0 - level) / 2.0);
            (Some(0.0), upper.map(|upper| Interval::new(0.0, upper, level)))
        }
        Found::NoUpper => (None, None),
    }
}

/// The exact upper bound of a ratio of 0. Given the sums over the treated and the others, before and after, the effects of
/// units and times cancel, where every unit has every time, all treated begin at once and there is no exposure.
fn upper_of_none(panel: &Panel, tail: f64) -> Option<f64> {
    let rows = Rows::all(panel);
    let (ever, n) = (treated(&rows), rows.outcome.len());
    let (units, times) = (count(&rows.unit), count(&rows.time));
    let first = (0..n).filter(|row| rows.treatment[*row] != 0.0).map(|row| rows.time[row]).min()?;
    let (mut sums, mut seen) = ([[0.0; 2]; 2], vec![false; units.saturating_mul(times)]);
    for row in 0..n {
        let (own, after) = (ever[rows.unit[row]], rows.time[row] >= first);
        let place = rows.unit[row] * times + rows.time[row];
        if rows.treatment[row] != f64::from(u8::from(own && after)) || seen[place] || panel.exposure.is_some() {
            return None;
        }
        seen[place] = true;
        sums[usize::from(own)][usize::from(after)] += rows.outcome[row];
    }
    let [[others_before, others_after], [before, after]] = sums;
    let whole = seen.iter().all(|seen| *seen) && after == 0.0;
    whole.then(|| odds_upper_of_none(before, others_before, others_after, tail)).flatten()
}

fn estimate(rows: &Rows, model: Model, level: f64) -> Result<Found, Error> {
    let clusters = count(&rows.cluster);
    check::at_least("clusters", clusters, 2)?;
    let parameters = count(&rows.unit) + count(&rows.time);
    let n = rows.outcome.len();
    check::at_least("rows", n, parameters + 1)?;
    let (estimate, treatment, score, bread) = match model {
        Model::Linear => linear(rows)?,
        Model::Poisson => match poisson(rows)? {
            Ok(fitted) => fitted,
            Err(none) => return Ok(none),
        },
    };
    let mut sums = vec![0.0; clusters];
    for ((cluster, treatment), score) in rows.cluster.iter().zip(&treatment).zip(&score) {
        sums[*cluster] += treatment * score;
    }
    let meat: f64 = sums.iter().map(|sum| sum * sum).sum();
    let groups = clusters as f64;
    let factor = groups / (groups - 1.0) * (n as f64 - 1.0) / (n - parameters) as f64;
    Ok(Found::Effect(effect(estimate, (factor * meat).sqrt() / bread, groups - 1.0, level)))
}

fn effect(estimate: f64, se: f64, freedom: f64, level: f64) -> Effect {
    let t = (se > 0.0).then(|| estimate / se);
    let reach = t_two_sided_quantile(level, freedom) * se;
    let ci = Some(Interval::new(estimate - reach, estimate + reach, level));
    Effect { estimate: Some(estimate), se: Some(se), t, p: t.map(|t| t_two_sided(t, freedom)), ci }
}

/// The estimate, the treatment with the effects taken out, the residuals, and Σ of the treatment's squares.
type Fitted = (f64, Vec<f64>, Vec<f64>, f64);

fn linear(rows: &Rows) -> Result<Fitted, Error> {
    let weights = vec![1.0; rows.outcome.len()];
    let effects = TwoWay::new(&rows.unit, &rows.time, &weights)?;
    let (treatment, outcome) = (effects.residual(&rows.treatment), effects.residual(&rows.outcome));
    let bread = independent(&treatment, &rows.treatment, &weights)?;
    let estimate = treatment.iter().zip(&outcome).map(|(d, y)| d * y).sum::<f64>() / bread;
    let score = treatment.iter().zip(&outcome).map(|(d, y)| y - estimate * d).collect();
    Ok((estimate, treatment, score, bread))
}

/// Iteratively reweighted least squares with both effects partialled out at every step; the side without a bound where
/// there is one. There the deviance settles while every step moves the estimate on: the means of rows without events fall
/// by a factor e each time.
fn poisson(rows: &Rows) -> Result<Result<Fitted, Found>, Error> {
    let offset: Vec<f64> = rows.exposure.iter().map(|exposure| exposure.ln()).collect();
    let mut predictor: Vec<f64> = rows.outcome.iter().map(|count| (count + 0.1).ln()).collect();
    let (mut last, mut before, n) = (f64::INFINITY, 0.0_f64, rows.outcome.len());
    let (mut polished, mut drifted) = (0, 0);
    for step in 0..STEPS {
        let means: Vec<f64> = predictor.iter().map(|value| Family::Poisson.mean(*value)).collect();
        let target: Vec<f64> =
            (0..n).map(|row| predictor[row] - offset[row] + (rows.outcome[row] - means[row]) / means[row]).collect();
        let effects = TwoWay::new(&rows.unit, &rows.time, &means)?;
        let (treatment, left) = (effects.residual(&rows.treatment), effects.residual(&target));
        let bread = match independent(&treatment, &rows.treatment, &means) {
            Ok(bread) => bread,
            // What was independent at first, and is no more: all that told of it has fallen to nothing.
            Err(_) if step > 0 && before.abs() > 10.0 => return Ok(Err(side(before))),
            Err(error) => return Err(error),
        };
        let estimate = (0..n).map(|row| means[row] * treatment[row] * left[row]).sum::<f64>() / bread;
        let deviance: f64 = (0..n).map(|row| deviance(rows.outcome[row], means[row])).sum();
        let moved = (estimate - before).abs();
        if (deviance - last).abs() <= 1e-8 * (deviance.abs() + 0.1) {
            polished += 1;
            drifted += usize::from(moved > ADRIFT);
        }
        if drifted == 2 {
            return Ok(Err(side(estimate)));
        }
        if polished > 0 && (moved <= 1e-12 * (1.0 + estimate.abs()) || polished == POLISH) {
            let score = (0..n).map(|row| rows.outcome[row] - means[row]).collect();
            return Ok(Ok((estimate, treatment, score, bread)));
        }
        (last, before) = (deviance, estimate);
        predictor = (0..n).map(|row| target[row] - (left[row] - estimate * treatment[row]) + offset[row]).collect();
    }
    Err(Error::NotSettled { what: "the Poisson regression", steps: STEPS })
}

fn side(estimate: f64) -> Found {
    if estimate < 0.0 { Found::NoLower } else { Found::NoUpper }
}

fn deviance(count: f64, mean: f64) -> f64 {
    // In the form that keeps its digits where both are large and near each other.
    let log = if count > 0.0 { count * ((count - mean) / mean).ln_1p() } else { 0.0 };
    2.0 * (log - (count - mean))
}

/// Σw·d² of the treatment left, where there is any left.
fn independent(left: &[f64], treatment: &[f64], weights: &[f64]) -> Result<f64, Error> {
    let square = |values: &[f64]| values.iter().zip(weights).map(|(value, weight)| weight * value * value).sum::<f64>();
    let (bread, whole) = (square(left), square(treatment));
    if bread > 1e-10 * whole {
        return Ok(bread);
    }
    Err(Error::none(
        "the treatment is told by unit and time alone: treated and untreated units, each before and after, are needed",
    ))
}

/// The drift of the ever treated against the others over the times before the first treatment, or why there is none.
fn trend_before(rows: &Rows, model: Model, level: f64) -> Result<Effect, String> {
    let ever = treated(rows);
    let treated = (0..rows.time.len()).filter(|row| rows.treatment[*row] != 0.0).map(|row| rows.time[row]);
    let first = treated.min().unwrap_or(0);
    if first < 3 {
        return Err(format!("{first} times before it are fewer than three"));
    }
    let early: Vec<usize> = (0..rows.time.len()).filter(|row| rows.time[*row] < first).collect();
    let take = |values: &[f64]| early.iter().map(|row| values[*row]).collect::<Vec<f64>>();
    let places = |numbers: &[usize]| early.iter().map(|row| numbers[*row]).collect::<Vec<usize>>();
    let drift: Vec<f64> =
        early.iter().map(|row| if ever[rows.unit[*row]] { rows.time[*row] as f64 } else { 0.0 }).collect();
    let before = Panel {
        outcome: &take(&rows.outcome),
        unit: &places(&rows.unit),
        time: &places(&rows.time),
        treatment: &drift,
        exposure: Some(&take(&rows.exposure)),
        cluster: Some(&places(&rows.cluster)),
    };
    // A unit, or a time, may have events later alone.
    let kept = if model == Model::Poisson { with_events(&before).0 } else { Rows::all(&before) };
    if kept.treatment.iter().all(|drift| *drift == 0.0) {
        return Err("the treated have no events before it".to_owned());
    }
    match estimate(&kept, model, level) {
        Ok(Found::Effect(effect)) => Ok(effect),
        Ok(_) => Err("counts of 0 leave it without a bound".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn checked(panel: &Panel, model: Model) -> Result<(), Error> {
    let n = panel.outcome.len();
    check::length("unit", panel.unit.len(), n)?;
    check::length("time", panel.time.len(), n)?;
    check::length("treatment", panel.treatment.len(), n)?;
    check::length("exposure", panel.exposure.map_or(n, <[f64]>::len), n)?;
    check::length("cluster", panel.cluster.map_or(n, <[usize]>::len), n)?;
    check::at_least("rows", n, 4)?;
    check::finite("treatment", panel.treatment)?;
    if let Some(exposure) = panel.exposure {
        check::positive("exposure", exposure)?;
    }
    match model {
        Model::Linear => check::finite("outcome", panel.outcome),
        Model::Poisson => check::not_negative("outcome", panel.outcome),
    }
}
