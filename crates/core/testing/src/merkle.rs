//! The Merkle tree by its definition (RFC 6962, section 2.1), slow and plain, to hold the tiled one to.

use sha2::{Digest as _, Sha256};

pub type Hash = [u8; 32];

/// The hash of a leaf: SHA-256 over a zero byte and the entry.
pub fn leaf(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// The hash of an inner node: SHA-256 over a one byte and both children.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        more => {
            // The largest power of two smaller than their number.
            let left = more.len().next_power_of_two() / 2;
            node(&root(&more[..left]), &root(&more[left..]))
        }
    }
}
