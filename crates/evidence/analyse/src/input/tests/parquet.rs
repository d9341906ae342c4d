//! Parquet files of every kind that other programs write, made by the parquet crate.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::{Compression, GzipLevel, ZstdLevel};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;

use super::table;
use crate::input::{Table, parquet};

const SCHEMA: &str = "message rows {
    REQUIRED DOUBLE x;
    OPTIONAL INT64 count;
    REQUIRED BYTE_ARRAY name (UTF8);
    REQUIRED INT32 day (DATE);
    REQUIRED INT64 at (TIMESTAMP(MICROS, true));
    REQUIRED BOOLEAN flag;
}";

/// Three rows; the second has no count.
fn file(compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let names: Vec<ByteArray> = ["Bridge", "Mühle", "دار"].map(ByteArray::from).to_vec();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&[0.1, -2.5, 1e-9], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[7, 9], Some(&[1, 0, 1]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&names, None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[0, 18_262, -1], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[0, 1_577_836_800_000_000, 500_000], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<BoolType>().write_batch(&[true, false, true], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

fn holds(read: &Table) {
    assert_eq!(read.numbers("x").unwrap(), [0.1, -2.5, 1e-9]);
    assert_eq!(read.numbers_or_none("count").unwrap(), [Some(7.0), None, Some(9.0)]);
    assert_eq!(read.text("name").unwrap(), ["Bridge", "Mühle", "دار"]);
    assert_eq!(read.text("day").unwrap(), ["1970-01-01", "2020-01-01", "1969-12-31"]);
    assert_eq!(read.text("at").unwrap(), ["1970-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "1970-01-01T00:00:00.5Z"]);
    assert_eq!(read.text("flag").unwrap(), ["true", "false", "true"]);
}

#[test]
fn every_compression_is_read_whatever_the_order_of_columns() {
    let columns = ["flag", "name", "x", "at", "count", "day", "x"];
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let bytes = file(compression);
        holds(&table(&bytes, &columns).unwrap());
        holds(&parquet::read(Cursor::new(bytes), Path::new("-"), "pipe", &columns).unwrap());
    }
}

#[test]
fn what_is_wrong_is_told_by_row_and_column() {
    let bytes = file(Compression::SNAPPY);
    let read = table(&bytes, &["count", "name"]).unwrap();
    let told = |fault: crate::Fault| fault.to_string();
    assert!(told(read.numbers("count").unwrap_err()).starts_with("row 2 of "));
    assert!(told(read.numbers("name").unwrap_err()).ends_with("column name: \"Bridge\" is not a number"));
    let missing = table(&bytes, &["y"]).unwrap_err();
    assert!(missing.ends_with("there is no column \"y\"; there are x, count, name, day, at, flag"), "{missing}");
    for length in [bytes.len() - 1, bytes.len() / 2, 5] {
        let fault = table(&bytes[..length], &["x"]).unwrap_err();
        assert!(fault.starts_with("FILE is not readable Parquet: ") && fault.lines().count() == 1, "{fault}");
    }
}

/// pandas writes nanoseconds, and times of no zone as such: they are those of a clock on the wall, not of UTC.
#[test]
fn times_without_a_zone_stay_without_one() {
    let schema = "message rows {
        REQUIRED INT64 wall (TIMESTAMP(MICROS, false));
        REQUIRED INT64 fine (TIMESTAMP(NANOS, false));
        REQUIRED INT64 moment (TIMESTAMP(NANOS, true));
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for scale in [1, 1000, 1000] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[1_577_854_800_000_000 * scale], None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    let read = table(&bytes, &["moment", "fine", "wall"]).unwrap();
    assert_eq!(read.text("wall").unwrap(), ["2020-01-01T05:00:00"]);
    assert_eq!(read.text("fine").unwrap(), ["2020-01-01T05:00:00"]);
    assert_eq!(read.text("moment").unwrap(), ["2020-01-01T05:00:00Z"]);
}
