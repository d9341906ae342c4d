//! The engine's answers beside a plain walk over the rows, and what it says of files that it cannot use.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod damage;
mod limits;
mod made;
mod same;
