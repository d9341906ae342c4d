//! `comity analyse synthetic`: a mixture of other areas as the control.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::effect::synthetic_control::{Rank, Synthetic as Found, synthetic_control};
use serde::Serialize;
use serde_json::json;

use super::panel::{Names, times};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// How would the area have gone on, judged by a mixture of others? (synthetic control, placebo p)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse synthetic panel.csv --unit district --time month --outcome n \
                        --treated 7 --start 2017-01")]
pub struct Synthetic {
    #[command(flatten)]
    file: File,
    /// The unit: district, beat, town.
    #[arg(long, value_name = "COL")]
    unit: String,
    /// The time: numbers, days, or year first (2016-01).
    #[arg(long, value_name = "COL")]
    time: String,
    /// The outcome for each unit and time; rates, where the units differ in size.
    #[arg(long, value_name = "COL")]
    outcome: String,
    /// The unit under the action, as the unit column writes it.
    #[arg(long, value_name = "UNIT")]
    treated: String,
    /// The first time under the action, as the time column writes it.
    #[arg(long, value_name = "TIME")]
    start: String,
    /// Units that may stand for it. [default: all others]
    #[arg(long, value_name = "UNIT,…", value_delimiter = ',')]
    donors: Vec<String>,
    /// Units that may not: those with an action of their own, or so near that it moved there.
    #[arg(long, value_name = "UNIT,…", value_delimiter = ',', conflicts_with = "donors")]
    without: Vec<String>,
}

#[derive(Serialize)]
struct Weight {
    unit: String,
    weight: f64,
    /// Its own effect in the treated one's place, where it had none.
    placebo_effect: Option<f64>,
    placebo_ratio: Option<f64>,
}

#[derive(Serialize)]
struct Told {
    donors: Vec<Weight>,
    times: Vec<String>,
    #[serde(flatten)]
    found: Found,
}

impl Synthetic {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let table = self.file.read(&[&self.unit, &self.time, &self.outcome])?;
        let (unit, time) = (Names::of(&table.text(&self.unit)?), times(&table, &self.time)?);
        let treated = unit.find(&self.treated, "--treated", &self.unit)?;
        let start = time.find(&self.start, "--start", &self.time)?;
        let chosen = self.chosen(&unit, treated)?;
        let rows = self.rows(&table, &unit, &time)?;
        let donors: Vec<Vec<f64>> =
            chosen.iter().map(|at| self.series(&rows, &unit, &time, *at)).collect::<Result<_, _>>()?;
        let own = self.series(&rows, &unit, &time, treated)?;
        let found = synthetic_control(&own, &donors, start).map_err(|error| table.fault(error, &[]))?;
        let name = |at: usize| unit.names.get(at).cloned().unwrap_or_default();
        let weights =
            chosen.iter().zip(found.weights.iter().zip(&found.placebos)).map(|(at, (weight, placebo))| Weight {
                unit: name(*at),
                weight: *weight,
                placebo_effect: placebo.map(|one| one.effect),
                placebo_ratio: placebo.and_then(|one| one.ratio),
            });
        let told = Told { donors: weights.collect(), times: time.names.clone(), found };
        Ok(Answer::new("synthetic", &told, self.sentence(&told))?
            .input("file", self.file.name())
            .input("unit", self.unit.as_str())
            .input("time", self.time.as_str())
            .input("outcome", self.outcome.as_str())
            .input("treated", self.treated.as_str())
            .input("start", self.start.as_str())
            .input("donors", json!(told.donors.iter().map(|donor| &donor.unit).collect::<Vec<_>>()))
            .sheet(sheet(&told, &own))
            .chart(self.chart(&told, &own))
            .warnings(told.found.cautions.iter().cloned()))
    }

    fn chosen(&self, unit: &Names, treated: usize) -> Result<Vec<usize>, Fault> {
        let listed = |names: &[String], option: &str| -> Result<Vec<usize>, Fault> {
            names.iter().map(|name| unit.find(name, option, &self.unit)).collect()
        };
        let (asked, without) = (listed(&self.donors, "--donors")?, listed(&self.without, "--without")?);
        if asked.contains(&treated) {
            return Err(Fault::input(format!("--donors: {} is the treated unit itself", self.treated)));
        }
        let fits = |at: &usize| *at != treated && !without.contains(at) && (asked.is_empty() || asked.contains(at));
        Ok((0..unit.names.len()).filter(fits).collect())
    }

    /// The value of each unit at each time, at `unit · times + time`.
    fn rows(&self, table: &Table, unit: &Names, time: &Names) -> Result<Vec<Option<f64>>, Fault> {
        let mut values = vec![None; unit.names.len() * time.names.len()];
        for (row, value) in table.numbers_or_none(&self.outcome)?.into_iter().enumerate() {
            let places = unit.numbers.get(row).zip(time.numbers.get(row));
            let place = places.map_or(0, |(unit, when)| unit * time.names.len() + when);
            if let Some(slot) = values.get_mut(place) {
                if slot.is_some() {
                    return Err(table.wrong(row, &self.time, "this unit has a row for this time already"));
                }
                *slot = value;
            }
        }
        Ok(values)
    }

    fn series(&self, rows: &[Option<f64>], unit: &Names, time: &Names, at: usize) -> Result<Vec<f64>, Fault> {
        let places = time.names.iter().enumerate();
        let value = |(when, name): (usize, &String)| {
            rows.get(at * time.names.len() + when).copied().flatten().ok_or_else(|| {
                let unit = unit.names.get(at).map(String::as_str).unwrap_or_default();
                Fault::input(format!(
                    "{}: {} {unit} has no {} for {} {name}; every unit needs one for each time (or --without {unit})",
                    self.file.name(),
                    self.unit,
                    self.outcome,
                    self.time
                ))
            })
        };
        places.map(value).collect()
    }

    fn sentence(&self, told: &Told) -> String {
        let share = told.found.share.map_or(String::new(), |share| format!(", {:+.1}%", share * 100.0));
        format!(
            "From {} on {} had {:+.3} {} per time against its mixture{share}; {} of {} areas moved as far from theirs (p {:.3}{}).",
            self.start,
            self.treated,
            told.found.effect,
            self.outcome,
            (told.found.p * told.found.ranked as f64).round(),
            told.found.ranked,
            told.found.p,
            if told.found.ranked_by == Rank::Ratio { "" } else { ", by the gaps after" },
        )
    }

    fn chart(&self, told: &Told, own: &[f64]) -> Chart {
        let line = |values: &[f64]| -> Vec<(f64, f64)> {
            values.iter().enumerate().map(|(at, value)| (at as f64 + 1.0, *value)).collect()
        };
        Chart {
            title: format!("{} and its mixture", self.treated),
            description: self.sentence(told),
            x_label: self.time.clone(),
            y_label: self.outcome.clone(),
            marks: Marks::Periods {
                names: told.times.clone(),
                lines: vec![
                    (self.treated.clone(), line(own)),
                    ("mixture of others".to_owned(), line(&told.found.synthetic)),
                ],
            },
        }
    }
}

fn sheet(told: &Told, own: &[f64]) -> Sheet {
    let mut sheet = Sheet::new(["time", "treated", "synthetic", "gap"]);
    for (((time, own), other), gap) in told.times.iter().zip(own).zip(&told.found.synthetic).zip(&told.found.gaps) {
        sheet.row([json!(time), json!(own), json!(other), json!(gap)]);
    }
    sheet
}
