//! Trends against R and statsmodels (tests/peers/trend.json, made by benches/peers/trend_glm.py).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data or misses a value has failed"
)]

use comity_methods::numeric::random::Stream;
use comity_methods::time::trend::{Errors, Model, Settings, Trend, trend};
use serde_json::Value;

fn series(path: &str, column: &str) -> Vec<f64> {
    let file = format!("{}/../../../../shared/data/series/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].parse().unwrap()).collect()
}

fn settings(season: bool) -> Settings {
    Settings { model: Model::Auto, errors: Errors::Auto, period: season.then_some(12), lag: None, level: 0.95 }
}

fn near(found: f64, expected: &Value, digits: f64, what: &str) {
    let expected = expected.as_f64().unwrap();
    assert!((found - expected).abs() <= digits * expected.abs(), "{what}: {found} is not {expected}");
}

fn se(found: &Trend, model: &str, errors: &str) -> (f64, f64) {
    let fit = found.fits.iter().find(|fit| fit.model == model && fit.errors == errors).unwrap();
    (fit.log_rate_ratio, fit.se)
}

#[test]
fn the_numbers_of_r_and_statsmodels() {
    let peers: Value = serde_json::from_str(include_str!("peers/trend.json")).unwrap();
    for case in peers["cases"].as_array().unwrap() {
        let text = |name: &str| case[name].as_str();
        let counts = series(text("file").unwrap(), text("column").unwrap());
        let exposure = text("exposure").map_or(vec![1.0; counts.len()], |name| series(text("file").unwrap(), name));
        let found = trend(&counts, &exposure, &settings(case["season"] == true)).unwrap();
        let (r, py) = (&case["r"], &case["statsmodels"]);
        let (b, own) = se(&found, "poisson", "model");
        near(b, &r["b"], 1e-8, "b");
        near(own, &r["se"], 1e-8, "se");
        near(se(&found, "poisson", "quasi").1, &r["se_quasi"], 1e-8, "quasi");
        near(found.dispersion, &r["dispersion"], 1e-8, "dispersion");
        near(found.log_likelihood_poisson, &r["loglik"], 1e-10, "log likelihood");
        near(se(&found, "poisson", "newey-west").1, &py["poisson_se_newey_west"], 1e-7, "Newey and West");
        near(se(&found, "poisson", "newey-west").1, &r["nw"], 1e-7, "Newey and West in R");
        assert_eq!(found.lag as u64, py["lags"]);
        // glm.nb stops at any θ where the counts vary no more than a Poisson's; there is none.
        if r["dispersion"].as_f64().unwrap() <= 1.0 {
            assert!(found.theta.is_none() && found.chosen.model == "poisson");
            continue;
        }
        // θ and what depends on it are as exact as glm.nb's own search for it.
        near(found.theta.unwrap(), &r["theta"], 1e-5, "theta");
        near(se(&found, "negative-binomial", "model").0, &r["nb_b"], 1e-5, "negative binomial");
        near(se(&found, "negative-binomial", "model").1, &r["nb_se"], 1e-5, "negative binomial se");
        near(
            found.log_likelihood_negative_binomial.unwrap(),
            &r["nb_loglik"],
            1e-9,
            "negative binomial log likelihood",
        );
        near(se(&found, "negative-binomial", "newey-west").1, &r["nb_nw"], 1e-5, "Newey and West");
        let name = if found.chosen.model == "poisson" { "poisson_ljung_box_p" } else { "nb_ljung_box_p" };
        let p = py[name].as_f64().unwrap();
        assert!((found.ljung_box_p - p).abs() < 1e-4 * p + 1e-12, "{} is not {p}", found.ljung_box_p);
    }
    assert_eq!(peers["cases"].as_array().unwrap().len(), 4);
}

/// Counts of a known rise, with random extra variance and random dependence from period to period.
fn made(run: u64, extra: f64, together: f64) -> Vec<f64> {
    let mut stream = Stream::new(5, run);
    let mut state = 0.0;
    (0..60)
        .map(|at| {
            state = together * state + (1.0 - together * together).sqrt() * stream.normal();
            let mean = (3.0 + 0.006 * f64::from(at) + extra * state - extra * extra / 2.0).exp();
            stream.poisson(mean) as f64
        })
        .collect()
}

fn covered(extra: f64, together: f64, settings: &Settings) -> f64 {
    let runs = 1000;
    let held = |run: &u64| {
        trend(&made(*run, extra, together), &[1.0; 60], settings).unwrap().chosen.ci.unwrap().holds(0.006_f64.exp())
    };
    (0..runs).filter(held).count() as f64 / runs as f64
}

/// Within three standard errors of a share of 1,000 series.
fn about(found: f64, expected: f64) {
    let reach = 3.0 * (expected * (1.0 - expected) / 1000.0).sqrt();
    assert!((found - expected).abs() <= reach, "{found} is not about {expected}");
}

#[test]
fn the_interval_holds_the_rate_ratio() {
    let plain = covered(0.0, 0.0, &settings(false));
    about(plain, 0.95);
    let extra = covered(0.3, 0.0, &settings(false));
    // The normal distribution is a little short where θ is estimated, too.
    about(extra, 0.93);
    // Where counts vary more, Poisson's own interval holds it too rarely: the test can tell the difference.
    let narrow = covered(0.3, 0.0, &Settings { model: Model::Poisson, errors: Errors::Model, ..settings(false) });
    about(narrow, 0.72);
    // And where neighbours go together, so does the negative binomial's; Newey and West's is nearer, and still short.
    let model = Settings { model: Model::NegativeBinomial, errors: Errors::Model, ..settings(false) };
    let robust = Settings { errors: Errors::NeweyWest, ..model.clone() };
    let (without, with) = (covered(0.3, 0.6, &model), covered(0.3, 0.6, &robust));
    about(without, 0.72);
    about(with, 0.82);
}

#[test]
fn exposure_and_scale() {
    let counts = made(1, 0.2, 0.0);
    let first = trend(&counts, &[1.0; 60], &settings(false)).unwrap();
    let second = trend(&counts, &[250.0; 60], &settings(false)).unwrap();
    assert!((first.chosen.rate_ratio - second.chosen.rate_ratio).abs() < 1e-10);
    assert!((first.chosen.se - second.chosen.se).abs() < 1e-9);
    // Turned round, the rate falls as it rose.
    let turned: Vec<f64> = counts.iter().rev().copied().collect();
    let back = trend(&turned, &[1.0; 60], &settings(false)).unwrap();
    assert!((back.chosen.log_rate_ratio + first.chosen.log_rate_ratio).abs() < 1e-8);
    assert!((first.chosen.rate_ratio.ln() - first.chosen.log_rate_ratio).abs() < 1e-12);
}

#[test]
fn what_cannot_be_is_an_error() {
    let ones = [1.0; 30];
    assert!(trend(&[0.0; 30], &ones, &settings(false)).is_err());
    assert!(trend(&[1.5; 30], &ones, &settings(false)).is_err());
    assert!(trend(&[-1.0; 30], &ones, &settings(false)).is_err());
    assert!(trend(&ones, &[0.0; 30], &settings(false)).is_err());
    assert!(trend(&ones[..4], &ones[..4], &settings(false)).is_err());
    assert!(trend(&ones[..25], &ones[..25], &settings(true)).is_err());
    assert!(trend(&ones, &ones, &Settings { period: Some(1), ..settings(false) }).is_err());
    let flat = trend(&ones, &ones, &settings(false)).unwrap();
    assert!((flat.chosen.rate_ratio - 1.0).abs() < 1e-9 && flat.chosen.p.unwrap() > 0.99 && flat.theta.is_none());
    let asked = Settings { model: Model::NegativeBinomial, ..settings(false) };
    let fallen_back = trend(&ones, &ones, &asked).unwrap();
    assert_eq!(fallen_back.chosen.model, "poisson");
    assert!(fallen_back.cautions.iter().any(|caution| caution.code == "no-overdispersion"));
}

/// The scores add up to nothing: a lag as long as the series would make the error nothing, too.
#[test]
fn a_lag_of_half_the_series_is_refused() {
    let counts = made(2, 0.3, 0.0);
    let with = |lag| {
        let asked = Settings { errors: Errors::NeweyWest, lag: Some(lag), ..settings(false) };
        trend(&counts, &[1.0; 60], &asked)
    };
    assert_eq!(with(30).unwrap_err().to_string(), "lag is 30, expected less than half of the 60 values");
    let long = |lag| with(lag).unwrap().cautions.iter().any(|caution| caution.code == "long-lag");
    assert!(long(8) && !long(7) && long(29));
}

/// All events in the first period: the rate ratio falls to 0 without end.
#[test]
fn events_at_one_end_have_no_trend() {
    let mut counts = [0.0; 30];
    counts[0] = 6.0;
    let told = trend(&counts, &[1.0; 30], &settings(false)).unwrap_err().to_string();
    assert!(told.contains("no bound"), "{told}");
    counts[1] = 1.0;
    counts[2] = 1.0;
    assert!(trend(&counts, &[1.0; 30], &settings(false)).unwrap().chosen.rate_ratio < 1.0);
}

/// Where the model meets every count, what the residuals measure is no error: no interval, no p, and a reason.
#[test]
fn what_does_not_vary_has_no_interval() {
    let asked = Settings { errors: Errors::NeweyWest, ..settings(false) };
    let found = trend(&[7.0; 30], &[1.0; 30], &asked).unwrap();
    assert!(found.chosen.ci.is_none() && found.chosen.p.is_none(), "{:?}", found.chosen);
    assert!(found.cautions.iter().any(|caution| caution.code == "nothing-varies"));
    let doubled: Vec<f64> = (0..12).map(|at| f64::from(1 << at)).collect();
    let found = trend(&doubled, &[1.0; 12], &asked).unwrap();
    assert!((found.chosen.rate_ratio - 2.0).abs() < 1e-9 && found.chosen.ci.is_none(), "{:?}", found.chosen);
}
