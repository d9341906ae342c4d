//! What a served log is made of, and under which path each part lies (C2SP tlog-tiles).
//!
//! Paths are relative to the log's address and begin with `tile/`: `tile/<level>/<index>` for hashes and
//! `tile/entries/<index>` for entry bundles, with the index in groups of three digits (`x001/x234/067`) and `.p/<width>`
//! after it for a tile or bundle that is not full. One thing has one path: other spellings are refused.

use crate::commitment::Commitment;
use crate::tree::{TILE_WIDTH, width};

/// What lies under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Hashes of a level, 0 (the leaves) to 63.
    Level(u8),
    /// The log's entries themselves.
    Entries,
}

/// A tile or an entry bundle: what it holds, its place, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece {
    /// Hashes or entries.
    pub kind: Kind,
    /// Place within the level or among the bundles; at most 2^56.
    pub index: u64,
    /// Hashes or entries in it, 1 to 256; 256 is full.
    pub width: u32,
}

const LARGEST_INDEX: u64 = 1 << 56;

impl Piece {
    /// The tile or bundle as it stands in a tree of `size` leaves; `None` if that tree does not reach it.
    pub fn within(kind: Kind, index: u64, size: u64) -> Option<Self> {
        let level = if let Kind::Level(level) = kind { level } else { 0 };
        Some(width(level, index, size)).filter(|width| *width > 0).map(|width| Self { kind, index, width })
    }

    /// The same place, full.
    pub fn full(self) -> Self {
        Self { width: TILE_WIDTH, ..self }
    }

    /// The path, such as `tile/0/x001/234.p/7`, without a slash before it.
    pub fn path(&self) -> String {
        let mut rest = self.index;
        let mut digits = format!("{:03}", rest % 1000);
        while rest >= 1000 {
            rest /= 1000;
            digits = format!("x{:03}/{digits}", rest % 1000);
        }
        let kind = match self.kind {
            Kind::Level(level) => level.to_string(),
            Kind::Entries => "entries".to_owned(),
        };
        let partial = if self.width == TILE_WIDTH { String::new() } else { format!(".p/{}", self.width) };
        format!("tile/{kind}/{digits}{partial}")
    }

    /// Reads exactly what [`Piece::path`] writes; anything else is `None`.
    pub fn parse(path: &str) -> Option<Self> {
        // The longest path there is has fewer characters.
        if path.len() > 64 {
            return None;
        }
        let (kind, place) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Level(level.parse().ok().filter(|level| *level < 64)?),
        };
        let (digits, width) = match place.split_once(".p/") {
            Some((digits, width)) => (digits, width.parse().ok().filter(|width| (1..TILE_WIDTH).contains(width))?),
            None => (place, TILE_WIDTH),
        };
        let mut index = 0u64;
        for group in digits.split('/') {
            let value: u64 = group.trim_start_matches('x').parse().ok().filter(|value| *value < 1000)?;
            index = index.checked_mul(1000)?.checked_add(value)?;
        }
        let piece = Self { kind, index, width };
        // Written back, it must be the same: that settles leading zeros, signs and stray letters.
        (index <= LARGEST_INDEX && piece.path() == path).then_some(piece)
    }
}

/// An entry bundle's bytes are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry bundle should hold 1 to 256 entries of 32 bytes, each after its length; byte {at} does not fit")]
pub struct BundleError {
    at: usize,
}

const PREFIX: [u8; 2] = [0, 32];
const ENTRY: usize = 34;

/// The bytes of an entry bundle: each commitment after its length, 32, in two bytes.
pub fn bundle(commitments: &[Commitment]) -> Vec<u8> {
    commitments.iter().flat_map(|commitment| PREFIX.into_iter().chain(commitment.0)).collect()
}

/// Reads the bytes of an entry bundle.
///
/// # Errors
/// [`BundleError`] unless it holds 1 to 256 whole commitments and nothing else.
pub fn read_bundle(bytes: &[u8]) -> Result<Vec<Commitment>, BundleError> {
    let mut commitments = Vec::new();
    for (place, entry) in bytes.chunks(ENTRY).enumerate() {
        let wrong = BundleError { at: place * ENTRY };
        let content = entry.strip_prefix(&PREFIX).ok_or(wrong)?;
        commitments.push(Commitment(content.try_into().map_err(|_| wrong)?));
    }
    if commitments.is_empty() || commitments.len() > TILE_WIDTH as usize {
        return Err(BundleError { at: bytes.len() });
    }
    Ok(commitments)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        let piece = |kind, index, width| Piece { kind, index, width };
        for (piece, path) in [
            (piece(Kind::Level(0), 0, 256), "tile/0/000"),
            (piece(Kind::Level(4), 1_234_067, 1), "tile/4/x001/x234/067.p/1"),
            (piece(Kind::Level(63), 999, 255), "tile/63/999.p/255"),
            (piece(Kind::Entries, 1000, 256), "tile/entries/x001/000"),
            (piece(Kind::Entries, 5, 7), "tile/entries/005.p/7"),
        ] {
            assert_eq!(piece.path(), path);
            assert_eq!(Piece::parse(path), Some(piece), "{path}");
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for wrong in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/+1/000",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/+1",
            "tile/0/000.p",
            "tile/0/x000/001",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/0/xx001/000",
            "tile/data/000",
            "tile/entries/000.p/1.p/1",
            "tile/0/../000",
            "tile/8/0/000",
            "tile/0/٠٠٠",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "tile/0/x072/x057/x594/x037/x927/937",
        ] {
            assert_eq!(Piece::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Piece::parse(&"tile/".repeat(1_000)), None);
    }

    #[test]
    fn a_tree_reaches_exactly_its_tiles() {
        assert_eq!(Piece::within(Kind::Level(0), 1, 300), Some(Piece { kind: Kind::Level(0), index: 1, width: 44 }));
        assert_eq!(Piece::within(Kind::Level(0), 2, 300), None);
        assert_eq!(Piece::within(Kind::Level(1), 0, 300), Some(Piece { kind: Kind::Level(1), index: 0, width: 1 }));
        assert_eq!(Piece::within(Kind::Level(1), 0, 255), None);
        assert_eq!(Piece::within(Kind::Level(63), 0, u64::MAX), None);
        assert_eq!(Piece::within(Kind::Entries, u64::MAX, u64::MAX), None);
    }

    #[test]
    fn a_bundle_is_read_whole_or_not_at_all() {
        let commitments: Vec<Commitment> = (0..=255).map(|byte| Commitment([byte; 32])).collect();
        let bytes = bundle(&commitments);
        assert_eq!(bytes.len(), 256 * 34);
        assert_eq!(read_bundle(&bytes).unwrap(), commitments);
        for wrong in [&[][..], &[0], &[0, 31], &bytes[..33], &bytes[..35], &[&bytes[..], &bytes[..34]].concat()] {
            assert!(read_bundle(wrong).is_err());
        }
        let mut long = bytes[..68].to_vec();
        long[35] = 31;
        assert_eq!(read_bundle(&long), Err(BundleError { at: 34 }));
    }

    proptest! {
        #[test]
        fn any_piece_comes_back(level in 0u8..64, index in 0..=LARGEST_INDEX, width in 1u32..=256, hashes: bool) {
            let piece = Piece { kind: if hashes { Kind::Level(level) } else { Kind::Entries }, index, width };
            prop_assert_eq!(Piece::parse(&piece.path()), Some(piece));
        }

        #[test]
        fn whatever_is_accepted_is_written_the_same(path in "tile/(entries|[0-9]{1,2})/(x?[0-9]{1,3}/?){1,4}(\\.p/[0-9]{1,3})?") {
            if let Some(piece) = Piece::parse(&path) {
                prop_assert_eq!(piece.path(), path);
            }
        }
    }
}
