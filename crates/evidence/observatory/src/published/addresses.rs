//! Addresses, from which map points are made: a file of them, kept whole; the last one taken is in force.

use std::collections::HashMap;

use comity_disclosure::points::{Address, AddressKind, MapPoint, MapPoints, PointSettings};
use comity_ledger::{Event, Ledger, Refusal};
use comity_places::Boundaries;
use comity_store::{ObjectError, Read, Value};
use serde::{Deserialize, Serialize};

use super::PublishError;

/// Addresses were taken. Body: [`AddressesImported`]; stream [`STREAM`].
pub const ADDRESSES_IMPORTED: &str = "addresses.imported";

pub const STREAM: &str = "publication/addresses";

/// The most lines at fault that are listed.
const LISTED: usize = 20;
/// Metres in a degree of latitude, on the sphere of 6,371,008.8 m (IUGG mean radius).
const METRES: f64 = 111_195.08;

/// A set of addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressesImported {
    /// The hash of the file.
    pub object: String,
    pub addresses: u64,
    pub homes: u64,
}

/// Why addresses were not taken. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AddressesError {
    #[error(
        "no column {0} was found; expected a CSV file with the columns lon (or x), lat (or y), kind, and perhaps street"
    )]
    Column(&'static str),
    #[error("the file has no rows; expected one address a line")]
    Empty,
    /// `first` holds at most 20 sentences out of `total`.
    #[error("{total} lines cannot be read:\n  {}", first.join("\n  "))]
    Lines { total: usize, first: Vec<String> },
    #[error("these addresses are in force already")]
    AlreadyImported,
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// One line of the file, in degrees.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    lon: f64,
    lat: f64,
    kind: AddressKind,
    street: String,
}

/// Takes a file of addresses. For the command line: waits for the answer.
///
/// # Errors
/// What is wrong with the file, or what failed. Nothing was then changed.
pub fn import_addresses_now(ledger: &Ledger, actor: &str, csv: &[u8]) -> Result<AddressesImported, AddressesError> {
    let lines = read_lines(csv)?;
    let body = AddressesImported {
        object: ledger.objects().put(csv)?,
        addresses: lines.len() as u64,
        homes: lines.iter().filter(|line| line.kind == AddressKind::Home).count() as u64,
    };
    let recorded = body.clone();
    let taken = ledger.decide_now(actor, move |decision| {
        if in_force(decision)?.as_ref() == Some(&recorded.object) {
            return Ok(false);
        }
        decision.record(STREAM, Event::new(ADDRESSES_IMPORTED, &recorded)?)?;
        Ok(true)
    })?;
    if taken.value { Ok(body) } else { Err(AddressesError::AlreadyImported) }
}

/// The hash of the file with the addresses in force.
///
/// # Errors
/// What the database says.
pub fn in_force(tx: &mut Read<'_>) -> Result<Option<String>, Refusal> {
    Ok(tx.value("SELECT object FROM address_sets ORDER BY number DESC LIMIT 1", &[])?)
}

/// Whether incidents are to be drawn at points, and there are no addresses to make these of.
///
/// # Errors
/// What the database says.
pub fn waits_for_addresses(tx: &mut Read<'_>) -> Result<bool, Refusal> {
    if in_force(tx)?.is_some() {
        return Ok(false);
    }
    let sql = "SELECT reference FROM datasets WHERE publication = $1 LIMIT 1";
    Ok(tx.optional(sql, &[Value::from(super::Publication::Points.as_str())])?.is_some())
}

fn read_lines(csv: &[u8]) -> Result<Vec<Line>, AddressesError> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    let header = reader.byte_headers().cloned().unwrap_or_default();
    let column = |names: &[&str]| {
        let is = |cell: &[u8]| names.iter().any(|name| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
        header.iter().position(is)
    };
    let lon = column(&["lon", "longitude", "x"]).ok_or(AddressesError::Column("lon"))?;
    let lat = column(&["lat", "latitude", "y"]).ok_or(AddressesError::Column("lat"))?;
    let kind = column(&["kind", "type", "use"]).ok_or(AddressesError::Column("kind"))?;
    let street = column(&["street", "place", "road"]);
    let (mut lines, mut total, mut first) = (Vec::new(), 0, Vec::new());
    for record in reader.byte_records() {
        // The reader is over bytes in memory and takes any bytes and any length, so an error ends the file.
        let Ok(record) = record else { break };
        match line(&record, (lon, lat, kind), street) {
            Ok(line) => lines.push(line),
            Err(fault) => {
                total += 1;
                if first.len() < LISTED {
                    first.push(format!("line {}: {fault}", record.position().map_or(0, csv::Position::line)));
                }
            }
        }
    }
    match (total, lines.is_empty()) {
        (0, true) => Err(AddressesError::Empty),
        (0, false) => Ok(lines),
        _ => Err(AddressesError::Lines { total, first }),
    }
}

fn line(
    record: &csv::ByteRecord,
    (lon, lat, kind): (usize, usize, usize),
    street: Option<usize>,
) -> Result<Line, String> {
    let text = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned();
    let degrees = |at: usize, most: f64, what: &str| {
        let found = text(at);
        let number: Option<f64> = found.parse().ok().filter(|degrees: &f64| degrees.abs() <= most);
        let shown: String = found.chars().take(40).collect();
        number.ok_or_else(|| format!("a {what} in degrees was expected, found \"{shown}\""))
    };
    let kind = match text(kind).to_ascii_lowercase().as_str() {
        "home" => AddressKind::Home,
        "public" => AddressKind::Public,
        "other" => AddressKind::Other,
        found => {
            let shown: String = found.chars().take(40).collect();
            return Err(format!("home, public or other was expected as its kind, found \"{shown}\""));
        }
    };
    let place = street.map(text).unwrap_or_default().replace('\0', "");
    Ok(Line { lon: degrees(lon, 180.0, "longitude")?, lat: degrees(lat, 90.0, "latitude")?, kind, street: place })
}

/// Map points of a partnership, with the plane they were made in.
#[derive(Clone, Debug)]
pub struct Drawing {
    points: MapPoints,
    plane: Plane,
    places: HashMap<(u64, u64), usize>,
}

/// Metres east and north of the middle: true to distance near it, and by the cosine of the latitude's change farther off
/// (0.2 % over 20 km at 50°).
#[derive(Clone, Copy, Debug)]
struct Plane {
    lon: f64,
    lat: f64,
}

impl Plane {
    fn metres(self, lon: f64, lat: f64) -> (f64, f64) {
        ((lon - self.lon) * self.lat.to_radians().cos() * METRES, (lat - self.lat) * METRES)
    }

    fn degrees(self, x: f64, y: f64) -> (f64, f64) {
        (self.lon + x / (self.lat.to_radians().cos() * METRES), self.lat + y / METRES)
    }
}

impl Drawing {
    /// Map points of the stored addresses, each within its area's boundary.
    ///
    /// # Errors
    /// [`PublishError::Disclosure`] for settings that cannot be used, or what failed.
    pub fn new(stored: &[u8], settings: PointSettings, boundaries: &Boundaries) -> Result<Self, PublishError> {
        let lines = read_lines(stored).map_err(|error| Refusal::Object(format!("the stored addresses: {error}")))?;
        let count = lines.len().max(1) as f64;
        let plane = Plane {
            lon: lines.iter().map(|line| line.lon).sum::<f64>() / count,
            lat: lines.iter().map(|line| line.lat).sum::<f64>() / count,
        };
        let address = |line: &Line| {
            let area = boundaries.locate(line.lon, line.lat)?.to_owned();
            let (x, y) = plane.metres(line.lon, line.lat);
            Some(Address { x, y, area, place: line.street.clone(), kind: line.kind })
        };
        let addresses: Vec<Address> = lines.iter().filter_map(address).collect();
        let inside = |area: &str, x: f64, y: f64| {
            let (lon, lat) = plane.degrees(x, y);
            boundaries.locate(lon, lat) == Some(area)
        };
        let points = MapPoints::build(&addresses, settings, &inside)?;
        let key = |point: &MapPoint| (point.x.to_bits(), point.y.to_bits());
        let places = points.points().iter().enumerate().map(|(place, point)| (key(point), place)).collect();
        Ok(Self { points, plane, places })
    }

    pub fn points(&self) -> &[MapPoint] {
        self.points.points()
    }

    /// Longitude and latitude of a map point in millionths of a degree.
    pub fn degrees(&self, point: &MapPoint) -> (i32, i32) {
        let (lon, lat) = self.plane.degrees(point.x, point.y);
        ((lon * 1e6).round() as i32, (lat * 1e6).round() as i32)
    }

    /// The place among [`Drawing::points`] at which an incident is drawn; none: it is counted only.
    pub fn snap(&self, (lon_e6, lat_e6): (i32, i32), area: &str) -> Option<usize> {
        let (x, y) = self.plane.metres(f64::from(lon_e6) / 1e6, f64::from(lat_e6) / 1e6);
        let point = self.points.snap(x, y, area)?;
        self.places.get(&(point.x.to_bits(), point.y.to_bits())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_at_fault_are_listed() {
        let good = "Lon,LAT,kind,street\n1.5,2,home,Mill Road\n3,4,Other,\n";
        let lines = read_lines(good.as_bytes()).unwrap();
        assert_eq!((lines.len(), lines[0].street.as_str(), lines[1].kind), (2, "Mill Road", AddressKind::Other));
        for (file, said) in [
            ("", "no column lon"),
            ("lon,lat\n1,2\n", "no column kind"),
            ("lon,lat,kind\n", "no rows"),
            ("lon,lat,kind\n1,2,home\n1,95,home\n1,2,castle\n", "line 3: a latitude in degrees was expected"),
            ("lon,lat,kind\n1,2,castle\nNaN,2,home\n", "2 lines cannot be read"),
        ] {
            let error = read_lines(file.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(said), "{file:?}: {error}");
        }
    }
}
