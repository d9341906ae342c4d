//! Lost connections to PostgreSQL: the next command works, and none is applied twice or lost in silence.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use comity_store::{Store, StoreError};
use comity_testing::{Database, Engine};

use crate::{add, counters, names, value};

/// Ends every session on the database but the one that asks, and waits until they are gone.
pub fn end_all(database: &Database) {
    let mut client = database.client();
    let others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                  AND backend_type = 'client backend'";
    client.execute(&format!("SELECT pg_terminate_backend(pid, 10000) {others}"), &[]).unwrap();
    let left: i64 = client.query_one(&format!("SELECT COUNT(*) {others}"), &[]).unwrap().get(0);
    assert_eq!(left, 0);
}

fn fresh() -> (Database, Store) {
    let database = Database::fresh(Engine::Postgres);
    let store = counters(&database);
    (database, store)
}

const INCREMENT: &str = "UPDATE counters SET value = value + 1 WHERE name = 'one'";

#[test]
fn after_idle_connections_were_lost_every_command_works() {
    let (database, store) = fresh();
    for round in 1..=20 {
        store.write_now(|tx| tx.execute(INCREMENT, &[])).unwrap();
        assert_eq!(value(&store, "one"), round);
        if round % 4 == 0 {
            end_all(&database);
        }
    }
}

#[test]
fn a_transaction_whose_connection_is_lost_is_run_again_on_a_new_one() {
    let (_database, store) = fresh();
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let outcome = store.write_now(move |tx| {
        tx.execute(INCREMENT, &[])?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
        }
        tx.execute(INCREMENT, &[])
    });
    assert_eq!(outcome.unwrap(), 1);
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(value(&store, "one"), 2);
}

#[test]
fn one_that_loses_its_connection_each_time_is_an_error_in_the_end() {
    let (_database, store) = fresh();
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let outcome = store.write_now(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        tx.execute(INCREMENT, &[])?;
        tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[])
    });
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    assert!(runs.load(Ordering::SeqCst) < 10);
    add(&store, "two").unwrap();
    assert_eq!((value(&store, "one"), names(&store)), (0, vec!["one".to_owned(), "two".to_owned()]));
}

#[test]
fn a_read_that_loses_its_connection_is_an_error_and_the_next_works() {
    let (_database, store) = fresh();
    for _ in 0..5 {
        let outcome = store.read_now(|tx| tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[]));
        assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
        assert_eq!(value(&store, "one"), 0);
    }
}

/// A trigger that ends its own session while the transaction commits.
const DIES_AT_COMMIT: &str = "
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.name = 'dies' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON counters DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION die()";

#[test]
fn a_session_that_ends_while_committing_keeps_nothing_and_says_so() {
    let (database, store) = fresh();
    database.tamper(DIES_AT_COMMIT);
    let outcome = store.write_now(|tx| {
        tx.committed_if("SELECT name FROM counters WHERE name = $1", "dies");
        tx.execute("INSERT INTO counters (name, value) VALUES ('dies', 1)", &[])
    });
    assert!(matches!(outcome, Err(StoreError::NotWritten(_))), "{outcome:?}");
    assert_eq!(names(&store), ["one"]);
    // Without a proof, nobody can tell.
    let outcome = store.write_now(|tx| tx.execute("INSERT INTO counters (name, value) VALUES ('dies', 1)", &[]));
    assert!(matches!(outcome, Err(StoreError::Unsure(_))), "{outcome:?}");
    add(&store, "two").unwrap();
    assert_eq!(names(&store), ["one", "two"]);
}

#[test]
fn an_address_at_which_nobody_answers_is_said_to_be_unavailable() {
    let location = comity_store::Location::Postgres("postgres://postgres@127.0.0.1:1/none".to_owned());
    assert!(matches!(Store::open(&location, &[]), Err(StoreError::Unavailable(_))));
    let location = comity_store::Location::Postgres("nonsense=1".to_owned());
    assert!(matches!(Store::open(&location, &[]), Err(StoreError::Unavailable(_))));
}
