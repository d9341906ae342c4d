//! `comity ledger verify --data`: whatever is altered in the database behind the program's back shows.

use std::path::Path;

use comity_testing::cluster::Cluster;
use comity_testing::{Database, each_store};

use crate::place::{Place, ran_as_person};

/// Statements of somebody who alters the database, and what they are about. `{bytes}` flips a bit of a column of bytes.
fn alterations(postgres: bool) -> Vec<(&'static str, String)> {
    let flip = |table: &str, column: &str, which: &str| {
        if postgres {
            format!("UPDATE {table} SET {column} = set_byte({column}, 3, get_byte({column}, 3) # 1) WHERE {which}")
        } else {
            // SQLite: replaces the fourth byte, by hexadecimal digits.
            format!(
                "UPDATE {table} SET {column} = CAST(substr({column}, 1, 3) || \
                 (CASE WHEN hex(substr({column}, 4, 1)) = '41' THEN x'42' ELSE x'41' END) || substr({column}, 5) AS BLOB) \
                 WHERE {which}"
            )
        }
    };
    let raised = "kind = 'concern.raised'";
    let part = "name = 'words'";
    let first_part = "entry = (SELECT MIN(entry) FROM private_parts WHERE name = 'words') AND name = 'words'";
    let plain = |what: &'static str, sql: &str| (what, sql.to_owned());
    vec![
        plain("an entry's body", &format!("UPDATE entries SET body = REPLACE(body, 'lighting', 'lightinh') WHERE {raised}")),
        plain("an entry's time", &format!("UPDATE entries SET time = time + 1 WHERE {raised}")),
        plain("an entry's kind", &format!("UPDATE entries SET kind = 'concern.raisee' WHERE {raised}")),
        plain("an entry's actor", &format!("UPDATE entries SET actor = 'operator' WHERE {raised}")),
        plain("an entry's id", "UPDATE entries SET id = id || 'x' WHERE kind = 'areas.imported'"),
        plain("an entry's stream", "UPDATE entries SET stream = 'areat' WHERE kind = 'areas.imported'"),
        plain("an entry's version", "UPDATE entries SET version = version + 1 WHERE kind = 'areas.imported'"),
        plain("an entry's place", "UPDATE entries SET place = 100000 WHERE kind = 'areas.imported'"),
        plain("an entry without its place", "UPDATE entries SET place = NULL, time = 0 WHERE kind = 'areas.imported'"),
        ("an entry's salt", flip("entries", "salt", raised)),
        ("an entry's commitment", flip("entries", "commitment", raised)),
        plain("an entry is gone", &format!("DELETE FROM entries WHERE {raised}")),
        plain(
            "an entry is gone with all that belongs to it",
            &format!(
                "DELETE FROM private_parts WHERE entry IN (SELECT id FROM entries WHERE {raised});
                 DELETE FROM entries WHERE {raised}"
            ),
        ),
        plain(
            "an entry is added",
            "INSERT INTO entries (id, stream, version, kind, time, actor, body, salt, commitment, place)
             SELECT 'x' || id, 'x' || stream, version, kind, time, actor, body, salt, commitment, NULL FROM entries
             WHERE kind = 'areas.imported'",
        ),
        ("a private part", flip("private_parts", "bytes", part)),
        ("a private part's salt", flip("private_parts", "salt", part)),
        plain("a private part's name", &format!("UPDATE private_parts SET name = 'wordt' WHERE {first_part}")),
        plain("a private part is gone", &format!("DELETE FROM private_parts WHERE {first_part}")),
        plain("a private part of another entry", &format!("UPDATE private_parts SET entry = 'x' WHERE {first_part}")),
        ("the log's leaves", flip("log_tiles", "hashes", "level = -1")),
        ("the log's tiles", flip("log_tiles", "hashes", "level = 0")),
        plain("a tile is gone", "DELETE FROM log_tiles WHERE level = 0"),
        plain("the leaves are gone", "DELETE FROM log_tiles WHERE level = -1"),
        plain("the checkpoint", "UPDATE log_head SET checkpoint = REPLACE(checkpoint, 'A', 'B')"),
        plain("the published checkpoint", "UPDATE log_head SET published_checkpoint = REPLACE(published_checkpoint, 'A', 'B')"),
        ("the root", flip("log_head", "root", "one = 1")),
        plain("the size", "UPDATE log_head SET size = size - 1"),
        plain("the published size", "UPDATE log_head SET published_size = published_size - 1"),
        plain("the epoch", "UPDATE log_head SET epoch = 2"),
        plain("the list of epochs", "UPDATE log_epochs SET epoch = 2"),
        plain("the first place of an epoch", "UPDATE log_epochs SET first_place = 5"),
        plain("the log's name", "UPDATE log_identity SET origin = origin || 'x'"),
        plain("the log's key", "UPDATE log_identity SET verifier_key = REPLACE(verifier_key, '+', '-')"),
        plain("a projected row", "UPDATE concerns SET area = 'S2' WHERE area = 'S1'"),
        plain("a projected row is gone", "DELETE FROM concerns"),
        plain("a projected area", "UPDATE areas SET name = 'Southend' WHERE code = 'S1'"),
        plain("a projected area is added", "INSERT INTO areas SELECT 'S3', parent, level, name, name_ar, 'T/S3/', population \
              FROM areas WHERE code = 'S1'"),
    ]
}
