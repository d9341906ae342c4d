//! Where everything happens: areas and their hierarchy, the team of each and what it puts first.
//!
//! A partnership brings its own map as files ([`import_areas`]); the files are kept as objects, and the table of areas
//! follows from them. An [`Area`]'s `path` holds the codes from the outermost area to it, so "in this area or below" is
//! "its path begins with this one's". Outlines are not in tables: [`boundaries`] keeps them in memory, finds the area of a
//! point and draws maps.
//!
//! The public page of an area shows what many slices know. It is kept ready for as long as its [`page_version`] stays the
//! same, so every projection that changes what such a page shows calls [`page_changed`] for that area.
//!
//! Officers are named here because residents shall know who works for them; their names and contacts are private parts,
//! which can be erased. Nothing here analyses anybody.

mod area;
mod boundaries;
mod events;
mod file;
pub mod geometry;
mod import;
mod listed;
pub mod map;
mod pages;
mod people;
mod rules;
mod tables;

use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

pub use area::{Area, Bilingual, collator, sort_as_dictionaries, sort_by_name};
pub use boundaries::{Boundaries, boundaries, boundaries_now, boundaries_of};
pub use events::{
    AREAS_IMPORTED, AreasImport, Officer, PRIORITIES_SET, Priority, TEAM_SET, Team, priorities_stream, team_stream,
};
pub use file::FileError;
pub use geometry::Level;
pub use import::{AreasImportError, AreasImported, import_areas, import_areas_now};
pub use listed::smallest_by_name;
pub use pages::{address, may_set_priorities, may_set_team};
pub use people::{Population, population, smallest};
pub use rules::{set_priorities, set_team};
pub use tables::{
    EVERYWHERE, PageVersion, along, area, areas, children, imported, is_smallest, own_priorities, own_team,
    page_changed, page_version, path_of, priorities_of, priorities_set, team_of,
};

/// Areas, teams and priorities.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places;

impl Projection for Places {
    fn name(&self) -> &'static str {
        "places"
    }

    fn tables(&self) -> &'static [Table] {
        tables::TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        tables::MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
        tables::project(tx, entry, objects)
    }

    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        tables::erase(tx, entry)
    }

    fn objects(&self, entry: &Recorded) -> Vec<String> {
        if entry.header.kind != AREAS_IMPORTED {
            return Vec::new();
        }
        entry
            .body::<AreasImport>()
            .map(|import| [import.object].into_iter().chain(import.population).collect())
            .unwrap_or_default()
    }
}

impl Slice for Places {
    fn routes(&self) -> axum::Router<App> {
        pages::routes()
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/places.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/places.ftl")),
        ]
    }
}
