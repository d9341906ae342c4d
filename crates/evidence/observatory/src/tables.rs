//! The tables of datasets and counts, and all SQL on them.

use std::collections::BTreeMap;

use comity_kernel::{Millis, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_places::{EVERYWHERE, page_changed};
use comity_store::{Kind, Migration, Objects, Read, Row, StoreError, Table, Value, Write};

use crate::events::{DATASET_IMPORTED, DatasetImported};
use crate::published::Publication;
use comity_datasets::{Counts, Mapping, Month, Subject, read_counts};

pub const TABLES: &[Table] = &[
    Table { name: "datasets", kind: Kind::Projection },
    Table { name: "incident_counts", kind: Kind::Projection },
    Table { name: "publication_rules", kind: Kind::Projection },
    Table { name: "address_sets", kind: Kind::Projection },
    Table { name: "releases", kind: Kind::Projection },
    Table { name: "released", kind: Kind::Projection },
    Table { name: "published_counts", kind: Kind::Projection },
    Table { name: "published_points", kind: Kind::Projection },
    Table { name: "surveys", kind: Kind::Projection },
    Table { name: "population_files", kind: Kind::Projection },
    Table { name: "population_groups", kind: Kind::Projection },
    Table { name: "concern_releases", kind: Kind::Projection },
    Table { name: "published_concerns", kind: Kind::Projection },
    Table { name: "published_hours", kind: Kind::Projection },
];

pub const MIGRATIONS: &[Migration] = &[
    Migration {
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
        last_month BIGINT NOT NULL
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
    ",
    },
    Migration {
        name: "observatory-versions",
        sql: "
    -- What its rows are: incidents, outcomes or stops.
    ALTER TABLE datasets ADD COLUMN subject TEXT NOT NULL DEFAULT 'incidents';
    ALTER TABLE datasets ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
    -- The versions before and after this one.
    ALTER TABLE datasets ADD COLUMN corrects TEXT;
    ALTER TABLE datasets ADD COLUMN corrected_by TEXT;
    -- The layout of the file (by the hash of its header), and the entry's body: mapping, quality, classes, changes.
    ALTER TABLE datasets ADD COLUMN header TEXT;
    ALTER TABLE datasets ADD COLUMN body TEXT;
    CREATE INDEX datasets_by_header ON datasets (header, imported);
    ",
    },
    crate::published::MIGRATION,
    crate::surveys::MIGRATION,
    crate::heard::MIGRATION,
    crate::published::CORRECTIONS,
    crate::published::HOURS,
];

/// How many rows are written with one statement.
const TOGETHER: usize = 100;

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    if entry.header.kind != DATASET_IMPORTED {
        crate::surveys::project(tx, entry, objects)?;
        crate::heard::project(tx, entry, objects)?;
        return crate::published::project(tx, entry, objects);
    }
    let dataset: DatasetImported = entry.body()?;
    // A correction may come before what it corrects: streams are replayed in any order.
    let sql = "SELECT reference FROM datasets WHERE corrects = $1";
    let corrected_by: Option<String> = tx.value(sql, &[Value::from(entry.subject())])?;
    insert(tx, entry, &dataset, corrected_by.as_deref())?;
    if let Some(correction) = &dataset.correction {
        supersede(tx, &correction.corrects, entry.subject())?;
    }
    // What became of incidents, and whom the police stopped, are no further incidents.
    if dataset.subject() == Subject::Incidents && corrected_by.is_none() {
        let stored = objects.open(&dataset.object)?;
        let counted = read_counts(stored).map_err(|error| Refusal::Object(error.to_string()))?;
        insert_counts(tx, entry.subject(), &counted.counts)?;
    }
    page_changed(tx, EVERYWHERE)
}

/// The newest version alone is counted.
fn supersede(tx: &mut Write<'_>, old: &str, new: &str) -> Result<(), Refusal> {
    let binds = [Value::from(old), Value::from(new)];
    tx.execute("UPDATE datasets SET corrected_by = $2 WHERE reference = $1", &binds)?;
    tx.execute("DELETE FROM incident_counts WHERE dataset = $1", &[Value::from(old)])?;
    Ok(())
}

fn insert(
    tx: &mut Write<'_>,
    entry: &Recorded,
    dataset: &DatasetImported,
    corrected_by: Option<&str>,
) -> Result<(), Refusal> {
    let number = |count: u64| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    let month = |text: &str| {
        let month = Month::parse(text).ok_or_else(|| Refusal::Broken(format!("{text:?} is no month")))?;
        Ok::<_, Refusal>(Value::from(i64::from(month.0)))
    };
    let corrects = dataset.correction.as_ref().map(|correction| correction.corrects.as_str());
    let version = dataset.correction.as_ref().map_or(1, |correction| correction.version);
    let body = serde_json::to_string(dataset).map_err(|error| Refusal::Broken(error.to_string()))?;
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
        Value::from(dataset.subject().as_str()),
        Value::from(version),
        Value::from(corrects),
        Value::from(corrected_by),
        Value::from(dataset.reading.as_ref().map(|reading| reading.header.as_str())),
        Value::from(body.as_str()),
        Value::from(dataset.publication.as_str()),
    ];
    let sql = "INSERT INTO datasets (reference, content, object, imported, rows_read, placed, outside, unplaced,
                   first_month, last_month, subject, version, corrects, corrected_by, header, body, publication)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
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
    /// The hash of the stored columns.
    pub object: String,
    pub imported: Millis,
    pub read: i64,
    pub placed: i64,
    pub outside: i64,
    pub unplaced: i64,
    /// The first and the last month.
    pub months: (Month, Month),
    pub publication: Publication,
    pub subject: Subject,
    /// 1 for a first import, and one more for each correction.
    pub version: i64,
    /// The next version, which is to be used instead.
    pub corrected_by: Option<Reference>,
    /// What the entry says of it; `None` for imports from before it was kept.
    pub body: Option<DatasetImported>,
}

const COLUMNS: &str = "reference, content, object, imported, rows_read, placed, outside, unplaced, first_month,
    last_month, subject, version, corrected_by, body, publication";

/// The datasets of incidents that count, each in its newest version, the latest first.
///
/// # Errors
/// What the database says.
pub fn datasets(tx: &mut Read<'_>) -> Result<Vec<Dataset>, Refusal> {
    let mut all = all_datasets(tx)?;
    all.retain(|dataset| dataset.subject == Subject::Incidents && dataset.corrected_by.is_none());
    Ok(all)
}

/// All datasets of whatever subject in all their versions, the latest first.
///
/// # Errors
/// What the database says.
pub fn all_datasets(tx: &mut Read<'_>) -> Result<Vec<Dataset>, Refusal> {
    let sql = format!("SELECT {COLUMNS} FROM datasets ORDER BY imported DESC, reference");
    tx.query(&sql, &[])?.iter().map(dataset).collect()
}

/// One dataset.
///
/// # Errors
/// What the database says.
pub fn find(tx: &mut Read<'_>, reference: &Reference) -> Result<Option<Dataset>, Refusal> {
    let sql = format!("SELECT {COLUMNS} FROM datasets WHERE reference = $1");
    tx.query(&sql, &[Value::from(reference.as_str())])?.first().map(dataset).transpose()
}

fn dataset(row: &Row) -> Result<Dataset, Refusal> {
    let subject: String = row.get(10)?;
    let body: Option<String> = row.get(13)?;
    let body = body.map(|body| serde_json::from_str(&body)).transpose();
    Ok(Dataset {
        reference: row.get(0)?,
        content: row.get(1)?,
        object: row.get(2)?,
        imported: row.get(3)?,
        read: row.get(4)?,
        placed: row.get(5)?,
        outside: row.get(6)?,
        unplaced: row.get(7)?,
        months: (month(row, 8)?, month(row, 9)?),
        subject: Subject::parse(&subject).ok_or_else(|| Refusal::Broken(format!("{subject:?} is no subject")))?,
        version: row.get(11)?,
        corrected_by: row.get(12)?,
        body: body.map_err(|error| Refusal::Broken(error.to_string()))?,
        publication: Publication::parse(&row.get::<String>(14)?).unwrap_or(Publication::Withheld),
    })
}

/// What is out of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Out {
    /// When the first of it came out.
    pub since: Millis,
    /// The first and the last month of it that is out.
    pub months: (Month, Month),
}

/// What is out of each dataset, by its reference.
pub(crate) fn out(tx: &mut Read<'_>) -> Result<BTreeMap<String, Out>, Refusal> {
    let sql = "SELECT h.dataset, MIN(r.published), MIN(h.month), MAX(h.month)
               FROM released h JOIN releases r ON r.reference = h.release GROUP BY h.dataset";
    let read = |row: &Row| Ok((row.get(0)?, Out { since: row.get(1)?, months: (month(row, 2)?, month(row, 3)?) }));
    Ok(tx.query(sql, &[])?.iter().map(read).collect::<Result<_, StoreError>>()?)
}

/// The mapping with which a file of this layout was read last.
pub(crate) fn mapping_of(tx: &mut Read<'_>, header: &str) -> Result<Option<Mapping>, Refusal> {
    let sql =
        "SELECT reference FROM datasets WHERE header = $1 ORDER BY imported DESC, version DESC, reference LIMIT 1";
    let last: Option<Reference> = tx.value(sql, &[Value::from(header)])?;
    let Some(last) = last else { return Ok(None) };
    let body = find(tx, &last)?.and_then(|dataset| dataset.body);
    Ok(body.and_then(|body| body.reading).map(|reading| reading.mapping))
}

pub(crate) fn month(row: &Row, column: usize) -> Result<Month, StoreError> {
    Ok(Month(i32::try_from(row.get::<i64>(column)?).unwrap_or_default()))
}

/// The datasets with this content that no other corrects.
pub(crate) fn with_content(tx: &mut Read<'_>, content: &str) -> Result<Vec<Dataset>, Refusal> {
    let sql = format!("SELECT {COLUMNS} FROM datasets WHERE content = $1 AND corrected_by IS NULL ORDER BY reference");
    tx.query(&sql, &[Value::from(content)])?.iter().map(dataset).collect()
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
