//! Why something is not published.

/// Why a request was refused. Each says what was expected, what was found and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting that cannot be used.
    #[error("{what} is {found}, expected {expected}")]
    Setting { what: &'static str, found: String, expected: &'static str },
    /// One value of the input cannot be used. Rows count from 0.
    #[error("{what} number {} is {found}, expected {expected}", row + 1)]
    Value { what: &'static str, row: usize, found: String, expected: &'static str },
    /// A hierarchy that is not one tree.
    #[error("the hierarchy of {what} does not hold together at \"{name}\": {why}")]
    Hierarchy { what: &'static str, name: String, why: &'static str },
    /// A name that the table does not have.
    #[error("there is no {what} \"{name}\" in this table")]
    Unknown { what: &'static str, name: String },
    /// A count was given for something that has parts; counts belong to the finest level.
    #[error("the {what} \"{name}\" has parts; give the counts of its parts")]
    NotFinest { what: &'static str, name: String },
    /// The privacy budget does not suffice. Thousandths of epsilon.
    #[error("the release needs {asked} thousandths of the privacy budget and {left} are left; publish less, or wait")]
    Budget { asked: u32, left: u32 },
    /// The same release again with other content.
    #[error(
        "the release \"{release}\" is out with other content; releases are never changed: give the new one a name of its own"
    )]
    Changed { release: String },
    /// A period that is not over, or whose delay has not passed.
    #[error("{period} may be published from {from} on, not before")]
    TooEarly { period: String, from: String },
    /// A period that has been published.
    #[error("{period} has been published; what has changed since goes into a batch of corrections")]
    Published { period: String },
    /// A batch of corrections that would show single events.
    #[error("the corrections wait for more: {why}")]
    Wait { why: String },
    /// A protected number that a reader could work out.
    #[error("the number for {cell} could be worked out to within {width}; it needs {needed}")]
    Unsafe { cell: String, width: u64, needed: u64 },
}

impl Error {
    pub(crate) fn setting(what: &'static str, found: impl ToString, expected: &'static str) -> Self {
        Self::Setting { what, found: found.to_string(), expected }
    }
}
