//! The log as stored: its head, its tiles, and what of them is published.

use std::collections::BTreeMap;

use comity_kernel::Millis;
use comity_store::{Read, Value, Write};

use crate::checkpoint::{Checkpoint, Origin};
use crate::commitment::Commitment;
use crate::event::Refusal;
use crate::ledger::{Ledger, Parts};
use crate::paths::{Kind, Piece};
use crate::tree::{self, TILE_WIDTH};

/// The level under which the commitments themselves are stored.
pub(crate) const BUNDLES: i64 = -1;

/// The state of the tree: as sequenced, and as published.
#[derive(Clone, Debug, PartialEq)]
pub struct LogHead {
    pub epoch: u32,
    /// The tree as sequenced.
    pub tree: tree::Head,
    /// The signed checkpoint of `tree`; not to be shown before it is published.
    pub checkpoint: String,
    pub published_size: u64,
    /// The signed checkpoint that `/ledger/checkpoint` serves.
    pub published_checkpoint: String,
    pub published_at: Millis,
}

pub(crate) fn number(value: i64) -> Result<u64, Refusal> {
    u64::try_from(value).map_err(|_| Refusal::Broken(format!("the log holds the negative number {value}")))
}

pub(crate) fn stored_number(value: u64) -> Result<i64, Refusal> {
    i64::try_from(value).map_err(|_| Refusal::Broken(format!("{value} is too large for the log")))
}

/// Reads the head.
pub fn head(tx: &mut Read<'_>) -> Result<LogHead, Refusal> {
    let sql = "SELECT epoch, size, root, checkpoint, published_size, published_checkpoint, published_at
               FROM log_head WHERE one = 1";
    let row = tx.optional(sql, &[])?.ok_or_else(|| Refusal::Broken("the log has no head".to_owned()))?;
    let epoch = u32::try_from(row.get::<i64>(0)?).map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(LogHead {
        epoch,
        tree: tree::Head { size: number(row.get(1)?)?, root: tlog_tiles::Hash(row.get(2)?) },
        checkpoint: row.get(3)?,
        published_size: number(row.get(4)?)?,
        published_checkpoint: row.get(5)?,
        published_at: row.get(6)?,
    })
}

/// The stored bytes of a tile, or of the commitments of a bundle (level [`BUNDLES`]): `32 x width` bytes.
pub(crate) fn tile(tx: &mut Read<'_>, level: i64, number: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let sql = "SELECT hashes FROM log_tiles WHERE level = $1 AND number = $2";
    Ok(tx.value(sql, &[Value::from(level), Value::from(stored_number(number)?)])?)
}

fn put_tile(tx: &mut Write<'_>, level: i64, number: u64, hashes: &[u8]) -> Result<(), Refusal> {
    let sql = "INSERT INTO log_tiles (level, number, hashes) VALUES ($1, $2, $3)
               ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes";
    tx.execute(sql, &[Value::from(level), Value::from(stored_number(number)?), Value::from(hashes)])?;
    Ok(())
}

/// Appends leaves to the stored tree and returns the grown tree.
pub(crate) fn extend(tx: &mut Write<'_>, old: &tree::Head, leaves: &[Commitment]) -> Result<tree::Head, Refusal> {
    append_bundles(tx, old.size, leaves)?;
    let edge = right_edge(tx, old.size)?;
    let read = |level, number| Ok(edge.get(&(level, number)).cloned());
    let hashes: Vec<_> = leaves.iter().map(tree::leaf).collect();
    let (changed, grown) = tree::append(old, &hashes, read).map_err(|error| Refusal::Broken(error.to_string()))?;
    for tile in &changed {
        put_tile(tx, i64::from(tile.level), tile.index, &tile.bytes)?;
    }
    Ok(grown)
}

/// The last tile of each level: all that appending needs.
fn right_edge(tx: &mut Read<'_>, size: u64) -> Result<BTreeMap<(u8, u64), Vec<u8>>, Refusal> {
    let mut edge = BTreeMap::new();
    let (mut level, mut hashes) = (0u8, size);
    while hashes > 0 {
        let number = (hashes - 1) / u64::from(TILE_WIDTH);
        if let Some(bytes) = tile(tx, i64::from(level), number)? {
            edge.insert((level, number), bytes);
        }
        level += 1;
        hashes /= u64::from(TILE_WIDTH);
    }
    Ok(edge)
}

fn append_bundles(tx: &mut Write<'_>, size: u64, leaves: &[Commitment]) -> Result<(), Refusal> {
    let width = u64::from(TILE_WIDTH);
    let (mut number, mut filled) = (size / width, size % width);
    let mut rest = leaves;
    while !rest.is_empty() {
        let room = usize::try_from(width - filled).unwrap_or(usize::MAX).min(rest.len());
        let (now, later) = rest.split_at(room);
        let mut bytes = if filled == 0 { Vec::new() } else { tile(tx, BUNDLES, number)?.unwrap_or_default() };
        now.iter().for_each(|commitment| bytes.extend_from_slice(&commitment.0));
        put_tile(tx, BUNDLES, number, &bytes)?;
        (number, filled, rest) = (number + 1, 0, later);
    }
    Ok(())
}

/// Moves the head from `from` to a new state, if it is still at `from`: two sequencers can never both succeed.
pub(crate) fn advance(tx: &mut Write<'_>, from: &LogHead, to: &LogHead) -> Result<(), Refusal> {
    let sql = "UPDATE log_head SET size = $1, root = $2, checkpoint = $3, published_size = $4,
               published_checkpoint = $5, published_at = $6, epoch = $7
               WHERE one = 1 AND epoch = $8 AND size = $9 AND root = $10 AND published_size = $11";
    let binds = [
        Value::from(stored_number(to.tree.size)?),
        Value::from(to.tree.root.0),
        Value::from(&to.checkpoint),
        Value::from(stored_number(to.published_size)?),
        Value::from(&to.published_checkpoint),
        Value::from(to.published_at),
        Value::from(i64::from(to.epoch)),
        Value::from(i64::from(from.epoch)),
        Value::from(stored_number(from.tree.size)?),
        Value::from(from.tree.root.0),
        Value::from(stored_number(from.published_size)?),
    ];
    if tx.execute(sql, &binds)? == 1 { Ok(()) } else { Err(comity_kernel::Problem::Stale.into()) }
}

impl Parts {
    pub(crate) fn sign(&self, epoch: u32, head: &tree::Head) -> Result<String, Refusal> {
        let broken = |error: crate::checkpoint::CheckpointError| Refusal::Broken(error.to_string());
        let origin = Origin::new(&self.settings.origin, epoch).map_err(broken)?;
        Checkpoint { origin, head: *head }.sign(&self.log_key).map_err(broken)
    }
}

/// The origin of the log in this store and whether it is a demonstration; `None` if no record has begun here.
pub fn identity(store: &comity_store::Store) -> Result<Option<(String, bool)>, Refusal> {
    store.read_now(|tx| {
        let row = tx.optional("SELECT origin, demonstration FROM log_identity WHERE one = 1", &[])?;
        row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
    })
}

impl Ledger {
    /// Begins the log if there is none, and checks that the one that is there is the one of these keys.
    pub(crate) fn begin_log(&self) -> Result<(), Refusal> {
        let parts = std::sync::Arc::clone(&self.parts);
        let now = self.clock.now();
        let key = self.verifier_key();
        self.store.write_now(move |tx| {
            let settings = &parts.settings;
            let sql = "SELECT origin, verifier_key FROM log_identity WHERE one = 1";
            if let Some(row) = tx.optional(sql, &[])? {
                return check_identity(&row.get::<String>(0)?, &row.get::<String>(1)?, &settings.origin, &key);
            }
            let sql = "INSERT INTO log_identity (one, origin, verifier_key, demonstration) VALUES (1, $1, $2, $3)";
            let binds = [Value::from(&settings.origin), Value::from(&key), Value::from(settings.demonstration)];
            tx.execute(sql, &binds)?;
            let sql = "INSERT INTO log_epochs (epoch, first_place, opened) VALUES (1, 0, $1)";
            tx.execute(sql, &[Value::from(now)])?;
            let empty = tree::Head::EMPTY;
            let checkpoint = parts.sign(1, &empty)?;
            let sql = "INSERT INTO log_head (one, epoch, size, root, checkpoint, published_size, published_checkpoint,
                       published_at) VALUES (1, 1, 0, $1, $2, 0, $2, $3)";
            tx.execute(sql, &[Value::from(empty.root.0), Value::from(&checkpoint), Value::from(now)])?;
            Ok(())
        })
    }
}

impl Ledger {
    /// Whether the log in this transaction's tables is the one of these keys.
    pub(crate) fn check_identity(&self, tx: &mut Read<'_>) -> Result<(), Refusal> {
        let sql = "SELECT origin, verifier_key FROM log_identity WHERE one = 1";
        let row = tx.optional(sql, &[])?.ok_or_else(|| Refusal::Broken("the tables hold no log".to_owned()))?;
        let (origin, key) = (row.get::<String>(0)?, row.get::<String>(1)?);
        check_identity(&origin, &key, &self.parts.settings.origin, &self.verifier_key())
    }
}

fn check_identity(origin: &str, stored_key: &str, expected_origin: &str, key: &str) -> Result<(), Refusal> {
    if origin != expected_origin {
        let text = format!("this record is the log `{origin}`, and the configuration says `{expected_origin}`");
        return Err(Refusal::Broken(text));
    }
    if stored_key != key {
        let text = format!("this record was signed by the key `{stored_key}`, and the key given is `{key}`");
        return Err(Refusal::Broken(text));
    }
    Ok(())
}

/// The bytes of a published tile or entry bundle as served; `None` if it is not published (yet) at that width.
pub fn published(tx: &mut Read<'_>, piece: &Piece) -> Result<Option<Vec<u8>>, Refusal> {
    let size = head(tx)?.published_size;
    if Piece::within(piece.kind, piece.index, size).is_none_or(|there| there.width < piece.width) {
        return Ok(None);
    }
    let level = if let Kind::Level(level) = piece.kind { i64::from(level) } else { BUNDLES };
    let Some(hashes) = prefix(tile(tx, level, piece.index)?, piece.width)? else { return Ok(None) };
    Ok(Some(match piece.kind {
        Kind::Level(_) => hashes,
        Kind::Entries => crate::paths::bundle(&commitments(&hashes)),
    }))
}

/// Bundles that are in memory at once while a leaf is looked for.
const LOOKED_THROUGH: i64 = 64;

/// The place of a published leaf, looked for from the newest backwards, as anybody can who reads the bundles. Nothing else
/// is asked, and above all not the table of entries: an answer, and how long it takes, is the same for a cover leaf.
pub fn place_of(tx: &mut Read<'_>, leaf: &Commitment) -> Result<Option<u64>, Refusal> {
    let (size, width) = (head(tx)?.published_size, u64::from(TILE_WIDTH));
    let mut before = stored_number(size.div_ceil(width))?;
    let sql = "SELECT number, hashes FROM log_tiles WHERE level = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    loop {
        let rows = tx.query(sql, &[Value::from(BUNDLES), Value::from(before), Value::from(LOOKED_THROUGH)])?;
        let Some(last) = rows.last() else { return Ok(None) };
        before = last.get(0)?;
        for row in &rows {
            let found = commitments(&row.get::<Vec<u8>>(1)?).iter().position(|stored| stored == leaf);
            if let Some(offset) = found {
                let place = number(row.get(0)?)? * width + offset as u64;
                return Ok(Some(place).filter(|place| *place < size));
            }
        }
    }
}

/// The commitments in the stored bytes of a bundle.
pub(crate) fn commitments(bytes: &[u8]) -> Vec<Commitment> {
    bytes.as_chunks::<32>().0.iter().map(|chunk| Commitment(*chunk)).collect()
}

/// A partial tile is the beginning of the fuller one that may be stored by now.
fn prefix(stored: Option<Vec<u8>>, width: u32) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(mut bytes) = stored else { return Ok(None) };
    let wanted = usize::try_from(width).unwrap_or(usize::MAX).saturating_mul(32);
    if bytes.len() < wanted {
        return Err(Refusal::Broken(format!("a tile of the log holds {} bytes, not {wanted}", bytes.len())));
    }
    bytes.truncate(wanted);
    Ok(Some(bytes))
}
