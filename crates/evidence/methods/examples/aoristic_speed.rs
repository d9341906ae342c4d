//! How fast aoristic sums are: rows a second at three sizes, on one and two threads, and the memory it took.
//! `cargo run --release -p comity-methods --example aoristic_speed`; the peer: `benches/peers/aoristic_pandas.py`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program that prints its figures"
)]

mod measure;

use comity_methods::time::aoristic::{Daylight, Given, Settings, aoristic};
use measure::{peak, took};

/// Rows that both programs make: starts through the year 2016 by minutes, spans up to 36 hours, one in sixteen open.
fn rows(count: usize) -> (Vec<i64>, Vec<Option<i64>>) {
    let mut state = 12_345_u64;
    let mut next = |bound: u64| {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        (state >> 8) % bound
    };
    let mut pair = || {
        let from = 1_451_606_400 + 60 * next(525_600) as i64;
        let length = 60 * next(2_160) as i64;
        (from, (next(16) > 0).then_some(from + length))
    };
    (0..count).map(|_| pair()).unzip()
}

fn main() {
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
    for daylight in [Daylight::Clock, Daylight::Elapsed] {
        let settings = Settings { given: Given::Clock, daylight, zone: Some(zone.clone()), level: 0.95 };
        for count in [10_000, 100_000, 1_000_000] {
            let (from, to) = rows(count);
            for threads in [1, 2] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let once = || pool.install(|| aoristic(&from, &to, &settings).unwrap().hour_of_week[3][2]);
                let seconds = took(7, once).wall;
                let (rate, took) = (count as f64 / seconds, 1e3 * seconds);
                println!("{daylight:?} {count:>9} rows, {threads} threads: {took:>9.3} ms, {rate:>12.0} rows/s");
            }
        }
    }
    println!("{}", peak());
    let (from, to) = rows(10_000);
    let settings = Settings { given: Given::Clock, daylight: Daylight::Clock, zone: None, level: 0.95 };
    println!("check: Wednesday 03:00 {:.9}", aoristic(&from, &to, &settings).unwrap().hour_of_week[3][2]);
}
