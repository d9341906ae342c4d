//! `comity analyse interrupted`: a series with a start of an action in it.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::effect::interrupted_series::{
    Change, Interrupted as Found, Model as Modelled, Season, Series, interrupted,
};
use comity_methods::{Caution, Interval, counted};
use serde::Serialize;
use serde_json::json;

use super::panel::{Names, times};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};
use crate::periods;

/// Did the level or the course of a series change when the action began? (segmented regression)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse interrupted seatbelts.csv --count DriversKilled --time t --start 170 \
                        --period 12 --model negative-binomial"
)]
pub struct Interrupted {
    #[command(flatten)]
    file: File,
    /// The series: a count or a number for each time.
    #[arg(long, value_name = "COL")]
    count: String,
    /// The time: numbers, days, or year first (2016-01); evenly spaced, each once.
    #[arg(long, value_name = "COL")]
    time: String,
    /// The first time under the action, as the time column writes it.
    #[arg(long, value_name = "TIME")]
    start: String,
    /// Poisson or negative binomial for counts, linear for other numbers.
    #[arg(long, value_enum, default_value_t = Model::Poisson)]
    model: Model,
    /// Values in a cycle (12 for months, 52 for weeks): an effect for each place in it. 0 for none.
    #[arg(long, value_name = "N", default_value_t = 0, alias = "season")]
    period: usize,
    /// In place of an effect for each place in the cycle: so many pairs of waves.
    #[arg(long, value_name = "N", requires = "period")]
    waves: Option<usize>,
    /// What the counts come from (people, traffic); count models alone.
    #[arg(long, value_name = "COL")]
    exposure: Option<String>,
    /// Other columns to allow for.
    #[arg(long, value_name = "COL,…", value_delimiter = ',')]
    also: Vec<String>,
    /// Values further apart than this are taken as unrelated (Newey and West). [default: 4(n/100)^(2/9), rounded down]
    #[arg(long, value_name = "N")]
    lag: Option<usize>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Model {
    Linear,
    Poisson,
    NegativeBinomial,
}

impl Model {
    fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Poisson => "poisson",
            Self::NegativeBinomial => "negative-binomial",
        }
    }
}

#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    found: Found,
    start: String,
    dropped: usize,
}

impl Interrupted {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let mut columns = vec![self.count.as_str(), &self.time];
        columns.extend(self.exposure.iter().chain(&self.also).map(String::as_str));
        let (table, dropped) = self.file.read(&columns)?.complete(&columns)?;
        let time = times(&table, &self.time)?;
        let spaced = self.spaced(&table, &time, dropped)?;
        let exposure = self.exposure.as_ref().map(|column| table.numbers(column)).transpose()?;
        let others: Vec<Vec<f64>> = self.also.iter().map(|column| table.numbers(column)).collect::<Result<_, _>>()?;
        let series = Series {
            values: &table.numbers(&self.count)?,
            start: time.find(&self.start, "--start", &self.time)?,
            exposure: exposure.as_deref(),
            others: &others,
            season: self.season(),
            model: match self.model {
                Model::Linear => Modelled::Linear,
                Model::Poisson => Modelled::Poisson,
                Model::NegativeBinomial => Modelled::NegativeBinomial,
            },
            lag: self.lag,
        };
        let mapped = [("values", self.count.as_str()), ("exposure", self.exposure.as_deref().unwrap_or_default())];
        let found = interrupted(&series, self.level).map_err(|error| table.fault(error, &mapped))?;
        let told = Told { found, start: self.start.clone(), dropped };
        let left_out = (dropped > 0).then(|| {
            let text = format!("Left out at the ends: {} without a value in every column.", counted(dropped, "row"));
            Caution::found("dropped-rows", text)
        });
        let unknown = (!spaced).then(|| {
            let text =
                "How far the times are apart cannot be read from them: a missing one would move all that come after.";
            Caution::found("spacing-unknown", text)
        });
        let cautions: Vec<Caution> = told.found.cautions.iter().cloned().chain(left_out).chain(unknown).collect();
        Ok(Answer::new("interrupted", &told, self.sentence(&told.found))?
            .input("file", self.file.name())
            .input("count", self.count.as_str())
            .input("time", self.time.as_str())
            .input("start", self.start.as_str())
            .input("model", self.model.name())
            .input("period", self.period)
            .input("waves", json!(self.waves))
            .input("exposure", json!(self.exposure))
            .input("also", json!(self.also))
            .input("lag", told.found.lag)
            .input("level", self.level)
            .sheet(sheet(&told.found, &time.names, series.values))
            .chart(self.chart(&told.found, &time.names, series.values))
            .warnings(cautions))
    }

    /// Checks that the times rise without a gap, which would move the season and the course; whether that could be seen.
    fn spaced(&self, table: &Table, time: &Names, dropped: usize) -> Result<bool, Fault> {
        if let Some(places) = periods::places(table, &self.time)? {
            let left_out = |fault: Fault| match dropped {
                0 => fault,
                _ => Fault::input(format!("{fault} ({} without a value left out)", counted(dropped, "row"))),
            };
            return periods::step(table, &self.time, &places).map(|_| true).map_err(left_out);
        }
        match time.numbers.windows(2).position(|pair| pair.first() >= pair.last()) {
            None => Ok(false),
            Some(row) => Err(table.wrong(row + 1, &self.time, "the times must rise from row to row, each once")),
        }
    }

    fn season(&self) -> Season {
        match (self.period, self.waves) {
            (0, _) => Season::None,
            (period, Some(pairs)) => Season::Waves { period, pairs },
            (period, None) => Season::Each(period),
        }
    }

    fn sentence(&self, found: &Found) -> String {
        let percent = |ratio: f64| (ratio - 1.0) * 100.0;
        let told = |change: &Change, what: &str| match (change.ratio, change.estimate) {
            (Some(ratio), _) => {
                let ends = ends(change.ratio_ci, |end| format!("{:+.1}%", percent(end)));
                format!("{what} by {:+.1}% ({ends})", percent(ratio))
            }
            (None, Some(estimate)) => {
                let ends = ends(change.ci, |end| format!("{end:+.3}"));
                format!("{what} by {estimate:+.3} ({ends})")
            }
            (None, None) => format!("{what} by a ratio without a bound"),
        };
        format!(
            "From {} on {} changed {} and {}; in all {:+.1} against the course before ({:.0}% {}).",
            self.start,
            self.count,
            told(&found.level, "at once"),
            told(&found.slope, "per time after"),
            found.total,
            self.level * 100.0,
            ends(found.total_ci, |end| format!("{end:+.1}")),
        )
    }

    fn chart(&self, found: &Found, times: &[String], values: &[f64]) -> Chart {
        let line = |values: &[f64], from: usize| -> Vec<(f64, f64)> {
            values.iter().enumerate().skip(from).map(|(at, value)| (at as f64 + 1.0, *value)).collect()
        };
        Chart {
            title: format!("{} before and after {}", self.count, self.start),
            description: self.sentence(found),
            x_label: self.time.clone(),
            y_label: self.count.clone(),
            marks: Marks::Periods {
                names: times.to_vec(),
                lines: vec![
                    ("counted".to_owned(), line(values, 0)),
                    ("model".to_owned(), line(&found.fitted, 0)),
                    ("without the action".to_owned(), line(&found.without, found.n_before)),
                ],
            },
        }
    }
}

/// `interval -1.0 to +2.0`, or that there is none.
fn ends(interval: Option<Interval>, told: impl Fn(f64) -> String) -> String {
    match interval {
        Some(Interval { lower, upper: Some(upper), .. }) => format!("interval {} to {}", told(lower), told(upper)),
        _ => "interval unknown".to_owned(),
    }
}

fn sheet(found: &Found, times: &[String], values: &[f64]) -> Sheet {
    let mut sheet = Sheet::new(["time", "value", "fitted", "without"]);
    for (((time, value), fitted), without) in times.iter().zip(values).zip(&found.fitted).zip(&found.without) {
        sheet.row([json!(time), json!(value), json!(fitted), json!(without)]);
    }
    sheet
}
