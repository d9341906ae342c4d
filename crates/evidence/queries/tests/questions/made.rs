//! Datasets made for a test, and the plain way to ask them.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arrow_array::{ArrayRef, Int32Array, Int64Array, RecordBatch, StringArray};
use comity_queries::{By, Count, Engine, Filter, Limits};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use sha2::{Digest, Sha256};

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub kind: Option<String>,
    pub month: i32,
    pub area: Option<String>,
    pub point: Option<(i32, i32)>,
    pub hour: Option<i32>,
    pub from_s: Option<i64>,
    pub outcome: Option<String>,
}

/// The file of some rows, in row groups of `group`, with or without the columns that not every dataset has.
pub fn file(rows: &[Row], group: usize, with_hours: bool) -> Vec<u8> {
    let texts = |of: fn(&Row) -> Option<&str>| Arc::new(rows.iter().map(of).collect::<StringArray>()) as ArrayRef;
    let numbers = |of: fn(&Row) -> Option<i32>| Arc::new(rows.iter().map(of).collect::<Int32Array>()) as ArrayRef;
    let mut columns = vec![
        ("note", texts(|_| Some("x")), true),
        ("kind", texts(|row| row.kind.as_deref()), true),
        ("month", Arc::new(Int32Array::from_iter_values(rows.iter().map(|row| row.month))) as ArrayRef, false),
        ("lon_e6", numbers(|row| row.point.map(|point| point.0)), true),
        ("lat_e6", numbers(|row| row.point.map(|point| point.1)), true),
        ("area", texts(|row| row.area.as_deref()), true),
    ];
    if with_hours {
        columns.push(("hour", numbers(|row| row.hour), true));
        columns.push(("from_s", Arc::new(rows.iter().map(|row| row.from_s).collect::<Int64Array>()) as ArrayRef, true));
        columns.push(("to_s", Arc::new(rows.iter().map(|row| row.from_s).collect::<Int64Array>()) as ArrayRef, true));
        columns.push(("outcome", texts(|row| row.outcome.as_deref()), true));
    }
    write(&RecordBatch::try_from_iter_with_nullable(columns).unwrap(), group)
}

pub fn write(batch: &RecordBatch, group: usize) -> Vec<u8> {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

/// Stores a file under its hash.
pub fn put(folder: &Path, bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(folder.join(&hash), bytes).unwrap();
    hash
}

pub fn engine(folder: &Path) -> Engine {
    let limits = Limits { memory: 64 << 20, time: Duration::from_secs(60), threads: NonZero::new(2).unwrap() };
    Engine::open(folder, limits).unwrap()
}

pub fn wait<T>(question: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(question)
}

pub fn fits(row: &Row, filter: &Filter) -> bool {
    let text = |wanted: &Option<std::collections::BTreeSet<String>>, value: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| value.as_ref().is_some_and(|value| wanted.contains(value)))
    };
    text(&filter.areas, &row.area)
        && text(&filter.kinds, &row.kind)
        && filter.months.as_ref().is_none_or(|months| months.contains(&row.month))
        && filter.hours.as_ref().is_none_or(|hours| row.hour.is_some_and(|hour| hours.contains(&hour)))
        && filter.bbox.as_ref().is_none_or(|bbox| {
            row.point.is_some_and(|(lon, lat)| bbox.lon_e6.contains(&lon) && bbox.lat_e6.contains(&lat))
        })
}

pub fn counted<'r>(rows: impl Iterator<Item = &'r Row>, filter: &Filter, by: &[By]) -> Vec<Count> {
    let mut counts = BTreeMap::new();
    for row in rows.filter(|row| fits(row, filter)) {
        let key = (
            row.area.as_deref().filter(|_| by.contains(&By::Area)),
            by.contains(&By::Month).then_some(row.month),
            row.kind.as_deref().filter(|_| by.contains(&By::Kind)),
            row.hour.filter(|_| by.contains(&By::Hour)),
        );
        *counts.entry(key).or_insert(0) += 1;
    }
    let count = |((area, month, kind, hour), count): ((Option<&str>, _, Option<&str>, _), _)| Count {
        area: area.map(Arc::from),
        month,
        kind: kind.map(Arc::from),
        hour,
        count,
    };
    counts.into_iter().map(count).collect()
}
