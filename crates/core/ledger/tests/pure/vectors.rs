//! The published vectors for RFC 6962 proofs (../shared/standards/rfc6962 beside the repository).

use std::fs;
use std::path::{Path, PathBuf};

use comity_ledger::tree::{Hash, Head, check_consistency, check_inclusion, hash_from_base64};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Every vector below `folder`, with its path for messages.
fn vectors(folder: &str) -> Vec<(PathBuf, Value)> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for item in fs::read_dir(folder).unwrap_or_else(|error| panic!("no vectors at {}: {error}", folder.display())) {
            let path = item.unwrap().path();
            if path.is_dir() { collect(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/standards/rfc6962/testdata").join(folder);
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    let read = |path: PathBuf| (path.clone(), serde_json::from_slice(&fs::read(&path).unwrap()).unwrap());
    paths.into_iter().map(read).collect()
}

fn number(vector: &Value, name: &str) -> u64 {
    vector[name].as_u64().unwrap_or_else(|| panic!("{name} is missing in {vector}"))
}

/// A hash, or `None` if the vector has something else there, which must count as a failure.
fn hash(vector: &Value) -> Option<Hash> {
    hash_from_base64(vector.as_str()?).ok()
}

fn proof(vector: &Value) -> Option<Vec<Hash>> {
    match &vector["proof"] {
        Value::Null => Some(Vec::new()),
        hashes => hashes.as_array()?.iter().map(hash).collect(),
    }
}

fn included(vector: &Value, size: u64, index: u64) -> Option<()> {
    let head = Head { size, root: hash(&vector["root"])? };
    check_inclusion(&proof(vector)?, &head, index, hash(&vector["leafHash"])?).ok()
}

/// Some vectors have other bytes in place of roots, and ask only whether the two are the same: their hashes stand for them.
fn some_root(vector: &Value) -> Option<Hash> {
    let bytes = data_encoding::BASE64.decode(vector.as_str()?.as_bytes()).ok()?;
    hash(vector).or_else(|| Some(Hash(Sha256::digest(bytes).into())))
}

fn consistent(vector: &Value, from: u64, to: u64) -> Option<()> {
    let old = Head { size: from, root: some_root(&vector["root1"])? };
    let new = Head { size: to, root: some_root(&vector["root2"])? };
    check_consistency(&proof(vector)?, &old, &new).ok()
}

fn expect(path: &Path, vector: &Value, result: Option<()>) {
    assert_eq!(result.is_none(), vector["wantErr"].as_bool().unwrap(), "{}: {}", path.display(), vector["desc"]);
}

#[test]
fn all_inclusion_vectors() {
    let vectors = vectors("inclusion");
    assert!(vectors.len() >= 98, "only {} vectors", vectors.len());
    for (path, vector) in &vectors {
        expect(path, vector, included(vector, number(vector, "treeSize"), number(vector, "leafIdx")));
    }
}

#[test]
fn all_consistency_vectors() {
    let vectors = vectors("consistency");
    assert!(vectors.len() >= 98, "only {} vectors", vectors.len());
    for (path, vector) in &vectors {
        expect(path, vector, consistent(vector, number(vector, "size1"), number(vector, "size2")));
    }
}

/// Subtrees are not of RFC 6962, and this log proves nothing about them. Where a subtree is a tree of its own, or the
/// beginning of one, its vectors must give the same result all the same.
#[test]
fn the_subtree_vectors_that_are_about_trees() {
    let mut checked = 0;
    for (path, vector) in &vectors("subtreeinclusion") {
        let (start, end, index) = (number(vector, "start"), number(vector, "end"), number(vector, "leafIdx"));
        let size = end.saturating_sub(start);
        let whole = size > 0 && start.is_multiple_of(size.checked_next_power_of_two().unwrap_or(u64::MAX));
        let result = (whole && index >= start).then(|| included(vector, size, index - start)).flatten();
        expect(path, vector, result);
        checked += 1;
    }
    for (path, vector) in &vectors("subtreeconsistency") {
        let (start, end, size) = (number(vector, "start"), number(vector, "end"), number(vector, "size"));
        if start == 0 && end > 0 {
            expect(path, vector, consistent(vector, end, size));
            checked += 1;
        }
    }
    assert!(checked >= 290, "only {checked} vectors");
}
