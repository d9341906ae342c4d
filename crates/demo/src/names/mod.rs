//! Names, all invented: of quarters, streets, people and organisations.

pub(crate) mod quarters;
pub(crate) mod streets;
