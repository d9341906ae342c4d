//! How long raking, regression, the test of independence and replicates take:
//! `cargo run --release -p comity-methods --example survey_weighting_speed`.
//!
//! `benches/peers/survey_weighting_speed.R` times R's survey on the same generated sample.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "an example may stop")]

mod measure;

use comity_methods::numeric::glm::Family;
use comity_methods::survey::calibration::{Margin, rake};
use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::independence::{Answers, rao_scott};
use comity_methods::survey::regression::{Model, Term, regress};
use comity_methods::survey::replicate::{bootstrap, jkn};
use measure::{peak, took};

/// A number from 0 to 1 for each row: the peer's script makes the same ones.
fn spread(row: usize, factor: u64) -> f64 {
    ((row as u64 + 1) * factor % (1 << 32)) as f64 / (1_u64 << 32) as f64
}

fn main() {
    let header = ["rows", "threads", "rake", "linear", "logit", "chi-squared", "jkn mean", "bootstrap", "median"];
    println!("{}  ms", header.map(|name| format!("{name:>11}")).join(""));
    for rows in [1_000, 10_000, 100_000] {
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let times = pool.install(|| times(rows));
            let told: String = times.iter().map(|time| format!("{time:>11.2}")).collect();
            println!("{rows:>11}{threads:>11}{told}");
        }
    }
    println!("{}", peak());
}

/// 10 strata of 20 clusters: raking on two margins; regressions on two columns; a table of 2 by 4; the mean by the
/// jackknife; 200 bootstrap replicates and a mean; a median from them.
fn times(rows: usize) -> [f64; 7] {
    let column = |factor: u64, scale: f64| (0..rows).map(|row| scale * spread(row, factor)).collect::<Vec<f64>>();
    let codes = |factor: u64, scale: f64| column(factor, scale).iter().map(|value| *value as u32).collect::<Vec<_>>();
    let (strata, cluster) = (codes(2_654_435_761, 10.0), codes(2_246_822_519, 20.0));
    let (sex, age) = (codes(374_761_393, 2.0), codes(1_103_515_245, 4.0));
    let weights: Vec<f64> = column(3_266_489_917, 9.0).iter().map(|value| 1.0 + value).collect();
    let (y, x, z) = (column(668_265_263, 100.0), column(1_664_525, 1.0), column(22_695_477, 1.0));
    let yes: Vec<f64> = y.iter().zip(&x).map(|(y, x)| f64::from(u8::from(y + 20.0 * x > 60.0))).collect();
    let stage = Stage { cluster: Some(&cluster), strata: Some(&strata), population: None };
    let design = Design::new(&weights, &[stage], Lonely::Fail).unwrap();
    let texts = |codes: &[u32]| codes.iter().map(u32::to_string).collect::<Vec<String>>();
    let (sexes, ages) = (texts(&sex), texts(&age));
    let totals =
        |shares: &[f64]| shares.iter().enumerate().map(|(at, share)| (at.to_string(), 1e6 * share)).collect::<Vec<_>>();
    let margin = |texts: &[String], shares: &[f64]| {
        Margin::new("margin", &texts.iter().map(String::as_str).collect::<Vec<_>>(), &totals(shares)).unwrap()
    };
    let margins = [margin(&sexes, &[0.49, 0.51]), margin(&ages, &[0.2, 0.3, 0.3, 0.2])];
    let term =
        |name: &str, values: &[f64]| Term { name: name.to_owned(), columns: vec![(name.to_owned(), values.to_vec())] };
    let terms = [term("x", &x), term("z", &z)];
    let fit = |family, response: &[f64]| {
        regress(&design, &Model { family, response, terms: &terms, offset: None, used: None }, 0.95).unwrap()
    };
    let some = |codes: &[u32]| codes.iter().copied().map(Some).collect::<Vec<_>>();
    let (sex, age) = (some(&sex), some(&age));
    let used = vec![true; rows];
    let replicates = bootstrap(&design, 200, 1).unwrap();
    [
        took(7, || rake(&weights, &margins).unwrap()),
        took(7, || fit(Family::Gaussian, &y)),
        took(7, || fit(Family::Binomial, &yes)),
        took(7, || rao_scott(&design, Answers { codes: &sex, count: 2 }, Answers { codes: &age, count: 4 }).unwrap()),
        took(7, || jkn(&design).unwrap().mean(&y, &used, 0.95).unwrap()),
        took(7, || bootstrap(&design, 200, 1).unwrap().mean(&y, &used, 0.95).unwrap()),
        took(7, || replicates.quantile(&y, &used, 0.5, 0.95).unwrap()),
    ]
    .map(|took| 1e3 * took.wall)
}
