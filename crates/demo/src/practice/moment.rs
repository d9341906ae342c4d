//! Moments of the script: a day and a minute of that day, in the town's own time.

use std::time::Duration;

use comity_kernel::{Day, Millis};

use crate::dice::Dice;

/// A minute of a day, local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub day: Day,
    /// Minutes since midnight, below 1440.
    pub minute: u16,
}

impl Moment {
    /// The moment as milliseconds, given the first moment of its day in the town's zone.
    ///
    /// Pass `moment.day.start(&zone)`: the demonstration itself knows of no time zone.
    pub fn millis(self, start_of_day: Millis) -> Millis {
        start_of_day.plus(Duration::from_secs(u64::from(self.minute) * 60))
    }

    pub(crate) fn plus_minutes(self, minutes: u16) -> Self {
        Self { minute: (self.minute + minutes).min(1439), ..self }
    }
}

/// Days from `from` to `to`.
pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    from.0.until(to.0).map_or(0, |span| span.get_days())
}

/// Officials work from Sunday to Thursday.
pub(crate) fn is_office_day(day: Day) -> bool {
    // 0 is Monday.
    !matches!(day.0.weekday().to_monday_zero_offset(), 4 | 5)
}

/// A moment of an official: on an office day from `low` to `high` (at least one such day in four), after `after`.
pub(crate) fn office(dice: &mut Dice, after: Moment, low: Day, high: Day) -> Moment {
    let low = low.max(after.day);
    let free: Vec<Day> = (0..=days_between(low, high).max(0))
        .map(|offset| low.plus_days(offset))
        .filter(|day| is_office_day(*day) && (*day > after.day || after.minute < 14 * 60))
        .collect();
    let day = free.get(dice.below(free.len())).copied().unwrap_or(low);
    let earliest = if day == after.day { (after.minute + 5).max(8 * 60) } else { 8 * 60 };
    let latest = (15 * 60).max(earliest + 1);
    Moment { day, minute: dice.whole(i32::from(earliest), i32::from(latest)) as u16 }
}

/// A moment of a resident: any day, mostly in the evening, after `after`.
pub(crate) fn leisure(dice: &mut Dice, after: Moment, low: Day, high: Day) -> Moment {
    let low = low.max(after.day.plus_days(1));
    let day = low.plus_days(dice.whole(0, days_between(low, high).max(0)));
    Moment { day, minute: leisure_minute(dice) }
}

pub(crate) fn leisure_minute(dice: &mut Dice) -> u16 {
    let (low, high) = match dice.weighted(&[0.2, 0.25, 0.47, 0.08]) {
        0 => (7 * 60, 11 * 60),
        1 => (11 * 60, 17 * 60),
        2 => (17 * 60, 23 * 60 + 30),
        _ => (0, 2 * 60),
    };
    dice.whole(low, high) as u16
}
