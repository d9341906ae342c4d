//! Holds a whole ledger to what it must be. The definitions are written out here anew, so that a fault in the ledger's own
//! code does not hide itself.

use std::collections::{BTreeMap, BTreeSet};

use comity_ledger::checkpoint::{Checkpoint, Vkey};
use comity_ledger::commitment::{Commitment, Salt};
use comity_ledger::entry::{Entry, Header, PrivatePart};
use comity_ledger::{Ledger, Order, Refusal};
use comity_store::{Kind, Location, Read};

use crate::{Engine, apart, merkle, schema};

/// [`verify_log`], [`verify_replay`], [`Ledger::audit`], and that every table is declared. What every test of the whole program ends with; may
/// be called from asynchronous tests.
///
/// # Panics
/// If anything does not hold.
pub fn verify(ledger: &Ledger) {
    verify_log(ledger);
    verify_replay(ledger);
    let audit = apart(|| ledger.audit()).expect("the ledger can be audited");
    assert!(audit.problems.is_empty(), "the audit found: {}", audit.problems.join("; "));
    let engine = match ledger.store().location() {
        Location::Folder(_) => Engine::Sqlite,
        Location::Postgres(_) => Engine::Postgres,
        Location::Memory => return,
    };
    let kinds = [Kind::Ledger, Kind::Projection, Kind::State, Kind::Cache];
    let declared: BTreeSet<String> =
        kinds.into_iter().flat_map(|kind| ledger.tables(kind)).map(|table| table.name.to_owned()).collect();
    let there: BTreeSet<String> = schema(ledger.store(), engine).into_keys().collect();
    assert_eq!(there, declared, "the tables that are there (left) are not those that are declared (right)");
}

/// Replay gives the stored tables, stream after stream and in three random orders.
///
/// # Panics
/// If a table differs.
pub fn verify_replay(ledger: &Ledger) {
    apart(|| {
        for order in [Order::ByStream, Order::Shuffled([1; 32]), Order::Shuffled([2; 32]), Order::Shuffled([3; 32])] {
            let replayed = ledger.replay_check(order.clone()).expect("the entries can be replayed");
            assert_eq!(replayed.differences, [], "replay ({order:?}) gives other tables than are stored");
        }
    });
}

/// Every commitment, tile and checkpoint follows from the entries and cover leaves; every entry has one place or waits for
/// one; every private part belongs to an entry and is the one that was committed to.
///
/// # Panics
/// If anything does not hold.
pub fn verify_log(ledger: &Ledger) {
    let stored = apart(|| ledger.store().read_now(Stored::read)).expect("the ledger can be read");
    let commitments = stored.commitments();
    let leaves: Vec<merkle::Hash> = commitments.iter().map(|commitment| merkle::leaf(&commitment.0)).collect();
    check_entries(&stored, &commitments);
    check_tiles(&stored, &leaves);
    check_heads(ledger, &stored, &leaves);
}

struct Stored {
    head: comity_ledger::LogHead,
    entries: Vec<(Entry, Option<u64>)>,
    parts: Vec<(String, PrivatePart)>,
    tiles: BTreeMap<(i64, i64), Vec<u8>>,
}

impl Stored {
    fn read(tx: &mut Read<'_>) -> Result<Self, Refusal> {
        let head = comity_ledger::head(tx)?;
        let mut entries = Vec::new();
        let sql = "SELECT id, stream, version, kind, time, actor, body, salt, commitment, place FROM entries";
        for row in tx.query(sql, &[])? {
            let (id, stream, version, kind) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let header = Header { id, stream, version, kind, time: row.get(4)?, actor: row.get(5)? };
            let body = serde_json::from_str(&row.get::<String>(6)?).expect("a body is JSON");
            let (salt, commitment) = (Salt(row.get(7)?), Commitment(row.get(8)?));
            let place = row.get::<Option<i64>>(9)?.map(|place| u64::try_from(place).expect("a place from 0"));
            entries.push((Entry { header, body, salt, commitment }, place));
        }
        let mut parts = Vec::new();
        for row in tx.query("SELECT entry, name, salt, bytes FROM private_parts", &[])? {
            parts.push((row.get(0)?, PrivatePart { name: row.get(1)?, salt: Salt(row.get(2)?), bytes: row.get(3)? }));
        }
        let mut tiles = BTreeMap::new();
        for row in tx.query("SELECT level, number, hashes FROM log_tiles", &[])? {
            tiles.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
        Ok(Self { head, entries, parts, tiles })
    }

    /// The log's entries, from the bundles.
    fn commitments(&self) -> Vec<Commitment> {
        let bundles = self.tiles.iter().filter(|((level, _), _)| *level == -1);
        let bytes: Vec<u8> = bundles.flat_map(|(_, hashes)| hashes.iter().copied()).collect();
        assert_eq!(bytes.len() as u64, self.head.tree.size * 32, "the bundles hold the log's entries and no more");
        bytes.chunks(32).map(|chunk| Commitment(chunk.try_into().expect("32 bytes"))).collect()
    }
}

fn check_entries(stored: &Stored, commitments: &[Commitment]) {
    let mut versions: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for (entry, place) in &stored.entries {
        entry.check().expect("every entry is what was committed to");
        versions.entry(&entry.header.stream).or_default().insert(entry.header.version);
        if let Some(place) = *place {
            assert!(places.insert(place), "two entries have the place {place}");
            let found = commitments.get(usize::try_from(place).expect("a place fits")).copied();
            assert_eq!(found, Some(entry.commitment), "the log holds {} at its place {place}", entry.header.id);
        }
    }
    for (stream, versions) in versions {
        let last = i64::try_from(versions.len()).expect("a number of versions fits");
        assert_eq!(versions, (1..=last).collect(), "the versions of {stream}");
    }
    let distinct: BTreeSet<&Commitment> = commitments.iter().collect();
    assert_eq!(distinct.len(), commitments.len(), "a leaf stands twice in the log");
    let by_id: BTreeMap<&str, &Entry> =
        stored.entries.iter().map(|(entry, _)| (entry.header.id.as_str(), entry)).collect();
    for (id, part) in &stored.parts {
        let entry = by_id.get(id.as_str()).unwrap_or_else(|| panic!("the private part {part:?} has no entry ({id})"));
        entry.check_private(part).expect("every private part is what was committed to");
    }
}

/// Tile `n` of level `l` holds the roots of 256 neighbouring tiles of the level below.
fn check_tiles(stored: &Stored, leaves: &[merkle::Hash]) {
    let mut expected: BTreeMap<(i64, i64), Vec<u8>> = BTreeMap::new();
    let (mut level, mut hashes) = (0, leaves.to_vec());
    while !hashes.is_empty() {
        for (number, chunk) in (0..).zip(hashes.chunks(256)) {
            expected.insert((level, number), chunk.concat());
        }
        hashes = hashes.chunks_exact(256).map(merkle::root).collect();
        level += 1;
    }
    let found: BTreeMap<_, _> = stored.tiles.iter().filter(|((level, _), _)| *level >= 0).collect();
    assert_eq!(
        found.keys().copied().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>(),
        "the tiles that are there"
    );
    for (place, hashes) in &expected {
        assert!(found.get(place) == Some(&hashes), "tile {place:?} (level, number) is not what the leaves give");
    }
}

fn check_heads(ledger: &Ledger, stored: &Stored, leaves: &[merkle::Hash]) {
    let head = &stored.head;
    let key: Vkey = ledger.verifier_key().parse().expect("the log's key");
    assert_eq!(head.tree.root.0, merkle::root(leaves), "the root is that of the leaves");
    let signed = Checkpoint::verify(&head.checkpoint, &key).expect("the head's checkpoint is signed by the log");
    assert_eq!(signed.head, head.tree, "the head's checkpoint is that of the tree");
    let published = Checkpoint::verify(&head.published_checkpoint, &key).expect("a signed published checkpoint");
    assert_eq!(published.head.size, head.published_size, "the published checkpoint has the published size");
    let prefix = usize::try_from(head.published_size).ok().and_then(|size| leaves.get(..size));
    let root = merkle::root(prefix.expect("no more is published than there is"));
    assert_eq!(published.head.root.0, root, "the published checkpoint is that of the first leaves");
    let cover = ledger.settings().cover.max(1);
    assert_eq!(head.published_size % cover, 0, "the published size is a multiple of {cover}");
}
