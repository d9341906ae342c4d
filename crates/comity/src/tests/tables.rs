//! Every table is declared by the slice that makes it, and is the same on both databases.

use std::collections::BTreeSet;

use comity_kernel::{Clock, Ids, Millis};
use comity_ledger::{Keys, Ledger, Settings};
use comity_store::{Kind, Migration};
use comity_testing::{Database, Engine};

use crate::slices;

/// The tables that are there after these migrations, read from their text.
fn made(migrations: &[Migration]) -> BTreeSet<String> {
    let statements = migrations.iter().flat_map(|migration| migration.sql.split("CREATE TABLE ").skip(1));
    statements.filter_map(|rest| rest.split([' ', '(']).next()).map(str::to_owned).collect()
}

#[test]
fn every_slice_declares_the_tables_it_makes() {
    let mut all = BTreeSet::new();
    for slice in slices::projections(&slices::all()) {
        let declared: BTreeSet<String> = slice.tables().iter().map(|table| table.name.to_owned()).collect();
        assert_eq!(declared, made(slice.migrations()), "{}: declared (left) and made (right)", slice.name());
        assert_eq!(declared.len(), slice.tables().len(), "{} declares a table twice", slice.name());
        for table in declared {
            assert!(all.insert(table.clone()), "{table} belongs to two slices");
        }
    }
    assert!(all.len() > 10, "{all:?}");
}

#[test]
fn every_table_that_is_there_is_declared_once_and_with_one_kind() {
    let database = Database::fresh(Engine::Sqlite);
    let projections = slices::projections(&slices::all());
    let store = database.open(&comity_ledger::migrations(&projections));
    let there: BTreeSet<String> = comity_testing::schema(&store, Engine::Sqlite).into_keys().collect();
    let (clock, ids) = (Clock::fixed(Millis(1_700_000_000_000)), Ids::seeded([1; 32]));
    let settings = Settings {
        origin: "test.example/log".into(),
        beat: std::time::Duration::from_secs(60),
        cover: 1,
        demonstration: true,
    };
    let keys = Keys::draw(&ids);
    let ledger = Ledger::open(store, database.objects(), keys, projections, (clock, ids), settings).unwrap();
    let kinds = [Kind::Ledger, Kind::Projection, Kind::State, Kind::Cache];
    let declared: Vec<String> =
        kinds.into_iter().flat_map(|kind| ledger.tables(kind)).map(|table| table.name.to_owned()).collect();
    let distinct: BTreeSet<String> = declared.iter().cloned().collect();
    assert_eq!(distinct.len(), declared.len(), "a table is declared twice: {declared:?}");
    assert_eq!(there, distinct, "the tables that are there (left) and declared (right)");
}

#[test]
fn both_databases_have_the_same_tables() {
    comity_testing::assert_same_schema(&comity_ledger::migrations(&slices::projections(&slices::all())));
}
