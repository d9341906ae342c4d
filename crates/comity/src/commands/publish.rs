//! `comity publish` and `comity import addresses`: what is public of the datasets.

use comity_kernel::Day;
use comity_ledger::{Ledger, OPERATOR};
use comity_observatory::heard::{ConcernsError, publish_concerns_now};
use comity_observatory::published::{self, HeldBack, Publication, Published};
use jiff::tz::TimeZone;
use serde_json::json;

use super::print;
use crate::Failure;
use crate::arguments::{ImportAddresses, Publish};
use crate::place::{Opened, Place};

/// The exit status when the same content had been imported already.
const ALREADY: u8 = 3;

pub fn run(publish: &Publish) -> Result<(), Failure> {
    let rule = publish.rule.as_deref().map(rule).transpose()?;
    let opened = Place::find(&publish.place)?.open_existing()?;
    if publish.show_rule {
        let rule = opened.ledger.store().read_now(published::rule_in_force)?;
        return print(&rule.canonical()?);
    }
    let out = published::publish_due_now(&opened.ledger, OPERATOR, today(&opened), rule)?;
    let concerns = concerns(&opened.ledger, today(&opened), &opened.place.configuration.zone)?;
    opened.ledger.settle()?;
    tell_what_waits(&opened)?;
    if publish.json {
        return print(&json!(out.iter().map(as_json).collect::<Vec<_>>()).to_string());
    }
    if concerns > 0 {
        eprintln!("counts of concerns: {concerns} half-years came out");
    }
    match out.len() {
        0 if concerns > 0 => Ok(()),
        0 => print("nothing is due that is not out already"),
        _ => print(&out.iter().map(as_text).collect::<Vec<_>>().join("\n")),
    }
}

/// Publishes the half-years of concerns that are due; gives how many came out.
///
/// # Errors
/// What cannot be made safe, or what failed.
pub fn concerns(ledger: &Ledger, today: Day, zone: &TimeZone) -> Result<usize, ConcernsError> {
    let zone = zone.clone();
    let raised = ledger.store().read_now(move |tx| comity_concerns::raised(tx, &zone))?;
    publish_concerns_now(ledger, OPERATOR, today, &comity_concerns::topics(), &raised)
}

const WAITING: &str = "incidents wait to be drawn at points: bring in addresses with `comity import addresses`";

fn rule(file: &std::path::Path) -> Result<comity_disclosure::Rule, Failure> {
    let text = std::fs::read(file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    serde_json::from_slice(&text).map_err(|error| {
        let shown = "expected a rule as `comity publish --show-rule` prints it";
        Failure::new(format!("{}: {error}; {shown}", file.display()))
    })
}

/// The day it is in the partnership's time zone.
pub fn today(opened: &Opened) -> Day {
    opened.ledger.clock().now().day(&opened.place.configuration.zone)
}

/// Publishes what an import has made due. What it says goes to standard error: the result is the import's.
pub fn after_import(opened: &Opened, publication: Publication) -> Result<(), Failure> {
    if publication == Publication::Withheld {
        return Ok(());
    }
    let out = published::publish_due_now(&opened.ledger, OPERATOR, today(opened), None);
    for one in out.map_err(|error| Failure::new(format!("the file was imported; publishing it failed: {error}")))? {
        eprintln!("{}", as_text(&one));
    }
    tell_what_waits(opened)
}

/// On standard error.
fn tell_what_waits(opened: &Opened) -> Result<(), Failure> {
    if opened.ledger.store().read_now(published::waits_for_addresses)? {
        eprintln!("{WAITING}");
    }
    for held in published::held_back_now(&opened.ledger, today(opened))? {
        eprintln!("{}", held_as_text(&held));
    }
    Ok(())
}

fn held_as_text(held: &HeldBack) -> String {
    let list =
        |names: &std::collections::BTreeSet<String>| names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    format!(
        "held back: {} to {} of dataset {} ({}): the release {} may hold the same incidents and cuts them otherwise, so that \
         what it withholds would follow from the difference; import the file as a correction of the dataset before \
         (--corrects), or with --publication withheld",
        comity_observatory::Month(held.months.0),
        comity_observatory::Month(held.months.1),
        list(&held.datasets),
        list(&held.kinds),
        held.earlier
    )
}

pub fn addresses(import: &ImportAddresses) -> Result<(), Failure> {
    let bytes = std::fs::read(&import.file);
    let bytes = bytes.map_err(|error| Failure::new(format!("{}: {error}", import.file.display())))?;
    let opened = Place::find(&import.place)?.open()?;
    let done = published::import_addresses_now(&opened.ledger, OPERATOR, &bytes).map_err(|error| {
        let status = if let published::AddressesError::AlreadyImported = error { ALREADY } else { 1 };
        Failure { message: format!("{}: {error}", import.file.display()), status }
    })?;
    after_import(&opened, Publication::Points)?;
    opened.ledger.settle()?;
    print(&format!("{} addresses imported, {} of them homes", done.addresses, done.homes))
}

fn as_json(out: &Published) -> serde_json::Value {
    json!({
        "release": out.reference.as_str(),
        "publication": out.publication.as_str(),
        "first_month": out.months.0.to_string(),
        "last_month": out.months.1.to_string(),
        "numbers": out.numbers,
        "withheld": out.withheld,
        "drawn": out.drawn,
        "corrects": out.corrects.as_ref().map(|release| release.as_str()),
    })
}

fn as_text(out: &Published) -> String {
    let (first, last) = out.months;
    let finest = match out.finest {
        comity_disclosure::kinds::Finest::District => "by district",
        _ => "by area",
    };
    let instead =
        out.corrects.as_ref().map_or_else(String::new, |release| format!("; it takes the place of {release}"));
    format!(
        "release {}: {first} to {last} as {}, {finest}: {} numbers, {} of them withheld; {} rows drawn at points{instead}",
        out.reference,
        out.publication.as_str(),
        out.numbers,
        out.withheld,
        out.drawn
    )
}
