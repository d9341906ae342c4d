//! One dataset: what it is, how good it is, and what a correction changed. As a page, or as JSON with `.json`.

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use comity_datasets::{Quality, Subject, Time};
use comity_kernel::{Message, Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{PageParts, Tone, definitions, entry, left_to_right, notice, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};
use serde_json::json;

use super::{HERE, Sight, address, period, quality, way};
use crate::events::{Correction, DatasetImported};
use crate::published::Publication;
use crate::tables::{self, Dataset, Out};

/// A dataset as a visitor sees it.
struct Seen {
    dataset: Dataset,
    sight: Sight,
    /// Where the sight reaches that far, and a report was made.
    quality: Option<Quality>,
    /// The next version, where the visitor may know of it.
    newer: Option<Reference>,
}

pub async fn show(State(app): State<App>, visit: Visit, Path(asked): Path<String>) -> Answer<Response> {
    let (reference, as_json) = match asked.strip_suffix(".json") {
        Some(reference) => (reference, true),
        None => (asked.as_str(), false),
    };
    let reference = Reference::parse(reference).ok_or(Problem::NotFound)?;
    let (dataset, newer, out) = app
        .read(move |tx| {
            let dataset = tables::find(tx, &reference)?.ok_or(Problem::NotFound)?;
            let newer = match &dataset.corrected_by {
                Some(newer) => tables::find(tx, newer)?,
                None => None,
            };
            Ok::<_, Refusal>((dataset, newer, tables::out(tx)?))
        })
        .await?;
    let sight = |dataset: &Dataset| Sight::new(&app, &visit, dataset, out.get(dataset.reference.as_str()));
    let own = sight(&dataset).ok_or(Problem::NotFound)?;
    let quality = if let Sight::Published(_) = own { None } else { report(&app, &dataset).await? };
    let newer = newer.filter(|newer| sight(newer).is_some()).map(|newer| newer.reference);
    let seen = Seen { dataset, sight: own, quality, newer };
    if as_json {
        let text = as_program(&seen).map_err(|error| Refusal::Broken(error.to_string()))?;
        return Ok(([(CONTENT_TYPE, "application/json")], text).into_response());
    }
    Ok(render(&visit, &seen).into_response())
}

async fn report(app: &App, dataset: &Dataset) -> Answer<Option<Quality>> {
    let Some(reading) = dataset.body.as_ref().and_then(|body| body.reading.as_ref()) else { return Ok(None) };
    let (objects, hash) = (app.ledger.objects().clone(), reading.quality.clone());
    let bytes = app.read(move |_| Ok::<_, Refusal>(objects.get(&hash)?)).await?;
    let quality = serde_json::from_slice(&bytes).map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Some(quality))
}

pub fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Incidents => "datasets-subject-incidents",
        Subject::Outcomes => "datasets-subject-outcomes",
        Subject::Stops => "datasets-subject-stops",
    }
}

/// What a program gets: the same as the page says.
fn as_program(seen: &Seen) -> Result<String, serde_json::Error> {
    let Seen { dataset, sight, quality, newer } = seen;
    let (first, last) = sight.months(dataset);
    let origin = origin(dataset);
    let mut told = json!({
        "dataset": dataset.reference,
        "subject": dataset.subject,
        "publication": dataset.publication,
        "first_month": first.to_string(),
        "last_month": last.to_string(),
        "corrected_by": newer,
        "source": origin.map(|body| &body.source),
        "licence": origin.map(|body| &body.licence),
    });
    let more = match sight {
        Sight::Published(out) => json!({ "published_since": out.since.rfc3339() }),
        Sight::Exact | Sight::Open => {
            let reading = dataset.body.as_ref().and_then(|body| body.reading.as_ref());
            json!({
                "version": dataset.version,
                "correction": correction(dataset),
                "content_sha256": dataset.content,
                "mapping": reading.map(|reading| &reading.mapping),
                "quality": quality,
                "iccs": quality.as_ref().map(|quality| quality::shares(quality, dataset)),
            })
        }
    };
    if let (Some(told), Some(more)) = (told.as_object_mut(), more.as_object()) {
        told.extend(more.clone());
    }
    serde_json::to_string_pretty(&told)
}

/// What was said of where it comes from, where anything was.
fn origin(dataset: &Dataset) -> Option<&DatasetImported> {
    dataset.body.as_ref()
}

fn correction(dataset: &Dataset) -> Option<&Correction> {
    dataset.body.as_ref().and_then(|body: &DatasetImported| body.correction.as_ref())
}

fn render(visit: &Visit, seen: &Seen) -> Markup {
    let words = visit.words();
    let Seen { dataset, sight, quality, newer } = seen;
    let main = html! {
        @if let Some(newer) = newer {
            (notice(Tone::Note, html! {
                p { (words.t("datasets-is-corrected")) " " a href={ (HERE) "/" (newer) } { (words.t("datasets-newer")) } }
            }))
        }
        @match sight {
            Sight::Published(out) => { (published(visit, dataset, out)) }
            Sight::Exact | Sight::Open => {
                (facts(visit, dataset))
                @if let Some(correction) = correction(dataset) { (corrected(visit, correction)) }
                @match quality {
                    Some(quality) => {
                        (quality::sentences(visit, quality))
                        (quality::missing(visit, quality))
                        (quality::classes(visit, quality, dataset))
                    }
                    None => p { (words.t("datasets-no-report")) },
                }
            }
        }
        p { a href={ (address(dataset)) ".json" } { (words.t("datasets-json")) } }
    };
    let lede = match sight {
        Sight::Exact if dataset.publication != Publication::AsSource => "datasets-exact",
        Sight::Exact | Sight::Open => "datasets-open",
        Sight::Published(_) => "datasets-published",
    };
    let title = words.say(
        &Message::new("datasets-of")
            .text("what", words.t(subject(dataset.subject)))
            .text("period", period(words, sight.months(dataset))),
    );
    let mut parts = PageParts::new(title, main).lede(html! { p { (words.t(lede)) } }).section(super::super::SECTION);
    parts.trail = vec![(words.t("datasets-title").to_owned(), HERE.to_owned())];
    page(visit, &parts)
}

/// What everybody may know of what is published of it.
fn published(visit: &Visit, dataset: &Dataset, out: &Out) -> Markup {
    let words = visit.words();
    let mut all = vec![
        (words.t("datasets-period-published"), html! { (period(words, out.months)) }),
        (words.t("datasets-since"), words.day_tag(out.since.day(&visit.site.zone))),
    ];
    all.extend(stated(visit, dataset));
    html! {
        (definitions(&all))
        ul {
            li { a href="/observatory/explore" { (words.t("observatory-explore")) } }
            li { a href="/data" { (words.t("datasets-files")) } }
        }
    }
}

/// What holds whatever stands in the file: how it is published, what it tells of time, and what was said at its import.
fn stated<'a>(visit: &'a Visit, dataset: &Dataset) -> Vec<(&'a str, Markup)> {
    let words = visit.words();
    let mut all = vec![(words.t("datasets-way"), html! { (words.t(way(dataset.publication))) })];
    let reading = dataset.body.as_ref().and_then(|body| body.reading.as_ref());
    if let Some(reading) = reading {
        let time = match reading.mapping.time {
            Time::Month { .. } => "datasets-time-month",
            Time::Day { .. } => "datasets-time-day",
            Time::Moment { .. } | Time::Parts { .. } | Time::Between { .. } => "datasets-time-moment",
        };
        all.push((words.t("datasets-time"), html! { (words.t(time)) }));
    }
    let said = |text: &str| Some(text).filter(|text| !text.is_empty()).map(users_words);
    let origin = origin(dataset);
    all.extend(origin.and_then(|body| said(&body.source)).map(|text| (words.t("datasets-source"), text)));
    all.extend(origin.and_then(|body| said(&body.licence)).map(|text| (words.t("datasets-licence"), text)));
    all
}

fn facts(visit: &Visit, dataset: &Dataset) -> Markup {
    let words = visit.words();
    let mut all = vec![
        (words.t("datasets-period"), html! { (period(words, dataset.months)) }),
        (words.t("datasets-imported"), words.day_tag(dataset.imported.day(&visit.site.zone))),
        (words.t("datasets-rows"), html! { (words.number(dataset.read)) }),
        (words.t("datasets-version"), html! { (words.number(dataset.version)) }),
        (words.t("datasets-reference"), left_to_right(dataset.reference.as_str())),
        (words.t("datasets-hash"), left_to_right(&dataset.content)),
    ];
    all.extend(stated(visit, dataset));
    definitions(&all)
}

fn corrected(visit: &Visit, correction: &Correction) -> Markup {
    let words = visit.words();
    let count = |count: u64| html! { (words.number(i64::try_from(count).unwrap_or(i64::MAX))) };
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
