//! The survey estimates: published values, R's survey on the California schools, laws that must hold, coverage.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop")]

mod laws;
mod peer;
mod published;
mod sample;
mod simulation;
