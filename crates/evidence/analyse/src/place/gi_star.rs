//! `comity analyse gi-star`.

use std::path::PathBuf;

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::Caution;
use comity_methods::place::getis_ord::{GetisOrd, Local, Settings, getis_ord};
use comity_methods::place::grid::{Cells, Grid};
use comity_methods::place::weights::{self, Weights};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::choices::{Finding, Laying, degrees, name, random_orders};
use super::grid;
use super::neighbours::Neighbours;
use crate::answer::{self, Answer, Feature, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// Where are the hot spots? Getis-Ord Gi* of points counted into a grid, of counted cells, or of areas.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse gi-star robberies.csv --x easting --y northing --cell 500\n\n\
    Counted cells: --x and --y are their centres, --count their counts. Areas: no --cell, --count with --neighbours.")]
pub struct GiStar {
    #[command(flatten)]
    file: File,
    /// The distance between opposite sides of a cell; without it the rows are areas.
    #[arg(long, value_name = "SIZE", requires_all = ["x", "y"], conflicts_with_all = ["neighbours", "nearest", "within"])]
    cell: Option<f64>,
    /// The column of the counts, where the rows are cells counted already, or areas. [default: the rows are points]
    #[arg(long, value_name = "COL", required_unless_present = "cell")]
    count: Option<String>,
    #[command(flatten)]
    neighbours: Neighbours,
    #[command(flatten)]
    laying: Laying,
    /// Count points into the cells of these areas alone, a .geojson file in the points' coordinates.
    #[arg(long, value_name = "FILE", conflicts_with = "count")]
    areas: Option<PathBuf>,
    /// Gi, where a cell is held against its neighbours without itself, in place of Gi*.
    #[arg(long)]
    without_self: bool,
    /// Conditional permutations beside the closed form; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 9999, value_parser = random_orders())]
    permutations: u32,
    #[command(flatten)]
    finding: Finding,
    /// Below which p-value a cell is called hot or cold.
    #[arg(long, value_name = "P", default_value_t = 0.05)]
    alpha: f64,
}

/// Every cell's Gi*.
#[derive(Debug, Serialize)]
struct Found {
    n: usize,
    mean: f64,
    largest: Option<f64>,
    /// Cells with a high Gi* whose p (p_fdr) is below alpha; and with a low one.
    hot: usize,
    hot_fdr: usize,
    cold: usize,
    cold_fdr: usize,
    permutations: u32,
    points: Option<usize>,
    outside: Option<usize>,
    dropped: usize,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    x: Option<f64>,
    y: Option<f64>,
    count: f64,
    gi_star: Option<f64>,
    p: Option<f64>,
    p_fdr: Option<f64>,
    p_permutation: Option<f64>,
    p_permutation_fdr: Option<f64>,
    /// The mean of the neighbourhood, and its standard error where there is no order in space.
    local_mean: Option<f64>,
    se: Option<f64>,
}

/// What the file held.
struct Read {
    values: Vec<f64>,
    /// Where there is a grid.
    cells: Option<Cells>,
    /// Centres as the file has them or the grid makes them.
    centres: Vec<Option<(f64, f64)>>,
    weights: Weights,
    points: Option<(usize, usize)>,
    dropped: usize,
    warnings: Vec<Caution>,
}

impl GiStar {
    pub fn answer(&self) -> Result<Answer, Fault> {
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            return Err(Fault::input(format!("--alpha is {}, expected a number between 0 and 1", self.alpha)));
        }
        let read = match (self.cell, &self.count, &self.neighbours.x, &self.neighbours.y) {
            (Some(cell), None, Some(x), Some(y)) => self.points(cell, x, y)?,
            (Some(cell), Some(count), Some(x), Some(y)) => self.counted(cell, count, x, y)?,
            (None, Some(count), ..) => self.by_area(count)?,
            _ => return Err(Fault::input("give --x, --y and --cell, or --count and --neighbours")),
        };
        let settings = Settings {
            star: !self.without_self,
            dependence: self.finding.adjust.into(),
            permutations: self.permutations,
            seed: self.finding.seed,
        };
        let found = getis_ord(&read.values, &read.weights, settings)
            .map_err(|error| Fault::input(format!("{}: {error}", self.file.name())))?;
        self.told(&read, &found)
    }

    fn points(&self, cell: f64, x: &str, y: &str) -> Result<Read, Fault> {
        let found = grid::points(&self.file, (x, y), cell, &self.laying, self.areas.as_deref())?;
        let weights = self.lattice(&found.cells)?;
        Ok(Read {
            values: found.counts,
            centres: found.cells.centres().into_iter().map(Some).collect(),
            cells: Some(found.cells),
            weights,
            points: Some((found.points, found.outside)),
            dropped: found.dropped,
            warnings: found.warnings,
        })
    }

    fn counted(&self, cell: f64, count: &str, x: &str, y: &str) -> Result<Read, Fault> {
        let table = self.file.read(&[x, y, count])?;
        let (across, up, values) = (table.numbers(x)?, table.numbers(y)?, table.numbers(count)?);
        let wrong = |error| table.fault(error, &[("x", x), ("y", y), ("cells", x), ("counts", count)]);
        comity_methods::check::not_negative("counts", &values).map_err(wrong)?;
        let cells = Grid::of_centres(self.laying.shape.into(), cell, &across, &up).map_err(wrong)?;
        let shape = self.laying.shape.into();
        let weights = weights::lattice(&cells.columns, &cells.rows, shape, self.neighbours.contiguity.into());
        Ok(Read {
            weights: weights.map_err(wrong)?,
            cells: Some(cells),
            warnings: degrees(&across, &up).into_iter().collect(),
            centres: across.into_iter().zip(up).map(Some).collect(),
            values,
            points: None,
            dropped: 0,
        })
    }

    fn by_area(&self, count: &str) -> Result<Read, Fault> {
        let mut columns = vec![count];
        columns.extend(self.neighbours.columns());
        let table = self.file.read(&columns)?;
        let values = table.numbers(count)?;
        let weights = self.neighbours.weights(&table)?;
        let centres = match (&self.neighbours.x, &self.neighbours.y) {
            (Some(x), Some(y)) => table.numbers(x)?.into_iter().zip(table.numbers(y)?).map(Some).collect(),
            _ => vec![None; values.len()],
        };
        Ok(Read { values, cells: None, centres, weights, points: None, dropped: 0, warnings: Vec::new() })
    }

    fn lattice(&self, cells: &Cells) -> Result<Weights, Fault> {
        let shape = cells.grid.shape;
        Ok(weights::lattice(&cells.columns, &cells.rows, shape, self.neighbours.contiguity.into())?)
    }

    fn told(&self, read: &Read, found: &GetisOrd) -> Result<Answer, Fault> {
        let called = |high: bool, of: fn(&Local) -> Option<f64>| {
            let is = |one: &&Local| {
                one.z.is_some_and(|z| if high { z > 0.0 } else { z < 0.0 }) && of(one).is_some_and(|p| p < self.alpha)
            };
            found.local.iter().filter(is).count()
        };
        let cells: Vec<Cell> = (read.values.iter().zip(&read.centres).zip(&found.local))
            .map(|((count, centre), one)| Cell {
                x: centre.map(|(x, _)| x),
                y: centre.map(|(_, y)| y),
                count: *count,
                gi_star: one.z,
                p: one.p,
                p_fdr: one.p_fdr,
                p_permutation: one.p_permutation,
                p_permutation_fdr: one.p_permutation_fdr,
                local_mean: one.local_mean,
                se: one.se,
            })
            .collect();
        let largest = found.local.iter().filter_map(|one| one.z).max_by(f64::total_cmp);
        let result = Found {
            n: found.n,
            mean: found.mean,
            largest,
            hot: called(true, |one| one.p),
            hot_fdr: called(true, |one| one.p_fdr),
            cold: called(false, |one| one.p),
            cold_fdr: called(false, |one| one.p_fdr),
            permutations: found.permutations,
            points: read.points.map(|(points, _)| points),
            outside: read.points.map(|(_, outside)| outside),
            dropped: read.dropped,
            cells,
        };
        self.written(read, &result, &found.cautions)
    }

    fn written(&self, read: &Read, result: &Found, cautions: &[Caution]) -> Result<Answer, Fault> {
        let name_of = if self.without_self { "Gi" } else { "Gi*" };
        let unit = if read.cells.is_some() { "cells" } else { "areas" };
        let sentence = format!(
            "{} of {} {unit} are hot ({name_of} above 0, p below {}), {} of them under false-discovery control; {} are cold. The largest {name_of} is {}.",
            result.hot,
            result.n,
            self.alpha,
            result.hot_fdr,
            result.cold,
            result.largest.map_or_else(|| "unknown".to_owned(), |largest| format!("{largest:.5}"))
        );
        let mut sheet = Sheet::new(["x", "y", "count", "gi_star", "p", "p_fdr", "p_permutation"]);
        let (mut features, mut drawn) = (Vec::new(), Vec::new());
        for (at, cell) in result.cells.iter().enumerate() {
            let values: [Value; 7] = [
                json!(cell.x),
                json!(cell.y),
                json!(cell.count),
                json!(cell.gi_star),
                json!(cell.p),
                json!(cell.p_fdr),
                json!(cell.p_permutation),
            ];
            let properties: Map<_, _> = sheet.header.iter().cloned().zip(values.clone()).collect();
            sheet.row(values);
            if let Some(corners) = read.cells.as_ref().and_then(|cells| corners(cells, at)) {
                drawn.push((corners.clone(), cell.gi_star.unwrap_or(0.0)));
                features.push(Feature { shape: answer::Shape::Polygon(corners), properties });
            } else if let (Some(x), Some(y)) = (cell.x, cell.y) {
                features.push(Feature { shape: answer::Shape::Point(x, y), properties });
            }
        }
        let values: Vec<Option<f64>> = result.cells.iter().map(|cell| cell.gi_star).collect();
        sheet.largest_first(&values);
        let mut answer = Answer::new("gi-star", result, &*sentence)?.sheet(sheet).features(features);
        if !drawn.is_empty() {
            answer = answer.chart(Chart {
                title: format!("{name_of} of each cell"),
                description: sentence,
                x_label: self.neighbours.x.clone().unwrap_or_default(),
                y_label: self.neighbours.y.clone().unwrap_or_default(),
                marks: Marks::Cells(drawn),
            });
        }
        let warnings = read.warnings.iter().chain(cautions).cloned();
        Ok(self.inputs(answer).warnings(warnings))
    }

    fn inputs(&self, answer: Answer) -> Answer {
        let mut answer = answer.input("file", self.file.name());
        answer.inputs.extend(self.neighbours.inputs());
        let answer = answer
            .input("cell", self.cell)
            .input("count", self.count.clone())
            .input("shape", name(self.laying.shape))
            .input("origin", self.laying.origin.clone())
            .input("areas", self.areas.as_ref().map(|path| path.display().to_string()))
            .input("contiguity", name(self.neighbours.contiguity))
            .input("with_self", !self.without_self)
            .input("permutations", self.permutations);
        self.finding.inputs(answer).input("alpha", self.alpha)
    }
}

fn corners(cells: &Cells, at: usize) -> Option<Vec<(f64, f64)>> {
    Some(cells.grid.corners(*cells.columns.get(at)?, *cells.rows.get(at)?))
}
