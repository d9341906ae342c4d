//! A lock that one process holds at a time, over everything that shares the data.

use std::fs::{File, TryLockError};

use super::{Connection, Purpose, apart};
use crate::{Location, StoreError, Value};

/// Held until dropped, or until its process ends.
#[derive(Debug)]
pub struct Lock(Held);

#[derive(Debug)]
enum Held {
    /// An advisory lock of the operating system on a file beside the database.
    File(#[allow(dead_code, reason = "held open: closing the file gives the lock back")] File),
    /// An advisory lock of PostgreSQL; it goes with its connection.
    Session(Session),
    /// Nobody else can see a database in memory.
    Alone,
}

#[derive(Debug)]
struct Session(Option<Connection>);

impl Drop for Session {
    fn drop(&mut self) {
        let connection = self.0.take();
        let _ = apart(move || {
            if let Some(mut connection) = connection {
                // Free when this returns; the server notices only later that a connection has gone.
                connection.batch("SELECT pg_advisory_unlock_all()")?;
            }
            Ok(())
        });
    }
}

impl Lock {
    pub(crate) fn try_take(location: &Location, name: &str) -> Result<Option<Self>, StoreError> {
        match location {
            Location::Folder(folder) => {
                let path = folder.join(format!("{name}.lock"));
                let refused = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", path.display()));
                let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(refused)?;
                match file.try_lock() {
                    Ok(()) => Ok(Some(Self(Held::File(file)))),
                    Err(TryLockError::WouldBlock) => Ok(None),
                    Err(TryLockError::Error(error)) => Err(refused(error)),
                }
            }
            Location::Postgres(_) => {
                let sql = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
                apart(|| {
                    let mut connection = Connection::open(location, Purpose::Write)?;
                    let rows = connection.query(sql, &[Value::from(format!("comity/{name}"))])?;
                    let taken = rows.first().map_or(Ok(false), |row| row.get::<bool>(0))?;
                    Ok(taken.then(|| Self(Held::Session(Session(Some(connection))))))
                })
            }
            Location::Memory => Ok(Some(Self(Held::Alone))),
        }
    }

    /// Whether it is still held: a lost connection to PostgreSQL loses the lock.
    pub fn is_held(&mut self) -> bool {
        match &mut self.0 {
            Held::Session(Session(connection)) => {
                apart(|| connection.as_mut().map_or(Ok(false), |open| open.query("SELECT 1", &[]).map(|_| true)))
                    .unwrap_or(false)
            }
            Held::File(_) | Held::Alone => true,
        }
    }
}
