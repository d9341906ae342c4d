//! SQLite, embedded: one file in write-ahead mode, flushed to disk at every commit.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection as Raw, ErrorCode, Statement, ToSql};

use super::{Purpose, Uncommitted};
use crate::{Row, StoreError, Value};

/// How long a writer waits for another process (a command beside the server) to finish its transaction.
const BUSY: Duration = Duration::from_secs(20);

/// How long a checkpoint waits for reads to end.
const CHECKPOINT: Duration = Duration::from_secs(2);

/// SQLite's extended code where a page could not be written, in contrast to where it could not be flushed.
const SQLITE_IOERR_WRITE: i32 = rusqlite::ffi::SQLITE_IOERR_WRITE;

#[derive(Debug)]
pub(crate) struct Sqlite(Raw);

/// Of several that open a new database at once one changes its journal, and the others are refused without waiting for
/// [`BUSY`], which SQLite does not do here: so they ask again.
fn write_ahead(raw: &Raw) -> rusqlite::Result<()> {
    let waited = comity_kernel::clock::Stopwatch::start();
    loop {
        match raw.execute_batch("PRAGMA journal_mode=WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && waited.elapsed() < BUSY => {
                comity_kernel::clock::wait(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

impl Sqlite {
    pub(crate) fn in_folder(folder: &Path, purpose: Purpose) -> Result<Self, StoreError> {
        let refused = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", folder.display()));
        crate::private_folder(folder).map_err(refused)?;
        let file = folder.join("comity.db");
        // SQLite gives the files beside it the same rights.
        match crate::private_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(refused(error)),
            _ => {}
        }
        let raw = Raw::open(file).map_err(unavailable)?;
        raw.busy_timeout(BUSY).map_err(unavailable)?;
        write_ahead(&raw).map_err(unavailable)?;
        // FULL: a commit is answered only after its pages in the write-ahead log are on the disk.
        // What is erased is overwritten with zeros, and the pages that a savepoint would bring back stay in memory.
        raw.execute_batch(
            "PRAGMA synchronous=FULL; PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;
             PRAGMA secure_delete=ON",
        )
        .map_err(unavailable)?;
        // Otherwise some statements are prepared anew for each value that is bound.
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(unavailable)?;
        if purpose == Purpose::Read {
            raw.execute_batch("PRAGMA query_only=ON").map_err(unavailable)?;
        }
        raw.set_prepared_statement_cache_capacity(256);
        Ok(Self(raw))
    }

    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Raw::open_in_memory().map(Self).map_err(unavailable)
    }

    pub(crate) fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.each(sql, binds, &mut |row| {
            rows.push(row);
            true
        })?;
        Ok(rows)
    }

    pub(crate) fn each(
        &mut self,
        sql: &str,
        binds: &[Value],
        goes_on: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), StoreError> {
        let mut statement = self.0.prepare_cached(sql).map_err(failed)?;
        bind(&mut statement, binds)?;
        let columns = statement.column_count();
        let mut found = statement.raw_query();
        while let Some(row) = found.next().map_err(failed)? {
            let values = (0..columns).map(|column| row.get_ref(column).map(owned)).collect::<Result<_, _>>();
            if !goes_on(Row(values.map_err(failed)?)) {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn columns(&mut self, sql: &str) -> Result<Vec<String>, StoreError> {
        let statement = self.0.prepare_cached(sql).map_err(failed)?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }

    pub(crate) fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64, StoreError> {
        let mut statement = self.0.prepare_cached(sql).map_err(failed)?;
        bind(&mut statement, binds)?;
        let changed = statement.raw_execute().map_err(failed)?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.0.execute_batch(sql).map_err(failed)
    }

    /// Runs one statement without binds or answers that is run again and again.
    pub(crate) fn step(&mut self, sql: &str) -> Result<(), StoreError> {
        self.prepared(sql).map_err(failed)
    }

    fn prepared(&mut self, sql: &str) -> rusqlite::Result<()> {
        self.0.prepare_cached(sql)?.raw_execute().map(drop)
    }

    /// Commits; if that fails, says what is left of the transaction.
    pub(crate) fn commit(&mut self) -> Result<(), Uncommitted> {
        let Err(error) = self.prepared("COMMIT") else { return Ok(()) };
        // What could not be written out whole is never taken for a transaction.
        let buried = error.sqlite_error_code() == Some(ErrorCode::DiskFull)
            || error.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_WRITE);
        Err(Uncommitted { error: failed(error), buried })
    }

    /// Makes sure that a transaction whose flush failed never comes back. Its pages stand, complete, after the end of the
    /// write-ahead log, and a recovery after a crash would take them for committed. So something else is written over
    /// their beginning: without a flush, which would fail as well, and without a checkpoint, which must not go without one.
    pub(crate) fn bury(&mut self) -> Result<(), StoreError> {
        let over = "PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=0; PRAGMA user_version=1;
                    PRAGMA wal_autocheckpoint=1000; PRAGMA synchronous=FULL";
        self.0.execute_batch(over).map_err(failed)
    }

    pub(crate) fn in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    /// Copies the write-ahead log into the database file and flushes that: pages that a failed flush may have left in
    /// memory only are written anew, and old contents of pages go from the log.
    pub(crate) fn checkpoint(&mut self) -> Result<(), StoreError> {
        // Writers wait meanwhile, so a long read must not hold it up.
        self.0.busy_timeout(CHECKPOINT).map_err(failed)?;
        let busy: rusqlite::Result<i64> = self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        self.0.busy_timeout(BUSY).map_err(failed)?;
        if busy.map_err(failed)? == 0 {
            Ok(())
        } else {
            Err(StoreError::NotWritten("the database file is busy".to_owned()))
        }
    }
}

/// Binds by the number in `$1`, not by the order in which the names appear.
fn bind(statement: &mut Statement<'_>, binds: &[Value]) -> Result<(), StoreError> {
    for position in 1..=statement.parameter_count() {
        let number = statement.parameter_name(position).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| binds.get(number.checked_sub(1)?));
        let Some(value) = value else {
            return Err(StoreError::Statement(format!("bind {position} has no value among the {} given", binds.len())));
        };
        // PostgreSQL cannot store it, so neither do we.
        if matches!(value, Value::Text(text) if text.contains('\0')) {
            return Err(StoreError::Statement(format!("bind {position} is text with a NUL character")));
        }
        statement.raw_bind_parameter(position, value).map_err(failed)?;
    }
    // Each number has one position, so there is a gap or a surplus if there are more binds than positions.
    if statement.parameter_count() != binds.len() {
        let (expected, found) = (statement.parameter_count(), binds.len());
        return Err(StoreError::Statement(format!("expected {expected} binds, found {found}")));
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

fn unavailable(error: rusqlite::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) if error.to_string().starts_with("UNIQUE") => {
            StoreError::Unique(error.to_string())
        }
        Some(ErrorCode::DatabaseBusy) => StoreError::Collision,
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            StoreError::NotWritten(error.to_string())
        }
        _ => StoreError::Statement(error.to_string()),
    }
}
