//! The season, the trend and the rest of a series: STL.

use serde::Serialize;

use super::stl::{Plan, Smoother, decompose};
use crate::numeric::distribution::{chi_squared_upper, t_two_sided_quantile};
use crate::{Caution, Error, Interval, check, sound};

/// The settings of [`seasonality`]; `None` is R's default.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Values in a cycle: 12 for months of years, 7 for days of weeks.
    pub period: usize,
    /// The seasonal smoother's span in cycles (odd, 7 or more); `None`: the same season in every cycle.
    pub seasonal_span: Option<usize>,
    /// The trend smoother's span in values (odd); by default the least odd one of 1.5·period/(1 − 1.5/seasonal span).
    pub trend_span: Option<usize>,
    /// Whether outliers are given less weight.
    pub robust: bool,
    /// The confidence of the intervals.
    pub level: f64,
}

/// A series taken apart: `seasonal` + `trend` + `remainder` is the series.
#[derive(Clone, Debug, Serialize)]
pub struct Seasonality {
    pub seasonal: Vec<f64>,
    pub trend: Vec<f64>,
    pub remainder: Vec<f64>,
    /// The robustness weight of each value; 1 throughout unless robust.
    pub weights: Vec<f64>,
    /// The season of each position of the cycle, the first value's position first.
    pub cycle: Vec<Position>,
    /// How much of the variance that the trend leaves is the season's, from 0 to 1 (Wang, Smith and Hyndman 2006).
    pub seasonal_strength: f64,
    /// How much of the variance that the season leaves is the trend's.
    pub trend_strength: f64,
    /// Friedman's rank test that no position of the cycle differs from another, over whole cycles; `None` where there
    /// are fewer than three.
    pub friedman: Option<Friedman>,
    /// The standard deviation of the remainder.
    pub remainder_sd: f64,
    pub seasonal_span: Option<usize>,
    pub trend_span: usize,
    pub n: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// One position of the cycle.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Position {
    /// From 1.
    pub position: usize,
    /// The mean of the season and the remainder here: how far above or below the trend it lies.
    pub effect: f64,
    pub se: f64,
    /// By Student's t over the cycles.
    pub ci: Interval,
    /// The number of cycles.
    pub n: usize,
}

/// Friedman's test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Friedman {
    pub chi_squared: f64,
    pub freedom: f64,
    pub p: f64,
    pub cycles: usize,
}

/// Takes a series apart by STL: loess smoothers for the season and the trend (Cleveland, Cleveland, McRae and
/// Terpenning 1990), with the defaults and the numbers of R's `stats::stl`.
///
/// `values` are the series in order without gaps, at least two cycles and one value. With `seasonal_span: None` the
/// season is the same in every cycle. Effects are means over cycles of what the trend leaves; their intervals take
/// the cycles as independent.
///
/// Errors: too few values, values that are no numbers, a period below 2, spans that are even or below 3 (7 for the
/// season).
pub fn seasonality(values: &[f64], settings: &Settings) -> Result<Seasonality, Error> {
    check::finite("value", values)?;
    check::level("level", settings.level)?;
    if settings.period < 2 {
        return Err(Error::setting("period", settings.period, "at least 2 values in a cycle"));
    }
    check::at_least("values of two cycles and one", values.len(), settings.period.saturating_mul(2).saturating_add(1))?;
    let plan = plan(values.len(), settings)?;
    let mut parts = decompose(values, &plan);
    if settings.seasonal_span.is_none() {
        parts.seasonal = same_in_every_cycle(&parts.seasonal, settings.period);
    }
    let rest = |at: usize| values[at] - parts.seasonal[at] - parts.trend[at];
    let remainder: Vec<f64> = (0..values.len()).map(rest).collect();
    let with = |part: &[f64]| part.iter().zip(&remainder).map(|(part, rest)| part + rest).collect::<Vec<f64>>();
    let strength = |part: &[f64]| {
        let whole = variance(&with(part));
        if whole > 0.0 { (1.0 - variance(&remainder) / whole).max(0.0) } else { 0.0 }
    };
    let detrended = with(&parts.seasonal);
    sound(Seasonality {
        cycle: positions(&detrended, settings),
        seasonal_strength: strength(&parts.seasonal),
        trend_strength: strength(&parts.trend),
        friedman: friedman(&detrended, settings.period),
        remainder_sd: variance(&remainder).sqrt(),
        seasonal_span: settings.seasonal_span,
        trend_span: plan.trend.span,
        n: values.len(),
        cautions: cautions(values, settings, &parts.weights),
        seasonal: parts.seasonal,
        trend: parts.trend,
        remainder,
        weights: parts.weights,
    })
}

/// R's defaults: a periodic season is one whose span is ten times the series, of degree 0.
fn plan(n: usize, settings: &Settings) -> Result<Plan, Error> {
    let odd = |span: usize| span + 1 - span % 2;
    // Ten times the series is a straight line throughout; beyond it nothing changes.
    let most = 10 * n + 1;
    let asked = |what, span: Option<usize>, least: usize| match span {
        Some(span) if span < least || span > most || span.is_multiple_of(2) => {
            Err(Error::setting(what, span, format!("an odd number from {least} to {most}")))
        }
        span => Ok(span),
    };
    let seasonal = asked("seasonal span", settings.seasonal_span, 7)?.unwrap_or(most);
    let default = (1.5 * settings.period as f64 / (1.0 - 1.5 / seasonal as f64)).ceil();
    let trend = asked("trend span", settings.trend_span, 3)?.unwrap_or(odd(default as usize));
    let smoother = |span: usize, degree| Smoother { span, degree, jump: span.div_ceil(10) };
    Ok(Plan {
        period: settings.period,
        seasonal: smoother(seasonal.max(3), 0),
        trend: smoother(trend, 1),
        low_pass: smoother(odd(settings.period), 1),
        inner: if settings.robust { 1 } else { 2 },
        outer: if settings.robust { 15 } else { 0 },
    })
}

fn same_in_every_cycle(seasonal: &[f64], period: usize) -> Vec<f64> {
    let mean = |position: usize| {
        let own: Vec<f64> = seasonal.iter().skip(position).step_by(period).copied().collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let means: Vec<f64> = (0..period).map(mean).collect();
    (0..seasonal.len()).map(|at| means[at % period]).collect()
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)
}

fn positions(detrended: &[f64], settings: &Settings) -> Vec<Position> {
    let position = |at: usize| {
        let own: Vec<f64> = detrended.iter().skip(at).step_by(settings.period).copied().collect();
        let n = own.len();
        let effect = own.iter().sum::<f64>() / n as f64;
        let se = (variance(&own) / n as f64).sqrt();
        let t = t_two_sided_quantile(settings.level, (n - 1) as f64);
        let ci = Interval::new(effect - t * se, effect + t * se, settings.level);
        Position { position: at + 1, effect, se, ci, n }
    };
    (0..settings.period).map(position).collect()
}

/// Friedman's chi-squared over the whole cycles, with ties at their mean rank.
fn friedman(detrended: &[f64], period: usize) -> Option<Friedman> {
    let cycles = detrended.len() / period;
    if cycles < 3 {
        return None;
    }
    let (k, b) = (period as f64, cycles as f64);
    let mut sums = vec![0.0; period];
    let mut ties = 0.0;
    let mut order: Vec<usize> = Vec::with_capacity(period);
    for cycle in detrended.chunks_exact(period) {
        order.clear();
        order.extend(0..period);
        order.sort_unstable_by(|a, b| cycle[*a].total_cmp(&cycle[*b]));
        let mut below = 0.0;
        for alike in order.chunk_by(|a, b| cycle[*a] == cycle[*b]) {
            let equal = alike.len() as f64;
            alike.iter().for_each(|position| sums[*position] += below + (equal + 1.0) / 2.0);
            ties += equal * (equal * equal - 1.0);
            below += equal;
        }
    }
    let spread: f64 = sums.iter().map(|sum| (sum - b * (k + 1.0) / 2.0).powi(2)).sum();
    let scale = b * k * (k + 1.0) - ties / (k - 1.0);
    let chi_squared = if scale > 0.0 { 12.0 * spread / scale } else { 0.0 };
    Some(Friedman { chi_squared, freedom: k - 1.0, p: chi_squared_upper(chi_squared, k - 1.0), cycles })
}

fn cautions(values: &[f64], settings: &Settings, weights: &[f64]) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "adds-up",
            "Season and trend are added: where a season grows with the level of the series, take logarithms first.",
        ),
        Caution::standing(
            "ends",
            "The trend at both ends rests on half the values: the last months may change as new ones come.",
        ),
    ];
    let cycles = values.len() / settings.period;
    if cycles < 4 {
        cautions.push(Caution::found(
            "few-cycles",
            format!("{cycles} whole cycles: a season cannot be told from chance well with fewer than four."),
        ));
    }
    let outliers = weights.iter().filter(|weight| **weight < 0.1).count();
    if outliers > 0 {
        cautions
            .push(Caution::found("outliers", format!("{outliers} values are outliers and have next to no weight.")));
    }
    let low = values.iter().filter(|value| **value < 5.0).count();
    if low * 4 > values.len() && values.iter().all(|value| *value >= 0.0) {
        cautions.push(Caution::found(
            "small-counts",
            format!("{low} of {} values are below five: their chance variation is large.", values.len()),
        ));
    }
    cautions
}
