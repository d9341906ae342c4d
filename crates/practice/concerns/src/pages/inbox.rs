//! The officers' inbox: concerns of their areas, those that wait for an answer first.

use std::collections::HashMap;

use axum::extract::{Query, State};
use comity_access::{Action, Resource, kind};
use comity_kernel::{Message, Page, PageRequest};
use comity_shell::{PageParts, more, page};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::{inbox_page, state_tag};
use crate::tables::{self, Concern, State as Standing};

const PAGE: usize = 30;

pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<HashMap<String, String>>) -> Answer {
    let filter = app.access.filter(visit.person.as_ref(), Action::CONCERN_READ, kind::CONCERN);
    if filter.is_nothing() {
        let nobody = Resource::new(kind::CONCERN, "", "");
        app.permit(&visit, Action::CONCERN_READ, &nobody)?;
    }
    let waiting = query.get("show").is_none_or(|show| show != "answered");
    let request = PageRequest { after: query.get("after").cloned(), size: PAGE };
    let later = request.after.is_some();
    let Page { rows, next } = app.read(move |tx| tables::inbox(tx, &filter, waiting, &request)).await?;
    let show = if waiting { "waiting" } else { "answered" };
    let address = |next: &str| format!("/inbox?show={show}&after={next}");
    let words = visit.words();
    let main = html! {
        nav class="tabs" aria-label=(words.t("inbox-show")) {
            (tab(&visit, waiting, "waiting", "inbox-waiting"))
            (tab(&visit, !waiting, "answered", "inbox-answered"))
        }
        @if rows.is_empty() { p { (words.t(if waiting { "inbox-none-waiting" } else { "inbox-none" })) } }
        @else { (table(&visit, &rows)) }
        (more(words, next.as_deref().map(address).as_deref(), later.then(|| format!("/inbox?show={show}")).as_deref()))
    };
    Ok(page(&visit, &PageParts::new(words.t("inbox-title"), main).section("inbox")))
}

fn tab(visit: &Visit, present: bool, show: &str, label: &'static str) -> Markup {
    html! { a href={ "/inbox?show=" (show) } aria-current=[present.then_some("page")] { (visit.words().t(label)) } }
}

fn table(visit: &Visit, rows: &[Concern]) -> Markup {
    let words = visit.words();
    html! {
        table class="stacked" aria-label=(words.t("inbox-title")) {
            thead { tr {
                th scope="col" { (words.t("inbox-about")) }
                th scope="col" { (words.t("inbox-area")) }
                th scope="col" { (words.t("inbox-state")) }
                th scope="col" { (words.t("inbox-since")) }
            } }
            tbody {
                @for concern in rows {
                    tr {
                        th scope="row" {
                            a href=(inbox_page(&concern.reference)) { (category(visit, concern)) }
                        }
                        td { bdi { (concern.area_names.get(visit.language)) } }
                        td {
                            // "Answered" beside "waiting" would contradict itself.
                            @if concern.waiting && concern.state == Standing::Answered {
                                (comity_shell::state_tag(comity_shell::State::Open, words.t("inbox-wrote-again")))
                            } @else { (state_tag(words, concern.state)) }
                        }
                        td { (words.moment_tag(concern.touched, &visit.site.zone)) " "
                            @if concern.waiting { (waited(visit, concern)) } }
                    }
                }
            }
        }
    }
}

fn waited(visit: &Visit, concern: &Concern) -> Markup {
    let days = (visit.now.0 - concern.waiting_since.0).max(0) / 86_400_000;
    html! { span class="waited" { (visit.words().show(&Message::new("inbox-days").number("days", days))) } }
}

pub(super) fn category(visit: &Visit, concern: &Concern) -> String {
    visit.words().t(&format!("category-{}", concern.category.as_str())).to_owned()
}
