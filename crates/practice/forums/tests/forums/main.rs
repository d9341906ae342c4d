//! Forums through the ledger and through the router, up to the whole way from a concern to an action that is done.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

#[path = "../../../actions/tests/actions/bench.rs"]
mod bench;
mod forms;
mod meeting;
mod rights;
mod rules;
mod texts;
mod walk;
