//! Importing recorded incidents: from a police.uk file to stored columns, whole or not at all.
//!
//! A file of incidents is evidence. It is taken as it is: no row is dropped or merged (half of a real file can be exact
//! repetitions, all of them real), a point outside every area stays, an incident without coordinates stays. But a file
//! with a single row that cannot be read is refused, with the first lines at fault and what was expected there, because
//! a count made from a part of the evidence looks just like a true one.
//!
//! [`import`] reads a stream once, plain or gzip, and writes a Parquet file as it goes. Its memory is bounded by a
//! [block](stored) of rows, never by the file. On the way it computes three things: the hash of the decompressed
//! content (the same content twice is recognised by it), the hash of the stored columns, and the [`Counts`] by area,
//! month and kind from which pages are made. [`read_counts`] computes the same counts from the stored columns alone,
//! so that a projection can be rebuilt without the source.
//!
//! This crate has no clock, no network and no database. On an error what was written to the destination is worthless:
//! give it a temporary file and keep that only when [`import`] returns `Ok`.

mod classify;
mod counts;
mod error;
mod importer;
mod incidents;
mod input;
mod locate;
mod mapping;
mod month;
mod quality;
mod quoted;
mod records;
mod recount;
mod row;
mod source;
mod stored;
#[cfg(test)]
mod tests;
mod versions;

pub use classify::{Class, Classification, SECTIONS};
pub use counts::{Cell, Counts, Summary};
pub use error::{BadLine, ImportError, LISTED, Missing};
pub use importer::{ContentHash, Imported, Opened, import};
pub use incidents::{Incident, read_incidents};
pub use locate::Locate;
pub use mapping::{COLUMNS, Choices, Kind, Mapping, Place, Subject, Text, Time, Z};
pub use month::Month;
pub use quality::{Column, Places, Quality, Repeats, Times};
pub use recount::{Recounted, read_counts};
pub use source::read_whole;
pub use versions::{Changes, changes};
