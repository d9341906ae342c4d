//! `comity analyse grid`.

use std::path::{Path, PathBuf};

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::place::grid::{Area, Cells, Shape};
use comity_methods::{Caution, counted as spelled};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::areas;
use super::choices::{Laying, degrees, few_enough, name};
use crate::answer::{self, Answer, Feature, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// A grid of squares or hexagons over points, which are counted into it, or over the areas of a .geojson file.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse grid robberies.csv --x easting --y northing --cell 500 --shape hexagon"
)]
pub struct Grid {
    /// A CSV or Parquet file of points, or a .geojson file of areas.
    #[command(flatten)]
    file: File,
    /// The distance between opposite sides of a cell.
    #[arg(long, value_name = "SIZE")]
    cell: f64,
    /// The column of the eastings, in metres or another unit of length.
    #[arg(long, value_name = "COL", requires = "y")]
    x: Option<String>,
    /// The column of the northings.
    #[arg(long, value_name = "COL", requires = "x")]
    y: Option<String>,
    /// Lay the grid over the areas of this .geojson file, in the points' coordinates. [default: over the points' hull]
    #[arg(long, value_name = "FILE")]
    areas: Option<PathBuf>,
    #[command(flatten)]
    laying: Laying,
}

/// A grid, and how many points each cell holds.
#[derive(Debug, Serialize)]
struct Laid {
    shape: Shape,
    cell: f64,
    origin: (f64, f64),
    /// The number of cells.
    n: usize,
    /// Points in the file, those in no cell, and rows without coordinates.
    points: Option<usize>,
    outside: Option<usize>,
    dropped: usize,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    column: i32,
    row: i32,
    x: f64,
    y: f64,
    /// `None` where areas were given and no points.
    count: Option<f64>,
}

/// Points counted into a grid.
pub struct Points {
    pub cells: Cells,
    pub counts: Vec<f64>,
    pub points: usize,
    pub outside: usize,
    pub dropped: usize,
    pub warnings: Vec<Caution>,
}

/// Reads points and counts them into a grid over their hull or over `areas`.
pub fn points(
    file: &File,
    (x, y): (&str, &str),
    cell: f64,
    laying: &Laying,
    over: Option<&Path>,
) -> Result<Points, Fault> {
    let (table, dropped) = file.read(&[x, y])?.complete(&[x, y])?;
    let (across, up) = (table.numbers(x)?, table.numbers(y)?);
    let (shape, origin) = (laying.shape.into(), laying.origin()?);
    let wrong = |error| table.fault(error, &[("x", x), ("y", y)]);
    let cells = match over {
        None => Cells::over_points(&across, &up, shape, cell, origin).map_err(wrong)?,
        Some(path) => over_areas(path, shape, cell, origin)?,
    };
    few_enough(cell, cells.count() as f64)?;
    let counted = cells.count_points(&across, &up).map_err(wrong)?;
    let mut warnings: Vec<Caution> = degrees(&across, &up).into_iter().collect();
    if dropped > 0 {
        let text = format!("Left out: {} without coordinates.", spelled(dropped, "row"));
        warnings.push(Caution::found("dropped", text));
    }
    if counted.outside > 0 {
        warnings
            .push(Caution::found("outside", format!("{} points lie in none of the areas' cells.", counted.outside)));
    }
    if counted.outside == across.len() {
        return Err(Fault::input("no point lies in the areas: are both in the same coordinates?"));
    }
    Ok(Points { cells, counts: counted.counts, points: across.len(), outside: counted.outside, dropped, warnings })
}

fn over_areas(path: &Path, shape: Shape, cell: f64, origin: Option<(f64, f64)>) -> Result<Cells, Fault> {
    let areas: Vec<Area> = areas::read(path)?.into_iter().map(|named| named.area).collect();
    Cells::over_areas(&areas, shape, cell, origin).map_err(|error| Fault::input(format!("{}: {error}", path.display())))
}

impl Grid {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let (laid, counts, warnings) = match (&self.x, &self.y) {
            (Some(x), Some(y)) => {
                let found = points(&self.file, (x, y), self.cell, &self.laying, self.areas.as_deref())?;
                let told = (Some(found.points), Some(found.outside), found.dropped);
                ((found.cells, told), Some(found.counts), found.warnings)
            }
            _ if areas::is_geojson(&self.file.file) => {
                let shape = self.laying.shape.into();
                let cells = over_areas(&self.file.file, shape, self.cell, self.laying.origin()?)?;
                few_enough(self.cell, cells.count() as f64)?;
                let (x, y): (Vec<f64>, Vec<f64>) = cells.centres().into_iter().unzip();
                ((cells, (None, None, 0)), None, degrees(&x, &y).into_iter().collect())
            }
            _ => return Err(Fault::input("a grid over points needs --x and --y; a grid over areas a .geojson file")),
        };
        let (cells, (points, outside, dropped)) = laid;
        let rows = (0..).zip(cells.columns.iter().zip(&cells.rows)).zip(cells.centres());
        let listed: Vec<Cell> = rows
            .map(|((at, (column, row)), (x, y)): ((usize, _), _)| {
                let count = counts.as_ref().and_then(|counts| counts.get(at).copied());
                Cell { column: *column, row: *row, x, y, count }
            })
            .collect();
        let result = Laid {
            shape: cells.grid.shape,
            cell: self.cell,
            origin: cells.grid.origin,
            n: listed.len(),
            points,
            outside,
            dropped,
            cells: listed,
        };
        let sentence = match points {
            Some(points) => format!("{} cells hold {points} points.", result.n),
            None => format!("{} cells cover the areas.", result.n),
        };
        self.written(&result, &cells, sentence, warnings)
    }

    fn written(&self, result: &Laid, cells: &Cells, sentence: String, warnings: Vec<Caution>) -> Result<Answer, Fault> {
        let mut sheet = Sheet::new(["column", "row", "x", "y", "count"]);
        let (mut features, mut drawn) = (Vec::new(), Vec::new());
        for cell in &result.cells {
            let values: [Value; 5] =
                [json!(cell.column), json!(cell.row), json!(cell.x), json!(cell.y), json!(cell.count)];
            let properties = sheet.header.iter().cloned().zip(values.clone()).collect::<Map<_, _>>();
            sheet.row(values);
            let corners = cells.grid.corners(cell.column, cell.row);
            drawn.push((corners.clone(), cell.count.unwrap_or(0.0)));
            features.push(Feature { shape: answer::Shape::Polygon(corners), properties });
        }
        let chart = Chart {
            title: "Points in each cell".to_owned(),
            description: sentence.clone(),
            x_label: self.x.clone().unwrap_or_default(),
            y_label: self.y.clone().unwrap_or_default(),
            marks: Marks::Cells(drawn),
        };
        let answer = Answer::new("grid", result, sentence)?
            .input("file", self.file.name())
            .input("cell", self.cell)
            .input("shape", name(self.laying.shape))
            .input("x", self.x.clone())
            .input("y", self.y.clone())
            .input("areas", self.areas.as_ref().map(|path| path.display().to_string()))
            .input("origin", self.laying.origin.clone());
        let standing = Caution::standing(
            "depends-on-cells",
            "Counts depend on the size of the cells and on where the grid begins; try another of both before acting.",
        );
        Ok(answer.sheet(sheet).features(features).chart(chart).warnings(warnings).warnings([standing]))
    }
}
