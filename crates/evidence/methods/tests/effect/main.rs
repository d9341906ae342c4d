//! Effects: published values, the numbers of R and Python on real data, properties, and simulations.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets a missing value has failed; the helpers beside the tests are tests, too"
)]

mod before_after;
mod controls;
mod panel;
mod series;

use serde_json::Value;

fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

/// The columns of a CSV file by name.
fn columns(path: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(shared(path)).unwrap();
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = names.iter().map(|name| header.iter().position(|one| one == *name).unwrap()).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    places.iter().map(|place| rows.iter().map(|row| row[*place].to_owned()).collect()).collect()
}

fn numbers(texts: &[String]) -> Vec<f64> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn peers(text: &str, name: &str) -> Vec<f64> {
    let all: Value = serde_json::from_str(text).unwrap();
    all[name].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn r(name: &str) -> Vec<f64> {
    peers(include_str!("../peers/effect_r.json"), name)
}

fn python(name: &str) -> Vec<f64> {
    peers(include_str!("../peers/effect_python.json"), name)
}

fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() <= digits * expected.abs().max(1e-12), "{found} is not {expected}");
}

fn numbered(texts: &[String]) -> Vec<usize> {
    let mut names = texts.to_vec();
    names.sort();
    names.dedup();
    texts.iter().map(|text| names.binary_search(text).unwrap()).collect()
}
