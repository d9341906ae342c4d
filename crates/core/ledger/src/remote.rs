//! Verification against the log as it is served now, with no access to any database.
//!
//! A proof file shows that an entry was in the log when the file was made. Asking the served log shows that it still is,
//! and that the log is a continuation of the one that the file knew and not another. Everything fetched is checked: the
//! checkpoint by its signature, tiles by hashing them up to the checkpoint's root, an entry bundle by comparing the leaf of
//! each of its entries with the tile. A single changed byte in any of them is a failure, or the piece is not used at all.
//!
//! A restore from a backup opens a new epoch of the log, which may lack what came after the backup. That is allowed only if
//! it is said; so the report says it, and an entry that is lost with it is a failure and not a remark.

use std::cell::RefCell;
use std::collections::BTreeMap;

use comity_kernel::Millis;

use crate::checkpoint::{Checkpoint, CheckpointError, Vkey};
use crate::commitment::Commitment;
use crate::paths::{BundleError, Kind, Piece, read_bundle};
use crate::promise::Promise;
use crate::proof::check::{check_contents, waiting};
use crate::proof::{Check, Outcome, Place, ProofFile, Report};
use crate::tree::{Fault, TILE_WIDTH, Tiles, TreeError, leaf, leaves, root};

pub mod http;
mod promised;

pub use promised::{LONGEST_PROMISE, check_promise};

/// How many of the newest entries are looked through for one whose place the site does not tell, unless told otherwise: 182
/// days of an ordinary log, in 16,384 requests.
pub const SEARCHED: u64 = 8_192 * TILE_WIDTH as u64;

/// Why something could not be fetched from a log's site, or was not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum ServedError {
    /// There is no such thing.
    #[error("{0} is not served")]
    NotFound(String),
    /// It could not be fetched.
    #[error("{path} could not be fetched: {cause}")]
    Fetch { path: String, cause: Fault },
    /// Too much to be what was asked for.
    #[error("{path} is larger than {limit} bytes")]
    TooLarge { path: String, limit: u64 },
    /// The key or the checkpoint is not text.
    #[error("{0} is not text")]
    NotText(&'static str),
    /// The key served is not the one that the proof is checked with.
    #[error("the site serves the key {found:?}, expected {expected}")]
    OtherKey { expected: String, found: String },
    /// The checkpoint does not hold.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The tiles do not hold.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// An entry bundle cannot be read.
    #[error("{path}: {error}")]
    Bundle { path: String, error: BundleError },
    /// An entry bundle holds too few or too many entries.
    #[error("{path} should hold {expected} entries, found {found}")]
    BundleWidth { path: String, expected: u32, found: usize },
    /// An entry bundle does not fit the tiles.
    #[error("{path}: entry {place} of the log is not the one that the log's tree has there")]
    BundleAltered { path: String, place: u64 },
}

/// Something that serves a log: a site, or a folder with the same files.
pub trait Served {
    /// The bytes under `path`, such as `/ledger/checkpoint`, `/ledger/key` or `/ledger/tile/0/000`.
    ///
    /// # Errors
    /// [`ServedError::NotFound`], [`ServedError::Fetch`] or [`ServedError::TooLarge`].
    fn get(&self, path: &str) -> Result<Vec<u8>, ServedError>;
}

/// Checks `file` as [`crate::proof::check_offline`] does, and then against the log that `served` serves now. If the file
/// itself does not hold, the site is not asked. `longest`: see [`SEARCHED`].
pub fn check_served(
    file: &ProofFile,
    served: &impl Served,
    trusted: Option<&Vkey>,
    now: Millis,
    longest: u64,
) -> Report {
    let mut report = Report::default();
    let commitments: Vec<Commitment> = check_contents(file, trusted, &mut report).into_iter().flatten().collect();
    if !report.holds() || commitments.len() != file.entries.len() {
        return report;
    }
    let key = trusted.unwrap_or(&file.key);
    let (log, old) = match (Log::open(served, key), Checkpoint::verify(&file.checkpoint, key)) {
        (Ok(log), Ok(old)) => (log, old),
        (Err(error), _) => {
            report.fails(Check::Served, "The log could not be read from its site, or is not the same log.", &error);
            return report;
        }
        (_, Err(error)) => {
            report.fails(Check::Checkpoint, "The log's signed statement in the file does not hold.", &error);
            return report;
        }
    };
    let sentence = format!("The site serves the log {:?} with {} entries.", key.name(), log.checkpoint.head.size);
    report.holds_that(Check::Served, sentence);
    log.check_history(&old, &mut report);
    for (number, (entry, commitment)) in file.entries.iter().zip(&commitments).enumerate() {
        match (&entry.place, &entry.promise) {
            (Some(place), _) => log.check_entry(number + 1, place, *commitment, &old, &mut report),
            (None, Some(promise)) => log.check_promised(number + 1, promise, (now, longest), &mut report),
            (None, None) => {}
        }
    }
    report
}

/// What came of looking for an entry.
enum Found {
    At(u64),
    /// The whole log was looked through.
    Nowhere,
    /// The newest `looked` of `all` entries were looked through.
    NotAmong {
        looked: u64,
        all: u64,
    },
}

fn looked_through(what: &str, looked: u64, all: u64) -> String {
    format!(
        "It is not known whether {what} has its place: the site does not tell it, and it is not among the newest {looked} of \
         {all} entries of the log, which are as many as were looked through. With --search {all} all of them are."
    )
}

/// A served log, of which each piece is fetched once.
struct Log<'a, S> {
    served: &'a S,
    checkpoint: Checkpoint,
    fetched: RefCell<BTreeMap<Piece, Vec<u8>>>,
}

impl<'a, S: Served> Log<'a, S> {
    fn open(served: &'a S, key: &Vkey) -> Result<Self, ServedError> {
        let found = text(served.get("/ledger/key")?, "the key at /ledger/key")?;
        // One line, with or without its end.
        if found.strip_suffix('\n').unwrap_or(&found) != key.to_string() {
            let found = found.chars().take(300).collect();
            return Err(ServedError::OtherKey { expected: key.to_string(), found });
        }
        let note = text(served.get("/ledger/checkpoint")?, "the checkpoint at /ledger/checkpoint")?;
        let checkpoint = Checkpoint::verify(&note, key)?;
        Ok(Self { served, checkpoint, fetched: RefCell::default() })
    }

    /// Whether the log served now begins with the one that the file's checkpoint signs.
    fn check_history(&self, old: &Checkpoint, report: &mut Report) {
        let (before, after) = (old.origin.epoch(), self.checkpoint.origin.epoch());
        let (from, to) = (old.head.size, self.checkpoint.head.size);
        if after < before {
            let cause = format!("the file knows epoch {before}, the site serves epoch {after}");
            report.fails(Check::Consistency, "The site serves an older state of the log than the file knows.", &cause);
            return;
        }
        if after > before {
            let sentence = format!(
                "The record was restored from a backup after this file was made and continues as epoch {after} \
                 (the file is from epoch {before})."
            );
            report.add(Check::Consistency, Outcome::Warning, sentence);
            return;
        }
        if to < from {
            let cause = format!("it had {from} entries and has {to} now");
            report.fails(Check::Consistency, "The log has shrunk: entries were taken away.", &cause);
            return;
        }
        match root(from, &self.checkpoint.head, self) {
            Ok(found) if found == old.head.root => {
                report.holds_that(Check::Consistency, "The log still contains all that it had when the file was made.");
            }
            Ok(found) => {
                let cause =
                    format!("the first {from} entries should give the root {}, they give {found}", old.head.root);
                report.fails(Check::Consistency, "The log's past was rewritten since the file was made.", &cause);
            }
            Err(error) => report.fails(Check::Consistency, "The log's tree does not hold.", &error),
        }
    }

    /// Whether `commitment` stands at `place`.
    fn check_entry(&self, number: usize, place: &Place, commitment: Commitment, old: &Checkpoint, report: &mut Report) {
        let restored = self.checkpoint.origin.epoch() > old.origin.epoch();
        let lost = format!(
            "Entry {number} is no longer in the record: it was restored from a backup that did not have it. \
             The file still proves that it was there."
        );
        let index = place.index;
        if index >= self.checkpoint.head.size {
            let sentence = if restored { lost } else { format!("Entry {number} is no longer in the log.") };
            let cause = format!("its place is {index}, and the log has {} entries", self.checkpoint.head.size);
            report.fails(Check::ServedEntry, sentence, &cause);
            return;
        }
        let (bundle, offset) = position(index);
        match self.bundle(bundle).map(|entries| entries.get(offset).copied()) {
            Ok(Some(found)) if found == commitment => {
                report.holds_that(Check::ServedEntry, format!("Entry {number} stands at its place in the log today."));
            }
            Ok(found) => {
                let sentence =
                    if restored { lost } else { format!("Something else stands at the place of entry {number}.") };
                let found = found.map_or_else(|| "nothing".to_owned(), |found| found.to_string());
                report.fails(Check::ServedEntry, sentence, &format!("expected {commitment}, found {found}"));
            }
            Err(error) => {
                let sentence = format!("The part of the log that holds entry {number} does not hold.");
                report.fails(Check::ServedEntry, sentence, &error);
            }
        }
    }

    /// Whether an entry that had no place when the file was made has one now.
    fn check_promised(&self, number: usize, promise: &Promise, (now, longest): (Millis, u64), report: &mut Report) {
        match self.find(promise.commitment, longest) {
            Ok(Found::At(index)) => {
                let sentence =
                    format!("Entry {number} has its place in the log now: {index}. A new file can be fetched.");
                report.holds_that(Check::ServedEntry, sentence);
            }
            Ok(Found::NotAmong { looked, all }) if now > promise.by => {
                report.add(Check::ServedEntry, Outcome::Open, looked_through(&format!("entry {number}"), looked, all));
            }
            Ok(Found::Nowhere | Found::NotAmong { .. }) => waiting(number, promise.by, now, report),
            Err(error) => {
                report.fails(Check::ServedEntry, format!("The log could not be searched for entry {number}."), &error);
            }
        }
    }

    /// The place of `commitment`: where the site says it is, if it is there; else it is looked for from the newest entries
    /// backwards, among `longest` of them.
    fn find(&self, commitment: Commitment, longest: u64) -> Result<Found, ServedError> {
        let (size, width) = (self.checkpoint.head.size, u64::from(TILE_WIDTH));
        if let Some(index) = self.told_place(commitment)? {
            return Ok(Found::At(index));
        }
        let first = size.saturating_sub(longest) / width;
        for bundle in (first..size.div_ceil(width)).rev() {
            if let Some(offset) = self.bundle(bundle)?.iter().position(|entry| *entry == commitment) {
                return Ok(Found::At(bundle * width + offset as u64));
            }
            // Asked for once; the tiles above them are asked for again and again.
            self.fetched.borrow_mut().retain(|piece, _| matches!(piece.kind, Kind::Level(1..)));
        }
        if first == 0 { Ok(Found::Nowhere) } else { Ok(Found::NotAmong { looked: size - first * width, all: size }) }
    }

    /// Where the site says that `commitment` stands, if it does stand there. What the site says is worth nothing else: it
    /// may have no such answer, or a wrong one.
    fn told_place(&self, commitment: Commitment) -> Result<Option<u64>, ServedError> {
        let Ok(told) = self.served.get(&format!("/ledger/place/{commitment}")) else { return Ok(None) };
        let told = std::str::from_utf8(&told).ok().and_then(|text| text.trim_end().parse::<u64>().ok());
        let Some(index) = told.filter(|index| *index < self.checkpoint.head.size) else { return Ok(None) };
        let (bundle, offset) = position(index);
        Ok(self.bundle(bundle)?.get(offset).filter(|there| **there == commitment).map(|_| index))
    }

    /// The entries of a bundle, each compared with the leaf in the tile.
    fn bundle(&self, index: u64) -> Result<Vec<Commitment>, ServedError> {
        let head = &self.checkpoint.head;
        let Some(piece) = Piece::within(Kind::Entries, index, head.size) else { return Ok(Vec::new()) };
        let path = piece.path();
        let bytes = self.fetch(piece)?;
        let mut entries = read_bundle(&bytes).map_err(|error| ServedError::Bundle { path: path.clone(), error })?;
        let expected = piece.width as usize;
        if entries.len() < expected {
            return Err(ServedError::BundleWidth { path, expected: piece.width, found: entries.len() });
        }
        entries.truncate(expected);
        let first = index * u64::from(TILE_WIDTH);
        let hashes = leaves(first, piece.width, head, self)?;
        for ((entry, hash), place) in entries.iter().zip(hashes).zip(first..) {
            if leaf(entry) != hash {
                return Err(ServedError::BundleAltered { path, place });
            }
        }
        Ok(entries)
    }

    /// A piece's bytes. If it is partial and no longer served, since the log has grown, the full one takes its place.
    fn fetch(&self, piece: Piece) -> Result<Vec<u8>, ServedError> {
        if let Some(bytes) = self.fetched.borrow().get(&piece) {
            return Ok(bytes.clone());
        }
        let get = |piece: Piece| self.served.get(&format!("/ledger/{}", piece.path()));
        let bytes = match get(piece) {
            Err(ServedError::NotFound(_)) if piece.width < TILE_WIDTH => get(piece.full())?,
            Ok(bytes) => exact(piece, bytes)?,
            Err(error) => return Err(error),
        };
        self.fetched.borrow_mut().insert(piece, bytes.clone());
        Ok(bytes)
    }
}

impl<S: Served> Tiles for Log<'_, S> {
    fn tile(&self, level: u8, index: u64, width: u32) -> Result<Vec<u8>, Fault> {
        Ok(self.fetch(Piece { kind: Kind::Level(level), index, width })?)
    }
}

/// What is served under a piece's own path has exactly its length.
fn exact(piece: Piece, bytes: Vec<u8>) -> Result<Vec<u8>, ServedError> {
    let each: u32 = if piece.kind == Kind::Entries { 34 } else { 32 };
    if bytes.len() == (each * piece.width) as usize {
        return Ok(bytes);
    }
    let (path, cause) = (piece.path(), format!("expected {} bytes, found {}", each * piece.width, bytes.len()));
    Err(ServedError::Fetch { path, cause: cause.into() })
}

/// The bundle that holds entry `index`, and its place there.
fn position(index: u64) -> (u64, usize) {
    let width = u64::from(TILE_WIDTH);
    (index / width, usize::try_from(index % width).unwrap_or_default())
}

fn text(bytes: Vec<u8>, what: &'static str) -> Result<String, ServedError> {
    String::from_utf8(bytes).map_err(|_| ServedError::NotText(what))
}
