//! Calibration on any columns, by distance, with bounds.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::residual::Projection;
use super::{Calibrated, check_design};
use crate::{Error, check, sound};

const STEPS: usize = 200;
/// The misfit, relative to 1 + |total|, at which calibration has settled.
const SETTLED: f64 = 1e-11;

/// What "as near as possible to the design's weights" means, for g = w/d (Deville and Särndal 1992, table 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distance {
    /// g = 1 + xλ, the generalised regression estimator (case 1); with bounds g is cut off at them (case 7).
    /// Without bounds weights may become negative.
    Linear { bounds: Option<(f64, f64)> },
    /// g = exp(xλ), always above zero (case 2); with bounds g is cut off at them.
    Raking { bounds: Option<(f64, f64)> },
    /// g between its bounds, smoothly (case 6).
    Logit { lower: f64, upper: f64 },
}

impl Distance {
    fn check(self) -> Result<(), Error> {
        let (Self::Linear { bounds } | Self::Raking { bounds }) = self else {
            let Self::Logit { lower, upper } = self else { return Ok(()) };
            return check_bounds(lower, upper);
        };
        bounds.map_or(Ok(()), |(lower, upper)| check_bounds(lower, upper))
    }

    /// g and dg/du at u = xλ.
    fn ratio(self, u: f64) -> (f64, f64) {
        let cut = |g: f64, slope: f64, bounds: Option<(f64, f64)>| match bounds {
            Some((lower, _)) if g < lower => (lower, 0.0),
            Some((_, upper)) if g > upper => (upper, 0.0),
            _ => (g, slope),
        };
        match self {
            Self::Linear { bounds } => cut(1.0 + u, 1.0, bounds),
            Self::Raking { bounds } => cut(u.exp(), u.exp(), bounds),
            Self::Logit { lower, upper } => {
                let (below, above) = (1.0 - lower, upper - 1.0);
                let rate = (upper - lower) / (above * below);
                // The logistic curve between the bounds: g(0) = 1, g′(0) = 1.
                let share = 1.0 / (1.0 + above / below * (-rate * u).exp());
                (lower + (upper - lower) * share, rate * (upper - lower) * share * (1.0 - share))
            }
        }
    }
}

fn check_bounds(lower: f64, upper: f64) -> Result<(), Error> {
    // Written so that no bound may be a NaN.
    if lower < 1.0 && upper > 1.0 && upper.is_finite() && lower.is_finite() {
        return Ok(());
    }
    let found = format!("{lower} to {upper}");
    Err(Error::setting("the bounds of the weights' ratio", found, "a lower one below 1 and an upper one above 1"))
}

/// Weights w = d·g with Σ w x = `totals` for every column x of `columns`, g as near to 1 as `distance` says.
///
/// `columns`: one slice of values for each total (a column of ones with the population's size keeps the size). Newton's
/// steps on the multipliers λ, as R's `grake`; a column that depends on the others is allowed if its total agrees.
///
/// Errors: lengths, values that are no numbers, bounds that do not hold 1 between them, totals that cannot be met.
pub fn calibrate(
    weights: &[f64],
    columns: &[Vec<f64>],
    totals: &[f64],
    distance: Distance,
) -> Result<Calibrated, Error> {
    check_design(weights)?;
    distance.check()?;
    check::at_least("calibration columns", columns.len(), 1)?;
    check::length("totals", totals.len(), columns.len())?;
    check::finite("total", totals)?;
    for column in columns {
        check::length("calibration column", column.len(), weights.len())?;
        check::finite("calibration value", column)?;
    }
    // Columns of one size each, so that the rank is judged fairly.
    let size = |column: &Vec<f64>| {
        let square: f64 = column.iter().zip(weights).map(|(x, w)| w * x * x).sum();
        if square > 0.0 { square.sqrt() } else { 1.0 }
    };
    let scale: Vec<f64> = columns.iter().map(size).collect();
    let mut multipliers = DVector::zeros(columns.len());
    let mut state = State::at(weights, columns, totals, distance, &multipliers);
    for step in 1..=STEPS {
        let direction = state.direction(weights, columns, &scale);
        let mut share = 1.0;
        let next = loop {
            let tried = &multipliers + &direction * share;
            let next = State::at(weights, columns, totals, distance, &tried);
            // A cut-off or an overflow may send a full step astray; a small enough part of it leads on.
            if next.misfit.is_finite() && (next.misfit < state.misfit || share < 1e-6 || next.misfit <= SETTLED) {
                multipliers = tried;
                break next;
            }
            share /= 2.0;
            if share < 1e-12 {
                return Err(not_met(totals));
            }
        };
        state = next;
        if state.misfit <= SETTLED {
            let new: Vec<f64> = state.ratios.iter().zip(weights).map(|(g, d)| g * d).collect();
            let projection = Projection::on_columns(weights, columns);
            return sound(Calibrated::new(weights, new, state.misfit, step, projection));
        }
    }
    Err(not_met(totals))
}

fn not_met(totals: &[f64]) -> Error {
    Error::none(format!(
        "no weights within the bounds meet the {} totals: widen the bounds, or look for totals that contradict each other",
        totals.len()
    ))
}

/// Where the steps stand.
struct State {
    ratios: Vec<f64>,
    slopes: Vec<f64>,
    /// total − Σ w x for each column.
    gaps: DVector<f64>,
    misfit: f64,
}

impl State {
    fn at(
        weights: &[f64],
        columns: &[Vec<f64>],
        totals: &[f64],
        distance: Distance,
        multipliers: &DVector<f64>,
    ) -> Self {
        let mut predictor = vec![0.0; weights.len()];
        for (column, multiplier) in columns.iter().zip(multipliers.iter()) {
            predictor.iter_mut().zip(column).for_each(|(u, x)| *u += multiplier * x);
        }
        let (ratios, slopes): (Vec<f64>, Vec<f64>) = predictor.iter().map(|u| distance.ratio(*u)).unzip();
        let sum = |column: &Vec<f64>| column.iter().zip(weights).zip(&ratios).map(|((x, d), g)| d * g * x).sum::<f64>();
        let gaps = DVector::from_iterator(totals.len(), columns.iter().zip(totals).map(|(x, total)| total - sum(x)));
        let relative = gaps.iter().zip(totals).map(|(gap, total)| gap.abs() / (1.0 + total.abs()));
        let misfit = relative.fold(0.0, |most: f64, one| if one.is_nan() { f64::INFINITY } else { most.max(one) });
        Self { ratios, slopes, gaps, misfit }
    }

    /// Newton's step: (XᵀDG′X)⁻ · gaps.
    fn direction(&self, weights: &[f64], columns: &[Vec<f64>], scale: &[f64]) -> DVector<f64> {
        let size = columns.len();
        let mut table = DMatrix::zeros(size, size);
        for a in 0..size {
            for b in a..size {
                let products = columns[a].iter().zip(&columns[b]).zip(weights).zip(&self.slopes);
                let sum: f64 = products.map(|(((x, y), d), slope)| x * y * d * slope).sum();
                table[(a, b)] = sum / (scale[a] * scale[b]);
                table[(b, a)] = table[(a, b)];
            }
        }
        let gaps = DVector::from_fn(size, |at, _| self.gaps[at] / scale[at]);
        let parts = SymmetricEigen::new(table);
        let most = parts.eigenvalues.amax();
        let turned = parts.eigenvalues.map(|value| if value > 1e-13 * most { 1.0 / value } else { 0.0 });
        let solved = &parts.eigenvectors * (turned.component_mul(&(parts.eigenvectors.transpose() * gaps)));
        DVector::from_fn(size, |at, _| solved[at] / scale[at])
    }
}
