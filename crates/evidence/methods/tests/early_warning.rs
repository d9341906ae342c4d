//! Early warnings against the formulas in R (tests/peers/early_warning.json, made by
//! benches/peers/early_warning_glm.R).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data or misses a value has failed"
)]

use comity_methods::numeric::random::Stream;
use comity_methods::time::farrington::{EarlyWarning, Method, Settings, farrington};
use serde_json::Value;

/// Every period alike.
fn judged(counts: &[f64], settings: &Settings) -> Result<EarlyWarning, comity_methods::Error> {
    farrington(counts, &vec![1.0; counts.len()], settings)
}

fn series(path: &str, column: &str) -> Vec<f64> {
    let file = format!("{}/../../../../shared/data/series/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].parse().unwrap()).collect()
}

#[test]
fn the_numbers_of_r() {
    let peers: Value = serde_json::from_str(include_str!("peers/early_warning.json")).unwrap();
    let mut compared = 0;
    for case in peers["cases"].as_array().unwrap() {
        let name = case["series"].as_str().unwrap();
        let counts = match name {
            "weekly" => series("chicago_aa_weekly_monday.csv", "n"),
            "VanKilled" => series("seatbelts.csv", name),
            district => series("chicago_aa_monthly_by_district.csv", district),
        };
        // Drivers killed by the kilometres driven; the others have no exposure.
        let exposure = if name == "VanKilled" { series("seatbelts.csv", "kms") } else { vec![1.0; counts.len()] };
        let whole = |name: &str| case[name].as_u64().unwrap() as usize;
        let asked = Settings {
            method: if case["improved"] == true { Method::Improved } else { Method::Original },
            period: whole("period"),
            years: whole("years"),
            half_window: whole("half_window"),
            judged: Some(1),
            alpha: case["alpha"].as_f64().unwrap(),
        };
        for row in case["rows"].as_array().unwrap() {
            let expected: Vec<f64> = row.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
            let found =
                farrington(&counts[..=expected[0] as usize], &exposure[..=expected[0] as usize], &asked).unwrap();
            let one = &found.judged[0];
            assert_eq!(one.at as f64, expected[0]);
            let told = [one.expected, one.se, one.limit, one.p, one.dispersion].map(Option::unwrap);
            for (found, expected) in told.iter().zip(&expected[1..]) {
                assert!(
                    (found - expected).abs() <= 1e-8 * expected.abs() + 1e-13,
                    "{name} {one:?}: {found} is not {expected}"
                );
            }
            assert_eq!(one.trend.is_some(), expected[6] == 1.0, "{one:?}");
            assert_eq!(one.alarm, one.observed > expected[3], "{one:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 158);
}

/// Where nothing happens an alarm comes about as often as `alpha` says; an outbreak gives one.
#[test]
fn alarms_by_chance_and_by_an_outbreak() {
    let runs = 1000;
    for method in [Method::Original, Method::Improved] {
        let asked = Settings { method, period: 12, years: 5, half_window: 1, judged: Some(1), alpha: 0.05 };
        let (mut alarms, mut caught) = (0, 0);
        for run in 0..runs {
            let mut stream = Stream::new(9, run);
            let mut counts: Vec<f64> = (0..72).map(|_| stream.poisson(20.0) as f64).collect();
            alarms += judged(&counts, &asked).unwrap().alarms;
            counts[71] += 40.0;
            caught += judged(&counts, &asked).unwrap().alarms;
        }
        let (share, caught) = (alarms as f64 / runs as f64, caught as f64 / runs as f64);
        // Three standard errors of the simulation about 5%.
        assert!((share - 0.05).abs() < 0.021, "{method:?} {share}");
        assert!(caught > 0.99, "{method:?} {caught}");
    }
}

#[test]
fn what_cannot_be_is_an_error() {
    let asked = Settings { method: Method::Original, period: 12, years: 3, half_window: 1, judged: None, alpha: 0.05 };
    let ones = [1.0; 60];
    assert!(judged(&[0.5; 60], &asked).is_err());
    assert!(judged(&ones[..37], &asked).is_err());
    assert_eq!(judged(&ones[..38], &asked).unwrap().judged.len(), 1);
    for wrong in [
        Settings { period: 3, ..asked.clone() },
        Settings { years: 0, ..asked.clone() },
        Settings { judged: Some(0), ..asked.clone() },
        Settings { alpha: 0.0, ..asked.clone() },
    ] {
        assert!(judged(&ones, &wrong).is_err(), "{wrong:?}");
    }
    // Nothing in the past: no expectation, no alarm, and it is said.
    let mut quiet = vec![0.0; 60];
    quiet[59] = 9.0;
    let found = judged(&quiet, &Settings { judged: Some(1), ..asked.clone() }).unwrap();
    assert!(found.judged[0].expected.is_none() && !found.judged[0].alarm);
    assert!(found.cautions.iter().any(|caution| caution.code == "no-baseline"));
    // Nothing at this time of year, but at others: next to nothing is expected, and that is said.
    let mut summer: Vec<f64> = (0..70).map(|month| if month % 12 < 6 { 8.0 } else { 0.0 }).collect();
    summer[69] = 9.0;
    let improved = Settings { method: Method::Improved, years: 5, judged: Some(1), ..asked.clone() };
    let found = judged(&summer, &improved).unwrap();
    assert!(found.judged[0].alarm && found.judged[0].window_events == 0.0, "{found:?}");
    assert!(found.cautions.iter().any(|caution| caution.code == "window-without-events"));
    // Settings whose products leave the range of numbers.
    for wrong in [
        Settings { period: usize::MAX, ..asked.clone() },
        Settings { years: usize::MAX, ..asked.clone() },
        Settings { half_window: usize::MAX, ..asked.clone() },
    ] {
        assert!(judged(&ones, &wrong).unwrap_err().to_string().contains("no more than the 60 values"), "{wrong:?}");
    }
    // Fewer than five events in four periods are never an alarm.
    let mut few = vec![0.0; 60];
    (few[0], few[12], few[24], few[36], few[59]) = (1.0, 0.0, 1.0, 0.0, 4.0);
    let found = judged(&few, &Settings { judged: Some(1), ..asked.clone() }).unwrap();
    assert!(!found.judged[0].alarm);
    assert!(farrington(&ones, &[0.0; 60], &asked).is_err() && farrington(&ones, &ones[..59], &asked).is_err());
}

/// Twice the people, twice the counts: the same rates, and the same answer in every figure but the counts'.
#[test]
fn an_exposure_is_what_counts_are_held_against() {
    let mut stream = Stream::new(3, 0);
    let people: Vec<f64> = (0..72).map(|month| 1000.0 + 30.0 * f64::from(month)).collect();
    let counts: Vec<f64> = people.iter().map(|people| stream.poisson(0.02 * people) as f64).collect();
    let asked = Settings { method: Method::Improved, period: 12, years: 5, half_window: 1, judged: None, alpha: 0.01 };
    let one = farrington(&counts, &people, &asked).unwrap();
    let other = farrington(&counts, &people.iter().map(|people| people / 100.0).collect::<Vec<_>>(), &asked).unwrap();
    for (one, other) in one.judged.iter().zip(&other.judged) {
        assert!((one.expected.unwrap() / other.expected.unwrap() - 1.0).abs() < 1e-8 && one.alarm == other.alarm);
    }
}
