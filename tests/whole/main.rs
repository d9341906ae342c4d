//! The whole program, as people and programs use it: the real binary, real HTTP, both databases.
//!
//! A test begins with a [`place::Place`], an empty database and folder of its own, runs commands on it
//! ([`place::Place::run`]) and serves it ([`server::Server`]), and talks to the site as a browser without scripts does
//! ([`client::Client`]). It ends with [`place::Place::verify`]: every stored entry and private part holds against the log,
//! and replay gives the stored tables. Nothing inside the program is called, except to recompute what it claims.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a panic is how a test fails"
)]

mod altering;
mod client;
mod place;
mod server;
mod told;

mod backup;
mod commands;
mod datasets;
mod demonstration;
mod faults;
mod nodes;
mod once;
mod opendata;
mod peers;
mod proof;
mod publication;
mod serve;
mod surveys;
mod tiles;
