//! The clock on the wall: weeks, zones, and the nights on which the clocks change.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Error;

/// Seconds in a day and in a week.
pub const DAY: i64 = 86_400;
pub const WEEK: i64 = 7 * DAY;

/// Seconds since Monday 00:00 of the week of `civil`, which counts seconds since 1970-01-01 00:00 (a Thursday) on the
/// same clock.
#[inline]
pub fn second_of_week(civil: i64) -> i64 {
    (civil + 3 * DAY).rem_euclid(WEEK)
}

/// Every time is within the years −9999 to 9999, so that sums of seconds cannot run over.
pub(super) fn within_calendar(what: &'static str, times: impl Iterator<Item = Option<i64>>) -> Result<(), Error> {
    for (row, time) in times.enumerate() {
        if let Some(time) = time.filter(|time| !(-377_705_030_400..=253_402_207_200).contains(time)) {
            return Err(Error::value(what, row, time, "seconds since 1970 within the years -9999 to 9999"));
        }
    }
    Ok(())
}

/// What a clock on the wall says about an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It was shown once, at this instant.
    Once(i64),
    /// It was shown twice: the clocks were put back over it.
    Twice(i64, i64),
    /// It was never shown: the clocks were put forward over it. This instant is that of a clock not put forward, so
    /// that 02:30 becomes 03:30.
    Never(i64),
}

/// The offsets of a zone from UTC over a range of time, ready to be looked up row by row.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// The instants of the changes, in order.
    changes: Vec<i64>,
    /// The offset before each change, then the last.
    offsets: Vec<i64>,
    /// The times on the wall at which each change begins and ends to matter: the hour skipped, or shown twice.
    earliest: Vec<i64>,
    latest: Vec<i64>,
}

impl Offsets {
    /// The offsets of `zone` from `first` to `last`, in seconds since 1970, on either clock.
    ///
    /// Errors: a time outside of the years −9999 to 9999.
    pub fn new(zone: &TimeZone, first: i64, last: i64) -> Result<Self, Error> {
        let at = |second: i64| {
            Timestamp::from_second(second)
                .map_err(|_| Error::setting("time", second, "a time in the years -9999 to 9999"))
        };
        // Two days more on either side hold every offset there is.
        let start = at(first.saturating_sub(2 * DAY))?;
        let end = at(last.saturating_add(2 * DAY))?;
        let offsets = vec![i64::from(zone.to_offset(start).seconds())];
        let mut found = Self { changes: Vec::new(), offsets, earliest: Vec::new(), latest: Vec::new() };
        for change in zone.following(start).take_while(|change| change.timestamp() <= end) {
            let offset = i64::from(change.offset().seconds());
            let before = found.offsets.last().copied().unwrap_or(offset);
            if before != offset {
                let at = change.timestamp().as_second();
                found.changes.push(at);
                found.offsets.push(offset);
                found.earliest.push(at + before.min(offset));
                found.latest.push(at + before.max(offset));
            }
        }
        Ok(found)
    }

    /// What the clock on the wall shows at `instant`, in seconds since 1970-01-01 00:00 of that clock.
    #[inline]
    pub fn civil(&self, instant: i64) -> i64 {
        instant + self.offsets[self.changes.partition_point(|change| *change <= instant)]
    }

    /// The next change after `instant`.
    #[inline]
    pub fn next_change(&self, instant: i64) -> Option<i64> {
        self.changes.get(self.changes.partition_point(|change| *change <= instant)).copied()
    }

    /// When the clock on the wall showed `civil`.
    #[inline]
    pub fn shown(&self, civil: i64) -> Shown {
        let low = self.latest.partition_point(|end| *end <= civil);
        if low == self.changes.len() {
            return Shown::Once(civil - self.offsets[low]);
        }
        let (before, after) = (self.offsets[low], self.offsets[low + 1]);
        if civil < self.earliest[low] {
            Shown::Once(civil - before)
        } else if after > before {
            Shown::Never(civil - before)
        } else {
            Shown::Twice(civil - before, civil - after)
        }
    }

    /// Whether the clocks change between two times on the wall, `from` before `to`, or at either.
    #[inline]
    pub fn change_within(&self, from: i64, to: i64) -> bool {
        let next = self.latest.partition_point(|end| *end <= from);
        self.earliest.get(next).is_some_and(|start| *start < to)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn seconds(month: i8, day: i8, hour: i8, minute: i8) -> i64 {
        date(2016, month, day).at(hour, minute, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_second()
    }

    fn new_york() -> Offsets {
        let zone = TimeZone::get("America/New_York").unwrap();
        Offsets::new(&zone, seconds(1, 1, 0, 0), seconds(12, 31, 0, 0)).unwrap()
    }

    #[test]
    fn monday_is_first() {
        assert_eq!(second_of_week(0), 3 * DAY);
        assert_eq!(second_of_week(-3 * DAY), 0);
        assert_eq!(second_of_week(seconds(3, 13, 2, 0)), 6 * DAY + 7200);
    }

    /// The clocks of New York went forward on 13 March 2016 at 02:00 and back on 6 November at 02:00.
    #[test]
    fn the_hour_that_was_never_shown_and_the_one_shown_twice() {
        let new_york = new_york();
        assert_eq!(new_york.shown(seconds(3, 13, 1, 59)), Shown::Once(seconds(3, 13, 6, 59)));
        assert_eq!(new_york.shown(seconds(3, 13, 2, 30)), Shown::Never(seconds(3, 13, 7, 30)));
        assert_eq!(new_york.shown(seconds(3, 13, 3, 0)), Shown::Once(seconds(3, 13, 7, 0)));
        assert_eq!(new_york.civil(seconds(3, 13, 7, 30)), seconds(3, 13, 3, 30));
        assert_eq!(new_york.shown(seconds(11, 6, 1, 30)), Shown::Twice(seconds(11, 6, 5, 30), seconds(11, 6, 6, 30)));
        assert_eq!(new_york.shown(seconds(11, 6, 0, 59)), Shown::Once(seconds(11, 6, 4, 59)));
        assert_eq!(new_york.shown(seconds(11, 6, 2, 0)), Shown::Once(seconds(11, 6, 7, 0)));
        assert_eq!(new_york.next_change(seconds(5, 1, 0, 0)), Some(seconds(11, 6, 6, 0)));
    }

    #[test]
    fn a_change_is_within_only_where_the_clock_jumps() {
        let new_york = new_york();
        assert!(new_york.change_within(seconds(3, 12, 18, 30), seconds(3, 14, 8, 30)));
        assert!(new_york.change_within(seconds(3, 13, 2, 10), seconds(3, 13, 2, 20)));
        assert!(!new_york.change_within(seconds(3, 13, 3, 0), seconds(3, 13, 8, 0)));
        assert!(!new_york.change_within(seconds(3, 13, 0, 0), seconds(3, 13, 2, 0)));
        assert!(new_york.change_within(seconds(11, 6, 1, 30), seconds(11, 6, 1, 40)));
        assert!(!new_york.change_within(seconds(11, 6, 2, 0), seconds(11, 9, 1, 40)));
    }

    #[test]
    fn a_zone_without_changes_has_one_offset() {
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let offsets = Offsets::new(&zone, seconds(1, 1, 0, 0), seconds(12, 31, 0, 0)).unwrap();
        assert_eq!(offsets.civil(seconds(6, 1, 0, 0)), seconds(6, 1, 5, 30));
        assert_eq!(offsets.next_change(0), None);
    }
}
