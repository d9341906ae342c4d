//! The program: command line and wiring, and no rules of its own.
//!
//! Results go to standard output, progress and messages to standard error. The exit status is 0 only when all was done,
//! 1 when it was not, 2 when the command line is wrong, 3 when the same content had been imported already, and 4 when a
//! check found nothing wrong and could not settle everything.

mod arguments;
mod commands;
mod configuration;
mod place;
mod serve;
mod slices;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command, DatasetWhat, ImportWhat, LedgerWhat};

/// Why a command was not done: what is told, and the exit status.
#[derive(Debug)]
pub struct Failure {
    pub message: String,
    pub status: u8,
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { message: error.to_string(), status: 1 }
    }
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("comity: {}", printable(&failure.message));
            ExitCode::from(failure.status)
        }
    }
}

/// A message may quote what was in a file or came from a site: a terminal must not obey it.
pub fn printable(message: &str) -> String {
    let shown = |c: char| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c };
    message.chars().map(shown).collect()
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(serve) => serve::run(&serve),
        Command::Demo(demo) => commands::demo::run(&demo),
        Command::Import(import) => match import.what {
            ImportWhat::Areas(areas) => commands::import::areas(&areas),
            ImportWhat::Incidents(incidents) => commands::import::incidents(&incidents),
            ImportWhat::Addresses(addresses) => commands::publish::addresses(&addresses),
            ImportWhat::Survey(survey) => commands::survey::survey(&survey),
            ImportWhat::Population(population) => commands::survey::population(&population),
        },
        Command::Publish(publish) => commands::publish::run(&publish),
        Command::Dataset(dataset) => match dataset.what {
            DatasetWhat::List(list) => commands::dataset::list(&list),
            DatasetWhat::Counts(counts) => commands::dataset::counts(&counts),
        },
        Command::Analyse(analyse) => comity_analyse::run(&analyse)
            .map_err(|fault| Failure { message: fault.to_string(), status: fault.status() }),
        Command::Ledger(ledger) => match ledger.what {
            LedgerWhat::Verify(verify) => commands::ledger::verify(&verify),
            LedgerWhat::Replay(replay) => commands::ledger::replay(&replay),
            LedgerWhat::Checkpoint(place) => commands::ledger::checkpoint(&place),
            LedgerWhat::Erase(erase) => commands::ledger::erase(&erase),
            LedgerWhat::Epoch(epoch) => commands::ledger::epoch(&epoch),
        },
        Command::Account(account) => commands::account::run(&account),
        Command::Backup(backup) => commands::backup::backup(&backup),
        Command::Restore(restore) => commands::backup::restore(&restore),
    }
}
