//! When did the level of a series of counts change?

use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::distribution::{chi_squared_quantile, normal_two_sided_quantile};
use crate::numeric::exact::poisson_interval;
use crate::numeric::random::Stream;
use crate::{Caution, Error, Interval, check, sound};

/// The settings of [`change_points`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// The fewest periods between two changes.
    pub least: usize,
    /// What one change more must gain in twice the log likelihood; `None`: 3 ln n.
    pub penalty: Option<f64>,
    /// Periods in a cycle whose season is taken out first; `None`: no season.
    pub period: Option<usize>,
    /// Random orders for the test that there is any change.
    pub permutations: usize,
    pub seed: u64,
    pub level: f64,
}

/// A stretch without a change.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Segment {
    /// The first period, from 0, and the one after the last.
    pub start: usize,
    pub end: usize,
    pub events: f64,
    /// Events by exposure (by the season's too, where it was taken out).
    pub rate: f64,
    pub ci: Interval,
}

/// A change of the level.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Change {
    /// The first period of the new level, from 0.
    pub at: usize,
    /// The earliest and the latest first period that the data allow at the level of confidence.
    pub earliest: usize,
    pub latest: usize,
    /// The new rate by the old, and its interval; `None` where one of them has no events.
    pub ratio: Option<f64>,
    pub ci: Option<Interval>,
}

/// Pettitt's rank test for one change (1979).
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Pettitt {
    /// max |U|, and the first period after it.
    pub k: f64,
    pub at: usize,
    /// 2 exp(−6K²/(n³ + n²)), at most 1.
    pub p: f64,
}

/// The changes of a series.
#[derive(Clone, Debug, Serialize)]
pub struct ChangePoints {
    pub changes: Vec<Change>,
    pub segments: Vec<Segment>,
    /// The p of the test that there is no change at all, over random orders.
    pub any_change_p: f64,
    pub pettitt: Pettitt,
    /// How much more than a Poisson's the counts vary from one period to the next; at least 1.
    pub dispersion: f64,
    pub penalty: f64,
    /// The factor of each position of the cycle, where a season was taken out.
    pub season: Option<Vec<f64>>,
    pub n: usize,
    pub permutations: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Finds the changes that together minimise Σ −2 Y ln(Y/E)/φ + penalty × changes, exactly, by PELT (Killick, Fearnhead
/// and Eckley 2012): Y and E are the events and the exposure of a segment, φ the dispersion, which is measured between
/// neighbouring periods so that the changes themselves do not count in it.
///
/// `counts` are those of successive periods of equal length, `exposure` what they are counts of. The test of any change
/// compares the best single split with those of random orders.
///
/// Errors: counts that are no whole numbers, exposures not above zero, fewer than 2·`least` + 2 periods, no events.
pub fn change_points(counts: &[f64], exposure: &[f64], settings: &Settings) -> Result<ChangePoints, Error> {
    check::counts("count", counts)?;
    check::length("exposure", exposure.len(), counts.len())?;
    check::positive("exposure", exposure)?;
    check::level("level", settings.level)?;
    if settings.least < 1 {
        return Err(Error::setting("least periods between changes", settings.least, "1 or more"));
    }
    if settings.permutations < 1 {
        return Err(Error::setting("permutations", settings.permutations, "1 or more"));
    }
    let n = counts.len();
    check::at_least("periods", n, settings.least.saturating_mul(2).max(6).saturating_add(2))?;
    if counts.iter().sum::<f64>() == 0.0 {
        return Err(Error::none("there are no events in any period: nothing changes"));
    }
    let season = settings.period.map(|period| season(counts, exposure, period)).transpose()?;
    let expected: Vec<f64> = match &season {
        Some(season) => exposure.iter().enumerate().map(|(at, e)| e * season[at % season.len()]).collect(),
        None => exposure.to_vec(),
    };
    let dispersion = dispersion(counts, &expected);
    let penalty = settings.penalty.unwrap_or(3.0 * (n as f64).ln());
    check::positive_setting("penalty", penalty)?;
    let costs = Costs::new(counts, &expected, dispersion);
    let starts = pelt(&costs, settings.least, penalty);
    let segments = segments(&costs, &starts, settings.level);
    let changes: Vec<Change> = segments.windows(2).map(|pair| change(&costs, pair, settings)).collect();
    let rates: Vec<f64> = counts.iter().zip(&expected).map(|(y, e)| y / e).collect();
    let any_change_p = any_change(counts, &expected, settings);
    sound(ChangePoints {
        any_change_p,
        pettitt: pettitt(&rates),
        cautions: cautions(&changes, n, dispersion, any_change_p, settings),
        dispersion,
        penalty,
        season,
        n,
        permutations: settings.permutations,
        changes,
        segments,
    })
}

/// Sums of events and exposure up to each period, so that a segment's cost needs one subtraction.
struct Costs {
    events: Vec<f64>,
    exposure: Vec<f64>,
    dispersion: f64,
}

impl Costs {
    fn new(counts: &[f64], exposure: &[f64], dispersion: f64) -> Self {
        let sums = |values: &[f64]| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(values.iter().map(|value| {
                    sum += value;
                    sum
                }))
                .collect::<Vec<f64>>()
        };
        Self { events: sums(counts), exposure: sums(exposure), dispersion }
    }

    fn of(&self, start: usize, end: usize) -> (f64, f64) {
        (self.events[end] - self.events[start], self.exposure[end] - self.exposure[start])
    }

    /// −2 ln of the likelihood at the best rate, but for what is the same for every division, by the dispersion.
    fn cost(&self, start: usize, end: usize) -> f64 {
        let (events, exposure) = self.of(start, end);
        if events > 0.0 { -2.0 * events * (events / exposure).ln() / self.dispersion } else { 0.0 }
    }
}

/// The starts of the segments of the best division.
fn pelt(costs: &Costs, least: usize, penalty: f64) -> Vec<usize> {
    let n = costs.events.len() - 1;
    let (mut best, mut last) = (vec![f64::INFINITY; n + 1], vec![0; n + 1]);
    best[0] = -penalty;
    // Each start still worth trying; one that lost at some end is dropped once that end is itself a start to try.
    let mut open: Vec<(usize, usize)> = vec![(0, usize::MAX)];
    for end in least..=n {
        if end >= 2 * least {
            open.push((end - least, usize::MAX));
        }
        open.retain(|(_, until)| *until > end);
        for (start, _) in &open {
            let whole = best[*start] + costs.cost(*start, end) + penalty;
            if whole < best[end] {
                (best[end], last[end]) = (whole, *start);
            }
        }
        for (start, until) in &mut open {
            if *until == usize::MAX && best[*start] + costs.cost(*start, end) > best[end] {
                *until = end + least;
            }
        }
    }
    let (mut starts, mut end) = (Vec::new(), n);
    while end > 0 {
        end = last[end];
        starts.push(end);
    }
    starts.reverse();
    starts
}

fn segments(costs: &Costs, starts: &[usize], level: f64) -> Vec<Segment> {
    let n = costs.events.len() - 1;
    let ends = starts.iter().skip(1).copied().chain([n]);
    let segment = |(start, end): (&usize, usize)| {
        let (events, exposure) = costs.of(*start, end);
        // The exact interval of a count that is the events by the dispersion.
        let ci = poisson_interval(events / costs.dispersion, level).times(costs.dispersion / exposure);
        Segment { start: *start, end, events, rate: events / exposure, ci }
    };
    starts.iter().zip(ends).map(segment).collect()
}

fn change(costs: &Costs, pair: &[Segment], settings: &Settings) -> Change {
    let (before, after) = (&pair[0], &pair[1]);
    let divided = |at: usize| costs.cost(before.start, at) + costs.cost(at, after.end);
    let limit = divided(after.start) + chi_squared_quantile(settings.level, 1.0);
    let mut allowed = (before.start + 1..after.end).filter(|at| divided(*at) <= limit);
    let earliest = allowed.next().unwrap_or(after.start);
    let latest = allowed.next_back().unwrap_or(earliest).max(after.start);
    let some = before.events > 0.0 && after.events > 0.0;
    let ratio = some.then(|| after.rate / before.rate);
    let ci = ratio.map(|ratio| {
        let se = (costs.dispersion * (1.0 / before.events + 1.0 / after.events)).sqrt();
        let reach = (normal_two_sided_quantile(settings.level) * se).exp();
        Interval::new(ratio / reach, ratio * reach, settings.level)
    });
    Change { at: after.start, earliest, latest, ratio, ci }
}

/// The variance between neighbours by that of Poisson counts of the same rate, at least 1.
fn dispersion(counts: &[f64], exposure: &[f64]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for at in 1..counts.len() {
        let (y, e) = ([counts[at - 1], counts[at]], [exposure[at - 1], exposure[at]]);
        let rate = (y[0] + y[1]) / (e[0] + e[1]);
        if rate > 0.0 {
            sum += (y[1] / e[1] - y[0] / e[0]).powi(2) / (rate * (1.0 / e[0] + 1.0 / e[1]));
            pairs += 1.0;
        }
    }
    if pairs > 0.0 { (sum / pairs).max(1.0) } else { 1.0 }
}

/// The factor of each position of the cycle: its rates by the centred means over a cycle around them.
fn season(counts: &[f64], exposure: &[f64], period: usize) -> Result<Vec<f64>, Error> {
    if period < 2 {
        return Err(Error::setting("period", period, "at least 2 periods in a cycle"));
    }
    check::at_least("periods of three cycles", counts.len(), period.saturating_mul(3))?;
    let rates: Vec<f64> = counts.iter().zip(exposure).map(|(y, e)| y / e).collect();
    let (mut own, mut around) = (vec![0.0; period], vec![0.0; period]);
    let half = period / 2;
    for at in half..rates.len() - half {
        let window: f64 = rates[at - half..=at + half].iter().sum();
        // An even cycle's window has one end too many: each end counts half.
        let ends = if period.is_multiple_of(2) { 0.5 * (rates[at - half] + rates[at + half]) } else { 0.0 };
        own[at % period] += rates[at];
        around[at % period] += (window - ends) / period as f64;
    }
    let factors: Vec<f64> = own.iter().zip(&around).map(|(own, around)| own / around).collect();
    if factors.iter().any(|factor| !factor.is_finite() || *factor <= 0.0) {
        return Err(Error::none("a position of the cycle never has an event: its season cannot be taken out"));
    }
    let mean = factors.iter().sum::<f64>() / period as f64;
    Ok(factors.iter().map(|factor| factor / mean).collect())
}

fn pettitt(rates: &[f64]) -> Pettitt {
    let n = rates.len();
    let (mut u, mut k, mut at) = (0.0_f64, -1.0_f64, 0);
    let mut sorted = rates.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    for (now, rate) in rates.iter().enumerate().take(n - 1) {
        let below = sorted.partition_point(|other| other < rate) as f64;
        let above = (n - sorted.partition_point(|other| other <= rate)) as f64;
        u += below - above;
        if u.abs() > k {
            (k, at) = (u.abs(), now + 1);
        }
    }
    let size = n as f64;
    Pettitt { k, at, p: (2.0 * (-6.0 * k * k / (size.powi(3) + size * size)).exp()).min(1.0) }
}

/// The best single split's gain, among those of random orders.
fn any_change(counts: &[f64], exposure: &[f64], settings: &Settings) -> f64 {
    let gain = |order: &[usize]| {
        let of = |values: &[f64]| order.iter().map(|at| values[*at]).collect::<Vec<f64>>();
        let costs = Costs::new(&of(counts), &of(exposure), 1.0);
        let n = counts.len();
        let split = |at: usize| costs.cost(0, n) - costs.cost(0, at) - costs.cost(at, n);
        (settings.least..=n - settings.least).map(split).fold(0.0, f64::max)
    };
    let given: Vec<usize> = (0..counts.len()).collect();
    let observed = gain(&given);
    let as_large = |number: usize| {
        let mut order = given.clone();
        Stream::new(settings.seed, number as u64).shuffle(&mut order);
        usize::from(gain(&order) >= observed * (1.0 - 1e-12))
    };
    let larger: usize = (0..settings.permutations).into_par_iter().map(as_large).sum();
    (1 + larger) as f64 / (1 + settings.permutations) as f64
}

fn cautions(changes: &[Change], n: usize, dispersion: f64, p: f64, settings: &Settings) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "sought",
            "The places of the changes were sought in the same data: the intervals of their ratios take them as known, and are somewhat too narrow.",
        ),
        Caution::standing("steps", "A slow rise or fall is told as a row of steps; look at the trend as well."),
    ];
    if dispersion > 1.5 {
        cautions.push(Caution::found("overdispersion", format!("The counts vary {dispersion:.2} times as much as a Poisson's between neighbours; the search allows for it.")));
    }
    if settings.period.is_none() && n >= 24 {
        cautions.push(Caution::standing("season", "No season is taken out: a strong one may be told as changes."));
    }
    if changes.is_empty() != (p >= 0.05) {
        cautions.push(Caution::found(
            "tests-differ",
            "The search and the test of any change do not agree: take what they say as weak.",
        ));
    }
    cautions
}
