//! Values and binds mean the same on both databases.

use comity_kernel::{Day, Ids, Millis, Reference};
use comity_store::{Migration, Store, StoreError, Value};
use comity_testing::{Database, each_store};

const KINDS: &[Migration] = &[Migration {
    name: "test-1",
    sql: "CREATE TABLE kinds (id TEXT NOT NULL PRIMARY KEY, number BIGINT, real DOUBLE PRECISION, text TEXT, bytes BYTEA)",
}];

fn open(database: &Database) -> Store {
    database.open(KINDS)
}

/// Stores one row and reads it back.
fn there_and_back(store: &Store, row: [Value; 4]) -> Vec<Value> {
    let [number, real, text, bytes] = row;
    let id = Value::from(Ids::system().unwrap().reference().to_string());
    store
        .write_now(move |tx| {
            let binds = [id.clone(), number.clone(), real.clone(), text.clone(), bytes.clone()];
            tx.execute("INSERT INTO kinds (id, number, real, text, bytes) VALUES ($1, $2, $3, $4, $5)", &binds)?;
            let found =
                tx.optional("SELECT number, real, text, bytes FROM kinds WHERE id = $1", std::slice::from_ref(&id))?;
            Ok::<_, StoreError>(found.unwrap().0)
        })
        .unwrap()
}

/// What a write of these binds comes to.
fn stored(store: &Store, column: &'static str, value: Value) -> Result<u64, StoreError> {
    let id = Value::from(Ids::system().unwrap().reference().to_string());
    let sql = format!("INSERT INTO kinds (id, {column}) VALUES ($1, $2)");
    store.write_now(move |tx| tx.execute(&sql, &[id.clone(), value.clone()]))
}

each_store! {
    fn every_kind_comes_back_as_it_was(database) {
        let store = open(database);
        let all_bytes: Vec<u8> = (0..=255).collect();
        for row in [
            [Value::Null, Value::Null, Value::Null, Value::Null],
            [0.into(), 0.0.into(), "".into(), Vec::new().into()],
            [i64::MIN.into(), f64::MIN_POSITIVE.into(), "قلق — 🙂 '; DROP TABLE kinds; --".into(), all_bytes.into()],
            [i64::MAX.into(), 1.0.into(), "12".into(), b"12".to_vec().into()],
            [(-1).into(), f64::MAX.into(), "\t\r\n \u{feff}".into(), vec![0u8].into()],
            [1.into(), (-0.1).into(), "1.0".into(), [7u8; 32].into()],
        ] {
            assert_eq!(there_and_back(&store, row.clone()), row);
        }
    }

    fn kernel_types_come_back_as_they_were(database) {
        let store = open(database);
        let reference = Ids::seeded([1; 32]).reference();
        let row = store.write_now({
            let reference = reference.clone();
            move |tx| {
                let sql = "INSERT INTO kinds (id, number, text) VALUES ($1, $2, $3)";
                let binds = [Value::from(&reference), Millis(-5).into(), Day::parse("2026-02-28").unwrap().into()];
                tx.execute(sql, &binds)?;
                tx.optional("SELECT id, number, text, bytes FROM kinds", &[])
            }
        });
        let row = row.unwrap().unwrap();
        assert_eq!(row.get::<Reference>(0).unwrap(), reference);
        assert_eq!(row.get::<Millis>(1).unwrap(), Millis(-5));
        assert_eq!(row.get::<Day>(2).unwrap(), Day::parse("2026-02-28").unwrap());
        assert_eq!(row.get::<Option<[u8; 32]>>(3).unwrap(), None);
        assert!(row.get::<bool>(1).unwrap());
    }

    fn a_column_read_as_something_else_is_an_error(database) {
        let store = open(database);
        let sql = "SELECT CAST(5 AS BIGINT), CAST(NULL AS TEXT)";
        let row = store.read_now(move |tx| tx.optional(sql, &[])).unwrap().unwrap();
        for error in [
            row.get::<String>(0).unwrap_err(),
            row.get::<f64>(0).unwrap_err(),
            row.get::<String>(1).unwrap_err(),
            row.get::<i64>(2).unwrap_err(),
        ] {
            assert!(matches!(error, StoreError::Column { .. }), "{error}");
        }
    }

    fn binds_are_taken_by_their_number(database) {
        let store = open(database);
        let row = store.read_now(|tx| {
            let sql = "SELECT CAST($3 AS TEXT), CAST($1 AS BIGINT), CAST($3 AS TEXT), CAST($2 AS TEXT)
                       WHERE CAST($2 AS TEXT) <> 'x' AND CAST($1 AS BIGINT) = 7";
            tx.optional(sql, &[7.into(), "second".into(), "third".into()])
        });
        let expected = vec!["third".into(), 7.into(), "third".into(), Value::from("second")];
        assert_eq!(row.unwrap().unwrap().0, expected);
    }

    fn more_than_nine_binds_keep_their_numbers(database) {
        let store = open(database);
        let binds: Vec<Value> = (1..=12).map(Value::from).collect();
        let sql = "SELECT CAST($12 AS BIGINT), CAST($1 AS BIGINT), CAST($10 AS BIGINT), CAST($2 AS BIGINT)
                   WHERE CAST($3 AS BIGINT) + CAST($4 AS BIGINT) + CAST($5 AS BIGINT) + CAST($6 AS BIGINT)
                       + CAST($7 AS BIGINT) + CAST($8 AS BIGINT) + CAST($9 AS BIGINT) + CAST($11 AS BIGINT) = 53";
        let row = store.read_now(move |tx| tx.optional(sql, &binds)).unwrap().unwrap();
        assert_eq!(row.0, [12.into(), 1.into(), 10.into(), 2.into()]);
    }

    fn too_few_and_too_many_binds_are_errors(database) {
        let store = open(database);
        let sql = "SELECT id FROM kinds WHERE id = $1 AND number = $2";
        for binds in [vec![], vec!["a".into()], vec!["a".into(), 1.into(), 2.into()]] {
            let count = binds.len();
            let outcome = store.read_now(move |tx| tx.query(sql, &binds));
            assert!(matches!(outcome, Err(StoreError::Statement(_))), "{count}: {outcome:?}");
        }
        // A gap in the numbers.
        let gap = store.read_now(|tx| tx.query("SELECT id FROM kinds WHERE id = $2", &["a".into(), "b".into()]));
        assert!(matches!(gap, Err(StoreError::Statement(_))), "{gap:?}");
        assert!(store.read_now(move |tx| tx.query(sql, &["a".into(), 1.into()])).unwrap().is_empty());
    }

    fn text_with_a_nul_is_refused(database) {
        let store = open(database);
        let outcome = stored(&store, "text", "a\0b".into());
        assert!(matches!(outcome, Err(StoreError::Statement(_))), "{outcome:?}");
        assert_eq!(stored(&store, "bytes", b"a\0b".to_vec().into()).unwrap(), 1);
    }

    fn a_word_stays_a_word_where_it_looks_like_a_number(database) {
        let store = open(database);
        let row = [Value::Null, Value::Null, "007".into(), b"007".to_vec().into()];
        assert_eq!(there_and_back(&store, row.clone()), row);
    }
}

/// SQLite would take most of these and change them; PostgreSQL must not store bits under another meaning.
#[test]
fn postgres_refuses_a_value_of_another_kind_than_its_column() {
    let database = Database::fresh(comity_testing::Engine::Postgres);
    let store = open(&database);
    for (column, value) in [
        ("number", Value::from("5")),
        ("number", 5.0.into()),
        ("real", 5.into()),
        ("real", "5".into()),
        ("text", 5.into()),
        ("text", 0x4141_4141_4141_4141.into()),
        ("text", b"bytes".to_vec().into()),
        ("bytes", "text".into()),
        ("bytes", 5.into()),
    ] {
        let outcome = stored(&store, column, value.clone());
        assert!(matches!(outcome, Err(StoreError::Statement(_))), "{value:?} in {column}: {outcome:?}");
    }
}
