//! What the methods on points share: their coordinates, and what is told of rows left out.

use std::path::Path;

use clap::Args;
use comity_methods::place::grid::Area;
use comity_methods::place::window::{Outline, Rectangle, Window};
use comity_methods::{Caution, counted};
use serde::Serialize;
use serde_json::{Value, json};

use super::areas;
use crate::fault::Fault;
use crate::input::{File, Table};

/// Where the points stand in the file.
#[derive(Clone, Debug, Args)]
pub struct Coordinates {
    /// The column of each point's x (easting), in metres or feet rather than degrees.
    #[arg(long, value_name = "COL")]
    pub x: String,
    /// The column of each point's y (northing).
    #[arg(long, value_name = "COL")]
    pub y: String,
}

/// Where the points were observed.
#[derive(Clone, Debug, Args)]
pub struct Observed {
    /// Where points were observed: a rectangle, or the areas of a .geojson file in the points' coordinates; points outside
    /// of these are left out and counted. [default: the smallest rectangle around the points]
    #[arg(long, value_name = "LEFT,BOTTOM,RIGHT,TOP|FILE", allow_hyphen_values = true)]
    window: Option<String>,
}

impl Observed {
    pub fn named(&self) -> bool {
        self.window.is_some()
    }

    /// The window, and the points within it.
    pub fn points(&self, points: Points) -> Result<(Points, Window), Fault> {
        match self.window.as_deref() {
            None => {
                let around = Rectangle::around(&points.x, &points.y)?;
                Ok((points, around.into()))
            }
            Some(text) if areas::is_geojson(Path::new(text)) => {
                let window = outline(Path::new(text))?;
                Ok((points.within(&window)?, window))
            }
            Some(text) => Ok((points, rectangle(text)?.into())),
        }
    }

    /// The window among the answer's inputs.
    pub fn input(&self, window: &Window) -> Value {
        match (window, &self.window) {
            (Window::Outline(_), Some(file)) => json!(file),
            _ => json!(window),
        }
    }
}

fn rectangle(text: &str) -> Result<Rectangle, Fault> {
    let number = |part: &str| part.trim().parse::<f64>();
    let numbers: Vec<f64> = text.split(',').map(number).collect::<Result<_, _>>().map_err(|_| {
        Fault::input(format!("--window {text}: left,bottom,right,top are needed, four numbers, or a .geojson file"))
    })?;
    match *numbers.as_slice() {
        [left, bottom, right, top] => Ok(Rectangle { left, bottom, right, top }.valid()?),
        _ => {
            let count = numbers.len();
            Err(Fault::input(format!("--window: {count} numbers given, left,bottom,right,top are needed")))
        }
    }
}

/// All areas of a file as one window.
fn outline(path: &Path) -> Result<Window, Fault> {
    let rings = areas::read(path)?.into_iter().flat_map(|named| named.area.rings).collect();
    let outline = Outline::new(&Area { rings });
    outline.map(Window::from).map_err(|error| Fault::input(format!("{}: {error}", path.display())))
}

/// The points of a file.
#[derive(Debug)]
pub struct Points {
    /// The rows that have all the values asked for.
    pub table: Table,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// Rows that lack one.
    pub dropped: usize,
    /// Points left out because they lie outside of an outline.
    pub outside: Option<usize>,
}

impl Coordinates {
    /// Reads the rows that have coordinates and values in the `others` too.
    pub fn read(&self, file: &File, others: &[&str]) -> Result<Points, Fault> {
        let mut columns = vec![self.x.as_str(), self.y.as_str()];
        columns.extend(others);
        let (table, dropped) = file.read(&columns)?.complete(&columns)?;
        let (x, y) = (table.numbers(&self.x)?, table.numbers(&self.y)?);
        Ok(Points { table, x, y, dropped, outside: None })
    }

    /// A fault that names the line and the column.
    pub fn fault(&self, table: &Table, error: comity_methods::Error) -> Fault {
        table.fault(error, &[("x", &self.x), ("y", &self.y)])
    }
}

impl Points {
    /// Those within a window.
    fn within(self, window: &Window) -> Result<Self, Fault> {
        let keep: Vec<bool> = self.x.iter().zip(&self.y).map(|(x, y)| window.holds(*x, *y)).collect();
        let kept =
            |values: &[f64]| values.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect();
        let (x, y): (Vec<f64>, Vec<f64>) = (kept(&self.x), kept(&self.y));
        if x.is_empty() {
            return Err(Fault::input("no point lies in the window: are both in the same coordinates?"));
        }
        let outside = Some(self.x.len() - x.len());
        Ok(Self { table: self.table.only(&keep), x, y, dropped: self.dropped, outside })
    }

    /// What is to be said of the points themselves.
    pub fn cautions(&self) -> Vec<Caution> {
        let mut cautions = Vec::from_iter(left_out(self.dropped));
        if let Some(outside) = self.outside.filter(|outside| *outside > 0) {
            let text = format!("Left out: {} outside of the window.", counted(outside, "point"));
            cautions.push(Caution::found("outside", text));
        }
        let degrees = |values: &[f64], most: f64| values.iter().all(|value| value.abs() <= most);
        if degrees(&self.x, 180.0) && degrees(&self.y, 90.0) {
            let text = "The coordinates look like degrees of longitude and latitude: a degree is not the same length \
                        east as north. Project them to metres first.";
            cautions.push(Caution::found("degrees", text));
        }
        cautions
    }
}

/// The rows left out, where there are any.
pub fn left_out(dropped: usize) -> Option<Caution> {
    let text = || format!("Left out: {} without a value.", counted(dropped, "row"));
    (dropped > 0).then(|| Caution::found("rows-left-out", text()))
}

/// A result and the number of rows left out.
#[derive(Debug, Serialize)]
pub struct Told<'a, T> {
    #[serde(flatten)]
    pub found: &'a T,
    pub dropped: usize,
    /// Points outside of the window, where it is an outline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<usize>,
}

/// The part of a hundred, as people read it.
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// A p-value as people read it.
pub fn p_value(p: f64) -> String {
    if p < 0.0001 { "p < 0.0001".to_owned() } else { format!("p = {p:.4}") }
}
