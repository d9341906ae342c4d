//! The tables of datasets and counts, and all SQL on them.

use comity_kernel::{Millis, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_places::{EVERYWHERE, page_changed};
use comity_store::{Kind, Migration, Objects, Read, Row, StoreError, Table, Value, Write};

use crate::events::{DATASET_IMPORTED, DatasetImported};
use crate::published::Publication;
use comity_datasets::{Counts, Month, read_counts};

pub const TABLES: &[Table] = &[
    Table { name: "datasets", kind: Kind::Projection },
    Table { name: "incident_counts", kind: Kind::Projection },
    Table { name: "publication_rules", kind: Kind::Projection },
    Table { name: "address_sets", kind: Kind::Projection },
    Table { name: "releases", kind: Kind::Projection },
    Table { name: "released", kind: Kind::Projection },
    Table { name: "published_counts", kind: Kind::Projection },
    Table { name: "published_points", kind: Kind::Projection },
];

pub const MIGRATIONS: &[Migration] = &[OBSERVATORY_1, crate::published::MIGRATION];

const OBSERVATORY_1: Migration = Migration {
    name: "observatory-1",
    sql: "
    CREATE TABLE datasets (
        reference TEXT NOT NULL PRIMARY KEY,
        content TEXT NOT NULL,
        object TEXT NOT NULL,
        imported BIGINT NOT NULL,
        rows_read BIGINT NOT NULL,
        placed BIGINT NOT NULL,
        outside BIGINT NOT NULL,
        unplaced BIGINT NOT NULL,
        first_month BIGINT NOT NULL,
        last_month BIGINT NOT NULL,
        publication TEXT NOT NULL
    );
    CREATE INDEX datasets_by_content ON datasets (content);
    -- Incidents of a dataset by area ('' outside every area or without a point), month (since January of the year 0)
    -- and kind as the file has it.
    CREATE TABLE incident_counts (
        dataset TEXT NOT NULL,
        area TEXT NOT NULL,
        month BIGINT NOT NULL,
        kind TEXT NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (area, month, kind, dataset)
    );
    CREATE INDEX incident_counts_by_dataset ON incident_counts (dataset, month);
    ",
};

/// How many rows are written with one statement.
const TOGETHER: usize = 100;

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    if entry.header.kind != DATASET_IMPORTED {
        return crate::published::project(tx, entry, objects);
    }
    let dataset: DatasetImported = entry.body()?;
    insert(tx, entry, &dataset)?;
    let stored = objects.open(&dataset.object)?;
    let counted = read_counts(stored).map_err(|error| Refusal::Object(error.to_string()))?;
    insert_counts(tx, entry.subject(), &counted.counts)?;
    page_changed(tx, EVERYWHERE)
}

fn insert(tx: &mut Write<'_>, entry: &Recorded, dataset: &DatasetImported) -> Result<(), Refusal> {
    let number = |count: u64| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    let month = |text: &str| {
        let month = Month::parse(text).ok_or_else(|| Refusal::Broken(format!("{text:?} is no month")))?;
        Ok::<_, Refusal>(Value::from(i64::from(month.0)))
    };
    let binds = [
        Value::from(entry.subject()),
        Value::from(&dataset.content),
        Value::from(&dataset.object),
        Value::from(entry.header.time),
        number(dataset.read),
        number(dataset.placed),
        number(dataset.outside),
        number(dataset.unplaced),
        month(&dataset.first_month)?,
        month(&dataset.last_month)?,
        Value::from(dataset.publication.as_str()),
    ];
    let sql = "INSERT INTO datasets (reference, content, object, imported, rows_read, placed, outside, unplaced,
                   first_month, last_month, publication)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tx.execute(sql, &binds)?;
    Ok(())
}

fn insert_counts(tx: &mut Write<'_>, dataset: &str, counts: &Counts) -> Result<(), Refusal> {
    let cells: Vec<_> = counts.iter().collect();
    for together in cells.chunks(TOGETHER) {
        let mut sql = "INSERT INTO incident_counts (dataset, area, month, kind, count) VALUES ".to_owned();
        let mut binds = vec![Value::from(dataset)];
        for (at, (cell, count)) in together.iter().enumerate() {
            let (comma, first) = (if at == 0 { "" } else { ", " }, binds.len() + 1);
            sql.push_str(&format!("{comma}($1, ${first}, ${}, ${}, ${})", first + 1, first + 2, first + 3));
            binds.extend([
                Value::from(&cell.area),
                Value::from(i64::from(cell.month.0)),
                Value::from(&cell.kind),
                Value::from(i64::try_from(**count).unwrap_or(i64::MAX)),
            ]);
        }
        tx.execute(&sql, &binds)?;
    }
    Ok(())
}

/// A dataset as it was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    pub reference: Reference,
    /// SHA-256 of the file's decompressed bytes, in hexadecimal.
    pub content: String,
    pub imported: Millis,
    pub read: i64,
    pub placed: i64,
    pub outside: i64,
    pub unplaced: i64,
    /// The first and the last month.
    pub months: (Month, Month),
    pub publication: Publication,
}

/// All datasets, the latest first.
///
/// # Errors
/// What the database says.
pub fn datasets(tx: &mut Read<'_>) -> Result<Vec<Dataset>, Refusal> {
    let sql = "SELECT reference, content, imported, rows_read, placed, outside, unplaced, first_month, last_month,
                   publication
               FROM datasets ORDER BY imported DESC, reference";
    let read = |row: &Row| {
        Ok::<_, StoreError>(Dataset {
            reference: row.get(0)?,
            content: row.get(1)?,
            imported: row.get(2)?,
            read: row.get(3)?,
            placed: row.get(4)?,
            outside: row.get(5)?,
            unplaced: row.get(6)?,
            months: (month(row, 7)?, month(row, 8)?),
            publication: Publication::parse(&row.get::<String>(9)?).unwrap_or(Publication::Withheld),
        })
    };
    Ok(tx.query(sql, &[])?.iter().map(read).collect::<Result<_, _>>()?)
}

pub(crate) fn month(row: &Row, column: usize) -> Result<Month, StoreError> {
    Ok(Month(i32::try_from(row.get::<i64>(column)?).unwrap_or_default()))
}

/// The dataset with this content, if there is one.
pub(crate) fn with_content(tx: &mut Read<'_>, content: &str) -> Result<Option<Reference>, Refusal> {
    Ok(tx.value("SELECT reference FROM datasets WHERE content = $1", &[Value::from(content)])?)
}

/// Incidents in an area and all below it, by month and kind, in the months from `first` to `last`.
pub(crate) fn cells(
    tx: &mut Read<'_>,
    code: &str,
    (first, last): (Month, Month),
) -> Result<Vec<(Month, String, i64)>, Refusal> {
    let sql = "SELECT c.month, c.kind, CAST(SUM(c.count) AS BIGINT)
               FROM areas here JOIN areas a ON substr(a.path, 1, length(here.path)) = here.path
                   JOIN incident_counts c ON c.area = a.code
               WHERE here.code = $1 AND c.month >= $2 AND c.month <= $3
               GROUP BY c.month, c.kind ORDER BY c.month, c.kind";
    let binds = [Value::from(code), Value::from(i64::from(first.0)), Value::from(i64::from(last.0))];
    let rows = tx.query(sql, &binds)?;
    Ok(rows.iter().map(|row| Ok((month(row, 0)?, row.get(1)?, row.get(2)?))).collect::<Result<_, StoreError>>()?)
}

/// Incidents by the area they lie in, in the months from `first` to `last`: the path of the area and how many.
pub(crate) fn by_path(
    tx: &mut Read<'_>,
    code: &str,
    (first, last): (Month, Month),
) -> Result<Vec<(String, i64)>, Refusal> {
    let sql = "SELECT a.path, CAST(SUM(c.count) AS BIGINT)
               FROM areas here JOIN areas a ON substr(a.path, 1, length(here.path)) = here.path
                   JOIN incident_counts c ON c.area = a.code
               WHERE here.code = $1 AND c.month >= $2 AND c.month <= $3
               GROUP BY a.path ORDER BY a.path";
    let binds = [Value::from(code), Value::from(i64::from(first.0)), Value::from(i64::from(last.0))];
    let rows = tx.query(sql, &binds)?;
    Ok(rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?)
}
