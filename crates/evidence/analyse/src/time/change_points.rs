//! `comity analyse change-points`

use comity_charts::{Chart, Marks};
use comity_methods::time::change_points::{Settings, change_points};
use serde_json::{Value, json};

use super::series::{Series, line, period};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;

/// When did the level change, and by how much?
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse change-points monthly.csv --count n --time month")]
pub struct Args {
    #[command(flatten)]
    series: Series,
    /// The column of what the counts are counts of. [default: the same in every period]
    #[arg(long, value_name = "COL")]
    exposure: Option<String>,
    /// Periods in a cycle, whose season is taken out first; 0 for no season. [default: as --time tells, where there
    /// are three cycles or more]
    #[arg(long, value_name = "N")]
    period: Option<usize>,
    /// The fewest periods between two changes.
    #[arg(long, value_name = "N", default_value_t = 2)]
    least: usize,
    /// What one change more must gain in twice the log likelihood. [default: 3 ln n]
    #[arg(long, value_name = "X")]
    penalty: Option<f64>,
    /// Random orders for the test that there is any change.
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    permutations: u32,
    /// The seed of the random orders.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let more: Vec<&str> = self.exposure.iter().map(String::as_str).collect();
        let read = self.series.read(&more)?;
        let exposure = match &self.exposure {
            Some(column) => read.table.numbers(column)?,
            None => vec![1.0; read.counts.len()],
        };
        let cycle = read.cycle.filter(|cycle| read.counts.len() >= 3 * cycle);
        let settings = Settings {
            least: self.least,
            penalty: self.penalty,
            period: period(self.period, cycle),
            permutations: self.permutations as usize,
            seed: self.seed,
            level: self.level,
        };
        let column = self.exposure.as_deref().unwrap_or_default();
        let found = change_points(&read.counts, &exposure, &settings)
            .map_err(|error| read.table.fault(error, &[("count", &self.series.count), ("exposure", column)]))?;
        let name = |at: usize| read.labels.get(at).cloned().unwrap_or_default();
        let places: Vec<String> = found.changes.iter().map(|change| name(change.at)).collect();
        let sentence = if places.is_empty() {
            format!(
                "No change of the level is found in {} periods (p of any change {:.3}).",
                found.n, found.any_change_p
            )
        } else {
            format!(
                "The level changes {} times: from {} on (p of any change {:.3}).",
                places.len(),
                places.join(", "),
                found.any_change_p
            )
        };
        let mut sheet = Sheet::new(["from", "to", "events", "rate", "lower", "upper", "ratio", "earliest", "latest"]);
        let mut level = Vec::new();
        let changes = std::iter::once(None).chain(found.changes.iter().map(Some));
        for (segment, change) in found.segments.iter().zip(changes) {
            let place = |at: Option<usize>| at.map_or(Value::Null, |at| json!(name(at)));
            sheet.row([
                json!(name(segment.start)),
                json!(name(segment.end - 1)),
                json!(segment.events),
                json!(segment.rate),
                json!(segment.ci.lower),
                json!(segment.ci.upper),
                json!(change.and_then(|change| change.ratio)),
                place(change.map(|change| change.earliest)),
                place(change.map(|change| change.latest)),
            ]);
            let mean = segment.events / (segment.end - segment.start) as f64;
            level.extend((segment.start..segment.end).map(|at| ((at + 1) as f64, mean)));
        }
        let mut result = serde_json::to_value(&found).map_err(|error| Fault::output(error.to_string()))?;
        if let Some(result) = result.as_object_mut() {
            result.insert("from".to_owned(), json!(places));
        }
        let chart = Chart {
            title: "Changes of the level".to_owned(),
            description: sentence.clone(),
            x_label: "Period".to_owned(),
            y_label: self.series.count.clone(),
            marks: Marks::Periods {
                names: read.labels.clone(),
                lines: vec![("observed".to_owned(), line(&read.counts)), ("level".to_owned(), level)],
            },
        };
        Ok(Answer::new("change-points", &result, sentence)?
            .input("file", self.series.file.name())
            .input("count", self.series.count.as_str())
            .input("time", self.series.time.clone())
            .input("exposure", self.exposure.clone())
            .input("period", settings.period)
            .input("least", self.least)
            .input("penalty", found.penalty)
            .input("permutations", self.permutations)
            .input("seed", self.seed)
            .input("level", self.level)
            .sheet(sheet)
            .chart(chart)
            .warnings(found.cautions))
    }
}
