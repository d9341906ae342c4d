//! One dataset: what it is, how good it is, and what a correction changed. As a page, or as JSON with `.json`.

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use comity_datasets::{Quality, Subject};
use comity_kernel::{Message, Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{PageParts, Tone, definitions, entry, left_to_right, notice, page};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};
use serde_json::json;

use super::{HERE, Shown, address, period, quality, shown};
use crate::events::{Correction, DatasetImported};
use crate::tables::{self, Dataset};

pub async fn show(State(app): State<App>, visit: Visit, Path(asked): Path<String>) -> Answer<Response> {
    let (reference, as_json) = match asked.strip_suffix(".json") {
        Some(reference) => (reference, true),
        None => (asked.as_str(), false),
    };
    let reference = Reference::parse(reference).ok_or(Problem::NotFound)?;
    let objects = app.ledger.objects().clone();
    let found = app
        .read(move |tx| {
            let Some(dataset) = tables::find(tx, &reference)? else { return Ok::<_, Refusal>(None) };
            let reading = dataset.body.as_ref().and_then(|body| body.reading.as_ref());
            let report = match reading {
                Some(reading) => Some(objects.get(&reading.quality)?),
                None => None,
            };
            Ok(Some((dataset, report)))
        })
        .await?;
    let (dataset, report) = found.ok_or(Problem::NotFound)?;
    let read = report.map(|report| serde_json::from_slice::<Quality>(&report)).transpose();
    let quality = read.map_err(|error| Refusal::Broken(error.to_string()))?;
    let shown = shown(&app, &visit, dataset.reference.as_str());
    if as_json {
        let text = as_program(&dataset, quality.as_ref(), shown).map_err(|error| Refusal::Broken(error.to_string()))?;
        return Ok(([(CONTENT_TYPE, "application/json")], text).into_response());
    }
    Ok(render(&visit, &dataset, quality.as_ref(), shown).into_response())
}

pub fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Incidents => "datasets-subject-incidents",
        Subject::Outcomes => "datasets-subject-outcomes",
        Subject::Stops => "datasets-subject-stops",
    }
}

/// What a program gets: the same as the page says.
fn as_program(dataset: &Dataset, quality: Option<&Quality>, shown: Shown) -> Result<String, serde_json::Error> {
    let reading = dataset.body.as_ref().and_then(|body| body.reading.as_ref());
    let changes = correction(dataset).map(|correction| {
        let changes = correction.changes;
        json!({
            "corrects": correction.corrects,
            "added": shown.count(changes.added),
            "removed": shown.count(changes.removed),
            "changed": shown.count(changes.changed),
        })
    });
    let told = json!({
        "dataset": dataset.reference,
        "subject": dataset.subject,
        "version": dataset.version,
        "corrected_by": dataset.corrected_by,
        "correction": changes,
        "content_sha256": dataset.content,
        "first_month": dataset.months.0.to_string(),
        "last_month": dataset.months.1.to_string(),
        "mapping": reading.map(|reading| &reading.mapping),
        "quality": quality.map(|quality| shown.json(quality)).transpose()?,
        "iccs": quality.map(|quality| quality::shares(quality, dataset, shown)),
    });
    serde_json::to_string_pretty(&told)
}

fn correction(dataset: &Dataset) -> Option<&Correction> {
    dataset.body.as_ref().and_then(|body: &DatasetImported| body.correction.as_ref())
}

fn render(visit: &Visit, dataset: &Dataset, quality: Option<&Quality>, shown: Shown) -> Markup {
    let words = visit.words();
    let main = html! {
        @if let Some(newer) = &dataset.corrected_by {
            (notice(Tone::Note, html! {
                p { (words.t("datasets-is-corrected")) " " a href={ (HERE) "/" (newer) } { (words.t("datasets-newer")) } }
            }))
        }
        (facts(visit, dataset, shown))
        @if let Some(correction) = correction(dataset) { (corrected(visit, correction, shown)) }
        @match quality {
            Some(quality) => {
                (quality::sentences(visit, quality, shown))
                (quality::missing(visit, quality, shown))
                (quality::classes(visit, quality, dataset, shown))
            }
            None => p { (words.t("datasets-no-report")) },
        }
        p { a href={ (address(dataset)) ".json" } { (words.t("datasets-json")) } }
    };
    let lede = match shown {
        Shown::Exact => "datasets-exact",
        Shown::Rounded => "datasets-rounded",
    };
    let title = words.say(
        &Message::new("datasets-of")
            .text("what", words.t(subject(dataset.subject)))
            .text("period", period(words, dataset)),
    );
    let mut parts = PageParts::new(title, main).lede(html! { p { (words.t(lede)) } }).section(super::super::SECTION);
    parts.trail = vec![(words.t("datasets-title").to_owned(), HERE.to_owned())];
    page(visit, &parts)
}

fn facts(visit: &Visit, dataset: &Dataset, shown: Shown) -> Markup {
    let words = visit.words();
    let rows = shown.count(u64::try_from(dataset.read).unwrap_or_default());
    definitions(&[
        (words.t("datasets-period"), html! { (period(words, dataset)) }),
        (words.t("datasets-imported"), words.day_tag(dataset.imported.day(&visit.site.zone))),
        (words.t("datasets-rows"), html! { (words.number(rows)) }),
        (words.t("datasets-version"), html! { (words.number(dataset.version)) }),
        (words.t("datasets-reference"), left_to_right(dataset.reference.as_str())),
        (words.t("datasets-hash"), left_to_right(&dataset.content)),
    ])
}

fn corrected(visit: &Visit, correction: &Correction, shown: Shown) -> Markup {
    let words = visit.words();
    let count = |count: u64| html! { (words.number(shown.count(count))) };
    let changes = correction.changes;
    entry(
        words.t("datasets-changes"),
        html! {
            p { a href={ (HERE) "/" (correction.corrects) } { (words.t("datasets-older")) } }
            (definitions(&[
                (words.t("datasets-added"), count(changes.added)),
                (words.t("datasets-removed"), count(changes.removed)),
                (words.t("datasets-changed"), count(changes.changed)),
            ]))
        },
    )
}
