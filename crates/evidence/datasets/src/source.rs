//! The bytes of a file: recognised by their first ones, decompressed, hashed, counted.

use std::io::{BufRead, BufReader, Chain, Cursor, ErrorKind, Read};

use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use super::error::ImportError;
use super::importer::ContentHash;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const UTF_16: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];

pub(super) struct Source<R: Read> {
    /// Taken only while one gzip member follows another.
    reader: Option<Reader<R>>,
    hash: Sha256,
}

type Counted<R> = BufReader<Watched<Chain<Cursor<Vec<u8>>, R>>>;

enum Reader<R: Read> {
    Plain(Counted<R>),
    Gzip(Box<GzDecoder<Counted<R>>>),
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes, and refuses what is no text at all.
    pub fn open(mut reader: R) -> Result<Self, ImportError> {
        let mut head = Vec::with_capacity(4);
        reader.by_ref().take(4).read_to_end(&mut head).map_err(ImportError::Read)?;
        if head.is_empty() {
            return Err(ImportError::Empty);
        }
        if head.starts_with(ZIP) {
            return Err(ImportError::Archive);
        }
        if UTF_16.iter().any(|mark| head.starts_with(mark)) {
            return Err(ImportError::Utf16);
        }
        let packed = head.starts_with(GZIP);
        let watched = Watched { reader: Cursor::new(head).chain(reader), bytes: 0, failed: false };
        let counted = BufReader::with_capacity(64 * 1024, watched);
        let reader = if packed { Reader::Gzip(Box::new(GzDecoder::new(counted))) } else { Reader::Plain(counted) };
        Ok(Self { reader: Some(reader), hash: Sha256::new() })
    }

    /// Fills a part of `into` with content; 0 only at the end, or when `into` is empty.
    pub fn fill(&mut self, into: &mut [u8]) -> Result<usize, ImportError> {
        loop {
            let read = match &mut self.reader {
                Some(Reader::Plain(reader)) => reader.read(into),
                Some(Reader::Gzip(reader)) => reader.read(into),
                None => Ok(0),
            };
            match read {
                Ok(0) if !into.is_empty() && self.next_member()? => {}
                Ok(length) => {
                    self.hash.update(into.get(..length).unwrap_or_default());
                    return Ok(length);
                }
                Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
                Err(cause) => return Err(self.explained(cause)),
            }
        }
    }

    /// How many bytes of the file were read, before decompression.
    pub fn bytes_read(&self) -> u64 {
        match &self.reader {
            Some(Reader::Plain(reader)) => reader.get_ref().bytes,
            Some(Reader::Gzip(reader)) => reader.get_ref().get_ref().bytes,
            None => 0,
        }
    }

    /// SHA-256 of the content so far.
    pub fn content_hash(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// At the end of a gzip member: whether another one follows, as in files that were put together from several.
    fn next_member(&mut self) -> Result<bool, ImportError> {
        let Some(Reader::Gzip(decoder)) = &mut self.reader else { return Ok(false) };
        let next = loop {
            match decoder.get_mut().fill_buf() {
                Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
                next => break next.map_err(ImportError::Read)?,
            }
        };
        if next.is_empty() {
            return Ok(false);
        }
        // A member too short to be told is taken for one; its header will then be found truncated.
        if !GZIP.starts_with(next) && !next.starts_with(GZIP) {
            return Err(ImportError::GzipTrailing);
        }
        if let Some(Reader::Gzip(decoder)) = self.reader.take() {
            self.reader = Some(Reader::Gzip(Box::new(GzDecoder::new(decoder.into_inner()))));
        }
        Ok(true)
    }

    /// Tells a fault of the file's medium from a fault of its compression.
    fn explained(&self, cause: std::io::Error) -> ImportError {
        match &self.reader {
            Some(Reader::Gzip(reader)) if !reader.get_ref().get_ref().failed => match cause.kind() {
                ErrorKind::UnexpectedEof => ImportError::GzipTruncated,
                _ => ImportError::GzipDamaged(cause.to_string()),
            },
            _ => ImportError::Read(cause),
        }
    }
}

/// The whole of a small file, plain or gzip, and the hash of its content; `None` where it has more than `most` bytes.
///
/// # Errors
/// What is wrong with its compression, or with reading it.
pub fn read_whole(reader: impl Read, most: usize) -> Result<Option<(Vec<u8>, ContentHash)>, ImportError> {
    let mut source = Source::open(reader)?;
    let (mut whole, mut part) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let read = source.fill(&mut part)?;
        if read == 0 {
            return Ok(Some((whole, ContentHash(source.content_hash()))));
        }
        whole.extend_from_slice(part.get(..read).unwrap_or_default());
        if whole.len() > most {
            return Ok(None);
        }
    }
}

/// Counts what is read, and remembers whether reading itself failed.
struct Watched<R> {
    reader: R,
    bytes: u64,
    failed: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(into);
        match &read {
            Ok(length) => self.bytes += *length as u64,
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            Err(_) => self.failed = true,
        }
        read
    }
}
