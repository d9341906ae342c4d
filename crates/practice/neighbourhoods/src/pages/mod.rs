//! What people see: the first page, the ways to find a neighbourhood, and the page of each.

mod find;
mod home;
mod sections;
mod show;

use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router};
use comity_shell::{Field, Filled, location_button};
use comity_web::{App, Visit};
use maud::{Markup, html};

use crate::kept::Kept;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/neighbourhoods", get(find::show))
        .route("/neighbourhoods/{code}", get(show::show))
        .layer(Extension(Arc::new(Kept::default())))
}

/// The form by which the area of a point is found: by the browser, or by hand.
fn point_form(visit: &Visit, filled: &Filled) -> Markup {
    let words = visit.words();
    html! {
        form method="get" action="/neighbourhoods" class="form" data-locate {
            (location_button(words))
            details open[!filled.raw("lat").is_empty() || !filled.raw("lon").is_empty()] {
                summary { (words.t("find-by-point")) }
                (Field::new("lat", words.t("find-lat")).hint(words.t("find-lat-hint")).narrow().text(words, filled))
                (Field::new("lon", words.t("find-lon")).hint(words.t("find-lon-hint")).narrow().text(words, filled))
                (comity_shell::button(comity_shell::Weight::Quiet, words.t("find-point-do")))
            }
        }
    }
}
