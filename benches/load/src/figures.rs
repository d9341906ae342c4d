//! What a round came to, for people and for programs.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Trouble;
use crate::process;

/// What was counted on one connection, or on all.
#[derive(Debug, Default)]
pub struct Tally {
    times: Vec<Duration>,
    troubles: BTreeMap<String, u64>,
}

impl Tally {
    pub fn answered(&mut self, took: Duration) {
        self.times.push(took);
    }

    pub fn failed(&mut self, trouble: &Trouble) {
        *self.troubles.entry(trouble.to_string()).or_default() += 1;
    }

    pub fn failures(&self) -> u64 {
        self.troubles.values().sum()
    }

    pub fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        for (trouble, count) in other.troubles {
            *self.troubles.entry(trouble).or_default() += count;
        }
    }
}

/// Seconds of CPU: this program's, the server's, the database's, and those of all that runs on the machine.
#[derive(Debug)]
pub struct Used {
    own: Option<Duration>,
    server: Option<Duration>,
    database: Option<Duration>,
    machine: Option<Duration>,
}

impl Used {
    pub fn now(server: Option<u32>, database: Option<u32>) -> Self {
        let (server, database) = (server.and_then(process::cpu_of_family), database.and_then(process::cpu_of_family));
        Self { own: process::own_cpu(), server, database, machine: process::machine_cpu() }
    }

    pub fn since(&self, before: &Self) -> Self {
        let since =
            |now: Option<Duration>, then: Option<Duration>| now.zip(then).map(|(now, then)| now.saturating_sub(then));
        Self {
            own: since(self.own, before.own),
            server: since(self.server, before.server),
            database: since(self.database, before.database),
            machine: since(self.machine, before.machine),
        }
    }

    /// What neither this program nor the server nor the database used.
    fn others(&self) -> Option<Duration> {
        let ours = [self.own, self.server, self.database].into_iter().flatten().sum();
        self.machine.map(|all| all.saturating_sub(ours))
    }
}

/// The server's memory before the load and at its highest, in kB.
#[derive(Debug)]
pub struct Memory {
    pub idle: Option<u64>,
    pub peak: Option<u64>,
}

/// The figures of a round.
#[derive(Debug)]
pub struct Figures {
    connections: usize,
    seconds: Duration,
    /// In order.
    times: Vec<Duration>,
    troubles: BTreeMap<String, u64>,
    used: Used,
    memory: Memory,
}

impl Figures {
    pub fn new(connections: usize, seconds: Duration, mut tally: Tally, used: Used, memory: Memory) -> Self {
        tally.times.sort_unstable();
        Self { connections, seconds, times: tally.times, troubles: tally.troubles, used, memory }
    }

    pub fn answers(&self) -> usize {
        self.times.len()
    }

    pub fn errors(&self) -> u64 {
        self.troubles.values().sum()
    }

    #[allow(clippy::cast_precision_loss, reason = "answers are far below 2^52")]
    fn a_second(&self) -> f64 {
        self.times.len() as f64 / self.seconds.as_secs_f64().max(1e-9)
    }

    /// The time within which `hundredths` of a hundred answers came, in milliseconds.
    fn percentile(&self, hundredths: usize) -> f64 {
        let at = (self.times.len() * hundredths).div_ceil(100).saturating_sub(1);
        self.times.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }

    pub fn json(&self) -> Value {
        let round = |number: f64| (number * 1000.0).round() / 1000.0;
        let cpu = |time: Option<Duration>| time.map(|time| round(time.as_secs_f64()));
        json!({
            "connections": self.connections,
            "seconds": round(self.seconds.as_secs_f64()),
            "answers": self.times.len(),
            "per_second": round(self.a_second()),
            "milliseconds": {
                "p50": round(self.percentile(50)), "p90": round(self.percentile(90)),
                "p99": round(self.percentile(99)), "max": round(self.percentile(100)),
            },
            "errors": self.troubles,
            "cpu_seconds": {
                "load": cpu(self.used.own), "server": cpu(self.used.server), "database": cpu(self.used.database),
                "others": cpu(self.used.others()),
            },
            "memory_kb": { "before": self.memory.idle, "peak": self.memory.peak },
        })
    }

    pub fn text(&self) -> String {
        let mut lines = vec![format!(
            "{} answers in {:.1} s over {} connections: {:.0} a second",
            self.times.len(),
            self.seconds.as_secs_f64(),
            self.connections,
            self.a_second()
        )];
        let [p50, p90, p99, max] = [50, 90, 99, 100].map(|part| self.percentile(part));
        lines.push(format!("p50 {p50:.2} ms, p90 {p90:.2} ms, p99 {p99:.2} ms, longest {max:.2} ms"));
        let Used { own, server, database, .. } = self.used;
        let used =
            [("load", own), ("server", server), ("database", database), ("others on the machine", self.used.others())];
        let used: Vec<String> = used
            .iter()
            .filter_map(|(name, time)| time.map(|time| format!("{name} {:.2} s", time.as_secs_f64())))
            .collect();
        lines.push(format!("CPU: {}", used.join(", ")));
        if let (Some(idle), Some(peak)) = (self.memory.idle, self.memory.peak) {
            lines.push(format!("the server's memory: {} MB before, {} MB at most", idle / 1024, peak / 1024));
        }
        lines.extend(self.troubles.iter().map(|(trouble, count)| format!("{count} times: {trouble}")));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_ordered_times() {
        let mut tally = Tally::default();
        (1..=200).rev().for_each(|number| tally.answered(Duration::from_millis(number)));
        tally.failed(&Trouble::Closed);
        let used = Used { own: None, server: None, database: None, machine: None };
        let memory = Memory { idle: None, peak: None };
        let figures = Figures::new(4, Duration::from_secs(2), tally, used, memory);
        let json = figures.json();
        assert_eq!(json["per_second"], 100.0);
        assert_eq!(json["milliseconds"], json!({"p50": 100.0, "p90": 180.0, "p99": 198.0, "max": 200.0}));
        assert_eq!(figures.errors(), 1);
        assert!(figures.text().contains("1 times: the connection was closed"), "{}", figures.text());
    }
}
