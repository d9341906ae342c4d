//! What may be published about a community, and how: so that its problems can be seen and nobody in it can be found.
//!
//! Pure: no input or output, no clock, no randomness of its own. The moment and the keys are arguments.

#![allow(
    clippy::indexing_slicing,
    reason = "tables are lists over nodes and cells that were checked at the door (`Table::new`, `Layout::find`), and a \
              checked access in the inner loops would hide the formulas"
)]

pub mod attack;
pub mod coarsen;
mod error;
pub mod hierarchy;
pub mod perturb;
pub mod points;
pub mod suppress;
pub mod table;

pub use error::Error;
pub use hierarchy::{Hierarchy, Node};
pub use table::{Cell, Layout, Table};
