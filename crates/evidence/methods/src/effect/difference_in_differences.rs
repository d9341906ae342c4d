//! Difference in differences: how much more did the treated change than the others?

use serde::Serialize;

use super::two_way::TwoWay;
use crate::numeric::distribution::{t_two_sided, t_two_sided_quantile};
use crate::numeric::glm::Family;
use crate::{Caution, Error, Interval, check, sound};

const STEPS: usize = 100;

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
    /// On the scale of the model: a number (linear) or a log ratio (Poisson).
    pub estimate: f64,
    pub se: f64,
    pub t: Option<f64>,
    /// Two-sided, Student's t with as many degrees of freedom as clusters less one.
    pub p: Option<f64>,
    pub ci: Interval,
}

/// The difference in differences.
#[derive(Clone, Debug, Serialize)]
pub struct DifferenceInDifferences {
    #[serde(flatten)]
    pub effect: Effect,
    /// Poisson: the rate ratio e^estimate and its interval.
    pub ratio: Option<f64>,
    pub ratio_ci: Option<Interval>,
    /// Whether the treated were already drifting away before: the change per time of treated less others, before the
    /// first treatment. `None` with fewer than three times before.
    pub trend_before: Option<Effect>,
    pub n: usize,
    pub units: usize,
    pub times: usize,
    pub clusters: usize,
    pub treated_units: usize,
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
/// estimate and error the same as with a column for each. Errors: lengths, counts below zero (Poisson), nobody treated,
/// everyone always treated, fewer than two clusters, a treatment that the effects say already.
pub fn difference_in_differences(panel: &Panel, model: Model, level: f64) -> Result<DifferenceInDifferences, Error> {
    check::level("level", level)?;
    checked(panel, model)?;
    let (kept, without) = if model == Model::Poisson { with_events(panel) } else { (Rows::all(panel), 0) };
    let rows = kept;
    let found = estimate(&rows, model, level)?;
    let trend_before = trend_before(&rows, model, level);
    let (units, times) = (count(&rows.unit), count(&rows.time));
    let clusters = count(&rows.cluster);
    let treated_units = treated(&rows).iter().filter(|yes| **yes).count();
    let poisson = model == Model::Poisson;
    let ratio_ci = |ci: Interval| Interval { lower: ci.lower.exp(), upper: ci.upper.map(f64::exp), level };
    sound(DifferenceInDifferences {
        effect: found,
        ratio: poisson.then(|| found.estimate.exp()),
        ratio_ci: poisson.then(|| ratio_ci(found.ci)),
        trend_before,
        n: rows.outcome.len(),
        units,
        times,
        clusters,
        treated_units,
        rows_without_events: without,
        cautions: cautions(&rows, clusters, treated_units, trend_before, without),
    })
}

/// The rows that a model uses, owned, numbered without gaps.
struct Rows {
    outcome: Vec<f64>,
    unit: Vec<usize>,
    time: Vec<usize>,
    treatment: Vec<f64>,
    exposure: Vec<f64>,
    cluster: Vec<usize>,
}

impl Rows {
    fn all(panel: &Panel) -> Self {
        Self::kept(panel, |_| true)
    }

    fn kept(panel: &Panel, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..panel.outcome.len()).filter(|row| keep(*row)).collect();
        let cluster = panel.cluster.unwrap_or(panel.unit);
        let take = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        Self {
            outcome: take(panel.outcome),
            unit: renumbered(panel.unit, &rows),
            time: renumbered(panel.time, &rows),
            treatment: take(panel.treatment),
            exposure: panel.exposure.map_or_else(|| vec![1.0; rows.len()], take),
            cluster: renumbered(cluster, &rows),
        }
    }
}

/// The numbers of the kept rows, from 0 without gaps, in their order.
fn renumbered(numbers: &[usize], rows: &[usize]) -> Vec<usize> {
    let mut present: Vec<usize> = rows.iter().map(|row| numbers[*row]).collect();
    present.sort_unstable();
    present.dedup();
    rows.iter().map(|row| present.partition_point(|number| *number < numbers[*row])).collect()
}

fn count(numbers: &[usize]) -> usize {
    numbers.iter().max().map_or(0, |most| most + 1)
}

/// Only units and times with events: the effect of one without is minus infinity and takes its rows out of the model.
fn with_events(panel: &Panel) -> (Rows, usize) {
    let mut keep = vec![true; panel.outcome.len()];
    // The caller's numbers may have gaps of any size.
    let Rows { unit, time, .. } = Rows::all(panel);
    loop {
        let (mut of_unit, mut of_time) = (vec![0.0; count(&unit)], vec![0.0; count(&time)]);
        for row in (0..keep.len()).filter(|row| keep[*row]) {
            of_unit[unit[row]] += panel.outcome[row];
            of_time[time[row]] += panel.outcome[row];
        }
        let gone = |row: &usize| keep[*row] && (of_unit[unit[*row]] == 0.0 || of_time[time[*row]] == 0.0);
        let drop: Vec<usize> = (0..keep.len()).filter(gone).collect();
        if drop.is_empty() {
            break;
        }
        drop.iter().for_each(|row| keep[*row] = false);
    }
    let without = keep.iter().filter(|kept| !**kept).count();
    (Rows::kept(panel, |row| keep[row]), without)
}

fn estimate(rows: &Rows, model: Model, level: f64) -> Result<Effect, Error> {
    let clusters = count(&rows.cluster);
    check::at_least("clusters", clusters, 2)?;
    let parameters = count(&rows.unit) + count(&rows.time);
    let n = rows.outcome.len();
    check::at_least("rows", n, parameters + 1)?;
    let (estimate, treatment, score, bread) = match model {
        Model::Linear => linear(rows)?,
        Model::Poisson => poisson(rows)?,
    };
    let mut sums = vec![0.0; clusters];
    for ((cluster, treatment), score) in rows.cluster.iter().zip(&treatment).zip(&score) {
        sums[*cluster] += treatment * score;
    }
    let meat: f64 = sums.iter().map(|sum| sum * sum).sum();
    let groups = clusters as f64;
    let factor = groups / (groups - 1.0) * (n as f64 - 1.0) / (n - parameters) as f64;
    Ok(effect(estimate, (factor * meat).sqrt() / bread, groups - 1.0, level))
}

fn effect(estimate: f64, se: f64, freedom: f64, level: f64) -> Effect {
    let t = (se > 0.0).then(|| estimate / se);
    let reach = t_two_sided_quantile(level, freedom) * se;
    let ci = Interval::new(estimate - reach, estimate + reach, level);
    Effect { estimate, se, t, p: t.map(|t| t_two_sided(t, freedom)), ci }
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

/// Iteratively reweighted least squares with both effects partialled out at every step.
fn poisson(rows: &Rows) -> Result<Fitted, Error> {
    let offset: Vec<f64> = rows.exposure.iter().map(|exposure| exposure.ln()).collect();
    let mut predictor: Vec<f64> = rows.outcome.iter().map(|count| (count + 0.1).ln()).collect();
    let (mut last, n) = (f64::INFINITY, rows.outcome.len());
    for _ in 0..STEPS {
        let means: Vec<f64> = predictor.iter().map(|value| Family::Poisson.mean(*value)).collect();
        let target: Vec<f64> =
            (0..n).map(|row| predictor[row] - offset[row] + (rows.outcome[row] - means[row]) / means[row]).collect();
        let effects = TwoWay::new(&rows.unit, &rows.time, &means)?;
        let (treatment, left) = (effects.residual(&rows.treatment), effects.residual(&target));
        let bread = independent(&treatment, &rows.treatment, &means)?;
        let estimate = (0..n).map(|row| means[row] * treatment[row] * left[row]).sum::<f64>() / bread;
        let deviance: f64 = (0..n).map(|row| deviance(rows.outcome[row], means[row])).sum();
        let settled = (deviance - last).abs() <= 1e-12 * (deviance.abs() + 0.1);
        if settled {
            let score = (0..n).map(|row| rows.outcome[row] - means[row]).collect();
            return Ok((estimate, treatment, score, bread));
        }
        last = deviance;
        predictor = (0..n).map(|row| target[row] - (left[row] - estimate * treatment[row]) + offset[row]).collect();
    }
    Err(Error::NotSettled { what: "the Poisson regression", steps: STEPS })
}

fn deviance(count: f64, mean: f64) -> f64 {
    let log = if count > 0.0 { count * (count / mean).ln() } else { 0.0 };
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

/// The drift of the ever treated against the others over the times before the first treatment.
fn trend_before(rows: &Rows, model: Model, level: f64) -> Option<Effect> {
    let ever = treated(rows);
    let first = (0..rows.time.len()).filter(|row| rows.treatment[*row] != 0.0).map(|row| rows.time[row]).min()?;
    if first < 3 {
        return None;
    }
    let drift: Vec<f64> =
        (0..rows.time.len()).map(|row| if ever[rows.unit[row]] { rows.time[row] as f64 } else { 0.0 }).collect();
    let before = Panel {
        outcome: &rows.outcome,
        unit: &rows.unit,
        time: &rows.time,
        treatment: &drift,
        exposure: Some(&rows.exposure),
        cluster: Some(&rows.cluster),
    };
    let early: Vec<usize> = (0..rows.time.len()).filter(|row| rows.time[*row] < first).collect();
    let mut events = vec![0.0; count(&rows.unit)];
    early.iter().for_each(|row| events[rows.unit[*row]] += rows.outcome[*row]);
    let usable = |row: usize| rows.time[row] < first && (model == Model::Linear || events[rows.unit[row]] > 0.0);
    estimate(&Rows::kept(&before, usable), model, level).ok()
}

/// Which units are treated at any time.
fn treated(rows: &Rows) -> Vec<bool> {
    let mut ever = vec![false; count(&rows.unit)];
    (0..rows.unit.len()).filter(|row| rows.treatment[*row] != 0.0).for_each(|row| ever[rows.unit[row]] = true);
    ever
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

fn cautions(rows: &Rows, clusters: usize, treated: usize, before: Option<Effect>, without: usize) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "parallel-trends",
        "The answer holds as far as treated and other units would have changed alike without the action, and as far as \
         nothing moved from one to the other.",
    )];
    if clusters < 40 || treated < 5 {
        let text = format!(
            "{clusters} clusters, {treated} of the units treated: with fewer than about forty clusters, or few treated, \
             clustered errors are too small and the interval too narrow."
        );
        cautions.push(Caution::found("few-clusters", text));
    }
    if before.and_then(|trend| trend.p).is_some_and(|p| p < 0.1) {
        let text = "The treated were already drifting away from the others before the action.";
        cautions.push(Caution::found("trend-before", text));
    }
    if staggered(rows) {
        let text = "Units begin at different times: if the effect grows or differs, the one number mixes comparisons with \
                    units already treated and may even have the wrong sign (Goodman-Bacon 2021).";
        cautions.push(Caution::found("staggered-start", text));
    }
    if without > 0 {
        let text =
            format!("{without} rows of units or times without any event were left out; they tell a ratio nothing.");
        cautions.push(Caution::found("rows-without-events", text));
    }
    cautions
}

fn staggered(rows: &Rows) -> bool {
    let mut start = vec![usize::MAX; count(&rows.unit)];
    for row in (0..rows.unit.len()).filter(|row| rows.treatment[*row] != 0.0) {
        start[rows.unit[row]] = start[rows.unit[row]].min(rows.time[row]);
    }
    start.retain(|time| *time != usize::MAX);
    start.iter().any(|time| Some(time) != start.first())
}
