//! `comity analyse scan`

use std::f64::consts::TAU;

use comity_charts::{Chart, Marks};
use comity_methods::counted;
use comity_methods::time::scan::{Cluster, Settings, scan};
use jiff::{Span, civil};
use serde_json::{Map, json};

use super::wall::{Told, left_out};
use crate::answer::{Answer, Feature, Shape, Sheet};
use crate::fault::Fault;
use crate::input::File;
use crate::moments;
use crate::place::choices::random_orders;

/// Where are there more events now than elsewhere and before? (space-time permutation scan)
///
/// Circles around every event and the latest days are searched for the one with the most events beyond what its place
/// and its days lead to expect; p comes from random orders of the days. No population is needed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse scan robberies.csv --x x_utm15n --y y_utm15n --date date \
                        --longest-days 14 --out clusters.geojson")]
pub struct Args {
    #[command(flatten)]
    file: File,
    /// The column of the coordinates across: projected, in metres or feet (not degrees).
    #[arg(long, value_name = "COL")]
    x: String,
    /// The column of the coordinates upwards.
    #[arg(long, value_name = "COL")]
    y: String,
    /// The column of the days; a time of day is not regarded.
    #[arg(long, value_name = "COL")]
    date: String,
    /// The form of the days, such as "%d/%m/%Y". [default: the only one that fits]
    #[arg(long, value_name = "FORM")]
    time_format: Option<String>,
    /// The largest share of all events that a circle may hold, at most 0.5.
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    largest_share: f64,
    /// The largest radius of a circle, in the unit of the coordinates. [default: no limit]
    #[arg(long, value_name = "R")]
    largest_radius: Option<f64>,
    /// The longest stretch of days. [default: half of all]
    #[arg(long, value_name = "DAYS")]
    longest_days: Option<usize>,
    /// Look for clusters that have ended too, not only for those that last until the last day.
    #[arg(long)]
    ended_too: bool,
    /// Random orders of the days.
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = random_orders())]
    permutations: u32,
    /// The seed of the random orders.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let columns = [self.x.as_str(), self.y.as_str(), self.date.as_str()];
        let (table, dropped) = self.file.read(&columns)?.complete(&columns)?;
        let (x, y) = (table.numbers(&self.x)?, table.numbers(&self.y)?);
        let moments = moments::columns(&table, &[&self.date], self.time_format.as_deref())?;
        if moments.utc {
            return Err(Fault::input(format!(
                "column {}: the times are told in UTC or with an offset from it; write the local days",
                self.date
            )));
        }
        let days: Vec<i64> =
            moments.columns.iter().flatten().flatten().map(|second| second.div_euclid(86_400)).collect();
        let settings = Settings {
            largest_share: self.largest_share,
            largest_radius: self.largest_radius,
            longest_days: self.longest_days,
            ended_too: self.ended_too,
            permutations: self.permutations as usize,
            seed: self.seed,
        };
        let found = scan(&x, &y, &days, &settings)
            .map_err(|error| table.fault(error, &[("x", &self.x), ("y", &self.y), ("day", &self.date)]))?;
        let sentence = sentence(found.n, found.clusters.first());
        let (sheet, features) = listed(&found.clusters);
        let chart = Chart {
            title: "Clusters in space and time".to_owned(),
            description: sentence.clone(),
            x_label: self.x.clone(),
            y_label: self.y.clone(),
            marks: Marks::Cells(found.clusters.iter().map(|one| (ring(one), one.ratio)).collect()),
        };
        let result = dated(&Told { found: &found, dropped })?;
        Ok(Answer::new("scan", &result, sentence)?
            .input("file", self.file.name())
            .input("x", self.x.as_str())
            .input("y", self.y.as_str())
            .input("date", self.date.as_str())
            .input("time_format", moments.form)
            .input("largest_share", self.largest_share)
            .input("largest_radius", self.largest_radius)
            .input("longest_days", found.longest_days)
            .input("ended_too", self.ended_too)
            .input("permutations", self.permutations)
            .input("seed", self.seed)
            .sheet(sheet)
            .features(features)
            .chart(chart)
            .warnings(found.cautions)
            .warnings(left_out(dropped, &columns.join(", "))))
    }
}

/// The clusters as rows and as circles.
fn listed(clusters: &[Cluster]) -> (Sheet, Vec<Feature>) {
    let header = ["x", "y", "radius", "first_day", "last_day", "observed", "expected", "ratio", "llr", "p"];
    let mut sheet = Sheet::new(header);
    let mut features = Vec::new();
    for one in clusters {
        let values = [
            json!(one.x),
            json!(one.y),
            json!(one.radius),
            json!(day(one.first_day)),
            json!(day(one.last_day)),
            json!(one.observed),
            json!(one.expected),
            json!(one.ratio),
            json!(one.llr),
            json!(one.p),
        ];
        let named = header.iter().map(|name| (*name).to_owned()).zip(values.clone());
        features.push(Feature { shape: Shape::Polygon(ring(one)), properties: Map::from_iter(named) });
        sheet.row(values);
    }
    (sheet, features)
}

/// What the scan says of its strongest cluster.
fn sentence(n: usize, strongest: Option<&Cluster>) -> String {
    match strongest {
        None => format!("No cluster is found among {}.", counted(n, "event")),
        Some(best) => format!(
            "The strongest cluster holds {} where {:.1} are expected, from {} to {}, within {:.0} of ({:.0}, {:.0}); p {:.3}.",
            counted(best.observed, "event"),
            best.expected,
            day(best.first_day),
            day(best.last_day),
            best.radius,
            best.x,
            best.y,
            best.p
        ),
    }
}

/// The result with its days as days, not as numbers.
fn dated(told: &impl serde::Serialize) -> Result<serde_json::Value, Fault> {
    let mut result = serde_json::to_value(told).map_err(|error| Fault::output(error.to_string()))?;
    for cluster in result.get_mut("clusters").and_then(|all| all.as_array_mut()).into_iter().flatten() {
        for name in ["first_day", "last_day"] {
            let number = cluster.get(name).and_then(serde_json::Value::as_i64);
            if let (Some(number), Some(cluster)) = (number, cluster.as_object_mut()) {
                cluster.insert(name.to_owned(), json!(day(number)));
            }
        }
    }
    Ok(result)
}

/// The day of this number since 1970-01-01.
fn day(number: i64) -> String {
    let span = Span::new().try_days(number).and_then(|span| civil::date(1970, 1, 1).checked_add(span));
    span.map_or_else(|_| number.to_string(), |day| day.to_string())
}

/// The circle as a polygon of 48 corners.
fn ring(one: &Cluster) -> Vec<(f64, f64)> {
    let corner = |at: i32| (TAU * f64::from(at) / 48.0).sin_cos();
    (0..48).map(corner).map(|(sin, cos)| (one.x + one.radius * cos, one.y + one.radius * sin)).collect()
}
