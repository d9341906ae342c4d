//! `comity analyse density`.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::place::kernel_density::bandwidth::{Rule, bandwidth};
use comity_methods::place::kernel_density::{Edge, Kernel, KernelDensity, Raster, Settings, kernel_density, raster};
use comity_methods::place::ripley::Window;
use serde::Serialize;
use serde_json::{Map, json};

use super::choices::few_enough;
use super::points::{Coordinates, Points, Told};
use crate::answer::{Answer, Feature, Shape, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// Kernel density: a surface of events per unit of area that integrates to their number.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse density burglaries.csv --x x --y y --bandwidth 500 --cell 100 --out surface.geojson"
)]
pub struct Density {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    at: Coordinates,
    /// The column of how much each event counts. [default: one each]
    #[arg(long, value_name = "COL")]
    weight: Option<String>,
    /// The shape of the bump that each event adds.
    #[arg(long, value_enum, default_value_t = Bump::Quartic)]
    kernel: Bump,
    /// How far each event reaches, in the units of x and y; two numbers for x and y apart. [default: by --rule]
    #[arg(long, value_name = "H", value_delimiter = ',', num_args = 1)]
    bandwidth: Vec<f64>,
    /// The rule that finds the bandwidth along each axis.
    #[arg(long, value_enum, default_value_t = By::Silverman, conflicts_with = "bandwidth")]
    rule: By,
    /// The size of a cell. [default: a hundredth of the window's longer side]
    #[arg(long, value_name = "SIZE")]
    cell: Option<f64>,
    /// The rectangle to draw. [default: the smallest around the points, and beyond it what they reach where edges are
    /// not corrected]
    #[arg(long, value_name = "LEFT,BOTTOM,RIGHT,TOP", value_delimiter = ',', allow_negative_numbers = true)]
    window: Option<Vec<f64>>,
    /// What becomes of the part of a bump beyond the window: lost, made up in each cell, or made up for each event.
    #[arg(long, value_enum, default_value_t = At::None)]
    edge: At,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Bump {
    Quartic,
    Epanechnikov,
    Gaussian,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    Scott,
    Silverman,
    Likelihood,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum At {
    None,
    Uniform,
    Events,
}

/// One cell of the answer.
#[derive(Debug, Serialize)]
struct Cell {
    x: f64,
    y: f64,
    density: f64,
}

/// The surface and its cells, as programs read it.
#[derive(Debug, Serialize)]
struct Surface<'a> {
    #[serde(flatten)]
    found: &'a KernelDensity,
    cells: &'a [Cell],
}

impl Density {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let others: Vec<&str> = self.weight.iter().map(String::as_str).collect();
        let points = self.at.read(&self.file, &others)?;
        let weight = self.weight.as_ref().map(|column| points.table.numbers(column)).transpose()?;
        let fault = |error| {
            let weight = self.weight.as_deref().unwrap_or_default();
            points.table.fault(error, &[("x", &self.at.x), ("y", &self.at.y), ("weight", weight)])
        };
        let settings = self.settings(&points)?;
        let found = kernel_density(&points.x, &points.y, weight.as_deref(), &settings).map_err(fault)?;
        let cells = cells(&found);
        let surface = Surface { found: &found, cells: &cells };
        Ok(Answer::new("density", &Told { found: &surface, dropped: points.dropped }, sentence(&found, &cells))?
            .input("file", self.file.name())
            .input("x", self.at.x.as_str())
            .input("y", self.at.y.as_str())
            .input("weight", self.weight.clone())
            .input("kernel", json!(found.kernel))
            .input("bandwidth", json!(found.bandwidth))
            .input("rule", if self.bandwidth.is_empty() { json!(self.rule()) } else { json!(null) })
            .input("cell", json!(found.raster.cell))
            .input("edge", json!(found.edge))
            .sheet(sheet(&cells))
            .features(features(&cells, &found.raster))
            .chart(chart(&found, &cells))
            .warnings(points.cautions())
            .warnings(found.cautions.clone()))
    }

    fn rule(&self) -> Rule {
        match self.rule {
            By::Scott => Rule::Scott,
            By::Silverman => Rule::Silverman,
            By::Likelihood => Rule::Likelihood,
        }
    }

    fn settings(&self, points: &Points) -> Result<Settings, Fault> {
        let kernel = match self.kernel {
            Bump::Quartic => Kernel::Quartic,
            Bump::Epanechnikov => Kernel::Epanechnikov,
            Bump::Gaussian => Kernel::Gaussian,
        };
        let bandwidth = match *self.bandwidth.as_slice() {
            [] => bandwidth(&points.x, &points.y, kernel, self.rule())?,
            [both] => [both, both],
            [x, y] => [x, y],
            _ => return Err(Fault::input("--bandwidth: one number, or one for x and one for y, are needed")),
        };
        let around = points.window(self.window.as_deref())?;
        let edge = match self.edge {
            At::None => Edge::None,
            At::Uniform => Edge::Uniform(around),
            At::Events => Edge::Events(around),
        };
        // Without a window of observation nothing of any bump is cut off.
        let drawn = match (&self.window, self.edge) {
            (None, At::None) => beyond(around, bandwidth.map(|h| if kernel == Kernel::Gaussian { 4.0 * h } else { h })),
            _ => around,
        };
        let cell = self.cell.unwrap_or(drawn.width().max(drawn.height()) / 100.0);
        if cell > 0.0 {
            few_enough(cell, (drawn.width() / cell).ceil() * (drawn.height() / cell).ceil())?;
        }
        Ok(Settings { kernel, bandwidth, raster: raster(&drawn, cell)?, edge })
    }
}

fn beyond(window: Window, [x, y]: [f64; 2]) -> Window {
    Window { left: window.left - x, bottom: window.bottom - y, right: window.right + x, top: window.top + y }
}

fn cells(found: &KernelDensity) -> Vec<Cell> {
    let raster = &found.raster;
    let place = |(at, density): (usize, &f64)| Cell {
        x: raster.x(at.checked_rem(raster.columns).unwrap_or(0)),
        y: raster.y(at.checked_div(raster.columns).unwrap_or(0)),
        density: *density,
    };
    found.density.iter().enumerate().map(place).collect()
}

fn sentence(found: &KernelDensity, cells: &[Cell]) -> String {
    let most = cells.iter().max_by(|a, b| a.density.total_cmp(&b.density));
    let at = most.map(|cell| format!(" at {:.4}, {:.4}", cell.x, cell.y)).unwrap_or_default();
    let [x, y] = found.bandwidth;
    let wide = if x == y { format!("{x:.6}") } else { format!("{x:.6} along x and {y:.6} along y") };
    format!(
        "{} events, bandwidth {}: the surface over {} by {} cells sums to {:.4} events and is greatest{at}, with {:.6e} \
         per unit of area.",
        found.n, wide, found.raster.columns, found.raster.rows, found.integral, found.greatest
    )
}

fn sheet(cells: &[Cell]) -> Sheet {
    let mut sheet = Sheet::new(["x", "y", "density"]);
    cells.iter().for_each(|cell| sheet.row([json!(cell.x), json!(cell.y), json!(cell.density)]));
    sheet
}

fn corners(cell: &Cell, [width, height]: [f64; 2]) -> Vec<(f64, f64)> {
    let (left, right) = (cell.x - width / 2.0, cell.x + width / 2.0);
    let (bottom, top) = (cell.y - height / 2.0, cell.y + height / 2.0);
    vec![(left, bottom), (right, bottom), (right, top), (left, top)]
}

/// The cells with any density; the others are as many again, and empty.
fn features(cells: &[Cell], raster: &Raster) -> Vec<Feature> {
    let feature = |cell: &Cell| Feature {
        shape: Shape::Polygon(corners(cell, raster.cell)),
        properties: Map::from_iter([("density".to_owned(), json!(cell.density))]),
    };
    cells.iter().filter(|cell| cell.density > 0.0).map(feature).collect()
}

fn chart(found: &KernelDensity, cells: &[Cell]) -> Chart {
    Chart {
        title: "Density of events".to_owned(),
        description: sentence(found, cells),
        x_label: "x".to_owned(),
        y_label: "y".to_owned(),
        marks: Marks::Cells(
            cells
                .iter()
                .filter(|cell| cell.density > 0.0)
                .map(|cell| (corners(cell, found.raster.cell), cell.density))
                .collect(),
        ),
    }
}
