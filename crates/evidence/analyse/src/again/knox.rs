//! `comity analyse knox`.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::again::near_repeat::{Metric, NearRepeat, Settings, near_repeat};
use comity_methods::counted;
use serde_json::json;

use super::days::days;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;
use crate::place::choices::random_orders;
use crate::place::points::{Coordinates, Told};

/// Near repeats: are events that are close in space close in time too, more often than chance brings together?
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse knox burglaries.csv --x x --y y --date date --space 0,0.1,200,400,600 \
                        --days 0,7,14,21 --metric manhattan"
)]
pub struct Knox {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    at: Coordinates,
    /// The column of the day (or time) of each event.
    #[arg(long, value_name = "COL")]
    date: String,
    /// The boundaries of the bands of distance: 0,0.1,200 are the bands from 0 to below 0.1, and from 0.1 to below 200.
    #[arg(long, value_name = "LIST", value_delimiter = ',', required = true, allow_negative_numbers = true)]
    space: Vec<f64>,
    /// The boundaries of the bands of days: 0,7,14 are the days 0 to 6 and 7 to 13.
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "0,7,14,21",
        allow_negative_numbers = true
    )]
    days: Vec<f64>,
    /// How distance is measured: along the straight line, or along a grid of streets.
    #[arg(long, value_enum, default_value_t = By::Euclidean)]
    metric: By,
    /// How often the dates are put into random order for the p-values.
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = random_orders())]
    permutations: u32,
    /// The seed of the random orders.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The form of the dates, where it cannot be told from them, such as %d/%m/%Y.
    #[arg(long, value_name = "FORM")]
    time_format: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Euclidean,
    Manhattan,
}

impl Knox {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let points = self.at.read(&self.file, &[&self.date])?;
        let day = days(&points.table, &self.date, self.time_format.as_deref())?;
        let settings = Settings {
            space: &self.space,
            days: &self.days,
            metric: match self.metric {
                By::Euclidean => Metric::Euclidean,
                By::Manhattan => Metric::Manhattan,
            },
            permutations: self.permutations as usize,
            seed: self.seed,
        };
        let found = near_repeat(&points.x, &points.y, &day, &settings).map_err(|error| {
            points.table.fault(error, &[("x", &self.at.x), ("y", &self.at.y), ("date", &self.date)])
        })?;
        let answer =
            Answer::new("knox", &Told { found: &found, dropped: points.dropped, outside: None }, sentence(&found))?
                .input("file", self.file.name())
                .input("x", self.at.x.as_str())
                .input("y", self.at.y.as_str())
                .input("date", self.date.as_str())
                .input("space", self.space.as_slice())
                .input("days", self.days.as_slice())
                .input("metric", json!(found.metric))
                .input("permutations", self.permutations)
                .input("seed", self.seed)
                .input("time_format", self.time_format.clone())
                .sheet(sheet(&found))
                .warnings(points.cautions())
                .warnings(found.cautions.clone());
        Ok(match chart(&found) {
            Some(chart) => answer.chart(chart),
            None => answer,
        })
    }
}

/// The cell that is furthest beyond what is expected, among those with the smallest p.
fn sentence(found: &NearRepeat) -> String {
    let mut best: Option<(f64, f64, String)> = None;
    for (row, space) in found.space_bands.iter().enumerate() {
        for (column, days) in found.day_bands.iter().enumerate() {
            let of = |table: &[Vec<Option<f64>>]| table.get(row).and_then(|row| row.get(column)).copied().flatten();
            let Some(ratio) = of(&found.ratio) else { continue };
            let p = of(&found.p).unwrap_or(1.0);
            if best.as_ref().is_none_or(|(least, most, _)| p < *least || (p == *least && ratio > *most)) {
                let text = format!(
                    "furthest beyond chance are pairs at {}, {}: {ratio:.2} times as many as expected{}",
                    distance(space),
                    day_label(days),
                    of(&found.p).map(|p| format!(", p = {p:.4}")).unwrap_or_default()
                );
                best = Some((p, ratio, text));
            }
        }
    }
    let best = best.map_or_else(|| "no pairs are expected in any of the bands".to_owned(), |(_, _, text)| text);
    format!("{}, {} of them: {best}.", counted(found.n, "event"), counted(found.pairs, "pair"))
}

fn distance(band: &[f64; 2]) -> String {
    format!("distance {} to below {}", band[0], band[1])
}

/// Whole days of a half-open band: [0, 7) holds the days 0 to 6.
fn day_label(band: &[f64; 2]) -> String {
    let (first, last) = (band[0].ceil(), band[1].ceil() - 1.0);
    if first == last { format!("{first} days apart") } else { format!("{first} to {last} days apart") }
}

fn sheet(found: &NearRepeat) -> Sheet {
    let mut sheet = Sheet::new([
        "distance_from",
        "distance_below",
        "days_from",
        "days_below",
        "observed",
        "expected",
        "ratio",
        "p",
        "chance_lower",
        "chance_upper",
    ]);
    let rows = found.space_bands.iter().zip(&found.observed).zip(&found.expected).zip(&found.ratio);
    for ((((space, observed), expected), ratio), (p, chance)) in rows.zip(found.p.iter().zip(&found.by_chance)) {
        let cells = found.day_bands.iter().zip(observed).zip(expected).zip(ratio);
        for ((((days, observed), expected), ratio), (p, chance)) in cells.zip(p.iter().zip(chance)) {
            sheet.row([
                json!(space[0]),
                json!(space[1]),
                json!(days[0]),
                json!(days[1]),
                json!(observed),
                json!(expected),
                json!(ratio),
                json!(p),
                json!(chance.map(|chance| chance[0])),
                json!(chance.map(|chance| chance[1])),
            ]);
        }
    }
    sheet
}

fn chart(found: &NearRepeat) -> Option<Chart> {
    let values: Option<Vec<Vec<f64>>> = found.ratio.iter().map(|row| row.iter().copied().collect()).collect();
    Some(Chart {
        title: "Near repeats: pairs of events, observed / expected".to_owned(),
        description: sentence(found),
        x_label: "days apart".to_owned(),
        y_label: "distance".to_owned(),
        marks: Marks::Heat {
            rows: found.space_bands.iter().map(distance).collect(),
            columns: found.day_bands.iter().map(day_label).collect(),
            values: values?,
        },
    })
}
