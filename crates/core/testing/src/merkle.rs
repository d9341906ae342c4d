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

/// The root over leaf hashes (RFC 6962, section 2.1).
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

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(hash: &Hash) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The roots that RFC 6962's own test data gives for its first leaves.
    #[test]
    fn the_roots_are_those_of_the_definition() {
        let leaves: Vec<Hash> = [&[][..], &[0], &[16], &[32, 33]].into_iter().map(leaf).collect();
        let expected = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        for (size, expected) in expected.into_iter().enumerate() {
            assert_eq!(hex(&root(&leaves[..size])), expected, "{size} leaves");
        }
    }
}
