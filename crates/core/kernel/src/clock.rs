//! Time, as milliseconds since 1970 in UTC and as calendar days of the partnership's time zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The moment in RFC 3339, to the second, in UTC.
    pub fn rfc3339(self) -> String {
        let seconds = self.0.div_euclid(1000);
        Timestamp::from_second(seconds).map_or_else(|_| self.0.to_string(), |stamp| stamp.to_string())
    }

    /// The day on which this moment falls in `zone`.
    pub fn day(self, zone: &TimeZone) -> Day {
        let stamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        Day(stamp.to_zoned(zone.clone()).date())
    }
}

/// A calendar day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub civil::Date);

impl Day {
    /// Reads `YYYY-MM-DD`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10).then(|| text.parse().ok().map(Self)).flatten()
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn of_month(self) -> i8 {
        self.0.day()
    }

    /// `days` later (or earlier, if negative), within the calendar's range.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// The first moment of this day in `zone`.
    pub fn start(self, zone: &TimeZone) -> Millis {
        self.0.to_zoned(zone.clone()).map_or(Millis(0), |zoned| Millis(zoned.timestamp().as_millisecond()))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.0)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected a day as YYYY-MM-DD"))
    }
}

/// Where the time comes from: the system, or a value that a test or the demonstration sets.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until [`Clock::set`] moves it.
    pub fn fixed(start: Millis) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(start.0))))
    }

    pub fn now(&self) -> Millis {
        match &self.0 {
            Source::System => system_now(),
            Source::Fixed(value) => Millis(value.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the system's clock cannot be moved and stays as it is.
    pub fn set(&self, now: Millis) {
        if let Source::Fixed(value) = &self.0 {
            value.store(now.0, Ordering::SeqCst);
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that asks the system for the time")]
fn system_now() -> Millis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Measures how long something took, for logs and figures; never a part of what is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[allow(clippy::disallowed_methods, reason = "this is the one place that measures durations")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Waits without doing anything: for command-line loops that watch another process.
#[allow(clippy::disallowed_methods, reason = "this is the one place that waits")]
pub fn wait(duration: Duration) {
    std::thread::sleep(duration);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_strictly_and_written_back() {
        assert_eq!(Day::parse("2026-02-28").unwrap().to_string(), "2026-02-28");
        for wrong in ["2026-02-29", "2026-2-28", "28.02.2026", "", "2026-02-28T00:00"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_moment_falls_on_the_day_of_its_zone() {
        let zone = TimeZone::get("Asia/Hebron").unwrap();
        let late = Millis(1_767_220_200_000); // 2025-12-31T22:30Z, half past midnight in Hebron
        assert_eq!(late.day(&zone).to_string(), "2026-01-01");
        assert_eq!(late.rfc3339(), "2025-12-31T22:30:00Z");
        assert_eq!(late.day(&zone).start(&zone).rfc3339(), "2025-12-31T22:00:00Z");
    }
}
