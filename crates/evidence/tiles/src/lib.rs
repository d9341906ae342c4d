//! What is published as vector tiles (Mapbox Vector Tiles 2.1), for maps: outlines of areas, and incidents at their points.
//!
//! Areas are drawn from their outlines, without any number. Incidents are read from what was published
//! (`comity_observatory::published`), and put together where the map is seen from afar; nothing here is kept, and nothing
//! here can say more than that.
//!
//! A map is cut into tiles that double with each zoom; zoom 0 is one tile for the whole earth (Web Mercator, EPSG:3857).

mod answer;
mod areas;
mod incidents;
mod problem;
mod ring;
mod square;

use axum::middleware::from_fn;
use axum::routing::get;
use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

pub use problem::TilesError;

/// Units of a tile from edge to edge.
const EXTENT: i32 = 4096;
/// The finest zoom there is; maps enlarge its tiles. A unit is then 60 centimetres at the equator.
const FINEST: u8 = 14;
/// A tile of more bytes than these, before it is packed, is drawn more coarsely.
const MOST_BYTES: usize = 200_000;

/// The slice.
#[derive(Clone, Copy, Debug)]
pub struct Tiles;

impl Projection for Tiles {
    fn name(&self) -> &'static str {
        "tiles"
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

impl Slice for Tiles {
    fn routes(&self) -> axum::Router<App> {
        axum::Router::new()
            .route("/tiles/areas/{z}/{x}/{y}", get(areas::show))
            .route("/tiles/incidents/{z}/{x}/{y}", get(incidents::show))
            .layer(from_fn(problem::layer))
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/tiles.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/tiles.ftl")),
        ]
    }
}
