//! Who is heard: concerns by area beside those who live there, and those who answered surveys beside the population's groups.

mod areas;
mod groups;
mod program;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use comity_ledger::Refusal;
use comity_places::Area;
use comity_shell::{PageParts, entry, page};
use comity_store::Read;
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

pub use areas::{rate, rule};

use super::SECTION;
use super::answer::answer;
use crate::heard::{GroupFigure, Heard, heard, population_groups};
use crate::surveys::{Survey, surveys};

pub fn routes() -> Router<App> {
    Router::new().route("/observatory/heard", get(show)).route("/observatory/heard.json", get(json))
}

/// What the page rests on, read in one state of the data.
struct Seen {
    areas: Vec<Area>,
    concerns: Option<Heard>,
    /// By what people are put into groups.
    population: BTreeMap<String, Vec<GroupFigure>>,
    /// The last round of each series.
    surveys: Vec<Survey>,
}

impl Seen {
    fn read(tx: &mut Read<'_>) -> Result<Self, Refusal> {
        let mut seen = Self {
            areas: comity_places::areas(tx)?,
            concerns: heard(tx)?,
            population: population_groups(tx)?,
            surveys: Vec::new(),
        };
        // The latest stand first.
        for survey in surveys(tx)? {
            let series = &survey.layout.series;
            if series.is_empty() || seen.surveys.iter().all(|known| known.layout.series != *series) {
                seen.surveys.push(survey);
            }
        }
        Ok(seen)
    }
}

async fn show(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Answer<Response> {
    let seen = app.read(Seen::read).await?;
    Ok(answer(&visit, &headers, StatusCode::OK, render(&visit, &seen)))
}

async fn json(State(app): State<App>, visit: Visit) -> Answer<Response> {
    let seen = app.read(Seen::read).await?;
    let body = program::as_json(visit.words(), &seen).to_string();
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

fn render(visit: &Visit, seen: &Seen) -> Markup {
    let words = visit.words();
    let main = html! {
        (entry(words.t("heard-concerns"), areas::section(words, seen)))
        (entry(words.t("heard-surveys"), groups::section(words, seen)))
        (entry(words.t("heard-forums"), html! { p { (words.t("heard-forums-none")) } }))
        (entry(words.t("heard-means"), html! {
            ul {
                @for id in ["heard-means-silence", "heard-means-shares", "heard-means-question"] { li { (words.t(id)) } }
            }
        }))
        p { a href="/observatory/heard.json" { (words.t("heard-json")) } }
    };
    let parts = PageParts::new(words.t("heard-title"), main)
        .lede(html! { p { (words.t("heard-lede")) } })
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory");
    page(visit, &parts)
}
