//! What the tests of several crates share; no part of the program.
//!
//! Every test of storage runs on both databases. [`each_store!`] turns one function into two tests, `…::sqlite` and
//! `…::postgres`, each with a fresh [`Database`] of its own that is gone afterwards. PostgreSQL is the real server, with
//! `fsync=on` and with text sorted by language rules rather than by bytes, so that nothing comes to rest on an order that
//! the two databases do not share. One server serves all test processes that run at the same time ([`cluster`]).
//!
//! A test that has changed a ledger ends with [`verify`]: replay gives the same tables in any order, and every hash of the
//! log follows from the entries, recomputed here by the definitions and not by the code under test. A list of migrations
//! is held to making the same tables on both databases by [`assert_same_schema`].

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this crate is linked into tests only, where a panic is how a test fails"
)]

pub mod cluster;
mod database;
pub mod merkle;
mod peer;
mod schema;
mod tls;
mod verify;

pub use database::{Database, Engine, apart, block_on};
pub use peer::peer;
pub use schema::{Column, Schema, TableSchema, assert_same_schema, schema};
pub use tls::Certificates;
pub use verify::{verify, verify_log, verify_replay};

/// Makes each function two tests, `<name>::sqlite` and `<name>::postgres`, with a fresh database:
///
/// ```
/// comity_testing::each_store! {
///     fn a_row_is_found_again(database) {
///         let store = database.open(&[]);
///         // …
///     }
///
///     async fn ten_at_once(database) {
///         // …
///     }
/// }
/// ```
#[macro_export]
macro_rules! each_store {
    () => {};
    ($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block $($rest:tt)*) => {
        $crate::each_store!(@pair $(#[$meta])* $name, $database, { $crate::block_on(async move $body) });
        $crate::each_store!($($rest)*);
    };
    ($(#[$meta:meta])* fn $name:ident($database:ident) $body:block $($rest:tt)*) => {
        $crate::each_store!(@pair $(#[$meta])* $name, $database, $body);
        $crate::each_store!($($rest)*);
    };
    (@pair $(#[$meta:meta])* $name:ident, $database:ident, $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "a test need not use anything of its module")]
            use super::*;

            fn run($database: &$crate::Database) $body

            #[test]
            fn sqlite() {
                run(&$crate::Database::fresh($crate::Engine::Sqlite));
            }

            #[test]
            fn postgres() {
                run(&$crate::Database::fresh($crate::Engine::Postgres));
            }
        }
    };
}
