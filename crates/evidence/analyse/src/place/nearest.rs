//! `comity analyse nearest`.

use clap::{Args, ValueEnum};
use comity_methods::place::nearest_neighbour::{Edge, NearestNeighbour, nearest_neighbour};
use comity_methods::place::window::Window;
use serde_json::json;

use super::choices::random_orders;
use super::points::{Coordinates, Observed, Told, p_value};
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
    #[command(flatten)]
    observed: Observed,
    /// What is done about points near the edge. [default: donnelly in a rectangle, random in any other window]
    #[arg(long, value_enum)]
    edge: Option<At>,
    /// Random patterns for --edge random.
    #[arg(long, value_name = "N", default_value_t = 199, value_parser = random_orders())]
    simulations: u32,
    /// The seed of the random patterns.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The confidence of the interval.
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum At {
    /// Clark and Evans' own: nothing.
    None,
    /// Donnelly's expectation and standard error for a rectangle.
    Donnelly,
    /// Those of patterns of random points in the same window.
    Random,
}

impl Nearest {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let (points, window) = self.observed.points(self.at.read(&self.file, &[])?)?;
        let drawn = Edge::Random { simulations: self.simulations as usize, seed: self.seed };
        let edge = match (self.edge, &window) {
            (Some(At::None), _) => Edge::None,
            (Some(At::Donnelly), _) | (None, Window::Rectangle(_)) => Edge::Donnelly,
            (Some(At::Random), _) | (None, Window::Outline(_)) => drawn,
        };
        let found = nearest_neighbour(&points.x, &points.y, &window, edge, self.level)
            .map_err(|error| self.at.fault(&points.table, error))?;
        let random = match edge {
            Edge::Random { simulations, seed } => Some((simulations, seed)),
            _ => None,
        };
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
        Ok(Answer::new(
            "nearest",
            &Told { found: &found, dropped: points.dropped, outside: points.outside },
            sentence(&found),
        )?
        .input("file", self.file.name())
        .input("x", self.at.x.as_str())
        .input("y", self.at.y.as_str())
        .input("window", self.observed.input(&window))
        .input("edge", json!(found.edge))
        .input("simulations", random.map(|(simulations, _)| simulations))
        .input("seed", random.map(|(_, seed)| seed))
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
