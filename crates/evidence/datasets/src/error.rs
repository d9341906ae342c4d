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
        super::header::COLUMNS.join(", ")
    )]
    NoHeader { found: String },
    #[error("the columns do not fit: {}", columns(missing, extra, repeated))]
    WrongColumns { missing: Vec<String>, extra: Vec<String>, repeated: Vec<String> },
    #[error("the file has its header but no incidents")]
    NoRows,
    /// `first` holds at most [`LISTED`] lines of the `refused` out of `read` rows.
    #[error("{}", lines(*refused, first))]
    Lines { read: u64, refused: u64, first: Vec<BadLine> },
    #[error("line {line}: more than {most} different values in the column Crime type; it should hold a few categories")]
    TooManyKinds { line: u64, most: usize },
    #[error("line {line}: more than {most} different combinations of area, month and crime type")]
    TooManyCells { line: u64, most: usize },
    #[error("the file could not be read: {0}")]
    Read(#[source] std::io::Error),
    #[error("the incidents could not be stored: {}", cause(.0))]
    Store(#[from] ParquetError),
    #[error("the stored incidents cannot be read: {0}")]
    Stored(String),
}

/// A line that cannot be read. Lines are counted from 1, the header included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    pub line: u64,
    /// The column at fault, when it is one.
    pub column: Option<&'static str>,
    pub expected: &'static str,
    pub found: String,
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(column) = self.column {
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
