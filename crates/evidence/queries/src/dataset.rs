//! A stored file that was checked and whose footer was read.

use std::ops::Range;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, path::Path};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, RowFilter};
use parquet::arrow::async_reader::{AsyncFileReader, ParquetRecordBatchStream};
use parquet::arrow::{ParquetRecordBatchStreamBuilder, ProjectionMask};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use sha2::{Digest, Sha256};

use crate::QueryError;
use crate::store::Store;

/// Rows that are decoded together.
const BATCH: usize = 16 * 1024;
/// Bytes that are hashed together.
const PIECE: u64 = 4 * 1024 * 1024;

/// What a column of incidents holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Text,
    Number,
    Seconds,
}

/// The common columns of datasets; those that every dataset has are marked.
const COLUMNS: [(&str, Holds, bool); 9] = [
    ("kind", Holds::Text, true),
    ("month", Holds::Number, true),
    ("area", Holds::Text, true),
    ("lon_e6", Holds::Number, true),
    ("lat_e6", Holds::Number, true),
    ("from_s", Holds::Seconds, false),
    ("to_s", Holds::Seconds, false),
    ("hour", Holds::Number, false),
    ("outcome", Holds::Text, false),
];

#[derive(Debug)]
pub(crate) struct Dataset {
    pub hash: String,
    /// As it was when its hash was checked.
    pub seen: ObjectMeta,
    file: Stored,
    metadata: ArrowReaderMetadata,
}

impl Dataset {
    /// What the store says of a dataset now.
    pub async fn look(store: &Store, hash: &str) -> Result<ObjectMeta, QueryError> {
        store.objects.head(&store.path(hash)?).await.map_err(|cause| failed(hash, cause))
    }

    /// Checks its hash and reads its footer.
    pub async fn open(store: &Store, hash: &str, seen: ObjectMeta) -> Result<Self, QueryError> {
        let unreadable = |cause| QueryError::Unreadable { dataset: hash.to_owned(), cause };
        let mut file = Stored { objects: store.objects.clone(), path: seen.location.clone(), size: seen.size };
        if hex(&file.digest().await.map_err(|cause| failed(hash, cause))?) != hash {
            return Err(QueryError::Altered(hash.to_owned()));
        }
        let plain = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = file.get_metadata(Some(&plain)).await.map_err(unreadable)?;
        let texts = ArrowReaderMetadata::try_new(metadata.clone(), plain).map_err(unreadable)?;
        let schema = with_dictionaries(texts.schema());
        let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
        let metadata = ArrowReaderMetadata::try_new(metadata, options).map_err(unreadable)?;
        check_columns(hash, metadata.schema())?;
        Ok(Self { hash: hash.to_owned(), seen, file, metadata })
    }

    pub fn footer(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    pub fn rows(&self) -> u64 {
        self.footer().row_groups().iter().map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).sum()
    }

    /// The rows of a row group, only these columns.
    pub fn stream(
        &self,
        group: usize,
        columns: &[&str],
        filter: Option<RowFilter>,
    ) -> Result<ParquetRecordBatchStream<Stored>, QueryError> {
        let builder = ParquetRecordBatchStreamBuilder::new_with_metadata(self.file.clone(), self.metadata.clone())
            .with_row_groups(vec![group])
            .with_projection(self.mask(columns))
            .with_batch_size(BATCH);
        let builder = match filter {
            Some(filter) => builder.with_row_filter(filter),
            None => builder,
        };
        builder.build().map_err(|cause| self.unreadable(cause))
    }

    pub fn mask(&self, columns: &[&str]) -> ProjectionMask {
        ProjectionMask::columns(self.metadata.parquet_schema(), columns.iter().copied())
    }

    pub fn unreadable(&self, cause: ParquetError) -> QueryError {
        // An error of ours came through the reader: it is told as it is.
        match cause {
            ParquetError::External(inner) => match inner.downcast::<QueryError>() {
                Ok(ours) => *ours,
                Err(inner) => {
                    QueryError::Unreadable { dataset: self.hash.clone(), cause: ParquetError::External(inner) }
                }
            },
            cause => QueryError::Unreadable { dataset: self.hash.clone(), cause },
        }
    }
}

/// Texts are read as numbers of a dictionary, as they are stored.
fn with_dictionaries(schema: &Schema) -> Schema {
    let field = |field: &Arc<Field>| {
        let DataType::Utf8 = field.data_type() else { return field.clone() };
        let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        Arc::new(Field::new(field.name(), kind, field.is_nullable()))
    };
    Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>())
}

fn check_columns(hash: &str, schema: &Schema) -> Result<(), QueryError> {
    let dataset = || hash.to_owned();
    for (column, holds, always) in COLUMNS {
        let found = match schema.field_with_name(column) {
            Ok(field) => field.data_type(),
            Err(_) if always => {
                let found = schema.fields().iter().map(|field| field.name().clone()).collect();
                return Err(QueryError::NoColumn { dataset: dataset(), column, found });
            }
            Err(_) => continue,
        };
        let (fits, expected) = match holds {
            Holds::Text => (matches!(found, DataType::Dictionary(..)), "text"),
            Holds::Number => (found == &DataType::Int32, "whole numbers of 32 bits"),
            Holds::Seconds => (found == &DataType::Int64, "whole numbers of 64 bits"),
        };
        if !fits {
            return Err(QueryError::ColumnType { dataset: dataset(), column, expected, found: found.to_string() });
        }
    }
    Ok(())
}

fn failed(hash: &str, cause: object_store::Error) -> QueryError {
    match cause {
        object_store::Error::NotFound { .. } => QueryError::Missing(hash.to_owned()),
        cause => QueryError::Store(cause),
    }
}

/// The bytes of a file in the store.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    objects: Arc<dyn ObjectStore>,
    path: Path,
    size: u64,
}

impl Stored {
    async fn digest(&self) -> Result<[u8; 32], object_store::Error> {
        let mut hash = Sha256::new();
        let mut at = 0;
        while at < self.size {
            let end = self.size.min(at + PIECE);
            hash.update(&self.objects.get_range(&self.path, at..end).await?);
            at = end;
        }
        Ok(hash.finalize().into())
    }
}

impl AsyncFileReader for Stored {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, ParquetResult<Bytes>> {
        async move { self.objects.get_range(&self.path, range).await.map_err(external) }.boxed()
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, ParquetResult<Vec<Bytes>>> {
        async move { self.objects.get_ranges(&self.path, &ranges).await.map_err(external) }.boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, ParquetResult<Arc<ParquetMetaData>>> {
        async move {
            let size = self.size;
            let reader = ParquetMetaDataReader::new().with_arrow_reader_options(options);
            reader.load_and_finish(self, size).await.map(Arc::new)
        }
        .boxed()
    }
}

fn external(cause: object_store::Error) -> ParquetError {
    ParquetError::External(Box::new(cause))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
