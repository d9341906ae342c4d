//! From bytes to records: lines cut into cells, in a buffer that never outgrows the longest line allowed.

use std::io::Read;

use memchr::{memchr, memchr3_iter};

use super::error::{BadLine, ImportError, shown};
use super::quoted::{Fault, Quoted};
use super::source::Source;

/// The longest record, in bytes.
pub(super) const LONGEST: usize = 1024 * 1024;
const BLOCK: usize = 256 * 1024;
const MARK: &[u8] = b"\xef\xbb\xbf";

/// One record, or what is wrong with the form of one.
#[derive(Debug)]
pub(super) enum Item<'a> {
    Record(Record<'a>),
    Fault(BadLine),
}

/// A record's cells. `line` is the number of its first line, from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    pub line: u64,
    pub text: &'a str,
    pub cells: &'a [(u32, u32)],
}

impl<'a> Record<'a> {
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn cell(&self, at: usize) -> &'a str {
        let &(from, to) = self.cells.get(at).unwrap_or(&(0, 0));
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    pub fn cells(&self) -> impl Iterator<Item = &'a str> {
        let this = *self;
        (0..this.len()).map(move |at| this.cell(at))
    }
}

/// An item that outlives the reader's buffer.
#[derive(Debug)]
pub(super) enum Kept {
    Record { line: u64, text: String, cells: Vec<(u32, u32)> },
    Fault(BadLine),
}

impl From<Item<'_>> for Kept {
    fn from(item: Item<'_>) -> Self {
        match item {
            Item::Record(Record { line, text, cells }) => {
                Self::Record { line, text: text.to_owned(), cells: cells.to_vec() }
            }
            Item::Fault(bad) => Self::Fault(bad),
        }
    }
}

impl Kept {
    pub fn record(&self) -> Option<Record<'_>> {
        match self {
            Self::Record { line, text, cells } => Some(Record { line: *line, text, cells }),
            Self::Fault(_) => None,
        }
    }

    pub fn item(&self) -> Item<'_> {
        match self {
            Self::Record { line, text, cells } => Item::Record(Record { line: *line, text, cells }),
            Self::Fault(bad) => Item::Fault(bad.clone()),
        }
    }

    pub fn bytes(&self) -> usize {
        match self {
            Self::Record { text, .. } => text.len(),
            Self::Fault(_) => 0,
        }
    }
}

/// Reads records from a source. Lines without any character are no records, as in other readers.
pub(super) struct Records<R: Read> {
    source: Source<R>,
    buffer: Vec<u8>,
    /// The unread part of the buffer.
    start: usize,
    end: usize,
    ended: bool,
    /// The number of the next line.
    line: u64,
    cells: Vec<(u32, u32)>,
    unquoted: Vec<u8>,
}

/// How a line could be cut.
enum Cut {
    Plain,
    Quoted,
    Fault(Fault),
}

impl<R: Read> Records<R> {
    pub fn new(source: Source<R>) -> Result<Self, ImportError> {
        let mut records = Self {
            source,
            buffer: vec![0; BLOCK],
            start: 0,
            end: 0,
            ended: false,
            line: 1,
            cells: Vec::new(),
            unquoted: Vec::new(),
        };
        while records.end < MARK.len() && !records.ended {
            records.refill()?;
        }
        if records.end == 0 {
            return Err(ImportError::Empty);
        }
        if records.unread(0).starts_with(MARK) {
            records.start = MARK.len();
        }
        Ok(records)
    }

    /// What the file begins with.
    pub fn begins(&self) -> &[u8] {
        self.unread(0)
    }

    /// The source, and what of it was read and not used.
    pub fn into_parts(self) -> (Source<R>, Vec<u8>) {
        let unread = self.unread(0).to_vec();
        (self.source, unread)
    }

    pub fn source(&self) -> &Source<R> {
        &self.source
    }

    /// The next record; `None` at the end of the file.
    ///
    /// # Errors
    /// What makes going on impossible: a line too long, a file that cannot be read.
    pub fn next(&mut self) -> Result<Option<Item<'_>>, ImportError> {
        let (line, mut length) = loop {
            let line = self.line;
            let Some(length) = self.find_line(0, line)? else { return Ok(None) };
            if matches!(self.unread(0).get(..length), Some(b"" | b"\r")) {
                self.line += 1;
                self.start = (self.start + length + 1).min(self.end);
                continue;
            }
            break (line, length);
        };
        self.line += 1;
        let cut = match self.cut_plain(length) {
            Cut::Quoted => self.cut_quoted(line, &mut length)?,
            cut => cut,
        };
        let from = self.start;
        self.start = (from + length + 1).min(self.end);
        let raw = self.buffer.get(from..from + length).unwrap_or_default();
        Ok(Some(item(line, raw, &self.unquoted, &self.cells, cut)))
    }

    /// Cuts the line at its commas, unless it has quotes.
    fn cut_plain(&mut self, length: usize) -> Cut {
        self.cells.clear();
        let line = self.buffer.get(self.start..self.start + length).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut from = 0;
        for at in memchr3_iter(b',', b'"', b'\r', line) {
            match line.get(at) {
                Some(b',') => {
                    self.cells.push((from, at as u32));
                    from = at as u32 + 1;
                }
                Some(b'"') => return Cut::Quoted,
                _ => return Cut::Fault(Fault::ReturnInBareCell),
            }
        }
        self.cells.push((from, line.len() as u32));
        Cut::Plain
    }

    /// Cuts a record with quotes; `length` grows by the further lines that belong to it.
    fn cut_quoted(&mut self, line: u64, length: &mut usize) -> Result<Cut, ImportError> {
        let (mut text, mut cells) = (std::mem::take(&mut self.unquoted), std::mem::take(&mut self.cells));
        let mut quoted = Quoted::new(&mut text, &mut cells);
        let mut fed = 0;
        let cut = loop {
            match quoted.line(self.unread(fed).get(..*length - fed).unwrap_or_default()) {
                Ok(true) => break Cut::Quoted,
                Err(fault) => break Cut::Fault(fault),
                Ok(false) => fed = *length + 1,
            }
            match self.find_line(fed, line)? {
                Some(longer) => {
                    *length = longer;
                    self.line += 1;
                }
                None => break Cut::Fault(Fault::QuoteLeftOpen),
            }
        };
        (self.unquoted, self.cells) = (text, cells);
        Ok(cut)
    }

    /// The length of the unread part up to the first line feed at or after `from`, or to the end of the file.
    /// `None` when nothing is there. `line` is named if the part outgrows what a line may be.
    fn find_line(&mut self, from: usize, line: u64) -> Result<Option<usize>, ImportError> {
        let mut looked = from;
        loop {
            let unread = self.unread(looked);
            let found = memchr(b'\n', unread);
            let length = looked + found.unwrap_or(unread.len());
            if length > LONGEST {
                return Err(ImportError::LineTooLong { line });
            }
            if found.is_some() {
                return Ok(Some(length));
            }
            if self.ended {
                return Ok((length > from).then_some(length));
            }
            looked = length;
            self.refill()?;
        }
    }

    fn unread(&self, from: usize) -> &[u8] {
        self.buffer.get(self.start + from..self.end).unwrap_or_default()
    }

    /// Moves the unread part to the front and reads on behind it.
    fn refill(&mut self) -> Result<(), ImportError> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() - self.end < BLOCK {
            self.buffer.resize(self.end + BLOCK, 0);
        }
        let length = self.source.fill(self.buffer.get_mut(self.end..).unwrap_or_default())?;
        self.end += length;
        self.ended = length == 0;
        Ok(())
    }
}

fn item<'a>(line: u64, raw: &'a [u8], unquoted: &'a [u8], cells: &'a [(u32, u32)], cut: Cut) -> Item<'a> {
    let bad =
        |fault: Fault, found| Item::Fault(BadLine { line, column: None, expected: fault.expected().into(), found });
    // The record is checked as it stands in the file; removing quotes and doubled quotes keeps it valid.
    if let Err(cause) = std::str::from_utf8(raw) {
        let near = cause.valid_up_to().saturating_sub(20);
        let found = raw.get(near..raw.len().min(near + 40)).unwrap_or_default();
        return bad(Fault::NotUtf8, format!("\"{}\"", found.escape_ascii()));
    }
    let text = match cut {
        Cut::Plain => raw,
        Cut::Quoted => unquoted,
        Cut::Fault(fault) => return bad(fault, shown(&String::from_utf8_lossy(raw))),
    };
    Item::Record(Record { line, text: std::str::from_utf8(text).unwrap_or_default(), cells })
}
