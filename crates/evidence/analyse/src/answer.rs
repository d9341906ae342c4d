//! What a method says: for people, for programs, and for files.

use comity_charts::Chart;
use comity_methods::Caution;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::fault::Fault;

/// An answer, ready to be written in any form.
#[derive(Debug)]
pub struct Answer {
    pub method: &'static str,
    /// Everything that the answer depends on: file, columns, settings, seed.
    pub inputs: Map<String, Value>,
    /// The result as programs read it.
    pub result: Value,
    /// What it says, in one or two plain sentences.
    pub sentence: String,
    /// The rows that go into a CSV file and onto the terminal.
    pub sheet: Sheet,
    /// The places that go into a GeoJSON file; empty where the method knows none.
    pub features: Vec<Feature>,
    /// The drawing, where there is one.
    pub chart: Option<Chart>,
    pub warnings: Vec<Caution>,
}

impl Answer {
    /// An answer of `method` with this `result`.
    ///
    /// Errors: a result that cannot be told in JSON.
    pub fn new(method: &'static str, result: &impl Serialize, sentence: impl Into<String>) -> Result<Self, Fault> {
        let result = comity_methods::sound(result).map_err(|error| Fault::input(error.to_string()))?;
        let result = serde_json::to_value(result).map_err(|error| Fault::output(error.to_string()))?;
        Ok(Self {
            method,
            inputs: Map::new(),
            result,
            sentence: sentence.into(),
            sheet: Sheet::default(),
            features: Vec::new(),
            chart: None,
            warnings: Vec::new(),
        })
    }

    /// Says what the answer depends on.
    #[must_use]
    pub fn input(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.inputs.insert(name.to_owned(), value.into());
        self
    }

    #[must_use]
    pub fn sheet(mut self, sheet: Sheet) -> Self {
        self.sheet = sheet;
        self
    }

    #[must_use]
    pub fn features(mut self, features: Vec<Feature>) -> Self {
        self.features = features;
        self
    }

    #[must_use]
    pub fn chart(mut self, chart: Chart) -> Self {
        self.chart = Some(chart);
        self
    }

    #[must_use]
    pub fn warnings(mut self, warnings: impl IntoIterator<Item = Caution>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}

/// Rows that people are shown; a file holds them all.
pub const SHOWN: usize = 24;

/// The name of a column, and its value in a row.
type Column<'a, T> = (&'a str, fn(&T) -> Value);

/// Rows under a header.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<Vec<Value>>,
    /// Which rows people are shown, where these are not the first ones.
    pub first: Option<Vec<usize>>,
}

impl Sheet {
    pub fn new<const N: usize>(header: [&str; N]) -> Self {
        Self { header: header.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    /// A row for each of `rows`: every column's name beside its value.
    pub fn of<'a, T: 'a, const N: usize>(rows: impl IntoIterator<Item = &'a T>, columns: [Column<'a, T>; N]) -> Self {
        let mut sheet = Self::new(columns.map(|(name, _)| name));
        rows.into_iter().for_each(|row| sheet.row(columns.map(|(_, value)| value(row))));
        sheet
    }

    /// Shows people the rows with the largest of these values, one for each row; the rows themselves stay in order.
    pub fn largest_first(&mut self, values: &[Option<f64>]) {
        let of = |row: &usize| values.get(*row).copied().flatten().unwrap_or(f64::NEG_INFINITY);
        let larger = |a: &usize, b: &usize| of(b).total_cmp(&of(a)).then(a.cmp(b));
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        if order.len() > SHOWN {
            order.select_nth_unstable_by(SHOWN, larger);
            order.truncate(SHOWN);
        }
        order.sort_unstable_by(larger);
        self.first = Some(order);
    }

    /// The rows that people are shown.
    pub fn shown(&self) -> Vec<&[Value]> {
        match &self.first {
            None => self.rows.iter().take(SHOWN).map(Vec::as_slice).collect(),
            Some(first) => first.iter().filter_map(|row| self.rows.get(*row)).map(Vec::as_slice).collect(),
        }
    }

    pub fn row(&mut self, values: impl IntoIterator<Item = Value>) {
        self.rows.push(values.into_iter().collect());
    }
}

/// One place of the answer.
#[derive(Clone, Debug)]
pub struct Feature {
    pub shape: Shape,
    pub properties: Map<String, Value>,
}

/// Where it is, in the coordinates of the input.
#[derive(Clone, Debug)]
pub enum Shape {
    Point(f64, f64),
    /// The corners of an area, the first not repeated.
    Polygon(Vec<(f64, f64)>),
}
