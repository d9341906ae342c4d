//! How long the Knox test takes: `cargo run --release -p comity-methods --example again_speed`.
//!
//! The events are those that `benches/peers/again_speed.py` draws: uniform over 20 km by 20 km and 365 days.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for people at a terminal, on data of its own"
)]

mod measure;

use comity_methods::again::near_repeat::{Metric, Settings, near_repeat};
use comity_methods::numeric::random::Stream;
use measure::{peak, took};

const RUNS: usize = 5;

fn main() {
    println!("Knox, 999 permutations, bands 0,0.1,200,400,600 m by 0,7,14,21 days, Manhattan; median of {RUNS}");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for events in [5_000, 20_000, 80_000] {
            let (x, y, day) = drawn(events);
            let settings = Settings {
                space: &[0.0, 0.1, 200.0, 400.0, 600.0],
                days: &[0.0, 7.0, 14.0, 21.0],
                metric: Metric::Manhattan,
                permutations: 999,
                seed: 1,
            };
            let mut close = 0;
            let seconds = took(RUNS, || {
                let table = pool.install(|| near_repeat(&x, &y, &day, &settings)).unwrap();
                close = table.space_totals.iter().sum();
            });
            println!("{events:>7} events, {close:>8} close pairs, {threads} threads: {seconds}; {}", peak());
        }
    }
}

fn drawn(events: usize) -> (Vec<f64>, Vec<f64>, Vec<i32>) {
    let mut stream = Stream::new(20_000, 0);
    let mut draw = || stream.unit();
    let x = (0..events).map(|_| (draw() * 20_000.0).round()).collect();
    let y = (0..events).map(|_| (draw() * 20_000.0).round()).collect();
    (x, y, (0..events).map(|_| (draw() * 365.0) as i32).collect())
}
