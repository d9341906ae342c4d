//! `comity analyse ripley`.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::place::ripley::{Correction, Ripley as Found, Settings, ripley};
use serde_json::json;

use super::choices::random_orders;
use super::points::{Coordinates, Observed, Told};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// Ripley's K and L: at which distances are points clustered?
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse ripley burglaries.csv --x x --y y --radius 2000 --steps 20 --simulations 99"
)]
pub struct Ripley {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    at: Coordinates,
    /// The greatest distance. [default: a quarter of the window's shorter side]
    #[arg(long, value_name = "R")]
    radius: Option<f64>,
    /// The number of distances up to it, evenly spaced.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    steps: u32,
    #[command(flatten)]
    observed: Observed,
    /// What is done about neighbours outside of the window.
    #[arg(long, value_enum, default_value_t = By::Isotropic)]
    correction: By,
    /// Random patterns for the envelope and the p-value.
    #[arg(long, value_name = "N", default_value_t = 99, value_parser = random_orders())]
    simulations: u32,
    /// The seed of the random patterns.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    None,
    Isotropic,
    Translation,
    Border,
}

impl Ripley {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let (points, window) = self.observed.points(self.at.read(&self.file, &[])?)?;
        let bounds = window.bounds();
        let radius = self.radius.unwrap_or(bounds.width().min(bounds.height()) / 4.0);
        let distances: Vec<f64> =
            (1..=self.steps).map(|step| radius * f64::from(step) / f64::from(self.steps)).collect();
        let settings = Settings {
            window,
            distances: &distances,
            correction: match self.correction {
                By::None => Correction::None,
                By::Isotropic => Correction::Isotropic,
                By::Translation => Correction::Translation,
                By::Border => Correction::Border,
            },
            simulations: self.simulations as usize,
            seed: self.seed,
        };
        let found = ripley(&points.x, &points.y, &settings).map_err(|error| self.at.fault(&points.table, error))?;
        Ok(Answer::new(
            "ripley",
            &Told { found: &found, dropped: points.dropped, outside: points.outside },
            sentence(&found),
        )?
        .input("file", self.file.name())
        .input("x", self.at.x.as_str())
        .input("y", self.at.y.as_str())
        .input("radius", radius)
        .input("steps", self.steps)
        .input("window", self.observed.input(&settings.window))
        .input("correction", json!(found.correction))
        .input("simulations", self.simulations)
        .input("seed", self.seed)
        .sheet(sheet(&found))
        .chart(chart(&found))
        .warnings(points.cautions())
        .warnings(found.cautions.clone()))
    }
}

fn sentence(found: &Found) -> String {
    let far = |most: &(f64, f64), at: &comity_methods::place::ripley::At| match at.l_minus_r {
        Some(value) if value.abs() > most.1.abs() => (at.r, value),
        _ => *most,
    };
    let (r, value) = found.at.iter().fold((0.0, 0.0), |most, at| far(&most, at));
    let way = if value >= 0.0 { "clustered" } else { "spread out" };
    let p = found.p.map(|p| format!(", p = {p:.4} over all distances together")).unwrap_or_default();
    format!("{} points are most {way} at distance {r:.4} (L − r = {value:.4}{p}).", found.n)
}

fn sheet(found: &Found) -> Sheet {
    let mut sheet = Sheet::new(["r", "k", "k_random", "l", "l_minus_r", "envelope_lower", "envelope_upper"]);
    for at in &found.at {
        sheet.row([
            json!(at.r),
            json!(at.k),
            json!(at.k_random),
            json!(at.l),
            json!(at.l_minus_r),
            json!(at.envelope.map(|ends| ends[0])),
            json!(at.envelope.map(|ends| ends[1])),
        ]);
    }
    sheet
}

fn chart(found: &Found) -> Chart {
    let line = |name: &str, value: &dyn Fn(&comity_methods::place::ripley::At) -> Option<f64>| {
        (name.to_owned(), found.at.iter().filter_map(|at| value(at).map(|y| (at.r, y))).collect::<Vec<_>>())
    };
    let mut lines = vec![line("observed", &|at| at.l_minus_r)];
    if found.simulations > 0 {
        lines.push(line("random, least", &|at| at.envelope.map(|ends| ends[0])));
        lines.push(line("random, greatest", &|at| at.envelope.map(|ends| ends[1])));
    }
    Chart {
        title: "Ripley's L: clustering by distance".to_owned(),
        description: sentence(found),
        x_label: "distance r".to_owned(),
        y_label: "L − r".to_owned(),
        marks: Marks::Lines(lines),
    }
}
