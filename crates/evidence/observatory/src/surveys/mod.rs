//! Surveys: what people said when they were asked, and how sure that is.
//!
//! A survey's rows are kept as an object that nobody but the program reads. What is public of them is computed once, when the
//! file is imported ([`import_survey_now`]): estimates with intervals that know how the sample was drawn, small groups and
//! rare answers withheld ([`protect`]). The entry in the ledger names both; pages and programs read the [`results`] alone.

mod estimate;
mod import;
mod layout;
pub mod protect;
pub mod results;
mod sheet;
mod stored;
mod tables;

use comity_datasets::ImportError;
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_store::ObjectError;
use parquet::errors::ParquetError;

pub use import::{SURVEY_IMPORTED, SurveyImported, import_survey_now, layout_now};
pub use layout::{Answer, Group, Kind, Layout, Question};
pub(crate) use tables::{MIGRATION, project};
pub use tables::{Survey, find, surveys};

/// Why a survey was not imported. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    #[error("the file is empty (0 bytes); a CSV file with a header and one row for each person was expected")]
    Empty,
    #[error("the file has its header but no rows; one row for each person who answered was expected")]
    NoRows,
    #[error("the file has more than {} MiB; a survey of that size was not expected: leave out columns", .most >> 20)]
    TooLong { most: usize },
    #[error("line {line}: text in UTF-8 was expected; save the file as UTF-8")]
    NotText { line: u64 },
    #[error("the layout does not fit: {0}")]
    Layout(String),
    #[error(
        "the layout names the column {column:?}, which is not among {found}; `--show-layout` prints a draft for this file"
    )]
    NoColumn { column: String, found: String },
    /// `first` holds at most 20 sentences out of `total`.
    #[error("{}", lines(*total, first))]
    Lines { total: usize, first: Vec<String> },
    #[error("the column {column:?} has {found} different values, at most {most} are expected; are these numbers?")]
    TooMany { column: String, found: usize, most: usize },
    #[error("nobody answered the question in the column {0:?}")]
    Nobody(String),
    #[error("this survey was imported already, as {survey}")]
    AlreadyImported { survey: Reference },
    #[error("what the survey says cannot be estimated: {what}: {cause}")]
    Method { what: String, cause: comity_methods::Error },
    #[error("the results cannot be made safe: {0}")]
    Disclosure(#[from] comity_disclosure::Error),
    #[error(transparent)]
    File(ImportError),
    #[error("the rows cannot be stored: {0}")]
    Stored(#[from] ParquetError),
    #[error("the results cannot be written as JSON: {0}")]
    Written(#[from] serde_json::Error),
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

impl From<ImportError> for SurveyError {
    fn from(error: ImportError) -> Self {
        if let ImportError::Empty = error { Self::Empty } else { Self::File(error) }
    }
}

fn lines(total: usize, first: &[String]) -> String {
    let head = if total == 1 { "1 line cannot be read".to_owned() } else { format!("{total} lines cannot be read") };
    let more = if total > first.len() { format!("; the first {}", first.len()) } else { String::new() };
    first.iter().fold(format!("{head}, so the file was refused{more}:"), |text, line| format!("{text}\n  {line}"))
}
