//! `comity dataset`: which datasets there are, and exact questions to them.

use std::collections::BTreeSet;

use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_observatory::{Dataset, Month};
use comity_places::Area;
use comity_queries::{By, Count, Engine, Filter, Limits};
use comity_store::Read;
use serde_json::{Value, json};

use super::print;
use crate::Failure;
use crate::arguments::{CountBy, DatasetCounts, DatasetList};
use crate::place::Place;

pub fn list(list: &DatasetList) -> Result<(), Failure> {
    let opened = Place::find(&list.place)?.open_existing()?;
    let datasets = opened.ledger.store().read_now(comity_observatory::all_datasets)?;
    if list.json {
        return print(&json!(datasets.iter().map(as_json).collect::<Vec<_>>()).to_string());
    }
    let lines: Vec<String> = datasets.iter().map(as_text).collect();
    print(if lines.is_empty() { "no dataset was imported yet".to_owned() } else { lines.join("\n") }.as_str())
}

fn as_json(dataset: &Dataset) -> Value {
    json!({
        "reference": dataset.reference.to_string(),
        "subject": dataset.subject.as_str(),
        "version": dataset.version,
        "corrected_by": dataset.corrected_by.as_ref().map(ToString::to_string),
        "publication": dataset.publication.as_str(),
        "read": dataset.read,
        "placed": dataset.placed,
        "outside": dataset.outside,
        "unplaced": dataset.unplaced,
        "first_month": dataset.months.0.to_string(),
        "last_month": dataset.months.1.to_string(),
        "content": dataset.content,
        "object": dataset.object,
    })
}

fn as_text(dataset: &Dataset) -> String {
    let (reference, subject, (first, last)) = (&dataset.reference, dataset.subject.as_str(), dataset.months);
    let rows = format!("{reference}  {subject}, {} rows, {first} to {last}, version {}", dataset.read, dataset.version);
    match &dataset.corrected_by {
        Some(newer) => format!("{rows}, corrected by {newer}"),
        None => rows,
    }
}

pub fn counts(counts: &DatasetCounts) -> Result<(), Failure> {
    let opened = Place::find(&counts.place)?.open_existing()?;
    let read = |tx: &mut Read<'_>| Ok::<_, Refusal>((comity_observatory::all_datasets(tx)?, comity_places::areas(tx)?));
    let (datasets, areas) = opened.ledger.store().read_now(read)?;
    let objects = wanted(&datasets, &counts.datasets)?;
    let filter = filter(counts, &areas)?;
    let by: Vec<By> = counts.by.iter().map(|by| axis(*by)).collect();
    for object in &objects {
        // One that lies in the bucket alone comes into the folder.
        opened.ledger.objects().open(object)?;
    }
    let engine = Engine::open(&opened.place.objects, Limits::default())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let found = runtime.block_on(engine.counts(&objects, &filter, &by))?;
    if found.is_empty() {
        eprintln!("no incident fits");
    }
    if counts.json {
        let row = |count: &Count| {
            let mut row: serde_json::Map<String, Value> =
                counts.by.iter().map(|by| (name(*by).to_owned(), json!(cell(count, *by)))).collect();
            row.insert("count".to_owned(), json!(count.count));
            Value::Object(row)
        };
        return print(&json!(found.iter().map(row).collect::<Vec<_>>()).to_string());
    }
    print(&as_csv(&counts.by, &found)?)
}

/// The stored files of the datasets that are asked for.
fn wanted(datasets: &[Dataset], named: &[String]) -> Result<Vec<String>, Failure> {
    if named.is_empty() {
        let newest = datasets.iter().filter(|dataset| dataset.corrected_by.is_none());
        let incidents = newest.filter(|dataset| dataset.subject == comity_observatory::Subject::Incidents);
        return Ok(incidents.map(|dataset| dataset.object.clone()).collect());
    }
    let find = |name: &String| {
        let found = Reference::parse(name).and_then(|name| datasets.iter().find(|dataset| dataset.reference == name));
        let missing = || Failure::new(format!("there is no dataset {name:?}; `comity dataset list` lists them"));
        found.map(|dataset| dataset.object.clone()).ok_or_else(missing)
    };
    named.iter().map(find).collect()
}

fn filter(counts: &DatasetCounts, areas: &[Area]) -> Result<Filter, Failure> {
    let mut codes = BTreeSet::new();
    for code in &counts.area {
        let found = areas.iter().find(|area| area.code == *code);
        let area = found.ok_or_else(|| Failure::new(format!("--area: there is no area with the code {code:?}")))?;
        codes.extend(areas.iter().filter(|one| area.holds(&one.path)).map(|one| one.code.clone()));
    }
    // The filter wants both ends; these are beyond all months that a file may have.
    let (first, last) = (counts.from.map_or(0, |month| month.0), counts.to.map_or(i32::MAX, |month| month.0));
    if first > last {
        return Err(Failure::new("--from lies after --to"));
    }
    Ok(Filter {
        areas: (!counts.area.is_empty()).then_some(codes),
        kinds: (!counts.kind.is_empty()).then(|| counts.kind.iter().cloned().collect()),
        months: (counts.from.is_some() || counts.to.is_some()).then_some(first..=last),
        ..Filter::default()
    })
}

fn axis(by: CountBy) -> By {
    match by {
        CountBy::Area => By::Area,
        CountBy::Month => By::Month,
        CountBy::Kind => By::Kind,
        CountBy::Hour => By::Hour,
    }
}

fn name(by: CountBy) -> &'static str {
    match by {
        CountBy::Area => "area",
        CountBy::Month => "month",
        CountBy::Kind => "kind",
        CountBy::Hour => "hour",
    }
}

/// What an incident of this count has there, if it has it.
fn cell(count: &Count, by: CountBy) -> Option<String> {
    match by {
        CountBy::Area => count.area.as_deref().map(str::to_owned),
        CountBy::Month => count.month.map(|month| Month(month).to_string()),
        CountBy::Kind => count.kind.as_deref().map(str::to_owned),
        CountBy::Hour => count.hour.map(|hour| hour.to_string()),
    }
}

fn as_csv(by: &[CountBy], found: &[Count]) -> Result<String, Failure> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(by.iter().map(|by| name(*by)).chain(["count"]))?;
    for count in found {
        let cells = by.iter().map(|by| cell(count, *by).unwrap_or_default());
        out.write_record(cells.chain([count.count.to_string()]))?;
    }
    let bytes = out.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    String::from_utf8(bytes).map_err(Into::into)
}
