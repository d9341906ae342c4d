//! Weighting, replicates, regression and tests: laws that must hold, and how often intervals cover and tests reject.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use comity_methods::numeric::glm::Family;
use comity_methods::numeric::random::Stream;
use comity_methods::survey::calibration::{Distance, Margin, calibrate, rake};
use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::independence::{Answers, RaoScott, rao_scott};
use comity_methods::survey::regression::{Model, Regression, Term, regress};
use comity_methods::survey::replicate::{Fay, bootstrap, brr, jkn};
use comity_methods::survey::weights::{describe, trim};
use proptest::prelude::*;

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-8 * one.abs().max(other.abs()).max(1e-6)
}

fn clustered(weights: &[f64], cluster: &[u32]) -> Design {
    Design::new(weights, &[Stage { cluster: Some(cluster), ..Stage::default() }], Lonely::Fail).unwrap()
}

fn line(design: &Design, family: Family, x: &[f64], y: &[f64]) -> Regression {
    let terms = [Term { name: "x".to_owned(), columns: vec![("x".to_owned(), x.to_vec())] }];
    regress(design, &Model { family, response: y, terms: &terms, offset: None, used: None }, 0.95).unwrap()
}

fn table(design: &Design, rows: &[u32], columns: &[u32]) -> RaoScott {
    let some = |codes: &[u32]| codes.iter().copied().map(Some).collect::<Vec<_>>();
    rao_scott(design, Answers { codes: &some(rows), count: 2 }, Answers { codes: &some(columns), count: 3 }).unwrap()
}

/// 24 rows in 8 clusters: weights, values, answers.
fn sample() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<f64>)> {
    let many = |range: std::ops::Range<f64>| proptest::collection::vec(range, 24);
    (many(0.5..20.0), many(-5.0..5.0), many(-3.0..3.0))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// The order of rows and the names of clusters are nothing; all weights times a number change no coefficient.
    #[test]
    fn order_and_scale_are_nothing((weights, x, y) in sample(), seed in 0_u64..1000, scale in 0.01_f64..100.0) {
        let cluster: Vec<u32> = (0..24).map(|row| row / 3).collect();
        let rows: Vec<u32> = (0..24).map(|row| row % 2).collect();
        let columns: Vec<u32> = (0..24).map(|row| (row / 2) % 3).collect();
        let mut order: Vec<usize> = (0..24).collect();
        Stream::new(seed, 0).shuffle(&mut order);
        let moved = |values: &[f64]| order.iter().map(|at| values[*at]).collect::<Vec<f64>>();
        let coded = |codes: &[u32]| order.iter().map(|at| codes[*at]).collect::<Vec<u32>>();
        let design = clustered(&weights, &cluster);
        let other_weights: Vec<f64> = moved(&weights).iter().map(|weight| weight * scale).collect();
        let other = clustered(&other_weights, &coded(&cluster).iter().map(|code| 99 - code).collect::<Vec<_>>());
        let (first, second) = (line(&design, Family::Gaussian, &x, &y), line(&other, Family::Gaussian, &moved(&x), &moved(&y)));
        for (one, two) in first.coefficients.iter().zip(&second.coefficients) {
            prop_assert!(near(one.estimate, two.estimate) && near(one.se, two.se));
        }
        let (first, second) = (table(&design, &rows, &columns), table(&other, &coded(&rows), &coded(&columns)));
        prop_assert!(near(first.f, second.f) && near(first.freedom_above, second.freedom_above));
        let (first, second) = (jkn(&design).unwrap(), jkn(&other).unwrap());
        let (first, second) = (first.mean(&y, &[true; 24], 0.95).unwrap(), second.mean(&moved(&y), &[true; 24], 0.95).unwrap());
        prop_assert!(near(first.estimate, second.estimate) && near(first.se, second.se));
    }

    /// Raked weights meet their totals, are above zero, and do not change when raked again.
    #[test]
    fn raking_meets_the_margins((weights, _, _) in sample(), share in 0.2_f64..0.8, other in 0.2_f64..0.8) {
        let labels = |odd: usize| (0..24).map(|row| if (row / odd).is_multiple_of(2) { "a" } else { "b" }).collect::<Vec<_>>();
        let totals = |share: f64| vec![("a".to_owned(), 1000.0 * share), ("b".to_owned(), 1000.0 * (1.0 - share))];
        let margins = [Margin::new("one", &labels(1), &totals(share)).unwrap(), Margin::new("two", &labels(2), &totals(other)).unwrap()];
        let made = rake(&weights, &margins).unwrap();
        prop_assert!(made.weights.iter().all(|weight| *weight > 0.0));
        prop_assert!(near(made.weights.iter().sum(), 1000.0));
        let again = rake(&made.weights, &margins).unwrap();
        prop_assert!(again.ratios.iter().all(|ratio| (ratio - 1.0).abs() < 1e-9));
        // The same by Newton's steps.
        let a = |odd: usize| labels(odd).iter().map(|label| f64::from(u8::from(*label == "a"))).collect::<Vec<f64>>();
        let columns = [vec![1.0; 24], a(1), a(2)];
        let newton = calibrate(&weights, &columns, &[1000.0, 1000.0 * share, 1000.0 * other], Distance::Raking { bounds: None });
        let newton = newton.unwrap();
        prop_assert!(newton.weights.iter().zip(&made.weights).all(|(one, other)| near(*one, *other)));
    }

    /// Trimming keeps the sum and makes weights no more uneven; Kish's n is at most n.
    #[test]
    fn trimming_keeps_the_sum((weights, _, _) in sample(), upper in 12.0_f64..20.0) {
        let made = trim(&weights, 0.0, upper, true).unwrap();
        prop_assert!(near(made.weights.iter().sum(), weights.iter().sum()));
        let (before, after) = (describe(&weights).unwrap(), describe(&made.weights).unwrap());
        prop_assert!(after.design_effect <= before.design_effect + 1e-12 && after.effective_n <= 24.0 + 1e-9);
    }

    /// Half samples balanced by a Hadamard matrix give the design's variance of any total, whatever rho.
    #[test]
    fn half_samples_are_balanced((weights, x, _) in sample(), rho in 0.0_f64..0.9) {
        let strata: Vec<u32> = (0..24).map(|row| row / 2).collect();
        let design = Design::new(&weights, &[Stage { strata: Some(&strata), ..Stage::default() }], Lonely::Fail).unwrap();
        let influence = weights.iter().zip(&x).map(|(weight, x)| weight * x).collect();
        let got = brr(&design, Fay(rho)).unwrap().total(&x, &[true; 24], 0.95).unwrap();
        prop_assert!(near(got.se, design.variance(influence).unwrap().sqrt()));
    }
}

#[test]
fn the_same_on_any_number_of_threads() {
    let weights: Vec<f64> = (0..3000).map(|row| 1.0 + f64::from(row % 7)).collect();
    let values: Vec<f64> = (0..3000).map(|row| f64::from(row * 37 % 101)).collect();
    let strata: Vec<u32> = (0..3000).map(|row| row / 300).collect();
    let design = Design::new(&weights, &[Stage { strata: Some(&strata), ..Stage::default() }], Lonely::Fail).unwrap();
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let made = bootstrap(&design, 60, 3).unwrap();
            let used = vec![true; 3000];
            let (mean, median) =
                (made.mean(&values, &used, 0.95).unwrap(), made.quantile(&values, &used, 0.5, 0.95).unwrap());
            [mean.se.to_bits(), median.se.to_bits()]
        })
    };
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(7));
}

/// The share of `draws` in which `event` happens.
fn share(draws: u64, event: impl Fn(&mut Stream) -> bool) -> f64 {
    (0..draws).filter(|draw| event(&mut Stream::new(20, *draw))).count() as f64 / draws as f64
}

/// 50 clusters of 6 whose members share half of their error: the slope's interval covers 95%.
#[test]
fn the_interval_of_a_slope_covers() {
    let cluster: Vec<u32> = (0..300).map(|row| row / 6).collect();
    let covered = share(500, |stream| {
        let both: Vec<(f64, f64)> = (0..50).map(|_| (stream.normal(), stream.normal())).collect();
        let weights: Vec<f64> = (0..300).map(|_| 1.0 + stream.unit()).collect();
        let x: Vec<f64> = (0..300).map(|row| both[row / 6].0 + stream.normal()).collect();
        let y: Vec<f64> = (0..300).map(|row| 1.0 + 0.5 * x[row] + both[row / 6].1 + stream.normal()).collect();
        let fitted = line(&clustered(&weights, &cluster), Family::Gaussian, &x, &y);
        fitted.coefficients[1].ci.unwrap().holds(0.5)
    });
    assert!((0.92..=0.975).contains(&covered), "{covered}");
}

/// Two answers that each cluster leans to, independently: the test that says 5% rejects about 5%, Pearson's own far more.
#[test]
fn the_test_of_independence_holds_its_level() {
    let cluster: Vec<u32> = (0..400).map(|row| row / 10).collect();
    let drawn = |stream: &mut Stream| {
        let lean: Vec<(f64, f64)> = (0..40).map(|_| (stream.unit(), stream.unit())).collect();
        let row: Vec<u32> = (0..400).map(|at| u32::from(stream.unit() < 0.2 + 0.6 * lean[at / 10].0)).collect();
        let column: Vec<u32> =
            (0..400).map(|at| if stream.unit() < 0.1 + 0.7 * lean[at / 10].1 { stream.below(2) } else { 2 }).collect();
        table(&clustered(&[1.0; 400], &cluster), &row, &column)
    };
    let rejected = share(500, |stream| drawn(stream).p < 0.05);
    assert!((0.025..=0.08).contains(&rejected), "{rejected}");
}

/// An estimate from raked weights, with the residuals' variance: 95% intervals cover 95%, and are shorter than without.
#[test]
fn the_interval_of_a_raked_mean_covers() {
    let weights = [50.0; 200];
    let totals = |share: f64| vec![("a".to_owned(), 10_000.0 * share), ("b".to_owned(), 10_000.0 * (1.0 - share))];
    let mut lengths = (0.0, 0.0);
    let mut covered = 0;
    for draw in 0..500 {
        let stream = &mut Stream::new(21, draw);
        let one: Vec<bool> = (0..200).map(|_| stream.unit() < 0.3).collect();
        let two: Vec<bool> = (0..200).map(|_| stream.unit() < 0.6).collect();
        let number = |is: bool| f64::from(u8::from(is));
        let y: Vec<f64> = (0..200).map(|row| 2.0 * number(one[row]) + number(two[row]) + stream.normal()).collect();
        let label = |is: &Vec<bool>| is.iter().map(|is| if *is { "a" } else { "b" }).collect::<Vec<_>>();
        let margins = [
            Margin::new("one", &label(&one), &totals(0.3)).unwrap(),
            Margin::new("two", &label(&two), &totals(0.6)).unwrap(),
        ];
        let made = rake(&weights, &margins).unwrap();
        let mean = made.weights.iter().zip(&y).map(|(weight, y)| weight * y).sum::<f64>() / 10_000.0;
        let influence: Vec<f64> =
            made.weights.iter().zip(&y).map(|(weight, y)| weight * (y - mean) / 10_000.0).collect();
        let plain = Design::new(&weights, &[], Lonely::Fail).unwrap();
        lengths.0 += plain.variance(influence.clone()).unwrap().sqrt();
        let se = made.apply(plain).unwrap().variance(influence).unwrap().sqrt();
        lengths.1 += se;
        covered += usize::from((mean - 1.2).abs() <= 1.972 * se);
    }
    assert!((460..=488).contains(&covered), "{covered} of 500");
    assert!(lengths.1 < 0.8 * lengths.0, "{lengths:?}");
}
