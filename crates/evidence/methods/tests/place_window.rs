//! Windows of any outline: known areas, what a written-out check by numpy and shapely says, and what must hold.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on must fail")]

use std::fs;

use comity_methods::numeric::random::Stream;
use comity_methods::place::grid::{Area, Cells, Shape};
use comity_methods::place::kernel_density::{
    Edge as Border, Kernel, KernelDensity, Settings as Bumps, kernel_density, raster,
};
use comity_methods::place::nearest_neighbour::{Edge, nearest_neighbour};
use comity_methods::place::ripley::{Correction, Settings, ripley};
use comity_methods::place::window::{Outline, Rectangle, Window};
use proptest::prelude::*;
use serde_json::Value;

/// An L: 10 by 10 without its upper right 6 by 6.
fn l() -> Area {
    Area { rings: vec![vec![(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (4.0, 4.0), (4.0, 10.0), (0.0, 10.0)]] }
}

/// The L with a square hole, and an island to its upper right; rings turned either way.
fn parts() -> Area {
    let mut area = l();
    area.rings.push(vec![(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0)]);
    area.rings.push(vec![(7.0, 7.0), (7.0, 9.5), (9.5, 9.0)]);
    area
}

fn window(area: &Area) -> Window {
    Outline::new(area).unwrap().into()
}

/// Points spread evenly over a window.
fn even(window: &Window, n: usize, number: u64) -> (Vec<f64>, Vec<f64>) {
    let (mut stream, bounds) = (Stream::new(31, number), window.bounds());
    let mut point = || loop {
        let x = bounds.left + stream.unit() * bounds.width();
        let y = bounds.bottom + stream.unit() * bounds.height();
        if window.holds(x, y) {
            return (x, y);
        }
    };
    (0..n).map(|_| point()).unzip()
}

#[test]
fn areas_are_known_and_edges_within() {
    let (whole, apart) = (window(&l()), window(&parts()));
    assert_eq!((whole.area(), apart.area()), (64.0, 64.0 - 4.0 + 3.125));
    for (x, y) in [(0.0, 0.0), (4.0, 4.0), (4.0, 7.0), (10.0, 2.0), (2.0, 0.5), (2.0, 10.0)] {
        assert!(whole.holds(x, y) && apart.holds(x, y), "{x} {y}");
    }
    assert!(whole.holds(2.0, 2.0) && !apart.holds(2.0, 2.0) && !whole.holds(7.5, 8.5) && apart.holds(7.5, 8.5));
    assert!(!whole.holds(5.0, 5.0) && !whole.holds(-1.0, 2.0) && !whole.holds(4.000001, 7.0));
}

#[test]
fn a_window_that_is_none_is_told() {
    let told = |rings: Vec<Vec<(f64, f64)>>| Outline::new(&Area { rings }).unwrap_err().to_string();
    assert_eq!(told(vec![]), "areas number 1 is without an outline, expected rings of corners that are numbers");
    assert_eq!(
        told(vec![vec![(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]]),
        "the window is crossing itself at 1, 1, expected an outline whose sides do not cross (repair it, or dissolve \
         areas that share borders into one)"
    );
    let overlapping = vec![(2.0, 2.0), (12.0, 2.0), (12.0, 3.0), (2.0, 3.0)];
    assert!(told(vec![l().rings.remove(0), overlapping]).contains("crossing itself at 10, "));
    assert_eq!(
        told(vec![vec![(0.0, 0.0), (2.0, 2.0), (1.0, 1.0)]]),
        "the window is 0 in area, expected an area above zero"
    );
    let thin = window(&Area { rings: vec![vec![(0.0, 0.0), (1.0, 1.0), (1.0, 1.0001)]] });
    let edge = Edge::Random { simulations: 19, seed: 1 };
    let told = nearest_neighbour(&[0.0, 1.0], &[0.0, 1.0], &thin, edge, 0.95).unwrap_err().to_string();
    assert!(told.contains("at least 0.1 %"), "{told}");
    let (whole, (x, y)) = (window(&l()), even(&window(&l()), 9, 1));
    let told = nearest_neighbour(&x, &y, &whole, Edge::Donnelly, 0.95).unwrap_err().to_string();
    assert_eq!(told, "the edge correction is donnelly, expected random or none in a window that is no rectangle");
    let settings =
        Settings { window: whole, distances: &[1.0], correction: Correction::Translation, simulations: 0, seed: 1 };
    let told = ripley(&x, &y, &settings).unwrap_err().to_string();
    assert_eq!(
        told,
        "the correction is translation, expected isotropic, border or none in a window that is no rectangle"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The shares times the cell's area are the area's own, wherever the grid lies and however large its cells are.
    #[test]
    fn shares_add_up_to_the_area(cell in 0.15..12.0_f64, x in -3.0..3.0_f64, y in -3.0..3.0_f64, hexagon: bool, far: bool) {
        let shape = if hexagon { Shape::Hexagon } else { Shape::Square };
        let by = if far { 1000.0 } else { 0.0 };
        let mut area = parts();
        area.rings.iter_mut().flatten().for_each(|corner| *corner = (corner.0 + by, corner.1 + by));
        let areas = [area];
        let cells = Cells::over_areas(&areas, shape, cell, Some((x, y))).unwrap();
        let shares = cells.shares(&areas).unwrap();
        let size = if hexagon { 0.75_f64.sqrt() * cell * cell } else { cell * cell };
        let sum = shares.iter().sum::<f64>() * size;
        prop_assert!((sum / 63.125 - 1.0).abs() < if far { 1e-10 } else { 1e-12 }, "{}", sum);
        prop_assert!(shares.iter().all(|share| (0.0..=1.0 + 1e-9).contains(share)));
    }
}

fn surface(x: &[f64], y: &[f64], kernel: Kernel, bandwidth: f64, edge: Border, cell: f64) -> KernelDensity {
    let bounds = Rectangle { left: 0.0, bottom: 0.0, right: 10.0, top: 10.0 };
    let settings = Bumps { kernel, bandwidth: [bandwidth; 2], raster: raster(&bounds, cell).unwrap(), edge };
    kernel_density(x, y, None, &settings).unwrap()
}

/// Even ground is found even, at its true height, up to the edges of the L; the rectangle around it finds less.
#[test]
fn the_intensity_in_an_l_is_near_the_truth() {
    let whole = window(&l());
    let (x, y) = even(&whole, 40_000, 2);
    let truth = 40_000.0 / 64.0;
    let inner = |found: &KernelDensity| {
        let centre =
            |cell: usize| (found.raster.x(cell % found.raster.columns), found.raster.y(cell / found.raster.columns));
        let within = |cell: &usize| whole.holds(centre(*cell).0, centre(*cell).1);
        let values: Vec<f64> =
            (0..found.density.len()).filter(within).map(|cell| found.density[cell] / truth).collect();
        (values.iter().copied().fold(f64::MAX, f64::min), values.iter().sum::<f64>() / values.len() as f64)
    };
    let (least, mean) = inner(&surface(&x, &y, Kernel::Quartic, 1.5, Border::Uniform(whole.clone()), 0.2));
    assert!(least > 0.8 && (mean - 1.0).abs() < 0.01, "{least} {mean}");
    let box_around = Rectangle { left: 0.0, bottom: 0.0, right: 10.0, top: 10.0 };
    let (least, mean) = inner(&surface(&x, &y, Kernel::Quartic, 1.5, Border::Uniform(box_around.into()), 0.2));
    assert!(least < 0.62 && mean < 0.96, "{least} {mean}");
}

/// With each event's kernel made whole, the surface integrates to the number of events over the outline.
#[test]
fn the_surface_over_an_outline_integrates_to_the_number_of_events() {
    let apart = window(&parts());
    let (x, y) = even(&apart, 500, 3);
    for kernel in [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian] {
        let whole = surface(&x, &y, kernel, 1.2, Border::Events(apart.clone()), 0.05).integral;
        assert!((whole - 500.0).abs() < 0.25, "{kernel:?}: {whole}");
        let lost = surface(&x, &y, kernel, 1.2, Border::None, 0.05).integral;
        assert!(lost < 485.0, "{kernel:?}: {lost}");
    }
}

/// K of random points is πr² on average with either correction, and the test of the nearest neighbours rejects 5 %;
/// the rectangle around the L finds clusters that are none.
#[test]
fn random_points_in_an_l_are_found_random() {
    let (whole, trials) = (window(&l()), 200);
    let (mut rejected, mut by_rectangle, mut sums) = (0, 0, [0.0; 3]);
    let bounds: Window = whole.bounds().into();
    for trial in 0..trials {
        let (x, y) = even(&whole, 80, 100 + trial);
        let random = Edge::Random { simulations: 99, seed: trial };
        rejected += u64::from(nearest_neighbour(&x, &y, &whole, random, 0.95).unwrap().p < 0.05);
        by_rectangle += u64::from(nearest_neighbour(&x, &y, &bounds, Edge::Donnelly, 0.95).unwrap().p < 0.05);
        let of = |window: &Window, correction| {
            let settings = Settings { window: window.clone(), distances: &[1.0], correction, simulations: 0, seed: 1 };
            ripley(&x, &y, &settings).unwrap().at[0].k.unwrap() / trials as f64
        };
        sums[0] += of(&whole, Correction::Isotropic);
        sums[1] += of(&whole, Correction::Border);
        sums[2] += of(&bounds, Correction::Isotropic);
    }
    assert!((2..=20).contains(&rejected) && by_rectangle > 150, "{rejected} {by_rectangle} of {trials}");
    let random = std::f64::consts::PI;
    sums[..2].iter().for_each(|mean| assert!((mean / random - 1.0).abs() < 0.025, "{sums:?}"));
    assert!(sums[2] > 1.3 * random, "{sums:?}");
}

#[test]
fn a_rectangle_told_as_an_outline_is_the_same() {
    let rectangle = Rectangle { left: 0.0, bottom: 0.0, right: 10.0, top: 6.0 };
    let outline = Area { rings: vec![vec![(0.0, 0.0), (0.0, 6.0), (10.0, 6.0), (10.0, 0.0)]] };
    let (x, y) = even(&rectangle.into(), 120, 4);
    for correction in [Correction::None, Correction::Isotropic, Correction::Border] {
        let of = |window| {
            let settings = Settings { window, distances: &[0.5, 1.5, 2.5], correction, simulations: 19, seed: 1 };
            let found = ripley(&x, &y, &settings).unwrap();
            (found.at.iter().map(|at| at.k.unwrap()).collect::<Vec<_>>(), found.p)
        };
        let (told, plain) = (of(window(&outline)), of(rectangle.into()));
        told.0.iter().zip(&plain.0).for_each(|(a, b)| assert!((a / b - 1.0).abs() < 1e-12, "{a} is not {b}"));
    }
}

/// benches/peers/place_window.py: shapely's areas, numpy's double sums, places counted on circles.
#[test]
fn a_written_out_check_agrees() {
    let path = format!("{}/tests/peers/place_window.json", env!("CARGO_MANIFEST_DIR"));
    let peer: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let numbers = |value: &Value| value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect::<Vec<_>>();
    let near = |found: &[f64], name: &str, digits: f64| {
        let expected = numbers(&peer[name]);
        assert_eq!(found.len(), expected.len(), "{name}");
        for (a, b) in found.iter().zip(&expected) {
            assert!((a - b).abs() <= digits * b.abs().max(1e-6), "{name}: {a} is not {b}");
        }
    };
    let (x, y) = (numbers(&peer["x"]), numbers(&peer["y"]));
    let apart = window(&parts());
    for (shape, name) in [(Shape::Square, "shares_square"), (Shape::Hexagon, "shares_hexagon")] {
        let cells = Cells::over_areas(&[parts()], shape, 1.3, Some((0.35, 0.2))).unwrap();
        near(&cells.shares(&[parts()]).unwrap(), name, 1e-11);
    }
    let k = |correction| {
        let settings =
            Settings { window: apart.clone(), distances: &[0.5, 1.0, 1.5], correction, simulations: 0, seed: 1 };
        ripley(&x, &y, &settings).unwrap().at.iter().map(|at| at.k.unwrap()).collect::<Vec<_>>()
    };
    near(&k(Correction::None), "k_none", 1e-12);
    near(&k(Correction::Border), "k_border", 1e-12);
    near(&k(Correction::Isotropic), "k_isotropic", 5e-4);
    for (kernel, name) in
        [(Kernel::Quartic, "quartic"), (Kernel::Epanechnikov, "epanechnikov"), (Kernel::Gaussian, "gaussian")]
    {
        let found = surface(&x, &y, kernel, 1.5, Border::Events(apart.clone()), 2.0);
        let density: Vec<f64> = found.density.clone();
        near(&density, name, 2e-5);
        near(&found.shares.unwrap(), "shares_raster", 1e-11);
    }
}
