//! At which distances are points clustered?
//!
//! Ripley, B. D. (1977), "Modelling spatial patterns", JRSS B 39(2), 172–212; L by Besag in its discussion;
//! corrections after Ripley (1988) and Ohser (1983); envelopes and the maximum-deviation test after Diggle (1979) and
//! Ripley (1981).

use rayon::prelude::*;
use serde::Serialize;

use crate::numeric::random::Stream;
use crate::numeric::strips::Strips;
pub use crate::place::window::{Rectangle, Window};
use crate::{Caution, Error, check, sound};

/// What is done about neighbours that lie outside of the window, unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Correction {
    /// Nothing: K is too small.
    None,
    /// A pair counts 1 / (the share of the circle around one through the other that lies within): Ripley's own.
    Isotropic,
    /// A pair counts A / (the area of the window and its shift by the pair's difference in common); rectangles only.
    Translation,
    /// Only points further than r from the edge are centres.
    Border,
}

/// What is asked of the points.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    pub window: Window,
    /// The distances, rising, above zero, at most half the shorter side of the window's bounds.
    pub distances: &'a [f64],
    pub correction: Correction,
    /// Patterns of as many random points for the envelope; 0 for none.
    pub simulations: usize,
    pub seed: u64,
}

/// One distance of Ripley's K.
#[derive(Clone, Debug, Serialize)]
pub struct At {
    pub r: f64,
    /// `None` where the border leaves no centre.
    pub k: Option<f64>,
    /// √(K/π): r itself under complete randomness.
    pub l: Option<f64>,
    /// L − r: above zero clustered, below it spread out, at the scale r.
    pub l_minus_r: Option<f64>,
    /// πr², the K of complete randomness.
    pub k_random: f64,
    /// The least and the greatest L − r of the random patterns.
    pub envelope: Option<[f64; 2]>,
}

/// Ripley's K and L over distances.
#[derive(Clone, Debug, Serialize)]
pub struct Ripley {
    pub n: usize,
    pub area: f64,
    pub window: Window,
    pub correction: Correction,
    pub at: Vec<At>,
    /// The greatest |L − r| over all distances, and the share of patterns (random ones and this) that reach it: one
    /// test for all distances together.
    pub greatest_deviation: Option<f64>,
    pub p: Option<f64>,
    pub simulations: usize,
    pub seed: u64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// K(r) = A / (n(n−1)) · Σ over ordered pairs with distance ≤ r of the pair's weight, and L(r) = √(K/π).
///
/// Errors: coordinates that are not numbers or outside the window, fewer than three points, distances that do not rise
/// or exceed half the shorter side.
pub fn ripley(x: &[f64], y: &[f64], settings: &Settings<'_>) -> Result<Ripley, Error> {
    settings.window.holds_all(x, y)?;
    check::at_least("points", x.len(), 3)?;
    if settings.correction == Correction::Translation && matches!(settings.window, Window::Outline(_)) {
        let expected = "isotropic, border or none in a window that is no rectangle";
        return Err(Error::setting("the correction", "translation", expected));
    }
    if settings.simulations > 0 {
        settings.window.can_be_drawn_in()?;
    }
    let bounds = settings.window.bounds();
    let half = bounds.width().min(bounds.height()) / 2.0;
    check::at_least("distances", settings.distances.len(), 1)?;
    check::positive("distance", settings.distances)?;
    if let Some(row) = settings.distances.windows(2).position(|pair| pair[1] <= pair[0]) {
        return Err(Error::value("distance", row + 1, settings.distances[row + 1], "more than the one before"));
    }
    if let Some(row) = settings.distances.iter().position(|r| *r > half * (1.0 + 1e-12)) {
        let found = settings.distances[row];
        return Err(Error::value("distance", row, found, "at most half the window's shorter side"));
    }
    let k = k_of(x, y, settings);
    let random = random_patterns(x.len(), settings);
    sound(result(x.len(), settings, &k, &random))
}

/// K at each distance; `None` where the border leaves no centre.
fn k_of(x: &[f64], y: &[f64], settings: &Settings<'_>) -> Vec<Option<f64>> {
    let (n, area, r) = (x.len() as f64, settings.window.area(), settings.distances);
    let sums = weighted_pairs(x, y, settings);
    let centres: Vec<f64> = match settings.correction {
        Correction::Border => {
            let mut depths: Vec<f64> = x.iter().zip(y).map(|(x, y)| settings.window.depth(*x, *y)).collect();
            depths.sort_unstable_by(f64::total_cmp);
            r.iter().map(|r| n - depths.partition_point(|edge| edge < r) as f64).collect()
        }
        _ => vec![n; r.len()],
    };
    let k = |(sum, centres): (f64, f64)| (centres > 0.0).then(|| area * sum / (centres * (n - 1.0)));
    sums.into_iter().zip(centres).map(k).collect()
}

/// The summed weights of ordered pairs up to each distance; piece by piece in order, the same on any threads.
fn weighted_pairs(x: &[f64], y: &[f64], settings: &Settings<'_>) -> Vec<f64> {
    const PIECE: usize = 1024;
    let r = settings.distances;
    let Some(reach) = r.last() else { return Vec::new() };
    let strips = Strips::new(x, y, *reach);
    let deep = matches!(settings.correction, Correction::Isotropic | Correction::Border);
    let depth = |point: usize| settings.window.depth(strips.x[point], strips.y[point]);
    let depths = if deep { crate::numeric::parallel::map(x.len(), depth) } else { vec![0.0; x.len()] };
    let piece = |start: usize| {
        let mut sums = vec![0.0; r.len() + 1];
        for point in start..x.len().min(start + PIECE) {
            strips.later(point, |other, dx, dy| {
                let distance = (dx * dx + dy * dy).sqrt();
                let first = r.partition_point(|r| *r < distance);
                if first < r.len() {
                    let end = |at: usize| End { x: strips.x[at], y: strips.y[at], depth: depths[at] };
                    let ends = [end(point), end(other)];
                    add_pair(&mut sums, first, ends, distance, settings);
                }
            });
        }
        sums
    };
    let pieces: Vec<Vec<f64>> = (0..x.len().div_ceil(PIECE)).into_par_iter().map(|at| piece(at * PIECE)).collect();
    let mut total = vec![0.0; r.len()];
    let mut running = 0.0;
    for (at, total) in total.iter_mut().enumerate() {
        running += pieces.iter().map(|piece| piece[at]).sum::<f64>();
        *total = running;
    }
    total
}

/// One point of a pair, and its distance from the edge of the window.
struct End {
    x: f64,
    y: f64,
    depth: f64,
}

/// The least share of a circle that a pair is divided by: of points in narrow corners none counts as more than a hundred.
const LEAST_ARC: f64 = 0.01;

/// Adds both orders of a pair to the sums, which are summed up along the distances afterwards.
fn add_pair(sums: &mut [f64], first: usize, ends: [End; 2], distance: f64, settings: &Settings<'_>) {
    let window = &settings.window;
    match settings.correction {
        Correction::None => sums[first] += 2.0,
        Correction::Translation => {
            let (bounds, dx, dy) = (window.bounds(), (ends[0].x - ends[1].x).abs(), (ends[0].y - ends[1].y).abs());
            sums[first] += 2.0 * window.area() / ((bounds.width() - dx) * (bounds.height() - dy));
        }
        Correction::Isotropic => {
            let arc = |end: &End| window.arc((end.x, end.y), end.depth, distance).max(LEAST_ARC);
            sums[first] += ends.iter().map(|end| 1.0 / arc(end)).sum::<f64>();
        }
        Correction::Border => {
            // A centre counts at the distances from the pair's to its own depth within the window.
            for end in ends {
                let last = settings.distances.partition_point(|r| *r <= end.depth);
                if first < last {
                    sums[first] += 1.0;
                    sums[last] -= 1.0;
                }
            }
        }
    }
}

/// L − r of each random pattern, one stream each.
fn random_patterns(n: usize, settings: &Settings<'_>) -> Vec<Vec<Option<f64>>> {
    let pattern = |number: usize| {
        let (x, y) = settings.window.draw(n, &mut Stream::new(settings.seed, number as u64));
        let k = k_of(&x, &y, settings);
        k.into_iter().zip(settings.distances).map(|(k, r)| k.map(|k| l(k) - r)).collect()
    };
    (0..settings.simulations).into_par_iter().map(pattern).collect()
}

fn l(k: f64) -> f64 {
    (k.max(0.0) / std::f64::consts::PI).sqrt()
}

fn result(n: usize, settings: &Settings<'_>, k: &[Option<f64>], random: &[Vec<Option<f64>>]) -> Ripley {
    let at = |(row, (k, r)): (usize, (&Option<f64>, &f64))| {
        let drawn = || random.iter().filter_map(|pattern| pattern[row]);
        let least = drawn().fold(f64::INFINITY, f64::min);
        let most = drawn().fold(f64::NEG_INFINITY, f64::max);
        At {
            r: *r,
            k: *k,
            l: k.map(l),
            l_minus_r: k.map(|k| l(k) - r),
            k_random: std::f64::consts::PI * r * r,
            envelope: (least <= most).then_some([least, most]),
        }
    };
    let at: Vec<At> = k.iter().zip(settings.distances).enumerate().map(at).collect();
    let greatest = |values: &mut dyn Iterator<Item = Option<f64>>| values.flatten().map(f64::abs).reduce(f64::max);
    let own = greatest(&mut at.iter().map(|at| at.l_minus_r));
    let as_far = random.iter().filter(|pattern| greatest(&mut pattern.iter().copied()) >= own).count();
    Ripley {
        n,
        area: settings.window.area(),
        window: settings.window.clone(),
        correction: settings.correction,
        at,
        greatest_deviation: own,
        p: (settings.simulations > 0).then(|| (1 + as_far) as f64 / (1 + settings.simulations) as f64),
        simulations: settings.simulations,
        seed: settings.seed,
        cautions: cautions(settings),
    }
}

fn cautions(settings: &Settings<'_>) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "even-ground",
            "K compares with points spread evenly over the whole window; a town that is denser in its middle looks \
             clustered at every distance.",
        ),
        Caution::standing(
            "pointwise-envelope",
            "The envelope holds at one distance at a time; p judges all of them together.",
        ),
    ];
    if settings.correction == Correction::None {
        let text = "Without edge correction K is too small, the more so the greater r.";
        cautions.push(Caution::found("no-edge-correction", text));
    }
    if settings.simulations == 0 {
        cautions.push(Caution::found("no-simulations", "Without simulations there is no envelope and no p-value."));
    }
    cautions
}
