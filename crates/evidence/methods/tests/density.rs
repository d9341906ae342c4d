//! Kernel density against the plain double sum, against other tools, and against what must hold.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on must fail")]

use comity_methods::numeric::random::Stream;
use comity_methods::place::kernel_density::bandwidth::{Rule, bandwidth};
use comity_methods::place::kernel_density::{Edge, Kernel, Raster, Settings, kernel_density, raster};
use comity_methods::place::window::Rectangle;
use proptest::prelude::*;

const KERNELS: [Kernel; 3] = [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian];

/// Half of the points spread out, half in a few clusters, some of them beyond the raster.
fn points(count: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut stream = Stream::new(seed, 0);
    let mut draw = || match stream.below(2) {
        0 => (stream.unit() * 120.0 - 10.0, stream.unit() * 80.0 - 10.0),
        _ => (30.0 + 4.0 * stream.normal(), 20.0 + 2.0 * stream.normal()),
    };
    (0..count).map(|_| draw()).unzip()
}

fn settings(kernel: Kernel, bandwidth: [f64; 2], cell: f64) -> Settings {
    let raster = Raster {
        left: cell / 2.0,
        bottom: cell / 2.0,
        cell: [cell, cell],
        columns: (100.0 / cell) as usize,
        rows: (60.0 / cell) as usize,
    };
    Settings { kernel, bandwidth, raster, edge: Edge::None }
}

/// One kernel after another in one node after another.
fn slow(x: &[f64], y: &[f64], weight: &[f64], settings: &Settings) -> Vec<f64> {
    let [hx, hy] = settings.bandwidth;
    let raster = &settings.raster;
    let node = |cell: usize| {
        let (gx, gy) = (raster.x(cell % raster.columns), raster.y(cell / raster.columns));
        let one = |((x, y), w): ((&f64, &f64), &f64)| {
            let square = ((gx - x) / hx).powi(2) + ((gy - y) / hy).powi(2);
            w * match settings.kernel {
                Kernel::Quartic => 3.0 / std::f64::consts::PI * (1.0 - square).max(0.0).powi(2),
                Kernel::Epanechnikov => 2.0 / std::f64::consts::PI * (1.0 - square).max(0.0),
                Kernel::Gaussian => 0.5 / std::f64::consts::PI * (-0.5 * square).exp(),
            } / (hx * hy)
        };
        x.iter().zip(y).zip(weight).map(one).sum()
    };
    (0..raster.columns * raster.rows).map(node).collect()
}

/// The greatest difference, against the greatest density.
fn apart(found: &[f64], expected: &[f64]) -> f64 {
    let most = expected.iter().copied().fold(0.0, f64::max);
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) / most
}

#[test]
fn the_sum_is_the_double_sum() {
    let (x, y) = points(300, 1);
    let weight: Vec<f64> = (0..300).map(|row| f64::from(row % 4)).collect();
    let even = vec![1.0; 300];
    for kernel in KERNELS {
        // From less than a cell to more than the whole raster, and different along the axes.
        for bandwidth in [[0.3, 0.3], [1.7, 1.7], [7.0, 13.0], [16.0, 16.0], [40.0, 25.0], [110.0, 150.0]] {
            let settings = settings(kernel, bandwidth, 2.5);
            let found = kernel_density(&x, &y, None, &settings).unwrap();
            let off = apart(&found.density, &slow(&x, &y, &even, &settings));
            assert!(off < 1e-13, "{kernel:?} {bandwidth:?}: {off}");
            let found = kernel_density(&x, &y, Some(&weight), &settings).unwrap();
            let off = apart(&found.density, &slow(&x, &y, &weight, &settings));
            assert!(off < 1e-13, "{kernel:?} {bandwidth:?} weighted: {off}");
            assert_eq!(found.total, 448.0 + 2.0);
        }
    }
}

/// Blocks of every size stand in for their cells: narrow cells, many of them within a bandwidth.
#[test]
fn blocks_of_cells_change_nothing() {
    let (x, y) = points(25, 2);
    for kernel in KERNELS {
        for reach in [5.0, 9.0, 20.0, 50.0] {
            let settings = settings(kernel, [reach * 0.5, reach * 0.4], 0.5);
            let found = kernel_density(&x, &y, None, &settings).unwrap();
            let off = apart(&found.density, &slow(&x, &y, &[1.0; 25], &settings));
            assert!(off < 1e-13, "{kernel:?} {reach}: {off}");
        }
    }
}

/// Every kernel integrates to one: the surface to the number of events.
#[test]
fn the_surface_integrates_to_the_number_of_events() {
    let (x, y) = points(200, 3);
    for kernel in KERNELS {
        let window = Rectangle { left: -80.0, bottom: -80.0, right: 200.0, top: 150.0 };
        let settings =
            Settings { kernel, bandwidth: [8.0, 6.0], raster: raster(&window, 1.0).unwrap(), edge: Edge::None };
        let found = kernel_density(&x, &y, None, &settings).unwrap();
        assert!((found.integral - 200.0).abs() < 0.05, "{kernel:?}: {}", found.integral);
    }
}

/// With each event's kernel made whole within the window, the surface integrates to their number there.
#[test]
fn corrected_edges_lose_no_event() {
    let (x, y) = points(200, 4);
    let inner: Vec<usize> =
        (0..200).filter(|row| (0.0..=100.0).contains(&x[*row]) && (0.0..=60.0).contains(&y[*row])).collect();
    let (x, y): (Vec<f64>, Vec<f64>) = inner.iter().map(|row| (x[*row], y[*row])).unzip();
    let window = Rectangle { left: 0.0, bottom: 0.0, right: 100.0, top: 60.0 };
    for kernel in KERNELS {
        let with = |edge| {
            let settings = Settings { kernel, bandwidth: [9.0, 7.0], raster: raster(&window, 0.5).unwrap(), edge };
            kernel_density(&x, &y, None, &settings).unwrap()
        };
        let n = x.len() as f64;
        assert!(with(Edge::None).integral < n - 5.0);
        let whole = with(Edge::Events(window.into())).integral;
        assert!((whole - n).abs() < 0.02, "{kernel:?}: {whole} is not {n}");
        let (plain, uniform) = (with(Edge::None), with(Edge::Uniform(window.into())));
        // At the corner a quarter of a kernel lies within, far inside all of it.
        let ratio = uniform.density[0] / plain.density[0].max(1e-300);
        assert!(plain.density[0] == 0.0 || (ratio > 3.0 && ratio < 4.0), "{ratio}");
        let middle = plain.raster.columns / 2 + plain.raster.rows / 2 * plain.raster.columns;
        assert!((uniform.density[middle] / plain.density[middle] - 1.0).abs() < 1e-4);
    }
}

#[test]
fn the_answer_is_the_same_on_any_number_of_threads() {
    let (x, y) = points(500, 5);
    for kernel in KERNELS {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let found = pool.install(|| kernel_density(&x, &y, None, &settings(kernel, [9.0, 9.0], 0.5))).unwrap();
            found.density.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        let one = on(1);
        assert!(one == on(2) && one == on(5));
    }
}

#[test]
fn bandwidths_follow_their_rules() {
    // R: sd(x) * n^(-1/6), and min(sd, IQR/1.34) * n^(-1/6), for 1..8 and their squares.
    let x: Vec<f64> = (1..=8).map(f64::from).collect();
    let y: Vec<f64> = x.iter().map(|x| x * x).collect();
    let found = bandwidth(&x, &y, Kernel::Gaussian, Rule::Scott).unwrap();
    assert!((found[0] - 6.0_f64.sqrt() / 2.0_f64.sqrt()).abs() < 1e-12, "{found:?}");
    let robust = bandwidth(&x, &y, Kernel::Gaussian, Rule::Silverman).unwrap();
    assert!((robust[0] - found[0].min(3.5 / 1.34 / 2.0_f64.sqrt())).abs() < 1e-12, "{robust:?}");
    let wider = bandwidth(&x, &y, Kernel::Quartic, Rule::Silverman).unwrap();
    assert!((wider[1] / robust[1] - 2.779_3).abs() < 1e-3);
}

/// Of Gaussian points the likeliest bandwidth is near the rule's, which is made for them.
#[test]
fn the_likeliest_bandwidth_of_gaussian_points() {
    let mut stream = Stream::new(6, 0);
    let (x, y): (Vec<f64>, Vec<f64>) = (0..300).map(|_| (stream.normal() * 5.0, stream.normal())).unzip();
    let rule = bandwidth(&x, &y, Kernel::Gaussian, Rule::Silverman).unwrap();
    let likeliest = bandwidth(&x, &y, Kernel::Gaussian, Rule::Likelihood).unwrap();
    let ratio = likeliest[0] / rule[0];
    assert!((0.7..1.5).contains(&ratio) && (likeliest[1] / rule[1] - ratio).abs() < 1e-12, "{ratio}");
}

#[test]
fn what_cannot_be_used_is_told() {
    let good = settings(Kernel::Quartic, [5.0, 5.0], 1.0);
    let told = |x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings| {
        kernel_density(x, y, weight, settings).unwrap_err().to_string()
    };
    let x = [1.0, 2.0];
    assert_eq!(told(&[], &[], None, &good), "events: 0 given, at least 1 are needed");
    assert_eq!(told(&x, &x[..1], None, &good), "y has 1 values where 2 are needed");
    assert_eq!(told(&x, &[1.0, f64::INFINITY], None, &good), "y number 2 is inf, expected a number");
    assert_eq!(told(&x, &x, Some(&[1.0, -1.0]), &good), "weight number 2 is -1, expected a number not below zero");
    let bad = Settings { bandwidth: [5.0, 0.0], ..good.clone() };
    assert_eq!(told(&x, &x, None, &bad), "the bandwidth is 0, expected a number above zero");
    let bad = Settings { bandwidth: [5.0, 2e5], ..good.clone() };
    assert_eq!(
        told(&x, &x, None, &bad),
        "the bandwidth is [5.0, 200000.0] with cells of [1.0, 1.0], expected at most 100000 cells"
    );
    let bad = Settings { raster: Raster { columns: 0, ..good.raster }, ..good.clone() };
    assert_eq!(told(&x, &x, None, &bad), "the raster is 0 by 60 cells, expected 1 to 100000000 cells");
    let window = Rectangle { left: 1.5, bottom: 0.0, right: 9.0, top: 9.0 };
    let bad = Settings { edge: Edge::Events(window.into()), ..good.clone() };
    assert_eq!(told(&x, &x, None, &bad), "x number 1 is 1, expected a place within the window");
    let told = bandwidth(&[1.0, 1.0], &x, Kernel::Quartic, Rule::Scott).unwrap_err().to_string();
    assert_eq!(told, "all values of x are the same: there is no spread to find a bandwidth from");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn order_shift_and_scale(seed in 0..1000_u64, h in 2.0..30.0_f64, kernel in prop::sample::select(KERNELS.to_vec())) {
        let (x, y) = points(60, seed);
        let plain = settings(kernel, [h, h], 2.0);
        let found = kernel_density(&x, &y, None, &plain).unwrap().density;
        let reversed = |values: &[f64]| values.iter().rev().copied().collect::<Vec<_>>();
        let other = kernel_density(&reversed(&x), &reversed(&y), None, &plain).unwrap().density;
        prop_assert!(apart(&other, &found) < 1e-13);
        // Moved by whole numbers; and in units half as long, where there is a quarter of the events in a unit of area.
        let moved = |values: &[f64], by: f64, scale: f64| values.iter().map(|v| (v + by) * scale).collect::<Vec<_>>();
        let raster = Raster { left: 1.0 + 5000.0, bottom: 1.0 - 300.0, ..plain.raster };
        let other = kernel_density(&moved(&x, 5000.0, 1.0), &moved(&y, -300.0, 1.0), None, &Settings { raster, ..plain.clone() });
        prop_assert!(apart(&other.unwrap().density, &found) < 1e-10);
        let raster = Raster { left: 2.0, bottom: 2.0, cell: [4.0, 4.0], ..plain.raster };
        let twice = Settings { raster, bandwidth: [2.0 * h, 2.0 * h], ..plain.clone() };
        let other = kernel_density(&moved(&x, 0.0, 2.0), &moved(&y, 0.0, 2.0), None, &twice).unwrap().density;
        prop_assert!(apart(&other.iter().map(|v| v * 4.0).collect::<Vec<_>>(), &found) < 1e-13);
    }
}
