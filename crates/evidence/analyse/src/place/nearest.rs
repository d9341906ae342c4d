//! `comity analyse nearest`.

use clap::{Args, ValueEnum};
use comity_methods::place::nearest_neighbour::{Edge, NearestNeighbour, nearest_neighbour};
use serde_json::json;

use super::points::{Coordinates, Told, p_value};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// The nearest neighbour index (Clark and Evans): are points closer together than chance would put them?
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse nearest burglaries.csv --x x --y y --edge donnelly")]
pub struct Nearest {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    at: Coordinates,
    /// The rectangle in which points were observed. [default: the smallest around the points]
    #[arg(long, value_name = "LEFT,BOTTOM,RIGHT,TOP", value_delimiter = ',', allow_negative_numbers = true)]
    window: Option<Vec<f64>>,
    /// What is done about points near the edge.
    #[arg(long, value_enum, default_value_t = At::Donnelly)]
    edge: At,
    /// The confidence of the interval.
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum At {
    None,
    Donnelly,
}

impl Nearest {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let points = self.at.read(&self.file, &[])?;
        let window = points.window(self.window.as_deref())?;
        let edge = match self.edge {
            At::None => Edge::None,
            At::Donnelly => Edge::Donnelly,
        };
        let found = nearest_neighbour(&points.x, &points.y, &window, edge, self.level)
            .map_err(|error| self.at.fault(&points.table, error))?;
        let mut sheet = Sheet::new(["n", "area", "mean", "expected", "se", "index", "z", "p"]);
        sheet.row([
            json!(found.n),
            json!(found.area),
            json!(found.mean),
            json!(found.expected),
            json!(found.se),
            json!(found.index),
            json!(found.z),
            json!(found.p),
        ]);
        Ok(Answer::new("nearest", &Told { found: &found, dropped: points.dropped }, sentence(&found))?
            .input("file", self.file.name())
            .input("x", self.at.x.as_str())
            .input("y", self.at.y.as_str())
            .input("window", json!(window))
            .input("edge", json!(found.edge))
            .input("level", self.level)
            .sheet(sheet)
            .warnings(points.cautions())
            .warnings(found.cautions))
    }
}

fn sentence(found: &NearestNeighbour) -> String {
    let way = match found.index {
        _ if found.p >= 0.05 => "no different from chance",
        index if index < 1.0 => "clustered",
        _ => "spread out",
    };
    format!(
        "{} points are {way}: the nearest other one is {:.4} away on average, {:.4} by chance (index {:.4}, z = {:.2}, {}).",
        found.n,
        found.mean,
        found.expected,
        found.index,
        found.z,
        p_value(found.p)
    )
}
