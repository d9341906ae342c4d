//! `comity import`.

use std::fs::File;
use std::path::Path;

use comity_ledger::OPERATOR;
use comity_observatory::{IncidentsError, Summary};
use comity_places::AreasImportError;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::print;
use crate::Failure;
use crate::arguments::{ImportAreas, ImportIncidents};
use crate::place::Place;

/// The exit status when the same content had been imported already.
const ALREADY: u8 = 3;

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

pub fn areas(import: &ImportAreas) -> Result<(), Failure> {
    let geojson = read(&import.file)?;
    let population = import.population.as_deref().map(read).transpose()?;
    let opened = Place::find(&import.place)?.open()?;
    let done = comity_places::import_areas_now(&opened.ledger, OPERATOR, &geojson, population.as_deref());
    let done = done.map_err(|error| {
        let status = if let AreasImportError::AlreadyImported = error { ALREADY } else { 1 };
        Failure { message: format!("{}: {error}", import.file.display()), status }
    })?;
    opened.ledger.settle()?;
    for code in &done.codes_without_match {
        eprintln!("the code {code} in the populations matches no area");
    }
    for code in &done.without_population {
        eprintln!("the area {code} has no figure: its population is unknown");
    }
    if import.json {
        let (unmatched, unknown) = (&done.codes_without_match, &done.without_population);
        let summary = json!({ "areas": done.areas, "codes_without_match": unmatched, "without_population": unknown });
        return print(&summary.to_string());
    }
    print(&format!(
        "{} areas imported; {} without a population; {} codes match no area",
        done.areas,
        done.without_population.len(),
        done.codes_without_match.len()
    ))
}

pub fn incidents(import: &ImportIncidents) -> Result<(), Failure> {
    let length = std::fs::metadata(&import.file).map_or(0, |metadata| metadata.len());
    let opened = Place::find(&import.place)?.open()?;
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent}%  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    let mut progress = |rows: u64, bytes: u64| {
        bar.set_position(bytes.min(length));
        bar.set_message(format!("{rows} rows"));
    };
    let source =
        File::open(&import.file).map_err(|error| Failure::new(format!("{}: {error}", import.file.display())))?;
    let (ledger, publication) = (&opened.ledger, import.publication);
    let done = comity_observatory::import_incidents_as_now(ledger, OPERATOR, publication, source, &mut progress);
    bar.finish_and_clear();
    let done = done.map_err(|error| {
        let status = if let IncidentsError::AlreadyImported { .. } = error { ALREADY } else { 1 };
        Failure { message: format!("{}: {error}", import.file.display()), status }
    })?;
    super::publish::after_import(&opened, import.publication)?;
    opened.ledger.settle()?;
    print(&if import.json { as_json(&done.summary) } else { as_text(&done.summary) })
}

fn as_json(summary: &Summary) -> String {
    let Summary { read, placed, outside, unplaced, refused } = summary;
    json!({ "read": read, "placed": placed, "outside": outside, "unplaced": unplaced, "refused": refused }).to_string()
}

fn as_text(summary: &Summary) -> String {
    format!(
        "{} rows read: {} placed in an area, {} outside every area, {} without coordinates",
        summary.read, summary.placed, summary.outside, summary.unplaced
    )
}
