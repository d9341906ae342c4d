//! The methods of `comity_methods::again` as commands.

mod days;
mod knox;
mod repeats;
#[cfg(test)]
mod tests;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Knox(knox::Knox),
    Repeats(repeats::Repeats),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Knox(method) => method.answer(),
            Self::Repeats(method) => method.answer(),
        }
    }
}
