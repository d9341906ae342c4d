//! A published number, or that it is withheld.

use std::iter::Sum;
use std::ops::Add;

use serde::{Serialize, Serializer};

/// What is public of a count.
///
/// Numbers add up as a reader would add them: with a withheld part, a sum is at least the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    Count(i64),
    /// The published parts have so many (1 or more); others are withheld.
    AtLeast(i64),
    Withheld,
}

impl Number {
    /// From a published lower bound.
    pub fn at_least(least: i64) -> Self {
        if least > 0 { Self::AtLeast(least) } else { Self::Withheld }
    }

    /// The same where it is of all that was asked for; else only that it is at least that.
    pub fn of_all(self, all: bool) -> Self {
        if all { self } else { Self::at_least(self.least()) }
    }

    /// The number, where it is known.
    pub fn known(self) -> Option<i64> {
        if let Self::Count(count) = self { Some(count) } else { None }
    }

    /// What is certain: the count itself, or what the published parts have.
    pub fn least(self) -> i64 {
        match self {
            Self::Count(count) | Self::AtLeast(count) => count,
            Self::Withheld => 0,
        }
    }
}

impl Add for Number {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = self.least().saturating_add(other.least());
        match (self, other) {
            (Self::Count(_), Self::Count(_)) => Self::Count(sum),
            _ => Self::at_least(sum),
        }
    }
}

impl Sum for Number {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::Count(0), Add::add)
    }
}

/// `{"count": 7}`, `{"at_least": 7}` or `{"withheld": true}`.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.collect_map([("count", count)]),
            Self::AtLeast(least) => serializer.collect_map([("at_least", least)]),
            Self::Withheld => serializer.collect_map([("withheld", true)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number::{AtLeast, Count, Withheld};
    use super::*;

    #[test]
    fn a_sum_says_no_more_than_its_parts() {
        for (parts, sum) in [
            (&[][..], Count(0)),
            (&[Count(2), Count(3)], Count(5)),
            (&[Count(2), Withheld], AtLeast(2)),
            (&[Count(0), Withheld], Withheld),
            (&[AtLeast(2), AtLeast(3), Count(1)], AtLeast(6)),
            (&[Withheld, Withheld], Withheld),
        ] {
            assert_eq!(parts.iter().copied().sum::<Number>(), sum, "{parts:?}");
        }
    }
}
