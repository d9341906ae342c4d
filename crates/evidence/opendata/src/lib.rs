//! What is published, for programs: an API that is compatible with police.uk's, files, OGC API Features, and a description
//! of them all.
//!
//! Everything here is read from what was published (`comity_observatory::published`) and from what the public pages of areas
//! show. Nothing is kept here, and nothing here can say more than those.

mod asked;
mod data;
mod feature;
mod meetings;
mod ogc;
mod police;
mod problem;
mod shape;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use meetings::{Meeting, Meetings};
pub use problem::OpenDataError;

/// The longest form that is read: a shape of many corners.
const LONGEST_FORM: usize = 1024 * 1024;

/// The slice.
#[derive(Clone, Copy, Debug)]
pub struct OpenData {
    pub meetings: Meetings,
}

#[derive(OpenApi)]
#[openapi(info(title = "Open data", description = "What a community-safety partnership publishes."))]
struct Description;

impl Projection for OpenData {
    fn name(&self) -> &'static str {
        "opendata"
    }

    fn tables(&self) -> &'static [Table] {
        &[]
    }

    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    fn project(&self, _tx: &mut Write<'_>, _entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        Ok(())
    }

    fn erase(&self, _tx: &mut Write<'_>, _entry: &Recorded) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Slice for OpenData {
    fn routes(&self) -> axum::Router<App> {
        let (router, description) = OpenApiRouter::with_openapi(Description::openapi())
            .merge(police::routes())
            .merge(data::routes())
            .merge(ogc::routes())
            .split_for_parts();
        router
            .route("/openapi.json", axum::routing::get(move || async move { axum::Json(description) }))
            .layer(axum::Extension(self.meetings))
            .layer(DefaultBodyLimit::max(LONGEST_FORM))
            .layer(from_fn(problem::layer))
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/opendata.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/opendata.ftl")),
        ]
    }
}
