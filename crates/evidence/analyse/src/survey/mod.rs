//! The methods of `comity_methods::survey` as commands.

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match *self {}
    }
}
