//! The tables that a database has, in one form for both, so that they can be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use comity_store::{Migration, Read, Row, Store, StoreError, Value};

use crate::{Database, Engine, apart};

/// Every table but the store's own list of migrations, by name.
pub type Schema = BTreeMap<String, TableSchema>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSchema {
    /// In their order.
    pub columns: Vec<Column>,
    /// The primary key's columns, in their order.
    pub primary: Vec<String>,
    /// The columns of every other unique key or index, in their order; a partial one ends with `where`.
    pub unique: BTreeSet<Vec<String>>,
    /// The columns of every other index.
    pub indexes: BTreeSet<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// As declared, in capitals.
    pub kind: String,
    pub nullable: bool,
    pub has_default: bool,
}

/// Reads the schema of an open database.
pub fn schema(store: &Store, engine: Engine) -> Schema {
    let read = move |tx: &mut Read<'_>| match engine {
        Engine::Sqlite => sqlite(tx),
        Engine::Postgres => postgres(tx),
    };
    apart(|| store.read_now(read)).expect("the schema can be read")
}

/// Runs the migrations on both databases and compares the tables that they make.
///
/// # Panics
/// If they differ, with every table that does.
pub fn assert_same_schema(migrations: &[Migration]) {
    let of = |engine| schema(&Database::fresh(engine).open(migrations), engine);
    let (sqlite, postgres) = (of(Engine::Sqlite), of(Engine::Postgres));
    let names: BTreeSet<&String> = sqlite.keys().chain(postgres.keys()).collect();
    let mut report = String::new();
    for name in names.into_iter().filter(|name| sqlite.get(*name) != postgres.get(*name)) {
        let _ =
            write!(report, "\n{name}\n  SQLite:     {:?}\n  PostgreSQL: {:?}", sqlite.get(name), postgres.get(name));
    }
    assert!(report.is_empty(), "the two databases have different tables:{report}");
}

fn sqlite(tx: &mut Read<'_>) -> Result<Schema, StoreError> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'";
    let mut schema = Schema::new();
    for name in texts(&tx.query(sql, &[])?)? {
        let mut columns = Vec::new();
        let mut primary = BTreeMap::new();
        let sql = "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info($1) ORDER BY cid";
        for row in tx.query(sql, &[Value::from(&name)])? {
            columns.push(Column {
                name: row.get(0)?,
                kind: row.get::<String>(1)?.to_uppercase(),
                nullable: !row.get::<bool>(2)?,
                has_default: row.get(3)?,
            });
            if row.get::<i64>(4)? > 0 {
                primary.insert(row.get::<i64>(4)?, row.get::<String>(0)?);
            }
        }
        let primary: Vec<String> = primary.into_values().collect();
        let (mut unique, mut indexes) = (BTreeSet::new(), BTreeSet::new());
        let sql = "SELECT name, \"unique\", partial FROM pragma_index_list($1) WHERE origin <> 'pk'";
        for row in tx.query(sql, &[Value::from(&name)])? {
            let sql = "SELECT COALESCE(name, '(expression)') FROM pragma_index_info($1) ORDER BY seqno";
            let mut key = texts(&tx.query(sql, &[Value::from(row.get::<String>(0)?)])?)?;
            key.extend(row.get::<bool>(2)?.then(|| "where".to_owned()));
            if row.get(1)? {
                unique.insert(key)
            } else {
                indexes.insert(key)
            };
        }
        schema.insert(name, TableSchema { columns, primary, unique, indexes });
    }
    Ok(schema)
}

const POSTGRES_COLUMNS: &str = "
    SELECT CAST(a.attname AS TEXT), upper(format_type(a.atttypid, a.atttypmod)), NOT a.attnotnull, a.atthasdef
    FROM pg_attribute a WHERE a.attrelid = CAST(CAST($1 AS TEXT) AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum";

const POSTGRES_KEYS: &str = "
    SELECT i.indisprimary, i.indisunique, i.indpred IS NOT NULL, COALESCE(a.attname, '(expression)'), CAST(k.place AS BIGINT),
           CAST(i.indexrelid AS BIGINT)
    FROM pg_index i
    CROSS JOIN LATERAL unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY AS k(number, place)
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
    WHERE i.indrelid = CAST(CAST($1 AS TEXT) AS regclass) ORDER BY 6, 5";

fn postgres(tx: &mut Read<'_>) -> Result<Schema, StoreError> {
    let sql = "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'";
    let mut schema = Schema::new();
    for name in texts(&tx.query(sql, &[])?)? {
        let mut columns = Vec::new();
        for row in tx.query(POSTGRES_COLUMNS, &[Value::from(&name)])? {
            let (column, kind) = (row.get(0)?, row.get(1)?);
            columns.push(Column { name: column, kind, nullable: row.get(2)?, has_default: row.get(3)? });
        }
        let mut keys: BTreeMap<i64, (bool, bool, bool, Vec<String>)> = BTreeMap::new();
        for row in tx.query(POSTGRES_KEYS, &[Value::from(&name)])? {
            let key = (row.get(0)?, row.get(1)?, row.get(2)?, Vec::new());
            keys.entry(row.get(5)?).or_insert(key).3.push(row.get(3)?);
        }
        let mut table = TableSchema { columns, primary: Vec::new(), unique: BTreeSet::new(), indexes: BTreeSet::new() };
        for (primary, unique, partial, mut key) in keys.into_values() {
            key.extend(partial.then(|| "where".to_owned()));
            match (primary, unique) {
                (true, _) => table.primary = key,
                (false, true) => drop(table.unique.insert(key)),
                (false, false) => drop(table.indexes.insert(key)),
            }
        }
        schema.insert(name, table);
    }
    Ok(schema)
}

fn texts(rows: &[Row]) -> Result<Vec<String>, StoreError> {
    rows.iter().map(|row| row.get(0)).collect()
}
