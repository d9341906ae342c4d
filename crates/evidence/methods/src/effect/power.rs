//! Before starting: the smallest reduction that the planned comparison could tell from chance.

use serde::Serialize;

use crate::numeric::distribution::{normal_cdf, normal_quantile};
use crate::{Caution, Error, check, sound};

/// What is planned.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Events of the treated area in the time before.
    pub treated: f64,
    /// Events of the control area in the time before; `None` compares the treated area with its own past alone.
    pub control: Option<f64>,
    /// Events of the areas near the treated and near the control one, which add noise to the answer.
    pub near: Option<[f64; 2]>,
    /// Length of the time before and after.
    pub months: [f64; 2],
    /// How many times a Poisson's variance the counts have; 1 for Poisson.
    pub dispersion: f64,
    /// The share of tests that may cry wolf, 0.05.
    pub alpha: f64,
    /// The share of true effects to be found, 0.8.
    pub power: f64,
    /// Whether an increase is to be told too.
    pub two_sided: bool,
}

/// How likely a reduction of this share is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// The true reduction as a share of the treated area's events.
    pub reduction: f64,
    /// The probability that the test tells it.
    pub power: f64,
}

/// What the plan can see.
#[derive(Clone, Debug, Serialize)]
pub struct Power {
    /// The smallest reduction, as a share, told with the wished power; `None` where even none left would not be seen.
    pub smallest_reduction: Option<f64>,
    /// The same in events of the treated area during the time after.
    pub smallest_count: Option<f64>,
    /// Events expected in the treated area afterwards without an effect.
    pub expected: f64,
    /// The standard error of the difference if nothing changes, in events of the time after.
    pub se: f64,
    /// The power at reductions of 5% to 100%.
    pub chances: Vec<Chance>,
    /// All events expected before and after.
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The smallest detectable reduction of the weighted displacement difference (or of a before-after comparison).
///
/// With r the months after over before, and K the events before of every area that is compared, the difference of a
/// reduction ρ is ρ·r·T with the variance φ(r²ΣK + rΣK − ρ·r·T): all counts as Poisson counts, the test of Wheeler and
/// Ratcliffe (2018). Power is Φ((ρ·r·T − z₁₋ₐ·se(ρ)) / se(ρ)), as the error is estimated from the counts that come;
/// ρ solves it at the wished power. One-sided power agrees with `statsmodels.stats.rates.power_poisson_diff_2indep`.
///
/// Errors: no events in the treated area, and settings out of range.
pub fn smallest_reduction(plan: &Plan) -> Result<Power, Error> {
    checked(plan)?;
    let ratio = plan.months[1] / plan.months[0];
    let others = plan.control.unwrap_or(0.0) + plan.near.map_or(0.0, |near| near[0] + near[1]);
    let before = plan.treated + others;
    let expected = plan.treated * ratio;
    let variance = |reduction: f64| plan.dispersion * (before * ratio * ratio + before * ratio - reduction * expected);
    let tails = if plan.two_sided { 2.0 } else { 1.0 };
    let critical = normal_quantile(1.0 - plan.alpha / tails);
    let power = |reduction: f64| {
        let effect = reduction * expected / variance(reduction).sqrt();
        let other_side = if plan.two_sided { normal_cdf(-effect - critical) } else { 0.0 };
        normal_cdf(effect - critical) + other_side
    };
    let smallest = (power(1.0) >= plan.power).then(|| bisect(|reduction| power(reduction) - plan.power));
    let steps = (1..=20).map(|step| f64::from(step) / 20.0);
    sound(Power {
        smallest_reduction: smallest,
        smallest_count: smallest.map(|share| share * expected),
        expected,
        se: variance(0.0).sqrt(),
        chances: steps.map(|reduction| Chance { reduction, power: power(reduction) }).collect(),
        n: before * (1.0 + ratio),
        cautions: cautions(plan, smallest),
    })
}

/// The zero of a rising function between 0 and 1.
fn bisect(value: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if value(middle) < 0.0 { low = middle } else { high = middle }
    }
    high
}

fn checked(plan: &Plan) -> Result<(), Error> {
    check::positive_setting("treated", plan.treated)?;
    if let Some(control) = plan.control {
        check::not_negative("control", &[control])?;
    }
    if let Some(near) = plan.near {
        check::not_negative("near", &near)?;
    }
    check::positive("months", &plan.months)?;
    check::positive_setting("dispersion", plan.dispersion)?;
    check::level("alpha", plan.alpha)?;
    check::level("power", plan.power)?;
    if plan.power <= plan.alpha {
        return Err(Error::setting("power", plan.power, format!("more than alpha, {}", plan.alpha)));
    }
    Ok(())
}

fn cautions(plan: &Plan, smallest: Option<f64>) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "planning-assumptions",
        "This holds if the counts before are typical, if they vary as stated, and if the reduction is the same all the \
         time; most actions reduce less than they hope to.",
    )];
    if plan.control.is_none() {
        let text = "Without a control area any change of the whole town counts as an effect.";
        cautions.push(Caution::found("no-control", text));
    }
    if smallest.is_none_or(|share| share > 0.5) {
        let text = "Only an effect larger than most actions have would be seen: more time, more areas or another \
                    outcome with more events is needed before starting.";
        cautions.push(Caution::found("too-few-to-see", text));
    }
    if plan.treated * (plan.months[1] / plan.months[0]) < 20.0 {
        let text = "Fewer than twenty events are expected afterwards: the normal power is rough.";
        cautions.push(Caution::found("few-events", text));
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            treated: 100.0,
            control: Some(100.0),
            near: None,
            months: [12.0, 12.0],
            dispersion: 1.0,
            alpha: 0.05,
            power: 0.8,
            two_sided: true,
        }
    }

    /// By hand: ρT = (z₁₋ₐ/₂ + z₀.₈)·√(400 − ρT), so ρ = 0.49 and a bit.
    #[test]
    fn the_smallest_reduction_solves_its_equation() {
        let found = smallest_reduction(&plan()).unwrap().smallest_reduction.unwrap();
        let z = 1.959_963_984_540_054_f64 + 0.841_621_233_572_914_3;
        let by_hand = 0.5 * (-z * z + (z.powi(4) + 4.0 * z * z * 400.0).sqrt()) / 100.0;
        assert!((found - by_hand).abs() < 1e-5, "{found} is not {by_hand}");
    }

    #[test]
    fn what_cannot_be_seen_is_none() {
        let found = smallest_reduction(&Plan { treated: 4.0, ..plan() }).unwrap();
        assert_eq!(found.smallest_reduction, None);
        assert!(found.cautions.iter().any(|caution| caution.code == "too-few-to-see"));
    }
}
