//! How long the survey estimates take: `cargo run --release -p comity-methods --example survey_speed`.
//!
//! `benches/peers/survey_estimates_speed.py` and `.R` time their packages on the same generated sample.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "an example may stop")]

mod measure;

use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::estimate::{Settings, Statistic, by_domain, estimate};
use comity_methods::survey::proportion::Method;
use comity_methods::survey::quantile::{Rule, quantiles};
use measure::{peak, took};

/// A number from 0 to 1 for each row: the peers' scripts make the same ones.
fn spread(row: usize, factor: u64) -> f64 {
    ((row as u64 + 1) * factor % (1 << 32)) as f64 / (1_u64 << 32) as f64
}

fn main() {
    println!("{:>9} {:>7} {:>10} {:>10} {:>10} {:>10}  ms", "rows", "threads", "design", "mean", "50 groups", "median");
    for rows in [10_000, 100_000, 1_000_000] {
        let column = |factor: u64, scale: f64| (0..rows).map(|row| scale * spread(row, factor)).collect::<Vec<f64>>();
        let codes =
            |factor: u64, scale: f64| column(factor, scale).iter().map(|value| *value as u32).collect::<Vec<_>>();
        let (strata, cluster, group) =
            (codes(2_654_435_761, 20.0), codes(2_246_822_519, 250.0), codes(374_761_393, 50.0));
        let weights: Vec<f64> = column(3_266_489_917, 9.0).iter().map(|value| 1.0 + value).collect();
        let y = column(668_265_263, 100.0);
        let settings = Settings::default();
        let made = || {
            let stage = Stage { cluster: Some(&cluster), strata: Some(&strata), population: None };
            Design::new(&weights, &[stage], Lonely::Fail).unwrap()
        };
        let design = made();
        let everything = design.everything();
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let runs = if rows > 100_000 { 11 } else { 51 };
            let times = pool.install(|| {
                [
                    took(runs, made),
                    took(runs, || estimate(&design, &everything, Statistic::Mean(&y), &settings).unwrap()),
                    took(runs, || {
                        let domains = design.domains(&group, 50).unwrap();
                        by_domain(&design, &domains, Statistic::Mean(&y), &settings).unwrap()
                    }),
                    took(runs, || {
                        let choice = (Rule::Math, Method::Wald);
                        quantiles(&design, &everything, &y, &[0.5], choice, &settings).unwrap()
                    }),
                ]
            });
            let [design, mean, groups, middle] = times.map(|took| 1e3 * took.wall);
            println!("{rows:>9} {threads:>7} {design:>10.3} {mean:>10.3} {groups:>10.3} {middle:>10.3}");
        }
        let found = estimate(&design, &everything, Statistic::Mean(&y), &settings).unwrap();
        println!("          mean {} se {} deff {:?}", found.estimate, found.se, found.deff);
    }
    println!("{}", peak());
}
