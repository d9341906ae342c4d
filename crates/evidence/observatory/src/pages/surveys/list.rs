//! All surveys.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comity_shell::{Column, PageParts, Table, Tone, entry, notice, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::super::SECTION;
use super::super::answer::answer;
use super::{address, days, reading, text};
use crate::surveys::{Survey, surveys};

pub async fn show(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Answer<Response> {
    let all = app.read(surveys).await?;
    let words = visit.words();
    let main = html! {
        @if all.is_empty() {
            (notice(Tone::Note, html! { p { (words.t("survey-none")) } }))
        } @else {
            (table(&visit, &all))
            p { a href="/observatory/heard" { (words.t("heard-title")) } ": " (words.t("heard-what")) }
        }
        (entry(words.t("survey-read"), reading(words)))
    };
    let parts = PageParts::new(words.t("survey-title"), main)
        .lede(html! { p { (words.t("survey-lede")) } })
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory");
    Ok(answer(&visit, &asked, StatusCode::OK, page(&visit, &parts)))
}

fn table(visit: &Visit, all: &[Survey]) -> Markup {
    let words = visit.words();
    let number = |number: usize| html! { (words.number(i64::try_from(number).unwrap_or(i64::MAX))) };
    let row = |survey: &Survey| {
        vec![
            html! { a href=(address(survey)) { (users_words(text(words, &survey.layout.title, ""))) } },
            html! { (days(words, survey)) },
            number(usize::try_from(survey.results.respondents).unwrap_or(usize::MAX)),
            number(survey.results.questions.len()),
        ]
    };
    let columns = vec![
        Column::text(words.t("survey-column-survey")),
        Column::text(words.t("survey-column-when")),
        Column::number(words.t("survey-column-answered")),
        Column::number(words.t("survey-column-questions")),
    ];
    let caption = words.t("survey-list-caption").to_owned();
    Table { id: "surveys", caption, columns, rows: all.iter().map(row).collect() }.show()
}
