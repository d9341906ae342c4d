//! Names, all invented: of quarters, streets, people and organisations.

pub(crate) mod organisations;
pub(crate) mod people;
pub(crate) mod priorities;
pub(crate) mod quarters;
pub(crate) mod streets;
