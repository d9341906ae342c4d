//! Speed of the methods of effect and fairness: medians of seven runs at three sizes, on one and two threads.
//!
//! `cargo run --release -p comity-methods --example effect_speed`; beside it `benches/peers/effect_speed.py` on data of the
//! same make.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement: it prints, and it stops where something fails"
)]

mod measure;

use comity_methods::effect::difference_in_differences::{Model, Panel, difference_in_differences};
use comity_methods::effect::matching::{Distance, Settings, match_controls};
use comity_methods::effect::synthetic_control::synthetic_control;
use comity_methods::fair::mantel_haenszel::{Table, mantel_haenszel};
use comity_methods::numeric::random::Stream;
use measure::{peak, took};

fn measure(what: &str, size: usize, run: impl Fn() + Sync) {
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let median = pool.install(|| took(7, &run)).wall;
        println!("{what:<24} {size:>8} {threads} thread(s) {median:>10.5} s");
    }
}

fn panel(units: usize, times: usize, model: Model) {
    let mut stream = Stream::new(1, 0);
    let unit: Vec<usize> = (0..units * times).map(|row| row / times).collect();
    let time: Vec<usize> = (0..units * times).map(|row| row % times).collect();
    let outcome: Vec<f64> = unit.iter().map(|unit| stream.poisson(5.0 + (unit % 30) as f64) as f64).collect();
    let under = |unit: usize, time: usize| if unit.is_multiple_of(4) && time >= times / 2 { 1.0 } else { 0.0 };
    let treatment: Vec<f64> = unit.iter().zip(&time).map(|(unit, time)| under(*unit, *time)).collect();
    let name = if model == Model::Linear { "did, linear (rows)" } else { "did, Poisson (rows)" };
    measure(name, units * times, || {
        let panel =
            Panel { outcome: &outcome, unit: &unit, time: &time, treatment: &treatment, exposure: None, cluster: None };
        difference_in_differences(&panel, model, 0.95).unwrap();
    });
}

fn synthetic(donors: usize) {
    let mut stream = Stream::new(2, 0);
    let mut all: Vec<Vec<f64>> =
        (0..=donors).map(|_| (0..72).map(|_| 50.0 + 10.0 * stream.normal()).collect()).collect();
    let treated = all.pop().unwrap();
    measure("synthetic (donors)", donors, || drop(synthetic_control(&treated, &all, 48).unwrap()));
}

fn matching(rows: usize) {
    let mut stream = Stream::new(3, 0);
    let treated: Vec<bool> = (0..rows).map(|row| row % 10 == 0).collect();
    let on: Vec<Vec<f64>> = (0..5).map(|_| (0..rows).map(|_| stream.normal()).collect()).collect();
    let settings = Settings { distance: Distance::Mahalanobis, controls: 1, caliper: None, level: 0.95 };
    measure("matching (rows)", rows, || drop(match_controls(&treated, &on, None, &settings).unwrap()));
}

fn strata(count: usize) {
    let mut stream = Stream::new(4, 0);
    let mut cell = || stream.poisson(12.0) as f64;
    let tables: Vec<Table> = (0..count).map(|_| Table::new(cell(), cell(), cell(), cell())).collect();
    measure("Mantel-Haenszel (strata)", count, || drop(mantel_haenszel(&tables, 0.95).unwrap()));
}

fn main() {
    for units in [100, 1_000, 10_000] {
        panel(units, 60, Model::Linear);
        panel(units, 60, Model::Poisson);
    }
    [25, 100, 400].into_iter().for_each(synthetic);
    [2_000, 10_000, 50_000].into_iter().for_each(matching);
    [1_000, 10_000, 100_000].into_iter().for_each(strata);
    println!("{}", peak());
}
