//! Areas from GeoJSON.

use std::path::Path;

use comity_methods::place::grid::Area;
use serde_json::{Map, Value};

use crate::fault::Fault;

/// An area and what the file says about it.
#[derive(Debug)]
pub struct Named {
    pub area: Area,
    pub properties: Map<String, Value>,
}

/// Whether a file's name says that it holds areas.
pub fn is_geojson(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("geojson") || ending.eq_ignore_ascii_case("json"))
}

/// The areas of a GeoJSON file, in its order.
///
/// Errors: a file that cannot be read or is no GeoJSON, and features that are no areas, by their number.
pub fn read(path: &Path) -> Result<Vec<Named>, Fault> {
    let source = path.display();
    let text = std::fs::read(path).map_err(|error| Fault::input(format!("{source} cannot be read: {error}")))?;
    let whole: Value = serde_json::from_slice(&text)
        .map_err(|error| Fault::input(format!("{source} is not readable GeoJSON: {error}")))?;
    let features = match whole.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => whole.get("features").and_then(Value::as_array).cloned().unwrap_or_default(),
        Some("Feature" | "Polygon" | "MultiPolygon") => vec![whole],
        _ => return Err(Fault::input(format!("{source} is no GeoJSON: there is no FeatureCollection in it"))),
    };
    if features.is_empty() {
        return Err(Fault::input(format!("{source} has no features")));
    }
    let named = |(number, feature): (usize, &Value)| {
        let geometry = feature.get("geometry").unwrap_or(feature);
        let wrong = |what: String| Fault::input(format!("feature {number} of {source} {what}"));
        let area = area(geometry).map_err(wrong)?;
        let properties = feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        Ok(Named { area, properties })
    };
    (1..).zip(&features).map(named).collect()
}

/// The rings of a Polygon or MultiPolygon; else what is wrong with it.
fn area(geometry: &Value) -> Result<Area, String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let coordinates = geometry.get("coordinates").map(list).unwrap_or_default();
    let rings = match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => coordinates,
        Some("MultiPolygon") => coordinates.iter().flat_map(list).collect(),
        _ => return Err("is no Polygon and no MultiPolygon".to_owned()),
    };
    if rings.is_empty() {
        return Err("is empty: it has no ring of corners".to_owned());
    }
    let numbered =
        |(number, value): (usize, &Value)| ring(value).map_err(|what| format!("has a ring, number {number}, {what}"));
    Ok(Area { rings: (1..).zip(&rings).map(numbered).collect::<Result<_, _>>()? })
}

/// The corners of a ring, the first not repeated; else what is wrong with it.
fn ring(ring: &Value) -> Result<Vec<(f64, f64)>, &'static str> {
    let corner = |point: &Value| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?));
    let corners: Option<Vec<(f64, f64)>> = ring.as_array().and_then(|ring| ring.iter().map(corner).collect());
    let mut corners = corners.ok_or("whose corners are not pairs of numbers")?;
    if corners.first() != corners.last() {
        return Err("that is open: its last corner must be its first one again");
    }
    corners.pop();
    if corners.len() > 2 { Ok(corners) } else { Err("with fewer than three corners") }
}

/// A property as text: a string as it is, a number as a file of columns would have it.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
