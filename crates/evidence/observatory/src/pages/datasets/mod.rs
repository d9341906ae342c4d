//! Pages on datasets: which there are, and how good each of them is.
//!
//! A report on quality counts single rows, from which a withheld number could be worked out; and the hash of a file lets
//! whoever guesses it be sure. So the report is for those who may see exact numbers, except of what is public in the form
//! in which it was imported. Everybody sees of the others what was published of them, and of those of which nothing was,
//! nothing.

mod list;
mod quality;
mod show;

use axum::Router;
use axum::routing::get;
use comity_access::{Action, Resource, kind};
use comity_datasets::Month;
use comity_shell::Words;
use comity_web::{App, Visit};

use super::words;
use crate::published::Publication;
use crate::tables::{Dataset, Out};

const HERE: &str = "/observatory/datasets";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/observatory/datasets", get(list::show))
        .route("/observatory/datasets/{reference}", get(show::show))
}

fn address(dataset: &Dataset) -> String {
    format!("{HERE}/{}", dataset.reference)
}

/// How much of a dataset a visitor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sight {
    /// All, exactly: an analyst.
    Exact,
    /// All: it is public already.
    Open,
    /// What was published of it.
    Published(Out),
}

impl Sight {
    /// `None` for whom there is no such dataset.
    fn new(app: &App, visit: &Visit, dataset: &Dataset, out: Option<&Out>) -> Option<Self> {
        let resource = Resource::of_everywhere(kind::DATASET, dataset.reference.as_str());
        if app.permit(visit, Action::DATASET_READ_EXACT, &resource).is_ok() {
            return Some(Self::Exact);
        }
        match dataset.publication {
            Publication::AsSource => Some(Self::Open),
            _ => out.cloned().map(Self::Published),
        }
    }

    /// The months that may be named.
    fn months(&self, dataset: &Dataset) -> (Month, Month) {
        if let Self::Published(out) = self { out.months } else { dataset.months }
    }
}

/// From which month to which.
fn period(words: Words<'_>, (first, last): (Month, Month)) -> String {
    let month = |month| words::month(words, month);
    if first == last { month(first) } else { format!("{} – {}", month(first), month(last)) }
}

/// How it is published, as the id of its words.
fn way(publication: Publication) -> &'static str {
    match publication {
        Publication::Withheld => "datasets-way-withheld",
        Publication::Counts => "datasets-way-counts",
        Publication::Points => "datasets-way-points",
        Publication::AsSource => "datasets-way-as-source",
    }
}
