//! Early warning: is this week's count above what past years lead us to expect?

use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::distribution::{
    negative_binomial_upper, normal_quantile, normal_upper, poisson_upper, t_two_sided,
};
use crate::numeric::glm::{Family, Fit, fit};
use crate::{Caution, Error, check, sound};

/// How the baseline is modelled and its limit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Only weeks like this one in past years; a trend where significant; a limit by the 2/3 power (Farrington 1996).
    Original,
    /// All weeks in ten seasonal groups, a trend always, past outbreaks weighed down later, the last 26 weeks left out,
    /// and a negative binomial limit (Noufaily and others 2013).
    Improved,
}

/// The settings of [`farrington`].
#[derive(Clone, Debug)]
pub struct Settings {
    pub method: Method,
    /// Values in a year: 52 for weeks, 12 for months.
    pub period: usize,
    /// Past years of the baseline.
    pub years: usize,
    /// Values on either side of this week in past years that count as like it.
    pub half_window: usize,
    /// How many of the last values are judged; `None`: all that have a baseline.
    pub judged: Option<usize>,
    /// The chance of an alarm where nothing happens.
    pub alpha: f64,
}

/// One value, judged.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    /// The value's place in the series, from 0.
    pub at: usize,
    pub observed: f64,
    /// What the baseline leads to expect; `None` where it has no events at all, or no model could be fitted.
    pub expected: Option<f64>,
    /// The standard error of the expectation.
    pub se: Option<f64>,
    /// The limit above which a value is an alarm.
    pub limit: Option<f64>,
    /// The chance of such a value or a larger one.
    pub p: Option<f64>,
    /// (observed − expected) / (limit − expected): above 1 is an alarm.
    pub score: Option<f64>,
    pub alarm: bool,
    /// Whether the model has a trend, and its log rate ratio.
    pub trend: Option<f64>,
    /// How much more than a Poisson's the baseline varies, at least 1.
    pub dispersion: Option<f64>,
    /// The values of the baseline, their events, and those in the windows at this time of year.
    pub n: usize,
    pub baseline_events: f64,
    pub window_events: f64,
}

/// The judged values of a series.
#[derive(Clone, Debug, Serialize)]
pub struct EarlyWarning {
    pub judged: Vec<Judged>,
    pub alarms: usize,
    pub n: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Compares each of the last values with a limit from past years.
///
/// `counts` are those of successive periods of equal length without gaps, `exposure` what they are counts of (people,
/// kilometres; 1 throughout where nothing is known), an offset of the model. The model is a quasi-Poisson regression
/// fitted twice, the second time with values that stuck out weighed down by their standardised Anscombe residuals
/// (above 1 in the original, 2.58 in the improved method). No alarm is given on fewer than five events in the last
/// four periods. The figures are those of the formulas in R's `glm` (`benches/peers/early_warning_glm.R`).
///
/// Errors: counts that are no whole numbers, exposures not above zero, too few values for a baseline, settings that cannot be.
pub fn farrington(counts: &[f64], exposure: &[f64], settings: &Settings) -> Result<EarlyWarning, Error> {
    check::counts("count", counts)?;
    check::length("exposure", exposure.len(), counts.len())?;
    check::positive("exposure", exposure)?;
    check::level("alpha", settings.alpha)?;
    let Settings { period, years, half_window, .. } = *settings;
    // No product of settings leaves the range of numbers: each is no larger than there are values.
    for (what, setting) in [("period", period), ("years", years), ("half window", half_window)] {
        if setting > counts.len() {
            return Err(Error::setting(what, setting, format!("no more than the {} values", counts.len())));
        }
    }
    if period < 2 * half_window + 2 {
        return Err(Error::setting(
            "half window",
            half_window,
            format!("a window shorter than the year's {period} values"),
        ));
    }
    if years < 1 {
        return Err(Error::setting("years", years, "at least 1 past year"));
    }
    let needed = period.saturating_mul(years).saturating_add(half_window + 1);
    check::at_least("values of the baseline and one to judge", counts.len(), needed)?;
    let judged = settings.judged.unwrap_or(usize::MAX).min(counts.len() - needed + 1);
    if judged == 0 {
        return Err(Error::setting("values to judge", 0, "1 or more"));
    }
    let all: Vec<Judged> = (counts.len() - judged..counts.len())
        .into_par_iter()
        .map(|at| judge(counts, exposure, at, settings))
        .collect::<Result<_, _>>()?;
    let alarms = all.iter().filter(|one| one.alarm).count();
    sound(EarlyWarning { alarms, n: counts.len(), cautions: cautions(&all, settings), judged: all })
}

/// The rows of the baseline of `at`: their places, and the seasonal group of each (0 is that of `at`).
fn baseline(at: usize, settings: &Settings) -> Vec<(usize, usize)> {
    let Settings { period, years, half_window: w, .. } = *settings;
    let groups = match settings.method {
        Method::Original => 1,
        // Ten groups, or fewer where the year has too few values between the windows.
        Method::Improved => 10.min(period - 2 * w),
    };
    let mut rows = Vec::new();
    for year in (1..=years).rev() {
        let centre = at - year * period;
        rows.extend((centre - w..=centre + w).map(|row| (row, 0)));
        if groups > 1 {
            // What lies between this window and the next year's, shared out evenly, the first groups one longer.
            let (between, shares) = (period - 2 * w - 1, groups - 1);
            let start = centre + w + 1;
            let mut offset = 0;
            for group in 0..shares {
                let length = between / shares + usize::from(group < between % shares);
                rows.extend((start + offset..start + offset + length).map(|row| (row, group + 1)));
                offset += length;
            }
        }
    }
    // The last values are left out, so that an outbreak that began does not raise its own limit.
    let recent = match settings.method {
        Method::Original => 0,
        Method::Improved => period.div_ceil(2),
    };
    let until = at - recent.min(at);
    rows.retain(|(row, _)| *row < until);
    rows
}

/// A fitted baseline.
struct Model {
    fit: Fit,
    /// The covariance of the coefficients.
    row: Vec<f64>,
    dispersion: f64,
    trend: bool,
}

fn judge(counts: &[f64], exposure: &[f64], at: usize, settings: &Settings) -> Result<Judged, Error> {
    let rows = baseline(at, settings);
    let response: Vec<f64> = rows.iter().map(|(row, _)| counts[*row]).collect();
    let mut judged = Judged {
        at,
        observed: counts[at],
        expected: None,
        se: None,
        limit: None,
        p: None,
        score: None,
        alarm: false,
        trend: None,
        dispersion: None,
        n: rows.len(),
        baseline_events: response.iter().sum(),
        window_events: rows.iter().zip(&response).filter(|((_, group), _)| *group == 0).map(|(_, count)| count).sum(),
    };
    let Some(model) = model(&rows, &response, exposure, at, settings) else { return Ok(judged) };
    let predictor: f64 = model.row.iter().zip(model.fit.coefficients.iter()).map(|(x, b)| x * b).sum();
    let expected = exposure[at] * predictor.exp();
    let row = DMatrix::from_row_slice(1, model.row.len(), &model.row);
    let variance = (&row * &model.fit.inverse * row.transpose())[(0, 0)] * model.dispersion;
    let se = expected * variance.max(0.0).sqrt();
    let phi = model.dispersion;
    let (limit, p) = match settings.method {
        Method::Original => by_power(expected, se, phi, counts[at], settings.alpha),
        Method::Improved => (upper_limit(expected, phi, settings.alpha), at_least(counts[at], expected, phi)),
    };
    let enough = counts[at.saturating_sub(3)..=at].iter().sum::<f64>() >= 5.0;
    let score =
        (limit > expected).then(|| (counts[at] - expected) / (limit - expected)).filter(|score| score.is_finite());
    judged.alarm = enough && counts[at] > limit;
    judged.expected = Some(expected).filter(|value| value.is_finite());
    judged.se = Some(se).filter(|value| value.is_finite());
    judged.limit = Some(limit).filter(|value| value.is_finite());
    (judged.p, judged.score, judged.dispersion) = (Some(p), score, Some(phi));
    judged.trend = model.trend.then(|| model.fit.coefficients[1]);
    Ok(judged)
}

/// The model with a trend where the method's conditions for one hold, else without; `None` where none can be fitted.
///
/// A trend that leads beyond the highest rate of the baseline is not believed.
fn model(rows: &[(usize, usize)], response: &[f64], exposure: &[f64], at: usize, settings: &Settings) -> Option<Model> {
    let fitted = |trend| fitted(rows, response, exposure, at, trend, settings);
    if let Some(with) = fitted(true) {
        let se = (with.fit.inverse[(1, 1)] * with.fit.dispersion).sqrt();
        let freedom = with.fit.freedom as f64;
        let significant = match settings.method {
            Method::Original => se > 0.0 && t_two_sided(with.fit.coefficients[1] / se, freedom) < 0.05,
            Method::Improved => true,
        };
        let predictor: f64 = with.row.iter().zip(with.fit.coefficients.iter()).map(|(x, b)| x * b).sum();
        let highest = rows.iter().zip(response).map(|((row, _), count)| count / exposure[*row]).fold(0.0, f64::max);
        if settings.years >= 3 && significant && predictor.exp() <= highest {
            return Some(with);
        }
    }
    fitted(false)
}

/// Fits twice: the second time with the values that stuck out weighed down.
fn fitted(
    rows: &[(usize, usize)],
    response: &[f64],
    exposure: &[f64],
    at: usize,
    trend: bool,
    settings: &Settings,
) -> Option<Model> {
    if response.iter().sum::<f64>() <= 0.0 {
        return None;
    }
    let groups = rows.iter().map(|(_, group)| *group).max().unwrap_or(0);
    let first = 1 + usize::from(trend);
    // Time is counted back from the value that is judged, in years, which keeps the columns of like size.
    let time = |row: usize| (row as f64 - at as f64) / settings.period as f64;
    let columns = DMatrix::from_fn(rows.len(), first + groups, |row, column| match column {
        0 => 1.0,
        1 if trend => time(rows[row].0),
        column => f64::from(u8::from(rows[row].1 == column - first + 1)),
    });
    let offset: Vec<f64> = rows.iter().map(|(row, _)| exposure[*row].ln()).collect();
    let one = fit(Family::Poisson, &columns, response, &offset, &vec![1.0; rows.len()]).ok()?;
    let threshold = match settings.method {
        Method::Original => 1.0,
        Method::Improved => 2.58,
    };
    let weights = weights(&columns, response, &one, threshold)?;
    let two = fit(Family::Poisson, &columns, response, &offset, &weights).ok()?;
    let mut row = vec![0.0; columns.ncols()];
    row[0] = 1.0;
    Some(Model { dispersion: two.dispersion.max(1.0), fit: two, row, trend })
}

/// Weights that fall with the square of the standardised Anscombe residual above `threshold`, and add up to the rows.
fn weights(columns: &DMatrix<f64>, response: &[f64], fit: &Fit, threshold: f64) -> Option<Vec<f64>> {
    let phi = fit.dispersion.max(1.0);
    let residual = |row: usize| {
        let mean = fit.means[row];
        let values = columns.row(row);
        let hat = mean * (values * &fit.inverse * values.transpose())[(0, 0)];
        let raw = 1.5 * (response[row].powf(2.0 / 3.0) * mean.powf(-1.0 / 6.0) - mean.sqrt());
        raw / (phi * (1.0 - hat).max(1e-12)).sqrt()
    };
    let weight = |row: usize| match residual(row) {
        residual if residual > threshold => residual.powi(-2),
        _ => 1.0,
    };
    let raw: Vec<f64> = (0..response.len()).map(weight).collect();
    let scale = raw.len() as f64 / raw.iter().sum::<f64>();
    scale.is_finite().then(|| raw.iter().map(|weight| weight * scale).collect())
}

/// Farrington's limit and p: normal after the power 2/3.
fn by_power(expected: f64, se: f64, phi: f64, observed: f64, alpha: f64) -> (f64, f64) {
    let spread = phi + se * se / expected;
    let sd = (4.0 / 9.0 * expected.cbrt() * spread).sqrt();
    let centre = expected.powf(2.0 / 3.0);
    let limit = (centre + normal_quantile(1.0 - alpha) * sd).max(0.0).powf(1.5);
    (limit, normal_upper((observed.powf(2.0 / 3.0) - centre) / sd))
}

/// The least count with P(Y ≤ count) ≥ 1 − `alpha`, by halving.
fn upper_limit(mean: f64, phi: f64, alpha: f64) -> f64 {
    let (mut low, mut high) = (0.0, (mean + 60.0 * (mean * phi).sqrt() + 60.0 * phi + 100.0).ceil());
    while low < high {
        let middle = ((low + high) / 2.0).floor();
        if at_least(middle + 1.0, mean, phi) <= alpha { high = middle } else { low = middle + 1.0 }
    }
    low
}

/// P(Y ≥ `count`) of the Poisson where `phi` is 1, else of the negative binomial with variance `phi` times its mean.
fn at_least(count: f64, mean: f64, phi: f64) -> f64 {
    if count <= 0.0 {
        return 1.0;
    }
    if phi > 1.0 { negative_binomial_upper(count, mean / (phi - 1.0), 1.0 / phi) } else { poisson_upper(count, mean) }
}

fn cautions(judged: &[Judged], settings: &Settings) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "past-outbreaks",
        "A past rise that lasted is part of the baseline, though weighed down: it hides a like rise now.",
    )];
    let several = judged.len() as f64 * settings.alpha;
    if several >= 1.0 {
        cautions.push(Caution::standing(
            "many-looks",
            format!("{} values were judged: about {several:.1} alarms come by chance alone.", judged.len()),
        ));
    }
    let none = judged.iter().filter(|one| one.baseline_events == 0.0).count();
    if none > 0 {
        let text = format!("{none} values have a baseline without events and could not be judged.");
        cautions.push(Caution::found("no-baseline", text));
    }
    let unfitted = judged.iter().filter(|one| one.expected.is_none()).count() - none;
    if unfitted > 0 {
        let text =
            format!("{unfitted} values have a baseline with events to which no model could be fitted: not judged.");
        cautions.push(Caution::found("not-fitted", text));
    }
    let quiet = judged.iter().filter(|one| one.expected.is_some() && one.window_events == 0.0).count();
    if quiet > 0 {
        let text = format!(
            "{quiet} values have no events at this time of year in the past: next to nothing is expected, and any few are an \
             alarm."
        );
        cautions.push(Caution::found("window-without-events", text));
    }
    let small = judged.iter().filter(|one| one.expected.is_some_and(|expected| expected < 5.0)).count();
    if small > 0 && settings.method == Method::Original {
        cautions.push(Caution::found(
            "small-counts",
            format!("{small} values have fewer than five events expected: the limit by the 2/3 power is rough there."),
        ));
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: qnbinom(1 - alpha, mean / (phi - 1), 1 / phi), qpois, pnbinom and ppois; means of any size.
    #[test]
    fn limits_of_r() {
        assert_eq!(upper_limit(50.0, 4.0, 0.05), 75.0);
        assert_eq!(upper_limit(1e8, 1000.0, 0.05), 100_520_716.0);
        assert_eq!(upper_limit(1e6, 1.0, 0.01), 1_002_327.0);
        for (found, expected) in [
            (at_least(80.0, 50.0, 4.0), 0.029_584_867_041_228_1),
            (at_least(301.0, 50.0, 4.0), 1.359_551_995_676_301_8e-21),
            (at_least(1_002_001.0, 1e6, 1.0), 0.022_750_122_959_674_25),
        ] {
            assert!((found - expected).abs() <= 1e-8 * expected, "{found} is not {expected}");
        }
    }
}
