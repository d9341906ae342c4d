//! Charts drawn as SVG and PDF: readable without colour and without scripts, in both directions of writing.
//!
//! A [`Chart`] says what is to be seen; it is laid out once into a list of lines, shapes, dots and texts
//! ([`mod@scene`]), which both writers print, so that they look the same. The way of drawing is that of official
//! statistics: the title is the message, what is measured stands above the scale and is never turned on its side,
//! values stand beside their marks where there is room, lines differ by dashes and markers and carry their names.
//! The same chart gives the same bytes.

mod frame;
mod kinds;
mod letters;
mod number;
mod pdf;
mod scale;
mod scene;
mod shades;
mod svg;
#[cfg(test)]
mod tests;

/// A chart: what it shows, and how it is told to those who do not see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: String,
    /// One sentence that says what the chart shows.
    pub description: String,
    /// What lies across: the names of upright bars, the columns of a table of shades, the values of intervals.
    pub x_label: String,
    /// What lies upwards: the values of bars and lines, the rows of a table of shades, the names of intervals.
    pub y_label: String,
    pub marks: Marks,
}

/// What is drawn. A value that is no number (NaN, infinity) is drawn as missing.
#[derive(Clone, Debug, PartialEq)]
pub enum Marks {
    /// One bar for each (name, value), from zero.
    Bars(Vec<(String, f64)>),
    /// Lines through (x, y), each with its name; told apart by dashes and markers, not by colour alone.
    Lines(Vec<(String, Vec<(f64, f64)>)>),
    /// Lines over named steps (months), a value of each line for each name; from zero, where a step without any value is
    /// marked as missing on the scale, so that it is not taken for nothing.
    Steps { names: Vec<String>, lines: Vec<(String, Vec<f64>)> },
    /// Rates (name, size, rate) around a common one, with the limits that chance keeps to: `limits` are pairs of lower and
    /// upper lines over sizes, each with its name, from the inner to the outer. What lies outside the outer is drawn full.
    Funnel { points: Vec<(String, f64, f64)>, centre: f64, limits: Vec<Limits> },
    /// Lines over successive periods, whose names stand below: x is 1 at the first of `names`.
    Periods { names: Vec<String>, lines: Vec<(String, Vec<(f64, f64)>)> },
    /// One interval for each name: estimate, lower, upper end (`None`: without end), with an optional line of reference.
    Intervals { rows: Vec<(String, f64, f64, Option<f64>)>, reference: Option<f64> },
    /// A table of values as shades, `values[row][column]`.
    Heat { rows: Vec<String>, columns: Vec<String>, values: Vec<Vec<f64>> },
    /// Areas of a map as shades: corners and value, in one pair of coordinates. They are degrees where `x_label` says
    /// "longitude", and a unit of length otherwise.
    Cells(Vec<(Vec<(f64, f64)>, f64)>),
    /// Points (x, y) with an optional line of reference through (0, intercept) with a slope: `(intercept, slope)`.
    Points { points: Vec<(f64, f64)>, line: Option<(f64, f64)> },
}

/// A pair of lines around what is common.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    pub name: String,
    /// (size, lower, upper), the sizes rising.
    pub at: Vec<(f64, f64, f64)>,
}

/// Which way the chart's language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    /// Names stand on the right and bars grow to the left; the number line of a curve or a map keeps its direction.
    RightToLeft,
}

/// How a chart is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The width in pixels (SVG) or points (PDF), 240 to 4000. Text keeps its size: 320 is drawn for a telephone.
    pub width: f64,
    pub direction: Direction,
    /// The language of the chart's words, as in `<html lang>`: `en`, `ar`.
    pub language: String,
    /// What is said where there is nothing to draw.
    pub nothing: String,
    /// What is said of a value that is missing.
    pub missing: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 720.0,
            direction: Direction::LeftToRight,
            language: "en".to_owned(),
            nothing: "There are no values to draw.".to_owned(),
            missing: "no value".to_owned(),
        }
    }
}

impl Chart {
    /// The chart as an SVG document, 720 pixels wide, from left to right.
    pub fn svg(&self) -> String {
        self.svg_with(&Options::default())
    }

    /// The chart as an SVG document: with `role="img"`, title and description; no script, no style, no font file.
    pub fn svg_with(&self, options: &Options) -> String {
        svg::write(&kinds::scene(self, options))
    }

    /// The chart as a PDF document of one page, 720 points wide, from left to right.
    pub fn pdf(&self) -> Vec<u8> {
        self.pdf_with(&Options::default())
    }

    /// The chart as a PDF document of one page, tagged as one figure with its description.
    ///
    /// The letters are those of the Helvetica that every PDF reader has (Windows-1252). Others are drawn as `?`, which
    /// a line at the foot says; what is copied or read aloud has them all.
    pub fn pdf_with(&self, options: &Options) -> Vec<u8> {
        pdf::write(&kinds::scene(self, options))
    }

    /// Whether the PDF can draw every letter of the chart.
    pub fn pdf_has_all_letters(&self) -> bool {
        kinds::scene(self, &Options::default()).texts().all(|text| letters::windows_1252(text).1)
    }
}
