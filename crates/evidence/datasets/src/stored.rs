//! The stored columns: a Parquet file, written block by block.
//!
//! One row group is a block of at most 131,072 rows or 32 MiB of text, whichever comes first: that is what an import
//! holds in memory. The bytes depend on the content alone, not on how it arrived, so the same file gives the same hash.
//!
//! | column | type | |
//! |---|---|---|
//! | crime_id, reported_by, falls_within, location, lsoa_code, lsoa_name, kind, outcome, context | text | null where empty |
//! | month | INT32 | months since January of the year 0: `year * 12 + month - 1` |
//! | lon_e6, lat_e6 | INT32 | millionths of a degree in WGS 84, null where the file has no point |
//! | area | text | the code of the area, null outside every area or without a point |

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use super::header::{STORED_TEXTS, TEXTS};
use super::locate::Locate;
use super::row::{Point, Row};

const BLOCK_ROWS: usize = 128 * 1024;
const BLOCK_TEXT: usize = 32 * 1024 * 1024;

/// The columns in the order of the file.
const SCHEMA: &str = "message incidents {
    OPTIONAL BYTE_ARRAY crime_id (STRING);
    OPTIONAL BYTE_ARRAY reported_by (STRING);
    OPTIONAL BYTE_ARRAY falls_within (STRING);
    OPTIONAL BYTE_ARRAY location (STRING);
    OPTIONAL BYTE_ARRAY lsoa_code (STRING);
    OPTIONAL BYTE_ARRAY lsoa_name (STRING);
    OPTIONAL BYTE_ARRAY kind (STRING);
    OPTIONAL BYTE_ARRAY outcome (STRING);
    OPTIONAL BYTE_ARRAY context (STRING);
    REQUIRED INT32 month;
    OPTIONAL INT32 lon_e6;
    OPTIONAL INT32 lat_e6;
    OPTIONAL BYTE_ARRAY area (STRING);
}";

/// Writes rows to `W` as columns.
pub(super) struct Stored<'a, W: Write + Send> {
    writer: SerializedFileWriter<W>,
    areas: &'a dyn Locate,
    codes: HashMap<u32, ByteArray>,
    block: Block,
}

/// Rows on their way to the file. All texts stand one after another in `text`; a range for each row, empty for none.
#[derive(Default)]
struct Block {
    text: Vec<u8>,
    ranges: [Vec<(u32, u32)>; TEXTS],
    months: Vec<i32>,
    points: Vec<Option<Point>>,
    areas: Vec<Option<u32>>,
}

impl<'a, W: Write + Send> Stored<'a, W> {
    pub fn new(destination: W, areas: &'a dyn Locate) -> Result<Self, ParquetError> {
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        let writer = SerializedFileWriter::new(destination, schema, Arc::new(properties()?))?;
        Ok(Self { writer, areas, codes: HashMap::new(), block: Block::default() })
    }

    pub fn add(&mut self, row: &Row<'_>, area: Option<u32>) -> Result<(), ParquetError> {
        self.block.add(row, area);
        if self.block.months.len() >= BLOCK_ROWS || self.block.text.len() >= BLOCK_TEXT {
            self.write_block()?;
        }
        Ok(())
    }

    /// Writes the rest and the footer; gives the destination back.
    pub fn finish(mut self) -> Result<W, ParquetError> {
        if !self.block.months.is_empty() {
            self.write_block()?;
        }
        self.writer.into_inner()
    }

    fn write_block(&mut self) -> Result<(), ParquetError> {
        let block = std::mem::take(&mut self.block);
        let text = ByteArray::from(block.text);
        let mut group = self.writer.next_row_group()?;
        for ranges in &block.ranges {
            let cells =
                ranges.iter().map(|&(from, to)| (to > from).then(|| text.slice(from as usize, (to - from) as usize)));
            write_optional::<ByteArrayType>(&mut group, cells)?;
        }
        write_column::<Int32Type>(&mut group, &block.months, None)?;
        write_optional::<Int32Type>(&mut group, block.points.iter().map(|point| point.map(|at| at.lon_e6)))?;
        write_optional::<Int32Type>(&mut group, block.points.iter().map(|point| point.map(|at| at.lat_e6)))?;
        let (codes, areas) = (&mut self.codes, self.areas);
        let mut code = |area: u32| codes.entry(area).or_insert_with(|| ByteArray::from(areas.code(area))).clone();
        write_optional::<ByteArrayType>(&mut group, block.areas.iter().map(|area| area.map(&mut code)))?;
        group.close()?;
        self.block.reuse(block.ranges, block.months, block.points, block.areas);
        Ok(())
    }
}

impl Block {
    fn add(&mut self, row: &Row<'_>, area: Option<u32>) {
        for (ranges, text) in self.ranges.iter_mut().zip(row.texts) {
            let from = self.text.len() as u32;
            self.text.extend_from_slice(text.as_bytes());
            ranges.push((from, self.text.len() as u32));
        }
        self.months.push(row.month.0);
        self.points.push(row.point);
        self.areas.push(area);
    }

    /// Takes the memory of a written block for the next one.
    fn reuse(
        &mut self,
        ranges: [Vec<(u32, u32)>; TEXTS],
        months: Vec<i32>,
        points: Vec<Option<Point>>,
        areas: Vec<Option<u32>>,
    ) {
        (self.ranges, self.months, self.points, self.areas) = (ranges, months, points, areas);
        self.ranges.iter_mut().for_each(Vec::clear);
        self.months.clear();
        self.points.clear();
        self.areas.clear();
    }
}

fn write_optional<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let mut levels = Vec::with_capacity(cells.size_hint().0);
    let mut values = Vec::with_capacity(cells.size_hint().0);
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    write_column::<T>(group, &values, Some(&levels))
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let mut column = group.next_column()?.ok_or_else(|| ParquetError::General("too many columns".into()))?;
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

fn properties() -> Result<WriterProperties, ParquetError> {
    let about = |key: &str, value: &str| KeyValue { key: key.into(), value: Some(value.into()) };
    let mut properties = WriterProperties::builder()
        .set_created_by("comity".into())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::None)
        // Nearly every crime has its own id: a dictionary of them would be tried in vain.
        .set_column_dictionary_enabled(ColumnPath::from("crime_id"), false)
        .set_key_value_metadata(Some(vec![
            about("comity.columns", "1"),
            about("comity.month", "months since 0000-01: year * 12 + month - 1"),
        ]));
    for column in ["month", "lon_e6", "lat_e6", "area"] {
        properties = properties.set_column_statistics_enabled(ColumnPath::from(column), EnabledStatistics::Chunk);
    }
    debug_assert_eq!(SCHEMA.matches("STRING").count(), STORED_TEXTS.len() + 1);
    Ok(properties.build())
}
