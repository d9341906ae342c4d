//! Moments counted over the hours of the week.

use serde::Serialize;

use super::aoristic::table;
use super::clock::{self, DAY, second_of_week};
use crate::numeric::distribution::chi_squared_upper;
use crate::numeric::exact::poisson_interval;
use crate::{Caution, Error, check, sound};

/// Counts over the hours of the week: tables are `[hour][day]`, Monday first.
#[derive(Clone, Debug, Serialize)]
pub struct HourOfWeek {
    /// The events in each hour of the week.
    pub hour_of_week: Vec<[u64; 7]>,
    /// The exact Poisson interval of each (Garwood 1936).
    pub lower: Vec<[f64; 7]>,
    pub upper: Vec<[f64; 7]>,
    /// Events for each such hour that the period had: the count by the number of those days in it.
    pub rate: Vec<[f64; 7]>,
    /// Sums over the days, and over the hours.
    pub hours: Vec<u64>,
    pub days: Vec<u64>,
    /// How many Mondays, Tuesdays … the period from the first to the last event has.
    pub days_in_period: [u64; 7],
    /// Whether the hours of the day, and the days of the week, differ beyond chance: chi-squared tests against the
    /// same rate throughout; `None` where fewer than five events are expected in an hour or on a day.
    pub hours_differ: Option<Test>,
    pub days_differ: Option<Test>,
    /// The events, and those that are at midnight to the second.
    pub n: usize,
    pub at_midnight: usize,
    pub level: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// A chi-squared test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Test {
    pub chi_squared: f64,
    pub freedom: f64,
    pub p: f64,
}

/// Counts moments over the hours of the week.
///
/// `moments` are seconds from 1970-01-01 00:00 to what the clock on the wall showed. The counts are exact; a count's
/// interval is that of a Poisson mean, at `level`.
///
/// Errors: no moments, a level outside of 0 to 1.
pub fn hour_of_week(moments: &[i64], level: f64) -> Result<HourOfWeek, Error> {
    check::at_least("events", moments.len(), 1)?;
    check::level("level", level)?;
    clock::within_calendar("moment", moments.iter().map(|at| Some(*at)))?;
    let mut counts = [0_u64; 168];
    let mut at_midnight = 0;
    for moment in moments {
        counts[(second_of_week(*moment) / 3600) as usize] += 1;
        at_midnight += usize::from(moment.rem_euclid(DAY) == 0);
    }
    let first = moments.iter().min().copied().unwrap_or(0).div_euclid(DAY);
    let last = moments.iter().max().copied().unwrap_or(0).div_euclid(DAY);
    let days_in_period = days_in_period(first, last);
    let exposure = |day: usize| days_in_period[day].max(1) as f64;
    let interval = |cell: usize| poisson_interval(counts[cell] as f64, level);
    let hour_of_week = table(|cell| counts[cell]);
    let hours: Vec<u64> = hour_of_week.iter().map(|hour| hour.iter().sum()).collect();
    let days: Vec<u64> = (0..7).map(|day| hour_of_week.iter().map(|hour| hour[day]).sum()).collect();
    sound(HourOfWeek {
        lower: table(|cell| interval(cell).lower),
        upper: table(|cell| interval(cell).upper.unwrap_or(f64::MAX)),
        rate: table(|cell| counts[cell] as f64 / exposure(cell / 24)),
        hours_differ: even(&hours, &[1.0; 24]),
        days_differ: even(&days, &days_in_period.map(|days| days as f64)),
        cautions: cautions(moments.len(), at_midnight, last - first),
        hour_of_week,
        hours,
        days,
        days_in_period,
        n: moments.len(),
        at_midnight,
        level,
    })
}

/// How often each day of the week comes from day `first` to day `last`, counted from 1970-01-01.
fn days_in_period(first: i64, last: i64) -> [u64; 7] {
    let total = last - first + 1;
    let weekday = (first + 3).rem_euclid(7);
    let mut days = [0; 7];
    for (day, count) in (0..7).zip(days.iter_mut()) {
        let after = (day - weekday).rem_euclid(7);
        *count = ((total - after + 6) / 7).max(0) as u64;
    }
    days
}

/// Pearson's test that counts follow their exposures.
fn even(counts: &[u64], exposures: &[f64]) -> Option<Test> {
    let (sum, whole) = (counts.iter().sum::<u64>() as f64, exposures.iter().sum::<f64>());
    let expected = |at: usize| sum * exposures[at] / whole;
    if (0..counts.len()).any(|at| expected(at) < 5.0) {
        return None;
    }
    let chi_squared = (0..counts.len()).map(|at| (counts[at] as f64 - expected(at)).powi(2) / expected(at)).sum();
    let freedom = (counts.len() - 1) as f64;
    Some(Test { chi_squared, freedom, p: chi_squared_upper(chi_squared, freedom) })
}

fn cautions(n: usize, at_midnight: usize, days: i64) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "recorded-time",
        "A recorded time may be that of the report, or of the earliest moment possible; where events have a start and \
         an end, aoristic sums use both.",
    )];
    // Chance puts one event in 1,440 into the first minute of a day.
    if at_midnight >= 5 && at_midnight * 100 > n {
        cautions.push(Caution::found(
            "midnight",
            format!("{at_midnight} of {n} events are at 00:00:00 exactly: days without a known time may have been written so."),
        ));
    }
    if n < 840 {
        cautions.push(Caution::found(
            "few-events",
            format!(
                "{n} events over 168 hours are fewer than five an hour: single hours say little, look at the sums."
            ),
        ));
    }
    if days < 28 {
        cautions.push(Caution::found(
            "short-period",
            format!("the events span {} days: one unusual day weighs heavily.", days + 1),
        ));
    }
    cautions
}
