//! The square that a tile shows: its address, its place on the earth, and its units.

use std::f64::consts::PI;

use crate::problem::{Answer, TilesError};
use crate::{EXTENT, FINEST};

/// The latitude at which the map ends: there it is as high as it is wide.
const NORTHERNMOST: f64 = 85.051_128_779_806_6;

/// A tile by its address: `x` counts from the west, `y` from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    pub zoom: u8,
    x: i32,
    y: i32,
}

impl Square {
    /// Reads the three parts of an address; the last may end in `.mvt`.
    ///
    /// # Errors
    /// [`TilesError::Zoom`], [`TilesError::Place`].
    pub fn read(zoom: &str, x: &str, y: &str) -> Answer<Self> {
        let found = zoom;
        let zoom = whole(zoom).and_then(|zoom| u8::try_from(zoom).ok()).filter(|zoom| *zoom <= FINEST);
        let zoom = zoom.ok_or_else(|| TilesError::Zoom(found.to_owned()))?;
        let last = (1 << zoom) - 1;
        let place = |name, text: &str| {
            let place = whole(text).filter(|place| *place <= last);
            place.ok_or_else(|| TilesError::Place { name, found: text.to_owned(), last })
        };
        Ok(Self { zoom, x: place("x", x)?, y: place("y", y.strip_suffix(".mvt").unwrap_or(y))? })
    }

    /// Where the north-western corner lies, in units from that of the whole earth.
    pub fn corner(self) -> (i32, i32) {
        (self.x * EXTENT, self.y * EXTENT)
    }

    /// A place in units from the tile's corner; `None` for one that lies in another tile.
    pub fn within(self, lon: f64, lat: f64) -> Option<(i32, i32)> {
        let ((x, y), (west, north)) = (units(self.zoom, lon, lat), self.corner());
        // A place on the line between two tiles belongs to the eastern and to the southern one.
        let place = (x.floor() as i32 - west, y.floor() as i32 - north);
        let inside = |unit: i32| (0..EXTENT).contains(&unit);
        (inside(place.0) && inside(place.1)).then_some(place)
    }

    /// West, south, east and north in millionths of a degree, a little more than the square.
    pub fn edges_e6(self) -> [i32; 4] {
        let across = f64::from(1_u32 << self.zoom);
        let lon = |x: i32| f64::from(x) / across * 360.0 - 180.0;
        let lat = |y: i32| (PI * (1.0 - 2.0 * f64::from(y) / across)).sinh().atan().to_degrees();
        let e6 = |degrees: f64, beyond: f64| (degrees * 1e6 + beyond) as i32;
        [e6(lon(self.x), -2.0), e6(lat(self.y + 1), -2.0), e6(lon(self.x + 1), 2.0), e6(lat(self.y), 2.0)]
    }
}

/// A whole number written as tiles' addresses have it: digits, and no zero before others.
fn whole(text: &str) -> Option<i32> {
    let number: i32 = text.parse().ok()?;
    (number.to_string() == text && number >= 0).then_some(number)
}

/// A place in units of a zoom, from the north-western corner of the earth; at the poles, the edge of the map.
pub fn units(zoom: u8, lon: f64, lat: f64) -> (f64, f64) {
    let across = f64::from(EXTENT) * f64::from(1_u32 << zoom);
    let north = lat.clamp(-NORTHERNMOST, NORTHERNMOST).to_radians().tan().asinh();
    ((lon + 180.0) / 360.0 * across, (1.0 - north / PI) / 2.0 * across)
}

/// [`units`] as whole numbers.
pub fn dot(zoom: u8, lon: f64, lat: f64) -> (i32, i32) {
    let (x, y) = units(zoom, lon, lat);
    (x.round() as i32, y.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_zoom_and_a_place_that_it_has() {
        let square = Square::read("3", "7", "0.mvt").unwrap();
        assert_eq!((square.zoom, square.corner()), (3, (7 * EXTENT, 0)));
        for (zoom, x, y) in [
            ("15", "0", "0"),
            ("-1", "0", "0"),
            ("3", "8", "0"),
            ("3", "0", "8.mvt"),
            ("3", "01", "0"),
            ("3", "+1", "0"),
            ("3", "1", "1.png"),
            ("x", "1", "1"),
            ("99999999999", "1", "1"),
        ] {
            assert!(Square::read(zoom, x, y).is_err(), "{zoom}/{x}/{y}");
        }
    }

    #[test]
    fn every_place_lies_in_one_tile_and_within_its_edges() {
        for zoom in [0, 1, 5, FINEST] {
            for (lon, lat) in [(0.0, 0.0), (-180.0, 85.0), (35.2, 31.9), (-0.000_001, -0.000_001), (90.0, 66.513_26)] {
                let (x, y) = units(zoom, lon, lat);
                let (x, y) = (x as i32 / EXTENT, y as i32 / EXTENT);
                let last = (1 << zoom) - 1;
                let mut found = 0;
                for (x, y) in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
                    if !(0..=last).contains(&x) || !(0..=last).contains(&y) {
                        continue;
                    }
                    let square = Square { zoom, x, y };
                    if square.within(lon, lat).is_some() {
                        found += 1;
                        let [west, south, east, north] = square.edges_e6().map(|edge| f64::from(edge) / 1e6);
                        assert!(west <= lon && lon <= east && south <= lat && lat <= north, "{square:?} {lon} {lat}");
                    }
                }
                assert_eq!(found, 1, "{zoom} {lon} {lat}");
            }
        }
    }

    #[test]
    fn the_earth_is_a_square() {
        assert_eq!(dot(0, 0.0, 0.0), (EXTENT / 2, EXTENT / 2));
        assert_eq!(dot(1, 180.0, -90.0), (2 * EXTENT, 2 * EXTENT));
        assert_eq!(dot(1, -180.0, 90.0), (0, 0));
    }
}
