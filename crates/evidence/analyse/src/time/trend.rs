//! `comity analyse trend`

use clap::ValueEnum;
use comity_charts::{Chart, Marks};
use comity_methods::Interval;
use comity_methods::time::trend::{Errors, Model, Settings, trend};
use serde_json::json;

use super::series::{Series, line, period};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::place::points::p_value;

/// Is it going up or down, and by how much from one period to the next?
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse trend monthly.csv --count n --time month")]
pub struct Args {
    #[command(flatten)]
    series: Series,
    /// The column of what the counts are counts of: people, days at risk. [default: the same in every period]
    #[arg(long, value_name = "COL")]
    exposure: Option<String>,
    /// Periods in a cycle, whose season is taken out: 12 for months; 0 for no season. [default: as --time tells, where
    /// there are two cycles or more]
    #[arg(long, value_name = "N")]
    period: Option<usize>,
    /// The distribution of the counts.
    #[arg(long, value_enum, default_value = "auto")]
    model: Distribution,
    /// The standard errors: the model's own, or Newey and West's, which allow for neighbouring periods that go together.
    #[arg(long, value_enum, default_value = "auto")]
    errors: Kind,
    /// The lags of Newey and West's errors. [default: by the length of the series]
    #[arg(long, value_name = "N")]
    lags: Option<usize>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Distribution {
    /// Negative binomial where the counts vary more than a Poisson's
    Auto,
    Poisson,
    NegativeBinomial,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Newey and West's where what the model leaves goes together
    Auto,
    Model,
    NeweyWest,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let more: Vec<&str> = self.exposure.iter().map(String::as_str).collect();
        let read = self.series.read(&more)?;
        let exposure = match &self.exposure {
            Some(column) => read.table.numbers(column)?,
            None => vec![1.0; read.counts.len()],
        };
        let cycle = read.cycle.filter(|cycle| read.counts.len() >= 2 * cycle + 2);
        let settings = Settings {
            model: match self.model {
                Distribution::Auto => Model::Auto,
                Distribution::Poisson => Model::Poisson,
                Distribution::NegativeBinomial => Model::NegativeBinomial,
            },
            errors: match self.errors {
                Kind::Auto => Errors::Auto,
                Kind::Model => Errors::Model,
                Kind::NeweyWest => Errors::NeweyWest,
            },
            period: period(self.period, cycle),
            lags: self.lags,
            level: self.level,
        };
        let column = self.exposure.as_deref().unwrap_or_default();
        let found = trend(&read.counts, &exposure, &settings)
            .map_err(|error| read.table.fault(error, &[("count", &self.series.count), ("exposure", column)]))?;
        let percent = |ratio: f64| 100.0 * (ratio - 1.0);
        let sure = match (found.chosen.ci, found.chosen.p) {
            (Some(Interval { lower, upper: Some(upper), .. }), Some(p)) => {
                format!("{:+.3}% to {:+.3}%, {}", percent(lower), percent(upper), p_value(p))
            }
            _ => "no interval: nothing is left to measure an error by".to_owned(),
        };
        let sentence = format!(
            "From one period to the next the rate changes by {:+.3}% ({sure}; {}, {} errors).",
            percent(found.chosen.rate_ratio),
            found.chosen.model,
            found.chosen.errors,
        );
        let mut sheet = Sheet::new(["model", "errors", "rate_ratio", "lower", "upper", "p"]);
        for fit in &found.fits {
            sheet.row([
                json!(fit.model),
                json!(fit.errors),
                json!(fit.rate_ratio),
                json!(fit.ci.map(|ci| ci.lower)),
                json!(fit.ci.and_then(|ci| ci.upper)),
                json!(fit.p),
            ]);
        }
        let chart = Chart {
            title: "Trend".to_owned(),
            description: sentence.clone(),
            x_label: "Period".to_owned(),
            y_label: self.series.count.clone(),
            marks: Marks::Periods {
                names: read.labels.clone(),
                lines: vec![("observed".to_owned(), line(&read.counts)), ("expected".to_owned(), line(&found.fitted))],
            },
        };
        Ok(Answer::new("trend", &found, sentence)?
            .input("file", self.series.file.name())
            .input("count", self.series.count.as_str())
            .input("time", self.series.time.clone())
            .input("exposure", self.exposure.clone())
            .input("period", settings.period)
            .input("model", format!("{:?}", self.model).to_lowercase())
            .input("errors", format!("{:?}", self.errors).to_lowercase())
            .input("lags", found.lags)
            .input("level", self.level)
            .sheet(sheet)
            .chart(chart)
            .warnings(found.cautions))
    }
}
