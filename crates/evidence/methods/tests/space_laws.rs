//! Grids, weights, Getis-Ord, Moran and Geary: laws that hold on any data, and tests that reject as often as they say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it is wrong")]

use comity_methods::numeric::random::Stream;
use comity_methods::place::geary::geary;
use comity_methods::place::getis_ord::{self, getis_ord};
use comity_methods::place::grid::Shape;
use comity_methods::place::moran::{Moran, Settings, moran};
use comity_methods::place::weights::{Contiguity, Weights, lattice};

fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() <= digits * expected.abs().max(1.0), "{found} is not {expected}");
}

fn closed() -> Settings {
    Settings { permutations: 0, ..Settings::default() }
}

fn block(side: i32) -> Weights {
    let (rows, columns): (Vec<i32>, Vec<i32>) = (0..side).flat_map(|r| (0..side).map(move |c| (r, c))).unzip();
    lattice(&columns, &rows, Shape::Square, Contiguity::Queen).unwrap()
}

fn noise(count: usize, seed: u64) -> Vec<f64> {
    let mut stream = Stream::new(seed, 77);
    (0..count).map(|_| stream.poisson(1.5) as f64 + stream.unit()).collect()
}

/// Without order in space each area's permutation p is uniform, at any place in the grid, though all areas share draws;
/// so are the global ones, and those of the closed form of Moran's I.
#[test]
fn a_test_at_five_percent_rejects_five_percent() {
    let (weights, studies) = (block(6), 1000);
    let mut rejected = [0.0; 6];
    for study in 0..studies {
        let values = noise(36, study);
        let settings = Settings { permutations: 49, seed: study, ..Settings::default() };
        let global: Moran = moran(&values, &weights, settings).unwrap();
        let star =
            getis_ord(&values, &weights, getis_ord::Settings { permutations: 49, seed: study, ..Default::default() });
        let star = star.unwrap();
        let tests = [
            global.null.p_randomisation,
            global.null.p_permutation.unwrap(),
            global.local[0].p_permutation.unwrap(),
            global.local[14].p_permutation.unwrap(),
            global.local[21].p.unwrap(),
            star.local[35].p.unwrap(),
        ];
        tests.iter().zip(&mut rejected).filter(|(p, _)| **p < 0.0401).for_each(|(_, count)| *count += 1.0);
    }
    // Two-sided p-values of 49 permutations step by 0.04: at 0.04 they reject 4%; the normal ones are cut there too.
    for (test, count) in rejected.iter().enumerate() {
        let share = count / studies as f64;
        assert!((share - 0.04).abs() < 0.02, "test {test} rejects {share}");
    }
}

/// Every order of `values` from `at` on.
fn orders(values: &mut Vec<f64>, at: usize, told: &mut dyn FnMut(&[f64])) {
    if at + 1 >= values.len() {
        return told(values);
    }
    for other in at..values.len() {
        values.swap(at, other);
        orders(values, at + 1, told);
        values.swap(at, other);
    }
}

/// The mean and the standard deviation of a statistic over every order, `fixed` keeping its value.
fn over_orders(values: &[f64], fixed: Option<usize>, statistic: impl Fn(&[f64]) -> f64) -> (f64, f64) {
    let mut moved = values.to_vec();
    if let Some(fixed) = fixed {
        moved.swap(0, fixed);
    }
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    orders(&mut moved, usize::from(fixed.is_some()), &mut |order| {
        let mut order = order.to_vec();
        if let Some(fixed) = fixed {
            order.swap(0, fixed);
        }
        let found = statistic(&order);
        (sum, squares, count) = (sum + found, squares + found * found, count + 1.0);
    });
    (sum / count, (squares / count - (sum / count) * (sum / count)).sqrt())
}

/// Every mean and standard error is that of all orders of six values, with weights that are all different.
#[test]
fn moments_are_those_of_every_order() {
    let values = [3.0, 1.0, 4.0, 1.5, 9.0, 2.6];
    let lists: Vec<Vec<(u32, f64)>> = (0..6_u32)
        .map(|i| {
            (0..6_u32)
                .filter(|j| (i + j) % 4 != 1 && i != *j)
                .map(|j| (j, 1.0 / f64::from(1 + 2 * i + 3 * j)))
                .collect()
        })
        .collect();
    let weights = Weights::new(&lists).unwrap();
    let (m, g) = (
        |values: &[f64]| moran(values, &weights, closed()).unwrap(),
        |values: &[f64]| geary(values, &weights, closed()).unwrap(),
    );
    let (all_m, all_g) = (m(&values), g(&values));
    let close = |found: (f64, f64), expected: f64, se: f64| {
        near(found.0, expected, 1e-10);
        near(found.1, se, 1e-10);
    };
    close(over_orders(&values, None, |order| m(order).i), all_m.null.expected, all_m.null.se_randomisation);
    close(over_orders(&values, None, |order| g(order).c), all_g.null.expected, all_g.null.se_randomisation);
    let plain = getis_ord::Settings { star: false, ..Default::default() };
    let gi = getis_ord(&values, &weights, plain).unwrap();
    let star = getis_ord(&values, &weights, getis_ord::Settings::default()).unwrap();
    for i in 0..6 {
        let (one, other) = (&all_m.local[i], &all_g.local[i]);
        close(
            over_orders(&values, Some(i), |order| m(order).local[i].i.unwrap()),
            one.expected.unwrap(),
            one.se.unwrap(),
        );
        close(
            over_orders(&values, Some(i), |order| g(order).local[i].c.unwrap()),
            other.expected.unwrap(),
            other.se.unwrap(),
        );
        let lag = over_orders(&values, Some(i), |order| weights.lag(i, order));
        near(gi.local[i].z.unwrap(), (weights.lag(i, &values) - lag.0) / lag.1, 1e-10);
        let own = weights.of(i).1.iter().copied().fold(0.0, f64::max);
        // Gi* is held against all values, the area's own among them, as if it could be anywhere.
        let sum = over_orders(&values, None, |order| weights.lag(i, order) + own * order[i]);
        near(star.local[i].z.unwrap(), (weights.lag(i, &values) + own * values[i] - sum.0) / sum.1, 1e-10);
    }
}

#[test]
fn threads_scale_and_order_change_nothing() {
    let weights = block(40);
    let values = noise(1600, 3);
    let settings = getis_ord::Settings { permutations: 199, ..Default::default() };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let global = Settings { permutations: 19, ..Settings::default() };
            let all = (
                getis_ord(&values, &weights, settings).unwrap(),
                moran(&values, &weights, global).unwrap(),
                geary(&values, &weights, global).unwrap(),
            );
            serde_json::to_string(&all).unwrap()
        })
    };
    assert_eq!(on(1), on(5));
    let base = getis_ord(&values, &weights, settings).unwrap();
    let moved: Vec<f64> = values.iter().map(|value| 8.0 * value + 1024.0).collect();
    let other = getis_ord(&moved, &weights, settings).unwrap();
    for (one, two) in base.local.iter().zip(&other.local) {
        near(one.z.unwrap(), two.z.unwrap(), 1e-9);
        near(one.p_permutation.unwrap(), two.p_permutation.unwrap(), 1e-9);
    }
    let global = |values: &[f64]| moran(values, &weights, closed()).unwrap().i;
    near(global(&values), global(&moved), 1e-9);
    let mirrored: Vec<f64> = values.iter().rev().copied().collect();
    near(global(&values), global(&mirrored), 1e-12);
}

#[test]
fn limits_that_are_known() {
    let weights = block(10);
    let board: Vec<f64> = (0..100).map(|cell| f64::from((cell / 10 + cell % 10) % 2)).collect();
    let rows: Vec<i32> = (0..100).map(|cell| cell / 10).collect();
    let columns: Vec<i32> = (0..100).map(|cell| cell % 10).collect();
    let rook = lattice(&columns, &rows, Shape::Square, Contiguity::Rook).unwrap();
    near(moran(&board, &rook, closed()).unwrap().i, -1.0, 1e-12);
    // A hot corner: its Gi* is the largest, and every permutation agrees.
    let values: Vec<f64> =
        (0..100).map(|cell| if cell % 10 < 2 && cell < 20 { 9.0 } else { 1.0 + 0.01 * f64::from(cell) }).collect();
    let found = getis_ord(&values, &weights, getis_ord::Settings { permutations: 999, ..Default::default() }).unwrap();
    let best = found.local.iter().enumerate().max_by(|a, b| a.1.z.unwrap().total_cmp(&b.1.z.unwrap())).unwrap();
    assert!([0, 1, 10, 11].contains(&best.0) && best.1.p_permutation.unwrap() <= 0.004);
}

#[test]
fn islands_are_told_and_left_out() {
    let (values, linked) =
        ([5.0, 1.0, 2.0, 4.0, 3.0, 99.0], [vec![1, 4], vec![0, 2], vec![1, 3], vec![2, 4], vec![3, 0]]);
    let mut with: Vec<Vec<u32>> = linked.to_vec();
    with.push(vec![]);
    let (all, without) = (Weights::binary(&with).unwrap(), Weights::binary(&linked).unwrap());
    let found = moran(&values, &all, Settings::default()).unwrap();
    let alone = moran(&values[..5], &without, Settings::default()).unwrap();
    assert_eq!((found.i.to_bits(), found.n, found.islands), (alone.i.to_bits(), 5, 1));
    assert!(found.local[5].i.is_none() && found.local[5].p_permutation.is_none());
    assert!(found.cautions.iter().any(|caution| caution.code == "islands" && caution.found));
    let plain =
        getis_ord(&values, &all, getis_ord::Settings { star: false, permutations: 9, ..Default::default() }).unwrap();
    assert!(plain.local[5].z.is_none() && plain.local[5].p_permutation.is_none() && plain.local[0].z.is_some());
    let star = getis_ord(&values, &all, getis_ord::Settings::default()).unwrap();
    assert!(star.local[5].z.unwrap() > 2.0);
}

#[test]
fn damaged_input_is_refused_in_a_sentence() {
    let weights = block(3);
    let told = |values: &[f64]| moran(values, &weights, closed()).unwrap_err().to_string();
    assert_eq!(told(&[1.0; 9]), "all values are the same: nothing can be alike or different");
    assert_eq!(told(&[1.0; 8]), "values has 8 values where 9 are needed");
    assert_eq!(told(&[1., 2., 3., f64::NAN, 5., 6., 7., 8., 9.]), "values number 4 is NaN, expected a number");
    assert!(told(&[1e200, 2., 3., 4., 5., 6., 7., 8., 9.]).contains("too large"));
    assert!(told(&[f64::MAX, f64::MAX, 3., 4., 5., 6., 7., 8., 9.]).contains("too large"));
    let all = Weights::binary(&(0..5).map(|i| (0..5).filter(|j| *j != i).collect()).collect::<Vec<_>>()).unwrap();
    assert!(
        moran(&[1., 2., 3., 4., 5.], &all, closed()).unwrap_err().to_string().contains("everyone neighbour everyone")
    );
    let gi = |values: &[f64]| getis_ord(values, &weights, getis_ord::Settings::default()).unwrap_err().to_string();
    assert_eq!(gi(&[0.0; 9]), "all values are the same: no place is higher than another");
    let many = getis_ord::Settings { permutations: u32::MAX, ..Default::default() };
    assert!(getis_ord(&noise(9, 1), &weights, many).unwrap_err().to_string().contains("at most 8388608 where"));
}
