use super::*;
use crate::Error;
use crate::survey::design::{Design, Lonely, Stage};

const WEIGHTS: [f64; 8] = [2.0, 3.0, 2.5, 1.0, 4.0, 2.0, 1.5, 3.0];
const ALL: [bool; 8] = [true; 8];
const VALUES: [f64; 8] = [5.0, 1.0, 7.0, 2.0, 9.0, 4.0, 3.0, 6.0];

fn design(strata: &[u32], lonely: Lonely) -> Design {
    Design::new(&WEIGHTS, &[Stage { strata: Some(strata), ..Stage::default() }], lonely).unwrap()
}

fn weighted() -> Vec<f64> {
    WEIGHTS.iter().zip(VALUES).map(|(w, x)| w * x).collect()
}

/// For a total, the jackknife and half samples are the design's own variance.
#[test]
fn totals_have_the_variance_of_the_design() {
    let strata = [0, 0, 1, 1, 2, 2, 2, 2];
    let population = [4.0, 4.0, 9.0, 9.0, 8.0, 8.0, 8.0, 8.0];
    let stage = Stage { strata: Some(&strata), population: Some(&population), ..Stage::default() };
    let finite = Design::new(&WEIGHTS, &[stage], Lonely::Fail).unwrap();
    let expected = finite.variance(weighted()).unwrap().sqrt();
    let got = jkn(&finite).unwrap().total(&VALUES, &ALL, 0.95).unwrap();
    assert!((got.se - expected).abs() < 1e-12 * expected);
    assert_eq!((got.freedom, got.replicates, got.n), (5.0, 8, 8));
    let none = design(&[0; 8], Lonely::Fail);
    let expected = none.variance(weighted()).unwrap().sqrt();
    assert!((jk1(&none).unwrap().total(&VALUES, &ALL, 0.95).unwrap().se - expected).abs() < 1e-12 * expected);
    let pairs = design(&[0, 0, 1, 1, 2, 2, 3, 3], Lonely::Fail);
    let expected = pairs.variance(weighted()).unwrap().sqrt();
    for rho in [0.0, 0.3, 0.7] {
        let got = brr(&pairs, Fay(rho)).unwrap().total(&VALUES, &ALL, 0.95).unwrap();
        assert!((got.se - expected).abs() < 1e-12 * expected, "{rho}");
        assert_eq!((got.freedom, got.replicates), (4.0, 8));
    }
}

/// The bootstrap's variance of a total is the design's, with and without a finite population.
#[test]
fn the_bootstrap_draws_the_variance_of_the_design() {
    let strata = [0, 0, 0, 1, 1, 1, 1, 1];
    let population = [5.0, 5.0, 5.0, 9.0, 9.0, 9.0, 9.0, 9.0];
    for population in [None, Some(&population[..])] {
        let stage = Stage { strata: Some(&strata), population, ..Stage::default() };
        let drawn = Design::new(&WEIGHTS, &[stage], Lonely::Fail).unwrap();
        let expected = drawn.variance(weighted()).unwrap().sqrt();
        let made = bootstrap(&drawn, 20_000, 7).unwrap();
        let got = made.total(&VALUES, &ALL, 0.95).unwrap();
        assert!((got.se / expected - 1.0).abs() < 0.02, "{} {expected}", got.se);
        assert_eq!(got.freedom, 6.0);
        assert_eq!(made.weights_of(5), bootstrap(&drawn, 6, 7).unwrap().weights_of(5));
    }
}

/// What is told of totals without a pass over the rows is what the rows tell, and columns tell the same.
#[test]
fn every_way_to_the_same_number() {
    let made = jkn(&design(&[0, 0, 0, 1, 1, 1, 2, 2], Lonely::Fail)).unwrap();
    let total = |weights: &[f64]| Some(weights.iter().zip(VALUES).map(|(w, x)| w * x).sum());
    let (short, long) = (made.total(&VALUES, &ALL, 0.95).unwrap(), made.statistic(total, &ALL, 0.95).unwrap());
    assert!((short.se - long.se).abs() < 1e-12);
    let columns = (0..made.count()).map(|replicate| made.weights_of(replicate)).collect();
    let read = from_columns(&WEIGHTS, columns, made.scale, made.rscales.clone(), None).unwrap();
    let back = read.total(&VALUES, &ALL, 0.95).unwrap();
    assert!((short.se - back.se).abs() < 1e-12);
    assert_eq!((back.freedom, back.n), (5.0, 8));
    let (ratio, mean) = (read.ratio(&VALUES, &[1.0; 8], &ALL, 0.9).unwrap(), made.mean(&VALUES, &ALL, 0.9).unwrap());
    assert!((ratio.se - mean.se).abs() < 1e-12 && ratio.ci.holds(ratio.estimate));
}

/// A group's mean is the ratio of its sums; rows outside may hold what they like.
#[test]
fn a_group_is_a_ratio() {
    let made = jk1(&design(&[0; 8], Lonely::Fail)).unwrap();
    let used = [true, false, true, true, false, true, true, true];
    let indicator = used.map(|used| f64::from(u8::from(used)));
    let inside: Vec<f64> = VALUES.iter().zip(indicator).map(|(value, inside)| value * inside).collect();
    let expected = made.ratio(&inside, &indicator, &ALL, 0.95).unwrap();
    let holed: Vec<f64> = VALUES.iter().zip(used).map(|(value, used)| if used { *value } else { f64::NAN }).collect();
    let got = made.mean(&holed, &used, 0.95).unwrap();
    assert_eq!((got.estimate, got.se, got.n), (expected.estimate, expected.se, 6));
    assert_eq!(made.quantile(&holed, &used, 0.5, 0.95).unwrap().estimate, 5.0);
    assert!(made.mean(&VALUES, &[false; 8], 0.95).is_err());
}

#[test]
fn a_lonely_unit_is_as_the_design_says() {
    let strata = [0, 0, 0, 0, 1, 1, 1, 2];
    assert!(matches!(jkn(&design(&strata, Lonely::Fail)), Err(Error::Value { what: "cluster", row: 7, .. })));
    assert!(bootstrap(&design(&strata, Lonely::Fail), 10, 1).is_err());
    let removed = jkn(&design(&strata, Lonely::Remove)).unwrap();
    assert_eq!((removed.count(), removed.freedom, removed.scale), (7, 5.0, 1.0));
    let averaged = jkn(&design(&strata, Lonely::Average)).unwrap();
    assert_eq!((averaged.count(), averaged.scale), (7, 8.0 / 7.0));
    let adjusted = jkn(&design(&strata, Lonely::Adjust)).unwrap();
    let last = adjusted.weights_of(7);
    assert_eq!((adjusted.count(), last[7], last[0]), (8, 0.0, 3.0));
}

#[test]
fn a_replicate_without_an_answer_is_left_out_and_told() {
    let made = jk1(&design(&[0; 8], Lonely::Fail)).unwrap();
    let upright = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
    let got = made.ratio(&VALUES, &upright, &ALL, 0.95).unwrap();
    assert_eq!(got.replicates, 7);
    assert!(got.cautions.iter().any(|caution| caution.code == "replicates-left-out"));
    assert!(made.ratio(&VALUES, &[0.0; 8], &ALL, 0.95).is_err());
}

#[test]
fn what_cannot_be_replicated_is_told() {
    let told = |result: Result<Replicates, Error>| result.unwrap_err().to_string();
    assert!(told(jk1(&design(&[0, 0, 0, 0, 1, 1, 1, 1], Lonely::Fail))).contains("use JKn"));
    assert!(told(brr(&design(&[0, 0, 0, 1, 1, 1, 1, 1], Lonely::Fail), Fay(0.0))).contains("in a stratum of 3"));
    assert!(told(brr(&design(&[0; 8], Lonely::Fail), Fay(1.0))).starts_with("Fay's rho is 1"));
    let columns = vec![WEIGHTS.to_vec(), WEIGHTS.to_vec()];
    assert!(told(from_columns(&WEIGHTS, columns.clone(), 1.0, vec![1.0; 2], None)).contains("do not differ"));
    assert!(told(from_columns(&WEIGHTS, columns, 0.0, vec![1.0; 2], None)).starts_with("scale is 0"));
    let whole = [8.0; 8];
    let stage = Stage { population: Some(&whole), ..Stage::default() };
    let everyone = Design::new(&WEIGHTS, &[stage], Lonely::Fail).unwrap();
    assert!(told(jk1(&everyone)).starts_with("every unit of the population"));
    assert!(told(bootstrap(&everyone, 10, 1)).starts_with("every unit of the population"));
    let made = jk1(&design(&[0; 8], Lonely::Fail)).unwrap();
    assert!(made.quantile(&VALUES, &ALL, 1.5, 0.95).is_err() && made.mean(&[1.0], &ALL, 0.95).is_err());
    assert!(made.mean(&VALUES, &ALL, 1.0).is_err());
}
