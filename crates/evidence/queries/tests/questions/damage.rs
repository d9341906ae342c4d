//! Files that are missing, altered, or something else.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
use comity_queries::{By, Filter, QueryError};

use super::made::{Row, engine, file, put, wait, write};

const AREA: [By; 1] = [By::Area];

fn rows(count: i32) -> Vec<Row> {
    let row = |i| Row {
        kind: Some("Noise".into()),
        month: 24_200 + i % 12,
        area: Some(format!("E{}", i % 7)),
        ..Row::default()
    };
    (0..count).map(row).collect()
}

#[test]
fn a_missing_dataset_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let hash = "0".repeat(64);
    let answer = wait(engine(folder.path()).counts(&[&hash], &Filter::default(), &AREA));
    assert!(matches!(answer, Err(QueryError::Missing(name)) if name == hash));
}

#[test]
fn only_hashes_are_names() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "x").unwrap();
    let engine = engine(folder.path());
    for name in ["secret", "../secret", "", &"A".repeat(64), &format!("{}/", "0".repeat(63))] {
        let answer = wait(engine.counts(&[name], &Filter::default(), &AREA));
        assert!(matches!(answer, Err(QueryError::NotAHash(_))), "{name}");
    }
}

#[test]
fn a_missing_folder_is_told_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none");
    assert!(matches!(comity_queries::Engine::open(&missing, Default::default()), Err(QueryError::Store(_))));
}

/// Whichever byte changes, before the first question or after it.
#[test]
fn an_altered_dataset_is_never_counted() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = file(&rows(500), 100, false);
    let name = put(folder.path(), &bytes);
    for at in (0..bytes.len()).step_by(97) {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        std::fs::write(folder.path().join(&name), &altered).unwrap();
        let answer = wait(engine(folder.path()).counts(&[&name], &Filter::default(), &AREA));
        assert!(matches!(answer, Err(QueryError::Altered(_))), "byte {at}: {answer:?}");
    }
    std::fs::write(folder.path().join(&name), &bytes).unwrap();
    let engine = engine(folder.path());
    assert_eq!(wait(engine.counts(&[&name], &Filter::default(), &AREA)).unwrap().len(), 7);
    std::fs::write(folder.path().join(&name), &bytes[..bytes.len() - 1]).unwrap();
    let answer = wait(engine.counts(&[&name], &Filter::default(), &AREA));
    assert!(matches!(answer, Err(QueryError::Altered(_))), "{answer:?}");
    std::fs::remove_file(folder.path().join(&name)).unwrap();
    let answer = wait(engine.counts(&[&name], &Filter::default(), &AREA));
    assert!(matches!(answer, Err(QueryError::Missing(_))), "{answer:?}");
}

#[test]
fn what_is_no_parquet_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for bytes in [&b""[..], b"PAR1", b"not columns at all", b"PAR1\xff\xff\xff\x7fPAR1"] {
        let name = put(folder.path(), bytes);
        let answer = wait(engine(folder.path()).counts(&[&name], &Filter::default(), &AREA));
        assert!(matches!(answer, Err(QueryError::Unreadable { .. })), "{answer:?}");
    }
}

#[test]
fn columns_that_are_missing_or_of_another_type_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let texts = || Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef;
    let numbers = || Arc::new(Int32Array::from(vec![1, 2])) as ArrayRef;
    let ask = |columns: Vec<(&str, ArrayRef)>| {
        let name = put(folder.path(), &write(&RecordBatch::try_from_iter(columns).unwrap(), 10));
        wait(engine(folder.path()).counts(&[&name], &Filter::default(), &AREA)).unwrap_err().to_string()
    };
    let said = ask(vec![("kind", texts()), ("month", numbers()), ("ward", texts())]);
    assert!(said.ends_with("has no column area; it has kind, month, ward"), "{said}");
    let said = ask(vec![("kind", texts()), ("month", texts())]);
    assert!(
        said.contains("the column month holds") && said.contains("whole numbers of 32 bits was expected"),
        "{said}"
    );
    let mut five = vec![("area", texts()), ("month", numbers()), ("lon_e6", numbers()), ("lat_e6", numbers())];
    five.push(("kind", numbers()));
    assert!(ask(five).contains("the column kind holds Int32; text was expected"));
}

#[test]
fn numbers_that_are_no_months_or_hours_are_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = |month, hour| vec![Row { month, hour, ..Row::default() }];
    for (rows, by) in
        [(wrong(-1, None), By::Month), (wrong(i32::MAX, None), By::Month), (wrong(24_000, Some(168)), By::Hour)]
    {
        let name = put(folder.path(), &file(&rows, 10, true));
        let answer = wait(engine(folder.path()).counts(&[&name], &Filter::default(), &[by]));
        assert!(matches!(answer, Err(QueryError::Value { .. })), "{answer:?}");
    }
}
