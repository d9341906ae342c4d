//! The rows of a survey as a Parquet file: the columns that the layout names, as texts.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::sheet::Sheet;

/// Writes the named columns, empty cells as null. The bytes depend on the content alone.
///
/// # Errors
/// What the writing library says.
pub fn write(sheet: &Sheet, columns: &[(&str, usize)], into: impl Write + Send) -> Result<(), ParquetError> {
    let field = |(name, _): &(&str, usize)| {
        let text = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL)
            .with_converted_type(ConvertedType::UTF8)
            .with_logical_type(Some(LogicalType::String));
        text.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("survey").with_fields(fields).build()?);
    let packed = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?));
    let properties = packed.set_created_by("comity".to_owned()).build();
    let mut writer = SerializedFileWriter::new(into, schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (_, place) in columns {
        let cells: Vec<Option<&str>> = sheet.cells(*place).collect();
        let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
        let values: Vec<ByteArray> = cells.into_iter().flatten().map(ByteArray::from).collect();
        let mut column = group.next_column()?.ok_or_else(|| ParquetError::General("too many columns".into()))?;
        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    group.close()?;
    writer.close().map(drop)
}
