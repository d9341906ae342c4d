//! The Merkle tree of RFC 6962, kept in tiles of 256 hashes (C2SP tlog-tiles).
//!
//! The hashing and the proofs are those of the `tlog_tiles` crate. This module holds its inputs to what it can take (it
//! panics on a few others), reads tiles from wherever they are ([`Tiles`]), and extends a tree by writing only the tiles
//! at its right edge ([`append`]).
//!
//! Whatever is read is authenticated first: every function here that takes tiles also takes the [`Head`] they must hash
//! to, so that an altered tile is an error and never a wrong proof or a new signature over altered history.

use std::collections::BTreeMap;

use data_encoding::BASE64;
pub use tlog_tiles::{EMPTY_HASH, Hash};
use tlog_tiles::{HashReader, Tile, stored_hash_index};

use crate::commitment::Commitment;

mod read;

use read::{Reader, TilePlace, checked, read};

/// Hashes in a full tile, and entries in a full bundle.
pub const TILE_WIDTH: u32 = 256;
/// Trees are refused beyond this many leaves, which no partnership reaches; it keeps all arithmetic far from overflow.
pub const LARGEST_TREE: u64 = 1 << 48;

const HASH: usize = 32;
const HEIGHT: u8 = 8;

/// What went wrong where tiles are kept.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Why a tree could not be read, extended or proved.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// A tile could not be read.
    #[error("tile {index} of level {level} could not be read: {fault}")]
    Read { level: u8, index: u64, fault: Fault },
    /// A tile is too short for the tree.
    #[error("tile {index} of level {level} should hold {expected} hashes (32 bytes each), found {found} bytes")]
    Short { level: u8, index: u64, expected: u32, found: usize },
    /// The tiles do not hash to the head.
    #[error(
        "the tiles do not hash to the root {root} of the tree of {size} leaves: a tile was altered or is another tree's"
    )]
    Altered { size: u64, root: Hash },
    /// A leaf or a tree that lies outside the tree.
    #[error("expected a place within the tree of {size} leaves, found {found}")]
    Outside { size: u64, found: u64 },
    /// More leaves than can be.
    #[error("a tree of {size} leaves is larger than any that can be handled (2^48)")]
    TooLarge { size: u64 },
    /// A proof that shows nothing.
    #[error("the proof does not lead from what it starts with to the root it should reach")]
    Proof,
    /// Text that is not a hash.
    #[error("expected a hash of 32 bytes in base64 (44 characters), found {found} characters that are not")]
    Hash { found: usize },
    /// The tree's arithmetic failed, which no input should cause.
    #[error("the tree could not be computed: {0}")]
    Arithmetic(String),
}

/// Where tiles are read from.
pub trait Tiles {
    /// At least the first `width` hashes (32 bytes each, `width` 1 to 256) of tile `index` at `level`, where level 0 holds
    /// the leaf hashes. More than that may be returned: a partial tile is a prefix of every wider one.
    ///
    /// # Errors
    /// Whatever prevents reading, a missing tile included.
    fn tile(&self, level: u8, index: u64, width: u32) -> Result<Vec<u8>, Fault>;
}

/// A tree, by its size and its root.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// Number of leaves.
    pub size: u64,
    /// Merkle tree hash (RFC 6962, section 2.1).
    pub root: Hash,
}

impl Head {
    /// The tree without leaves.
    pub const EMPTY: Self = Self { size: 0, root: EMPTY_HASH };
}

/// A tile that [`append`] changed or began: all the bytes it now has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedTile {
    /// 0 for the leaf hashes.
    pub level: u8,
    /// Place within the level.
    pub index: u64,
    /// 32 to 8192 bytes: 32 for each hash.
    pub bytes: Vec<u8>,
}

impl ChangedTile {
    /// Number of hashes, 1 to 256.
    pub fn width(&self) -> u32 {
        u32::try_from(self.bytes.len() / HASH).unwrap_or(TILE_WIDTH)
    }
}

/// The leaf of a commitment: SHA-256 over a zero byte and its 32 bytes.
pub fn leaf(commitment: &Commitment) -> Hash {
    tlog_tiles::record_hash(&commitment.0)
}

/// Reads 44 characters of base64; the same hash has one way of being written.
///
/// # Errors
/// [`TreeError::Hash`].
pub fn hash_from_base64(text: &str) -> Result<Hash, TreeError> {
    let wrong = || TreeError::Hash { found: text.chars().count() };
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| wrong())?;
    bytes.try_into().map(Hash).map_err(|_| wrong())
}

/// How many hashes tile `index` of `level` has in a tree of `size` leaves: 0 to 256.
pub fn width(level: u8, index: u64, size: u64) -> u32 {
    let hashes = size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0);
    let before = index.saturating_mul(u64::from(TILE_WIDTH));
    u32::try_from(hashes.saturating_sub(before).min(u64::from(TILE_WIDTH))).unwrap_or(TILE_WIDTH)
}

/// The root of the first `size` leaves of the tree `head`, from its tiles.
///
/// # Errors
/// [`TreeError`] if `size` is larger than the tree, or a tile is missing, short or altered.
pub fn root(size: u64, head: &Head, tiles: &impl Tiles) -> Result<Hash, TreeError> {
    within(size, head.size)?;
    if size == 0 {
        check_empty(head)?;
        return Ok(EMPTY_HASH);
    }
    read(head, tiles, |reader| tlog_tiles::tree_hash(size, reader))
}

/// Builds the inclusion proof (RFC 6962, section 2.1.1) of leaf `index` in the tree `head`.
///
/// # Errors
/// [`TreeError`] if the leaf lies outside, or a tile is missing, short or altered.
pub fn prove_inclusion(index: u64, head: &Head, tiles: &impl Tiles) -> Result<Vec<Hash>, TreeError> {
    outside(index >= head.size, head.size, index)?;
    read(head, tiles, |reader| tlog_tiles::prove_record(head.size, index, reader))
}

/// Whether `proof` shows that `leaf` is leaf `index` of the tree `head`.
///
/// # Errors
/// [`TreeError::Outside`] or [`TreeError::Proof`].
pub fn check_inclusion(proof: &[Hash], head: &Head, index: u64, leaf: Hash) -> Result<(), TreeError> {
    limit(head.size)?;
    outside(index >= head.size, head.size, index)?;
    not_too_long(proof)?;
    tlog_tiles::check_record(&proof.to_vec(), head.size, head.root, index, leaf).map_err(|_| TreeError::Proof)
}

/// Builds the consistency proof (RFC 6962, section 2.1.2) from the tree of the first `old` leaves, at least 1, to `head`.
///
/// # Errors
/// [`TreeError`] if `old` is 0 or larger than the tree, or a tile is missing, short or altered.
pub fn prove_consistency(old: u64, head: &Head, tiles: &impl Tiles) -> Result<Vec<Hash>, TreeError> {
    outside(old == 0 || old > head.size, head.size, old)?;
    read(head, tiles, |reader| tlog_tiles::prove_tree(head.size, old, reader))
}

/// Whether `proof` shows that the tree `old`, which must not be empty, is the beginning of the tree `head`.
///
/// # Errors
/// [`TreeError::Outside`] or [`TreeError::Proof`].
pub fn check_consistency(proof: &[Hash], old: &Head, head: &Head) -> Result<(), TreeError> {
    limit(head.size)?;
    outside(old.size == 0 || old.size > head.size, head.size, old.size)?;
    not_too_long(proof)?;
    tlog_tiles::check_tree(&proof.to_vec(), head.size, head.root, old.size, old.root).map_err(|_| TreeError::Proof)
}

/// The leaf hashes `from` to `from + count` (exclusive) of the tree `head`, from its tiles.
///
/// # Errors
/// [`TreeError`] if any lies outside, or a tile is missing, short or altered.
pub fn leaves(from: u64, count: u32, head: &Head, tiles: &impl Tiles) -> Result<Vec<Hash>, TreeError> {
    let end = from.saturating_add(u64::from(count));
    within(end, head.size)?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let places: Vec<u64> = (from..end).map(|place| stored_hash_index(0, place)).collect();
    read(head, tiles, |reader| reader.read_hashes(&places))
}

/// Extends the tree `head` by `leaves`; `tile` reads the bytes that a tile has so far (`None` if there is none yet; more
/// than the tree needs is fine, its beginning counts). Returns the tiles to write, lowest level first, and the new head.
/// Only tiles at the right edge are read or written.
///
/// # Errors
/// [`TreeError::Altered`] if the tiles at the right edge do not hash to `head`: then nothing may be signed over them.
pub fn append(
    head: &Head,
    leaves: &[Hash],
    tile: impl Fn(u8, u64) -> Result<Option<Vec<u8>>, Fault>,
) -> Result<(Vec<ChangedTile>, Head), TreeError> {
    let size = head.size.saturating_add(u64::try_from(leaves.len()).unwrap_or(u64::MAX));
    limit(size)?;
    let mut edge = Edge { tile, changed: BTreeMap::new() };
    if right_edge(head.size, &edge)? != head.root {
        return Err(TreeError::Altered { size: head.size, root: head.root });
    }
    let (mut level, mut start, mut hashes) = (0u8, head.size, leaves.to_vec());
    while !hashes.is_empty() {
        hashes = edge.extend(level, start, &hashes)?;
        start /= u64::from(TILE_WIDTH);
        level += 1;
    }
    let root = right_edge(size, &edge)?;
    let changed = edge.changed.into_iter().map(|((level, index), bytes)| ChangedTile { level, index, bytes });
    Ok((changed.collect(), Head { size, root }))
}

/// The tiles at the right edge: those changed so far, and below them those that were there.
struct Edge<F> {
    tile: F,
    changed: BTreeMap<TilePlace, Vec<u8>>,
}

impl<F: Fn(u8, u64) -> Result<Option<Vec<u8>>, Fault>> Edge<F> {
    /// Puts `hashes` at `start` and after it; returns the hashes of the tiles that became full, for the level above.
    fn extend(&mut self, level: u8, start: u64, hashes: &[Hash]) -> Result<Vec<Hash>, TreeError> {
        let tile_width = u64::from(TILE_WIDTH);
        let (mut index, have) = (start / tile_width, u32::try_from(start % tile_width).unwrap_or(0));
        let mut bytes = if have == 0 { Vec::new() } else { checked(self, level, index, have)? };
        let mut full = Vec::new();
        for hash in hashes {
            bytes.extend_from_slice(&hash.0);
            if bytes.len() == HASH * TILE_WIDTH as usize {
                full.push(Tile::subtree_hash(&bytes));
                self.changed.insert((level, index), std::mem::take(&mut bytes));
                index += 1;
            }
        }
        if !bytes.is_empty() {
            self.changed.insert((level, index), bytes);
        }
        Ok(full)
    }
}

impl<F: Fn(u8, u64) -> Result<Option<Vec<u8>>, Fault>> Tiles for Edge<F> {
    fn tile(&self, level: u8, index: u64, _width: u32) -> Result<Vec<u8>, Fault> {
        match self.changed.get(&(level, index)) {
            Some(bytes) => Ok(bytes.clone()),
            None => (self.tile)(level, index)?.ok_or_else(|| "there is no such tile".into()),
        }
    }
}

/// The root that the tiles at the right edge give, whatever it is.
fn right_edge(size: u64, tiles: &impl Tiles) -> Result<Hash, TreeError> {
    if size == 0 {
        return Ok(EMPTY_HASH);
    }
    let reader = Reader::new(tiles, size);
    tlog_tiles::tree_hash(size, &reader).map_err(|error| reader.explain(&error))
}

fn limit(size: u64) -> Result<(), TreeError> {
    if size > LARGEST_TREE { Err(TreeError::TooLarge { size }) } else { Ok(()) }
}

/// No proof in a tree of 2^48 leaves has more hashes; longer ones need not be copied about.
fn not_too_long(proof: &[Hash]) -> Result<(), TreeError> {
    if proof.len() > 64 { Err(TreeError::Proof) } else { Ok(()) }
}

fn outside(is_outside: bool, size: u64, found: u64) -> Result<(), TreeError> {
    if is_outside { Err(TreeError::Outside { size, found }) } else { Ok(()) }
}

fn within(found: u64, size: u64) -> Result<(), TreeError> {
    outside(found > size, size, found)
}

fn check_empty(head: &Head) -> Result<(), TreeError> {
    if head.size == 0 && head.root != EMPTY_HASH {
        return Err(TreeError::Altered { size: 0, root: head.root });
    }
    Ok(())
}
