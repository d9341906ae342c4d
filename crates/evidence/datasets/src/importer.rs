//! The import itself: one pass over a file, read on one thread and stored on another.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use sha2::{Digest, Sha256};

use super::counts::{Counts, Summary, Tally, code_of};
use super::error::{BadLine, ImportError, LISTED};
use super::input::Input;
use super::locate::{Locate, Remembered};
use super::mapping::{Choices, Mapping, Plan, detect};
use super::month::Month;
use super::quality::{Gather, Keys, Quality};
use super::records::{Item, Kept, Record};
use super::stored::{Block, Stored};

/// Rows between two calls of the progress function.
const BEAT: u64 = 16 * 1024;
/// Rows by which a mapping is detected.
const SAMPLE: usize = 1000;
/// Bytes by which a mapping is detected, at most.
const SAMPLE_BYTES: usize = 4 * 1024 * 1024;
/// Points from which on it is asked whether longitude and latitude are exchanged.
const POINTS: u64 = 20;

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
    pub quality: Quality,
}

/// A file that was opened: its header and first rows are read.
pub struct Opened<R: Read> {
    input: Input<R>,
    header: Vec<String>,
    /// The first rows, which are imported before the rest.
    first: Vec<Kept>,
}

/// Reads a file whose mapping can be detected, and writes its rows to `destination` as Parquet.
///
/// `progress` is called now and then with the rows read and the bytes of the file read (before decompression).
///
/// # Errors
/// What was not recognised, the first thing that makes the file unreadable, or its first [`LISTED`] bad lines. What was
/// written to `destination` is then to be thrown away.
pub fn import<W: Write + Send>(
    source: impl Read,
    destination: W,
    areas: &dyn Locate,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Imported, ImportError> {
    let opened = Opened::open(source)?;
    let mapping = opened.detect(&Choices::default(), areas)?;
    opened.import(&mapping, destination, (areas, i64::MAX), progress)
}

impl<R: Read> Opened<R> {
    /// Reads the header and the first rows of a CSV file, plain or gzip, a GeoJSON file of points or a Parquet file.
    ///
    /// # Errors
    /// What makes the file unreadable. A row that cannot be read is told by the import.
    pub fn open(source: R) -> Result<Self, ImportError> {
        let mut input = Input::open(source)?;
        let header = match input.next()? {
            Some(Item::Record(header)) => header.cells().map(str::to_owned).collect(),
            Some(Item::Fault(bad)) => return Err(ImportError::Lines { read: 0, refused: 1, first: vec![bad] }),
            None => return Err(ImportError::NoHeader { found: "nothing".into() }),
        };
        let mut first = Vec::new();
        let mut bytes = 0;
        while first.len() < SAMPLE && bytes < SAMPLE_BYTES {
            let Some(item) = input.next()? else { break };
            let kept = Kept::from(item);
            bytes += kept.bytes();
            first.push(kept);
        }
        Ok(Self { input, header, first })
    }

    /// The names of the file's columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The mapping of this file, by its header and its first rows.
    ///
    /// # Errors
    /// What was not found, and how to say it.
    pub fn detect(&self, choices: &Choices, areas: &dyn Locate) -> Result<Mapping, ImportError> {
        detect(&self.header, &self.sample(), choices, areas)
    }

    fn sample(&self) -> Vec<Vec<String>> {
        let cells = |record: Record<'_>| record.cells().map(str::to_owned).collect();
        let whole = |record: &Record<'_>| record.len() == self.header.len();
        self.first.iter().filter_map(Kept::record).filter(whole).map(cells).collect()
    }

    /// Writes the rows to `destination` as Parquet, as the mapping says. `now` is the present in UTC seconds.
    ///
    /// # Errors
    /// What does not fit, or the first [`LISTED`] bad lines. What was written is then to be thrown away.
    pub fn import<W: Write + Send>(
        mut self,
        mapping: &Mapping,
        destination: W,
        (areas, now): (&dyn Locate, i64),
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Imported, ImportError> {
        let plan = Plan::new(mapping, &self.header)?;
        let stored = Stored::new(Hashing::new(destination), &plan, areas)?;
        let mut pass = Pass {
            plan: &plan,
            places: Remembered::new(areas),
            tally: Tally::default(),
            gather: Gather::new(&plan, (now, month_of(now))),
            block: Block::new(plan.stored.len()),
            refused: Refused::default(),
        };
        let written = std::thread::scope(|scope| {
            let (send, blocks) = sync_channel(0);
            let encoder = scope.spawn(move || encode(stored, &blocks));
            let read = pass.read(&mut self, &send, progress);
            drop(send);
            let written = encoder.join().map_err(|_| ImportError::Stored("the encoder stopped".into()))?;
            // If writing failed, so did handing over; why is known by the writer.
            match (read, written) {
                (_, Err(cause)) | (Err(cause), _) => Err(cause),
                (Ok(()), Ok(written)) => Ok(written),
            }
        });
        pass.finish(written, ContentHash(self.input.content_hash()), areas)
    }
}

/// What stands at the end of a stored file.
type Written<W> = (Hashing<W>, Keys);

fn encode<W: Write + Send>(
    mut stored: Stored<'_, Hashing<W>>,
    blocks: &Receiver<Block>,
) -> Result<Written<W>, ImportError> {
    for block in blocks {
        stored.write(block)?;
    }
    Ok(stored.finish()?)
}

/// What one pass over a file gathers.
struct Pass<'a> {
    plan: &'a Plan,
    places: Remembered<'a>,
    tally: Tally,
    gather: Gather,
    block: Block,
    refused: Refused,
}

impl Pass<'_> {
    fn read<R: Read>(
        &mut self,
        opened: &mut Opened<R>,
        send: &SyncSender<Block>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), ImportError> {
        for kept in std::mem::take(&mut opened.first) {
            self.take(kept.item(), send)?;
        }
        while let Some(item) = opened.input.next()? {
            self.take(item, send)?;
            if self.tally.summary.read.is_multiple_of(BEAT) {
                progress(self.tally.summary.read, opened.input.bytes_read());
            }
        }
        progress(self.tally.summary.read, opened.input.bytes_read());
        if !self.block.is_empty() {
            self.hand_over(send)?;
        }
        Ok(())
    }

    fn hand_over(&mut self, send: &SyncSender<Block>) -> Result<(), ImportError> {
        let block = std::mem::replace(&mut self.block, Block::new(self.plan.stored.len()));
        send.send(block).map_err(|_| ImportError::Stored("writing stopped".into()))
    }

    fn take(&mut self, item: Item<'_>, send: &SyncSender<Block>) -> Result<(), ImportError> {
        let read = match item {
            Item::Record(record) => self.row(&record),
            Item::Fault(bad) => Ok(Err(bad)),
        };
        if let Err(bad) = read? {
            self.tally.summary.read += 1;
            self.refused.add(bad);
        }
        if self.block.is_full() {
            self.hand_over(send)?;
        }
        Ok(())
    }

    /// Takes a row, or says what is wrong with the first of its cells that does not fit.
    fn row(&mut self, record: &Record<'_>) -> Result<Result<(), BadLine>, ImportError> {
        let plan = self.plan;
        if record.len() != plan.header.len() {
            let (expected, found) = (format!("{} cells", plan.header.len()).into(), record.len().to_string());
            return Ok(Err(BadLine { line: record.line, column: None, expected, found }));
        }
        let read = plan.when(record).and_then(|when| plan.point(record).map(|point| (when, point)));
        let (when, point) = match read {
            Ok(read) => read,
            Err(bad) => return Ok(Err(bad)),
        };
        // Once a line is refused the file is, and the rest is only looked through for further bad lines.
        if self.refused.total > 0 {
            self.tally.summary.read += 1;
            return Ok(Ok(()));
        }
        let found = point.map(|(point, _)| self.places.locate(point));
        let area = found.and_then(|found| found.area);
        let kind = plan.text(record, plan.kind());
        let counted = self.tally.add(record.line, point.is_some(), area, when.month, kind);
        counted.map_err(|error| error.in_column(&plan.kind_column))?;
        if found.is_some_and(|found| found.exchanged) {
            self.gather.exchanged(record.line);
        }
        self.gather.row(record, plan, &when, point);
        self.block.add(record, plan, when, point.map(|(point, _)| point), area)?;
        Ok(Ok(()))
    }

    fn finish<W>(
        self,
        written: Result<Written<W>, ImportError>,
        content_hash: ContentHash,
        areas: &dyn Locate,
    ) -> Result<Imported, ImportError> {
        let summary = self.tally.summary;
        let (written, keys) = match (self.refused.total, written) {
            (0, written) => written?,
            (_, Err(cause)) => return Err(cause),
            (refused, Ok(_)) => {
                return Err(ImportError::Lines { read: summary.read, refused, first: self.refused.first });
            }
        };
        let (points, within) = (summary.placed + summary.outside, self.gather.exchanged_so_far());
        if points >= POINTS && within * 2 > points {
            return Err(ImportError::Exchanged { points, within });
        }
        let (counts, kinds, months) = self.tally.finish(code_of(areas));
        let mut by_kind = BTreeMap::new();
        for (cell, count) in &counts {
            *by_kind.entry(cell.kind.clone()).or_default() += count;
        }
        Ok(Imported {
            content_hash,
            columns_hash: ContentHash(written.hash.finalize().into()),
            columns_bytes: written.bytes,
            summary,
            counts,
            kinds,
            months: months.ok_or(ImportError::NoRows)?,
            quality: self.gather.finish(summary, keys, by_kind),
        })
    }
}

/// The month of a UTC second.
fn month_of(now: i64) -> i32 {
    let Ok(now) = jiff::Timestamp::from_second(now) else { return i32::MAX };
    let date = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
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
