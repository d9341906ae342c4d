//! The columns that a method asks for, read from a CSV or Parquet file, plain or gzip, or from a pipe.

mod csv;
mod parquet;
mod source;
#[cfg(test)]
mod tests;

use std::fs::File as OpenFile;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use clap::Args;
use comity_methods::Error;

use crate::fault::Fault;

/// The file of a method.
#[derive(Clone, Debug, Args)]
pub struct File {
    /// A CSV or Parquet file with a header, plain or gzip; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

impl File {
    /// The named `columns` of the file, in this order; naming one twice is fine.
    pub fn read(&self, columns: &[&str]) -> Result<Table, Fault> {
        Table::read(&self.file, columns)
    }

    /// The name as the answer's inputs tell it.
    pub fn name(&self) -> String {
        self.file.display().to_string()
    }
}

/// Columns of text, row by row, with the line of the file on which each row stands.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file's name, as messages tell it.
    source: String,
    columns: Vec<Column>,
    /// The line of each row; for Parquet, which has no lines, the row's number from 1.
    lines: Vec<u64>,
    /// What a place in the file is called: "line", or "row" in a Parquet file.
    unit: &'static str,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    text: String,
    ends: Vec<usize>,
}

impl Column {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), text: String::new(), ends: Vec::new() }
    }

    fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }
}

impl Table {
    /// Reads the named columns of `path`; every column where none is named.
    ///
    /// Errors: no such file, no such column (the file's own are told), broken CSV, Parquet or gzip, text that is not
    /// UTF-8, no rows.
    pub fn read(path: &Path, columns: &[&str]) -> Result<Self, Fault> {
        let source = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
        let unreadable = |error: std::io::Error| Fault::input(format!("{source} cannot be read: {error}"));
        let raw: Box<dyn Read> = if path == Path::new("-") {
            Box::new(stdin().lock())
        } else if path.is_dir() {
            return Err(Fault::input(format!("{source} is a folder, a file is needed")));
        } else {
            Box::new(OpenFile::open(path).map_err(unreadable)?)
        };
        let (start, all) = source::beginning(raw).map_err(unreadable)?;
        let table = if start.starts_with(&[0x1f, 0x8b]) {
            csv::read(source::Unpacked::new(all), &source, columns)?
        } else if start.starts_with(b"PAR1") {
            parquet::read(all, path, &source, columns)?
        } else if start.starts_with(b"PK\x03\x04") {
            return Err(Fault::input(format!("{source} is a workbook or a zip file; save the table as CSV")));
        } else if start.is_empty() {
            return Err(Fault::input(format!("{source} is empty: a header and rows are needed")));
        } else {
            csv::read(all, &source, columns)?
        };
        if table.lines.is_empty() {
            return Err(Fault::input(format!("{source} has a header and no rows")));
        }
        Ok(table)
    }

    /// Errors: columns that hold more than fits, as a huge file or one that unpacks to more than the memory does.
    fn within(&self) -> Result<(), Fault> {
        let held: usize = self.columns.iter().map(|column| column.text.len() + 8 * column.ends.len()).sum();
        if held <= MOST {
            return Ok(());
        }
        let line = self.lines.len() + 2;
        let (source, most) = (&self.source, MOST >> 20);
        Err(Fault::input(format!("{} {line} of {source}: the columns asked for hold more than {most} MiB", self.unit)))
    }

    /// The names of the columns that were read.
    pub fn names(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The values of a column that was asked for, without the space around them.
    pub fn text(&self, column: &str) -> Result<Vec<&str>, Fault> {
        let column = self.column(column)?;
        Ok((0..self.rows()).map(|row| column.get(row).trim()).collect())
    }

    /// The numbers of a column; every row must have one.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>, Fault> {
        let found = self.column(column)?;
        (0..self.rows()).map(|row| self.number(row, column, found.get(row).trim())).collect()
    }

    /// The numbers of a column, `None` where there is nothing (or R's `NA`).
    pub fn numbers_or_none(&self, column: &str) -> Result<Vec<Option<f64>>, Fault> {
        let found = self.column(column)?;
        let read = |row| match found.get(row).trim() {
            missing if is_missing(missing) => Ok(None),
            text => self.number(row, column, text).map(Some),
        };
        (0..self.rows()).map(read).collect()
    }

    /// Only the rows with a value in each of `columns`, and how many rows had none.
    pub fn complete(&self, columns: &[&str]) -> Result<(Self, usize), Fault> {
        let asked: Vec<&Column> = columns.iter().map(|name| self.column(name)).collect::<Result<_, _>>()?;
        let keep: Vec<bool> =
            (0..self.rows()).map(|row| asked.iter().all(|column| !is_missing(column.get(row).trim()))).collect();
        let kept = self.only(&keep);
        if kept.rows() == 0 {
            return Err(Fault::input(format!("{}: no row has a value in each of {}", self.source, columns.join(", "))));
        }
        let dropped = self.rows() - kept.rows();
        Ok((kept, dropped))
    }

    /// Only the rows for which `keep` says so.
    pub fn only(&self, keep: &[bool]) -> Self {
        let rows: Vec<usize> = (0..self.rows()).filter(|row| keep.get(*row).copied().unwrap_or(false)).collect();
        let column = |old: &Column| {
            let mut new = Column::new(&old.name);
            rows.iter().for_each(|row| new.push(old.get(*row)));
            new
        };
        Self {
            source: self.source.clone(),
            columns: self.columns.iter().map(column).collect(),
            lines: rows.iter().filter_map(|row| self.lines.get(*row).copied()).collect(),
            unit: self.unit,
        }
    }

    /// `line 7 of counts.csv, column pw`: where the value of `row` stands.
    pub fn at(&self, row: usize, column: &str) -> String {
        let line = self.lines.get(row).copied().unwrap_or_default();
        format!("{} {line} of {}, column {column}", self.unit, self.source)
    }

    /// A fault at the value of `row`: "line 7 of counts.csv, column pw: {what}".
    pub fn wrong(&self, row: usize, column: &str, what: impl std::fmt::Display) -> Fault {
        Fault::input(format!("{}: {what}", self.at(row, column)))
    }

    /// A method's error as a sentence about the file: `columns` says which column each `what` of the method came from.
    pub fn fault(&self, error: Error, columns: &[(&str, &str)]) -> Fault {
        match &error {
            Error::Value { what, row, found, expected } => {
                match columns.iter().find(|(name, _)| name == what).map(|(_, column)| *column) {
                    Some(column) => self.wrong(*row, column, format!("found {found}, expected {expected}")),
                    None => Fault::input(format!("{}: {error}", self.source)),
                }
            }
            _ => Fault::input(format!("{}: {error}", self.source)),
        }
    }

    fn column(&self, name: &str) -> Result<&Column, Fault> {
        let found = self.columns.iter().find(|column| column.name == name);
        found.ok_or_else(|| Fault::input(format!("{} was not read for the column {name:?}", self.source)))
    }

    fn number(&self, row: usize, column: &str, text: &str) -> Result<f64, Fault> {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ if is_missing(text) => Err(self.wrong(row, column, "there is no value, a number is needed")),
            _ if text.replacen(',', ".", 1).parse::<f64>().is_ok_and(f64::is_finite) => Err(self.wrong(
                row,
                column,
                format!("{text:?} is not a number; write it without a comma, decimals with a point"),
            )),
            _ => {
                let short: String = text.chars().take(80).collect();
                let more = if short.len() < text.len() { "…" } else { "" };
                Err(self.wrong(row, column, format!("{short:?}{more} is not a number")))
            }
        }
    }
}

/// The most bytes of the columns asked for that are held.
const MOST: usize = if cfg!(test) { 192 << 20 } else { 4 << 30 };

/// Nothing, or what R and pandas write for it.
pub fn is_missing(text: &str) -> bool {
    matches!(text, "" | "NA" | "NaN" | "nan")
}

/// The names as a message tells them: no letters that would command the terminal, and no more than fit on a few lines.
fn listed(names: &[String]) -> String {
    const MOST: usize = 600;
    let printable = |name: &String| name.replace(char::is_control, "\u{fffd}");
    let all = names.iter().map(printable).collect::<Vec<_>>().join(", ");
    match all.char_indices().nth(MOST) {
        None => all,
        Some((end, _)) => format!("{}…", all.get(..end).unwrap_or_default()),
    }
}

/// For each of the wanted columns, in order and without repeats, its place in the `header`; all where none is wanted.
fn places(header: &[String], columns: &[&str], source: &str) -> Result<Vec<(String, usize)>, Fault> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let every: Vec<&str> = header.iter().map(String::as_str).collect();
    for wanted in if columns.is_empty() { &every } else { columns } {
        if found.iter().any(|(name, _)| name == wanted) {
            continue;
        }
        let mut at = header.iter().enumerate().filter(|(_, name)| name == wanted).map(|(place, _)| place);
        match (at.next(), at.next()) {
            (Some(place), None) => found.push(((*wanted).to_owned(), place)),
            (Some(_), Some(_)) => {
                return Err(Fault::input(format!("line 1 of {source}: two columns are called {wanted:?}")));
            }
            (None, _) => {
                let there = listed(header);
                let values = header.iter().any(|name| name.parse::<f64>().is_ok());
                let hint = if values { "; is the header missing? The first line must name the columns" } else { "" };
                return Err(Fault::input(format!(
                    "line 1 of {source}: there is no column {wanted:?}; there are {there}{hint}"
                )));
            }
        }
    }
    Ok(found)
}
