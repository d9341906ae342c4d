//! The stored columns: a Parquet file, written block by block.
//!
//! One row group is a block of at most 131,072 rows or 32 MiB of text, whichever comes first: that is what an import
//! holds in memory, twice. The bytes depend on the content alone, not on how it arrived, so the same file gives the same
//! hash.
//!
//! | column | type | |
//! |---|---|---|
//! | the texts of the mapping, kind, outcome | text | null where empty |
//! | month | INT32 | local, months since January of the year 0: `year * 12 + month - 1` |
//! | from_s, to_s | INT64 | UTC seconds: it lies in [from, to); null where only the month is known |
//! | hour | INT32 | local hour of the week, 0 for Monday 00h to 167, where it lies within one hour; else null |
//! | lon_e6, lat_e6 | INT32 | millionths of a degree in WGS 84, null where the file has no point |
//! | area | text | the code of the area, null outside every area or without a point |

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::io::Write;
use std::sync::Arc;

use foldhash::fast::FixedState;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use super::error::ImportError;
use super::locate::Locate;
use super::mapping::{Plan, When};
use super::quality::Keys;
use super::records::Record;
use super::row::Point;

const BLOCK_ROWS: usize = 128 * 1024;
const BLOCK_TEXT: usize = 32 * 1024 * 1024;

/// The columns that every stored file has after its texts.
const COMMON: &str = "
    REQUIRED INT32 month;
    OPTIONAL INT64 from_s;
    OPTIONAL INT64 to_s;
    OPTIONAL INT32 hour;
    OPTIONAL INT32 lon_e6;
    OPTIONAL INT32 lat_e6;
    OPTIONAL BYTE_ARRAY area (STRING);
}";

/// Rows on their way to the file. All texts stand one after another in `text`; a range for each row, empty for none.
#[derive(Default)]
pub(super) struct Block {
    text: Vec<u8>,
    ranges: Vec<Vec<(u32, u32)>>,
    whens: Vec<When>,
    points: Vec<Option<Point>>,
    areas: Vec<Option<u32>>,
}

impl Block {
    pub fn new(texts: usize) -> Self {
        Self { ranges: vec![Vec::new(); texts], ..Self::default() }
    }

    /// # Errors
    /// [`ImportError::LineTooLong`] for a row beyond what a block can hold; readers refuse such rows before.
    pub fn add(
        &mut self,
        record: &Record<'_>,
        plan: &Plan,
        when: When,
        point: Option<Point>,
        area: Option<u32>,
    ) -> Result<(), ImportError> {
        let too_long = |_| ImportError::LineTooLong { line: record.line };
        for (at, ranges) in self.ranges.iter_mut().enumerate() {
            let from = u32::try_from(self.text.len()).map_err(too_long)?;
            self.text.extend_from_slice(plan.text(record, at).as_bytes());
            ranges.push((from, u32::try_from(self.text.len()).map_err(too_long)?));
        }
        self.whens.push(when);
        self.points.push(point);
        self.areas.push(area);
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.whens.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.whens.len() >= BLOCK_ROWS || self.text.len() >= BLOCK_TEXT
    }

    /// The hashes of each row's number, where it has one, and of its whole content.
    fn hashes(&self, id: Option<usize>) -> impl Iterator<Item = (Option<u64>, u64)> {
        let ids = id.and_then(|id| self.ranges.get(id));
        (0..self.whens.len()).map(move |row| {
            let mut hasher = FixedState::default().build_hasher();
            let mut ends = 0..0;
            for (at, ranges) in self.ranges.iter().enumerate() {
                let &(from, to) = ranges.get(row).unwrap_or(&(0, 0));
                ends = if at == 0 { from as usize..to as usize } else { ends.start..to as usize };
                hasher.write_u32(to - from);
            }
            hasher.write(self.text.get(ends).unwrap_or_default());
            if let Some(when) = self.whens.get(row) {
                hasher.write_i32(when.month.0);
                hasher.write_i64(when.span.map_or(0, |(from, to)| from.rotate_left(20) ^ to));
            }
            if let Some(Some(point)) = self.points.get(row) {
                hasher.write_i32(point.lon_e6);
                hasher.write_i32(point.lat_e6);
            }
            let id = ids.and_then(|ids| ids.get(row)).filter(|(from, to)| to > from);
            let id = id.and_then(|&(from, to)| self.text.get(from as usize..to as usize));
            (id.map(|id| FixedState::default().hash_one(id)), hasher.finish())
        })
    }
}

/// Writes blocks to `W` as columns.
pub(super) struct Stored<'a, W: Write + Send> {
    writer: SerializedFileWriter<W>,
    areas: &'a dyn Locate,
    codes: HashMap<u32, ByteArray>,
    id: Option<usize>,
    pub keys: Keys,
}

impl<'a, W: Write + Send> Stored<'a, W> {
    pub fn new(destination: W, plan: &Plan, areas: &'a dyn Locate) -> Result<Self, ParquetError> {
        let texts: String =
            plan.stored.iter().map(|name| format!("    OPTIONAL BYTE_ARRAY {name} (STRING);\n")).collect();
        let schema = Arc::new(parse_message_type(&format!("message incidents {{\n{texts}{COMMON}"))?);
        let id = plan.id;
        let properties = properties(id.and_then(|id| plan.stored.get(id)).map(String::as_str))?;
        let writer = SerializedFileWriter::new(destination, schema, Arc::new(properties))?;
        Ok(Self { writer, areas, codes: HashMap::new(), id, keys: Keys::new(id.is_some()) })
    }

    /// Writes the footer; gives the destination back.
    pub fn finish(self) -> Result<(W, Keys), ParquetError> {
        Ok((self.writer.into_inner()?, self.keys))
    }

    pub fn write(&mut self, block: Block) -> Result<(), ParquetError> {
        block.hashes(self.id).for_each(|(id, row)| self.keys.add(id, row));
        let Block { text, ranges, whens, points, areas } = block;
        let text = ByteArray::from(text);
        let mut group = self.writer.next_row_group()?;
        for ranges in &ranges {
            let cells =
                ranges.iter().map(|&(from, to)| (to > from).then(|| text.slice(from as usize, (to - from) as usize)));
            write_optional::<ByteArrayType>(&mut group, cells)?;
        }
        let months: Vec<i32> = whens.iter().map(|when| when.month.0).collect();
        write_column::<Int32Type>(&mut group, &months, None)?;
        write_optional::<Int64Type>(&mut group, whens.iter().map(|when| when.span.map(|(from, _)| from)))?;
        write_optional::<Int64Type>(&mut group, whens.iter().map(|when| when.span.map(|(_, to)| to)))?;
        write_optional::<Int32Type>(&mut group, whens.iter().map(|when| when.hour))?;
        write_optional::<Int32Type>(&mut group, points.iter().map(|point| point.map(|at| at.lon_e6)))?;
        write_optional::<Int32Type>(&mut group, points.iter().map(|point| point.map(|at| at.lat_e6)))?;
        let (codes, known) = (&mut self.codes, self.areas);
        let mut code = |area: u32| codes.entry(area).or_insert_with(|| ByteArray::from(known.code(area))).clone();
        write_optional::<ByteArrayType>(&mut group, areas.iter().map(|area| area.map(&mut code)))?;
        group.close()?;
        Ok(())
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

fn properties(id: Option<&str>) -> Result<WriterProperties, ParquetError> {
    let about = |key: &str, value: &str| KeyValue { key: key.into(), value: Some(value.into()) };
    let mut properties = WriterProperties::builder()
        .set_created_by("comity".into())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_key_value_metadata(Some(vec![
            about("comity.columns", "2"),
            about("comity.month", "months since 0000-01: year * 12 + month - 1"),
            about("comity.hour", "local hour of the week: 0 is Monday 00h"),
        ]));
    if let Some(id) = id {
        // Nearly every incident has its own number: a dictionary of them would be tried in vain.
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(id), false);
    }
    for column in ["month", "from_s", "to_s", "hour", "lon_e6", "lat_e6", "area"] {
        properties = properties.set_column_statistics_enabled(ColumnPath::from(column), EnabledStatistics::Chunk);
    }
    Ok(properties.build())
}
