//! What a closure can do inside a transaction: [`Read`] asks, [`Write`] asks and changes.

use std::ops::{Deref, DerefMut};

use crate::engine::Connection;
use crate::{FromValue, Row, StoreError, Value};

/// A transaction that sees one state of the data.
#[derive(Debug)]
pub struct Read<'c> {
    connection: &'c mut Connection,
    queries: u32,
    /// The first statement that failed. After it nothing more is asked and nothing is kept, whatever the closure makes of
    /// the error: PostgreSQL would answer a COMMIT by rolling back in silence, and SQLite would keep what worked.
    failure: Option<StoreError>,
}

impl<'c> Read<'c> {
    pub(crate) fn on(connection: &'c mut Connection) -> Self {
        Self { connection, queries: 0, failure: None }
    }

    fn ask<T>(&mut self, ask: impl FnOnce(&mut Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.queries += 1;
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        ask(self.connection).inspect_err(|error| self.failure = Some(error.clone()))
    }

    pub(crate) fn failure(&mut self) -> Option<StoreError> {
        self.failure.take()
    }

    /// All rows of a query. `$1` is the first of `binds`.
    pub fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.ask(|connection| connection.query(sql, binds))
    }

    /// Hands each row of a query to `take` as it comes, so that a whole table never lies in memory. After a refusal of
    /// `take` no further row is handed over.
    pub fn each<E: From<StoreError>>(
        &mut self,
        sql: &str,
        binds: &[Value],
        mut take: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut refused = None;
        let mut goes_on = |row| match take(row) {
            Ok(()) => true,
            Err(error) => {
                refused = Some(error);
                false
            }
        };
        self.ask(|connection| connection.each(sql, binds, &mut goes_on))?;
        refused.map_or(Ok(()), Err)
    }

    /// The first row of a query, if there is one.
    pub fn optional(&mut self, sql: &str, binds: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, binds)?.into_iter().next())
    }

    /// The first column of the first row, if there is one.
    pub fn value<T: FromValue>(&mut self, sql: &str, binds: &[Value]) -> Result<Option<T>, StoreError> {
        self.optional(sql, binds)?.map(|row| row.get(0)).transpose()
    }

    /// The names of the columns that a query would give.
    pub fn columns(&mut self, sql: &str) -> Result<Vec<String>, StoreError> {
        self.ask(|connection| connection.columns(sql))
    }

    /// How many queries were run so far: pages have a budget of them.
    pub fn queries(&self) -> u32 {
        self.queries
    }
}

/// A transaction that may change the data.
#[derive(Debug)]
pub struct Write<'c> {
    read: Read<'c>,
    pub(crate) proofs: Vec<(&'static str, Value)>,
}

impl<'c> Write<'c> {
    pub(crate) fn on(connection: &'c mut Connection) -> Self {
        Self { read: Read::on(connection), proofs: Vec::new() }
    }

    /// Runs a statement and says how many rows it changed.
    pub fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64, StoreError> {
        self.read.ask(|connection| connection.execute(sql, binds))
    }

    /// Names a query that finds a row with `id` if, and only if, this transaction was committed. When the answer to a
    /// COMMIT is lost, the store looks there before it says what became of the change; without such a query it can only
    /// answer [`StoreError::Unsure`].
    pub fn committed_if(&mut self, query: &'static str, id: impl Into<Value>) {
        self.proofs.push((query, id.into()));
    }
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;
    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl DerefMut for Write<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}
