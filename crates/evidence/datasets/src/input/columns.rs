//! Parquet: read from a temporary file, since its directory stands at its end.

use std::io::{Read, Seek, Write};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::super::error::{BadLine, ImportError};
use super::super::records::Item;
use super::super::source::Source;
use super::Built;

/// Parquet is packed by itself: packed once more it hardly shrinks, and what unpacks to so many times its size, beyond
/// the first bytes, is made to fill the disk.
const RATIO: u64 = 16;
const FREE: u64 = 64 * 1024 * 1024;

/// The rows of a file without nested columns.
pub struct Columns<R: Read> {
    pub source: Source<R>,
    names: Option<Vec<String>>,
    rows: RowIter<'static>,
    row: u64,
    built: Built,
}

impl<R: Read> Columns<R> {
    /// `read` is what of the source was read already.
    pub fn open((mut source, read): (Source<R>, Vec<u8>)) -> Result<Self, ImportError> {
        let mut file = tempfile::tempfile().map_err(ImportError::Read)?;
        file.write_all(&read).map_err(ImportError::Read)?;
        let mut block = vec![0; 64 * 1024];
        let mut unpacked = read.len() as u64;
        loop {
            let length = source.fill(&mut block)?;
            if length == 0 {
                break;
            }
            unpacked += length as u64;
            if unpacked > source.bytes_read().saturating_mul(RATIO).saturating_add(FREE) {
                return Err(ImportError::Unpacked { ratio: RATIO });
            }
            file.write_all(block.get(..length).unwrap_or_default()).map_err(ImportError::Read)?;
        }
        file.rewind().map_err(ImportError::Read)?;
        let reader = SerializedFileReader::new(file).map_err(|error| ImportError::Parquet(error.to_string()))?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        if schema.columns().iter().any(|column| column.path().parts().len() > 1) {
            return Err(ImportError::Parquet("it has nested columns; plain ones were expected".into()));
        }
        let names = schema.columns().iter().map(|column| column.name().to_owned()).collect();
        let rows = RowIter::from_file_into(Box::new(reader));
        Ok(Self { source, names: Some(names), rows, row: 0, built: Built::default() })
    }

    /// The header; then each row, whose number stands for its line.
    pub fn next(&mut self) -> Result<Option<Item<'_>>, ImportError> {
        self.built.clear();
        if let Some(names) = self.names.take() {
            names.iter().for_each(|name| self.built.push(name));
            return Ok(Some(self.built.item(0)));
        }
        let Some(row) = self.rows.next() else { return Ok(None) };
        let row = row.map_err(|error| ImportError::Parquet(error.to_string()))?;
        self.row += 1;
        for (_, field) in row.get_column_iter() {
            match field {
                Field::Null => self.built.push(""),
                Field::Str(text) => self.built.push(text),
                Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
                    Ok(text) => self.built.push(text),
                    Err(_) => {
                        let (line, found) = (self.row, "other bytes".to_owned());
                        return Ok(Some(Item::Fault(BadLine {
                            line,
                            column: None,
                            expected: "text in UTF-8".into(),
                            found,
                        })));
                    }
                },
                other => self.built.push(&other.to_string()),
            }
        }
        Ok(Some(self.built.item(self.row)))
    }
}
