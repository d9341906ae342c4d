//! Settings that several of the methods take.

use clap::builder::RangedI64ValueParser;
use clap::{Args, ValueEnum};
use comity_methods::Caution;
use comity_methods::place::false_discovery::Dependence;
use comity_methods::place::grid;
use comity_methods::place::grid::too_many;
use comity_methods::place::weights;

use crate::answer::Answer;
use crate::fault::Fault;

/// The form of a cell.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Shape {
    #[default]
    Square,
    /// Odd rows half a cell to the right; --cell is the distance between opposite sides.
    Hexagon,
}

impl From<Shape> for grid::Shape {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Square => Self::Square,
            Shape::Hexagon => Self::Hexagon,
        }
    }
}

/// Who touches whom.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Contiguity {
    /// Those that share a corner or a side.
    #[default]
    Queen,
    /// Those that share a side.
    Rook,
}

impl From<Contiguity> for weights::Contiguity {
    fn from(contiguity: Contiguity) -> Self {
        match contiguity {
            Contiguity::Queen => Self::Queen,
            Contiguity::Rook => Self::Rook,
        }
    }
}

/// The false-discovery control.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Adjust {
    /// Benjamini and Hochberg: tests that are independent, or alike among neighbours.
    #[default]
    Bh,
    /// Benjamini and Yekutieli: whatever the dependence; finds less.
    By,
}

impl From<Adjust> for Dependence {
    fn from(adjust: Adjust) -> Self {
        match adjust {
            Adjust::Bh => Self::Positive,
            Adjust::By => Self::Any,
        }
    }
}

/// What methods that test every area take alike.
#[derive(Clone, Copy, Debug, Args)]
pub struct Finding {
    /// Where the random numbers start.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The control of false finds among the areas.
    #[arg(long, value_enum, default_value_t)]
    pub adjust: Adjust,
}

impl Finding {
    /// Everything that the answer depends on.
    pub fn inputs(self, answer: Answer) -> Answer {
        answer.input("seed", self.seed).input("adjust", name(self.adjust))
    }
}

/// How many random orders a command makes at most.
pub fn random_orders() -> RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(..=1_000_000)
}

/// The name that the command line has for a choice.
pub fn name(choice: impl ValueEnum) -> String {
    choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// A p-value as a sentence tells it.
pub fn p_value(p: f64) -> String {
    if p < 0.0001 { "below 0.0001".to_owned() } else { format!("{p:.4}") }
}

/// Where a grid is laid.
#[derive(Clone, Debug, Args)]
pub struct Laying {
    /// The form of the cells.
    #[arg(long, value_enum, default_value_t)]
    pub shape: Shape,
    /// The centre of one cell, so that two grids agree: `--origin 430000,390000`. [default: the lower left corner of the
    /// box around the points, or a cell that starts in that of the areas]
    #[arg(long, value_name = "X,Y", allow_hyphen_values = true)]
    pub origin: Option<String>,
}

impl Laying {
    /// The origin's two numbers.
    pub fn origin(&self) -> Result<Option<(f64, f64)>, Fault> {
        let Some(text) = &self.origin else { return Ok(None) };
        let number = |part: &str| part.trim().parse::<f64>().ok().filter(|value| value.is_finite());
        let pair = text.split_once(',').and_then(|(x, y)| Some((number(x)?, number(y)?)));
        pair.map(Some).ok_or_else(|| Fault::input(format!("--origin {text}: two numbers are needed, X,Y")))
    }
}

/// The most cells that a command tells: each takes about a kilobyte until it is written.
pub const CELLS: usize = 1_000_000;

/// Errors: more cells than are told, with the size that would do.
pub fn few_enough(cell: f64, cells: f64) -> Result<(), Fault> {
    if cells <= CELLS as f64 { Ok(()) } else { Err(too_many(cell, cells, CELLS as f64).into()) }
}

/// A warning where coordinates look like degrees of longitude and latitude.
pub fn degrees(x: &[f64], y: &[f64]) -> Option<Caution> {
    let within = |values: &[f64], limit: f64| values.iter().all(|value| value.abs() <= limit);
    (within(x, 180.0) && within(y, 90.0)).then(|| {
        Caution::found(
            "degrees",
            "The coordinates look like degrees, which are not equally long in both directions: project them to metres first.",
        )
    })
}
