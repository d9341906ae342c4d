//! The demonstration partnership: an invented town of some 60,000 people and two years of its life, from a seed.
//!
//! Everything is plain data that follows from the seed and from the day called today: areas with boundaries, streets,
//! teams, partners, a forum, accounts, incidents as a file, and a **script**: what people did, in the order and at the
//! times they did it. The demonstration is brought to life by enacting the script through the same commands that people
//! use, with the clock set to each step's time; nothing is ever written as rows. Only [`enact`] knows of those commands; everything else is pure.
//!
//! No clock, no files, no network; the same seed and day give the same bytes. All names are invented, the town lies
//! where in the world there is open sea, telephone numbers are from a range reserved for fiction, and what people raise
//! is about places and matters, never about persons.
//!
//! Start at [`Town::generate`]; [`Town::steps`] is the script and [`What`] the things that can happen in it.

mod addresses;
mod dice;
mod enact;
mod geography;
mod incidents;
mod names;
mod people;
mod practice;
mod publish;
mod survey;
mod town;
mod words;

pub use enact::{EnactError, Enacted, Receipt, enact};
pub use people::{Account, Forum, Member, Officer, Organisation, Priority, Team};
pub use practice::{Action, AgendaItem, Concern, Course, Decision, Meeting, Moment, Step, What, Words};
pub use survey::Round;
pub use town::{Area, Street, StreetPoint, Town};

/// The password of every demonstration account. It is printed and no secret: such data is served on loopback only.
pub const DEMONSTRATION_PASSWORD: &str = "basil-harbour-lantern";
