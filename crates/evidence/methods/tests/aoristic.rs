//! Aoristic sums against the published table, against a sum minute by minute, and over the changes of the clocks.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data or misses a value has failed"
)]

use comity_methods::time::aoristic::{Aoristic, Daylight, Given, Settings, aoristic};
use comity_methods::time::hour_of_week::hour_of_week;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use proptest::prelude::*;

/// The path of a file of the shared test data.
fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

fn civil(text: &str) -> i64 {
    text.parse::<DateTime>().unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp().as_second()
}

fn settings(given: Given, daylight: Daylight, zone: Option<&str>) -> Settings {
    Settings { given, daylight, zone: zone.map(|name| TimeZone::get(name).unwrap()), level: 0.95 }
}

fn on_the_face(from: &[i64], to: &[Option<i64>]) -> Aoristic {
    aoristic(from, to, &settings(Given::Clock, Daylight::Clock, None)).unwrap()
}

fn washington() -> (Vec<i64>, Vec<Option<i64>>) {
    let mut file = csv::Reader::from_path(shared("aoristic/dcburglaries.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = file.records().map(Result::unwrap).collect();
    let to = |row: &csv::StringRecord| (!row[3].is_empty() && &row[3] != "NA").then(|| civil(&row[3]));
    (rows.iter().map(|row| civil(&row[2])).collect(), rows.iter().map(to).collect())
}

/// The table of the R package aoristic, which measures along the clock's face: all of its digits.
#[test]
fn the_published_table() {
    let (from, to) = washington();
    assert_eq!(from.len(), 1025);
    let found = on_the_face(&from, &to);
    let mut table = csv::Reader::from_path(shared("aoristic/dcburgsum_expected.csv")).unwrap();
    for (hour, row) in table.records().enumerate() {
        for (day, expected) in row.unwrap().iter().skip(1).enumerate() {
            assert_eq!(format!("{:.3}", found.hour_of_week[hour][day]), expected, "hour {hour}, day {day}");
        }
    }
    assert_eq!((found.no_end, found.n), (37, 1025));
    assert!((found.hours.iter().sum::<f64>() - 1025.0).abs() < 1e-9);
}

/// The same sums, minute by minute.
fn by_the_minute(from: i64, to: Option<i64>) -> [[f64; 7]; 24] {
    let mut table = [[0.0; 7]; 24];
    let start = from.div_euclid(60);
    let minutes = to.map_or(0, |to| (to - from).div_euclid(60).max(0));
    let cell = |minute: i64| {
        let of_week = (minute + 3 * 1440).rem_euclid(10_080);
        ((of_week % 1440 / 60) as usize, (of_week / 1440) as usize)
    };
    if minutes >= 10_080 {
        return [[1.0 / 168.0; 7]; 24];
    }
    for minute in start..start + minutes.max(1) {
        let (hour, day) = cell(minute);
        table[hour][day] += 1.0 / minutes.max(1) as f64;
    }
    table
}

/// How many hours apart the clock on the wall and UTC are does not matter to elapsed time but for the changes: a sum
/// over instants, minute by minute, by the calendar of jiff.
fn by_the_passing_minute(from: i64, to: i64, zone: &TimeZone) -> [[f64; 7]; 24] {
    let mut table = [[0.0; 7]; 24];
    let start = from.div_euclid(60);
    let minutes = (to - from).div_euclid(60);
    for minute in start..start + minutes {
        let shown = jiff::Timestamp::from_second(60 * minute).unwrap().to_zoned(zone.clone());
        table[shown.hour() as usize][shown.weekday().to_monday_zero_offset() as usize] += 1.0 / minutes as f64;
    }
    table
}

fn same(found: &[[f64; 7]], expected: &[[f64; 7]; 24]) -> bool {
    found.iter().flatten().zip(expected.iter().flatten()).all(|(found, expected)| (found - expected).abs() < 1e-9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_span_is_the_sum_of_its_minutes(from in 0_i64..100_000_000, length in prop::option::of(-500_i64..800_000)) {
        let to = length.map(|length| from + length);
        let found = on_the_face(&[from], &[to]);
        prop_assert!(same(&found.hour_of_week, &by_the_minute(from, to)));
        // Bounds hold the estimate, and every cell that has a share is possible.
        for hour in 0..24 {
            for day in 0..7 {
                let share = found.hour_of_week[hour][day];
                prop_assert!(found.lower[hour][day] <= share + 1e-12 && share <= found.upper[hour][day] + 1e-12);
                prop_assert_eq!(found.possible[hour][day] > 0, share > 0.0);
            }
        }
    }

    /// A shift by whole weeks, and another order of the rows, change nothing.
    #[test]
    fn weeks_and_order_do_not_matter(
        rows in prop::collection::vec((0_i64..10_000_000, 0_i64..400_000), 1..40), weeks in -50_i64..50,
    ) {
        let from: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let to: Vec<Option<i64>> = rows.iter().map(|row| Some(row.0 + row.1)).collect();
        let moved: Vec<i64> = from.iter().rev().map(|at| at + weeks * 604_800).collect();
        let moved_to: Vec<Option<i64>> = to.iter().rev().map(|at| at.map(|at| at + weeks * 604_800)).collect();
        let (first, second) = (on_the_face(&from, &to), on_the_face(&moved, &moved_to));
        let close = |a: &[[f64; 7]], b: &[[f64; 7]]| a.iter().flatten().zip(b.iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-9);
        prop_assert!(close(&first.hour_of_week, &second.hour_of_week) && close(&first.se, &second.se));
        prop_assert!((first.hours.iter().sum::<f64>() - rows.len() as f64).abs() < 1e-9);
    }

    /// Elapsed time over both changes of 2016, against the calendar minute by minute.
    #[test]
    fn elapsed_time_is_the_sum_of_its_passing_minutes(autumn in any::<bool>(), before in 0_i64..300_000, after in 1_i64..300_000) {
        let zone = TimeZone::get("America/New_York").unwrap();
        let change = if autumn { civil("2016-11-06T06:00") } else { civil("2016-03-13T07:00") };
        let (from, to) = (change - before, change + after);
        let found = aoristic(&[from], &[Some(to)], &settings(Given::Instants, Daylight::Elapsed, Some("America/New_York"))).unwrap();
        if to - from >= 60 && to - from < 604_800 {
            prop_assert!(same(&found.hour_of_week, &by_the_passing_minute(from, to, &zone)));
        }
    }
}

/// One row over a change of the clocks, in both measures: `hours` of Sunday.
fn sunday(from: &str, to: &str, daylight: Daylight) -> (Vec<f64>, Aoristic) {
    let settings = settings(Given::Clock, daylight, Some("America/New_York"));
    let found = aoristic(&[civil(from)], &[Some(civil(to))], &settings).unwrap();
    (found.hour_of_week[..5].iter().map(|hour| (hour[6] * 1e6).round() / 1e6).collect(), found)
}

/// Just short of a week, from half past midnight on a Monday to twenty past on the next: the hour in which it began and
/// ended has one share of it, and is possible once.
#[test]
fn a_span_that_ends_in_the_hour_in_which_it_began() {
    let from = civil("2024-01-01T00:30:00");
    for (minutes, share) in [(10_070, 50.0 / 10_070.0), (10_050, 30.0 / 10_050.0)] {
        let found = on_the_face(&[from], &[Some(from + 60 * minutes)]);
        assert!((found.hour_of_week[0][0] - share).abs() < 1e-12);
        assert!((found.se[0][0] - (share * (1.0 - share)).sqrt()).abs() < 1e-12, "{}", found.se[0][0]);
        assert!(found.possible.iter().flatten().all(|possible| *possible == 1), "{:?}", found.possible);
    }
}

#[test]
fn the_hour_that_never_was() {
    // The clocks of New York went from 02:00 to 03:00 on 13 March 2016.
    let (face, found) = sunday("2016-03-13T01:00", "2016-03-13T04:00", Daylight::Clock);
    assert_eq!(face, [0.0, 0.333333, 0.333333, 0.333333, 0.0]);
    assert_eq!((found.across_a_change, found.never_shown), (1, 0));
    let (elapsed, found) = sunday("2016-03-13T01:00", "2016-03-13T04:00", Daylight::Elapsed);
    assert_eq!(elapsed, [0.0, 0.5, 0.0, 0.5, 0.0]);
    assert_eq!(found.across_a_change, 1);
    // 02:30 was never shown: along the face it is taken as written, in elapsed time as 03:30.
    assert_eq!(sunday("2016-03-13T02:30", "2016-03-13T02:50", Daylight::Clock).0, [0.0, 0.0, 1.0, 0.0, 0.0]);
    let (elapsed, found) = sunday("2016-03-13T02:30", "2016-03-13T02:50", Daylight::Elapsed);
    assert_eq!(elapsed, [0.0, 0.0, 0.0, 1.0, 0.0]);
    assert_eq!(found.never_shown, 1);
    assert!(found.cautions.iter().any(|caution| caution.code == "never-shown" && caution.found));
}

#[test]
fn the_hour_that_came_twice() {
    // They went from 02:00 back to 01:00 on 6 November 2016.
    let (face, found) = sunday("2016-11-06T00:00", "2016-11-06T03:00", Daylight::Clock);
    assert_eq!(face, [0.333333, 0.333333, 0.333333, 0.0, 0.0]);
    assert_eq!((found.across_a_change, found.shown_twice), (1, 0));
    let (elapsed, _) = sunday("2016-11-06T00:00", "2016-11-06T03:00", Daylight::Elapsed);
    assert_eq!(elapsed, [0.25, 0.5, 0.25, 0.0, 0.0]);
    // A start in the hour is its first showing, an end its second; both within it are of one showing.
    let (first, found) = sunday("2016-11-06T01:30", "2016-11-06T02:30", Daylight::Elapsed);
    assert_eq!((first, found.shown_twice), (vec![0.0, 0.75, 0.25, 0.0, 0.0], 1));
    assert_eq!(sunday("2016-11-06T00:30", "2016-11-06T01:30", Daylight::Elapsed).0, [0.25, 0.75, 0.0, 0.0, 0.0]);
    assert_eq!(sunday("2016-11-06T01:10", "2016-11-06T01:40", Daylight::Elapsed).0, [0.0, 1.0, 0.0, 0.0, 0.0]);
    // An end that looks earlier than its start came an hour later.
    let (turned, found) = sunday("2016-11-06T01:50", "2016-11-06T01:10", Daylight::Elapsed);
    assert_eq!((turned, found.end_before_start), (vec![0.0, 1.0, 0.0, 0.0, 0.0], 0));
    assert_eq!(found.certain[1][6], 1, "all of its time lies in the hour that came twice");
}

#[test]
fn the_zone_matters() {
    // 12:30 in UTC was 07:30 in New York and 13:30 in Paris.
    let at = civil("2016-01-04T12:30");
    for (zone, hour) in [("America/New_York", 7), ("Europe/Paris", 13), ("Asia/Kolkata", 18)] {
        let found = aoristic(&[at], &[None], &settings(Given::Instants, Daylight::Clock, Some(zone))).unwrap();
        assert_eq!(found.hour_of_week[hour][0], 1.0, "{zone}");
    }
}

#[test]
fn the_answer_is_the_same_on_any_number_of_threads() {
    let from: Vec<i64> = (0..30_000).map(|row| row * 7_919).collect();
    let to: Vec<Option<i64>> = (0..30_000).map(|row| Some(row * 7_919 + row % 9_973 * 60)).collect();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| on_the_face(&from, &to))
            .hour_of_week
            .concat()
            .iter()
            .map(|share| share.to_bits())
            .collect::<Vec<_>>()
    };
    let one = on(1);
    assert!(one == on(2) && one == on(5));
}

/// Events at random moments whose spans are known only to hold them: the count that was there lies within the range of
/// an hour in 95 of 100 cases.
#[test]
fn the_range_holds_the_count() {
    let mut stream = comity_methods::numeric::random::Stream::new(7, 0);
    let (mut held, mut cells) = (0, 0);
    for _ in 0..40 {
        let mut count = [[0.0; 7]; 24];
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for _ in 0..3000 {
            let length = 3600 * i64::from(2 + stream.below(10));
            let start = 60 * i64::from(stream.below(10_080));
            let at = start + (stream.unit() * length as f64) as i64;
            let of_week = comity_methods::time::clock::second_of_week(at);
            count[(of_week % 86_400 / 3600) as usize][(of_week / 86_400) as usize] += 1.0;
            from.push(start);
            to.push(Some(start + length));
        }
        let found = on_the_face(&from, &to);
        for (hour, row) in count.iter().enumerate() {
            for (day, there) in row.iter().enumerate() {
                held += usize::from(found.lower[hour][day] <= *there && *there <= found.upper[hour][day]);
                cells += 1;
            }
        }
    }
    let share = held as f64 / cells as f64;
    assert!((0.93..0.97).contains(&share), "{share}");
}

#[test]
fn what_cannot_be_is_an_error() {
    let clock = settings(Given::Clock, Daylight::Clock, None);
    assert!(aoristic(&[], &[], &clock).is_err());
    assert!(aoristic(&[0], &[], &clock).is_err());
    assert!(aoristic(&[0], &[None], &Settings { level: 1.0, ..clock.clone() }).is_err());
    assert!(aoristic(&[0], &[None], &Settings { given: Given::Instants, ..clock }).is_err());
    let zoned = settings(Given::Clock, Daylight::Clock, Some("Europe/London"));
    assert!(aoristic(&[i64::MAX], &[None], &zoned).is_err());
    assert!(aoristic(&[i64::MAX], &[Some(i64::MIN)], &settings(Given::Clock, Daylight::Clock, None)).is_err());
}

#[test]
fn moments_are_counted_in_their_hours() {
    let monday = civil("2016-01-04T00:00");
    let moments: Vec<i64> = (0..168 * 2).map(|hour| monday + 3600 * hour + 59).collect();
    let found = hour_of_week(&moments, 0.95).unwrap();
    assert!(found.hour_of_week.iter().flatten().all(|count| *count == 2));
    assert_eq!(found.days_in_period, [2; 7]);
    assert_eq!(found.days, [48; 7]);
    assert!(found.rate.iter().flatten().all(|rate| *rate == 1.0));
    assert!(found.days_differ.unwrap().chi_squared.abs() < 1e-12 && found.days_differ.unwrap().p > 0.999);
    let at_night = hour_of_week(&vec![monday; 50], 0.95).unwrap();
    assert!(at_night.cautions.iter().any(|caution| caution.code == "midnight"));
    assert_eq!(hour_of_week(&[civil("2016-01-10T23:00")], 0.95).unwrap().days_in_period, [0, 0, 0, 0, 0, 0, 1]);
    assert!(hour_of_week(&[], 0.95).is_err() && hour_of_week(&[i64::MAX], 0.95).is_err());
}
