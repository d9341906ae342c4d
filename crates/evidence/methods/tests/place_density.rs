//! Points, counts and maps against other tools, published examples, and what must hold.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on must fail")]

use std::fs;

use comity_methods::numeric::random::Stream;
use comity_methods::place::concentration::concentration;
use comity_methods::place::kernel_density::{Edge as Border, Kernel, Raster, Settings as Bumps, kernel_density};
use comity_methods::place::nearest_neighbour::{Edge, nearest_neighbour};
use comity_methods::place::prediction::{Cells, mark, prediction};
use comity_methods::place::ripley::{Correction, Rectangle, Ripley, Settings, ripley};
use proptest::prelude::*;
use serde_json::Value;

/// The path of a file of the shared test data.
fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

fn columns(path: &str, names: &[&str]) -> Vec<Vec<f64>> {
    let mut reader = csv::Reader::from_path(shared(path)).unwrap();
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = names.iter().map(|name| header.iter().position(|n| n == *name).unwrap()).collect();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    places.iter().map(|place| rows.iter().map(|row| row[*place].parse().unwrap()).collect()).collect()
}

fn robberies() -> (Vec<f64>, Vec<f64>) {
    let mut columns = columns("memphis/memphis_robberies.csv", &["x_utm15n", "y_utm15n"]);
    let y = columns.pop().unwrap();
    (columns.pop().unwrap(), y)
}

/// What other tools said, kept by benches/peers/place_density.py.
fn peers() -> Value {
    let path = format!("{}/tests/peers/place_density.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() <= digits * expected.abs(), "{found} is not {expected}");
}

/// scikit-learn's and KDEpy's kernels at nine places of Memphis, and the quartic's definition by numpy.
#[test]
fn densities_of_other_tools() {
    let ((x, y), peers) = (robberies(), peers());
    let peers = &peers["density"];
    let tools = [
        (Kernel::Gaussian, "sklearn_gaussian", 1e-10),
        // KDEpy adds some 5e-13 everywhere.
        (Kernel::Gaussian, "kdepy_gaussian", 1e-6),
        (Kernel::Epanechnikov, "sklearn_epanechnikov", 1e-10),
        (Kernel::Quartic, "numpy_quartic", 1e-10),
    ];
    for (kernel, name, digits) in tools {
        for (node, expected) in peers["nodes"].as_array().unwrap().iter().zip(numbers(&peers[name])) {
            let node = numbers(node);
            let raster = Raster { left: node[0], bottom: node[1], cell: [100.0, 100.0], columns: 1, rows: 1 };
            let settings = Bumps { kernel, bandwidth: [1000.0; 2], raster, edge: Border::None };
            near(kernel_density(&x, &y, None, &settings).unwrap().density[0], expected, digits);
        }
    }
}

fn k(x: &[f64], y: &[f64], correction: Correction) -> Vec<f64> {
    let window = {
        let (x, y) = robberies();
        Rectangle::around(&x, &y).unwrap()
    };
    let distances = [500.0, 1000.0, 2000.0, 4000.0];
    let settings = Settings { window: window.into(), distances: &distances, correction, simulations: 0, seed: 1 };
    ripley(x, y, &settings).unwrap().at.iter().map(|at| at.k.unwrap()).collect()
}

#[test]
fn ripleys_k_of_other_tools() {
    let ((x, y), peers) = (robberies(), peers());
    let peers = &peers["ripley"];
    let agree = |found: Vec<f64>, name: &str, digits| {
        found.iter().zip(numbers(&peers[name])).for_each(|(found, expected)| near(*found, expected, digits));
    };
    agree(k(&x, &y, Correction::None), "pointpats_none", 1e-11);
    agree(k(&x, &y, Correction::Translation), "numpy_translation", 1e-11);
    agree(k(&x, &y, Correction::Border), "numpy_border", 1e-11);
    // The peer counts places on circles, 20,000 on each.
    agree(k(&x[..60], &y[..60], Correction::Isotropic), "numpy_isotropic_60", 1e-4);
}

#[test]
fn nearest_neighbours_of_scikit_learn() {
    let ((x, y), peers) = (robberies(), peers());
    let window = Rectangle::around(&x, &y).unwrap();
    let found = nearest_neighbour(&x, &y, &window.into(), Edge::None, 0.95).unwrap();
    let peer = |name: &str| peers["nearest"][name].as_f64().unwrap();
    near(found.mean, peer("mean"), 1e-10);
    near(found.expected, peer("expected"), 1e-12);
    near(found.se, peer("se"), 1e-12);
    near(found.z, peer("z"), 1e-10);
}

/// A test that says 5% rejects about 5% of random patterns once edges are corrected, and K is right on average.
#[test]
fn random_points_are_found_random() {
    let window = Rectangle { left: 0.0, bottom: 0.0, right: 2.0, top: 1.0 };
    let trials = 400;
    let (mut rejected, mut sums) = (0, [0.0; 4]);
    let corrections = [Correction::None, Correction::Isotropic, Correction::Translation, Correction::Border];
    for trial in 0..trials {
        let mut stream = Stream::new(21, trial);
        let (x, y): (Vec<f64>, Vec<f64>) = (0..80).map(|_| (stream.unit() * 2.0, stream.unit())).unzip();
        let found = nearest_neighbour(&x, &y, &window.into(), Edge::Donnelly, 0.95).unwrap();
        rejected += u64::from(found.p < 0.05);
        for (sum, correction) in sums.iter_mut().zip(corrections) {
            let settings = Settings { window: window.into(), distances: &[0.2], correction, simulations: 0, seed: 1 };
            *sum += ripley(&x, &y, &settings).unwrap().at[0].k.unwrap() / trials as f64;
        }
    }
    assert!((8..=34).contains(&rejected), "{rejected} of {trials}");
    let random = std::f64::consts::PI * 0.04;
    assert!(sums[0] < 0.9 * random, "without correction K is too small: {}", sums[0]);
    sums[1..].iter().for_each(|mean| near(*mean, random, 0.02));
}

/// The test over all distances together rejects 5% of random patterns, and finds a clustered one.
#[test]
fn the_envelope_holds_what_it_says() {
    let window = Rectangle { left: 0.0, bottom: 0.0, right: 1.0, top: 1.0 };
    let test = |x: &[f64], y: &[f64], seed| {
        let distances = [0.05, 0.1, 0.2];
        let settings = Settings {
            window: window.into(),
            distances: &distances,
            correction: Correction::Translation,
            simulations: 39,
            seed,
        };
        ripley(x, y, &settings).unwrap()
    };
    let mut rejected = 0;
    for trial in 0..200 {
        let mut stream = Stream::new(22, trial);
        let (x, y): (Vec<f64>, Vec<f64>) = (0..30).map(|_| (stream.unit(), stream.unit())).unzip();
        rejected += u64::from(test(&x, &y, trial).p.unwrap() <= 0.05);
    }
    assert!((2..=20).contains(&rejected), "{rejected} of 200");
    let mut stream = Stream::new(23, 0);
    let (x, y): (Vec<f64>, Vec<f64>) =
        (0..40).map(|row| (f64::from(row % 4) / 5.0 + 0.1 + 0.02 * stream.unit(), 0.5 + 0.02 * stream.unit())).unzip();
    let found: Ripley = test(&x, &y, 1);
    assert_eq!(found.p, Some(0.025));
    assert!(found.at[0].l_minus_r.unwrap() > found.at[0].envelope.unwrap()[1]);
}

#[test]
fn ginis_of_other_tools_and_of_the_paper() {
    let counts = columns("series/northants_burglary_counts.csv", &["count"]).remove(0);
    let found = concentration(&counts, &[0.5], 0.95).unwrap();
    near(found.gini, peers()["gini"]["inequality"].as_f64().unwrap(), 1e-12);
    assert_eq!(found.gini, found.gini_generalised, "there are more events than places");
    // The R package lorenzgini's examples: 20 events, then 8 and 5, in ten places.
    let of = |counts: [f64; 10]| {
        let found = concentration(&counts, &[0.5], 0.95).unwrap();
        [found.gini, found.gini_generalised].map(|gini| (gini * 1e6).round() / 1e6)
    };
    assert_eq!(of([10., 8., 2., 0., 0., 0., 0., 0., 0., 0.]), [0.78, 0.78]);
    assert_eq!(of([5., 2., 1., 0., 0., 0., 0., 0., 0., 0.]), [0.8, 0.75]);
    // As equal as five events in ten places can be; and all in one.
    assert_eq!(of([1., 1., 1., 1., 1., 0., 0., 0., 0., 0.]), [0.5, 0.0]);
    assert_eq!(of([3., 0., 0., 0., 0., 0., 0., 0., 0., 0.])[0], 0.9);
}

#[test]
fn half_of_the_events_are_in_so_few_places() {
    let counts = [50.0, 20.0, 10.0, 10.0, 5.0, 5.0, 0.0, 0.0, 0.0, 0.0];
    let found = concentration(&counts, &[0.5, 0.8, 1.0], 0.95).unwrap();
    let shares: Vec<(usize, f64)> = found.shares.iter().map(|share| (share.places, share.of_places)).collect();
    assert_eq!(shares, [(1, 0.1), (3, 0.3), (6, 0.6)]);
    assert_eq!(found.shares[0].of_places_with_events, 1.0 / 6.0);
    assert_eq!((found.top[2].number, found.top[2].of_events), (1, 0.5));
    // The area under the curve is half of one less the Gini.
    let area: f64 =
        found.lorenz.windows(2).map(|p| (p[1].places - p[0].places) * (p[0].events + p[1].events) / 2.0).sum();
    near(1.0 - 2.0 * area, found.gini, 1e-12);
}

/// The jackknife in one pass is the jackknife one by one; its interval covers the truth of random counts.
#[test]
fn the_ginis_standard_error() {
    let counts = [3.0, 0.0, 0.0, 7.0, 1.0, 1.0, 0.0, 2.0, 12.0, 0.0];
    let found = concentration(&counts, &[0.5], 0.95).unwrap();
    let without = |row: usize| {
        let rest: Vec<f64> = counts.iter().enumerate().filter(|(at, _)| *at != row).map(|(_, c)| *c).collect();
        concentration(&rest, &[0.5], 0.95).unwrap().gini
    };
    let ginis: Vec<f64> = (0..10).map(without).collect();
    let mean = ginis.iter().sum::<f64>() / 10.0;
    let se = (ginis.iter().map(|gini| (gini - mean).powi(2)).sum::<f64>() * 0.9).sqrt();
    near(found.gini_se.unwrap(), se, 1e-12);
    let (mut covered, trials) = (0, 300);
    for trial in 0..trials {
        let mut stream = Stream::new(31, trial);
        let counts: Vec<f64> = (0..400).map(|_| stream.poisson(2.0) as f64).collect();
        let found = concentration(&counts, &[0.5], 0.95).unwrap();
        covered += u64::from(found.gini_interval.unwrap().holds(found_truth()));
    }
    assert!((272..=296).contains(&covered), "{covered} of {trials}");
}

/// Gini's coefficient of a Poisson of mean 2: scipy's ive(0, 4) + ive(1, 4).
fn found_truth() -> f64 {
    0.385_752_760_726_421_95
}

#[test]
fn pai_pei_and_rri_by_hand() {
    let after = [8.0, 6.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let before = [9.0, 1.0, 5.0, 2.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
    let marked = mark(&before, None, 0.2).unwrap();
    assert_eq!(marked, [true, false, true, false, false, false, false, false, false, false]);
    let found = prediction(&Cells { marked: &marked, after: &after, before: Some(&before), size: None }, 0.95).unwrap();
    assert_eq!((found.hits, found.events, found.hit_rate, found.area_share), (11.0, 20.0, 0.55, 0.2));
    near(found.pai, 2.75, 1e-12);
    near(found.pei, 11.0 / 14.0, 1e-12);
    near(found.rri.unwrap(), 0.55 / 0.7, 1e-12);
    // scipy 1.17: binomtest(11, 20, 0.2, alternative="greater"), and the two-sided exact interval.
    near(found.p, 0.000_563_413_697_660_191_2, 1e-12);
    near(found.hit_rate_interval.lower, 0.315_278_133_040_548_5, 1e-12);
    near(found.hit_rate_interval.upper.unwrap(), 0.769_422_103_224_082_1, 1e-12);
    // Cells of different size: the same map with one cell twice as large.
    let size = [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    let found = prediction(&Cells { marked: &marked, after: &after, before: None, size: Some(&size) }, 0.95).unwrap();
    near(found.pai, 0.55 / (3.0 / 11.0), 1e-12);
    near(found.best_hits, 6.0 + 8.0, 1e-12);
    assert_eq!(found.rri, None);
}

#[test]
fn what_cannot_be_used_is_told() {
    let told = |counts: &[f64]| concentration(counts, &[0.5], 0.95).unwrap_err().to_string();
    assert_eq!(told(&[]), "places: 0 given, at least 1 are needed");
    assert_eq!(told(&[1.0, 1.5]), "count number 2 is 1.5, expected a whole number not below zero");
    assert_eq!(told(&[0.0, 0.0]), "there are no events: every count is zero");
    let window = Rectangle { left: 0.0, bottom: 0.0, right: 1.0, top: 1.0 };
    let told = |x: &[f64], r: &[f64]| {
        let settings =
            Settings { window: window.into(), distances: r, correction: Correction::None, simulations: 0, seed: 1 };
        ripley(x, &[0.1, 0.2, 0.3][..x.len()], &settings).unwrap_err().to_string()
    };
    assert_eq!(told(&[0.1, 0.5, 1.5], &[0.1]), "x number 3 is 1.5, expected a place within the window");
    assert_eq!(told(&[0.1, 0.5], &[0.1]), "points: 2 given, at least 3 are needed");
    assert_eq!(told(&[0.1, 0.5, 0.9], &[0.1, 0.1]), "distance number 2 is 0.1, expected more than the one before");
    assert_eq!(
        told(&[0.1, 0.5, 0.9], &[0.6]),
        "distance number 1 is 0.6, expected at most half the window's shorter side"
    );
    let told = Rectangle::around(&[1.0, 1.0], &[0.0, 5.0]).unwrap_err().to_string();
    assert_eq!(told, "the window is 1,0,1,5, expected left,bottom,right,top with an area above zero");
    let cells = Cells { marked: &[true, true], after: &[1.0, 0.0], before: None, size: None };
    let told = prediction(&cells, 0.95).unwrap_err().to_string();
    assert_eq!(told, "2 of 2 cells are marked: some must be, and some must not");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn order_shift_scale_and_threads(points in prop::collection::vec((0..1000_u32, 0..1000_u32), 3..60), shift in -500..500_i32) {
        let window = |by: f64, scale: f64| Rectangle { left: by * scale, bottom: by * scale, right: (1000.0 + by) * scale, top: (1000.0 + by) * scale };
        let of = |by: f64, scale: f64, turned: bool, threads: usize| {
            let mut points = points.clone();
            if turned { points.reverse(); }
            let x: Vec<f64> = points.iter().map(|p| (f64::from(p.0) + by) * scale).collect();
            let y: Vec<f64> = points.iter().map(|p| (f64::from(p.1) + by) * scale).collect();
            let distances = [100.5 * scale, 300.5 * scale];
            let settings = Settings { window: window(by, scale).into(), distances: &distances, correction: Correction::Isotropic, simulations: 9, seed: 3 };
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let found = pool.install(|| ripley(&x, &y, &settings)).unwrap();
            let index = nearest_neighbour(&x, &y, &window(by, scale).into(), Edge::Donnelly, 0.95).unwrap().index;
            (found.at.iter().map(|at| at.k.unwrap() / scale / scale).collect::<Vec<_>>(), found.p, index)
        };
        let plain = of(0.0, 1.0, false, 1);
        prop_assert_eq!(&plain, &of(0.0, 1.0, false, 3));
        for other in [of(f64::from(shift), 1.0, false, 1), of(0.0, 4.0, false, 1), of(0.0, 1.0, true, 1)] {
            for (a, b) in plain.0.iter().zip(&other.0) {
                prop_assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0));
            }
            prop_assert!((plain.2 - other.2).abs() < 1e-9);
        }
    }
}

/// R: pbinom(59, 100, 0.1, lower.tail = FALSE). One less the lower tail would be 0.
#[test]
fn a_very_small_p_of_a_prediction_keeps_its_digits() {
    let marked: Vec<bool> = (0..10).map(|cell| cell == 0).collect();
    let after: Vec<f64> = (0..10).map(|cell| [60.0, 40.0, 0.0][cell.min(2)]).collect();
    let found = prediction(&Cells { marked: &marked, after: &after, before: None, size: None }, 0.95).unwrap();
    near(found.p, 2.190_939_877_632_087_8e-34, 1e-10);
}

/// More events in a place than numbers of 32 bits count.
#[test]
fn concentration_of_vast_counts() {
    let found = concentration(&[1e12, 1e11], &[0.5], 0.95).unwrap();
    assert!(found.gini_by_chance < 1e-6 && found.gini_by_chance > 0.0);
    assert!(concentration(&[1e300, 1.0], &[0.5], 0.95).unwrap_err().to_string().contains("at most"));
}
