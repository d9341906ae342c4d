//! Disparity: how much more often is one group met than another, for its size?

use serde::Serialize;

use crate::numeric::distribution::{normal_two_sided, normal_two_sided_quantile};
use crate::numeric::exact::{binomial_test, poisson_interval, ratio_interval};
use crate::{Caution, Error, Interval, check, sound};

/// One group beside the group of reference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Disparity {
    pub events: f64,
    pub population: f64,
    /// Events by population, times the scale.
    pub rate: f64,
    /// √events by population, times the scale.
    pub rate_se: f64,
    /// The rate's exact interval (Garwood).
    pub rate_ci: Interval,
    /// The rate by the reference's rate; 1 for the reference itself, `None` where the reference has no events.
    pub ratio: Option<f64>,
    /// The standard error of the ratio's logarithm, √(1/a + 1/b); `None` with a count of zero, and for the reference.
    pub log_se: Option<f64>,
    /// ratio · e^(±z·log_se).
    pub ci_wald: Option<Interval>,
    /// Given the sum of both counts, as `poisson.test`; no upper end where the reference has no events.
    pub ci_exact: Option<Interval>,
    /// Two-sided, by the logarithm's z.
    pub p_wald: Option<f64>,
    /// Two-sided, exact given the sum (`poisson.test`).
    pub p_exact: Option<f64>,
    /// Events beyond those at the reference's rate.
    pub excess: f64,
    /// The ratio if every event of unknown group were the reference's, and if every one were this group's.
    pub ratio_lowest: Option<f64>,
    pub ratio_highest: Option<f64>,
}

/// Events that are in no group's rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Uncounted {
    /// The group is not known.
    pub unknown: f64,
    /// The group is known, and how many people are in it is not.
    pub without_population: f64,
}

/// The disparities of all groups.
#[derive(Clone, Debug, Serialize)]
pub struct Disparities {
    pub groups: Vec<Disparity>,
    /// The number of the group of reference.
    pub reference: usize,
    /// The events whose group is unknown, as a share of all events.
    pub unknown_share: f64,
    pub unknown: f64,
    /// Events of known group.
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Rates per group and their ratios to the group `reference`, times `scale` for the rates.
///
/// Wald's interval is on the logarithm (Rothman, Greenland and Lash 2008, eq. 14-8); the exact one is conditional on the sum
/// of the two counts and agrees with R's `poisson.test(c(a, b), c(A, B))`. Unknown events belong to no group; they are
/// never spread over the groups, but the bounds say what they could do. Errors: fewer than two groups, counts that are no
/// whole numbers, populations not above zero, a reference that is none of the groups.
pub fn disparities(
    events: &[f64],
    population: &[f64],
    reference: usize,
    uncounted: Uncounted,
    scale: f64,
    level: f64,
) -> Result<Disparities, Error> {
    check::level("level", level)?;
    check::positive_setting("scale", scale)?;
    check::at_least("groups", events.len(), 2)?;
    check::length("population", population.len(), events.len())?;
    check::counts("events", events)?;
    check::positive("population", population)?;
    let unknown = uncounted.unknown;
    check::counts("unknown", &[unknown])?;
    check::counts("without population", &[uncounted.without_population])?;
    if reference >= events.len() {
        let expected = format!("one of the {} groups", events.len());
        return Err(Error::setting("reference", format!("group number {}", reference + 1), expected));
    }
    let n: f64 = events.iter().sum();
    let all = n + unknown + uncounted.without_population;
    if all == 0.0 {
        return Err(Error::none("there are no events in any group"));
    }
    let base = (events[reference], population[reference]);
    let one = |at: usize| one((events[at], population[at]), base, at == reference, unknown, scale, level);
    sound(Disparities {
        groups: (0..events.len()).map(one).collect(),
        reference,
        unknown_share: unknown / all,
        unknown,
        n,
        cautions: cautions(events, unknown / all),
    })
}

fn one(own: (f64, f64), base: (f64, f64), itself: bool, unknown: f64, scale: f64, level: f64) -> Disparity {
    let (a, people) = own;
    let (b, others) = base;
    let counts = poisson_interval(a, level);
    let to_rate = |count: f64| count / people * scale;
    let over = |a: f64, b: f64| (b > 0.0).then(|| a / people / (b / others));
    let ratio = if itself { Some(1.0) } else { over(a, b) };
    let log_se = (!itself && a > 0.0 && b > 0.0).then(|| (1.0 / a + 1.0 / b).sqrt());
    let z = normal_two_sided_quantile(level);
    let wald = |(ratio, se): (f64, f64)| Interval::new(ratio * (-z * se).exp(), ratio * (z * se).exp(), level);
    let both = ratio.zip(log_se);
    let compared = !itself && a + b > 0.0;
    Disparity {
        events: a,
        population: people,
        rate: to_rate(a),
        rate_se: to_rate(a.sqrt()),
        rate_ci: Interval { lower: to_rate(counts.lower), upper: counts.upper.map(to_rate), level },
        ratio,
        log_se,
        ci_wald: both.map(wald),
        ci_exact: if compared { ratio_interval(a, b, people, others, level) } else { None },
        p_wald: both.map(|(ratio, se)| normal_two_sided(ratio.ln() / se)),
        p_exact: compared.then(|| binomial_test(a, a + b, people / (people + others))),
        excess: if itself { 0.0 } else { a - b / others * people },
        ratio_lowest: if itself { Some(1.0) } else { over(a, b + unknown) },
        ratio_highest: if itself { Some(1.0) } else { over(a + unknown, b) },
    }
}

fn cautions(events: &[f64], unknown: f64) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "residents-as-benchmark",
            "Residents are not those who were there to be met: who drives, works, shops or goes out in a place may be \
             others. A ratio is a question to ask, not proof of unequal treatment, and a ratio of one is no proof of equal \
             treatment.",
        ),
        Caution::standing(
            "repeated-persons",
            "The intervals take events as independent; the same person met many times makes them too narrow.",
        ),
    ];
    if unknown > 0.05 {
        let text = format!(
            "The group of {:.1}% of the events is unknown; the ratios hold if those are made up as the others are, and the \
             bounds say how far they could be off.",
            unknown * 100.0
        );
        cautions.push(Caution::found("unknown-groups", text));
    }
    let few = events.iter().filter(|count| **count < 10.0).count();
    if few > 0 {
        let text = format!("{few} of the groups have fewer than ten events: read the exact interval, not Wald's.");
        cautions.push(Caution::found("few-events", text));
    }
    cautions
}
