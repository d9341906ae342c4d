//! How concentrated are events in places?
//!
//! Weisburd, D. (2015), "The law of crime concentration and the criminology of place", Criminology 53(2), 133–157.
//! With fewer events than places even one event at each of as many places as there are events looks concentrated;
//! Bernasco, W., & Steenbeek, W. (2017), "More places than crimes", Journal of Quantitative Criminology 33(3),
//! 451–467, measure against the most equal spread that is possible.

use serde::Serialize;

use crate::{Caution, Error, Interval, check, sound};

/// A point of the Lorenz curve: the `places` (share, those with the fewest events first) hold the `events` (share).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LorenzPoint {
    pub places: f64,
    pub events: f64,
}

/// So few places hold so many of the events.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The share of the events asked about: 0.5 for half of them.
    pub events: f64,
    /// The fewest places that together hold at least that share.
    pub places: usize,
    /// That number as a share of all places, and of the places with any event.
    pub of_places: f64,
    pub of_places_with_events: f64,
}

/// What the places with the most events hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Top {
    /// The share of the places asked about, and their number, rounded up.
    pub places: f64,
    pub number: usize,
    /// The share of all events in them.
    pub of_events: f64,
}

/// How unequally events are spread over places.
#[derive(Clone, Debug, Serialize)]
pub struct Concentration {
    /// The number of places, of those with any event, and of events.
    pub n: usize,
    pub with_events: usize,
    pub events: f64,
    /// Gini's coefficient: 0 when every place holds the same, near 1 when one place holds all.
    pub gini: f64,
    /// Its standard error by the jackknife over places, and the interval on the normal scale; `None` below 3 places.
    pub gini_se: Option<f64>,
    pub gini_interval: Option<Interval>,
    /// Gini's coefficient against the most equal spread that is possible with so few events
    /// (Bernasco and Steenbeek 2017); the same as `gini` when there are at least as many events as places.
    pub gini_generalised: f64,
    pub gini_generalised_se: Option<f64>,
    pub gini_generalised_interval: Option<Interval>,
    /// Gini's coefficient to be expected when events fall at random, each place alike (a Poisson of the same mean).
    pub gini_by_chance: f64,
    /// From (0, 0) to (1, 1); points between places with equal counts lie on the line and are left out.
    pub lorenz: Vec<LorenzPoint>,
    pub shares: Vec<Share>,
    pub top: Vec<Top>,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Concentration of `counts`, one for each place, places without events included.
///
/// `events` are the shares of events asked about (0.5: in how few places is half of it?), `level` the confidence.
/// Reproduces the examples of the R package lorenzgini 0.1.2: 5, 2, 1 events in ten places give 0.8 and 0.75.
/// Errors: counts that are not whole numbers from zero, no places, no events, shares beyond 0 and 1.
pub fn concentration(counts: &[f64], events: &[f64], level: f64) -> Result<Concentration, Error> {
    check::at_least("places", counts.len(), 1)?;
    check::counts("count", counts)?;
    check::level("the level", level)?;
    if let Some(bad) = events.iter().find(|share| !(**share > 0.0 && **share <= 1.0)) {
        return Err(Error::setting("the share of events", bad, "a number above 0, at most 1"));
    }
    let mut sorted = counts.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (n, total) = (sorted.len(), sorted.iter().sum::<f64>());
    if total == 0.0 {
        return Err(Error::none("there are no events: every count is zero"));
    }
    let gini = gini(&sorted);
    let scale = (n as f64 / total).max(1.0);
    let generalised = generalised(gini, n as f64, total);
    // The leave-one-out coefficients of both kinds: the scale of the generalised one changes with them.
    let (se, generalised_se) = jackknife(&sorted).map_or((None, None), |(plain, other)| (Some(plain), Some(other)));
    let within = |value: f64, se: Option<f64>| {
        se.map(|se| {
            let wald = Interval::wald(value, se, level);
            Interval::new(wald.lower.max(0.0), wald.upper.unwrap_or(1.0).min(1.0), level)
        })
    };
    sound(Concentration {
        n,
        with_events: sorted.iter().filter(|count| **count > 0.0).count(),
        events: total,
        gini,
        gini_se: se,
        gini_interval: within(gini, se),
        gini_generalised: generalised,
        gini_generalised_se: generalised_se,
        gini_generalised_interval: within(generalised, generalised_se),
        gini_by_chance: gini_of_poisson(total / n as f64),
        lorenz: lorenz(&sorted, total),
        shares: events.iter().map(|share| holding(&sorted, total, *share)).collect(),
        top: [0.01, 0.05, 0.1, 0.2].iter().map(|share| top(&sorted, total, *share)).collect(),
        cautions: cautions(scale, n, total),
    })
}

/// G = Σ (2i − n − 1) yᵢ / (n Σ y), y rising.
fn gini(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    let weighted: f64 = sorted.iter().zip(1..).map(|(y, rank)| (2.0 * f64::from(rank) - n - 1.0) * y).sum();
    weighted / (n * sorted.iter().sum::<f64>())
}

/// G′ = max(n/c, 1)·(G − 1) + 1 for c events in n places (Bernasco and Steenbeek 2017).
fn generalised(gini: f64, places: f64, events: f64) -> f64 {
    if events >= places { gini } else { places / events * (gini - 1.0) + 1.0 }
}

/// The standard errors of both coefficients by leaving out each place in turn, in one pass over the sorted counts
/// (Karagiannis, E., & Kovacevic, M. (2000), Oxford Bulletin of Economics and Statistics 62(1), 119–122).
fn jackknife(sorted: &[f64]) -> Option<(f64, f64)> {
    let n = sorted.len() as f64;
    let total: f64 = sorted.iter().sum();
    let ranked: f64 = sorted.iter().zip(1..).map(|(y, rank)| f64::from(rank) * y).sum();
    let mut above = total;
    let mut pairs = Vec::with_capacity(sorted.len());
    for (y, rank) in sorted.iter().zip(1..) {
        above -= y;
        // Without this place the ranks of those above fall by one.
        let (rest, left) = (n - 1.0, total - y);
        let weighted = 2.0 * (ranked - f64::from(rank) * y - above) - (rest + 1.0) * left;
        if rest < 2.0 || left <= 0.0 {
            return None;
        }
        let gini = weighted / (rest * left);
        pairs.push((gini, generalised(gini, rest, left)));
    }
    let error = |of: fn(&(f64, f64)) -> f64| {
        let mean = pairs.iter().map(of).sum::<f64>() / n;
        (pairs.iter().map(|pair| (of(pair) - mean).powi(2)).sum::<f64>() * (n - 1.0) / n).sqrt()
    };
    Some((error(|pair| pair.0), error(|pair| pair.1)))
}

/// Gini's coefficient of a Poisson of mean λ: e^(−2λ) (I₀(2λ) + I₁(2λ)).
///
/// As the integral (1/π) ∫ e^(2λ(cos θ − 1)) (1 + cos θ) dθ over 0 to π; the trapezoid rule settles at once on it.
fn gini_of_poisson(mean: f64) -> f64 {
    if mean > 10_000.0 {
        // Hankel's series of both for a large argument.
        let x = 2.0 * mean;
        return (2.0 - 0.25 / x - 0.046_875 / (x * x)) / (2.0 * std::f64::consts::PI * x).sqrt();
    }
    let steps = 32 + (20.0 * mean.sqrt()) as u32;
    let at = |step: u32| {
        let cosine = (std::f64::consts::PI * f64::from(step) / f64::from(steps)).cos();
        (2.0 * mean * (cosine - 1.0)).exp() * (1.0 + cosine)
    };
    ((1..steps).map(at).sum::<f64>() + 0.5 * (at(0) + at(steps))) / f64::from(steps)
}

fn lorenz(sorted: &[f64], total: f64) -> Vec<LorenzPoint> {
    let mut points = vec![LorenzPoint { places: 0.0, events: 0.0 }];
    let mut sum = 0.0;
    for (place, count) in sorted.iter().enumerate() {
        sum += count;
        if sorted.get(place + 1) != Some(count) {
            points.push(LorenzPoint { places: (place + 1) as f64 / sorted.len() as f64, events: sum / total });
        }
    }
    points
}

fn holding(sorted: &[f64], total: f64, share: f64) -> Share {
    let (mut sum, mut places) = (0.0, 0);
    // Counts are whole: a sum that falls short by less than this fell short by rounding the share alone.
    let wanted = share * total - 1e-9 * total;
    while sum < wanted && places < sorted.len() {
        places += 1;
        sum += sorted[sorted.len() - places];
    }
    let with_events = sorted.iter().filter(|count| **count > 0.0).count();
    let of = |all: usize| places as f64 / all as f64;
    Share { events: share, places, of_places: of(sorted.len()), of_places_with_events: of(with_events) }
}

fn top(sorted: &[f64], total: f64, share: f64) -> Top {
    let number = (share * sorted.len() as f64 - 1e-9).ceil() as usize;
    let held: f64 = sorted.iter().rev().take(number).sum();
    Top { places: share, number, of_events: held / total }
}

fn cautions(scale: f64, places: usize, total: f64) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "places-without-events",
            "Places without any event belong into the table: without them the concentration looks smaller than it is.",
        ),
        Caution::standing(
            "unequal-places",
            "Every place counts alike, whatever its size or the number of people in it.",
        ),
    ];
    if scale > 1.0 {
        let text = format!(
            "There are fewer events ({total}) than places ({places}): the plain Gini is large for that reason alone; \
             compare the generalised one."
        );
        cautions.push(Caution::found("more-places-than-events", text));
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy.special: ive(0, 2m) + ive(1, 2m).
    #[test]
    fn the_gini_of_a_poisson() {
        for (mean, expected) in [
            (0.01, 0.990_099_172_465_182_3),
            (1.0, 0.523_777_611_802_608_6),
            (200.0, 0.039_881_755_240_843_53),
            (1e4, 0.005_641_860_573_298_007),
            (1e15, 1.784_124_116_152_771e-8),
        ] {
            let found = gini_of_poisson(mean);
            assert!((found - expected).abs() < 1e-13, "{mean}: {found} is not {expected}");
        }
    }
}
