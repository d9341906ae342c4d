//! How fast Gi* and Moran's I are: `cargo run --release -p comity-methods --example space_speed`.
//!
//! With the word `closed` the closed form alone. On a machine that does other work besides, compare the processor's seconds.
//!
//! Counts are Poisson over a square grid with queen neighbours, as `benches/peers/space_speed.py` makes them.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints, and may stop where it is wrong"
)]

mod measure;

use comity_methods::numeric::random::Stream;
use comity_methods::place::getis_ord::{Settings, getis_ord};
use comity_methods::place::grid::{Grid, Shape};
use comity_methods::place::moran::{self, moran};
use comity_methods::place::weights::{Contiguity, Weights, lattice};
use measure::{peak, took};

fn main() {
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for side in [100, 316, 1000] {
            pool.install(|| measure(side, threads));
        }
    }
}

fn measure(side: u32, threads: usize) {
    let mut stream = Stream::new(1, 0);
    let cells = (side * side) as usize;
    let counts: Vec<f64> = (0..cells).map(|_| stream.poisson(2.0) as f64).collect();
    let centre = |along: usize| 500.0 * along as f64;
    let x: Vec<f64> = (0..cells).map(|cell| centre(cell % side as usize)).collect();
    let y: Vec<f64> = (0..cells).map(|cell| centre(cell / side as usize)).collect();
    let neighbours = || -> Weights {
        let grid = Grid::of_centres(Shape::Square, 500.0, &x, &y).unwrap();
        lattice(&grid.columns, &grid.rows, Shape::Square, Contiguity::Queen).unwrap()
    };
    let tell = |task: &str, runs: usize, work: &dyn Fn() -> f64| {
        println!("{task}, {cells} cells, {threads} threads: {}; {}", took(runs, work), peak());
    };
    let closed = Settings::default();
    tell("Gi* closed form with neighbours", 25, &|| getis_ord(&counts, &neighbours(), closed).unwrap().mean);
    if std::env::args().any(|word| word == "closed") {
        return;
    }
    for permutations in [999, 9999] {
        let settings = Settings { permutations, ..closed };
        let task = format!("Gi* with neighbours, {permutations} permutations");
        tell(&task, 5, &|| getis_ord(&counts, &neighbours(), settings).unwrap().mean);
    }
    if side < 1000 {
        let settings = moran::Settings::default();
        let weights = neighbours().row_standardised();
        tell("Moran's I global and local, 999 permutations", 3, &|| moran(&counts, &weights, settings).unwrap().i);
    }
}
