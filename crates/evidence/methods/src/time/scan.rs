//! Where and when are there more events now than elsewhere and before? The space-time permutation scan.

use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::random::Stream;
use crate::{Caution, Error, check, sound};

/// The settings of [`scan`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// The largest share of all events that a circle may hold, at most 0.5.
    pub largest_share: f64,
    /// The largest radius of a circle, in the unit of the coordinates; `None`: no limit.
    pub largest_radius: Option<f64>,
    /// The longest stretch of days; `None`: half of all.
    pub longest_days: Option<usize>,
    /// Whether clusters that have ended count too; else only those that last until the last day.
    pub ended_too: bool,
    pub permutations: usize,
    pub seed: u64,
}

/// One cluster: a circle over some days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cluster {
    /// The centre, which is the place of an event, and the radius to the farthest event within.
    pub x: f64,
    pub y: f64,
    pub radius: f64,
    /// The first and the last day, in days since 1970-01-01.
    pub first_day: i64,
    pub last_day: i64,
    pub observed: u32,
    /// Events in the circle at any time × events anywhere on these days / all events.
    pub expected: f64,
    /// Observed by expected.
    pub ratio: f64,
    /// The log likelihood ratio.
    pub llr: f64,
    /// The share of random orders, the given one among them, whose best cluster is as good.
    pub p: f64,
}

/// The clusters found.
#[derive(Clone, Debug, Serialize)]
pub struct Scan {
    /// The best first; no two circles overlap.
    pub clusters: Vec<Cluster>,
    pub n: usize,
    pub days: usize,
    pub longest_days: usize,
    pub permutations: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Looks through circles around every event and stretches of days for the one with the most events beyond what places
/// and days lead to expect (Kulldorff, Heffernan, Hartman, Assunção and Mostashari 2005).
///
/// `x` and `y` are projected coordinates, `days` whole days since 1970-01-01. No population is needed: a place that
/// always has many events, and a day that has many everywhere, are expected to. With c events in a cylinder and μ
/// expected of n in all, the log likelihood ratio is c ln(c/μ) + (n−c) ln((n−c)/(n−μ)); p comes from the same search
/// over random orders of the days.
///
/// The circles are held in memory: 2²⁶ events in all of them together are the most, which 25,000 events reach with the
/// share 0.1. Errors: more than that, more than 2²⁴ stretches of days, lengths that differ, coordinates that are no numbers, fewer than ten events, all on
/// one day, settings that cannot be.
pub fn scan(x: &[f64], y: &[f64], days: &[i64], settings: &Settings) -> Result<Scan, Error> {
    check::length("y", y.len(), x.len())?;
    check::length("day", days.len(), x.len())?;
    check::finite("x", x)?;
    check::finite("y", y)?;
    check::at_least("events", x.len(), 10)?;
    let (first, last) = (days.iter().min().copied().unwrap_or(0), days.iter().max().copied().unwrap_or(0));
    if !(1..=100_000).contains(&last.saturating_sub(first)) {
        return Err(Error::none("the events must be on at least two days, and within 100,000 days"));
    }
    let whole = (last - first + 1) as usize;
    let longest = settings.longest_days.unwrap_or(whole / 2);
    let problem = Problem::new(x, y, whole, longest, settings)?;
    let of_events: Vec<u32> = days.iter().map(|day| (day - first) as u32).collect();
    let mut found = problem.best_of_each(&of_events);
    let best = |number: usize| {
        let mut order = of_events.clone();
        Stream::new(settings.seed, number as u64).shuffle(&mut order);
        problem.best(&order)
    };
    let random: Vec<f64> = (0..settings.permutations).into_par_iter().map(best).collect();
    found.sort_by(|a, b| b.llr.total_cmp(&a.llr).then(a.centre.cmp(&b.centre)));
    let mut clusters: Vec<Cluster> = Vec::new();
    for one in &found {
        let cluster = problem.cluster(one, first, &random);
        let apart = |other: &Cluster| (other.x - cluster.x).hypot(other.y - cluster.y) > other.radius + cluster.radius;
        if clusters.len() < 10 && clusters.iter().all(apart) {
            clusters.push(cluster);
        }
    }
    let cautions = cautions(&clusters, x.len(), settings);
    sound(Scan {
        clusters,
        n: x.len(),
        days: whole,
        longest_days: longest,
        permutations: settings.permutations,
        cautions,
    })
}

/// The best cylinder around one centre.
#[derive(Clone, Copy)]
struct Best {
    centre: usize,
    /// Neighbours in the circle.
    size: usize,
    start: usize,
    end: usize,
    observed: u32,
    /// Events anywhere on these days.
    there: u32,
    llr: f64,
}

/// What is the same for every order of the days.
struct Problem<'a> {
    x: &'a [f64],
    y: &'a [f64],
    days: usize,
    /// The longest stretch, and the end of the first: the last day, or the first where clusters that have ended count too.
    longest: usize,
    first_end: usize,
    /// One for each place.
    circles: Vec<Circle>,
    /// ln of whole numbers.
    logs: Vec<f64>,
}

impl<'a> Problem<'a> {
    fn new(x: &'a [f64], y: &'a [f64], days: usize, longest: usize, settings: &Settings) -> Result<Self, Error> {
        if !(1..days).contains(&longest) {
            return Err(Error::setting("longest stretch of days", longest, format!("1 to {} days", days - 1)));
        }
        if !(settings.largest_share > 0.0 && settings.largest_share <= 0.5) {
            return Err(Error::setting("largest share", settings.largest_share, "a number above 0 and up to 0.5"));
        }
        if settings.permutations < 1 {
            return Err(Error::setting("permutations", settings.permutations, "1 or more"));
        }
        if let Some(radius) = settings.largest_radius {
            check::positive_setting("largest radius", radius)?;
        }
        let first_end = if settings.ended_too { 1 } else { days };
        let stretches = (days - first_end + 1).saturating_mul(longest);
        if stretches > STRETCHES {
            return Err(Error::none(format!(
                "{days} days hold {stretches} stretches of up to {longest} of them that may have ended, more than \
                 {STRETCHES}; lower the longest stretch"
            )));
        }
        let most = ((x.len() as f64 * settings.largest_share).floor() as usize).max(1);
        let radius = settings.largest_radius.unwrap_or(f64::INFINITY);
        // Several events at one place are one centre: the first of them.
        let mut places: Vec<usize> = (0..x.len()).collect();
        places.sort_by(|a, b| x[*a].total_cmp(&x[*b]).then(y[*a].total_cmp(&y[*b])).then(a.cmp(b)));
        places.dedup_by(|a, b| x[*a] == x[*b] && y[*a] == y[*b]);
        let circles = circles(x, y, &places, most, radius)?;
        let logs = (0..=x.len()).map(|number| (number as f64).ln()).collect();
        Ok(Self { x, y, days, longest, first_end, circles, logs })
    }

    /// The events up to each day, over all places.
    fn totals(&self, order: &[u32]) -> Vec<u32> {
        let mut totals = vec![0; self.days + 1];
        order.iter().for_each(|day| totals[*day as usize + 1] += 1);
        (0..self.days).for_each(|day| totals[day + 1] += totals[day]);
        totals
    }

    fn best_of_each(&self, order: &[u32]) -> Vec<Best> {
        let totals = self.totals(order);
        (0..self.circles.len()).into_par_iter().filter_map(|circle| self.around(circle, order, &totals, 0.0)).collect()
    }

    fn best(&self, order: &[u32]) -> f64 {
        let totals = self.totals(order);
        let mut best = 0.0;
        for circle in 0..self.circles.len() {
            if let Some(found) = self.around(circle, order, &totals, best) {
                best = found.llr;
            }
        }
        best
    }

    /// The best cylinder of one centre that is better than `least`.
    fn around(&self, circle: usize, order: &[u32], totals: &[u32], least: f64) -> Option<Best> {
        let (neighbours, sizes) = &self.circles[circle];
        let n = self.x.len() as f64;
        let log_n = self.logs[self.x.len()];
        // Days before the first stretch are never asked for.
        let begin = self.first_end.saturating_sub(self.longest);
        let mut counts = vec![0_u32; self.days - begin];
        let mut sums = vec![0_u32; self.days - begin + 1];
        let (mut done, mut best, mut limit) = (0, None, least);
        for size in sizes.iter().map(|size| *size as usize) {
            for event in &neighbours[done..size] {
                if let Some(day) = (order[*event as usize] as usize).checked_sub(begin) {
                    counts[day] += 1;
                }
            }
            done = size;
            let mut sum = 0;
            for (slot, count) in sums[1..].iter_mut().zip(&counts) {
                sum += count;
                *slot = sum;
            }
            for end in self.first_end..=self.days {
                for start in end.saturating_sub(self.longest)..end {
                    let observed = sums[end - begin] - sums[start - begin];
                    let there = totals[end] - totals[start];
                    let expected = size as f64 * f64::from(there) / n;
                    let count = f64::from(observed);
                    if observed < 2 || count <= expected {
                        continue;
                    }
                    // The first term alone is never less than the whole: most cylinders end here.
                    let log_expected = self.logs[size] + self.logs[there as usize] - log_n;
                    let first = count * (self.logs[observed as usize] - log_expected);
                    if first <= limit {
                        continue;
                    }
                    let rest = n - count;
                    let llr = first + if rest > 0.0 { rest * (rest / (n - expected)).ln() } else { 0.0 };
                    if llr > limit {
                        limit = llr;
                        best = Some(Best { centre: circle, size, start, end, observed, there, llr });
                    }
                }
            }
        }
        best
    }

    fn cluster(&self, one: &Best, first: i64, random: &[f64]) -> Cluster {
        let neighbours = &self.circles[one.centre].0;
        let (centre, farthest) = (neighbours[0] as usize, neighbours[one.size - 1] as usize);
        let (x, y) = (self.x[centre], self.y[centre]);
        let as_good = random.iter().filter(|llr| **llr >= one.llr * (1.0 - 1e-12)).count();
        let expected = one.size as f64 * f64::from(one.there) / self.x.len() as f64;
        Cluster {
            x,
            y,
            radius: (self.x[farthest] - x).hypot(self.y[farthest] - y),
            first_day: first + one.start as i64,
            last_day: first + one.end as i64 - 1,
            observed: one.observed,
            expected,
            ratio: f64::from(one.observed) / expected,
            llr: one.llr,
            p: (1 + as_good) as f64 / (1 + random.len()) as f64,
        }
    }
}

/// The most events that all circles may hold together: 512 MB of them, and of the sizes at which circles end.
const HELD: usize = 1 << 26;

/// The most stretches of days that each circle is looked at over: those of ten years, up to five years long, are half as many.
const STRETCHES: usize = 1 << 24;

/// Centres whose circles are laid out before it is looked again how much they hold.
const AT_ONCE: usize = 256;

/// The circles around the `places`, as long as they fit into the memory.
fn circles(x: &[f64], y: &[f64], places: &[usize], most: usize, radius: f64) -> Result<Vec<Circle>, Error> {
    let (mut circles, mut held) = (Vec::with_capacity(places.len()), 0_usize);
    for some in places.chunks(AT_ONCE) {
        // Without a largest radius every circle grows to the share, which is known beforehand.
        if radius == f64::INFINITY {
            held = places.len().saturating_mul(most);
        }
        if held > HELD {
            return Err(Error::none(format!(
                "the circles around {} places would hold more than {HELD} events together; lower the largest share (up to \
                 {most} of {} events are in a circle now), or set a largest radius",
                places.len(),
                x.len()
            )));
        }
        circles.par_extend(some.par_iter().map(|centre| circle(x, y, *centre, most, radius)));
        held = circles.iter().map(|circle: &Circle| circle.0.len()).sum();
    }
    Ok(circles)
}

/// A centre's neighbours, nearest first, and the sizes at which circles end.
type Circle = (Vec<u32>, Vec<u32>);

/// The neighbours of a centre, itself first, up to `most` and within `radius`, and the sizes at which circles may end:
/// events at the same distance are in or out together.
fn circle(x: &[f64], y: &[f64], centre: usize, most: usize, radius: f64) -> Circle {
    let distance = |event: usize| (x[event] - x[centre]).hypot(y[event] - y[centre]);
    let mut all: Vec<(f64, u32)> =
        (0..x.len()).map(|event| (distance(event), event as u32)).filter(|(far, _)| *far <= radius).collect();
    all.sort_by(|a, b| {
        a.0.total_cmp(&b.0).then((a.1 != centre as u32).cmp(&(b.1 != centre as u32))).then(a.1.cmp(&b.1))
    });
    let mut sizes: Vec<usize> =
        (1..=all.len().min(most)).filter(|size| all.get(*size).is_none_or(|next| next.0 > all[size - 1].0)).collect();
    if sizes.is_empty() {
        // More events at this one place than a circle may hold: it is looked at all the same.
        sizes.push(all.iter().take_while(|(far, _)| *far == 0.0).count().max(1));
    }
    all.truncate(sizes.last().copied().unwrap_or(1));
    (all.into_iter().map(|(_, event)| event).collect(), sizes.into_iter().map(|size| size as u32).collect())
}

fn cautions(clusters: &[Cluster], n: usize, settings: &Settings) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "population",
            "Places whose population or recording changed over the time look like clusters.",
        ),
        Caution::standing(
            "circles",
            "Circles are looked through: a cluster along a road is told as a circle that holds it, or as several.",
        ),
        Caution::standing(
            "repeated",
            "Where the scan is run day after day, one run in twenty has a cluster with p below 0.05 by chance.",
        ),
    ];
    if n < 50 {
        cautions.push(Caution::found("few-events", format!("{n} events are few: only a strong cluster can be seen.")));
    }
    if clusters.iter().any(|cluster| cluster.radius == 0.0) {
        cautions.push(Caution::found("one-place", "A cluster is several events at one and the same place: look whether they are one event written twice, or a place that stands for an unknown one."));
    }
    if settings.permutations < 99 {
        cautions.push(Caution::found(
            "few-permutations",
            format!(
                "{} permutations: p cannot be below {:.3}.",
                settings.permutations,
                1.0 / (1 + settings.permutations) as f64
            ),
        ));
    }
    cautions
}
