//! What becomes of people's words when the program is killed, the disk fails, or the database goes away.
//!
//! Three things must hold whatever happens: what was acknowledged is on record; what was refused is not; and the program
//! goes on by itself when the fault is over.

mod crash;
mod disk;
mod outage;
pub mod storm;
