//! STL against R's stats::stl (tests/peers/seasonality.json, made by benches/peers/seasonality_stl.R).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data or misses a value has failed"
)]

use comity_methods::numeric::random::Stream;
use comity_methods::time::seasonality::{Settings, seasonality};
use proptest::prelude::*;
use serde_json::Value;

fn series(path: &str, column: &str) -> Vec<f64> {
    let file = format!("{}/../../../../shared/data/series/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].parse().unwrap()).collect()
}

fn settings(period: usize) -> Settings {
    Settings { period, seasonal_span: None, trend_span: None, robust: false, level: 0.95 }
}

#[test]
fn the_numbers_of_r() {
    let peers: Value = serde_json::from_str(include_str!("peers/seasonality.json")).unwrap();
    let fits = peers["fits"].as_array().unwrap();
    assert_eq!(fits.len(), 8);
    for fit in fits {
        let values = match fit["name"].as_str().unwrap() {
            "drivers" => series("seatbelts.csv", "drivers"),
            "chicago" => series("chicago_aa_monthly.csv", "n"),
            _ => series("chicago_aa_weekly_monday.csv", "n"),
        };
        let span = |name: &str| fit[name].as_u64().map(|span| span as usize);
        let asked = Settings {
            seasonal_span: span("seasonal_span"),
            trend_span: span("trend_span"),
            robust: fit["robust"] == true,
            ..settings(fit["period"].as_u64().unwrap() as usize)
        };
        let found = seasonality(&values, &asked).unwrap();
        let scale = values.iter().copied().fold(0.0, f64::max);
        for (name, part) in [
            ("seasonal", &found.seasonal),
            ("trend", &found.trend),
            ("remainder", &found.remainder),
            ("weights", &found.weights),
        ] {
            let ends = part[..14].iter().chain(&part[part.len() - 14..]);
            for (found, expected) in ends.zip(fit[name].as_array().unwrap()) {
                let expected = expected.as_f64().unwrap();
                let scale = if name == "weights" { 1.0 } else { scale };
                assert!((found - expected).abs() < 1e-10 * scale, "{asked:?} {name}: {found} is not {expected}");
            }
        }
        let friedman = found.friedman.unwrap();
        assert!((friedman.chi_squared / fit["friedman"].as_f64().unwrap() - 1.0).abs() < 1e-10);
        assert!((friedman.p / fit["friedman_p"].as_f64().unwrap() - 1.0).abs() < 1e-8);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A shift goes into the trend, a scale into every part; the parts always add up.
    #[test]
    fn shift_and_scale(seed in 0_u64..1000, shift in -1e3..1e3_f64, scale in 0.1..50.0_f64, robust in any::<bool>()) {
        let mut stream = Stream::new(seed, 0);
        let values: Vec<f64> = (0..60).map(|at| (at % 12) as f64 + stream.normal()).collect();
        let moved: Vec<f64> = values.iter().map(|value| shift + scale * value).collect();
        let asked = Settings { robust, ..settings(12) };
        let (first, second) = (seasonality(&values, &asked).unwrap(), seasonality(&moved, &asked).unwrap());
        for (at, value) in values.iter().enumerate() {
            prop_assert!((second.seasonal[at] - scale * first.seasonal[at]).abs() < 1e-6 * scale);
            prop_assert!((second.trend[at] - shift - scale * first.trend[at]).abs() < 1e-6 * scale);
            prop_assert!((first.seasonal[at] + first.trend[at] + first.remainder[at] - value).abs() < 1e-9);
        }
    }
}

/// A season and a line alone are found whole.
#[test]
fn a_pure_season_on_a_line() {
    let season = [3.0, -1.0, 0.0, -2.0];
    let values: Vec<f64> = (0..40).map(|at| 10.0 + 0.5 * f64::from(at) + season[at as usize % 4]).collect();
    let found = seasonality(&values, &settings(4)).unwrap();
    assert!(found.seasonal_strength > 0.998 && found.trend_strength > 0.999);
    for (position, expected) in found.cycle.iter().zip(season) {
        assert!((position.effect - expected).abs() < 0.05, "{position:?}");
    }
}

/// Friedman's test on noise without a season rejects in 6 to 7 of 100 cases, and the intervals of a season hold it.
#[test]
fn chance_alone_is_rarely_a_season() {
    let (runs, mut rejected, mut held) = (2000, 0, 0);
    for run in 0..runs {
        let mut stream = Stream::new(11, run);
        let values: Vec<f64> = (0..70).map(|_| stream.normal()).collect();
        let found = seasonality(&values, &settings(7)).unwrap();
        rejected += u32::from(found.friedman.unwrap().p < 0.05);
        held += found.cycle.iter().filter(|position| position.ci.holds(0.0)).count();
    }
    let (rejected, held) = (f64::from(rejected) / runs as f64, held as f64 / (7 * runs) as f64);
    // Three standard errors of the simulation. Taking the trend out first makes the test reject a little more than it says.
    assert!((rejected - 0.065).abs() < 0.017, "{rejected}");
    assert!((held - 0.94).abs() < 0.011, "{held}");
}

#[test]
fn what_cannot_be_is_an_error() {
    let values: Vec<f64> = (0..30).map(f64::from).collect();
    assert!(seasonality(&values[..24], &settings(12)).is_err());
    assert!(seasonality(&values, &settings(1)).is_err());
    assert!(seasonality(&[f64::NAN; 30], &settings(4)).is_err());
    assert!(seasonality(&values, &Settings { seasonal_span: Some(8), ..settings(4) }).is_err());
    assert!(seasonality(&values, &Settings { seasonal_span: Some(5), ..settings(4) }).is_err());
    assert!(seasonality(&values, &Settings { trend_span: Some(4), ..settings(4) }).is_err());
    let flat = seasonality(&[4.0; 30], &Settings { robust: true, ..settings(4) }).unwrap();
    assert!(flat.seasonal.iter().chain(&flat.remainder).all(|part| part.abs() < 1e-9));
    assert!(flat.cycle.iter().all(|position| position.ci.lower.is_finite()));
}

/// Where the series has an even length, R's stl may take the wrong two middle remainders for the median (its partial
/// sort is handed its two places in falling order). Ours is the median of the definition, six times it the scale.
#[test]
fn the_median_is_the_median() {
    let values = series("chicago_aa_monthly.csv", "n");
    let asked = Settings { seasonal_span: Some(35), robust: true, ..settings(12) };
    let found = seasonality(&values, &asked).unwrap();
    let mut sizes: Vec<f64> = found.remainder.iter().map(|rest| rest.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    // After fifteen loops the weights are those of the last remainders but for what the loops still move.
    let scale = 3.0 * (sizes[59] + sizes[60]);
    let expected = |rest: f64| (1.0 - (rest / scale).powi(2)).max(0.0).powi(2);
    for (weight, rest) in found.weights.iter().zip(&found.remainder) {
        assert!((weight - expected(*rest)).abs() < 0.02, "{weight} {}", expected(*rest));
    }
}
