//! How long the Knox test takes: `cargo run --release -p comity-methods --example again_speed`.
//!
//! The events are those that `benches/peers/again_speed.py` draws: uniform over 20 km by 20 km and 365 days.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for people at a terminal, on data of its own"
)]

use std::time::Instant;

use comity_methods::again::near_repeat::{Metric, Settings, near_repeat};
use comity_methods::numeric::random::Stream;

const RUNS: usize = 5;

fn main() {
    println!("Knox, 999 permutations, bands 0,0.1,200,400,600 m by 0,7,14,21 days, Manhattan; median of {RUNS}");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for events in [5_000, 20_000, 80_000] {
            let (x, y, day) = drawn(events);
            let settings = Settings {
                space: &[0.0, 0.1, 200.0, 400.0, 600.0],
                days: &[0.0, 7.0, 14.0, 21.0],
                metric: Metric::Manhattan,
                permutations: 999,
                seed: 1,
            };
            let mut close = 0;
            let seconds = median(|| {
                let table = pool.install(|| near_repeat(&x, &y, &day, &settings)).unwrap();
                close = table.space_totals.iter().sum();
            });
            println!("{events:>7} events, {close:>8} close pairs, {threads} threads: {seconds}; {}", peak());
        }
    }
}

fn drawn(events: usize) -> (Vec<f64>, Vec<f64>, Vec<i32>) {
    let mut stream = Stream::new(20_000, 0);
    let mut draw = || stream.unit();
    let x = (0..events).map(|_| (draw() * 20_000.0).round()).collect();
    let y = (0..events).map(|_| (draw() * 20_000.0).round()).collect();
    (x, y, (0..events).map(|_| (draw() * 365.0) as i32).collect())
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
