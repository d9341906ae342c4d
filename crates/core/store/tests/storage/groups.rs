//! Many writers whose changes are committed together: what becomes of one is no matter to the others.

use comity_store::{StoreError, Value};
use comity_testing::each_store;

use crate::{counters, names};

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
