//! The store, each test on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "these are tests, where a panic is how they fail"
)]

mod bucket;
mod collisions;
mod connections;
mod cut_off;
mod groups;
mod locks;
mod migrations;
mod objects;
mod tls;
mod transactions;
mod values;

use comity_store::{Migration, Store, StoreError, Value};
use comity_testing::Database;

const COUNTERS: &[Migration] = &[Migration {
    name: "test-1",
    sql: "CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL);
          INSERT INTO counters (name, value) VALUES ('one', 0)",
}];

fn counters(database: &Database) -> Store {
    database.open(COUNTERS)
}

fn add(store: &Store, name: &'static str) -> Result<(), StoreError> {
    store.write_now(move |tx| {
        tx.execute("INSERT INTO counters (name, value) VALUES ($1, 1)", &[Value::from(name)])?;
        Ok(())
    })
}

/// The names that are stored, in order.
fn names(store: &Store) -> Vec<String> {
    let rows = store.read_now(|tx| tx.query("SELECT name FROM counters ORDER BY name", &[])).unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

fn value(store: &Store, name: &'static str) -> i64 {
    let sql = "SELECT value FROM counters WHERE name = $1";
    store.read_now(move |tx| tx.value(sql, &[Value::from(name)])).unwrap().unwrap()
}
