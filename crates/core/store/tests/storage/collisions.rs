//! Writers at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use comity_store::{Store, StoreError, Value};
use comity_testing::{Database, Engine, each_store};

use crate::{COUNTERS, counters, value};

async fn increment(store: Store, runs: Arc<AtomicU32>) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            runs.fetch_add(1, Ordering::SeqCst);
            let old = tx.value::<i64>("SELECT value FROM counters WHERE name = 'one'", &[])?.unwrap();
            tx.execute("UPDATE counters SET value = $1 WHERE name = 'one'", &[Value::from(old + 1)])?;
            Ok(())
        })
        .await
}

each_store! {
    async fn two_hundred_increments_make_two_hundred(database) {
        let store = counters(database);
        let runs = Arc::new(AtomicU32::new(0));
        let tasks: Vec<_> = (0..200).map(|_| tokio::spawn(increment(store.clone(), Arc::clone(&runs)))).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let total = store.read(|tx| tx.value::<i64>("SELECT value FROM counters WHERE name = 'one'", &[])).await;
        assert_eq!(total.unwrap(), Some(200));
        if database.is_postgres() {
            assert!(runs.load(Ordering::SeqCst) > 200, "nothing collided, so nothing was tested");
        }
    }

    async fn two_programs_on_one_database_lose_nothing(database) {
        let stores = [counters(database), counters(database)];
        let runs = Arc::new(AtomicU32::new(0));
        let tasks: Vec<_> =
            (0..100).map(|n| tokio::spawn(increment(stores[n % 2].clone(), Arc::clone(&runs)))).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let total = stores[0].read(|tx| tx.value::<i64>("SELECT value FROM counters WHERE name = 'one'", &[])).await;
        assert_eq!(total.unwrap(), Some(100));
    }

    async fn of_many_that_make_the_same_row_one_wins(database) {
        let store = counters(database);
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move {
                    let binds = [Value::from("won"), Value::from(i64::from(n))];
                    store.write(move |tx| tx.execute("INSERT INTO counters (name, value) VALUES ($1, $2)", &binds)).await
                })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => won += 1,
                Err(StoreError::Unique(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(won, 1);
    }
}

/// Two transactions that each read what the other writes must not both be kept (write skew).
#[test]
fn postgres_transactions_are_as_if_one_after_another() {
    let database = Database::fresh(Engine::Postgres);
    let (store, other) = (counters(&database), counters(&database));
    store.write_now(|tx| tx.execute("INSERT INTO counters (name, value) VALUES ('two', 0)", &[])).unwrap();
    let mut first = true;
    let sum = "SELECT CAST(SUM(value) AS BIGINT) FROM counters";
    // Each may write only while the sum is 0.
    store
        .write_now(move |tx| {
            let total = tx.value::<i64>(sum, &[])?.unwrap();
            if std::mem::take(&mut first) {
                other.write_now(move |tx| {
                    assert_eq!(tx.value::<i64>(sum, &[])?, Some(0));
                    tx.execute("UPDATE counters SET value = 1 WHERE name = 'two'", &[])
                })?;
            }
            if total == 0 {
                tx.execute("UPDATE counters SET value = 1 WHERE name = 'one'", &[])?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!((value(&store, "one"), value(&store, "two")), (0, 1));
    drop(Store::open(&database.location(), COUNTERS).unwrap());
}
