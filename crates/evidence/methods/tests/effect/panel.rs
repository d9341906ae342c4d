use comity_methods::effect::difference_in_differences::{
    DifferenceInDifferences, Model as Way, Panel, difference_in_differences,
};
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
    near(linear.effect.estimate, r("did_linear")[0], 1e-10);
    near(linear.effect.se, r("did_linear")[1], 1e-10);
    let t = python("did_linear_t");
    near(linear.effect.p.unwrap(), t[0], 1e-8);
    near(linear.effect.ci.lower, t[1], 1e-8);
    near(linear.effect.ci.upper.unwrap(), t[2], 1e-8);
    let trend = linear.trend_before.unwrap();
    near(trend.estimate, r("did_trend_before")[0], 1e-9);
    near(trend.se, r("did_trend_before")[1], 1e-9);
    let poisson = did(&data, Way::Poisson);
    near(poisson.effect.estimate, r("did_poisson")[0], 1e-9);
    near(poisson.effect.se, r("did_poisson")[1], 1e-9);
    near(poisson.effect.se, python("did_poisson")[1], 1e-8);
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
    near(found.effect.estimate, r("did_unbalanced")[0], 1e-9);
    near(found.effect.se, r("did_unbalanced")[1], 1e-9);
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
    near(found.estimate, base.estimate, 1e-8);
    near(found.se, base.se, 1e-8);
}

/// Where nothing happened, a 5% test with many clusters cries wolf in 5% of panels, errors related within units and all.
/// Long panels: the factor that counts every unit's effect makes short ones cry less often.
#[test]
fn did_rejects_five_in_a_hundred() {
    let (units, times, rounds) = (60, 20, 300);
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
    assert!((0.02..0.08).contains(&share), "{share}");
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
