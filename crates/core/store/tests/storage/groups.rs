//! Many writers whose changes are committed together: what becomes of one is no matter to the others.

use std::sync::mpsc::channel;

use comity_store::{Migration, StoreError, Value};
use comity_testing::{Database, Engine, each_store};

use crate::{COUNTERS, counters, names};

const INSERT: &str = "INSERT INTO counters (name, value) VALUES ($1, $2)";

each_store! {
    async fn one_that_refuses_is_undone_alone(database) {
        let store = counters(database);
        let tasks: Vec<_> = (0..300i64)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    store.write(move |tx| {
                        tx.execute(INSERT, &[Value::from(format!("n{number:03}")), number.into()])?;
                        match number % 10 {
                            3 => Err(StoreError::Column { expected: "to be refused", found: String::new() }),
                            5 => panic!("on purpose"),
                            7 => tx.execute(INSERT, &["one".into(), 0.into()]).map(drop),
                            8 => tx.execute("INSERT INTO nowhere (x) VALUES (1)", &[]).map(drop),
                            _ => Ok(()),
                        }
                    }).await
                })
            })
            .collect();
        let mut kept = vec!["one".to_owned()];
        for (number, task) in tasks.into_iter().enumerate() {
            let outcome = task.await.unwrap();
            match number % 10 {
                3 => assert!(matches!(outcome, Err(StoreError::Column { .. })), "{number}: {outcome:?}"),
                5 | 8 => assert!(matches!(outcome, Err(StoreError::Statement(_))), "{number}: {outcome:?}"),
                7 => assert!(matches!(outcome, Err(StoreError::Unique(_))), "{number}: {outcome:?}"),
                _ => {
                    outcome.unwrap_or_else(|error| panic!("{number}: {error}"));
                    kept.push(format!("n{number:03}"));
                }
            }
        }
        let reading = store.clone();
        let mut found = tokio::task::spawn_blocking(move || names(&reading)).await.unwrap();
        found.sort();
        kept.sort();
        assert_eq!(found, kept);
    }

    async fn an_answer_comes_after_others_can_see_it(database) {
        let (store, other) = (counters(database), counters(database));
        for number in 0..50i64 {
            let name = Value::from(format!("n{number}"));
            let bind = name.clone();
            store.write(move |tx| tx.execute(INSERT, &[bind.clone(), number.into()])).await.unwrap();
            let sql = "SELECT value FROM counters WHERE name = $1";
            let seen = other.read(move |tx| tx.value::<i64>(sql, &[name])).await;
            assert_eq!(seen.unwrap(), Some(number));
        }
    }
}

/// A COMMIT that SQLite refuses: a row that points nowhere, which it looks for at the end of the transaction only.
#[test]
fn a_commit_that_fails_keeps_nothing_and_says_so() {
    let database = Database::fresh(Engine::Sqlite);
    let sql = "CREATE TABLE parents (id TEXT NOT NULL PRIMARY KEY);
               CREATE TABLE children (parent TEXT NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)";
    let store = database.open(&[COUNTERS[0], Migration { name: "test-2", sql }]);
    for round in 0..3 {
        let outcome = store.write_now(|tx| {
            tx.committed_if("SELECT parent FROM children WHERE parent = $1", "nobody");
            tx.execute("INSERT INTO children (parent) VALUES ('nobody')", &[])
        });
        assert!(matches!(outcome, Err(StoreError::NotWritten(_))), "{outcome:?}");
        let outcome = store.write_now(|tx| tx.execute("INSERT INTO children (parent) VALUES ('nobody')", &[]));
        assert!(matches!(outcome, Err(StoreError::Unsure(_))), "{outcome:?}");
        let name = format!("n{round}");
        store.write_now(move |tx| tx.execute(INSERT, &[name.as_str().into(), 0.into()])).unwrap();
    }
    assert_eq!(names(&store), ["n0", "n1", "n2", "one"]);
    let children = store.read_now(|tx| tx.query("SELECT parent FROM children", &[])).unwrap();
    assert!(children.is_empty());
}

/// More than can wait are turned away at once, and every one that was let in is answered.
#[test]
fn more_than_can_wait_are_turned_away() {
    const ASKED: usize = 5000;
    let database = Database::fresh(Engine::Sqlite);
    let store = counters(&database);
    let ((began, wait), (go_on, until)) = (channel(), channel::<()>());
    let blocking = store.clone();
    let first = std::thread::spawn(move || {
        blocking.write_now(move |_| {
            began.send(()).unwrap();
            until.recv().unwrap();
            Ok::<_, StoreError>(())
        })
    });
    wait.recv().unwrap();
    let outcomes = comity_testing::block_on(async {
        let asked: Vec<_> = (0..ASKED)
            .map(|number| {
                let store = store.clone();
                let binds = [Value::from(format!("n{number}")), Value::from(0)];
                tokio::spawn(async move { store.write(move |tx| tx.execute(INSERT, &binds)).await })
            })
            .collect();
        // Those for whom there is no room are told so while the writer is still busy.
        while asked.iter().filter(|task| task.is_finished()).count() < ASKED - 4096 {
            tokio::task::yield_now().await;
        }
        go_on.send(()).unwrap();
        let mut outcomes = Vec::new();
        for task in asked {
            outcomes.push(task.await.unwrap());
        }
        outcomes
    });
    first.join().unwrap().unwrap();
    let kept = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let turned_away = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Overloaded))).count();
    assert_eq!((kept, turned_away), (4096, ASKED - 4096));
    assert_eq!(names(&store).len(), 4096 + 1);
}
