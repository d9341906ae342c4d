//! Rates beside each other without a ranking: which lie outside what chance does to a common rate?
//!
//! Spiegelhalter, D. J. (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24(8),
//! 1185–1202.

use serde::Serialize;

use crate::fair::rates::{Method, Rate, rates};
use crate::numeric::distribution::{chi_squared_upper, poisson_upper};
use crate::{Caution, Error, check, sound};

/// How many sizes the limits are given at, beside those of the rates themselves.
const SIZES: usize = 120;

/// Where a rate lies with regard to limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Below,
    Within,
    Above,
}

/// A pair of limits around the common rate.
#[derive(Clone, Debug, Serialize)]
pub struct Limits {
    /// The share of rates that lie within where only chance is at work: 0.95.
    pub level: f64,
    /// (population, lower, upper) in rates, the populations rising; every population that was given is among them.
    pub at: Vec<(f64, f64, f64)>,
    /// Where each rate lies, in the order in which they were given.
    pub sides: Vec<Side>,
}

/// Rates around a common one.
#[derive(Clone, Debug, Serialize)]
pub struct Funnel {
    /// In the order given, with exact intervals at the first level.
    pub rates: Vec<Rate>,
    pub overall: Rate,
    /// In the order of the levels asked for.
    pub limits: Vec<Limits>,
    /// Σ(x − E)²/E by one less than the number of rates: 1 where only chance is at work. `None` below 2 rates.
    pub dispersion: Option<f64>,
    /// The chance of as much or more where only chance is at work.
    pub dispersion_p: Option<f64>,
    pub n: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The rates of counts over populations, times `scale`, with limits around the overall rate at each of `levels`.
///
/// The limits are those of the exact Poisson test of each count against the overall rate, half of the remaining chance on
/// either side, at every population between zero and the largest; between whole counts by the gamma distribution, so that
/// the curves are smooth and agree with the test at whole counts. Errors: those of [`rates`], no levels, no events at all.
pub fn funnel(events: &[f64], population: &[f64], scale: f64, levels: &[f64]) -> Result<Funnel, Error> {
    check::at_least("levels", levels.len(), 1)?;
    for level in levels {
        check::level("level", *level)?;
    }
    let found = rates(events, population, scale, Method::Exact, levels[0])?;
    if found.overall.events == 0.0 {
        return Err(Error::none("there are no events: every count is zero"));
    }
    let share = found.overall.events / found.overall.population;
    let largest = population.iter().copied().fold(0.0, f64::max);
    let mut sizes: Vec<f64> = (1..=SIZES).map(|step| largest * step as f64 / SIZES as f64).collect();
    sizes.extend_from_slice(population);
    sizes.sort_unstable_by(f64::total_cmp);
    sizes.dedup();
    let limits = levels.iter().map(|level| limits(events, population, &sizes, (share, scale), *level)).collect();
    let (dispersion, dispersion_p) = dispersion(events, population, share);
    let n = events.len();
    let cautions = cautions(found.cautions, dispersion.zip(dispersion_p));
    sound(Funnel { rates: found.rates, overall: found.overall, limits, dispersion, dispersion_p, n, cautions })
}

fn limits(events: &[f64], population: &[f64], sizes: &[f64], (share, scale): (f64, f64), level: f64) -> Limits {
    let tail = (1.0 - level) / 2.0;
    let at = sizes.iter().map(|people| {
        let (lower, upper) = counts(share * people, tail);
        (*people, lower / people * scale, upper / people * scale)
    });
    let side = |(count, people): (&f64, &f64)| {
        let mean = share * people;
        if *count > 0.0 && poisson_upper(*count, mean) < tail {
            Side::Above
        } else if 1.0 - poisson_upper(count + 1.0, mean) < tail {
            Side::Below
        } else {
            Side::Within
        }
    };
    Limits { level, at: at.collect(), sides: events.iter().zip(population).map(side).collect() }
}

/// The counts at which the exact test turns, whole or between whole ones: P(X ≤ lower) = P(X ≥ upper) = `tail`.
fn counts(mean: f64, tail: f64) -> (f64, f64) {
    let reach = mean + 40.0 * mean.sqrt() + 40.0;
    let upper = turn((0.0, reach), |count| poisson_upper(count, mean) < tail);
    let lower = turn((0.0, mean + 1.0), |count| 1.0 - poisson_upper(count + 1.0, mean) >= tail);
    (lower, upper)
}

/// Where `is` turns true between two numbers, by halving to the last bit that matters for a drawing and beyond.
fn turn((mut low, mut high): (f64, f64), is: impl Fn(f64) -> bool) -> f64 {
    if low == 0.0 && is(f64::MIN_POSITIVE) {
        return 0.0;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if is(middle) { high = middle } else { low = middle }
    }
    0.5 * (low + high)
}

fn dispersion(events: &[f64], population: &[f64], share: f64) -> (Option<f64>, Option<f64>) {
    if events.len() < 2 {
        return (None, None);
    }
    let squares =
        events.iter().zip(population).map(|(count, people)| (count - share * people).powi(2) / (share * people));
    let (chi_squared, freedom) = (squares.sum::<f64>(), events.len() as f64 - 1.0);
    (Some(chi_squared / freedom), Some(chi_squared_upper(chi_squared, freedom)))
}

fn cautions(mut cautions: Vec<Caution>, dispersion: Option<(f64, f64)>) -> Vec<Caution> {
    cautions.push(Caution::standing(
        "outside-is-a-question",
        "A rate outside the limits is a question, not an answer: chance alone does not explain it, and nothing here says what does.",
    ));
    if let Some((found, p)) = dispersion.filter(|(_, p)| *p < 0.01) {
        let text = format!(
            "The rates differ {found:.1} times as much as chance alone would make them (p = {p:.2e}): many lie outside for that."
        );
        cautions.push(Caution::found("overdispersed", text));
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P(X = k), by its definition.
    fn poisson(k: u32, mean: f64) -> f64 {
        (1..=k).fold((-mean).exp(), |product, factor| product * mean / f64::from(factor))
    }

    #[test]
    fn the_limits_turn_where_the_sums_of_the_distribution_do() {
        for (mean, level) in [(0.5, 0.95), (3.0, 0.95), (20.0, 0.998), (80.0, 0.95)] {
            let tail = (1.0 - level) / 2.0;
            let (lower, upper) = counts(mean, tail);
            for count in 0..200_u32 {
                let at_most: f64 = (0..=count).map(|k| poisson(k, mean)).sum();
                let at_least = 1.0 - (0..count).map(|k| poisson(k, mean)).sum::<f64>();
                if at_least > 1e-9 && at_most > 1e-9 {
                    assert_eq!(f64::from(count) > upper, at_least < tail, "{count} over {mean}");
                    assert_eq!(f64::from(count) < lower, at_most < tail, "{count} below {mean}");
                }
            }
        }
    }

    #[test]
    fn a_rate_far_off_is_told_and_one_by_chance_is_not() {
        let (events, people) = ([100.0, 105.0, 95.0, 300.0], [1000.0, 1000.0, 1000.0, 1000.0]);
        let found = funnel(&events, &people, 1000.0, &[0.95, 0.998]).unwrap();
        assert_eq!(found.overall.rate, 150.0);
        assert_eq!(found.limits[1].sides, [Side::Below, Side::Below, Side::Below, Side::Above]);
        assert!(
            found.dispersion.unwrap() > 50.0 && found.cautions.iter().any(|caution| caution.code == "overdispersed")
        );
        let even = funnel(&events[..3], &people[..3], 1000.0, &[0.95]).unwrap();
        assert_eq!(even.limits[0].sides, [Side::Within; 3]);
        assert!(even.dispersion.unwrap() < 1.0 && !even.cautions.iter().any(|caution| caution.code == "overdispersed"));
        assert!(even.limits[0].at.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].2 >= pair[1].2));
        assert!(funnel(&[0.0], &[5.0], 1.0, &[0.95]).is_err() && funnel(&[1.0], &[5.0], 1.0, &[]).is_err());
    }
}
