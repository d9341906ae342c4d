//! The methods of `comity_methods::place` as commands.

mod areas;
pub mod choices;
mod concentration;
mod density;
mod geary;
mod gi_star;
mod grid;
mod moran;
mod nearest;
mod neighbours;
pub mod points;
#[cfg(test)]
mod points_tests;
mod prediction;
mod ripley;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Concentration(concentration::Concentration),
    Density(density::Density),
    Geary(Box<geary::Geary>),
    GiStar(Box<gi_star::GiStar>),
    Grid(Box<grid::Grid>),
    Moran(Box<moran::Moran>),
    Nearest(nearest::Nearest),
    Prediction(prediction::Prediction),
    Ripley(ripley::Ripley),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Concentration(method) => method.answer(),
            Self::Density(method) => method.answer(),
            Self::Geary(method) => method.answer(),
            Self::GiStar(method) => method.answer(),
            Self::Grid(method) => method.answer(),
            Self::Moran(method) => method.answer(),
            Self::Nearest(method) => method.answer(),
            Self::Prediction(method) => method.answer(),
            Self::Ripley(method) => method.answer(),
        }
    }
}
