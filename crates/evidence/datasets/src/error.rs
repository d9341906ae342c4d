//! Why a file of incidents was refused, in sentences for the person who has the file.

use parquet::errors::ParquetError;

/// How many lines are listed one by one; the rest are counted.
pub const LISTED: usize = 20;

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file is empty (0 bytes); a police.uk CSV file, plain or gzip, was expected")]
    Empty,
    #[error("the file is a ZIP archive; unpack it and import each CSV file in it")]
    Archive,
    #[error("the file is in UTF-16; save it as UTF-8")]
    Utf16,
    #[error("the gzip file ends in the middle: it is truncated; fetch it again")]
    GzipTruncated,
    #[error("the gzip file is damaged ({0}); fetch it again")]
    GzipDamaged(String),
    #[error("after the end of the gzip data there are further bytes that are no gzip data; fetch the file again")]
    GzipTrailing,
    #[error("line {line} is longer than 1 MiB (perhaps a quote is never closed); one incident a line was expected")]
    LineTooLong { line: u64 },
    #[error(
        "the first line is no header: the 12 column names of police.uk ({}) were expected, found {found}",
        super::mapping::COLUMNS.join(", ")
    )]
    NoHeader { found: String },
    #[error("the columns do not fit: {}", columns(missing, extra, repeated))]
    WrongColumns { missing: Vec<String>, extra: Vec<String>, repeated: Vec<String> },
    #[error("the file has its header but no incidents")]
    NoRows,
    /// `first` holds at most [`LISTED`] lines of the `refused` out of `read` rows.
    #[error("{}", lines(*refused, first))]
    Lines { read: u64, refused: u64, first: Vec<BadLine> },
    #[error("line {line}: more than {most} different values in the column {column}; it should hold a few categories")]
    TooManyKinds { line: u64, most: usize, column: String },
    #[error("line {line}: more than {most} different combinations of area, month and crime type")]
    TooManyCells { line: u64, most: usize },
    #[error("the file is not the GeoJSON that was expected: {0}")]
    GeoJson(String),
    #[error("the file is not the Parquet that was expected: {0}")]
    Parquet(String),
    #[error(
        "the gzip file unpacks to more than {ratio} times its size, which no Parquet file does; unpack it and import that"
    )]
    Unpacked { ratio: u64 },
    #[error("{0}")]
    Undetected(Missing),
    #[error(
        "the dates in {column} can be day/month or month/day; print the mapping with --show-mapping, set the format to \
         %d/%m/%Y or %m/%d/%Y and give it with --mapping"
    )]
    DayOrMonth { column: String },
    #[error("the mapping does not fit: {0}")]
    Mapping(String),
    #[error("the classification does not fit: {0}")]
    Classification(String),
    #[error("expected the code of a coordinate reference system such as EPSG:26910, found {found}")]
    UnknownCrs { found: String },
    #[error("expected the name of a time zone such as Europe/London, found {found}")]
    UnknownZone { found: String },
    #[error(
        "longitude and latitude seem to be exchanged: of {points} points {within} lie in the areas only the other way \
         round; exchange the columns in the file, or x and y in its mapping"
    )]
    Exchanged { points: u64, within: u64 },
    #[error("the file could not be read: {0}")]
    Read(#[source] std::io::Error),
    #[error("the incidents could not be stored: {}", cause(.0))]
    Store(#[from] ParquetError),
    #[error("the stored incidents cannot be read: {0}")]
    Stored(String),
}

impl ImportError {
    /// The same, with the name of the column that has too many kinds.
    pub(super) fn in_column(self, name: &str) -> Self {
        match self {
            Self::TooManyKinds { line, most, .. } => Self::TooManyKinds { line, most, column: name.to_owned() },
            other => other,
        }
    }
}

/// What was not found in the columns of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Time,
    Place,
    Crs,
    Kind,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Time => {
                "no column with the time was found (a month, a date, a date and time, or year and month apart); name it \
                 in a mapping and give that with --mapping"
            }
            Self::Place => {
                "no columns with the place were found (longitude and latitude, or x and y); name them in a mapping and \
                 give that with --mapping"
            }
            Self::Crs => {
                "the coordinates are no degrees, and in no known reference system do they lie in the areas of the \
                 partnership; name their reference system with --crs, such as --crs EPSG:26910"
            }
            Self::Kind => {
                "no column with the kind of incident was found; if the file has one kind only, name it with --kind, else \
                 name the column in a mapping and give that with --mapping"
            }
        })
    }
}

/// A line that cannot be read. Lines are counted from 1, the header included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    pub line: u64,
    /// The column at fault, when it is one.
    pub column: Option<String>,
    pub expected: std::borrow::Cow<'static, str>,
    pub found: String,
}

impl BadLine {
    /// A cell at fault, `found` as it is shown.
    pub(super) fn cell(line: u64, column: &str, expected: &'static str, found: String) -> Self {
        Self { line, column: Some(column.to_owned()), expected: expected.into(), found }
    }
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(out, ", {column}")?;
        }
        write!(out, ": expected {}, found {}", self.expected, self.found)
    }
}

/// A value as it is shown in a sentence: quoted, shortened, control characters made visible.
pub(super) fn shown(value: &str) -> String {
    if value.is_empty() {
        return "nothing".into();
    }
    let mut shown: String = value.chars().take(60).flat_map(char::escape_debug).collect();
    if value.chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

/// What the writing library wraps, without its wrapping.
fn cause(error: &ParquetError) -> String {
    match error {
        ParquetError::External(inner) => inner.to_string(),
        other => other.to_string(),
    }
}

fn columns(missing: &[String], extra: &[String], repeated: &[String]) -> String {
    let parts = [("missing", missing), ("not known", extra), ("more than once", repeated)];
    let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
    parts.map(|(what, names)| format!("{what}: {}", names.join(", "))).collect::<Vec<_>>().join("; ")
}

fn lines(refused: u64, first: &[BadLine]) -> String {
    let head = match refused {
        1 => "1 line cannot be read, so the file was refused:".to_owned(),
        _ if refused > first.len() as u64 => {
            format!("{refused} lines cannot be read, so the file was refused; the first {}:", first.len())
        }
        _ => format!("{refused} lines cannot be read, so the file was refused:"),
    };
    first.iter().fold(head, |text, line| format!("{text}\n  {line}"))
}
