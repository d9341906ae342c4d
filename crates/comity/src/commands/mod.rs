//! One file per command.

pub mod account;
pub mod backup;
pub mod dataset;
pub mod demo;
pub mod import;
pub mod ledger;
pub mod publish;
pub mod survey;

use std::io::Write;

use crate::Failure;

/// Prints a result. A reader that went away is no error.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written =
        out.write_all(text.as_bytes()).and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
