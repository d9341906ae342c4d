//! The forms that a file may have, all read as records.

use std::io::Read;

use super::error::ImportError;
use super::records::{Item, Records};
use super::source::Source;

/// A file of any form, row by row; the first record is its header.
pub(super) enum Input<R: Read> {
    Csv(Records<R>),
}

impl<R: Read> Input<R> {
    pub fn open(source: R) -> Result<Self, ImportError> {
        Ok(Self::Csv(Records::new(Source::open(source)?)?))
    }

    pub fn next(&mut self) -> Result<Option<Item<'_>>, ImportError> {
        match self {
            Self::Csv(records) => records.next(),
        }
    }

    /// How many bytes of the file were read, before decompression.
    pub fn bytes_read(&self) -> u64 {
        match self {
            Self::Csv(records) => records.source().bytes_read(),
        }
    }

    /// SHA-256 of the content so far.
    pub fn content_hash(&self) -> [u8; 32] {
        match self {
            Self::Csv(records) => records.source().content_hash(),
        }
    }
}
