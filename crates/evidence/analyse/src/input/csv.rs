//! Reading CSV, with comma, semicolon or tab.

use std::io::Read;

use ::csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::source::{LONGEST, Lines, beginning};
use super::{Column, Table, places};
use crate::fault::Fault;

pub fn read(reader: impl Read, source: &str, columns: &[&str]) -> Result<Table, Fault> {
    let (start, all) = beginning(reader).map_err(|error| io(source, &error))?;
    let mut csv =
        ReaderBuilder::new().delimiter(delimiter(&start)).buffer_capacity(1 << 16).from_reader(Lines::new(all));
    let header = csv.byte_headers().map_err(|error| broken(source, &error))?.clone();
    let header: Vec<String> = header.iter().map(heading).collect::<Option<_>>().ok_or_else(|| utf8(source, 1))?;
    let places = places(&header, columns, source)?;
    let mut table = Table {
        source: source.to_owned(),
        columns: places.iter().map(|(name, _)| Column::new(name)).collect(),
        lines: Vec::new(),
        unit: "line",
    };
    let mut record = ByteRecord::new();
    loop {
        let read = csv.read_byte_record(&mut record);
        let line = record.position().map_or(0, ::csv::Position::line);
        if csv.get_ref().ended && is_open(&record, csv.get_ref().last) {
            return Err(Fault::input(format!("line {line} of {source}: a quote is opened and never closed")));
        }
        if !read.map_err(|error| broken(source, &error))? {
            break;
        }
        if record.as_slice().len() > LONGEST {
            return Err(Fault::input(format!("line {line} of {source} is longer than 1 MiB")));
        }
        for (column, (_, place)) in table.columns.iter_mut().zip(&places) {
            let value = record.get(*place).unwrap_or_default();
            column.push(std::str::from_utf8(value).map_err(|_| utf8(source, line))?);
        }
        table.lines.push(line);
        table.within()?;
    }
    Ok(table)
}

/// Whether the file's last value took in what follows it, up to the end of the file, whose `last` letter closes no quote.
fn is_open(record: &ByteRecord, last: u8) -> bool {
    last != b'"' && record.iter().next_back().is_some_and(|value| value.contains(&b'\n'))
}

fn heading(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    Some(name.trim_start_matches('\u{feff}').trim().to_owned())
}

/// The one of comma, semicolon and tab that the first line has most of.
fn delimiter(start: &[u8]) -> u8 {
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| first.iter().filter(|byte| **byte == delimiter).count();
    let most = [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter));
    most.unwrap_or(b',')
}

fn utf8(source: &str, line: u64) -> Fault {
    Fault::input(format!("line {line} of {source} is not UTF-8; save the file as UTF-8"))
}

fn io(source: &str, error: &std::io::Error) -> Fault {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Fault::input(format!("{source} is truncated: it ends before its end")),
        _ => Fault::input(format!("{source} cannot be read: {error}")),
    }
}

fn broken(source: &str, error: &::csv::Error) -> Fault {
    match error.kind() {
        ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, ::csv::Position::line);
            Fault::input(format!("line {line} of {source} has {len} values where the header has {expected_len}"))
        }
        ErrorKind::Io(error) => io(source, error),
        _ => Fault::input(format!("{source} is not readable CSV: {error}")),
    }
}
