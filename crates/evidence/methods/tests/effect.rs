//! Effects: published values, the numbers of R and Python on real data, properties, and simulations.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets a missing value has failed; the helpers beside the tests are tests, too"
)]

use comity_methods::effect::difference_in_differences::{
    DifferenceInDifferences, Model as Way, Panel, difference_in_differences,
};
use comity_methods::effect::displacement::{Areas, Counts, Scale, displacement_quotient, weighted_difference};
use comity_methods::effect::interrupted_series::{Model, Season, Series, interrupted};
use comity_methods::effect::matching::{Distance, Settings, match_controls};
use comity_methods::effect::power::{Plan, smallest_reduction};
use comity_methods::effect::synthetic_control::synthetic_control;
use comity_methods::numeric::random::Stream;
use proptest::prelude::*;
use serde_json::Value;

fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

/// The columns of a CSV file by name.
fn columns(path: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(shared(path)).unwrap();
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = names.iter().map(|name| header.iter().position(|one| one == *name).unwrap()).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    places.iter().map(|place| rows.iter().map(|row| row[*place].to_owned()).collect()).collect()
}

fn numbers(texts: &[String]) -> Vec<f64> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn peers(text: &str, name: &str) -> Vec<f64> {
    let all: Value = serde_json::from_str(text).unwrap();
    all[name].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn r(name: &str) -> Vec<f64> {
    peers(include_str!("peers/effect_r.json"), name)
}

fn python(name: &str) -> Vec<f64> {
    peers(include_str!("peers/effect_python.json"), name)
}

fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() <= digits * expected.abs().max(1e-12), "{found} is not {expected}");
}

fn four() -> Areas {
    Areas {
        treated: Counts::new(207.0, 110.0),
        control: Counts::new(308.0, 318.0),
        near_treated: Some(Counts::new(178.0, 157.0)),
        near_control: Some(Counts::new(150.0, 140.0)),
    }
}

/// Wheeler and Ratcliffe (2018), their own example; and the published examples with areas and with years.
#[test]
fn wdd_as_published() {
    let found = weighted_difference(&four(), &Scale::default(), 0.95).unwrap();
    assert_eq!((found.wdd, found.n), (-118.0, 1568.0));
    assert_eq!(format!("{:.5} {:.5}", found.se, found.z.unwrap()), "39.59798 -2.97995");
    assert_eq!(format!("{:.2} {:.2}", found.ci.lower, found.ci.upper.unwrap()), "-195.61 -40.39");
    let areas = Scale { areas: [1.2, 0.9, 1.5, 1.6], ..Scale::default() };
    let found = weighted_difference(&four(), &areas, 0.95).unwrap();
    near(found.wdd, -99.694_444_44, 1e-9);
    near(found.se, 35.428_075_5, 1e-9);
    near(found.z.unwrap(), -2.813_995_483, 1e-9);
    near(found.ci.lower, -169.132_196_5, 1e-9);
    near(found.ci.upper.unwrap(), -30.256_692_41, 1e-9);
    near(found.local.estimate, -91.944_444_44, 1e-9);
    let two = Areas {
        treated: Counts::new(80.0, 20.0),
        control: Counts::new(100.0, 50.0),
        near_treated: None,
        near_control: None,
    };
    let found = weighted_difference(&two, &Scale { months: [2.0, 1.0], ..Scale::default() }, 0.95).unwrap();
    near(found.wdd, -20.0, 1e-14);
    near(found.se, 115.0_f64.sqrt(), 1e-14);
}

/// Counts of nothing give no z, and no NaN.
#[test]
fn wdd_of_nothing() {
    let none = Counts::new(0.0, 0.0);
    let areas = Areas { treated: none, control: none, near_treated: None, near_control: None };
    let found = weighted_difference(&areas, &Scale::default(), 0.95).unwrap();
    assert_eq!((found.wdd, found.se, found.z, found.p), (0.0, 0.0, None, None));
    let told = displacement_quotient(none, none, none, 0.95).unwrap_err().to_string();
    assert!(told.contains("events in the control area"), "{told}");
}

proptest! {
    /// Twice the size and twice the months leave a quarter; before and after exchanged turns the sign.
    #[test]
    fn wdd_scales_and_turns(counts in prop::array::uniform4(0_u32..5000), by in 0.1_f64..50.0) {
        let [a, b, c, d] = counts.map(f64::from);
        let of = |treated, control, scale| {
            weighted_difference(&Areas { treated, control, near_treated: None, near_control: None }, &scale, 0.9).unwrap()
        };
        let plain = of(Counts::new(a, b), Counts::new(c, d), Scale::default());
        let scaled = of(Counts::new(a, b), Counts::new(c, d), Scale { areas: [by; 4], months: [by; 2] });
        prop_assert!((scaled.wdd * by * by - plain.wdd).abs() < 1e-9 * (1.0 + plain.wdd.abs()));
        let turned = of(Counts::new(b, a), Counts::new(d, c), Scale::default());
        prop_assert_eq!((turned.wdd, turned.se), (-plain.wdd, plain.se));
    }
}

/// The 95% interval covers the truth in 95% of places.
#[test]
fn wdd_covers() {
    let (mut stream, rounds) = (Stream::new(11, 0), 4000);
    let means = [60.0, 40.0, 90.0, 100.0];
    let held = (0..rounds).filter(|_| {
        let [a, b, c, d] = means.map(|mean| stream.poisson(mean) as f64);
        let areas =
            Areas { treated: Counts::new(a, b), control: Counts::new(c, d), near_treated: None, near_control: None };
        weighted_difference(&areas, &Scale::default(), 0.95).unwrap().ci.holds(-30.0)
    });
    let share = held.count() as f64 / f64::from(rounds);
    assert!((share - 0.95).abs() < 0.012, "{share}");
}

/// Fieller's interval of the displacement quotient covers, too.
#[test]
fn wdq_covers() {
    let (mut stream, rounds) = (Stream::new(12, 0), 4000);
    let truth = (110.0 / 300.0 - 150.0 / 320.0) / (120.0 / 300.0 - 260.0 / 320.0);
    let held = (0..rounds).filter(|_| {
        let mut draw = |a: f64, b: f64| Counts::new(stream.poisson(a) as f64, stream.poisson(b) as f64);
        let (treated, near, control) = (draw(260.0, 120.0), draw(150.0, 110.0), draw(320.0, 300.0));
        displacement_quotient(treated, near, control, 0.95).unwrap().ci.is_none_or(|ci| ci.holds(truth))
    });
    let share = held.count() as f64 / f64::from(rounds);
    assert!((share - 0.95).abs() < 0.015, "{share}");
}

fn plan(treated: f64, control: Option<f64>) -> Plan {
    Plan {
        treated,
        control,
        near: None,
        months: [12.0, 12.0],
        dispersion: 1.0,
        alpha: 0.05,
        power: 0.8,
        two_sided: false,
    }
}

/// `statsmodels.stats.rates.power_poisson_diff_2indep`, at reductions of 5, 10, 20 and 30%.
#[test]
fn power_as_statsmodels_has_it() {
    let found = smallest_reduction(&plan(240.0, None)).unwrap();
    for (place, expected) in [0, 1, 3, 5].into_iter().zip(python("power")) {
        near(found.chances[place].power, expected, 1e-9);
    }
}

/// A reduction just as large as told is seen in the wished share of comparisons.
#[test]
fn power_is_what_comes_out() {
    let wished = Plan { two_sided: true, ..plan(150.0, Some(200.0)) };
    let share = smallest_reduction(&wished).unwrap().smallest_reduction.unwrap();
    let (mut stream, rounds) = (Stream::new(13, 0), 4000);
    let seen = (0..rounds).filter(|_| {
        let mut draw = |mean: f64| stream.poisson(mean) as f64;
        let areas = Areas {
            treated: Counts::new(draw(150.0), draw(150.0 * (1.0 - share))),
            control: Counts::new(draw(200.0), draw(200.0)),
            near_treated: None,
            near_control: None,
        };
        weighted_difference(&areas, &Scale::default(), 0.95).unwrap().p.unwrap() < 0.05
    });
    let power = seen.count() as f64 / f64::from(rounds);
    assert!((power - 0.8).abs() < 0.025, "{power}");
}

/// More events, more months and fewer others show smaller reductions.
#[test]
fn power_grows_with_what_there_is() {
    let of = |plan: Plan| smallest_reduction(&plan).unwrap().smallest_reduction.unwrap();
    let base = of(plan(200.0, Some(200.0)));
    assert!(of(plan(400.0, Some(400.0))) < base);
    assert!(of(Plan { months: [12.0, 24.0], ..plan(200.0, Some(200.0)) }) < base);
    assert!(of(Plan { dispersion: 2.0, ..plan(200.0, Some(200.0)) }) > base);
    assert!(of(Plan { near: Some([50.0, 50.0]), ..plan(200.0, Some(200.0)) }) > base);
}

struct Districts {
    outcome: Vec<f64>,
    unit: Vec<usize>,
    time: Vec<usize>,
    treatment: Vec<f64>,
}

fn numbered(texts: &[String]) -> Vec<usize> {
    let mut names = texts.to_vec();
    names.sort();
    names.dedup();
    texts.iter().map(|text| names.binary_search(text).unwrap()).collect()
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

fn belts() -> (Vec<f64>, Vec<Vec<f64>>) {
    let read = columns("series/seatbelts.csv", &["DriversKilled", "kms", "PetrolPrice"]);
    (numbers(&read[0]), vec![numbers(&read[1]), numbers(&read[2])])
}

fn series<'a>(values: &'a [f64], others: &'a [Vec<f64>], model: Model, lag: Option<usize>) -> Series<'a> {
    Series { values, start: 169, exposure: None, others, season: Season::Each(12), model, lag }
}

/// The seat-belt law: law, since and t with errors of Newey and West, as R and statsmodels have them.
#[test]
fn interrupted_as_r_and_statsmodels_have_it() {
    let (killed, others) = belts();
    let fits = [
        (Model::Poisson, &[][..], None, r("its_poisson"), 1e-9),
        (Model::NegativeBinomial, &[][..], None, r("its_nb"), 1e-6),
        (Model::Linear, &[][..], None, r("its_linear"), 1e-9),
        (Model::Linear, &[][..], Some(4), python("its_linear"), 1e-9),
        (Model::Poisson, &others[..], Some(6), r("its_also"), 1e-8),
    ];
    for (model, others, lag, expected, digits) in fits {
        let found = interrupted(&series(&killed, others, model, lag), 0.95).unwrap();
        let told = [found.level, found.slope, found.trend_before];
        for (change, place) in told.iter().zip(0..) {
            near(change.estimate, expected[place], digits);
            near(change.se, expected[place + 3], digits);
        }
        assert_eq!((found.n, found.n_before, found.n_after), (192, 169, 23));
    }
    let poisson = interrupted(&series(&killed, &[], Model::Poisson, None), 0.95).unwrap();
    near(poisson.dispersion, r("its_dispersion")[0], 1e-9);
    near(poisson.autocorrelation_p.unwrap(), r("its_box")[0], 1e-4);
    let negative = interrupted(&series(&killed, &[], Model::NegativeBinomial, None), 0.95).unwrap();
    near(negative.theta.unwrap(), r("its_nb_theta")[0], 1e-5);
    assert!(poisson.cautions.iter().any(|caution| caution.code == "overdispersion"));
}

/// In a linear model all that changed is Σ(level + slope·since), and its error follows from theirs.
#[test]
fn interrupted_total_adds_up() {
    let (killed, _) = belts();
    let found = interrupted(&series(&killed, &[], Model::Linear, None), 0.95).unwrap();
    let by_hand: f64 = (1..=23).map(|since| found.level.estimate + found.slope.estimate * f64::from(since)).sum();
    near(found.total, by_hand, 1e-9);
    let gone: f64 = found.fitted.iter().zip(&found.without).map(|(with, without)| with - without).sum();
    near(found.total, gone, 1e-9);
}

/// How often the interval of a known step covers it, with values that depend on the one before by `related`.
fn covered(related: f64, lag: usize) -> f64 {
    let rounds = 300;
    let held = (0..rounds).filter(|round| {
        let (mut stream, mut last) = (Stream::new(15, *round), 0.0);
        let step = |t: u32| if t >= 100 { -4.0 } else { 0.0 };
        let mut value = |t: u32| {
            last = related * last + stream.normal();
            50.0 + 0.02 * f64::from(t) + step(t) + last
        };
        let values: Vec<f64> = (0..200).map(&mut value).collect();
        let (season, model) = (Season::None, Model::Linear);
        let series = Series { values: &values, start: 100, exposure: None, others: &[], season, model, lag: Some(lag) };
        interrupted(&series, 0.95).unwrap().level.ci.holds(-4.0)
    });
    held.count() as f64 / rounds as f64
}

/// Unrelated values: 95% covers. Related ones: the lag makes up for most of what is lost without it.
#[test]
fn interrupted_covers() {
    let plain = covered(0.0, 0);
    assert!((plain - 0.95).abs() < 0.03, "{plain}");
    let (without, with) = (covered(0.5, 0), covered(0.5, 8));
    assert!(without < 0.8 && with > 0.84, "{without} without a lag, {with} with one");
}

#[test]
fn interrupted_says_what_is_wrong() {
    let values = [3.0, 4.0, 5.0, 3.0, 2.0, 4.0, -1.0, 5.0];
    let of = |values: &[f64], start, model| {
        let series = Series { values, start, exposure: None, others: &[], season: Season::None, model, lag: None };
        interrupted(&series, 0.95).unwrap_err().to_string()
    };
    assert_eq!(of(&values, 4, Model::Poisson), "values number 7 is -1, expected a number not below zero");
    assert_eq!(
        of(&values, 2, Model::Linear),
        "start is value number 3, expected at least 3 values before and 3 after, of 8"
    );
}

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
    assert_eq!(found.p, 1.0 / 26.0);
    let bits = |found: &comity_methods::effect::synthetic_control::Synthetic| {
        found.placebos.iter().map(|one| one.map(|one| one.effect.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(bits(&found), bits(&on(3)));
}

/// Where nothing happened the placebo p is uniform: at most 5% below 0.05.
#[test]
fn synthetic_p_is_honest() {
    let rounds = 200;
    let small = (0..rounds).filter(|round| {
        let mut stream = Stream::new(17, *round);
        let mut all: Vec<Vec<f64>> = (0..20).map(|_| (0..16).map(|_| stream.normal()).collect()).collect();
        let treated = all.remove(0);
        synthetic_control(&treated, &all, 10).unwrap().p <= 0.1
    });
    let share = small.count() as f64 / rounds as f64;
    assert!((0.04..0.17).contains(&share), "{share}");
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
