//! The tables of areas, teams and priorities, and all SQL on them.

use std::collections::HashMap;

use comity_kernel::Millis;
use comity_ledger::{ERASED, Recorded, Refusal};
use comity_store::{Kind, Migration, Objects, Read, Row, StoreError, Table, Value, Write};
use serde::de::DeserializeOwned;

use crate::events::{AREAS_IMPORTED, AreasImport, OfArea, PRIORITIES, PRIORITIES_SET, Priority, TEAM, TEAM_SET, Team};
use crate::file::AreaFile;
use crate::geometry::Level;
use crate::{Area, Bilingual};

pub const TABLES: &[Table] = &[
    Table { name: "area_imports", kind: Kind::Projection },
    Table { name: "areas", kind: Kind::Projection },
    Table { name: "teams", kind: Kind::Projection },
    Table { name: "priorities", kind: Kind::Projection },
    Table { name: "page_versions", kind: Kind::Projection },
];

pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "places-1",
    sql: "
    -- The files that areas came from, in their order.
    CREATE TABLE area_imports (
        number BIGINT NOT NULL PRIMARY KEY,
        object TEXT NOT NULL,
        population TEXT
    );
    -- Outlines are not here but in the files.
    CREATE TABLE areas (
        code TEXT NOT NULL PRIMARY KEY,
        parent TEXT,
        level TEXT,
        name TEXT NOT NULL,
        name_ar TEXT,
        path TEXT NOT NULL,
        population BIGINT
    );
    CREATE INDEX areas_by_parent ON areas (parent);
    -- `details` is JSON from a private part and gone when that was erased.
    CREATE TABLE teams (
        area TEXT NOT NULL PRIMARY KEY,
        entry TEXT NOT NULL,
        details TEXT
    );
    CREATE TABLE priorities (
        area TEXT NOT NULL PRIMARY KEY,
        entry TEXT NOT NULL,
        details TEXT
    );
    -- How often what the public page of an area shows has changed; '' counts what changes every page.
    CREATE TABLE page_versions (
        area TEXT NOT NULL PRIMARY KEY,
        version BIGINT NOT NULL
    );
    ",
}];

/// The area of [`page_changed`] when every page changes.
pub const EVERYWHERE: &str = "";

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    match entry.header.kind.as_str() {
        AREAS_IMPORTED => import(tx, entry, objects),
        TEAM_SET => set(tx, "teams", entry, TEAM),
        PRIORITIES_SET => set(tx, "priorities", entry, PRIORITIES),
        // What was erased may have stood on any page.
        ERASED => page_changed(tx, EVERYWHERE),
        _ => Ok(()),
    }
}

pub(crate) fn erase(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let table = match entry.header.kind.as_str() {
        TEAM_SET => "teams",
        PRIORITIES_SET => "priorities",
        _ => return Ok(()),
    };
    tx.execute(&format!("UPDATE {table} SET details = NULL WHERE entry = $1"), &[Value::from(&entry.header.id)])?;
    Ok(())
}

fn set(tx: &mut Write<'_>, table: &str, entry: &Recorded, part: &str) -> Result<(), Refusal> {
    let OfArea { area } = entry.body()?;
    let sql = format!(
        "INSERT INTO {table} (area, entry, details) VALUES ($1, $2, $3)
         ON CONFLICT (area) DO UPDATE SET entry = excluded.entry, details = excluded.details"
    );
    let details = Value::from(entry.private(part));
    tx.execute(&sql, &[Value::from(&area), Value::from(&entry.header.id), details])?;
    page_changed(tx, &area)
}

fn import(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    let import: AreasImport = entry.body()?;
    let file = AreaFile::stored(&import, objects).map_err(|error| Refusal::Object(error.to_string()))?;
    let binds =
        [Value::from(entry.header.version), Value::from(&import.object), Value::from(import.population.as_deref())];
    tx.execute("INSERT INTO area_imports (number, object, population) VALUES ($1, $2, $3)", &binds)?;
    let sql = "INSERT INTO areas (code, parent, level, name, name_ar, path, population)
               VALUES ($1, $2, $3, $4, $5, '', $6)
               ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, level = excluded.level, name = excluded.name,
                   name_ar = excluded.name_ar, population = excluded.population";
    for area in &file.areas {
        let binds = [
            Value::from(&area.shape.code),
            Value::from(area.shape.parent.as_deref()),
            Value::from(area.shape.level.map(Level::word)),
            Value::from(&area.shape.name),
            Value::from(area.name_ar.as_deref()),
            Value::from(area.population),
        ];
        tx.execute(sql, &binds)?;
    }
    set_paths(tx)?;
    page_changed(tx, EVERYWHERE)
}

/// Finds every area's path anew: an import may have moved areas that have others below them.
fn set_paths(tx: &mut Write<'_>) -> Result<(), Refusal> {
    let mut known: HashMap<String, (Option<String>, String)> = HashMap::new();
    for row in tx.query("SELECT code, parent, path FROM areas", &[])? {
        known.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    for (code, (_, before)) in &known {
        let path = path(code, &known);
        if path != *before {
            let binds = [Value::from(code), Value::from(&path)];
            tx.execute("UPDATE areas SET path = $2 WHERE code = $1", &binds)?;
        }
    }
    Ok(())
}

fn path(code: &str, known: &HashMap<String, (Option<String>, String)>) -> String {
    let mut codes = vec![code];
    let mut current = code;
    while let Some(parent) = known.get(current).and_then(|(parent, _)| parent.as_deref()) {
        // Each file's parents form a hierarchy and stand in the same file, so there is no circle; were there one in an
        // altered file, this would still end.
        if codes.len() > known.len() {
            break;
        }
        codes.push(parent);
        current = parent;
    }
    codes.iter().rev().map(|code| format!("{code}/")).collect()
}

/// Notes that the public page of `area`, of those above and below it shows something else now. Every projection calls
/// this for what it changes there; [`EVERYWHERE`] for what changes all of them.
///
/// # Errors
/// What the database says.
pub fn page_changed(tx: &mut Write<'_>, area: &str) -> Result<(), Refusal> {
    let sql = "INSERT INTO page_versions (area, version) VALUES ($1, 1)
               ON CONFLICT (area) DO UPDATE SET version = page_versions.version + 1";
    tx.execute(sql, &[Value::from(area)])?;
    Ok(())
}

/// Which state of an area's public page is the present one: two equal ones show the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageVersion {
    everywhere: i64,
    here: i64,
}

/// The version of an area's public page: it changes with whatever changes there, above or below. `None` if there is no
/// such area.
///
/// # Errors
/// What the database says.
pub fn page_version(tx: &mut Read<'_>, code: &str) -> Result<Option<PageVersion>, Refusal> {
    let sql =
        "SELECT CAST(SUM(CASE WHEN v.area = '' THEN v.version ELSE 0 END) AS BIGINT), CAST(SUM(v.version) AS BIGINT)
               FROM areas here CROSS JOIN page_versions v LEFT JOIN areas a ON a.code = v.area
               WHERE here.code = $1 AND (v.area = '' OR substr(a.path, 1, length(here.path)) = here.path
                   OR substr(here.path, 1, length(a.path)) = a.path)";
    let Some(row) = tx.optional(sql, &[Value::from(code)])? else { return Ok(None) };
    let (everywhere, here): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
    Ok(everywhere.zip(here).map(|(everywhere, here)| PageVersion { everywhere, here }))
}

const COLUMNS: &str = "code, parent, level, name, name_ar, path, population";

fn read(row: &Row) -> Result<Area, StoreError> {
    let level: Option<String> = row.get(2)?;
    let name_ar: Option<String> = row.get(4)?;
    Ok(Area {
        code: row.get(0)?,
        parent: row.get(1)?,
        level: level.as_deref().and_then(Level::from_word),
        names: Bilingual { en: row.get(3)?, ar: name_ar.unwrap_or_default() },
        path: row.get(5)?,
        population: row.get(6)?,
    })
}

fn list(tx: &mut Read<'_>, rest: &str, binds: &[Value]) -> Result<Vec<Area>, Refusal> {
    let rows = tx.query(&format!("SELECT {COLUMNS} FROM areas {rest}"), binds)?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The area of a code.
///
/// # Errors
/// What the database says.
pub fn area(tx: &mut Read<'_>, code: &str) -> Result<Option<Area>, Refusal> {
    Ok(list(tx, "WHERE code = $1", &[Value::from(code)])?.into_iter().next())
}

/// All areas, in no order that means anything to people: see [`crate::sort_by_name`].
///
/// # Errors
/// What the database says.
pub fn areas(tx: &mut Read<'_>) -> Result<Vec<Area>, Refusal> {
    list(tx, "ORDER BY path", &[])
}

/// The areas whose parent is `code`.
///
/// # Errors
/// What the database says.
pub fn children(tx: &mut Read<'_>, code: &str) -> Result<Vec<Area>, Refusal> {
    list(tx, "WHERE parent = $1 ORDER BY path", &[Value::from(code)])
}

/// The areas of a path, from the outermost to the innermost.
///
/// # Errors
/// What the database says.
pub fn along(tx: &mut Read<'_>, path: &str) -> Result<Vec<Area>, Refusal> {
    list(tx, "WHERE substr($1, 1, length(path)) = path ORDER BY length(path)", &[Value::from(path)])
}

/// The path of an area.
///
/// # Errors
/// What the database says.
pub fn path_of(tx: &mut Read<'_>, code: &str) -> Result<Option<String>, Refusal> {
    Ok(tx.value("SELECT path FROM areas WHERE code = $1", &[Value::from(code)])?)
}

/// Whether there is such an area, and no other within it: one that residents name as theirs.
///
/// # Errors
/// What the database says.
pub fn is_smallest(tx: &mut Read<'_>, code: &str) -> Result<bool, Refusal> {
    let sql = "SELECT code FROM areas WHERE code = $1 AND NOT EXISTS (SELECT 1 FROM areas WHERE parent = $1)";
    Ok(tx.optional(sql, &[Value::from(code)])?.is_some())
}

/// The team that is responsible in an area, by its path: its own or that of the nearest area above; and whose it is.
///
/// # Errors
/// What the database says, or [`Refusal::Broken`] for details that are not a team's.
pub fn team_of(tx: &mut Read<'_>, path: &str) -> Result<Option<(String, Team)>, Refusal> {
    nearest(tx, "teams", path)
}

/// What is put first in an area, by its path: by its own team or that of the nearest area above; and whose it is.
///
/// # Errors
/// As [`team_of`].
pub fn priorities_of(tx: &mut Read<'_>, path: &str) -> Result<Option<(String, Vec<Priority>)>, Refusal> {
    nearest(tx, "priorities", path)
}

/// When the priorities of just this area were set.
///
/// # Errors
/// What the database says.
pub fn priorities_set(tx: &mut Read<'_>, code: &str) -> Result<Option<Millis>, Refusal> {
    let sql = "SELECT e.time FROM priorities p JOIN entries e ON e.id = p.entry WHERE p.area = $1";
    Ok(tx.value(sql, &[Value::from(code)])?)
}

fn nearest<T: DeserializeOwned>(tx: &mut Read<'_>, table: &str, path: &str) -> Result<Option<(String, T)>, Refusal> {
    let sql = format!(
        "SELECT t.area, t.details FROM {table} t JOIN areas a ON a.code = t.area
         WHERE t.details IS NOT NULL AND substr($1, 1, length(a.path)) = a.path
         ORDER BY length(a.path) DESC LIMIT 1"
    );
    let Some(row) = tx.optional(&sql, &[Value::from(path)])? else { return Ok(None) };
    Ok(Some((row.get(0)?, parse(&row.get::<String>(1)?)?)))
}

/// The team set for just this area.
///
/// # Errors
/// As [`team_of`].
pub fn own_team(tx: &mut Read<'_>, code: &str) -> Result<Option<Team>, Refusal> {
    own(tx, "teams", code)
}

/// The priorities set for just this area.
///
/// # Errors
/// As [`team_of`].
pub fn own_priorities(tx: &mut Read<'_>, code: &str) -> Result<Option<Vec<Priority>>, Refusal> {
    own(tx, "priorities", code)
}

fn own<T: DeserializeOwned>(tx: &mut Read<'_>, table: &str, code: &str) -> Result<Option<T>, Refusal> {
    let sql = format!("SELECT details FROM {table} WHERE area = $1 AND details IS NOT NULL");
    let details: Option<String> = tx.value(&sql, &[Value::from(code)])?;
    details.as_deref().map(parse).transpose()
}

fn parse<T: DeserializeOwned>(details: &str) -> Result<T, Refusal> {
    serde_json::from_str(details).map_err(|error| Refusal::Broken(error.to_string()))
}

/// Whether the same files were imported before.
pub(crate) fn is_imported(tx: &mut Read<'_>, import: &AreasImport) -> Result<bool, Refusal> {
    let sql = "SELECT number FROM area_imports WHERE object = $1 AND COALESCE(population, '') = $2";
    let binds = [Value::from(&import.object), Value::from(import.population.as_deref().unwrap_or_default())];
    Ok(tx.optional(sql, &binds)?.is_some())
}

/// The hashes of the files that areas and their outlines came from, in the order of their import.
///
/// # Errors
/// What the database says.
pub fn imported(tx: &mut Read<'_>) -> Result<Vec<String>, Refusal> {
    let rows = tx.query("SELECT object FROM area_imports ORDER BY number", &[])?;
    Ok(rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?)
}

/// How many entries a stream has: forms carry it, so that a decision on an old state is refused.
pub(crate) fn stream_version(tx: &mut Read<'_>, stream: &str) -> Result<i64, Refusal> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM entries WHERE stream = $1";
    Ok(tx.value(sql, &[Value::from(stream)])?.unwrap_or(0))
}
