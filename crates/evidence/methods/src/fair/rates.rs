//! Rates of counts over people or time, each with the interval asked for, and standardised to a common make-up.

use serde::Serialize;

use crate::numeric::distribution::{chi_squared_quantile, normal_two_sided_quantile};
use crate::numeric::exact::poisson_interval;
use crate::{Caution, Error, Interval, check, counted, sound};

/// How the interval of a rate is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Garwood (1936), exact: never covers less than it says.
    Exact,
    /// Byar's approximation (Breslow and Day 1987, 2.13): close to exact at any count, as public health uses it.
    Byar,
    /// Count ± z√count: too narrow and off centre for small counts.
    Wald,
    /// Rao's score: as Wilson's for shares.
    Score,
}

/// A rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    pub events: f64,
    pub population: f64,
    /// Events by population, times the scale.
    pub rate: f64,
    /// √events by population, times the scale.
    pub se: f64,
    pub ci: Interval,
}

/// Many rates.
#[derive(Clone, Debug, Serialize)]
pub struct Rates {
    pub rates: Vec<Rate>,
    pub overall: Rate,
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The rate of each count over its population, times `scale` (1000: per thousand).
///
/// Exact intervals are those of R's `poisson.test`. Errors: counts that are no whole numbers, populations not above zero.
pub fn rates(events: &[f64], population: &[f64], scale: f64, method: Method, level: f64) -> Result<Rates, Error> {
    check::level("level", level)?;
    check::positive_setting("scale", scale)?;
    check::at_least("events", events.len(), 1)?;
    check::length("population", population.len(), events.len())?;
    check::counts("events", events)?;
    check::positive("population", population)?;
    let one = |events: f64, population: f64| Rate {
        events,
        population,
        rate: events / population * scale,
        se: events.sqrt() / population * scale,
        ci: count_interval(events, method, level).times(scale / population),
    };
    let all: Vec<Rate> = events.iter().zip(population).map(|(events, people)| one(*events, *people)).collect();
    let overall = one(events.iter().sum(), population.iter().sum());
    let mut cautions = vec![Caution::standing(
        "who-was-there",
        "A rate over residents misleads where those at risk are others: visitors, workers, drivers.",
    )];
    let few = events.iter().filter(|count| **count < 20.0).count();
    if few > 0 {
        let text = format!("Rates on fewer than twenty events, which change much by chance: {few}.");
        cautions.push(Caution::found("few-events", text));
    }
    sound(Rates { rates: all, overall, n: overall.events, cautions })
}

/// The interval of a count's mean.
fn count_interval(count: f64, method: Method, level: f64) -> Interval {
    let z = normal_two_sided_quantile(level);
    match method {
        Method::Exact => poisson_interval(count, level),
        Method::Byar => byar(count, level),
        Method::Wald => Interval::new((count - z * count.sqrt()).max(0.0), count + z * count.sqrt(), level),
        Method::Score => {
            let (middle, reach) = (count + z * z / 2.0, z * (count + z * z / 4.0).sqrt());
            Interval::new((middle - reach).max(0.0), middle + reach, level)
        }
    }
}

fn byar(count: f64, level: f64) -> Interval {
    let z = normal_two_sided_quantile(level);
    let cube = |count: f64, z: f64| count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3);
    let lower = if count > 0.0 { cube(count, -z).max(0.0) } else { 0.0 };
    Interval::new(lower, cube(count + 1.0, z), level)
}

/// A rate as it would be if the population were made up as the standard is.
#[derive(Clone, Debug, Serialize)]
pub struct Standardised {
    pub rate: f64,
    pub se: f64,
    /// Gamma interval of Fay and Feuer (1997).
    pub ci: Interval,
    /// Byar's interval of all events, moved and scaled (Dobson et al. 1991).
    pub ci_dobson: Interval,
    /// The rate without standardisation.
    pub crude: f64,
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The directly standardised rate Σwᵢxᵢ/nᵢ, wᵢ the standard's share of stratum i, times `scale`.
///
/// The interval is that of Fay and Feuer (1997), as `epitools::ageadjust.direct` gives it, and Dobson's with Byar's limits,
/// as English public health does. Errors: lengths, counts, populations, a standard without people.
pub fn standardised(
    events: &[f64],
    population: &[f64],
    standard: &[f64],
    scale: f64,
    level: f64,
) -> Result<Standardised, Error> {
    check::level("level", level)?;
    check::positive_setting("scale", scale)?;
    check::at_least("events", events.len(), 1)?;
    check::length("population", population.len(), events.len())?;
    check::length("standard", standard.len(), events.len())?;
    check::counts("events", events)?;
    check::positive("population", population)?;
    check::not_negative("standard", standard)?;
    let whole: f64 = standard.iter().sum();
    if whole <= 0.0 {
        return Err(Error::none("the standard population has nobody in it"));
    }
    let weights: Vec<f64> = standard.iter().zip(population).map(|(people, n)| people / whole / n).collect();
    let rate: f64 = weights.iter().zip(events).map(|(weight, events)| weight * events).sum();
    let variance: f64 = weights.iter().zip(events).map(|(weight, events)| weight * weight * events).sum();
    let most = weights.iter().copied().fold(0.0, f64::max);
    let (total, people): (f64, f64) = (events.iter().sum(), population.iter().sum());
    let tail = (1.0 - level) / 2.0;
    let gamma = |p: f64, rate: f64, variance: f64| {
        if variance > 0.0 {
            variance / (2.0 * rate) * chi_squared_quantile(p, 2.0 * rate * rate / variance)
        } else {
            0.0
        }
    };
    let ci = Interval::new(gamma(tail, rate, variance), gamma(1.0 - tail, rate + most, variance + most * most), level);
    let (all, per_event) = (byar(total, level), if total > 0.0 { (variance / total).sqrt() } else { most });
    let moved = |end: f64| rate + per_event * (end - total);
    let ci_dobson = Interval { lower: moved(all.lower), upper: all.upper.map(moved), level };
    sound(Standardised {
        rate: rate * scale,
        se: variance.sqrt() * scale,
        ci: ci.times(scale),
        ci_dobson: ci_dobson.times(scale),
        crude: total / people * scale,
        n: total,
        cautions: cautions(events),
    })
}

fn cautions(events: &[f64]) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "one-number-for-many",
        "A standardised rate serves to compare; it is no rate that anybody experienced, and it hides strata whose rates \
         differ the other way.",
    )];
    let total: f64 = events.iter().sum();
    if total < 10.0 {
        let text = format!("{} in all: a standardised rate needs ten or more.", counted(total, "event"));
        cautions.push(Caution::found("few-events", text));
    }
    cautions
}
