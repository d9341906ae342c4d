//! What do people say, and how sure can we be?

pub mod calibration;
pub mod design;
pub mod difference;
pub mod estimate;
pub mod independence;
pub mod proportion;
pub mod quantile;
pub mod regression;
pub mod replicate;
pub mod weights;
