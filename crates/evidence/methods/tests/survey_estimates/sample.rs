//! The California school samples, as designs.

use std::collections::HashMap;
use std::path::PathBuf;

use comity_methods::survey::design::{Design, Domain, Lonely, Stage};

/// A sample: its columns as text.
pub struct Sample {
    columns: HashMap<String, Vec<String>>,
}

pub fn shared(path: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(path);
    assert!(file.exists(), "the test data {} is missing: it stands beside the repository", file.display());
    file
}

impl Sample {
    pub fn read(name: &str) -> Self {
        let mut reader = csv::Reader::from_path(shared(&format!("survey/{name}.csv"))).unwrap();
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut columns: HashMap<String, Vec<String>> = HashMap::new();
        for record in reader.records() {
            for (name, value) in header.iter().zip(record.unwrap().iter()) {
                columns.entry(name.clone()).or_default().push(value.to_owned());
            }
        }
        Self { columns }
    }

    pub fn text(&self, column: &str) -> &[String] {
        &self.columns[column]
    }

    pub fn rows(&self) -> usize {
        self.text("stype").len()
    }

    /// The numbers of a column, NaN where there are none.
    pub fn numbers(&self, column: &str) -> Vec<f64> {
        self.text(column).iter().map(|text| text.parse().unwrap_or(f64::NAN)).collect()
    }

    pub fn codes(&self, column: &str) -> Vec<u32> {
        codes(self.text(column))
    }

    /// The rows that `keep` names.
    pub fn domain(&self, design: &Design, keep: impl Fn(usize) -> bool) -> Domain {
        let group: Vec<u32> = (0..self.rows()).map(|row| u32::from(!keep(row))).collect();
        design.domains(&group, 1).unwrap().remove(0)
    }
}

pub fn codes(texts: &[String]) -> Vec<u32> {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    texts
        .iter()
        .map(|text| {
            let next = seen.len() as u32;
            *seen.entry(text).or_insert(next)
        })
        .collect()
}

/// The designs of `benches/peers/survey_estimates.R`, by name.
pub fn design(name: &str, lonely: Lonely) -> (Sample, Design) {
    let sample = Sample::read(name.trim_end_matches("_replace"));
    let weights = sample.numbers("pw");
    let (strata, dnum, snum) = (sample.codes("stype"), sample.codes("dnum"), sample.codes("snum"));
    let one = |column: &str| sample.numbers(column);
    let design = match name {
        "apisrs" => Design::new(&weights, &[Stage { population: Some(&one("fpc")), ..Stage::default() }], lonely),
        "apistrat" => {
            let stage = Stage { strata: Some(&strata), population: Some(&one("fpc")), ..Stage::default() };
            Design::new(&weights, &[stage], lonely)
        }
        "apistrat_replace" => Design::new(&weights, &[Stage { strata: Some(&strata), ..Stage::default() }], lonely),
        "apiclus1" => {
            let stage = Stage { cluster: Some(&dnum), population: Some(&one("fpc")), strata: None };
            Design::new(&weights, &[stage], lonely)
        }
        "apiclus2" => {
            let (schools, districts) = (one("fpc2"), one("fpc1"));
            let first = Stage { cluster: Some(&dnum), population: Some(&districts), strata: None };
            let second = Stage { cluster: Some(&snum), population: Some(&schools), strata: None };
            Design::new(&weights, &[first, second], lonely)
        }
        "apiclus2_replace" => {
            let first = Stage { cluster: Some(&dnum), ..Stage::default() };
            Design::new(&weights, &[first, Stage { cluster: Some(&snum), ..Stage::default() }], lonely)
        }
        other => panic!("no design {other}"),
    };
    (sample, design.unwrap())
}
