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

use std::time::Instant;

use comity_methods::numeric::random::Stream;
use comity_methods::place::kernel_density::{Edge, Kernel, Settings, kernel_density, raster};
use comity_methods::place::ripley::Window;

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
                    let seconds = median(|| {
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

/// The median of the seconds on the wall and of the processor's, which other programs on the machine lengthen less.
#[allow(clippy::disallowed_methods, reason = "a measurement needs a clock")]
fn median(mut run: impl FnMut()) -> String {
    let (mut wall, mut busy) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (start, used) = (Instant::now(), processor());
        run();
        wall.push(start.elapsed().as_secs_f64());
        busy.push(processor() - used);
    }
    wall.sort_by(f64::total_cmp);
    busy.sort_by(f64::total_cmp);
    format!("{:.4} s (processor {:.4} s)", wall[RUNS / 2], busy[RUNS / 2])
}

/// Seconds that all threads have run so far.
fn processor() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let run = |task: std::fs::DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
    };
    tasks.map(run).sum()
}

/// The greatest memory so far.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    format!("peak {}", line.trim_start_matches("VmHWM:").trim())
}
