//! `comity analyse disparity`: rates of groups and their ratios.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::Caution;
use comity_methods::fair::disparity::{Disparity as One, Uncounted, disparities};
use serde::Serialize;
use serde_json::json;

use super::columns::events;
use super::groups::{Grouped, NotKnown, NotKnownShares, Unknown, dropped, reference};
use super::population::Population;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// How much more often is one group met than another, for its size? (rates, ratios, unknowns)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse disparity stops.csv --group race --event stopped --population people.csv \
                        --reference White"
)]
pub struct Disparity {
    #[command(flatten)]
    file: File,
    /// The group of each row.
    #[arg(long, value_name = "COL")]
    group: String,
    /// The events: a column of counts (or 1/0), of yes and no, or of words, where every row with a word is one event.
    #[arg(long, value_name = "COL")]
    event: String,
    /// The values of the event column that count as an event.
    #[arg(long, value_name = "VALUE,…", value_delimiter = ',')]
    event_is: Vec<String>,
    #[command(flatten)]
    population: Population,
    #[command(flatten)]
    unknown: Unknown,
    /// The group that the others are compared with. [default: the one with the most people]
    #[arg(long, value_name = "GROUP")]
    reference: Option<String>,
    /// Tell the rates per this many people.
    #[arg(long, value_name = "N", default_value_t = 1000.0)]
    per: f64,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Serialize)]
struct Named {
    group: String,
    #[serde(flatten)]
    found: One,
}

#[derive(Serialize)]
struct WithoutPopulation {
    group: String,
    events: f64,
}

#[derive(Serialize)]
struct Told {
    groups: Vec<Named>,
    reference: String,
    per: f64,
    #[serde(flatten)]
    not_known: NotKnownShares,
    /// The rows whose group is not known, of all rows.
    unknown_row_share: f64,
    unknown: Vec<NotKnown>,
    /// Groups of the file that the population does not know: in no rate.
    without_population: Vec<WithoutPopulation>,
    /// Events in the rates, and rows of the file.
    n: f64,
    rows: usize,
    dropped: usize,
}

impl Disparity {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let people = self.population.read(&self.group, &self.unknown)?;
        let (table, left_out) = self.file.read(&[&self.group, &self.event])?.complete(&[&self.event])?;
        let (counts, reading) = events(&table, &self.event, &self.event_is)?;
        let grouped = Grouped::sum(&table, &self.group, &self.unknown, &counts, None)?;
        let joined = people.join(&grouped)?;
        let base = reference(&joined.names, &joined.population, self.reference.as_deref())?;
        let without_population = joined.without.iter().map(|(_, events)| events).sum();
        let uncounted = Uncounted { unknown: grouped.unknown_events, without_population };
        let found = disparities(&joined.events, &joined.population, base, uncounted, self.per, self.level)?;
        let mut cautions = found.cautions.clone();
        cautions.extend(dropped(left_out, &self.event));
        cautions.extend(missing(&joined.without));
        let names = joined.names.iter().cloned();
        let told = Told {
            groups: names.zip(found.groups).map(|(group, found)| Named { group, found }).collect(),
            reference: joined.names.get(base).cloned().unwrap_or_default(),
            per: self.per,
            not_known: grouped.not_known(),
            unknown_row_share: grouped.unknown_row_share(),
            unknown: grouped.unknown,
            without_population: joined
                .without
                .into_iter()
                .map(|(group, events)| WithoutPopulation { group, events })
                .collect(),
            n: found.n,
            rows: grouped.rows,
            dropped: left_out,
        };
        Ok(Answer::new("disparity", &told, sentence(&told))?
            .input("file", self.file.name())
            .input("group", self.group.as_str())
            .input("event", self.event.as_str())
            .input("event_is", json!(self.event_is))
            .input("event_read_as", reading.name())
            .input("population", people.told())
            .input("unknown", json!(self.unknown.unknown))
            .input("reference", told.reference.as_str())
            .input("per", self.per)
            .input("level", self.level)
            .sheet(sheet(&told))
            .chart(chart(&told))
            .warnings(cautions))
    }
}

/// The groups that are in no rate, as a warning.
fn missing(without: &[(String, f64)]) -> Option<Caution> {
    let names: Vec<&str> = without.iter().map(|(name, _)| name.as_str()).collect();
    let events: f64 = without.iter().map(|(_, events)| events).sum();
    (!without.is_empty()).then(|| {
        let text = format!("No population is known for {} ({events} events): they are in no rate.", names.join(", "));
        Caution::found("no-population", text)
    })
}

fn sentence(told: &Told) -> String {
    let others = told.groups.iter().filter(|one| one.group != told.reference);
    let most = others.filter_map(|one| one.found.ratio.map(|ratio| (ratio, one))).max_by(|a, b| a.0.total_cmp(&b.0));
    let unknown = told.not_known.sentence(" of the events");
    match most {
        Some((ratio, one)) => {
            let ends = one.found.ci_exact.map_or(String::new(), |ci| {
                let upper = ci.upper.map_or("without end".to_owned(), |upper| format!("{upper:.3}"));
                format!(" ({:.0}% interval {:.3} to {upper})", ci.level * 100.0, ci.lower)
            });
            format!(
                "For its size, {} is met {ratio:.3} times as often as {}{ends}; {unknown}.",
                one.group, told.reference
            )
        }
        None => format!("There is no ratio: {} has no events; {unknown}.", told.reference),
    }
}

fn sheet(told: &Told) -> Sheet {
    Sheet::of(
        &told.groups,
        [
            ("group", |one| json!(one.group)),
            ("events", |one| json!(one.found.events)),
            ("population", |one| json!(one.found.population)),
            ("rate", |one| json!(one.found.rate)),
            ("ratio", |one| json!(one.found.ratio)),
            ("wald_lower", |one| json!(one.found.ci_wald.map(|ci| ci.lower))),
            ("wald_upper", |one| json!(one.found.ci_wald.and_then(|ci| ci.upper))),
            ("exact_lower", |one| json!(one.found.ci_exact.map(|ci| ci.lower))),
            ("exact_upper", |one| json!(one.found.ci_exact.and_then(|ci| ci.upper))),
            ("p_exact", |one| json!(one.found.p_exact)),
        ],
    )
}

fn chart(told: &Told) -> Chart {
    let row = |one: &Named| {
        let ci = one.found.ci_exact?;
        Some((one.group.clone(), one.found.ratio?, ci.lower, ci.upper))
    };
    Chart {
        title: format!("Rate ratios against {}", told.reference),
        description: sentence(told),
        x_label: "rate ratio".to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals { rows: told.groups.iter().filter_map(row).collect(), reference: Some(1.0) },
    }
}
