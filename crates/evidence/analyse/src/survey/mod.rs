//! The methods of `comity_methods::survey` as commands.

mod answers;
mod estimates;
mod known;
mod sample;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Survey(Box<estimates::Survey>),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Survey(method) => method.answer(),
        }
    }
}
