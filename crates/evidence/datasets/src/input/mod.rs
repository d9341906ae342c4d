//! The forms that a file may have, all read as records: CSV, GeoJSON points, Parquet.

mod columns;
mod features;

use std::io::Read;

use super::error::ImportError;
use super::records::{Item, LONGEST, Records};
use super::source::Source;
use columns::Columns;
use features::Features;

/// The columns of a point of GeoJSON.
pub(super) const POINT: [&str; 2] = ["geometry x", "geometry y"];

/// A file of any form, row by row; the first record is its header.
pub(super) enum Input<R: Read> {
    Csv(Box<Records<R>>),
    GeoJson(Box<Features<R>>),
    Parquet(Box<Columns<R>>),
}

impl<R: Read> Input<R> {
    /// Tells the form by the first bytes; what is neither JSON nor Parquet is read as CSV.
    pub fn open(source: R) -> Result<Self, ImportError> {
        let records = Records::new(Source::open(source)?)?;
        let first = records.begins();
        if first.starts_with(b"PAR1") {
            return Ok(Self::Parquet(Box::new(Columns::open(records.into_parts())?)));
        }
        if first.trim_ascii_start().starts_with(b"{") {
            return Ok(Self::GeoJson(Box::new(Features::new(records.into_parts()))));
        }
        Ok(Self::Csv(Box::new(records)))
    }

    pub fn next(&mut self) -> Result<Option<Item<'_>>, ImportError> {
        match self {
            Self::Csv(records) => records.next(),
            Self::GeoJson(features) => features.next(),
            Self::Parquet(columns) => columns.next(),
        }
    }

    /// How many bytes of the file were read, before decompression.
    pub fn bytes_read(&self) -> u64 {
        self.source().bytes_read()
    }

    /// SHA-256 of the content so far.
    pub fn content_hash(&self) -> [u8; 32] {
        self.source().content_hash()
    }

    fn source(&self) -> &Source<R> {
        match self {
            Self::Csv(records) => records.source(),
            Self::GeoJson(features) => &features.source,
            Self::Parquet(columns) => &columns.source,
        }
    }
}

/// A record put together from cells, of at most [`LONGEST`] bytes as a line of CSV is.
#[derive(Default)]
struct Built {
    text: String,
    cells: Vec<(u32, u32)>,
    too_long: bool,
}

impl Built {
    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.too_long = false;
    }

    fn push(&mut self, cell: &str) {
        let from = self.text.len();
        match (u32::try_from(from), u32::try_from(from + cell.len())) {
            (Ok(from), Ok(to)) if to as usize <= LONGEST => {
                self.text.push_str(cell);
                self.cells.push((from, to));
            }
            _ => self.too_long = true,
        }
    }

    fn item(&self, line: u64) -> Item<'_> {
        if self.too_long {
            let (expected, found) = ("a record of at most 1 MiB".into(), "a longer one".to_owned());
            return Item::Fault(super::error::BadLine { line, column: None, expected, found });
        }
        Item::Record(super::records::Record { line, text: &self.text, cells: &self.cells })
    }
}
