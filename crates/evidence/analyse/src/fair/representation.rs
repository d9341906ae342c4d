//! `comity analyse representation`: who was heard, against who lives there.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::Caution;
use comity_methods::fair::disparity::Uncounted;
use comity_methods::fair::representation::{Represented, representation};
use serde::Serialize;
use serde_json::json;

use super::columns::events;
use super::groups::{Grouped, NotKnown, NotKnownShares, Unknown, dropped};
use super::population::Population;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// Who was heard, against who lives there? (representation ratios, dissimilarity)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse representation answers.csv --group age --population people.csv")]
pub struct Representation {
    #[command(flatten)]
    file: File,
    /// The group of each row.
    #[arg(long, value_name = "COL")]
    group: String,
    /// How many people the row stands for; without it every row is one.
    #[arg(long, value_name = "COL")]
    count: Option<String>,
    #[command(flatten)]
    population: Population,
    #[command(flatten)]
    unknown: Unknown,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Serialize)]
struct Named {
    group: String,
    #[serde(flatten)]
    found: Represented,
}

#[derive(Serialize)]
struct Told {
    groups: Vec<Named>,
    chi_squared: f64,
    freedom: usize,
    p: f64,
    dissimilarity: f64,
    dissimilarity_by_chance: f64,
    #[serde(flatten)]
    not_known: NotKnownShares,
    unknown: Vec<NotKnown>,
    without_population: Vec<String>,
    n: f64,
    dropped: usize,
}

impl Representation {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let people = self.population.read(&self.group, &self.unknown)?;
        let mut columns = vec![self.group.as_str()];
        columns.extend(self.count.as_deref());
        let table = self.file.read(&columns)?;
        let (table, left_out, counts) = match &self.count {
            Some(column) => {
                let (kept, left_out) = table.complete(&[column])?;
                let counts = events(&kept, column, &[])?.0;
                (kept, left_out, counts)
            }
            None => {
                let rows = table.rows();
                (table, 0, vec![1.0; rows])
            }
        };
        let grouped = Grouped::sum(&table, &self.group, &self.unknown, &counts, None)?;
        let joined = people.join(&grouped)?;
        let without_population = joined.without.iter().map(|(_, heard)| heard).sum();
        let uncounted = Uncounted { unknown: grouped.unknown_events, without_population };
        let found = representation(&joined.events, &joined.population, uncounted, self.level)?;
        let mut cautions = found.cautions.clone();
        cautions.extend(self.count.as_deref().and_then(|column| dropped(left_out, column)));
        if !joined.without.is_empty() {
            let names: Vec<&str> = joined.without.iter().map(|(name, _)| name.as_str()).collect();
            let text = format!("No population is known for {}: they are left out.", names.join(", "));
            cautions.push(Caution::found("no-population", text));
        }
        let told = Told {
            groups: joined.names.into_iter().zip(found.groups).map(|(group, found)| Named { group, found }).collect(),
            chi_squared: found.chi_squared,
            freedom: found.freedom,
            p: found.p,
            dissimilarity: found.dissimilarity,
            dissimilarity_by_chance: found.dissimilarity_by_chance,
            not_known: grouped.not_known(),
            unknown: grouped.unknown,
            without_population: joined.without.into_iter().map(|(name, _)| name).collect(),
            n: found.n,
            dropped: left_out,
        };
        Ok(Answer::new("representation", &told, sentence(&told))?
            .input("file", self.file.name())
            .input("group", self.group.as_str())
            .input("count", json!(self.count))
            .input("population", people.told())
            .input("unknown", json!(self.unknown.unknown))
            .input("level", self.level)
            .sheet(sheet(&told))
            .chart(chart(&told))
            .warnings(cautions))
    }
}

fn sentence(told: &Told) -> String {
    let least = told.groups.iter().min_by(|a, b| a.found.ratio.total_cmp(&b.found.ratio));
    let least = least.map_or(String::new(), |one| {
        format!(
            "{} is heard least for its size ({:.2} of its share, {:.0} missing); ",
            one.group, one.found.ratio, one.found.missing
        )
    });
    format!(
        "{least}{:.1}% of those heard would have to be others ({:.1}% by chance alone); {}.",
        told.dissimilarity * 100.0,
        told.dissimilarity_by_chance * 100.0,
        told.not_known.sentence(""),
    )
}

fn sheet(told: &Told) -> Sheet {
    Sheet::of(
        &told.groups,
        [
            ("group", |one| json!(one.group)),
            ("heard", |one| json!(one.found.heard)),
            ("share_heard", |one| json!(one.found.share_heard)),
            ("share_population", |one| json!(one.found.share_population)),
            ("ratio", |one| json!(one.found.ratio)),
            ("lower", |one| json!(one.found.ratio_ci.lower)),
            ("upper", |one| json!(one.found.ratio_ci.upper)),
            ("p", |one| json!(one.found.p)),
            ("missing", |one| json!(one.found.missing)),
        ],
    )
}

fn chart(told: &Told) -> Chart {
    let row = |one: &Named| (one.group.clone(), one.found.ratio, one.found.ratio_ci.lower, one.found.ratio_ci.upper);
    Chart {
        title: "Heard, against who lives there".to_owned(),
        description: sentence(told),
        x_label: "share heard by share of the population".to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals { rows: told.groups.iter().map(row).collect(), reference: Some(1.0) },
    }
}
