//! Why a question has no answer.

use std::time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("the store of datasets cannot be used: {0}")]
    Store(#[source] object_store::Error),
    #[error("{0:?} names no dataset: the SHA-256 of its bytes was expected, 64 hexadecimal digits in lower case")]
    NotAHash(String),
    #[error("the dataset {0} is not in the store")]
    Missing(String),
    #[error("the dataset {0} was altered: its bytes have another hash; restore it from a backup")]
    Altered(String),
    #[error("the dataset {dataset} has no column {column}; it has {}", found.join(", "))]
    NoColumn { dataset: String, column: &'static str, found: Vec<String> },
    #[error("in the dataset {dataset} the column {column} holds {found}; {expected} was expected")]
    ColumnType { dataset: String, column: &'static str, expected: &'static str, found: String },
    #[error("in a dataset the column {column} holds {found}, which is no {column}")]
    Value { column: &'static str, found: i32 },
    #[error("the column {0} was read as another type than its file says")]
    ReadAs(&'static str),
    #[error("the dataset {dataset} cannot be read: {cause}")]
    Unreadable { dataset: String, cause: parquet::errors::ParquetError },
    #[error(
        "the answer would need a table of {cells} cells, {most} are allowed: ask for fewer areas, months or kinds at once"
    )]
    TooManyCells { cells: u64, most: u64 },
    #[error(
        "the datasets have {rows} rows together, {most} can be counted in one question: ask for fewer datasets at once"
    )]
    TooManyRows { rows: u64, most: u64 },
    #[error("there was no answer within {} seconds: ask for fewer datasets, or a shorter time", .0.as_secs())]
    TimedOut(Duration),
    #[error("the threads that answer questions cannot be started: {0}")]
    Threads(#[source] std::io::Error),
    #[error("the question broke off: {0}")]
    BrokeOff(#[source] tokio::task::JoinError),
}
