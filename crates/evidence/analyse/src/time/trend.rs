//! `comity analyse trend`

use clap::ValueEnum;
use comity_methods::Interval;
use comity_methods::time::trend::{Errors, Model, Settings, Trend, trend};
use serde_json::json;

use super::series::{Series, line, period};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::place::choices::name;
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
    /// Values further apart than this are taken as unrelated (Newey and West). [default: 4(n/100)^(2/9), rounded down]
    #[arg(long, value_name = "N", alias = "lags")]
    lag: Option<usize>,
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
        let column = self.exposure.as_deref();
        let (read, exposure) = self.series.exposed(column)?;
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
            lag: self.lag,
            level: self.level,
        };
        let found = trend(&read.counts, &exposure, &settings)
            .map_err(|error| self.series.fault_of(&read.table, column, error))?;
        let sentence = sentence(&found);
        let chart = self.series.chart("Trend", &sentence, &read, vec![("expected", line(&found.fitted))]);
        let answer = Answer::new("trend", &found, sentence)?;
        Ok(self
            .series
            .inputs(answer, column)
            .input("period", settings.period)
            .input("model", name(self.model))
            .input("errors", name(self.errors))
            .input("lag", found.lag)
            .input("level", self.level)
            .sheet(sheet(&found))
            .chart(chart)
            .warnings(found.cautions))
    }
}

fn sentence(found: &Trend) -> String {
    let percent = |ratio: f64| 100.0 * (ratio - 1.0);
    let sure = match (found.chosen.ci, found.chosen.p) {
        (Some(Interval { lower, upper: Some(upper), .. }), Some(p)) => {
            format!("{:+.3}% to {:+.3}%, {}", percent(lower), percent(upper), p_value(p))
        }
        _ => "no interval: nothing is left to measure an error by".to_owned(),
    };
    format!(
        "From one period to the next the rate changes by {:+.3}% ({sure}; {}, {} errors).",
        percent(found.chosen.rate_ratio),
        found.chosen.model,
        found.chosen.errors,
    )
}

fn sheet(found: &Trend) -> Sheet {
    Sheet::of(
        &found.fits,
        [
            ("model", |fit| json!(fit.model)),
            ("errors", |fit| json!(fit.errors)),
            ("rate_ratio", |fit| json!(fit.rate_ratio)),
            ("lower", |fit| json!(fit.ci.map(|ci| ci.lower))),
            ("upper", |fit| json!(fit.ci.and_then(|ci| ci.upper))),
            ("p", |fit| json!(fit.p)),
        ],
    )
}
