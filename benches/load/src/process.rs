//! What processes have used, from `/proc`.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// Ticks a second in which the kernel reports CPU time to programs, whatever its own are.
const TICKS: f64 = 100.0;

/// The seconds of CPU (user and system) that a process and those it started have used. `None` if it is gone.
pub fn cpu_of_family(pid: u32) -> Option<Duration> {
    let all: HashMap<u32, (u32, u64)> = fs::read_dir("/proc")
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((pid, stat(pid)?))
        })
        .collect();
    all.get(&pid)?;
    let belongs = |mut other: u32| loop {
        match all.get(&other) {
            _ if other == pid => break true,
            Some((parent, _)) => other = *parent,
            None => break false,
        }
    };
    let ticks: u64 = all.iter().filter(|(other, _)| belongs(**other)).map(|(_, (_, ticks))| ticks).sum();
    Some(seconds(ticks))
}

/// The seconds of CPU that this program itself has used.
pub fn own_cpu() -> Option<Duration> {
    stat(std::process::id()).map(|(_, ticks)| seconds(ticks))
}

/// The seconds of CPU that everything on this machine has used since it started.
pub fn machine_cpu() -> Option<Duration> {
    busy(&fs::read_to_string("/proc/stat").ok()?).map(seconds)
}

/// The ticks in which the machine's CPUs were neither idle nor waiting for a disk, nor taken away by the host.
fn busy(stat: &str) -> Option<u64> {
    let fields = stat.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
    let ticks = fields.map(|field| field.parse().ok()).collect::<Option<Vec<u64>>>()?;
    let [user, nice, system, _idle, _waiting, interrupts, soft, ..] = ticks.as_slice() else { return None };
    Some(user + nice + system + interrupts + soft)
}

/// The memory of a process that lies in RAM, in kB.
pub fn memory(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Its parent, and its ticks of CPU with those of its children that have ended.
fn stat(pid: u32) -> Option<(u32, u64)> {
    read_stat(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

fn read_stat(line: &str) -> Option<(u32, u64)> {
    // The program's name stands in parentheses and may hold anything.
    let (_, rest) = line.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let ticks = (11..15).map(number).sum::<Option<u64>>()?;
    Some((u32::try_from(number(1)?).ok()?, ticks))
}

#[allow(clippy::cast_precision_loss, reason = "ticks since the machine started are far below 2^52")]
fn seconds(ticks: u64) -> Duration {
    Duration::from_secs_f64(ticks as f64 / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_stat_is_read_past_any_name() {
        let line = "7 (a) b) S 3 7 7 0 -1 0 0 0 0 0 20 5 2 1 20 0 1 0 5";
        assert_eq!(read_stat(line), Some((3, 28)));
        assert!(own_cpu().is_some() && memory(std::process::id()).is_some());
        assert!(cpu_of_family(std::process::id()) >= own_cpu());
        assert_eq!(cpu_of_family(u32::MAX), None);
        assert_eq!(busy("cpu  1 2 3 1000 500 4 5 60 7 8\ncpu0 1"), Some(15));
        assert!(machine_cpu() >= own_cpu());
    }
}
