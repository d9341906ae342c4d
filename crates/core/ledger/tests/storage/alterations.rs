//! A byte altered in the database is found.

use std::panic::{AssertUnwindSafe, catch_unwind};

use comity_ledger::{Ledger, Reason};
use comity_testing::{Database, Engine, each_store, verify, verify_log};

use crate::notes::{change, open, write};

/// A ledger with placed, published and waiting entries, words and an erasure.
fn rich(database: &Database) -> Ledger {
    let ledger = open(database);
    write(&ledger, "a", "lights", "dark");
    change(&ledger, "a", "lights", "bright");
    write(&ledger, "b", "litter", "a heap of it");
    ledger.settle_and_publish().unwrap();
    ledger.erase_now("overseer", "note/b", Reason::Order).unwrap();
    ledger.settle().unwrap();
    write(&ledger, "c", "noise", "at night");
    verify(&ledger);
    assert_eq!(ledger.audit().unwrap().problems, [""; 0]);
    ledger
}

/// Each alteration, and the opposite one.
const ALTERATIONS: &[(&str, &str)] = &[
    ("UPDATE entries SET kind = kind || 'x'", "UPDATE entries SET kind = substr(kind, 1, length(kind) - 1)"),
    (
        "UPDATE entries SET time = time + 1 WHERE stream = 'note/c'",
        "UPDATE entries SET time = time - 1 WHERE stream = 'note/c'",
    ),
    (
        "UPDATE entries SET actor = 'x' WHERE actor = 'overseer'",
        "UPDATE entries SET actor = 'overseer' WHERE actor = 'x'",
    ),
    ("UPDATE entries SET version = 7 WHERE version = 2", "UPDATE entries SET version = 2 WHERE version = 7"),
    (
        "UPDATE entries SET stream = 'note/x' WHERE stream = 'note/a'",
        "UPDATE entries SET stream = 'note/a' WHERE stream = 'note/x'",
    ),
    (
        "UPDATE entries SET body = replace(body, 'lights', 'nights')",
        "UPDATE entries SET body = replace(body, 'nights', 'lights')",
    ),
    ("UPDATE private_parts SET entry = 'x' || entry", "UPDATE private_parts SET entry = substr(entry, 2)"),
    ("UPDATE private_parts SET name = 'x' || name", "UPDATE private_parts SET name = substr(name, 2)"),
    (
        "UPDATE entries SET place = place + 100000 WHERE place IS NOT NULL",
        "UPDATE entries SET place = place - 100000 WHERE place IS NOT NULL",
    ),
    ("UPDATE log_tiles SET level = 5 WHERE level = 0", "UPDATE log_tiles SET level = 0 WHERE level = 5"),
    ("UPDATE log_head SET size = size - 1", "UPDATE log_head SET size = size + 1"),
    (
        "UPDATE log_head SET published_size = published_size + 16",
        "UPDATE log_head SET published_size = published_size - 16",
    ),
    (
        "UPDATE log_head SET checkpoint = checkpoint || ' '",
        "UPDATE log_head SET checkpoint = substr(checkpoint, 1, length(checkpoint) - 1)",
    ),
    (
        "UPDATE log_head SET published_checkpoint = replace(published_checkpoint, '/log', '/lag')",
        "UPDATE log_head SET published_checkpoint = replace(published_checkpoint, '/lag', '/log')",
    ),
];

/// The last byte of a column, changed.
fn flip(engine: Engine, table: &str, column: &str) -> String {
    match engine {
        Engine::Postgres => format!("UPDATE {table} SET {column} = set_byte({column}, 31, get_byte({column}, 31) # 1)"),
        Engine::Sqlite => format!(
            "UPDATE {table} SET {column} = CAST(substr({column}, 1, 31) || CASE substr({column}, 32, 1)
             WHEN x'00' THEN x'01' ELSE x'00' END || substr({column}, 33) AS BLOB)"
        ),
    }
}

fn assert_found(ledger: &Ledger, what: &str) {
    let passed = catch_unwind(AssertUnwindSafe(|| verify_log(ledger))).is_ok();
    assert!(!passed, "verification passes in spite of: {what}");
    audit_finds(ledger, what);
}

/// What is altered so that the record cannot even be read to its end.
const UNREADABLE: [&str; 0] = [];

fn audit_finds(ledger: &Ledger, what: &str) {
    match ledger.audit() {
        Ok(audit) => assert!(!audit.problems.is_empty(), "the audit passes in spite of: {what}"),
        Err(refused) => assert!(UNREADABLE.contains(&what), "{what}: {refused}"),
    }
}

each_store! {
    fn every_alteration_is_found(database) {
        let ledger = rich(database);
        for (alter, undo) in ALTERATIONS {
            database.tamper(alter);
            assert_found(&ledger, alter);
            database.tamper(undo);
            verify(&ledger);
        }
    }

    fn every_flipped_byte_of_a_hash_is_found(database) {
        for (table, column) in [
            ("entries", "salt"), ("entries", "commitment"), ("private_parts", "salt"), ("log_tiles", "hashes"), ("log_head", "root"),
        ] {
            let database = Database::fresh(database.engine());
            let ledger = rich(&database);
            let alter = flip(database.engine(), table, column);
            database.tamper(&alter);
            assert_found(&ledger, &alter);
        }
    }

    fn a_removed_entry_is_found(database) {
        let ledger = rich(database);
        database.tamper("DELETE FROM entries WHERE stream = 'note/b' AND version = 2");
        audit_finds(&ledger, "a removed entry");
    }
}
