//! How long a surface of density takes: `cargo run --release -p comity-methods --example density_speed`.
//!
//! Points are drawn as `benches/peers/density_speed.py` draws them: half uniform over the unit square, half in twenty
//! clusters; the raster has 500 by 500 cells, the bandwidth is told in cells.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for people at a terminal, on data of its own"
)]

mod measure;

use comity_methods::numeric::random::Stream;
use comity_methods::place::kernel_density::{Edge, Kernel, Settings, kernel_density, raster};
use comity_methods::place::ripley::Window;
use measure::{peak, took};

const RUNS: usize = 5;

fn main() {
    let window = Window { left: 0.0, bottom: 0.0, right: 1.0, top: 1.0 };
    let raster = raster(&window, 0.002).unwrap();
    println!("kernel density to {} x {} cells, exact; median of {RUNS}", raster.columns, raster.rows);
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for points in [10_000, 100_000, 1_000_000] {
            let (x, y) = drawn(points);
            for kernel in [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian] {
                for cells in [5.0, 10.0, 25.0] {
                    let bandwidth = [cells * 0.002, cells * 0.002];
                    let settings = Settings { kernel, bandwidth, raster, edge: Edge::None };
                    let seconds = took(RUNS, || {
                        let surface = pool.install(|| kernel_density(&x, &y, None, &settings)).unwrap();
                        assert!(surface.greatest > 0.0);
                    });
                    println!(
                        "{points:>8} points, {kernel:?}, bandwidth {cells} cells, {threads} threads: {seconds}; {}",
                        peak()
                    );
                }
            }
        }
    }
}

fn drawn(points: usize) -> (Vec<f64>, Vec<f64>) {
    let mut stream = Stream::new(500, 0);
    let centres: Vec<(f64, f64)> = (0..20).map(|_| (stream.unit(), stream.unit())).collect();
    let mut draw = |row: usize| match centres.get(row / 2 % centres.len()) {
        Some((x, y)) if row.is_multiple_of(2) => (x + 0.03 * stream.normal(), y + 0.03 * stream.normal()),
        _ => (stream.unit(), stream.unit()),
    };
    (0..points).map(&mut draw).unzip()
}
