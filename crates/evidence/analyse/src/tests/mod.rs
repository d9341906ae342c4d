//! What every method promises: its place in the help, an example that runs, and a page in `docs/methods`.

mod data;
mod examples;
mod pages;

use clap::{Command, Parser};

use crate::{Analyse, questions};

/// The command by itself.
#[derive(Debug, Parser)]
#[command(name = "comity analyse")]
struct Alone {
    #[command(flatten)]
    analyse: Analyse,
}

/// Every method, by name.
fn methods() -> Vec<Command> {
    questions::families().into_iter().flat_map(|(_, methods)| methods).collect()
}
