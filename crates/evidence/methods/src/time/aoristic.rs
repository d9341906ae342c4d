//! Aoristic sums: events known to lie between two times, spread over the hours of the week.

mod cautions;

use jiff::tz::TimeZone;
use rayon::prelude::*;
use serde::Serialize;

use super::clock::{self, Offsets, Shown, WEEK, second_of_week};
use crate::numeric::distribution::normal_two_sided_quantile;
use crate::numeric::parallel::PIECE;
use crate::{Caution, Error, check, sound};

/// Minutes of a week.
const WEEK_MINUTES: i64 = 10_080;
/// The hours of two weeks and one: the cells of a span of less than a week, before Sunday is folded onto Monday.
const UNFOLDED: usize = 337;

/// What the given seconds since 1970-01-01 00:00 count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The time on the wall, in the zone.
    Clock,
    /// The time in UTC; the zone's clock is worked out.
    Instants,
}

/// How a span is measured on which the clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Daylight {
    /// Along the clock's face: every hour from the first to the last counts once, as if the clocks never changed.
    /// Published tables are made so.
    Clock,
    /// By the time that passed: the hour that never was gets nothing, the hour that came twice gets twice its share.
    Elapsed,
}

/// The settings of [`aoristic`].
#[derive(Clone, Debug)]
pub struct Settings {
    pub given: Given,
    pub daylight: Daylight,
    /// The zone whose clock is meant. Without one, no change of the clocks is seen.
    pub zone: Option<TimeZone>,
    /// The confidence of the ranges.
    pub level: f64,
}

/// Sums over the hours of the week: tables are `[hour][day]`, Monday first.
#[derive(Clone, Debug, Serialize)]
pub struct Aoristic {
    /// The expected number of events in each hour of the week.
    pub hour_of_week: Vec<[f64; 7]>,
    /// The standard error of each: √Σp(1−p), what the unknown times leave open about the events that were counted.
    pub se: Vec<[f64; 7]>,
    /// The range of each: estimate ± z·SE, never below the events that were there for certain ...
    pub lower: Vec<[f64; 7]>,
    /// ... nor above those that may have been there.
    pub upper: Vec<[f64; 7]>,
    /// The events that were there for certain, and those that may have been.
    pub certain: Vec<[u64; 7]>,
    pub possible: Vec<[u64; 7]>,
    /// Sums over the days, and over the hours.
    pub hours: Vec<f64>,
    pub days: Vec<f64>,
    /// The number of events.
    pub n: usize,
    /// Events without an end, and with an end before their start: counted in the start's hour.
    pub no_end: usize,
    pub end_before_start: usize,
    /// Events of a week or longer: 1/168 everywhere.
    pub week_or_longer: usize,
    /// Events whose span is longer than a day.
    pub longer_than_a_day: usize,
    /// Events whose span holds a change of the clocks.
    pub across_a_change: usize,
    /// Events with a time that the clock never showed, and with one that it showed twice.
    pub never_shown: usize,
    pub shown_twice: usize,
    pub level: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Spreads every event evenly over its span, minute by minute, and sums over the hours of the week (Ratcliffe 2000;
/// Ratcliffe 2002, "Aoristic signatures and the spatio-temporal analysis of high volume crime patterns").
///
/// `from` and `to` are seconds since 1970-01-01 00:00, of the clock that `settings.given` says. A span is counted in
/// whole minutes from the start's minute; no end, or an end before the start, counts in the start's hour; a week or
/// longer counts 1/168 everywhere.
///
/// Reproduces the table published with the R package aoristic 1.1.1 for 1,025 burglaries in Washington, to all its
/// digits. Speed: a row costs as many additions as it has hours.
///
/// Errors: lengths that differ, no rows, instants or elapsed time without a zone, times outside the years ±9999.
pub fn aoristic(from: &[i64], to: &[Option<i64>], settings: &Settings) -> Result<Aoristic, Error> {
    check::length("end", to.len(), from.len())?;
    check::at_least("events", from.len(), 1)?;
    check::level("level", settings.level)?;
    clock::within_calendar("start", from.iter().map(|at| Some(*at)))?;
    clock::within_calendar("end", to.iter().copied())?;
    let offsets = offsets(from, to, settings)?;
    let spread = Spread { settings, offsets: offsets.as_ref() };
    let pieces: Vec<Sums> = (0..from.len().div_ceil(PIECE))
        .into_par_iter()
        .map(|piece| {
            let rows = piece * PIECE..from.len().min((piece + 1) * PIECE);
            let mut sums = Sums::new();
            from[rows.clone()].iter().zip(&to[rows]).for_each(|(from, to)| spread.add(&mut sums, *from, *to));
            sums
        })
        .collect();
    let mut all = Sums::new();
    pieces.iter().for_each(|piece| all.join(piece));
    sound(all.finish(from.len(), settings))
}

/// The zone's offsets over the range of the data.
fn offsets(from: &[i64], to: &[Option<i64>], settings: &Settings) -> Result<Option<Offsets>, Error> {
    let Some(zone) = &settings.zone else {
        if settings.given == Given::Instants || settings.daylight == Daylight::Elapsed {
            return Err(Error::setting("time zone", "missing", "a zone, to know what the clock on the wall showed"));
        }
        return Ok(None);
    };
    let all = || from.iter().copied().chain(to.iter().copied().flatten());
    let (first, last) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    Offsets::new(zone, first, last).map(Some)
}

/// How one event is put into the sums.
struct Spread<'a> {
    settings: &'a Settings,
    offsets: Option<&'a Offsets>,
}

impl Spread<'_> {
    #[inline]
    fn add(&self, sums: &mut Sums, from: i64, to: Option<i64>) {
        match (self.offsets, self.settings.given, self.settings.daylight) {
            (None, ..) => sums.span(from, to),
            (Some(offsets), Given::Clock, Daylight::Clock) => {
                sums.face(offsets, from, to);
                sums.span(from, to);
            }
            (Some(offsets), Given::Instants, Daylight::Clock) => {
                let (from, to) = (offsets.civil(from), to.map(|to| offsets.civil(to)));
                sums.across += usize::from(to.is_some_and(|to| to - from < WEEK && offsets.change_within(from, to)));
                sums.span(from, to);
            }
            (Some(offsets), Given::Instants, Daylight::Elapsed) => sums.elapsed(offsets, from, to),
            (Some(offsets), Given::Clock, Daylight::Elapsed) => {
                sums.odd(offsets, from, to);
                let (from, to) = instants(offsets, from, to);
                sums.elapsed(offsets, from, to);
            }
        }
    }
}

/// When a span on the clock's face began and ended. A time shown twice starts at its first showing and ends at its
/// second, so that the span holds the event in any case; within one such hour start and end are of the same showing.
fn instants(offsets: &Offsets, from: i64, to: Option<i64>) -> (i64, Option<i64>) {
    let start = match offsets.shown(from) {
        Shown::Once(at) | Shown::Never(at) | Shown::Twice(at, _) => at,
    };
    let end = to.map(|to| match offsets.shown(to) {
        Shown::Once(at) | Shown::Never(at) => at,
        Shown::Twice(first, _) if first >= start && to - from < 3600 && first - start == to - from => first,
        Shown::Twice(_, second) => second,
    });
    (start, end)
}

/// The sums of some events.
struct Sums {
    share: [f64; UNFOLDED],
    square: [f64; UNFOLDED],
    /// Differences of the number of events that touch a cell.
    touched: [i64; UNFOLDED + 1],
    certain: [u64; 168],
    no_end: usize,
    reversed: usize,
    long: usize,
    over_a_day: usize,
    across: usize,
    never: usize,
    twice: usize,
}

impl Sums {
    fn new() -> Self {
        Self {
            share: [0.0; UNFOLDED],
            square: [0.0; UNFOLDED],
            touched: [0; UNFOLDED + 1],
            certain: [0; 168],
            no_end: 0,
            reversed: 0,
            long: 0,
            over_a_day: 0,
            across: 0,
            never: 0,
            twice: 0,
        }
    }

    /// Notes what the changes of the clocks do to a span on the clock's face.
    #[inline]
    fn face(&mut self, offsets: &Offsets, from: i64, to: Option<i64>) {
        if offsets.change_within(from, to.map_or(from + 1, |to| to.max(from + 1))) {
            self.across += usize::from(to.is_some_and(|to| to > from && to - from < WEEK));
            self.odd(offsets, from, to);
        }
    }

    /// Notes times that the clock never showed, or showed twice.
    fn odd(&mut self, offsets: &Offsets, from: i64, to: Option<i64>) {
        let shown = [Some(offsets.shown(from)), to.map(|to| offsets.shown(to))];
        self.never += usize::from(shown.iter().flatten().any(|shown| matches!(shown, Shown::Never(_))));
        self.twice += usize::from(shown.iter().flatten().any(|shown| matches!(shown, Shown::Twice(..))));
    }

    /// Adds a span on one clock's face.
    #[inline]
    fn span(&mut self, from: i64, to: Option<i64>) {
        let minutes = self.minutes(from, to);
        self.spread(from, minutes);
    }

    /// The whole minutes of a span, 0 where all of it counts in the start's hour.
    #[inline]
    fn minutes(&mut self, from: i64, to: Option<i64>) -> i64 {
        let Some(to) = to else {
            self.no_end += 1;
            return 0;
        };
        self.reversed += usize::from(to < from);
        (to - from).max(0) / 60
    }

    #[inline]
    fn spread(&mut self, from: i64, minutes: i64) {
        let start = second_of_week(from) / 60;
        let (first, left) = ((start / 60) as usize, 60 - start % 60);
        if minutes >= WEEK_MINUTES {
            self.long += 1;
            return;
        }
        if minutes <= left {
            self.share[first] += 1.0;
            self.square[first] += 1.0;
            self.certain[first] += 1;
            self.touched[first] += 1;
            self.touched[first + 1] -= 1;
            return;
        }
        self.over_a_day += usize::from(minutes > 1440);
        let minute = 1.0 / minutes as f64;
        let (whole, rest) = (((minutes - left) / 60) as usize, (minutes - left) % 60);
        let last = first + 1 + whole;
        let (begin, end, hour) = (left as f64 * minute, rest as f64 * minute, 60.0 * minute);
        let square = hour * hour;
        self.share[first + 1..last].iter_mut().for_each(|cell| *cell += hour);
        self.square[first + 1..last].iter_mut().for_each(|cell| *cell += square);
        // A span that ends in the hour of the week in which it began has one share there, not two.
        let wraps = last == first + 168;
        let parts = if wraps { [(first, begin + end), (last, 0.0)] } else { [(first, begin), (last, end)] };
        for (cell, share) in parts {
            self.share[cell] += share;
            self.square[cell] += share * share;
        }
        self.touched[first] += 1;
        self.touched[last + usize::from(rest > 0 && !wraps)] -= 1;
    }

    /// Adds a span of instants, hour by hour of the time that passed where the clocks change in it.
    fn elapsed(&mut self, offsets: &Offsets, from: i64, to: Option<i64>) {
        let minutes = self.minutes(from, to);
        let start = from - from.rem_euclid(60);
        let end = start + 60 * minutes;
        let civil = offsets.civil(start);
        let changes = minutes > 0 && offsets.next_change(start).is_some_and(|change| change < end);
        self.across += usize::from(changes && minutes < WEEK_MINUTES);
        if !changes || minutes >= WEEK_MINUTES {
            return self.spread(civil, minutes);
        }
        self.over_a_day += usize::from(minutes > 1440);
        let mut shares = [0.0; 168];
        let mut at = start;
        while at < end {
            let civil = offsets.civil(at);
            let hour = at + 3600 - civil.rem_euclid(3600);
            let next = hour.min(end).min(offsets.next_change(at).unwrap_or(end));
            shares[(second_of_week(civil) / 3600) as usize] += (next - at) as f64 / (60 * minutes) as f64;
            at = next;
        }
        for (cell, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            self.share[cell] += share;
            self.square[cell] += share * share;
            self.touched[cell] += 1;
            self.touched[cell + 1] -= 1;
            // Within an hour that came twice all of the time lies in one cell.
            self.certain[cell] += u64::from(*share > 1.0 - 1e-12);
        }
    }

    fn join(&mut self, other: &Self) {
        self.share.iter_mut().zip(&other.share).for_each(|(sum, more)| *sum += more);
        self.square.iter_mut().zip(&other.square).for_each(|(sum, more)| *sum += more);
        self.touched.iter_mut().zip(&other.touched).for_each(|(sum, more)| *sum += more);
        self.certain.iter_mut().zip(&other.certain).for_each(|(sum, more)| *sum += more);
        self.no_end += other.no_end;
        self.reversed += other.reversed;
        self.long += other.long;
        self.over_a_day += other.over_a_day;
        self.across += other.across;
        self.never += other.never;
        self.twice += other.twice;
    }

    fn finish(&self, n: usize, settings: &Settings) -> Aoristic {
        let even = self.long as f64 / 168.0;
        let mut running = 0;
        let touched: Vec<i64> = self
            .touched
            .iter()
            .map(|step| {
                running += step;
                running
            })
            .collect();
        let fold = |values: &[f64; UNFOLDED], cell: usize| {
            values[cell] + values[cell + 168] + if cell == 0 { values[336] } else { 0.0 }
        };
        let share = |cell: usize| fold(&self.share, cell) + even;
        let error = |cell: usize| (share(cell) - fold(&self.square, cell) - even / 168.0).max(0.0).sqrt();
        let possible = |cell: usize| {
            let there = touched[cell] + touched[cell + 168] + if cell == 0 { touched[336] } else { 0 };
            there.max(0) as u64 + self.long as u64
        };
        let z = normal_two_sided_quantile(settings.level);
        let lower = |cell: usize| (share(cell) - z * error(cell)).max(self.certain[cell] as f64);
        let upper = |cell: usize| (share(cell) + z * error(cell)).min(possible(cell) as f64);
        let hour_of_week = table(share);
        let days = (0..7).map(|day| hour_of_week.iter().map(|hour| hour[day]).sum()).collect();
        Aoristic {
            hours: hour_of_week.iter().map(|hour| hour.iter().sum()).collect(),
            days,
            hour_of_week,
            se: table(error),
            lower: table(lower),
            upper: table(upper),
            certain: table(|cell| self.certain[cell]),
            possible: table(possible),
            n,
            no_end: self.no_end,
            end_before_start: self.reversed,
            week_or_longer: self.long,
            longer_than_a_day: self.over_a_day + self.long,
            across_a_change: self.across,
            never_shown: self.never,
            shown_twice: self.twice,
            level: settings.level,
            cautions: self.cautions(n, settings),
        }
    }
}

/// A table `[hour][day]` of cells numbered from Monday 00:00.
pub(super) fn table<T: Copy + Default>(value: impl Fn(usize) -> T) -> Vec<[T; 7]> {
    let row = |hour: usize| {
        let mut row = [T::default(); 7];
        row.iter_mut().enumerate().for_each(|(day, cell)| *cell = value(24 * day + hour));
        row
    };
    debug_assert_eq!(WEEK / 3600, 168);
    (0..24).map(row).collect()
}
