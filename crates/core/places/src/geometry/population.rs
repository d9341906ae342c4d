//! Reading how many people live in each area.

use std::collections::HashMap;

const LISTED: usize = super::LISTED;
const CODES: [&str; 8] =
    ["gss_code", "code", "area_code", "ward_code", "lsoa_code", "area code", "ward code", "geography code"];
const FIGURES: [&str; 6] = ["population", "all ages", "all_ages", "total population", "total", "residents"];

/// The figure of one area. An empty cell is an unknown population, never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    pub code: String,
    pub people: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PopulationError {
    #[error("the file is empty; a CSV file with the columns \"gss_code\" and \"population\" was expected")]
    Empty,
    #[error("no column with the {what} was found among {found}; a name such as \"{example}\" was expected")]
    NoColumn { what: &'static str, found: String, example: &'static str },
    #[error("the file has its header but no rows")]
    NoRows,
    /// `first` holds at most 20 sentences out of `total`.
    #[error("{}", list(*total, first))]
    Lines { total: usize, first: Vec<String> },
}

fn list(total: usize, first: &[String]) -> String {
    let head = if total == 1 { "1 line".into() } else { format!("{total} lines") };
    let more = if total > first.len() { format!("; the first {}", first.len()) } else { String::new() };
    first
        .iter()
        .fold(format!("{head} of the population file cannot be read{more}:"), |text, one| format!("{text}\n  {one}"))
}

/// Reads a CSV file with a header: a column with the area's code and one with its population, in any order among others.
///
/// # Errors
/// A sentence when the columns are missing, or the first 20 lines that cannot be read.
pub fn read_population(bytes: &[u8]) -> Result<Vec<Population>, PopulationError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let mut records = reader.byte_records();
    let header = match records.next() {
        Some(Ok(header)) => header,
        _ => return Err(PopulationError::Empty),
    };
    let code = column(&header, &CODES, "CD", "area's code", "gss_code")?;
    let figure = column(&header, &FIGURES, "POP", "population", "population")?;
    let mut rows = Vec::new();
    let mut earlier: HashMap<String, u64> = HashMap::new();
    let (mut total, mut first) = (0, Vec::new());
    for record in records {
        // The reader is over bytes in memory and accepts any bytes and any length, so an error ends the file.
        let Ok(record) = record else { break };
        let line = record.position().map_or(0, csv::Position::line);
        match row(&record, header.len(), code, figure).and_then(|row| match earlier.insert(row.code.clone(), line) {
            Some(before) => Err(format!("the code \"{}\" is already on line {before}", row.code)),
            None => Ok(row),
        }) {
            Ok(row) => rows.push(row),
            Err(sentence) => {
                total += 1;
                if first.len() < LISTED {
                    first.push(format!("line {line}: {sentence}"));
                }
            }
        }
    }
    match (total, rows.is_empty()) {
        (0, true) => Err(PopulationError::NoRows),
        (0, false) => Ok(rows),
        _ => Err(PopulationError::Lines { total, first }),
    }
}

fn row(record: &csv::ByteRecord, columns: usize, code: usize, figure: usize) -> Result<Population, String> {
    if record.len() != columns {
        return Err(format!("{columns} columns were expected, found {}", record.len()));
    }
    let cell = |at| std::str::from_utf8(record.get(at).unwrap_or_default()).map(str::trim);
    let (Ok(code), Ok(figure)) = (cell(code), cell(figure)) else {
        return Err("text in UTF-8 was expected; save the file as UTF-8".into());
    };
    if code.is_empty() {
        return Err("the area's code is missing".into());
    }
    Ok(Population { code: code.to_owned(), people: people(figure)? })
}

/// A whole number, with or without thousands separators that stand where they should; empty is unknown.
fn people(figure: &str) -> Result<Option<u64>, String> {
    if figure.is_empty() {
        return Ok(None);
    }
    let mut groups = figure.split(',');
    let head = groups.next().unwrap_or_default();
    let grouped = figure.contains(',');
    let fits = groups.all(|group| group.len() == 3) && !head.is_empty() && (!grouped || head.len() <= 3);
    let digits: String = figure.chars().filter(|&c| c != ',').collect();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = if fits && plain { digits.parse().ok() } else { None };
    let shown: String = figure.chars().take(40).collect();
    number.map(Some).ok_or_else(|| format!("a whole number of people (or nothing) was expected, found \"{shown}\""))
}

fn column(
    header: &csv::ByteRecord,
    wanted: &[&str],
    ending: &str,
    what: &'static str,
    example: &'static str,
) -> Result<usize, PopulationError> {
    let names: Vec<String> =
        header.iter().map(|name| String::from_utf8_lossy(name).trim().chars().take(40).collect()).collect();
    let exact = wanted.iter().find_map(|want| names.iter().position(|name| name.eq_ignore_ascii_case(want)));
    let official = || names.iter().position(|name| name.len() > ending.len() && name.ends_with(ending));
    exact.or_else(official).ok_or_else(|| {
        let found = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        PopulationError::NoColumn { what, found, example }
    })
}
