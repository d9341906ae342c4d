//! Bringing a database up to date.

use comity_store::{Migration, Store, StoreError};
use comity_testing::{assert_same_schema, each_store};

use crate::{COUNTERS, add, counters, names};

const SECOND: Migration = Migration {
    name: "test-2",
    sql: "ALTER TABLE counters ADD COLUMN note TEXT; CREATE TABLE more (id TEXT NOT NULL PRIMARY KEY); DROP TABLE more",
};
const BROKEN: Migration = Migration {
    name: "test-3",
    sql: "CREATE TABLE half (id TEXT NOT NULL PRIMARY KEY); INSERT INTO nowhere (x) VALUES (1)",
};

each_store! {
    fn each_migration_runs_once(database) {
        add(&counters(database), "two").unwrap();
        for _ in 0..3 {
            assert_eq!(names(&counters(database)), ["one", "two"]);
        }
        let both = [COUNTERS[0], SECOND];
        for _ in 0..2 {
            let store = database.open(&both);
            assert_eq!(names(&store), ["one", "two"]);
            assert!(store.read_now(|tx| tx.query("SELECT note FROM counters", &[])).is_ok());
        }
    }

    fn a_database_changed_by_a_later_version_is_refused(database) {
        drop(database.open(&[COUNTERS[0], SECOND]));
        match Store::open(&database.location(), COUNTERS) {
            Err(StoreError::Newer(name)) => assert_eq!(name, "test-2"),
            other => panic!("{other:?}"),
        }
    }

    fn a_migration_that_fails_leaves_nothing_and_says_why(database) {
        drop(counters(database));
        match Store::open(&database.location(), &[COUNTERS[0], BROKEN]) {
            Err(StoreError::Statement(text)) => assert!(text.contains("nowhere"), "{text}"),
            other => panic!("{other:?}"),
        }
        let store = counters(database);
        assert!(store.read_now(|tx| tx.query("SELECT id FROM half", &[])).is_err());
        assert_eq!(names(&store), ["one"]);
    }

    fn many_openers_at_once_make_one_database(database) {
        let start = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            let openers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        Store::open(&database.location(), &[COUNTERS[0], SECOND])
                    })
                })
                .collect();
            for opener in openers {
                let store = opener.join().unwrap().unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(names(&store), ["one"]);
            }
        });
    }
}

#[test]
fn the_same_migrations_make_the_same_tables() {
    assert_same_schema(&[COUNTERS[0], SECOND]);
    let sql = "CREATE TABLE t (a TEXT NOT NULL, b BIGINT, c DOUBLE PRECISION NOT NULL, d BYTEA, PRIMARY KEY (b, a), UNIQUE (c, a));
               CREATE UNIQUE INDEX t_d ON t (d) WHERE d IS NOT NULL; CREATE INDEX t_ca ON t (c)";
    // A column of a primary key may be NULL on SQLite unless it is said not to be.
    let differs = std::panic::catch_unwind(|| assert_same_schema(&[Migration { name: "x-1", sql }]));
    assert!(differs.unwrap_err().downcast_ref::<String>().unwrap().contains("\"b\""));
    let fixed: &'static str = Box::leak(sql.replace("b BIGINT,", "b BIGINT NOT NULL,").into_boxed_str());
    assert_same_schema(&[Migration { name: "x-1", sql: fixed }]);
}
