//! One round of load: connections that work side by side, and the measured part of their time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use comity_kernel::clock::Stopwatch;
use tokio::task::JoinSet;

use crate::Load;
use crate::client::Client;
use crate::figures::{Figures, Memory, Tally, Used};
use crate::process;
use crate::work::Work;

/// Failures after which a connection gives up.
const GIVES_UP: u64 = 20;
/// How often the server's memory is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// What the connections of a round share.
#[derive(Debug)]
struct Shared {
    watch: Stopwatch,
    load: Load,
    sent: AtomicU64,
    peak: AtomicU64,
}

/// Runs the load; each connection does what `work` makes.
pub async fn run<W: Work>(load: &Load, work: impl Fn() -> W) -> Figures {
    let idle = load.pid.and_then(process::memory);
    let (watch, sent, peak) = (Stopwatch::start(), AtomicU64::new(0), AtomicU64::new(0));
    let shared = Arc::new(Shared { watch, load: load.clone(), sent, peak });
    let mut connections = JoinSet::new();
    for _ in 0..load.connections {
        connections.spawn(connection(work(), Arc::clone(&shared)));
    }
    tokio::time::sleep(load.warm_up()).await;
    let (before, began) = (Used::now(load.pid, load.database_pid), watch.elapsed());
    let looking = tokio::spawn(look_at_memory(Arc::clone(&shared)));
    let mut tally = Tally::default();
    while let Some(done) = connections.join_next().await {
        tally.add(done.unwrap_or_default());
    }
    let (seconds, used) =
        (watch.elapsed().saturating_sub(began), Used::now(load.pid, load.database_pid).since(&before));
    looking.abort();
    let memory = Memory { idle, peak: load.pid.map(|_| shared.peak.load(Ordering::Relaxed)) };
    Figures::new(load.connections, seconds, tally, used, memory)
}

async fn connection<W: Work>(mut work: W, shared: Arc<Shared>) -> Tally {
    let mut tally = Tally::default();
    let mut kept: Option<Client> = None;
    while shared.watch.elapsed() < shared.load.until() && tally.failures() < GIVES_UP {
        let client = match kept.take() {
            Some(client) => Ok(client),
            None => work.prepare().await,
        };
        let mut client = match client {
            Ok(client) => client,
            Err(trouble) => {
                tally.failed(&trouble);
                continue;
            }
        };
        let number = shared.sent.fetch_add(1, Ordering::Relaxed);
        if number >= shared.load.most {
            break;
        }
        let due = shared.load.due(number);
        if let Some(wait) = due.and_then(|due| due.checked_sub(shared.watch.elapsed())) {
            tokio::time::sleep(wait).await;
        }
        let began = due.unwrap_or_else(|| shared.watch.elapsed());
        let outcome = work.once(&mut client, number).await;
        let took = shared.watch.elapsed().saturating_sub(began);
        match outcome {
            Ok(()) => {
                if began >= shared.load.warm_up() {
                    tally.answered(took);
                }
                kept = Some(client);
            }
            Err(trouble) => tally.failed(&trouble),
        }
    }
    tally
}

async fn look_at_memory(shared: Arc<Shared>) {
    let Some(pid) = shared.load.pid else { return };
    loop {
        if let Some(kilobytes) = process::memory(pid) {
            shared.peak.fetch_max(kilobytes, Ordering::Relaxed);
        }
        tokio::time::sleep(LOOK).await;
    }
}
