//! The answers as pages.

use axum::response::{IntoResponse as _, Response};
use comity_shell::{Column, PageParts, Table, entry, left_to_right, page, users_words};
use comity_web::Visit;
use maud::{Markup, html};
use serde_json::Value;

use super::Link;
use crate::feature::Feature;

/// A page with links, and perhaps features.
pub fn show(visit: &Visit, title: String, links: &[Link], features: Option<&[Feature]>) -> Response {
    let words = visit.words();
    let main = html! {
        @if let Some(features) = features {
            @if features.is_empty() { p { (words.t("open-no-features")) } } @else { (table(title.clone(), features)) }
        }
        (entry(words.t("open-links"), html! {
            ul {
                @for link in links {
                    li {
                        a href=(link.href) {
                            @match &link.title {
                                Some(title) => { (users_words(title)) }
                                None => { (left_to_right(link.rel)) }
                            }
                        }
                        " " span class="quiet" { (left_to_right(&format!("{}, {}", link.rel, link.r#type))) }
                    }
                }
            }
        }))
    };
    page(visit, &PageParts::new(title, main).under(words.t("open-title"), "/data")).into_response()
}

/// One line for each feature; the columns are the properties.
fn table(caption: String, features: &[Feature]) -> Markup {
    let names: Vec<String> = features
        .first()
        .and_then(|feature| feature.properties.as_object())
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default();
    let row = |feature: &Feature| {
        let cells = names.iter().map(|name| cell(feature.properties.get(name)));
        std::iter::once(html! { (left_to_right(&feature.id)) }).chain(cells).collect()
    };
    let columns = std::iter::once(Column::text("id")).chain(names.iter().map(Column::text)).collect();
    Table { id: "features", caption, columns, rows: features.iter().map(row).collect() }.show()
}

fn cell(value: Option<&Value>) -> Markup {
    match value {
        None | Some(Value::Null) => html! {},
        Some(Value::String(text)) => users_words(text),
        Some(other) => html! { (other) },
    }
}
