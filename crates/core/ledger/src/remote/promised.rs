//! A bare promise, as it stands on a receipt, against the log as it is served now.

use comity_kernel::Millis;

use super::{Found, Log, Served, ServedError, looked_through, text};
use crate::checkpoint::{Checkpoint, Vkey};
use crate::promise::Promise;
use crate::proof::{Check, Outcome, Report};

/// More than any promise has, in bytes.
pub const LONGEST_PROMISE: usize = 4096;

/// Checks that the log made this promise, and whether it has kept it: against the key `trusted`, or with a warning
/// against the one that the site serves. `now` decides whether the promised moment has passed; `longest`: see
/// [`SEARCHED`](super::SEARCHED).
pub fn check_promise(
    promise: &Promise,
    served: &impl Served,
    trusted: Option<&Vkey>,
    now: Millis,
    longest: u64,
) -> Report {
    let mut report = Report::default();
    let key = match trusted.map_or_else(|| served_key(served), |key| Ok(key.clone())) {
        Ok(key) => key,
        Err(error) => {
            report.fails(Check::Key, "The site serves no key that promises could be checked with.", &error);
            return report;
        }
    };
    if trusted.is_none() {
        let sentence = format!(
            "Signatures are checked with the key that the site itself serves, {key}. Compare it with the key that the \
             partnership publishes elsewhere."
        );
        report.add(Check::Key, Outcome::Warning, sentence);
    }
    if let Err(error) = promise.verify(&key) {
        report.fails(Check::Promise, "The promise was not made by the log.", &error);
        return report;
    }
    let sentence = format!("The log {:?} promised at {} a place for the entry.", key.name(), promise.time.rfc3339());
    report.holds_that(Check::Promise, sentence);
    match Log::open(served, &key).and_then(|log| Ok((log.find(promise.commitment, longest)?, log.checkpoint))) {
        Err(error) => {
            report.fails(Check::Served, "The log could not be read from its site, or is not the same log.", &error);
        }
        Ok((found, checkpoint)) => kept(promise, &found, &checkpoint, now, &mut report),
    }
    report
}

/// Whether the promise was kept, as far as the entry was found in the log of `checkpoint`.
fn kept(promise: &Promise, found: &Found, checkpoint: &Checkpoint, now: Millis, report: &mut Report) {
    match found {
        Found::At(index) => {
            let size = checkpoint.head.size;
            let sentence = format!("The promise was kept: the entry stands at place {index} of {size} in the log.");
            report.holds_that(Check::ServedEntry, sentence);
        }
        _ if now <= promise.by => {
            let sentence = format!("The entry has no place yet; the log promised one by {}.", promise.by.rfc3339());
            report.add(Check::ServedEntry, Outcome::Warning, sentence);
        }
        Found::NotAmong { looked, all } => {
            report.add(Check::ServedEntry, Outcome::Open, looked_through("the entry", *looked, *all));
        }
        Found::Nowhere => {
            let sentence =
                format!("The promise was broken: the entry should have had its place by {}.", promise.by.rfc3339());
            let restored = match checkpoint.origin.epoch() {
                1 => "",
                _ => "; the record was restored from a backup, which may have lost it",
            };
            report.fails(Check::ServedEntry, sentence, &format!("it has none at {}{restored}", now.rfc3339()));
        }
    }
}

fn served_key(served: &impl Served) -> Result<Vkey, ServedError> {
    let found = text(served.get("/ledger/key")?, "the key at /ledger/key")?;
    Ok(found.trim_end().parse()?)
}
