//! The methods of `comity_methods::time` as commands.

mod aoristic;
mod change_points;
mod early_warning;
mod hour_of_week;
mod scan;
mod seasonality;
mod series;
#[cfg(test)]
mod tests;
mod trend;
mod wall;

use clap::Subcommand;

use crate::answer::Answer;
use crate::fault::Fault;

#[derive(Debug, Subcommand)]
pub enum Methods {
    Aoristic(aoristic::Args),
    ChangePoints(change_points::Args),
    EarlyWarning(early_warning::Args),
    HourOfWeek(hour_of_week::Args),
    Scan(scan::Args),
    Seasonality(seasonality::Args),
    Trend(trend::Args),
}

impl Methods {
    pub fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Aoristic(args) => args.answer(),
            Self::ChangePoints(args) => args.answer(),
            Self::EarlyWarning(args) => args.answer(),
            Self::HourOfWeek(args) => args.answer(),
            Self::Scan(args) => args.answer(),
            Self::Seasonality(args) => args.answer(),
            Self::Trend(args) => args.answer(),
        }
    }
}
