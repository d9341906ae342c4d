//! Did it work?

pub mod difference_in_differences;
pub mod displacement;
pub mod interrupted_series;
pub mod matching;
pub mod power;
pub mod synthetic_control;
