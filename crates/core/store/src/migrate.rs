//! Tables: what each crate brings, and bringing a database up to date.

use crate::engine::Connection;
use crate::{StoreError, Value};

/// What a table is to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The record itself: entries, private parts, the log.
    Ledger,
    /// Computed from entries alone; can be rebuilt from them and must then be equal.
    Projection,
    /// Not computed from entries and must be kept: passwords' hashes.
    State,
    /// May be emptied at any time.
    Cache,
}

/// A table that a crate declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub kind: Kind,
}

/// A change of the tables, run once per database, in the order given. `name` is `<crate>-<number>`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
}

pub(crate) fn run(connection: &mut Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    connection.begin_migration()?;
    let outcome = run_all(connection, migrations).and_then(|()| connection.batch("COMMIT"));
    if outcome.is_err() {
        // Some failures have ended the transaction already; what matters is the first one.
        let _ = connection.batch("ROLLBACK");
    }
    outcome
}

fn run_all(connection: &mut Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    if let Connection::Postgres(_) = connection {
        // Two nodes may start together on an empty database: one makes the tables, the other finds them.
        connection.batch("SELECT pg_advisory_xact_lock(7203541)")?;
    }
    connection.batch("CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY)")?;
    let mut done = Vec::new();
    for row in connection.query("SELECT name FROM migrations", &[])? {
        done.push(row.get::<String>(0)?);
    }
    if let Some(unknown) = done.iter().find(|name| migrations.iter().all(|known| known.name != name.as_str())) {
        return Err(StoreError::Newer(unknown.clone()));
    }
    for migration in migrations.iter().filter(|migration| !done.iter().any(|name| name == migration.name)) {
        connection.batch(migration.sql)?;
        connection.execute("INSERT INTO migrations (name) VALUES ($1)", &[Value::from(migration.name)])?;
    }
    Ok(())
}
