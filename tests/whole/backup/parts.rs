//! Backups whose parts are not those that a backup has, or not in their order.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use comity_testing::{Database, Engine};
use serde_json::{Value, json};

use crate::place::{Place, Ran};

/// A part of a backup: path and bytes.
type Part = (String, Vec<u8>);

/// A record, and its backup packed anew after a change.
struct Repacked {
    database: Database,
    parts: Vec<Part>,
}

impl Repacked {
    fn new() -> Self {
        let database = Database::fresh(Engine::Sqlite);
        let file = database.folder().join("backup.tar.gz");
        Place::new(&database).with_town().run(&["backup", file.to_str().unwrap()]).ok();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(std::fs::File::open(&file).unwrap()));
        let mut parts = Vec::new();
        for part in archive.entries().unwrap() {
            let (mut part, mut bytes) = (part.unwrap(), Vec::new());
            let path = part.path().unwrap().to_str().unwrap().to_owned();
            part.read_to_end(&mut bytes).unwrap();
            parts.push((path, bytes));
        }
        Self { database, parts }
    }

    /// Restores it into the empty place `name`, changed so.
    fn restore(&self, name: &str, change: impl FnOnce(&mut Vec<Part>)) -> (Ran, Place) {
        let mut parts = self.parts.clone();
        change(&mut parts);
        let file = self.database.folder().join("altered.tar.gz");
        pack(&file, &parts);
        let place = Place::in_folder(self.database.folder().join(name));
        (place.run(&["restore", file.to_str().unwrap()]), place)
    }

    fn refused(&self, name: &str, said: &str, change: impl FnOnce(&mut Vec<Part>)) {
        let (ran, place) = self.restore(name, change);
        assert!(ran.status == 1 && ran.err.contains(said), "{name}: {ran:?}");
        let nothing = !place.folder.join("keys").exists() || place.run(&["ledger", "verify"]).status == 1;
        assert!(nothing, "{name}: something was restored");
        let _: PathBuf = place.folder;
    }
}

fn pack(file: &Path, parts: &[Part]) {
    let mut new = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (path, bytes) in parts {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        if let Some(link) = path.strip_prefix("link:") {
            header.set_entry_type(tar::EntryType::Symlink);
            new.append_link(&mut header, link, "/etc/passwd").unwrap();
        } else {
            new.append_data(&mut header, path, bytes.as_slice()).unwrap();
        }
    }
    std::fs::write(file, new.into_inner().unwrap().finish().unwrap()).unwrap();
}

/// Changes the manifest.
fn manifest(change: impl FnOnce(&mut Value)) -> impl FnOnce(&mut Vec<Part>) {
    move |parts| {
        let mut read = serde_json::from_slice(&parts[0].1).unwrap();
        change(&mut read);
        parts[0].1 = serde_json::to_vec(&read).unwrap();
    }
}

fn table<'m>(manifest: &'m mut Value, name: &str) -> &'m mut Value {
    manifest["tables"].as_array_mut().unwrap().iter_mut().find(|table| table["name"] == name).unwrap()
}

fn part<'p>(parts: &'p mut [Part], path: &str) -> &'p mut Vec<u8> {
    &mut parts.iter_mut().find(|(of, _)| of == path).unwrap_or_else(|| panic!("no {path}")).1
}

#[test]
fn a_backup_of_another_version_is_refused_and_leaves_nothing() {
    let backup = Repacked::new();
    // Packed anew without a change, it is taken.
    let (ran, place) = backup.restore("same", |_| {});
    ran.ok();
    place.verify();
    backup.refused(
        "later",
        "later version of this program",
        manifest(|manifest| {
            manifest["migrations"].as_array_mut().unwrap().push("concerns-99".into());
        }),
    );
    backup.refused(
        "unlisted",
        "its manifest lacks a value",
        manifest(|manifest| {
            manifest.as_object_mut().unwrap().remove("migrations");
        }),
    );
    let older = "expected the format comity-backup/3, found \"comity-backup/1\"";
    backup.refused("older", older, manifest(|manifest| manifest["format"] = "comity-backup/1".into()));
}

#[test]
fn the_manifest_comes_first_and_has_its_bounds() {
    let backup = Repacked::new();
    backup.refused("last", "it should begin with its manifest", |parts| parts.rotate_left(1));
    backup.refused("twice", "unexpected part \"manifest.json\"", |parts| parts.push(parts[0].clone()));
    backup.refused("large", "its manifest has 1", |parts| parts[0].1.resize(1_100_000, b' '));
    backup.refused("nothing", "there is nothing in it", Vec::clear);
    backup.refused(
        "checkpoint",
        "another checkpoint than its tables",
        manifest(|manifest| {
            manifest["checkpoint"] = "none".into();
        }),
    );
}

#[test]
fn a_backup_holds_its_tables_each_once_and_nothing_else() {
    let backup = Repacked::new();
    for (name, path, said) in [
        ("unlisted", "tables/concerns.jsonl", "unexpected part"),
        ("again", "tables/entries.jsonl", "unexpected part"),
        ("named", "tables/entries.txt", "unexpected part"),
        ("folder", "elsewhere/x", "unexpected part"),
        ("key", "keys/other.key", "unexpected part"),
        ("key again", "keys/log.key", "unexpected part"),
        ("link", "link:tables/more.jsonl", "is no file"),
    ] {
        backup.refused(name, said, |parts| parts.push((path.to_owned(), Vec::new())));
    }
    backup.refused("part", "the table sessions is missing", |parts| {
        parts.retain(|(path, _)| path != "tables/sessions.jsonl");
    });
    let without = |manifest: &mut Value| {
        manifest["tables"].as_array_mut().unwrap().retain(|table| table["name"] != "sessions");
    };
    backup.refused("table", "the table sessions is missing", |parts| {
        parts.retain(|(path, _)| path != "tables/sessions.jsonl");
        manifest(without)(parts);
    });
    for (name, more) in [("projection", "concerns"), ("twice", "sessions"), ("statement", "sessions; DROP TABLE x")] {
        backup.refused(
            name,
            "a table that is not to be in a backup",
            manifest(|manifest| {
                let table = json!({ "name": more, "columns": [], "rows": 0 });
                manifest["tables"].as_array_mut().unwrap().push(table);
            }),
        );
    }
}

#[test]
fn rows_are_read_by_the_names_of_their_columns_and_within_bounds() {
    let backup = Repacked::new();
    // In another order it is the same record.
    let (ran, place) = backup.restore("turned", |parts| {
        manifest(|manifest| table(manifest, "entries")["columns"].as_array_mut().unwrap().reverse())(parts);
        let rows = part(parts, "tables/entries.jsonl");
        let turned = String::from_utf8(std::mem::take(rows)).unwrap().lines().fold(String::new(), |turned, line| {
            let mut values: Vec<Value> = serde_json::from_str(line).unwrap();
            values.reverse();
            turned + &serde_json::to_string(&values).unwrap() + "\n"
        });
        *rows = turned.into_bytes();
    });
    ran.ok();
    place.verify();
    backup.refused(
        "swapped",
        "damaged",
        manifest(|manifest| {
            table(manifest, "entries")["columns"].as_array_mut().unwrap().swap(1, 3);
        }),
    );
    backup.refused(
        "unknown",
        "has no column \"x\"",
        manifest(|manifest| {
            table(manifest, "entries")["columns"][0] = "x".into();
        }),
    );
    backup.refused(
        "fewer",
        "values, expected",
        manifest(|manifest| {
            table(manifest, "entries")["columns"].as_array_mut().unwrap().pop();
        }),
    );
    backup.refused("rows", "should have 99 rows", manifest(|manifest| table(manifest, "entries")["rows"] = 99.into()));
    backup.refused("long", "is not a line of at most", |parts| {
        part(parts, "tables/entries.jsonl").resize(17 << 20, b' ')
    });
    backup.refused("cut", "is not a line of at most", |parts| {
        part(parts, "tables/entries.jsonl").pop();
    });
}
