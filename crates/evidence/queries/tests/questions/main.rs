//! The engine's answers beside a plain walk over the rows, and what it says of files that it cannot use.

mod damage;
mod limits;
mod made;
#[cfg(feature = "s3")]
mod s3;
mod same;
