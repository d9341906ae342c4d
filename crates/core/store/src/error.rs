//! What can go wrong with the database, in terms that the caller can act upon.

#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database cannot be opened or reached: {0}")]
    Unavailable(String),
    #[error(
        "the database was changed by a later version of this program (it has `{0}`); use that version or a later one"
    )]
    Newer(String),
    #[error("the database refused a statement: {0}")]
    Statement(String),
    #[error("such a row is there already: {0}")]
    Unique(String),
    #[error("the transaction collided with another one")]
    Collision,
    #[error("the disk or the database failed while writing, and nothing of this change was kept: {0}")]
    NotWritten(String),
    #[error("the connection was lost while committing, and it is not known whether the change was kept: {0}")]
    Unsure(String),
    #[error("too many requests are waiting for the database")]
    Overloaded,
    #[error("the store is closing")]
    Stopped,
    #[error("a column holds something else than expected: expected {expected}, found {found}")]
    Column { expected: &'static str, found: String },
}

impl StoreError {
    /// Whether the same transaction, run again, may well succeed.
    pub(crate) fn is_collision(&self) -> bool {
        matches!(self, Self::Collision | Self::Unique(_))
    }

    /// Whether the connection is gone, so that nothing more can be asked on it.
    pub(crate) fn is_loss(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}
