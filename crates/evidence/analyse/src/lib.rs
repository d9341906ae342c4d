//! The methods as a command: `comity analyse METHOD FILE …`, with no server.
//!
//! A method here reads its columns ([`input`]), calls [`comity_methods`], and gives an [`answer::Answer`], which
//! [`output`] writes: for people, as one JSON object, and as a file of rows, areas or a drawing. What is wrong becomes one
//! sentence that names the line and the column ([`fault`]).

mod again;
mod answer;
mod effect;
mod fair;
mod fault;
mod input;
mod moments;
mod output;
mod periods;
mod place;
mod questions;
mod survey;
#[cfg(test)]
mod tests;
mod time;

use std::path::PathBuf;

use clap::{Args, Subcommand};

pub use fault::Fault;

use crate::answer::Answer;

/// Runs a statistical method on a CSV or Parquet file.
#[derive(Debug, Args)]
#[command(after_help = questions::by_question(), help_template = HELP)]
#[command(
    arg_required_else_help = true,
    subcommand_required = true,
    subcommand_value_name = "METHOD",
    disable_help_subcommand = true
)]
pub struct Analyse {
    #[command(subcommand)]
    method: Method,
    #[command(flatten)]
    common: Common,
}

/// The methods stand before the options, by question; clap's own list would tell them a second time.
const HELP: &str = "{about-with-newline}\n{usage-heading} {usage}{after-help}\n\nOptions:\n{options}\n";

/// What every method takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print one JSON object: {"method", "inputs", "result", "warnings"}.
    #[arg(long, global = true)]
    json: bool,
    /// Write the rows (.csv), the places (.geojson) or the drawing (.svg, .pdf) into this file. May be given again.
    #[arg(long, global = true, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Use this many threads; the answer is the same on any number of them. [default: all]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// The methods, family by family.
#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "Methods")]
enum Method {
    #[command(flatten)]
    Place(place::Methods),
    #[command(flatten)]
    Time(time::Methods),
    #[command(flatten)]
    Again(again::Methods),
    #[command(flatten)]
    Survey(survey::Methods),
    #[command(flatten)]
    Effect(effect::Methods),
    #[command(flatten)]
    Fair(fair::Methods),
}

impl Method {
    fn answer(&self) -> Result<Answer, Fault> {
        match self {
            Self::Place(method) => method.answer(),
            Self::Time(method) => method.answer(),
            Self::Again(method) => method.answer(),
            Self::Survey(method) => method.answer(),
            Self::Effect(method) => method.answer(),
            Self::Fair(method) => method.answer(),
        }
    }
}

/// Runs the method, prints its answer and writes its files.
///
/// Errors: everything that is wrong with the command line, the file or the output; see [`Fault::status`].
pub fn run(analyse: &Analyse) -> Result<(), Fault> {
    output::check(&analyse.common.out)?;
    let answer = match analyse.common.threads {
        None => analyse.method.answer()?,
        Some(threads) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build();
            pool.map_err(|error| Fault::output(error.to_string()))?.install(|| analyse.method.answer())?
        }
    };
    output::write(&analyse.common, &answer)
}
