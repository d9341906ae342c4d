use comity_methods::effect::difference_in_differences::{
    DifferenceInDifferences, Effect, Model as Way, Panel, difference_in_differences,
};
use comity_methods::numeric::exact::odds_upper_of_none;
use comity_methods::numeric::random::Stream;

use super::{columns, near, numbered, numbers, python, r};

struct Districts {
    outcome: Vec<f64>,
    unit: Vec<usize>,
    time: Vec<usize>,
    treatment: Vec<f64>,
}

fn districts() -> Districts {
    let read = columns("series/chicago_did_panel.csv", &["n", "district", "month", "treat", "post"]);
    let (treat, post) = (numbers(&read[3]), numbers(&read[4]));
    Districts {
        outcome: numbers(&read[0]),
        unit: numbered(&read[1]),
        time: numbered(&read[2]),
        treatment: treat.iter().zip(&post).map(|(treat, post)| treat * post).collect(),
    }
}

fn did(data: &Districts, way: Way) -> DifferenceInDifferences {
    let panel = Panel {
        outcome: &data.outcome,
        unit: &data.unit,
        time: &data.time,
        treatment: &data.treatment,
        exposure: None,
        cluster: None,
    };
    difference_in_differences(&panel, way, 0.95).unwrap()
}

/// The district panel: R with a column for every effect, and statsmodels' clustered errors and t interval.
#[test]
fn did_as_r_and_statsmodels_have_it() {
    let data = districts();
    let linear = did(&data, Way::Linear);
    near(linear.effect.estimate.unwrap(), r("did_linear")[0], 1e-10);
    near(linear.effect.se.unwrap(), r("did_linear")[1], 1e-10);
    let t = python("did_linear_t");
    near(linear.effect.p.unwrap(), t[0], 1e-8);
    near(linear.effect.ci.unwrap().lower, t[1], 1e-8);
    near(linear.effect.ci.unwrap().upper.unwrap(), t[2], 1e-8);
    let trend = linear.trend_before.unwrap();
    near(trend.estimate.unwrap(), r("did_trend_before")[0], 1e-9);
    near(trend.se.unwrap(), r("did_trend_before")[1], 1e-9);
    let poisson = did(&data, Way::Poisson);
    near(poisson.effect.estimate.unwrap(), r("did_poisson")[0], 1e-9);
    near(poisson.effect.se.unwrap(), r("did_poisson")[1], 1e-9);
    near(poisson.effect.se.unwrap(), python("did_poisson")[1], 1e-8);
    assert_eq!((linear.n, linear.units, linear.times, linear.treated_units), (528, 22, 24, 2));
}

/// With every seventh row from the third gone.
#[test]
fn did_with_gaps_as_r_has_it() {
    let mut data = districts();
    let keep: Vec<bool> = (0..data.outcome.len()).map(|row| row < 2 || (row - 2) % 7 != 0).collect();
    let mut row = 0..;
    data.outcome.retain(|_| keep[row.next().unwrap()]);
    let mut row = 0..;
    data.treatment.retain(|_| keep[row.next().unwrap()]);
    let mut row = 0..;
    data.unit.retain(|_| keep[row.next().unwrap()]);
    let mut row = 0..;
    data.time.retain(|_| keep[row.next().unwrap()]);
    let found = did(&data, Way::Linear);
    near(found.effect.estimate.unwrap(), r("did_unbalanced")[0], 1e-9);
    near(found.effect.se.unwrap(), r("did_unbalanced")[1], 1e-9);
}

/// Constants of units and times, and the order of the rows, change nothing.
#[test]
fn did_does_not_see_levels_or_order() {
    let data = districts();
    let base = did(&data, Way::Linear).effect;
    let n = data.outcome.len();
    let shifted = Districts {
        outcome: (0..n)
            .rev()
            .map(|row| data.outcome[row] + 1000.0 * data.unit[row] as f64 - 3.0 * data.time[row] as f64)
            .collect(),
        unit: (0..n).rev().map(|row| data.unit[row]).collect(),
        time: (0..n).rev().map(|row| data.time[row]).collect(),
        treatment: (0..n).rev().map(|row| data.treatment[row]).collect(),
    };
    let found = did(&shifted, Way::Linear).effect;
    near(found.estimate.unwrap(), base.estimate.unwrap(), 1e-8);
    near(found.se.unwrap(), base.se.unwrap(), 1e-8);
}

/// Where nothing happened, a 5% test with many clusters cries wolf in 5% of panels, errors related within units and all.
/// Long panels: the factor that counts every unit's effect makes short ones cry less often.
#[test]
fn did_rejects_five_in_a_hundred() {
    let (units, times, rounds) = (60, 20, 1000);
    let unit: Vec<usize> = (0..units * times).map(|row| row / times).collect();
    let time: Vec<usize> = (0..units * times).map(|row| row % times).collect();
    let treatment: Vec<f64> =
        unit.iter().zip(&time).map(|(unit, time)| if unit % 2 == 0 && *time >= 10 { 1.0 } else { 0.0 }).collect();
    let rejected = (0..rounds).filter(|round| {
        let mut stream = Stream::new(14, *round);
        let mut last = 0.0;
        let outcome = (0..units * times).map(|row| {
            last = if row % times == 0 { stream.normal() } else { 0.7 * last + stream.normal() };
            last
        });
        let data = Districts {
            outcome: outcome.collect(),
            unit: unit.clone(),
            time: time.clone(),
            treatment: treatment.clone(),
        };
        did(&data, Way::Linear).effect.p.unwrap() < 0.05
    });
    let share = rejected.count() as f64 / rounds as f64;
    // Three standard errors of the simulation about 5%.
    assert!((share - 0.05).abs() < 0.021, "{share}");
}

/// Twelve units at eight times, the first three treated from the fifth on.
fn small() -> Districts {
    let mut stream = Stream::new(21, 0);
    let (unit, time): (Vec<usize>, Vec<usize>) = (0..96).map(|row| (row / 8, row % 8)).unzip();
    let treatment: Vec<f64> =
        unit.iter().zip(&time).map(|(unit, time)| if *unit < 3 && *time >= 4 { 1.0 } else { 0.0 }).collect();
    let outcome = unit.iter().map(|unit| 1.0 + stream.poisson(3.0 + *unit as f64) as f64).collect();
    Districts { outcome, unit, time, treatment }
}

fn codes(found: &DifferenceInDifferences) -> Vec<&'static str> {
    found.cautions.iter().map(|caution| caution.code).collect()
}

/// Not one event among the treated: the log ratio falls without end, which no error, t or p may hide; the exact bound is
/// scipy's odds_ratio(kind="conditional") of the four sums.
#[test]
fn nothing_after_the_start_has_no_lower_bound() {
    let mut data = small();
    (0..96).filter(|row| data.treatment[*row] > 0.0).for_each(|row| data.outcome[row] = 0.0);
    let found = did(&data, Way::Poisson);
    let Effect { estimate, se, t, p, ci } = found.effect;
    assert!(estimate.is_none() && se.is_none() && t.is_none() && p.is_none() && ci.is_none(), "{found:?}");
    assert_eq!((found.ratio, found.ratio_ci.unwrap().lower), (Some(0.0), 0.0));
    let sum = |own: bool, after: bool| -> f64 {
        (0..96)
            .filter(|row| (data.unit[*row] < 3) == own && (data.time[*row] >= 4) == after)
            .map(|row| data.outcome[row])
            .sum()
    };
    let expected = odds_upper_of_none(sum(true, false), sum(false, false), sum(false, true), 0.025).unwrap();
    near(found.ratio_ci.unwrap().upper.unwrap(), expected, 1e-12);
    assert!(codes(&found).contains(&"no-bound"));
    // One event is enough for an estimate.
    data.outcome[4] = 1.0;
    let found = did(&data, Way::Poisson);
    assert!(found.effect.estimate.unwrap() < -2.0 && !codes(&found).contains(&"no-bound"));
    // A row less, and the sums are no longer all that counts: there is no bound then.
    data.outcome[4] = 0.0;
    for column in [&mut data.outcome, &mut data.treatment] {
        column.pop();
    }
    for column in [&mut data.unit, &mut data.time] {
        column.pop();
    }
    assert!(did(&data, Way::Poisson).ratio_ci.is_none());
}

/// Nothing among the treated before, something after: no upper bound.
#[test]
fn nothing_before_the_start_has_no_upper_bound() {
    let mut data = small();
    (0..96).filter(|row| data.unit[*row] < 3 && data.time[*row] < 4).for_each(|row| data.outcome[row] = 0.0);
    let found = did(&data, Way::Poisson);
    assert!(found.effect.estimate.is_none() && found.ratio.is_none() && found.ratio_ci.is_none(), "{found:?}");
    assert!(codes(&found).contains(&"no-bound"));
    // The treated have no events before: their drift is not known, and that is said.
    assert!(found.trend_before.is_none());
    let told = found.cautions.iter().find(|caution| caution.code == "trend-before-unknown").unwrap();
    assert!(told.text.ends_with("is not known: the treated have no events before it."), "{}", told.text);
}

/// A unit without events at one time, whose effect falls without end, does not touch the ratio of the others.
#[test]
fn a_unit_without_events_before_or_after_is_no_separation_of_its_own() {
    let mut data = small();
    (0..96).filter(|row| data.unit[*row] == 11 && data.time[*row] < 7).for_each(|row| data.outcome[row] = 0.0);
    let found = did(&data, Way::Poisson);
    assert!(found.effect.estimate.unwrap().abs() < 1.0 && found.effect.se.unwrap() < 1.0, "{found:?}");
}

/// Counts of billions that vary as a Poisson's do: rounding in the deviance keeps nothing from settling.
#[test]
fn large_counts_settle() {
    let mut data = small();
    let mut stream = Stream::new(22, 0);
    for (value, treatment) in data.outcome.iter_mut().zip(&data.treatment) {
        let mean = 1e9 * (-0.5 * treatment).exp();
        *value = (mean + mean.sqrt() * stream.normal()).round();
    }
    near(did(&data, Way::Poisson).effect.estimate.unwrap(), -0.5, 1e-4);
}

/// Few treated clusters are few, however many units they hold.
#[test]
fn what_is_few_are_the_treated_clusters() {
    let data = small();
    let cluster: Vec<usize> = data.unit.iter().map(|unit| if *unit < 3 { 0 } else { *unit }).collect();
    let panel = Panel {
        outcome: &data.outcome,
        unit: &data.unit,
        time: &data.time,
        treatment: &data.treatment,
        exposure: None,
        cluster: Some(&cluster),
    };
    let found = difference_in_differences(&panel, Way::Linear, 0.95).unwrap();
    assert_eq!((found.clusters, found.treated_units, found.treated_clusters), (10, 3, 1));
    let told = found.cautions.iter().find(|caution| caution.code == "few-clusters").unwrap();
    assert!(told.text.starts_with("10 clusters, 1 of them with treated units (3)"), "{}", told.text);
    // Fewer than three times before: the drift is not known, and that is said.
    let late: Vec<f64> =
        data.time.iter().zip(&data.unit).map(|(t, u)| f64::from(u8::from(*u < 3 && *t >= 2))).collect();
    let found = difference_in_differences(&Panel { treatment: &late, ..panel }, Way::Linear, 0.95).unwrap();
    assert!(found.trend_before.is_none() && codes(&found).contains(&"trend-before-unknown"));
}

#[test]
fn did_says_what_is_missing() {
    let mut data = districts();
    data.treatment.iter_mut().for_each(|value| *value = 0.0);
    let panel = Panel {
        outcome: &data.outcome,
        unit: &data.unit,
        time: &data.time,
        treatment: &data.treatment,
        exposure: None,
        cluster: None,
    };
    let told = difference_in_differences(&panel, Way::Linear, 0.95).unwrap_err().to_string();
    assert!(told.contains("treated and untreated units"), "{told}");
}

/// Units and times may have any numbers: the answer is that of numbers without gaps.
#[test]
fn numbers_with_gaps_are_the_same_panel() {
    let data = districts();
    let expected = did(&data, Way::Poisson);
    let apart = |numbers: &[usize]| numbers.iter().map(|number| usize::MAX - 1000 + 7 * number).collect::<Vec<_>>();
    let far = Districts { unit: apart(&data.unit), time: data.time.iter().map(|time| time << 40).collect(), ..data };
    assert_eq!(did(&far, Way::Poisson).effect, expected.effect);
}
