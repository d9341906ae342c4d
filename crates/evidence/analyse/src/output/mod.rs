//! Writing an answer: for people, as JSON, and into files.

mod files;
mod terminal;
#[cfg(test)]
mod tests;

use std::io::{BufWriter, Write, stdout};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::Common;
use crate::answer::Answer;
use crate::fault::Fault;

pub use files::check;
#[cfg(test)]
pub use files::write as files;
pub use terminal::{WIDTH, wrapped};

/// Writes the answer's files and prints it. A reader that went away is no error.
pub fn write(common: &Common, answer: &Answer) -> Result<(), Fault> {
    files::write(&common.out, answer)?;
    let mut out = BufWriter::new(stdout().lock());
    let printed =
        if common.json { as_json(&mut out, answer) } else { terminal::print(&mut out, answer, terminal::width()) };
    match printed.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::output(format!("the answer cannot be printed: {error}")))
        }
        _ => Ok(()),
    }
}

/// What `--json` prints, in this order.
#[derive(Serialize)]
struct Told<'a> {
    method: &'a str,
    inputs: &'a Map<String, Value>,
    result: &'a Value,
    warnings: Vec<Warning<'a>>,
}

#[derive(Serialize)]
struct Warning<'a> {
    code: &'a str,
    found: bool,
    text: &'a str,
}

fn as_json(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    let warnings = answer.warnings.iter();
    let warnings = warnings.map(|caution| Warning { code: caution.code, found: caution.found, text: &caution.text });
    let told =
        Told { method: answer.method, inputs: &answer.inputs, result: &answer.result, warnings: warnings.collect() };
    serde_json::to_writer(&mut *out, &told)?;
    writeln!(out)
}
