//! The survey estimates: published values, R's survey on the California schools, laws that must hold, coverage.

#![allow(clippy::indexing_slicing, reason = "a test may panic")]

mod laws;
mod peer;
mod published;
mod sample;
mod simulation;
