//! The methods of `comity_methods::survey` as commands.

mod answers;
mod compare;
mod estimates;
mod known;
mod regression;
mod replicates;
mod sample;
mod weights;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Survey(estimates::Survey),
    SurveyRegression(regression::SurveyRegression),
    SurveyReplicates(replicates::SurveyReplicates),
    SurveyTest(compare::SurveyTest),
    SurveyWeights(weights::SurveyWeights),
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
