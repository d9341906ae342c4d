//! Where it happened: from the coordinates of a file to longitude and latitude.

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::super::error::ImportError;
use super::super::row::Point;

/// Coordinates of one reference system on their way to WGS 84.
pub struct Projection {
    from: Proj,
    to: Proj,
    degrees: bool,
}

impl std::fmt::Debug for Projection {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Projection({})", self.from.projname())
    }
}

/// The code of `EPSG:26910`, or of `26910` alone.
pub fn epsg(text: &str) -> Option<u16> {
    let text = text.trim();
    let code =
        if text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("epsg:")) { text.get(5..)? } else { text };
    code.parse().ok()
}

/// WGS 84, or what differs from it by less than a metre: no coordinates need to be changed.
pub fn is_wgs84(code: u16) -> bool {
    matches!(code, 4326 | 4258 | 4269)
}

impl Projection {
    /// From a reference system by its EPSG code.
    ///
    /// # Errors
    /// A code that is not known or has no inverse.
    pub fn new(code: u16) -> Result<Self, ImportError> {
        let unknown = || ImportError::UnknownCrs { found: format!("EPSG:{code}") };
        let definition = crs_definitions::from_code(code).ok_or_else(unknown)?;
        let from = Proj::from_proj_string(definition.proj4).map_err(|_| unknown())?;
        let wgs84 = crs_definitions::from_code(4326).ok_or_else(unknown)?;
        let to = Proj::from_proj_string(wgs84.proj4).map_err(|_| unknown())?;
        if !from.is_latlong() && !from.has_inverse() {
            return Err(unknown());
        }
        Ok(Self { degrees: from.is_latlong(), from, to })
    }

    /// The point in WGS 84; `None` where the reference system has none.
    pub fn point(&self, x: f64, y: f64) -> Option<Point> {
        let mut at = if self.degrees { (x.to_radians(), y.to_radians(), 0.0) } else { (x, y, 0.0) };
        transform(&self.from, &self.to, &mut at).ok()?;
        let (lon, lat) = (at.0.to_degrees(), at.1.to_degrees());
        let inside = lon.is_finite() && lat.is_finite() && lon.abs() <= 180.0 && lat.abs() <= 90.0;
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        inside.then(|| Point { lon_e6: millionths(lon), lat_e6: millionths(lat) })
    }
}

/// The reference systems that are tried for projected coordinates when none is told: every UTM zone, then grids of
/// single countries.
pub fn candidates() -> impl Iterator<Item = u16> {
    let utm = (32_601..=32_660).chain(32_701..=32_760);
    let countries = [27_700, 29_903, 2157, 2154, 28_992, 31_370, 2056, 21_781, 3006, 3067, 2180, 2193, 3857, 3035];
    utm.chain(countries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_write_them() {
        assert_eq!(epsg("EPSG:26910"), Some(26_910));
        assert_eq!(epsg(" epsg:4326 "), Some(4326));
        assert_eq!(epsg("27700"), Some(27_700));
        for wrong in ["", "EPSG:", "EPSG:x", "UTM 10N", "é:4326"] {
            assert_eq!(epsg(wrong), None, "{wrong}");
        }
    }

    /// Expected by PROJ 9 (`pyproj`).
    #[test]
    fn points_of_national_grids_lie_where_they_should() {
        for (code, x, y, lon, lat, most) in [
            (27_700, 530_000.0, 180_000.0, -0.12835, 51.50399, 60),
            (2056, 2_600_000.0, 1_200_000.0, 7.43863, 46.95108, 20),
            (28_992, 155_000.0, 463_000.0, 5.3872, 52.15517, 20),
            (2193, 1_750_000.0, 5_430_000.0, 174.79078, -41.26751, 10),
            (3857, 1_000_000.0, 6_000_000.0, 8.98315, 47.3537, 10),
            (32_733, 261_000.0, 6_243_000.0, 12.41452, -33.92634, 10),
            (2154, 652_000.0, 6_862_000.0, 2.34581, 48.85625, 10),
            (3006, 674_000.0, 6_580_000.0, 18.05797, 59.32287, 10),
        ] {
            let found = Projection::new(code).unwrap().point(x, y).unwrap();
            let off = |found: i32, degrees: f64| (f64::from(found) - degrees * 1e6).abs();
            let apart = off(found.lon_e6, lon).max(off(found.lat_e6, lat));
            assert!(apart <= f64::from(most), "EPSG:{code}: {found:?}, {apart} millionths apart");
        }
    }

    #[test]
    fn every_candidate_is_known_and_can_be_turned_back() {
        for code in candidates() {
            assert!(Projection::new(code).is_ok(), "EPSG:{code}");
        }
        assert!(matches!(Projection::new(1), Err(ImportError::UnknownCrs { .. })));
    }
}
