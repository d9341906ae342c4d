//! A fresh database for one test.

use std::path::Path;

use comity_kernel::Ids;
use comity_store::{Location, Migration, Objects, Store};
use tempfile::TempDir;

use crate::cluster::Cluster;

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// An empty database and an empty folder that nobody else uses. Dropping it removes both, as far as it can.
#[derive(Debug)]
pub struct Database {
    engine: Engine,
    folder: TempDir,
    /// Its name on the server; unused for SQLite.
    name: String,
}

impl Database {
    /// # Panics
    /// If there is no PostgreSQL, with the name of the package to install.
    pub fn fresh(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let name = format!("test_{}", Ids::system().expect("random bytes").reference());
        if engine == Engine::Postgres {
            let created = Cluster::shared().client("postgres").batch_execute(&format!("CREATE DATABASE {name}"));
            created.expect("a fresh database");
        }
        Self { engine, folder, name }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub fn is_postgres(&self) -> bool {
        self.engine == Engine::Postgres
    }

    /// The test's own folder; SQLite's file `comity.db` lies in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The name of the database on the server.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn location(&self) -> Location {
        match self.engine {
            Engine::Sqlite => Location::Folder(self.folder().to_owned()),
            Engine::Postgres => Location::Postgres(self.address()),
        }
    }

    /// What the program takes as `--database-url`.
    pub fn address(&self) -> String {
        Cluster::shared().address(&self.name)
    }

    /// The same, through 127.0.0.1 and with a password.
    pub fn loopback_address(&self) -> String {
        Cluster::shared().loopback_address(&self.name)
    }

    /// Opens it, again if need be: each handle is like another process.
    pub fn open(&self, migrations: &[Migration]) -> Store {
        Store::open(&self.location(), migrations).expect("the test's database opens")
    }

    /// An object folder in the test's own folder.
    pub fn objects(&self) -> Objects {
        Objects::in_folder(self.folder().join("objects")).expect("the test's object folder")
    }

    /// A connection to PostgreSQL behind the store's back. Not in asynchronous tests, except [`apart`].
    pub fn client(&self) -> postgres::Client {
        Cluster::shared().client(&self.name)
    }

    /// Runs statements behind the store's back, as somebody who alters the database would.
    pub fn tamper(&self, sql: &str) {
        let alter = || match self.engine {
            Engine::Postgres => self.client().batch_execute(sql).map_err(|error| error.to_string()),
            Engine::Sqlite => rusqlite::Connection::open(self.folder().join("comity.db"))
                .and_then(|raw| raw.execute_batch(sql))
                .map_err(|error| error.to_string()),
        };
        // PostgreSQL's driver must not run on a thread of an asynchronous test.
        apart(alter).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.engine == Engine::Postgres {
            // What cannot be dropped goes with the server.
            let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            let _ = Cluster::shared().client("postgres").batch_execute(&sql);
        }
    }
}

/// Runs what waits for the database away from the thread of an asynchronous test, which must not wait.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panicked| std::panic::resume_unwind(panicked))
}

/// Runs a future on a runtime with threads, as the program does.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

#[cfg(test)]
mod tests {
    use postgres::NoTls;

    use super::*;

    #[test]
    fn the_server_asks_for_a_password_on_its_port_and_for_none_at_its_socket() {
        let database = Database::fresh(Engine::Postgres);
        let same = "SELECT CAST(current_database() AS TEXT)";
        for address in [database.address(), database.loopback_address()] {
            let name: String = postgres::Client::connect(&address, NoTls).unwrap().query_one(same, &[]).unwrap().get(0);
            assert_eq!(name, database.name());
        }
        let wrong = database.loopback_address().replacen('@', "x@", 1);
        assert!(postgres::Client::connect(&wrong, NoTls).is_err());
    }

    #[test]
    fn a_database_is_gone_after_its_test() {
        let database = Database::fresh(Engine::Postgres);
        let (name, store) = (database.name().to_owned(), database.open(&[]));
        drop(database);
        assert!(store.read_now(|tx| tx.query("SELECT 1", &[])).is_err());
        let there = "SELECT COUNT(*) FROM pg_database WHERE datname = $1";
        let count: i64 = Cluster::shared().client("postgres").query_one(there, &[&name]).unwrap().get(0);
        assert_eq!(count, 0);
    }
}
