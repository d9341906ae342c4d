//! What a transaction keeps, undoes and sees.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;

use comity_store::{StoreError, Value};
use comity_testing::each_store;

use crate::{add, counters, names, value};

#[derive(Debug)]
enum Refused {
    Rule,
    Store(#[allow(dead_code, reason = "shown when a test fails")] StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

const INSERT: &str = "INSERT INTO counters (name, value) VALUES ($1, 0)";

each_store! {
    fn a_refusal_leaves_nothing(database) {
        let store = counters(database);
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let outcome = store.write_now(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            tx.execute(INSERT, &["two".into()])?;
            tx.execute("UPDATE counters SET value = 9", &[])?;
            Err::<(), _>(Refused::Rule)
        });
        assert!(matches!(outcome, Err(Refused::Rule)));
        assert_eq!(runs.load(Ordering::SeqCst), 1, "a refusal is not run again");
        assert_eq!((names(&store), value(&store, "one")), (vec!["one".to_owned()], 0));
        assert_eq!(names(&counters(database)), ["one"]);
    }

    fn a_row_that_is_there_already_is_said_to_be(database) {
        let store = counters(database);
        add(&store, "two").unwrap();
        assert!(matches!(add(&store, "two"), Err(StoreError::Unique(_))));
        assert_eq!(value(&store, "two"), 1);
        add(&store, "three").unwrap();
    }

    fn a_failed_statement_cannot_be_passed_over(database) {
        let store = counters(database);
        let outcome: Result<u64, StoreError> = store.write_now(|tx| {
            tx.execute(INSERT, &["two".into()])?;
            // The failure is swallowed; PostgreSQL would then answer COMMIT by rolling back in silence.
            let _ = tx.execute("INSERT INTO nowhere (x) VALUES (1)", &[]);
            let _ = tx.execute(INSERT, &["three".into()]);
            Ok(1)
        });
        assert!(matches!(outcome, Err(StoreError::Statement(_))), "{outcome:?}");
        let outcome: Result<u64, StoreError> = store.write_now(|tx| Ok(tx.execute(INSERT, &["one".into()]).unwrap_or(0)));
        assert!(matches!(outcome, Err(StoreError::Unique(_))), "{outcome:?}");
        assert_eq!(names(&store), ["one"]);
    }

    fn a_panic_is_an_error_and_the_store_works_on(database) {
        let store = counters(database);
        for _ in 0..20 {
            let outcome: Result<(), StoreError> = store.write_now(|tx| {
                tx.execute(INSERT, &["two".into()])?;
                panic!("on purpose")
            });
            assert!(matches!(outcome, Err(StoreError::Statement(_))), "{outcome:?}");
            let outcome: Result<(), StoreError> = store.read_now(|tx| {
                tx.query("SELECT name FROM counters", &[])?;
                panic!("on purpose")
            });
            assert!(matches!(outcome, Err(StoreError::Statement(_))), "{outcome:?}");
        }
        assert_eq!(names(&store), ["one"]);
        add(&store, "two").unwrap();
        assert_eq!(names(&store), ["one", "two"]);
    }

    fn a_read_sees_one_state(database) {
        let store = counters(database);
        let ((began, wait), (go_on, until)) = (channel(), channel());
        let reading = store.clone();
        let reader = std::thread::spawn(move || {
            reading.read_now(move |tx| {
                let count = "SELECT COUNT(*) FROM counters";
                let before = tx.value::<i64>(count, &[])?;
                began.send(()).unwrap();
                until.recv().unwrap();
                Ok::<_, StoreError>((before, tx.value::<i64>(count, &[])?))
            })
        });
        wait.recv().unwrap();
        add(&store, "two").unwrap();
        go_on.send(()).unwrap();
        assert_eq!(reader.join().unwrap().unwrap(), (Some(1), Some(1)));
        assert_eq!(names(&store), ["one", "two"]);
    }

    fn a_read_cannot_write(database) {
        let store = counters(database);
        let sql = "UPDATE counters SET value = 5 RETURNING value";
        assert!(store.read_now(move |tx| tx.query(sql, &[])).is_err());
        assert_eq!(value(&store, "one"), 0);
    }

    fn a_write_sees_what_it_wrote(database) {
        let store = counters(database);
        let seen = store.write_now(|tx| {
            tx.execute("UPDATE counters SET value = 41 WHERE name = 'one'", &[])?;
            tx.execute("UPDATE counters SET value = value + 1 WHERE name = 'one'", &[])?;
            tx.value::<i64>("SELECT value FROM counters WHERE name = 'one'", &[])
        });
        assert_eq!(seen.unwrap(), Some(42));
    }

    async fn a_command_goes_on_when_its_caller_goes_away(database) {
        let database = database.location();
        let store = tokio::task::spawn_blocking(move || comity_store::Store::open(&database, crate::COUNTERS)).await.unwrap().unwrap();
        let ((began, wait), (go_on, until)) = (channel(), channel::<()>());
        let until = std::sync::Mutex::new(until);
        let writing = store.clone();
        let caller = tokio::spawn(async move {
            writing.write(move |tx| {
                tx.execute(INSERT, &["two".into()])?;
                began.send(()).unwrap();
                until.lock().unwrap().recv().unwrap();
                Ok::<_, StoreError>(())
            }).await
        });
        tokio::task::spawn_blocking(move || wait.recv().unwrap()).await.unwrap();
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        go_on.send(()).unwrap();
        let found = tokio::task::spawn_blocking(move || loop {
            let there = names(&store);
            if there.len() == 2 {
                return there;
            }
            comity_kernel::clock::wait(std::time::Duration::from_millis(5));
        });
        let found = tokio::time::timeout(std::time::Duration::from_secs(20), found).await.expect("it went on").unwrap();
        assert_eq!(found, ["one", "two"]);
    }

    async fn a_store_is_opened_and_dropped_within_asynchronous_code(database) {
        let store = counters(database);
        let outcome = store.write(|tx| tx.execute(INSERT, &["two".into()])).await;
        assert_eq!(outcome.unwrap(), 1);
        let mut lock = store.try_lock("sequencer").unwrap().expect("nobody holds it");
        assert!(lock.is_held());
        drop(lock);
        let count = store.read(|tx| tx.value::<i64>("SELECT COUNT(*) FROM counters", &[])).await;
        assert_eq!(count.unwrap(), Some(2));
    }

    fn queries_are_counted(database) {
        let store = counters(database);
        let queries = store.read_now(|tx| {
            tx.query("SELECT name FROM counters", &[])?;
            tx.optional("SELECT name FROM counters", &[])?;
            tx.value::<String>("SELECT name FROM counters", &[Value::Null; 0])?;
            Ok::<_, StoreError>(tx.queries())
        });
        assert_eq!(queries.unwrap(), 3);
    }
}
