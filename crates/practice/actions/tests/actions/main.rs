//! Actions through the ledger and through the router.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod bench;
mod pages;
mod rules;
mod texts;
