//! What the methods on points share: their coordinates, and what is told of rows left out.

use clap::Args;
use comity_methods::place::ripley::Window;
use comity_methods::{Caution, counted};
use serde::Serialize;

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

/// The points of a file.
#[derive(Debug)]
pub struct Points {
    /// The rows that have all the values asked for.
    pub table: Table,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// Rows that lack one.
    pub dropped: usize,
}

impl Coordinates {
    /// Reads the rows that have coordinates and values in the `others` too.
    pub fn read(&self, file: &File, others: &[&str]) -> Result<Points, Fault> {
        let mut columns = vec![self.x.as_str(), self.y.as_str()];
        columns.extend(others);
        let (table, dropped) = file.read(&columns)?.complete(&columns)?;
        let (x, y) = (table.numbers(&self.x)?, table.numbers(&self.y)?);
        Ok(Points { table, x, y, dropped })
    }

    /// A fault that names the line and the column.
    pub fn fault(&self, table: &Table, error: comity_methods::Error) -> Fault {
        table.fault(error, &[("x", &self.x), ("y", &self.y)])
    }
}

impl Points {
    /// The window that was named, or the smallest rectangle around the points.
    pub fn window(&self, named: Option<&[f64]>) -> Result<Window, Fault> {
        let window = match named {
            None => Window::around(&self.x, &self.y)?,
            Some(&[left, bottom, right, top]) => Window { left, bottom, right, top }.valid()?,
            Some(other) => {
                let count = other.len();
                return Err(Fault::input(format!("--window: {count} numbers given, left,bottom,right,top are needed")));
            }
        };
        Ok(window)
    }

    /// What is to be said of the points themselves.
    pub fn cautions(&self) -> Vec<Caution> {
        let mut cautions = Vec::from_iter(left_out(self.dropped));
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
