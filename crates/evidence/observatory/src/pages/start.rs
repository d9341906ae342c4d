//! The observatory's first page: what stands here, by which rule, and what recorded incidents do not say.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comity_ledger::Refusal;
use comity_shell::{PageParts, Tone, Weight, entry, link_button, notice, page};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::answer::answer;
use super::filter::Known;
use super::{SECTION, explore, words};
use crate::published::words::rules;
use crate::published::{self, Filter, Shown};

struct Start {
    known: Known,
    shown: Option<Shown>,
}

pub async fn show(State(app): State<App>, visit: Visit, asked: HeaderMap) -> Answer<Response> {
    let start = app
        .read(|tx| {
            let known = Known::read(tx)?;
            let filter = Filter { months: known.months, ..Filter::default() };
            let shown = if known.months.is_some() { published::counts(tx, &filter)? } else { None };
            Ok::<_, Refusal>(Start { known, shown })
        })
        .await?;
    Ok(answer(&visit, &asked, StatusCode::OK, render(&visit, &start)))
}

fn render(visit: &Visit, start: &Start) -> Markup {
    let words = visit.words();
    let main = html! {
        @match start.known.months {
            Some(months) => {
                p { (words.show(&words::period("observatory-months", words, months))) }
                p { (link_button(Weight::Main, words.t("observatory-explore"), explore::ADDRESS)) }
                ul {
                    li { a href="/observatory/compare" { (words.t("observatory-compare")) } ": " (words.t("observatory-compare-what")) }
                    li { a href="/observatory/warnings" { (words.t("observatory-warnings")) } ": " (words.t("observatory-warnings-what")) }
                    li { a href="/observatory/surveys" { (words.t("survey-title")) } ": " (words.t("survey-what")) }
                    li { a href="/observatory/heard" { (words.t("heard-title")) } ": " (words.t("heard-what")) }
                    li { a href="/observatory/datasets" { (words.t("datasets-title")) } ": " (words.t("observatory-datasets-what")) }
                    li { a href="/observatory/explore.csv" download { (words.t("observatory-csv")) } }
                }
            }
            None => {
                (notice(Tone::Note, html! { p { (words.t("observatory-nothing")) } }))
                ul {
                    li { a href="/observatory/surveys" { (words.t("survey-title")) } ": " (words.t("survey-what")) }
                    li { a href="/observatory/heard" { (words.t("heard-title")) } ": " (words.t("heard-what")) }
                }
            }
        }
        (entry(words.t("observatory-not"), html! {
            ul {
                @for id in ["observatory-not-trust", "observatory-not-danger", "observatory-not-seen", "observatory-not-people"] {
                    li { (words.t(id)) }
                }
            }
        }))
        (entry(words.t("observatory-rule"), html! {
            p { (words.t("observatory-rule-why")) }
            @if let Some(shown) = &start.shown { (rules(words, &shown.rules)) }
        }))
    };
    let parts = PageParts::new(words.t("observatory-title"), main)
        .lede(html! { p { (words.t("observatory-lede")) } })
        .section(SECTION);
    page(visit, &parts)
}
