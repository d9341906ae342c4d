//! The methods of `comity_methods::fair` as commands.

pub(crate) mod columns;
mod disparity;
mod groups;
mod hit_rate;
mod mantel_haenszel;
mod population;
mod rates;
mod representation;
#[cfg(test)]
mod tests;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Disparity(disparity::Disparity),
    HitRate(hit_rate::HitRate),
    MantelHaenszel(mantel_haenszel::MantelHaenszel),
    Rates(rates::Rates),
    Representation(representation::Representation),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Disparity(method) => method.answer(),
            Self::HitRate(method) => method.answer(),
            Self::MantelHaenszel(method) => method.answer(),
            Self::Rates(method) => method.answer(),
            Self::Representation(method) => method.answer(),
        }
    }
}
