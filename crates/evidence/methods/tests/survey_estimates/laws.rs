//! Laws that hold for any sample, and what is refused.

use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::difference::{contrast, difference};
use comity_methods::survey::estimate::{Settings, Statistic, by_domain, estimate};
use comity_methods::survey::proportion::{Method, Proportion, proportion};
use comity_methods::survey::quantile::{Rule, quantiles};
use proptest::prelude::*;

/// A made sample: strata of clusters of rows.
#[derive(Clone, Debug)]
struct Made {
    weights: Vec<f64>,
    strata: Vec<u32>,
    cluster: Vec<u32>,
    population: Vec<f64>,
    group: Vec<u32>,
    y: Vec<f64>,
    x: Vec<f64>,
}

fn made() -> impl Strategy<Value = Made> {
    let row = (0.5..20.0_f64, 0..3_u32, 0..4_u32, 0..3_u32, -50.0..50.0_f64, 1.0..9.0_f64);
    prop::collection::vec(row, 30..80).prop_map(|rows| {
        // Every stratum gets two clusters, so that none is lonely.
        let sure = (0..3).flat_map(|stratum| (0..2).map(move |cluster| (2.0, stratum, cluster, stratum, 1.0, 2.0)));
        let rows: Vec<_> = sure.chain(rows).collect();
        Made {
            weights: rows.iter().map(|row| row.0).collect(),
            strata: rows.iter().map(|row| row.1).collect(),
            cluster: rows.iter().map(|row| row.2).collect(),
            population: rows.iter().map(|row| 20.0 + f64::from(row.1)).collect(),
            group: rows.iter().map(|row| row.3).collect(),
            y: rows.iter().map(|row| row.4).collect(),
            x: rows.iter().map(|row| row.5).collect(),
        }
    })
}

impl Made {
    fn design(&self) -> Design {
        self.weighted(&self.weights)
    }

    fn weighted(&self, weights: &[f64]) -> Design {
        let population = Some(self.population.as_slice());
        let stage = Stage { cluster: Some(&self.cluster), strata: Some(&self.strata), population };
        Design::new(weights, &[stage], Lonely::Fail).unwrap()
    }

    /// The same rows in the order of `places`.
    fn shuffled(&self, places: &[usize]) -> Self {
        let numbers = |old: &[f64]| places.iter().map(|at| old[*at]).collect();
        let codes = |old: &[u32]| places.iter().map(|at| old[*at]).collect();
        Self {
            weights: numbers(&self.weights),
            strata: codes(&self.strata),
            cluster: codes(&self.cluster),
            population: numbers(&self.population),
            group: codes(&self.group),
            y: numbers(&self.y),
            x: numbers(&self.x),
        }
    }
}

fn of(design: &Design, statistic: Statistic<'_>) -> (f64, f64) {
    let found = estimate(design, &design.everything(), statistic, &Settings::default()).unwrap();
    (found.estimate, found.se)
}

fn near(one: (f64, f64), other: (f64, f64)) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3);
    close(one.0, other.0) && close(one.1, other.1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_does_not_matter(made in made(), seed in 0..1000_usize) {
        let n = made.y.len();
        let places: Vec<usize> = (0..n).map(|at| (at * 97 + seed) % n).collect();
        let mut sorted = places.clone();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assume!(sorted.len() == n);
        let other = made.shuffled(&places);
        let pairs = [
            (Statistic::Mean(&made.y), Statistic::Mean(&other.y)),
            (Statistic::Total(&made.y), Statistic::Total(&other.y)),
            (Statistic::Ratio(&made.y, &made.x), Statistic::Ratio(&other.y, &other.x)),
        ];
        for (one, two) in pairs {
            prop_assert!(near(of(&made.design(), one), of(&other.design(), two)));
        }
        let median = |made: &Made| {
            let design = made.design();
            let choice = (Rule::School, Method::Wald);
            quantiles(&design, &design.everything(), &made.y, &[0.5], choice, &Settings::default()).unwrap()[0].estimate
        };
        prop_assert_eq!(median(&made).to_bits(), median(&other).to_bits());
    }

    #[test]
    fn shift_and_scale(made in made(), shift in -1e3..1e3_f64, scale in 0.01..100.0_f64) {
        let design = made.design();
        let moved: Vec<f64> = made.y.iter().map(|y| shift + scale * y).collect();
        let (mean, se) = of(&design, Statistic::Mean(&made.y));
        prop_assert!(near(of(&design, Statistic::Mean(&moved)), (shift + scale * mean, scale * se)));
        let heavier: Vec<f64> = made.weights.iter().map(|weight| weight * scale).collect();
        prop_assert!(near(of(&made.weighted(&heavier), Statistic::Mean(&made.y)), (mean, se)));
        let (total, error) = of(&design, Statistic::Total(&made.y));
        prop_assert!(near(of(&made.weighted(&heavier), Statistic::Total(&made.y)), (scale * total, scale * error)));
    }

    #[test]
    fn groups_add_up_to_the_whole(made in made()) {
        let design = made.design();
        let domains = design.domains(&made.group, 3).unwrap();
        let parts: Vec<_> = domains.iter().map(|domain| (domain, Statistic::Total(&made.y), 1.0)).collect();
        let sum = contrast(&design, &parts, &Settings::default()).unwrap();
        prop_assert!(near((sum.estimate, sum.se), of(&design, Statistic::Total(&made.y))));
        let one = difference(&design, &domains[0], &domains[1], Statistic::Mean(&made.y), &Settings::default()).unwrap();
        let back = difference(&design, &domains[1], &domains[0], Statistic::Mean(&made.y), &Settings::default()).unwrap();
        prop_assert!(near((one.estimate, one.se), (-back.estimate, back.se)));
        let none = difference(&design, &domains[0], &domains[0], Statistic::Mean(&made.y), &Settings::default()).unwrap();
        prop_assert_eq!((none.estimate, none.se, none.p), (0.0, 0.0, None));
    }

    #[test]
    fn a_group_is_the_whole_with_nothing_outside_of_it(made in made()) {
        let design = made.design();
        let domain = &design.domains(&made.group, 3).unwrap()[1];
        let inside: Vec<f64> = made.group.iter().map(|group| f64::from(*group == 1)).collect();
        let product: Vec<f64> = made.y.iter().zip(&inside).map(|(y, inside)| y * inside).collect();
        let total = estimate(&design, domain, Statistic::Total(&made.y), &Settings::default()).unwrap();
        prop_assert!(near((total.estimate, total.se), of(&design, Statistic::Total(&product))));
        let mean = estimate(&design, domain, Statistic::Mean(&made.y), &Settings::default()).unwrap();
        prop_assert!(near((mean.estimate, mean.se), of(&design, Statistic::Ratio(&product, &inside))));
    }

    #[test]
    fn intervals_of_shares_stay_within_bounds_and_mirror(made in made()) {
        let design = made.design();
        let holds: Vec<bool> = made.y.iter().map(|y| *y > 20.0).collect();
        let not: Vec<bool> = holds.iter().map(|holds| !holds).collect();
        for method in [Method::Logit, Method::Beta, Method::Wilson, Method::Arcsine] {
            let of = |holds: &[bool]| proportion(&design, &design.everything(), holds, method, &Settings::default()).unwrap();
            let (yes, no) = (of(&holds), of(&not));
            let Some(ci) = yes.ci else { continue };
            prop_assert!(ci.lower >= 0.0 && ci.upper.unwrap() <= 1.0 && ci.holds(yes.estimate), "{method:?} {ci:?}");
            let mirror = no.ci.unwrap();
            prop_assert!((mirror.lower - (1.0 - ci.upper.unwrap())).abs() < 1e-9, "{method:?} {ci:?} {mirror:?}");
        }
    }

    #[test]
    fn quantiles_grow_with_the_share_below_them(made in made()) {
        let design = made.design();
        let at: Vec<f64> = (1..20).map(|step| f64::from(step) / 20.0).collect();
        let doubled: Vec<f64> = made.y.iter().map(|y| 2.0 * y + 1.0).collect();
        for rule in [Rule::Math, Rule::School, Rule::Hf3, Rule::Hf4, Rule::Hf5, Rule::Hf6, Rule::Hf7, Rule::Hf8, Rule::Hf9, Rule::ShahVaish] {
            let of = |y: &[f64]| quantiles(&design, &design.everything(), y, &at, (rule, Method::Wald), &Settings::default()).unwrap();
            let found = of(&made.y);
            prop_assert!(found.windows(2).all(|pair| pair[0].estimate <= pair[1].estimate));
            prop_assert!(rule != Rule::Math || found.iter().all(|found| found.ci.is_none_or(|ci| ci.holds(found.estimate))), "{rule:?}");
            let moved = of(&doubled);
            prop_assert!(found.iter().zip(&moved).all(|(old, new)| (2.0 * old.estimate + 1.0 - new.estimate).abs() < 1e-9));
        }
    }

    #[test]
    fn threads_change_nothing(made in made()) {
        let design = made.design();
        let domains = design.domains(&made.group, 3).unwrap();
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let found = pool.install(|| by_domain(&design, &domains, Statistic::Mean(&made.y), &Settings::default())).unwrap();
            found.iter().map(|found| (found.estimate.to_bits(), found.se.to_bits())).collect::<Vec<_>>()
        };
        prop_assert_eq!(on(1), on(3));
    }
}

#[test]
fn a_census_has_no_error_and_fractions_say_the_same_as_sizes() {
    let y = [3.0, 5.0, 8.0, 1.0, 4.0, 4.0];
    let strata = [0, 0, 0, 1, 1, 1];
    let with = |population: &[f64]| {
        let stage = Stage { strata: Some(&strata), population: Some(population), cluster: None };
        of(&Design::new(&[1.0; 6], &[stage], Lonely::Fail).unwrap(), Statistic::Mean(&y))
    };
    assert_eq!(with(&[3.0; 6]), (25.0 / 6.0, 0.0));
    assert!(near(with(&[12.0; 6]), with(&[0.25; 6])));
    assert!(with(&[0.25; 6]).1 > 0.0);
}

#[test]
fn a_simple_random_sample_is_the_textbook_s() {
    let y = [3.0, 5.0, 8.0, 1.0, 4.0];
    let design = Design::new(&[2.0; 5], &[], Lonely::Fail).unwrap();
    let found = estimate(&design, &design.everything(), Statistic::Mean(&y), &Settings::default()).unwrap();
    // The variance of the values is 6.7.
    assert!((found.se - (6.7_f64 / 5.0).sqrt()).abs() < 1e-12);
    assert!((found.deff.unwrap() - 2.0).abs() < 1e-12, "without replacement half of the variance would be left");
}

/// R: quantile(c(1, 2, 4, 8, 16), c(.1, .25, .5, .7), type = ...)
#[test]
fn equal_weights_give_the_nine_types_of_hyndman_and_fan() {
    let y = [16.0, 2.0, 1.0, 8.0, 4.0];
    let design = Design::new(&[1.0; 5], &[], Lonely::Fail).unwrap();
    for (rule, expected) in [
        (Rule::Math, [1.0, 2.0, 4.0, 8.0]),
        (Rule::School, [1.0, 2.0, 4.0, 8.0]),
        (Rule::Hf4, [1.0, 1.25, 3.0, 6.0]),
        (Rule::Hf5, [1.0, 1.75, 4.0, 8.0]),
        (Rule::Hf6, [1.0, 1.5, 4.0, 9.6]),
        (Rule::Hf7, [1.4, 2.0, 4.0, 7.2]),
        (Rule::Hf8, [1.0, 5.0 / 3.0, 4.0, 8.533_333_333_333_333]),
        (Rule::Hf9, [1.0, 1.6875, 4.0, 8.4]),
    ] {
        let choice = (rule, Method::Wald);
        let found =
            quantiles(&design, &design.everything(), &y, &[0.1, 0.25, 0.5, 0.7], choice, &Settings::default()).unwrap();
        for (found, expected) in found.iter().zip(expected) {
            assert!((found.estimate - expected).abs() < 1e-12, "{rule:?}: {} is not {expected}", found.estimate);
        }
    }
}

/// The smallest value alone holds three quarters: R's survey 4.1.1 says 5, and -23.4 by `hf4`.
#[test]
fn the_smallest_value_may_be_the_quantile() {
    let design = Design::new(&[10.0, 1.0, 1.0, 1.0], &[], Lonely::Fail).unwrap();
    for rule in [Rule::Math, Rule::School, Rule::Hf3, Rule::Hf4, Rule::Hf5] {
        let choice = (rule, Method::Wald);
        let y = [1.0, 5.0, 9.0, 12.0];
        let found = quantiles(&design, &design.everything(), &y, &[0.3], choice, &Settings::default()).unwrap();
        assert_eq!(found[0].estimate, 1.0, "{rule:?}");
    }
}

/// R: svyquantile(~x, qrule = "shahvaish") with weights of 1; weights of 9 say the same.
#[test]
fn the_rule_of_shah_and_vaish() {
    let y = [1.0, 5.0, 9.0, 12.0];
    for weight in [1.0, 9.0] {
        let design = Design::new(&[weight; 4], &[], Lonely::Fail).unwrap();
        let choice = (Rule::ShahVaish, Method::Wald);
        let found =
            quantiles(&design, &design.everything(), &y, &[0.3, 0.5, 0.7], choice, &Settings::default()).unwrap();
        assert_eq!(found.iter().map(|found| found.estimate).collect::<Vec<_>>(), [1.0, 5.0, 9.0]);
    }
}

#[test]
fn a_share_without_variance_takes_the_sample_for_the_effective_size() {
    let design = Design::new(&[3.0; 20], &[], Lonely::Fail).unwrap();
    let of = |method| proportion(&design, &design.everything(), &[false; 20], method, &Settings::default()).unwrap();
    // The exact binomial interval of 0 in 20: 1 - 0.025^(1/20).
    let beta = of(Method::Beta);
    assert!((beta.ci.unwrap().upper.unwrap() - (1.0 - 0.025_f64.powf(0.05))).abs() < 1e-12);
    assert_eq!((beta.estimate, beta.se, beta.ci.unwrap().lower, beta.effective_n), (0.0, 0.0, 0.0, 20.0));
    assert!(beta.cautions.iter().any(|caution| caution.code == "all-alike"));
    let z = 1.959_963_984_540_054_f64;
    assert!((of(Method::Wilson).ci.unwrap().upper.unwrap() - z * z / (20.0 + z * z)).abs() < 1e-12);
    assert_eq!(of(Method::Logit).ci, None);
}

/// Everyone was asked: whatever the share, and by every method, there is nothing left to be unsure of. That is no sample in
/// which all answers are alike, and no sample whose units happen to be.
#[test]
fn a_census_leaves_no_share_unsure() {
    let holds = [true, false, true, true, false, true];
    let methods = [Method::Logit, Method::Beta, Method::Wilson, Method::Arcsine, Method::Wald];
    let with = |population: f64, holds: &[bool], cluster: Option<&[u32]>, method| {
        let population = [population; 6];
        let stage = Stage { population: Some(&population), cluster, ..Stage::default() };
        let design = Design::new(&[1.0; 6], &[stage], Lonely::Fail).unwrap();
        proportion(&design, &design.everything(), holds, method, &Settings::default()).unwrap()
    };
    let code = |found: &Proportion, code| found.cautions.iter().any(|caution| caution.code == code);
    for method in methods {
        for (holds, share) in [(holds, 4.0 / 6.0), ([true; 6], 1.0), ([false; 6], 0.0)] {
            let found = with(6.0, &holds, None, method);
            let ci = found.ci.unwrap();
            assert_eq!((found.se, ci.lower, ci.upper), (0.0, share, Some(share)), "{method:?}");
            assert!(code(&found, "census") && !code(&found, "all-alike"), "{:?}", found.cautions);
        }
        let sample = with(60.0, &holds, None, method);
        assert!(!code(&sample, "census") && sample.ci.unwrap().lower < sample.ci.unwrap().upper.unwrap());
    }
    // Three clusters of three, each with a true and a false answer.
    let pairs = with(30.0, &[true, false, false, true, true, false], Some(&[1, 1, 2, 2, 3, 3]), Method::Beta);
    assert!(pairs.se == 0.0 && code(&pairs, "units-alike") && pairs.ci.unwrap().lower < 0.2, "{pairs:?}");
}

/// Held against zero, the lonely unit of a total adds all of itself, as R has it; that is said, of totals alone.
#[test]
fn a_lonely_unit_of_a_total_adds_all_of_itself() {
    let (strata, y) = ([0, 0, 0, 1], [4.0, 6.0, 5.0, 50.0]);
    let stage = Stage { strata: Some(&strata), ..Stage::default() };
    let design = Design::new(&[2.0; 4], &[stage], Lonely::Adjust).unwrap();
    let of = |statistic| estimate(&design, &design.everything(), statistic, &Settings::default()).unwrap();
    let said = |statistic| of(statistic).cautions.iter().any(|caution| caution.code == "lonely-total");
    // 3/2 · Σ(t − t̄)² of 8, 12, 10, and 100².
    assert!((of(Statistic::Total(&y)).se - (12.0_f64 + 10_000.0).sqrt()).abs() < 1e-12);
    assert!(said(Statistic::Total(&y)) && !said(Statistic::Mean(&y)));
}

#[test]
fn what_is_wrong_is_named() {
    let good = [1.0, 2.0, 3.0, 4.0];
    let told =
        |weights: &[f64], stage: Stage<'_>| Design::new(weights, &[stage], Lonely::Fail).unwrap_err().to_string();
    let none = Stage::default();
    assert_eq!(told(&[], none), "rows: 0 given, at least 1 are needed");
    assert_eq!(told(&[1.0, -2.0], none), "weight number 2 is -2, expected a number not below zero");
    assert_eq!(told(&[1.0, f64::NAN], none), "weight number 2 is NaN, expected a number not below zero");
    assert_eq!(told(&[0.0, 0.0], none), "every weight is zero");
    let population = |values: &'static [f64]| Stage { population: Some(values), ..none };
    assert_eq!(told(&good, population(&[9.0, 9.0, 9.0])), "population has 3 values where 4 are needed");
    assert_eq!(
        told(&good, population(&[9.0, 9.0, 8.0, 9.0])),
        "population number 3 is 8, expected the same size in every row of a stratum"
    );
    assert_eq!(
        told(&good, population(&[3.0; 4])),
        "population number 1 is 3 where 4 units were drawn from the stratum, expected at least as many units as were drawn"
    );
    assert_eq!(told(&good, population(&[0.0; 4])), "population number 1 is 0, expected a number above zero");
    assert_eq!(
        told(&good, population(&[9.0, 0.5, 9.0, 9.0])),
        "population number 2 is 0.5, expected a number of units, as in other rows, not a fraction"
    );
    let stages = vec![none; 6];
    let many = Design::new(&good, &stages, Lonely::Fail).unwrap_err().to_string();
    assert_eq!(many, "number of stages is 6, expected at most 5");

    let design = Design::new(&good, &[], Lonely::Fail).unwrap();
    let all = design.everything();
    let of = |statistic| estimate(&design, &all, statistic, &Settings::default()).unwrap_err().to_string();
    assert_eq!(of(Statistic::Mean(&[1.0, 2.0])), "value has 2 values where 4 are needed");
    assert_eq!(of(Statistic::Mean(&[1.0, 2.0, f64::NAN, 4.0])), "value number 3 is NaN, expected a number");
    assert_eq!(of(Statistic::Ratio(&good, &[0.0; 4])), "the denominator adds up to zero: there is no ratio");
    assert_eq!(of(Statistic::Total(&[1e308; 4])), "the values or weights are too large to be added up");
    let empty = design.domains(&[1; 4], 1).unwrap();
    let found = estimate(&design, &empty[0], Statistic::Mean(&good), &Settings::default()).unwrap_err();
    assert_eq!(found.to_string(), "there is no row with a weight to estimate from");
    let settings = Settings { level: 1.5, ..Settings::default() };
    let found = estimate(&design, &all, Statistic::Mean(&good), &settings).unwrap_err();
    assert_eq!(found.to_string(), "level is 1.5, expected a number between 0 and 1");
    let found = quantiles(&design, &all, &good, &[0.0], (Rule::Math, Method::Wald), &Settings::default()).unwrap_err();
    assert_eq!(found.to_string(), "probability is 0, expected a number between 0 and 1");
    assert!(contrast(&design, &[], &Settings::default()).is_err());
}

#[test]
fn one_row_gives_an_estimate_and_says_that_nothing_more_is_known() {
    let design = Design::new(&[5.0], &[], Lonely::Remove).unwrap();
    let found = estimate(&design, &design.everything(), Statistic::Mean(&[7.0]), &Settings::default()).unwrap();
    assert_eq!((found.estimate, found.se, found.deff, found.ci, found.freedom), (7.0, 0.0, None, None, Some(0.0)));
    assert!(found.cautions.iter().any(|caution| caution.code == "no-freedom"));
    let text = serde_json::to_string(&found).unwrap();
    assert!(!text.contains("NaN"));
}
