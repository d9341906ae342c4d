//! Reading Parquet: flat columns of any type, as text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use ::parquet::basic::{LogicalType, TimeUnit};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use ::parquet::record::Field;
use ::parquet::schema::types::Type;
use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Column, Table, places};
use crate::fault::Fault;

/// Parquet's footer stands at the end: a file is read in place, a pipe is held whole.
pub fn read(mut start: impl Read, path: &Path, source: &str, columns: &[&str]) -> Result<Table, Fault> {
    let unreadable = |error: std::io::Error| Fault::input(format!("{source} cannot be read: {error}"));
    if path == Path::new("-") {
        let mut all = Vec::new();
        start.read_to_end(&mut all).map_err(unreadable)?;
        table(Bytes::from(all), source, columns)
    } else {
        table(File::open(path).map_err(unreadable)?, source, columns)
    }
}

fn table(chunks: impl ChunkReader + 'static, source: &str, columns: &[&str]) -> Result<Table, Fault> {
    let broken = |error: ParquetError| Fault::input(format!("{source} is not readable Parquet: {error}"));
    let reader = SerializedFileReader::new(chunks).map_err(broken)?;
    let schema = reader.metadata().file_metadata().schema();
    let fields = schema.get_fields();
    let header: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let places = places(&header, columns, source)?;
    let wanted: Vec<_> = places.iter().filter_map(|(_, place)| fields.get(*place).cloned()).collect();
    if let Some(nested) = wanted.iter().find(|field| !field.is_primitive()) {
        return Err(Fault::input(format!("{source}: the column {:?} holds more than one value a row", nested.name())));
    }
    let clocks: Vec<Clock> =
        places.iter().filter_map(|(_, place)| fields.get(*place)).map(|kind| clock(kind)).collect();
    let projection = Type::group_type_builder(schema.name()).with_fields(wanted).build().map_err(broken)?;
    // The projection comes back in its own order; the columns are looked up by name.
    let mut table = Table {
        source: source.to_owned(),
        columns: places.iter().map(|(name, _)| Column::new(name)).collect(),
        lines: Vec::new(),
        unit: "row",
    };
    for (number, row) in (1_u64..).zip(reader.get_row_iter(Some(projection)).map_err(broken)?) {
        for (name, field) in row.map_err(broken)?.get_column_iter() {
            let asked = table.columns.iter_mut().zip(&clocks).find(|(column, _)| column.name == *name);
            if let Some((column, clock)) = asked {
                let value = text(field, *clock).ok_or_else(|| {
                    Fault::input(format!("{source}: the column {name:?} has a type that is not understood"))
                })?;
                column.push(&value);
            }
        }
        table.lines.push(number);
    }
    Ok(table)
}

/// How a column's times are to be read.
#[derive(Clone, Copy)]
struct Clock {
    /// Moments, counted in UTC; otherwise what a clock on the wall showed.
    moments: bool,
    nanoseconds: bool,
}

fn clock(kind: &Type) -> Clock {
    match kind.get_basic_info().logical_type_ref() {
        Some(LogicalType::Timestamp(stamp)) => {
            Clock { moments: stamp.is_adjusted_to_u_t_c, nanoseconds: matches!(stamp.unit, TimeUnit::NANOS) }
        }
        _ => Clock { moments: true, nanoseconds: false },
    }
}

/// The value as a CSV file would have it: a time of no zone without one.
fn text(field: &Field, clock: Clock) -> Option<String> {
    let moment = |stamp: Result<Timestamp, jiff::Error>| {
        let stamp = stamp.ok()?;
        Some(if clock.moments { stamp.to_string() } else { TimeZone::UTC.to_datetime(stamp).to_string() })
    };
    Some(match field {
        Field::Long(nanos) if clock.nanoseconds => moment(Timestamp::from_nanosecond(i128::from(*nanos)))?,
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => bytes.as_utf8().ok()?.to_owned(),
        Field::Double(value) => value.to_string(),
        Field::Float(value) => value.to_string(),
        Field::Date(days) => {
            let span = jiff::Span::new().try_days(i64::from(*days)).ok()?;
            Date::constant(1970, 1, 1).checked_add(span).ok()?.to_string()
        }
        Field::TimestampMillis(millis) => moment(Timestamp::from_millisecond(*millis))?,
        Field::TimestampMicros(micros) => moment(Timestamp::from_microsecond(*micros))?,
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return None,
        other => other.to_string(),
    })
}
