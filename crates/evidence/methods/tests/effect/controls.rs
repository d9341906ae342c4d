use comity_methods::effect::matching::{Distance, Settings, match_controls};
use comity_methods::effect::synthetic_control::{Rank, synthetic_control};
use comity_methods::numeric::random::Stream;

use super::{columns, near, numbered, numbers, python};

fn wide() -> (Vec<f64>, Vec<Vec<f64>>, Vec<String>) {
    let read = columns("series/chicago_did_panel.csv", &["n", "district", "month"]);
    let (unit, time, values) = (numbered(&read[1]), numbered(&read[2]), numbers(&read[0]));
    let mut names = read[1].clone();
    names.sort();
    names.dedup();
    let mut series = vec![vec![0.0; 24]; names.len()];
    (0..values.len()).for_each(|row| series[unit[row]][time[row]] = values[row]);
    let own = names.iter().position(|name| name == "7").unwrap();
    let treated = series.remove(own);
    names.remove(own);
    (treated, series, names)
}

/// District 7 until 2016-12: the weights of scipy's constrained least squares; the fit is no worse than its.
#[test]
fn synthetic_as_scipy_has_it() {
    let (treated, donors, names) = wide();
    let found = synthetic_control(&treated, &donors, 12).unwrap();
    let (places, weights) = (python("synthetic_names"), python("synthetic_weights"));
    for (name, weight) in names.iter().zip(&found.weights) {
        let at = places.iter().position(|place| place.to_string() == *name).unwrap();
        assert!((weight - weights[at]).abs() < 1e-5, "{name}: {weight} is not {}", weights[at]);
    }
    assert!(found.rmspe_before <= python("synthetic_rmspe")[0] * (1.0 + 1e-9));
    near(found.weights.iter().sum(), 1.0, 1e-12);
    assert_eq!((found.ranked, found.placebos.len()), (22, 21));
}

/// A treated unit that is a mixture is found out, and what was added afterwards with it; on any number of threads.
#[test]
fn synthetic_finds_a_mixture() {
    let mut stream = Stream::new(16, 0);
    let donors: Vec<Vec<f64>> = (0..25).map(|_| (0..40).map(|_| 50.0 + 10.0 * stream.normal()).collect()).collect();
    let mixed = |t: usize| 0.2 * donors[3][t] + 0.5 * donors[8][t] + 0.3 * donors[20][t];
    let treated: Vec<f64> = (0..40).map(|t| mixed(t) + if t >= 30 { -12.0 } else { 0.0 }).collect();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| synthetic_control(&treated, &donors, 30).unwrap())
    };
    let found = on(1);
    for (place, weight) in [(3, 0.2), (8, 0.5), (20, 0.3)] {
        assert!((found.weights[place] - weight).abs() < 1e-6, "{:?}", found.weights);
    }
    assert!((found.effect + 12.0).abs() < 1e-4);
    // Among gaps as wide as those of the donors, whose mixtures fit badly, twelve is nothing that stands out.
    assert_eq!((found.ranked_by, found.ratio), (Rank::RmspeAfter, None));
    assert!(found.p > 0.1, "{}", found.p);
    assert!(found.cautions.iter().any(|caution| caution.code == "perfect-fit"));
    let bits = |found: &comity_methods::effect::synthetic_control::Synthetic| {
        found.placebos.iter().map(|one| one.map(|one| one.effect.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(bits(&found), bits(&on(3)));
}

/// A perfect fit before, as many donors and few times bring it about by chance, is no finding: with nothing after there is
/// none at all, and with something p is that of the gaps after, not the smallest there can be.
#[test]
fn a_perfect_fit_is_no_finding_of_its_own() {
    let mut stream = Stream::new(20, 0);
    let donors: Vec<Vec<f64>> = (0..30).map(|_| (0..8).map(|_| 20.0 + stream.normal()).collect()).collect();
    let mixed: Vec<f64> = (0..8).map(|t| 0.25 * donors[4][t] + 0.75 * donors[9][t]).collect();
    let found = synthetic_control(&mixed, &donors, 3).unwrap();
    assert!(found.rmspe_before < 1e-5 && found.ranked_by == Rank::RmspeAfter || found.ratio == Some(0.0), "{found:?}");
    assert!(found.p > 0.05, "{}", found.p);
    let same = synthetic_control(&donors[0].clone(), &[donors[0].clone(), donors[1].clone()], 3).unwrap();
    assert_eq!((same.ratio, same.p), (Some(0.0), 1.0));
}

/// Where nothing happened the placebo p is uniform: at most 5% below 0.05. Of twenty areas the smallest p is one in twenty.
#[test]
fn synthetic_p_is_honest() {
    let rounds = 2000;
    let small = (0..rounds).filter(|round| {
        let mut stream = Stream::new(17, *round);
        let mut all: Vec<Vec<f64>> = (0..20).map(|_| (0..16).map(|_| stream.normal()).collect()).collect();
        let treated = all.remove(0);
        synthetic_control(&treated, &all, 10).unwrap().p <= 0.05
    });
    let share = small.count() as f64 / rounds as f64;
    // Three standard errors of the simulation. The treated one has a donor more than its placebos, which is why its fit is a
    // little better, and its ratio a little larger.
    assert!((share - 0.05).abs() < 0.015, "{share}");
}

fn matched(
    treated: &[bool],
    on: &[Vec<f64>],
    distance: Distance,
    caliper: Option<f64>,
) -> comity_methods::effect::matching::Matching {
    let settings = Settings { distance, controls: 1, caliper, level: 0.95 };
    match_controls(treated, on, Some(&on[0]), &settings).unwrap()
}

/// Greedy Mahalanobis pairs of the seat-belt months, as numpy and scipy find them.
#[test]
fn matching_as_scipy_has_it() {
    let read = columns("series/seatbelts.csv", &["law", "drivers", "front", "kms"]);
    let treated: Vec<bool> = read[0].iter().map(|text| text == "1").collect();
    let on: Vec<Vec<f64>> = read[1..].iter().map(|column| numbers(column)).collect();
    let found = matched(&treated, &on, Distance::Mahalanobis, None);
    let expected = python("matching");
    assert_eq!(found.pairs.len() * 3, expected.len());
    for (pair, told) in found.pairs.iter().zip(expected.chunks(3)) {
        assert_eq!((pair.treated as f64, pair.control as f64), (told[0], told[1]));
        near(pair.distance, told[2], 1e-10);
    }
}

/// A change of units of the columns changes no pair; a caliper keeps every pair within it; the balance gets better.
#[test]
fn matching_keeps_its_promises() {
    let mut stream = Stream::new(18, 0);
    let treated: Vec<bool> = (0..600).map(|row| row % 5 == 0).collect();
    let shift = |yes: bool| if yes { 0.6 } else { 0.0 };
    let on: Vec<Vec<f64>> = (0..3).map(|_| treated.iter().map(|yes| stream.normal() + shift(*yes)).collect()).collect();
    let other: Vec<Vec<f64>> =
        on.iter().map(|column| column.iter().map(|value| 40.0 * value - 7.0).collect()).collect();
    let (base, scaled) =
        (matched(&treated, &on, Distance::Mahalanobis, None), matched(&treated, &other, Distance::Mahalanobis, None));
    let pairs = |found: &comity_methods::effect::matching::Matching| {
        found.pairs.iter().map(|pair| (pair.treated, pair.control)).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&base), pairs(&scaled));
    assert_eq!(base.matched_treated, 120);
    let close = matched(&treated, &on, Distance::Mahalanobis, Some(0.5));
    assert!(close.pairs.iter().all(|pair| pair.distance <= 0.5) && !close.pairs.is_empty());
    assert_eq!(close.matched_treated + close.unmatched.len(), 120);
    let propensity = matched(&treated, &on, Distance::Propensity, Some(0.2));
    for found in [&base, &close, &propensity] {
        for column in &found.balance {
            assert!(column.smd_after.unwrap().abs() < column.smd_before.unwrap().abs() * 0.6, "{column:?}");
        }
        let mut controls: Vec<usize> = found.pairs.iter().map(|pair| pair.control).collect();
        controls.sort_unstable();
        controls.dedup();
        assert_eq!(controls.len(), found.pairs.len(), "no control serves twice");
    }
}

#[test]
fn matching_refuses_what_says_nothing() {
    let treated = [true, true, false, false, false];
    let settings = Settings { distance: Distance::Mahalanobis, controls: 1, caliper: None, level: 0.95 };
    let told = match_controls(&treated, &[vec![1.0; 5]], None, &settings).unwrap_err().to_string();
    assert!(told.contains("does not vary"), "{told}");
    let told = match_controls(&[true; 5], &[vec![1., 2., 3., 4., 5.]], None, &settings).unwrap_err().to_string();
    assert_eq!(told, "untreated units: 0 given, at least 2 are needed");
}
