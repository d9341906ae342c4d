use super::*;
use crate::survey::design::{Lonely, Stage};

fn margin(name: &str, values: &[&str], totals: &[(&str, f64)]) -> Result<Margin, Error> {
    let totals: Vec<(String, f64)> = totals.iter().map(|(label, total)| ((*label).to_owned(), *total)).collect();
    Margin::new(name, values, &totals)
}

fn told<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn post_stratified_weights_sum_to_the_totals() {
    let stype = margin("stype", &["E", "H", "E", "M"], &[("E", 30.0), ("H", 7.0), ("M", 3.0), ("none", 0.0)]).unwrap();
    let got = post_stratify(&[1.0, 1.0, 2.0, 5.0], &stype).unwrap();
    assert_eq!(got.weights, [10.0, 7.0, 20.0, 3.0]);
    assert_eq!((got.n, got.smallest_ratio, got.largest_ratio), (4, 0.6, 10.0));
}

/// With one margin, raking, calibration by any distance and post-stratification are one thing.
#[test]
fn one_margin_is_the_same_by_every_way() {
    let stype = margin("stype", &["E", "H", "E", "H", "E"], &[("E", 30.0), ("H", 7.0)]).unwrap();
    let weights = [4.0, 2.0, 6.0, 3.0, 5.0];
    let columns = vec![vec![1.0, 0.0, 1.0, 0.0, 1.0], vec![0.0, 1.0, 0.0, 1.0, 0.0]];
    let first = post_stratify(&weights, &stype).unwrap();
    let stratified = [rake(&weights, std::slice::from_ref(&stype))].into_iter();
    let ways = [
        Distance::Linear { bounds: None },
        Distance::Raking { bounds: None },
        Distance::Logit { lower: 0.1, upper: 9.0 },
    ];
    for got in stratified.chain(ways.map(|way| calibrate(&weights, &columns, &[30.0, 7.0], way))) {
        let got = got.unwrap();
        for (one, other) in got.weights.iter().zip(&first.weights) {
            assert!((one - other).abs() < 1e-9, "{one} {other}");
        }
        let (mut a, mut b) = (vec![3.0, -1.0, 2.0, 5.0, 0.5], vec![3.0, -1.0, 2.0, 5.0, 0.5]);
        got.take_out(&mut a);
        first.take_out(&mut b);
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-8), "{a:?} {b:?}");
    }
}

/// What the totals say already has no variance left.
#[test]
fn a_known_total_has_no_variance() {
    let weights = [4.0, 2.0, 6.0, 3.0, 5.0, 1.0];
    let x = vec![1.0, 4.0, 2.0, 2.0, 7.0, 3.0];
    let columns = vec![vec![1.0; 6], x.clone()];
    let got = calibrate(&weights, &columns, &[25.0, 90.0], Distance::Raking { bounds: None }).unwrap();
    let influence: Vec<f64> = got.weights.iter().zip(&x).map(|(w, x)| w * x).collect();
    assert!((influence.iter().sum::<f64>() - 90.0).abs() < 1e-8);
    let design = got.apply(Design::new(&weights, &[Stage::default()], Lonely::Fail).unwrap()).unwrap();
    assert!(design.variance(influence).unwrap() < 1e-18);
}

#[test]
fn bounds_hold() {
    let weights = [1.0; 8];
    let columns = vec![vec![1.0; 8], vec![1., 2., 3., 4., 5., 6., 7., 8.]];
    for way in [
        Distance::Linear { bounds: Some((0.6, 1.4)) },
        Distance::Raking { bounds: Some((0.6, 1.4)) },
        Distance::Logit { lower: 0.6, upper: 1.4 },
    ] {
        let got = calibrate(&weights, &columns, &[8.0, 41.0], way).unwrap();
        assert!(got.smallest_ratio >= 0.6 && got.largest_ratio <= 1.4 && got.misfit < 1e-10, "{way:?}");
        let beyond = calibrate(&weights, &columns, &[8.0, 62.0], way);
        assert!(told(beyond).starts_with("no weights within the bounds meet the 2 totals"));
    }
}

#[test]
fn margins_that_cannot_be_met_are_told() {
    let weights = [1.0, 1.0, 1.0];
    let values = ["a", "b", "b"];
    assert_eq!(
        told(margin("age", &values, &[("a", 3.0)])),
        "category number 2 is \"b\", expected a category that the population's totals have"
    );
    assert_eq!(told(margin("age", &values, &[("a", 3.0), ("a", 1.0)])), "the margin age has the category \"a\" twice");
    assert_eq!(told(margin("age", &values, &[("a", -3.0)])), "total number 1 is -3, expected a number not below zero");
    let lacking = margin("age", &values, &[("a", 3.0), ("b", 4.0), ("c", 5.0)]).unwrap();
    assert_eq!(
        told(post_stratify(&weights, &lacking)),
        "the category \"c\" of age has 5 in the population and no row in the sample: join it with another"
    );
    let nobody = margin("age", &values, &[("a", 3.0), ("b", 0.0)]).unwrap();
    assert!(told(post_stratify(&weights, &nobody)).contains("a total of 0 in the population"));
    let age = margin("age", &values, &[("a", 3.0), ("b", 4.0)]).unwrap();
    let sex = margin("sex", &["m", "f", "m"], &[("m", 3.0), ("f", 5.0)]).unwrap();
    assert_eq!(
        told(rake(&weights, &[age.clone(), sex])),
        "the totals disagree: age sums to 7, sex to 8; both must count the same people"
    );
    let same = margin("sex", &["m", "f", "f"], &[("m", 4.0), ("f", 3.0)]).unwrap();
    assert!(matches!(rake(&weights, &[age.clone(), same]), Err(Error::NotSettled { .. })));
    assert!(told(post_stratify(&[1.0, -1.0, 1.0], &age)).contains("weight number 2 is -1"));
    assert!(told(post_stratify(&[0.0; 3], &age)).contains("every weight is 0"));
    assert!(
        told(calibrate(&weights, &[vec![1.0; 3]], &[3.0], Distance::Logit { lower: 1.2, upper: 3.0 }))
            .starts_with("the bounds of the weights' ratio")
    );
}
