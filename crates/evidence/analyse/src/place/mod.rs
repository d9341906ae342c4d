//! The methods of `comity_methods::place` as commands.

mod areas;
mod choices;
mod geary;
mod gi_star;
mod grid;
mod moran;
mod neighbours;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Geary(Box<geary::Geary>),
    GiStar(Box<gi_star::GiStar>),
    Grid(Box<grid::Grid>),
    Moran(Box<moran::Moran>),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Geary(method) => method.answer(),
            Self::GiStar(method) => method.answer(),
            Self::Grid(method) => method.answer(),
            Self::Moran(method) => method.answer(),
        }
    }
}
