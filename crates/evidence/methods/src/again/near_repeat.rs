//! Near repeats: are events that are close in space also close in time, more often than chance brings together?
//!
//! Knox, E. G. (1964), "The detection of space-time interactions", Applied Statistics 13(1), 25–30: the pairs of events
//! are counted by distance and by days apart; without any interplay a cell holds (pairs in its distance band) ×
//! (pairs in its time band) / (all pairs). The p-values come from putting the dates into random order
//! (Besag, J., & Diggle, P. J. (1977), Applied Statistics 26(3), 327–333).

use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::random::Stream;
use crate::numeric::strips::Strips;
use crate::{Caution, Error, check};

/// How distance is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// The straight line.
    Euclidean,
    /// Along a grid of streets: |dx| + |dy|.
    Manhattan,
}

impl Metric {
    #[inline]
    fn distance(self, dx: f64, dy: f64) -> f64 {
        match self {
            Self::Euclidean => (dx * dx + dy * dy).sqrt(),
            Self::Manhattan => dx.abs() + dy.abs(),
        }
    }
}

/// What is asked of the events.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// The boundaries of the distance bands, rising: 0, 0.1, 200 are the bands [0, 0.1) and [0.1, 200).
    pub space: &'a [f64],
    /// The boundaries of the bands of days, rising: 0, 7, 14 are days 0 to 6 and 7 to 13.
    pub days: &'a [f64],
    pub metric: Metric,
    /// How often the dates are put into random order; 0 gives no p-values.
    pub permutations: usize,
    pub seed: u64,
}

/// The Knox table: rows are the bands of distance, columns the bands of days.
#[derive(Clone, Debug, Serialize)]
pub struct NearRepeat {
    /// The number of events.
    pub n: usize,
    /// All pairs of events, n(n−1)/2.
    pub pairs: u64,
    /// The half-open bands [from, to).
    pub space_bands: Vec<[f64; 2]>,
    pub day_bands: Vec<[f64; 2]>,
    pub metric: Metric,
    /// Pairs of events in each cell.
    pub observed: Vec<Vec<u64>>,
    /// Pairs of events in each band of distance, whatever their dates; and in each band of days, wherever they are.
    pub space_totals: Vec<u64>,
    pub day_totals: Vec<u64>,
    /// Exactly what random dates bring on average.
    pub expected: Vec<Vec<f64>>,
    /// Observed / expected; `None` where nothing is expected.
    pub ratio: Vec<Vec<Option<f64>>>,
    /// (1 + permutations with as many pairs or more) / (1 + permutations): one-sided; `None` without permutations.
    pub p: Vec<Vec<Option<f64>>>,
    /// Between which counts 95% of the permutations lie: the 2.5% and 97.5% order statistics.
    pub by_chance: Vec<Vec<Option<[u64; 2]>>>,
    pub permutations: usize,
    pub seed: u64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The Knox test of events at (`x`, `y`) on whole days `day`, all of one length.
///
/// Reproduces, for Chicago's burglaries of January 2016, Manhattan distance, bands 0, 0.1, 200, 400, 600 m by 0, 7, 14,
/// 21 days: \[28, 5, 5\], \[141, 69, 27\], \[186, 140, 100\], \[237, 192, 128\] pairs.
///
/// Errors: coordinates that are not numbers, lengths that differ, fewer than two events, bands that do not rise from
/// zero or above, dates more than 32,766 days apart.
pub fn near_repeat(x: &[f64], y: &[f64], day: &[i32], settings: &Settings<'_>) -> Result<NearRepeat, Error> {
    check::finite("x", x)?;
    check::length("y", y.len(), x.len())?;
    check::length("date", day.len(), x.len())?;
    check::finite("y", y)?;
    check::at_least("events", x.len(), 2)?;
    boundaries("the distance bands", settings.space)?;
    boundaries("the bands of days", settings.days)?;
    let cells = (settings.space.len() - 1) * (settings.days.len() - 1);
    let most = MOST_COUNTS / (cells + HEAD);
    if settings.permutations > most {
        let expected = format!("at most {most} with {cells} bands of distance and days together");
        return Err(Error::setting("the number of permutations", settings.permutations, expected));
    }
    let day = since_first(day)?;
    let limits = limits(settings.days);
    let (counts, observed) = counted(x, y, &day, &limits, settings);
    let day_totals = day_pairs(&day, &limits);
    Ok(table(x.len(), settings, &counts, observed, day_totals))
}

/// Rising boundaries from zero or above, at least two.
fn boundaries(what: &'static str, given: &[f64]) -> Result<(), Error> {
    check::at_least(what, given.len(), 2)?;
    let bad = |what, found: &f64| Error::setting(what, found, "a number not below zero");
    if let Some(found) = given.iter().find(|value| !value.is_finite() || **value < 0.0) {
        return Err(bad(what, found));
    }
    match given.windows(2).find(|pair| pair[1] <= pair[0]) {
        None => Ok(()),
        Some(pair) => Err(Error::setting(
            what,
            format!("{} after {}", pair[1], pair[0]),
            "boundaries that rise, so that no two bands overlap",
        )),
    }
}

/// Days since the first, in 16 bits: eight of them are compared at once.
fn since_first(day: &[i32]) -> Result<Vec<i16>, Error> {
    let first = day.iter().copied().min().unwrap_or_default();
    let since = |(row, day): (usize, &i32)| {
        let since = i16::try_from(i64::from(*day) - i64::from(first)).ok().filter(|since| *since < i16::MAX);
        since.ok_or_else(|| Error::value("date", row, day, "dates at most 32766 days apart"))
    };
    day.iter().enumerate().map(since).collect()
}

/// Whole days d lie below a boundary e exactly where d < ⌈e⌉.
fn limits(days: &[f64]) -> Vec<i16> {
    days.iter().map(|day| day.ceil().min(f64::from(i16::MAX)) as i16).collect()
}

/// Pairs of days in each band, wherever the events are.
fn day_pairs(day: &[i16], limits: &[i16]) -> Vec<u64> {
    let mut sorted = day.to_vec();
    sorted.sort_unstable();
    let below = |limit: i16| {
        let mut first = 0;
        let mut pairs = 0;
        for (place, day) in sorted.iter().enumerate() {
            while day - sorted[first] >= limit && first < place {
                first += 1;
            }
            pairs += (place - first) as u64;
        }
        if limit == 0 { 0 } else { pairs }
    };
    let below: Vec<u64> = limits.iter().map(|limit| below(*limit)).collect();
    below.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Counts of pairs that are held for all permutations together: 512 MB of them.
const MOST_COUNTS: usize = 1 << 26;

/// What holding a permutation's counts takes besides them, in counts.
const HEAD: usize = 5;

/// Permutations that are counted side by side.
const LANES: usize = 16;

/// Pairs that are held at once: 32 MB of them.
const HELD: usize = 1 << 23;

/// A permutation's pairs in each cell, row by row.
type Cells = Vec<u64>;

/// The pairs of one band of distance, of a run of events from `first` on: the later events of each, one after another.
struct Close {
    first: usize,
    others: Vec<u32>,
    /// Where the others of each event end.
    ends: Vec<usize>,
}

/// Counts the cells as they are (the first of the result) and under each permutation, and the bands of distance.
fn counted(x: &[f64], y: &[f64], day: &[i16], limits: &[i16], settings: &Settings<'_>) -> (Vec<Cells>, Vec<u64>) {
    let bands = settings.space.len() - 1;
    let strips = Strips::new(x, y, settings.space[bands]);
    // Events that are close in space lie close in memory too.
    let mut day: Vec<i16> = strips.row.iter().map(|row| day[*row as usize]).collect();
    // Events at one place by date, so that the order of the rows makes no difference to the random orders.
    let mut from = 0;
    while from < day.len() {
        let same = |place: &usize| strips.x[*place] == strips.x[from] && strips.y[*place] == strips.y[from];
        let end = from + (from..day.len()).take_while(same).count();
        day[from..end].sort_unstable();
        from = end;
    }
    let mut totals = vec![0; bands];
    let mut counts = vec![vec![0; bands * (limits.len() - 1)]; settings.permutations + 1];
    let mut from = 0;
    while from < day.len() {
        let close = close(&strips, from, settings);
        from += close[0].ends.len();
        totals.iter_mut().zip(&close).for_each(|(total, band)| *total += band.others.len() as u64);
        counts.par_chunks_mut(LANES).enumerate().for_each(|(chunk, counts)| {
            let days = orders(&day, chunk * LANES, settings.seed);
            for (band, close) in close.iter().enumerate() {
                count(close, &days, limits, band, counts);
            }
        });
    }
    (counts, totals)
}

/// The close pairs of the events from `first` on, until enough are held; one entry for each band.
fn close(strips: &Strips, first: usize, settings: &Settings<'_>) -> Vec<Close> {
    let edges = settings.space;
    let mut bands: Vec<Close> =
        (1..edges.len()).map(|_| Close { first, others: Vec::new(), ends: Vec::new() }).collect();
    for event in first..strips.x.len() {
        strips.later(event, |other, dx, dy| {
            let distance = settings.metric.distance(dx, dy);
            let passed = edges.iter().filter(|edge| **edge <= distance).count();
            if (1..edges.len()).contains(&passed) {
                bands[passed - 1].others.push(other as u32);
            }
        });
        bands.iter_mut().for_each(|band| band.ends.push(band.others.len()));
        if bands.iter().map(|band| band.others.len()).sum::<usize>() >= HELD {
            break;
        }
    }
    bands
}

/// The dates in the order of the data (permutation 0) or in random order, `LANES` permutations side by side.
fn orders(day: &[i16], first: usize, seed: u64) -> Vec<[i16; LANES]> {
    let mut side_by_side = vec![[0; LANES]; day.len()];
    let mut order = day.to_vec();
    for lane in 0..LANES {
        if first + lane > 0 {
            order.copy_from_slice(day);
            Stream::new(seed, (first + lane) as u64).shuffle(&mut order);
        }
        for (row, day) in side_by_side.iter_mut().zip(&order) {
            row[lane] = *day;
        }
    }
    side_by_side
}

/// Limits that are compared at once: as many sums as the processor holds in registers.
const GROUP: usize = 4;

/// Adds the pairs of one band of distance, under `LANES` permutations, to the row `band` of `counts`.
fn count(close: &Close, days: &[[i16; LANES]], limits: &[i16], band: usize, counts: &mut [Cells]) {
    let columns = limits.len() - 1;
    for (group, limits) in limits.chunks(GROUP).enumerate() {
        let wanted: [i16; GROUP] = std::array::from_fn(|at| limits.get(at).copied().unwrap_or(0));
        let mut add = |below: [[i16; LANES]; GROUP]| {
            // The pairs below a limit belong to the band before it, and not to the band after it.
            for (lane, cells) in counts.iter_mut().enumerate() {
                let row = &mut cells[band * columns..][..columns];
                for (at, below) in below.iter().take(limits.len()).enumerate() {
                    let (limit, pairs) = (group * GROUP + at, u64::from(below[lane].unsigned_abs()));
                    if limit > 0 {
                        row[limit - 1] = row[limit - 1].wrapping_add(pairs);
                    }
                    if limit < columns {
                        row[limit] = row[limit].wrapping_sub(pairs);
                    }
                }
            }
        };
        below(close, days, wanted, &mut add);
    }
}

/// Hands the number of pairs whose days are less than each limit apart to `add`, in runs that 16 bits hold.
fn below(close: &Close, days: &[[i16; LANES]], limits: [i16; GROUP], add: &mut impl FnMut([[i16; LANES]; GROUP])) {
    let mut sums = [[0_i16; LANES]; GROUP];
    let (mut room, mut start) = (i16::MAX as usize, 0);
    for (own, end) in days[close.first..].iter().zip(&close.ends) {
        let mut rest = &close.others[start..*end];
        while !rest.is_empty() {
            let (run, after) = rest.split_at(room.min(rest.len()));
            for other in run {
                let other = &days[*other as usize];
                // Both lie within 0 and 32,766, so that their difference has 16 bits too.
                let apart: [i16; LANES] = std::array::from_fn(|lane| (own[lane] - other[lane]).abs());
                for (sum, limit) in sums.iter_mut().zip(limits) {
                    for lane in 0..LANES {
                        sum[lane] += i16::from(apart[lane] < limit);
                    }
                }
            }
            (rest, room) = (after, room - run.len());
            if room == 0 {
                add(std::mem::replace(&mut sums, [[0; LANES]; GROUP]));
                room = i16::MAX as usize;
            }
        }
        start = *end;
    }
    add(sums);
}

/// Puts the counts into the table.
fn table(
    n: usize,
    settings: &Settings<'_>,
    counts: &[Cells],
    space_totals: Vec<u64>,
    day_totals: Vec<u64>,
) -> NearRepeat {
    let (rows, columns) = (space_totals.len(), day_totals.len());
    let pairs = n as u64 * (n as u64 - 1) / 2;
    let each = |row: usize| (0..columns).map(move |column| (row, column));
    let observed = |(row, column): (usize, usize)| counts[0][row * columns + column];
    let expected = |(row, column): (usize, usize)| space_totals[row] as f64 * day_totals[column] as f64 / pairs as f64;
    let ratio = |cell| (expected(cell) > 0.0).then(|| observed(cell) as f64 / expected(cell));
    let drawn = |(row, column): (usize, usize)| {
        let mut drawn: Vec<u64> = counts[1..].iter().map(|cells| cells[row * columns + column]).collect();
        drawn.sort_unstable();
        drawn
    };
    let p = |cell| {
        let as_many = settings.permutations - drawn(cell).partition_point(|count| *count < observed(cell));
        (settings.permutations > 0).then(|| (1 + as_many) as f64 / (1 + settings.permutations) as f64)
    };
    let by_chance = |cell| {
        let drawn = drawn(cell);
        let rank = |share: f64| drawn.get((share * drawn.len() as f64) as usize).copied();
        rank(0.025).zip(rank(0.975)).map(|(lower, upper)| [lower, upper])
    };
    let bands = |edges: &[f64]| edges.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let lowest = (0..rows).flat_map(each).map(expected).fold(f64::INFINITY, f64::min);
    NearRepeat {
        n,
        pairs,
        space_bands: bands(settings.space),
        day_bands: bands(settings.days),
        metric: settings.metric,
        observed: (0..rows).map(|row| each(row).map(observed).collect()).collect(),
        expected: (0..rows).map(|row| each(row).map(expected).collect()).collect(),
        ratio: (0..rows).map(|row| each(row).map(ratio).collect()).collect(),
        p: (0..rows).map(|row| each(row).map(p).collect()).collect(),
        by_chance: (0..rows).map(|row| each(row).map(by_chance).collect()).collect(),
        permutations: settings.permutations,
        seed: settings.seed,
        cautions: cautions(lowest, settings, rows * columns),
        space_totals,
        day_totals,
    }
}

fn cautions(lowest: f64, settings: &Settings<'_>, cells: usize) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "growth-differs",
            "If events grew in one part of the area and fell in another during the period, pairs come closer in space \
             and time without any near repeats.",
        ),
        Caution::standing(
            "many-cells",
            format!("{cells} cells are tested, each by itself: with many, some p-values are small by chance."),
        ),
    ];
    if lowest < 5.0 {
        let text = format!("A cell expects only {lowest:.2} pairs: its ratio rests on very few.");
        cautions.push(Caution::found("few-pairs", text));
    }
    if settings.permutations > 0 && settings.permutations < 99 {
        let least = 1.0 / (1 + settings.permutations) as f64;
        let text = format!("With {} permutations no p-value can be below {least:.3}.", settings.permutations);
        cautions.push(Caution::found("few-permutations", text));
    }
    cautions
}
