//! `comity import`.

use std::fs::File;
use std::path::Path;

use comity_kernel::Reference;
use comity_ledger::OPERATOR;
use comity_observatory::{Choices, Classification, Importing, IncidentsError, IncidentsImported, Mapping, Summary};
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
    let importing = importing(import, opened.place.configuration.zone.iana_name().unwrap_or("UTC"))?;
    let source =
        File::open(&import.file).map_err(|error| Failure::new(format!("{}: {error}", import.file.display())))?;
    let failed = |error: IncidentsError| {
        let already = matches!(error, IncidentsError::AlreadyImported { .. } | IncidentsError::NothingNew { .. });
        let status = if already { ALREADY } else { 1 };
        Failure { message: format!("{}: {error}", import.file.display()), status }
    };
    if import.show_mapping {
        let mapping = comity_observatory::mapping_now(&opened.ledger, source, &importing).map_err(failed)?;
        return print(&mapping.to_json()?);
    }
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent}%  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    let mut progress = |rows: u64, bytes: u64| {
        bar.set_position(bytes.min(length));
        bar.set_message(format!("{rows} rows"));
    };
    let done = comity_observatory::import_file_now(&opened.ledger, OPERATOR, source, &importing, &mut progress);
    bar.finish_and_clear();
    let done = done.map_err(failed)?;
    super::publish::after_import(&opened, import.publication.unwrap_or_default())?;
    opened.ledger.settle()?;
    print(&if import.json { as_json(&done.summary) } else { as_text(&done) })
}

/// What the command line says about the file.
fn importing(import: &ImportIncidents, zone: &str) -> Result<Importing, Failure> {
    let text = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
    };
    let told =
        |path: &Path, error: comity_observatory::ImportError| Failure::new(format!("{}: {error}", path.display()));
    let mapping = match &import.mapping {
        Some(path) => Some(Mapping::from_json(&text(path)?).map_err(|error| told(path, error))?),
        None => None,
    };
    let classification = match &import.classification {
        Some(path) => Some(Classification::read(&text(path)?).map_err(|error| told(path, error))?),
        None => None,
    };
    let corrects = match &import.corrects {
        Some(text) => Some(Reference::parse(text).ok_or_else(|| {
            Failure::new(format!("expected the reference of a dataset (16 characters), found `{text}`"))
        })?),
        None => None,
    };
    let choices = Choices { zone: zone.to_owned(), crs: import.crs.clone(), kind: import.kind.clone() };
    let (told, publication) = (import.time_zone.clone(), import.publication);
    let (source, licence) = (import.source.clone(), import.licence.clone());
    Ok(Importing { mapping, choices, zone: told, classification, corrects, source, licence, publication })
}

fn as_json(summary: &Summary) -> String {
    let Summary { read, placed, outside, unplaced, refused } = summary;
    json!({ "read": read, "placed": placed, "outside": outside, "unplaced": unplaced, "refused": refused }).to_string()
}

fn as_text(done: &IncidentsImported) -> String {
    let IncidentsImported { dataset, summary, changes } = done;
    let changes = changes.map_or_else(String::new, |changes| {
        format!(
            "; against the version before {} added, {} removed, {} changed",
            changes.added, changes.removed, changes.changed
        )
    });
    format!(
        "{} rows read: {} placed in an area, {} outside every area, {} without coordinates{changes}\ndataset {dataset}",
        summary.read, summary.placed, summary.outside, summary.unplaced
    )
}
