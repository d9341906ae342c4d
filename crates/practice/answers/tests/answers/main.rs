//! Answering back, through the router: with the code, for everybody, and the proof.

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
#[path = "../../../forums/tests/forums/meeting.rs"]
#[allow(dead_code, reason = "shared with the tests of forums")]
mod meeting;
#[path = "../../../concerns/tests/concerns/raised.rs"]
#[allow(dead_code, reason = "shared with the tests of concerns")]
mod raised;

mod code;
mod mine;
mod proof;
mod public;
mod texts;
mod walk;
