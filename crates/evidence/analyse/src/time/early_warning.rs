//! `comity analyse early-warning`

use clap::ValueEnum;
use comity_charts::{Chart, Marks};
use comity_methods::time::farrington::{Method, Settings, farrington};
use serde_json::json;

use super::series::{Series, line, period};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;

/// Is the latest count above what past years lead us to expect? (Farrington)
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse early-warning weekly.csv --count n --time week_start --judged 4")]
pub struct Args {
    #[command(flatten)]
    series: Series,
    /// The column of what the counts are counts of: people, kilometres. [default: the same in every period]
    #[arg(long, value_name = "COL")]
    exposure: Option<String>,
    /// Periods in a year: 52 for weeks, 12 for months. [default: as --time tells]
    #[arg(long, value_name = "N")]
    period: Option<usize>,
    /// The improved method (Noufaily and others 2013) or the original one (Farrington and others 1996).
    #[arg(long, value_enum, default_value = "improved")]
    method: Which,
    /// How many of the last periods are judged. [default: all that have a baseline]
    #[arg(long, value_name = "N")]
    judged: Option<usize>,
    /// The past years of the baseline.
    #[arg(long, value_name = "N", default_value_t = 5)]
    years: usize,
    /// Periods on either side in past years that count as the same time of year. [default: 3 of weeks, 1 of months]
    #[arg(long, value_name = "N")]
    half_window: Option<usize>,
    /// The chance of an alarm where nothing happens.
    #[arg(long, default_value_t = 0.01)]
    alpha: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    Improved,
    Original,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let more: Vec<&str> = self.exposure.iter().map(String::as_str).collect();
        let read = self.series.read(&more)?;
        let exposure = match &self.exposure {
            Some(column) => read.table.numbers(column)?,
            None => vec![1.0; read.counts.len()],
        };
        let Some(period) = period(self.period, read.cycle) else {
            return Err(Fault::input(
                "how many periods make a year is not known; say it by --period, such as 52 for weeks",
            ));
        };
        let half_window = self.half_window.unwrap_or(if period >= 40 { 3 } else { 1 });
        let method = if self.method == Which::Improved { Method::Improved } else { Method::Original };
        let settings =
            Settings { method, period, years: self.years, half_window, judged: self.judged, alpha: self.alpha };
        let column = self.exposure.as_deref().unwrap_or_default();
        let found = farrington(&read.counts, &exposure, &settings)
            .map_err(|error| read.table.fault(error, &[("count", &self.series.count), ("exposure", column)]))?;
        let name = |at: usize| read.labels.get(at).cloned().unwrap_or_default();
        let alarms: Vec<String> = found.judged.iter().filter(|one| one.alarm).map(|one| name(one.at)).collect();
        let latest: Vec<&str> = alarms.iter().rev().take(12).rev().map(String::as_str).collect();
        let judged = found.judged.iter().filter(|one| one.limit.is_some()).count();
        let mut sentence = match (alarms.len(), judged) {
            (0, 0) => "No period could be judged.".to_owned(),
            (0, _) => format!("None of the {judged} periods judged is above its limit."),
            (count, _) => {
                format!(
                    "{count} of the {judged} periods judged are above their limit, the latest {}.",
                    latest.join(", ")
                )
            }
        };
        match found.judged.len() - judged {
            0 => {}
            without => sentence += &format!(" {without} could not be judged: the past years tell no limit for them."),
        }
        let mut sheet = Sheet::new(["period", "observed", "expected", "limit", "p", "score", "alarm"]);
        for one in &found.judged {
            sheet.row([
                json!(name(one.at)),
                json!(one.observed),
                json!(one.expected),
                json!(one.limit),
                json!(one.p),
                json!(one.score),
                json!(one.alarm),
            ]);
        }
        let limit = found.judged.iter().filter_map(|one| Some(((one.at + 1) as f64, one.limit?))).collect();
        let expected = found.judged.iter().filter_map(|one| Some(((one.at + 1) as f64, one.expected?))).collect();
        let chart = Chart {
            title: "Early warning".to_owned(),
            description: sentence.clone(),
            x_label: "Period".to_owned(),
            y_label: self.series.count.clone(),
            marks: Marks::Periods {
                names: read.labels.clone(),
                lines: vec![
                    ("observed".to_owned(), line(&read.counts)),
                    ("expected".to_owned(), expected),
                    ("limit".to_owned(), limit),
                ],
            },
        };
        let mut result = serde_json::to_value(&found).map_err(|error| Fault::output(error.to_string()))?;
        if let Some(result) = result.as_object_mut() {
            result.insert("alarm_periods".to_owned(), json!(alarms));
        }
        Ok(Answer::new("early-warning", &result, sentence)?
            .input("file", self.series.file.name())
            .input("count", self.series.count.as_str())
            .input("time", self.series.time.clone())
            .input("exposure", self.exposure.clone())
            .input("period", period)
            .input("method", if method == Method::Improved { "improved" } else { "original" })
            .input("years", self.years)
            .input("half_window", half_window)
            .input("alpha", self.alpha)
            .sheet(sheet)
            .chart(chart)
            .warnings(found.cautions))
    }
}
