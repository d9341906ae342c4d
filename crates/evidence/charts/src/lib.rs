//! Charts drawn as SVG and PDF: readable without colour and without scripts.

mod pdf;
mod svg;

/// A chart: what it shows, and how it is told to those who do not see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: String,
    /// One sentence that says what the chart shows.
    pub description: String,
    pub x_label: String,
    pub y_label: String,
    pub marks: Marks,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Marks {
    /// One bar for each (name, value), from zero.
    Bars(Vec<(String, f64)>),
    /// Lines through (x, y), each with its name; told apart by dashes and markers, not by colour alone.
    Lines(Vec<(String, Vec<(f64, f64)>)>),
    /// One interval for each name: estimate, lower, upper end (`None`: without end), with an optional line of reference.
    Intervals { rows: Vec<(String, f64, f64, Option<f64>)>, reference: Option<f64> },
    /// A table of values as shades, `values[row][column]`.
    Heat { rows: Vec<String>, columns: Vec<String>, values: Vec<Vec<f64>> },
    /// Areas of a map as shades: corners and value, in one pair of coordinates.
    Cells(Vec<(Vec<(f64, f64)>, f64)>),
    /// Points (x, y) with an optional line of reference through (0, intercept) with a slope.
    Points { points: Vec<(f64, f64)>, line: Option<(f64, f64)> },
}

impl Chart {
    /// The chart as an SVG document.
    pub fn svg(&self) -> String {
        svg::draw(self)
    }

    /// The chart as a PDF document of one page.
    pub fn pdf(&self) -> Vec<u8> {
        pdf::draw(self)
    }
}
