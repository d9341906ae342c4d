//! What people see of the datasets: recorded incidents to explore, an area's profile, areas compared fairly, early warnings.
//!
//! Every number here is published ([`crate::published`]); a page knows no other. What is withheld is said and drawn
//! as that and never as zero.

mod answer;
mod compare;
mod datasets;
mod demand;
mod explore;
mod figures;
mod filter;
mod heard;
mod hours;
mod place;
mod profile;
mod raised;
mod said;
mod seen;
mod start;
mod surveys;
mod take;
mod warnings;
mod words;

use axum::Router;
use axum::routing::get;
use comity_web::App;

pub use filter::as_filed as kind_from_address;

/// What the navigation calls these pages.
pub const SECTION: &str = "observatory";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/observatory", get(start::show))
        .route("/observatory/explore", get(explore::show))
        .route("/observatory/explore.csv", get(take::csv))
        .route("/observatory/explore.json", get(take::json))
        .route("/observatory/areas/{code}", get(profile::show))
        .route("/observatory/compare", get(compare::show))
        .route("/observatory/warnings", get(warnings::show))
        .merge(datasets::routes())
        .merge(surveys::routes())
        .merge(heard::routes())
}

/// The address of an area's profile.
pub fn profile_address(code: &str) -> String {
    format!("/observatory/areas/{}", comity_shell::frame::encoded(code))
}
