//! The two databases behind one connection type.

mod lock;
mod postgres;
mod session;
mod sqlite;
mod tls;

pub use lock::Lock;

use crate::{Location, Row, StoreError, Value};

/// What a connection is for: on SQLite a reading one cannot write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

/// What may happen beside a write on PostgreSQL; on SQLite nothing ever does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// As if it were alone: whatever was read still holds at the commit.
    Serial,
    /// It sees one state, and no row that it changes was changed since; rows that it only read may have been.
    Snapshot,
}

/// A COMMIT that failed.
#[derive(Debug)]
pub(crate) struct Uncommitted {
    pub(crate) error: StoreError,
    /// Whether it is certain that nothing of the transaction can come back; if not, [`Connection::bury`] it.
    pub(crate) buried: bool,
}

#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

/// Runs `work` on a thread of its own: PostgreSQL's driver must not be used on a thread that runs asynchronous tasks.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    let panicked = || StoreError::Unavailable("the database's driver panicked".to_owned());
    std::thread::scope(|scope| {
        let started = std::thread::Builder::new().spawn_scoped(scope, work);
        let thread = started.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        thread.join().unwrap_or_else(|_| Err(panicked()))
    })
}

impl Connection {
    pub(crate) fn open(location: &Location, purpose: Purpose) -> Result<Self, StoreError> {
        match location {
            Location::Folder(folder) => sqlite::Sqlite::in_folder(folder, purpose).map(Self::Sqlite),
            Location::Memory => sqlite::Sqlite::in_memory().map(Self::Sqlite),
            Location::Postgres(address) => {
                postgres::Postgres::connect(address).map(|postgres| Self::Postgres(Box::new(postgres)))
            }
        }
    }

    pub(crate) fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.query(sql, binds),
            Self::Postgres(postgres) => postgres.query(sql, binds),
        }
    }

    /// Hands over row after row, as long as `goes_on` says so.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        binds: &[Value],
        goes_on: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.each(sql, binds, goes_on),
            Self::Postgres(postgres) => postgres.each(sql, binds, goes_on),
        }
    }

    pub(crate) fn columns(&mut self, sql: &str) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.columns(sql),
            Self::Postgres(postgres) => postgres.columns(sql),
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, binds),
            Self::Postgres(postgres) => postgres.execute(sql, binds),
        }
    }

    /// Runs statements without binds or answers.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.batch(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// [`Connection::batch`] for one statement that is run again and again.
    pub(crate) fn step(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.step(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// Commits a write.
    pub(crate) fn commit(&mut self) -> Result<(), Uncommitted> {
        match self {
            Self::Sqlite(sqlite) => sqlite.commit(),
            Self::Postgres(postgres) => postgres.batch("COMMIT").map_err(|error| Uncommitted { error, buried: true }),
        }
    }

    /// Makes sure that a transaction that failed to commit does not come back after a crash.
    pub(crate) fn bury(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.bury(),
            Self::Postgres(_) => Ok(()),
        }
    }

    pub(crate) fn begin_read(&mut self) -> Result<(), StoreError> {
        self.step(match self {
            Self::Sqlite(_) => "BEGIN DEFERRED",
            Self::Postgres(_) => "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        })
    }

    pub(crate) fn begin_write(&mut self, isolation: Isolation) -> Result<(), StoreError> {
        self.step(match (&*self, isolation) {
            (Self::Sqlite(_), _) => "BEGIN IMMEDIATE",
            (Self::Postgres(_), Isolation::Serial) => "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            (Self::Postgres(_), Isolation::Snapshot) => "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        })
    }

    /// Begins what two programs may do at the same time on an empty database. On PostgreSQL each statement must see what
    /// was committed while the transaction waited for its lock.
    pub(crate) fn begin_migration(&mut self) -> Result<(), StoreError> {
        self.batch(match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED",
        })
    }

    /// Whether a transaction is open: some failures of the disk end it.
    pub(crate) fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(sqlite) => sqlite.in_transaction(),
            Self::Postgres(_) => true,
        }
    }

    /// Whether this connection can still be used.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(postgres) => postgres.is_open(),
        }
    }

    /// Ends the session of a connection that was lost, if the server still has it: then whatever it was doing is either
    /// committed or undone, and what this connection sees is final.
    pub(crate) fn outlive(&mut self, lost: &Self) -> Result<(), StoreError> {
        match (self, lost) {
            (Self::Postgres(fresh), Self::Postgres(lost)) => fresh.outlive(lost),
            _ => Ok(()),
        }
    }

    /// Makes what was found committed after a failed flush durable by writing it out anew.
    pub(crate) fn settle_on_disk(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.checkpoint(),
            Self::Postgres(_) => Ok(()),
        }
    }
}
