//! The statistics of community safety: slices of numbers in, results with their uncertainty out.
//!
//! Pure: no input or output, no clock, no global random state. Every result says how many values it rests on, how sure
//! it is, and under which conditions it misleads ([`Caution`]). Invalid input is an [`Error`] that names the value;
//! never a NaN. Work is spread over rayon's threads, and the answer is the same, bit by bit, on any number of them.
//!
//! | module | the question it answers |
//! |---|---|
//! | [`place`] | where is it concentrated? |
//! | [`time`] | when does it happen, and is it changing? |
//! | [`again`] | does it come back to the same place? |
//! | [`survey`] | what do people say, and how sure can we be? |
//! | [`effect`] | did it work? |
//! | [`fair`] | is everyone treated and heard alike? |

#![allow(
    clippy::indexing_slicing,
    reason = "numeric kernels run over indices that were checked at the door, and a checked access in the inner loop \
              costs up to a third of the speed; every public function checks its lengths first"
)]

pub mod again;
mod caution;
pub mod check;
pub mod effect;
mod error;
pub mod fair;
pub mod numeric;
pub mod place;
mod sound;
pub mod survey;
pub mod time;

pub use caution::{Caution, counted};
pub use error::Error;
use serde::Serialize;
pub use sound::sound;

/// A range within which a value lies with the stated confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    pub lower: f64,
    /// `None` where there is no upper end (a ratio whose denominator may be zero).
    pub upper: Option<f64>,
    /// The confidence, between 0 and 1; 0.95 unless the caller asked for another.
    pub level: f64,
}

impl Interval {
    /// From `lower` to `upper`, at `level`.
    pub fn new(lower: f64, upper: f64, level: f64) -> Self {
        Self { lower, upper: Some(upper), level }
    }

    /// `estimate` ± z·`error`, z the normal quantile of `level`.
    pub fn wald(estimate: f64, error: f64, level: f64) -> Self {
        let z = numeric::distribution::normal_two_sided_quantile(level);
        Self::new(estimate - z * error, estimate + z * error, level)
    }

    /// The same range of `by` times the value; `by` is above zero.
    #[must_use]
    pub fn times(&self, by: f64) -> Self {
        Self { lower: self.lower * by, upper: self.upper.map(|upper| upper * by), level: self.level }
    }

    /// Whether `value` lies within, the ends included.
    pub fn holds(&self, value: f64) -> bool {
        self.lower <= value && self.upper.is_none_or(|upper| value <= upper)
    }
}
