//! What a corrected file changed.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde::{Deserialize, Serialize};

use super::error::ImportError;

/// Rows looked at in one go, so that memory is bounded: a file with more is gone through several times.
const TOGETHER: u64 = 2 * 1024 * 1024;

/// How two versions of a dataset differ, in rows. Where a row lies in which area is not compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub added: u64,
    pub removed: u64,
    /// Rows of the same number with another content; 0 in files without numbers, where a change is one row removed and
    /// one added.
    pub changed: u64,
}

/// Compares the stored columns of two versions, by the column of numbers `id` where there is one, else row by row as a
/// collection in which rows may repeat.
///
/// # Errors
/// Files that are not what an import writes.
pub fn changes(old: &File, new: &File, id: Option<&str>) -> Result<Changes, ImportError> {
    let readers = [open(old)?, open(new)?];
    let rows = readers.iter().map(|reader| reader.metadata().file_metadata().num_rows()).max().unwrap_or_default();
    let parts = u64::try_from(rows).unwrap_or_default() / TOGETHER + 1;
    let mut all = Changes::default();
    for part in 0..parts {
        let mut seen: HashMap<u64, HashMap<u64, i64>> = HashMap::new();
        for (reader, sign) in readers.iter().zip([-1, 1]) {
            for row in reader.get_row_iter(None).map_err(unreadable)? {
                let (key, content) = hashes(&row.map_err(unreadable)?, id);
                if key % parts == part {
                    *seen.entry(key).or_default().entry(content).or_default() += sign;
                }
            }
        }
        for contents in seen.values() {
            let sum = |sign: i64| contents.values().map(|&count| (count * sign).max(0)).sum::<i64>().unsigned_abs();
            let (added, removed) = (sum(1), sum(-1));
            let changed = if id.is_some() { added.min(removed) } else { 0 };
            all.changed += changed;
            all.added += added - changed;
            all.removed += removed - changed;
        }
    }
    Ok(all)
}

fn open(file: &File) -> Result<SerializedFileReader<File>, ImportError> {
    let again = file.try_clone().map_err(ImportError::Read)?;
    SerializedFileReader::new(again).map_err(unreadable)
}

/// The hash of what a row is recognised by, and that of its whole content but for the area.
fn hashes(row: &Row, id: Option<&str>) -> (u64, u64) {
    let mut content = FixedState::default().build_hasher();
    let mut key = None;
    for (name, field) in row.get_column_iter() {
        if name == "area" {
            continue;
        }
        let mut cell = FixedState::default().build_hasher();
        match field {
            Field::Null => cell.write_u8(0),
            Field::Str(text) => cell.write(text.as_bytes()),
            Field::Int(number) => cell.write_i32(*number),
            Field::Long(number) => cell.write_i64(*number),
            other => cell.write(other.to_string().as_bytes()),
        }
        if id == Some(name.as_str()) && *field != Field::Null {
            key = Some(cell.clone().finish());
        }
        content.write(name.as_bytes());
        content.write_u64(cell.finish());
    }
    let content = content.finish();
    // A row without a number is recognised by its content alone.
    (key.unwrap_or(content), content)
}

fn unreadable(cause: parquet::errors::ParquetError) -> ImportError {
    ImportError::Stored(cause.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::tests::{imported, with_header};
    use super::*;

    fn stored(rows: &[&str]) -> File {
        let rows: String = rows.iter().map(|row| format!("{row},F,F,0.5,0.5,Path,,,Burglary,,\n")).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&imported(&with_header(&rows)).unwrap().1).unwrap();
        file
    }

    #[test]
    fn rows_are_told_apart_by_their_number_or_as_a_collection() {
        let old = stored(&["a,2022-01", "b,2022-01", "c,2022-01", ",2022-05", ",2022-05"]);
        let new = stored(&["c,2022-02", "a,2022-01", "d,2022-01", "e,2022-01", ",2022-05"]);
        assert_eq!(changes(&old, &new, Some("crime_id")).unwrap(), Changes { added: 2, removed: 2, changed: 1 });
        assert_eq!(changes(&old, &new, None).unwrap(), Changes { added: 3, removed: 3, changed: 0 });
        assert_eq!(changes(&old, &old, Some("crime_id")).unwrap(), Changes::default());
    }
}
