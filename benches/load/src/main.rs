//! Loads a running site over HTTP, and says how it answered.
//!
//! `comity-load submit` raises concerns: each connection reads the form's page once, as a browser does, and then sends
//! the whole form with its token again and again, with other words each time. An answer counts only if its status is 200
//! and it shows a receipt's code that no other answer showed. `comity-load read` asks for one page and looks for a text in
//! it.
//!
//! It runs on the machine that it measures, so it uses one thread and little of it, and says how much: its own seconds
//! of CPU stand beside the server's in every result.
//!
//! Without `--rate` each connection waits for its answer before it sends the next request: that shows how many the site
//! can answer, and times that say little, for the more connections, the longer each waits. With `--rate` requests are due
//! at fixed moments, whether the site keeps up or not, and the time of each counts from the moment when it was due.

mod client;
mod figures;
mod form;
mod process;
mod round;
mod work;

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::work::{Codes, Read, Submit};

/// Loads a running site over HTTP and reports how it answered.
#[derive(Debug, Parser)]
#[command(name = "comity-load")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Raise concerns through the form.
    Submit {
        /// Read the form anew before each concern, as different people would.
        #[arg(long)]
        form_each_time: bool,
        #[command(flatten)]
        load: Load,
    },
    /// Read one page again and again.
    Read {
        /// The page, such as /neighbourhoods.
        path: String,
        /// A text that the page must hold.
        #[arg(long)]
        holds: String,
        /// Accept gzip, as browsers do.
        #[arg(long)]
        gzip: bool,
        #[command(flatten)]
        load: Load,
    },
}

/// How much of it.
#[derive(Clone, Debug, Args)]
struct Load {
    /// Where the site listens.
    #[arg(long, value_name = "ADDR:PORT")]
    site: SocketAddr,
    /// Connections, each waiting for its answer before it goes on.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Requests that are due in each second, on all connections together; without it, as many as are answered.
    #[arg(long)]
    rate: Option<u32>,
    /// Seconds that are measured.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Seconds before those, which are not.
    #[arg(long, default_value_t = 2)]
    warm_up: u64,
    /// The most requests that are sent in all.
    #[arg(long, default_value_t = 500_000)]
    most: u64,
    /// The server's process: its CPU and its memory are reported.
    #[arg(long)]
    pid: Option<u32>,
    /// The database's first process: its CPU and that of its children is reported.
    #[arg(long)]
    database_pid: Option<u32>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Load {
    fn warm_up(&self) -> Duration {
        Duration::from_secs(self.warm_up)
    }

    /// When the request of this number is due, if there is a rate.
    fn due(&self, number: u64) -> Option<Duration> {
        self.rate
            .filter(|rate| *rate > 0)
            .map(|rate| Duration::from_micros(number.saturating_mul(1_000_000) / u64::from(rate)))
    }

    fn until(&self) -> Duration {
        Duration::from_secs(self.warm_up + self.seconds)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&error.to_string()),
    };
    let (load, result) = match arguments.what {
        What::Submit { form_each_time, load } => {
            let codes = Codes::default();
            let result = runtime.block_on(round::run(&load, || Submit::new(load.site, &codes, form_each_time)));
            (load, result)
        }
        What::Read { path, holds, gzip, load } => {
            let result = runtime.block_on(round::run(&load, || Read::new(load.site, &path, &holds, gzip)));
            (load, result)
        }
    };
    let text = if load.json { result.json().to_string() } else { result.text() };
    if writeln!(std::io::stdout(), "{text}").is_err() {
        return ExitCode::FAILURE;
    }
    if result.errors() == 0 && result.answers() > 0 {
        ExitCode::SUCCESS
    } else {
        refuse("not all requests were answered")
    }
}

fn refuse(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "comity-load: {message}");
    ExitCode::FAILURE
}
