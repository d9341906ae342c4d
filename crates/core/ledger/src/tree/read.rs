//! Reading hashes from tiles, and checking the tiles up to the root.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use tlog_tiles::{HashReader, Tile, stored_hash_index};

use super::{HASH, HEIGHT, Hash, Head, TILE_WIDTH, Tiles, TreeError, limit, outside};

/// Runs `job` on hashes authenticated against `head`.
pub(super) fn read<T: Tiles, R>(
    head: &Head,
    tiles: &T,
    job: impl FnOnce(&Authentic<'_, '_, T>) -> Result<R, tlog_tiles::Error>,
) -> Result<R, TreeError> {
    limit(head.size)?;
    outside(head.size == 0, 0, 0)?;
    let reader = Reader::new(tiles, head.size);
    if tlog_tiles::tree_hash(head.size, &reader).map_err(|error| reader.explain(&error))? != head.root {
        return Err(TreeError::Altered { size: head.size, root: head.root });
    }
    let authentic = Authentic { edge: reader.seen.take(), full: RefCell::default(), reader: &reader };
    job(&authentic).map_err(|error| match error {
        tlog_tiles::Error::InconsistentTile => TreeError::Altered { size: head.size, root: head.root },
        other => reader.explain(&other),
    })
}

/// A tile's level and index.
pub(super) type TilePlace = (u8, u64);

/// Hashes straight from tiles, each tile exactly as wide as it is in a tree of `size`. Keeps what it has read, and what
/// went wrong.
pub(super) struct Reader<'a, T> {
    tiles: &'a T,
    size: u64,
    seen: RefCell<BTreeMap<TilePlace, Vec<u8>>>,
    fault: RefCell<Option<TreeError>>,
}

impl<'a, T: Tiles> Reader<'a, T> {
    pub(super) fn new(tiles: &'a T, size: u64) -> Self {
        Self { tiles, size, seen: RefCell::default(), fault: RefCell::default() }
    }

    pub(super) fn explain(&self, error: &tlog_tiles::Error) -> TreeError {
        self.fault.take().unwrap_or_else(|| TreeError::Arithmetic(error.to_string()))
    }

    fn fetch(&self, tile: &Tile) -> Result<Vec<u8>, tlog_tiles::Error> {
        checked(self.tiles, tile.level(), tile.level_index(), tile.width()).map_err(|fault| {
            self.fault.replace(Some(fault));
            tlog_tiles::Error::InvalidTile
        })
    }

    /// The tile that holds the hash with this index of storage.
    fn holder(&self, index: u64) -> Result<Tile, tlog_tiles::Error> {
        Tile::from_index(HEIGHT, index).parent(0, self.size).ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

impl<T: Tiles> HashReader for Reader<'_, T> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let one = |index: &u64| {
            let tile = self.holder(*index)?;
            let mut seen = self.seen.borrow_mut();
            match seen.entry((tile.level(), tile.level_index())) {
                Entry::Occupied(known) => tile.hash_at_index(known.get(), *index),
                Entry::Vacant(place) => tile.hash_at_index(place.insert(self.fetch(&tile)?), *index),
            }
        };
        indexes.iter().map(one).collect()
    }
}

/// Hashes from tiles that were checked up to the root.
///
/// The root is computed from the partial tiles at the right edge, from every hash in them, so these are checked once it is
/// the expected one. A full tile is checked against its hash in the tile above, and that one likewise. (`TileHashReader`
/// of `tlog_tiles` 0.2.0 means to do the same, but leaves out full tiles if the root's hashes lie in few tiles.)
pub(super) struct Authentic<'a, 'b, T> {
    reader: &'a Reader<'b, T>,
    edge: BTreeMap<TilePlace, Vec<u8>>,
    full: RefCell<BTreeMap<TilePlace, Vec<u8>>>,
}

impl<T: Tiles> Authentic<'_, '_, T> {
    fn tile(&self, tile: &Tile) -> Result<Vec<u8>, tlog_tiles::Error> {
        let place = (tile.level(), tile.level_index());
        if let Some(known) = self.edge.get(&place).or(self.full.borrow().get(&place)) {
            return Ok(known.clone());
        }
        // Every partial tile is at the right edge; a full one has a hash in the tile above.
        let above =
            Some(tile).filter(|tile| tile.width() == TILE_WIDTH).and_then(|tile| tile.parent(1, self.reader.size));
        let above = above.ok_or(tlog_tiles::Error::IndexesNotInTree)?;
        let index = stored_hash_index(above.level() * HEIGHT, tile.level_index());
        let expected = above.hash_at_index(&self.tile(&above)?, index)?;
        let bytes = self.reader.fetch(tile)?;
        if Tile::subtree_hash(&bytes) != expected {
            return Err(tlog_tiles::Error::InconsistentTile);
        }
        self.full.borrow_mut().insert(place, bytes.clone());
        Ok(bytes)
    }
}

impl<T: Tiles> HashReader for Authentic<'_, '_, T> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let one = |index: &u64| {
            let tile = self.reader.holder(*index)?;
            tile.hash_at_index(&self.tile(&tile)?, *index)
        };
        indexes.iter().map(one).collect()
    }
}

/// The first `width` hashes of a tile.
pub(super) fn checked(tiles: &impl Tiles, level: u8, index: u64, width: u32) -> Result<Vec<u8>, TreeError> {
    let mut bytes = tiles.tile(level, index, width).map_err(|fault| TreeError::Read { level, index, fault })?;
    let expected = HASH * width as usize;
    if bytes.len() < expected {
        return Err(TreeError::Short { level, index, expected: width, found: bytes.len() });
    }
    bytes.truncate(expected);
    Ok(bytes)
}
