//! Pages on datasets: which there are, and how good each of them is.
//!
//! Everybody may know how good the numbers are on which they are governed. But a quality report counts single rows, so
//! what everybody sees is rounded ([`Shown`]); exact numbers are for those who may see them.

mod list;
mod quality;
mod report;
mod show;

use axum::Router;
use axum::routing::get;
use comity_access::{Action, Resource, kind};
use comity_shell::Words;
use comity_web::{App, Visit};

pub use report::Shown;

use crate::tables::Dataset;

const HERE: &str = "/observatory/datasets";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/observatory/datasets", get(list::show))
        .route("/observatory/datasets/{reference}", get(show::show))
}

fn address(dataset: &Dataset) -> String {
    format!("{HERE}/{}", dataset.reference)
}

/// How exactly the visitor may see a dataset.
fn shown(app: &App, visit: &Visit, reference: &str) -> Shown {
    let resource = Resource::of_everywhere(kind::DATASET, reference);
    match app.permit(visit, Action::DATASET_READ_EXACT, &resource) {
        Ok(()) => Shown::Exact,
        Err(_) => Shown::Rounded,
    }
}

/// From which month to which.
fn period(words: Words<'_>, dataset: &Dataset) -> String {
    let month = |month: comity_datasets::Month| {
        let year = i16::try_from(month.year()).unwrap_or_default();
        words.month(year, i8::try_from(month.of_year()).unwrap_or(1))
    };
    let (first, last) = dataset.months;
    if first == last { month(first) } else { format!("{} – {}", month(first), month(last)) }
}
