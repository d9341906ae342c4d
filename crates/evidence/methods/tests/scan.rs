//! The scan against a plain search of every cylinder (tests/peers/scan.json, made by benches/peers/scan_plain.py).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot read its data or misses a value has failed"
)]

use comity_methods::numeric::random::Stream;
use comity_methods::time::scan::{Settings, scan};
use serde_json::Value;

fn settings() -> Settings {
    Settings {
        largest_share: 0.1,
        largest_radius: None,
        longest_days: Some(7),
        ended_too: false,
        permutations: 39,
        seed: 1,
    }
}

/// Robberies of Memphis in January and February 2019: places, and days from the first of January.
fn memphis() -> (Vec<f64>, Vec<f64>, Vec<i64>) {
    let file = format!("{}/../../../../shared/data/memphis/memphis_robberies.csv", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let (mut x, mut y, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for row in reader.records().map(Result::unwrap) {
        let (month, day): (i64, i64) = (row[2][5..7].parse().unwrap(), row[2][8..10].parse().unwrap());
        if month <= 2 {
            x.push(row[5].parse().unwrap());
            y.push(row[6].parse().unwrap());
            days.push(31 * (month - 1) + day - 1);
        }
    }
    (x, y, days)
}

#[test]
fn the_best_of_all_cylinders() {
    let peers: Value = serde_json::from_str(include_str!("peers/scan.json")).unwrap();
    let (x, y, days) = memphis();
    assert_eq!(x.len() as u64, peers["n"]);
    let cases = peers["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let asked = Settings {
            largest_share: case["share"].as_f64().unwrap(),
            longest_days: case["longest"].as_u64().map(|days| days as usize),
            ended_too: case["ended_too"] == true,
            permutations: 1,
            ..settings()
        };
        let found = scan(&x, &y, &days, &asked).unwrap().clusters[0];
        let best: Vec<f64> = case["best"].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
        assert!((found.llr - best[0]).abs() < 1e-10, "{found:?} {best:?}");
        assert_eq!([found.first_day as f64, found.last_day as f64, f64::from(found.observed)], best[1..4]);
        assert!((found.expected - best[4]).abs() < 1e-10 && (found.radius - best[5]).abs() < 1e-6);
    }
}

fn scattered(run: u64, extra: usize) -> (Vec<f64>, Vec<f64>, Vec<i64>) {
    let mut stream = Stream::new(21, run);
    let (mut x, mut y, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..60 {
        x.push(stream.unit() * 100.0);
        y.push(stream.unit() * 100.0);
        days.push(i64::from(stream.below(20)));
    }
    for _ in 0..extra {
        x.push(50.0 + stream.unit());
        y.push(50.0 + stream.unit());
        days.push(18 + i64::from(stream.below(2)));
    }
    days[0] = 0;
    days[1] = 19;
    (x, y, days)
}

#[test]
fn chance_alone_is_rarely_a_cluster() {
    let (runs, mut small) = (1000, 0);
    for run in 0..runs {
        let (x, y, days) = scattered(run, 0);
        let asked = Settings { longest_days: Some(4), permutations: 19, ..settings() };
        let found = scan(&x, &y, &days, &asked).unwrap();
        small += u32::from(found.clusters.first().is_some_and(|cluster| cluster.p <= 0.05));
    }
    let share = f64::from(small) / runs as f64;
    // Three standard errors of the simulation about 5%.
    assert!((share - 0.05).abs() < 0.021, "{share}");
}

#[test]
fn a_cluster_is_found_where_it_is() {
    let (x, y, days) = scattered(1, 7);
    let found = scan(&x, &y, &days, &Settings { largest_share: 0.2, permutations: 99, ..settings() }).unwrap();
    let best = found.clusters[0];
    assert!((best.x - 50.5).hypot(best.y - 50.5) < best.radius + 1.0 && best.p == 0.01, "{best:?}");
    assert!(best.observed >= 7 && best.first_day >= 17 && best.last_day == 19);
    // No two circles overlap.
    for (at, one) in found.clusters.iter().enumerate() {
        for other in &found.clusters[at + 1..] {
            assert!((one.x - other.x).hypot(one.y - other.y) > one.radius + other.radius);
        }
    }
}

#[test]
fn threads_order_scale_and_shift_change_nothing() {
    let (x, y, days) = scattered(2, 5);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| scan(&x, &y, &days, &settings()).unwrap().clusters)
    };
    assert_eq!(on(1), on(3));
    let turned = |values: &[f64]| values.iter().rev().map(|value| 7.0 * value + 1000.0).collect::<Vec<f64>>();
    let later: Vec<i64> = days.iter().rev().map(|day| day + 365).collect();
    let moved = scan(&turned(&x), &turned(&y), &later, &settings()).unwrap().clusters[0];
    let best = on(2)[0];
    assert!((moved.llr - best.llr).abs() < 1e-12 && (moved.radius - 7.0 * best.radius).abs() < 1e-6);
    assert_eq!(moved.first_day, best.first_day + 365);
}

#[test]
fn what_cannot_be_is_an_error() {
    let (x, y, days) = scattered(3, 0);
    assert!(scan(&x[..9], &y[..9], &days[..9], &settings()).is_err());
    assert!(scan(&x, &y[1..], &days, &settings()).is_err());
    assert!(scan(&x, &y, &[5; 60], &settings()).is_err());
    assert!(scan(&[f64::NAN; 60], &y, &days, &settings()).is_err());
    for asked in [
        Settings { largest_share: 0.6, ..settings() },
        Settings { largest_radius: Some(0.0), ..settings() },
        Settings { longest_days: Some(0), ..settings() },
        Settings { longest_days: Some(20), ..settings() },
        Settings { permutations: 0, ..settings() },
    ] {
        assert!(scan(&x, &y, &days, &asked).is_err(), "{asked:?}");
    }
    // All at one place: nothing to tell apart, and no cluster.
    let found = scan(&[1.0; 60], &[1.0; 60], &days, &settings()).unwrap();
    assert!(found.clusters.is_empty());
}

/// Stretches that may have ended, over centuries and up to half of them long, are billions: told before they are searched.
#[test]
fn too_many_stretches_are_refused() {
    let (x, y, mut days) = scattered(4, 0);
    days[1] = 99_999;
    let asked = Settings { longest_days: None, ended_too: true, ..settings() };
    let told = scan(&x, &y, &days, &asked).unwrap_err().to_string();
    assert!(told.starts_with("100000 days hold 5000000000 stretches of up to 50000"), "{told}");
    let asked = Settings { longest_days: Some(50_000), ..settings() };
    assert!(scan(&x, &y, &days, &asked).is_ok(), "those that last until the last day are 50,000");
}

/// What would not fit into the memory is told before it is tried.
#[test]
fn too_many_events_in_circles_are_refused() {
    let n = 30_000;
    let x: Vec<f64> = (0..n).map(f64::from).collect();
    let days: Vec<i64> = (0..i64::from(n)).map(|at| at % 30).collect();
    let asked = Settings {
        largest_share: 0.1,
        largest_radius: None,
        longest_days: Some(3),
        ended_too: false,
        permutations: 1,
        seed: 1,
    };
    let told = scan(&x, &x, &days, &asked).unwrap_err().to_string();
    assert!(
        told.contains("30000 places would hold more than 67108864 events") && told.contains("up to 3000 of"),
        "{told}"
    );
}
