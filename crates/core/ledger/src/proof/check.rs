//! What can be checked with the file alone, on any computer, without a network.
//!
//! Each entry's commitment is recomputed from its header, body and salt; the private parts in the file are recomputed
//! against the body; the inclusion path must lead from the commitment to the root that the checkpoint signs; the
//! checkpoint must be signed by the trusted key; the promise must be for this entry and by the same key. An entry that has
//! no place after the promised moment is a broken promise.

use comity_kernel::Millis;

use super::report::{Check, Outcome, Report};
use super::{ProofFile, ProvenEntry};
use crate::checkpoint::{Checkpoint, Vkey};
use crate::commitment::Commitment;
use crate::entry::Entry;
use crate::tree::{check_inclusion, leaf};

/// Checks everything in `file` that can be recomputed, against the key `trusted`, or with a warning against the file's own
/// key. `now` decides whether a promised moment has passed.
pub fn check_offline(file: &ProofFile, trusted: Option<&Vkey>, now: Millis) -> Report {
    let mut report = Report::default();
    let commitments = check_contents(file, trusted, &mut report);
    for (number, (entry, commitment)) in file.entries.iter().zip(&commitments).enumerate() {
        if let (None, Some(promise), Some(_)) = (&entry.place, &entry.promise, commitment) {
            waiting(number + 1, promise.by, now, &mut report);
        }
    }
    report
}

/// All but what an entry without a place means. Returns each entry's commitment, if it has one.
pub(crate) fn check_contents(file: &ProofFile, trusted: Option<&Vkey>, report: &mut Report) -> Vec<Option<Commitment>> {
    let key = check_key(file, trusted, report);
    let checkpoint = match Checkpoint::verify(&file.checkpoint, key) {
        Ok(checkpoint) => {
            let sentence = format!("The log {:?} signed the state of {} entries.", key.name(), checkpoint.head.size);
            report.holds_that(Check::Checkpoint, sentence);
            Some(checkpoint)
        }
        Err(error) => {
            report.fails(Check::Checkpoint, "The log's signed statement in the file does not hold.", &error);
            None
        }
    };
    if file.entries.is_empty() {
        report.fails(Check::File, "The file proves nothing.", &"it holds no entries");
    }
    let entries = file.entries.iter().enumerate();
    entries.map(|(place, entry)| check_entry(place + 1, entry, key, checkpoint.as_ref(), report)).collect()
}

fn check_key<'a>(file: &'a ProofFile, trusted: Option<&'a Vkey>, report: &mut Report) -> &'a Vkey {
    match trusted {
        Some(key) if *key == file.key => report.holds_that(Check::Key, "The file names the key that you trust."),
        Some(key) => {
            let cause = format!("expected {key}, found {}", file.key);
            report.fails(Check::Key, "The file names another key than the one that you trust.", &cause);
        }
        None => {
            let sentence = format!(
                "Signatures are checked with the key that the file itself names, {}. Whoever forges a file can name their \
                 own: compare it with the key that the partnership publishes elsewhere.",
                file.key
            );
            report.add(Check::Key, Outcome::Warning, sentence);
        }
    }
    trusted.unwrap_or(&file.key)
}

fn check_entry(
    number: usize,
    proven: &ProvenEntry,
    key: &Vkey,
    checkpoint: Option<&Checkpoint>,
    report: &mut Report,
) -> Option<Commitment> {
    let entry = match Entry::new(proven.header.clone(), proven.body.clone(), proven.salt) {
        Ok(entry) => entry,
        Err(error) => {
            report.fails(Check::File, format!("Entry {number} is not one that can be recorded."), &error);
            return None;
        }
    };
    for part in &proven.private {
        match entry.check_private(part) {
            Ok(()) => report.holds_that(
                Check::Private,
                format!("Entry {number}: the private part {:?} is the one that was recorded.", part.name),
            ),
            Err(error) => {
                let sentence = format!("Entry {number}: the private part {:?} is not what was recorded.", part.name);
                report.fails(Check::Private, sentence, &error);
            }
        }
    }
    check_place(number, proven, entry.commitment, checkpoint, report);
    check_promise(number, proven, entry.commitment, key, report);
    Some(entry.commitment)
}

fn check_place(
    number: usize,
    proven: &ProvenEntry,
    commitment: Commitment,
    checkpoint: Option<&Checkpoint>,
    report: &mut Report,
) {
    let (Some(place), Some(checkpoint)) = (&proven.place, checkpoint) else { return };
    match check_inclusion(&place.inclusion, &checkpoint.head, place.index, leaf(&commitment)) {
        Ok(()) => {
            let sentence = format!("Entry {number} is in the log, unaltered, at place {}.", place.index);
            report.holds_that(Check::Place, sentence);
        }
        Err(error) => {
            let sentence = format!("Entry {number} is not what stands at place {} of the log.", place.index);
            report.fails(Check::Place, sentence, &error);
        }
    }
}

fn check_promise(number: usize, proven: &ProvenEntry, commitment: Commitment, key: &Vkey, report: &mut Report) {
    let Some(promise) = &proven.promise else {
        if proven.place.is_none() {
            let sentence = format!("Nothing in the file shows that entry {number} is or will be in the log.");
            report.fails(Check::Promise, sentence, &"it has neither a place nor a promise");
        }
        return;
    };
    if promise.commitment != commitment {
        let cause = format!("it is for {}, the entry is {commitment}", promise.commitment);
        report.fails(Check::Promise, format!("The promise of entry {number} is for something else."), &cause);
    } else if let Err(error) = promise.verify(key) {
        report.fails(Check::Promise, format!("The promise of entry {number} was not made by the log."), &error);
    } else if proven.place.is_some() {
        let by = promise.by.rfc3339();
        report.holds_that(Check::Promise, format!("Entry {number}: a place was promised by {by}, and it has one."));
    }
}

/// What it means, as far as the file shows, that an entry has no place.
pub(crate) fn waiting(number: usize, by: Millis, now: Millis, report: &mut Report) {
    if now > by {
        let sentence =
            format!("The promise was broken: entry {number} should have had its place in the log by {}.", by.rfc3339());
        report.fails(Check::Promise, sentence, &format!("it has none, and it is now {}", now.rfc3339()));
    } else {
        let sentence = format!("Entry {number} has no place yet; the log promised one by {}.", by.rfc3339());
        report.add(Check::Promise, Outcome::Warning, sentence);
    }
}
