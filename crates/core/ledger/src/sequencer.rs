//! Gives committed entries their places in the tree, and publishes checkpoints on a beat.
//!
//! Which entries have no place is asked of the entries themselves, never of a high-water mark: transactions commit in
//! another order than their ids. Places, tiles and the signed checkpoint of one round commit together, and only if the
//! head is still where the round began, so that two sequencers can never make two trees of one size. The head is thus the
//! one guard of a round, and on PostgreSQL a round neither stops commands nor is stopped by them. What is published
//! follows later, on the beat, filled up with cover leaves that look like any other: watching the log does not tell
//! when somebody wrote.

use std::sync::Arc;
use std::time::Duration;

use comity_kernel::{Ids, Millis, Problem};
use comity_store::{Value, Write};
use tokio::sync::watch;

use crate::anchor;
use crate::commitment::Commitment;
use crate::cover;
use crate::event::Refusal;
use crate::ledger::{Ledger, Parts};
use crate::log::{self, LogHead};
use crate::seal;

/// How often entries are given their places.
const ROUND: Duration = Duration::from_secs(1);
/// Entries that get their places in one transaction at most, so that other writers wait little.
const ROUND_SIZE: i64 = 500;
/// The lock that one sequencer holds over all processes that share the data.
const LOCK: &str = "sequencer";

impl Ledger {
    /// Sequences and publishes until `stop` changes. Waits while another process holds the sequencer's lock.
    pub async fn run_sequencer(&self, mut stop: watch::Receiver<bool>) {
        let mut lock = None;
        let pause = ROUND.min(self.parts.settings.beat);
        loop {
            let (ledger, held) = (self.clone(), lock.take());
            // Taking the lock and signing block, so they run beside the asynchronous threads.
            let round = tokio::task::spawn_blocking(move || ledger.round(held)).await;
            match round {
                Ok(Ok(held)) => lock = held,
                Ok(Err(error)) => tracing::warn!(%error, "a sequencing round failed and will be tried again"),
                Err(error) => tracing::error!(%error, "a sequencing round panicked"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => return,
            }
        }
    }

    fn round(&self, held: Option<comity_store::Lock>) -> Result<Option<comity_store::Lock>, Refusal> {
        let still = held.and_then(|mut lock| lock.is_held().then_some(lock));
        let lock = match still {
            Some(lock) => Some(lock),
            None => self.store.try_lock(LOCK)?,
        };
        if lock.is_some() {
            // Under load there may always be more; checkpoints are due all the same.
            while self.sequence_some()? {
                self.publish_if_due()?;
            }
            self.publish_if_due()?;
        }
        Ok(lock)
    }

    /// Gives every waiting entry its place. The caller holds the lock, or accepts to lose a race and be refused.
    fn sequence_all(&self) -> Result<(), Refusal> {
        while self.sequence_some()? {}
        Ok(())
    }

    /// One round; says whether there may be more.
    fn sequence_some(&self) -> Result<bool, Refusal> {
        let (parts, seed) = (Arc::clone(&self.parts), self.ids.bytes::<32>());
        self.store.write_guarded_now(move |tx| {
            let sql = "SELECT id, commitment, due, seal FROM entries WHERE place IS NULL ORDER BY id LIMIT $1";
            let mut waiting = Vec::new();
            for row in tx.query(sql, &[Value::from(ROUND_SIZE)])? {
                let (id, commitment) = (row.get::<String>(0)?, Commitment(row.get(1)?));
                if !seal::holds(&parts.keys, commitment, row.get(2)?, &row.get(3)?)? {
                    return Err(Refusal::Broken(format!("entry {id} was put into the database by somebody else")));
                }
                waiting.push((id, commitment));
            }
            if waiting.is_empty() {
                return Ok(false);
            }
            let more = i64::try_from(waiting.len()).is_ok_and(|found| found == ROUND_SIZE);
            place(tx, &parts, &Ids::seeded(seed), waiting)?;
            Ok(more)
        })
    }

    /// Publishes a checkpoint if the last one is a beat old.
    fn publish_if_due(&self) -> Result<(), Refusal> {
        let now = self.clock.now();
        let beat = self.parts.settings.beat;
        let last = self.store.read_now(|tx| Ok::<_, Refusal>(log::head(tx)?.published_at))?;
        if now < last.plus(beat) && now >= last {
            return Ok(());
        }
        self.publish(now)
    }

    fn publish(&self, now: Millis) -> Result<(), Refusal> {
        let parts = Arc::clone(&self.parts);
        let published = self.store.write_guarded_now(move |tx| {
            let head = log::head(tx)?;
            anchor::hold(tx, &parts, &head)?;
            let filled = fill_up(tx, &parts, &head)?;
            let published = LogHead {
                published_size: filled.tree.size,
                published_checkpoint: filled.checkpoint.clone(),
                published_at: now,
                ..filled
            };
            tx.committed_if(
                "SELECT one FROM log_head WHERE published_checkpoint = $1",
                published.published_checkpoint.as_str(),
            );
            log::advance(tx, &head, &published)?;
            Ok::<_, Refusal>(published.published_checkpoint)
        })?;
        anchor::keep(&self.parts, &published)
    }

    /// Waits until every entry that is committed now has its place, sequencing itself if nobody else does: what a
    /// command beside a server calls before it ends.
    pub fn settle(&self) -> Result<(), Refusal> {
        let mut waiting = self.store.read_now(|tx| {
            let rows = tx.query("SELECT id FROM entries WHERE place IS NULL", &[])?;
            rows.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, _>>()
        })?;
        loop {
            if let Some(_lock) = self.store.try_lock(LOCK)? {
                return self.sequence_all();
            }
            // Only those of the beginning are waited for: beside a busy server there are always new ones.
            while let Some(id) = waiting.last().map(Value::from) {
                let sql = "SELECT id FROM entries WHERE id = $1 AND place IS NULL";
                if self.store.read_now(move |tx| tx.optional(sql, &[id]))?.is_some() {
                    break;
                }
                waiting.pop();
            }
            if waiting.is_empty() {
                return Ok(());
            }
            comity_kernel::clock::wait(Duration::from_millis(50));
        }
    }

    /// [`Ledger::settle`], then publishes at once: at the end of making a demonstration, and in tests.
    pub fn settle_and_publish(&self) -> Result<(), Refusal> {
        self.settle()?;
        match self.publish(self.clock.now()) {
            // Another sequencer published meanwhile, with everything that was settled.
            Err(Refusal::Problem(Problem::Stale)) => Ok(()),
            outcome => outcome,
        }
    }
}

/// Gives the waiting entries the next places, in random order among some cover leaves: who knows the place of one
/// entry learns nothing about how many others there were.
pub(crate) fn place(
    tx: &mut Write<'_>,
    parts: &Parts,
    ids: &Ids,
    waiting: Vec<(String, Commitment)>,
) -> Result<(), Refusal> {
    let head = log::head(tx)?;
    anchor::hold(tx, parts, &head)?;
    let covers = usize::try_from(ids.below(spare(parts, &head, waiting.len()) + 1)).unwrap_or(0);
    let mut leaves: Vec<Option<(String, Commitment)>> = waiting.into_iter().map(Some).collect();
    leaves.resize(leaves.len() + covers, None);
    for last in (1..leaves.len()).rev() {
        let other = usize::try_from(ids.below(last as u64 + 1)).unwrap_or(last);
        leaves.swap(last, other);
    }
    let places = (head.tree.size..).zip(&leaves).filter_map(|(place, leaf)| Some((leaf.as_ref()?.0.as_str(), place)));
    write_places(tx, &places.collect::<Vec<_>>())?;
    let commitment = |(place, leaf): (u64, &Option<(String, Commitment)>)| match leaf {
        Some((_, commitment)) => Ok(*commitment),
        None => cover::leaf(&parts.keys, head.epoch, place),
    };
    let commitments = (head.tree.size..).zip(&leaves).map(commitment).collect::<Result<Vec<_>, _>>()?;
    let grown = grow(tx, parts, &head, &commitments)?;
    tx.committed_if("SELECT one FROM log_head WHERE checkpoint = $1", grown.checkpoint.as_str());
    log::advance(tx, &head, &grown)
}

/// How many cover leaves can go among `entries` new ones without making this beat publish more than it would anyway: an
/// overflow would tell that several people wrote.
fn spare(parts: &Parts, head: &LogHead, entries: usize) -> u64 {
    let new = head.tree.size.saturating_sub(head.published_size) + entries as u64;
    new.next_multiple_of(parts.settings.cover.max(1)) - new
}

/// Entries whose places are set by one statement.
const PLACES_AT_ONCE: usize = 50;

fn write_places(tx: &mut Write<'_>, places: &[(&str, u64)]) -> Result<(), Refusal> {
    let many = places.chunks_exact(PLACES_AT_ONCE);
    let single = many.remainder();
    for chunk in many {
        write_chunk(tx, chunk)?;
    }
    // One by one, so that few different statements have to be prepared.
    single.chunks(1).try_for_each(|chunk| write_chunk(tx, chunk))
}

fn write_chunk(tx: &mut Write<'_>, chunk: &[(&str, u64)]) -> Result<(), Refusal> {
    let row =
        |at: usize| format!("SELECT CAST(${} AS TEXT) AS id, CAST(${} AS BIGINT) AS place", 2 * at + 1, 2 * at + 2);
    let rows: Vec<String> = (0..chunk.len()).map(row).collect();
    let sql = format!(
        "UPDATE entries SET place = placed.place FROM ({}) AS placed WHERE entries.id = placed.id",
        rows.join(" UNION ALL ")
    );
    let mut binds = Vec::with_capacity(chunk.len() * 2);
    for (id, place) in chunk {
        binds.push(Value::from(*id));
        binds.push(Value::from(log::stored_number(*place)?));
    }
    tx.execute(&sql, &binds)?;
    Ok(())
}

/// Fills the tree up with cover leaves, so that every beat publishes a multiple of `cover` leaves and at least that.
fn fill_up(tx: &mut Write<'_>, parts: &Parts, head: &LogHead) -> Result<LogHead, Refusal> {
    let cover = parts.settings.cover;
    if cover < 2 {
        return Ok(head.clone());
    }
    let new = head.tree.size.saturating_sub(head.published_size);
    let missing = if new == 0 { cover } else { new.next_multiple_of(cover) - new };
    let places = head.tree.size..head.tree.size + missing;
    let leaves = places.map(|place| cover::leaf(&parts.keys, head.epoch, place)).collect::<Result<Vec<_>, _>>()?;
    grow(tx, parts, head, &leaves)
}

fn grow(tx: &mut Write<'_>, parts: &Parts, head: &LogHead, leaves: &[Commitment]) -> Result<LogHead, Refusal> {
    if leaves.is_empty() {
        return Ok(head.clone());
    }
    let tree = log::extend(tx, &head.tree, leaves)?;
    let checkpoint = parts.sign(head.epoch, &tree)?;
    Ok(LogHead { tree, checkpoint, ..head.clone() })
}

#[cfg(test)]
mod tests;
