//! The methods of `comity_methods::time` as commands.

mod aoristic;
mod hour_of_week;
#[cfg(test)]
mod tests;
mod wall;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Aoristic(aoristic::Args),
    HourOfWeek(hour_of_week::Args),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Aoristic(args) => args.answer(),
            Self::HourOfWeek(args) => args.answer(),
        }
    }
}
