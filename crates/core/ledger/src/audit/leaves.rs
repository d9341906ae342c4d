//! The log read once from its first leaf to its last, a few bundles at a time, so that memory does not grow with it: the
//! tree is grown anew and compared with the stored tiles, and each leaf is an entry's or a cover.

use std::collections::BTreeMap;

use comity_store::{Read, Value};

use super::Auditor;
use crate::commitment::Commitment;
use crate::cover;
use crate::event::Refusal;
use crate::log::{self, BUNDLES, LogHead};
use crate::tree::{self, ChangedTile, TILE_WIDTH, TreeError};

/// Bundles that are read at once.
const AT_ONCE: u64 = 16;

/// The tree over the leaves read so far.
struct Growing {
    head: tree::Head,
    /// The last tile of each level, which is all that growing needs.
    edge: BTreeMap<u8, ChangedTile>,
    /// Tiles that there are below and beside the edge.
    tiles: u64,
}

impl Growing {
    const NOTHING: Self = Self { head: tree::Head::EMPTY, edge: BTreeMap::new(), tiles: 0 };

    /// Adds leaves; returns the tiles that will not change any more.
    fn grow(&mut self, leaves: &[Commitment]) -> Result<Vec<ChangedTile>, TreeError> {
        let hashes: Vec<_> = leaves.iter().map(tree::leaf).collect();
        let edge = &self.edge;
        let there =
            |level, index| Ok(edge.get(&level).filter(|tile| tile.index == index).map(|tile| tile.bytes.clone()));
        let (changed, head) = tree::append(&self.head, &hashes, there)?;
        self.head = head;
        let mut full = Vec::new();
        for tile in changed {
            if tile.width() == TILE_WIDTH {
                full.push(tile.clone());
            }
            self.edge.insert(tile.level, tile);
        }
        self.tiles += full.len() as u64;
        Ok(full)
    }

    /// The tiles at the edge that are not full.
    fn partial(&self) -> Vec<ChangedTile> {
        self.edge.values().filter(|tile| tile.width() < TILE_WIDTH).cloned().collect()
    }
}

/// The roots that the stored leaves give: at the published size and at all of them.
#[derive(Default)]
pub(super) struct Roots {
    pub(super) published: Option<tree::Hash>,
    pub(super) all: Option<tree::Hash>,
}

impl Auditor<'_> {
    /// Reads all leaves. `epochs`: each with its first place.
    pub(super) fn leaves(
        &mut self,
        tx: &mut Read<'_>,
        head: &LogHead,
        epochs: &[(u32, u64)],
    ) -> Result<Roots, Refusal> {
        let (mut growing, mut roots) = (Growing::NOTHING, Roots::default());
        let bundles = head.tree.size.div_ceil(u64::from(TILE_WIDTH));
        let mut next = 0;
        while next < bundles {
            let mut leaves = Vec::new();
            for number in next..bundles.min(next + AT_ONCE) {
                leaves.extend(log::commitments(&log::tile(tx, BUNDLES, number)?.unwrap_or_default()));
            }
            // However many there should be, there are no more.
            if leaves.is_empty() {
                break;
            }
            next += AT_ONCE;
            self.claimed(tx, &leaves, epochs)?;
            self.found.leaves += leaves.len() as u64;
            let published = head.published_size.saturating_sub(growing.head.size);
            let (before, after) = leaves.split_at(usize::try_from(published).unwrap_or(usize::MAX).min(leaves.len()));
            for part in [before, after] {
                if growing.head.size == head.published_size {
                    roots.published = Some(growing.head.root);
                }
                match growing.grow(part) {
                    Ok(full) => full.iter().try_for_each(|tile| self.tile(tx, tile))?,
                    Err(error) => {
                        self.problem(format!("the tree cannot be grown from the stored leaves: {error}"));
                        return Ok(roots);
                    }
                }
            }
        }
        if growing.head.size == head.published_size {
            roots.published = Some(growing.head.root);
        }
        roots.all = Some(growing.head.root);
        let partial = growing.partial();
        partial.iter().try_for_each(|tile| self.tile(tx, tile))?;
        self.no_others(tx, growing.tiles + partial.len() as u64, bundles)?;
        Ok(roots)
    }

    fn tile(&mut self, tx: &mut Read<'_>, expected: &ChangedTile) -> Result<(), Refusal> {
        let ChangedTile { level, index, bytes } = expected;
        if log::tile(tx, i64::from(*level), *index)?.as_ref() != Some(bytes) {
            self.problem(format!("tile {index} of level {level} is missing or is not what its leaves give"));
        }
        Ok(())
    }

    /// What is stored beside the tiles and bundles that belong there.
    fn no_others(&mut self, tx: &mut Read<'_>, tiles: u64, bundles: u64) -> Result<(), Refusal> {
        let sql = "SELECT COALESCE(SUM(CASE WHEN level >= 0 THEN 1 ELSE 0 END), 0), COUNT(*) FROM log_tiles";
        let Some(row) = tx.optional(sql, &[])? else { return Ok(()) };
        let (found, all) = (log::number(row.get(0)?)?, log::number(row.get(1)?)?);
        for (what, found, expected) in [("tiles", found, tiles), ("bundles", all - found, bundles)] {
            if found > expected {
                self.problem(format!("the log should have {expected} {what} and {found} are stored"));
            }
        }
        Ok(())
    }

    /// The next leaves: each must be that of the entry with this place, or else a cover; if it is neither, an entry was
    /// removed.
    fn claimed(&mut self, tx: &mut Read<'_>, leaves: &[Commitment], epochs: &[(u32, u64)]) -> Result<(), Refusal> {
        let first = self.found.leaves;
        let range = [first, first + leaves.len() as u64].map(log::stored_number);
        let [from, to] = range;
        let sql = "SELECT place, id, commitment FROM entries WHERE place >= $1 AND place < $2";
        let mut entries = BTreeMap::new();
        for row in tx.query(sql, &[Value::from(from?), Value::from(to?)])? {
            entries.insert(log::number(row.get(0)?)?, (row.get::<String>(1)?, Commitment(row.get(2)?)));
        }
        for (place, leaf) in (first..).zip(leaves) {
            match entries.get(&place) {
                Some((_, commitment)) if commitment == leaf => {}
                Some((id, _)) => self.problem(format!("entry {id} is not in the log at its place {place}")),
                None => {
                    let epoch = epochs.iter().rev().find(|(_, first)| *first <= place).map_or(1, |(epoch, _)| *epoch);
                    if cover::leaf(&self.parts.keys, epoch, place)? != *leaf {
                        self.problem(format!("the entry at place {place} of the log is missing from the record"));
                    }
                }
            }
        }
        Ok(())
    }
}
