//! Matched controls: for each treated unit the untreated ones that resemble it most.

use nalgebra::{Cholesky, DMatrix, DVector};
use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::distribution::{t_two_sided, t_two_sided_quantile};
use crate::numeric::glm::{Family, fit};
use crate::{Caution, Error, Interval, check, sound};

/// How alike two units are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// By every column at once, in units of their common spread and without counting related columns twice.
    Mahalanobis,
    /// By the probability of treatment, as its log odds (logistic regression on the columns).
    Propensity,
}

/// How to match.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub distance: Distance,
    /// Controls for each treated unit.
    pub controls: usize,
    /// No control further away than this: for Mahalanobis the distance itself, for the propensity in standard deviations
    /// of the log odds (0.2 is usual, Austin 2011). `None` takes the nearest however far.
    pub caliper: Option<f64>,
    pub level: f64,
}

/// How far a column's means are apart, before and after matching.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Balance {
    pub treated_mean: f64,
    pub control_mean_before: f64,
    /// Of the matched treated and controls; the treated mean changes where some were left out.
    pub treated_mean_after: f64,
    pub control_mean_after: f64,
    /// (treated − control) / √((s₁² + s₀²)/2) over all units; above 0.1 counts as unlike. `None` where nothing varies.
    pub smd_before: Option<f64>,
    /// The same, by the same spread, after matching.
    pub smd_after: Option<f64>,
}

/// A treated unit and a control.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The row of the treated unit, from 0.
    pub treated: usize,
    pub control: usize,
    pub distance: f64,
}

/// The difference of an outcome between treated units and their controls.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub estimate: f64,
    pub se: f64,
    pub t: Option<f64>,
    pub p: Option<f64>,
    pub ci: Interval,
}

/// The matching.
#[derive(Clone, Debug, Serialize)]
pub struct Matching {
    pub pairs: Vec<Pair>,
    /// Treated units without a control within the caliper (or when none was left).
    pub unmatched: Vec<usize>,
    /// One for each column.
    pub balance: Vec<Balance>,
    /// The outcome's mean difference over matched sets: the effect on the treated that were matched.
    pub difference: Option<Difference>,
    pub n: usize,
    pub treated: usize,
    pub controls: usize,
    pub matched_treated: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Greedy nearest-neighbour matching without replacement, treated units in the order given, ties to the first control.
///
/// `columns[j]` is a column of as many values as `treated`; Mahalanobis distances use the covariance pooled within both
/// groups (Rubin 1980). The difference's error is that of a paired test (Austin 2011). Each step's nearest control is sought
/// on all threads. Errors: lengths, one group empty, columns that depend on each other.
pub fn match_controls(
    treated: &[bool],
    columns: &[Vec<f64>],
    outcome: Option<&[f64]>,
    settings: &Settings,
) -> Result<Matching, Error> {
    checked(treated, columns, outcome, settings)?;
    let (yes, no): (Vec<usize>, Vec<usize>) = (0..treated.len()).partition(|row| treated[*row]);
    check::at_least("treated units", yes.len(), 2)?;
    check::at_least("untreated units", no.len(), 2)?;
    let (places, caliper) = match settings.distance {
        Distance::Mahalanobis => (whitened(columns, &yes, &no)?, settings.caliper),
        Distance::Propensity => {
            let odds = log_odds(treated, columns)?;
            let sd = variance(&odds, &(0..odds.len()).collect::<Vec<_>>()).sqrt();
            (vec![odds], settings.caliper.map(|caliper| caliper * sd))
        }
    };
    let pairs = greedy(&places, &yes, &no, settings.controls, caliper);
    let unmatched: Vec<usize> =
        yes.iter().copied().filter(|row| pairs.binary_search_by_key(row, |pair| pair.treated).is_err()).collect();
    let balance: Vec<Balance> = columns.iter().map(|column| balance(column, &yes, &no, &pairs)).collect();
    let matched_treated = yes.len() - unmatched.len();
    let difference = outcome.and_then(|outcome| difference(outcome, &pairs, settings.level));
    sound(Matching {
        cautions: cautions(&balance, &unmatched, matched_treated, settings),
        pairs,
        unmatched,
        balance,
        difference,
        n: treated.len(),
        treated: yes.len(),
        controls: no.len(),
        matched_treated,
    })
}

fn checked(treated: &[bool], columns: &[Vec<f64>], outcome: Option<&[f64]>, settings: &Settings) -> Result<(), Error> {
    check::level("level", settings.level)?;
    check::at_least("columns to match on", columns.len(), 1)?;
    for column in columns {
        check::length("covariate", column.len(), treated.len())?;
        check::finite("covariate", column)?;
    }
    if let Some(outcome) = outcome {
        check::length("outcome", outcome.len(), treated.len())?;
        check::finite("outcome", outcome)?;
    }
    if let Some(caliper) = settings.caliper {
        check::positive_setting("caliper", caliper)?;
    }
    if settings.controls == 0 { Err(Error::setting("controls", 0, "1 or more")) } else { Ok(()) }
}

/// Columns in which the plain distance is the Mahalanobis distance: L⁻¹x with LLᵀ the pooled covariance.
fn whitened(columns: &[Vec<f64>], yes: &[usize], no: &[usize]) -> Result<Vec<Vec<f64>>, Error> {
    let (k, n) = (columns.len(), columns[0].len());
    let mean = |column: &[f64], rows: &[usize]| rows.iter().map(|row| column[*row]).sum::<f64>() / rows.len() as f64;
    let means: Vec<(f64, f64)> = columns.iter().map(|column| (mean(column, yes), mean(column, no))).collect();
    let pooled = DMatrix::from_fn(k, k, |a, b| {
        let sum = |rows: &[usize], (of_a, of_b): (f64, f64)| {
            rows.iter().map(|row| (columns[a][*row] - of_a) * (columns[b][*row] - of_b)).sum::<f64>()
        };
        let both = sum(yes, (means[a].0, means[b].0)) + sum(no, (means[a].1, means[b].1));
        both / (yes.len() + no.len() - 2) as f64
    });
    let spread = pooled.diagonal().map(f64::sqrt);
    let dependent = || Error::none("the columns to match on depend on each other, or one of them does not vary");
    if spread.iter().any(|sd| *sd <= 0.0) {
        return Err(dependent());
    }
    let scaled = DMatrix::from_fn(k, k, |a, b| pooled[(a, b)] / (spread[a] * spread[b]));
    let root = Cholesky::new(scaled).ok_or_else(dependent)?.l();
    if root.diagonal().min() < 1e-6 {
        return Err(dependent());
    }
    let mut places = vec![vec![0.0; n]; k];
    for row in 0..n {
        let value = DVector::from_fn(k, |a, _| columns[a][row] / spread[a]);
        let Some(place) = root.solve_lower_triangular(&value) else { return Err(dependent()) };
        (0..k).for_each(|a| places[a][row] = place[a]);
    }
    Ok(places)
}

fn log_odds(treated: &[bool], columns: &[Vec<f64>]) -> Result<Vec<f64>, Error> {
    let n = treated.len();
    let design = DMatrix::from_fn(n, columns.len() + 1, |row, place| match place.checked_sub(1) {
        None => 1.0,
        Some(column) => columns[column][row],
    });
    let response: Vec<f64> = treated.iter().map(|yes| if *yes { 1.0 } else { 0.0 }).collect();
    let found = fit(Family::Binomial, &design, &response, &vec![0.0; n], &vec![1.0; n])?;
    Ok((design * found.coefficients).iter().copied().collect())
}

/// For each treated unit, in order, its nearest free controls.
fn greedy(places: &[Vec<f64>], yes: &[usize], no: &[usize], controls: usize, caliper: Option<f64>) -> Vec<Pair> {
    // The controls' places, one column after the other, so that the search runs over plain slices.
    let of_no: Vec<Vec<f64>> = places.iter().map(|column| no.iter().map(|row| column[*row]).collect()).collect();
    let mut free = vec![true; no.len()];
    let most = caliper.map_or(f64::INFINITY, |caliper| caliper * caliper);
    let mut pairs = Vec::with_capacity(yes.len());
    for treated in yes {
        let own: Vec<f64> = places.iter().map(|column| column[*treated]).collect();
        for _ in 0..controls {
            let Some((square, at)) = nearest(&of_no, &own, &free).filter(|(square, _)| *square <= most) else { break };
            free[at] = false;
            pairs.push(Pair { treated: *treated, control: no[at], distance: square.sqrt() });
        }
    }
    pairs
}

/// The free control with the smallest squared distance; of equals the first.
fn nearest(places: &[Vec<f64>], own: &[f64], free: &[bool]) -> Option<(f64, usize)> {
    const PIECE: usize = 4096;
    let piece = |start: usize| {
        let end = free.len().min(start + PIECE);
        let mut squares = vec![0.0_f64; end - start];
        for (column, own) in places.iter().zip(own) {
            squares.iter_mut().zip(&column[start..end]).for_each(|(sum, value)| *sum += (value - own) * (value - own));
        }
        let open = squares.iter().zip(start..end).filter(|(_, at)| free[*at]);
        open.map(|(square, at)| (*square, at)).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    if free.len() <= 4 * PIECE {
        let all = (0..free.len()).step_by(PIECE).filter_map(piece);
        return all.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }
    let starts: Vec<usize> = (0..free.len()).step_by(PIECE).collect();
    starts.into_par_iter().filter_map(piece).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
}

fn variance(values: &[f64], rows: &[usize]) -> f64 {
    let mean = rows.iter().map(|row| values[*row]).sum::<f64>() / rows.len() as f64;
    rows.iter().map(|row| (values[*row] - mean).powi(2)).sum::<f64>() / (rows.len() as f64 - 1.0).max(1.0)
}

/// Matched sets: a treated unit with all of its controls, each set counting once.
fn sets(pairs: &[Pair]) -> Vec<&[Pair]> {
    pairs.chunk_by(|a, b| a.treated == b.treated).collect()
}

fn balance(column: &[f64], yes: &[usize], no: &[usize], pairs: &[Pair]) -> Balance {
    let mean = |rows: &[usize]| rows.iter().map(|row| column[*row]).sum::<f64>() / rows.len() as f64;
    let spread = ((variance(column, yes) + variance(column, no)) / 2.0).sqrt();
    let sets = sets(pairs);
    let over = |value: &dyn Fn(&[Pair]) -> f64| {
        if sets.is_empty() { 0.0 } else { sets.iter().map(|set| value(set)).sum::<f64>() / sets.len() as f64 }
    };
    let treated_mean_after = over(&|set| set.first().map_or(0.0, |pair| column[pair.treated]));
    let control_mean_after = over(&|set| controls_mean(column, set));
    let (treated_mean, control_mean_before) = (mean(yes), mean(no));
    Balance {
        treated_mean,
        control_mean_before,
        treated_mean_after,
        control_mean_after,
        smd_before: (spread > 0.0).then(|| (treated_mean - control_mean_before) / spread),
        smd_after: (spread > 0.0 && !sets.is_empty()).then(|| (treated_mean_after - control_mean_after) / spread),
    }
}

fn controls_mean(column: &[f64], set: &[Pair]) -> f64 {
    set.iter().map(|pair| column[pair.control]).sum::<f64>() / set.len() as f64
}

fn difference(outcome: &[f64], pairs: &[Pair], level: f64) -> Option<Difference> {
    let sets = sets(pairs);
    let of = |set: &[Pair]| set.first().map_or(0.0, |pair| outcome[pair.treated]) - controls_mean(outcome, set);
    let differences: Vec<f64> = sets.iter().map(|set| of(set)).collect();
    if differences.len() < 2 {
        return None;
    }
    let n = differences.len() as f64;
    let estimate = differences.iter().sum::<f64>() / n;
    let se = (variance(&differences, &(0..differences.len()).collect::<Vec<_>>()) / n).sqrt();
    let t = (se > 0.0).then(|| estimate / se);
    let reach = t_two_sided_quantile(level, n - 1.0) * se;
    let ci = Interval::new(estimate - reach, estimate + reach, level);
    Some(Difference { estimate, se, t, p: t.map(|t| t_two_sided(t, n - 1.0)), ci })
}

fn cautions(balance: &[Balance], unmatched: &[usize], matched: usize, settings: &Settings) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "unseen-differences",
        "Matched units resemble each other in the columns given and in nothing else: what is not measured is not matched.",
    )];
    let unlike = balance.iter().filter(|column| column.smd_after.is_some_and(|smd| smd.abs() > 0.1)).count();
    if unlike > 0 {
        let text = format!("{unlike} of the columns still differ by more than a tenth of a standard deviation.");
        cautions.push(Caution::found("still-unlike", text));
    }
    if !unmatched.is_empty() {
        let text =
            format!("{} treated units found no control: the answer is about the {matched} that did.", unmatched.len());
        cautions.push(Caution::found("unmatched", text));
    }
    if settings.caliper.is_none() {
        let text = "Without a caliper every treated unit takes the nearest control left, however unlike.";
        cautions.push(Caution::standing("no-caliper", text));
    }
    cautions
}
