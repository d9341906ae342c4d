//! Concerns through the ledger and through the router.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

#[path = "../../../actions/tests/actions/bench.rs"]
#[allow(dead_code, reason = "the bench serves several crates, each of which needs a part of it")]
mod bench;
mod erasing;
mod forms;
mod inbox;
mod raised;
mod receipt;
mod rules;
mod stored;
mod texts;
