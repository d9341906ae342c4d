//! How fast Gi* and Moran's I are: `cargo run --release -p comity-methods --example space_speed`.
//!
//! On a machine that does other work besides, compare the processor's seconds of one thread (Linux alone tells them).
//!
//! Counts are Poisson over a square grid with queen neighbours, as `benches/peers/space_speed.py` makes them.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a measurement prints, and may stop where it is wrong"
)]

use std::time::Instant;

use comity_methods::numeric::random::Stream;
use comity_methods::place::getis_ord::{Settings, getis_ord};
use comity_methods::place::grid::{Grid, Shape};
use comity_methods::place::moran::{self, moran};
use comity_methods::place::weights::{Contiguity, Weights, lattice};

fn main() {
    println!("task, cells, threads, median seconds, of them on the processor (this thread), peak memory MiB");
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
        let (seconds, own) = median(runs, work);
        println!("{task}, {cells}, {threads}, {seconds:.4}, {own:.4}, {:.0}", peak());
    };
    let closed = Settings::default();
    tell("Gi* closed form with neighbours", 9, &|| getis_ord(&counts, &neighbours(), closed).unwrap().mean);
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

fn median(runs: usize, work: &dyn Fn() -> f64) -> (f64, f64) {
    let mut seconds: Vec<(f64, f64)> = (0..runs)
        .map(|_| {
            let (start, own) = (Instant::now(), on_processor());
            assert!(std::hint::black_box(work()).is_finite());
            (start.elapsed().as_secs_f64(), on_processor() - own)
        })
        .collect();
    seconds.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    let own = seconds[runs / 2].1;
    seconds.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    (seconds[runs / 2].0, own)
}

/// The seconds for which this thread has been on a processor.
fn on_processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

/// The most memory the program has held so far.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
