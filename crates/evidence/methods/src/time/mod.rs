//! When does it happen, and is it changing?

pub mod aoristic;
pub mod change_points;
pub mod clock;
pub mod farrington;
pub mod hour_of_week;
pub mod scan;
pub mod seasonality;
mod stl;
pub mod trend;
