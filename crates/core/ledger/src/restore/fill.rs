//! Filling the empty tables of a place from those of a backup.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Seek};

use comity_store::{Kind, Row, Table, Value, Write};
use data_encoding::BASE64;

use super::{damaged, not_json};
use crate::backup::{BackupError, Dumped, LONGEST_ROW, Manifest};
use crate::ledger::Ledger;

impl Ledger {
    /// Fills the tables. May run more than once, like any transaction.
    pub(super) fn fill(
        &self,
        tx: &mut Write<'_>,
        manifest: &Manifest,
        tables: &mut [(String, File)],
    ) -> Result<(), BackupError> {
        if tx.optional("SELECT one FROM log_identity", &[])?.is_some() {
            return Err(BackupError::NotEmpty);
        }
        let known: Vec<Table> = self.tables(Kind::Ledger).into_iter().chain(self.tables(Kind::State)).collect();
        self.check_tables(manifest, &known)?;
        for table in &manifest.tables {
            let spool = tables.iter_mut().find(|(name, _)| *name == table.name).map(|(_, spool)| spool);
            let spool = spool.ok_or_else(|| damaged(&format!("the table {} is missing", table.name)))?;
            spool.rewind()?;
            let found = insert_all(tx, table, spool)?;
            if found != table.rows {
                let Dumped { name, rows, .. } = table;
                return Err(damaged(&format!("the table {name} should have {rows} rows, found {found}")));
            }
        }
        Ok(())
    }

    /// The backup has the tables of the record, each once, and no other; of an older program it may lack those that have
    /// come since, which are empty then. Their names become part of statements.
    fn check_tables(&self, manifest: &Manifest, known: &[Table]) -> Result<(), BackupError> {
        let mut seen = BTreeSet::new();
        for Dumped { name, .. } in &manifest.tables {
            if known.iter().all(|table| table.name != name) || !seen.insert(name.as_str()) {
                return Err(damaged(&format!("its manifest names a table that is not to be in a backup: {name:?}")));
            }
        }
        let older = self.migrations().iter().any(|made| manifest.migrations.iter().all(|name| name != made.name));
        match known.iter().find(|table| !seen.contains(table.name)) {
            Some(missing) if !older => Err(damaged(&format!("the table {} is missing", missing.name))),
            _ => Ok(()),
        }
    }
}

fn insert_all(tx: &mut Write<'_>, table: &Dumped, spool: &File) -> Result<u64, BackupError> {
    let Dumped { name, columns, .. } = table;
    let there = tx.columns(&format!("SELECT * FROM {name}"))?;
    if let Some(unknown) = columns.iter().find(|column| !there.contains(column)) {
        return Err(damaged(&format!("the table {name} has no column {unknown:?}")));
    }
    let binds: Vec<String> = (1..=columns.len()).map(|number| format!("${number}")).collect();
    let sql = format!("INSERT INTO {name} ({}) VALUES ({})", columns.join(", "), binds.join(", "));
    let (mut rows, mut lines, mut line) = (0, BufReader::new(spool), Vec::new());
    loop {
        line.clear();
        if (&mut lines).take(LONGEST_ROW).read_until(b'\n', &mut line)? == 0 {
            return Ok(rows);
        }
        rows += 1;
        let row = format!("row {rows} of the table {name}");
        if line.pop() != Some(b'\n') {
            return Err(damaged(&format!("{row} is not a line of at most {LONGEST_ROW} bytes")));
        }
        let values: Vec<serde_json::Value> = serde_json::from_slice(&line).map_err(|error| not_json(&row, &error))?;
        let wrong = || damaged(&format!("{row} holds a value of an unknown form"));
        let Row(values) = Row(values.iter().map(from_json).collect::<Option<_>>().ok_or_else(wrong)?);
        if values.len() != columns.len() {
            return Err(damaged(&format!("{row} has {} values, expected {}", values.len(), columns.len())));
        }
        tx.execute(&sql, &values)?;
    }
}

fn from_json(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::Null => Some(Value::Null),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Integer),
        serde_json::Value::String(text) => Some(Value::Text(text.clone())),
        serde_json::Value::Object(object) => match (object.get("real"), object.get("bytes")) {
            (Some(real), None) => real.as_f64().map(Value::Real),
            (None, Some(bytes)) => Some(Value::Bytes(BASE64.decode(bytes.as_str()?.as_bytes()).ok()?)),
            _ => None,
        },
        _ => None,
    }
}
