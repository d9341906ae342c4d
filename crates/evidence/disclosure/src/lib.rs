//! What may be published about a community, and how: so that its problems can be seen and nobody in it can be found.
//!
//! Pure: no input or output, no clock, no randomness of its own. The moment and the keys are arguments, and the same
//! arguments give the same answer, bit by bit. docs/disclosure.md says in plain words what is done and what it does not hold
//! off.
//!
//! | module | what it decides |
//! |---|---|
//! | [`points`] | where on a map an incident is drawn |
//! | [`suppress`] | which counts are withheld, with a proof that none of the small ones can be worked out |
//! | [`coarsen`] | over which areas and periods counts are put together instead |
//! | [`perturb`] | how much noise they get instead, and what is left of the privacy budget |
//! | [`kinds`] | which kinds are sensitive, and how long each waits |
//! | [`release`] | when a period comes out, and how corrections follow |
//! | [`rule`] | all of it in one value, printed with the data |
//! | [`attack`] | a reader who tries to undo it |
//!
//! What it must never do: give a protected number away through another one.

#![allow(
    clippy::indexing_slicing,
    reason = "tables are lists over nodes and cells that were checked at the door (`Table::new`, `Layout::find`), and a \
              checked access in the inner loops would hide the formulas"
)]

pub mod attack;
pub mod coarsen;
mod error;
pub mod hierarchy;
pub mod kinds;
pub mod perturb;
pub mod points;
pub mod release;
pub mod rule;
pub mod suppress;
pub mod table;

pub use error::Error;
pub use hierarchy::{Hierarchy, Node};
pub use rule::Rule;
pub use table::{Cell, Layout, Table};
