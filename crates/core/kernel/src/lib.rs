//! What every other crate shares, and nothing else: time, identifiers and randomness, the languages, what a person is
//! told when something is wrong, and paging.
//!
//! Time and randomness come in from outside through [`Clock`] and [`Ids`], so that a test or the demonstration can fix
//! them; no other crate asks the system for either. This crate knows nothing of storage, of the web or of the practice.

pub mod clock;
pub mod ids;
pub mod language;
pub mod message;
pub mod paging;

pub use clock::{Clock, Day, Millis};
pub use ids::{Ids, Reference, Secret};
pub use language::Language;
pub use message::{Message, Problem};
pub use paging::{Page, PageRequest};
