//! One store over two databases: SQLite in a folder for a town, PostgreSQL for a country.
//!
//! Only this crate knows which of the two it is. Everybody else writes one SQL text that both accept (`$1` binds, BIGINT
//! milliseconds, TEXT ids, BYTEA hashes, explicit CAST) and reads [`Row`]s of [`Value`]s.
//!
//! Connections belong to threads. A request hands over a closure once and gets its answer once, however many queries it
//! runs: [`Store::read`] on one of several reading threads, [`Store::write`] on a writing one. On SQLite there is one
//! writer; it takes every closure that is waiting, runs each in a savepoint and commits them together with one flush to
//! disk, so that many small durable writes cost little more than one. On PostgreSQL every closure is a serializable
//! transaction of its own, run again when it collides with another.
//!
//! What this crate must never do: answer a writer before its commit is durable, or decide anything about the practice.

mod engine;
mod error;
mod migrate;
mod objects;
mod private;
mod threads;
mod transaction;
mod value;
mod writers;

use std::path::PathBuf;
use std::sync::Arc;

pub use engine::Lock;
pub use error::StoreError;
pub use migrate::{Kind, Migration, Table};
pub use objects::{Bucket, BucketError, ObjectError, Objects, Reading};
pub use private::{private_file, private_folder};
pub use transaction::{Read, Write};
pub use value::{FromValue, Row, Value};

use threads::Threads;

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// Embedded SQLite, in the file `comity.db` of this folder; made when missing.
    Folder(PathBuf),
    /// A PostgreSQL database, by its address (`postgres://user@host/database`).
    Postgres(String),
    /// SQLite in memory, for rebuilding projections and comparing them; gone when the store is dropped.
    Memory,
}

impl std::fmt::Debug for Location {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(path) => write!(out, "{}", path.display()),
            Self::Postgres(_) => out.write_str("postgres://…"),
            Self::Memory => out.write_str("memory"),
        }
    }
}

/// A handle on the open database; clones share it. Dropping the last one ends its threads.
#[derive(Clone, Debug)]
pub struct Store(Arc<Threads>);

impl Store {
    /// Opens the database, making it when missing, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be opened, [`StoreError::Newer`] when a later version of the program
    /// has changed it.
    pub fn open(location: &Location, migrations: &[Migration]) -> Result<Self, StoreError> {
        engine::apart(|| {
            let mut connection = engine::Connection::open(location, engine::Purpose::Write)?;
            migrate::run(&mut connection, migrations)?;
            Ok(Self(Arc::new(Threads::start(location.clone(), connection)?)))
        })
    }

    /// Runs `read` in a transaction that sees one state of the data and cannot change it.
    pub async fn read<T, E>(&self, read: impl FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.read(read)?.await.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// [`Store::read`] for the command line: waits for the answer. Must not be called from an asynchronous task.
    pub fn read_now<T, E>(&self, read: impl FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.read(read)?.blocking_recv().unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// Runs `write` in a transaction and answers when its commit is durable, or when it refused. It goes on even if the
    /// caller goes away. `write` may run more than once and must then do the same again: it draws nothing from outside.
    ///
    /// A change of practice is not written with this but through the ledger, which records what happened.
    pub async fn write<T, E>(&self, write: impl FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.write(engine::Isolation::Serial, write)?.await.unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// [`Store::write`] for the command line: waits for the answer. Must not be called from an asynchronous task.
    pub fn write_now<T, E>(&self, write: impl FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0
            .write(engine::Isolation::Serial, write)?
            .blocking_recv()
            .unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// [`Store::write_now`] for a change that is guarded by the rows it changes, and by nothing that it only reads: a long
    /// one that takes in what others add meanwhile. It neither stops them nor is stopped by them.
    pub fn write_guarded_now<T, E>(
        &self,
        write: impl FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = self.0.write(engine::Isolation::Snapshot, write)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(StoreError::Stopped.into()))
    }

    /// Removes from SQLite's write-ahead log what was overwritten or deleted, as far as nobody is reading it at this moment;
    /// does nothing on PostgreSQL, whose vacuuming does that in its own time. Must not be called from an asynchronous task.
    ///
    /// # Errors
    /// [`StoreError`] if old contents may still lie in the file; the next call, or the next start, removes them.
    pub fn scrub(&self) -> Result<(), StoreError> {
        match self.location() {
            Location::Folder(_) => engine::Connection::open(self.location(), engine::Purpose::Write)?.settle_on_disk(),
            Location::Postgres(_) | Location::Memory => Ok(()),
        }
    }

    /// Takes a lock that one process holds at a time over all that share this data, or `None` if another holds it.
    /// It is given back when the guard is dropped or its process ends.
    pub fn try_lock(&self, name: &str) -> Result<Option<Lock>, StoreError> {
        Lock::try_take(self.0.location(), name)
    }

    pub fn location(&self) -> &Location {
        self.0.location()
    }
}
