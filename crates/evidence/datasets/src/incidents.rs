//! Single incidents from the stored columns, for what is drawn on maps.

use parquet::basic::Type;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};

use super::error::ImportError;
use super::month::Month;
use super::recount::{BATCH, Column, ColumnKind, unreadable};

/// One stored row, as far as a map needs it. Texts are empty where the file says nothing, or has no such column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incident<'a> {
    pub kind: &'a str,
    pub month: Month,
    /// The local hour of the week, 0 from midnight on Monday to 167, where it is known.
    pub hour: Option<i32>,
    /// Longitude and latitude in millionths of a degree.
    pub at: Option<(i32, i32)>,
    /// The code of the area.
    pub area: &'a str,
    pub outcome: &'a str,
    /// Such as "On or near High Street".
    pub location: &'a str,
}

/// Gives every stored row to `see`, in memory that does not grow with the file. Check the file's hash first.
///
/// # Errors
/// When the file is no Parquet file or does not have the columns that every import writes.
pub fn read_incidents(
    stored: impl ChunkReader + 'static,
    see: &mut dyn FnMut(Incident<'_>),
) -> Result<(), ImportError> {
    let file = SerializedFileReader::new(stored).map_err(unreadable)?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let found = |name: &str| schema.columns().iter().position(|column| column.name() == name);
    let place = |name: &str| found(name).ok_or_else(|| ImportError::Stored(format!("{name} is missing")));
    let text = |name: &str| {
        found(name).filter(|at| schema.columns().get(*at).is_some_and(|it| it.physical_type() == Type::BYTE_ARRAY))
    };
    let number = |name: &str| {
        found(name).filter(|at| schema.columns().get(*at).is_some_and(|it| it.physical_type() == Type::INT32))
    };
    let numbers = [Some(place("month")?), Some(place("lon_e6")?), Some(place("lat_e6")?), number("hour")];
    let texts = [Some(place("kind")?), Some(place("area")?), text("outcome"), text("location")];
    for group in 0..file.num_row_groups() {
        read_group(file.get_row_group(group).map_err(unreadable)?.as_ref(), numbers, texts, see)?;
    }
    Ok(())
}

fn read_group(
    group: &dyn RowGroupReader,
    numbers: [Option<usize>; 4],
    texts: [Option<usize>; 4],
    see: &mut dyn FnMut(Incident<'_>),
) -> Result<(), ImportError> {
    let number = |at: Option<usize>| at.map(|at| Column::<Int32Type>::open(group, at, ColumnKind::Number)).transpose();
    let text = |at: Option<usize>| at.map(|at| Column::<ByteArrayType>::open(group, at, ColumnKind::Text)).transpose();
    let mut numbers = [number(numbers[0])?, number(numbers[1])?, number(numbers[2])?, number(numbers[3])?];
    let mut texts = [text(texts[0])?, text(texts[1])?, text(texts[2])?, text(texts[3])?];
    let mut rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
    while rows > 0 {
        let length = rows.min(BATCH);
        let mut read = Vec::new();
        for column in numbers.iter_mut().flatten() {
            read.push(column.read(length)?);
        }
        for column in texts.iter_mut().flatten() {
            read.push(column.read(length)?);
        }
        if read.iter().any(|batch| *batch != length) {
            return Err(ImportError::Stored("the columns differ in length".into()));
        }
        rows -= length;
        let mut texts = texts.each_ref().map(|column| column.as_ref().map(Column::cells));
        let mut numbers = numbers.each_ref().map(|column| column.as_ref().map(Column::cells));
        for _ in 0..length {
            let [month, lon, lat, hour] =
                numbers.each_mut().map(|column| column.as_mut().and_then(|cells| cells.next().flatten()).copied());
            let cells = texts.each_mut().map(|column| column.as_mut().and_then(|cells| cells.next().flatten()));
            let [kind, area, outcome, location] = cells;
            see(Incident {
                kind: written(kind)?,
                month: Month(month.unwrap_or_default()),
                hour,
                at: lon.zip(lat),
                area: written(area)?,
                outcome: written(outcome)?,
                location: written(location)?,
            });
        }
    }
    Ok(())
}

fn written(cell: Option<&ByteArray>) -> Result<&str, ImportError> {
    let bytes = cell.map_or(&[][..], ByteArray::data);
    std::str::from_utf8(bytes).map_err(|_| ImportError::Stored("a text is not UTF-8".into()))
}
