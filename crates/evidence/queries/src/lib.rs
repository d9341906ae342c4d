//! Exact questions to stored incidents: how many by area, month, kind and hour of week; which ones; what changed.
//!
//! A dataset is a Parquet file in the columns that `comity-datasets` writes, named by the SHA-256 of its bytes, in a
//! folder of objects. Answers are exact, so they are for those who may see
//! exact numbers; nothing here decides what may be published, and nothing here knows of pages or a database.
//!
//! ```text
//! let engine = Engine::open(Path::new("objects"), Limits::default())?;
//! let filter = Filter { months: Some(24_276..=24_287), ..Filter::default() };
//! let counts = engine.counts(&[hash], &filter, &[By::Area, By::Month, By::Kind]).await?;
//! ```
//!
//! Texts are read as numbers of a dictionary and counted in a plain table, row groups in parallel; row groups that
//! cannot hold what is asked for are not read ([`Filter`]). A question keeps to its [`Limits`] of memory, time and
//! threads, or says that it would not. A file's hash is checked when it is first asked, and again when it has changed.

mod cells;
mod codes;
mod counts;
mod dataset;
mod differences;
mod engine;
mod error;
mod filter;
mod parts;
mod points;
mod prune;
mod store;

pub use counts::{By, Count};
pub use differences::Difference;
pub use engine::{Engine, Limits};
pub use error::QueryError;
pub use filter::{Bbox, Filter};
pub use points::{Incident, Incidents};
