//! Why there is no answer.

/// Why a method gave no answer. Rows count from 0, as the caller's slices do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// One value cannot be used.
    #[error("{what} number {} is {found}, expected {expected}", row + 1)]
    Value { what: &'static str, row: usize, found: String, expected: &'static str },
    /// Two inputs that belong together differ in length.
    #[error("{what} has {found} values where {expected} are needed")]
    Length { what: &'static str, found: usize, expected: usize },
    /// Too few values for this method.
    #[error("{what}: {found} given, at least {needed} are needed")]
    TooFew { what: &'static str, found: usize, needed: usize },
    /// A setting of the caller's is not possible.
    #[error("{what} is {found}, expected {expected}")]
    Setting { what: &'static str, found: String, expected: String },
    /// The input is valid, and the question has no answer on it.
    #[error("{why}")]
    NoAnswer { why: String },
    /// An iteration did not settle.
    #[error("{what} did not settle within {steps} steps")]
    NotSettled { what: &'static str, steps: usize },
}

impl Error {
    /// A value that cannot be used.
    pub fn value(what: &'static str, row: usize, found: impl ToString, expected: &'static str) -> Self {
        Self::Value { what, row, found: found.to_string(), expected }
    }

    /// A setting that is not possible.
    pub fn setting(what: &'static str, found: impl ToString, expected: impl ToString) -> Self {
        Self::Setting { what, found: found.to_string(), expected: expected.to_string() }
    }

    /// A question without an answer.
    pub fn none(why: impl Into<String>) -> Self {
        Self::NoAnswer { why: why.into() }
    }
}
