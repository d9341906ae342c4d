use comity_ledger::paths::{Kind, Piece};
use comity_ledger::tree::{
    EMPTY_HASH, Hash, Head, TreeError, append, check_consistency, check_inclusion, leaf, leaves, prove_consistency,
    prove_inclusion, root,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::log::{Log, Store, other};

/// The Merkle tree hash, word for word as RFC 6962 section 2.1 defines it.
fn naive(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash(Sha256::digest([]).into()),
        [one] => *one,
        many => {
            let half = many.len().next_power_of_two() / 2;
            let (left, right) = (naive(&many[..half]), naive(&many[half..]));
            Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
        }
    }
}

fn hashes(log: &Log) -> Vec<Hash> {
    let one = |commitment: &[u8; 32]| Hash(Sha256::new().chain_update([0]).chain_update(commitment).finalize().into());
    log.commitments.iter().map(|commitment| one(&commitment.0)).collect()
}

/// Checks a log against the definition: every tile, the root, and proofs at a few places.
fn check(log: &Log) {
    let hashes = hashes(log);
    let size = hashes.len() as u64;
    assert_eq!(log.head, Head { size, root: naive(&hashes) });
    let mut level_hashes = hashes.clone();
    let mut tiles = 0;
    for level in 0u8.. {
        for (index, tile) in level_hashes.chunks(256).enumerate() {
            let bytes: Vec<u8> = tile.iter().flat_map(|hash| hash.0).collect();
            assert_eq!(log.store.0.get(&(level, index as u64)), Some(&bytes), "tile {index} of level {level}");
            assert_eq!(Piece::within(Kind::Level(level), index as u64, size).unwrap().width as usize, tile.len());
            tiles += 1;
        }
        level_hashes = level_hashes.chunks_exact(256).map(naive).collect();
        if level_hashes.is_empty() {
            break;
        }
    }
    assert_eq!(log.store.0.len(), tiles);
    for part in
        [1, 2, size / 3, size / 2, size.saturating_sub(1), size].into_iter().filter(|part| (1..=size).contains(part))
    {
        let old = Head { size: part, root: naive(&hashes[..part as usize]) };
        assert_eq!(root(part, &log.head, &log.store).unwrap(), old.root);
        let consistency = prove_consistency(part, &log.head, &log.store).unwrap();
        check_consistency(&consistency, &old, &log.head).unwrap();
        let index = part - 1;
        let inclusion = prove_inclusion(index, &log.head, &log.store).unwrap();
        check_inclusion(&inclusion, &log.head, index, hashes[index as usize]).unwrap();
        assert!(check_inclusion(&inclusion, &log.head, index, other(9_999_999).0.into_hash()).is_err());
    }
}

trait IntoHash {
    fn into_hash(self) -> Hash;
}

impl IntoHash for [u8; 32] {
    fn into_hash(self) -> Hash {
        Hash(self)
    }
}

#[test]
fn small_trees_are_those_of_the_definition_whatever_the_steps() {
    for size in 0..=20 {
        check(&Log::of(size));
        let mut log = Log::of(0);
        (0..size).for_each(|number| log.add(&[other(number)]));
        check(&log);
    }
}

#[test]
fn trees_around_the_edges_of_tiles() {
    for size in [255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000] {
        let mut log = Log::of(size);
        check(&log);
        log.add(&[other(size)]);
        check(&log);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_steps_give_the_tree_of_the_definition(steps in prop::collection::vec(0u32..700, 0..8)) {
        let mut log = Log::of(0);
        for step in steps {
            let from = log.commitments.len() as u32;
            log.add(&(from..from + step).map(other).collect::<Vec<_>>());
        }
        check(&log);
    }
}

#[test]
fn one_flipped_bit_in_any_tile_stops_everything_that_reads_it() {
    // Sizes with few and with many tiles at the right edge, full ones and none that is full.
    for size in [1, 200, 256, 257, 512, 600, 768, 1_023, 65_536, 66_000] {
        let good = Log::of(size);
        let edge = |level: u8| u64::from(size) >> (8 * (u32::from(level) + 1));
        for &(level, index) in good.store.0.keys() {
            if level == 0 && index > 2 && index + 2 < edge(0) {
                continue;
            }
            let mut log = good.clone();
            let bytes = log.store.0.get_mut(&(level, index)).unwrap();
            let place = (size as usize * 31) % bytes.len();
            bytes[place] ^= 1;
            // The first leaf below the tile.
            let leaf_below = (0..=level).fold(index, |place, _| place * 256);
            assert!(leaves(leaf_below, 1, &good.head, &good.store).is_ok());
            let found = leaves(leaf_below, 1, &log.head, &log.store);
            assert!(matches!(found, Err(TreeError::Altered { .. })), "{size}: tile {index} of level {level}");
            assert!(
                prove_inclusion(leaf_below, &log.head, &log.store).is_err(),
                "{size}: tile {index} of level {level}"
            );
            // Partial tiles are the right edge: nothing can be appended over an altered one.
            let read = |level, index| Ok(log.store.0.get(&(level, index)).cloned());
            let appended = append(&log.head, &[leaf(&other(1))], read);
            assert_eq!(appended.is_err(), index == edge(level), "{size}: tile {index} of level {level}");
        }
    }
}

#[test]
fn append_reads_and_writes_only_the_right_edge() {
    let log = Log::of(66_000);
    let touched = std::cell::RefCell::new(Vec::new());
    let read = |level, index| {
        touched.borrow_mut().push((level, index));
        Ok(log.store.0.get(&(level, index)).cloned())
    };
    let (changed, head) = append(&log.head, &[leaf(&other(1))], read).unwrap();
    assert_eq!(head.size, 66_001);
    assert_eq!(changed.iter().map(|tile| (tile.level, tile.index, tile.width())).collect::<Vec<_>>(), [(0, 257, 209)]);
    let mut touched = touched.into_inner();
    touched.sort_unstable();
    touched.dedup();
    assert_eq!(touched, [(0, 257), (1, 1), (2, 0)]);
    assert_eq!(
        append(&log.head, &[], |level, index| Ok(log.store.0.get(&(level, index)).cloned())).unwrap(),
        (vec![], log.head)
    );
}

#[test]
fn a_tile_may_be_served_as_the_beginning_of_a_wider_one() {
    let (old, new) = (Log::of(300), Log::of(900));
    let proof = prove_inclusion(299, &old.head, &new.store).unwrap();
    check_inclusion(&proof, &old.head, 299, leaf(&other(299))).unwrap();
    let read = |level, index| Ok(new.store.0.get(&(level, index)).cloned());
    let (_, head) = append(&old.head, &[leaf(&other(300))], read).unwrap();
    assert_eq!(head, Log::of(301).head);
}

#[test]
fn what_lies_outside_or_is_missing_is_an_error_and_no_panic() {
    let (log, none) = (Log::of(300), Store::default());
    let huge = Head { size: u64::MAX, root: EMPTY_HASH };
    let any = leaf(&other(1));
    assert!(matches!(prove_inclusion(300, &log.head, &log.store), Err(TreeError::Outside { .. })));
    assert!(matches!(prove_inclusion(0, &Head::EMPTY, &none), Err(TreeError::Outside { .. })));
    assert!(matches!(prove_consistency(0, &log.head, &log.store), Err(TreeError::Outside { .. })));
    assert!(matches!(prove_consistency(301, &log.head, &log.store), Err(TreeError::Outside { .. })));
    assert!(matches!(prove_inclusion(1, &huge, &none), Err(TreeError::TooLarge { .. })));
    assert!(matches!(root(1, &huge, &none), Err(TreeError::TooLarge { .. })));
    assert!(matches!(leaves(u64::MAX, 5, &huge, &none), Err(TreeError::TooLarge { .. })));
    assert!(matches!(leaves(299, 2, &log.head, &log.store), Err(TreeError::Outside { .. })));
    assert!(matches!(check_inclusion(&[], &huge, 1, any), Err(TreeError::TooLarge { .. })));
    assert!(matches!(check_consistency(&[], &huge, &huge), Err(TreeError::TooLarge { .. })));
    assert!(matches!(check_inclusion(&vec![any; 100_000], &log.head, 1, any), Err(TreeError::Proof)));
    assert!(matches!(append(&huge, &[any], |_, _| Ok(None)), Err(TreeError::TooLarge { .. })));
    assert!(matches!(append(&log.head, &[any], |_, _| Ok(None)), Err(TreeError::Read { .. })));
    assert!(matches!(append(&log.head, &[any], |_, _| Ok(Some(vec![0; 31]))), Err(TreeError::Short { .. })));
    assert!(matches!(prove_inclusion(1, &log.head, &none), Err(TreeError::Read { .. })));
    assert_eq!(root(0, &Head::EMPTY, &none).unwrap(), EMPTY_HASH);
    assert!(root(0, &Head { size: 0, root: any }, &none).is_err());
    let wrong = Head { root: any, ..log.head };
    assert!(matches!(prove_consistency(300, &wrong, &log.store), Err(TreeError::Altered { .. })));
}
