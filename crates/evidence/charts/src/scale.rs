//! From values to places: scales with ticks at round numbers.

/// A line of numbers laid over a line of pixels.
#[derive(Clone, Debug)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// `low` lies at the pixel `from`, `high` at `to`; `low` < `high`.
    pub fn new((low, high): (f64, f64), from: f64, to: f64) -> Self {
        Self { low, high, from, to }
    }

    pub fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

/// Round numbers over a range: the range widened to whole steps, the step, and the ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    pub range: (f64, f64),
    pub step: f64,
    pub at: Vec<f64>,
}

/// What can be drawn: finite, and far enough from the end of floating-point numbers to be added up.
pub fn drawable(value: f64) -> bool {
    value.abs() < 1e300
}

/// The least and greatest of the values that can be drawn.
pub fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let widen = |range: Option<(f64, f64)>, value: f64| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    };
    values.filter(|value| drawable(*value)).fold(None, widen)
}

/// About `wanted` steps of 1, 2 or 5 times a power of ten, from a tick at or below `low` to one at or above `high`.
pub fn round((low, high): (f64, f64), wanted: f64) -> Ticks {
    let (low, high) = apart(low, high);
    let step = step((high - low) / wanted.max(1.0));
    // A range that is tiny beside its place has no round steps; its ends are then its ticks.
    let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    if !(last - first < 1000.0 && first.abs().max(last.abs()) < 1e15) {
        return Ticks { range: (low, high), step: high - low, at: vec![low, high] };
    }
    let at: Vec<f64> = (0..=(last - first) as usize).map(|place| tidy((first + place as f64) * step)).collect();
    Ticks { range: (first * step, last * step), step, at }
}

/// The ticks that lie within a range that is kept as it is.
pub fn within(range: (f64, f64), wanted: f64) -> Ticks {
    let (low, high) = apart(range.0, range.1);
    let rounded = round((low, high), wanted);
    let slack = (high - low) * 1e-9;
    let at = rounded.at.into_iter().filter(|tick| *tick >= low - slack && *tick <= high + slack).collect();
    Ticks { range: (low, high), step: rounded.step, at }
}

/// A range with some width, even where there is one value only.
fn apart(low: f64, high: f64) -> (f64, f64) {
    if high - low > low.abs().max(high.abs()) * 1e-12 {
        return (low, high);
    }
    match low {
        0.0 => (0.0, 1.0),
        _ => (low - low.abs() / 2.0, low + low.abs() / 2.0),
    }
}

/// The next of 1, 2, 5 times a power of ten at or above.
pub fn step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= least * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// Without the dust of binary fractions, and zero without a sign.
fn tidy(value: f64) -> f64 {
    let tidied = format!("{value:.12e}").parse().unwrap_or(value);
    if tidied == 0.0 { 0.0 } else { tidied }
}
