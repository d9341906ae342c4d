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
    let broken = |error: ParquetError| {
        let told = error.to_string();
        Fault::input(match told.split_once("Disabled feature at compile time: ") {
            Some((_, name)) => format!("{source} is packed with {name}; plain, snappy, gzip and zstd Parquet are read"),
            None => format!("{source} is not readable Parquet: {told}"),
        })
    };
    let reader = SerializedFileReader::new(chunks).map_err(broken)?;
    let schema = reader.metadata().file_metadata().schema();
    let fields = schema.get_fields();
    let header: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let places = places(&header, columns, source)?;
    let wanted: Vec<_> = places.iter().filter_map(|(_, place)| fields.get(*place).cloned()).collect();
    if let Some(nested) = wanted.iter().find(|field| !field.is_primitive()) {
        return Err(Fault::input(format!("{source}: the column {:?} holds more than one value a row", nested.name())));
    }
    let clocks: Vec<(String, Option<Clock>)> =
        wanted.iter().map(|field| (field.name().to_owned(), Clock::of(field))).collect();
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
            if let Some(column) = table.columns.iter_mut().find(|column| column.name == *name) {
                let clock = clocks.iter().find(|clock| clock.0 == *name).and_then(|clock| clock.1);
                let value = text(field, clock).ok_or_else(|| {
                    Fault::input(format!("{source}: the column {name:?} has a type that is not understood"))
                })?;
                column.push(&value);
            }
        }
        table.lines.push(number);
        table.within()?;
    }
    Ok(table)
}

/// How a column counts its moments.
#[derive(Clone, Copy)]
struct Clock {
    nanoseconds: i128,
    /// Whether they are moments of UTC; else they are what a clock on a wall showed, and no zone is read into them.
    utc: bool,
}

impl Clock {
    fn of(column: &Type) -> Option<Self> {
        let Some(LogicalType::Timestamp(stamp)) = column.get_basic_info().logical_type_ref() else { return None };
        let nanoseconds = match stamp.unit {
            TimeUnit::MILLIS => 1_000_000,
            TimeUnit::MICROS => 1000,
            TimeUnit::NANOS => 1,
        };
        Some(Self { nanoseconds, utc: stamp.is_adjusted_to_u_t_c })
    }

    fn text(self, count: i64) -> Option<String> {
        let stamp = Timestamp::from_nanosecond(i128::from(count).checked_mul(self.nanoseconds)?).ok()?;
        let wall = TimeZone::UTC.to_datetime(stamp);
        Some(if self.utc { stamp.to_string() } else { wall.to_string() })
    }
}

/// The value as a CSV file would have it.
fn text(field: &Field, clock: Option<Clock>) -> Option<String> {
    let moment = |stamp: Result<Timestamp, jiff::Error>| stamp.ok().map(|stamp| stamp.to_string());
    if let (Some(clock), Field::Long(count) | Field::TimestampMillis(count) | Field::TimestampMicros(count)) =
        (clock, field)
    {
        return clock.text(*count);
    }
    Some(match field {
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
