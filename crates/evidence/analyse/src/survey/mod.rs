//! The methods of `comity_methods::survey` as commands.

mod answers;
mod compare;
mod estimates;
mod groups;
mod known;
mod regression;
mod replicate_rows;
mod replicates;
mod sample;
mod weights;
mod work;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Survey(Box<estimates::Survey>),
    SurveyRegression(Box<regression::SurveyRegression>),
    SurveyReplicates(Box<replicates::SurveyReplicates>),
    SurveyTest(Box<compare::SurveyTest>),
    SurveyWeights(Box<weights::SurveyWeights>),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Survey(method) => method.answer(),
            Self::SurveyRegression(method) => method.answer(),
            Self::SurveyReplicates(method) => method.answer(),
            Self::SurveyTest(method) => method.answer(),
            Self::SurveyWeights(method) => method.answer(),
        }
    }
}
