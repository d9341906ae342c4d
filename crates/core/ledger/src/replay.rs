//! Rebuilding every projection from the entries, and comparing it with what is stored.

use comity_kernel::Ids;
use comity_store::{Kind, Location, Migration, Read, Row, Store, Table, Write};
use sha2::{Digest as _, Sha256};

use crate::event::{Recorded, Refusal};
use crate::ledger::Ledger;
use crate::stored;

/// In which order the entries are replayed; each stream's own order is always kept.
#[derive(Clone, Debug)]
pub enum Order {
    /// Stream after stream.
    ByStream,
    /// Streams interleaved at random, from this seed.
    Shuffled([u8; 32]),
}

/// A projection that is not what the entries say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub table: &'static str,
    /// Rows that are stored and do not follow from the entries.
    pub unfounded: usize,
    /// Rows that follow from the entries and are not stored.
    pub missing: usize,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "table {}: {} rows do not follow from the entries, {} are missing",
            self.table, self.unfounded, self.missing
        )
    }
}

/// What a replay found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    pub entries: usize,
    pub rows: usize,
    pub differences: Vec<Difference>,
}

impl Ledger {
    /// Rebuilds the projections in memory and compares them with the stored ones, in one state of the data.
    pub fn replay_check(&self, order: Order) -> Result<Replayed, Refusal> {
        let ledger = self.clone();
        self.store.read_now(move |tx| {
            let (rebuilt, entries) = ledger.rebuild(tx, &order)?;
            let (mut rows, mut differences) = (0, Vec::new());
            for table in ledger.tables(Kind::Projection) {
                let stored = contents(tx, table.name)?;
                let expected = rebuilt.read_now(move |tx| contents(tx, table.name))?;
                rows += expected.len();
                let (unfounded, missing) = differing(&stored, &expected);
                if unfounded + missing > 0 {
                    differences.push(Difference { table: table.name, unfounded, missing });
                }
            }
            Ok(Replayed { entries, rows, differences })
        })
    }

    /// Rebuilds the projections in the database itself: after a restore, or when a projection's tables have changed.
    pub fn replay(&self) -> Result<usize, Refusal> {
        let ledger = self.clone();
        self.store.write_now(move |tx| ledger.project_all(tx))
    }

    /// [`Ledger::replay`] in a transaction that is open.
    pub(crate) fn project_all(&self, tx: &mut Write<'_>) -> Result<usize, Refusal> {
        for table in self.tables(Kind::Projection) {
            tx.execute(&format!("DELETE FROM {}", table.name), &[])?;
        }
        let (mut entries, mut after) = (0, stored::FIRST);
        while let Some(page) = stored::next_page(tx, &mut after)? {
            entries += page.len();
            page.iter().try_for_each(|stored| self.parts.project(tx, &stored.recorded()))?;
        }
        Ok(entries)
    }

    /// The projections in memory, and how many entries they follow from.
    fn rebuild(&self, tx: &mut Read<'_>, order: &Order) -> Result<(Store, usize), Refusal> {
        let store = Store::open(&Location::Memory, &self.migrations())?;
        let project = |entries: Vec<Recorded>| {
            let parts = std::sync::Arc::clone(&self.parts);
            store.write_now(move |tx: &mut Write<'_>| entries.iter().try_for_each(|entry| parts.project(tx, entry)))
        };
        let (mut count, mut after) = (0, stored::FIRST);
        let mut waiting = Vec::new();
        while let Some(page) = stored::next_page(tx, &mut after)? {
            count += page.len();
            let entries = page.iter().map(stored::StoredEntry::recorded);
            match order {
                Order::ByStream => project(entries.collect())?,
                Order::Shuffled(_) => waiting.extend(entries),
            }
        }
        if let Order::Shuffled(seed) = order {
            project(shuffled(waiting, *seed))?;
        }
        Ok((store, count))
    }

    /// The tables of one kind, the ledger's own included.
    pub fn tables(&self, kind: Kind) -> Vec<Table> {
        let slices = self.parts.projections.iter().flat_map(|projection| projection.tables());
        crate::tables::TABLES.iter().chain(slices).copied().filter(|table| table.kind == kind).collect()
    }

    pub(crate) fn migrations(&self) -> Vec<Migration> {
        crate::migrations(&self.parts.projections)
    }
}

/// The entries, which come stream after stream, interleaved.
fn shuffled(entries: Vec<Recorded>, seed: [u8; 32]) -> Vec<Recorded> {
    let ids = Ids::seeded(seed);
    let mut streams: Vec<std::collections::VecDeque<Recorded>> = Vec::new();
    for entry in entries {
        match streams.last_mut() {
            Some(stream) if stream.back().is_some_and(|last| last.header.stream == entry.header.stream) => {
                stream.push_back(entry);
            }
            _ => streams.push([entry].into()),
        }
    }
    let mut shuffled = Vec::new();
    while !streams.is_empty() {
        let chosen = usize::try_from(ids.below(streams.len() as u64)).unwrap_or(0);
        match streams.get_mut(chosen).and_then(std::collections::VecDeque::pop_front) {
            Some(entry) => shuffled.push(entry),
            None => drop(streams.swap_remove(chosen)),
        }
    }
    shuffled
}

type RowHash = [u8; 32];

/// The hashes of all rows of a table, in one order on both databases.
fn contents(tx: &mut Read<'_>, table: &str) -> Result<Vec<RowHash>, Refusal> {
    let mut rows = Vec::new();
    tx.each(&format!("SELECT * FROM {table}"), &[], |Row(values)| {
        rows.push(Sha256::digest(format!("{values:?}")).into());
        Ok::<_, Refusal>(())
    })?;
    rows.sort_unstable();
    Ok(rows)
}

/// How many of the sorted `stored` are not expected, and how many of the sorted `expected` are not stored.
fn differing(stored: &[RowHash], expected: &[RowHash]) -> (usize, usize) {
    let (mut unfounded, mut missing) = (0, 0);
    let (mut stored, mut expected) = (stored.iter().peekable(), expected.iter().peekable());
    loop {
        match (stored.peek(), expected.peek()) {
            (Some(left), Some(right)) => match left.cmp(right) {
                std::cmp::Ordering::Less => {
                    unfounded += 1;
                    stored.next();
                }
                std::cmp::Ordering::Greater => {
                    missing += 1;
                    expected.next();
                }
                std::cmp::Ordering::Equal => {
                    stored.next();
                    expected.next();
                }
            },
            (Some(_), None) => return (unfounded + stored.count(), missing),
            (None, _) => return (unfounded, missing + expected.count()),
        }
    }
}
