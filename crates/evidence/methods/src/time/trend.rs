//! Whether a rate goes up or down: log-linear models of counts with exposure.

use nalgebra::DMatrix;
use serde::Serialize;

use crate::numeric::autocorrelation::{autocorrelation, lag, ljung_box, long_lag, newey_west, nothing_left};
use crate::numeric::distribution::{
    normal_two_sided, normal_two_sided_quantile, normal_upper, t_two_sided, t_two_sided_quantile,
};
use crate::numeric::glm::{Family, Fit, fit};
use crate::numeric::negative_binomial::{fit_negative_binomial, log_likelihood};
use crate::{Caution, Error, Interval, check, counted, sound};

/// Which distribution the counts are taken to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Negative binomial where the counts vary more than a Poisson's would, else Poisson.
    Auto,
    Poisson,
    NegativeBinomial,
}

/// Which standard errors the answer uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// Newey and West's where what the model leaves goes together from period to period, else the model's.
    Auto,
    Model,
    NeweyWest,
}

/// The settings of [`trend`].
#[derive(Clone, Debug)]
pub struct Settings {
    pub model: Model,
    pub errors: Errors,
    /// Periods in a cycle, for a season of its own for each (12 for months); `None`: no season.
    pub period: Option<usize>,
    /// Periods further apart than this are taken as unrelated (Newey and West), less than half of all; `None`:
    /// ⌊4 (n/100)^(2/9)⌋.
    pub lag: Option<usize>,
    pub level: f64,
}

/// The trend of one model with one kind of standard error.
#[derive(Clone, Debug, Serialize)]
pub struct Estimate {
    /// `poisson` or `negative-binomial`.
    pub model: &'static str,
    /// `model`, `quasi` (times the root of the dispersion) or `newey-west`.
    pub errors: &'static str,
    /// The factor by which the rate changes from one period to the next.
    pub rate_ratio: f64,
    /// `None`, as the p-value, where there is no error to measure by: the model leaves nothing.
    pub ci: Option<Interval>,
    /// The factor over a whole cycle (a year of months), where there is one.
    pub rate_ratio_cycle: Option<f64>,
    pub ci_cycle: Option<Interval>,
    /// The log of the rate ratio, and its standard error.
    pub log_rate_ratio: f64,
    pub se: f64,
    /// Two-sided: normal where the model says the error, Student's t with n−k degrees where the residuals do (`quasi`,
    /// `newey-west`). The intervals likewise.
    pub p: Option<f64>,
}

/// A trend.
#[derive(Clone, Debug, Serialize)]
pub struct Trend {
    #[serde(flatten)]
    pub chosen: Estimate,
    /// All that were fitted.
    pub fits: Vec<Estimate>,
    /// Pearson's chi-squared by its degrees of freedom, under Poisson.
    pub dispersion: f64,
    /// The one-sided score test that counts vary as a Poisson's (Dean and Lawless 1989).
    pub overdispersion_p: f64,
    /// θ of the negative binomial: the variance is μ + μ²/θ.
    pub theta: Option<f64>,
    pub log_likelihood_poisson: f64,
    pub log_likelihood_negative_binomial: Option<f64>,
    /// The autocorrelation at lag 1 of the chosen model's Pearson residuals, and Ljung and Box's test over `lags_tested`.
    pub autocorrelation: f64,
    pub ljung_box_p: f64,
    pub lags_tested: usize,
    /// The lag of Newey and West's errors.
    pub lag: usize,
    /// The counts that the chosen model expects.
    pub fitted: Vec<f64>,
    pub n: usize,
    pub events: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Fits ln E(yₜ) = ln eₜ + a + b·t (+ season) and tells exp(b), the rate ratio from one period to the next.
///
/// `counts` are those of successive periods of equal length, `exposure` what they are counts of (people, days at
/// risk; 1 throughout where nothing is known). Numbers of R's `glm(…, poisson)`, of `MASS::glm.nb`, and for Newey and
/// West (1987) of statsmodels' `GLM(…).fit(cov_type="HAC")` with its correction for small samples (Poisson).
///
/// Errors: counts that are no whole numbers, exposures not above zero, fewer periods than the model needs, no events, events
/// at one end alone (the rate ratio has no bound), a lag of half the periods or more; where a negative binomial is asked for,
/// one that does not settle.
pub fn trend(counts: &[f64], exposure: &[f64], settings: &Settings) -> Result<Trend, Error> {
    check::counts("count", counts)?;
    check::length("exposure", exposure.len(), counts.len())?;
    check::positive("exposure", exposure)?;
    check::level("level", settings.level)?;
    let season = settings.period.unwrap_or(1);
    if season < 1 || settings.period == Some(1) {
        return Err(Error::setting("period", season, "at least 2 periods in a cycle"));
    }
    let n = counts.len();
    let needed = if season > 1 { season.saturating_mul(2).saturating_add(2) } else { 5 };
    check::at_least("periods", n, needed)?;
    let lag = lag(settings.lag, n)?;
    if counts.iter().sum::<f64>() == 0.0 {
        return Err(Error::none("there are no events in any period: a rate of nothing has no trend"));
    }
    let columns = columns(n, season);
    let offset: Vec<f64> = exposure.iter().map(|exposure| exposure.ln()).collect();
    let poisson = fit(Family::Poisson, &columns, counts, &offset, &vec![1.0; n])?;
    if poisson.unbounded(&columns)[1] {
        return Err(Error::none("the events stand at one end of the series alone: the rate ratio has no bound"));
    }
    let overdispersion_p = overdispersion(counts, &poisson.means);
    let wanted = settings.model == Model::NegativeBinomial || settings.model == Model::Auto && overdispersion_p < 0.05;
    // Where the counts vary hardly more than a Poisson's there is no such model, and none is needed.
    // Nor does one that was not asked for, and does not settle, keep the Poisson's answer back.
    let negative = match fit_negative_binomial(&columns, counts, &offset) {
        Err(error) if wanted => return Err(error),
        fitted => fitted.ok().filter(|fit| fit.family != Family::Poisson),
    };
    let chosen = negative.as_ref().filter(|_| wanted).unwrap_or(&poisson);
    let residuals = pearson(counts, chosen);
    let lags_tested = (n / 5).clamp(1, 10);
    // Residuals that do not vary go together with nothing.
    let correlations = autocorrelation(&residuals, lags_tested).unwrap_or_else(|| vec![0.0; lags_tested]);
    let ljung_box_p = ljung_box(&correlations, n);
    let newey_west = match settings.errors {
        Errors::Auto => ljung_box_p < 0.05,
        Errors::Model => false,
        Errors::NeweyWest => true,
    };
    let fits = estimates(&columns, counts, &poisson, negative.as_ref(), lag, settings);
    let kind = if newey_west { "newey-west" } else { "model" };
    let name = if matches!(chosen.family, Family::Poisson) { "poisson" } else { "negative-binomial" };
    let Some(best) = fits.iter().find(|one| one.model == name && one.errors == kind).cloned() else {
        return Err(Error::none("no model was fitted"));
    };
    let theta = negative.as_ref().and_then(|fit| match fit.family {
        Family::NegativeBinomial { theta } => Some(theta),
        _ => None,
    });
    sound(Trend {
        dispersion: poisson.dispersion,
        overdispersion_p,
        theta,
        log_likelihood_poisson: log_likelihood(Family::Poisson, counts, &poisson.means),
        log_likelihood_negative_binomial: negative.as_ref().map(|fit| log_likelihood(fit.family, counts, &fit.means)),
        autocorrelation: correlations[0],
        ljung_box_p,
        lags_tested,
        lag,
        fitted: chosen.means.clone(),
        n,
        events: counts.iter().sum(),
        cautions: cautions(counts, &best, overdispersion_p, ljung_box_p, settings, wanted)
            .into_iter()
            .chain(long_lag(lag, n).filter(|_| best.errors == "newey-west"))
            .collect(),
        chosen: best,
        fits,
    })
}

/// Level, time about its middle, and one column for each position of the cycle but the first.
fn columns(n: usize, season: usize) -> DMatrix<f64> {
    let middle = (n as f64 - 1.0) / 2.0;
    DMatrix::from_fn(n, season + 1, |row, column| match column {
        0 => 1.0,
        1 => row as f64 - middle,
        position => f64::from(u8::from(row % season == position - 1)),
    })
}

/// Σ((y−μ)² − y) / √(2Σμ²), large where the counts vary more than a Poisson's.
fn overdispersion(counts: &[f64], means: &[f64]) -> f64 {
    let score: f64 = counts.iter().zip(means).map(|(y, mean)| (y - mean).powi(2) - y).sum();
    let scale = (2.0 * means.iter().map(|mean| mean * mean).sum::<f64>()).sqrt();
    if scale > 0.0 { normal_upper(score / scale) } else { 1.0 }
}

fn pearson(counts: &[f64], fit: &Fit) -> Vec<f64> {
    counts.iter().zip(&fit.means).map(|(y, mean)| (y - mean) / fit.family.variance(*mean).max(1e-300).sqrt()).collect()
}

fn estimates(
    columns: &DMatrix<f64>,
    counts: &[f64],
    poisson: &Fit,
    negative: Option<&Fit>,
    lag: usize,
    settings: &Settings,
) -> Vec<Estimate> {
    let mut all = Vec::new();
    for (model, fit) in [("poisson", Some(poisson)), ("negative-binomial", negative)] {
        let Some(fit) = fit else { continue };
        let own = fit.inverse[(1, 1)].sqrt();
        let freedom = Some(fit.freedom as f64);
        all.push(estimate(model, "model", fit.coefficients[1], own, None, settings));
        // What the residuals measure is no error where there are none.
        let measured = |se: f64| if nothing_left(fit, counts) { 0.0 } else { se };
        if model == "poisson" {
            let se = measured(own * fit.dispersion.sqrt());
            all.push(estimate(model, "quasi", fit.coefficients[1], se, freedom, settings));
        }
        let se = measured(newey_west(fit, columns, counts, lag)[(1, 1)].max(0.0).sqrt());
        all.push(estimate(model, "newey-west", fit.coefficients[1], se, freedom, settings));
    }
    all
}

/// `freedom` is that of an error which the residuals tell; `None`: the model tells it.
fn estimate(
    model: &'static str,
    errors: &'static str,
    log: f64,
    se: f64,
    freedom: Option<f64>,
    settings: &Settings,
) -> Estimate {
    let normal = || normal_two_sided_quantile(settings.level);
    let z = freedom.map_or_else(normal, |freedom| t_two_sided_quantile(settings.level, freedom));
    let p = |score: f64| freedom.map_or_else(|| normal_two_sided(score), |freedom| t_two_sided(score, freedom));
    let over = |periods: f64| {
        let end = |sign: f64| (periods * (log + sign * z * se)).exp();
        ((periods * log).exp(), (se > 0.0).then(|| Interval::new(end(-1.0), end(1.0), settings.level)))
    };
    let (rate_ratio, ci) = over(1.0);
    let cycle = settings.period.map(|period| over(period as f64));
    Estimate {
        model,
        errors,
        rate_ratio,
        ci,
        rate_ratio_cycle: cycle.map(|cycle| cycle.0),
        ci_cycle: cycle.and_then(|cycle| cycle.1),
        log_rate_ratio: log,
        se,
        p: (se > 0.0).then(|| p(log / se)),
    }
}

/// As people read it: beyond four decimals only that it is small.
fn p_value(p: f64) -> String {
    if p < 0.0001 { "below 0.0001".to_owned() } else { format!("{p:.4}") }
}

fn cautions(
    counts: &[f64],
    chosen: &Estimate,
    spread: f64,
    together: f64,
    settings: &Settings,
    wanted: bool,
) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "constant-rate",
        "One factor is taken to hold over the whole time: a jump, or a rise that turns into a fall, is told as a slope.",
    )];
    if wanted && chosen.model == "poisson" {
        let text = "The counts vary no more than Poisson counts: a Poisson model was fitted.";
        cautions.push(Caution::found("no-overdispersion", text));
    }
    if spread < 0.05 {
        let what = if chosen.model == "poisson" {
            "the Poisson model's intervals are too narrow"
        } else {
            "the negative binomial allows for it"
        };
        cautions.push(Caution::found(
            "overdispersion",
            format!("The counts vary more than a Poisson's (p {}): {what}.", p_value(spread)),
        ));
    }
    if together < 0.05 {
        let what = if chosen.errors == "newey-west" {
            "Newey and West's errors allow for it"
        } else {
            "the intervals are too narrow"
        };
        cautions.push(Caution::found(
            "autocorrelation",
            format!("What the model leaves goes together from period to period (p {}): {what}.", p_value(together)),
        ));
    }
    if chosen.ci.is_none() {
        let text = "The model meets every count: there is nothing left to measure an error by, and no interval.";
        cautions.push(Caution::found("nothing-varies", text));
    }
    if counts.len() < 24 && chosen.errors == "newey-west" {
        cautions.push(Caution::found(
            "short-series",
            format!("{} periods are few for Newey and West's errors: they come out too small.", counts.len()),
        ));
    }
    if settings.period.is_none() && counts.len() >= 24 {
        cautions.push(Caution::standing(
            "season",
            "No season is taken out: over part of a cycle a season looks like a trend.",
        ));
    }
    let events: f64 = counts.iter().sum();
    if events < 30.0 {
        cautions.push(Caution::found(
            "few-events",
            format!("Too few for intervals by the normal distribution: {}.", counted(events, "event")),
        ));
    }
    cautions
}
