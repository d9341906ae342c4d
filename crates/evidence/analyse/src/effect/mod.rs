//! The methods of `comity_methods::effect` as commands.

mod did;
mod interrupted;
mod matching;
mod panel;
mod power;
mod synthetic;
#[cfg(test)]
mod tests;
mod wdd;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Did(did::Did),
    Interrupted(interrupted::Interrupted),
    Matching(matching::Matching),
    Power(power::Power),
    Synthetic(synthetic::Synthetic),
    Wdd(wdd::Wdd),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Did(method) => method.answer(),
            Self::Interrupted(method) => method.answer(),
            Self::Matching(method) => method.answer(),
            Self::Power(method) => method.answer(),
            Self::Synthetic(method) => method.answer(),
            Self::Wdd(method) => method.answer(),
        }
    }
}
