//! Counting again from the stored columns, without the source.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};

use super::counts::{Counts, Summary, Tally};
use super::error::ImportError;
use super::month::Month;

/// Rows looked at together.
pub(super) const BATCH: usize = 8 * 1024;

/// What the stored columns hold: the same as [`super::Imported`] said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recounted {
    pub summary: Summary,
    pub counts: Counts,
    pub kinds: Vec<String>,
    /// The first and the last month.
    pub months: (Month, Month),
}

/// Counts the rows of a stored file, in memory that does not grow with it. Check the file's hash first: the reader of
/// Parquet is made for whole files, not for damaged ones.
///
/// # Errors
/// When the file is no Parquet file or does not have the columns that [`super::import`] writes.
pub fn read_counts(stored: impl ChunkReader + 'static) -> Result<Recounted, ImportError> {
    let file = SerializedFileReader::new(stored).map_err(unreadable)?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let place = |name: &str| {
        let found = schema.columns().iter().position(|column| column.name() == name);
        found.ok_or_else(|| ImportError::Stored(format!("{name} is missing")))
    };
    let places = [place("area")?, place("month")?, place("kind")?, place("lon_e6")?];
    let mut tally = Tally::default();
    let mut codes = Codes::default();
    for group in 0..file.num_row_groups() {
        count_group(file.get_row_group(group).map_err(unreadable)?.as_ref(), places, &mut codes, &mut tally)?;
    }
    let summary = tally.summary;
    let (counts, kinds, months) = tally.finish(|area| codes.names.get(area as usize).cloned().unwrap_or_default());
    Ok(Recounted { summary, counts, kinds, months: months.ok_or(ImportError::NoRows)? })
}

fn count_group(
    group: &dyn RowGroupReader,
    [area, month, kind, lon]: [usize; 4],
    codes: &mut Codes,
    tally: &mut Tally,
) -> Result<(), ImportError> {
    let mut areas = Column::<ByteArrayType>::open(group, area, ColumnKind::Text)?;
    let mut months = Column::<Int32Type>::open(group, month, ColumnKind::Number)?;
    let mut kinds = Column::<ByteArrayType>::open(group, kind, ColumnKind::Text)?;
    let mut lons = Column::<Int32Type>::open(group, lon, ColumnKind::Number)?;
    let mut rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
    let none = ByteArray::from("");
    while rows > 0 {
        let length = rows.min(BATCH);
        for batch in [areas.read(length)?, months.read(length)?, kinds.read(length)?, lons.read(length)?] {
            if batch != length {
                return Err(ImportError::Stored("the columns differ in length".into()));
            }
        }
        rows -= length;
        let cells = areas.cells().zip(months.cells()).zip(kinds.cells()).zip(lons.cells());
        for (((area, month), kind), lon) in cells {
            let area = area.map(|code| codes.number(code.data()));
            let month = Month(month.copied().unwrap_or_default());
            let kind = std::str::from_utf8(kind.unwrap_or(&none).data());
            let kind = kind.map_err(|_| ImportError::Stored("a kind is not text".into()))?;
            tally.add(0, lon.is_some(), area, month, kind)?;
        }
    }
    Ok(())
}

/// Numbers for the codes of areas.
#[derive(Default)]
struct Codes {
    numbers: std::collections::HashMap<Vec<u8>, u32>,
    names: Vec<String>,
}

impl Codes {
    fn number(&mut self, code: &[u8]) -> u32 {
        if let Some(&number) = self.numbers.get(code) {
            return number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(code.to_owned(), number);
        self.names.push(String::from_utf8_lossy(code).into_owned());
        number
    }
}

#[derive(Clone, Copy)]
pub(super) enum ColumnKind {
    Text,
    Number,
}

/// A batch of one column.
pub(super) struct Column<T: DataType> {
    reader: ColumnReaderImpl<T>,
    levels: Vec<i16>,
    values: Vec<T::T>,
}

impl<T: DataType> Column<T> {
    pub fn open(group: &dyn RowGroupReader, place: usize, kind: ColumnKind) -> Result<Self, ImportError> {
        let reader = group.get_column_reader(place).map_err(unreadable)?;
        match (&reader, kind) {
            (ColumnReader::ByteArrayColumnReader(_), ColumnKind::Text)
            | (ColumnReader::Int32ColumnReader(_), ColumnKind::Number) => {}
            _ => return Err(ImportError::Stored("a column has another type".into())),
        }
        Ok(Self { reader: get_typed_column_reader(reader), levels: Vec::new(), values: Vec::new() })
    }

    /// Reads the next rows; how many there were.
    pub fn read(&mut self, rows: usize) -> Result<usize, ImportError> {
        self.levels.clear();
        self.values.clear();
        let read = self.reader.read_records(rows, Some(&mut self.levels), None, &mut self.values);
        let (records, ..) = read.map_err(unreadable)?;
        Ok(records)
    }

    /// The cells of the batch, `None` where null.
    pub fn cells(&self) -> impl Iterator<Item = Option<&T::T>> {
        let mut values = self.values.iter();
        let rows = self.values.len().max(self.levels.len()); // a required column has no levels
        (0..rows).map(move |row| match self.levels.get(row) {
            Some(0) => None,
            _ => values.next(),
        })
    }
}

pub(super) fn unreadable(cause: ParquetError) -> ImportError {
    ImportError::Stored(cause.to_string())
}
