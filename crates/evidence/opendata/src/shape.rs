//! Where somebody asks about: a circle of one mile, or a shape of their own.

use std::ops::RangeInclusive;

use crate::asked::degrees;
use crate::problem::{Answer, OpenDataError};

/// One mile in metres.
const MILE: f64 = 1609.344;
/// The mean radius of the earth in metres.
const EARTH: f64 = 6_371_008.8;
/// The most corners of a shape.
const CORNERS: RangeInclusive<usize> = 3..=20_000;
/// Into how many strips a shape is cut, so that a point is compared with few of its edges.
const STRIPS: usize = 512;

/// A place on the map; all coordinates are degrees in WGS 84.
#[derive(Clone, Debug)]
pub enum Shape {
    /// All within one mile of latitude and longitude.
    Mile {
        lat: f64,
        lon: f64,
    },
    Polygon(Polygon),
}

/// Its corners as (latitude, longitude), and its edges by strips of latitude.
#[derive(Clone, Debug)]
pub struct Polygon {
    corners: Vec<(f64, f64)>,
    south: f64,
    north: f64,
    strips: Vec<Vec<usize>>,
}

impl Shape {
    /// Reads `lat,lng:lat,lng:…`.
    ///
    /// # Errors
    /// [`OpenDataError::Parameter`].
    pub fn polygon(text: &str) -> Answer<Self> {
        let corner = |pair: &str| {
            let (lat, lon) = pair.split_once(',')?;
            Some((degrees("poly", lat, 90.0).ok()?, degrees("poly", lon, 180.0).ok()?))
        };
        let corners: Option<Vec<(f64, f64)>> = text.trim_end_matches(':').split(':').map(corner).collect();
        let corners = corners.filter(|corners| CORNERS.contains(&corners.len()));
        let wrong =
            || OpenDataError::Parameter { name: "poly", found: text.to_owned(), expected: "open-expected-poly" };
        Ok(Self::Polygon(Polygon::new(corners.ok_or_else(wrong)?)))
    }

    /// The edges of the smallest rectangle around it: west, south, east, north in millionths of a degree.
    pub fn within(&self) -> [i32; 4] {
        let [west, south, east, north] = match self {
            Self::Mile { lat, lon } => {
                let north = (MILE / EARTH).to_degrees();
                // Near a pole, all longitudes.
                let narrowing = (lat.abs() + north).min(90.0).to_radians().cos();
                let east = if narrowing > 1e-6 { (north / narrowing).min(360.0) } else { 360.0 };
                [lon - east, lat - north, lon + east, lat + north]
            }
            Self::Polygon(polygon) => {
                let lons = || polygon.corners.iter().map(|(_, lon)| *lon);
                [lons().fold(180.0, f64::min), polygon.south, lons().fold(-180.0, f64::max), polygon.north]
            }
        };
        [
            e6(west.max(-180.0).floor_e6()),
            e6(south.max(-90.0).floor_e6()),
            e6(east.min(180.0).ceil_e6()),
            e6(north.min(90.0).ceil_e6()),
        ]
    }

    pub fn holds(&self, lon_e6: i32, lat_e6: i32) -> bool {
        let (lon, lat) = (f64::from(lon_e6) / 1e6, f64::from(lat_e6) / 1e6);
        match self {
            Self::Mile { lat: here, lon: beside } => distance((*here, *beside), (lat, lon)) <= MILE,
            Self::Polygon(polygon) => polygon.holds(lat, lon),
        }
    }
}

trait Millionths {
    fn floor_e6(self) -> f64;
    fn ceil_e6(self) -> f64;
}

impl Millionths for f64 {
    fn floor_e6(self) -> f64 {
        (self * 1e6).floor()
    }

    fn ceil_e6(self) -> f64 {
        (self * 1e6).ceil()
    }
}

/// Saturates, as casts do; degrees fit.
fn e6(millionths: f64) -> i32 {
    millionths as i32
}

/// Great-circle distance in metres between two (latitude, longitude).
pub fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (north, east) = ((b.0 - a.0).to_radians() / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let half = north.sin().powi(2) + a.0.to_radians().cos() * b.0.to_radians().cos() * east.sin().powi(2);
    2.0 * EARTH * half.sqrt().min(1.0).asin()
}

impl Polygon {
    fn new(corners: Vec<(f64, f64)>) -> Self {
        let lats = || corners.iter().map(|(lat, _)| *lat);
        let (south, north) = (lats().fold(90.0, f64::min), lats().fold(-90.0, f64::max));
        let mut polygon = Self { strips: vec![Vec::new(); STRIPS], south, north, corners };
        for edge in 0..polygon.corners.len() {
            let Some((a, b)) = polygon.edge(edge) else { continue };
            let (from, to) = (polygon.strip(a.0.min(b.0)), polygon.strip(a.0.max(b.0)));
            for strip in polygon.strips.iter_mut().take(to + 1).skip(from) {
                strip.push(edge);
            }
        }
        polygon
    }

    fn edge(&self, at: usize) -> Option<((f64, f64), (f64, f64))> {
        let next = if at + 1 == self.corners.len() { 0 } else { at + 1 };
        Some((*self.corners.get(at)?, *self.corners.get(next)?))
    }

    fn strip(&self, lat: f64) -> usize {
        let height = self.north - self.south;
        let share = if height > 0.0 { (lat - self.south) / height } else { 0.0 };
        ((share * STRIPS as f64) as usize).min(STRIPS - 1)
    }

    /// Whether a line from the point to the west crosses the edges an odd number of times.
    fn holds(&self, lat: f64, lon: f64) -> bool {
        if lat < self.south || lat > self.north {
            return false;
        }
        let edges = self.strips.get(self.strip(lat)).into_iter().flatten().filter_map(|edge| self.edge(*edge));
        let crossed = |((a_lat, a_lon), (b_lat, b_lon)): ((f64, f64), (f64, f64))| {
            (a_lat > lat) != (b_lat > lat) && lon > a_lon + (lat - a_lat) / (b_lat - a_lat) * (b_lon - a_lon)
        };
        edges.filter(|edge| crossed(*edge)).count() % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mile_is_a_mile_at_every_latitude() {
        for lat in [0.0, 52.0, -80.0] {
            let shape = Shape::Mile { lat, lon: 10.0 };
            let at = |north: f64, east: f64| {
                let lat_off = (north / EARTH).to_degrees();
                let lon_off = (east / EARTH).to_degrees() / lat.to_radians().cos();
                (e6((10.0 + lon_off) * 1e6), e6((lat + lat_off) * 1e6))
            };
            for (north, east, inside) in
                [(0.0, 1608.0, true), (0.0, 1611.0, false), (-1608.0, 0.0, true), (1200.0, 1200.0, false)]
            {
                let (lon, lat_e6) = at(north, east);
                assert_eq!(shape.holds(lon, lat_e6), inside, "{lat} {north} {east}");
                let [w, s, e, n] = shape.within();
                assert!(!inside || (w <= lon && lon <= e && s <= lat_e6 && lat_e6 <= n));
            }
        }
    }

    #[test]
    fn a_shape_with_a_notch_is_read_and_holds_what_lies_in_it() {
        let shape = Shape::polygon("0,0:0,4:4,4:4,3:1,2:4,1:4,0").unwrap();
        for (lat, lon, inside) in
            [(0.5, 2.0, true), (3.0, 2.0, false), (3.0, 0.5, true), (3.9, 3.5, true), (5.0, 1.0, false)]
        {
            assert_eq!(shape.holds(e6(lon * 1e6), e6(lat * 1e6)), inside, "{lat}, {lon}");
        }
        for wrong in ["", "1,2", "1,2:3,4", "1,2:3,4:5", "1,2:3,4:x,6", "1,2:3,4:91,6", "1,2:3,4:NaN,6"] {
            assert!(Shape::polygon(wrong).is_err(), "{wrong}");
        }
    }
}
