//! The API of data.police.uk as its documentation describes it, so that programs made for it work unchanged.
//!
//! The partnership is the one force, its smallest areas are the neighbourhoods. What is published here of an incident is less
//! than there: no persistent id (so no way from a crime to its outcomes), and of a stop neither its day nor anything of the
//! person.

mod category;
mod crimes;
mod force;
mod neighbourhood;
mod outcomes;
mod people;
mod stops;

use comity_web::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<App> {
    let places = OpenApiRouter::new()
        .routes(routes!(force::forces))
        .routes(routes!(force::force))
        .routes(routes!(force::people))
        .routes(routes!(neighbourhood::neighbourhoods))
        .routes(routes!(neighbourhood::neighbourhood))
        .routes(routes!(neighbourhood::boundary))
        .routes(routes!(people::people))
        .routes(routes!(people::events))
        .routes(routes!(people::priorities))
        .routes(routes!(neighbourhood::locate));
    let crimes = OpenApiRouter::new()
        .routes(routes!(category::categories))
        .routes(routes!(category::last_updated))
        .routes(routes!(category::dates))
        .routes(routes!(crimes::street))
        .routes(routes!(crimes::street_posted))
        .routes(routes!(crimes::at_location))
        .routes(routes!(crimes::no_location))
        .routes(routes!(outcomes::at_location))
        .routes(routes!(outcomes::at_location_posted))
        .routes(routes!(outcomes::for_crime))
        .routes(routes!(stops::street))
        .routes(routes!(stops::street_posted))
        .routes(routes!(stops::at_location))
        .routes(routes!(stops::force))
        .routes(routes!(stops::no_location));
    places.merge(crimes)
}
