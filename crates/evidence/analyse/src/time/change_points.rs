//! `comity analyse change-points`

use comity_methods::counted;
use comity_methods::time::change_points::{ChangePoints, Segment, Settings, change_points};
use serde_json::{Value, json};

use super::series::{Read, Series, period};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::place::choices::random_orders;

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
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = random_orders())]
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
        let column = self.exposure.as_deref();
        let (read, exposure) = self.series.exposed(column)?;
        let cycle = read.cycle.filter(|cycle| read.counts.len() >= 3 * cycle);
        let settings = Settings {
            least: self.least,
            penalty: self.penalty,
            period: period(self.period, cycle),
            permutations: self.permutations as usize,
            seed: self.seed,
            level: self.level,
        };
        let found = change_points(&read.counts, &exposure, &settings)
            .map_err(|error| self.series.fault_of(&read.table, column, error))?;
        let places: Vec<String> = found.changes.iter().map(|change| read.name(change.at)).collect();
        let sentence = sentence(&found, &places);
        let mut result = serde_json::to_value(&found).map_err(|error| Fault::output(error.to_string()))?;
        if let Some(result) = result.as_object_mut() {
            result.insert("from".to_owned(), json!(places));
        }
        let chart = self.series.chart("Changes of the level", &sentence, &read, vec![("level", levels(&found))]);
        let answer = Answer::new("change-points", &result, sentence)?;
        Ok(self
            .series
            .inputs(answer, column)
            .input("period", settings.period)
            .input("least", self.least)
            .input("penalty", found.penalty)
            .input("permutations", self.permutations)
            .input("seed", self.seed)
            .input("level", self.level)
            .sheet(sheet(&found, &read))
            .chart(chart)
            .warnings(found.cautions))
    }
}

fn sentence(found: &ChangePoints, places: &[String]) -> String {
    let p = format!("(p of any change {:.3})", found.any_change_p);
    match places {
        [] => format!("No change of the level is found in {} {p}.", counted(found.n, "period")),
        _ => format!("The level changes {}: from {} on {p}.", counted(places.len(), "time"), places.join(", ")),
    }
}

fn sheet(found: &ChangePoints, read: &Read) -> Sheet {
    let mut sheet = Sheet::new(["from", "to", "events", "rate", "lower", "upper", "ratio", "earliest", "latest"]);
    let changes = std::iter::once(None).chain(found.changes.iter().map(Some));
    for (segment, change) in found.segments.iter().zip(changes) {
        let place = |at: Option<usize>| at.map_or(Value::Null, |at| json!(read.name(at)));
        sheet.row([
            json!(read.name(segment.start)),
            json!(read.name(segment.end - 1)),
            json!(segment.events),
            json!(segment.rate),
            json!(segment.ci.lower),
            json!(segment.ci.upper),
            json!(change.and_then(|change| change.ratio)),
            place(change.map(|change| change.earliest)),
            place(change.map(|change| change.latest)),
        ]);
    }
    sheet
}

/// The mean of each period's stretch.
fn levels(found: &ChangePoints) -> Vec<(f64, f64)> {
    let stretch = |segment: &Segment| {
        let mean = segment.events / (segment.end - segment.start) as f64;
        (segment.start..segment.end).map(move |at| ((at + 1) as f64, mean))
    };
    found.segments.iter().flat_map(stretch).collect()
}
