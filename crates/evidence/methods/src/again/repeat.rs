//! Repeat victimisation: how much of what happens, happens to the same targets again, and how soon?
//!
//! Farrell, G., & Pease, K. (1993), "Once bitten, twice bitten", Home Office; the time course with the window's end
//! taken into account after Polvi, N., Looman, T., Humphries, C., & Pease, K. (1991), British Journal of Criminology
//! 31(4), 411–414.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::numeric::distribution::{chi_squared_upper, ln_gamma};
use crate::numeric::exact::{poisson_interval, wilson};
use crate::{Caution, Error, Interval, check, counted, sound};

/// What is known beyond the events.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// All targets there are, hit or not; without it nothing can be expected by chance.
    pub at_risk: Option<u64>,
    /// The first and last day of observation; those of the events without it.
    pub window: Option<(i32, i32)>,
    /// The boundaries of the time course in days, rising whole numbers from zero.
    pub days: &'a [u32],
    pub level: f64,
}

/// The targets that were hit so many times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Times {
    pub times: u64,
    pub targets: u64,
    pub events: u64,
    /// Targets to be expected if events fell on all targets at risk alike (a Poisson).
    pub expected: Option<f64>,
}

/// How often the next event at the same target came in a band of days after one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Course {
    /// Days from, and below which.
    pub from: u32,
    pub to: u32,
    /// Next events that came in the band.
    pub repeats: u64,
    /// The days over which targets, after an event and without another, were watched in the band.
    pub days_watched: u64,
    /// repeats / days watched, with the exact Poisson interval; `None` where nobody was watched so long.
    pub per_day: Option<f64>,
    pub per_day_interval: Option<Interval>,
    /// The share of events that are followed by another within `to` days (Kaplan and Meier).
    pub followed_by: Option<f64>,
}

/// How much is repeated.
#[derive(Clone, Debug, Serialize)]
pub struct Repeats {
    /// Events, targets hit, and targets hit more than once.
    pub n: usize,
    pub targets: usize,
    pub repeat_targets: usize,
    /// Events after the first at the same target, as a number and as a share of all events.
    pub repeats: usize,
    pub repeat_share: f64,
    /// The share of the targets hit that are hit again, with Wilson's interval; and of events that fall on them.
    pub repeat_target_share: f64,
    pub repeat_target_interval: Interval,
    pub events_on_repeat_targets: f64,
    /// Events / targets hit.
    pub concentration: f64,
    pub times: Vec<Times>,
    /// Repeats to be expected by chance among all targets at risk.
    pub expected_repeats: Option<f64>,
    /// Variance / mean of the events of all targets at risk, and the p-value that chance brings as much (one-sided).
    pub dispersion: Option<f64>,
    pub p: Option<f64>,
    /// Empty without dates.
    pub course: Vec<Course>,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Repeats among events at `target` (any numbers that tell targets apart), on whole days `day` where known.
///
/// Errors: lengths that differ, no events, fewer targets at risk than were hit, days outside of the window, boundaries
/// that do not rise.
pub fn repeats(target: &[u64], day: Option<&[i32]>, settings: &Settings<'_>) -> Result<Repeats, Error> {
    check::at_least("events", target.len(), 1)?;
    check::level("the level", settings.level)?;
    let mut order: Vec<usize> = (0..target.len()).collect();
    order.sort_by_key(|row| (target[*row], day.and_then(|day| day.get(*row)).copied()));
    let groups: Vec<&[usize]> = order.chunk_by(|a, b| target[*a] == target[*b]).collect();
    let course = match day {
        None => Vec::new(),
        Some(day) => {
            check::length("date", day.len(), target.len())?;
            course(&groups, day, settings)?
        }
    };
    let sizes: Vec<u64> = groups.iter().map(|group| group.len() as u64).collect();
    if let Some(at_risk) = settings.at_risk.filter(|at_risk| *at_risk < sizes.len() as u64) {
        let expected = format!("at least the {} targets that were hit", sizes.len());
        return Err(Error::setting("the number of targets at risk", at_risk, expected));
    }
    sound(summary(&sizes, course, settings))
}

fn summary(sizes: &[u64], course: Vec<Course>, settings: &Settings<'_>) -> Repeats {
    let (events, targets) = (sizes.iter().sum::<u64>(), sizes.len());
    let again = sizes.iter().filter(|size| **size > 1).count();
    let on_again: u64 = sizes.iter().filter(|size| **size > 1).sum();
    let at_risk = settings.at_risk.map(|at_risk| at_risk as f64);
    let mean = at_risk.map(|at_risk| events as f64 / at_risk);
    let dispersion = at_risk.zip(mean).filter(|(at_risk, _)| *at_risk > 1.0).map(|(at_risk, mean)| {
        let hit: f64 = sizes.iter().map(|size| (*size as f64 - mean).powi(2)).sum();
        (hit + (at_risk - targets as f64) * mean * mean) / (at_risk - 1.0) / mean
    });
    Repeats {
        n: events as usize,
        targets,
        repeat_targets: again,
        repeats: events as usize - targets,
        repeat_share: (events as usize - targets) as f64 / events as f64,
        repeat_target_share: again as f64 / targets as f64,
        repeat_target_interval: wilson(again as f64, targets as f64, settings.level),
        events_on_repeat_targets: on_again as f64 / events as f64,
        concentration: events as f64 / targets as f64,
        times: times(sizes, at_risk),
        // Events less the targets hit at least once.
        expected_repeats: at_risk.zip(mean).map(|(at_risk, mean)| events as f64 + at_risk * (-mean).exp_m1()),
        dispersion,
        p: dispersion.zip(at_risk).map(|(ratio, at_risk)| chi_squared_upper(ratio * (at_risk - 1.0), at_risk - 1.0)),
        cautions: cautions(events, settings, course.is_empty()),
        course,
    }
}

/// How many targets were hit how often, beside the Poisson's numbers.
fn times(sizes: &[u64], at_risk: Option<f64>) -> Vec<Times> {
    let events = sizes.iter().sum::<u64>();
    let mut of = BTreeMap::<u64, u64>::new();
    sizes.iter().for_each(|size| *of.entry(*size).or_default() += 1);
    let most = of.keys().next_back().copied().unwrap_or(0);
    if let Some(at_risk) = at_risk {
        of.insert(0, at_risk as u64 - sizes.len() as u64);
    }
    // The first few stand in the table even where nobody was hit so often.
    for times in u64::from(at_risk.is_none())..=most.min(5) {
        of.entry(times).or_default();
    }
    let row = |(times, targets): (u64, u64)| {
        let expected = at_risk.map(|at_risk| {
            let mean = events as f64 / at_risk;
            at_risk * (times as f64 * mean.ln() - mean - ln_gamma(times as f64 + 1.0)).exp()
        });
        Times { times, targets, events: times * targets, expected }
    };
    of.into_iter().map(row).collect()
}

/// From each event to the next at the same target, or to the window's end.
fn course(groups: &[&[usize]], day: &[i32], settings: &Settings<'_>) -> Result<Vec<Course>, Error> {
    check::at_least("the bands of days", settings.days.len(), 2)?;
    if let Some(pair) = settings.days.windows(2).find(|pair| pair[1] <= pair[0]) {
        let found = format!("{} after {}", pair[1], pair[0]);
        return Err(Error::setting("the bands of days", found, "boundaries that rise, so that no two bands overlap"));
    }
    let (least, most) = (day.iter().copied().min().unwrap_or(0), day.iter().copied().max().unwrap_or(0));
    let (first, last) = settings.window.unwrap_or((least, most));
    if let Some(row) = day.iter().position(|day| !(first..=last).contains(day)) {
        return Err(Error::value("date", row, day[row], "a day within the window of observation"));
    }
    // (days until the next event or the end, whether there was a next event)
    let spells: Vec<(u32, bool)> = groups
        .iter()
        .flat_map(|group| {
            let next = group.windows(2).map(|pair| (day[pair[1]].abs_diff(day[pair[0]]), true));
            next.chain(group.last().map(|end| (last.abs_diff(day[*end]), false)))
        })
        .collect();
    let followed = kaplan_meier(&spells);
    let band = |pair: &[u32]| {
        let (from, to) = (pair[0], pair[1]);
        let repeats = spells.iter().filter(|(days, next)| *next && (from..to).contains(days)).count() as u64;
        // A spell of d days is under watch on days 0 to d, the day itself included.
        let watched = |days: u32| u64::from(days.saturating_add(1).min(to).saturating_sub(from));
        let days_watched: u64 = spells.iter().map(|(days, _)| watched(*days)).sum();
        let rate = (days_watched > 0).then(|| repeats as f64 / days_watched as f64);
        let interval = (days_watched > 0)
            .then(|| poisson_interval(repeats as f64, settings.level).times(1.0 / days_watched as f64));
        let reached = spells.iter().any(|(days, _)| days.saturating_add(1) >= to);
        let by = followed.iter().take_while(|(days, _)| *days < to).last().map_or(0.0, |(_, share)| *share);
        Course {
            from,
            to,
            repeats,
            days_watched,
            per_day: rate,
            per_day_interval: interval,
            followed_by: reached.then_some(by),
        }
    };
    Ok(settings.days.windows(2).map(band).collect())
}

/// (days, the share followed by another event up to then), rising.
fn kaplan_meier(spells: &[(u32, bool)]) -> Vec<(u32, f64)> {
    let mut sorted = spells.to_vec();
    sorted.sort_unstable();
    let (mut watched, mut without) = (sorted.len() as f64, 1.0);
    let mut steps = Vec::new();
    for same in sorted.chunk_by(|a, b| a.0 == b.0) {
        let next = same.iter().filter(|(_, next)| *next).count() as f64;
        without *= 1.0 - next / watched;
        watched -= same.len() as f64;
        steps.push((same[0].0, 1.0 - without));
    }
    steps
}

fn cautions(events: u64, settings: &Settings<'_>, no_dates: bool) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "same-target",
            "A target is only found again if it is written the same way each time: addresses that are spelt in two ways \
             hide repeats, and a block of flats under one address makes them.",
        ),
        Caution::standing(
            "reporting",
            "Those hit often report less of it each time: repeats are undercounted in recorded events.",
        ),
    ];
    if settings.at_risk.is_none() {
        let text = "The number of all targets was not given: what chance would bring cannot be told.";
        cautions.push(Caution::found("no-targets-at-risk", text));
    }
    if !no_dates && settings.window.is_none() {
        let text = "The period of observation was not given: it is taken from the first event to the last.";
        cautions.push(Caution::found("window-from-events", text));
    }
    if events < 30 {
        cautions.push(Caution::found("few-events", format!("The answer rests on {} alone.", counted(events, "event"))));
    }
    cautions
}
