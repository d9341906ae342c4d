//! `comity analyse matching`: matched controls.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::effect::matching::{Balance, Distance as Apart, Matching as Found, Settings, match_controls};
use comity_methods::{Caution, counted};
use serde::Serialize;
use serde_json::json;

use crate::answer::{Answer, Sheet};
use crate::fair::columns::flags;
use crate::fault::Fault;
use crate::input::{File, Table};

/// Which untreated units resemble the treated ones most, and how did they fare? (nearest-neighbour matching)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse matching areas.csv --treated scheme --on population,burglaries,poverty \
                        --id area --outcome change"
)]
pub struct Matching {
    #[command(flatten)]
    file: File,
    /// Whether the unit is treated (1/0, yes/no).
    #[arg(long, value_name = "COL")]
    treated: String,
    /// The columns in which units shall resemble each other.
    #[arg(long, value_name = "COL,…", value_delimiter = ',', required = true)]
    on: Vec<String>,
    /// An outcome to compare over the matched units.
    #[arg(long, value_name = "COL")]
    outcome: Option<String>,
    /// A column that names the units in the answer. [default: the row's number]
    #[arg(long, value_name = "COL")]
    id: Option<String>,
    /// By all columns at once, or by the probability of treatment.
    #[arg(long, value_enum, default_value_t = Distance::Mahalanobis)]
    distance: Distance,
    /// No control further away than this (Mahalanobis: the distance; propensity: standard deviations of the log odds).
    #[arg(long, value_name = "D")]
    caliper: Option<f64>,
    /// Controls for each treated unit.
    #[arg(long, value_name = "N", default_value_t = 1)]
    controls: usize,
    /// The confidence of the interval.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Distance {
    Mahalanobis,
    Propensity,
}

#[derive(Serialize)]
struct Named {
    treated: String,
    control: String,
    distance: f64,
}

#[derive(Serialize)]
struct Column {
    column: String,
    #[serde(flatten)]
    balance: Balance,
}

struct Told {
    found: Found,
    pairs: Vec<Named>,
    unmatched: Vec<String>,
    balance: Vec<Column>,
    dropped: usize,
}

impl Matching {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let mut needed = vec![self.treated.as_str()];
        needed.extend(self.on.iter().chain(&self.outcome).map(String::as_str));
        let mut columns = needed.clone();
        columns.extend(self.id.as_deref());
        let (table, dropped) = self.file.read(&columns)?.complete(&needed)?;
        let treated = flags(&table, &self.treated)?;
        let on: Vec<Vec<f64>> = self.on.iter().map(|column| table.numbers(column)).collect::<Result<_, _>>()?;
        let outcome = self.outcome.as_ref().map(|column| table.numbers(column)).transpose()?;
        let distance = if self.distance == Distance::Propensity { Apart::Propensity } else { Apart::Mahalanobis };
        let settings = Settings { distance, controls: self.controls, caliper: self.caliper, level: self.level };
        let found = match_controls(&treated, &on, outcome.as_deref(), &settings)
            .map_err(|error| table.fault(error, &[("outcome", self.outcome.as_deref().unwrap_or_default())]))?;
        let told = self.named(&table, found, dropped)?;
        let left_out = (dropped > 0).then(|| {
            Caution::found(
                "dropped-rows",
                format!("Left out: {} without a value in every column.", counted(dropped, "row")),
            )
        });
        let cautions: Vec<Caution> = told.found.cautions.iter().cloned().chain(left_out).collect();
        Ok(Answer::new("matching", &json(&told)?, self.sentence(&told.found))?
            .input("file", self.file.name())
            .input("treated", self.treated.as_str())
            .input("on", json!(self.on))
            .input("outcome", json!(self.outcome))
            .input("id", json!(self.id))
            .input("distance", if distance == Apart::Propensity { "propensity" } else { "mahalanobis" })
            .input("caliper", json!(self.caliper))
            .input("controls", self.controls)
            .input("level", self.level)
            .sheet(sheet(&told))
            .chart(chart(&told))
            .warnings(cautions))
    }

    fn named(&self, table: &Table, found: Found, dropped: usize) -> Result<Told, Fault> {
        let names: Vec<String> = match &self.id {
            Some(column) => table.text(column)?.into_iter().map(str::to_owned).collect(),
            None => (1..=table.rows()).map(|row| row.to_string()).collect(),
        };
        let name = |row: usize| names.get(row).cloned().unwrap_or_default();
        let pairs = found.pairs.iter().map(|pair| Named {
            treated: name(pair.treated),
            control: name(pair.control),
            distance: pair.distance,
        });
        let columns = self.on.iter().zip(&found.balance);
        Ok(Told {
            pairs: pairs.collect(),
            unmatched: found.unmatched.iter().map(|row| name(*row)).collect(),
            balance: columns.map(|(column, balance)| Column { column: column.clone(), balance: *balance }).collect(),
            dropped,
            found,
        })
    }

    fn sentence(&self, found: &Found) -> String {
        let worst = |of: fn(&Balance) -> Option<f64>| {
            found.balance.iter().filter_map(of).fold(0.0, |most: f64, smd| most.max(smd.abs()))
        };
        let matched = format!(
            "{} of {} treated units found controls; the columns' means were up to {:.2} standard deviations apart and are up \
             to {:.2} apart now.",
            found.matched_treated,
            found.treated,
            worst(|column| column.smd_before),
            worst(|column| column.smd_after),
        );
        match (&found.difference, &self.outcome) {
            (Some(difference), Some(outcome)) => format!(
                "{matched} {outcome} is {:+.4} against the controls ({:.0}% interval {:+.4} to {:+.4}).",
                difference.estimate,
                self.level * 100.0,
                difference.ci.lower,
                difference.ci.upper.unwrap_or(f64::INFINITY),
            ),
            _ => matched,
        }
    }
}

/// The result with the names in place of the row numbers.
fn json(told: &Told) -> Result<serde_json::Value, Fault> {
    let wrong = |error: serde_json::Error| Fault::output(error.to_string());
    let mut whole = serde_json::to_value(&told.found).map_err(wrong)?;
    let named =
        json!({"pairs": &told.pairs, "unmatched": &told.unmatched, "balance": &told.balance, "dropped": told.dropped});
    if let (Some(whole), Some(named)) = (whole.as_object_mut(), named.as_object()) {
        named.iter().for_each(|(key, value)| drop(whole.insert(key.clone(), value.clone())));
    }
    Ok(whole)
}

fn sheet(told: &Told) -> Sheet {
    let mut sheet = Sheet::new(["treated", "control", "distance"]);
    for pair in &told.pairs {
        sheet.row([json!(pair.treated), json!(pair.control), json!(pair.distance)]);
    }
    sheet
}

fn chart(told: &Told) -> Chart {
    let bars = told.balance.iter().flat_map(|one| {
        let (before, after) = (one.balance.smd_before, one.balance.smd_after);
        [(format!("{} before", one.column), before), (format!("{} after", one.column), after)]
    });
    Chart {
        title: "How unlike treated and controls are".to_owned(),
        description: "Standardised differences of the columns' means before and after matching.".to_owned(),
        x_label: "standard deviations".to_owned(),
        y_label: String::new(),
        marks: Marks::Bars(bars.filter_map(|(name, value)| value.map(|value| (name, value.abs()))).collect()),
    }
}
