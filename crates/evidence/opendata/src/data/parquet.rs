//! Counts as a Parquet file.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::counts::Line;
use crate::problem::{Answer, OpenDataError};

/// How many lines stand in a row group.
const TOGETHER: usize = 64 * 1024;

const SCHEMA: &str = "message counts {
    REQUIRED BYTE_ARRAY area (STRING);
    REQUIRED BYTE_ARRAY area_name (STRING);
    REQUIRED BYTE_ARRAY area_name_ar (STRING);
    REQUIRED BYTE_ARRAY from (STRING);
    REQUIRED BYTE_ARRAY to (STRING);
    OPTIONAL BYTE_ARRAY kind (STRING);
    REQUIRED BYTE_ARRAY status (STRING);
    OPTIONAL INT64 count;
    REQUIRED BYTE_ARRAY release (STRING);
    REQUIRED BYTE_ARRAY publication (STRING);
    REQUIRED BYTE_ARRAY rule (STRING);
}";

/// The file while it is written, in memory: its columns are small once compressed.
pub struct CountsFile {
    writer: SerializedFileWriter<Vec<u8>>,
    waiting: Vec<Line>,
}

fn failed(error: ParquetError) -> OpenDataError {
    OpenDataError::Written(format!("Parquet: {error}"))
}

impl CountsFile {
    /// # Errors
    /// [`OpenDataError::Written`].
    pub fn new(rule: String) -> Answer<Self> {
        let rule = KeyValue::new("comity.rule".to_owned(), rule);
        let compression = Compression::ZSTD(ZstdLevel::try_new(3).map_err(failed)?);
        let properties =
            WriterProperties::builder().set_compression(compression).set_key_value_metadata(Some(vec![rule])).build();
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(failed)?);
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(failed)?;
        Ok(Self { writer, waiting: Vec::new() })
    }

    /// # Errors
    /// [`OpenDataError::Written`].
    pub fn add(&mut self, lines: &[Line]) -> Answer<()> {
        self.waiting.extend_from_slice(lines);
        if self.waiting.len() >= TOGETHER { self.write().map_err(failed) } else { Ok(()) }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// [`OpenDataError::Written`].
    pub fn finish(mut self) -> Answer<Vec<u8>> {
        if !self.waiting.is_empty() {
            self.write().map_err(failed)?;
        }
        self.writer.into_inner().map_err(failed)
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        let lines = std::mem::take(&mut self.waiting);
        let mut group = self.writer.next_row_group()?;
        let before: [fn(&Line) -> &str; 5] =
            [|line| &line.area, |line| &line.area_name, |line| &line.area_name_ar, |line| &line.from, |line| &line.to];
        for text in before {
            texts(&mut group, &lines, text)?;
        }
        let kinds: Vec<Option<ByteArray>> =
            lines.iter().map(|line| line.kind.as_deref().map(ByteArray::from)).collect();
        optional::<ByteArrayType>(&mut group, kinds)?;
        texts(&mut group, &lines, |line| line.status)?;
        optional::<Int64Type>(&mut group, lines.iter().map(|line| line.count).collect())?;
        let after: [fn(&Line) -> &str; 3] = [|line| &line.release, |line| line.publication, |line| &line.rule];
        for text in after {
            texts(&mut group, &lines, text)?;
        }
        group.close()?;
        Ok(())
    }
}

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn texts(group: &mut Group<'_>, lines: &[Line], text: fn(&Line) -> &str) -> Result<(), ParquetError> {
    let values: Vec<ByteArray> = lines.iter().map(|line| ByteArray::from(text(line))).collect();
    column::<ByteArrayType>(group, &values, None)
}

fn optional<T: DataType>(group: &mut Group<'_>, values: Vec<Option<T::T>>) -> Result<(), ParquetError> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    column::<T>(group, &values, Some(&levels))
}

fn column<T: DataType>(group: &mut Group<'_>, values: &[T::T], levels: Option<&[i16]>) -> Result<(), ParquetError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, levels, None)?;
        column.close()?;
    }
    Ok(())
}
