//! The command alone, without the rest of the program: `cargo run --example analyse -- moran FILE …`.

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
struct Alone {
    #[command(flatten)]
    analyse: comity_analyse::Analyse,
}

fn main() -> ExitCode {
    match comity_analyse::run(&Alone::parse().analyse) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("analyse: {fault}");
            ExitCode::from(fault.status())
        }
    }
}
