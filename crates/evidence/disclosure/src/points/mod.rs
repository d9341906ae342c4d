//! Map points: where an incident is drawn, instead of where it happened.
//!
//! Each map point stands for at least so many addresses, and so many homes, of one area, or for none; it lies on the
//! middle of a street, between addresses, or at a public place, and never nearer to a home than the clearance. Incidents
//! are drawn at the nearest map point of their own area, or, where the area has none, not at all.
//!
//! What a map point stands for is exactly what snaps to it: the addresses for which [`MapPoints::snap`] gives it. Whoever
//! knows every address and every map point, and sees an incident at one, is left with at least that many homes.
//!
//! The idea is that of the anonymous map points of data.police.uk (at least eight postal addresses or none). Homes at the
//! same coordinates (flats in one house) count one each: the house can be told then, the home cannot.

mod build;
mod clearance;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressKind {
    /// Somebody lives there.
    Home,
    /// A place open to everybody, at which a map point may lie: a park, a station, a market.
    Public,
    /// Anything else: a shop, an office.
    Other,
}

/// One address point.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Metres to the east, in a projection true to distance.
    pub x: f64,
    /// Metres to the north.
    pub y: f64,
    /// The code of its area.
    pub area: String,
    /// The name of its street or public place.
    pub place: String,
    pub kind: AddressKind,
}

/// What map points must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointSettings {
    /// Each stands for at least so many addresses, and for at least so many homes if for any, or for none.
    pub addresses: usize,
    /// At least so far from every home, in metres.
    pub clearance: u32,
}

impl Default for PointSettings {
    /// Eight addresses, ten metres.
    fn default() -> Self {
        Self { addresses: 8, clearance: 10 }
    }
}

/// One published point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapPoint {
    /// Metres to the east.
    pub x: f64,
    /// Metres to the north.
    pub y: f64,
    /// The area that it lies in and stands for.
    pub area: String,
    /// "On or near" this street or place.
    pub place: String,
    /// How many addresses snap to it: 0, or at least as many as the settings say.
    pub addresses: usize,
}

/// All published points.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPoints {
    points: Vec<MapPoint>,
    /// The points of each area, as places in the list.
    by_area: BTreeMap<String, Vec<usize>>,
}

impl MapPoints {
    /// Map points for these addresses; the same for the same addresses, in whatever order they come.
    ///
    /// `inside` says whether a position lies within an area, from its boundary. Where no boundaries are known, give
    /// [`anywhere`]: then a point keeps to its area in that the address nearest to it is of that area.
    ///
    /// # Errors
    /// [`Error::Setting`] for fewer than 2 addresses; [`Error::Value`] for coordinates that are not numbers.
    pub fn build(
        addresses: &[Address],
        settings: PointSettings,
        inside: &dyn Fn(&str, f64, f64) -> bool,
    ) -> Result<Self, Error> {
        if settings.addresses < 2 {
            return Err(Error::setting("the least number of addresses", settings.addresses, "a number from 2 on"));
        }
        for (row, address) in addresses.iter().enumerate() {
            if !(address.x.is_finite() && address.y.is_finite() && address.x.abs() < 1e9 && address.y.abs() < 1e9) {
                let found = format!("at {}, {}", address.x, address.y);
                return Err(Error::Value { what: "address", row, found, expected: "coordinates in metres" });
            }
        }
        let points = build::points(addresses, settings, inside);
        let mut by_area: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, point) in points.iter().enumerate() {
            by_area.entry(point.area.clone()).or_default().push(place);
        }
        Ok(Self { points, by_area })
    }

    /// All of them, by area and place.
    pub fn points(&self) -> &[MapPoint] {
        &self.points
    }

    /// Where an incident at this position in this area is drawn; `None`: not at all, for the area has no map point (or
    /// the position is not a number).
    pub fn snap(&self, x: f64, y: f64, area: &str) -> Option<&MapPoint> {
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        let points = self.by_area.get(area)?.iter().map(|place| &self.points[*place]);
        points.min_by(|a, b| square(a.x - x, a.y - y).total_cmp(&square(b.x - x, b.y - y)))
    }
}

/// For [`MapPoints::build`] where no boundaries are known.
pub fn anywhere(_: &str, _: f64, _: f64) -> bool {
    true
}

fn square(x: f64, y: f64) -> f64 {
    x * x + y * y
}
