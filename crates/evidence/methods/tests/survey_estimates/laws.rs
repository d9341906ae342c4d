        "population number 1 is 3 where 4 units were drawn from the stratum, expected at least as many units as were drawn"
        "population number 2 is 0.5, expected a number of units, as in other rows, not a fraction"
        "population number 3 is 8, expected the same size in every row of a stratum"
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
#[derive(Clone, Debug)]
    #[test]
#[test]
        (Rule::Hf4, [1.0, 1.25, 3.0, 6.0]),
        (Rule::Hf5, [1.0, 1.75, 4.0, 8.0]),
        (Rule::Hf6, [1.0, 1.5, 4.0, 9.6]),
        (Rule::Hf7, [1.4, 2.0, 4.0, 7.2]),
        (Rule::Hf8, [1.0, 5.0 / 3.0, 4.0, 8.533_333_333_333_333]),
        (Rule::Hf9, [1.0, 1.6875, 4.0, 8.4]),
        (Rule::Math, [1.0, 2.0, 4.0, 8.0]),
        (Rule::School, [1.0, 2.0, 4.0, 8.0]),
            (Statistic::Mean(&made.y), Statistic::Mean(&other.y)),
            (Statistic::Ratio(&made.y, &made.x), Statistic::Ratio(&other.y, &other.x)),
            (Statistic::Total(&made.y), Statistic::Total(&other.y)),
    (found.estimate, found.se)
    );
        // Every stratum gets two clusters, so that none is lonely.
    // The exact binomial interval of 0 in 20: 1 - 0.025^(1/20).
    // The variance of the values is 6.7.
//! Laws that hold for any sample, and what is refused.
/// A made sample: strata of clusters of rows.
/// R: quantile(c(1, 2, 4, 8, 16), c(.1, .25, .5, .7), type = ...)
    /// The same rows in the order of `places`.
        Design::new(weights, &[stage], Lonely::Fail).unwrap()
        Made {
        Self {
    ] {
        ];
    assert!(!text.contains("NaN"));
    assert!((beta.ci.unwrap().upper.unwrap() - (1.0 - 0.025_f64.powf(0.05))).abs() < 1e-12);
    assert!((found.deff.unwrap() - 2.0).abs() < 1e-12, "without replacement half of the variance would be left");
            assert!((found.estimate - expected).abs() < 1e-12, "{rule:?}: {} is not {expected}", found.estimate);
    assert!((found.se - (6.7_f64 / 5.0).sqrt()).abs() < 1e-12);
    assert!((of(Method::Wilson).ci.unwrap().upper.unwrap() - z * z / (20.0 + z * z)).abs() < 1e-12);
    assert!(beta.cautions.iter().any(|caution| caution.code == "all-alike"));
    assert!(contrast(&design, &[], &Settings::default()).is_err());
    assert!(found.cautions.iter().any(|caution| caution.code == "no-freedom"));
    assert!(near(with(&[12.0; 6]), with(&[0.25; 6])));
    assert!(with(&[0.25; 6]).1 > 0.0);
    assert_eq!(
    assert_eq!((beta.estimate, beta.se, beta.ci.unwrap().lower, beta.effective_n), (0.0, 0.0, 0.0, 20.0));
    assert_eq!((found.estimate, found.se, found.deff, found.ci, found.freedom), (7.0, 0.0, None, None, Some(0.0)));
    assert_eq!(found.to_string(), "level is 1.5, expected a number between 0 and 1");
    assert_eq!(found.to_string(), "probability is 0, expected a number between 0 and 1");
    assert_eq!(found.to_string(), "there is no row with a weight to estimate from");
    assert_eq!(many, "number of stages is 6, expected at most 5");
    assert_eq!(of(Method::Logit).ci, None);
    assert_eq!(of(Statistic::Mean(&[1.0, 2.0, f64::NAN, 4.0])), "value number 3 is NaN, expected a number");
    assert_eq!(of(Statistic::Mean(&[1.0, 2.0])), "value has 2 values where 4 are needed");
    assert_eq!(of(Statistic::Ratio(&good, &[0.0; 4])), "the denominator adds up to zero: there is no ratio");
    assert_eq!(of(Statistic::Total(&[1e308; 4])), "the values or weights are too large to be added up");
    assert_eq!(told(&[0.0, 0.0], none), "every weight is zero");
    assert_eq!(told(&[1.0, -2.0], none), "weight number 2 is -2, expected a number not below zero");
    assert_eq!(told(&[1.0, f64::NAN], none), "weight number 2 is NaN, expected a number not below zero");
    assert_eq!(told(&[], none), "rows: 0 given, at least 1 are needed");
    assert_eq!(told(&good, population(&[0.0; 4])), "population number 1 is 0, expected a number above zero");
    assert_eq!(told(&good, population(&[9.0, 9.0, 9.0])), "population has 3 values where 4 are needed");
    assert_eq!(with(&[3.0; 6]), (25.0 / 6.0, 0.0));
    close(one.0, other.0) && close(one.1, other.1)
    cluster: Vec<u32>,
            cluster: codes(&self.cluster),
            cluster: rows.iter().map(|row| row.2).collect(),
fn a_census_has_no_error_and_fractions_say_the_same_as_sizes() {
    fn a_group_is_the_whole_with_nothing_outside_of_it(made in made()) {
fn a_share_without_variance_takes_the_sample_for_the_effective_size() {
fn a_simple_random_sample_is_the_textbook_s() {
    fn design(&self) -> Design {
fn equal_weights_give_the_nine_types_of_hyndman_and_fan() {
    fn groups_add_up_to_the_whole(made in made()) {
    fn intervals_of_shares_stay_within_bounds_and_mirror(made in made()) {
fn made() -> impl Strategy<Value = Made> {
fn near(one: (f64, f64), other: (f64, f64)) -> bool {
fn of(design: &Design, statistic: Statistic<'_>) -> (f64, f64) {
fn one_row_gives_an_estimate_and_says_that_nothing_more_is_known() {
    fn quantiles_grow_with_the_share_below_them(made in made()) {
    fn shift_and_scale(made in made(), shift in -1e3..1e3_f64, scale in 0.01..100.0_f64) {
    fn shuffled(&self, places: &[usize]) -> Self {
    fn the_order_of_rows_does_not_matter(made in made(), seed in 0..1000_usize) {
    fn threads_change_nothing(made in made()) {
    fn weighted(&self, weights: &[f64]) -> Design {
fn what_is_wrong_is_named() {
        for (found, expected) in found.iter().zip(expected) {
        for (one, two) in pairs {
    for (rule, expected) in [
        for method in [Method::Logit, Method::Beta, Method::Wilson, Method::Arcsine] {
        for rule in [Rule::Math, Rule::School, Rule::Hf3, Rule::Hf4, Rule::Hf5, Rule::Hf6, Rule::Hf7, Rule::Hf8, Rule::Hf9, Rule::ShahVaish] {
            found.iter().map(|found| (found.estimate.to_bits(), found.se.to_bits())).collect::<Vec<_>>()
    group: Vec<u32>,
            group: codes(&self.group),
            group: rows.iter().map(|row| row.3).collect(),
impl Made {
        let (mean, se) = of(&design, Statistic::Mean(&made.y));
        let (total, error) = of(&design, Statistic::Total(&made.y));
            let (yes, no) = (of(&holds), of(&not));
            let Some(ci) = yes.ci else { continue };
    let all = design.everything();
        let at: Vec<f64> = (1..20).map(|step| f64::from(step) / 20.0).collect();
        let back = difference(&design, &domains[1], &domains[0], Statistic::Mean(&made.y), &Settings::default()).unwrap();
    let beta = of(Method::Beta);
            let choice = (Rule::School, Method::Wald);
        let choice = (rule, Method::Wald);
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3);
        let codes = |old: &[u32]| places.iter().map(|at| old[*at]).collect();
    let design = Design::new(&[1.0; 5], &[], Lonely::Fail).unwrap();
    let design = Design::new(&[2.0; 5], &[], Lonely::Fail).unwrap();
    let design = Design::new(&[3.0; 20], &[], Lonely::Fail).unwrap();
    let design = Design::new(&[5.0], &[], Lonely::Remove).unwrap();
    let design = Design::new(&good, &[], Lonely::Fail).unwrap();
            let design = made.design();
        let design = made.design();
        let domain = &design.domains(&made.group, 3).unwrap()[1];
        let domains = design.domains(&made.group, 3).unwrap();
        let doubled: Vec<f64> = made.y.iter().map(|y| 2.0 * y + 1.0).collect();
    let empty = design.domains(&[1; 4], 1).unwrap();
        let found =
    let found = estimate(&design, &all, Statistic::Mean(&good), &settings).unwrap_err();
    let found = estimate(&design, &design.everything(), Statistic::Mean(&[7.0]), &Settings::default()).unwrap();
    let found = estimate(&design, &design.everything(), Statistic::Mean(&y), &Settings::default()).unwrap();
    let found = estimate(&design, &empty[0], Statistic::Mean(&good), &Settings::default()).unwrap_err();
    let found = estimate(design, &design.everything(), statistic, &Settings::default()).unwrap();
            let found = of(&made.y);
            let found = pool.install(|| by_domain(&design, &domains, Statistic::Mean(&made.y), &Settings::default())).unwrap();
    let found = quantiles(&design, &all, &good, &[0.0], (Rule::Math, Method::Wald), &Settings::default()).unwrap_err();
    let good = [1.0, 2.0, 3.0, 4.0];
        let heavier: Vec<f64> = made.weights.iter().map(|weight| weight * scale).collect();
        let holds: Vec<bool> = made.y.iter().map(|y| *y > 20.0).collect();
        let inside: Vec<f64> = made.group.iter().map(|group| f64::from(*group == 1)).collect();
    let many = Design::new(&good, &stages, Lonely::Fail).unwrap_err().to_string();
        let mean = estimate(&design, domain, Statistic::Mean(&made.y), &Settings::default()).unwrap();
        let median = |made: &Made| {
            let mirror = no.ci.unwrap();
            let moved = of(&doubled);
        let moved: Vec<f64> = made.y.iter().map(|y| shift + scale * y).collect();
        let mut sorted = places.clone();
        let n = made.y.len();
    let none = Stage::default();
        let none = difference(&design, &domains[0], &domains[0], Statistic::Mean(&made.y), &Settings::default()).unwrap();
        let not: Vec<bool> = holds.iter().map(|holds| !holds).collect();
        let numbers = |old: &[f64]| places.iter().map(|at| old[*at]).collect();
            let of = |holds: &[bool]| proportion(&design, &design.everything(), holds, method, &Settings::default()).unwrap();
    let of = |method| proportion(&design, &design.everything(), &[false; 20], method, &Settings::default()).unwrap();
    let of = |statistic| estimate(&design, &all, statistic, &Settings::default()).unwrap_err().to_string();
            let of = |y: &[f64]| quantiles(&design, &design.everything(), y, &at, (rule, Method::Wald), &Settings::default()).unwrap();
        let on = |threads: usize| {
        let one = difference(&design, &domains[0], &domains[1], Statistic::Mean(&made.y), &Settings::default()).unwrap();
        let other = made.shuffled(&places);
        let pairs = [
        let parts: Vec<_> = domains.iter().map(|domain| (domain, Statistic::Total(&made.y), 1.0)).collect();
        let places: Vec<usize> = (0..n).map(|at| (at * 97 + seed) % n).collect();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let population = Some(self.population.as_slice());
    let population = |values: &'static [f64]| Stage { population: Some(values), ..none };
        let product: Vec<f64> = made.y.iter().zip(&inside).map(|(y, inside)| y * inside).collect();
    let row = (0.5..20.0_f64, 0..3_u32, 0..4_u32, 0..3_u32, -50.0..50.0_f64, 1.0..9.0_f64);
        let rows: Vec<_> = sure.chain(rows).collect();
    let settings = Settings { level: 1.5, ..Settings::default() };
        let stage = Stage { cluster: Some(&self.cluster), strata: Some(&self.strata), population };
        let stage = Stage { strata: Some(&strata), population: Some(population), cluster: None };
    let stages = vec![none; 6];
    let strata = [0, 0, 0, 1, 1, 1];
        let sum = contrast(&design, &parts, &Settings::default()).unwrap();
        let sure = (0..3).flat_map(|stratum| (0..2).map(move |cluster| (2.0, stratum, cluster, stratum, 1.0, 2.0)));
    let text = serde_json::to_string(&found).unwrap();
    let told =
        let total = estimate(&design, domain, Statistic::Total(&made.y), &Settings::default()).unwrap();
    let with = |population: &[f64]| {
    let y = [16.0, 2.0, 1.0, 8.0, 4.0];
    let y = [3.0, 5.0, 8.0, 1.0, 4.0, 4.0];
    let y = [3.0, 5.0, 8.0, 1.0, 4.0];
    let z = 1.959_963_984_540_054_f64;
        of(&Design::new(&[1.0; 6], &[stage], Lonely::Fail).unwrap(), Statistic::Mean(&y))
    population: Vec<f64>,
            population: numbers(&self.population),
            population: rows.iter().map(|row| 20.0 + f64::from(row.1)).collect(),
    prop::collection::vec(row, 30..80).prop_map(|rows| {
            prop_assert!((mirror.lower - (1.0 - ci.upper.unwrap())).abs() < 1e-9, "{method:?} {ci:?} {mirror:?}");
            prop_assert!(ci.lower >= 0.0 && ci.upper.unwrap() <= 1.0 && ci.holds(yes.estimate), "{method:?} {ci:?}");
            prop_assert!(found.iter().zip(&moved).all(|(old, new)| (2.0 * old.estimate + 1.0 - new.estimate).abs() < 1e-9));
            prop_assert!(found.windows(2).all(|pair| pair[0].estimate <= pair[1].estimate));
        prop_assert!(near((mean.estimate, mean.se), of(&design, Statistic::Ratio(&product, &inside))));
        prop_assert!(near((one.estimate, one.se), (-back.estimate, back.se)));
        prop_assert!(near((sum.estimate, sum.se), of(&design, Statistic::Total(&made.y))));
        prop_assert!(near((total.estimate, total.se), of(&design, Statistic::Total(&product))));
        prop_assert!(near(of(&design, Statistic::Mean(&moved)), (shift + scale * mean, scale * se)));
            prop_assert!(near(of(&made.design(), one), of(&other.design(), two)));
        prop_assert!(near(of(&made.weighted(&heavier), Statistic::Mean(&made.y)), (mean, se)));
        prop_assert!(near(of(&made.weighted(&heavier), Statistic::Total(&made.y)), (scale * total, scale * error)));
            prop_assert!(rule != Rule::Math || found.iter().all(|found| found.ci.is_none_or(|ci| ci.holds(found.estimate))), "{rule:?}");
        prop_assert_eq!((none.estimate, none.se, none.p), (0.0, 0.0, None));
        prop_assert_eq!(median(&made).to_bits(), median(&other).to_bits());
        prop_assert_eq!(on(1), on(3));
        prop_assume!(sorted.len() == n);
proptest! {
            quantiles(&design, &design.everything(), &made.y, &[0.5], choice, &Settings::default()).unwrap()[0].estimate
            quantiles(&design, &design.everything(), &y, &[0.1, 0.25, 0.5, 0.7], choice, &Settings::default()).unwrap();
        self.weighted(&self.weights)
        sorted.dedup();
        sorted.sort_unstable();
    strata: Vec<u32>,
            strata: codes(&self.strata),
            strata: rows.iter().map(|row| row.1).collect(),
struct Made {
        told(&good, population(&[3.0; 4])),
        told(&good, population(&[9.0, 0.5, 9.0, 9.0])),
        told(&good, population(&[9.0, 9.0, 8.0, 9.0])),
use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::difference::{contrast, difference};
use comity_methods::survey::estimate::{Settings, Statistic, by_domain, estimate};
use comity_methods::survey::proportion::{Method, proportion};
use comity_methods::survey::quantile::{Rule, quantiles};
use proptest::prelude::*;
    weights: Vec<f64>,
            weights: numbers(&self.weights),
            weights: rows.iter().map(|row| row.0).collect(),
    x: Vec<f64>,
            x: numbers(&self.x),
            x: rows.iter().map(|row| row.5).collect(),
    y: Vec<f64>,
            y: numbers(&self.y),
            y: rows.iter().map(|row| row.4).collect(),
        |weights: &[f64], stage: Stage<'_>| Design::new(weights, &[stage], Lonely::Fail).unwrap_err().to_string();
}
        }
    }
    })
        };
    };
