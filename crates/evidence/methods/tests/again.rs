//! Near repeats and repeat victimisation, against published values and other tools.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on must fail")]

use comity_methods::again::near_repeat::{Metric, NearRepeat, Settings, near_repeat};
use comity_methods::numeric::random::Stream;
use proptest::prelude::*;

const SPACE: [f64; 5] = [0.0, 0.1, 200.0, 400.0, 600.0];
const DAYS: [f64; 4] = [0.0, 7.0, 14.0, 21.0];

fn settings(metric: Metric, permutations: usize) -> Settings<'static> {
    Settings { space: &SPACE, days: &DAYS, metric, permutations, seed: 1 }
}

/// The path of a file of the shared test data.
fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

/// x, y and the day number of a file of "x,y,yyyy-mm-dd" without a header.
fn events(path: &str) -> (Vec<f64>, Vec<f64>, Vec<i32>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(shared(path)).unwrap();
    let mut events = (Vec::new(), Vec::new(), Vec::new());
    for row in reader.records() {
        let row = row.unwrap();
        let day: jiff::civil::Date = row[2].parse().unwrap();
        events.0.push(row[0].parse().unwrap());
        events.1.push(row[1].parse().unwrap());
        events.2.push((day - jiff::civil::date(2016, 1, 1)).get_days());
    }
    events
}

fn january() -> (Vec<f64>, Vec<f64>, Vec<i32>) {
    events("knox/chicago_be_month1.csv")
}

/// The table published with the R package NearRepeat.
#[test]
fn chicagos_burglaries_of_january_2016() {
    let (x, y, day) = january();
    let found = near_repeat(&x, &y, &day, &settings(Metric::Manhattan, 99)).unwrap();
    assert_eq!(found.n, 970);
    assert_eq!(found.observed, [[28, 5, 5], [141, 69, 27], [186, 140, 100], [237, 192, 128]]);
    // The margins count every pair of the band, also those beyond the bands of the other dimension.
    assert!(found.space_totals[0] >= 38 && found.day_totals.iter().sum::<u64>() <= found.pairs);
    let expected = found.space_totals[1] as f64 * found.day_totals[2] as f64 / (970.0 * 969.0 / 2.0);
    assert_eq!(found.expected[1][2], expected);
    // Repeats within a week on the same spot are far beyond chance.
    assert_eq!(found.p[0][0], Some(0.01));
}

/// Every pair of events, one after another.
fn slow(x: &[f64], y: &[f64], day: &[i32], metric: Metric) -> (Vec<Vec<u64>>, Vec<u64>, Vec<u64>) {
    let band = |edges: &[f64], value: f64| edges.windows(2).position(|e| e[0] <= value && value < e[1]);
    let (mut cells, mut rows, mut columns) = (vec![vec![0; 3]; 4], vec![0; 4], vec![0; 3]);
    for a in 0..x.len() {
        for b in 0..a {
            let (dx, dy) = (x[a] - x[b], y[a] - y[b]);
            let distance = match metric {
                Metric::Manhattan => dx.abs() + dy.abs(),
                Metric::Euclidean => (dx * dx + dy * dy).sqrt(),
            };
            let (row, column) = (band(&SPACE, distance), band(&DAYS, f64::from((day[a] - day[b]).abs())));
            if let Some(row) = row {
                rows[row] += 1;
            }
            if let Some(column) = column {
                columns[column] += 1;
            }
            if let (Some(row), Some(column)) = (row, column) {
                cells[row][column] += 1;
            }
        }
    }
    (cells, rows, columns)
}

#[test]
fn the_counts_are_those_of_every_pair_looked_at() {
    let (x, y, day) = january();
    for metric in [Metric::Manhattan, Metric::Euclidean] {
        let found = near_repeat(&x, &y, &day, &settings(metric, 0)).unwrap();
        let slow = slow(&x, &y, &day, metric);
        assert_eq!((found.observed, found.space_totals, found.day_totals), slow);
        assert!(found.p.iter().flatten().all(Option::is_none), "no permutations, no p-values");
    }
}

/// The mean of the permutations is the exact expectation: within 5 standard errors in every cell.
#[test]
fn permutations_bring_what_is_expected() {
    let (x, y, day) = january();
    let mut settings = settings(Metric::Manhattan, 199);
    let found = near_repeat(&x, &y, &day, &settings).unwrap();
    for (row, expected) in found.expected.iter().enumerate() {
        for (column, expected) in expected.iter().enumerate() {
            let [lower, upper] = found.by_chance[row][column].unwrap();
            assert!(lower as f64 <= *expected && *expected <= upper as f64, "{lower} {expected} {upper}");
        }
    }
    settings.seed = 2;
    let other = near_repeat(&x, &y, &day, &settings).unwrap();
    assert_ne!(found.by_chance, other.by_chance, "another seed, other permutations");
    assert_eq!(found.observed, other.observed);
}

#[test]
fn the_answer_is_the_same_on_any_number_of_threads() {
    let (x, y, day) = january();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| near_repeat(&x, &y, &day, &settings(Metric::Euclidean, 99))).unwrap();
        serde_json::to_string(&found).unwrap()
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(7));
}

/// With events placed at random a cell's p-value falls below 5% in 5% of the cases, or less where counts are tied.
#[test]
fn a_test_that_says_five_per_cent_rejects_five_per_cent() {
    let trials = 200;
    let mut rejected = 0;
    for trial in 0..trials {
        let mut stream = Stream::new(11, trial);
        let mut draw = |range: f64| stream.unit() * range;
        let x: Vec<f64> = (0..80).map(|_| draw(2500.0)).collect();
        let y: Vec<f64> = (0..80).map(|_| draw(2500.0)).collect();
        let day: Vec<i32> = (0..80).map(|_| draw(60.0) as i32).collect();
        let settings = Settings {
            space: &[0.0, 600.0],
            days: &[0.0, 14.0],
            metric: Metric::Euclidean,
            permutations: 99,
            seed: trial,
        };
        let found = near_repeat(&x, &y, &day, &settings).unwrap();
        rejected += u64::from(found.p[0][0].unwrap() <= 0.05);
    }
    // 10 are expected; the binomial lies within 2 and 20 with 99.8%.
    assert!((2..=20).contains(&rejected), "{rejected} of {trials}");
}

fn refused(x: &[f64], y: &[f64], day: &[i32], space: &[f64], days: &[f64]) -> String {
    let settings = Settings { space, days, metric: Metric::Euclidean, permutations: 9, seed: 1 };
    near_repeat(x, y, day, &settings).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_used_is_told() {
    let (x, day) = ([1.0, 2.0, 3.0], [1, 2, 3]);
    let two = [0.0, 5.0];
    assert_eq!(
        refused(&x, &x, &day, &[0.0, 9.0, 5.0], &two),
        "the distance bands is 5 after 9, expected boundaries that rise, so that no two bands overlap"
    );
    assert_eq!(
        refused(&x, &x, &day, &two, &[3.0, 3.0]),
        "the bands of days is 3 after 3, expected boundaries that rise, so that no two bands overlap"
    );
    assert_eq!(refused(&x, &x, &day, &[-1.0, 2.0], &two), "the distance bands is -1, expected a number not below zero");
    assert_eq!(refused(&x, &x, &day, &two, &[7.0]), "the bands of days: 1 given, at least 2 are needed");
    assert_eq!(refused(&[1.0, f64::NAN, 3.0], &x, &day, &two, &two), "x number 2 is NaN, expected a number");
    assert_eq!(refused(&x, &x[..2], &day, &two, &two), "y has 2 values where 3 are needed");
    assert_eq!(refused(&x[..1], &x[..1], &day[..1], &two, &two), "events: 1 given, at least 2 are needed");
    assert_eq!(
        refused(&x, &x, &[0, 1, 40_000], &two, &two),
        "date number 3 is 40000, expected dates at most 32766 days apart"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_shift_and_scale_change_no_count(
        events in prop::collection::vec((0..900_i32, 0..900_i32, 0..40_i32), 2..60),
        shift in -1000..1000_i32,
    ) {
        let of = |scale: f64, shift: i32, turned: bool| -> NearRepeat {
            let mut events = events.clone();
            if turned { events.reverse(); }
            let x: Vec<f64> = events.iter().map(|e| f64::from(e.0 + shift) * scale).collect();
            let y: Vec<f64> = events.iter().map(|e| f64::from(e.1 - shift) * scale).collect();
            let day: Vec<i32> = events.iter().map(|e| e.2 + shift).collect();
            let space: Vec<f64> = [0.0, 1.0, 200.0, 400.0].iter().map(|edge| edge * scale).collect();
            let settings = Settings { space: &space, days: &DAYS, metric: Metric::Manhattan, permutations: 0, seed: 1 };
            near_repeat(&x, &y, &day, &settings).unwrap()
        };
        let plain = of(1.0, 0, false);
        for other in [of(1.0, shift, false), of(1.0, 0, true), of(4.0, 0, false)] {
            prop_assert_eq!(&plain.observed, &other.observed);
            prop_assert_eq!(&plain.expected, &other.expected);
        }
    }
}

mod repeated {
    use comity_methods::again::repeat::{Settings, repeats};
    use comity_methods::numeric::random::Stream;

    const DAYS: [u32; 4] = [0, 7, 14, 28];

    fn settings(at_risk: Option<u64>) -> Settings<'static> {
        Settings { at_risk, window: None, days: &DAYS, level: 0.95 }
    }

    #[test]
    fn a_small_table_by_hand() {
        // Target 1 on days 0, 3 and 20; target 2 on day 5; target 3 on days 10 and 10. The window ends on day 20.
        let (target, day) = ([1, 1, 1, 2, 3, 3], [20, 0, 3, 5, 10, 10]);
        let found = repeats(&target, Some(&day), &settings(Some(100))).unwrap();
        assert_eq!((found.targets, found.repeat_targets, found.repeats), (3, 2, 3));
        assert_eq!((found.repeat_share, found.events_on_repeat_targets), (0.5, 5.0 / 6.0));
        // Waits: 3, 17, 0 to a next event; 0, 15 and 10 to the end.
        let course: Vec<(u64, u64)> = found.course.iter().map(|row| (row.repeats, row.days_watched)).collect();
        assert_eq!(course, [(2, 4 + 7 + 1 + 1 + 7 + 7), (0, 7 + 7 + 4), (1, 4 + 2)]);
        // Of six, one repeats on day 0 and one of the four left on day 3; then one of one on day 17.
        assert!((found.course[0].followed_by.unwrap() - (1.0 - 5.0 / 6.0 * 3.0 / 4.0)).abs() < 1e-12);
        assert_eq!(found.course[2].followed_by, None, "nobody was watched for 28 days");
        let lambda: f64 = 0.06;
        assert!((found.expected_repeats.unwrap() - (6.0 - 100.0 * (1.0 - (-lambda).exp()))).abs() < 1e-10);
        let times: Vec<(u64, u64)> = found.times.iter().take(4).map(|row| (row.times, row.targets)).collect();
        assert_eq!(times, [(0, 97), (1, 1), (2, 1), (3, 1)]);
        assert!((found.times.iter().filter_map(|row| row.expected).sum::<f64>() - 100.0).abs() < 1e-3);
    }

    /// Events that fall on targets at random: dispersion is rejected in 5% of the cases.
    #[test]
    fn chance_is_found_to_be_chance() {
        let mut rejected = 0;
        for trial in 0..400 {
            let mut stream = Stream::new(41, trial);
            let target: Vec<u64> = (0..stream.poisson(300.0)).map(|_| u64::from(stream.below(500))).collect();
            let found = repeats(&target, None, &settings(Some(500))).unwrap();
            rejected += u64::from(found.p.unwrap() < 0.05);
        }
        assert!((8..=34).contains(&rejected), "{rejected} of 400");
        let again: Vec<u64> = (0..300).map(|row| row % 60).collect();
        assert!(repeats(&again, None, &settings(Some(500))).unwrap().p.unwrap() < 1e-10);
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        let told = |target: &[u64], day: &[i32], settings: &Settings<'_>| {
            repeats(target, Some(day), settings).unwrap_err().to_string()
        };
        assert_eq!(told(&[], &[], &settings(None)), "events: 0 given, at least 1 are needed");
        assert_eq!(told(&[1, 2], &[1], &settings(None)), "date has 1 values where 2 are needed");
        assert_eq!(
            told(&[1, 2], &[1, 2], &settings(Some(1))),
            "the number of targets at risk is 1, expected at least the 2 targets that were hit"
        );
        let outside = Settings { window: Some((0, 5)), ..settings(None) };
        assert_eq!(
            told(&[1, 2], &[1, 9], &outside),
            "date number 2 is 9, expected a day within the window of observation"
        );
        let bands = Settings { days: &[0, 7, 7], ..settings(None) };
        assert_eq!(
            told(&[1, 2], &[1, 9], &bands),
            "the bands of days is 7 after 7, expected boundaries that rise, so that no two bands overlap"
        );
    }
}

/// The random orders start from the places, not from the rows: not even the last digit of p depends on their order, where
/// several events share a place too.
#[test]
fn knox_does_not_depend_on_the_order_of_rows() {
    let mut stream = Stream::new(8, 0);
    let mut draw = |below: u32| f64::from(stream.below(below));
    let rows: Vec<(f64, f64, i32)> = (0..300).map(|_| (10.0 * draw(12), 10.0 * draw(12), draw(60) as i32)).collect();
    let of = |rows: &[(f64, f64, i32)]| {
        let (x, y): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row.0, row.1)).unzip();
        let day: Vec<i32> = rows.iter().map(|row| row.2).collect();
        let (space, days) = (&[0.0, 0.1, 11.0, 25.0][..], &[0.0, 7.0, 14.0][..]);
        let settings = Settings { space, days, metric: Metric::Euclidean, permutations: 199, seed: 4 };
        let found = near_repeat(&x, &y, &day, &settings).unwrap();
        (found.observed, found.p, found.by_chance)
    };
    let reversed: Vec<_> = rows.iter().rev().copied().collect();
    assert_eq!(of(&rows), of(&reversed));
}
