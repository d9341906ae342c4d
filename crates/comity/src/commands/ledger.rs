//! `comity ledger`.

use comity_ledger::checkpoint::Vkey;
use comity_ledger::promise::Promise;
use comity_ledger::proof::{LARGEST_FILE, ProofFile, Report, check_offline};
use comity_ledger::remote::{LONGEST_PROMISE, check_promise, check_served, http::Site};
use comity_ledger::{OPERATOR, Order, Reason, head};
use std::io::Read;
use std::path::Path;

use super::print;
use crate::arguments::{Epoch, Erase, Replay, Verify, Where};
use crate::place::Place;
use crate::{Failure, printable};

/// The exit status where nothing is wrong and something could not be settled.
const OPEN: u8 = 4;

pub fn verify(verify: &Verify) -> Result<(), Failure> {
    match (&verify.receipt, &verify.promise, &verify.url) {
        (Some(file), _, _) => verify_proof(verify, file),
        (None, Some(promise), Some(url)) => verify_promise(verify, promise, url),
        (None, Some(_), None) => Err(Failure::new("--promise: say with --url which site's log is to be asked")),
        (None, None, _) => verify_record(verify),
    }
}

fn trusted(verify: &Verify) -> Result<Option<Vkey>, Failure> {
    let parse = |key: &String| key.trim().parse().map_err(|error| Failure::new(format!("--key: {error}")));
    verify.key.as_ref().map(parse).transpose()
}

/// The file's bytes, as far as there are more than can be right.
fn read_file(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    opened.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn verify_promise(verify: &Verify, given: &str, url: &str) -> Result<(), Failure> {
    let bytes = match given.trim_start() {
        text if text.starts_with('{') => text.as_bytes().to_vec(),
        _ => read_file(Path::new(given), LONGEST_PROMISE)?,
    };
    if bytes.len() > LONGEST_PROMISE {
        return Err(Failure::new(format!("--promise: expected at most {LONGEST_PROMISE} bytes")));
    }
    let promise: Promise = serde_json::from_slice(&bytes).map_err(|error| {
        let expected = "expected what stands on the receipt's page, from { to }";
        Failure::new(format!("--promise: {expected}, or a file with it: {error}"))
    })?;
    let now = comity_kernel::Clock::system().now();
    let report = check_promise(&promise, &Site::new(url)?, trusted(verify)?.as_ref(), now, verify.search);
    tell(verify, &report, "the promise does not hold")
}

fn tell(verify: &Verify, report: &Report, otherwise: &str) -> Result<(), Failure> {
    if verify.json {
        print(&serde_json::to_string_pretty(report)?)?;
    } else {
        print(&report.to_string())?;
    }
    match report {
        report if report.holds() => Ok(()),
        report if report.is_open() => {
            Err(Failure { message: "it could not be settled: see what is OPEN".to_owned(), status: OPEN })
        }
        _ => Err(Failure::new(otherwise)),
    }
}

fn verify_proof(verify: &Verify, file: &Path) -> Result<(), Failure> {
    let (trusted, bytes) = (trusted(verify)?, read_file(file, LARGEST_FILE)?);
    let now = comity_kernel::Clock::system().now();
    let report = match ProofFile::parse(&bytes) {
        Err(error) => Report::unreadable(&error),
        Ok(proof) => match &verify.url {
            None => check_offline(&proof, trusted.as_ref(), now),
            Some(url) => check_served(&proof, &Site::new(url)?, trusted.as_ref(), now, verify.search),
        },
    };
    tell(verify, &report, "the proof does not hold")
}

fn verify_record(verify: &Verify) -> Result<(), Failure> {
    let opened = Place::find(&verify.place)?.open_existing()?;
    let audit = opened.ledger.audit()?;
    let mut problems = audit.problems.clone();
    match opened.ledger.replay_check(Order::ByStream) {
        Ok(replayed) => problems.extend(replayed.differences.iter().map(|difference| difference.to_string())),
        Err(error) if problems.is_empty() => return Err(error.into()),
        // What was found is told all the same: mostly it is why.
        Err(error) => problems.push(format!("the tables cannot be compared with the entries: {error}")),
    }
    if verify.json {
        let mut result = serde_json::to_value(&audit)?;
        if let Some(object) = result.as_object_mut() {
            object.insert("problems".to_owned(), serde_json::to_value(&problems)?);
        }
        print(&serde_json::to_string_pretty(&result)?)?;
    } else {
        print(&format!(
            "{} entries, {} private parts ({} erased), {} leaves, {} objects, {} waiting for their place",
            audit.entries, audit.private_parts, audit.erased_parts, audit.leaves, audit.objects, audit.waiting
        ))?;
        problems.iter().try_for_each(|problem| print(&printable(problem)))?;
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::new(format!("{} problems in the record", problems.len()))) }
}

pub fn replay(replay: &Replay) -> Result<(), Failure> {
    let opened = Place::find(&replay.place)?.open_existing()?;
    if !replay.check {
        let entries = opened.ledger.replay()?;
        return print(&format!("{entries} entries replayed"));
    }
    let replayed = opened.ledger.replay_check(Order::ByStream)?;
    print(&format!("{} entries give {} rows", replayed.entries, replayed.rows))?;
    for difference in &replayed.differences {
        print(&difference.to_string())?;
    }
    if replayed.differences.is_empty() { Ok(()) } else { Err(Failure::new("the tables are not what the entries give")) }
}

pub fn checkpoint(place: &Where) -> Result<(), Failure> {
    let opened = Place::find(place)?.open_existing()?;
    print(&opened.ledger.store().read_now(head)?.published_checkpoint)
}

pub fn erase(erase: &Erase) -> Result<(), Failure> {
    let reason: Option<Reason> = serde_json::from_value(serde_json::Value::from(erase.reason.as_str())).ok();
    let reason = reason.ok_or_else(|| {
        Failure::new(format!("--reason {}: expected own-request, third-party, order or retention", erase.reason))
    })?;
    let opened = Place::find(&erase.place)?.open_existing()?;
    let erased = opened.ledger.erase_now(OPERATOR, &erase.stream, reason)?;
    opened.ledger.settle()?;
    print(&format!("the private parts of {} entries are erased", erased.value))
}

pub fn epoch(epoch: &Epoch) -> Result<(), Failure> {
    let known = std::fs::read_to_string(&epoch.known)?;
    let opened = Place::find(&epoch.place)?.open_existing()?;
    let begun = opened.ledger.open_epoch(&known)?;
    opened.ledger.settle_and_publish()?;
    print(&format!("epoch {} begins after {} common leaves", begun.epoch, begun.common))
}
