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
        let area = area(geometry)
            .ok_or_else(|| Fault::input(format!("feature {number} of {source} is no Polygon and no MultiPolygon")))?;
        let properties = feature.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        Ok(Named { area, properties })
    };
    (1..).zip(&features).map(named).collect()
}

fn area(geometry: &Value) -> Option<Area> {
    let coordinates = geometry.get("coordinates")?.as_array()?;
    let rings = match geometry.get("type")?.as_str()? {
        "Polygon" => coordinates.iter().map(ring).collect::<Option<Vec<_>>>()?,
        "MultiPolygon" => {
            let parts = coordinates.iter().map(|part| Some(part.as_array()?.iter().map(ring)));
            parts.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect::<Option<Vec<_>>>()?
        }
        _ => return None,
    };
    (!rings.is_empty()).then_some(Area { rings })
}

/// The corners of a ring, the first not repeated.
fn ring(ring: &Value) -> Option<Vec<(f64, f64)>> {
    let corner = |point: &Value| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?));
    let mut corners = ring.as_array()?.iter().map(corner).collect::<Option<Vec<_>>>()?;
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    (corners.len() > 2).then_some(corners)
}

/// A property as text: a string as it is, a number as a file of columns would have it.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
