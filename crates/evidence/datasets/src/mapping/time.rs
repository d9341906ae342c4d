//! When it happened: from the text of a file to an interval.
//!
//! What a file does not know is not made up: a month stays a month, a day is the whole day, a minute is sixty seconds.
//! Where clocks go back, a local time happens twice, and the interval spans both; where they go forward a time that
//! never was is moved on by the missing hour and told.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::super::month::Month;

/// Where a file has its times. Formats are those of `strftime`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Time {
    /// Only the month is known, though it may be written as its first day.
    Month { column: String, format: String },
    /// The day.
    Day { column: String, formats: Vec<String>, zone: String },
    /// The minute or second, in one column or in two, day and time.
    Moment {
        column: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<String>,
        formats: Vec<String>,
        zone: String,
        #[serde(default, skip_serializing_if = "Z::is_utc")]
        z: Z,
        /// Whether midnight exactly says that only the day is known.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        midnight_is_day: bool,
    },
    /// Year, month and perhaps day, hour and minute in columns of their own.
    Parts {
        year: String,
        month: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hour: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minute: Option<String>,
        zone: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        midnight_is_day: bool,
    },
    /// From one moment to another; where the second is missing, the first alone.
    Between { from: String, to: String, formats: Vec<String>, zone: String },
}

/// What a `Z` at the end of a time means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Z {
    /// What it should mean.
    #[default]
    Utc,
    /// Nothing: the time is local, and was written so by a program that did not know better.
    Local,
}

impl Z {
    fn is_utc(&self) -> bool {
        *self == Self::Utc
    }
}

impl Time {
    pub fn moment(column: &str, format: &str, zone: &str) -> Self {
        Self::Moment {
            column: column.into(),
            time: None,
            formats: vec![format.into()],
            zone: zone.into(),
            z: Z::Utc,
            midnight_is_day: false,
        }
    }

    /// The columns it reads.
    pub fn columns(&self) -> Vec<&str> {
        let optional: [Option<&String>; 3];
        let needed: Vec<&String> = match self {
            Self::Month { column, .. } | Self::Day { column, .. } => {
                optional = [None; 3];
                vec![column]
            }
            Self::Moment { column, time, .. } => {
                optional = [time.as_ref(), None, None];
                vec![column]
            }
            Self::Parts { year, month, day, hour, minute, .. } => {
                optional = [day.as_ref(), hour.as_ref(), minute.as_ref()];
                vec![year, month]
            }
            Self::Between { from, to, .. } => {
                optional = [None; 3];
                vec![from, to]
            }
        };
        needed.into_iter().chain(optional.into_iter().flatten()).map(String::as_str).collect()
    }

    /// The same times in another zone; nothing changes where only months are known.
    #[must_use]
    pub fn in_zone(mut self, told: &str) -> Self {
        match &mut self {
            Self::Month { .. } => {}
            Self::Day { zone, .. }
            | Self::Moment { zone, .. }
            | Self::Parts { zone, .. }
            | Self::Between { zone, .. } => *zone = told.to_owned(),
        }
        self
    }

    /// The time zone; `None` where only months are known.
    pub fn zone(&self) -> Option<&str> {
        match self {
            Self::Month { .. } => None,
            Self::Day { zone, .. }
            | Self::Moment { zone, .. }
            | Self::Parts { zone, .. }
            | Self::Between { zone, .. } => Some(zone),
        }
    }
}

/// When an incident happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// In local time; of the beginning, where it spans several.
    pub month: Month,
    /// It lies in `[from, to)`, UTC seconds; `None` when only the month is known.
    pub span: Option<(i64, i64)>,
    /// The local hour of the week, 0 for Monday 00h to 167, where it lies within one hour.
    pub hour: Option<i32>,
    /// The local minute of the day, where it is known.
    pub minute: Option<u16>,
    /// The clocks never showed this time.
    pub unreal: bool,
    /// The end came before the beginning, and was left out.
    pub reversed: bool,
}

impl When {
    pub fn month_alone(month: Month) -> Self {
        Self { month, span: None, hour: None, minute: None, unreal: false, reversed: false }
    }

    fn of_months(date: Date) -> Month {
        Month(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }
}

/// The years that can be meant; anything else is a slip of the keyboard.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// A local time, and for how many seconds it was written down: 1, 60 or 3600.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub time: DateTime,
    pub seconds: i64,
    pub offset: Option<Offset>,
}

/// One way to write a date or time.
#[derive(Clone, Debug)]
pub struct Format {
    text: String,
    seconds: i64,
    utc: bool,
    has_time: bool,
}

impl Format {
    pub fn new(text: &str, z: Z) -> Self {
        let seconds = match text {
            text if text.contains("%S") || text.contains("%T") => 1,
            text if text.contains("%M") => 60,
            _ => 3600,
        };
        let has_time = ["%H", "%I", "%T"].iter().any(|hour| text.contains(hour));
        Self { text: text.to_owned(), seconds, utc: text.ends_with('Z') && z == Z::Utc, has_time }
    }

    /// The month that a text names by a date or a month.
    pub fn month(&self, text: &str) -> Option<Month> {
        let parsed = BrokenDownTime::parse(&self.text, text).ok()?;
        let (year, month) = (parsed.year()?, parsed.month()?);
        // A day that does not exist makes the month doubtful too.
        if parsed.day().is_some() {
            parsed.to_date().ok()?;
        }
        YEARS.contains(&year).then(|| Month(i32::from(year) * 12 + i32::from(month) - 1))
    }

    pub fn date(&self, text: &str) -> Option<Date> {
        let date = BrokenDownTime::parse(&self.text, text).ok()?.to_date().ok()?;
        YEARS.contains(&date.year()).then_some(date)
    }

    pub fn read(&self, text: &str) -> Option<Written> {
        let parsed = BrokenDownTime::parse(&self.text, text).ok()?;
        let time = if self.has_time { parsed.to_datetime().ok()? } else { parsed.to_date().ok()?.at(0, 0, 0, 0) };
        let offset = if self.utc { Some(Offset::UTC) } else { parsed.offset() };
        YEARS.contains(&time.year()).then_some(Written { time, seconds: self.seconds, offset })
    }
}

/// Local time, made UTC.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    pub fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// A whole local day.
    pub fn day(&self, date: Date) -> Option<When> {
        let (from, _, _) = self.utc(date.at(0, 0, 0, 0))?;
        let (to, _, _) = self.utc(date.tomorrow().ok()?.at(0, 0, 0, 0))?;
        Some(When { span: Some((from, to)), ..When::month_alone(When::of_months(date)) })
    }

    pub fn moment(&self, written: Written) -> Option<When> {
        let (local, from, last, unreal) = match written.offset {
            Some(offset) => {
                let at = offset.to_timestamp(written.time).ok()?;
                (self.zone.to_datetime(at), at.as_second(), at.as_second(), false)
            }
            None => {
                let (from, last, unreal) = self.utc(written.time)?;
                (written.time, from, last, unreal)
            }
        };
        let weekday = i32::from(local.weekday().to_monday_zero_offset());
        let minute = (written.seconds <= 60).then(|| local.hour() as u16 * 60 + local.minute() as u16);
        Some(When {
            month: When::of_months(local.date()),
            span: Some((from, last + written.seconds)),
            hour: Some(weekday * 24 + i32::from(local.hour())),
            minute,
            unreal,
            reversed: false,
        })
    }

    pub fn between(&self, from: Written, to: Option<Written>) -> Option<When> {
        let first = self.moment(from)?;
        let Some(to) = to else { return Some(first) };
        let (last, whole) = (self.moment(to)?, first.span.zip(self.moment(to)?.span));
        let Some(((begin, begin_end), (end_begin, _))) = whole else { return Some(first) };
        if end_begin < begin {
            return Some(When { reversed: true, ..first });
        }
        // [from, to): the end itself is outside, but no interval is empty.
        let end = end_begin.max(begin_end);
        let within_hour = first.hour == last.hour && end - begin <= 3600
            || end - begin <= 3600 - i64::from(from.time.minute()) * 60 - i64::from(from.time.second());
        let hour = first.hour.filter(|_| within_hour);
        Some(When { span: Some((begin, end)), hour, unreal: first.unreal || last.unreal, ..first })
    }

    /// The first and the last second at which the clocks showed this time, and whether they never did.
    fn utc(&self, local: DateTime) -> Option<(i64, i64, bool)> {
        let at = |offset: Offset| offset.to_timestamp(local).ok().map(Timestamp::as_second);
        match self.zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset).map(|only| (only, only, false)),
            AmbiguousOffset::Gap { before, .. } => at(before).map(|moved| (moved, moved, true)),
            AmbiguousOffset::Fold { before, after } => Some((at(before)?, at(after)?, false)),
        }
    }
}

/// A clock time on a day, from the numbers of separate columns.
pub fn from_parts(date: Date, hour: i8, minute: Option<i8>) -> Option<Written> {
    let seconds = if minute.is_some() { 60 } else { 3600 };
    let minute = minute.unwrap_or_default();
    let inside = (0..24).contains(&hour) && (0..60).contains(&minute);
    let time = inside.then(|| date.at(0, 0, 0, 0))?;
    let since = SignedDuration::from_mins(i64::from(hour) * 60 + i64::from(minute));
    Some(Written { time: time.checked_add(since).ok()?, seconds, offset: None })
}
