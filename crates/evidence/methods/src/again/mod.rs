//! Does it come back to the same place?

pub mod near_repeat;
pub mod repeat;
