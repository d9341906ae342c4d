//! `/data`: what is published, the rule, the terms, and the files.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use comity_kernel::Message;
use comity_observatory::published::{self, Publication, Release, RuleApplied};
use comity_observatory::{Month, kind_name};
use comity_shell::{Column, PageParts, Table, Words, entry, left_to_right, page, users_words};
use comity_web::{App, Visit};
use maud::{Markup, html};

use super::{Filter, Selection, rule};
use crate::problem::{Answer, read};

/// A file: its address, the id of what it holds, and its format.
const FILES: [(&str, &str, &str); 7] = [
    ("/data/counts.csv", "open-file-counts", "CSV"),
    ("/data/counts.json", "open-file-counts", "JSON"),
    ("/data/counts.parquet", "open-file-counts", "Parquet"),
    ("/data/areas.geojson", "open-file-areas", "GeoJSON"),
    ("/data/points.geojson", "open-file-points", "GeoJSON"),
    ("/data/points.csv", "open-file-points", "CSV"),
    ("/data/counts.rule.json", "open-file-rule", "JSON"),
];

/// Ways for programs: the address, and the id of what it is.
const WAYS: [(&str, &str); 3] =
    [("/ogc", "open-way-ogc"), ("/api/forces", "open-way-police"), ("/openapi.json", "open-way-openapi")];

/// The page of everything that can be taken away.
#[utoipa::path(get, path = "/data", tag = "files", responses((status = 200, body = String, content_type = "text/html")))]
pub async fn show(State(app): State<App>, visit: Visit) -> Answer<Response> {
    let (releases, rules) = read(&app, &visit, |tx| {
        let selection = Selection::read(tx, &Filter::default())?;
        let rules = rule::applied(tx, &selection)?;
        Ok((published::releases(tx)?, rules))
    })
    .await?;
    Ok(render(&visit, &releases, &rules).into_response())
}

fn render(visit: &Visit, releases: &[Release], rules: &[RuleApplied]) -> Markup {
    let words = visit.words();
    let main = html! {
        (entry(words.t("open-files"), html! {
            (files(words))
            p class="hint" { (words.t("open-files-filter")) }
            p { (words.t("open-status-withheld")) }
        }))
        (entry(words.t("open-rule"), html! {
            @if rules.is_empty() { p { (words.t("open-nothing-yet")) } }
            @for rule in rules { ul { @for sentence in &rule.sentences { li { (words.show(sentence)) } } } }
        }))
        (entry(words.t("open-terms"), html! { p { (words.t("open-licence")) } }))
        (entry(words.t("open-programs"), html! {
            ul { @for (address, what) in WAYS { li { a href=(address) { (words.t(what)) } } } }
        }))
        (entry(words.t("open-releases"), html! {
            @if releases.is_empty() { p { (words.t("open-nothing-yet")) } } @else { (table(visit, releases)) }
        }))
    };
    let lede = html! { p { (words.t("open-lede")) } };
    page(visit, &PageParts::new(words.t("open-title"), main).lede(lede))
}

fn files(words: Words<'_>) -> Markup {
    html! {
        ul {
            @for (address, what, format) in FILES {
                li { a href=(address) { (words.t(what)) " · " (left_to_right(format)) } }
            }
        }
    }
}

/// How many releases stand on the page, the latest; all are in the files.
const SHOWN: usize = 40;

fn table(visit: &Visit, releases: &[Release]) -> Markup {
    let words = visit.words();
    let row = |release: &Release| {
        let kinds: Vec<&str> = release.kinds.iter().map(|kind| kind_name(words, kind)).collect();
        vec![
            html! { (span(words, release.months)) },
            html! { (words.t(way(release.publication))) },
            html! { @for (at, kind) in kinds.iter().enumerate() { @if at > 0 { (words.t("date-comma")) " " } (users_words(kind)) } },
            html! { (words.day_tag(release.published.day(&visit.site.zone))) },
        ]
    };
    let table = Table {
        id: "releases",
        caption: words.say(&Message::new("open-releases-caption").number("count", releases.len() as i64)),
        columns: ["open-column-months", "open-column-way", "open-column-kinds", "open-column-out"]
            .map(|id| Column::text(words.t(id)))
            .to_vec(),
        rows: releases.iter().rev().take(SHOWN).map(row).collect(),
    };
    table.show()
}

fn way(publication: Publication) -> &'static str {
    match publication {
        Publication::Withheld => "open-publication-withheld",
        Publication::Counts => "open-publication-counts",
        Publication::Points => "open-publication-points",
        Publication::AsSource => "open-publication-as-source",
    }
}

fn span(words: Words<'_>, (first, last): (Month, Month)) -> String {
    let name = |month: Month| {
        let year = i16::try_from(month.year()).unwrap_or_default();
        words.month(year, i8::try_from(month.of_year()).unwrap_or(1))
    };
    if first == last { name(first) } else { format!("{} – {}", name(first), name(last)) }
}
