//! Checking the whole stored record from the inside: every entry, every private part that is left, every leaf and tile.

mod leaves;

use std::collections::BTreeSet;
use std::sync::Arc;

use comity_kernel::Millis;
use comity_store::{Read, Value};
use serde::Serialize;

use crate::anchor;
use crate::checkpoint::Checkpoint;
use crate::entry::PRIVATE;
use crate::epoch::{OPENED, Opened};
use crate::erase::{ERASED, Erased};
use crate::event::Refusal;
use crate::ledger::{Ledger, Parts};
use crate::log::{self, LogHead};
use crate::seal;
use crate::stored::{self, StoredEntry};

/// What the check of a stored record found. The record is sound if there are no problems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    pub entries: u64,
    pub private_parts: u64,
    pub erased_parts: u64,
    pub leaves: u64,
    pub objects: u64,
    /// Entries that have no place yet and need none yet.
    pub waiting: u64,
    /// One sentence each.
    pub problems: Vec<String>,
}

impl Ledger {
    /// Recomputes every stored entry and every surviving private part against the log, and the log against its signed
    /// checkpoint, in one state of the data. What was altered, removed or added is among the problems.
    pub fn audit(&self) -> Result<Audit, Refusal> {
        let (parts, now) = (Arc::clone(&self.parts), self.clock.now());
        self.store.read_now(move |tx| audit(tx, &parts, now))
    }
}

/// [`Ledger::audit`] in a transaction that is open.
pub(crate) fn audit(tx: &mut Read<'_>, parts: &Parts, now: Millis) -> Result<Audit, Refusal> {
    let mut auditor = Auditor { parts, found: Audit::default(), now };
    let head = log::head(tx)?;
    auditor.log(tx, &head)?;
    if let Err(error) = anchor::hold(tx, parts, &head) {
        auditor.problem(error.to_string());
    }
    auditor.entries(tx)?;
    Ok(auditor.found)
}

struct Auditor<'p> {
    parts: &'p Parts,
    found: Audit,
    now: Millis,
}

impl Auditor<'_> {
    fn problem(&mut self, sentence: String) {
        self.found.problems.push(sentence);
    }

    /// The tree recomputed from its leaves, against every stored tile and both signed checkpoints.
    fn log(&mut self, tx: &mut Read<'_>, head: &LogHead) -> Result<(), Refusal> {
        let epochs = self.epochs(tx, head)?;
        let roots = self.leaves(tx, head, &epochs)?;
        if self.found.leaves != head.tree.size {
            let text = format!("the log should have {} leaves and {} are stored", head.tree.size, self.found.leaves);
            self.problem(text);
        }
        for (note, size, root) in [
            (&head.checkpoint, head.tree.size, roots.all),
            (&head.published_checkpoint, head.published_size, roots.published),
        ] {
            match Checkpoint::verify(note, self.parts.log_key.vkey()) {
                Err(error) => self.problem(format!("a stored checkpoint: {error}")),
                Ok(signed) if signed.head.size != size || Some(signed.head.root) != root => {
                    self.problem(format!(
                        "the signed checkpoint of {} leaves is not of the stored log",
                        signed.head.size
                    ));
                }
                Ok(_) => {}
            }
        }
        if roots.all != Some(head.tree.root) {
            self.problem("the root of the stored leaves is not the stored root".to_owned());
        }
        Ok(())
    }

    fn entries(&mut self, tx: &mut Read<'_>) -> Result<(), Refusal> {
        let (mut after, mut before) = (stored::FIRST, stored::FIRST);
        while let Some(page) = stored::next_page(tx, &mut after)? {
            page.iter().try_for_each(|stored| self.entry(tx, stored, &mut before))?;
        }
        self.strays(tx)
    }

    fn entry(&mut self, tx: &mut Read<'_>, stored: &StoredEntry, before: &mut (String, i64)) -> Result<(), Refusal> {
        let header = &stored.entry.header;
        self.found.entries += 1;
        let expected = if before.0 == header.stream { before.1 + 1 } else { 1 };
        if header.version != expected {
            self.problem(format!("stream {}: entry {expected} is missing", header.stream));
        }
        *before = (header.stream.clone(), header.version);
        if let Err(error) = stored.entry.check() {
            self.problem(format!("entry {} ({}): {error}", header.id, header.kind));
        }
        if !seal::holds(&self.parts.keys, stored.entry.commitment, stored.due, &stored.seal)? {
            self.problem(format!("entry {} ({}) was put into the database by somebody else", header.id, header.kind));
        }
        self.private(tx, stored)?;
        self.place(stored);
        for hash in self.parts.projections.iter().flat_map(|projection| projection.objects(&stored.recorded())) {
            self.found.objects += 1;
            if let Err(error) = self.parts.objects.check(&hash) {
                self.problem(format!("entry {} ({}): {error}", header.id, header.kind));
            }
        }
        Ok(())
    }

    fn private(&mut self, tx: &mut Read<'_>, stored: &StoredEntry) -> Result<(), Refusal> {
        let id = &stored.entry.header.id;
        for part in &stored.private {
            self.found.private_parts += 1;
            if let Err(error) = stored.entry.check_private(part) {
                self.problem(format!("entry {id}: {error}"));
            }
        }
        let left: BTreeSet<&str> = stored.private.iter().map(|part| part.name.as_str()).collect();
        let gone = stored.entry.private_names().into_iter().filter(|name| !left.contains(name)).count() as u64;
        if gone > 0 {
            self.found.erased_parts += gone;
            if !erasure_recorded(tx, stored)? {
                self.problem(format!("entry {id}: a private part is gone and no erasure is on record for it"));
            }
        }
        Ok(())
    }

    /// Whether it may still be without a place. That its leaf is there was seen when the leaves were read.
    fn place(&mut self, stored: &StoredEntry) {
        let header = &stored.entry.header;
        match stored.place {
            None => {
                self.found.waiting += 1;
                if stored.due < self.now {
                    let id = &header.id;
                    self.problem(format!("entry {id} has no place in the log, and its promised time has passed"));
                }
            }
            Some(place) if place >= self.found.leaves => {
                self.problem(format!("entry {} is not in the log at its place {place}", header.id));
            }
            Some(_) => {}
        }
    }

    /// Private parts that belong to no entry.
    fn strays(&mut self, tx: &mut Read<'_>) -> Result<(), Refusal> {
        let sql = "SELECT COUNT(*) FROM private_parts p LEFT JOIN entries e ON e.id = p.entry WHERE e.id IS NULL";
        let strays: i64 = tx.value(sql, &[])?.unwrap_or(0);
        if strays > 0 {
            self.problem(format!("{strays} private parts belong to no entry"));
        }
        Ok(())
    }

    /// The epochs and their first places, from the entries that opened them: the stored list must say the same.
    fn epochs(&mut self, tx: &mut Read<'_>, head: &LogHead) -> Result<Vec<(u32, u64)>, Refusal> {
        let (mut expected, mut epochs) = (vec![(1, 0, None)], vec![(1, 0)]);
        let sql = "SELECT body FROM entries WHERE kind = $1 ORDER BY version";
        for row in tx.query(sql, &[Value::from(OPENED)])? {
            let Ok(opened) = serde_json::from_str::<Opened>(&row.get::<String>(0)?) else { continue };
            epochs.push((opened.epoch, log::number(opened.common)?));
            expected.push((i64::from(opened.epoch), opened.common, Some(opened.known_checkpoint)));
        }
        let mut stored = Vec::new();
        for row in tx.query("SELECT epoch, first_place, known_checkpoint FROM log_epochs ORDER BY epoch", &[])? {
            stored.push((row.get(0)?, row.get(1)?, row.get(2)?));
        }
        if stored != expected {
            self.problem("the stored list of epochs is not what the entries that opened them say".to_owned());
        }
        if epochs.last().map(|(epoch, _)| *epoch) != Some(head.epoch) {
            self.problem(format!("no entry opened the log's present epoch {}", head.epoch));
        }
        Ok(epochs)
    }
}

/// Whether an erasure in the entry's own stream names it.
fn erasure_recorded(tx: &mut Read<'_>, stored: &StoredEntry) -> Result<bool, Refusal> {
    let header = &stored.entry.header;
    let sql = "SELECT body FROM entries WHERE stream = $1 AND kind = $2";
    for row in tx.query(sql, &[Value::from(&header.stream), Value::from(ERASED)])? {
        let erased: Option<Erased> = serde_json::from_str(&row.get::<String>(0)?).ok();
        if erased.is_some_and(|erased| erased.entries.contains(&header.id)) {
            return Ok(true);
        }
    }
    debug_assert!(stored.entry.body.get(PRIVATE).is_some());
    Ok(false)
}
