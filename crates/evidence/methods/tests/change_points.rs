//! Changes of level against a search of every division (tests/peers/change_points.json, made by
//! benches/peers/change_points_exhaustive.py).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data or misses a value has failed"
)]

use comity_methods::numeric::random::Stream;
use comity_methods::time::change_points::{Settings, change_points};
use serde_json::Value;

fn series(path: &str, column: &str) -> Vec<f64> {
    let file = format!("{}/../../../../shared/data/series/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].parse().unwrap()).collect()
}

fn settings() -> Settings {
    Settings { least: 2, penalty: None, period: None, permutations: 99, seed: 1, level: 0.95 }
}

#[test]
fn the_best_of_all_divisions() {
    let peers: Value = serde_json::from_str(include_str!("peers/change_points.json")).unwrap();
    let cases = peers["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 12);
    for case in cases {
        let counts = series(case["file"].as_str().unwrap(), case["column"].as_str().unwrap());
        let asked = Settings {
            least: case["least"].as_u64().unwrap() as usize,
            penalty: case["penalty"].as_f64(),
            permutations: 9,
            ..settings()
        };
        let found = change_points(&counts, &vec![1.0; counts.len()], &asked).unwrap();
        let starts: Vec<Value> = found.segments.iter().map(|segment| segment.start.into()).collect();
        assert_eq!(&Value::from(starts), &case["starts"], "{case}");
        assert!((found.dispersion / case["dispersion"].as_f64().unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(found.pettitt.k, case["pettitt"][0].as_f64().unwrap());
        assert_eq!(found.pettitt.at as u64, case["pettitt"][1]);
        let p = case["pettitt"][2].as_f64().unwrap();
        assert!((found.pettitt.p - p).abs() <= 1e-9 * p);
    }
}

/// The seat-belt law of Great Britain came into force on 31 January 1983, month 170 counted from January 1969.
#[test]
fn the_seat_belt_law() {
    let front = series("seatbelts.csv", "front");
    let asked = Settings { period: Some(12), ..settings() };
    let found = change_points(&front, &[1.0; 192], &asked).unwrap();
    let law = found.changes.iter().find(|change| change.at == 169).unwrap();
    assert!(law.ratio.unwrap() < 0.8 && law.ci.unwrap().upper.unwrap() < 1.0, "{law:?}");
    assert!(law.earliest <= 169 && 169 <= law.latest);
    assert_eq!(found.any_change_p, 0.01);
    let season = found.season.unwrap();
    assert!((season.iter().sum::<f64>() - 12.0).abs() < 1e-9 && season[11] > 1.1);
}

fn made(run: u64, jump: f64) -> Vec<f64> {
    let mut stream = Stream::new(3, run);
    (0..60).map(|at| stream.poisson(if at < 25 { 12.0 } else { 12.0 * jump }) as f64).collect()
}

#[test]
fn chance_alone_is_rarely_a_change() {
    let (runs, mut found, mut small, mut pettitt) = (1000, 0, 0, 0);
    for run in 0..runs {
        let one = change_points(&made(run, 1.0), &[1.0; 60], &settings()).unwrap();
        found += u32::from(!one.changes.is_empty());
        small += u32::from(one.any_change_p <= 0.05);
        pettitt += u32::from(one.pettitt.p < 0.05);
    }
    let share = |count: u32| f64::from(count) / runs as f64;
    // Three standard errors of the simulation: the penalty hardly ever lets a change in, Pettitt's p is on the safe side.
    for (found, expected, reach) in [(found, 0.006, 0.008), (small, 0.05, 0.021), (pettitt, 0.025, 0.015)] {
        assert!((share(found) - expected).abs() <= reach, "{} is not about {expected}", share(found));
    }
}

#[test]
fn a_change_is_found_where_it_is() {
    let (runs, mut one, mut held, mut within) = (200, 0, 0, 0);
    for run in 0..runs {
        let found = change_points(&made(run, 1.8), &[1.0; 60], &settings()).unwrap();
        if let [change] = found.changes.as_slice() {
            one += 1;
            held += usize::from(change.ci.unwrap().holds(1.8));
            within += usize::from(change.earliest <= 25 && 25 <= change.latest);
        }
    }
    assert!(one > 160, "{one}");
    assert!(held as f64 > 0.9 * one as f64 && within as f64 > 0.9 * one as f64, "{held} {within} of {one}");
}

#[test]
fn threads_scale_and_turning_change_nothing() {
    let counts = made(4, 2.0);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| change_points(&counts, &[1.0; 60], &settings()).unwrap().any_change_p)
    };
    assert_eq!(on(1).to_bits(), on(3).to_bits());
    let scaled = change_points(&counts, &[1000.0; 60], &settings()).unwrap();
    let turned: Vec<f64> = counts.iter().rev().copied().collect();
    let back = change_points(&turned, &[1.0; 60], &settings()).unwrap();
    let plain = change_points(&counts, &[1.0; 60], &settings()).unwrap();
    assert_eq!(plain.changes[0].at, scaled.changes[0].at);
    assert_eq!(60 - plain.changes[0].at, back.changes[0].at);
}

#[test]
fn what_cannot_be_is_an_error() {
    let ones = [1.0; 30];
    assert!(change_points(&[0.0; 30], &ones, &settings()).is_err());
    assert!(change_points(&[0.5; 30], &ones, &settings()).is_err());
    assert!(change_points(&ones, &[0.0; 30], &settings()).is_err());
    assert!(change_points(&ones, &ones[..29], &settings()).is_err());
    assert!(change_points(&ones[..7], &ones[..7], &settings()).is_err());
    for asked in [
        Settings { least: 0, ..settings() },
        Settings { penalty: Some(-1.0), ..settings() },
        Settings { permutations: 0, ..settings() },
        Settings { period: Some(1), ..settings() },
        Settings { period: Some(11), ..settings() },
        Settings { level: 0.0, ..settings() },
    ] {
        assert!(change_points(&ones, &ones, &asked).is_err(), "{asked:?}");
    }
    let lonely: Vec<f64> = (0..30).map(|at| f64::from(u8::from(at == 29))).collect();
    let found = change_points(&lonely, &ones, &Settings { penalty: Some(0.1), ..settings() }).unwrap();
    assert!(found.changes.iter().all(|change| change.ratio.is_none_or(f64::is_finite)));
}
