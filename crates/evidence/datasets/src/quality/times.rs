//! How exact the times of a file are, and which cannot be.

use serde::{Deserialize, Serialize};

use super::super::mapping::When;

/// Rows by how exactly their time is known, and rows whose time is doubtful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Only the month is known.
    pub month_only: u64,
    /// An interval that is not within an hour: a day, or from one moment to another.
    pub longer: u64,
    /// The minute is known, as the file has it.
    pub minute: u64,
    /// Of these: at midnight exactly.
    pub midnight: u64,
    /// At a full hour, midnight included.
    pub full_hour: u64,
    /// At half past.
    pub half_hour: u64,
    /// Later than the import.
    pub future: u64,
    /// The end before the beginning.
    pub reversed: u64,
    /// At a time that the clocks left out.
    pub unreal: u64,
}

impl Times {
    pub(super) fn count(&mut self, when: &When, (now, this_month): (i64, i32)) {
        match when.span {
            None => {
                self.month_only += 1;
                self.future += u64::from(when.month.0 > this_month);
            }
            Some((from, _)) => {
                self.longer += u64::from(when.hour.is_none());
                self.future += u64::from(from > now);
            }
        }
        if let Some(minute) = when.minute {
            self.minute += 1;
            self.midnight += u64::from(minute == 0);
            self.full_hour += u64::from(minute % 60 == 0);
            self.half_hour += u64::from(minute % 60 == 30);
        }
        self.reversed += u64::from(when.reversed);
        self.unreal += u64::from(when.unreal);
    }
}
