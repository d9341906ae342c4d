//! `comity ledger verify --data`: whatever is altered in the database behind the program's back shows.

use std::path::Path;
use std::process::Command;

use comity_testing::cluster::Cluster;
use comity_testing::{Database, Engine};
use rusqlite::Connection;

use crate::place::{Place, Run};
use crate::server::Server;

/// What belongs to the record. What follows from it (projections) is compared with a replay; accounts' passwords and
/// sessions, and which forms were taken, are neither.
const NEITHER: [&str; 5] = ["migrations", "credentials", "sessions", "sign_in_failures", "submissions"];

/// Columns that say when something was written down, or how it is to be served, and that nothing is computed from.
const REMARKS: [(&str, &str); 3] =
    [("log_head", "published_at"), ("log_epochs", "opened"), ("log_identity", "demonstration")];

/// What is altered so that the record cannot even be read to its end, and what is said then instead of its problems.
const UNREADABLE: [(&str, &str); 5] = [
    ("UPDATE entries SET body = (CASE", "expected JSON"),
    ("UPDATE log_identity SET one", "there is no record"),
    ("UPDATE log_identity SET origin", "this record was signed by the key"),
    ("UPDATE log_identity SET verifier_key", "this record was signed by the key"),
    ("UPDATE log_head SET one", "the log has no head"),
];

/// A record with something in most tables.
fn record(database: &Database) -> Place {
    let place = Place::new(database).with_town();
    place.account("olena", "officer", Some("S1"), "seven otters under a bridge");
    let server = Server::start(&place);
    let resident = server.client();
    resident.raised("The lamp at the bridge is dark.");
    let code = resident.raised("The stairs at the station are broken.");
    let more = [("code", code.as_str()), ("words", "They are still broken, all of them.")];
    assert_eq!(resident.submit("/concerns/mine", "/concerns/mine/words", &more).status, 200);
    let code = resident.raised("This will be erased before long.");
    let sure = [("code", code.as_str()), ("sure", "yes")];
    assert_eq!(resident.submit("/concerns/mine", "/concerns/mine/erase", &sure).status, 200);
    resident.proof(&code);
    assert!(server.stop().success());
    place.verify();
    place
}

/// What is wrong with what is said of a record that is not whole, if anything.
fn unsaid(place: &Place, what: &str) -> Option<String> {
    let ran = place.run(&["ledger", "verify"]);
    let otherwise = UNREADABLE.iter().find(|(part, _)| what.contains(part));
    let said = otherwise.map_or("problems in the record", |(_, said)| said);
    let told = ran.status == 1 && ran.err.starts_with("comity: ") && ran.err.contains(said);
    (!told).then(|| format!("{what}: {ran:?}"))
}

/// Not whole, and said so.
fn altered(place: &Place, what: &str) {
    assert_eq!(unsaid(place, what), None);
}

fn copied(place: &Place, folder: &Path) -> Place {
    let _ = std::fs::remove_dir_all(folder);
    Command::new("cp").arg("-r").arg(&place.folder).arg(folder).ran().ok();
    Place::in_folder(folder)
}

fn raw(place: &Place) -> Connection {
    Connection::open(place.folder.join("comity.db")).unwrap()
}

/// Table, column, type and row of every value there is: of the log's tiles every row, of other tables the last one.
fn values(place: &Place) -> Vec<(String, String, String, i64)> {
    let raw = raw(place);
    let mut found = Vec::new();
    let mut tables = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for table in tables.iter().filter(|table| !NEITHER.contains(&table.as_str())) {
        let which = if table == "log_tiles" { "1 = 1" } else { &format!("rowid = (SELECT MAX(rowid) FROM {table})") };
        let mut rows = raw.prepare(&format!("SELECT rowid FROM {table} WHERE {which}")).unwrap();
        let rows: Vec<i64> = rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let mut columns = raw.prepare(&format!("SELECT name, type FROM pragma_table_info('{table}')")).unwrap();
        let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap);
        for (column, kind) in columns.collect::<Vec<(String, String)>>() {
            found.extend(rows.iter().map(|row| (table.clone(), column.clone(), kind.clone(), *row)));
        }
    }
    found
}

/// An expression for another value of the same length.
fn other(column: &str, kind: &str) -> String {
    match kind {
        "BIGINT" => format!("COALESCE({column}, 0) + 1000003"),
        "BYTEA" => format!(
            "CAST((CASE hex(substr({column}, 1, 1)) WHEN '41' THEN x'42' ELSE x'41' END) || substr({column}, 2) AS BLOB)"
        ),
        "TEXT" => {
            format!("(CASE substr({column}, 1, 1) WHEN 'a' THEN 'b' ELSE 'a' END) || substr(COALESCE({column}, ''), 2)")
        }
        other => panic!("a column of the type {other}"),
    }
}

#[test]
fn a_byte_altered_in_any_column_of_the_record_shows() {
    let database = Database::fresh(Engine::Sqlite);
    let place = record(&database);
    let values = values(&place);
    for table in ["entries", "private_parts", "log_tiles", "log_head", "log_identity", "log_epochs", "concerns"] {
        assert!(values.iter().any(|(found, ..)| found == table), "{table} holds nothing: {values:?}");
    }
    // A copy is as good as the record itself, as long as nobody alters it.
    copied(&place, &database.folder().join("copy")).verify();
    let mut unsaid: Vec<String> = Vec::new();
    for (table, column, kind, row) in values {
        if REMARKS.contains(&(table.as_str(), column.as_str())) {
            continue;
        }
        let copy = copied(&place, &database.folder().join("copy"));
        let sql = format!("UPDATE {table} SET {column} = {} WHERE rowid = {row}", other(&column, &kind));
        assert_eq!(raw(&copy).execute(&sql, []).unwrap(), 1, "{sql}");
        unsaid.extend(self::unsaid(&copy, &sql));
    }
    assert_eq!(unsaid, [""; 0]);
    place.verify();
}

/// What somebody might do who knows the tables. Runs on both databases.
const DEEDS: [&str; 16] = [
    "UPDATE entries SET body = REPLACE(body, 'lighting', 'litter') WHERE kind = 'concern.raised'",
    "UPDATE entries SET time = time - 86400000 WHERE kind = 'concern.raised'",
    "UPDATE entries SET place = place + 1000 WHERE kind = 'concern.raised'",
    "UPDATE entries SET place = NULL, due = 0 WHERE kind = 'areas.imported'",
    "DELETE FROM entries WHERE kind = 'concern.continued'",
    "DELETE FROM private_parts WHERE entry IN (SELECT id FROM entries WHERE kind = 'concern.continued');
     DELETE FROM concern_steps WHERE kind = 'concern.continued';
     DELETE FROM entries WHERE kind = 'concern.continued'",
    "DELETE FROM private_parts WHERE entry IN (SELECT id FROM entries WHERE kind = 'concern.continued')",
    "UPDATE private_parts SET name = 'contact' WHERE entry IN (SELECT id FROM entries WHERE kind = 'concern.continued')",
    "INSERT INTO private_parts SELECT 'nobody', name, salt, bytes FROM private_parts
     WHERE entry IN (SELECT id FROM entries WHERE kind = 'concern.continued')",
    "CREATE TEMPORARY TABLE forged AS SELECT * FROM entries WHERE kind = 'areas.imported';
     UPDATE forged SET id = 'x' || id, stream = 'x' || stream, place = NULL;
     INSERT INTO entries SELECT * FROM forged",
    "DELETE FROM log_tiles WHERE level = 0",
    "DELETE FROM log_tiles WHERE level = -1",
    "UPDATE log_head SET published_checkpoint = 'x' || published_checkpoint",
    "UPDATE concerns SET state = 'closed'",
    "DELETE FROM concerns",
    "UPDATE concern_steps SET words = 'All is well here, thank you.' WHERE words IS NOT NULL",
];

#[test]
fn what_somebody_might_do_shows_in_sqlite() {
    let database = Database::fresh(Engine::Sqlite);
    let place = record(&database);
    copied(&place, &database.folder().join("copy")).verify();
    for deed in DEEDS {
        let copy = copied(&place, &database.folder().join("copy"));
        raw(&copy).execute_batch(deed).unwrap_or_else(|error| panic!("{deed}: {error}"));
        altered(&copy, deed);
    }
    place.verify();
}

#[test]
fn what_somebody_might_do_shows_in_postgresql() {
    let database = Database::fresh(Engine::Postgres);
    let place = record(&database);
    let (name, mut server) = (database.name(), Cluster::shared().client("postgres"));
    for deed in std::iter::once("").chain(DEEDS) {
        server.batch_execute(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).unwrap();
        let address = Cluster::shared().address(&format!("{name}_copy"));
        let copy = Place { folder: place.folder.clone(), address: Some(address) };
        let mut raw = Cluster::shared().client(&format!("{name}_copy"));
        raw.batch_execute(deed).unwrap_or_else(|error| panic!("{deed}: {error}"));
        // Nothing done to it, a copy is as good as the record itself.
        if deed.is_empty() {
            copy.verify()
        } else {
            altered(&copy, deed)
        }
        drop(raw);
        server.batch_execute(&format!("DROP DATABASE {name}_copy WITH (FORCE)")).unwrap();
    }
    place.verify();
}

#[test]
fn a_stored_object_that_was_altered_or_is_gone_shows() {
    let database = Database::fresh(Engine::Sqlite);
    let place = record(&database);
    let (_, objects) = place.fingerprint();
    let object = objects[0].strip_prefix(&place.folder).unwrap();
    let copy = copied(&place, &database.folder().join("copy"));
    let mut bytes = std::fs::read(copy.folder.join(object)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let file = copy.folder.join(object);
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, bytes).unwrap();
    altered(&copy, "an altered object");
    std::fs::remove_file(&file).unwrap();
    altered(&copy, "an object that is gone");
    place.verify();
}
