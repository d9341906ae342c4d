//! A log in memory, built with the crate's own functions and read back through its own paths.

use std::collections::BTreeMap;

use comity_kernel::Millis;
use comity_ledger::checkpoint::{Checkpoint, LogKey, Origin};
use comity_ledger::commitment::{Commitment, Salt};
use comity_ledger::entry::{Entry, Header, PrivatePart, body_with_private};
use comity_ledger::paths::{Kind, Piece, bundle};
use comity_ledger::promise::Promise;
use comity_ledger::proof::{Place, ProofFile, ProvenEntry};
use comity_ledger::tree::{Fault, Head, Tiles, append, leaf, prove_inclusion};
use serde_json::json;

pub const NAME: &str = "log.example/town";
/// When promises are made, and the moment by which they are due.
pub const TIME: Millis = Millis(1_700_000_000_000);
pub const BY: Millis = Millis(1_700_000_060_000);

pub fn key() -> LogKey {
    LogKey::from_seed(NAME, &[9; 32]).unwrap()
}

/// The tiles as storage would keep them.
#[derive(Clone, Default)]
pub struct Store(pub BTreeMap<(u8, u64), Vec<u8>>);

impl Tiles for Store {
    fn tile(&self, level: u8, index: u64, _width: u32) -> Result<Vec<u8>, Fault> {
        self.0.get(&(level, index)).cloned().ok_or_else(|| "missing".into())
    }
}

#[derive(Clone)]
pub struct Log {
    pub store: Store,
    pub head: Head,
    pub commitments: Vec<Commitment>,
    pub epoch: u32,
}

impl Log {
    /// A log of `size` entries that nobody knows the content of.
    pub fn of(size: u32) -> Self {
        let mut log = Self { store: Store::default(), head: Head::EMPTY, commitments: Vec::new(), epoch: 1 };
        log.add(&(0..size).map(other).collect::<Vec<_>>());
        log
    }

    pub fn add(&mut self, commitments: &[Commitment]) {
        let leaves: Vec<_> = commitments.iter().map(leaf).collect();
        let read = |level, index| Ok(self.store.0.get(&(level, index)).cloned());
        let (changed, head) = append(&self.head, &leaves, read).unwrap();
        self.store.0.extend(changed.into_iter().map(|tile| ((tile.level, tile.index), tile.bytes)));
        self.head = head;
        self.commitments.extend(commitments);
    }

    pub fn note(&self) -> String {
        let origin = Origin::new(NAME, self.epoch).unwrap();
        Checkpoint { origin, head: self.head }.sign(&key()).unwrap()
    }

    /// All that a site would serve for this log, by path.
    pub fn site(&self) -> BTreeMap<String, Vec<u8>> {
        let mut site = BTreeMap::new();
        site.insert("/ledger/key".to_owned(), format!("{}\n", key().vkey()).into_bytes());
        site.insert("/ledger/checkpoint".to_owned(), self.note().into_bytes());
        let mut put = |piece: Piece, bytes| site.insert(format!("/ledger/{}", piece.path()), bytes);
        for ((level, index), bytes) in &self.store.0 {
            put(Piece::within(Kind::Level(*level), *index, self.head.size).unwrap(), bytes.clone());
        }
        for (index, entries) in (0..).zip(self.commitments.chunks(256)) {
            put(Piece::within(Kind::Entries, index, self.head.size).unwrap(), bundle(entries));
        }
        site
    }

    /// The file for `entries`, which are in the log.
    pub fn prove(&self, entries: &[(Entry, Vec<PrivatePart>)]) -> ProofFile {
        let entries = entries.iter().map(|(entry, private)| {
            let place = self.commitments.iter().position(|commitment| *commitment == entry.commitment);
            let place = place.map(|index| Place {
                index: index as u64,
                inclusion: prove_inclusion(index as u64, &self.head, &self.store).unwrap(),
            });
            let promise = Some(Promise::sign(entry.commitment, TIME, BY, &key()).unwrap());
            let Entry { header, body, salt, commitment: _ } = entry.clone();
            ProvenEntry { header, body, salt, place, promise, private: private.clone() }
        });
        ProofFile { key: key().vkey().clone(), checkpoint: self.note(), entries: entries.collect() }
    }
}

/// Somebody else's entry.
pub fn other(number: u32) -> Commitment {
    Commitment::of_private(&Salt([0xee; 32]), &number.to_be_bytes())
}

/// Two entries of one concern, the first with words and a picture.
pub fn entries() -> Vec<(Entry, Vec<PrivatePart>)> {
    let part = |name: &str, bytes: &[u8]| PrivatePart { name: name.into(), salt: Salt([7; 32]), bytes: bytes.into() };
    let private =
        vec![part("words", "The lamp is broken: مصباح\u{1}\"".as_bytes()), part("picture", &[0xff, 0xd8, 0xff])];
    let entry = |version: i64, kind: &str, private: &[PrivatePart]| {
        let header = Header {
            id: format!("01890000-0000-7000-8000-00000000000{version}"),
            stream: "concern/1".into(),
            version,
            kind: kind.into(),
            time: TIME,
            actor: "a7".into(),
        };
        let body = json!({"visible": true, "area": "ward-7", "list": [1, -2, null], "b": {"z": "", "a": "é"}});
        Entry::new(header, body_with_private(body, private).unwrap(), Salt([version as u8; 32])).unwrap()
    };
    vec![(entry(1, "raised", &private), private), (entry(2, "answered", &[]), Vec::new())]
}

/// A log of `before` entries, then the concern's two, then `after` more.
pub fn with_concern(before: u32, after: u32) -> Log {
    let mut log = Log::of(before);
    log.add(&entries().iter().map(|(entry, _)| entry.commitment).collect::<Vec<_>>());
    log.add(&(0..after).map(|number| other(1_000_000 + number)).collect::<Vec<_>>());
    log
}
