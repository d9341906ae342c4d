//! `comity analyse survey-weights`: trimming, calibrating and scaling weights, and what uneven weights cost.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::survey::calibration::{Distance, calibrate};
use comity_methods::survey::design::{Design, Lonely};
use comity_methods::survey::weights::{Description, describe, normalise, trim};
use comity_methods::{Caution, Error};
use serde::Serialize;
use serde_json::json;

use super::estimates::merged;
use super::known::Known;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// How uneven are the weights, and what does that cost? Trims them, brings them to known totals, scales them, and tells
/// Kish's effective sample size before and after.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  comity analyse survey-weights apistrat.csv --weight pw --trim 16,42
  comity analyse survey-weights apiclus1.csv --weight pw --population 6194 --calibrate api99=3914069 --distance raking --out weights.csv")]
pub struct SurveyWeights {
    #[command(flatten)]
    file: File,
    /// The column of weights: how many people each row stands for.
    #[arg(long, value_name = "COL")]
    weight: String,
    /// A column that tells the rows apart, for the list of new weights.
    #[arg(long, value_name = "COL")]
    id: Option<String>,
    /// First: cut the weights off at LOW and HIGH, and share what is cut among the others.
    #[arg(long, value_name = "LOW,HIGH")]
    trim: Option<String>,
    /// Repeat trimming until no weight lies outside.
    #[arg(long, requires = "trim")]
    strict: bool,
    #[command(flatten)]
    known: Known,
    /// Then: make the weighted totals of columns of numbers what they are known to be.
    #[arg(long, value_name = "COL=TOTAL,COL=TOTAL", value_delimiter = ',', conflicts_with_all = ["poststratify", "rake"])]
    calibrate: Vec<String>,
    /// With --calibrate: the weights sum to so many people.
    #[arg(long, value_name = "N", requires = "calibrate")]
    population: Option<f64>,
    /// With --calibrate: what staying near to the old weights means; logit needs --bounds.
    #[arg(long, value_enum, default_value_t)]
    distance: DistanceName,
    /// With --calibrate: between which numbers new weight over old weight must stay.
    #[arg(long, value_name = "LOW,HIGH", requires = "calibrate")]
    bounds: Option<String>,
    /// Last: scale the weights to this sum; with no number, to the number of rows, so that their mean is 1.
    #[arg(long, value_name = "SUM", num_args = 0..=1, default_missing_value = "rows")]
    normalise: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum DistanceName {
    #[default]
    Linear,
    Raking,
    Logit,
}

#[derive(Debug, Serialize)]
struct Report {
    n: usize,
    before: Description,
    after: Description,
    /// Rows whose weight was cut off.
    trimmed: usize,
    /// The least and the greatest of new weight over old weight.
    smallest_ratio: f64,
    largest_ratio: f64,
    weights: Vec<f64>,
}

impl SurveyWeights {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let totals: Vec<(&str, f64)> = self.calibrate.iter().map(|given| total(given)).collect::<Result<_, _>>()?;
        let mut columns = vec![self.weight.as_str()];
        columns.extend(self.id.as_deref());
        columns.extend(self.known.columns()?);
        columns.extend(totals.iter().map(|(column, _)| *column));
        let table = self.file.read(&columns)?;
        let old = table.numbers(&self.weight)?;
        let fault = |error: Error| table.fault(error, &[("weight", &self.weight)]);
        let before = describe(&old).map_err(fault)?;
        let mut cautions = Vec::new();
        let (mut weights, mut trimmed) = (old.clone(), 0);
        if let Some(given) = &self.trim {
            let (lower, upper) = pair("--trim", given)?;
            let cut = trim(&weights, lower, upper, self.strict).map_err(fault)?;
            cautions.extend(cut.cautions);
            (weights, trimmed) = (cut.weights, cut.trimmed);
        }
        let design = Design::new(&weights, &[], Lonely::Remove).map_err(fault)?;
        let (design, known) = self.known.apply(design, &table)?;
        cautions.extend(known);
        weights = design.weights().to_vec();
        if !totals.is_empty() {
            let made = self.calibrated(&table, &weights, &totals)?;
            cautions.extend(made.1);
            weights = made.0;
        }
        if let Some(sum) = &self.normalise {
            let rows = before.n as f64;
            let wrong = || Fault::input(format!("--normalise {sum}: a number is needed"));
            let sum = if sum == "rows" { rows } else { sum.parse().map_err(|_| wrong())? };
            weights = normalise(&weights, sum).map_err(fault)?;
        }
        let after = if weights.iter().any(|weight| *weight < 0.0) {
            return Err(Fault::input(
                "calibration makes weights negative: use --distance raking, or logit with --bounds",
            ));
        } else {
            describe(&weights).map_err(fault)?
        };
        cautions.extend(after.cautions.clone());
        self.told(&table, &old, Report::new(before, after, trimmed, &old, weights), cautions)
    }

    fn calibrated(
        &self,
        table: &Table,
        weights: &[f64],
        totals: &[(&str, f64)],
    ) -> Result<(Vec<f64>, Vec<Caution>), Fault> {
        let bounds = self.bounds.as_deref().map(|given| pair("--bounds", given)).transpose()?;
        let distance = match (self.distance, bounds) {
            (DistanceName::Linear, bounds) => Distance::Linear { bounds },
            (DistanceName::Raking, bounds) => Distance::Raking { bounds },
            (DistanceName::Logit, Some((lower, upper))) => Distance::Logit { lower, upper },
            (DistanceName::Logit, None) => {
                return Err(Fault::input("--distance logit: --bounds LOW,HIGH are needed, as in --bounds 0.5,2"));
            }
        };
        let mut columns: Vec<Vec<f64>> =
            totals.iter().map(|(column, _)| table.numbers(column)).collect::<Result<_, _>>()?;
        let mut known: Vec<f64> = totals.iter().map(|(_, total)| *total).collect();
        if let Some(population) = self.population {
            columns.push(vec![1.0; weights.len()]);
            known.push(population);
        }
        let made = calibrate(weights, &columns, &known, distance);
        let made = made.map_err(|error| table.fault(error, &[("weight", &self.weight)]))?;
        Ok((made.weights, made.cautions))
    }

    fn told(&self, table: &Table, old: &[f64], report: Report, cautions: Vec<Caution>) -> Result<Answer, Fault> {
        let sentence = format!(
            "{} rows weigh as much as {:.1} of equal weight (design effect {:.4}); before, as {:.1} ({:.4}).",
            report.n,
            report.after.effective_n,
            report.after.design_effect,
            report.before.effective_n,
            report.before.design_effect
        );
        let mut sheet = Sheet::default();
        sheet.header.extend(self.id.clone());
        sheet.header.extend(["old", "new"].map(str::to_owned));
        let ids = self.id.as_deref().map(|id| table.text(id)).transpose()?;
        for (row, (old, new)) in old.iter().zip(&report.weights).enumerate() {
            let id = ids.as_ref().and_then(|ids| ids.get(row)).map(|id| json!(id));
            sheet.row(id.into_iter().chain([json!(old), json!(new)]));
        }
        let chart = Chart {
            title: "Weights before and after".to_owned(),
            description: sentence.clone(),
            x_label: "Old weight".to_owned(),
            y_label: "New weight".to_owned(),
            marks: Marks::Points {
                points: old.iter().copied().zip(report.weights.iter().copied()).collect(),
                line: Some((0.0, 1.0)),
            },
        };
        let answer = Answer::new("survey-weights", &report, sentence)?.sheet(sheet).chart(chart);
        let mut answer = answer.warnings(merged(cautions)).input("file", self.file.name());
        answer.inputs.extend(self.known.inputs());
        let distance = self.distance.to_possible_value().map(|value| value.get_name().to_owned());
        Ok(answer
            .input("weight", self.weight.clone())
            .input("id", json!(self.id))
            .input("trim", json!(self.trim))
            .input("strict", self.strict)
            .input("calibrate", json!(self.calibrate))
            .input("population", json!(self.population))
            .input("distance", json!(distance))
            .input("bounds", json!(self.bounds))
            .input("normalise", json!(self.normalise)))
    }
}

impl Report {
    fn new(before: Description, after: Description, trimmed: usize, old: &[f64], weights: Vec<f64>) -> Self {
        let ratios = || old.iter().zip(&weights).filter(|(old, _)| **old > 0.0).map(|(old, new)| new / old);
        let smallest_ratio = ratios().fold(f64::INFINITY, f64::min);
        let largest_ratio = ratios().fold(0.0, f64::max);
        Self { n: after.n, before, after, trimmed, smallest_ratio, largest_ratio, weights }
    }
}

/// `LOW,HIGH`
fn pair(option: &str, given: &str) -> Result<(f64, f64), Fault> {
    let halves =
        given.split_once(',').and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)));
    halves.ok_or_else(|| Fault::input(format!("{option} {given}: two numbers are needed, as in {option} 0.5,2")))
}

/// `COL=TOTAL`
fn total(given: &str) -> Result<(&str, f64), Fault> {
    let halves = given.split_once('=').and_then(|(column, total)| Some((column, total.trim().parse().ok()?)));
    halves
        .ok_or_else(|| Fault::input(format!("--calibrate {given}: a column and its total are needed, as in COL=1000")))
}
