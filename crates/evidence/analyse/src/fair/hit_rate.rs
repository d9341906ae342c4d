//! `comity analyse hit-rate`: the outcome test.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::fair::hit_rate::{HitRate as One, HitRates, hit_rates};
use serde::Serialize;
use serde_json::json;

use super::columns::{Reading, events, flags};
use super::groups::{Grouped, NotKnown, NotKnownShares, Unknown, dropped, reference};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// Are searches of one group as often right as those of another? (outcome test)
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse hit-rate stops.csv --group race --searched personSearch --hit citationIssued"
)]
pub struct HitRate {
    #[command(flatten)]
    file: File,
    /// The group of each row.
    #[arg(long, value_name = "COL")]
    group: String,
    /// Whether something was found (1/0, yes/no); with --searches, how often.
    #[arg(long, value_name = "COL")]
    hit: String,
    /// The values of the hit column that count as a hit.
    #[arg(long, value_name = "VALUE,…", value_delimiter = ',')]
    hit_is: Vec<String>,
    /// Whether there was a search (1/0, yes/no); without it every row is one.
    #[arg(long, value_name = "COL", conflicts_with = "searches")]
    searched: Option<String>,
    /// The number of searches, where the rows are counted already.
    #[arg(long, value_name = "COL")]
    searches: Option<String>,
    #[command(flatten)]
    unknown: Unknown,
    /// The group that the others are compared with. [default: the one with the most searches]
    #[arg(long, value_name = "GROUP")]
    reference: Option<String>,
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
struct Told {
    groups: Vec<Named>,
    reference: String,
    rate: f64,
    chi_squared: Option<f64>,
    freedom: usize,
    p: Option<f64>,
    #[serde(flatten)]
    not_known: NotKnownShares,
    unknown: Vec<NotKnown>,
    n: f64,
    dropped: usize,
}

impl HitRate {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let (table, left_out) = self.rows()?;
        let (hits, reading) = events(&table, &self.hit, &self.hit_is)?;
        if reading == Reading::Rows {
            let text = "neither yes nor no, nor a number; --hit-is VALUE says which values are hits";
            return Err(table.wrong(0, &self.hit, text));
        }
        let searches = match &self.searches {
            Some(column) => table.numbers(column)?,
            None => vec![1.0; table.rows()],
        };
        let grouped = Grouped::sum(&table, &self.group, &self.unknown, &searches, Some(&hits))?;
        let names: Vec<String> = grouped.known.keys().cloned().collect();
        let sizes: Vec<f64> = grouped.known.values().map(|sum| sum.events).collect();
        let found: Vec<f64> = grouped.known.values().map(|sum| sum.second).collect();
        let base = reference(&names, &sizes, self.reference.as_deref())?;
        let whole = hit_rates(&sizes, &found, base, grouped.unknown_events, self.level)
            .map_err(|error| named(error, &names))?;
        let mut cautions = whole.cautions.clone();
        cautions.extend(dropped(left_out, &self.hit));
        let told = told(whole, names, grouped, left_out);
        Ok(Answer::new("hit-rate", &told, sentence(&told))?
            .input("file", self.file.name())
            .input("group", self.group.as_str())
            .input("hit", self.hit.as_str())
            .input("hit_is", json!(self.hit_is))
            .input("hit_read_as", reading.name())
            .input("searched", json!(self.searched))
            .input("searches", json!(self.searches))
            .input("unknown", json!(self.unknown.unknown))
            .input("reference", told.reference.as_str())
            .input("level", self.level)
            .sheet(sheet(&told))
            .chart(chart(&told))
            .warnings(cautions))
    }

    /// The rows that are searches, those without a hit value left out and counted.
    fn rows(&self) -> Result<(Table, usize), Fault> {
        let mut columns = vec![self.group.as_str(), &self.hit];
        columns.extend(self.searched.iter().chain(&self.searches).map(String::as_str));
        let mut table = self.file.read(&columns)?;
        if let Some(column) = &self.searched {
            let (known, _) = table.complete(&[column])?;
            table = known.only(&flags(&known, column)?);
            if table.rows() == 0 {
                return Err(Fault::input(format!("{}: no row says yes in column {column}", self.file.name())));
            }
        }
        let mut needed = vec![self.hit.as_str()];
        needed.extend(self.searches.as_deref());
        table.complete(&needed)
    }
}

/// The method counts groups; people know them by name.
fn named(error: comity_methods::Error, names: &[String]) -> Fault {
    match &error {
        comity_methods::Error::Value { what, row, found, expected } => {
            let name = names.get(*row).map_or("", String::as_str);
            Fault::input(format!("group {name}: {what} are {found}, expected {expected}"))
        }
        _ => Fault::from(error),
    }
}

fn told(whole: HitRates, names: Vec<String>, grouped: Grouped, dropped: usize) -> Told {
    Told {
        reference: names.get(whole.reference).cloned().unwrap_or_default(),
        groups: names.into_iter().zip(whole.groups).map(|(group, found)| Named { group, found }).collect(),
        rate: whole.rate,
        chi_squared: whole.chi_squared,
        freedom: whole.freedom,
        p: whole.p,
        not_known: grouped.not_known(),
        unknown: grouped.unknown,
        n: whole.n,
        dropped,
    }
}

fn sentence(told: &Told) -> String {
    let rates = told.groups.iter().map(|one| (one.found.rate, one.group.as_str()));
    let (mut least, mut most) = ((f64::INFINITY, ""), (f64::NEG_INFINITY, ""));
    for rate in rates {
        least = if rate.0 < least.0 { rate } else { least };
        most = if rate.0 > most.0 { rate } else { most };
    }
    let test = told.p.map_or("no test is possible".to_owned(), |p| format!("p of equal rates {p:.4}"));
    format!(
        "{:.1}% of the searches found something: from {:.1}% ({}) to {:.1}% ({}); {test}; {}.",
        told.rate * 100.0,
        least.0 * 100.0,
        least.1,
        most.0 * 100.0,
        most.1,
        told.not_known.sentence(""),
    )
}

fn sheet(told: &Told) -> Sheet {
    Sheet::of(
        &told.groups,
        [
            ("group", |one| json!(one.group)),
            ("searches", |one| json!(one.found.searches)),
            ("hits", |one| json!(one.found.hits)),
            ("rate", |one| json!(one.found.rate)),
            ("lower", |one| json!(one.found.ci_wilson.lower)),
            ("upper", |one| json!(one.found.ci_wilson.upper)),
            ("difference", |one| json!(one.found.difference)),
            ("p_fisher", |one| json!(one.found.p_fisher)),
        ],
    )
}

fn chart(told: &Told) -> Chart {
    let row = |one: &Named| (one.group.clone(), one.found.rate, one.found.ci_wilson.lower, one.found.ci_wilson.upper);
    Chart {
        title: "Hit rates".to_owned(),
        description: sentence(told),
        x_label: "share of searches that found something".to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals { rows: told.groups.iter().map(row).collect(), reference: Some(told.rate) },
    }
}
