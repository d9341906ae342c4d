//! What the examples that measure speed share: how long some work took, and the memory it needed.

#![allow(dead_code, reason = "each example takes what it needs")]

use std::hint::black_box;
use std::time::Instant;

/// Seconds of several runs.
pub struct Took {
    /// The median on the wall.
    pub wall: f64,
    /// The median on processors, all threads together; other programs on the machine lengthen it less.
    pub busy: f64,
    /// The least on processors: nearest to what a quiet machine takes.
    pub least: f64,
}

impl std::fmt::Display for Took {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{:.4} s (processor {:.4} s, least {:.4} s)", self.wall, self.busy, self.least)
    }
}

/// Runs `work` so many times, at least once.
#[allow(clippy::disallowed_methods, reason = "a measurement needs a clock")]
pub fn took<T>(runs: usize, mut work: impl FnMut() -> T) -> Took {
    let (mut wall, mut busy) = (Vec::new(), Vec::new());
    for _ in 0..runs.max(1) {
        let (start, used) = (Instant::now(), processor());
        drop(black_box(work()));
        wall.push(start.elapsed().as_secs_f64());
        busy.push(processor() - used);
    }
    wall.sort_by(f64::total_cmp);
    busy.sort_by(f64::total_cmp);
    Took { wall: wall[wall.len() / 2], busy: busy[busy.len() / 2], least: busy[0] }
}

/// Seconds that all threads have run so far (Linux alone tells them).
fn processor() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let run = |task: std::fs::DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
    };
    tasks.map(run).sum()
}

/// The greatest memory so far.
pub fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    format!("peak {}", line.trim_start_matches("VmHWM:").trim())
}
