//! The shapes of areas: reading them from files, finding the area of a point, drawing them small.
//!
//! A partnership brings its own map: wards, beats or sectors as GeoJSON, and perhaps a table of how many people live in
//! each. [`read_areas`] and [`read_population`] turn such files into areas or say in plain sentences, line by line or
//! feature by feature, what is wrong with them; nothing is guessed in silence, so the properties taken for code and name
//! are part of the answer. [`AreaIndex`] says in which area a point lies, always the same one, also on a shared border.
//! [`svg_paths`] draws areas small enough for a page that must work without scripts.
//!
//! Everything here is pure: bytes and numbers in, areas or sentences out. Coordinates are WGS 84 longitude and latitude
//! in degrees, in that order. Nothing here stores, asks the time or knows who may see what.

mod crs;
mod feature;
mod hierarchy;
mod index;
mod outline;
mod population;
mod problem;
mod properties;
mod read;
mod rings;
mod svg;
#[cfg(test)]
mod tests;

pub use feature::{AreaShape, Level};
pub use index::AreaIndex;
pub use outline::{Dot, Outline, Ring, outlines};
pub use population::{Population, PopulationError, read_population};
pub use problem::{AreasError, FeatureProblem, LISTED};
pub use read::{Areas, read_areas};
pub use svg::{SvgMap, SvgPath, svg_paths};
