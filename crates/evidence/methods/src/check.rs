//! The door: what every method asks of its input before it begins.

use crate::Error;

/// As many values as `expected`.
pub fn length(what: &'static str, found: usize, expected: usize) -> Result<(), Error> {
    if found == expected { Ok(()) } else { Err(Error::Length { what, found, expected }) }
}

/// At least `needed` values.
pub fn at_least(what: &'static str, found: usize, needed: usize) -> Result<(), Error> {
    if found >= needed { Ok(()) } else { Err(Error::TooFew { what, found, needed }) }
}

/// Every value is a finite number.
pub fn finite(what: &'static str, values: &[f64]) -> Result<(), Error> {
    all(what, values, "a number", |value| value.is_finite())
}

/// Every value is finite and not below zero.
pub fn not_negative(what: &'static str, values: &[f64]) -> Result<(), Error> {
    all(what, values, "a number not below zero", |value| value.is_finite() && value >= 0.0)
}

/// Every value is finite and above zero.
pub fn positive(what: &'static str, values: &[f64]) -> Result<(), Error> {
    all(what, values, "a number above zero", |value| value.is_finite() && value > 0.0)
}

/// Every value is a whole number not below zero, and no larger than any number of events is:
/// beyond a million million the exact tests take too long and the sums lose their units.
pub fn counts(what: &'static str, values: &[f64]) -> Result<(), Error> {
    if let Some(row) = values.iter().position(|value| *value > LARGEST_COUNT) {
        return Err(Error::value(what, row, values[row], "a count of at most 1000000000000"));
    }
    all(what, values, "a whole number not below zero", |v| v.is_finite() && v >= 0.0 && v.fract() == 0.0)
}

const LARGEST_COUNT: f64 = 1e12;

/// A setting is finite and above zero.
pub fn positive_setting(what: &'static str, value: f64) -> Result<(), Error> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(Error::setting(what, value, "a number above zero")) }
}

/// A confidence or a probability between 0 and 1, both excluded.
pub fn level(what: &'static str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value < 1.0 { Ok(()) } else { Err(Error::setting(what, value, "a number between 0 and 1")) }
}

fn all(what: &'static str, values: &[f64], expected: &'static str, good: impl Fn(f64) -> bool) -> Result<(), Error> {
    match values.iter().position(|value| !good(*value)) {
        None => Ok(()),
        Some(row) => Err(Error::value(what, row, values[row], expected)),
    }
}
