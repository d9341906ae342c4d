//! `comity analyse seasonality`

use comity_charts::{Chart, Marks};
use comity_methods::time::seasonality::{Settings, seasonality};
use serde_json::json;

use super::series::{Series, line, period};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;

/// What is the season, what the trend, and what is left? (STL)
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse seasonality monthly.csv --count n --time month --robust")]
pub struct Args {
    #[command(flatten)]
    series: Series,
    /// Periods in a cycle: 12 for months, 52 for weeks, 7 for days. [default: as --time tells]
    #[arg(long, value_name = "N")]
    period: Option<usize>,
    /// Let the season change slowly: the span of its smoother in cycles, odd, 7 or more. [default: the same every year]
    #[arg(long, value_name = "N")]
    seasonal_span: Option<usize>,
    /// The span of the trend's smoother in periods, odd.
    #[arg(long, value_name = "N")]
    trend_span: Option<usize>,
    /// Give outliers less weight.
    #[arg(long)]
    robust: bool,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let read = self.series.read(&[])?;
        let Some(period) = period(self.period, read.cycle) else {
            return Err(Fault::input(
                "how many periods make a cycle is not known; say it by --period, such as 12 for months",
            ));
        };
        let settings = Settings {
            period,
            seasonal_span: self.seasonal_span,
            trend_span: self.trend_span,
            robust: self.robust,
            level: self.level,
        };
        let found = seasonality(&read.counts, &settings).map_err(|error| self.series.fault(&read.table, error))?;
        let mut sheet = Sheet::new(["period", "observed", "seasonal", "trend", "remainder"]);
        let parts = found.seasonal.iter().zip(&found.trend).zip(&found.remainder);
        for ((label, count), ((season, trend), rest)) in read.labels.iter().zip(&read.counts).zip(parts) {
            sheet.row([json!(label), json!(count), json!(season), json!(trend), json!(rest)]);
        }
        let highest = found.cycle.iter().max_by(|a, b| a.effect.total_cmp(&b.effect));
        let sentence = highest.map_or(String::new(), |high| {
            format!(
                "Over a cycle of {period} periods the season is highest at position {}, {:.1} above the trend; it explains {:.0}% of what the trend leaves.",
                high.position, high.effect, 100.0 * found.seasonal_strength
            )
        });
        let chart = Chart {
            title: "Trend and season".to_owned(),
            description: sentence.clone(),
            x_label: "Period".to_owned(),
            y_label: self.series.count.clone(),
            marks: Marks::Periods {
                names: read.labels.clone(),
                lines: vec![
                    ("observed".to_owned(), line(&read.counts)),
                    ("trend".to_owned(), line(&found.trend)),
                    ("season".to_owned(), line(&found.seasonal)),
                ],
            },
        };
        Ok(Answer::new("seasonality", &found, sentence)?
            .input("file", self.series.file.name())
            .input("count", self.series.count.as_str())
            .input("time", self.series.time.clone())
            .input("period", period)
            .input("seasonal_span", self.seasonal_span)
            .input("trend_span", found.trend_span)
            .input("robust", self.robust)
            .input("level", self.level)
            .sheet(sheet)
            .chart(chart)
            .warnings(found.cautions))
    }
}
