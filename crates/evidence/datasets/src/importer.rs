//! The import itself: one pass over a file.

use std::io::{Read, Write};

use sha2::{Digest, Sha256};

use super::counts::{Counts, Summary, Tally, code_of};
use super::error::{BadLine, ImportError, LISTED};
use super::header::{KIND, Layout};
use super::locate::{Locate, Remembered};
use super::month::Month;
use super::records::{Item, Records};
use super::row::Row;
use super::source::Source;
use super::stored::Stored;

/// Rows between two calls of the progress function.
const BEAT: u64 = 16 * 1024;

/// SHA-256 of some bytes; shown in lower-case hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl std::fmt::Display for ContentHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Of the decompressed bytes of the file.
    pub content_hash: ContentHash,
    /// Of the Parquet file, and its length in bytes.
    pub columns_hash: ContentHash,
    pub columns_bytes: u64,
    pub summary: Summary,
    pub counts: Counts,
    /// The kinds of the file, in the order of their bytes; an empty one where a row says nothing.
    pub kinds: Vec<String>,
    /// The first and the last month.
    pub months: (Month, Month),
}

/// Reads a police.uk file, plain or gzip, and writes its rows to `destination` as Parquet.
///
/// `progress` is called now and then with the rows read and the bytes of the file read (before decompression).
///
/// # Errors
/// The first thing that makes the file unreadable, or its first [`LISTED`] bad lines. What was written to `destination`
/// is then to be thrown away.
pub fn import<W: Write + Send>(
    source: impl Read,
    destination: W,
    areas: &dyn Locate,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Imported, ImportError> {
    let mut records = Records::new(Source::open(source)?)?;
    let layout = read_header(&mut records)?;
    let mut pass = Pass {
        layout,
        places: Remembered::new(areas),
        stored: Stored::new(Hashing::new(destination), areas)?,
        tally: Tally::default(),
        refused: Refused::default(),
    };
    while let Some(item) = records.next()? {
        pass.take(item)?;
        if pass.tally.summary.read.is_multiple_of(BEAT) {
            progress(pass.tally.summary.read, records.source().bytes_read());
        }
    }
    let summary = pass.tally.summary;
    progress(summary.read, records.source().bytes_read());
    pass.refused.into_result(summary.read)?;
    let written = pass.stored.finish()?;
    let (counts, kinds, months) = pass.tally.finish(code_of(areas));
    Ok(Imported {
        content_hash: ContentHash(records.source().content_hash()),
        columns_hash: ContentHash(written.hash.finalize().into()),
        columns_bytes: written.bytes,
        summary,
        counts,
        kinds,
        months: months.ok_or(ImportError::NoRows)?,
    })
}

fn read_header(records: &mut Records<impl Read>) -> Result<Layout, ImportError> {
    match records.next()? {
        Some(Item::Record(header)) => Layout::read(&header),
        Some(Item::Fault(bad)) => Err(ImportError::Lines { read: 0, refused: 1, first: vec![bad] }),
        None => Err(ImportError::NoHeader { found: "nothing".into() }),
    }
}

/// What one pass over a file gathers.
struct Pass<'a, W: Write + Send> {
    layout: Layout,
    places: Remembered<'a>,
    stored: Stored<'a, Hashing<W>>,
    tally: Tally,
    refused: Refused,
}

impl<W: Write + Send> Pass<'_, W> {
    fn take(&mut self, item: Item<'_>) -> Result<(), ImportError> {
        let read = match item {
            Item::Record(record) => Row::read(&record, &self.layout).map(|row| (record.line, row)),
            Item::Fault(bad) => Err(bad),
        };
        match read {
            Ok((line, row)) if self.refused.total == 0 => {
                let area = row.point.and_then(|point| self.places.locate(point));
                self.tally.add(line, row.point.is_some(), area, row.month, row.texts[KIND])?;
                self.stored.add(&row, area)?;
            }
            // Once a line is refused the file is, and the rest is only looked through for further bad lines.
            Ok(_) => self.tally.summary.read += 1,
            Err(bad) => {
                self.tally.summary.read += 1;
                self.refused.add(bad);
            }
        }
        Ok(())
    }
}

/// The lines that cannot be read: the first ones, and how many.
#[derive(Default)]
struct Refused {
    total: u64,
    first: Vec<BadLine>,
}

impl Refused {
    fn add(&mut self, bad: BadLine) {
        self.total += 1;
        if self.first.len() < LISTED {
            self.first.push(bad);
        }
    }

    fn into_result(self, read: u64) -> Result<(), ImportError> {
        match self.total {
            0 => Ok(()),
            refused => Err(ImportError::Lines { read, refused, first: self.first }),
        }
    }
}

/// Hashes and counts what passes.
struct Hashing<W> {
    destination: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    fn new(destination: W) -> Self {
        Self { destination, hash: Sha256::new(), bytes: 0 }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let length = self.destination.write(bytes)?;
        self.hash.update(bytes.get(..length).unwrap_or_default());
        self.bytes += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.destination.flush()
    }
}
