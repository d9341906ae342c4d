//! The ledger on its store, each test on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "these are tests, where a panic is how they fail"
)]

mod alterations;
mod cover;
mod deciding;
mod erasing;
mod notes;
mod once;
mod replaying;
mod sequencing;
mod serving;
