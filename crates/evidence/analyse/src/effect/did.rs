//! `comity analyse did`: difference in differences.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::effect::difference_in_differences::{
    DifferenceInDifferences, Model as Modelled, Panel, difference_in_differences,
};
use comity_methods::{Caution, Interval};
use serde::Serialize;
use serde_json::json;

use super::panel::{Names, times};
use crate::answer::{Answer, Sheet};
use crate::fair::columns::flags;
use crate::fault::Fault;
use crate::input::{File, Table};

/// How much more did the treated change than the others? (two-way fixed effects, clustered errors)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse did panel.csv --outcome n --unit district --time month --treated treat \
                        --post post --model poisson"
)]
pub struct Did {
    #[command(flatten)]
    file: File,
    /// The outcome: a count or a number for each unit and time.
    #[arg(long, value_name = "COL")]
    outcome: String,
    /// The unit: district, beat, school.
    #[arg(long, value_name = "COL")]
    unit: String,
    /// The time: numbers, days, or year first (2016-01).
    #[arg(long, value_name = "COL")]
    time: String,
    /// Whether the unit is one of the treated (1/0, yes/no).
    #[arg(long, value_name = "COL", requires = "post", required_unless_present = "treatment")]
    treated: Option<String>,
    /// Whether the time is after the start (1/0, yes/no).
    #[arg(long, value_name = "COL", requires = "treated")]
    post: Option<String>,
    /// In place of both: whether the unit is under the action at that time (1/0 or a share).
    #[arg(long, value_name = "COL", conflicts_with_all = ["treated", "post"])]
    treatment: Option<String>,
    /// Linear for differences in number, Poisson for ratios of counts.
    #[arg(long, value_enum, default_value_t = Model::Linear)]
    model: Model,
    /// What the counts come from (people, hours); Poisson alone.
    #[arg(long, value_name = "COL")]
    exposure: Option<String>,
    /// The groups within which errors may be related. [default: the unit]
    #[arg(long, value_name = "COL")]
    cluster: Option<String>,
    /// The confidence of the interval.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Model {
    Linear,
    Poisson,
}

#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    found: DifferenceInDifferences,
    dropped: usize,
}

impl Did {
    pub fn answer(&self) -> Result<Answer, Fault> {
        if self.exposure.is_some() && self.model == Model::Linear {
            return Err(Fault::input("--exposure belongs to --model poisson; divide the outcome for a linear model"));
        }
        let columns = self.columns();
        let (table, dropped) = self.file.read(&columns)?.complete(&columns)?;
        let (unit, time) = (Names::of(&table.text(&self.unit)?), times(&table, &self.time)?);
        twice(&table, &unit, &time, &self.time)?;
        let cluster = match &self.cluster {
            Some(column) => Some(Names::of(&table.text(column)?)),
            None => None,
        };
        let exposure = self.exposure.as_ref().map(|column| table.numbers(column)).transpose()?;
        let panel = Panel {
            outcome: &table.numbers(&self.outcome)?,
            unit: &unit.numbers,
            time: &time.numbers,
            treatment: &self.treatment(&table)?,
            exposure: exposure.as_deref(),
            cluster: cluster.as_ref().map(|names| names.numbers.as_slice()),
        };
        let model = if self.model == Model::Poisson { Modelled::Poisson } else { Modelled::Linear };
        let mapped = [
            ("outcome", self.outcome.as_str()),
            ("exposure", self.exposure.as_deref().unwrap_or_default()),
            ("treatment", self.treatment.as_deref().unwrap_or_default()),
        ];
        let found =
            difference_in_differences(&panel, model, self.level).map_err(|error| table.fault(error, &mapped))?;
        self.told(Told { found, dropped })
    }

    fn columns(&self) -> Vec<&str> {
        let some = [&self.treated, &self.post, &self.treatment, &self.exposure, &self.cluster];
        let mut columns = vec![self.outcome.as_str(), &self.unit, &self.time];
        columns.extend(some.into_iter().flatten().map(String::as_str));
        columns
    }

    fn treatment(&self, table: &Table) -> Result<Vec<f64>, Fault> {
        if let Some(column) = &self.treatment {
            return table.numbers(column);
        }
        let flag = |column: &Option<String>| flags(table, column.as_deref().unwrap_or_default());
        let (treated, post) = (flag(&self.treated)?, flag(&self.post)?);
        Ok(treated.iter().zip(&post).map(|(treated, post)| if *treated && *post { 1.0 } else { 0.0 }).collect())
    }

    fn told(&self, told: Told) -> Result<Answer, Fault> {
        let effect = told.found.effect;
        let poisson = self.model == Model::Poisson;
        let (value, ci) = if poisson { (told.found.ratio, told.found.ratio_ci) } else { (effect.estimate, effect.ci) };
        let sentence = self.sentence(&told.found, value, ci);
        let mut sheet = Sheet::new(["term", "estimate", "se", "t", "p", "lower", "upper"]);
        let rows = [Some(("effect", effect)), told.found.trend_before.map(|trend| ("trend before", trend))];
        for (name, part) in rows.into_iter().flatten() {
            let ends = [json!(part.ci.map(|ci| ci.lower)), json!(part.ci.and_then(|ci| ci.upper))];
            let numbers = [json!(name), json!(part.estimate), json!(part.se), json!(part.t), json!(part.p)];
            sheet.row(numbers.into_iter().chain(ends));
        }
        let marks = Marks::Intervals {
            rows: value
                .zip(ci)
                .map(|(value, ci)| ("effect".to_owned(), value, ci.lower, ci.upper))
                .into_iter()
                .collect(),
            reference: Some(if poisson { 1.0 } else { 0.0 }),
        };
        let chart = Chart {
            title: "Difference in differences".to_owned(),
            description: sentence.clone(),
            x_label: if poisson { "ratio" } else { "difference" }.to_owned(),
            y_label: String::new(),
            marks,
        };
        let left_out = (told.dropped > 0).then(|| {
            Caution::found(
                "dropped-rows",
                format!("{} rows without a value in every column were left out.", told.dropped),
            )
        });
        Ok(Answer::new("did", &told, sentence)?
            .input("file", self.file.name())
            .input("outcome", self.outcome.as_str())
            .input("unit", self.unit.as_str())
            .input("time", self.time.as_str())
            .input("treated", json!(self.treated))
            .input("post", json!(self.post))
            .input("treatment", json!(self.treatment))
            .input("model", if self.model == Model::Poisson { "poisson" } else { "linear" })
            .input("exposure", json!(self.exposure))
            .input("cluster", self.cluster.as_deref().unwrap_or(&self.unit))
            .input("level", self.level)
            .sheet(sheet)
            .chart(chart)
            .warnings(told.found.cautions.iter().cloned())
            .warnings(left_out))
    }
}

impl Did {
    fn sentence(&self, found: &DifferenceInDifferences, value: Option<f64>, ci: Option<Interval>) -> String {
        let what = if self.model == Model::Poisson { "times the" } else { "on top of the" };
        let percent = self.level * 100.0;
        let ends = match ci {
            Some(Interval { lower, upper: Some(upper), .. }) => {
                format!("{percent:.0}% interval {lower:.4} to {upper:.4}")
            }
            _ => "no interval".to_owned(),
        };
        let Some(value) = value else {
            let (outcome, units, times) = (&self.outcome, found.units, found.times);
            return format!(
                "How much the action changed {outcome} has no bound: counts of 0 leave nothing to hold it against ({units} \
                 units, {times} times, {} clusters).",
                found.clusters
            );
        };
        format!(
            "Under the action {} was {value:.4} {what} number expected from the others' change ({ends}; {} units, {} times, \
             {} clusters).",
            self.outcome, found.units, found.times, found.clusters,
        )
    }
}

/// Each unit once at each time.
fn twice(table: &Table, unit: &Names, time: &Names, column: &str) -> Result<(), Fault> {
    let mut seen = std::collections::BTreeSet::new();
    let again = unit.numbers.iter().zip(&time.numbers).position(|pair| !seen.insert(pair));
    match again {
        None => Ok(()),
        Some(row) => Err(table.wrong(row, column, "this unit has a row for this time already")),
    }
}
